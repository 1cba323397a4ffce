package rest

import (
	"maps"

	"rollcall/app/event"
	"rollcall/app/webhook"
)

// components is what the paths and webhooks of the description refer to.
func components() tree {
	return tree{
		"securitySchemes": securitySchemes(),
		"parameters":      parameters(),
		"responses":       refusals(),
		"schemas":         schemas(),
	}
}

// parameters are those of the paths, and the headers of deliveries under their own names.
func parameters() tree {
	all := tree{
		"organization": pathParameter("organization", "The organization's name, as in the addresses of its pages."),
		"webhook":      pathParameter("webhook", "The webhook's name."),
	}
	for _, h := range webhook.Carries() {
		all[h.Name] = tree{"name": h.Name, "in": "header", "required": h.Always, "description": h.Meaning, "schema": tree{"type": "string"}}
	}
	return all
}

func pathParameter(name, description string) tree {
	return tree{"name": name, "in": "path", "required": true, "description": description, "schema": tree{"type": "string"}}
}

func refusals() tree {
	all := tree{}
	for _, s := range statusText {
		all[s.name] = jsonAnswer(s.meaning, schema("Error"))
	}
	all["TooMany"].(tree)["headers"] = retryAfter()
	return all
}

func schemas() tree {
	created := maps.Clone(webhookProperties())
	created["secret"] = tree{"type": "string", "description": "Verifies the signatures of deliveries. Keep it: it is shown by no other answer.", "examples": []string{"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw3bNLDZ5bLVQ="}}
	all := pipefySchemas()
	maps.Copy(all, tree{
		"Webhook":        record(webhookProperties(), "id", "name", "type", "url", "enabled", "createdAt"),
		"CreatedWebhook": record(created, "id", "name", "type", "url", "enabled", "createdAt", "secret"),
		"NewWebhook": with(record(tree{
			"name": webhookName(), "type": activateType(), "url": tree{"type": "string", "minLength": 1, "format": "uri"},
			"enabled": tree{"type": "boolean"}, "description": tree{"type": "string", "maxLength": 1000},
		}, "name", "type", "url", "enabled"), "additionalProperties", false),
		"WebhookUpdate": with(record(tree{"enabled": tree{"type": "boolean"}}, "enabled"), "additionalProperties", false),
		"Error": record(tree{
			"error": tree{"const": true}, "message": tree{"type": "string", "description": "A sentence for a person."},
			"errors": tree{"type": "array", "items": tree{"type": "string"}, "description": "One for each refused property: its name and why."},
		}, "error", "message"),
	})
	return all
}

func webhookProperties() tree {
	return tree{
		"id":          tree{"type": "string", "pattern": "^[0-9a-f]{24}$"},
		"name":        webhookName(),
		"type":        with(activateType(), "description", "The first of its types that is of ACTIVATE's family."),
		"url":         tree{"type": "string", "format": "uri"},
		"enabled":     tree{"type": "boolean"},
		"description": tree{"type": "string"},
		"createdAt":   tree{"type": "string", "format": "date-time"},
	}
}

func webhookName() tree {
	return tree{"type": "string", "minLength": 1, "maxLength": 100, "pattern": "^[a-zA-Z0-9][a-zA-Z0-9-_]*$"}
}

func activateType() tree {
	var types []event.Type
	for _, info := range event.Catalogue() {
		if info.Family == event.FamilyActivate {
			types = append(types, info.Type)
		}
	}
	return tree{"type": "string", "enum": types}
}

func record(properties tree, required ...string) tree {
	object := tree{"type": "object", "properties": properties}
	if len(required) > 0 {
		object["required"] = required
	}
	return object
}
