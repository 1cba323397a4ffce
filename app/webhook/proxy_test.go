package webhook_test

import (
	"testing"
	"time"

	"rollcall/app/outbound"
	"rollcall/app/outbound/outboundtest"
	"rollcall/app/webhook"
)

// TestAProxyThatIsDownIsHeldAgainstNobody has the server's own proxy refuse every connection.
func TestAProxyThatIsDownIsHeldAgainstNobody(t *testing.T) {
	t.Setenv("HTTPS_PROXY", "http://"+outboundtest.Refusing(t))
	byProxy := func(c *webhook.Config) {
		var err error
		if c.Client, err = outbound.New(outbound.Config{ProxyFromEnvironment: true}); err != nil {
			t.Fatal(err)
		}
	}
	clinics(t, byProxy, func(t *testing.T, c *clinic) {
		id := c.hook("one", "https://receiver.example/").ID
		c.fails(12)
		c.after(80 * time.Hour)
		c.fails(1)
		w := c.byID(id)
		if !w.Enabled || w.Condition() != webhook.ConditionEnabled || len(c.told(id)) != 0 {
			t.Errorf("the webhook is %s, enabled: %v, notices %v", w.Condition(), w.Enabled, c.told(id))
		}
		page, err := c.Deliveries(t.Context(), c.alice, "acme", id, webhook.Filter{Limit: 100})
		if err != nil || len(page.Deliveries) != 13 {
			t.Fatalf("%d deliveries, %v", len(page.Deliveries), err)
		}
		for _, d := range page.Deliveries {
			if d.State != webhook.Retrying {
				t.Errorf("delivery %s is %s", d.ID, d.State)
			}
		}
	})
}
