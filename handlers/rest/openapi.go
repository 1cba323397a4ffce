package rest

import (
	"maps"
	"net/http"

	"github.com/labstack/echo/v4"
)

// tree is a JSON object of the description; its keys come out sorted, so the text is the same every time.
type tree = map[string]any

// OpenAPI answers GET /openapi.json: what this API takes and answers, and under "webhooks" what receivers get, by the
// OpenAPI Specification 3.1. Anybody may read it.
func (a *API) OpenAPI(c echo.Context) error {
	webhooks, err := webhookItems()
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, tree{
		"openapi": "3.1.0",
		"info": tree{
			"title":   "Rollcall",
			"version": "1",
			"summary": "Webhooks that tell when somebody joins, changes role, is disabled or leaves.",
			"description": "The REST API manages an organization's webhooks with a type of ACTIVATE's family; every other webhook is managed on the pages and by GraphQL (`POST /graphql`, whose own description is `/graphql/schema.graphql`). " +
				"`webhooks` is what receivers get; `/docs/events` shows the same to people.",
		},
		"servers":    []tree{{"url": "/"}},
		"paths":      paths(),
		"webhooks":   webhooks,
		"components": components(),
	})
}

// paths describes every address for programs; a test holds it against the table of routes.
func paths() tree {
	all := pipefyPaths()
	maps.Copy(all, tree{
		"/api/organizations/{organization}/webhooks": tree{
			"parameters": []tree{parameter("organization")},
			"get": operation("listWebhooks", "Every webhook with a type of ACTIVATE's family, the newest last",
				tree{"200": jsonAnswer("The webhooks.", tree{"type": "array", "items": schema("Webhook")})}),
			"post": with(operation("createWebhook", "Make a webhook", tree{
				"200": jsonAnswer("The webhook with its signing secret, which no other answer has.", schema("CreatedWebhook"))}, 409, 413, 415, 422),
				"requestBody", jsonBody(schema("NewWebhook"))),
		},
		"/api/organizations/{organization}/webhooks/{webhook}": tree{
			"parameters": []tree{parameter("organization"), parameter("webhook")},
			"patch": with(operation("updateWebhook", "Enable or disable a webhook; what was missed meanwhile is not sent", tree{
				"200": jsonAnswer("The webhook as it is now.", schema("Webhook"))}, 413, 415, 422),
				"requestBody", jsonBody(schema("WebhookUpdate"))),
			"delete": operation("deleteWebhook", "Delete a webhook, with its other types if it has some",
				tree{"204": tree{"description": "It is gone."}}),
		},
	})
	return all
}

// operation is one method of a path: what it answers when it works, and the refusals. Everybody can be refused with
// 400, 401, 403, 404 and 429; refusals are the others.
func operation(id, summary string, answers tree, refusals ...int) tree {
	for _, status := range append([]int{400, 401, 403, 404, 429}, refusals...) {
		answers[statusText[status].key] = tree{"$ref": "#/components/responses/" + statusText[status].name}
	}
	return tree{"operationId": id, "summary": summary, "responses": answers, "security": tokens()}
}

// statusText is the key and the name of each refusal, and what it means.
var statusText = map[int]struct{ key, name, meaning string }{
	400: {"400", "Malformed", "The body is not a JSON object."},
	401: {"401", "Unauthenticated", "There is no API token, or it is no good."},
	403: {"403", "Forbidden", "The token's user is no administrator of the organization."},
	404: {"404", "NotFound", "It does not exist, or is somebody else's: both answer alike."},
	409: {"409", "Conflict", "The name is taken."},
	413: {"413", "TooLarge", "The body is more than 1 MiB."},
	415: {"415", "WrongType", "The body is not application/json."},
	422: {"422", "Invalid", "A property is no good; errors says which and why."},
	429: {"429", "TooMany", "Too often; Retry-After says when to come back."},
}

func with(o tree, key string, value any) tree {
	o[key] = value
	return o
}

func schema(name string) tree { return tree{"$ref": "#/components/schemas/" + name} }

func parameter(name string) tree { return tree{"$ref": "#/components/parameters/" + name} }

func jsonAnswer(description string, schema tree) tree {
	return tree{"description": description, "content": tree{echo.MIMEApplicationJSON: tree{"schema": schema}}}
}

func jsonBody(schema tree) tree {
	return tree{"required": true, "content": tree{echo.MIMEApplicationJSON: tree{"schema": schema}}}
}
