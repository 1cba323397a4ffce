package webhook

import (
	"net/http"
	"testing"
	"time"
)

func TestCarries(t *testing.T) {
	sent := headers(Delivery{Test: true}, 1, time.Unix(1, 0), "test", "v1,x")
	listed := map[string]bool{"Content-Type": true, "User-Agent": true} // HTTP's own
	for _, h := range Carries() {
		listed[http.CanonicalHeaderKey(h.Name)] = true
		if sent.Values(h.Name) == nil {
			t.Errorf("%s is listed and not sent", h.Name)
		}
		if always := headers(Delivery{}, 1, time.Unix(1, 0), "test", "v1,x").Values(h.Name) != nil; always != h.Always {
			t.Errorf("%s: is on every delivery: %v, listed as %v", h.Name, always, h.Always)
		}
	}
	for name := range sent {
		if !listed[name] {
			t.Errorf("%s is sent and not listed", name)
		}
	}
}
