package outbound

import (
	"strings"
	"testing"
)

func TestWhatMayBeSecretInAURLIsDots(t *testing.T) {
	for raw, want := range map[string]string{
		"https://example.com/in?token=hunter2&x=&flag": "https://example.com/in?token=…&x=&flag",
		"https://ada:hunter2@example.com/":             "https://…@example.com/",
		"//ada@b:hunter2@example.com":                  "//…@example.com",
		"/login?next=a@b//c":                           "/login?next=…",
		"https://example.com/@ada//b@c":                "https://example.com/@ada//b@c",
		"https://example.com/#access_token=hunter2":    "https://example.com/#…",
		"https://example.com/?a=1#b?c=hunter2":         "https://example.com/?a=…#…",
		"/next?sig=a=hunter2;b":                        "/next?sig=…",
		"::?token=hunter2":                             "::?token=…",
		"javascript:alert(1)":                          "javascript:alert(1)",
		"":                                             "",
	} {
		if got := MaskedURL(raw); got != want || strings.Contains(got, "hunter2") {
			t.Errorf("%q is shown as %q, want %q", raw, got, want)
		}
	}
}
