package graphql

import (
	"strconv"
	"strings"

	"rollcall/app"
	"rollcall/app/directory"
	"rollcall/app/event"
)

// What inputs say is checked here only where the schema is looser than any use-case can be: which of several ids is
// given, and nulls in lists.

func refuse(format string, args ...any) error {
	return app.Errorf(app.Invalid, format, args...).Because(app.ReasonInput)
}

// or is the value of an optional input, or what stands for it.
func or[T any](value *T, instead T) T {
	if value == nil {
		return instead
	}
	return *value
}

// required is the value of an input that the schema leaves open and the contract demands.
func required(name string, value *string) (string, error) {
	if value == nil {
		return "", refuse("%q must be given.", name)
	}
	return *value, nil
}

// typesOf reads actions. nil is none given.
func typesOf(actions []*string) ([]event.Type, error) {
	if actions == nil {
		return nil, nil
	}
	types := make([]event.Type, len(actions))
	for i, action := range actions {
		if action == nil {
			return nil, refuse("An action can't be null.")
		}
		types[i] = event.Type(*action)
	}
	return types, nil
}

// where is the one place that is given. An empty id is none: clients send it for what they leave open.
func where(organization, pipe, table *string) (directory.Where, error) {
	var places []directory.Where
	var names []string
	add := func(name string, id *string, in func(string) directory.Where) {
		names = append(names, name)
		if or(id, "") != "" {
			places = append(places, in(*id))
		}
	}
	add("organization_id", organization, directory.InOrganizationID)
	add("pipe_id", pipe, directory.InPipe)
	add("table_id", table, directory.InTable)
	if len(places) != 1 {
		return directory.Where{}, refuse("Give exactly one of %s.", strings.Join(names, ", "))
	}
	return places[0], nil
}

// memberRef names a member by the id that a client has: a number or a uuid.
func memberRef(id string) directory.Ref {
	if n, err := strconv.ParseInt(id, 10, 64); err == nil {
		return directory.Ref{ID: n}
	}
	return directory.Ref{UUID: id}
}
