// Package mail knows how a letter gets to a mail server: where the server is, one message in a form that nobody can
// inject into, and whether a failure is worth another try. It knows nothing of what letters say, for the room that
// writes a letter does so when it is sent, nor of the queue that carries them.
package mail

import (
	"context"
	"errors"

	"rollcall/db"
)

// Kind says which room writes a letter.
type Kind string

// The kinds, a closed list.
const (
	KindInvitation Kind = "invitation" // the directory's
	KindNotice     Kind = "notice"     // about a webhook's health
)

// Letter is what is put in the queue: which letter is to be written, not its text. The text is made when it is sent, so
// that neither a link that opens doors nor an address lies in the queue's rows, and what is no longer wanted is not sent.
type Letter struct {
	Kind       Kind
	ID         string // of what the letter is about, as its room numbers it
	Generation int64  // tells the letters about one thing apart: an older one is not sent when there is a newer
}

// Post takes letters to be sent, within the transaction of the change that they tell of.
type Post interface {
	Post(ctx context.Context, tx *db.Tx, letters ...Letter) error
}

// Writer is a room that writes letters of one kind.
type Writer interface {
	// Write makes the message, as things are now. ErrUnwanted when it is to be sent no more.
	Write(ctx context.Context, l Letter) (Message, error)
	// Posted hears how it ended: nil when the mail server took the message, otherwise why it can't be delivered, a
	// sentence for people.
	Posted(ctx context.Context, l Letter, failed error) error
}

// ErrUnwanted says that a letter is to be sent no more.
var ErrUnwanted = errors.New("the letter is not wanted any more")

// Message is one mail to one person.
type Message struct {
	ID      string // unique: the same on every try, so that a mailbox can tell a second copy
	To      string // one bare address
	Subject string // one line; what would break it is left out
	Text    string // plain text
}
