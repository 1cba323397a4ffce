package pages

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/directory"
	"rollcall/app/event"
	"rollcall/views"
)

// InvitationsOpen is the page behind the link of an invitation. Looking consumes nothing: programs look at what is mailed.
func (p *Pages) InvitationsOpen(c echo.Context) error {
	i, err := p.Directory.OpenInvitation(c.Request().Context(), actor(c), c.Param("token"))
	if err != nil {
		return p.deadLink(c, i, err)
	}
	return p.openInvitation(c, http.StatusOK, i, views.AcceptForm{Name: i.Name, Username: i.Username})
}

// openInvitation renders an invitation that can be accepted, for whom it is.
func (p *Pages) openInvitation(c echo.Context, status int, i directory.Invitation, in views.AcceptForm) error {
	in.Token = c.Param("token")
	return p.acceptPage(c, status, "Join "+i.Title, func(page views.Page) templ.Component {
		switch {
		case i.NewAccount:
			return views.AcceptPage(page, i, in)
		case page.Actor.SignedIn():
			return views.JoinPage(page, i, in.Token)
		}
		return views.SignInFirstPage(page, i, logInPath(views.AcceptURL(in.Token)))
	})
}

// acceptPage renders a page behind a link. Its address opens an account, so the browser must not tell it to anybody:
// the policy that says so also hides where its forms come from, and they carry a proof instead.
func (p *Pages) acceptPage(c echo.Context, status int, title string, component func(views.Page) templ.Component) error {
	page, err := p.page(c, title, views.SectionNone)
	if err != nil {
		return err
	}
	page.Path, page.Proof = views.AcceptURL(url.PathEscape(c.Param("token"))), p.Sessions.Proof(c)
	return p.render(c, status, component(page))
}

// deadLinks says which HTTP status a link has that can't be accepted.
var deadLinks = map[string]int{
	app.ReasonUsed: http.StatusGone, app.ReasonExpired: http.StatusGone, app.ReasonRevoked: http.StatusGone, app.ReasonReplaced: http.StatusGone,
	app.ReasonInviter: http.StatusGone, app.ReasonOtherUser: http.StatusForbidden, "": http.StatusNotFound,
}

// deadLink says why an invitation can't be accepted, and what to do.
func (p *Pages) deadLink(c echo.Context, i directory.Invitation, err error) error {
	var refusal *app.Error
	if !errors.As(err, &refusal) {
		return err
	}
	status, known := deadLinks[refusal.Reason]
	if !known || refusal.Reason == "" && refusal.Code != app.NotFound {
		return err
	}
	return p.acceptPage(c, status, views.DeadLinkTitle(refusal), func(page views.Page) templ.Component {
		return views.DeadLinkPage(page, i, refusal, c.Param("token"))
	})
}

// InvitationsAccept makes the account of somebody who was invited, and logs them in.
func (p *Pages) InvitationsAccept(c echo.Context) error {
	f, err := form(c)
	if err != nil {
		return err
	}
	in := views.AcceptForm{Name: f.Get("name"), Username: f.Get("username")}
	wanted := directory.AcceptForm{Name: in.Name, Username: in.Username, Password: f.Get("password"), UserAgent: c.Request().UserAgent()}
	i, _ := p.Directory.OpenInvitation(c.Request().Context(), actor(c), c.Param("token")) // what is refused, Accept refuses, with its audit row
	user, secret, err := p.Directory.Accept(c.Request().Context(), actor(c), c.Param("token"), wanted)
	if err != nil {
		return p.acceptRefused(c, in, err)
	}
	if err := p.enter(c, secret); err != nil {
		return err
	}
	return p.done(c, landing(i), "Welcome, "+user.Name+".")
}

// landing is where somebody arrives who accepts the invitation: in the pipe or table that they were invited to, or else
// in the organization.
func landing(i directory.Invitation) string {
	if i.Scope == event.ScopeOrganization {
		return views.OrganizationURL(i.Organization)
	}
	return views.SpacesURL(i.Organization, access.SpaceKind(i.Scope)) + "/" + strconv.FormatInt(i.ScopeID, 10)
}

// MembershipsCreate makes the signed-in person a guest of the organization that invited them.
func (p *Pages) MembershipsCreate(c echo.Context) error {
	i, _ := p.Directory.OpenInvitation(c.Request().Context(), actor(c), c.Param("token")) // what is refused, AcceptAsGuest refuses, with its audit row
	joined, err := p.Directory.AcceptAsGuest(c.Request().Context(), actor(c), c.Param("token"))
	if err != nil {
		return p.acceptRefused(c, views.AcceptForm{}, err)
	}
	return p.done(c, landing(i), "You are a guest of "+joined.Title+" now.")
}

// acceptRefused shows the form again with what was typed, leads somebody with an account to the log-in and back, or says
// why the link opens nothing.
func (p *Pages) acceptRefused(c echo.Context, in views.AcceptForm, err error) error {
	i, opening := p.Directory.OpenInvitation(c.Request().Context(), actor(c), c.Param("token"))
	if opening != nil {
		return p.deadLink(c, i, opening)
	}
	var refusal *app.Error
	if errors.As(err, &refusal) && refusal.Reason == app.ReasonSignIn {
		return p.redirect(c, logInPath(views.AcceptURL(url.PathEscape(c.Param("token")))))
	}
	if refused, status, ours := formErrors(err); ours && i.NewAccount {
		retryAfter(c, refusal)
		in.Errors = refused
		return p.openInvitation(c, status, i, in)
	}
	return err
}
