package rest

import (
	"context"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"
)

// readyWithin is how long the database and the queue may take to answer before they count as unusable.
const readyWithin = 2 * time.Second

// Healthz answers 200 as soon as requests are served.
func (a *API) Healthz(c echo.Context) error {
	return c.String(http.StatusOK, "ok\n")
}

// Readyz answers 200 once the database and the queue are usable, and 503 otherwise, without saying why to strangers.
func (a *API) Readyz(c echo.Context) error {
	ctx, cancel := context.WithTimeout(c.Request().Context(), readyWithin)
	defer cancel()
	if err := a.ready(ctx); err != nil {
		return c.String(http.StatusServiceUnavailable, "not ready\n")
	}
	return c.String(http.StatusOK, "ready\n")
}
