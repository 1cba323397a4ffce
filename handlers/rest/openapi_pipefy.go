package rest

import (
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"
)

// pipefyPaths describes the two doors of Pipefy's API that are no part of its schema: where a service account gets its
// token, and where documents are sent.
func pipefyPaths() tree {
	return tree{"/oauth/token": tree{"post": tokenOperation()},
		"/graphql": tree{"post": graphQL("graphql")}, "/queries": tree{"post": graphQL("queries")}}
}

func tokenOperation() tree {
	return tree{
		"operationId": "createAccessToken",
		"summary":     "Get an access token for a service account (OAuth 2.0 client credentials, RFC 6749, section 4.4)",
		"description": "The client's id and secret may also come by HTTP Basic, and then not in the body. Service accounts are made on the pages.",
		"security":    []tree{},
		"requestBody": tree{"required": true, "content": tree{
			echo.MIMEApplicationForm: tree{"schema": schema("AccessTokenRequest")},
			echo.MIMEApplicationJSON: tree{"schema": schema("AccessTokenRequest")},
		}},
		"responses": tree{
			"200": jsonAnswer("The token; it opens the GraphQL and the REST API as the service account.", schema("AccessToken")),
			"400": jsonAnswer("invalid_request or unsupported_grant_type.", schema("OAuthError")),
			"401": jsonAnswer("invalid_client: the id or the secret is wrong.", schema("OAuthError")),
			"413": jsonAnswer("invalid_request: the body is more than 1 MiB.", schema("OAuthError")),
			"415": jsonAnswer("invalid_request: the body is neither a form nor JSON.", schema("OAuthError")),
			"429": with(jsonAnswer("temporarily_unavailable: too many wrong secrets.", schema("OAuthError")), "headers", retryAfter()),
		},
	}
}

func graphQL(id string) tree {
	answers := tree{"200": jsonAnswer("The answer, or errors: each has extensions.code.", schema("GraphQLAnswer")),
		"401": jsonAnswer("There is no good token.", schema("GraphQLUnauthorized"))}
	for status, meaning := range map[int]string{413: "The body is more than 1 MiB.", 415: "The body is not application/json."} {
		answers[strconv.Itoa(status)] = jsonAnswer(meaning, schema("GraphQLAnswer"))
	}
	answers["429"] = with(jsonAnswer("The token has asked more than 500 times within 30 seconds.", schema("GraphQLAnswer")), "headers", retryAfter())
	return tree{
		"operationId": id,
		"summary":     "Run a document of Pipefy's user-management and webhook API; /graphql/schema.graphql is its schema",
		"requestBody": jsonBody(schema("GraphQLRequest")),
		"responses":   answers,
		"security":    tokens(),
	}
}

// tokens is what opens an operation: either will do.
func tokens() []tree { return []tree{{"token": []string{}}, {"serviceAccount": []string{}}} }

func retryAfter() tree {
	return tree{"Retry-After": tree{"description": "Seconds to wait.", "schema": tree{"type": "integer"}}}
}

func securitySchemes() tree {
	return tree{
		"token": tree{"type": "http", "scheme": "bearer",
			"description": "An API token of an administrator of the organization, made on the account page."},
		"serviceAccount": tree{"type": "oauth2", "description": "An access token of a service account of the organization.",
			"flows": tree{"clientCredentials": tree{"tokenUrl": "/oauth/token", "scopes": tree{}}}},
	}
}

func pipefySchemas() tree {
	word, sentence := tree{"type": "string"}, tree{"type": "string", "description": "A sentence for a person."}
	problem := record(tree{"message": sentence, "locations": tree{"type": "array"}, "path": tree{"type": "array"},
		"extensions": record(tree{"code": word, "correlation_id": word}, "code", "correlation_id")}, "message", "extensions")
	return tree{
		"AccessTokenRequest": record(tree{"grant_type": tree{"type": "string", "const": "client_credentials"}, "client_id": word, "client_secret": word}, "grant_type"),
		"AccessToken": record(tree{"access_token": word, "token_type": tree{"type": "string", "const": "Bearer"},
			"expires_in": tree{"type": "integer", "description": "Seconds: 24 hours.", "examples": []int{86400}}}, "access_token", "token_type", "expires_in"),
		"OAuthError":     record(tree{"error": word, "error_description": sentence}, "error", "error_description"),
		"GraphQLRequest": record(tree{"query": word, "variables": tree{"type": []string{"object", "null"}}, "operationName": tree{"type": []string{"string", "null"}}}, "query"),
		"GraphQLAnswer":  record(tree{"data": tree{"type": []string{"object", "null"}}, "errors": tree{"type": "array", "items": problem}}),
		"GraphQLUnauthorized": record(tree{"errors": tree{"type": "array",
			"items": record(tree{"title": tree{"type": "string", "const": http.StatusText(http.StatusUnauthorized)}, "detail": sentence}, "title", "detail")}}, "errors"),
	}
}
