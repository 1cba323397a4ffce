package main

import (
	"fmt"
	"regexp"
	"strings"

	"rollcall/app/event"
)

// invite invites addresses to a place.
func invite(who string, scope event.Scope, role, message string, emails ...func(*parityWorld) string) []doorway {
	return []doorway{
		{door: byPage, do: func(w *parityWorld) said {
			var lines []string
			for _, email := range emails {
				lines = append(lines, email(w))
			}
			return w.page(who, w.at(scope).root+"/invitations", "email", strings.Join(lines, "\n"), "role", role, "message", message)
		}},
		{door: byGraphQL, do: func(w *parityWorld) said {
			var rows []string
			for _, email := range emails {
				rows = append(rows, fmt.Sprintf("{email: %s role_name: %s}", graphqlString(email(w)), graphqlString(role)))
			}
			return w.mutate(who, "errors { message }", "inviteMembers(input: {%s emails: [%s] message: %s})", w.at(scope).input, strings.Join(rows, " "), graphqlString(message))
		}},
	}
}

// somebody is the address of nobody who is known, or of somebody in the world.
func somebody(name string) func(*parityWorld) string {
	return func(w *parityWorld) string { return w.email(name) }
}

// exactly is that address.
func exactly(email string) func(*parityWorld) string {
	return func(*parityWorld) string { return email }
}

// then does something by a page that each of the doors has prepared.
func then(doors []doorway, next func(w *parityWorld) said) []doorway {
	var all []doorway
	for _, d := range doors {
		all = append(all, doorway{door: byPage, prepare: func(w *parityWorld) { d.do(w).done(w.t) }, do: next})
	}
	return all
}

var invitationPath = regexp.MustCompile(`/invitations/[0-9A-Za-z_.-]{43,}`) // an id is shorter

// accept opens the link of the invitation that was sent last, and accepts it: with a new account, or as somebody.
func accept(scope event.Scope, as string, fields ...string) func(w *parityWorld) said {
	return func(w *parityWorld) said {
		id := w.text("SELECT id FROM invitations WHERE organization_id = $1 ORDER BY sent_at DESC LIMIT 1", w.id)
		link := invitationPath.FindString(w.look("ada", w.at(scope).root+"/invitations/"+id).text)
		if link == "" {
			w.t.Fatal("the invitation's page has no link")
		}
		if as != "" {
			return w.page(as, link+"/membership")
		}
		w.people["newcomer"] = parityPerson{browser: browser(w.t)}
		return w.page("newcomer", link, fields...)
	}
}

// setRole gives somebody of the world, or a person, another role.
func setRole(who string, scope event.Scope, whom, role string) []doorway {
	return []doorway{
		{door: byPage, do: func(w *parityWorld) said {
			return w.page(who, fmt.Sprintf("%s/%s/%d/role", w.at(scope).root, members(scope), w.number(whom)), "role", role)
		}},
		{door: byGraphQL, do: func(w *parityWorld) said {
			return w.mutate(who, "clientMutationId", "setRole(input: {%s member: {user_id: %d role_name: %q}})", w.at(scope).input, w.number(whom), role)
		}},
		{door: byGraphQL, do: func(w *parityWorld) said {
			return w.mutate(who, "errors", "setRoles(input: {%s members: [{user_id: %d role_name: %q}]})", w.at(scope).input, w.number(whom), role)
		}},
	}
}

// members is what a page's address calls them.
func members(scope event.Scope) string {
	if scope == event.ScopeOrganization {
		return "users"
	}
	return "members"
}

// number is the number of somebody; 999 is nobody's.
func (w *parityWorld) number(whom string) int64 {
	if u, ok := w.users[whom]; ok {
		return u.ID
	}
	if p, ok := w.people[whom]; ok {
		return p.id
	}
	return 999
}

// leave takes somebody out of a place. username and email are how the doors name them.
func leave(who string, scope event.Scope, whom, username, email string) []doorway {
	form := []string{}
	if scope == event.ScopeOrganization {
		form = []string{"confirm", username}
	}
	typed := func(w *parityWorld, text string) string { return strings.ReplaceAll(text, "W", w.name) }
	doors := []doorway{
		{door: byPage, do: func(w *parityWorld) said {
			if len(form) > 0 {
				form[1] = typed(w, username)
			}
			return w.page(who, fmt.Sprintf("%s/%s/%d/removal", w.at(scope).root, members(scope), w.number(whom)), form...)
		}},
		{door: byGraphQL, do: func(w *parityWorld) said {
			mutation := map[event.Scope]string{event.ScopeOrganization: "removeUserFromOrg", event.ScopePipe: "removeUserFromPipe", event.ScopeTable: "removeUserFromTable"}[scope]
			return w.mutate(who, "success", "%s(input: {%s email: %q})", mutation, w.at(scope).input, typed(w, email))
		}},
	}
	if scope != event.ScopePipe {
		return doors
	}
	return append(doors,
		doorway{door: byGraphQL, do: func(w *parityWorld) said {
			return w.mutate(who, "success", "removeUserFromRepo(input: {%s email: %q})", w.at(scope).input, typed(w, email))
		}},
		doorway{door: byGraphQL, do: func(w *parityWorld) said {
			uuid := "0198c3f2-5a01-7000-8000-000000000002"
			if u, ok := w.users[whom]; ok {
				uuid = u.UUID
			}
			return w.mutate(who, "errors", "removeMembersFromPipe(input: {pipeUuid: %q usersUuids: [%q]})", w.pipe.UUID, uuid)
		}})
}

// disable disables somebody, or enables them again.
func disable(who, whom, email string, disabled bool) []doorway {
	return []doorway{
		{door: byPage, do: func(w *parityWorld) said {
			path := fmt.Sprintf("%s/users/%d/disablement", w.at(event.ScopeOrganization).root, w.number(whom))
			if !disabled {
				path += "/removal"
			}
			return w.page(who, path)
		}},
		{door: byGraphQL, do: func(w *parityWorld) said {
			return w.mutate(who, "clientMutationId", "disableUser(input: {organization_id: %d email: %q disabled: %t})", w.id, strings.ReplaceAll(email, "W", w.name), disabled)
		}},
	}
}

// do is before an operation: what the first of the doors does.
func do(doors []doorway) func(*parityWorld) {
	return func(w *parityWorld) { doors[0].do(w).done(w.t) }
}

func memberOperations() (all []operation) {
	const org, pipe, table = event.ScopeOrganization, event.ScopePipe, event.ScopeTable
	roles := map[event.Scope]string{org: "normal", pipe: "creator", table: "member"}
	for _, scope := range []event.Scope{org, pipe, table} {
		to := " the " + string(scope)
		role := roles[scope]
		stranger, several := invite("ada", scope, role, "See you Monday.", somebody("new")), invite("ada", scope, role, "", somebody("one"), exactly("nobody"), somebody("two"))
		all = append(all,
			operation{name: "a stranger is invited to" + to, doors: stranger},
			operation{name: "some are invited to" + to + " and one is refused", doors: several, partly: true},
			operation{name: "a user of another organization is invited to" + to, doors: invite("ada", scope, role, "", somebody("eve"))},
			operation{name: "who was invited to" + to + " makes an account", doors: then(stranger, accept(scope, "", "name", "New", "username", "", "password", testPassword))},
			operation{name: "who is at home elsewhere accepts to come to" + to, doors: then(invite("ada", scope, role, "", exactly("vic@hq.example")), accept(scope, "vic"))},
			operation{name: "somebody gets another role in" + to, doors: setRole("ada", scope, "grace", "admin")},
			operation{name: "somebody gets the role they have in" + to, doors: setRole("ada", scope, "grace", "member"), nothing: true},
			operation{name: "somebody is removed from" + to, doors: leave("ada", scope, "grace", "grace-W", "grace-W@example.com")},
		)
	}
	return append(all,
		operation{name: "a member of the organization is invited to the pipe", doors: invite("ada", pipe, "read_and_comment", "", somebody("alan"))},
		operation{name: "a member of the organization is invited to the table", doors: invite("ada", table, "admin", "", somebody("alan"))},
		operation{name: "who is made a guest leaves pipes and tables", doors: setRole("ada", org, "grace", "external_guest")},
		operation{name: "a guest is removed from the organization", doors: leave("ada", org, "norm", "norm", "norm@hq.example")},
		operation{name: "somebody is named by username, whatever the case", doors: leave("ada", table, "grace", "", "GRACE-W")},
		operation{name: "a user is disabled", doors: disable("ada", "grace", "grace-W@example.com", true)},
		operation{name: "a user is enabled", before: do(disable("ada", "grace", "", true)), doors: disable("ada", "grace", "grace-W@example.com", false)},
		operation{name: "a user who is disabled is disabled", before: do(disable("ada", "grace", "", true)), doors: disable("ada", "grace", "grace-W@example.com", true), nothing: true},
	)
}
