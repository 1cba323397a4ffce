package graphql

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net/http"
	"runtime/debug"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"
	"github.com/labstack/echo/v4"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"rollcall/app"
	"rollcall/handlers/visit"
)

// The codes of the contract, a closed list (contracts/pipefy.md, Transport).
const (
	permissionDenied = "PERMISSION_DENIED"
	notFound         = "RESOURCE_NOT_FOUND"
	recordInvalid    = "RECORD_INVALID"
	invalidInput     = "INVALID_INPUT"
	invalidRole      = "INVALID_ROLE"
	usageLimit       = "USAGE_LIMIT_EXCEEDED"
	internalError    = "INTERNAL_SERVER_ERROR"
)

// codes says which code of the contract a refusal has; a reason that is listed goes before its code.
var (
	codes = map[app.Code]string{
		app.Invalid:         recordInvalid,
		app.Conflict:        recordInvalid,
		app.Unauthenticated: permissionDenied,
		app.Forbidden:       permissionDenied,
		app.NotFound:        notFound,
		app.TooMany:         usageLimit,
		app.TooLarge:        usageLimit,
		app.Full:            internalError,
		app.Internal:        internalError,
		visit.WrongMethod:   invalidInput,
		visit.WrongType:     invalidInput,
	}
	reasons = map[string]string{
		app.ReasonInput: invalidInput,
		app.ReasonRole:  invalidRole,
		app.ReasonSeats: usageLimit,
	}
	// statuses lists the refusals that HTTP has a word for; all others are 200 with an error in the body.
	statuses = map[app.Code]int{
		app.Unauthenticated: http.StatusUnauthorized,
		app.TooMany:         http.StatusTooManyRequests,
		app.TooLarge:        http.StatusRequestEntityTooLarge,
		app.NotFound:        http.StatusNotFound, // of the address: what is not found by an operation is in its errors
		app.Full:            http.StatusInsufficientStorage,
		visit.WrongMethod:   http.StatusMethodNotAllowed,
		visit.WrongType:     http.StatusUnsupportedMediaType,
	}
)

// unauthorized is what Pipefy answers without a good token.
const unauthorized = `{"errors":[{"title":"Unauthorized","detail":"You are not authorized to access this page"}]}`

// problem is one error of an answer. Clients crash on one without extensions.code.
type problem struct {
	Message    string              `json:"message"`
	Locations  []gqlerror.Location `json:"locations,omitempty"`
	Path       ast.Path            `json:"path,omitempty"`
	Extensions struct {
		Code          string `json:"code"`
		CorrelationID string `json:"correlation_id"`
	} `json:"extensions"`
}

// response is the body of an answer.
type response struct {
	Errors     []problem       `json:"errors,omitempty"`
	Data       json.RawMessage `json:"data,omitempty"`
	Extensions map[string]any  `json:"extensions,omitempty"` // what GraphQL has no place for: warnings
}

// Fail answers a refusal that came before an operation was run.
func Fail(c echo.Context, refusal *app.Error) error {
	if refusal.Code == app.Unauthenticated {
		c.Response().Header().Set(echo.HeaderWWWAuthenticate, `Bearer realm="rollcall"`)
		return c.JSONBlob(http.StatusUnauthorized, []byte(unauthorized))
	}
	retryAfter(c, refusal)
	status, known := statuses[refusal.Code]
	if !known {
		status = http.StatusOK
	}
	return answer(c, status, response{Errors: problems(c, gqlerror.List{presented(refusal)})})
}

// retryAfter says when to come back, in whole seconds.
func retryAfter(c echo.Context, refusal *app.Error) {
	if refusal.RetryAfter > 0 {
		c.Response().Header().Set(echo.HeaderRetryAfter, strconv.Itoa(int(math.Ceil(refusal.RetryAfter.Seconds()))))
	}
}

func answer(c echo.Context, status int, r response) error {
	var body bytes.Buffer
	encoder := json.NewEncoder(&body)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(r); err != nil {
		return err
	}
	return c.JSONBlob(status, body.Bytes())
}

// problemsMost bounds the errors of one answer. It is more than a list without a right to each of its parts has.
const problemsMost = 5000

// problems renders errors. One without a code is the library's, about the document or the variables.
func problems(c echo.Context, errs gqlerror.List) []problem {
	var list []problem
	for _, err := range errs[:min(len(errs), problemsMost)] {
		p := problem{Message: err.Message, Locations: err.Locations, Path: err.Path}
		p.Extensions.Code, p.Extensions.CorrelationID = invalidInput, visit.ID(c)
		if code, ok := err.Extensions["code"].(string); ok {
			p.Extensions.Code = code
		}
		list = append(list, p)
	}
	return list
}

// wrong is an error about the document.
func wrong(at *ast.Position, format string, args ...any) gqlerror.List {
	return coded(at, invalidInput, format, args)
}

// limit is an error about the size of what is asked for.
func limit(at *ast.Position, format string, args ...any) gqlerror.List {
	return coded(at, usageLimit, format, args)
}

func coded(at *ast.Position, code, format string, args []any) gqlerror.List {
	err := &gqlerror.Error{Message: fmt.Sprintf(format, args...), Extensions: map[string]any{"code": code}}
	if at != nil {
		err.Locations = []gqlerror.Location{{Line: at.Line, Column: at.Column}}
	}
	return gqlerror.List{err}
}

// present makes an error of an operation fit to be read, with its place in the document. What is not a refusal is our
// fault: its text is for the log alone.
func (a *API) present(ctx context.Context, err error) *gqlerror.Error {
	var placed *gqlerror.Error
	errors.As(err, &placed)
	refusal := app.Refusal(err)
	shown := presented(refusal)
	switch {
	case refusal.Code != app.Internal && refusal.Code != app.Full:
	case placed != nil && placed.Err == nil: // the library's own
		shown = wrong(nil, "%s", placed.Message)[0]
	case ctx.Err() == nil:
		a.Log.Error("operation failed", "error", err, "request_id", from(ctx).id)
	}
	shown.Path = graphql.GetPath(ctx)
	if placed != nil {
		shown.Path, shown.Locations = placed.Path, placed.Locations
	}
	if field := graphql.GetFieldContext(ctx); shown.Locations == nil && field != nil && field.Field.Position != nil {
		shown.Locations = []gqlerror.Location{{Line: field.Field.Position.Line, Column: field.Field.Position.Column}}
	}
	return shown
}

func presented(refusal *app.Error) *gqlerror.Error {
	code := codes[refusal.Code]
	if special, known := reasons[refusal.Reason]; known {
		code = special
	}
	return &gqlerror.Error{Message: sentences(refusal), Extensions: map[string]any{"code": code}}
}

// sentences is everything that a refusal has to say. What is said of a field may be the end of a sentence, as the
// contract of the other API has it: then it has no full stop.
func sentences(refusal *app.Error) string {
	if len(refusal.Fields) == 0 {
		return refusal.Message
	}
	said := make([]string, len(refusal.Fields))
	for i, f := range refusal.Fields {
		said[i] = f.Message
		if last, _ := utf8.DecodeLastRuneInString(f.Message); unicode.IsPunct(last) {
			continue
		}
		if first, _ := utf8.DecodeRuneInString(f.Message); unicode.IsLower(first) {
			said[i] = subjectOf(f.Name) + " " + f.Message
		}
		said[i] += "."
	}
	return strings.Join(said, " ")
}

// subjectOf begins a sentence about a field.
func subjectOf(field string) string {
	if field == "type" {
		return "The webhook is" // not subscribed to anything
	}
	return strings.ToUpper(field[:1]) + field[1:]
}

// recovered turns a panic into an error of ours, with the stack for the log.
func recovered(_ context.Context, p any) error {
	return fmt.Errorf("panic: %v\n%s", p, debug.Stack())
}
