package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/http"
	"strings"

	"rollcall/app/access"
	"rollcall/app/directory"
	"rollcall/app/event"
	"rollcall/app/webhook"
)

// What the story is made of. Everything happens through the use-cases that pages and APIs call.
const (
	demoAdmin        = "ada"
	demoOrganization = "acme"
	demoSeats        = 25
)

// newDemoPassword is long enough to keep others on this machine out, and short enough to type.
func newDemoPassword() string { return "demo-" + strings.ToLower(rand.Text()[:10]) }

// visitor is somebody at the log-in page.
func visitor() access.Actor {
	return access.Actor{Kind: access.KindNobody, Source: "page", Address: "127.0.0.1"}
}

// tell lets the story happen: an organization is set up, people and groups come, two systems ask to be told, pipes and
// tables fill, and then people log in, leave a group and are disabled.
func (d *demo) tell(ctx context.Context) error {
	admin, err := d.found(ctx)
	if err != nil {
		return fmt.Errorf("set the demo up: %w", err)
	}
	users, err := d.hire(ctx, admin)
	if err != nil {
		return fmt.Errorf("add the demo's users: %w", err)
	}
	groups, err := d.group(ctx, admin, users)
	if err != nil {
		return fmt.Errorf("make the demo's groups: %w", err)
	}
	if err := d.subscribe(ctx, admin); err != nil {
		return fmt.Errorf("make the demo's webhooks: %w", err)
	}
	if err := d.furnish(ctx, admin); err != nil {
		return fmt.Errorf("make the demo's pipes and tables: %w", err)
	}
	if err := d.happen(ctx, admin, users, groups); err != nil {
		return fmt.Errorf("let the demo's story happen: %w", err)
	}
	return nil
}

// found goes through the first-run page's use-case and returns the administrator.
func (d *demo) found(ctx context.Context) (access.Actor, error) {
	code, err := d.access.NewSetupCode(ctx)
	if err != nil {
		return access.Actor{}, err
	}
	_, session, err := d.directory.Setup(ctx, visitor(), directory.SetupForm{Code: code, Organization: "Acme",
		Name: "Ada Lovelace", Username: demoAdmin, Email: "ada@acme.example", Password: d.password})
	if err != nil {
		return access.Actor{}, err
	}
	admin, err := d.access.Session(ctx, session, true)
	if err != nil {
		return access.Actor{}, err
	}
	admin.Source = "page"
	return admin, d.directory.SetSeats(ctx, admin, demoOrganization, demoSeats)
}

// hire adds users and returns their ids by username.
func (d *demo) hire(ctx context.Context, admin access.Actor) (map[string]int64, error) {
	ids := map[string]int64{}
	for _, name := range []string{"Grace Hopper", "Alan Turing", "Katherine Johnson", "Barbara Liskov", "Edsger Dijkstra", "Radia Perlman", "Donald Knuth"} {
		username := strings.ToLower(strings.Fields(name)[0])
		user, err := d.directory.AddUser(ctx, admin, demoOrganization, directory.AddUser{Name: name, Username: username,
			Email: username + "@acme.example", Password: d.password, Role: access.Normal})
		if err != nil {
			return nil, err
		}
		ids[username] = user.ID
	}
	return ids, nil
}

// group makes groups and returns their ids by name.
func (d *demo) group(ctx context.Context, admin access.Actor, users map[string]int64) (map[string]int64, error) {
	ids := map[string]int64{}
	for _, g := range []struct{ name, description, members string }{
		{"Engineering", "Builds what Acme sells", "grace alan katherine barbara"},
		{"On call", "Gets up at night", "grace alan edsger"},
		{"Network", "Keeps the trees spanning", "radia donald"},
	} {
		made, err := d.directory.CreateGroup(ctx, admin, demoOrganization, g.name, g.description)
		if err != nil {
			return nil, err
		}
		ids[g.name] = made.ID
		for _, username := range strings.Fields(g.members) {
			if err := d.directory.AddToGroup(ctx, admin, demoOrganization, made.ID, users[username]); err != nil {
				return nil, err
			}
		}
	}
	return ids, nil
}

// subscribe makes the webhooks of two systems: one that listens and one that is broken.
func (d *demo) subscribe(ctx context.Context, admin access.Actor) error {
	for _, h := range []struct {
		name, description, answer string
		status                    int
		types                     []event.Type
	}{
		{"hr-sync", "Human resources: hears of everything", "", http.StatusNoContent,
			[]event.Type{event.UserCreated, event.UserLogin, event.UserDisabled, event.UserRemovedFromGroup,
				event.UserInvitationSent, event.UserInvitationAcceptance, event.UserRoleSet, event.UserRemovalFromOrg}},
		{"crm", "Always answers with an error, to show retries", "the database is down for maintenance", http.StatusInternalServerError,
			[]event.Type{event.UserCreated, event.UserDisabled}},
	} {
		path := "/" + h.name
		_, secret, err := d.webhooks.Create(ctx, admin, demoOrganization, webhook.Form{Name: h.name, URL: d.address + path,
			Description: h.description, Types: h.types, Enabled: true})
		if err != nil {
			return err
		}
		if err := d.receiver.expect(path, secret, h.status, h.answer); err != nil {
			return err
		}
	}
	return nil
}

// happen makes what the history shows from the start.
func (d *demo) happen(ctx context.Context, admin access.Actor, users, groups map[string]int64) error {
	for _, login := range []string{"grace", "alan@acme.example", "katherine"} {
		if _, _, err := d.directory.SignIn(ctx, visitor(), login, d.password, "Demo"); err != nil {
			return err
		}
	}
	if err := d.directory.RemoveFromGroup(ctx, admin, demoOrganization, groups["On call"], users["alan"]); err != nil {
		return err
	}
	return d.directory.Disable(ctx, admin, demoOrganization, users["katherine"])
}
