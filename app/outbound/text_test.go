package outbound

import (
	"net/http"
	"strings"
	"testing"
)

// What people are shown of a body (OUT-70, OUT-71).
func TestWhatOfABodyIsText(t *testing.T) {
	gzip := http.Header{"Content-Encoding": {"gzip"}}
	for _, test := range []struct {
		name      string
		result    Result
		want      string
		whole, ok bool
	}{
		{"text", Result{Body: []byte("größer\r\n\tals 李")}, "größer\r\n\tals 李", true, true},
		{"nothing", Result{}, "", true, true},
		{"markup stays what it is, for pages to escape", Result{Body: []byte("<script>alert(1)</script>")}, "<script>alert(1)</script>", true, true},
		{"combining marks are characters", Result{Body: []byte("a" + strings.Repeat("\u0301", 100))}, "a" + strings.Repeat("\u0301", 100), true, true},
		{"text of another encoding is marked", Result{Body: []byte("gr\xf6\xdfer als zuvor gedacht")}, "gr\uFFFD\uFFFDer als zuvor gedacht", false, true},
		{"what moves a terminal's cursor is marked", Result{Body: []byte("0123456789\x1b[2J0123456789\u009b2J0123456789")}, "0123456789\uFFFD[2J0123456789\uFFFD2J0123456789", false, true},
		{"what turns the order of letters around is marked", Result{Body: []byte("0123456789\u202e0123456789")}, "0123456789\uFFFD0123456789", false, true},
		{"a character that the limit cut in two is left out", Result{Body: []byte("gr\xc3"), Truncated: true}, "gr", true, true},
		{"of a whole body nothing is left out", Result{Body: []byte("0123456789\xc3")}, "0123456789\uFFFD", false, true},
		{"a NUL is binary", Result{Body: []byte("0123456789012345\x00")}, "", false, false},
		{"mostly unreadable is binary", Result{Body: []byte("\xff\xfe\xfd readable")}, "", false, false},
		{"compressed is binary", Result{Body: []byte("0123456789012345\x8b"), Header: gzip}, "", false, false},
		{"text that says it is compressed is text", Result{Body: []byte("0123456789012345"), Header: gzip}, "0123456789012345", true, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			if text, whole, ok := test.result.Text(); text != test.want || whole != test.whole || ok != test.ok {
				t.Errorf("%q, whole %v, text %v", text, whole, ok)
			}
		})
	}
}
