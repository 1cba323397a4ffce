package pages

import (
	"context"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/webhook"
	"rollcall/handlers/session"
	"rollcall/handlers/visit"
	"rollcall/views"
)

// OperationsIndex is how the operations of a webhook stand, for the page that polls it; a browser that comes by itself
// gets the webhook's page.
func (p *Pages) OperationsIndex(c echo.Context) error {
	if !visit.Fragment(c) {
		return p.redirect(c, views.WebhookURL(root(c), c.Param("webhook")))
	}
	w, err := p.findWebhook(c)
	if err != nil {
		return err
	}
	list, err := p.Webhooks.Operations(c.Request().Context(), actor(c), c.Param("organization"), w.ID)
	if err != nil {
		return err
	}
	if unchanged(c, list) {
		return c.NoContent(http.StatusNotModified)
	}
	page, err := p.fragment(c)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(list, func(o webhook.Operation) bool { return o.State == webhook.Running }) {
		c.Response().Header().Set("HX-Trigger", "deliveries-changed")
	}
	return p.render(c, http.StatusOK, views.Operations(page, w.ID, list))
}

// StopsCreate stops an operation.
func (p *Pages) StopsCreate(c echo.Context) error {
	id, err := p.webhookID(c)
	if err != nil {
		return err
	}
	o, err := p.Webhooks.StopOperation(c.Request().Context(), actor(c), c.Param("organization"), id, c.Param("operation"))
	if err != nil {
		return err
	}
	sentence := "Stopped"
	if o.State == webhook.Done {
		sentence = "It had ended already"
	}
	return p.done(c, views.WebhookURL(root(c), id), sentence)
}

// beginning starts an operation on what matches a filter.
type beginning func(ctx context.Context, actor access.Actor, organization, webhookID string, f webhook.Filter) (webhook.Operation, error)

// BulkNew asks before all that match a filter are redelivered or cancelled, with their number: as a modal for htmx, as a
// page otherwise.
func (p *Pages) BulkNew(kind webhook.OperationKind) echo.HandlerFunc {
	return func(c echo.Context) error { return p.confirmBulk(c, kind, filterOf(c.QueryParams()), nil) }
}

// BulkCreate starts to redeliver or cancel all that match a filter. A refusal comes back into the question.
func (p *Pages) BulkCreate(kind webhook.OperationKind) echo.HandlerFunc {
	begin := map[webhook.OperationKind]beginning{webhook.RedeliverMany: p.Webhooks.RedeliverAll, webhook.CancelMany: p.Webhooks.CancelAll}[kind]
	return func(c echo.Context) error {
		f, err := form(c)
		if err != nil {
			return err
		}
		id, err := p.webhookID(c)
		if err != nil {
			return err
		}
		filter := filterOf(f)
		_, err = begin(c.Request().Context(), actor(c), c.Param("organization"), id, filter)
		if _, _, ours := formErrors(err); ours {
			return p.confirmBulk(c, kind, filter, err)
		}
		if err != nil {
			return err
		}
		return p.done(c, views.WebhookURL(root(c), id), begun(kind))
	}
}

func begun(kind webhook.OperationKind) string {
	if kind == webhook.CancelMany {
		return "Cancellation started"
	}
	return "Redelivery started"
}

// refusedAt leads on and has the next page say why nothing was done.
func (p *Pages) refusedAt(c echo.Context, path, sentence string) error {
	if err := p.toast(c, session.Failure, sentence); err != nil {
		return err
	}
	return p.redirect(c, path)
}

// confirmBulk renders the question; refusal is why the last answer to it was refused.
func (p *Pages) confirmBulk(c echo.Context, kind webhook.OperationKind, f webhook.Filter, refusal error) error {
	w, err := p.findWebhook(c)
	if err != nil {
		return err
	}
	count := 0
	if refusal == nil {
		count, refusal = p.Webhooks.CountMatching(c.Request().Context(), actor(c), c.Param("organization"), w.ID, kind, f)
	}
	refused, status, ours := formErrors(refusal)
	if refusal != nil && !ours {
		return refusal
	}
	if refusal == nil {
		status = http.StatusOK
	}
	ask := views.BulkConfirm(root(c), w, kind, f, count, sentenceOf(refused))
	if visit.Fragment(c) {
		return p.render(c, status, views.BulkDialog(ask, kind, f))
	}
	page, err := p.page(c, ask.Title, views.SectionWebhooks)
	if err != nil {
		return err
	}
	return p.render(c, status, views.BulkPage(page, ask, w, kind, f))
}

// sentenceOf is a refusal in one sentence, of a field too.
func sentenceOf(refused views.FormErrors) string {
	if refused.Message == "" && len(refused.Fields) > 0 {
		return refused.Fields[0].Message
	}
	return refused.Message
}

// SelectionsCreate redelivers or cancels the deliveries that are selected, at once.
func (p *Pages) SelectionsCreate(c echo.Context) error {
	f, err := form(c)
	if err != nil {
		return err
	}
	id, err := p.webhookID(c)
	if err != nil {
		return err
	}
	ctx, who, back := c.Request().Context(), actor(c), visit.Local(f.Get("return"), views.WebhookURL(root(c), id))
	change, sentence := p.Webhooks.RedeliverThese, redelivered
	switch f.Get("do") {
	case "redeliver":
	case "cancel":
		change, sentence = p.Webhooks.CancelThese, cancelled
	default:
		return app.Errorf(app.Invalid, "Choose what to do with the selected deliveries: redeliver or cancel them.")
	}
	changed, err := change(ctx, who, c.Param("organization"), id, f["delivery"]...)
	if refused, _, ours := formErrors(err); ours {
		return p.refusedAt(c, back, sentenceOf(refused))
	}
	if err != nil {
		return err
	}
	return p.done(c, back, sentence(changed, len(f["delivery"])))
}

func redelivered(n, of int) string {
	if n < of {
		return views.Count(n, "redelivery", "redeliveries") + " queued; the others were on their way already"
	}
	return views.Count(n, "redelivery", "redeliveries") + " queued"
}

func cancelled(n, of int) string {
	if n < of {
		return views.Count(n, "delivery", "deliveries") + " cancelled; the others waited for nothing"
	}
	return views.Count(n, "delivery", "deliveries") + " cancelled"
}

// CatchUpsCreate decides about what a webhook missed.
func (p *Pages) CatchUpsCreate(c echo.Context) error {
	f, err := form(c)
	if err != nil {
		return err
	}
	id, err := p.webhookID(c)
	if err != nil {
		return err
	}
	mode := webhook.CatchUp(f.Get("mode"))
	_, err = p.Webhooks.CatchUp(c.Request().Context(), actor(c), c.Param("organization"), id, mode)
	if refused, _, ours := formErrors(err); ours {
		return p.refusedAt(c, views.WebhookURL(root(c), id), sentenceOf(refused))
	}
	if err != nil {
		return err
	}
	sentence := "Catch-up started"
	if mode == webhook.SkipMissed {
		sentence = "Skipping what was missed"
	}
	return p.done(c, views.WebhookURL(root(c), id), sentence)
}
