package rest

import (
	"encoding/json"
	"maps"
	"slices"

	"github.com/labstack/echo/v4"

	"rollcall/app/event"
	"rollcall/app/webhook"
)

// webhookItems describes what receivers get, one entry a spelling of an event type that fires. All of it comes from the
// catalogue and its sample bodies, which the code of the real ones makes.
func webhookItems() (tree, error) {
	items := tree{}
	for _, info := range event.Catalogue() {
		if info.NeverFires {
			continue
		}
		for _, spelling := range append([]event.Type{info.Type}, info.Spellings...) {
			item, err := webhookItem(info, spelling)
			if err != nil {
				return nil, err
			}
			items[string(spelling)] = item
		}
	}
	return items, nil
}

func webhookItem(info event.Info, spelling event.Type) (tree, error) {
	examples, shapes := tree{}, []tree{}
	for _, scope := range info.Scopes {
		body, err := event.Sample(scope, spelling)
		if err != nil {
			return nil, err
		}
		shape, err := shapeOf(body)
		if err != nil {
			return nil, err
		}
		examples[string(scope)] = tree{"summary": "At a webhook of scope " + string(scope), "value": json.RawMessage(body)}
		shapes = append(shapes, shape)
	}
	schema := shapes[0]
	if len(shapes) > 1 {
		schema = tree{"oneOf": shapes}
	}
	return tree{"post": tree{
		"operationId": string(spelling),
		"summary":     info.Meaning,
		"tags":        []string{string(info.Family)},
		"parameters":  headerParameters(),
		"requestBody": tree{"required": true, "content": tree{echo.MIMEApplicationJSON: tree{"schema": schema, "examples": examples}}},
		"responses": tree{
			"2XX":     tree{"description": "Delivered; the body of the answer is kept for the history."},
			"410":     tree{"description": "Gives the delivery up and disables the webhook."},
			"default": tree{"description": "Tried again, with longer and longer waits. Redirects are not followed. Retry-After is heeded with 429, 502, 503 and 504."},
		},
	}}, nil
}

func headerParameters() []tree {
	var all []tree
	for _, h := range webhook.Carries() {
		all = append(all, parameter(h.Name))
	}
	return all
}

// nullables are the keys of bodies whose value can be null where the sample has one: no picture, unlimited seats or those
// of another organization, no role before, and what the command line or Rollcall itself did.
var nullables = []string{"avatar_url", "remainingSeats", "previous_role", "user_invited_by", "user_removed_by", "action_done_by"}

// shapeOf is the JSON Schema of bodies like this one.
func shapeOf(body []byte) (tree, error) {
	var value any
	if err := json.Unmarshal(body, &value); err != nil {
		return nil, err
	}
	return shape("", value), nil
}

func shape(key string, value any) tree {
	s := tree{}
	switch v := value.(type) {
	case map[string]any:
		properties := tree{}
		for name, inner := range v {
			properties[name] = shape(name, inner)
		}
		s = record(properties, slices.Sorted(maps.Keys(v))...)
	case float64:
		s["type"] = "integer" // all of them are ids and counts
	default:
		s["type"] = "string"
		if key == "type" || key == "action" {
			s["const"] = value
		}
	}
	if slices.Contains(nullables, key) {
		s["type"] = []any{s["type"], "null"}
	}
	return s
}
