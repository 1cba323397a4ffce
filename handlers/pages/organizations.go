package pages

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"rollcall/app/access"
	"rollcall/app/directory"
	"rollcall/views"
)

// OrganizationsIndex lists the organizations that the person sees.
func (p *Pages) OrganizationsIndex(c echo.Context) error {
	all, err := p.Directory.Organizations(c.Request().Context(), actor(c))
	if err != nil {
		return err
	}
	page, err := p.page(c, "Organizations", views.SectionOrganizations)
	if err != nil {
		return err
	}
	return p.render(c, http.StatusOK, views.OrganizationsPage(page, all))
}

// OrganizationsNew shows the form for a new organization.
func (p *Pages) OrganizationsNew(c echo.Context) error {
	return p.newOrganization(c, http.StatusOK, views.OrganizationForm{Seats: "0"})
}

// OrganizationsCreate makes an organization.
func (p *Pages) OrganizationsCreate(c echo.Context) error {
	f, err := form(c)
	if err != nil {
		return err
	}
	in := views.OrganizationForm{Title: f.Get("title"), Name: f.Get("name"), Seats: f.Get("seats")}
	made, err := p.Directory.CreateOrganization(c.Request().Context(), actor(c),
		directory.CreateOrganization{Title: in.Title, Name: strings.TrimSpace(in.Name), Seats: readSeats(in.Seats)})
	if errors, status, ours := formErrors(err); ours {
		in.Errors = errors
		return p.newOrganization(c, status, in)
	}
	if err != nil {
		return err
	}
	return p.done(c, views.OrganizationURL(made.Name), "Organization created.")
}

func (p *Pages) newOrganization(c echo.Context, status int, in views.OrganizationForm) error {
	page, err := p.page(c, "New organization", views.SectionOrganizations)
	if err != nil {
		return err
	}
	return p.render(c, status, views.NewOrganizationPage(page, in))
}

// OrganizationsShow leads to the first section that the person may see. Guests come for the pipes and
// tables that they are in.
func (p *Pages) OrganizationsShow(c echo.Context) error {
	o, err := p.organization(c)
	if err != nil {
		return err
	}
	if o.place.Allows(actor(c), access.ViewUsers) {
		return c.Redirect(http.StatusSeeOther, views.UsersURL(o.Name))
	}
	return c.Redirect(http.StatusSeeOther, views.SpacesURL(o.Name, access.Pipe))
}

// SettingsShow shows the organization's own facts, and forms for those who may change them.
func (p *Pages) SettingsShow(c echo.Context) error {
	o, err := p.organization(c)
	if err != nil {
		return err
	}
	return p.settings(c, http.StatusOK, o, views.OrganizationForm{Title: o.Title, Seats: strconv.FormatInt(o.Seats, 10)})
}

// SettingsUpdate changes the title.
func (p *Pages) SettingsUpdate(c echo.Context) error {
	f, err := form(c)
	if err != nil {
		return err
	}
	_, err = p.Directory.RenameOrganization(c.Request().Context(), actor(c), c.Param("organization"), f.Get("title"))
	return p.settingsChanged(c, err, "Organization saved.", func(in *views.OrganizationForm) { in.Title = f.Get("title") })
}

// SeatsUpdate changes the number of seats.
func (p *Pages) SeatsUpdate(c echo.Context) error {
	f, err := form(c)
	if err != nil {
		return err
	}
	err = p.Directory.SetSeats(c.Request().Context(), actor(c), c.Param("organization"), readSeats(f.Get("seats")))
	return p.settingsChanged(c, err, "Seats saved.", func(in *views.OrganizationForm) { in.Seats = f.Get("seats") })
}

// settingsChanged leads on after a change, or shows the page again with what was typed.
func (p *Pages) settingsChanged(c echo.Context, err error, sentence string, typed func(*views.OrganizationForm)) error {
	errors, status, ours := formErrors(err)
	if err != nil && !ours {
		return err
	}
	o, err := p.organization(c)
	if err != nil {
		return err
	}
	if !ours {
		return p.done(c, views.OrganizationSettingsURL(o.Name), sentence)
	}
	in := views.OrganizationForm{Title: o.Title, Seats: strconv.FormatInt(o.Seats, 10), Errors: errors}
	typed(&in)
	return p.settings(c, status, o, in)
}

func (p *Pages) settings(c echo.Context, status int, o organization, in views.OrganizationForm) error {
	var seats directory.Seats
	if o.place.Allows(actor(c), access.ViewUsers) {
		var err error
		if seats, err = p.Directory.SeatsOf(c.Request().Context(), actor(c), o.Name); err != nil {
			return err
		}
	}
	page, err := p.page(c, "Organization", views.SectionOrganization)
	if err != nil {
		return err
	}
	return p.render(c, status, views.SettingsPage(page, o.Organization, seats, in))
}

// readSeats reads a number of seats: nothing is 0, unlimited; what is no number is -1, which the directory refuses with
// the sentence that it has for wrong numbers.
func readSeats(typed string) int64 {
	if typed = strings.TrimSpace(typed); typed == "" {
		return 0
	}
	n, err := strconv.ParseInt(typed, 10, 64)
	if err != nil {
		return -1
	}
	return n
}
