package graphql

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"

	"github.com/99designs/gqlgen/graphql"

	"rollcall/app"
)

// read parses the body: one object with a document and, perhaps, its variables. What else is in it is left alone:
// clients send extensions. The errors are Malformed, and whatever reading the body fails with.
func read(body io.Reader) (graphql.RawParams, error) {
	text, err := io.ReadAll(body)
	if err != nil {
		return graphql.RawParams{}, err
	}
	if text = bytes.TrimSpace(text); bytes.HasPrefix(text, []byte("[")) {
		return graphql.RawParams{}, malformed("Send one operation in a request: batches are not taken.")
	}
	var sent struct {
		Query         *string `json:"query"`
		OperationName *string `json:"operationName"`
		Variables     any     `json:"variables"`
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber() // an ID may have more digits than a float64
	if err := decoder.Decode(&sent); err != nil {
		return graphql.RawParams{}, malformed(shapeOfABody)
	}
	if _, err := decoder.Token(); err != io.EOF {
		return graphql.RawParams{}, malformed("There is something after the JSON object of the body.")
	}
	if sent.Query == nil {
		return graphql.RawParams{}, malformed("The body has no \"query\".")
	}
	variables, err := variablesIn(sent.Variables)
	if err != nil {
		return graphql.RawParams{}, err
	}
	params := graphql.RawParams{Query: *sent.Query, Variables: variables}
	if sent.OperationName != nil {
		params.OperationName = *sent.OperationName
	}
	return params, nil
}

const shapeOfABody = "The body must be a JSON object with a \"query\" that is a string and, if you need them, \"variables\" that are an object."

// variablesIn reads variables: an object, or a string that holds one, as some clients write it; "" is none.
func variablesIn(sent any) (map[string]any, error) {
	switch sent := sent.(type) {
	case nil:
		return nil, nil
	case map[string]any:
		return sent, nil
	case string:
		if strings.TrimSpace(sent) == "" {
			return nil, nil
		}
		var object map[string]any
		decoder := json.NewDecoder(strings.NewReader(sent))
		decoder.UseNumber()
		if err := decoder.Decode(&object); err != nil {
			break
		}
		if _, err := decoder.Token(); err == io.EOF {
			return object, nil
		}
	}
	return nil, malformed(shapeOfABody)
}

func malformed(sentence string) error {
	return app.Errorf(app.Invalid, "%s", sentence).Because(app.ReasonInput)
}
