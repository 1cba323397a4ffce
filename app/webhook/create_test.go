package webhook_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"rollcall/app"
	"rollcall/app/access"
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

func TestEdit(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		made := w.create(form("hr-sync"))
		w.create(form("taken"))

		t.Run("changes what the form says and counts the version", func(t *testing.T) {
			w.clock.pass(time.Minute)
			f := webhook.Form{Name: "hr-sync-2", URL: "https://example.com/2", Description: "d", Types: []event.Type{event.UserDisabled, event.UserLogin}, Enabled: true}
			edited, err := w.Edit(t.Context(), w.alice, "acme", made.ID, made.Version, f)
			if err != nil {
				t.Fatal(err)
			}
			want := made
			want.Name, want.URL, want.Description, want.Types, want.Version, want.UpdatedAt = f.Name, f.URL, f.Description, f.Types, 2, w.clock.Now()
			read, err := w.Webhook(t.Context(), w.alice, "acme", made.ID)
			if diff := cmp.Diff(want, edited) + cmp.Diff(want, read); err != nil || diff != "" {
				t.Error(err, diff)
			}
			made = edited
		})
		t.Run("from then on it hears the new types only", func(t *testing.T) {
			w.happens(event.UserCreated)
			w.happens(event.UserLogin)
			if got := w.deliveries(made.ID); len(got) != 1 || got[0].Type != event.UserLogin {
				t.Errorf("got %+v", got)
			}
		})
		t.Run("a stale form is refused with who and when", func(t *testing.T) {
			_, err := w.Edit(t.Context(), w.alice, "acme", made.ID, 1, form("hr-sync-3"))
			says := refused(t, err, app.Conflict)
			var refusal *app.Error
			errors.As(err, &refusal)
			if when := w.clock.Now().Format("15:04:05 UTC on 2 January 2006"); refusal.Reason != app.ReasonStale || !strings.Contains(says, "alice changed this webhook at "+when) {
				t.Errorf("got %q (%s), want it to name alice and %s", says, refusal.Reason, when)
			}
		})
		t.Run("a form made before a pause is stale too", func(t *testing.T) {
			before := w.create(form("paused-meanwhile"))
			w.setEnabled(before.ID, false)
			_, err := w.Edit(t.Context(), w.alice, "acme", before.ID, before.Version, form("paused-meanwhile"))
			refused(t, err, app.Conflict)
		})
		t.Run("without a version it edits what is there", func(t *testing.T) {
			if _, err := w.Edit(t.Context(), w.alice, "acme", made.ID, 0, form("hr-sync-4")); err != nil {
				t.Error(err)
			}
		})
		t.Run("a name that another webhook has is refused; its own is not", func(t *testing.T) {
			_, err := w.Edit(t.Context(), w.alice, "acme", made.ID, 0, form("taken"))
			refused(t, err, app.Conflict)
			f := form("hr-sync-4")
			f.Description = "own name kept"
			if _, err := w.Edit(t.Context(), w.alice, "acme", made.ID, 0, f); err != nil {
				t.Error(err)
			}
		})
		t.Run("an edit that changes nothing leaves no trace", func(t *testing.T) {
			before, rows := w.byID(made.ID), len(w.audited())
			f := webhook.Form{Name: before.Name, URL: before.URL, Description: before.Description, Types: before.Types, Enabled: before.Enabled}
			after, err := w.Edit(t.Context(), w.alice, "acme", made.ID, before.Version, f)
			if diff := cmp.Diff(before, after); err != nil || diff != "" || len(w.audited()) != rows {
				t.Error(err, diff, w.audited()[rows:])
			}
		})
		t.Run("unticking Enable pauses, ticking it resumes", func(t *testing.T) {
			f := form("hr-sync-4")
			f.Enabled = false
			off, err := w.Edit(t.Context(), w.alice, "acme", made.ID, 0, f)
			if err != nil || off.Pause != webhook.PausedByPerson {
				t.Fatalf("got %+v, %v", off, err)
			}
			f.Enabled = true
			on, err := w.Edit(t.Context(), w.alice, "acme", made.ID, 0, f)
			if diff := cmp.Diff(webhook.ConditionEnabled, on.Condition()); err != nil || diff != "" || !on.PausedAt.IsZero() {
				t.Errorf("got %+v, %v", on, err)
			}
		})
	})
}

func (w *world) byID(id string) webhook.Webhook {
	w.t.Helper()
	found, err := w.Webhook(w.t.Context(), w.alice, "acme", id)
	if err != nil {
		w.t.Fatal(err)
	}
	return found
}

func TestConditions(t *testing.T) {
	for want, w := range map[webhook.Condition]webhook.Webhook{
		webhook.ConditionEnabled:  {Enabled: true, Failures: 4},
		webhook.ConditionFailing:  {Enabled: true, Failures: 5},
		webhook.ConditionPaused:   {Pause: webhook.PausedByAPI, Failures: 9},
		webhook.ConditionDisabled: {Pause: webhook.PausedByRule},
	} {
		if got := w.Condition(); got != want {
			t.Errorf("%+v: got %s, want %s", w, got, want)
		}
	}
}

// TestStrangers calls every use-case as somebody who must not: nobody may learn of, or change, what is not theirs.
func TestStrangers(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		made := w.create(form("hr-sync"))
		w.happens(event.UserCreated)
		delivery := w.deliveries(made.ID)[0]
		ctx := t.Context()
		uses := map[string]func(actor access.Actor, organization string) error{
			"Create": func(a access.Actor, o string) error { _, _, err := w.Create(ctx, a, o, form("mine")); return err },
			"Edit": func(a access.Actor, o string) error {
				_, err := w.Edit(ctx, a, o, made.ID, 0, form("mine"))
				return err
			},
			"SetEnabled":    func(a access.Actor, o string) error { _, err := w.SetEnabled(ctx, a, o, made.ID, false); return err },
			"Delete":        func(a access.Actor, o string) error { _, err := w.Delete(ctx, a, o, made.ID); return err },
			"DeletePreview": func(a access.Actor, o string) error { _, err := w.DeletePreview(ctx, a, o, made.ID); return err },
			"RevealSecret":  func(a access.Actor, o string) error { _, err := w.RevealSecret(ctx, a, o, made.ID); return err },
			"Webhook":       func(a access.Actor, o string) error { _, err := w.Webhook(ctx, a, o, made.ID); return err },
			"WebhookByName": func(a access.Actor, o string) error { _, err := w.WebhookByName(ctx, a, o, "hr-sync"); return err },
			"Webhooks":      func(a access.Actor, o string) error { _, err := w.Webhooks(ctx, a, o); return err },
			"List":          func(a access.Actor, o string) error { _, err := w.List(ctx, a, o); return err },
			"SendTest":      func(a access.Actor, o string) error { _, err := w.SendTest(ctx, a, o, made.ID, ""); return err },
			"Redeliver":     func(a access.Actor, o string) error { _, err := w.Redeliver(ctx, a, o, delivery.ID); return err },
			"Deliveries": func(a access.Actor, o string) error {
				_, err := w.Deliveries(ctx, a, o, made.ID, webhook.Filter{})
				return err
			},
			"Delivery":   func(a access.Actor, o string) error { _, _, _, err := w.Delivery(ctx, a, o, delivery.ID); return err },
			"DaySummary": func(a access.Actor, o string) error { _, err := w.DaySummary(ctx, a, o, made.ID); return err },
		}
		places := map[string]bool{"Create": true, "Webhooks": true, "List": true} // need no object of acme's
		before := w.byID(made.ID)
		for name, use := range uses {
			t.Run(name+": an administrator of another organization finds nothing", func(t *testing.T) {
				refused(t, use(w.bob, "acme"), app.NotFound)
				if err := use(w.bob, "umbrella"); !places[name] {
					refused(t, err, app.NotFound)
				} else if err != nil {
					t.Errorf("in their own organization: %v", err)
				}
			})
			t.Run(name+": an unknown organization answers like a foreign one", func(t *testing.T) {
				if foreign, unknown := use(w.bob, "acme"), use(w.bob, "no-such"); foreign.Error() != unknown.Error() {
					t.Errorf("%q and %q", foreign, unknown)
				}
			})
			t.Run(name+": a normal member is refused", func(t *testing.T) { refused(t, use(w.carol, "acme"), app.Forbidden) })
			t.Run(name+": nobody is sent to log in", func(t *testing.T) { refused(t, use(access.Actor{}, "acme"), app.Unauthenticated) })
		}
		t.Run("nothing has changed", func(t *testing.T) {
			if diff := cmp.Diff(before, w.byID(made.ID)) + cmp.Diff(delivery, w.deliveries(made.ID)[0], cmpopts.EquateEmpty()); diff != "" {
				t.Error(diff)
			}
		})
		t.Run("ids that can't be ids are not found", func(t *testing.T) {
			for _, id := range []string{"", "x", "\x00", strings.Repeat("z", 24), strings.Repeat("0", 24), strings.Repeat("a", 1<<16), "00000000-0000-7000-8000-000000000000"} {
				_, err := w.Webhook(ctx, w.alice, "acme", id)
				refused(t, err, app.NotFound)
				_, _, _, err = w.Delivery(ctx, w.alice, "acme", id)
				refused(t, err, app.NotFound)
				_, err = w.WebhookByName(ctx, w.alice, "acme", id)
				refused(t, err, app.NotFound)
				_, err = w.Redeliver(ctx, w.alice, "acme", id)
				refused(t, err, app.NotFound)
			}
		})
	})
}
