package session

import (
	"crypto/rand"
	"crypto/subtle"
	"net/http"

	"github.com/labstack/echo/v4"
)

// proofSeconds is how long a form with a proof can be sent.
const proofSeconds = 24 * 60 * 60

// Proof makes the browser carry a secret that a form of the page sends along. A page whose address must not travel has
// the browser leave out where a form comes from; then this says that it is ours. The cookie never comes with a request
// that another site caused, and no other site can read the form.
func (k *Keeper) Proof(c echo.Context) string {
	if cookie, err := c.Cookie(k.Name("-proof")); err == nil && cookie.Value != "" {
		return cookie.Value
	}
	proof := rand.Text()
	c.SetCookie(&http.Cookie{Name: k.Name("-proof"), Value: proof, Path: "/", MaxAge: proofSeconds, Secure: k.secure, HttpOnly: true, SameSite: http.SameSiteStrictMode})
	return proof
}

// Proves reports whether the form was sent along with what Proof gave to this browser.
func (k *Keeper) Proves(c echo.Context, sent string) bool {
	cookie, err := c.Cookie(k.Name("-proof"))
	return err == nil && sent != "" && subtle.ConstantTimeCompare([]byte(cookie.Value), []byte(sent)) == 1
}
