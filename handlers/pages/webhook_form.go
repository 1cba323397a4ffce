package pages

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/textproto"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/event"
	"rollcall/app/webhook"
	"rollcall/views"
)

// WebhooksNew shows the form of + Add Webhook.
func (p *Pages) WebhooksNew(c echo.Context) error {
	return p.webhookForm(c, http.StatusOK, views.WebhookForm{Form: webhook.Form{Enabled: true}, Headers: views.HeaderRows(nil)})
}

// WebhooksCreate makes a webhook and leads back to the list, which shows its secret.
func (p *Pages) WebhooksCreate(c echo.Context) error {
	f, err := form(c)
	if err != nil {
		return err
	}
	in := readWebhook(f, webhook.Webhook{})
	if f.Has("more") {
		return p.moreRows(c, in)
	}
	at, err := p.listened(c)
	if err != nil {
		return err
	}
	made, secret, err := p.Webhooks.CreateAt(c.Request().Context(), actor(c), at, in.Form)
	if refused, status, ours := webhookErrors(err); ours {
		in.Errors = refused
		return p.webhookForm(c, status, in)
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
	return p.webhookForm(c, http.StatusOK, formOf(w))
}

// formOf is the form as the webhook is saved. Values of its own headers are not in it.
func formOf(w webhook.Webhook) views.WebhookForm {
	return views.WebhookForm{
		ID: w.ID, Name: w.Name, Version: w.Version, Filters: w.Filters, Headers: views.HeaderRows(headerNames(w)),
		Form: webhook.Form{Name: w.Name, URL: w.URL, Description: w.Description, Types: w.Types, Enabled: w.Enabled, Email: w.Email, Unverified: w.Unverified},
	}
}

// WebhooksUpdate changes a webhook, unless somebody else did since the form was made.
func (p *Pages) WebhooksUpdate(c echo.Context) error {
	f, err := form(c)
	if err != nil {
		return err
	}
	now, id, err := p.webhookToChange(c)
	if err != nil {
		return err
	}
	in := readWebhook(f, now)
	if now.ID != "" && f.Has("more") {
		return p.moreRows(c, in)
	}
	saved, err := p.Webhooks.Edit(c.Request().Context(), actor(c), c.Param("organization"), id, in.Version, in.Form)
	if refused, status, ours := webhookErrors(err); ours {
		in.Errors, in.Stale = refused, stale(err)
		return p.webhookAgain(c, status, in)
	}
	if err != nil {
		return err
	}
	return p.webhookSaved(c, saved)
}

// webhookSaved leads to the webhook. When the change lost values of headers, or what was said of the receiver's
// certificate, it shows the form instead, with a row for each header: that must be acted on, and must not go by in a toast.
func (p *Pages) webhookSaved(c echo.Context, saved webhook.Webhook) error {
	if len(saved.HeadersCleared) == 0 && !saved.VerifiedAgain {
		return p.done(c, views.WebhookURL(root(c), saved.ID), "Webhook saved")
	}
	in := formOf(saved)
	in.Cleared, in.VerifiedAgain = saved.HeadersCleared, saved.VerifiedAgain
	var rows []views.HeaderRow
	for _, name := range saved.HeadersCleared {
		rows = append(rows, views.HeaderRow{Name: name})
	}
	in.Headers = append(rows, in.Headers...)
	return p.webhookForm(c, http.StatusOK, in)
}

// webhookAgain shows the form again with what was typed. After a stale one it carries the version that is saved now:
// the person has been told whose change another Save undoes.
func (p *Pages) webhookAgain(c echo.Context, status int, in views.WebhookForm) error {
	w, err := p.findWebhook(c)
	if err != nil {
		return err
	}
	in.ID, in.Name = w.ID, w.Name
	if in.Stale {
		in.Version = w.Version
	}
	return p.webhookForm(c, status, in)
}

// moreRows shows the form with what was typed and more rows for headers: how a browser without scripts gets them.
func (p *Pages) moreRows(c echo.Context, in views.WebhookForm) error {
	if err := p.look(c, access.ManageWebhooks); err != nil {
		return err
	}
	return p.webhookForm(c, http.StatusOK, in)
}

func (p *Pages) webhookForm(c echo.Context, status int, in views.WebhookForm) error {
	at, err := p.listened(c)
	if err != nil {
		return err
	}
	in.Scope, in.Mail = at.Scope, p.Webhooks.MailConfigured()
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

// readWebhook reads the form of a webhook; now is the webhook as it is saved, zero for a new one. What is in it is the
// use-case's to judge.
func readWebhook(f url.Values, now webhook.Webhook) views.WebhookForm {
	in := views.WebhookForm{ID: now.ID, Name: now.Name, Version: readVersion(f), Filters: now.Filters, DropFilters: f.Has("drop-filters"),
		Form: webhook.Form{Name: f.Get("name"), URL: strings.TrimSpace(f.Get("url")), Description: f.Get("description"),
			Types: readTypes(f["type"], now.Types), Enabled: f.Get("enabled") != "", Email: strings.TrimSpace(f.Get("email")), Unverified: f.Get("unverified") != ""}}
	if in.DropFilters {
		in.Form.Filters = json.RawMessage("null")
	}
	rows := readHeaders(f, now)
	in.Headers = views.WithSpareRows(rows)
	if len(rows) > 0 || len(now.Headers) > 0 {
		in.Form.Headers = headersOf(rows)
	}
	return in
}

// readTypes keeps the order that the webhook has: a program that manages it as code must find no difference because
// somebody saved the form. What is new comes after it.
func readTypes(sent []string, now []event.Type) []event.Type {
	var types []event.Type
	for _, t := range now {
		if slices.Contains(sent, string(t)) {
			types = append(types, t)
		}
	}
	for _, t := range sent {
		if !slices.Contains(now, event.Type(t)) {
			types = append(types, event.Type(t))
		}
	}
	return types
}

// readHeaders reads the rows of the custom headers; empty ones are none.
func readHeaders(f url.Values, now webhook.Webhook) []views.HeaderRow {
	var rows []views.HeaderRow
	values := f["header-value"]
	for i, name := range f["header-name"] {
		row := views.HeaderRow{Name: strings.TrimSpace(name)}
		if i < len(values) {
			row.Value = strings.TrimSpace(values[i])
		}
		if row.Name == "" && row.Value == "" {
			continue
		}
		row.Stored = slices.ContainsFunc(headerNames(now), func(stored string) bool { return sameHeader(stored, row.Name) })
		rows = append(rows, row)
	}
	return rows
}

// headersOf is the rows as the use-case wants them: one without a value keeps the stored one. A name that is there twice
// goes in again in other letters, for the use-case to refuse.
func headersOf(rows []views.HeaderRow) map[string]string {
	headers := map[string]string{}
	for _, row := range rows {
		name := row.Name
		for _, other := range []string{strings.ToLower(name), strings.ToUpper(name)} {
			if _, twice := headers[name]; twice {
				name = other
			}
		}
		if headers[name] = row.Value; row.Value == "" {
			headers[name] = webhook.Mask
		}
	}
	return headers
}

func headerNames(w webhook.Webhook) []string {
	names := make([]string, 0, len(w.Headers))
	for name := range w.Headers {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func sameHeader(a, b string) bool {
	return textproto.CanonicalMIMEHeaderKey(a) == textproto.CanonicalMIMEHeaderKey(b)
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
