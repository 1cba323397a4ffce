package webhook_test

import (
	"bytes"
	"errors"
	"testing"

	"rollcall/app/event"
	"rollcall/app/webhook"
	"rollcall/db"
	"rollcall/db/dbtest"
)

func TestALostKeyCostsTheSecretsAndNothingElse(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		if err := w.CheckKey(t.Context()); err != nil {
			t.Fatal(err)
		}
		kept, gone := w.create(form("kept")), w.create(form("gone"))
		if _, err := w.Delete(t.Context(), w.alice, "acme", gone.ID); err != nil {
			t.Fatal(err)
		}
		before, err := w.RevealSecret(t.Context(), w.alice, "acme", kept.ID)
		if err != nil {
			t.Fatal(err)
		}
		w.happens(event.UserCreated)

		other := w.serviceWith(bytes.Repeat([]byte{9}, 32))
		if err := other.CheckKey(t.Context()); !errors.Is(err, webhook.ErrWrongKey) {
			t.Fatalf("another key is answered with %v", err)
		}
		if n, err := other.DiscardSecrets(t.Context()); n != 1 || err != nil {
			t.Fatalf("%d secrets were discarded (%v)", n, err)
		}
		if err := other.CheckKey(t.Context()); err != nil {
			t.Errorf("the new key is not the database's: %v", err)
		}
		after, err := other.RevealSecret(t.Context(), w.alice, "acme", kept.ID)
		if err != nil || after == before {
			t.Errorf("the secret is still %q (%v)", after, err)
		}
		hook, err := other.Webhook(t.Context(), w.alice, "acme", kept.ID)
		if err != nil || hook.Enabled || hook.Condition() != webhook.ConditionPaused {
			t.Errorf("the webhook is %s (%v)", hook.Condition(), err)
		}
		if held := w.count(`SELECT COUNT(*) FROM deliveries WHERE state = 'held' AND lane IS NULL`); held != 1 {
			t.Errorf("%d deliveries are held, want the one that waited", held)
		}
		if rows := w.count(`SELECT COUNT(*) FROM audit_log WHERE action = 'webhook.discard_secret'`); rows != 1 {
			t.Errorf("%d audit rows", rows)
		}
	})
}

func TestTheRightKeyDiscardsNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		if err := w.CheckKey(t.Context()); err != nil {
			t.Fatal(err)
		}
		hook := w.create(form("kept"))
		before, err := w.RevealSecret(t.Context(), w.alice, "acme", hook.ID)
		if err != nil {
			t.Fatal(err)
		}
		if n, err := w.DiscardSecrets(t.Context()); n != 0 || err != nil {
			t.Errorf("%d secrets were discarded (%v)", n, err)
		}
		if after, err := w.RevealSecret(t.Context(), w.alice, "acme", hook.ID); after != before || err != nil {
			t.Errorf("the secret has changed (%v)", err)
		}
	})
}
