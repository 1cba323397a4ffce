// Package rest is the door for programs that speak ACTIVATE's webhook API (contracts/activate.md), and for whoever
// watches over the process. It parses and renders JSON; what is allowed and valid is said by webhook and access.
package rest

import (
	"bytes"
	"context"
	"encoding/json"
	"math"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"rollcall/app"
	"rollcall/app/webhook"
	"rollcall/handlers/visit"
)

// API holds the handlers.
type API struct {
	webhooks *webhook.Service
	ready    func(context.Context) error
}

// New makes the handlers. ready answers nil once database and queue are usable.
func New(webhooks *webhook.Service, ready func(context.Context) error) *API {
	return &API{webhooks, ready}
}

// statuses says which HTTP status a refusal has in this API. The contract's list has no more than
// 400, 401, 403, 404, 409 and 422; the others are HTTP's own for what HTTP itself is about.
var statuses = map[app.Code]int{
	visit.Malformed:     http.StatusBadRequest,
	app.Unauthenticated: http.StatusUnauthorized,
	app.Forbidden:       http.StatusForbidden,
	app.NotFound:        http.StatusNotFound,
	app.Conflict:        http.StatusConflict,
	app.Invalid:         http.StatusUnprocessableEntity,
	app.TooMany:         http.StatusTooManyRequests,
	app.TooLarge:        http.StatusRequestEntityTooLarge,
	app.Full:            http.StatusInsufficientStorage,
	app.Internal:        http.StatusInternalServerError,
	visit.WrongMethod:   http.StatusMethodNotAllowed,
	visit.WrongType:     http.StatusUnsupportedMediaType,
}

// problem is the body of every error.
type problem struct {
	Error   bool     `json:"error"` // always true
	Message string   `json:"message"`
	Errors  []string `json:"errors,omitempty"` // one for each refused property
}

// Fail answers a refusal.
func Fail(c echo.Context, refusal *app.Error) error {
	p := problem{Error: true, Message: refusal.Message, Errors: lines(refusal.Fields)}
	if refusal.Code == app.Internal {
		p.Message += " Request id: " + visit.ID(c) + "."
	}
	if refusal.Code == app.Unauthenticated {
		c.Response().Header().Set(echo.HeaderWWWAuthenticate, `Bearer realm="rollcall"`)
	}
	if refusal.RetryAfter > 0 {
		c.Response().Header().Set(echo.HeaderRetryAfter, strconv.Itoa(int(math.Ceil(refusal.RetryAfter.Seconds()))))
	}
	return answer(c, statuses[refusal.Code], p)
}

// answer writes JSON as the contract's examples show it: with "&" in a URL as it is.
func answer(c echo.Context, status int, v any) error {
	var body bytes.Buffer
	enc := json.NewEncoder(&body)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return err
	}
	return c.JSONBlob(status, body.Bytes())
}
