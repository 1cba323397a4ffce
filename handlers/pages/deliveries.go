package pages

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"

	"github.com/labstack/echo/v4"

	"rollcall/app/event"
	"rollcall/handlers/visit"
	"rollcall/views"
)

// WebhooksShow is a webhook with its delivery history; the address says which part (filterOf). For htmx it answers only
// the rows and figures, and 304 to a poll that would bring nothing new.
func (p *Pages) WebhooksShow(c echo.Context) error {
	if secret := p.rotatedSecret(c); secret != "" {
		return p.history(c, views.History{Secret: secret, Rotated: true})
	}
	if !visit.Fragment(c) {
		return p.history(c, views.History{})
	}
	h, err := p.findHistory(c)
	if err != nil {
		return err
	}
	if unchanged(c, h) {
		return c.NoContent(http.StatusNotModified)
	}
	page, err := p.fragment(c)
	if err != nil {
		return err
	}
	return p.render(c, filterStatus(h.Refused), views.DeliveryListAgain(page, h))
}

// history renders the webhook's page; shown may have its secret, if that was asked for.
func (p *Pages) history(c echo.Context, shown views.History) error {
	h, err := p.findHistory(c)
	if err != nil {
		return err
	}
	h.Secret, h.Rotated = shown.Secret, shown.Rotated
	page, err := p.page(c, "Deliveries – "+h.Webhook.Name, views.SectionWebhooks)
	if err != nil {
		return err
	}
	return p.render(c, filterStatus(h.Refused), views.HistoryPage(page, h))
}

func (p *Pages) findHistory(c echo.Context) (views.History, error) {
	ctx, who, org, id := c.Request().Context(), actor(c), c.Param("organization"), c.Param("webhook")
	h := views.History{Filter: filterOf(c.QueryParams()), Kept: p.Webhooks.Kept()}
	var err error
	if h.Webhook, err = p.findWebhook(c); err != nil {
		return h, err
	}
	h.Page, err = p.Webhooks.Deliveries(ctx, who, org, id, h.Filter)
	if refused, _, ours := formErrors(err); ours {
		h.Refused, err = refused, nil
	}
	if err != nil {
		return h, err
	}
	if h.Day, err = p.Webhooks.DaySummary(ctx, who, org, id); err != nil {
		return h, err
	}
	if h.Health, err = p.Webhooks.Health(ctx, who, org, id); err != nil {
		return h, err
	}
	if h.Failed, err = p.Webhooks.Failed(ctx, who, org, id); err != nil {
		return h, err
	}
	if h.Operations, err = p.Webhooks.Operations(ctx, who, org, id); err != nil {
		return h, err
	}
	h.Missed, err = p.Webhooks.Missed(ctx, who, org, id)
	return h, err
}

// unchanged tells a poll by its HX-PTag whether facts are still those of the answer before, and names the tag of this
// answer. The tag is of the facts, not of the page: "3 min ago" counts on by itself.
func unchanged(c echo.Context, facts any) bool {
	sum := sha256.Sum256(fmt.Appendf(nil, "%+v", facts))
	tag := hex.EncodeToString(sum[:12])
	c.Response().Header().Set("HX-PTag", tag)
	return visit.Poll(c) && c.Request().Header.Get("HX-PTag") == tag
}

// DeliveriesShow is one delivery with its attempts.
func (p *Pages) DeliveriesShow(c echo.Context) error {
	d, err := p.findDelivery(c)
	if err != nil {
		return err
	}
	if visit.Fragment(c) {
		if unchanged(c, []any{d, d.Pace(p.Clock.Now())}) {
			return c.NoContent(http.StatusNotModified)
		}
		page, err := p.fragment(c)
		if err != nil {
			return err
		}
		return p.render(c, http.StatusOK, views.DeliveryBody(page, d))
	}
	page, err := p.page(c, "Delivery – "+d.Webhook.Name, views.SectionWebhooks)
	if err != nil {
		return err
	}
	return p.render(c, http.StatusOK, views.DeliveryPage(page, d))
}

// findDelivery finds the delivery in the address.
func (p *Pages) findDelivery(c echo.Context) (views.DeliveryDetail, error) {
	d, err := p.delivery(c, c.Param("delivery"))
	if err != nil {
		return d, err
	}
	if here, err := p.listensHere(c, d.Webhook); err != nil || !here {
		return views.DeliveryDetail{}, orNotFound(err)
	}
	return d, nil
}

func (p *Pages) delivery(c echo.Context, id string) (d views.DeliveryDetail, err error) {
	d.Delivery, d.Attempts, d.Webhook, err = p.Webhooks.Delivery(c.Request().Context(), actor(c), c.Param("organization"), id)
	return d, err
}

// RedeliveriesCreate sends a delivery again, from a queue: what comes of it shows in the history.
func (p *Pages) RedeliveriesCreate(c echo.Context) error {
	id, err := p.deliveryID(c)
	if err != nil {
		return err
	}
	d, err := p.Webhooks.Redeliver(c.Request().Context(), actor(c), c.Param("organization"), id)
	if err != nil {
		return err
	}
	if visit.Fragment(c) {
		c.Response().Header().Set("HX-Trigger", "deliveries-changed")
		return p.render(c, http.StatusOK, views.Redelivered())
	}
	return p.done(c, views.DeliveryURL(root(c), d.ID), "Redelivery queued")
}

// TestsCreate sends a test event, of the type that the form names or else of the webhook's first. The answer is a panel
// that waits for the receiver; without htmx it is the delivery's page.
func (p *Pages) TestsCreate(c echo.Context) error {
	f, err := form(c)
	if err != nil {
		return err
	}
	id, err := p.webhookID(c)
	if err != nil {
		return err
	}
	sent, err := p.Webhooks.SendTest(c.Request().Context(), actor(c), c.Param("organization"), id, event.Type(f.Get("type")))
	if err != nil {
		return err
	}
	if !visit.Fragment(c) {
		return p.done(c, views.DeliveryURL(root(c), sent.ID), "Test queued")
	}
	d, err := p.delivery(c, sent.ID)
	if err != nil {
		return err
	}
	c.Response().Header().Set("HX-Trigger", "deliveries-changed")
	return p.testPanel(c, d)
}

// TestsShow is the panel of a test that is under way; a browser that comes by itself gets the delivery's page.
func (p *Pages) TestsShow(c echo.Context) error {
	if !visit.Fragment(c) {
		return p.redirect(c, views.DeliveryURL(root(c), c.Param("delivery")))
	}
	d, err := p.findDelivery(c)
	if err != nil {
		return err
	}
	if unchanged(c, d) {
		return c.NoContent(http.StatusNotModified)
	}
	return p.testPanel(c, d)
}

func (p *Pages) testPanel(c echo.Context, d views.DeliveryDetail) error {
	page, err := p.fragment(c)
	if err != nil {
		return err
	}
	return p.render(c, http.StatusOK, views.TestPanel(page, d))
}
