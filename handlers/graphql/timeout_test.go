package graphql

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"rollcall/app"
	"rollcall/handlers/visit"
)

func TestARequestTakes33SecondsAtMost(t *testing.T) {
	if Timeout != 33*time.Second { // contracts/pipefy.md, Limits
		t.Errorf("the limit is %v", Timeout)
	}
}

func TestTheTimeOfARequestIsLimited(t *testing.T) {
	a := New(Config{BaseURL: &url.URL{}, Clock: app.SystemClock{}, Log: slog.New(slog.DiscardHandler), Timeout: -time.Second})
	request := httptest.NewRequest(http.MethodPost, "/graphql", strings.NewReader(`{"query":"{ a: me { id } b: me { id } __typename }"}`))
	recorder := httptest.NewRecorder()
	c := echo.New().NewContext(request, recorder)
	visit.Begin(c)
	if err := a.Serve(c); err != nil {
		t.Fatal(err)
	}
	body := recorder.Body.String()
	if recorder.Code != http.StatusOK || strings.Count(body, `"code"`) != 1 || !strings.Contains(body, usageLimit) || !strings.Contains(body, "seconds") {
		t.Errorf("answered %d with %s", recorder.Code, body)
	}
}
