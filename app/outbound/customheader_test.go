package outbound

import (
	"fmt"
	"strings"
	"testing"

	"rollcall/app"
)

func TestHeadersThatAWebhookMayAdd(t *testing.T) {
	for name, value := range map[string]string{
		"Authorization": "Bearer abc.def", "X-Api-Key": "k", "X": "a b  c", "x_y": `!"#$%&'()*+,-./:;<=>?@[\]^_{|}~` + "`",
		strings.Repeat("n", 128): strings.Repeat("v", 4096), "Cookie": "a=b", "X-Tenant": "1",
	} {
		if err := CheckHeader(name, value); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestTheHeaderThatEveryRequestHasMayBeAskedFor(t *testing.T) {
	for _, name := range []string{"Content-Type", "content-type"} {
		if err := CheckHeader(name, "application/JSON"); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestHeadersThatAWebhookMayNotAdd(t *testing.T) {
	for _, name := range []string{
		"", "X\r\nY", "X Y", " X", "X:", "X\x00", "Größe", strings.Repeat("n", 129), "X(", "[x]",
		"Host", "content-length", "Transfer-Encoding", "CONNECTION", "Keep-Alive", "TE", "Trailer", "Upgrade", "Expect", "Proxy-Authorization", "Proxy-Connection", "proxy-x",
		"webhook-id", "Webhook-Timestamp", "WEBHOOK-SIGNATURE", "Content-Type", "Accept-Encoding", "User-Agent", "Rollcall-Event", "rollcall-test",
		"Metadata", "Metadata-Flavor", "X-aws-ec2-metadata-token", "X-aws-ec2-metadata-token-ttl-seconds", "X-Forwarded-For", "X-Forwarded-Host", "Forwarded", "X-Real-IP",
	} {
		wantHeaderRefusal(t, CheckHeader(name, "value"), "")
	}
	for name, value := range map[string]string{"Content-Type": "application/json; charset=utf-8", "content-type": "text/plain", "Host": "application/json", "X(": "application/json"} {
		wantHeaderRefusal(t, CheckHeader(name, value), "")
	}
	for _, value := range []string{"", "canary\r\nX: 1", "canary\n", "canary\x00", "canary\té", "canaryé", " canary", "canary ", "canary\x7f", "canary\x1b[2J", strings.Repeat("canary", 1000)} {
		wantHeaderRefusal(t, CheckHeader("X-Key", value), "canary")
	}
}

// wantHeaderRefusal checks the sentence, which must not repeat a value: it may be a secret.
func wantHeaderRefusal(t *testing.T, err error, secret string) {
	t.Helper()
	e, ok := err.(*app.Error)
	if !ok || e.Code != app.Invalid || e.Fields[0].Name != "headers" || !strings.HasSuffix(e.Message, ".") {
		t.Errorf("got %#v, want a refusal of the field headers", err)
		return
	}
	if secret != "" && strings.Contains(e.Message, secret) || strings.ContainsAny(e.Message, "\r\n\x00") {
		t.Errorf("the sentence is %q", e.Message)
	}
}

func TestHeadersAreBoundedTogether(t *testing.T) {
	var many []HeaderField
	for i := range 20 {
		many = append(many, HeaderField{fmt.Sprintf("X-%d", i), "v"})
	}
	if err := CheckHeaders(many...); err != nil {
		t.Errorf("20 headers: %v", err)
	}
	wantHeaderRefusal(t, CheckHeaders(append(many, HeaderField{"X-20", "v"})...), "")
	wantHeaderRefusal(t, CheckHeaders(HeaderField{"X-Key", "1"}, HeaderField{"x-kEY", "2"}), "")
	wantHeaderRefusal(t, CheckHeaders(HeaderField{"Host", "1"}), "")
	big := strings.Repeat("v", 4096)
	wantHeaderRefusal(t, CheckHeaders(HeaderField{"A", big}, HeaderField{"B", big}, HeaderField{"C", big}, HeaderField{"D", big}), "")
	if err := CheckHeaders(); err != nil {
		t.Errorf("no headers: %v", err)
	}
}
