package handlers

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"rollcall/app/access"
	"rollcall/app/event"
	"rollcall/app/outbound"
	"rollcall/app/webhook"
	"rollcall/db/dbtest"
)

// refusedURLs are one of each kind; app/outbound has every spelling.
var refusedURLs = []string{"ftp://example.com/", "http://127.0.0.1/", "http://2130706433/", "https://[::1]/", "http://metadata.google.internal/",
	"https://user:pw@example.com/", "https://example.com:22/", "https://example.com:99999/", "https:///nowhere", "javascript:alert(1)",
	"https://example.com%2f@127.0.0.1/", "https://①②⑦.⓪.⓪.①/", "https://db/", "https://example.com/" + strings.Repeat("x", 2048)}

// TestEveryDoorForAURLChecksIt sends URLs that no webhook may have through every route that takes one. The doors are
// found, not listed: whatever has a field for a URL in the tries, and every mutation with a url in its input.
func TestEveryDoorForAURLChecksIt(t *testing.T) {
	found := refusedAtTheDoors(t, newWorld(t, dbtest.SQLite(t)), refusedURLs)
	t.Run("the doors are those that there are", func(t *testing.T) {
		var want []string
		for _, at := range []string{org, org + "/pipes/:pipe", org + "/tables/:table"} {
			want = append(want, "POST "+at+"/webhooks", "POST "+at+"/webhooks/:webhook", "POST "+at+"/deliveries/:delivery/attempts/:attempt/location")
		}
		want = append(want, "POST /api/organizations/:organization/webhooks", "PATCH /api/organizations/:organization/webhooks/:webhook")
		slices.Sort(want)
		if got := slices.Sorted(maps.Keys(found)); !slices.Equal(got, want) {
			t.Errorf("found\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	})
}

// plainURLs are good ones that an operator may refuse all the same.
var plainURLs = []string{"http://example.com/hook", "HTTP://example.com/hook"}

func TestEveryDoorRefusesPlainHTTPWhereOnlyHTTPSIsAllowed(t *testing.T) {
	only := outbound.Config{HTTPSOnly: true}
	if found := refusedAtTheDoors(t, worldOf(t, newSiteThatSends(t, dbtest.SQLite(t), only)), plainURLs); len(found) == 0 {
		t.Error("no door was found")
	}
	refusedByTheMutations(t, querentOf(newSiteThatSends(t, dbtest.SQLite(t), only)), plainURLs)
}

// refusedAtTheDoors sends URLs through every route that takes one, and returns those.
func refusedAtTheDoors(t *testing.T, w *world, urls []string) (found map[string]bool) {
	t.Helper()
	admin := w.people["site"]
	found = map[string]bool{}
	for _, r := range behindDoors(w.site) {
		name := r.method + " " + r.path
		for _, bad := range urls {
			w.t, w.site.t = t, t // not that of the last door's test
			try, takes := w.tryWithURL(name, admin, bad)
			if !takes {
				break
			}
			found[name] = true
			t.Run(name+" refuses "+bad, func(t *testing.T) {
				w.t, w.site.t = t, t
				before := w.urls()
				if a := w.send(r, admin, try); a.status != http.StatusUnprocessableEntity {
					t.Errorf("answered %d: %s", a.status, a.text())
				}
				if diff := w.urls(); diff != before {
					t.Errorf("the webhooks changed from\n%s\nto\n%s", before, diff)
				}
			})
		}
	}
	return found
}

// urls is every URL that a webhook has, and how many webhooks there are.
func (w *world) urls() string {
	w.t.Helper()
	rows, err := w.db.Query(w.t.Context(), `SELECT id, url FROM webhooks ORDER BY id`)
	if err != nil {
		w.t.Fatal(err)
	}
	defer rows.Close()
	var all strings.Builder
	for rows.Next() {
		var id, url string
		if err := rows.Scan(&id, &url); err != nil {
			w.t.Fatal(err)
		}
		fmt.Fprintln(&all, id, url)
	}
	return all.String()
}

// tryWithURL is a route's try with that URL in it; false for a route that takes none.
func (w *world) tryWithURL(name string, who knocker, url string) (try, bool) {
	w.t.Helper()
	if strings.HasSuffix(name, "/location") {
		return w.redirectedTry(name, url), true
	}
	if !strings.HasPrefix(name, "POST ") && !strings.HasPrefix(name, "PATCH ") || !strings.Contains(name, "webhooks") {
		return try{}, false
	}
	t := tries[name](w, who)
	if i := slices.Index(t.form, "url"); i >= 0 && i%2 == 0 {
		t.form = slices.Clone(t.form)
		t.form[i+1] = url
		return t, true
	}
	if t.json == "" {
		return t, false
	}
	var body map[string]any
	if err := json.Unmarshal([]byte(t.json), &body); err != nil {
		w.t.Fatal(err)
	}
	body["url"] = url
	text, err := json.Marshal(body)
	if err != nil {
		w.t.Fatal(err)
	}
	t.json = string(text)
	return t, true
}

// redirectedTry uses the URL that an attempt of a webhook was redirected to.
func (w *world) redirectedTry(name, url string) try {
	w.t.Helper()
	s := w.acmeSpot()
	for _, kind := range []access.SpaceKind{access.Pipe, access.Table} {
		if strings.Contains(name, "/:"+string(kind)) {
			s = w.space(kind)
		}
	}
	d := w.sentAt(s)
	return try{path: s.root + "/deliveries/" + d.ID + "/attempts/" + w.redirectedTo(d, url) + "/location"}
}

func TestEveryMutationWithAURLChecksIt(t *testing.T) {
	refusedByTheMutations(t, newQuerent(t, dbtest.SQLite(t)), refusedURLs)
}

// refusedByTheMutations sends URLs through every mutation that takes one.
func refusedByTheMutations(t *testing.T, q querent, urls []string) {
	t.Helper()
	pipe, err := q.directory.CreatePipe(t.Context(), access.Command(), inAcme, spaceForm("Hiring", false))
	if err != nil {
		t.Fatal(err)
	}
	create := func(at event.Place, typ event.Type) webhook.Webhook {
		made, _, err := q.webhooks.CreateAt(t.Context(), access.Command(), at, webhook.Form{Name: "hr", URL: "https://example.com/", Types: []event.Type{typ}, Enabled: true})
		if err != nil {
			t.Fatal(err)
		}
		return made
	}
	ofPipe := create(event.Place{Scope: event.ScopePipe, ID: pipe.ID}, event.UserRoleSet)
	ofOrganization := create(event.Place{Scope: event.ScopeOrganization, ID: q.organization()}, event.UserRoleSet)
	inputs := map[string]string{
		"createWebhook":             fmt.Sprintf(`pipe_id: %d name: "new" actions: ["user.role_set"]`, pipe.ID),
		"updateWebhook":             fmt.Sprintf(`id: %q`, ofPipe.ID),
		"createOrganizationWebhook": fmt.Sprintf(`organization_id: %d name: "new" actions: ["user.role_set"]`, q.organization()),
		"updateOrganizationWebhook": fmt.Sprintf(`id: %q`, ofOrganization.ID),
	}
	doors := q.mutationsWith("url")
	if want := slices.Sorted(maps.Keys(inputs)); !slices.Equal(doors, want) {
		t.Fatalf("the schema takes a URL in %v, tested are %v", doors, want)
	}
	w := &world{site: q.site}
	for _, door := range doors {
		for _, bad := range urls {
			t.Run(door+" refuses "+bad, func(t *testing.T) {
				before := w.urls()
				r := q.ask(fmt.Sprintf(`mutation { %s(input: { %s url: %q }) { webhook { id } } }`, door, inputs[door], bad))
				if len(r.Errors) != 1 || r.Errors[0].Extensions.Code != "RECORD_INVALID" || fmt.Sprint(r.Errors[0].Path) != "["+door+"]" {
					t.Errorf("answered %s", r.answer.text())
				}
				if w.urls() != before {
					t.Error("a webhook changed")
				}
			})
		}
	}
}

// mutationsWith asks the schema which mutations have that field in their input, sorted.
func (q querent) mutationsWith(input string) (doors []string) {
	q.t.Helper()
	r := q.ask(`{ __schema { mutationType { fields { name args { type { ofType { inputFields { name } } } } } } } }`)
	for _, field := range r.fine("__schema", "mutationType", "fields").([]any) {
		text := fmt.Sprint(field.(map[string]any)["args"])
		if strings.Contains(text, "map[name:"+input+"]") {
			doors = append(doors, field.(map[string]any)["name"].(string))
		}
	}
	slices.Sort(doors)
	return doors
}

// OUT-57: whatever a delivery carries of its own headers is enough to know it by.
func TestADeliveryCannotCallTheAPI(t *testing.T) {
	s := newSite(t, dbtest.SQLite(t))
	token := s.token(s.user("acme", "ada", true))
	for path, body := range map[string]string{"/graphql": `{"query":"{ me { id } }"}`, "/queries": `{"query":"{ me { id } }"}`, "/api/organizations/acme/webhooks": `{}`} {
		for name, value := range map[string]string{"Rollcall-Event": "USER_CREATED", "rollcall-event-id": "018f0000-0000-7000-8000-000000000001", "Rollcall-Event-Time": "", "Rollcall-Attempt": "1", "Rollcall-Test": "true"} {
			r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.url+path, strings.NewReader(body))
			if err != nil {
				t.Fatal(err)
			}
			r.Header.Set("Content-Type", "application/json")
			r.Header.Set("Authorization", "Bearer "+token)
			r.Header.Set(name, value)
			if a := s.browser().do(r); !strings.Contains(a.body, "Deliveries may not call the API") || strings.Contains(a.body, `"me"`) {
				t.Errorf("%s with %s answered %d: %s", path, name, a.status, a.text())
			}
		}
	}
}
