package pages

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/handlers/visit"
	"rollcall/views"
)

// ServicesIndex lists an organization's service accounts.
func (p *Pages) ServicesIndex(c echo.Context) error {
	return p.services(c, http.StatusOK, views.ServiceAccounts{Role: access.Admin})
}

// ServicesCreate makes a service account. Its secret is in this answer and in no other, as with API tokens.
func (p *Pages) ServicesCreate(c echo.Context) error {
	f, err := form(c)
	if err != nil {
		return err
	}
	in := views.ServiceAccounts{Name: f.Get("name"), Role: access.Role(f.Get("role"))}
	made, secret, err := p.Access.CreateServiceAccount(c.Request().Context(), actor(c), c.Param("organization"), in.Name, in.Role)
	if errors, status, ours := formErrors(err); ours {
		in.Errors = errors
		return p.services(c, status, in)
	}
	if err != nil {
		return err
	}
	return p.services(c, http.StatusOK, views.ServiceAccounts{Role: access.Admin, Fresh: made, Secret: secret})
}

// services renders the page, with what its form or the change before has to say.
func (p *Pages) services(c echo.Context, status int, in views.ServiceAccounts) error {
	var err error
	if in.List, err = p.Access.ServiceAccounts(c.Request().Context(), actor(c), c.Param("organization")); err != nil {
		return err
	}
	in.TokenURL = p.BaseURL.JoinPath("/oauth/token").String()
	page, err := p.page(c, "Service accounts", views.SectionServices)
	if err != nil {
		return err
	}
	page.Path = views.ServiceAccountsURL(c.Param("organization"))
	return p.render(c, status, views.ServiceAccountsPage(page, in))
}

// ServiceSecretsNew asks before a secret is renewed.
func (p *Pages) ServiceSecretsNew(c echo.Context) error {
	s, err := p.service(c)
	if err != nil {
		return err
	}
	page, err := p.page(c, "Renew the secret of "+s.Name, views.SectionServices)
	if err != nil {
		return err
	}
	return p.render(c, http.StatusOK, views.RenewServicePage(page, s))
}

// ServiceSecretsCreate gives a service account another secret, which is in this answer and in no other.
func (p *Pages) ServiceSecretsCreate(c echo.Context) error {
	account, err := id(c, "account")
	if err != nil {
		return err
	}
	secret, err := p.Access.RenewServiceSecret(c.Request().Context(), actor(c), c.Param("organization"), account)
	if err != nil {
		return err
	}
	s, err := p.service(c)
	if err != nil {
		return err
	}
	return p.services(c, http.StatusOK, views.ServiceAccounts{Role: access.Admin, Fresh: s, Secret: secret})
}

// ServicesDelete asks before a service account is deleted: as a modal for htmx, as a page otherwise.
func (p *Pages) ServicesDelete(c echo.Context) error {
	s, err := p.service(c)
	if err != nil {
		return err
	}
	if visit.Fragment(c) {
		page, err := p.fragment(c)
		if err != nil {
			return err
		}
		return p.render(c, http.StatusOK, views.DeleteServiceDialog(page, s))
	}
	page, err := p.page(c, "Delete "+s.Name, views.SectionServices)
	if err != nil {
		return err
	}
	return p.render(c, http.StatusOK, views.DeleteServicePage(page, s))
}

// ServicesDestroy deletes a service account.
func (p *Pages) ServicesDestroy(c echo.Context) error {
	account, err := id(c, "account")
	if err != nil {
		return err
	}
	org := c.Param("organization")
	if err := p.Access.DeleteServiceAccount(c.Request().Context(), actor(c), org, account); err != nil {
		return err
	}
	return p.done(c, views.ServiceAccountsURL(org), "Service account deleted.")
}

// service finds the service account in the address.
func (p *Pages) service(c echo.Context) (access.ServiceAccount, error) {
	account, err := id(c, "account")
	if err != nil {
		return access.ServiceAccount{}, err
	}
	all, err := p.Access.ServiceAccounts(c.Request().Context(), actor(c), c.Param("organization"))
	if err != nil {
		return access.ServiceAccount{}, err
	}
	for _, s := range all {
		if s.ID == account {
			return s, nil
		}
	}
	return access.ServiceAccount{}, app.Errorf(app.NotFound, "There is no such service account: it may have been deleted.")
}
