package pages

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"rollcall/app/webhook"
	"rollcall/handlers/session"
	"rollcall/handlers/visit"
	"rollcall/views"
)

// WebhooksIndex lists the webhooks of a place; ?created= is the one that was made by the request before.
func (p *Pages) WebhooksIndex(c echo.Context) error {
	at, err := p.listened(c)
	if err != nil {
		return err
	}
	list, err := p.Webhooks.WebhooksAt(c.Request().Context(), actor(c), at)
	if err != nil {
		return err
	}
	page, err := p.page(c, "Webhooks", views.SectionWebhooks)
	if err != nil {
		return err
	}
	return p.render(c, http.StatusOK, views.WebhooksPage(page, list, p.created(c, list)))
}

// created is the webhook that was just made, with its secret if this is the page right after that; nil for none.
func (p *Pages) created(c echo.Context, list []webhook.Summary) *views.CreatedWebhook {
	id := c.QueryParam("created")
	for _, w := range list {
		if w.ID == id {
			return &views.CreatedWebhook{Webhook: w.Webhook, Secret: p.secrets.take(secretKey(c, id), p.Clock.Now())}
		}
	}
	return nil
}

// secretKey ties a secret that waits to be shown to the sign-in that made it.
func secretKey(c echo.Context, id string) string { return actor(c).SessionID + " " + id }

// WebhooksDelete asks before webhooks are deleted: as a modal for htmx, as a page otherwise.
func (p *Pages) WebhooksDelete(c echo.Context) error {
	return p.confirmDelete(c, http.StatusOK, c.QueryParams()["id"], "")
}

// WebhooksDestroy deletes webhooks. A refusal comes back into the question.
func (p *Pages) WebhooksDestroy(c echo.Context) error {
	f, err := form(c)
	if err != nil {
		return err
	}
	_, err = p.Webhooks.Delete(c.Request().Context(), actor(c), c.Param("organization"), f["id"]...)
	if refused, status, ours := formErrors(err); ours {
		return p.confirmDelete(c, status, f["id"], refused.Message)
	}
	if err != nil {
		return err
	}
	return p.done(c, views.WebhooksURL(root(c)), "Webhook(s) deleted successfully")
}

// confirmDelete renders the question; refusal is why the last answer to it was refused. Without a selection there is
// nothing to ask: back to the list with a sentence.
func (p *Pages) confirmDelete(c echo.Context, status int, ids []string, refusal string) error {
	if len(ids) == 0 {
		if err := p.toast(c, session.Failure, "Select at least one webhook first."); err != nil {
			return err
		}
		return p.redirect(c, views.WebhooksURL(root(c)))
	}
	summary, err := p.Webhooks.DeletePreview(c.Request().Context(), actor(c), c.Param("organization"), ids...)
	if err != nil {
		return err
	}
	ask := views.DeleteWebhooksConfirm(root(c), ids, summary, refusal)
	if visit.Fragment(c) {
		return p.render(c, status, views.DeleteWebhooksDialog(ask, summary))
	}
	page, err := p.page(c, "Delete webhooks", views.SectionWebhooks)
	if err != nil {
		return err
	}
	return p.render(c, status, views.DeleteWebhooksPage(page, ask, summary))
}

// PausesCreate pauses a webhook.
func (p *Pages) PausesCreate(c echo.Context) error {
	return p.setEnabled(c, false, "Webhook paused")
}

// PausesDelete resumes a webhook.
func (p *Pages) PausesDelete(c echo.Context) error {
	return p.setEnabled(c, true, "Webhook resumed")
}

// CountdownsCreate starts the countdown of a failing webhook anew.
func (p *Pages) CountdownsCreate(c echo.Context) error {
	id, err := p.webhookID(c)
	if err != nil {
		return err
	}
	w, err := p.Webhooks.KeepTrying(c.Request().Context(), actor(c), c.Param("organization"), id)
	if err != nil {
		return err
	}
	said := "The webhook is not failing"
	if !w.DisableAt.IsZero() {
		said = "The countdown has begun anew"
	}
	return p.done(c, views.WebhookURL(root(c), w.ID), said)
}

func (p *Pages) setEnabled(c echo.Context, enabled bool, sentence string) error {
	id, err := p.webhookID(c)
	if err != nil {
		return err
	}
	w, err := p.Webhooks.SetEnabled(c.Request().Context(), actor(c), c.Param("organization"), id, enabled)
	if err != nil {
		return err
	}
	return p.done(c, views.WebhookURL(root(c), w.ID), sentence)
}
