package pages

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"rollcall/handlers/visit"
	"rollcall/views"
)

// CurlsCreate shows the command that repeats an attempt, signed now; a POST, because each look leaves an audit row.
func (p *Pages) CurlsCreate(c echo.Context) error {
	id, err := p.deliveryID(c)
	if err != nil {
		return err
	}
	command, err := p.Webhooks.Curl(c.Request().Context(), actor(c), c.Param("organization"), id, c.Param("attempt"))
	if err != nil {
		return err
	}
	if visit.Fragment(c) {
		return p.render(c, http.StatusOK, views.CurlDialog(command))
	}
	d, err := p.findDelivery(c)
	if err != nil {
		return err
	}
	page, err := p.page(c, "Attempt as curl – "+d.Webhook.Name, views.SectionWebhooks)
	if err != nil {
		return err
	}
	return p.render(c, http.StatusOK, views.CurlPage(page, d, command))
}

// LocationsCreate changes the webhook's URL to where an attempt was redirected.
func (p *Pages) LocationsCreate(c echo.Context) error {
	id, err := p.deliveryID(c)
	if err != nil {
		return err
	}
	w, err := p.Webhooks.UseLocation(c.Request().Context(), actor(c), c.Param("organization"), id, c.Param("attempt"))
	if err != nil {
		return err
	}
	return p.webhookSaved(c, w)
}

// DeliveriesDownload is a delivery with its attempts as a JSON file: what its page shows, secrets masked alike.
func (p *Pages) DeliveriesDownload(c echo.Context) error {
	d, err := p.findDelivery(c)
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderContentDisposition, `attachment; filename="delivery-`+d.Delivery.ID+`.json"`)
	return c.JSONPretty(http.StatusOK, exported(d), "  ")
}
