package pages

import (
	"github.com/labstack/echo/v4"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/directory"
	"rollcall/app/event"
	"rollcall/views"
)

// spaceKey is where a request keeps the pipe or table that its address names.
const spaceKey = "rollcall.space"

// spaceParam is the pipe or table that the address names, in the spelling that was typed; kind is "" for none.
func spaceParam(c echo.Context) (kind access.SpaceKind, id string) {
	for _, kind := range []access.SpaceKind{access.Pipe, access.Table} {
		if id := c.Param(string(kind)); id != "" {
			return kind, id
		}
	}
	return "", ""
}

// space finds the pipe or table in the address, once a request. One that the actor may not see, or that is in another
// organization than the address says, is NotFound, like one that doesn't exist.
func (p *Pages) space(c echo.Context) (directory.Space, error) {
	if found, ok := c.Get(spaceKey).(directory.Space); ok {
		return found, nil
	}
	o, err := p.organization(c)
	if err != nil {
		return directory.Space{}, err
	}
	kind, id := spaceParam(c)
	find := p.Directory.Pipe
	if kind == access.Table {
		find = p.Directory.Table
	}
	s, err := find(c.Request().Context(), actor(c), id)
	if err != nil {
		return directory.Space{}, err
	}
	if s.OrganizationID != o.ID {
		return directory.Space{}, app.Errorf(app.NotFound, "There is no such %s, or you are not a member of it.", kind)
	}
	c.Set(spaceKey, s)
	return s, nil
}

// where is what the address names, for a use-case. What isn't there is nowhere: the use-case refuses it, and leaves the
// audit row that a refusal has.
func (p *Pages) where(c echo.Context) (directory.Where, error) {
	kind, id := spaceParam(c)
	if kind == "" {
		return directory.InOrganization(c.Param("organization")), nil
	}
	in := directory.InPipe
	if kind == access.Table {
		in = directory.InTable
	}
	s, err := p.space(c)
	switch {
	case err != nil && app.CodeOf(err) == app.Internal:
		return directory.Where{}, err
	case err != nil:
		return in(id).Gone(), nil
	}
	return in(s.UUID), nil
}

// listened is the place whose webhooks the address is about. What isn't there is number 0, which has none: the use-case
// refuses it, and leaves the audit row that a refusal has.
func (p *Pages) listened(c echo.Context) (event.Place, error) {
	at := event.Place{Scope: event.ScopeOrganization}
	var err error
	if kind, _ := spaceParam(c); kind != "" {
		var s directory.Space
		s, err = p.space(c)
		at.Scope, at.ID = event.Scope(kind), s.ID
	} else {
		var o organization
		o, err = p.organization(c)
		at.ID = o.ID
	}
	if err != nil && app.CodeOf(err) == app.Internal {
		return event.Place{}, err
	}
	return at, nil
}

// root is the address of the place that the request is about: an organization, pipe or table.
func root(c echo.Context) string {
	if kind, id := spaceParam(c); kind != "" {
		return views.SpacesURL(c.Param("organization"), kind) + "/" + id
	}
	return views.OrganizationURL(c.Param("organization"))
}

// allowedIn reports whether the actor, as whom the pipe or table was found, may do that in it by a role of their own.
func allowedIn(s directory.Space, action access.Action) bool {
	switch action {
	case access.ViewSpace:
		return true
	case access.ViewSpaceMembers:
		return s.SeeMembers
	case access.ManageSpaceMembers:
		return s.ManageMembers
	}
	return false
}
