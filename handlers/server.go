// Package handlers is the doors of Rollcall: it parses requests, calls one use-case each, and renders the answer.
// Rules live in app; here is only what belongs to HTTP. It knows no database and no queue.
package handlers

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"time"

	"github.com/labstack/echo/v4"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/directory"
	"rollcall/app/webhook"
	"rollcall/handlers/graphql"
	"rollcall/handlers/pages"
	"rollcall/handlers/rest"
	"rollcall/handlers/session"
)

// maxBody is the largest request body, in bytes; the same on every route.
const maxBody = 1 << 20

// Config is everything the doors need. All of it is required but TrustedProxies and Metrics.
type Config struct {
	Access         *access.Service
	Directory      *directory.Service
	Webhooks       *webhook.Service
	BaseURL        *url.URL                    // how browsers reach us: scheme and host, no path
	TrustedProxies []netip.Prefix              // who may say by X-Forwarded-For whom they speak for
	Log            *slog.Logger                // request errors; never cookies, bodies or query strings
	Clock          app.Clock                   // what "3 minutes ago" counts from
	SessionKey     []byte                      // authenticates cookies: 32 bytes, the same in every process
	Ready          func(context.Context) error // nil once database and queue are usable
	Metrics        http.Handler                // serves metrics.Path; nil: nothing is there
}

// server is what the middleware needs at hand.
type server struct {
	Config
	sessions *session.Keeper
	pages    *pages.Pages
	rest     *rest.API
	graphql  *graphql.API
}

// New builds the whole HTTP side. The error says which part of the configuration is missing or malformed.
func New(config Config) (*echo.Echo, error) {
	if err := config.check(); err != nil {
		return nil, err
	}
	s := &server{Config: config, sessions: session.New(config.SessionKey, config.BaseURL.Scheme == "https")}
	s.pages = pages.New(pages.Config{
		Access: config.Access, Directory: config.Directory, Webhooks: config.Webhooks, Sessions: s.sessions,
		BaseURL: config.BaseURL, Clock: config.Clock,
	})
	s.rest = rest.New(config.Webhooks, config.Ready)
	s.graphql = graphql.New(graphql.Config{
		Access: config.Access, Directory: config.Directory, Webhooks: config.Webhooks, BaseURL: config.BaseURL,
		Clock: config.Clock, Log: config.Log, Timeout: graphql.Timeout,
	})

	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	e.IPExtractor = clientAddress(config.TrustedProxies)
	e.HTTPErrorHandler = s.fail
	crossSite, err := s.sameSite()
	if err != nil {
		return nil, err
	}
	e.Use(s.begin, s.headers, s.log, s.recover, limitBody)
	for _, r := range s.routes() {
		s.mount(e, r, crossSite)
	}
	return e, nil
}

// NewServer puts the handler behind Go's server with every timeout and limit set; its own defaults are none.
func NewServer(address string, handler http.Handler) *http.Server {
	return &http.Server{
		Addr: address, Handler: handler,
		ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 30 * time.Second,
		WriteTimeout: 60 * time.Second, IdleTimeout: 120 * time.Second,
		MaxHeaderBytes: 64 << 10,
	}
}

func (c Config) check() error {
	switch {
	case c.Access == nil || c.Directory == nil || c.Webhooks == nil || c.Log == nil || c.Clock == nil || c.Ready == nil:
		return errors.New("handlers: a service is missing")
	case len(c.SessionKey) < 32:
		return errors.New("handlers: the session key needs 32 bytes")
	case c.BaseURL == nil || c.BaseURL.Host == "" || (c.BaseURL.Scheme != "http" && c.BaseURL.Scheme != "https"):
		return errors.New("handlers: the base URL needs http or https and a host")
	}
	return nil
}

// clientAddress finds the client's address: of the connection, or what a trusted proxy says. Echo's own default
// believes any X-Forwarded-For, which would let one machine pose as a thousand to the sign-in throttle.
func clientAddress(trusted []netip.Prefix) echo.IPExtractor {
	if len(trusted) == 0 {
		return echo.ExtractIPDirect()
	}
	trust := []echo.TrustOption{echo.TrustLoopback(false), echo.TrustLinkLocal(false), echo.TrustPrivateNet(false)}
	for _, p := range trusted {
		trust = append(trust, echo.TrustIPRange(&net.IPNet{
			IP: p.Masked().Addr().AsSlice(), Mask: net.CIDRMask(p.Bits(), p.Addr().BitLen()),
		}))
	}
	return echo.ExtractIPFromXFFHeader(trust...)
}
