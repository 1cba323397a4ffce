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

// Names that are no names, or not the webhook's to give (OUT-50 to OUT-52). Each is tried in every case and with
// underscores.
var refusedHeaderNames = map[string][]string{
	"no name": {"", "X\r\nY", "X\nY", "X\r\nX: 1", "X Y", " X", "X ", "X:", "X\x00", "X\x7f", "X\tY", "Größe", "名", "\xff", "X(", "[x]", strings.Repeat("n", 129)},
	"the connection's": {"Host", "Content-Length", "Transfer-Encoding", "Connection", "Keep-Alive", "TE", "Trailer", "Upgrade", "Expect", "HTTP2-Settings", "Via",
		"Proxy-Authorization", "Proxy-Authenticate", "Proxy-Connection", "Proxy-Anything"},
	"ours": {"webhook-id", "webhook-timestamp", "webhook-signature", "webhook-anything", "Rollcall-Event", "Rollcall-Event-Id", "Rollcall-Test",
		"Content-Type", "Content-Encoding", "Accept-Encoding", "User-Agent", "Date", "Range"},
	"what metadata services of clouds ask for": {"Metadata", "Metadata-Flavor", "Metadata-Token", "X-aws-ec2-metadata-token", "X-aws-ec2-metadata-token-ttl-seconds",
		"X-Google-Metadata-Request", "X-aliyun-ecs-metadata-token", "X-Metadata-Token"},
	"what proxies add": {"X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Anything", "Forwarded", "X-Real-IP"},
}

func TestHeadersThatAWebhookMayNotAdd(t *testing.T) {
	for what, names := range refusedHeaderNames {
		t.Run(what+" is refused", func(t *testing.T) {
			for _, name := range names {
				for _, spelt := range []string{name, strings.ToLower(name), strings.ToUpper(name), strings.ReplaceAll(name, "-", "_")} {
					wantHeaderRefusal(t, CheckHeader(spelt, "true"), "")
				}
			}
		})
	}
	t.Run("so is another type of content, and another header with the value of that one", func(t *testing.T) {
		for name, value := range map[string]string{"Content-Type": "application/json; charset=utf-8", "content-type": "text/plain", "Host": "application/json", "X(": "application/json"} {
			wantHeaderRefusal(t, CheckHeader(name, value), "")
		}
	})
	t.Run("so is a value that a header can't carry, without repeating it", func(t *testing.T) {
		for _, value := range []string{"", "canary\r\nX: 1", "canary\rX", "canary\n", "canary\x00", "canary\té", "canaryé", "canary\xff", " canary", "canary ", "canary\t", "canary\x7f", "canary\x1b[2J",
			"canary" + strings.Repeat("x", 4091)} {
			wantHeaderRefusal(t, CheckHeader("X-Key", value), "canary")
		}
	})
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

// OUT-53.
func TestHeadersAreBoundedTogether(t *testing.T) {
	var many []HeaderField
	for i := range 20 {
		many = append(many, HeaderField{fmt.Sprintf("X-%d", i), "v"})
	}
	full := strings.Repeat("v", 4096)
	four := []HeaderField{{"A", full}, {"B", full}, {"C", full}, {"D", strings.Repeat("v", 4092)}} // with the names 16 KiB
	for name, within := range map[string][]HeaderField{"none": nil, "20": many, "16 KiB": four, "the longest name and value": {{strings.Repeat("n", 128), full}}} {
		if err := CheckHeaders(within...); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	longer := append([]HeaderField(nil), four...)
	longer[3].Value += "v"
	for name, beyond := range map[string][]HeaderField{
		"21": append(many, HeaderField{"X-20", "v"}), "a byte more than 16 KiB": longer, "a name of 129": {{strings.Repeat("n", 129), "v"}}, "a value of 4,097": {{"A", full + "v"}},
		"a name twice": {{"X-Key", "1"}, {"x-kEY", "2"}}, "one that is refused alone": {{"Host", "1"}},
	} {
		t.Run(name, func(t *testing.T) { wantHeaderRefusal(t, CheckHeaders(beyond...), "") })
	}
}
