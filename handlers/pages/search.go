package pages

import (
	"strings"

	"github.com/labstack/echo/v4"

	"rollcall/views"
)

// SearchShow searches everything that the actor may see for what ?q= says: a user's address, the id of an event or of a
// delivery. Without it, it is the page with the field.
func (p *Pages) SearchShow(c echo.Context) error {
	ctx, who := c.Request().Context(), actor(c)
	found := views.Found{Query: strings.TrimSpace(c.QueryParam("q"))}
	if found.Query != "" {
		var err error
		found.Finds, err = p.Webhooks.Find(ctx, who, found.Query)
		if refused, _, ours := formErrors(err); ours {
			found.Refused, err = refused, nil
		}
		if err == nil && !found.Refused.Any() {
			found.Users, err = p.Directory.Sightings(ctx, who, found.Query)
		}
		if err != nil {
			return err
		}
	}
	page, err := p.page(c, "Search", views.SectionSearch)
	if err != nil {
		return err
	}
	return p.render(c, filterStatus(found.Refused), views.SearchPage(page, found))
}
