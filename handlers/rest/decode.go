package rest

import (
	"bytes"
	"encoding/json"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"rollcall/app"
	"rollcall/handlers/visit"
)

// properties is a JSON object as it came, and what was wrong with those read from it so far. encoding/json alone
// would take a property in any case, let the last of two with one name win, and turn bad UTF-8 into something else.
type properties struct {
	values  map[string]json.RawMessage
	refused []app.Field
}

// read parses the body as one object that may have only the allowed properties, each once.
// Errors: WrongType when it is not JSON by its Content-Type, Malformed when not by its content.
func read(c echo.Context, allowed ...string) (*properties, error) {
	if !visit.JSON(c) {
		return nil, app.Errorf(visit.WrongType, "Send the body as application/json.")
	}
	body, err := io.ReadAll(c.Request().Body)
	if err != nil {
		return nil, err
	}
	values, err := object(body)
	if err != nil {
		return nil, err
	}
	p := &properties{values: values}
	for name := range values {
		if !slices.Contains(allowed, name) {
			p.refuse(name, "unexpected property")
		}
	}
	slices.SortFunc(p.refused, func(a, b app.Field) int { return strings.Compare(a.Name, b.Name) })
	return p, nil
}

func object(body []byte) (map[string]json.RawMessage, error) {
	malformed := app.Errorf(visit.Malformed, "The body is not a JSON object.")
	if !utf8.Valid(body) || !json.Valid(body) {
		return nil, malformed
	}
	dec := json.NewDecoder(bytes.NewReader(body))
	if start, err := dec.Token(); err != nil || start != json.Delim('{') {
		return nil, malformed
	}
	values := map[string]json.RawMessage{}
	for dec.More() {
		name, err := dec.Token()
		if err != nil {
			return nil, malformed
		}
		var value json.RawMessage
		if err := dec.Decode(&value); err != nil {
			return nil, malformed
		}
		if _, twice := values[name.(string)]; twice {
			return nil, app.Errorf(visit.Malformed, "The body has the property %q twice.", name)
		}
		values[name.(string)] = value
	}
	return values, nil
}

func (p *properties) refuse(name, message string) {
	p.refused = append(p.refused, app.Field{Name: name, Message: message})
}

// text reads a string. One that is missing is refused when required.
func (p *properties) text(name string, required bool) string {
	var s *string
	p.value(name, "must be a string", required, &s)
	if s == nil {
		return ""
	}
	return *s
}

// flag reads a required boolean.
func (p *properties) flag(name string) bool {
	var b *bool
	p.value(name, "must be a boolean", true, &b)
	return b != nil && *b
}

// value decodes one property into a pointer to a pointer, which stays nil when the property is missing or refused.
func (p *properties) value(name, kind string, required bool, into any) {
	raw, sent := p.values[name]
	switch {
	case !sent && required:
		p.refuse(name, "is required")
	case sent && (string(raw) == "null" || json.Unmarshal(raw, into) != nil):
		p.refuse(name, kind)
	}
}

// err is Invalid with everything that was refused, nil for nothing. Its sentence names the properties: "is required"
// alone would say nothing to whoever reads only that.
func (p *properties) err() error {
	if len(p.refused) == 0 {
		return nil
	}
	refusal := app.Refuse(p.refused...)
	refusal.Message = strings.Join(lines(p.refused), "; ")
	return refusal
}

// lines is what each field was refused for, with its name.
func lines(fields []app.Field) []string {
	all := make([]string, len(fields))
	for i, f := range fields {
		all[i] = f.Name + ": " + f.Message
	}
	return all
}
