package event_test

import (
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
	t.Run("ACTIVATE's types are for organizations only", func(t *testing.T) {
		want := []event.Type{event.UserCreated, event.UserDisabled, event.UserRemovedFromGroup, event.UserLogin}
		if diff := cmp.Diff(want, event.ValidFor(event.ScopeOrganization)); diff != "" {
			t.Error(diff)
		}
		if got := event.ValidFor(event.ScopePipe); len(got) != 0 {
			t.Errorf("a pipe has %v", got)
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
		"an unknown one is named with the valid ones": {event.ScopeOrganization, "USER_PROMOTED", []string{`"USER_PROMOTED"`, "an organization", "USER_CREATED, USER_DISABLED, USER_REMOVED_FROM_GROUP, USER_LOGIN"}},
		"upper and lower case differ":                 {event.ScopeOrganization, "user_created", []string{`"user_created"`}},
		"an empty one is refused":                     {event.ScopeOrganization, "", []string{`""`}},
		"one of another scope is refused":             {event.ScopeTable, "USER_CREATED", []string{`"USER_CREATED"`, "a table"}},
		"an endless one is cut":                       {event.ScopeOrganization, strings.Repeat("x", 1<<20), []string{"x…\""}},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := event.ParseTypes(refused.scope, []string{refused.name})
			if !app.Is(err, app.Invalid) || got != nil || len(err.Error()) > 400 {
				t.Fatalf("got %v, %v", got, err)
			}
			for _, words := range refused.says {
				if !strings.Contains(err.Error(), words) {
					t.Errorf("%q does not say %s", err.Error(), words)
				}
			}
		})
	}
}
