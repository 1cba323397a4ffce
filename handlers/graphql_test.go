package handlers

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"rollcall/app/access"
	"rollcall/db"
	"rollcall/db/dbtest"
)

func TestGraphQLTransport(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		q := newQuerent(t, d)
		const whoami = `{ me { id name email username } }`
		t.Run("both addresses answer", func(t *testing.T) {
			for _, path := range []string{"/graphql", "/queries"} {
				a := q.call(q.token, post, path, `{"query":"`+whoami+`"}`)
				a.says(t, http.StatusOK, fmt.Sprintf(`{"data":{"me":{"id":"%d","name":"Ada","email":"ada@example.com","username":"ada"}}}`, q.ada.ID))
				if got := a.header.Get("Content-Type"); got != "application/json" {
					t.Errorf("Content-Type is %q", got)
				}
			}
		})
		t.Run("variables and the name may be null", func(t *testing.T) {
			q.send(`{"query":"` + whoami + `","variables":null,"operationName":null,"extensions":{"x":1}}`).fine("me")
		})
		t.Run("variables may be a string that holds the object, or nothing", func(t *testing.T) {
			const ask = `{"query":"query ($yes: Boolean = true, $id: ID) { me { id @include(if: $yes) } organizations(ids: [$id]) { id } }","variables":`
			for _, variables := range []string{`""`, `" "`, `"null"`, `"{}"`, `"{\"yes\": true, \"id\": ` + fmt.Sprint(q.organization()) + `}"`} {
				if got := q.send(ask+variables+"}").fine("me", "id"); got != fmt.Sprint(q.ada.ID) {
					t.Errorf("%s: got %v", variables, got)
				}
			}
			for _, variables := range []string{`"x"`, `"[]"`, `"{"`, `"{}{}"`, `"{}}"`, `5`, `true`} {
				q.send(ask+variables+"}").refused("INVALID_INPUT", "variables")
			}
		})
		t.Run("of several operations the named one is run", func(t *testing.T) {
			two := `"query":"query One { me { id } } query Two { me { name } }"`
			if got := q.send(`{`+two+`,"operationName":"Two"}`).fine("me", "name"); got != "Ada" {
				t.Errorf("got %v", got)
			}
			q.send(`{`+two+`}`).refused("INVALID_INPUT", "operationName")
			q.send(`{`+two+`,"operationName":"Three"}`).refused("INVALID_INPUT", "operationName")
		})
		t.Run("what is no request is refused with a code", func(t *testing.T) {
			for body, sentence := range map[string]string{
				``: "JSON object", `x`: "JSON object", `"x"`: "JSON object", `{}`: "query", `{"query":null}`: "query", `{"query":5}`: "query",
				`{"query":"{ me { id } }","variables":[]}`: "variables", `{"query":"{ me { id } }"} x`: "after the JSON object",
				`[{"query":"{ me { id } }"}]`: "batches", `{"query":""}`: "no operation", `{"query":"# nothing"}`: "no operation",
				`{"query":"{ me { id }"}`: "Expected", `{"query":"{ me }"}`: "must have a selection", `{"query":"{ you { id } }"}`: "Cannot query field",
				`{"query":"subscription { me { id } }"}`:              "subscription",
				`{"query":"query ($id: ID!) { me { id } }"}`:          "is never used",
				`{"query":` + strings.Repeat(`[`, 20_000) + `}`:       "JSON object",
				`{"query":"{ me { id @include(if: 1e999999999) } }"}`: "too large",
			} {
				r := read(t, q.call(q.token, post, "/graphql", body))
				if body == "" {
					r = read(t, q.site.callAs(q.token, "application/json", ""))
				}
				r.refused("INVALID_INPUT", sentence)
			}
		})
		t.Run("an error in the document has its place", func(t *testing.T) {
			r := q.ask("{\n  me { ego }\n}")
			r.refused("INVALID_INPUT", "ego")
			if at := r.Errors[0].Locations; len(at) != 1 || at[0].Line != 2 || at[0].Column != 8 {
				t.Errorf("it is at %v", at)
			}
		})
	})
}

func TestGraphQLTakesOnlyJSON(t *testing.T) {
	q := newQuerent(t, dbtest.SQLite(t))
	const body = `{"query":"{ me { id } }"}`
	for _, kind := range []string{"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/graphql", "x"} {
		r := read(t, q.callAs(q.token, kind, body))
		if r.answer.status != http.StatusUnsupportedMediaType || r.Errors[0].Extensions.Code != "INVALID_INPUT" {
			t.Errorf("%s: answered %d with %s", kind, r.answer.status, r.answer.body)
		}
	}
	for _, kind := range []string{"application/json", "application/json; charset=utf-8", "application/graphql+json", ""} {
		read(t, q.callAs(q.token, kind, body)).fine("me")
	}
	t.Run("a GET is no way to ask, and least of all to change", func(t *testing.T) {
		for _, query := range []string{"", "?query=%7Bme%7Bid%7D%7D", "?query=mutation%7BdeleteWebhook(input%3A%7Bid%3A1%7D)%7Bsuccess%7D%7D"} {
			a := q.call(q.token, get, "/graphql"+query, "")
			if a.status != http.StatusMethodNotAllowed || a.header.Get("Allow") == "" {
				t.Errorf("answered %d, allowing %q", a.status, a.header.Get("Allow"))
			}
			read(t, a)
		}
	})
	t.Run("a body over 1 MiB is refused, by its length and by what comes", func(t *testing.T) {
		const before, after = `{"query":"{ me { id } }","variables":{"x":"`, `"}}`
		fits := before + strings.Repeat("x", 1<<20-len(before)-len(after)) + after
		read(t, q.call(q.token, post, "/graphql", fits)).fine("me")
		r, err := http.NewRequestWithContext(t.Context(), post, q.url+"/graphql", io.MultiReader(strings.NewReader(fits), strings.NewReader(" ")))
		if err != nil {
			t.Fatal(err)
		}
		r.Header = http.Header{"Authorization": {"Bearer " + q.token}, "Content-Type": {"application/json"}}
		for _, a := range []answer{q.call(q.token, post, "/graphql", fits+" "), q.browser().do(r)} {
			if r := read(t, a); a.status != http.StatusRequestEntityTooLarge || r.Errors[0].Extensions.Code != "USAGE_LIMIT_EXCEEDED" {
				t.Errorf("answered %d with %s", a.status, a.body)
			}
		}
	})
}

func TestGraphQLTokens(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		q := newQuerent(t, d)
		const want = `{"errors":[{"title":"Unauthorized","detail":"You are not authorized to access this page"}]}`
		refused := func(t *testing.T, a answer) {
			t.Helper()
			if a.status != http.StatusUnauthorized || a.body != want || a.header.Get("Content-Type") != "application/json" {
				t.Errorf("answered %d with %s as %s", a.status, a.body, a.header.Get("Content-Type"))
			}
		}
		const body = `{"query":"{ me { id } }"}`
		_, expiring, err := q.access.CreateToken(t.Context(), access.Command(), q.ada.ID, "short", q.clock.Now().Add(time.Minute))
		if err != nil {
			t.Fatal(err)
		}
		gone, revoked, err := q.access.CreateToken(t.Context(), access.Command(), q.ada.ID, "gone", time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		if err := q.access.RevokeToken(t.Context(), access.Command(), gone.ID); err != nil {
			t.Fatal(err)
		}
		q.clock.pass(time.Minute)
		t.Run("none, a wrong, an expired and a revoked one are refused alike", func(t *testing.T) {
			for _, token := range []string{"", "x", "rc_x", q.token + "x", expiring, revoked} {
				refused(t, q.call(token, post, "/graphql", body))
				refused(t, q.call(token, post, "/queries", body))
			}
		})
		t.Run("so is one in the address, and a session is none", func(t *testing.T) {
			refused(t, q.call("", post, "/graphql?token="+q.token+"&access_token="+q.token, body))
			b := q.loggedIn("ada")
			b.header.Set("Content-Type", "application/json")
			refused(t, b.send(post, "/graphql", body))
		})
		t.Run("nobody gets to describe the schema, or to learn of fields, without one", func(t *testing.T) {
			refused(t, q.call("", post, "/graphql", `{"query":"{ __schema { types { name } } }"}`))
			refused(t, q.call("", post, "/graphql", `{"query":"{ mee { id } }"}`))
		})
		t.Run("the token of somebody disabled opens nothing", func(t *testing.T) {
			bob := q.user("acme", "bob", false)
			token := q.site.token(bob)
			read(t, q.call(token, post, "/graphql", body)).fine("me", "id")
			if err := q.directory.Disable(t.Context(), access.Command(), "acme", bob.ID); err != nil {
				t.Fatal(err)
			}
			refused(t, q.call(token, post, "/graphql", body))
		})
		t.Run("no token gets into the log", func(t *testing.T) {
			if strings.Contains(q.log.String(), q.token) {
				t.Error("it did")
			}
		})
		t.Run("guessing is slowed down, and a right one still works", func(t *testing.T) {
			var last answer
			for range 200 {
				if last = q.call("rc_x", post, "/graphql", body); last.status == http.StatusTooManyRequests {
					break
				}
			}
			if r := read(t, last); len(r.Errors) != 1 || r.Errors[0].Extensions.Code != "USAGE_LIMIT_EXCEEDED" || last.header.Get("Retry-After") == "" {
				t.Errorf("answered %d with %s", last.status, last.body)
			}
			q.ask(`{ me { id } }`).fine("me")
		})
	})
}

func TestGraphQLKeepsOurFaultsToItself(t *testing.T) {
	q := newQuerent(t, dbtest.SQLite(t))
	if err := q.db.Close(); err != nil {
		t.Fatal(err)
	}
	r := q.ask(`{ me { id } }`)
	r.refused("INTERNAL_SERVER_ERROR", "Something went wrong.")
	if log := q.log.String(); !strings.Contains(log, r.Errors[0].Extensions.CorrelationID) || !strings.Contains(log, "closed") {
		t.Errorf("the log doesn't say what: %s", log)
	}
}

func TestGraphQLSchema(t *testing.T) {
	q := newQuerent(t, dbtest.SQLite(t))
	a := q.browser().get("/graphql/schema.graphql")
	a.says(t, http.StatusOK, "type Query", "# +")
	if got := a.header.Get("Content-Type"); got != "text/plain; charset=utf-8" {
		t.Errorf("Content-Type is %q", got)
	}
	if r := read(t, q.browser().get("/graphql/x")); r.answer.status != http.StatusNotFound || r.Errors[0].Extensions.Code != "RESOURCE_NOT_FOUND" {
		t.Errorf("answered %d with %s", r.answer.status, r.answer.body)
	}
}
