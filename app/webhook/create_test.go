package webhook_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rollcall/app"
	"rollcall/app/event"
	"rollcall/app/webhook"
	"rollcall/db"
	"rollcall/db/dbtest"
)

func TestCreate(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		f := form("hr-sync", event.UserLogin, event.UserCreated, event.UserLogin)
		f.URL, f.Description = "HTTPS://Example.com/hook?a=1", "tells HR\nof everybody"
		made, secret, err := w.Create(t.Context(), w.alice, "acme", f)
		if err != nil {
			t.Fatal(err)
		}

		t.Run("keeps what the form says", func(t *testing.T) {
			want := webhook.Webhook{ID: made.ID, OrganizationID: 1, OrganizationName: "acme", Scope: event.ScopeOrganization, ScopeID: 1,
				PlaceName: "Acme & Sons", Name: "hr-sync", URL: "https://example.com/hook?a=1", Description: "tells HR\nof everybody",
				Types: []event.Type{event.UserLogin, event.UserCreated}, Enabled: true, Version: 1,
				CreatedAt: w.clock.Now(), CreatedBy: "alice", UpdatedAt: w.clock.Now(), UpdatedBy: "alice"}
			read, err := w.Webhook(t.Context(), w.alice, "acme", made.ID)
			if err != nil {
				t.Fatal(err)
			}
			for _, got := range []webhook.Webhook{made, read} {
				if diff := cmp.Diff(want, got); diff != "" {
					t.Error(diff)
				}
			}
		})
		t.Run("makes an id of 24 hex digits and a secret that reveals as itself", func(t *testing.T) {
			if len(made.ID) != 24 || strings.Trim(made.ID, "0123456789abcdef") != "" {
				t.Errorf("the id is %q", made.ID)
			}
			revealed, err := w.RevealSecret(t.Context(), w.alice, "acme", made.ID)
			if err != nil || revealed != secret || !strings.HasPrefix(secret, "whsec_") {
				t.Errorf("got %q, %v; want %q", revealed, err, secret)
			}
		})
		t.Run("is found by name and in the list", func(t *testing.T) {
			byName, err := w.WebhookByName(t.Context(), w.alice, "acme", "hr-sync")
			if err != nil || byName.ID != made.ID {
				t.Errorf("by name: %v, %v", byName.ID, err)
			}
			list, err := w.List(t.Context(), w.alice, "acme")
			if err != nil || len(list) != 1 || cmp.Diff(made, list[0]) != "" {
				t.Errorf("listed: %v, %v", list, err)
			}
		})
		t.Run("disabled from the start, it says by whom", func(t *testing.T) {
			f := form("by-api")
			f.Enabled = false
			api := w.alice
			api.Source = "rest"
			made, _, err := w.Create(t.Context(), api, "acme", f)
			if err != nil || made.Pause != webhook.PausedByAPI || made.Condition() != webhook.ConditionPaused || made.PausedAt.IsZero() {
				t.Errorf("got %+v, %v", made, err)
			}
		})
		t.Run("the same name is free in another organization", func(t *testing.T) {
			if _, _, err := w.Create(t.Context(), w.bob, "umbrella", form("hr-sync")); err != nil {
				t.Error(err)
			}
		})
		t.Run("a taken name is refused and named", func(t *testing.T) {
			_, _, err := w.Create(t.Context(), w.alice, "acme", form("hr-sync"))
			says := refused(t, err, app.Conflict)
			var refusal *app.Error
			if !errors.As(err, &refusal) || refusal.Reason != app.ReasonDuplicate || !strings.Contains(says, `"hr-sync"`) || refusal.Fields[0].Name != "name" {
				t.Errorf("got %+v", refusal)
			}
		})
		t.Run("every change and every refusal has its audit row, and no secret is in one", func(t *testing.T) {
			want := []string{"webhook.create done", "webhook.reveal_secret done", "webhook.create done", "webhook.create done", "webhook.create refused"}
			if diff := cmp.Diff(want, w.audited()); diff != "" {
				t.Error(diff)
			}
			if n := w.count(`SELECT COUNT(*) FROM audit_log WHERE before LIKE '%whsec%' OR after LIKE '%whsec%' OR after LIKE $1`, "%"+secret[6:]+"%"); n != 0 {
				t.Errorf("%d rows hold the secret", n)
			}
			if n := w.count(`SELECT COUNT(*) FROM audit_log WHERE after LIKE '%/hook?a=…%' AND after NOT LIKE '%a=1%'`); n != 1 {
				t.Errorf("%d rows hold the URL without the value that may be a token", n)
			}
		})
	})
}

func TestFormRefusals(t *testing.T) {
	pattern := "must start with an alphanumeric character and contain only alphanumeric characters, hyphens, and underscores"
	cases := map[string]struct {
		change func(*webhook.Form)
		want   map[string]string // field to what its message contains
	}{
		"no name":                             {func(f *webhook.Form) { f.Name = "" }, map[string]string{"name": "must be 1 to 100 characters"}},
		"a name of 101 characters":            {func(f *webhook.Form) { f.Name = strings.Repeat("x", 101) }, map[string]string{"name": "must be 1 to 100 characters"}},
		"a name that begins with a hyphen":    {func(f *webhook.Form) { f.Name = "-a" }, map[string]string{"name": pattern}},
		"a name with a space":                 {func(f *webhook.Form) { f.Name = "new webhook" }, map[string]string{"name": pattern}},
		"a name with a line break at the end": {func(f *webhook.Form) { f.Name = "a\n" }, map[string]string{"name": pattern}},
		"a name with a letter beyond ASCII":   {func(f *webhook.Form) { f.Name = "zoë" }, map[string]string{"name": pattern}},
		"no type":                             {func(f *webhook.Form) { f.Types = nil }, map[string]string{"type": "not subscribed to anything: it would never fire"}},
		"an unknown type":                     {func(f *webhook.Form) { f.Types = append(f.Types, "USER_PROMOTED") }, map[string]string{"type": `"USER_PROMOTED"`}},
		"no URL":                              {func(f *webhook.Form) { f.URL = "" }, map[string]string{"url": "Enter the URL"}},
		"a scheme that is not HTTP":           {func(f *webhook.Form) { f.URL = "ftp://example.com/" }, map[string]string{"url": "https://"}},
		"user-info in the URL":                {func(f *webhook.Form) { f.URL = "https://user:pw@example.com/" }, map[string]string{"url": "user name"}},
		"a private address":                   {func(f *webhook.Form) { f.URL = "http://10.0.0.1/" }, map[string]string{"url": "ROLLCALL_ALLOW_TARGETS"}},
		"a description of 1,001 characters":   {func(f *webhook.Form) { f.Description = strings.Repeat("ë", 1001) }, map[string]string{"description": "1,000"}},
		"a description with a NUL":            {func(f *webhook.Form) { f.Description = "a\x00" }, map[string]string{"description": "plain text"}},
		"a description that is not UTF-8":     {func(f *webhook.Form) { f.Description = "\xff" }, map[string]string{"description": "plain text"}},
		"everything at once": {func(f *webhook.Form) { *f = webhook.Form{Description: "\x00"} },
			map[string]string{"name": "1 to 100", "type": "never fire", "url": "Enter", "description": "plain"}},
	}
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		existing := w.create(form("existing"))
		for name, c := range cases {
			t.Run(name+" is refused, at creation and at an edit alike", func(t *testing.T) {
				f := form("demo")
				c.change(&f)
				_, secret, err := w.Create(t.Context(), w.alice, "acme", f)
				_, editErr := w.Edit(t.Context(), w.alice, "acme", existing.ID, existing.Version, f)
				if secret != "" {
					t.Error("a refused webhook has a secret")
				}
				for _, err := range []error{err, editErr} {
					refused(t, err, app.Invalid)
					checkFields(t, err, c.want)
				}
			})
		}
		t.Run("nothing of it was stored", func(t *testing.T) {
			list, err := w.List(t.Context(), w.alice, "acme")
			if err != nil || len(list) != 1 || cmp.Diff(existing, list[0]) != "" {
				t.Errorf("got %+v, %v", list, err)
			}
		})
	})
}

func checkFields(t *testing.T, err error, want map[string]string) {
	t.Helper()
	var refusal *app.Error
	if !errors.As(err, &refusal) || len(refusal.Fields) != len(want) {
		t.Fatalf("got the fields %+v, want %v", refusal.Fields, want)
	}
	for _, field := range refusal.Fields {
		if message, ok := want[field.Name]; !ok || !strings.Contains(field.Message, message) {
			t.Errorf("%s: got %q, want it to say %q", field.Name, field.Message, message)
		}
	}
}

func TestCreateTogether(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		t.Run("of twenty who want the same name at once, one gets it", func(t *testing.T) {
			errs := make([]error, 20)
			var all sync.WaitGroup
			for i := range errs {
				all.Go(func() { _, _, errs[i] = w.Create(t.Context(), w.alice, "acme", form("the-one")) })
			}
			all.Wait()
			won := 0
			for _, err := range errs {
				if err == nil {
					won++
				} else {
					refused(t, err, app.Conflict)
				}
			}
			if n := w.count(`SELECT COUNT(*) FROM webhooks`); won != 1 || n != 1 {
				t.Errorf("%d were told that they made it, %d exist", won, n)
			}
		})
	})
}

func TestTooManyWebhooks(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		for i := range 1000 {
			w.exec(`INSERT INTO webhooks (id, organization_id, scope, scope_id, name, activate, url, description, secret, enabled, created_at, created_by, updated_at, updated_by)
				VALUES ($1, 1, 'organization', 1, $1, FALSE, '', '', $2, TRUE, $3, '', $3, '')`, fmt.Sprintf("%024x", i), []byte{1}, w.clock.Now())
		}
		t.Run("the thousand-and-first is refused", func(t *testing.T) {
			_, _, err := w.Create(t.Context(), w.alice, "acme", form("one-more"))
			if says := refused(t, err, app.TooMany); !strings.Contains(says, "Acme & Sons has 1,000 webhooks") {
				t.Error(says)
			}
		})
		t.Run("another organization's limit is its own", func(t *testing.T) {
			if _, _, err := w.Create(t.Context(), w.bob, "umbrella", form("first")); err != nil {
				t.Error(err)
			}
		})
	})
}
