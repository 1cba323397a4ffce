package session

import (
	"fmt"
	"strings"

	"github.com/gorilla/sessions"
	"github.com/labstack/echo/v4"
)

const (
	flashSeconds = 60  // how long a message waits for the next page of its browser
	flashMost    = 3   // how many wait: a client that looks at no page must not fill its cookie, which browsers cut at 4 KiB
	flashBytes   = 500 // how long one may be; longer ones are cut
)

// Kind is how a toast is announced.
type Kind string

// The kinds of toast, a closed list.
const (
	Success Kind = "success" // announced politely, goes by itself
	Failure Kind = "failure" // announced at once, stays
)

// Toast is a short message for the next page.
type Toast struct {
	Kind Kind
	Text string
}

// Flash keeps a message for the next page in a signed cookie of its own, so that nobody needs a row in the database
// to be told something, and no other site can put words in our mouth. Of many, the last three stay.
func (k *Keeper) Flash(c echo.Context, t Toast) error {
	s := k.flashes(c)
	waiting := s.Flashes()
	for _, older := range waiting[max(0, len(waiting)+1-flashMost):] {
		s.AddFlash(older)
	}
	s.AddFlash(string(t.Kind) + " " + strings.ToValidUTF8(t.Text[:min(len(t.Text), flashBytes)], ""))
	s.Options.MaxAge = flashSeconds
	return s.Save(c.Request(), c.Response())
}

// Flashes returns the waiting messages, oldest first, and has the browser drop them.
func (k *Keeper) Flashes(c echo.Context) ([]Toast, error) {
	s := k.flashes(c)
	if s.IsNew {
		return nil, nil
	}
	var toasts []Toast
	for _, flash := range s.Flashes() {
		if kind, text, ok := strings.Cut(fmt.Sprint(flash), " "); ok {
			toasts = append(toasts, Toast{Kind(kind), text})
		}
	}
	s.Options.MaxAge = -1
	return toasts, s.Save(c.Request(), c.Response())
}

// flashes reads the cookie. One that was altered or is too old counts as none: gorilla then hands out a new session.
func (k *Keeper) flashes(c echo.Context) *sessions.Session {
	s, _ := k.toasts.Get(c.Request(), k.Name("-flash"))
	return s
}
