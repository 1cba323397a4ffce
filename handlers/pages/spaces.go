package pages

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"rollcall/app/access"
	"rollcall/app/directory"
	"rollcall/handlers/visit"
	"rollcall/views"
)

// sections of the sidebar by kind.
var sections = map[access.SpaceKind]views.Section{access.Pipe: views.SectionPipes, access.Table: views.SectionTables}

// SpacesIndex lists the pipes, or the tables, of an organization; ?q= searches their names.
func (p *Pages) SpacesIndex(kind access.SpaceKind) echo.HandlerFunc {
	return func(c echo.Context) error {
		list := views.SpaceList{Kind: kind, Query: c.QueryParam("q")}
		var err error
		if list.Spaces, err = p.Directory.Spaces(c.Request().Context(), actor(c), c.Param("organization"), kind, list.Query); err != nil {
			return err
		}
		page, err := p.page(c, views.SpacesTitle(kind), sections[kind])
		if err != nil {
			return err
		}
		return p.render(c, http.StatusOK, views.SpacesPage(page, list))
	}
}

// SpacesNew shows the form of a new pipe or table.
func (p *Pages) SpacesNew(kind access.SpaceKind) echo.HandlerFunc {
	return func(c echo.Context) error {
		return p.newSpace(c, http.StatusOK, views.SpaceForm{Kind: kind})
	}
}

// SpacesCreate makes a pipe or table.
func (p *Pages) SpacesCreate(kind access.SpaceKind) echo.HandlerFunc {
	create := p.Directory.CreatePipe
	if kind == access.Table {
		create = p.Directory.CreateTable
	}
	return func(c echo.Context) error {
		f, err := form(c)
		if err != nil {
			return err
		}
		in := views.SpaceForm{Kind: kind, Form: readSpace(f)}
		org := c.Param("organization")
		made, err := create(c.Request().Context(), actor(c), directory.InOrganization(org), in.Form)
		if errors, status, ours := formErrors(err); ours {
			in.Errors = errors
			return p.newSpace(c, status, in)
		}
		if err != nil {
			return err
		}
		return p.done(c, views.SpaceURL(org, made), made.Name+" was created.")
	}
}

func (p *Pages) newSpace(c echo.Context, status int, in views.SpaceForm) error {
	page, err := p.page(c, "New "+string(in.Kind), sections[in.Kind])
	if err != nil {
		return err
	}
	return p.render(c, status, views.NewSpacePage(page, in))
}

func readSpace(f url.Values) directory.SpaceForm {
	return directory.SpaceForm{Name: f.Get("name"), Description: f.Get("description"), Icon: f.Get("icon"), Color: f.Get("color"), Public: f.Get("public") != ""}
}

// SpacesEdit shows the form of a pipe or table that is there.
func (p *Pages) SpacesEdit(c echo.Context) error {
	s, err := p.space(c)
	if err != nil {
		return err
	}
	return p.editSpace(c, http.StatusOK, views.SpaceForm{Kind: s.Kind,
		Form: directory.SpaceForm{Name: s.Name, Description: s.Description, Icon: s.Icon, Color: s.Color, Public: s.Public}})
}

// SpacesUpdate renames and describes a pipe or table.
func (p *Pages) SpacesUpdate(c echo.Context) error {
	f, err := form(c)
	if err != nil {
		return err
	}
	where, err := p.where(c)
	if err != nil {
		return err
	}
	kind, _ := spaceParam(c)
	in := views.SpaceForm{Kind: kind, Form: readSpace(f)}
	_, err = p.Directory.EditSpace(c.Request().Context(), actor(c), where, in.Form)
	if errors, status, ours := formErrors(err); ours {
		in.Errors = errors
		return p.editSpace(c, status, in)
	}
	if err != nil {
		return err
	}
	return p.done(c, root(c)+"/settings", views.KindName(kind)+" saved.")
}

func (p *Pages) editSpace(c echo.Context, status int, in views.SpaceForm) error {
	page, err := p.page(c, "Settings", views.SectionSettings)
	if err != nil {
		return err
	}
	return p.render(c, status, views.SpaceSettingsPage(page, in))
}

// SpacesDelete asks before a pipe or table is deleted: as a modal for htmx, as a page otherwise.
func (p *Pages) SpacesDelete(c echo.Context) error {
	return p.confirmSpaceDelete(c, http.StatusOK, "")
}

// SpacesDestroy deletes a pipe or table. A refusal comes back into the question.
func (p *Pages) SpacesDestroy(c echo.Context) error {
	where, err := p.where(c)
	if err != nil {
		return err
	}
	kind, _ := spaceParam(c)
	err = p.Directory.DeleteSpace(c.Request().Context(), actor(c), where)
	if errors, status, ours := formErrors(err); ours {
		return p.confirmSpaceDelete(c, status, errors.Message)
	}
	if err != nil {
		return err
	}
	return p.done(c, views.SpacesURL(c.Param("organization"), kind), views.KindName(kind)+" deleted.")
}

func (p *Pages) confirmSpaceDelete(c echo.Context, status int, refusal string) error {
	loss, err := p.spaceLoss(c)
	if err != nil {
		return err
	}
	if visit.Fragment(c) {
		page, err := p.fragment(c)
		if err != nil {
			return err
		}
		return p.render(c, status, views.DeleteSpaceDialog(page, views.DeleteSpaceConfirm(page, refusal), loss))
	}
	page, err := p.page(c, "Delete", views.SectionSettings)
	if err != nil {
		return err
	}
	return p.render(c, status, views.DeleteSpacePage(page, views.DeleteSpaceConfirm(page, refusal), loss))
}

// spaceLoss counts what goes with the pipe or table in the address.
func (p *Pages) spaceLoss(c echo.Context) (loss views.SpaceLoss, err error) {
	if loss.Guests, err = p.guestsLost(c); err != nil {
		return loss, err
	}
	at, err := p.listened(c)
	if err != nil {
		return loss, err
	}
	list, err := p.Webhooks.ListAt(c.Request().Context(), actor(c), at)
	if err != nil || len(list) == 0 {
		return loss, err
	}
	ids := make([]string, len(list))
	for i, w := range list {
		ids[i] = w.ID
	}
	summary, err := p.Webhooks.DeletePreview(c.Request().Context(), actor(c), c.Param("organization"), ids...)
	loss.Webhooks, loss.Pending, loss.Records = len(list), summary.Pending, summary.Records
	return loss, err
}

// guestsLost counts the invitations that end with the pipe or table: who was to make an account is a member of it, and
// stays invited to the organization.
func (p *Pages) guestsLost(c echo.Context) (lost int, err error) {
	list, err := p.invitations(c)
	for _, i := range list {
		if !i.NewAccount && i.State == directory.InvitationPending {
			lost++
		}
	}
	return lost, err
}
