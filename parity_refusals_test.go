package main

import (
	"net/http"
	"slices"
	"strings"

	"rollcall/app/event"
)

// refusals are bad inputs, and people who may not. They share a world: nothing of it changes.
func refusals() []operation {
	all := slices.Concat(hookRefusals(), memberRefusals(), placeRefusals(), strangerRefusals())
	for i := range all {
		all[i].name = "refused: " + all[i].name
		all[i].refused = true
	}
	return all
}

func hookRefusals() (all []operation) {
	const org, pipe, table = event.ScopeOrganization, event.ScopePipe, event.ScopeTable
	one := hookInput{name: "refused", url: "refused", types: []string{"USER_DISABLED"}}
	changed := func(change func(h *hookInput)) hookInput {
		h := one
		change(&h)
		return h
	}
	for name, h := range map[string]hookInput{
		"a name with spaces":         changed(func(h *hookInput) { h.name = "not this" }),
		"no name":                    changed(func(h *hookInput) { h.name = "" }),
		"a name that is too long":    changed(func(h *hookInput) { h.name = strings.Repeat("n", 101) }),
		"no URL":                     changed(func(h *hookInput) { h.url = "" }),
		"a URL of another kind":      changed(func(h *hookInput) { h.url = "ftp://example.com/" }),
		"a URL in the network":       changed(func(h *hookInput) { h.url = "http://10.0.0.1/" }),
		"a type that is none":        changed(func(h *hookInput) { h.types = []string{"USER_ASCENDED"} }),
		"a type of pipes":            changed(func(h *hookInput) { h.types = []string{"user.removal_from_pipe"} }),
		"no type":                    changed(func(h *hookInput) { h.types = nil }),
		"an address that is none":    changed(func(h *hookInput) { h.email = "nobody" }),
		"a header of ours":           changed(func(h *hookInput) { h.header = "line\nbreak" }),
		"two things that are wrong":  changed(func(h *hookInput) { h.name, h.url = "not this", "ftp://example.com/" }),
		"another's name":             changed(func(h *hookInput) { h.name = "ears-w001-organization" }),
		"free text that is too long": changed(func(h *hookInput) { h.name, h.types = strings.Repeat("n", 256), []string{"user.role_set"} }),
	} {
		all = append(all, operation{name: "a webhook of the organization with " + name, doors: create("ada", org, h)})
	}
	for _, scope := range []event.Scope{pipe, table} {
		wrong, twin := hook(scope), hook(scope)
		wrong.types, twin.url = []string{"user.removal_from_org"}, "ears-"+string(scope)
		all = append(all,
			operation{name: "a type of organizations in a " + string(scope), doors: create("ada", scope, wrong)},
			operation{name: "the same URL and type again in a " + string(scope), doors: create("ada", scope, twin)},
		)
	}
	for _, scope := range []event.Scope{org, pipe, table} {
		bad, foreign, twin := hook(scope), hook(scope), hook(scope)
		bad.url, foreign.types, twin.url = "ftp://example.com/", []string{"USER_ASCENDED"}, "ears-"+string(scope)
		ears := func(doors []doorway) []doorway {
			return on(func(w *parityWorld) string { return w.hooks[scope] }, doors)
		}
		none := func(doors []doorway) []doorway {
			return on(func(*parityWorld) string { return "0123456789abcdef01234567" }, doors)
		}
		sent := func(h hookInput) func(*parityWorld) string { return func(w *parityWorld) string { return h.input(w) } }
		all = append(all,
			operation{name: "a webhook edited to a bad URL of the " + string(scope), doors: ears(edit("ada", scope, bad, sent(bad)))},
			operation{name: "a webhook edited to an unknown type of the " + string(scope), doors: ears(edit("ada", scope, foreign, sent(foreign)))},
			operation{name: "a webhook edited that is not there of the " + string(scope), lost: true, doors: none(edit("ada", scope, twin, sent(twin)))},
			operation{name: "a webhook deleted that is not there of the " + string(scope), lost: true, doors: none(remove("ada", scope))},
			operation{name: "a webhook tested that is not there of the " + string(scope), lost: true, doors: none(test("ada", scope))},
			operation{name: "a delivery redelivered that is not there of the " + string(scope), lost: true, doors: on(func(*parityWorld) string { return "0198c3f2-5a01-7000-8000-000000000002" }, redeliver("ada", scope))},
			operation{name: "who may not makes a webhook of the " + string(scope), doors: create("norm", org, hook(org))},
			operation{name: "who may not edits a webhook of the " + string(scope), doors: ears(edit("norm", scope, twin, sent(twin)))},
			operation{name: "who may not deletes a webhook of the " + string(scope), doors: ears(remove("norm", scope))},
			operation{name: "who may not tests a webhook of the " + string(scope), doors: ears(test("norm", scope))},
		)
	}
	ears := func(w *parityWorld) string { return w.hooks[org] }
	byName := func(method, body string) doorway {
		return doorway{door: byREST, do: func(w *parityWorld) said {
			return w.rest("norm", method, w.name+"/webhooks/ears-"+w.name+"-organization", body)
		}}
	}
	return append(all,
		operation{name: "who may not deletes a webhook by its name", doors: append(on(ears, remove("norm", org)), byName(http.MethodDelete, ""))},
		operation{name: "who may not pauses a webhook", doors: []doorway{on(ears, switched("norm", false))[0], byName(http.MethodPatch, `{"enabled":false}`)}},
	)
}

// on does something to another webhook or delivery than the one that was made.
func on(id func(*parityWorld) string, doors []doorway) []doorway {
	for i := range doors {
		inner := doors[i].do
		doors[i].do = func(w *parityWorld) said {
			w.made = id(w)
			return inner(w)
		}
	}
	return doors
}

func memberRefusals() (all []operation) {
	const org, pipe = event.ScopeOrganization, event.ScopePipe
	for _, scope := range []event.Scope{org, pipe, event.ScopeTable} {
		in := " the " + string(scope)
		all = append(all,
			operation{name: "an invitation of no address to" + in, doors: invite("ada", scope, "admin", "", exactly("nobody"))},
			operation{name: "an invitation with a role that is none to" + in, doors: invite("ada", scope, "emperor", "", somebody("new"))},
			operation{name: "an invitation of somebody who is in" + in, doors: invite("ada", scope, "admin", "", somebody("grace"))},
			operation{name: "an invitation with a letter that is too long to" + in, doors: invite("ada", scope, "admin", strings.Repeat("m", 1001), somebody("new"))},
			operation{name: "an invitation by who may not to" + in, doors: invite("norm", scope, "admin", "", somebody("new"))},
			operation{name: "a role that is none in" + in, doors: setRole("ada", scope, "grace", "emperor")},
			operation{name: "a role for somebody who is not in" + in, lost: true, doors: setRole("ada", scope, "eve", "admin")},
			// setRoles is refused as a whole, whoever is in it.
			operation{name: "a role by who may not in" + in, doors: setRole("norm", scope, "grace", "admin")[:2]},
			operation{name: "a removal by who may not from" + in, doors: leave("norm", scope, "grace", "grace-W", "grace-W@example.com")},
			operation{name: "a removal of somebody who is not in" + in, lost: true, doors: leave("ada", scope, "eve", "eve-W", "eve-W@example.com")},
		)
	}
	return append(all,
		operation{name: "the last administrator gets another role", doors: setRole("ada", org, "ada", "normal")},
		operation{name: "the last administrator is removed", doors: leave("ada", org, "ada", "ada", "ada@hq.example")},
		operation{name: "a guest is disabled", doors: disable("ada", "norm", "norm@hq.example", true)},
		operation{name: "somebody is disabled who is not there", lost: true, doors: disable("ada", "eve", "eve-W@example.com", true)},
		operation{name: "who may not disables somebody", doors: disable("norm", "grace", "grace-W@example.com", true)},
		operation{name: "who may not enables somebody", doors: disable("norm", "grace", "grace-W@example.com", false)},
	)
}

func placeRefusals() (all []operation) {
	for _, scope := range []event.Scope{event.ScopePipe, event.ScopeTable} {
		all = append(all,
			operation{name: "a " + string(scope) + " without a name", doors: newSpace("ada", scope, " ", "blue")},
			operation{name: "a " + string(scope) + " with a name that is too long", doors: newSpace("ada", scope, strings.Repeat("n", 256), "blue")},
			operation{name: "a " + string(scope) + " by who may not", doors: newSpace("norm", scope, "Hiring", "blue")},
			operation{name: "the deleting of a " + string(scope) + " by who may not", doors: dropSpace("norm", scope)},
		)
	}
	return append(all,
		operation{name: "an organization without a name", doors: newOrganization("root", " ", "0")},
		operation{name: "an organization with fewer seats than none", doors: newOrganization("root", "Works", "-1")},
		operation{name: "an organization by who may not", doors: newOrganization("ada", "Works", "0")},
		operation{name: "a group without a name", doors: newGroup("ada", " ")},
		operation{name: "a group with another's name", doors: newGroup("ada", "group W")},
		operation{name: "a group by who may not", doors: newGroup("norm", "Everybody")},
		operation{name: "somebody comes into a group who is not there", lost: true, doors: join("ada", "eve-W@example.com")},
		operation{name: "who may not puts somebody into a group", doors: join("norm", "alan-W@example.com")},
		operation{name: "somebody leaves a group who is not in it", lost: true, doors: part("ada", "alan", "alan-W@example.com")},
		operation{name: "somebody leaves a group who is not there", lost: true, doors: part("ada", "eve", "eve-W@example.com")},
		operation{name: "who may not removes somebody from a group", doors: part("norm", "grace", "grace-W@example.com")},
	)
}

// strangerRefusals are what somebody tries from outside: for vic, the world is not there.
func strangerRefusals() (all []operation) {
	for _, scope := range []event.Scope{event.ScopeOrganization, event.ScopePipe, event.ScopeTable} {
		h := hook(scope)
		ears := func(doors []doorway) []doorway {
			return on(func(w *parityWorld) string { return w.hooks[scope] }, doors)
		}
		by := " by a stranger to the " + string(scope)
		all = append(all,
			operation{name: "a webhook" + by, lost: true, doors: create("vic", scope, h)},
			operation{name: "an edited webhook" + by, lost: true, doors: ears(edit("vic", scope, h, func(w *parityWorld) string { return h.input(w) }))},
			operation{name: "a deleted webhook" + by, lost: true, doors: ears(remove("vic", scope))},
			operation{name: "a tested webhook" + by, lost: true, doors: ears(test("vic", scope))},
			operation{name: "an invitation" + by, lost: true, doors: invite("vic", scope, "admin", "", somebody("new"))},
			operation{name: "a role" + by, lost: true, doors: setRole("vic", scope, "grace", "admin")[:2]},
			operation{name: "a removal" + by, lost: true, doors: leave("vic", scope, "grace", "grace-W", "grace-W@example.com")},
		)
	}
	return append(all,
		operation{name: "a disabling by a stranger", lost: true, doors: disable("vic", "grace", "grace-W@example.com", true)},
		operation{name: "a pipe by a stranger", lost: true, doors: newSpace("vic", event.ScopePipe, "Hiring", "blue")},
		operation{name: "the deleting of a pipe by a stranger", lost: true, doors: dropSpace("vic", event.ScopePipe)},
		operation{name: "the deleting of a table by a stranger", lost: true, doors: dropSpace("vic", event.ScopeTable)},
		operation{name: "a group by a stranger", lost: true, doors: newGroup("vic", "Everybody")},
		operation{name: "a coming into a group by a stranger", lost: true, doors: join("vic", "alan-W@example.com")},
		operation{name: "a leaving of a group by a stranger", lost: true, doors: part("vic", "grace", "grace-W@example.com")},
		operation{name: "a webhook with one type by a stranger", lost: true, doors: create("vic", event.ScopeOrganization, hookInput{name: "refused", url: "refused", types: []string{"USER_DISABLED"}})},
	)
}

// test sends a test to the webhook that was made.
func test(who string, scope event.Scope) []doorway {
	return []doorway{
		{door: byPage, do: func(w *parityWorld) said { return w.page(who, w.at(scope).root+"/webhooks/"+w.made+"/test") }},
		{door: byGraphQL, do: func(w *parityWorld) said {
			return w.mutate(who, "clientMutationId", "testWebhook(input: {id: %q})", w.made)
		}},
	}
}
