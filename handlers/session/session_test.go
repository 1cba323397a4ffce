package session_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/labstack/echo/v4"

	"rollcall/handlers/session"
)

var key = bytes.Repeat([]byte{7}, 32)

// after runs do in a request that carries the cookies and returns what it set.
func after(t *testing.T, cookies []*http.Cookie, do func(c echo.Context)) []*http.Cookie {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	for _, c := range cookies {
		r.AddCookie(c)
	}
	w := httptest.NewRecorder()
	do(echo.New().NewContext(r, w))
	return w.Result().Cookies()
}

func begin(t *testing.T, k *session.Keeper, secret string) []*http.Cookie {
	t.Helper()
	return after(t, nil, func(c echo.Context) {
		if err := k.Begin(c, secret); err != nil {
			t.Fatal(err)
		}
	})
}

func TestSignInCookie(t *testing.T) {
	t.Run("under https it has the host prefix and every guard", func(t *testing.T) {
		c := begin(t, session.New(key, true), "opaque")[0]
		if c.Name != "__Host-rollcall" || !c.Secure || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" || c.MaxAge != 0 {
			t.Errorf("cookie is %s", c.Raw)
		}
		if len(c.Raw) > 4096 {
			t.Errorf("%d bytes", len(c.Raw))
		}
	})
	t.Run("under plain http it works without them", func(t *testing.T) {
		c := begin(t, session.New(key, false), "opaque")[0]
		if c.Name != "rollcall" || c.Secure || !c.HttpOnly {
			t.Errorf("cookie is %s", c.Raw)
		}
	})
	t.Run("it gives back the secret, and hides nothing else in it", func(t *testing.T) {
		k := session.New(key, true)
		after(t, begin(t, k, "opaque"), func(c echo.Context) {
			if got := k.Secret(c); got != "opaque" {
				t.Errorf("secret is %q", got)
			}
		})
	})
	t.Run("another process with the same key reads it", func(t *testing.T) {
		after(t, begin(t, session.New(key, true), "opaque"), func(c echo.Context) {
			if got := session.New(key, true).Secret(c); got != "opaque" {
				t.Errorf("secret is %q", got)
			}
		})
	})
	t.Run("altered, foreign, oversized or empty it counts as none", func(t *testing.T) {
		k := session.New(key, false)
		good := begin(t, k, "opaque")[0].Value
		for _, value := range []string{"", "x", good[:len(good)-1], "A" + good[1:], strings.Repeat("a", 8192), begin(t, session.New(bytes.Repeat([]byte{8}, 32), false), "opaque")[0].Value} {
			after(t, []*http.Cookie{{Name: "rollcall", Value: value}}, func(c echo.Context) {
				if got := k.Secret(c); got != "" {
					t.Errorf("%.40q was taken for %q", value, got)
				}
			})
		}
	})
	t.Run("forgetting it has the browser drop it", func(t *testing.T) {
		k := session.New(key, true)
		set := after(t, begin(t, k, "opaque"), func(c echo.Context) {
			if err := k.Forget(c); err != nil {
				t.Fatal(err)
			}
		})
		if len(set) != 1 || set[0].MaxAge >= 0 || set[0].Value != "" {
			t.Errorf("set %v", set)
		}
	})
}

func TestToasts(t *testing.T) {
	k := session.New(key, true)
	t.Run("a message reaches the next page once, in order and unharmed", func(t *testing.T) {
		want := []session.Toast{{Kind: session.Success, Text: "Webhook created successfully"}, {Kind: session.Failure, Text: "<b>no</b> ünd 漢"}}
		set := after(t, nil, func(c echo.Context) {
			for _, toast := range want {
				if err := k.Flash(c, toast); err != nil {
					t.Fatal(err)
				}
			}
		})
		gone := after(t, set[len(set)-1:], func(c echo.Context) {
			got, err := k.Flashes(c)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
		if len(gone) != 1 || gone[0].MaxAge >= 0 {
			t.Errorf("the cookie stays: %v", gone)
		}
	})
	t.Run("for who looks at no page, the last three stay and long ones are cut", func(t *testing.T) {
		var cookies []*http.Cookie
		for range 300 {
			cookies = after(t, cookies, func(c echo.Context) {
				if err := k.Flash(c, session.Toast{Kind: session.Success, Text: strings.Repeat("漢", 1000)}); err != nil {
					t.Fatal(err)
				}
			})
		}
		after(t, cookies, func(c echo.Context) {
			got, err := k.Flashes(c)
			if err != nil || len(got) != 3 || got[0].Text != strings.Repeat("漢", 166) {
				t.Errorf("%v, %v", got, err)
			}
		})
	})
	t.Run("without a message no cookie is touched", func(t *testing.T) {
		set := after(t, nil, func(c echo.Context) {
			if got, err := k.Flashes(c); got != nil || err != nil {
				t.Errorf("%v, %v", got, err)
			}
		})
		if len(set) != 0 {
			t.Errorf("set %v", set)
		}
	})
	t.Run("words that somebody else signed are not shown", func(t *testing.T) {
		other := session.New(bytes.Repeat([]byte{9}, 32), true)
		set := after(t, nil, func(c echo.Context) {
			if err := other.Flash(c, session.Toast{Kind: session.Success, Text: "You won"}); err != nil {
				t.Fatal(err)
			}
		})
		after(t, set, func(c echo.Context) {
			if got, err := k.Flashes(c); got != nil || err != nil {
				t.Errorf("%v, %v", got, err)
			}
		})
	})
}
