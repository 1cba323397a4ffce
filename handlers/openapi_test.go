package handlers

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rollcall/app/access"
	"rollcall/app/event"
	"rollcall/db/dbtest"
)

// openAPI reads the description as anybody can.
func openAPI(t *testing.T, s *site) map[string]any {
	t.Helper()
	a := s.browser().get("/openapi.json")
	if a.status != http.StatusOK || !strings.HasPrefix(a.header.Get("Content-Type"), "application/json") {
		t.Fatalf("answered %d, %s", a.status, a.header.Get("Content-Type"))
	}
	var all map[string]any
	if err := json.Unmarshal([]byte(a.body), &all); err != nil {
		t.Fatal(err)
	}
	return all
}

func TestOpenAPI(t *testing.T) {
	s := newSite(t, dbtest.SQLite(t))
	s.user("acme", "ada", true)
	all := openAPI(t, s)
	if all["openapi"] != "3.1.0" {
		t.Errorf("openapi is %v", all["openapi"])
	}
	t.Run("every reference leads somewhere", func(t *testing.T) {
		eachReference(all, func(ref string) {
			if follow(all, ref) == nil {
				t.Errorf("%s leads nowhere", ref)
			}
		})
	})
	t.Run("it describes every route of the API and no other", func(t *testing.T) {
		var want, got []string
		for _, r := range slices.Concat(behindDoors(s), []route{{method: post, path: "/oauth/token"}}) { // that has no door
			if strings.HasPrefix(r.path, "/api/") || r.door == querier || r.path == "/oauth/token" {
				want = append(want, strings.ToLower(r.method)+" "+regexp.MustCompile(`:(\w+)`).ReplaceAllString(r.path, "{$1}"))
			}
		}
		for path, item := range all["paths"].(map[string]any) {
			for method := range item.(map[string]any) {
				if method != "parameters" {
					got = append(got, method+" "+path)
				}
			}
		}
		slices.Sort(want)
		slices.Sort(got)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("tokens are answered as it says", func(t *testing.T) {
		account, secret, err := s.access.CreateServiceAccount(t.Context(), access.Command(), "acme", "CI", access.Admin)
		if err != nil {
			t.Fatal(err)
		}
		described := dig(all, "paths", "/oauth/token", "post", "responses")
		for _, given := range []string{secret, "wrong"} {
			a := s.trade("application/x-www-form-urlencoded", "grant_type=client_credentials&client_id="+account.ClientID+"&client_secret="+given, "")
			media := dig(described, fmt.Sprint(a.status), "content", "application/json", "schema")
			if ref, _ := media["$ref"].(string); !fits(follow(all, ref), decode(t, []byte(a.body))) {
				t.Errorf("%d %s is not what is described: %v", a.status, a.body, follow(all, ref))
			}
		}
	})
	t.Run("the token of a service account opens the REST API, too", func(t *testing.T) {
		account, secret, err := s.access.CreateServiceAccount(t.Context(), access.Command(), "acme", "REST", access.Admin)
		if err != nil {
			t.Fatal(err)
		}
		token, err := s.access.IssueAccessToken(t.Context(), account.ClientID, secret, "192.0.2.1")
		if err != nil {
			t.Fatal(err)
		}
		s.call(token.Secret, get, "/api/organizations/acme/webhooks", "").says(t, http.StatusOK, "[]")
	})
	t.Run("every list of what is required is one", func(t *testing.T) {
		for name, s := range dig(all, "components", "schemas") {
			if required, there := s.(map[string]any)["required"]; there && required == nil {
				t.Errorf("that of %s is null", name)
			}
		}
	})
	t.Run("its webhooks are the event types that fire, in every spelling", func(t *testing.T) {
		want := map[string]bool{}
		for _, scope := range []event.Scope{event.ScopeOrganization, event.ScopePipe, event.ScopeTable} {
			for _, spelling := range event.Fired(scope) {
				want[string(spelling)] = true
			}
		}
		got := slices.Sorted(maps.Keys(all["webhooks"].(map[string]any)))
		if diff := cmp.Diff(slices.Sorted(maps.Keys(want)), got); diff != "" {
			t.Error(diff)
		}
	})
}

func TestOpenAPIBodies(t *testing.T) {
	s := newSite(t, dbtest.SQLite(t))
	s.user("acme", "ada", true)
	webhooks := openAPI(t, s)["webhooks"].(map[string]any)
	for _, scope := range []event.Scope{event.ScopeOrganization, event.ScopePipe, event.ScopeTable} {
		for _, spelling := range event.Fired(scope) {
			t.Run(string(spelling)+" of "+string(scope), func(t *testing.T) {
				media := dig(webhooks, string(spelling), "post", "requestBody", "content", "application/json")
				sample, err := event.Sample(scope, spelling)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(decode(t, sample), dig(media, "examples", string(scope))["value"]); diff != "" {
					t.Error("the example is not the sample of the catalogue: " + diff)
				}
				for what, body := range map[string][]byte{"the sample": sample, "a body with as little as there can be": bareBody(t, scope, spelling)} {
					if !fits(dig(media, "schema"), decode(t, body)) {
						t.Errorf("%s doesn't fit the schema: %s", what, body)
					}
				}
				if fits(dig(media, "schema"), map[string]any{"type": string(spelling)}) {
					t.Error("the schema takes anything")
				}
			})
		}
	}
}

// bareBody is a body of an event that nobody did, about somebody without a picture, where seats are unlimited.
func bareBody(t *testing.T, scope event.Scope, spelling event.Type) []byte {
	t.Helper()
	home := event.Organization{ID: 1, Name: "acme", Title: "Acme"}
	e := event.Demo("id", spelling, time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), home, event.About{Kind: scope, ID: 1, SUID: "ZdeRdE", Name: "x"})
	e.Facts.Actor, e.Facts.Subject.Avatar, e.Facts.RemainingSeats, e.Facts.PreviousRole = event.User{}, "", nil, ""
	body, err := event.Body(e, event.Receiver{Organization: home, Spelling: spelling})
	if err != nil {
		t.Fatal(err)
	}
	return body
}

// fits checks a value against the part of JSON Schema that the description uses.
func fits(schema map[string]any, value any) bool {
	if choices, ok := schema["oneOf"].([]any); ok {
		fitting := slices.DeleteFunc(slices.Clone(choices), func(s any) bool { return !fits(s.(map[string]any), value) })
		return len(fitting) == 1
	}
	types, several := schema["type"].([]any)
	if !several {
		types = []any{schema["type"]}
	}
	if constant, ok := schema["const"]; ok && constant != value || !slices.Contains(types, typeOf(value)) {
		return false
	}
	object, isObject := value.(map[string]any)
	if !isObject {
		return true
	}
	properties := dig(schema, "properties")
	for _, name := range schema["required"].([]any) {
		inner, there := object[name.(string)]
		if !there || !fits(dig(properties, name.(string)), inner) {
			return false
		}
	}
	return len(object) == len(properties)
}

func typeOf(value any) any {
	switch value.(type) {
	case nil:
		return "null"
	case map[string]any:
		return "object"
	case float64:
		return "integer"
	case string:
		return "string"
	}
	return "another"
}

func decode(t *testing.T, body []byte) any {
	t.Helper()
	var value any
	if err := json.Unmarshal(body, &value); err != nil {
		t.Fatal(err)
	}
	return value
}

func dig(value any, keys ...string) map[string]any {
	for _, key := range keys {
		object, _ := value.(map[string]any)
		value = object[key]
	}
	object, _ := value.(map[string]any)
	return object
}

func follow(all map[string]any, ref string) map[string]any {
	return dig(all, strings.Split(strings.TrimPrefix(ref, "#/"), "/")...)
}

func eachReference(value any, visit func(ref string)) {
	switch v := value.(type) {
	case map[string]any:
		for key, inner := range v {
			if ref, ok := inner.(string); ok && key == "$ref" {
				visit(ref)
			}
			eachReference(inner, visit)
		}
	case []any:
		for _, inner := range v {
			eachReference(inner, visit)
		}
	}
}
