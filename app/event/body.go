package event

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// Body makes the bytes that a receiver gets, in the shape that the family of the type has. They are made once, when
// the delivery is made, and never again: what is signed, sent and shown are these bytes. The error is for a type that
// nothing makes events of, or an event without the facts that its body needs.
func Body(e Event, r Receiver) ([]byte, error) {
	var body any
	var err error
	switch e.Type {
	case UserCreated, UserDisabled, UserRemovedFromGroup, UserLogin:
		body = activateBody(e, r)
	default:
		body, err = pipefyBody(e, r)
	}
	if err != nil {
		return nil, fmt.Errorf("body of event %s: %w", e.ID, err)
	}
	return encode(body)
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
