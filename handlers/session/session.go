// Package session keeps what a browser carries: the opaque secret of a sign-in, and short messages for the next page.
// The sessions themselves are rows that access keeps; a cookie alone proves nothing.
package session

import (
	"net/http"

	"github.com/gorilla/securecookie"
	"github.com/gorilla/sessions"
	"github.com/labstack/echo/v4"
)

// store is gorilla's view of a sign-in: the session's ID is the secret that access gave out, and nothing else travels.
type store struct {
	codec  securecookie.Codec
	secure bool
}

// newStore makes the store; key as in New.
func newStore(key []byte, secure bool) *store {
	codec := securecookie.New(key, nil)
	codec.MaxAge(0) // how long a sign-in lasts is access's to say
	codec.SetSerializer(securecookie.NopEncoder{})
	return &store{codec, secure}
}

// Get implements sessions.Store: the request's session, read once.
func (s *store) Get(r *http.Request, name string) (*sessions.Session, error) {
	return sessions.GetRegistry(r).Get(s, name)
}

// New implements sessions.Store. A cookie that is missing, altered or not ours gives a new session and no error.
func (s *store) New(r *http.Request, name string) (*sessions.Session, error) {
	session := sessions.NewSession(s, name)
	session.Options, session.IsNew = options(s.secure), true
	cookie, err := r.Cookie(name)
	if err != nil {
		return session, nil
	}
	var secret []byte
	if s.codec.Decode(name, cookie.Value, &secret) == nil && len(secret) > 0 {
		session.ID, session.IsNew = string(secret), false
	}
	return session, nil
}

// Save implements sessions.Store: sets the cookie, or clears it when Options.MaxAge is negative.
func (s *store) Save(_ *http.Request, w http.ResponseWriter, session *sessions.Session) error {
	value := ""
	if session.Options.MaxAge >= 0 {
		var err error
		if value, err = s.codec.Encode(session.Name(), []byte(session.ID)); err != nil {
			return err
		}
	}
	http.SetCookie(w, sessions.NewCookie(session.Name(), value, session.Options))
	return nil
}

// options of every cookie of ours. SameSite=Lax because links from mails and chats must arrive signed in; what
// changes something is a POST, which Lax keeps out and the cross-site check refuses.
func options(secure bool) *sessions.Options {
	return &sessions.Options{Path: "/", Secure: secure, HttpOnly: true, SameSite: http.SameSiteLaxMode}
}

// Keeper reads and writes the cookies.
type Keeper struct {
	signIns *store
	toasts  *sessions.CookieStore
	secure  bool
}

// New makes a keeper. key authenticates the cookies (32 bytes or more, the same in every process of an installation);
// secure says that browsers reach us by https: cookies are then Secure and have the __Host- prefix.
func New(key []byte, secure bool) *Keeper {
	toasts := sessions.NewCookieStore(key)
	toasts.MaxAge(flashSeconds)
	toasts.Options = options(secure)
	toasts.Options.MaxAge = flashSeconds
	return &Keeper{signIns: newStore(key, secure), toasts: toasts, secure: secure}
}

// Name is the name of one of our cookies. Browsers accept the prefix only with Secure, Path=/ and no Domain, so no
// neighbouring host can plant such a cookie (RFC 6265bis, section 4.1.3.2).
func (k *Keeper) Name(suffix string) string {
	if k.secure {
		return "__Host-rollcall" + suffix
	}
	return "rollcall" + suffix
}

// Secret is what the browser carries of its sign-in, "" for none.
func (k *Keeper) Secret(c echo.Context) string {
	s, _ := k.signIns.Get(c.Request(), k.Name("")) // never fails: New has no error
	return s.ID
}

// Begin makes the browser carry the secret of a new sign-in until it closes or Forget.
func (k *Keeper) Begin(c echo.Context, secret string) error {
	s, _ := k.signIns.Get(c.Request(), k.Name(""))
	s.ID, s.Options.MaxAge = secret, 0
	return s.Save(c.Request(), c.Response())
}

// Forget makes the browser drop its sign-in.
func (k *Keeper) Forget(c echo.Context) error {
	s, _ := k.signIns.Get(c.Request(), k.Name(""))
	s.ID, s.Options.MaxAge = "", -1
	return s.Save(c.Request(), c.Response())
}
