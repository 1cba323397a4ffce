package pages

import (
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/directory"
	"rollcall/views"
)

// InvitationsIndex lists the invitations to a place that nobody has accepted yet.
func (p *Pages) InvitationsIndex(c echo.Context) error {
	list, err := p.invitations(c)
	if err != nil {
		return err
	}
	page, err := p.page(c, "Invitations", views.SectionInvitations)
	if err != nil {
		return err
	}
	return p.render(c, http.StatusOK, views.InvitationsPage(page, list))
}

func (p *Pages) invitations(c echo.Context) ([]directory.Invitation, error) {
	where, err := p.where(c)
	if err != nil {
		return nil, err
	}
	return p.Directory.Invitations(c.Request().Context(), actor(c), where)
}

// InvitationsNew shows the form that invites people.
func (p *Pages) InvitationsNew(c echo.Context) error {
	in := views.InviteForm{Role: string(access.Normal)}
	if kind, _ := spaceParam(c); kind != "" {
		in.Role = string(access.Member)
	}
	return p.inviteForm(c, http.StatusOK, in)
}

// InvitationsCreate invites addresses to a place. What became of each is in this answer, with the links where no mail is
// sent; addresses that were refused come back in the form.
func (p *Pages) InvitationsCreate(c echo.Context) error {
	f, err := form(c)
	if err != nil {
		return err
	}
	where, err := p.where(c)
	if err != nil {
		return err
	}
	in := views.InviteForm{Emails: f.Get("email"), Role: f.Get("role"), Message: f.Get("message")}
	emails := addresses(in.Emails)
	rows := make([]directory.Invitee, len(emails))
	for i, email := range emails {
		rows[i] = directory.Invitee{Email: email, Role: in.Role}
	}
	done, refused, err := p.Directory.Invite(c.Request().Context(), actor(c), where, rows, in.Message)
	if errors, status, ours := formErrors(err); ours {
		in.Errors = errors
		return p.inviteForm(c, status, in)
	}
	if err != nil {
		return err
	}
	return p.invited(c, done, refuse(in, emails, refused))
}

// refuse puts the refused addresses, and no others, into the form.
func refuse(in views.InviteForm, emails []string, refused []directory.RowError) views.InviteForm {
	var again []string
	for _, r := range refused {
		in.Refused = append(in.Refused, views.RefusedRow{Email: emails[r.Index], Error: r.Err})
		again = append(again, emails[r.Index])
	}
	in.Emails = strings.Join(again, "\n")
	return in
}

// invited answers what became of the addresses: where everybody is a member already there is nothing to hand over.
func (p *Pages) invited(c echo.Context, done []directory.InviteResult, in views.InviteForm) error {
	if len(done) == 0 {
		return p.inviteForm(c, statuses[worst(in.Refused)], in)
	}
	added := slices.IndexFunc(done, func(r directory.InviteResult) bool { return r.Outcome != directory.OutcomeMember }) < 0
	if added && len(in.Refused) == 0 {
		sentence := done[0].User.Name + " is a member now."
		if len(done) > 1 {
			sentence = views.Number(len(done)) + " members were added."
		}
		return p.done(c, root(c), sentence)
	}
	page, err := p.page(c, "Invited", views.SectionInvitations)
	if err != nil {
		return err
	}
	in.Mailed = p.Directory.MailConfigured()
	return p.render(c, http.StatusOK, views.InvitedPage(page, done, in))
}

// worst is the code that stands for rows of which none was done: that of the only one, or that the form is no good.
func worst(rows []views.RefusedRow) app.Code {
	if len(rows) == 1 && rows[0].Error.Code != app.NotFound {
		return rows[0].Error.Code
	}
	return app.Invalid
}

func (p *Pages) inviteForm(c echo.Context, status int, in views.InviteForm) error {
	in.Mailed = p.Directory.MailConfigured()
	page, err := p.page(c, "Invite", views.SectionInvitations)
	if err != nil {
		return err
	}
	return p.render(c, status, views.InvitePage(page, in))
}

// addresses reads what people type or paste: one a line or separated by commas or semicolons, with or without the name
// that mail programs put before it. Repeats are dropped.
func addresses(typed string) []string {
	var all []string
	quoted := false // a name in quotes can have a comma
	for _, part := range strings.FieldsFunc(typed, func(r rune) bool {
		line := r == '\n' || r == '\r'
		quoted = !line && quoted != (r == '"')
		return line || !quoted && (r == ',' || r == ';')
	}) {
		part = strings.TrimSpace(part)
		if start := strings.LastIndex(part, "<"); start >= 0 && strings.HasSuffix(part, ">") {
			part = strings.TrimSpace(part[start+1 : len(part)-1])
		}
		if part != "" && !slices.ContainsFunc(all, func(other string) bool { return strings.EqualFold(other, part) }) {
			all = append(all, part)
		}
	}
	return all
}

// InvitationsShow is one invitation, with its link where no mail is sent.
func (p *Pages) InvitationsShow(c echo.Context) error {
	list, err := p.invitations(c)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(list, func(i directory.Invitation) bool { return i.ID == c.Param("invitation") })
	if i < 0 {
		return app.Errorf(app.NotFound, "There is no such invitation: it may have been accepted.")
	}
	return p.invitation(c, views.InvitationDetail{Invitation: list[i]})
}

func (p *Pages) invitation(c echo.Context, d views.InvitationDetail) error {
	d.Mailed = p.Directory.MailConfigured()
	if d.Link == "" && !d.Mailed && d.Invitation.State == directory.InvitationPending {
		var err error
		d.Link, err = p.Directory.InvitationLink(c.Request().Context(), actor(c), d.Invitation.ID)
		if err != nil && !app.Is(err, app.Conflict) { // a link whose key is gone: the page offers a new one
			return err
		}
	}
	page, err := p.page(c, d.Invitation.Email, views.SectionInvitations)
	if err != nil {
		return err
	}
	return p.render(c, http.StatusOK, views.InvitationPage(page, d))
}

// InvitationRenewalsCreate sends an invitation again, by another link. Where no mail is sent the link is in the answer.
func (p *Pages) InvitationRenewalsCreate(c echo.Context) error {
	sent, link, err := p.Directory.ResendInvitation(c.Request().Context(), actor(c), c.Param("invitation"))
	if err != nil {
		return err
	}
	if link == "" {
		return p.done(c, views.InvitationsURL(root(c)), "The invitation to "+sent.Email+" is on its way again.")
	}
	return p.invitation(c, views.InvitationDetail{Invitation: sent, Link: link, Fresh: true})
}

// InvitationRevocationsCreate takes an invitation back.
func (p *Pages) InvitationRevocationsCreate(c echo.Context) error {
	if err := p.Directory.RevokeInvitation(c.Request().Context(), actor(c), c.Param("invitation")); err != nil {
		return err
	}
	return p.done(c, views.InvitationsURL(root(c)), "Invitation revoked: its link opens nothing any more.")
}
