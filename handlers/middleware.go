package handlers

import (
	"fmt"
	"mime"
	"net/http"
	"runtime/debug"
	"strings"

	"github.com/labstack/echo/v4"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/handlers/visit"
)

// contentSecurityPolicy lets a page load only what we serve ourselves, run no inline script or style, and sit in
// nobody's frame.
const contentSecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
	"connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"

// begin gives the request its id and tells the client, who can quote it to the administrator.
func (s *server) begin(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		c.Response().Header().Set(echo.HeaderXRequestID, visit.Begin(c))
		return next(c)
	}
}

// headers sets what every answer carries, errors and static files included. Whoever serves something that may be
// kept (static files) overrides Cache-Control.
func (s *server) headers(next echo.HandlerFunc) echo.HandlerFunc {
	https := s.BaseURL.Scheme == "https"
	return func(c echo.Context) error {
		h := c.Response().Header()
		h.Set("Content-Security-Policy", contentSecurityPolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", referrerPolicy(c.Request().URL.Path))
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cache-Control", "no-store")
		h.Set("Vary", "HX-Request")
		if https {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		return next(c)
	}
}

// referrerPolicy keeps the address of an invitation, which opens an account, to its own page.
func referrerPolicy(path string) string {
	if strings.HasPrefix(path, "/invitations/") {
		return "no-referrer"
	}
	return "same-origin"
}

// log answers errors where their status is known, and writes one line for each request at debug level. It names the
// route and not the address: addresses carry what people typed, and some a secret.
func (s *server) log(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if err := next(c); err != nil {
			c.Error(err)
		}
		s.Log.Debug("request", "method", c.Request().Method, "route", c.Path(),
			"status", c.Response().Status, "address", c.RealIP(), "request_id", visit.ID(c))
		return nil
	}
}

// recover turns a panic into an ordinary internal error: the client sees a request id, the log the stack.
func (s *server) recover(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) (err error) {
		defer func() {
			switch r := recover(); r {
			case nil:
			case http.ErrAbortHandler:
				panic(r) // net/http's own way to drop a connection
			default:
				err = fmt.Errorf("panic: %v\n%s", r, debug.Stack())
			}
		}()
		return next(c)
	}
}

// limitBody refuses a body that says it is too long, and cuts one that turns out to be.
func limitBody(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		if r.ContentLength > maxBody {
			return app.Errorf(app.TooLarge, "This is more than 1 MiB, the most that can be sent at once.")
		}
		r.Body = http.MaxBytesReader(c.Response(), r.Body, maxBody)
		return next(c)
	}
}

// sameSite refuses requests of browsers that another site caused. It guards whatever a cookie authenticates; safe
// methods pass, for they change nothing. The base URL is trusted by name because a proxy may change Host.
func (s *server) sameSite() (echo.MiddlewareFunc, error) {
	protection := http.NewCrossOriginProtection()
	if err := protection.AddTrustedOrigin(s.BaseURL.Scheme + "://" + s.BaseURL.Host); err != nil {
		return nil, fmt.Errorf("base URL: %w", err)
	}
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			if protection.Check(c.Request()) != nil && !s.proven(c) {
				return app.Errorf(app.Forbidden, "This request came from another site, so nothing was done. Open the page in Rollcall and try again.")
			}
			return next(c)
		}
	}, nil
}

// proven reports whether a request that hides where it comes from was sent by a form of ours. Under the policy of an
// invitation's page the browser writes "null" for the origin of a form, and over plain http to another machine it says
// nothing else about it; such a form carries a proof.
func (s *server) proven(c echo.Context) bool {
	r := c.Request()
	kind, _, _ := mime.ParseMediaType(r.Header.Get(echo.HeaderContentType))
	if r.Header.Get("Origin") != "null" || r.Header.Get("Sec-Fetch-Site") != "" || kind != echo.MIMEApplicationForm {
		return false
	}
	return r.ParseForm() == nil && s.sessions.Proves(c, r.PostForm.Get("proof"))
}

// browser finds out who comes with a cookie. A session that is gone is nobody, and the browser is told to drop it.
func (s *server) browser(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if err := s.identify(c); err != nil {
			return err
		}
		return next(c)
	}
}

func (s *server) identify(c echo.Context) error {
	actor := access.Actor{Kind: access.KindNobody}
	if secret := s.sessions.Secret(c); secret != "" {
		found, err := s.Access.Session(c.Request().Context(), secret, !visit.Poll(c))
		switch {
		case err == nil:
			actor = found
		case app.Is(err, app.Unauthenticated):
			if err := s.sessions.Forget(c); err != nil {
				return err
			}
		default:
			return err
		}
	}
	visit.Enter(c, actor, "page")
	return nil
}

// signedIn turns away whoever has no session.
func signedIn(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if !visit.Actor(c).SignedIn() {
			return app.Errorf(app.Unauthenticated, "Log in to continue.")
		}
		return next(c)
	}
}

// ofDelivery reports whether a request carries a header of a delivery: it is one, or was made of one by a system that
// passes on what it gets. What such a request changed would be delivered again, and round it goes.
func ofDelivery(h http.Header) bool {
	for name := range h {
		if strings.HasPrefix(name, "Rollcall-") {
			return true
		}
	}
	return false
}

// bearer finds out who comes with an API token. Cookies count for nothing here, so no other site can borrow them, and
// a token in the address is refused because addresses end up in logs. The door is what audit rows name it.
func (s *server) bearer(door string) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			visit.Enter(c, access.Actor{Kind: access.KindNobody}, door)
			if ofDelivery(c.Request().Header) {
				return app.Errorf(app.Conflict, "This request is a delivery of a Rollcall webhook. Deliveries may not call the API: what they change would be delivered again, for ever.")
			}
			scheme, secret, _ := strings.Cut(c.Request().Header.Get(echo.HeaderAuthorization), " ")
			if !strings.EqualFold(scheme, "Bearer") || strings.TrimSpace(secret) == "" {
				return app.Errorf(app.Unauthenticated, "Send an API token: Authorization: Bearer rc_…")
			}
			actor, err := s.Access.Token(c.Request().Context(), strings.TrimSpace(secret), c.RealIP())
			if err != nil {
				return err
			}
			visit.Enter(c, actor, door)
			return next(c)
		}
	}
}
