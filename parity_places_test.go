package main

import (
	"fmt"
	"strings"

	"rollcall/app/event"
)

// newSpace makes a pipe or table.
func newSpace(who string, scope event.Scope, name, color string) []doorway {
	return []doorway{
		{door: byPage, do: func(w *parityWorld) said {
			return w.page(who, w.at(event.ScopeOrganization).root+"/"+string(scope)+"s", "name", name, "icon", "rocket", "color", color)
		}},
		{door: byGraphQL, do: func(w *parityWorld) said {
			return w.mutate(who, "clientMutationId", "create%s(input: {organization_id: %d name: %s icon: \"rocket\" color: %s})", capitalized(scope), w.id, graphqlString(name), graphqlString(color))
		}},
	}
}

func capitalized(scope event.Scope) string {
	return strings.ToUpper(string(scope)[:1]) + string(scope)[1:]
}

// dropSpace deletes the world's pipe or table; by each way in which the GraphQL API can name it.
func dropSpace(who string, scope event.Scope) []doorway {
	doors := []doorway{{door: byPage, do: func(w *parityWorld) said { return w.page(who, w.at(scope).root+"/delete") }}}
	for _, id := range []func(w *parityWorld) string{
		func(w *parityWorld) string { return fmt.Sprint(w.at(scope).id) },
		func(w *parityWorld) string { return w.space(scope).SUID },
		func(w *parityWorld) string { return w.space(scope).UUID },
	} {
		doors = append(doors, doorway{door: byGraphQL, do: func(w *parityWorld) said {
			return w.mutate(who, "success", "delete%s(input: {id: %q})", capitalized(scope), id(w))
		}})
	}
	return doors
}

// newOrganization makes an organization, whose name is made of its title.
func newOrganization(who, title, seats string) []doorway {
	return []doorway{
		{door: byPage, do: func(w *parityWorld) said {
			return w.page(who, "/organizations", "title", strings.ReplaceAll(title, "W", w.name), "seats", seats)
		}},
		{door: byGraphQL, do: func(w *parityWorld) said {
			return w.mutate(who, "clientMutationId", "createOrganization(input: {name: %q seats: %s})", strings.ReplaceAll(title, "W", w.name), seats)
		}},
	}
}

// newGroup makes a group.
func newGroup(who, name string) []doorway {
	return []doorway{
		{door: byPage, do: func(w *parityWorld) said {
			return w.page(who, w.at(event.ScopeOrganization).root+"/groups", "name", strings.ReplaceAll(name, "W", w.name), "description", "All of them.")
		}},
		{door: byGraphQL, do: func(w *parityWorld) said {
			return w.mutate(who, "clientMutationId", "createGroup(input: {organization_id: %d name: %q description: \"All of them.\"})", w.id, strings.ReplaceAll(name, "W", w.name))
		}},
	}
}

// join puts somebody into the group.
func join(who, login string) []doorway {
	return []doorway{
		{door: byPage, do: func(w *parityWorld) said {
			return w.page(who, fmt.Sprintf("/organizations/%s/groups/%d/members", w.name, w.group.ID), "login", strings.ReplaceAll(login, "W", w.name))
		}},
		{door: byGraphQL, do: func(w *parityWorld) said {
			return w.mutate(who, "success", "addUserToGroup(input: {group_id: %d email: %q})", w.group.ID, strings.ReplaceAll(login, "W", w.name))
		}},
	}
}

// part takes somebody out of the group.
func part(who, whom, login string) []doorway {
	return []doorway{
		{door: byPage, do: func(w *parityWorld) said {
			return w.page(who, fmt.Sprintf("/organizations/%s/groups/%d/members/%d/removal", w.name, w.group.ID, w.number(whom)))
		}},
		{door: byGraphQL, do: func(w *parityWorld) said {
			return w.mutate(who, "success", "removeUserFromGroup(input: {group_id: %d email: %q})", w.group.ID, strings.ReplaceAll(login, "W", w.name))
		}},
	}
}

func placeOperations() []operation {
	return []operation{
		{name: "an organization is made", doors: newOrganization("root", "Works of W", "25")},
		{name: "a pipe is made", doors: newSpace("ada", event.ScopePipe, "Hiring", "blue")},
		{name: "a table is made", doors: newSpace("ada", event.ScopeTable, "Laptops", "green")},
		{name: "a pipe is deleted", before: do(invite("ada", event.ScopePipe, "member", "", somebody("new"))), doors: dropSpace("ada", event.ScopePipe)},
		{name: "a table is deleted", before: do(invite("ada", event.ScopeTable, "member", "", somebody("new"))), doors: dropSpace("ada", event.ScopeTable)},
		{name: "a group is made", doors: newGroup("ada", "Everybody of W")},
		{name: "somebody comes into a group", doors: join("ada", "alan-W@example.com")},
		{name: "somebody who is in a group comes into it", doors: join("ada", "grace-W@example.com"), nothing: true},
		{name: "somebody is removed from a group", doors: part("ada", "grace", "grace-W@example.com")},
	}
}
