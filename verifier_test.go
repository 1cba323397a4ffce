package main

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"rollcall/app/access"
	"rollcall/app/directory"
	"rollcall/app/event"
	"rollcall/app/webhook"
)

// verifier is one that is not ours. It is given a secret and a delivery and returns its complaint; "" is none.
type verifier func(t *testing.T, secret string, r inboxRequest) string

// playVerified has a verifier judge real deliveries, before, during and after the rotation of a secret. The published
// verifiers complain in the same words, whatever language they are written in.
func (s *stage) playVerified(judge verifier) {
	s.t.Helper()
	verified := func(t *testing.T, secret string, r inboxRequest, want string) {
		t.Helper()
		if got := judge(t, secret, r); got != want {
			t.Errorf("the verifier says %q, want %q", got, want)
		}
	}
	const mismatch = "No matching signature found"
	hook, first, next := s.signing()
	got := next()
	s.t.Run("with the secret, and with the bytes as they came", func(t *testing.T) {
		verified(t, first, got, "")
		if !bytes.Contains(got.body, []byte("Zoë")) {
			t.Errorf("the body has only ASCII in it, which tests less: %s", got.body)
		}
	})
	s.t.Run("not with a body, an id, a time or a secret of somebody else's", func(t *testing.T) {
		verified(t, first, got.spaced(), mismatch)
		verified(t, first, got.with("Webhook-Id", "018f0000-0000-7000-8000-000000000001"), mismatch)
		verified(t, first, got.with("Webhook-Timestamp", "1614265330"), "Message timestamp too old")
		verified(t, "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", got, mismatch)
	})
	_, second, err := s.webhooks.RotateSecret(s.t.Context(), s.ada, "acme", hook, webhook.DefaultOverlap)
	s.must(second, err)
	s.t.Run("during the overlap of a rotation with the new secret and with the old one", func(t *testing.T) {
		got := next()
		if n := len(strings.Fields(got.header.Get("Webhook-Signature"))); n != 2 {
			t.Fatalf("%d signatures", n)
		}
		verified(t, second, got, "")
		verified(t, first, got, "")
		verified(t, first, got.spaced(), mismatch)
	})
	_, err = s.webhooks.EndOverlap(s.t.Context(), s.ada, "acme", hook)
	s.must(hook, err)
	s.t.Run("after it with the new one only", func(t *testing.T) {
		got := next()
		verified(t, second, got, "")
		verified(t, first, got, mismatch)
	})
}

// signing makes a webhook that is told of somebody whose name has more than ASCII in it; next has it send one more
// delivery.
func (s *stage) signing() (hook, secret string, next func() inboxRequest) {
	s.t.Helper()
	inbox := newInbox(s.t)
	zoe, err := s.directory.CreateUserByCommand(s.t.Context(), access.Command(), directory.CommandUser{Organization: "acme", Name: "Zoë “Ünal” 李", Username: "zoe", Email: "zoe@acme.example", Password: testPassword})
	s.must(zoe, err)
	made, secret, err := s.webhooks.Create(s.t.Context(), s.ada, "acme", webhook.Form{Name: "café", URL: inbox.url, Types: []event.Type{event.UserRoleSet}, Enabled: true})
	s.must(made, err)
	seen := map[string]bool{} // an attempt that was repeated is no other delivery
	return made.ID, secret, func() (one inboxRequest) {
		role := []access.Role{access.Admin, access.Normal}[len(seen)%2]
		s.must(nil, s.directory.SetRole(s.t.Context(), s.ada, "acme", zoe.ID, role))
		until(s.t, "one more delivery has come", func() bool {
			all := inbox.wait(s.t, len(seen)+1)
			i := slices.IndexFunc(all, func(r inboxRequest) bool { return !seen[r.header.Get("Webhook-Id")] })
			if i >= 0 {
				one = all[i]
			}
			return i >= 0
		})
		seen[one.header.Get("Webhook-Id")] = true
		return one
	}
}

// with is the request with another value of a header.
func (r inboxRequest) with(name, value string) inboxRequest {
	header := r.header.Clone()
	header.Set(name, value)
	return inboxRequest{header: header, body: r.body}
}

// spaced is the request with a body that means the same and is not the same.
func (r inboxRequest) spaced() inboxRequest {
	return inboxRequest{header: r.header, body: append([]byte(" "), r.body...)}
}

// signed are the headers that a verifier reads.
func (r inboxRequest) signed() map[string]string {
	header := map[string]string{}
	for _, name := range []string{"Webhook-Id", "Webhook-Timestamp", "Webhook-Signature"} {
		header[name] = r.header.Get(name)
	}
	return header
}

// A receiver written in Go verifies what we sign: the published verifier, from the module whose other half signs.
func TestTheVerifierForGoAcceptsWhatWeSign(t *testing.T) {
	newStage(t, "").playVerified(func(t *testing.T, secret string, r inboxRequest) string {
		t.Helper()
		published, err := standardwebhooks.NewWebhook(secret)
		if err != nil {
			t.Fatal(err)
		}
		if err := published.Verify(r.body, r.header); err != nil {
			_, why, _ := strings.Cut(err.Error(), "err: ")
			return strings.ToUpper(why[:1]) + why[1:]
		}
		return ""
	})
}
