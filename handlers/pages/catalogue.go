package pages

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"rollcall/app/event"
	"rollcall/views"
)

// CatalogueShow is every event type with the bodies that receivers get; anybody may read it.
func (p *Pages) CatalogueShow(c echo.Context) error {
	entries, err := catalogue()
	if err != nil {
		return err
	}
	page, err := p.page(c, "Event types", views.SectionCatalogue)
	if err != nil {
		return err
	}
	return p.render(c, http.StatusOK, views.CataloguePage(page, entries))
}

// catalogue puts the sample bodies to the event types. They are made by the code that makes the real ones.
func catalogue() ([]views.CatalogueEntry, error) {
	var entries []views.CatalogueEntry
	for _, info := range event.Catalogue() {
		entry := views.CatalogueEntry{Info: info}
		for _, scope := range info.Scopes {
			if info.NeverFires {
				break
			}
			body, err := event.Sample(scope, info.Type)
			if err != nil {
				return nil, err
			}
			entry.Samples = append(entry.Samples, views.CatalogueSample{Scope: scope, Body: body})
		}
		entries = append(entries, entry)
	}
	return entries, nil
}
