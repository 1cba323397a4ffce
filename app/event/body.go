package event

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// Body makes the bytes that a receiver gets, in the shape that the family of the type has. They are made once, when
// the delivery is made, and never again: what is signed, sent and shown are these bytes.
func Body(e Event, r Receiver) ([]byte, error) {
	info, known := Lookup(e.Type)
	if !known {
		return nil, fmt.Errorf("body of event %s: there is no event type %q", e.ID, e.Type)
	}
	switch info.Family {
	case FamilyActivate:
		return activateBody(e, r)
	}
	return nil, fmt.Errorf("body of event %s: the family %s has no body", e.ID, info.Family)
}

// encode is json.Marshal without the escapes for HTML: a body is no page, and receivers that compare a name with
// their own bytes should find them.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}
