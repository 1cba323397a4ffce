package pages

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"rollcall/app/event"
	"rollcall/app/webhook"
	"rollcall/handlers/visit"
	"rollcall/views"
)

// EventsIndex is what happened in a place; the address says which part. For htmx it answers only the list.
func (p *Pages) EventsIndex(c echo.Context) error {
	at, err := p.listened(c)
	if err != nil {
		return err
	}
	l := views.EventList{Scope: at.Scope, Filter: eventFilterOf(c.QueryParams()), Kept: p.Webhooks.Kept()}
	l.Page, err = p.Webhooks.Events(c.Request().Context(), actor(c), at, l.Filter)
	if refused, _, ours := formErrors(err); ours {
		l.Refused, err = refused, nil
	}
	if err != nil {
		return err
	}
	if visit.Fragment(c) {
		page, err := p.fragment(c)
		if err != nil {
			return err
		}
		return p.render(c, filterStatus(l.Refused), views.EventRows(page, l))
	}
	page, err := p.page(c, "Events", views.SectionEvents)
	if err != nil {
		return err
	}
	return p.render(c, filterStatus(l.Refused), views.EventsPage(page, l))
}

// eventFilterOf is filterOf for events.
func eventFilterOf(fields url.Values) webhook.EventFilter {
	return webhook.EventFilter{
		Type: event.Type(fields.Get("type")), From: moment(fields.Get("from"), 0), To: moment(fields.Get("to"), 24*time.Hour), Query: strings.TrimSpace(fields.Get("q")),
		Before: fields.Get("before"), After: fields.Get("after"),
	}
}

// EventsShow is one event with what became of it for every webhook.
func (p *Pages) EventsShow(c echo.Context) error {
	at, err := p.listened(c)
	if err != nil {
		return err
	}
	e, err := p.Webhooks.Event(c.Request().Context(), actor(c), at, c.Param("event"))
	if err != nil {
		return err
	}
	page, err := p.page(c, "Event – "+string(e.Type), views.SectionEvents)
	if err != nil {
		return err
	}
	return p.render(c, http.StatusOK, views.EventPage(page, e, p.Webhooks.Kept()))
}
