package webhook_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rollcall/app"
	"rollcall/app/event"
	"rollcall/app/webhook"
	"rollcall/db"
	"rollcall/db/dbtest"
)

const hush = "Bearer hunter2-hunter2"

func withHeaders(headers map[string]string) webhook.Form {
	f := ofSpace()
	f.Headers = headers
	return f
}

// stored is the real values of a webhook's headers, as a change that keeps them all gives them to the receiver: read
// back through the one door there is, the target of a delivery.
func (w *world) stored(id string) map[string]string {
	w.t.Helper()
	return webhook.StoredHeaders(w.t, w.Service, id)
}

func TestHeaders(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		pipe := w.space(event.ScopePipe, "RkT4wPq", "Onboarding", 1)
		sent := map[string]string{"Authorization": hush, "X-Colour": "blue-hunter2", "api-KEY": "hunter2"}
		shown := map[string]string{"Authorization": webhook.Mask, "X-Colour": "blue-hunter2", "api-KEY": webhook.Mask}
		hook := w.createAt(pipe, withHeaders(sent))

		t.Run("values whose names look secret are masked on the way out", func(t *testing.T) {
			list, err := w.ListAt(t.Context(), w.alice, pipe)
			if err != nil {
				t.Fatal(err)
			}
			for _, got := range []webhook.Webhook{hook, w.at(hook.ID), list[0]} {
				if diff := cmp.Diff(shown, got.Headers); diff != "" {
					t.Error(diff)
				}
			}
		})
		t.Run("they are sealed at rest, each webhook's for itself", func(t *testing.T) {
			var sealed []byte
			w.scan(`SELECT headers FROM webhooks WHERE id = $1`, []any{hook.ID}, &sealed)
			if len(sealed) == 0 || bytes.Contains(sealed, []byte("hunter2")) || bytes.Contains(sealed, []byte("Authorization")) {
				t.Errorf("the column holds %q", sealed)
			}
			moved := w.createAt(pipe, webhook.Form{Name: "moved", URL: "https://example.com/moved", Types: []event.Type{event.UserRoleSet}, Enabled: true})
			w.exec(`UPDATE webhooks SET headers = $2 WHERE id = $1`, moved.ID, sealed)
			if got, err := w.WebhookByID(t.Context(), w.alice, moved.ID); err == nil {
				t.Errorf("another webhook's headers opened: %v", got.Headers)
			}
			w.exec(`UPDATE webhooks SET headers = NULL WHERE id = $1`, moved.ID)
		})
		t.Run("a mask keeps what is stored, whatever the case of the name; a value replaces it; what is left out goes", func(t *testing.T) {
			got := w.updated(hook.ID, webhook.Patch{Headers: &map[string]string{"authorization": webhook.Mask, "X-Colour": "red"}})
			if diff := cmp.Diff(map[string]string{"authorization": webhook.Mask, "X-Colour": "red"}, got.Headers) +
				cmp.Diff(map[string]string{"authorization": hush, "X-Colour": "red"}, w.stored(hook.ID)); diff != "" || len(got.HeadersCleared) != 0 {
				t.Error(diff, got.HeadersCleared)
			}
		})
		t.Run("read back and written again, nothing changes and nothing is audited", func(t *testing.T) {
			before, rows := w.at(hook.ID), len(w.audited())
			after := w.updated(hook.ID, webhook.Patch{Headers: &before.Headers})
			if diff := cmp.Diff(before, after); diff != "" || len(w.audited()) != rows {
				t.Error(diff, w.audited()[rows:])
			}
		})
		t.Run("a new value under the same name is a change, and the audit row says which without saying what", func(t *testing.T) {
			version := w.at(hook.ID).Version
			got := w.updated(hook.ID, webhook.Patch{Headers: &map[string]string{"authorization": "hunter2 the second", "X-Colour": "red"}})
			if got.Version != version+1 {
				t.Errorf("the version is %d after %d", got.Version, version)
			}
			var after string
			w.scan(`SELECT after FROM audit_log ORDER BY id DESC LIMIT 1`, nil, &after)
			if !strings.Contains(after, `"authorization":"(changed)"`) || !strings.Contains(after, `"X-Colour":"(set)"`) {
				t.Error(after)
			}
		})
		t.Run("null clears, empty is empty, left out stays", func(t *testing.T) {
			none := w.updated(hook.ID, webhook.Patch{Headers: to(map[string]string(nil))})
			empty := w.updated(hook.ID, webhook.Patch{Headers: &map[string]string{}})
			still := w.updated(hook.ID, webhook.Patch{Name: to("still")})
			if none.Headers != nil || empty.Headers == nil || still.Headers == nil || len(empty.Headers)+len(still.Headers) != 0 {
				t.Errorf("got %v, %v and %v", none.Headers, empty.Headers, still.Headers)
			}
			if got := w.at(hook.ID).Headers; got == nil {
				t.Error("an empty set was read back as none")
			}
			if got := w.updated(hook.ID, webhook.Patch{Headers: to(map[string]string(nil))}); got.Headers != nil || w.at(hook.ID).Headers != nil {
				t.Errorf("got %v", got.Headers)
			}
		})
		t.Run("a form without headers leaves them, one with an empty set clears them", func(t *testing.T) {
			w.updated(hook.ID, webhook.Patch{Headers: &sent})
			kept, err := w.Edit(t.Context(), w.alice, "acme", hook.ID, 0, ofSpace())
			if diff := cmp.Diff(shown, kept.Headers); err != nil || diff != "" {
				t.Error(err, diff)
			}
			cleared, err := w.Edit(t.Context(), w.alice, "acme", hook.ID, 0, withHeaders(map[string]string{}))
			if err != nil || cleared.Headers != nil || w.at(hook.ID).Headers != nil {
				t.Errorf("got %v, %v", cleared.Headers, err)
			}
		})
		t.Run("no value is in an audit row", func(t *testing.T) {
			if n := w.count(`SELECT COUNT(*) FROM audit_log WHERE before LIKE '%hunter2%' OR after LIKE '%hunter2%' OR reason LIKE '%hunter2%'`); n != 0 {
				t.Errorf("%d rows", n)
			}
		})
		t.Run("pausing and resuming leaves them alone", func(t *testing.T) {
			w.updated(hook.ID, webhook.Patch{Headers: &sent})
			w.setEnabled(hook.ID, false)
			w.setEnabled(hook.ID, true)
			if diff := cmp.Diff(sent, w.stored(hook.ID)); diff != "" {
				t.Error(diff)
			}
		})
		t.Run("deleted with their webhook they are gone at once", func(t *testing.T) {
			gone := w.createAt(acme, withHeaders(sent))
			if err := w.DeleteByID(t.Context(), w.alice, gone.ID); err != nil {
				t.Fatal(err)
			}
			if n := w.count(`SELECT COUNT(*) FROM webhooks WHERE id = $1 AND headers IS NULL`, gone.ID); n != 1 {
				t.Error("they are still stored")
			}
		})
		t.Run("a lost key costs them", func(t *testing.T) {
			other := w.serviceWith(bytes.Repeat([]byte{9}, 32))
			if _, err := other.DiscardSecrets(t.Context()); err != nil {
				t.Fatal(err)
			}
			got, err := other.WebhookByID(t.Context(), w.alice, hook.ID)
			if err != nil || got.Headers != nil {
				t.Errorf("got %v, %v", got.Headers, err)
			}
		})
	})
}

// TestMoving: stored values are never sent to another receiver (OUT-92).
func TestMoving(t *testing.T) {
	keep := map[string]string{"Authorization": webhook.Mask, "X-Colour": webhook.Mask}
	for name, c := range map[string]struct {
		url     string
		headers *map[string]string
		want    map[string]string
		cleared []string
	}{
		"another path keeps them":                        {"https://endpoint.com/other?x=1", nil, map[string]string{"Authorization": hush, "X-Colour": "blue"}, nil},
		"the default port spelt out keeps them":          {"https://endpoint.com:443/", nil, map[string]string{"Authorization": hush, "X-Colour": "blue"}, nil},
		"the host in capitals keeps them":                {"https://ENDPOINT.com", nil, map[string]string{"Authorization": hush, "X-Colour": "blue"}, nil},
		"another host clears them":                       {"https://evil.example.com", nil, nil, []string{"Authorization", "X-Colour"}},
		"a sub-domain clears them":                       {"https://a.endpoint.com", nil, nil, []string{"Authorization", "X-Colour"}},
		"another scheme clears them":                     {"http://endpoint.com", nil, nil, []string{"Authorization", "X-Colour"}},
		"another port clears them":                       {"https://endpoint.com:8443", nil, nil, []string{"Authorization", "X-Colour"}},
		"masks keep nothing for another host":            {"https://evil.example.com", &keep, nil, []string{"Authorization", "X-Colour"}},
		"values sent in the same call are for that host": {"https://evil.example.com", &map[string]string{"Authorization": "new", "X-Colour": webhook.Mask}, map[string]string{"Authorization": "new"}, []string{"X-Colour"}},
		"null in the same call clears them, as said":     {"https://evil.example.com", to(map[string]string(nil)), nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			dbtest.Each(t, func(t *testing.T, d *db.DB) {
				w := newWorld(t, d)
				hook := w.createAt(acme, withHeaders(map[string]string{"Authorization": hush, "X-Colour": "blue"}))
				got := w.updated(hook.ID, webhook.Patch{URL: &c.url, Headers: c.headers})
				if diff := cmp.Diff(c.want, w.stored(hook.ID)) + cmp.Diff(c.cleared, got.HeadersCleared); diff != "" {
					t.Error(diff)
				}
				if again := w.at(hook.ID); again.HeadersCleared != nil {
					t.Errorf("read back, it still says that %v were cleared", again.HeadersCleared)
				}
			})
		})
	}
	t.Run("the form of a page does the same", func(t *testing.T) {
		dbtest.Each(t, func(t *testing.T, d *db.DB) {
			w := newWorld(t, d)
			hook := w.createAt(acme, withHeaders(map[string]string{"Authorization": hush}))
			f := withHeaders(map[string]string{"Authorization": webhook.Mask})
			f.URL = "https://elsewhere.example.com"
			got, err := w.Edit(t.Context(), w.alice, "acme", hook.ID, hook.Version, f)
			if diff := cmp.Diff([]string{"Authorization"}, got.HeadersCleared); err != nil || diff != "" || len(got.Headers) != 0 {
				t.Error(err, diff, got.Headers)
			}
		})
	})
}

func TestHeaderRefusals(t *testing.T) {
	many := map[string]string{}
	for i := range 21 {
		many[fmt.Sprintf("X-Header-%d", i)] = "x"
	}
	wide := map[string]string{}
	for i := range 5 {
		wide[fmt.Sprintf("X-Header-%d", i)] = strings.Repeat("x", 4000)
	}
	cases := map[string]map[string]string{
		"a line break in a value":       {"X-A": "ok\r\nX: 1"},
		"a line break in a name":        {"X-A\r\nX": "1"},
		"a space in a name":             {"X A": "1"},
		"a NUL in a value":              {"X-A": "a\x00"},
		"a letter beyond ASCII":         {"X-A": "é"},
		"a NUL in a name":               {"X\x00A": "1"},
		"a name beyond ASCII":           {"X-Größe": "1"},
		"a name of 129 characters":      {strings.Repeat("n", 129): "1"},
		"a value of 4,097 characters":   {"X-A": strings.Repeat("v", 4097)},
		"an empty name":                 {"": "1"},
		"an empty value":                {"X-A": ""},
		"a header of the signature":     {"webhook-SIGNATURE": "v1,x"},
		"the id of a delivery":          {"Webhook-Id": "x"},
		"a header of ours":              {"rollcall-event": "x"},
		"the host":                      {"host": "example.com"},
		"the type of the content":       {"content-type": "text/plain"},
		"what a metadata service wants": {"Metadata-Flavor": "Google"},
		"a proxy's":                     {"X-Forwarded-For": "127.0.0.1"},
		"a name twice":                  {"X-A": "1", "x-a": "2"},
		"21 headers":                    many,
		"more than 16 KiB":              wide,
		"a mask without a stored value": {"Authorization": webhook.Mask},
	}
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		hook := w.createAt(acme, ofSpace())
		for name, headers := range cases {
			t.Run(name+" is refused as input, when making and when changing", func(t *testing.T) {
				_, _, err := w.CreateAt(t.Context(), w.alice, acme, withHeaders(headers))
				because(t, err, app.Invalid, app.ReasonInput, "headers")
				_, err = w.update(hook.ID, webhook.Patch{Headers: &headers, Name: to("renamed")})
				because(t, err, app.Invalid, app.ReasonInput, "headers")
			})
		}
		t.Run("nothing of it was done", func(t *testing.T) {
			if diff := cmp.Diff(hook, w.at(hook.ID)); diff != "" || w.count(`SELECT COUNT(*) FROM webhooks`) != 1 {
				t.Error(diff)
			}
		})
	})
}
