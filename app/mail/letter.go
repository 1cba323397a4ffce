package mail

import (
	"context"

	"rollcall/db"
)

// Kind says which room writes a letter.
type Kind string

// KindInvitation is a letter that the directory writes.
const KindInvitation Kind = "invitation"

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
