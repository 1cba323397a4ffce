// Package visit is one request as every door sees it: who comes, from which address, under which id, and whether htmx
// asks for a fragment. It decides nothing and renders nothing.
package visit

import (
	"crypto/rand"
	"encoding/hex"
	"mime"
	"strings"

	"github.com/labstack/echo/v4"

	"rollcall/app"
	"rollcall/app/access"
)

// Where a visit keeps its facts in echo's context.
const (
	idKey    = "rollcall.id"
	actorKey = "rollcall.actor"
)

// Begin gives the request an id of 16 hex digits and returns it. What a client sends as an id is never taken over:
// it would end up in the log and in the audit rows.
func Begin(c echo.Context) string {
	var b [8]byte
	rand.Read(b[:]) // never fails: crypto/rand ends the process instead
	id := hex.EncodeToString(b[:])
	c.Set(idKey, id)
	return id
}

// ID is the id of the request, "" before Begin.
func ID(c echo.Context) string {
	id, _ := c.Get(idKey).(string)
	return id
}

// Enter says who comes through which door; the address and the request's id are added here, so that no door forgets them.
func Enter(c echo.Context, actor access.Actor, door string) {
	c.Set(actorKey, Stamp(c, actor, door))
}

// Stamp returns the actor with the door, the client's address and the request's id.
func Stamp(c echo.Context, actor access.Actor, door string) access.Actor {
	if actor.Kind == "" {
		actor.Kind = access.KindNobody
	}
	actor.Source, actor.Address, actor.RequestID = door, c.RealIP(), ID(c)
	return actor
}

// Actor is who comes; nobody before Enter.
func Actor(c echo.Context) access.Actor {
	if actor, ok := c.Get(actorKey).(access.Actor); ok {
		return actor
	}
	return Stamp(c, access.Actor{Kind: access.KindNobody}, "")
}

// Entered reports whether it is known who comes.
func Entered(c echo.Context) bool { return c.Get(actorKey) != nil }

// HTMX reports whether htmx sent the request: a redirect then needs a header of its own. It never decides about
// permission, because anybody can send the header.
func HTMX(c echo.Context) bool { return c.Request().Header.Get("HX-Request") == "true" }

// Fragment reports whether htmx asks for a part of a page. Going back in the history asks for the whole one.
func Fragment(c echo.Context) bool {
	h := c.Request().Header
	return HTMX(c) && h.Get("HX-Request-Type") == "partial" && h.Get("HX-History-Restore-Request") != "true"
}

// Poll reports whether a timer of the page sent the request and not a person: it must not keep a session alive.
func Poll(c echo.Context) bool { return c.Request().Header.Get("Rollcall-Poll") == "1" }

// JSON reports whether the body is JSON by its Content-Type. A request without the header counts, as many clients leave
// it out or send their own idea of it; text/plain and forms are what a browser could send from another site, so they don't.
func JSON(c echo.Context) bool {
	header := c.Request().Header.Get(echo.HeaderContentType)
	kind, _, err := mime.ParseMediaType(header)
	return header == "" || err == nil && (kind == echo.MIMEApplicationJSON || strings.HasSuffix(kind, "+json"))
}

// Refusals that only HTTP knows; the domain has no word for them.
const (
	Malformed   app.Code = "malformed"    // a body that can't be read at all
	WrongMethod app.Code = "wrong_method" // the address exists, but not for this method
	WrongType   app.Code = "wrong_type"   // a body of a kind that the address doesn't read
)
