package event_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rollcall/app"
	"rollcall/app/event"
)

func TestCatalogue(t *testing.T) {
	t.Run("every type can be looked up, has a meaning and at least one scope", func(t *testing.T) {
		for _, info := range event.Catalogue() {
			found, ok := event.Lookup(info.Type)
			if !ok || found.Type != info.Type || found.Meaning == "" || len(found.Scopes) == 0 || found.Family == "" {
				t.Errorf("%s: got %+v", info.Type, found)
			}
		}
	})
	t.Run("an unknown type is not found", func(t *testing.T) {
		if info, ok := event.Lookup("USER_PROMOTED"); ok {
			t.Errorf("got %+v", info)
		}
	})
	t.Run("an organization has ACTIVATE's types and Pipefy's", func(t *testing.T) {
		want := []event.Type{event.UserCreated, event.UserDisabled, event.UserRemovedFromGroup, event.UserLogin,
			event.UserInvitationSent, event.UserInvitationAcceptance, event.UserRemovalFromOrg, event.UserRoleSet}
		if diff := cmp.Diff(want, event.ValidFor(event.ScopeOrganization)); diff != "" {
			t.Error(diff)
		}
		want = slices.Insert(want, 6, event.UserInvitationAccepted)
		if diff := cmp.Diff(want, event.Spellings(event.ScopeOrganization)) + cmp.Diff(want, event.Fired(event.ScopeOrganization)); diff != "" {
			t.Error(diff)
		}
	})
	for scope, removal := range map[event.Scope]event.Type{event.ScopePipe: event.UserRemovalFromPipe, event.ScopeTable: event.UserRemovalFromTable} {
		t.Run("a "+string(scope)+" has its own types, and those that never fire last", func(t *testing.T) {
			valid := event.ValidFor(scope)
			if diff := cmp.Diff([]event.Type{removal, event.UserRoleSet}, event.Fired(scope)); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff([]event.Type{removal, event.UserRoleSet, "card.create"}, valid[:3]); diff != "" {
				t.Error(diff)
			}
			for _, silent := range valid[2:] {
				if info, _ := event.Lookup(silent); !info.NeverFires || !event.NeverFires(silent) {
					t.Errorf("%s is said to fire", silent)
				}
			}
		})
	}
	t.Run("ACTIVATE's family is ACTIVATE's types", func(t *testing.T) {
		for _, info := range event.Catalogue() {
			if got, want := event.Activate(info.Type), info.Family == event.FamilyActivate; got != want {
				t.Errorf("%s: got %v, want %v", info.Type, got, want)
			}
		}
	})
	t.Run("the announcement's spelling is found as the canonical type", func(t *testing.T) {
		info, ok := event.Lookup(event.UserInvitationAccepted)
		if !ok || info.Type != event.UserInvitationAcceptance || event.Canonical(event.UserInvitationAccepted) != event.UserInvitationAcceptance {
			t.Errorf("got %+v", info)
		}
	})
	t.Run("filters are for cards", func(t *testing.T) {
		for typ, want := range map[event.Type]bool{"card.move": true, "audit_log.export_finished": false, event.UserRoleSet: false} {
			if event.Card(typ) != want {
				t.Errorf("%s: want %v", typ, want)
			}
		}
	})
}

func TestParseTypes(t *testing.T) {
	t.Run("keeps the order and drops repeats", func(t *testing.T) {
		got, err := event.ParseTypes(event.ScopeOrganization, []string{"USER_LOGIN", "USER_CREATED", "USER_LOGIN"})
		if diff := cmp.Diff([]event.Type{event.UserLogin, event.UserCreated}, got); err != nil || diff != "" {
			t.Error(err, diff)
		}
	})
	t.Run("keeps the owner's spelling, and takes two spellings for a repeat", func(t *testing.T) {
		got, err := event.ParseTypes(event.ScopeOrganization, []string{"user.invitation_accepted", "user.role_set", "user.invitation_acceptance"})
		if diff := cmp.Diff([]event.Type{event.UserInvitationAccepted, event.UserRoleSet}, got); err != nil || diff != "" {
			t.Error(err, diff)
		}
	})
	t.Run("takes every type that is valid for the scope", func(t *testing.T) {
		for scope := range places {
			var names []string
			for _, typ := range event.ValidFor(scope) {
				names = append(names, string(typ))
			}
			if got, err := event.ParseTypes(scope, names); err != nil || len(got) != len(names) {
				t.Errorf("%s: got %v, %v", scope, got, err)
			}
		}
	})
	t.Run("none is none", func(t *testing.T) {
		if got, err := event.ParseTypes(event.ScopeOrganization, nil); err != nil || len(got) != 0 {
			t.Errorf("got %v, %v", got, err)
		}
	})
	for name, refused := range map[string]struct {
		scope event.Scope
		name  string
		says  []string
	}{
		"an unknown one is named with the valid ones": {event.ScopeOrganization, "USER_PROMOTED", []string{`"USER_PROMOTED"`, "an organization", "USER_CREATED, USER_DISABLED, USER_REMOVED_FROM_GROUP, USER_LOGIN, user.invitation_sent, user.invitation_acceptance, user.removal_from_org, user.role_set."}},
		"upper and lower case differ":                 {event.ScopeOrganization, "user_created", []string{`"user_created"`}},
		"an empty one is refused":                     {event.ScopeOrganization, "", []string{`""`}},
		"one of another scope is refused":             {event.ScopeTable, "USER_CREATED", []string{`"USER_CREATED"`, "a table", "user.removal_from_table, user.role_set, card.create"}},
		"an organization's is refused for a pipe":     {event.ScopePipe, "user.invitation_sent", []string{`"user.invitation_sent"`, "a pipe"}},
		"a table's is refused for a pipe":             {event.ScopePipe, "user.removal_from_table", []string{"a pipe"}},
		"a card's is refused for an organization":     {event.ScopeOrganization, "card.create", []string{"an organization"}},
		"no action of cards is made up":               {event.ScopePipe, "card.explode", []string{`"card.explode"`, "card.expired"}},
		"an endless one is cut":                       {event.ScopeOrganization, strings.Repeat("x", 1<<20), []string{"x…\""}},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := event.ParseTypes(refused.scope, []string{refused.name})
			if !app.Is(err, app.Invalid) || got != nil || len(err.Error()) > 400 {
				t.Fatalf("got %v, %v", got, err)
			}
			var refusal *app.Error
			if errors.As(err, &refusal); refusal.Reason != app.ReasonInput || refusal.Fields[0].Name != "type" {
				t.Errorf("got %+v", refusal)
			}
			for _, words := range refused.says {
				if !strings.Contains(err.Error(), words) {
					t.Errorf("%q does not say %s", err.Error(), words)
				}
			}
		})
	}
}
