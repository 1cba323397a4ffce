package access_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

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
	access.ManageSpaces:       {true, false, false, false, false},
	access.ViewSpace:          {true, false, false, false, false}, // but see TestSpacePolicy
	access.ViewSpaceMembers:   {true, false, false, false, false},
	access.ManageSpaceMembers: {true, false, false, false, false},
	access.ManageServices:     {true, false, false, false, false},
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
	for _, word := range []string{"", "Admin", "owner", "admin ", "creator", "\xff" + strings.Repeat("x", 1<<16)} {
		refusedRole(t, second(access.ParseRole(word)), "choose admin, normal, company_guest or external_guest.")
	}
}

func TestParseRoleOfASpace(t *testing.T) {
	for kind, roles := range map[access.SpaceKind][]access.Role{
		access.Pipe:  {access.Admin, access.Member, access.Creator, access.MyCardsOnly, access.ReadAndComment},
		access.Table: {access.Admin, access.Member},
	} {
		if diff := cmp.Diff(roles, kind.Roles()); diff != "" {
			t.Error(diff)
		}
		for _, role := range roles {
			if got, err := kind.ParseRole(string(role)); err != nil || got != role {
				t.Errorf("%s of a %s: %q, %v", role, kind, got, err)
			}
		}
	}
	refusedRole(t, second(access.Table.ParseRole("creator")), `no role "creator" in a table: choose admin or member.`)
	refusedRole(t, second(access.Pipe.ParseRole("normal")), "in a pipe: choose admin, member, creator, my_cards_only or read_and_comment.")
}

func refusedRole(t *testing.T, err error, words string) {
	t.Helper()
	refusal, ok := errors.AsType[*app.Error](err)
	if !ok || refusal.Code != app.Invalid || refusal.Reason != app.ReasonRole || !strings.Contains(refusal.Message, words) || len(refusal.Message) > 400 || !utf8.ValidString(refusal.Message) {
		t.Errorf("got %v, want %q", err, words)
	}
}
