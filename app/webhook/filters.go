package webhook

import (
	"bytes"
	"encoding/json"
	"slices"
	"unicode/utf8"

	"rollcall/app"
	"rollcall/app/event"
)

// checkFilters takes a JSON object, or null for none, and keeps its text but for the white space (contracts/pipefy.md,
// Webhook rules). What is in it nobody here reads.
func checkFilters(raw json.RawMessage) (json.RawMessage, error) {
	var text bytes.Buffer
	switch {
	case len(raw) > maxFilters:
		return nil, says("The filters are longer than 16 KiB.").Because(app.ReasonInput)
	case len(raw) == 0 || string(bytes.TrimSpace(raw)) == "null":
		return nil, nil
	case !utf8.Valid(raw) || json.Compact(&text, raw) != nil || text.Bytes()[0] != '{':
		return nil, says("The filters must be a JSON object.").Because(app.ReasonInput)
	}
	return text.Bytes(), nil
}

// filtersSuit refuses filters that would be kept and not heeded: they concern cards, and somebody who filters what
// happens to users would get what they asked not to get. An empty object filters nothing.
func filtersSuit(filters json.RawMessage, types []event.Type) error {
	if len(filters) == 0 || string(filters) == "{}" {
		return nil
	}
	if i := slices.IndexFunc(types, func(t event.Type) bool { return !event.Card(t) }); i >= 0 {
		return says("Filters concern cards: a webhook with the action " + string(types[i]) + " can't have any.").Because(app.ReasonInput)
	}
	if len(types) > 1 {
		return says("Webhooks with filters may only contain one action").Because(app.ReasonInput)
	}
	return nil
}
