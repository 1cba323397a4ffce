package model

import (
	"bytes"
	"encoding/json"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"rollcall/app"
)

// A scalar that is refused is the client's fault, so each says so in a sentence; gqlgen adds where.

// MarshalString writes a String.
func MarshalString(s string) graphql.Marshaler { return graphql.MarshalString(s) }

// UnmarshalString reads a String. gqlgen's own would take numbers and booleans too, and the parser can't tell a number
// among the variables from a string.
func UnmarshalString(v any) (string, error) {
	if s, ok := v.(string); ok {
		return s, nil
	}
	return "", refuse("This must be a string.")
}

// MarshalID writes an ID: always a string.
func MarshalID(id string) graphql.Marshaler { return graphql.MarshalString(id) }

// UnmarshalID reads an ID: a string, an integer literal, or a JSON number of any size (contracts/pipefy.md, Ids).
func UnmarshalID(v any) (string, error) {
	switch v := v.(type) {
	case string:
		return strings.TrimSpace(v), nil
	case int64:
		return strconv.FormatInt(v, 10), nil
	case json.Number:
		if !strings.ContainsAny(v.String(), ".eE") {
			return v.String(), nil
		}
	}
	return "", refuse("An ID must be a string or a whole number.")
}

// MarshalDateTime writes a time by RFC 3339, in UTC and whole seconds: clients parse it with a fixed layout.
func MarshalDateTime(t time.Time) graphql.Marshaler {
	return graphql.MarshalString(t.UTC().Format(time.RFC3339))
}

// UnmarshalDateTime reads a time by RFC 3339.
func UnmarshalDateTime(v any) (time.Time, error) {
	s, _ := v.(string)
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return time.Time{}, refuse("A DateTime must be written like 2026-03-14T09:26:53Z.")
	}
	return t, nil
}

// MarshalHeaders writes Json: an object.
func MarshalHeaders(headers map[string]string) graphql.Marshaler {
	return marshalJSON(headers)
}

// UnmarshalHeaders reads Json: an object, or a string that holds one (contracts/pipefy.md, Scalars). "" is what a
// client sends that has none.
func UnmarshalHeaders(v any) (map[string]string, error) {
	if text, ok := v.(string); ok {
		if strings.TrimSpace(text) == "" {
			return nil, nil
		}
		object, err := decodeObject([]byte(text))
		if err != nil {
			return nil, refuse("Headers must be a JSON object, or a string that holds one, like {\"token\": \"x\"}.")
		}
		if object == nil {
			return nil, nil
		}
		v = object
	}
	object, ok := v.(map[string]any)
	if !ok {
		return nil, refuse("Headers must be a JSON object, or a string that holds one, like {\"token\": \"x\"}.")
	}
	return headersOf(object)
}

// headersOf reads the values: strings, and numbers and booleans as they are written, for YAML and HCL make them of
// what looks like one.
func headersOf(object map[string]any) (map[string]string, error) {
	headers := make(map[string]string, len(object))
	for name, value := range object {
		switch value := value.(type) {
		case string:
			headers[name] = value
		case json.Number:
			headers[name] = value.String()
		case int64:
			headers[name] = strconv.FormatInt(value, 10)
		case float64:
			headers[name] = strconv.FormatFloat(value, 'f', -1, 64)
		case bool:
			headers[name] = strconv.FormatBool(value)
		default:
			return nil, refuse("The value of the header %q must be a string.", name)
		}
	}
	return headers, nil
}

// MarshalFilters writes JSON: an object.
func MarshalFilters(filters json.RawMessage) graphql.Marshaler {
	return marshalJSON(filters)
}

// UnmarshalFilters reads JSON: an object. A string that holds one is taken too, as for headers.
func UnmarshalFilters(v any) (json.RawMessage, error) {
	if text, ok := v.(string); ok {
		if strings.TrimSpace(text) == "" {
			return nil, nil
		}
		object, err := decodeObject([]byte(text))
		if err != nil || object == nil {
			return nil, refuse("Filters must be a JSON object.")
		}
		return json.RawMessage(strings.TrimSpace(text)), nil
	}
	if _, ok := v.(map[string]any); !ok {
		return nil, refuse("Filters must be a JSON object.")
	}
	return json.Marshal(v)
}

// decodeObject reads one JSON object and nothing after it; nil for null.
func decodeObject(text []byte) (map[string]any, error) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var object map[string]any
	if err := decoder.Decode(&object); err != nil {
		return nil, err
	}
	if _, err := decoder.Token(); err != io.EOF {
		return nil, refuse("There is something after the object.")
	}
	return object, nil
}

func marshalJSON(v any) graphql.Marshaler {
	return graphql.WriterFunc(func(w io.Writer) {
		encoder := json.NewEncoder(w)
		encoder.SetEscapeHTML(false)
		_ = encoder.Encode(v) // maps of strings and raw JSON that was read as JSON: neither can fail
	})
}

func refuse(format string, args ...any) error {
	return app.Errorf(app.Invalid, format, args...).Because(app.ReasonInput)
}
