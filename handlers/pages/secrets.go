package pages

import (
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"rollcall/handlers/visit"
	"rollcall/views"
)

// SecretsCreate reveals the signing secret; a POST, because each reveal leaves an audit row.
func (p *Pages) SecretsCreate(c echo.Context) error {
	id, err := p.webhookID(c)
	if err != nil {
		return err
	}
	secret, err := p.Webhooks.RevealSecret(c.Request().Context(), actor(c), c.Param("organization"), id)
	if err != nil {
		return err
	}
	if !visit.Fragment(c) {
		return p.history(c, views.History{Secret: secret})
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

// RotationsNew asks how a signing secret is to be replaced.
func (p *Pages) RotationsNew(c echo.Context) error {
	return p.rotationForm(c, http.StatusOK, views.Rotation{Overlap: views.DefaultOverlap})
}

// RotationsCreate replaces a signing secret. The webhook's page shows the new one, once.
func (p *Pages) RotationsCreate(c echo.Context) error {
	f, err := form(c)
	if err != nil {
		return err
	}
	id, err := p.webhookID(c)
	if err != nil {
		return err
	}
	w, secret, err := p.Webhooks.RotateSecret(c.Request().Context(), actor(c), c.Param("organization"), id, readHours(f.Get("overlap")))
	if refused, status, ours := formErrors(err); ours {
		return p.rotationForm(c, status, views.Rotation{Overlap: f.Get("overlap"), Errors: refused})
	}
	if err != nil {
		return err
	}
	p.secrets.put(secretKey(c, w.ID), secret, p.Clock.Now())
	return p.redirect(c, views.RotatedURL(root(c), w.ID))
}

// RotationsDelete makes replaced secrets stop signing.
func (p *Pages) RotationsDelete(c echo.Context) error {
	id, err := p.webhookID(c)
	if err != nil {
		return err
	}
	w, err := p.Webhooks.EndOverlap(c.Request().Context(), actor(c), c.Param("organization"), id)
	if err != nil {
		return err
	}
	return p.done(c, views.WebhookURL(root(c), w.ID), "Only the present secret signs now")
}

// rotatedSecret is the secret that the request before made; "" on any other page.
func (p *Pages) rotatedSecret(c echo.Context) string {
	if visit.Fragment(c) || !c.QueryParams().Has("rotated") {
		return ""
	}
	return p.secrets.take(secretKey(c, c.Param("webhook")), p.Clock.Now())
}

func (p *Pages) rotationForm(c echo.Context, status int, in views.Rotation) error {
	var err error
	if in.Webhook, err = p.findWebhook(c); err != nil {
		return err
	}
	page, err := p.page(c, "Rotate the secret of "+in.Webhook.Name, views.SectionWebhooks)
	if err != nil {
		return err
	}
	return p.render(c, status, views.RotationPage(page, in))
}

// readHours is a whole number of hours; what is none is one that the use-case refuses.
func readHours(typed string) time.Duration {
	hours, err := strconv.Atoi(typed)
	if err != nil || hours < 0 || hours > 1000 {
		return -1
	}
	return time.Duration(hours) * time.Hour
}
