package main

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"rollcall/app"
	"rollcall/app/event"
	"rollcall/db"
)

// hookInput is what a person or program says of a webhook.
type hookInput struct {
	name, url, description, email string
	types                         []string
	header                        string // the value of X-Team; "" for no header
	kept                          bool   // X-Team is there with no new value, as the form shows one that is stored
	lax                           bool   // any certificate will do, which only the page can say
	off                           bool
}

// hook is a good webhook of a scope.
func hook(scope event.Scope) hookInput {
	return hookInput{name: "made", url: "made", types: map[event.Scope][]string{
		event.ScopeOrganization: {"user.role_set", "USER_DISABLED"},
		event.ScopePipe:         {"user.role_set", "user.removal_from_pipe"},
		event.ScopeTable:        {"user.removal_from_table", "user.role_set"},
	}[scope]}
}

// address is the URL: at the inbox, unless it says where.
func (h hookInput) address(w *parityWorld) string {
	if h.lax {
		return h.url + w.name // found by it
	}
	if h.url == "" || strings.Contains(h.url, ":") {
		return h.url
	}
	return w.inbox.url + "/" + w.name + "/" + h.url
}

// form is the webhook as the fields of a form.
func (h hookInput) form(w *parityWorld) []string {
	fields := []string{"name", h.name, "url", h.address(w), "description", h.description, "email", h.email}
	for _, t := range h.types {
		fields = append(fields, "type", t)
	}
	if h.header != "" || h.kept {
		fields = append(fields, "header-name", "X-Team", "header-value", h.header)
	}
	if !h.off {
		fields = append(fields, "enabled", "on")
	}
	if h.lax {
		fields = append(fields, "unverified", "on")
	}
	return fields
}

// input is the webhook as a part of a GraphQL input.
func (h hookInput) input(w *parityWorld) string {
	text := fmt.Sprintf("name: %s url: %s actions: %s", graphqlString(h.name), graphqlString(h.address(w)), graphqlStrings(h.types...))
	if h.email != "" {
		text += " email: " + graphqlString(h.email)
	}
	if h.header != "" {
		text += " headers: " + graphqlString(fmt.Sprintf(`{"X-Team":%q}`, h.header))
	}
	return text
}

// mutation is the name of what is done to a webhook of a scope in the GraphQL API.
func mutation(verb string, scope event.Scope) string {
	if scope == event.ScopeOrganization {
		return verb + "OrganizationWebhook"
	}
	return verb + "Webhook"
}

// create makes a webhook by every door that can say what is in it.
func create(who string, scope event.Scope, h hookInput) []doorway {
	doors := []doorway{{door: byPage, do: func(w *parityWorld) said { return w.page(who, w.at(scope).root+"/webhooks", h.form(w)...) }}}
	if scope == event.ScopeOrganization && len(h.types) == 1 && h.email == "" && h.header == "" {
		doors = append(doors, doorway{door: byREST, do: func(w *parityWorld) said {
			return w.rest(who, http.MethodPost, w.name+"/webhooks", fmt.Sprintf(`{"name":%q,"type":%q,"url":%q,"enabled":%t,"description":%q}`, h.name, h.types[0], h.address(w), !h.off, h.description))
		}})
	}
	if h.description == "" && !h.off {
		doors = append(doors, doorway{door: byGraphQL, do: func(w *parityWorld) said {
			return w.mutate(who, "clientMutationId", "%s(input: {%s %s})", mutation("create", scope), w.at(scope).input, h.input(w))
		}})
	}
	return doors
}

// makeHook is before an operation on a webhook of its own.
func makeHook(scope event.Scope, h hookInput) func(*parityWorld) {
	return func(w *parityWorld) {
		w.page("ada", w.at(scope).root+"/webhooks", h.form(w)...).done(w.t)
		w.made = w.text("SELECT id FROM webhooks WHERE url = $1 AND deleted_at IS NULL", h.address(w))
	}
}

// disabledByRule makes a webhook that has been disabled automatically.
func disabledByRule(h hookInput) func(*parityWorld) {
	return func(w *parityWorld) {
		makeHook(event.ScopeOrganization, h)(w)
		w.must(w.db.Tx(w.t.Context(), func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.Exec(ctx, `UPDATE webhooks SET enabled = FALSE, pause = 'automatic', paused_at = $2 WHERE id = $1`, w.made, app.SystemClock{}.Now())
			return err
		}))
	}
}

// edit changes the webhook that was made; was is how the form shows it, and change what a program sends.
func edit(who string, scope event.Scope, is hookInput, change func(w *parityWorld) string) []doorway {
	return []doorway{
		{door: byPage, do: func(w *parityWorld) said {
			return w.page(who, w.at(scope).root+"/webhooks/"+w.made, append(is.form(w), "version", "1")...)
		}},
		{door: byGraphQL, do: func(w *parityWorld) said {
			return w.mutate(who, "clientMutationId", "%s(input: {id: %q %s})", mutation("update", scope), w.made, change(w))
		}},
	}
}

// remove deletes the webhook that was made.
func remove(who string, scope event.Scope) []doorway {
	return []doorway{
		{door: byPage, do: func(w *parityWorld) said { return w.page(who, w.at(scope).root+"/webhooks/delete", "id", w.made) }},
		{door: byGraphQL, do: func(w *parityWorld) said {
			return w.mutate(who, "success", "%s(input: {id: %q})", mutation("delete", scope), w.made)
		}},
	}
}

// switched pauses or resumes the webhook that was made, which ACTIVATE's API knows by its name.
func switched(who string, enabled bool) []doorway {
	return []doorway{
		{door: byPage, do: func(w *parityWorld) said {
			path := w.at(event.ScopeOrganization).root + "/webhooks/" + w.made + "/pause"
			if enabled {
				path += "/removal"
			}
			return w.page(who, path)
		}},
		{door: byREST, do: func(w *parityWorld) said {
			return w.rest(who, http.MethodPatch, w.name+"/webhooks/made", fmt.Sprintf(`{"enabled":%t}`, enabled))
		}},
	}
}

// resumed pauses and resumes the webhook by the same door: why it is not enabled says which one that was.
func resumed(who string) []doorway {
	on, off := switched(who, true), switched(who, false)
	for i := range on {
		resume := on[i].do
		on[i].do = func(w *parityWorld) said {
			off[i].do(w).done(w.t)
			return resume(w)
		}
	}
	return on
}

func webhookOperations() (all []operation) {
	const org = event.ScopeOrganization
	one := hookInput{name: "made", url: "made", types: []string{"USER_DISABLED"}}
	off, told := one, one
	off.off, told.description = true, "For the people team."
	all = []operation{
		{name: "a webhook with one type of ACTIVATE's is made", doors: create("ada", org, one), heard: true},
		{name: "a webhook is made that is not enabled", doors: create("ada", org, off), heard: true},
		{name: "a webhook is made with a description", doors: create("ada", org, told)},
		{name: "a webhook is paused", before: makeHook(org, one), doors: switched("ada", false), heard: true},
		{name: "a webhook that was paused is resumed", before: makeHook(org, one), doors: resumed("ada"), heard: true},
		{name: "a webhook that was disabled automatically is paused", before: disabledByRule(one), doors: switched("ada", false), heard: true},
		{name: "a webhook that is enabled is enabled", before: makeHook(org, one), doors: switched("ada", true), nothing: true},
		{name: "a webhook is deleted by its name", before: makeHook(org, one), heard: true, doors: append(remove("ada", org), doorway{door: byREST, do: func(w *parityWorld) said {
			return w.rest("ada", http.MethodDelete, w.name+"/webhooks/made", "")
		}})},
	}
	for _, scope := range []event.Scope{org, event.ScopePipe, event.ScopeTable} {
		all = append(all, hooksOf(scope)...)
	}
	for _, scope := range []event.Scope{event.ScopePipe, event.ScopeTable} {
		all = append(all, operation{name: "the taking away of the filters of a webhook of the " + string(scope), before: filtered(scope), doors: unfilter(scope)})
	}
	return all
}

// hooksOf is what can be done with webhooks of every scope.
func hooksOf(scope event.Scope) []operation {
	good := hook(scope)
	rich, other, elsewhere, beside, bare, turned := good, good, good, good, good, good
	lax := hookInput{name: "made", url: "https://receiver.example/", types: good.types, lax: true}
	laxElsewhere, laxNamed := lax, lax
	laxElsewhere.url, laxNamed.name = "https://elsewhere.example/", "named-anew"
	rich.email, rich.header = "ops@example.com", "people"
	other.name, other.url, other.email = "another name", "other", "ops@example.com"
	elsewhere.url, elsewhere.email, elsewhere.kept = "http://127.0.0.1:18080/made", rich.email, true
	beside, bare = elsewhere, rich
	beside.url, bare.header = "beside", ""
	if scope == event.ScopeOrganization {
		other.name = "another-name" // it has a type of ACTIVATE's
	}
	turned.types = slices.Clone(good.types)
	slices.Reverse(turned.types)
	changed := func(h hookInput) func(*parityWorld) string {
		return func(w *parityWorld) string { return h.input(w) }
	}
	of := " of a webhook of the " + string(scope)
	return []operation{
		{name: "the making" + of, doors: create("ada", scope, good), heard: true},
		{name: "the making, with headers and an address for notices," + of, doors: create("ada", scope, rich), heard: true},
		{name: "the editing" + of, before: makeHook(scope, good), doors: edit("ada", scope, other, changed(other)), heard: true},
		{name: "the editing that changes nothing" + of, before: makeHook(scope, good), doors: edit("ada", scope, good, changed(good)), nothing: true},
		{name: "the giving of headers" + of, before: makeHook(scope, good), doors: edit("ada", scope, rich, changed(rich)), heard: true},
		{name: "the moving to another server, which loses the headers," + of, before: makeHook(scope, rich), doors: edit("ada", scope, elsewhere, changed(elsewhere))},
		{name: "the moving on the same server, which keeps the headers," + of, before: makeHook(scope, rich), doors: edit("ada", scope, beside, changed(beside)), heard: true},
		{name: "the naming, which leaves the certificate unverified," + of, before: makeHook(scope, lax), doors: edit("ada", scope, laxNamed, changed(laxNamed))},
		{name: "the moving to another server, whose certificate is verified," + of, before: makeHook(scope, lax), doors: edit("ada", scope, laxElsewhere, changed(laxElsewhere))},
		{name: "the taking away of the headers" + of, before: makeHook(scope, rich), heard: true, doors: edit("ada", scope, bare, func(*parityWorld) string { return "headers: null" })},
		{name: "the turning round of the types" + of, before: makeHook(scope, good), doors: []doorway{
			{door: byGraphQL, do: edit("ada", scope, turned, changed(turned))[1].do},
			{door: byGraphQL, do: func(w *parityWorld) said {
				return w.mutate("ada", "clientMutationId", "%s(input: {id: %q actions: %s})", mutation("update", scope), w.made, graphqlStrings(turned.types...))
			}},
		}, heard: true},
		{name: "the deleting" + of, before: makeHook(scope, good), doors: remove("ada", scope), heard: true},
		{name: "the testing" + of, before: makeHook(scope, good), doors: []doorway{
			{door: byPage, do: func(w *parityWorld) said { return w.page("ada", w.at(scope).root+"/webhooks/"+w.made+"/test") }},
			{door: byGraphQL, do: func(w *parityWorld) said {
				return w.mutate("ada", "clientMutationId", "testWebhook(input: {id: %q})", w.made)
			}},
		}},
		{name: "the redelivering" + of, before: deliverOnce(scope), doors: redeliver("ada", scope)},
	}
}

// filtered makes a webhook with filters, which only an API can.
func filtered(scope event.Scope) func(*parityWorld) {
	return func(w *parityWorld) {
		h := card()
		w.mutate("ada", "clientMutationId", "createWebhook(input: {%s %s filters: {phase_id: [7]}})", w.at(scope).input, h.input(w)).done(w.t)
		w.made = w.text("SELECT id FROM webhooks WHERE url = $1", h.address(w))
	}
}

// card is a webhook that can have filters.
func card() hookInput {
	return hookInput{name: "cards", url: "cards", types: []string{"card.move"}}
}

// unfilter takes the filters away.
func unfilter(scope event.Scope) []doorway {
	return []doorway{
		{door: byPage, do: func(w *parityWorld) said {
			return w.page("ada", w.at(scope).root+"/webhooks/"+w.made, append(card().form(w), "version", "1", "drop-filters", "on")...)
		}},
		{door: byGraphQL, do: func(w *parityWorld) said {
			return w.mutate("ada", "clientMutationId", "updateWebhook(input: {id: %q filters: null})", w.made)
		}},
	}
}

// deliverOnce has something to redeliver.
func deliverOnce(scope event.Scope) func(*parityWorld) {
	return func(w *parityWorld) {
		w.afterwards(byPage)
		w.made = w.text("SELECT id FROM deliveries WHERE webhook_id = $1 ORDER BY id LIMIT 1", w.hooks[scope])
	}
}

func redeliver(who string, scope event.Scope) []doorway {
	return []doorway{
		{door: byPage, do: func(w *parityWorld) said {
			return w.page(who, w.at(scope).root+"/deliveries/"+w.made+"/redelivery")
		}},
		{door: byGraphQL, do: func(w *parityWorld) said {
			return w.mutate(who, "clientMutationId", "redeliverWebhook(input: {deliveryId: %q})", w.made)
		}},
	}
}
