package model

import (
	"context"
	"maps"
	"slices"
	"time"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/directory"
	"rollcall/app/event"
)

// Organization is an organization as the actor sees it. Its GraphQL name is our title.
type Organization struct {
	ID                      string
	UUID                    *string
	Name                    string
	Role                    *string // the actor's own
	PlanName                *string // there are no plans
	CreatedAt               time.Time
	OnlyAdminCanCreatePipes bool
	OnlyAdminCanInviteUsers bool

	number, founder int64
	among           *organizations
}

// organizations are those that were found together.
type organizations struct {
	reader     *Reader
	numbers    []int64
	founderIDs []int64
	founders   shared[map[int64]*User]
	byNumber   map[int64]*Organization
	counts     shared[map[int64]map[access.Role]int]
	members    shared[map[int64][]*Member]
	webhooks   shared[map[int64][]*Webhook]
	groups     shared[map[int64][]*Group]
	pipes      keyed[string, map[int64][]*Pipe] // by what is searched for
	tables     keyed[string, map[int64][]*Table]
}

// OrganizationsOf renders organizations that were found together.
func (r *Reader) OrganizationsOf(list []directory.Organization) []*Organization {
	all := &organizations{reader: r, byNumber: map[int64]*Organization{}}
	shown := make([]*Organization, len(list))
	for i, o := range list {
		shown[i] = &Organization{ID: number(o.ID), UUID: text(o.UUID), Name: o.Title, Role: text(string(o.Role)), CreatedAt: o.CreatedAt,
			OnlyAdminCanCreatePipes: true, OnlyAdminCanInviteUsers: true, number: o.ID, founder: o.CreatedBy, among: all}
		all.founderIDs = append(all.founderIDs, o.CreatedBy)
		all.numbers = append(all.numbers, o.ID)
		all.byNumber[o.ID] = shown[i]
	}
	return shown
}

// Organization finds one organization by its number or uuid.
func (r *Reader) Organization(ctx context.Context, id string) (*Organization, error) {
	found, err := r.directory.OrganizationsByIDs(ctx, r.actor, []string{id})
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, app.Errorf(app.NotFound, "There is no such organization, or you are not a member of it.")
	}
	return r.OrganizationsOf(found)[0], nil
}

// Organizations finds organizations by their numbers or uuids, in that order; nil is all that the actor is a member of. What the
// actor may not see is left out, like what does not exist.
func (r *Reader) Organizations(ctx context.Context, ids []*string) ([]*Organization, error) {
	find := func() ([]directory.Organization, error) {
		return r.directory.OrganizationsByIDs(ctx, r.actor, given(ids))
	}
	if ids == nil {
		find = func() ([]directory.Organization, error) { return r.directory.Organizations(ctx, r.actor) }
	}
	found, err := find()
	if err != nil {
		return nil, err
	}
	return r.OrganizationsOf(found), nil
}

// given leaves out the nulls of a list.
func given(list []*string) []string {
	var values []string
	for _, v := range list {
		if v != nil {
			values = append(values, *v)
		}
	}
	return values
}

// CreatedBy is who made the organization; null where that was no user, where nobody knows any more, and for somebody whom
// the actor may not see.
func (o *Organization) CreatedBy(ctx context.Context) (*User, error) {
	founders, err := o.among.founders.get(func() (map[int64]*User, error) {
		return o.among.reader.usersByID(ctx, o.among.founderIDs)
	})
	return founders[o.founder], err
}

// Members is everybody in the organization, guests included.
func (o *Organization) Members(ctx context.Context) ([]*Member, error) {
	all, err := o.among.members.get(func() (map[int64][]*Member, error) {
		return o.among.reader.membersAt(ctx, event.ScopeOrganization, o.among.numbers)
	})
	return ofPlace(all, o.number, err)
}

// Users is the users behind Members.
func (o *Organization) Users(ctx context.Context) ([]*User, error) {
	list, err := o.Members(ctx)
	return usersBehind(list), err
}

// count is how many members the organization has of each role. Forbidden for those who may not see its members.
func (o *Organization) count(ctx context.Context) (map[access.Role]int, error) {
	counts, err := o.among.counts.get(func() (map[int64]map[access.Role]int, error) {
		return o.among.reader.directory.CountsByRole(ctx, o.among.reader.actor, event.ScopeOrganization, o.among.numbers)
	})
	if err != nil {
		return nil, err
	}
	byRole, allowed := counts[o.number]
	if !allowed {
		return nil, denied()
	}
	return byRole, nil
}

// MembersCount is how many members there are.
func (o *Organization) MembersCount(ctx context.Context) (*int, error) {
	byRole, err := o.count(ctx)
	if err != nil {
		return nil, err
	}
	total := 0
	for _, n := range byRole {
		total += n
	}
	return &total, nil
}

// UsersCount is MembersCount by its older name.
func (o *Organization) UsersCount(ctx context.Context) (*int, error) { return o.MembersCount(ctx) }

// MembersCountByRole is every role with how many members have it.
func (o *Organization) MembersCountByRole(ctx context.Context) ([]*Role, error) {
	byRole, err := o.count(ctx)
	if err != nil {
		return nil, err
	}
	var roles []*Role
	for _, role := range access.Roles() {
		roles = append(roles, roleOf(role, byRole[role]))
	}
	return roles, nil
}

// Webhooks is the webhooks of the organization itself.
func (o *Organization) Webhooks(ctx context.Context) ([]*Webhook, error) {
	all, err := o.among.webhooks.get(func() (map[int64][]*Webhook, error) {
		return o.among.reader.webhooksAt(ctx, event.ScopeOrganization, o.among.numbers)
	})
	return ofPlace(all, o.number, err)
}

func (r *Reader) webhooksAt(ctx context.Context, scope event.Scope, ids []int64) (map[int64][]*Webhook, error) {
	found, err := r.webhooks.WebhooksOf(ctx, r.actor, scope, ids)
	if err != nil {
		return nil, err
	}
	shown := make(map[int64][]*Webhook, len(found))
	for id, list := range found {
		shown[id] = webhooksOf(list)
	}
	return shown, nil
}

// ofPlace is what a place has of what was read for many: one that has nothing at all may not be looked into.
func ofPlace[T any](all map[int64][]T, id int64, err error) ([]T, error) {
	if err != nil {
		return nil, err
	}
	list, allowed := all[id]
	if !allowed {
		return nil, denied()
	}
	return list, nil
}

// Groups is the groups of the organization by name.
func (o *Organization) Groups(ctx context.Context) ([]*Group, error) {
	all, err := o.among.groups.get(func() (map[int64][]*Group, error) { return o.among.loadGroups(ctx) })
	return ofPlace(all, o.number, err)
}

func (all *organizations) loadGroups(ctx context.Context) (map[int64][]*Group, error) {
	found, err := all.reader.directory.GroupsOfOrganizations(ctx, all.reader.actor, all.numbers)
	if err != nil {
		return nil, err
	}
	return eachOf(found, all.reader.GroupsOf), nil
}

// eachOf renders the lists of many places as one: what is below them is read for all together.
func eachOf[From, To any](lists map[int64][]From, render func([]From) []To) map[int64][]To {
	var together []From
	ids := slices.Sorted(maps.Keys(lists))
	for _, id := range ids {
		together = append(together, lists[id]...)
	}
	rendered := render(together)
	shown := make(map[int64][]To, len(lists))
	for _, id := range ids {
		n := len(lists[id])
		shown[id], rendered = rendered[:n:n], rendered[n:]
	}
	return shown
}

// Pipes is the pipes that the actor sees, by name; ids narrows it in any spelling. Public ones that the actor has no
// role in are there only when asked for, but administrators see all.
func (o *Organization) Pipes(ctx context.Context, ids []*string, includePublics *bool, nameSearch *string) ([]*Pipe, error) {
	search := ""
	if nameSearch != nil {
		search = *nameSearch
	}
	all, err := o.among.pipes.get(search, func() (map[int64][]*Pipe, error) { return o.among.loadPipes(ctx, search) })
	if err != nil {
		return nil, err
	}
	publics := includePublics != nil && *includePublics || o.Role != nil && *o.Role == string(access.Admin)
	wanted := spaceKeysOf(given(ids))
	return slices.DeleteFunc(slices.Clone(all[o.number]), func(p *Pipe) bool {
		return p.Role == nil && p.Public && !publics && !o.among.reader.actor.SiteAdmin || ids != nil && !wanted.have(p.Space)
	}), nil
}

// PipesCount is how many of them the actor sees.
func (o *Organization) PipesCount(ctx context.Context) (*int, error) {
	list, err := o.Pipes(ctx, nil, nil, nil)
	n := len(list)
	return &n, err
}

func (all *organizations) loadPipes(ctx context.Context, search string) (map[int64][]*Pipe, error) {
	found, err := all.reader.directory.SpacesOf(ctx, all.reader.actor, access.Pipe, all.numbers, search)
	if err != nil {
		return nil, err
	}
	return eachOf(found, func(list []directory.Space) []*Pipe { return all.reader.pipesOf(list, all.byNumber) }), nil
}

// Tables is a page of the tables that the actor sees, by name.
func (o *Organization) Tables(ctx context.Context, first *int, after *string, last *int, before *string, nameSearch *string) (*TableConnection, error) {
	p, err := paging(first, after, last, before)
	if err != nil {
		return nil, err
	}
	search := ""
	if nameSearch != nil {
		search = *nameSearch
	}
	all, err := o.among.tables.get(search, func() (map[int64][]*Table, error) { return o.among.loadTables(ctx, search) })
	if err != nil {
		return nil, err
	}
	return tablePage(all[o.number], p)
}

func (all *organizations) loadTables(ctx context.Context, search string) (map[int64][]*Table, error) {
	found, err := all.reader.directory.SpacesOf(ctx, all.reader.actor, access.Table, all.numbers, search)
	if err != nil {
		return nil, err
	}
	return eachOf(found, func(list []directory.Space) []*Table { return all.reader.tablesOf(list, all.byNumber) }), nil
}
