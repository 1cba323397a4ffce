package pages

import (
	"github.com/labstack/echo/v4"

	"rollcall/app"
	"rollcall/app/event"
	"rollcall/app/webhook"
)

// listensHere reports whether a webhook listens to the place that the address says. Any webhook of an organization is
// found by its id alone; under the address of another place it is not there.
func (p *Pages) listensHere(c echo.Context, w webhook.Webhook) (bool, error) {
	at, err := p.listened(c)
	return at == event.Place{Scope: w.Scope, ID: w.ScopeID}, err
}

// findWebhook finds the webhook in the address.
func (p *Pages) findWebhook(c echo.Context) (webhook.Webhook, error) {
	w, err := p.Webhooks.Webhook(c.Request().Context(), actor(c), c.Param("organization"), c.Param("webhook"))
	if err != nil {
		return webhook.Webhook{}, err
	}
	if here, err := p.listensHere(c, w); err != nil || !here {
		return webhook.Webhook{}, orNotFound(err)
	}
	return w, nil
}

// webhookToChange is the webhook in the address as it is now, and its id for a use-case, which refuses what is not there:
// of another place's the id is "", and of what the actor may not see the webhook is zero.
func (p *Pages) webhookToChange(c echo.Context) (webhook.Webhook, string, error) {
	w, err := p.Webhooks.Webhook(c.Request().Context(), actor(c), c.Param("organization"), c.Param("webhook"))
	id, err := p.judged(c, w, c.Param("webhook"), err)
	if id == "" {
		w = webhook.Webhook{}
	}
	return w, id, err
}

// webhookID is the id of webhookToChange.
func (p *Pages) webhookID(c echo.Context) (string, error) {
	_, id, err := p.webhookToChange(c)
	return id, err
}

// deliveryID is webhookID for deliveries.
func (p *Pages) deliveryID(c echo.Context) (string, error) {
	d, err := p.delivery(c, c.Param("delivery"))
	return p.judged(c, d.Webhook, c.Param("delivery"), err)
}

// judged is the id of what was looked for, unless it is of another place. What was refused keeps its id: the use-case
// refuses it again, with its audit row.
func (p *Pages) judged(c echo.Context, w webhook.Webhook, id string, err error) (string, error) {
	if err != nil {
		if app.CodeOf(err) == app.Internal {
			return "", err
		}
		return id, nil
	}
	here, err := p.listensHere(c, w)
	if !here {
		id = ""
	}
	return id, err
}

// orNotFound is err, or that there is nothing.
func orNotFound(err error) error {
	if err != nil {
		return err
	}
	return app.Errorf(app.NotFound, "There is nothing at this address.")
}
