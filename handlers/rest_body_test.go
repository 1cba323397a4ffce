package handlers

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rollcall/app/access"
	"rollcall/db/dbtest"
)

func TestAPIBodies(t *testing.T) {
	c := newClient(t, dbtest.SQLite(t))
	type want struct {
		status int
		says   string
	}
	const good = `"type":"USER_CREATED","url":"https://example.com/","enabled":true`
	name := "must start with an alphanumeric character and contain only alphanumeric characters, hyphens, and underscores"
	for sent, want := range map[string]want{
		``:                          {400, "not a JSON object"},
		`x`:                         {400, "not a JSON object"},
		`[]`:                        {400, "not a JSON object"},
		`null`:                      {400, "not a JSON object"},
		`"name"`:                    {400, "not a JSON object"},
		`{"name":"a"`:               {400, "not a JSON object"},
		`{} {}`:                     {400, "not a JSON object"},
		"{\"name\":\"\xff\"}":       {400, "not a JSON object"},
		strings.Repeat("[", 20_000): {400, "not a JSON object"},
		`{"x":` + strings.Repeat("[", 20_000) + strings.Repeat("]", 20_000) + `}`: {400, "not a JSON object"},
		`{"name":"a","name":"b",` + good + `}`:                                    {400, "twice"},
		`{}`:                                                                      {422, "name: is required"},
		`{"name":null,` + good + `}`:                                              {422, "name: must be a string"},
		`{"name":1e400,` + good + `}`:                                             {422, "name: must be a string"},
		`{"Name":"a",` + good + `}`:                                               {422, "Name: unexpected property"},
		`{"name":"a",` + good + `,"secret":"s"}`:                                  {422, "secret: unexpected property"},
		`{"name":"a",` + good + `,"id":"1"}`:                                      {422, "id: unexpected property"},
		`{"name":"a",` + good + `,"organization":"initech"}`:                      {422, "organization: unexpected property"},
		`{"name":"a","type":"USER_CREATED","url":"https://example.com/","enabled":"yes"}`:      {422, "enabled: must be a boolean"},
		`{"name":"a","type":"USER_CREATED","url":"https://example.com/"}`:                      {422, "enabled: is required"},
		`{"name":"a",` + good + `,"description":null}`:                                         {422, "description: must be a string"},
		`{"name":"",` + good + `}`:                                                             {422, "must be 1 to 100 characters"},
		`{"name":"` + strings.Repeat("a", 101) + `",` + good + `}`:                             {422, "must be 1 to 100 characters"},
		`{"name":"-a",` + good + `}`:                                                           {422, name},
		`{"name":"a b",` + good + `}`:                                                          {422, name},
		`{"name":"ä",` + good + `}`:                                                            {422, name},
		`{"name":"a","type":"USER_EATEN","url":"https://example.com/","enabled":true}`:         {422, "USER_EATEN"},
		`{"name":"a","type":"","url":"https://example.com/","enabled":true}`:                   {422, "type: "},
		`{"name":"a","type":"USER_CREATED","url":"","enabled":true}`:                           {422, "url: "},
		`{"name":"a","type":"USER_CREATED","url":"ftp://example.com/","enabled":true}`:         {422, "url: "},
		`{"name":"a","type":"USER_CREATED","url":"https://me:pw@example.com/","enabled":true}`: {422, "url: "},
		`{"name":"a","type":"USER_CREATED","url":"http://127.0.0.1/","enabled":true}`:          {422, "ROLLCALL_ALLOW_TARGETS"},
	} {
		t.Run(fmt.Sprintf("%.60s", sent), func(t *testing.T) {
			c.call(post, hooks, orElse(sent, " ")).refuses(t, want.status, want.says)
		})
	}
	t.Run("the message alone says which properties are wrong", func(t *testing.T) {
		p := c.call(post, hooks, `{"name":"a","type":7,"url":"https://example.com/"}`).refuses(t, 422, "")
		if want := "type: must be a string; enabled: is required"; p.Message != want {
			t.Errorf("the message is %q, want %q", p.Message, want)
		}
	})
	t.Run("the message is the sentence of the contract", func(t *testing.T) {
		p := c.call(post, hooks, `{"name":"-",`+good+`}`).refuses(t, 422, "")
		if diff := cmp.Diff(problem{true, name, []string{"name: " + name}}, p); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("everything that is wrong is said at once", func(t *testing.T) {
		p := c.call(post, hooks, `{"name":"-","type":"X","url":"ftp://x","enabled":true}`).refuses(t, 422, "")
		if len(p.Errors) != 3 {
			t.Errorf("errors are %q", p.Errors)
		}
	})
	t.Run("what is no JSON by its header is refused", func(t *testing.T) {
		for _, kind := range []string{"text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "nonsense"} {
			r, err := http.NewRequestWithContext(t.Context(), post, c.url+hooks, strings.NewReader(body("a")))
			if err != nil {
				t.Fatal(err)
			}
			r.Header.Set("Content-Type", kind)
			r.Header.Set("Authorization", "Bearer "+c.token)
			c.browser().do(r).refuses(t, http.StatusUnsupportedMediaType, "application/json")
		}
	})
	t.Run("a body over 1 MiB is refused, announced or not", func(t *testing.T) {
		long := body(strings.Repeat("a", maxBody))
		for _, reader := range []io.Reader{strings.NewReader(long), io.MultiReader(strings.NewReader(long))} {
			r, err := http.NewRequestWithContext(t.Context(), post, c.url+hooks, reader)
			if err != nil {
				t.Fatal(err)
			}
			r.Header.Set("Authorization", "Bearer "+c.token)
			c.browser().do(r).refuses(t, http.StatusRequestEntityTooLarge, "1 MiB")
		}
	})
	t.Run("a change must say enabled, and no more", func(t *testing.T) {
		c.call(post, hooks, body("there")).says(t, http.StatusOK)
		c.call(patch, hooks+"/there", `{}`).refuses(t, 422, "enabled: is required")
		c.call(patch, hooks+"/there", `{"enabled":null}`).refuses(t, 422, "enabled: must be a boolean")
		c.call(patch, hooks+"/there", `{"enabled":true,"name":"x"}`).refuses(t, 422, "name: unexpected property")
	})
	t.Run("nothing of all that made a webhook", func(t *testing.T) {
		list, err := c.webhooks.List(t.Context(), access.Command(), "acme")
		if err != nil || len(list) != 1 {
			t.Errorf("%d webhooks, %v", len(list), err)
		}
	})
}
