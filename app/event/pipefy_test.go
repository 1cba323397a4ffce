package event_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rollcall/app/event"
)

const deliveryID = "0198c3f2-5a01-7000-8000-000000000002"

var (
	// moment is the times of the contract's examples: 2022-03-22 23:21:57 UTC is 20:21:57 -0300.
	moment = time.Date(2022, 3, 22, 23, 21, 57, 123456000, time.UTC)

	places = map[event.Scope]event.About{
		event.ScopeOrganization: {Kind: event.ScopeOrganization, ID: 11111, Name: "Organization 1"},
		event.ScopePipe:         {Kind: event.ScopePipe, ID: 301858363, SUID: "RkT4wPq", UUID: "0198c3f2-5a01-7000-8000-00000000000a", Name: "Onboarding"},
		event.ScopeTable:        {Kind: event.ScopeTable, ID: 301858364, SUID: "ZdeRdE", UUID: "0198c3f2-5a01-7000-8000-00000000000b", Name: "Suppliers"},
	}
)

// fromPipefy is the example of Pipefy's documentation, in one of the three places.
func fromPipefy(t event.Type, scope event.Scope) (event.Event, event.Receiver) {
	organization := event.Organization{ID: 11111, Name: "organization-1", Title: "Organization 1"}
	e := event.Event{
		ID: "018f0000-0000-7000-8000-000000000001", Type: event.Canonical(t), At: moment,
		Facts: event.Facts{
			Subject: event.User{ID: 12345, HexID: "66ec445884b4103f670d0c86", Name: "John Doe", Username: "john-doe", Email: "john.doe@email.com",
				Avatar: "https://gravatar.com/avatar/0.png?s=144&d=x"},
			Home:         organization,
			Actor:        event.User{ID: 98765, Name: "Jane Doe", Username: "jane-doe", Email: "jane.doe@email.com"},
			About:        places[scope],
			PreviousRole: "member", NewRole: "admin",
		},
	}
	return e, event.Receiver{WebhookID: "66ec434e84b4103f670cb617", WebhookName: "new webhook", Organization: organization,
		DeliveryID: deliveryID, Spelling: t, Zone: time.FixedZone("BRT", -3*60*60)}
}

func TestPipefyBody(t *testing.T) {
	cases := []struct {
		name   string
		typ    event.Type
		scope  event.Scope
		change func(*event.Event, *event.Receiver)
	}{
		{"pipefy_invitation_sent", event.UserInvitationSent, event.ScopeOrganization, nil},
		{"pipefy_invitation_acceptance", event.UserInvitationAcceptance, event.ScopeOrganization, nil},
		{"pipefy_invitation_accepted", event.UserInvitationAccepted, event.ScopeOrganization, nil},
		{"pipefy_role_set", event.UserRoleSet, event.ScopeOrganization, nil},
		{"pipefy_role_set_first", event.UserRoleSet, event.ScopeOrganization, func(e *event.Event, _ *event.Receiver) { e.Facts.PreviousRole = "" }},
		{"pipefy_role_set_pipe", event.UserRoleSet, event.ScopePipe, nil},
		{"pipefy_role_set_table", event.UserRoleSet, event.ScopeTable, nil},
		{"pipefy_removal_from_org", event.UserRemovalFromOrg, event.ScopeOrganization, nil},
		{"pipefy_removal_from_pipe", event.UserRemovalFromPipe, event.ScopePipe, nil},
		{"pipefy_removal_from_table", event.UserRemovalFromTable, event.ScopeTable, nil},
		{"pipefy_by_nobody", event.UserRemovalFromOrg, event.ScopeOrganization, func(e *event.Event, _ *event.Receiver) { e.Facts.Actor = event.User{} }},
		{"pipefy_no_picture", event.UserInvitationSent, event.ScopeOrganization, func(e *event.Event, _ *event.Receiver) { e.Facts.Subject.Avatar = "" }},
		{"pipefy_no_zone", event.UserRemovalFromOrg, event.ScopeOrganization, func(_ *event.Event, r *event.Receiver) { r.Zone = nil }},
		{"pipefy_awkward_names", event.UserRoleSet, event.ScopePipe, func(e *event.Event, _ *event.Receiver) {
			e.Facts.About.Name = `<R&D> "Zoë" \ ✓ 日本` + "\t\u2028\x00\xff"
			e.Facts.Subject.Name = "O'Brien </script>"
		}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			e, r := fromPipefy(c.typ, c.scope)
			if c.change != nil {
				c.change(&e, &r)
			}
			compareGolden(t, c.name, mustBody(t, e, r))
		})
	}
	t.Run("an event that says nothing of the place it is about has no body", func(t *testing.T) {
		e, r := fromPipefy(event.UserRemovalFromPipe, "")
		if body, err := event.Body(e, r); err == nil {
			t.Errorf("got the body %s, want an error", body)
		}
	})
	t.Run("an action that never fires has no body", func(t *testing.T) {
		e, r := fromPipefy("card.create", event.ScopePipe)
		if body, err := event.Body(e, r); err == nil || !strings.Contains(err.Error(), "card.create") {
			t.Errorf("got the body %s, %v, want an error that names the type", body, err)
		}
	})
}

// TestFacts: an event is stored as its facts; the body that is made of them later is the one that was made then.
func TestFacts(t *testing.T) {
	for scope := range places {
		for _, typ := range event.Fired(scope) {
			e, r := fromPipefy(typ, scope)
			e.Facts.RemainingSeats, e.Facts.GroupName = seats(3), "Demo-Group"
			stored, err := json.Marshal(e.Facts)
			if err != nil {
				t.Fatal(err)
			}
			later := e
			later.Facts = event.Facts{}
			if err := json.Unmarshal(stored, &later.Facts); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(mustBody(t, e, r)), string(mustBody(t, later, r))); diff != "" {
				t.Errorf("%s at %s scope: %s", typ, scope, diff)
			}
		}
	}
}

func TestSample(t *testing.T) {
	for _, info := range event.Catalogue() {
		for _, scope := range info.Scopes {
			for _, spelling := range append([]event.Type{info.Type}, info.Spellings...) {
				body, err := event.Sample(scope, spelling)
				if info.NeverFires {
					if err == nil {
						t.Errorf("%s never fires and has the sample %s", spelling, body)
					}
					continue
				}
				if err != nil {
					t.Fatal(err)
				}
				compareGolden(t, "sample_"+string(scope)+"_"+string(spelling), body)
			}
		}
	}
	t.Run("a type of another scope has no sample", func(t *testing.T) {
		if body, err := event.Sample(event.ScopePipe, event.UserCreated); err == nil {
			t.Errorf("got %s", body)
		}
	})
}
