package access

import (
	"slices"

	"rollcall/app"
)

// Action is one thing that the policy decides about.
type Action string

// The actions, a closed list.
const (
	ViewOrganization   Action = "organization.view"
	EditOrganization   Action = "organization.edit"
	ViewUsers          Action = "users.view"
	ManageUsers        Action = "users.manage"
	ViewGroups         Action = "groups.view"
	ManageGroups       Action = "groups.manage"
	ManageWebhooks     Action = "webhooks.manage"
	ManageSpaces       Action = "spaces.manage" // make, rename and delete pipes and tables
	ViewSpace          Action = "space.view"
	ViewSpaceMembers   Action = "space_members.view"
	ManageSpaceMembers Action = "space_members.manage"
	ManageServices     Action = "services.manage"      // service accounts
	CreateOrganization Action = "organizations.create" // on the site, not in a place
	SetSeats           Action = "seats.set"
	AddGuest           Action = "guests.add" // without the guest's consent: the site's administrator only
)

// policy says which roles may do what. The site's administrator and the command line may do everything,
// and what no role may do is theirs alone.
var policy = map[Action][]Role{
	ViewOrganization:   {Admin, Normal, CompanyGuest, ExternalGuest},
	EditOrganization:   {Admin},
	ViewUsers:          {Admin, Normal},
	ManageUsers:        {Admin},
	ViewGroups:         {Admin, Normal},
	ManageGroups:       {Admin},
	ManageWebhooks:     {Admin},
	ManageSpaces:       {Admin},
	ViewSpace:          {Admin},
	ViewSpaceMembers:   {Admin},
	ManageSpaceMembers: {Admin},
	ManageServices:     {Admin},
	CreateOrganization: {},
	SetSeats:           {},
	AddGuest:           {},
}

// Actions lists every action of the policy, sorted, so that tests can walk the whole table.
func Actions() []Action {
	actions := make([]Action, 0, len(policy))
	for a := range policy {
		actions = append(actions, a)
	}
	slices.Sort(actions)
	return actions
}

// Place is an organization as one actor sees it: Role is the actor's own there, "" for none.
type Place struct {
	ID    int64
	Name  string
	Title string
	Role  Role
}

// Allows reports whether the actor may do that in the place. The zero Place stands for the site.
func (p Place) Allows(actor Actor, action Action) bool {
	roles, known := policy[action]
	if !known || !actor.SignedIn() {
		return false
	}
	return actor.SiteAdmin || slices.Contains(roles, p.Role)
}

// Check is Allows as an error: Unauthenticated for nobody, Forbidden with a sentence otherwise.
func (p Place) Check(actor Actor, action Action) error {
	switch {
	case !actor.SignedIn():
		return signedOut()
	case p.Allows(actor, action):
		return nil
	case p.ID == 0:
		return app.Errorf(app.Forbidden, "Only the site's administrator can do this.")
	}
	return app.Errorf(app.Forbidden, "You don't have permission to do this in %s: ask one of its administrators.", p.Title)
}
