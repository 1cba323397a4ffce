package access_test

import (
	"slices"
	"testing"

	"rollcall/app"
	"rollcall/app/access"
)

// matrix is the policy written out: a row for each action, a column for each of access.Roles and for no role at all.
var matrix = map[access.Action][5]bool{
	//                          admin  normal company external none
	access.ViewOrganization:   {true, true, true, true, false},
	access.EditOrganization:   {true, false, false, false, false},
	access.ViewUsers:          {true, true, false, false, false},
	access.ManageUsers:        {true, false, false, false, false},
	access.ViewGroups:         {true, true, false, false, false},
	access.ManageGroups:       {true, false, false, false, false},
	access.ManageWebhooks:     {true, false, false, false, false},
	access.CreateOrganization: {false, false, false, false, false},
	access.SetSeats:           {false, false, false, false, false},
	access.AddGuest:           {false, false, false, false, false},
}

func TestPolicy(t *testing.T) {
	ann := access.Actor{Kind: access.KindUser, UserID: 1}
	roles := append(access.Roles(), "")
	t.Run("each role may do what its column says and nothing else", func(t *testing.T) {
		for _, action := range access.Actions() {
			row, known := matrix[action]
			if !known {
				t.Errorf("%s has no row in this test", action)
			}
			for i, role := range roles {
				place := access.Place{ID: 7, Title: "Acme", Role: role}
				if got := place.Allows(ann, action); got != row[i] {
					t.Errorf("%s as %q: %v, want %v", action, role, got, row[i])
				}
				if err := place.Check(ann, action); (err == nil) != row[i] || err != nil && !app.Is(err, app.Forbidden) {
					t.Errorf("%s as %q: %v", action, role, err)
				}
			}
		}
		if len(matrix) != len(access.Actions()) {
			t.Errorf("%d rows for %d actions", len(matrix), len(access.Actions()))
		}
	})
	t.Run("the site's administrator, the command line and Rollcall itself may do everything, everywhere", func(t *testing.T) {
		owner := access.Actor{Kind: access.KindUser, UserID: 1, SiteAdmin: true}
		for _, action := range access.Actions() {
			for _, actor := range []access.Actor{owner, access.Command(), access.System()} {
				for _, place := range []access.Place{{}, {ID: 7, Title: "Acme"}} {
					if err := place.Check(actor, action); err != nil {
						t.Errorf("%s: %v", action, err)
					}
				}
			}
		}
	})
	t.Run("nobody may do anything, whatever the place says", func(t *testing.T) {
		for _, action := range access.Actions() {
			for _, nobody := range []access.Actor{{}, {Kind: access.KindNobody}, {Kind: access.KindNobody, SiteAdmin: true}} {
				place := access.Place{ID: 7, Title: "Acme", Role: access.Admin}
				if place.Allows(nobody, action) || !app.Is(place.Check(nobody, action), app.Unauthenticated) {
					t.Errorf("%s is open to %+v", action, nobody)
				}
			}
		}
	})
	t.Run("a role on the site is none, and an unknown action nobody's", func(t *testing.T) {
		for _, action := range access.Actions() {
			if err := (access.Place{}).Check(ann, action); !app.Is(err, app.Forbidden) {
				t.Errorf("%s: %v", action, err)
			}
		}
		if (access.Place{}).Allows(access.Command(), "roll.dice") {
			t.Error("an action that is not in the table is allowed")
		}
	})
}

func TestParseRole(t *testing.T) {
	for word, want := range map[string]access.Role{
		"admin": access.Admin, "normal": access.Normal, "member": access.Normal, "company_guest": access.CompanyGuest, "external_guest": access.ExternalGuest,
	} {
		if got, err := access.ParseRole(word); err != nil || got != want {
			t.Errorf("%s: %q, %v", word, got, err)
		}
		if guest := slices.Contains([]access.Role{access.CompanyGuest, access.ExternalGuest}, want); want.Guest() != guest {
			t.Errorf("%s: guest is %v", word, want.Guest())
		}
	}
	for _, word := range []string{"", "Admin", "owner", "admin "} {
		if _, err := access.ParseRole(word); !app.Is(err, app.Invalid) {
			t.Errorf("%q: %v", word, err)
		}
	}
}
