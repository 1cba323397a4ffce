package pages

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"rollcall/app"
	"rollcall/app/event"
	"rollcall/app/webhook"
	"rollcall/handlers/session"
	"rollcall/handlers/visit"
	"rollcall/views"
)

// WebhooksIndex lists the webhooks of an organization; ?created= is the one that was made by the request before.
func (p *Pages) WebhooksIndex(c echo.Context) error {
	list, err := p.Webhooks.Webhooks(c.Request().Context(), actor(c), c.Param("organization"))
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

// WebhooksNew shows the form of + Add Webhook.
func (p *Pages) WebhooksNew(c echo.Context) error {
	return p.webhookForm(c, http.StatusOK, views.WebhookForm{Form: webhook.Form{Enabled: true}})
}

// WebhooksCreate makes a webhook and leads back to the list, which shows its secret.
func (p *Pages) WebhooksCreate(c echo.Context) error {
	f, err := form(c)
	if err != nil {
		return err
	}
	in, org := readWebhook(f), c.Param("organization")
	made, secret, err := p.Webhooks.Create(c.Request().Context(), actor(c), org, in)
	if refused, status, ours := webhookErrors(err); ours {
		return p.webhookForm(c, status, views.WebhookForm{Form: in, Errors: refused})
	}
	if err != nil {
		return err
	}
	p.secrets.put(secretKey(c, made.ID), secret, p.Clock.Now())
	return p.done(c, views.WebhooksURL(root(c))+"?created="+url.QueryEscape(made.ID), "Webhook created successfully")
}

// WebhooksEdit shows the form of a webhook that is there.
func (p *Pages) WebhooksEdit(c echo.Context) error {
	w, err := p.findWebhook(c)
	if err != nil {
		return err
	}
	in := webhook.Form{Name: w.Name, URL: w.URL, Description: w.Description, Types: w.Types, Enabled: w.Enabled}
	return p.webhookForm(c, http.StatusOK, views.WebhookForm{ID: w.ID, Name: w.Name, Version: w.Version, Form: in})
}

// WebhooksUpdate changes a webhook, unless somebody else did since the form was made.
func (p *Pages) WebhooksUpdate(c echo.Context) error {
	f, err := form(c)
	if err != nil {
		return err
	}
	in, org, id, version := readWebhook(f), c.Param("organization"), c.Param("webhook"), readVersion(f)
	saved, err := p.Webhooks.Edit(c.Request().Context(), actor(c), org, id, version, in)
	if refused, status, ours := webhookErrors(err); ours {
		return p.webhookAgain(c, status, views.WebhookForm{ID: id, Version: version, Form: in, Errors: refused, Stale: stale(err)})
	}
	if err != nil {
		return err
	}
	return p.done(c, views.WebhookURL(root(c), saved.ID), "Webhook saved")
}

// webhookAgain shows the form again with what was typed. After a stale one it carries the version that is saved now:
// the person has been told whose change another Save undoes.
func (p *Pages) webhookAgain(c echo.Context, status int, in views.WebhookForm) error {
	w, err := p.findWebhook(c)
	if err != nil {
		return err
	}
	in.Name = w.Name
	if in.Stale {
		in.Version = w.Version
	}
	return p.webhookForm(c, status, in)
}

func (p *Pages) webhookForm(c echo.Context, status int, in views.WebhookForm) error {
	title := "Add webhook"
	if in.ID != "" {
		title = "Edit " + in.Name
	}
	page, err := p.page(c, title, views.SectionWebhooks)
	if err != nil {
		return err
	}
	return p.render(c, status, views.WebhookFormPage(page, in))
}

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
	org := c.Param("organization")
	_, err = p.Webhooks.Delete(c.Request().Context(), actor(c), org, f["id"]...)
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
	org := c.Param("organization")
	if len(ids) == 0 {
		if err := p.toast(c, session.Failure, "Select at least one webhook first."); err != nil {
			return err
		}
		return p.redirect(c, views.WebhooksURL(root(c)))
	}
	summary, err := p.Webhooks.DeletePreview(c.Request().Context(), actor(c), org, ids...)
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

func (p *Pages) setEnabled(c echo.Context, enabled bool, sentence string) error {
	org := c.Param("organization")
	w, err := p.Webhooks.SetEnabled(c.Request().Context(), actor(c), org, c.Param("webhook"), enabled)
	if err != nil {
		return err
	}
	return p.done(c, views.WebhookURL(root(c), w.ID), sentence)
}

// SecretsCreate reveals the signing secret; a POST, because each reveal leaves an audit row.
func (p *Pages) SecretsCreate(c echo.Context) error {
	secret, err := p.Webhooks.RevealSecret(c.Request().Context(), actor(c), c.Param("organization"), c.Param("webhook"))
	if err != nil {
		return err
	}
	if !visit.Fragment(c) {
		return p.history(c, secret)
	}
	w, err := p.findWebhook(c)
	if err != nil {
		return err
	}
	page, err := p.fragment(c)
	if err != nil {
		return err
	}
	return p.render(c, http.StatusOK, views.SecretBox(page, w, secret))
}

// findWebhook finds the webhook in the address.
func (p *Pages) findWebhook(c echo.Context) (webhook.Webhook, error) {
	return p.Webhooks.Webhook(c.Request().Context(), actor(c), c.Param("organization"), c.Param("webhook"))
}

// readWebhook reads the form of a webhook; what is in it is the use-case's to judge.
func readWebhook(f url.Values) webhook.Form {
	in := webhook.Form{Name: f.Get("name"), URL: strings.TrimSpace(f.Get("url")), Description: f.Get("description"), Enabled: f.Get("enabled") != ""}
	for _, t := range f["type"] {
		in.Types = append(in.Types, event.Type(t))
	}
	return in
}

// readVersion reads which version the form was made from. Anything else than a number of ours is one that never was,
// and so stale: 0 would mean that whoever saves last wins.
func readVersion(f url.Values) int64 {
	version, err := strconv.ParseInt(f.Get("version"), 10, 64)
	if err != nil || version < 1 {
		return -1
	}
	return version
}

func stale(err error) bool {
	var refusal *app.Error
	return errors.As(err, &refusal) && refusal.Reason == app.ReasonStale
}

// webhookErrors is formErrors with whole sentences: the contract's messages begin in the middle of one ("must start
// with …"), and in the summary on top of the form nothing else says which field is meant.
func webhookErrors(err error) (views.FormErrors, int, bool) {
	in, status, ours := formErrors(err)
	begin := map[string]string{"name": "Webhook name", "url": "URL", "description": "Description", "type": "The webhook is"}
	in.Fields = slices.Clone(in.Fields)
	for i, f := range in.Fields {
		first, _ := utf8.DecodeRuneInString(f.Message)
		if label := begin[f.Name]; label != "" && unicode.IsLower(first) {
			in.Fields[i].Message = label + " " + f.Message + "."
		}
	}
	return in, status, ours
}
