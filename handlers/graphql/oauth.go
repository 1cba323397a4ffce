package graphql

import (
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"rollcall/app"
	"rollcall/handlers/visit"
)

// The errors of RFC 6749, section 5.2, that can happen here.
const (
	invalidRequest       = "invalid_request"
	invalidClient        = "invalid_client"
	unsupportedGrantType = "unsupported_grant_type"
)

// grant is what a client asks a token with (RFC 6749, section 4.4).
type grant struct {
	Type   string `json:"grant_type"`
	ID     string `json:"client_id"`
	Secret string `json:"client_secret"`
}

// Token answers POST /oauth/token: an access token for the id and secret of a service account, as JSON, as a form, or
// by HTTP Basic.
func (a *API) Token(c echo.Context) error {
	g, err := readGrant(c)
	if err != nil {
		return err
	}
	switch {
	case g.Type == "":
		return app.Errorf(visit.Malformed, "Send grant_type, client_id and client_secret.").Because(invalidRequest)
	case g.Type != "client_credentials":
		return app.Errorf(visit.Malformed, "The only grant_type is client_credentials.").Because(unsupportedGrantType)
	}
	token, err := a.Access.IssueAccessToken(c.Request().Context(), g.ID, g.Secret, c.RealIP())
	if err != nil {
		return err
	}
	c.Response().Header().Set("Pragma", "no-cache") // RFC 6749, section 5.1; Cache-Control is everybody's
	return c.JSON(http.StatusOK, struct {
		AccessToken string `json:"access_token"`
		TokenType   string `json:"token_type"`
		ExpiresIn   int    `json:"expires_in"`
	}{token.Secret, "Bearer", int(token.ExpiresIn.Seconds())})
}

func readGrant(c echo.Context) (grant, error) {
	body, err := io.ReadAll(c.Request().Body)
	if err != nil {
		return grant{}, err
	}
	kind, _, err := mime.ParseMediaType(c.Request().Header.Get(echo.HeaderContentType))
	g, unreadable := grant{}, app.Errorf(visit.Malformed, "The body can't be read.").Because(invalidRequest)
	switch {
	case err == nil && kind == echo.MIMEApplicationForm:
		form, err := url.ParseQuery(string(body))
		if err != nil || len(form["grant_type"]) > 1 || len(form["client_id"]) > 1 || len(form["client_secret"]) > 1 {
			return grant{}, unreadable
		}
		g = grant{form.Get("grant_type"), form.Get("client_id"), form.Get("client_secret")}
	case visit.JSON(c):
		if json.Unmarshal(body, &g) != nil {
			return grant{}, unreadable
		}
	default:
		return grant{}, app.Errorf(visit.WrongType, "Send the request as application/json or as a form.").Because(invalidRequest)
	}
	return g.withBasic(c.Request()), nil
}

// withBasic takes the client's id and secret from the Authorization header where the body has none; there they are
// encoded as in a form (RFC 6749, section 2.3.1).
func (g grant) withBasic(r *http.Request) grant {
	id, secret, ok := r.BasicAuth()
	if !ok || g.ID != "" || g.Secret != "" {
		return g
	}
	if plain, err := url.QueryUnescape(id); err == nil {
		id = plain
	}
	if plain, err := url.QueryUnescape(secret); err == nil {
		secret = plain
	}
	g.ID, g.Secret = id, secret
	return g
}

// FailToken answers a refusal at /oauth/token (RFC 6749, section 5.2).
func FailToken(c echo.Context, refusal *app.Error) error {
	status, word := http.StatusBadRequest, refusal.Reason
	switch refusal.Code {
	case visit.Malformed:
	case app.Unauthenticated:
		status, word = http.StatusUnauthorized, invalidClient
		if strings.HasPrefix(c.Request().Header.Get(echo.HeaderAuthorization), "Basic ") {
			c.Response().Header().Set(echo.HeaderWWWAuthenticate, `Basic realm="rollcall"`)
		}
	case app.TooMany:
		status, word = http.StatusTooManyRequests, "temporarily_unavailable"
		retryAfter(c, refusal)
	case app.Full:
		status, word = http.StatusInsufficientStorage, "temporarily_unavailable"
	case app.Internal:
		status, word = http.StatusInternalServerError, "server_error"
	default:
		status, word = statuses[refusal.Code], invalidRequest
	}
	return c.JSON(status, struct {
		Error       string `json:"error"`
		Description string `json:"error_description"`
	}{word, sentences(refusal)})
}
