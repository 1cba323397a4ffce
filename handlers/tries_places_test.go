package handlers

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"strings"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/directory"
	"rollcall/app/event"
	"rollcall/app/webhook"
	"rollcall/db"
)

// spot is a place to try something in: an organization, or a fresh pipe or table.
type spot struct {
	root  string // its address
	where directory.Where
	at    event.Place
	typ   event.Type // one that its webhooks can have
}

// withPlaces adds the rows of what organizations, pipes and tables have alike, and of pipes and tables.
func withPlaces(rows map[string]func(*world, knocker) try) map[string]func(*world, knocker) try {
	addPlace(rows, org, (*world).acmeSpot)
	for _, kind := range []access.SpaceKind{access.Pipe, access.Table} {
		all, standing, fresh := org+"/"+string(kind)+"s", func(w *world) spot { return w.space(kind) }, func(w *world) spot { return w.newSpace(kind) }
		here := strings.Replace(all, ":organization", "acme", 1)
		one := all + "/:" + string(kind)
		rows["GET "+all] = func(*world, knocker) try { return try{path: here} }
		rows["GET "+all+"/new"] = func(*world, knocker) try { return try{path: here + "/new"} }
		rows["POST "+all] = func(w *world, _ knocker) try { return try{path: here, form: []string{"name", w.name("Space ")}} }
		rows["GET "+one] = at(standing, "")
		rows["GET "+one+"/settings"] = at(standing, "/settings")
		rows["POST "+one+"/settings"] = func(w *world, who knocker) try {
			return at(standing, "/settings", "name", w.name("Renamed "))(w, who)
		}
		rows["GET "+one+"/delete"], rows["POST "+one+"/delete"] = at(fresh, "/delete"), at(fresh, "/delete")
		rows["POST "+one+"/members/:user/role"] = ofMember(kind, "/role", "role", "admin")
		rows["POST "+one+"/members/:user/removal"] = ofMember(kind, "/removal")
		addPlace(rows, one, standing)
	}
	return rows
}

// addPlace adds the webhooks and invitations of a place.
func addPlace(rows map[string]func(*world, knocker) try, pattern string, here func(*world) spot) {
	addOperations(rows, pattern, here)
	hook := func(rest string, form ...string) func(*world, knocker) try {
		return func(w *world, _ knocker) try {
			s := here(w)
			return try{path: s.root + "/webhooks/" + w.hookAt(s).ID + rest, form: form}
		}
	}
	sent := func(rest string) func(*world, knocker) try {
		return func(w *world, _ knocker) try {
			s := here(w)
			return try{path: s.root + "/deliveries/" + w.sentAt(s).ID + rest}
		}
	}
	tried := func(rest string) func(*world, knocker) try {
		return func(w *world, _ knocker) try {
			s := here(w)
			d := w.sentAt(s)
			return try{path: s.root + "/deliveries/" + d.ID + "/attempts/" + w.redirectedTo(d, "https://example.org/"+d.ID) + rest}
		}
	}
	maps.Copy(rows, map[string]func(*world, knocker) try{
		"GET " + pattern + "/webhooks":     at(here, "/webhooks"),
		"GET " + pattern + "/webhooks/new": at(here, "/webhooks/new"),
		"POST " + pattern + "/webhooks": func(w *world, _ knocker) try {
			s := here(w)
			return try{path: s.root + "/webhooks", form: webhookForm(w.name("hook"), s.typ)}
		},
		"GET " + pattern + "/webhooks/delete": func(w *world, _ knocker) try {
			s := here(w)
			return try{path: s.root + "/webhooks/delete?id=" + w.hookAt(s).ID}
		},
		"POST " + pattern + "/webhooks/delete": func(w *world, _ knocker) try {
			s := here(w)
			return try{path: s.root + "/webhooks/delete", form: []string{"id", w.hookAt(s).ID}}
		},
		"GET " + pattern + "/webhooks/:webhook":      hook(""),
		"GET " + pattern + "/webhooks/:webhook/edit": hook("/edit"),
		"POST " + pattern + "/webhooks/:webhook": func(w *world, _ knocker) try {
			s := here(w)
			return try{path: s.root + "/webhooks/" + w.hookAt(s).ID, form: append(webhookForm(w.name("edited"), s.typ), "version", "1")}
		},
		"POST " + pattern + "/webhooks/:webhook/pause":     hook("/pause"),
		"POST " + pattern + "/webhooks/:webhook/countdown": hook("/countdown"),
		"POST " + pattern + "/webhooks/:webhook/pause/removal": func(w *world, _ knocker) try {
			s := here(w)
			made := w.hookAt(s)
			if _, err := w.webhooks.SetEnabled(w.t.Context(), access.Command(), "acme", made.ID, false); err != nil {
				w.t.Fatal(err)
			}
			return try{path: s.root + "/webhooks/" + made.ID + "/pause/removal"}
		},
		"POST " + pattern + "/webhooks/:webhook/secret":                        answers(http.StatusOK, hook("/secret")),
		"GET " + pattern + "/webhooks/:webhook/secret/rotation":                hook("/secret/rotation"),
		"POST " + pattern + "/webhooks/:webhook/secret/rotation":               hook("/secret/rotation", "overlap", "24"),
		"POST " + pattern + "/webhooks/:webhook/secret/rotation/removal":       hook("/secret/rotation/removal"),
		"POST " + pattern + "/webhooks/:webhook/test":                          hook("/test"),
		"GET " + pattern + "/deliveries/:delivery":                             sent(""),
		"GET " + pattern + "/deliveries/:delivery/test":                        answers(http.StatusSeeOther, sent("/test")), // without htmx it is the delivery's own page
		"POST " + pattern + "/deliveries/:delivery/redelivery":                 sent("/redelivery"),
		"GET " + pattern + "/deliveries/:delivery/download":                    sent("/download"),
		"POST " + pattern + "/deliveries/:delivery/attempts/:attempt/curl":     answers(http.StatusOK, tried("/curl")),
		"POST " + pattern + "/deliveries/:delivery/attempts/:attempt/location": tried("/location"),

		"GET " + pattern + "/events": at(here, "/events"),
		"GET " + pattern + "/events/:event": func(w *world, _ knocker) try {
			s := here(w)
			return try{path: s.root + "/events/" + w.heardAt(s)}
		},

		"GET " + pattern + "/invitations":     at(here, "/invitations"),
		"GET " + pattern + "/invitations/new": at(here, "/invitations/new"),
		"POST " + pattern + "/invitations": func(w *world, who knocker) try {
			return answers(http.StatusOK, at(here, "/invitations", "email", w.name("invited")+"@example.com", "role", "admin"))(w, who)
		},
		"GET " + pattern + "/invitations/:invitation":             ofInvitation(here, ""),
		"POST " + pattern + "/invitations/:invitation/renewal":    answers(http.StatusOK, ofInvitation(here, "/renewal")),
		"POST " + pattern + "/invitations/:invitation/revocation": ofInvitation(here, "/revocation"),
	})
}

func at(here func(*world) spot, rest string, form ...string) func(*world, knocker) try {
	return func(w *world, _ knocker) try { return try{path: here(w).root + rest, form: form} }
}

func answers(status int, row func(*world, knocker) try) func(*world, knocker) try {
	return func(w *world, who knocker) try {
		t := row(w, who)
		t.want = status
		return t
	}
}

func ofMember(kind access.SpaceKind, rest string, form ...string) func(*world, knocker) try {
	return func(w *world, _ knocker) try {
		s, u := w.space(kind), w.target()
		w.invite(s.where, u.Email, "member")
		return try{path: fmt.Sprintf("%s/members/%d%s", s.root, u.ID, rest), form: form}
	}
}

func ofInvitation(here func(*world) spot, rest string) func(*world, knocker) try {
	return func(w *world, _ knocker) try {
		s := here(w)
		return try{path: s.root + "/invitations/" + w.invite(s.where, w.name("waiting")+"@example.com", "admin").Invitation + rest}
	}
}

func (w *world) acmeSpot() spot {
	w.t.Helper()
	o, _, err := w.directory.Organization(w.t.Context(), access.Command(), "acme")
	if err != nil {
		w.t.Fatal(err)
	}
	return spot{"/organizations/acme", directory.InOrganization("acme"), event.Place{Scope: event.ScopeOrganization, ID: o.ID}, event.UserCreated}
}

// space is a pipe or table of acme that tries share; what ends it takes a new one.
func (w *world) space(kind access.SpaceKind) spot {
	w.t.Helper()
	if _, made := w.spaces[kind]; !made {
		w.spaces[kind] = w.newSpace(kind)
	}
	return w.spaces[kind]
}

// newSpace is a fresh pipe or table of acme, with the people of everybody who have a role in it.
func (w *world) newSpace(kind access.SpaceKind) spot {
	w.t.Helper()
	create, in, typ := w.directory.CreatePipe, directory.InPipe, event.UserRemovalFromPipe
	if kind == access.Table {
		create, in, typ = w.directory.CreateTable, directory.InTable, event.UserRemovalFromTable
	}
	made, err := create(w.t.Context(), access.Command(), directory.InOrganization("acme"), directory.SpaceForm{Name: w.name("Space ")})
	if err != nil {
		w.t.Fatal(err)
	}
	s := spot{fmt.Sprintf("/organizations/acme/%ss/%d", kind, made.ID), in(made.UUID), event.Place{Scope: event.Scope(kind), ID: made.ID}, typ}
	for name, role := range spaceRoles(kind) {
		w.invite(s.where, name+"@example.com", string(role))
	}
	return s
}

// spaceRoles are who of everybody has a role in a fresh pipe or table.
func spaceRoles(kind access.SpaceKind) map[string]access.Role {
	if kind == access.Table {
		return map[string]access.Role{"external": access.Admin, "normal": access.Member}
	}
	return map[string]access.Role{"external": access.Admin, "normal": access.ReadAndComment}
}

// invite invites one address.
func (w *world) invite(where directory.Where, email, role string) directory.InviteResult {
	w.t.Helper()
	done, refused, err := w.directory.Invite(w.t.Context(), access.Command(), where, []directory.Invitee{{Email: email, Role: role}}, "")
	if err != nil || len(refused) > 0 {
		w.t.Fatal(refused, err)
	}
	return done[0]
}

// invitation is the path behind a fresh link that makes an account.
func (w *world) invitation() string {
	w.t.Helper()
	return strings.TrimPrefix(w.invite(directory.InOrganization("acme"), w.name("stranger")+"@example.com", "normal").Link, w.url)
}

func (w *world) hookAt(s spot) webhook.Webhook {
	w.t.Helper()
	name := w.name("hook")
	made, _, err := w.webhooks.CreateAt(w.t.Context(), access.Command(), s.at, webhook.Form{
		Name: name, URL: "https://example.com/" + name, Types: []event.Type{s.typ}, Enabled: true})
	if err != nil {
		w.t.Fatal(err)
	}
	return made
}

func (w *world) sentAt(s spot) webhook.Delivery {
	w.t.Helper()
	made, err := w.webhooks.SendTest(w.t.Context(), access.Command(), "acme", w.hookAt(s).ID, "")
	if err != nil {
		w.t.Fatal(err)
	}
	return made
}

// heardAt is the id of an event that was heard in a place.
func (w *world) heardAt(s spot) string {
	w.t.Helper()
	e := event.Event{ID: app.NewUUID(), Type: event.UserRoleSet, Places: []event.Place{s.at}, Source: "page"}
	if err := w.db.Tx(w.t.Context(), func(ctx context.Context, tx *db.Tx) error { return w.webhooks.Publish(ctx, tx, e) }); err != nil {
		w.t.Fatal(err)
	}
	return e.ID
}

func webhookForm(name string, typ event.Type) []string {
	return []string{"name", name, "type", string(typ), "url", "https://example.com/" + name, "description", "", "enabled", "on"}
}

// kindOf is the kind of the pipe or table that a route is in; "" for none.
func kindOf(r route) access.SpaceKind {
	for _, kind := range []access.SpaceKind{access.Pipe, access.Table} {
		if strings.Contains(r.path, "/:"+string(kind)) {
			return kind
		}
	}
	return ""
}

// outcomeInSpace is outcome in a pipe or table: who may not see it finds nothing. Who may not manage the organization's
// webhooks is told so wherever they try to change one.
func outcomeInSpace(r route, who knocker, kind access.SpaceKind, ok int) int {
	place := access.SpacePlace{Place: access.Place{ID: 1, Role: who.role}, Kind: kind, SpaceID: 1, SpaceRole: spaceRoles(kind)[who.actor.Username]}
	changesWebhook := r.method == post && r.action == access.ManageWebhooks && !strings.HasSuffix(r.path, "/webhooks")
	switch {
	case who.role == "" && !who.actor.SiteAdmin:
		return http.StatusNotFound
	case !place.Allows(who.actor, access.ViewSpace) && !changesWebhook:
		return http.StatusNotFound
	case place.Allows(who.actor, r.action):
		return ok
	}
	return http.StatusForbidden
}
