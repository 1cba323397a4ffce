package access_test

import (
	"context"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/db"
)

// service makes a service account of acme as ann.
func (w *world) service(name string, role access.Role) (access.ServiceAccount, string) {
	w.Helper()
	made, secret, err := w.CreateServiceAccount(w.Context(), w.actor(w.ann), "acme", name, role)
	w.must(err)
	return made, secret
}

func (w *world) issued(clientID, secret string) string {
	w.Helper()
	token, err := w.IssueAccessToken(w.Context(), clientID, secret, "192.0.2.7")
	w.must(err)
	return token.Secret
}

func TestServiceAccounts(t *testing.T) {
	each(t, func(w *world) {
		w.Run("one is an administrator of its organization, and nothing elsewhere", func(w *world) {
			made, secret := w.service("  CI of Acme ", "")
			want := access.ServiceAccount{ID: made.ID, ClientID: made.ClientID, Name: "CI of Acme", Role: access.Admin, CreatedAt: w.clock.Now(), CreatedBy: "ann"}
			if diff := cmp.Diff(want, made); diff != "" || made.ID == 0 {
				w.Error(diff)
			}
			actor, err := w.Token(w.Context(), w.issued(made.ClientID, secret), "192.0.2.7")
			w.must(err)
			if diff := cmp.Diff(access.Actor{Kind: access.KindService, ServiceID: made.ID, Username: made.ClientID, Name: "CI of Acme", TokenID: actor.TokenID}, actor); diff != "" {
				w.Error(diff)
			}
			place, err := access.OrganizationPlace(w.Context(), w.d, actor, "acme")
			w.must(err)
			if place.Role != access.Admin || !place.Allows(actor, access.ManageWebhooks) || place.Allows(actor, access.AddGuest) {
				w.Errorf("%+v", place)
			}
			w.refused(second(access.OrganizationPlace(w.Context(), w.d, actor, "foreign")), app.NotFound)
			w.space(w.acme, access.Pipe, "aB3dE6")
			w.space(w.foreign, access.Pipe, "Foreign")
			w.must(second(access.PipePlace(w.Context(), w.d, actor, "aB3dE6")))
			w.refused(second(access.PipePlace(w.Context(), w.d, actor, "Foreign")), app.NotFound)
		})
		w.Run("another role is one's own, as it is now", func(w *world) {
			made, secret := w.service("reader", "member")
			actor, err := w.Token(w.Context(), w.issued(made.ClientID, secret), "")
			w.must(err)
			place, err := access.OrganizationPlaceByID(w.Context(), w.d, actor, w.acme)
			w.must(err)
			if place.Role != access.Normal || place.Allows(actor, access.ManageUsers) {
				w.Errorf("%+v", place)
			}
		})
		w.Run("the list is by name and says when one was used", func(w *world) {
			used, secret := w.service("b", "")
			first, _ := w.service("a", access.Normal)
			w.must(second(w.Token(w.Context(), w.issued(used.ClientID, secret), "")))
			used.LastUsedAt = w.clock.Now()
			listed, err := w.ServiceAccounts(w.Context(), w.actor(w.ann), "acme")
			w.must(err)
			if diff := cmp.Diff([]access.ServiceAccount{first, used}, listed); diff != "" {
				w.Error(diff)
			}
		})
		w.Run("of the secrets nothing is in the database", func(w *world) {
			made, secret := w.service("ci", "")
			token := w.issued(made.ClientID, secret)
			if !regexp.MustCompile(`^rs_[a-z2-7]{63}$`).MatchString(secret) || !regexp.MustCompile(`^ra_[a-z2-7]{63}$`).MatchString(token) {
				w.Errorf("%q, %q", secret, token)
			}
			if w.holds(secret[19:59]) || w.holds(token[19:59]) {
				w.Error("a secret is in the database")
			}
		})
		w.Run("only administrators manage them, in a session", func(w *world) {
			made, secret := w.service("ci", "")
			itself, err := w.Token(w.Context(), w.issued(made.ClientID, secret), "")
			w.must(err)
			anns := access.Actor{Kind: access.KindToken, UserID: w.ann, Username: "ann"}
			w.audited("service_account.create")
			for code, actors := range map[app.Code][]access.Actor{app.Unauthenticated: {{}}, app.NotFound: {w.actor(w.zoe)}, app.Forbidden: {w.actor(w.bob), anns, itself}} {
				for _, actor := range actors {
					w.refused(third(w.CreateServiceAccount(w.Context(), actor, "acme", "another", "")), code)
					w.refused(second(w.RenewServiceSecret(w.Context(), actor, "acme", made.ID)), code)
					w.refused(w.DeleteServiceAccount(w.Context(), actor, "acme", made.ID), code)
				}
			}
			for code, actor := range map[app.Code]access.Actor{app.Unauthenticated: {}, app.NotFound: w.actor(w.zoe), app.Forbidden: w.actor(w.bob)} {
				w.refused(second(w.ServiceAccounts(w.Context(), actor, "acme")), code)
			}
			w.issued(made.ClientID, secret)
			if diff := cmp.Diff(5, strings.Count(strings.Join(w.audited("service_account.renew"), "\n"), "refused")); diff != "" {
				w.Error(diff)
			}
		})
		w.Run("a bad name or role is refused by field, a taken name as a conflict", func(w *world) {
			ann := w.actor(w.ann)
			w.service("ci", "")
			refusal := w.refused(third(w.CreateServiceAccount(w.Context(), ann, "acme", " ", "owner")), app.Invalid)
			if len(refusal.Fields) != 2 || refusal.Fields[0].Name != "name" || refusal.Fields[1].Name != "role" {
				w.Errorf("%+v", refusal)
			}
			for _, name := range []string{strings.Repeat("é", 101), "a\nb", "a\xffb"} {
				w.refused(third(w.CreateServiceAccount(w.Context(), ann, "acme", name, "")), app.Invalid)
			}
			if refusal := w.refused(third(w.CreateServiceAccount(w.Context(), ann, "acme", "ci", "")), app.Conflict); refusal.Reason != app.ReasonDuplicate {
				w.Errorf("%+v", refusal)
			}
		})
		w.Run("there are at most a hundred", func(w *world) {
			for i := range 100 {
				w.insert(`INSERT INTO service_accounts (client_id, secret_hash, organization_id, name, role, created_at, created_by) VALUES ($1, '', $2, $1, 'admin', $3, 'ann') RETURNING id`,
					strings.Repeat("x", i+1), w.acme, w.clock.Now())
			}
			w.refused(third(w.CreateServiceAccount(w.Context(), w.actor(w.ann), "acme", "one more", "")), app.Conflict)
		})
		w.Run("a deleted one's name is free, and it can't be changed", func(w *world) {
			made, _ := w.service("ci", "")
			ann := w.actor(w.ann)
			w.must(w.DeleteServiceAccount(w.Context(), ann, "acme", made.ID))
			w.service("ci", "")
			for _, id := range []int64{made.ID, 4711} {
				w.refused(w.DeleteServiceAccount(w.Context(), ann, "acme", id), app.NotFound)
				w.refused(second(w.RenewServiceSecret(w.Context(), ann, "acme", id)), app.NotFound)
			}
		})
		w.Run("one of another organization is not found", func(w *world) {
			made, _ := w.service("ci", "")
			w.refused(w.DeleteServiceAccount(w.Context(), w.actor(w.zoe), "foreign", made.ID), app.NotFound)
			w.refused(second(w.RenewServiceSecret(w.Context(), w.actor(w.zoe), "foreign", made.ID)), app.NotFound)
		})
	})
}

func TestAccessTokens(t *testing.T) {
	each(t, func(w *world) {
		w.Run("one lasts a day", func(w *world) {
			made, secret := w.service("ci", "")
			token, err := w.IssueAccessToken(w.Context(), made.ClientID, secret, "192.0.2.7")
			w.must(err)
			if token.ExpiresIn != 24*time.Hour {
				w.Errorf("%v", token.ExpiresIn)
			}
			w.clock.move(24*time.Hour - time.Microsecond)
			w.must(second(w.Token(w.Context(), token.Secret, "")))
			w.clock.move(time.Microsecond)
			w.refused(second(w.Token(w.Context(), token.Secret, "")), app.Unauthenticated)
		})
		w.Run("a wrong secret, an unknown client and a deleted one are refused alike, and are no bearers", func(w *world) {
			made, secret := w.service("ci", "")
			gone, lost := w.service("gone", "")
			w.must(w.DeleteServiceAccount(w.Context(), w.actor(w.ann), "acme", gone.ID))
			answer := w.refused(second(w.IssueAccessToken(w.Context(), "nobody", secret, "192.0.2.7")), app.Unauthenticated)
			for _, c := range []struct{ id, secret string }{{made.ClientID, lost}, {made.ClientID, ""}, {gone.ClientID, lost}, {gone.ClientID, ""}, {"", ""}, {"a\x00\xff", secret}, {made.ClientID + "x", secret}} {
				if diff := cmp.Diff(answer, w.refused(second(w.IssueAccessToken(w.Context(), c.id, c.secret, "192.0.2.7")), app.Unauthenticated)); diff != "" {
					w.Error(diff)
				}
			}
			w.refused(second(w.Token(w.Context(), secret, "")), app.Unauthenticated)
			w.issued(made.ClientID, secret)
		})
		w.Run("guessing a client's secret waits, and other clients don't", func(w *world) {
			made, _ := w.service("ci", "")
			other, secret := w.service("other", "")
			for range 5 {
				w.refused(second(w.IssueAccessToken(w.Context(), made.ClientID, "guess", "192.0.2.7")), app.Unauthenticated)
			}
			if refusal := w.refused(second(w.IssueAccessToken(w.Context(), made.ClientID, "guess", "192.0.2.8")), app.TooMany); refusal.RetryAfter == 0 {
				w.Errorf("%+v", refusal)
			}
			w.issued(other.ClientID, secret)
		})
		w.Run("renewing the secret ends the old one and the tokens it got", func(w *world) {
			made, secret := w.service("ci", "")
			token := w.issued(made.ClientID, secret)
			renewed, err := w.RenewServiceSecret(w.Context(), w.actor(w.ann), "acme", made.ID)
			w.must(err)
			w.refused(second(w.Token(w.Context(), token, "")), app.Unauthenticated)
			w.refused(second(w.IssueAccessToken(w.Context(), made.ClientID, secret, "")), app.Unauthenticated)
			w.must(second(w.Token(w.Context(), w.issued(made.ClientID, renewed), "")))
		})
		w.Run("deleting the account ends its tokens", func(w *world) {
			made, secret := w.service("ci", "")
			token := w.issued(made.ClientID, secret)
			w.must(w.DeleteServiceAccount(w.Context(), w.actor(w.ann), "acme", made.ID))
			w.refused(second(w.Token(w.Context(), token, "")), app.Unauthenticated)
		})
		w.Run("an actor whose account is deleted meanwhile has no place any more", func(w *world) {
			made, secret := w.service("ci", "")
			actor, err := w.Token(w.Context(), w.issued(made.ClientID, secret), "")
			w.must(err)
			w.must(w.DeleteServiceAccount(w.Context(), w.actor(w.ann), "acme", made.ID))
			w.refused(second(access.OrganizationPlace(w.Context(), w.d, actor, "acme")), app.NotFound)
		})
		w.Run("one can be revoked; what is none is no error", func(w *world) {
			made, secret := w.service("ci", "")
			token, other := w.issued(made.ClientID, secret), w.issued(made.ClientID, secret)
			_, anns := w.token(w.ann, "ci", time.Time{})
			for _, s := range []string{token, token, "", "ra_x", anns, secret} {
				w.must(w.RevokeAccessToken(w.Context(), s))
			}
			w.refused(second(w.Token(w.Context(), token, "")), app.Unauthenticated)
			w.must(second(w.Token(w.Context(), other, "")))
			w.must(second(w.Token(w.Context(), anns, "")))
			if diff := cmp.Diff([]string{made.ClientID + " done"}, w.audited("access_token.revoke")); diff != "" {
				w.Error(diff)
			}
		})
		w.Run("expired ones go, and of too many the oldest", func(w *world) {
			made, secret := w.service("ci", "")
			w.issued(made.ClientID, secret)
			w.clock.move(25 * time.Hour)
			w.issued(made.ClientID, secret)
			if n := w.count(`SELECT COUNT(*) FROM access_tokens`); n != 1 {
				w.Errorf("%d rows", n)
			}
			w.tx(func(ctx context.Context, tx *db.Tx) error {
				for i := range 1500 {
					id := strconv.Itoa(i)
					if _, err := tx.Exec(ctx, `INSERT INTO access_tokens (id, hash, service_account_id, created_at, expires_at) VALUES ($1, $1, $2, $3, $3)`,
						id, made.ID, w.clock.Now().Add(time.Hour)); err != nil {
						return err
					}
				}
				return nil
			})
			token := w.issued(made.ClientID, secret)
			if n := w.count(`SELECT COUNT(*) FROM access_tokens`); n != 1000 {
				w.Errorf("%d rows", n)
			}
			w.must(second(w.Token(w.Context(), token, "")))
		})
	})
}
