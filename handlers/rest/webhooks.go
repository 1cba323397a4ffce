package rest

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"rollcall/app/event"
	"rollcall/app/webhook"
	"rollcall/handlers/visit"
)

// body is a webhook as the contract shows it; the order of its properties is the contract's.
type body struct {
	ID          string     `json:"id"`
	Name        string     `json:"name"`
	Type        event.Type `json:"type"` // the first of ACTIVATE's family
	URL         string     `json:"url"`
	Enabled     bool       `json:"enabled"`
	Description string     `json:"description,omitempty"`
	CreatedAt   time.Time  `json:"createdAt"`
	Secret      string     `json:"secret,omitempty"` // only in the answer to a create
}

// List answers GET …/webhooks: every webhook with a type of ACTIVATE's family.
func (a *API) List(c echo.Context) error {
	all, err := a.webhooks.List(c.Request().Context(), visit.Actor(c), c.Param("organization"))
	if err != nil {
		return err
	}
	list := []body{} // an empty list is [], not null
	for _, w := range all {
		if b, ours := show(w); ours {
			list = append(list, b)
		}
	}
	return answer(c, http.StatusOK, list)
}

// Create answers POST …/webhooks, with the new webhook and its secret.
func (a *API) Create(c echo.Context) error {
	p, err := read(c, "name", "type", "url", "enabled", "description")
	if err != nil {
		return err
	}
	form := webhook.Form{
		Name: p.text("name", true), Types: []event.Type{event.Type(p.text("type", true))}, URL: p.text("url", true),
		Enabled: p.flag("enabled"), Description: p.text("description", false),
	}
	if err := p.err(); err != nil {
		return err
	}
	made, secret, err := a.webhooks.Create(c.Request().Context(), visit.Actor(c), c.Param("organization"), form)
	if err != nil {
		return err
	}
	b, _ := show(made)
	b.Secret = secret
	return answer(c, http.StatusOK, b)
}

// Update answers PATCH …/webhooks/{webhook}: enables or disables it.
func (a *API) Update(c echo.Context) error {
	p, err := read(c, "enabled")
	if err != nil {
		return err
	}
	enabled := p.flag("enabled")
	if err := p.err(); err != nil {
		return err
	}
	w, err := a.webhooks.SetEnabledByName(c.Request().Context(), visit.Actor(c), c.Param("organization"), c.Param("webhook"), enabled)
	if err != nil {
		return err
	}
	b, _ := show(w)
	return answer(c, http.StatusOK, b)
}

// Delete answers DELETE …/webhooks/{webhook}; of a webhook with types of both families all of it goes.
func (a *API) Delete(c echo.Context) error {
	if err := a.webhooks.DeleteByName(c.Request().Context(), visit.Actor(c), c.Param("organization"), c.Param("webhook")); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

// show renders a webhook; ours is false for one without a type of ACTIVATE's family, which this API doesn't see.
func show(w webhook.Webhook) (b body, ours bool) {
	b = body{ID: w.ID, Name: w.Name, URL: w.URL, Enabled: w.Enabled, Description: w.Description, CreatedAt: w.CreatedAt}
	for _, t := range w.Types {
		if event.Activate(t) {
			b.Type = t
			return b, true
		}
	}
	return b, false
}
