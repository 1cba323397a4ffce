package directory_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp/cmpopts"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/directory"
	"rollcall/app/event"
)

// member makes a user who has the password.
func (h *house) member(t *testing.T, org string) directory.User {
	t.Helper()
	u := h.someone(t, org)
	must(t, h.ResetPassword(t.Context(), h.root, u.ID, password))
	return u
}

func TestSigningIn(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		org, admin := h.org(t, 5)
		away, _ := h.org(t, 7)
		signIn := func(login, password string) (string, directory.User, error) {
			return h.SignIn(ctx, nobody(), login, password, "Firefox")
		}
		t.Run("the first sign-in tells USER_CREATED and then USER_LOGIN, home and where the user is a guest", func(t *testing.T) {
			u := h.member(t, org)
			h.guest(t, away, u, access.Normal)
			h.audited(t)
			secret, signed, err := signIn(" "+strings.ToUpper(u.Username)+" ", password)
			must(t, err)
			u.FirstLoginAt, u.LastLoginAt = h.clock.Now(), h.clock.Now()
			same(t, signed, u)
			actor, err := h.access.Session(ctx, secret, false)
			must(t, err)
			same(t, actor.UserID, u.ID)

			o, _, err := h.Organization(ctx, h.root, org)
			must(t, err)
			person := event.User{ID: u.ID, Name: u.Name, Username: u.Username, Email: u.Email}
			facts := event.Facts{Subject: person, Home: event.Organization{ID: o.ID, Name: org, Title: o.Title}, Actor: person}
			facts.Subject.HexID, facts.Subject.UUID = u.HexID, u.UUID
			created, places, three := facts, []event.Place{h.place(t, org), h.place(t, away)}, int64(3)
			created.RemainingSeats = &three
			same(t, h.told(t, u.ID), []event.Event{
				{Type: event.UserCreated, At: h.clock.Now(), Source: "page", Places: places, Facts: created},
				{Type: event.UserLogin, At: h.clock.Now(), Source: "page", Places: places, Facts: facts},
			}, cmpopts.IgnoreFields(event.Event{}, "ID"))
			same(t, h.audited(t), []row{{"user.sign_in", "user", "done"}})
		})
		t.Run("later ones tell USER_LOGIN only, and keep the time of the first", func(t *testing.T) {
			u := h.member(t, org)
			_, first, err := signIn(u.Email, password)
			must(t, err)
			h.told(t, u.ID)
			h.clock.advance(time.Minute)
			_, later, err := signIn(u.Email, password)
			must(t, err)
			same(t, later.FirstLoginAt, first.FirstLoginAt)
			same(t, later.LastLoginAt, first.LastLoginAt.Add(time.Minute))
			same(t, h.types(t, u.ID), []event.Type{event.UserLogin})
		})
		t.Run("unlimited seats remain as nil", func(t *testing.T) {
			free, _ := h.org(t, 0)
			u := h.member(t, free)
			_, _, err := signIn(u.Username, password)
			must(t, err)
			same(t, h.told(t, u.ID)[0].Facts.RemainingSeats, (*int64)(nil))
		})
		t.Run("of eight first sign-ins at once all come in and one is the first", func(t *testing.T) {
			u := h.member(t, "site")
			same(t, together(8, func(int) error {
				_, _, err := signIn(u.Email, password)
				return err
			}), 8)
			count := map[event.Type]int{}
			for _, typ := range h.types(t, u.ID) {
				count[typ]++
			}
			same(t, count, map[event.Type]int{event.UserCreated: 1, event.UserLogin: 8})
		})
		t.Run("a wrong password, an unknown user and one who is not active get one answer", func(t *testing.T) {
			h.clock.advance(time.Hour)
			u, off, gone := h.member(t, "site"), h.member(t, "site"), h.member(t, "site")
			must(t, h.Disable(ctx, h.root, "site", off.ID))
			must(t, h.RemoveUser(ctx, h.root, "site", gone.ID))
			h.told(t, off.ID)
			h.audited(t)
			answer := ""
			for i, try := range []struct{ login, password string }{
				{u.Username, "wrong " + password}, {u.Email, ""}, {"unknown", password}, {"unknown@example.com", password}, {"", password},
				{off.Username, password}, {gone.Email, password}, {admin.Username, ""}, {"a\x00\xff'", password}, {strings.Repeat("x", 1<<20), strings.Repeat("x", 1<<20)},
			} {
				secret, user, err := signIn(try.login, try.password)
				refusal := refused(t, err, app.Unauthenticated)
				if answer == "" {
					answer = refusal.Message
				}
				same(t, refusal, &app.Error{Code: app.Unauthenticated, Message: answer})
				same(t, secret, "")
				same(t, user, directory.User{})
				same(t, len(h.audited(t)), 1)
				if t.Failed() {
					t.Fatalf("at try %d", i)
				}
			}
			for _, id := range []int64{u.ID, off.ID} {
				same(t, len(h.told(t, id)), 0)
			}
			same(t, h.types(t, gone.ID), []event.Type{event.UserRemovalFromOrg})
			same(t, h.account(t, u).FirstLoginAt, time.Time{})
		})
		t.Run("failures throttle, also the right password, and a success makes up for them", func(t *testing.T) {
			h.clock.advance(48 * time.Hour)
			u := h.member(t, "site")
			for range 5 {
				_, _, err := signIn(u.Username, "wrong")
				refused(t, err, app.Unauthenticated)
			}
			h.audited(t)
			_, _, err := signIn(u.Username, password)
			if refused(t, err, app.TooMany).RetryAfter <= 0 {
				t.Error("it doesn't say when to come back")
			}
			same(t, h.audited(t), []row{{"user.sign_in", "user", "refused"}})
			h.clock.advance(time.Minute)
			for range 6 {
				_, _, err = signIn(u.Username, password)
				must(t, err)
			}
		})
		t.Run("nobody comes in whom a disabling overtook", func(t *testing.T) {
			for range 5 {
				u := h.member(t, "site")
				secrets := make([]string, 3)
				together(4, func(i int) (err error) {
					if i == 3 {
						return h.Disable(ctx, h.root, "site", u.ID)
					}
					secrets[i], _, err = signIn(u.Email, password)
					return err
				})
				for _, secret := range secrets {
					_, err := h.access.Session(ctx, secret, false)
					refused(t, err, app.Unauthenticated)
				}
				types := h.types(t, u.ID)
				same(t, types[len(types)-1], event.UserDisabled)
			}
		})
		t.Run("what is typed is never written to the audit log", func(t *testing.T) {
			_, _, err := signIn("my-secret-password", "x")
			refused(t, err, app.Unauthenticated)
			var found int
			must(t, h.db.QueryRow(ctx, "SELECT COUNT(*) FROM audit_log WHERE object_id LIKE '%secret%' OR reason LIKE '%secret%' OR before LIKE '%secret%' OR after LIKE '%secret%' OR actor_name LIKE '%secret%'").Scan(&found))
			same(t, found, 0)
		})
	})
}

func TestPasswords(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		org, admin := h.org(t, 0)
		const better = "nine purple umbrellas"
		session := func(u directory.User, password string) access.Actor {
			t.Helper()
			secret, _, err := h.SignIn(ctx, nobody(), u.Email, password, "test")
			must(t, err)
			actor, err := h.access.Session(ctx, secret, false)
			must(t, err)
			return actor
		}
		sessions := func(u directory.User) int {
			t.Helper()
			all, err := h.access.Sessions(ctx, as(u))
			must(t, err)
			return len(all)
		}
		t.Run("changing it ends the other sessions and gives this one another secret", func(t *testing.T) {
			u := h.member(t, org)
			session(u, password)
			actor := session(u, password)
			h.told(t, u.ID)
			h.audited(t)
			secret, err := h.ChangePassword(ctx, actor, password, better)
			must(t, err)
			same(t, sessions(u), 1)
			again, err := h.access.Session(ctx, secret, false)
			must(t, err)
			same(t, again.SessionID, actor.SessionID)
			same(t, h.audited(t), []row{{"user.password", "user", "done"}})
			same(t, len(h.told(t, u.ID)), 0)
			_, _, err = h.SignIn(ctx, nobody(), u.Email, password, "test")
			refused(t, err, app.Unauthenticated)
			session(u, better)
		})
		t.Run("the current password must be known, and guessing it is throttled apart from signing in", func(t *testing.T) {
			u := h.member(t, org)
			actor := session(u, password)
			for range 5 {
				_, err := h.ChangePassword(ctx, actor, "wrong", better)
				same(t, fields(refused(t, err, app.Invalid)), []string{"current"})
			}
			_, err := h.ChangePassword(ctx, actor, password, better)
			refused(t, err, app.TooMany)
			session(u, password)
		})
		t.Run("a new password that is no good is refused", func(t *testing.T) {
			u := h.member(t, org)
			_, err := h.ChangePassword(ctx, session(u, password), password, "short")
			same(t, fields(refused(t, err, app.Invalid)), []string{"password"})
		})
		t.Run("a token, the command line and nobody have none to change", func(t *testing.T) {
			token := as(admin)
			token.Kind = access.KindToken
			for _, actor := range []access.Actor{token, h.root, nobody()} {
				_, err := h.ChangePassword(ctx, actor, password, better)
				refused(t, err, app.Unauthenticated)
			}
		})
		t.Run("of four changes at once one holds", func(t *testing.T) {
			u := h.member(t, org)
			actor := session(u, password)
			same(t, together(4, func(i int) error {
				_, err := h.ChangePassword(ctx, actor, password, better+strings.Repeat("!", i))
				return err
			}), 1)
		})
		t.Run("an administrator at home resets it, which ends every session", func(t *testing.T) {
			u := h.member(t, org)
			session(u, password)
			h.audited(t)
			must(t, h.ResetPassword(ctx, as(admin), u.ID, better))
			same(t, sessions(u), 0)
			same(t, h.audited(t), []row{{"user.password_reset", "user", "done"}})
			session(u, better)
		})
		t.Run("nobody else does", func(t *testing.T) {
			u := h.someone(t, org)
			_, foreign := h.org(t, 0)
			awayOrg, awayAdmin := h.org(t, 0)
			h.guest(t, awayOrg, u, access.Normal)
			unknown := refused(t, h.ResetPassword(ctx, as(foreign), 987654, better), app.NotFound).Message
			for _, actor := range []directory.User{foreign, awayAdmin} {
				same(t, refused(t, h.ResetPassword(ctx, as(actor), u.ID, better), app.NotFound).Message, unknown)
			}
			refused(t, h.ResetPassword(ctx, as(u), admin.ID, better), app.Forbidden)
			refused(t, h.ResetPassword(ctx, nobody(), u.ID, better), app.Unauthenticated)
			refused(t, h.ResetPassword(ctx, as(admin), admin.ID, better), app.Forbidden, "account page")
		})
		t.Run("that of a site's administrator only such a one resets", func(t *testing.T) {
			deputy := h.user(t, "site", "deputy", access.Admin)
			root, err := directory.FindUser(ctx, h.db, "root")
			must(t, err)
			refused(t, h.ResetPassword(ctx, as(deputy), root.ID, better), app.Forbidden, "administrator of the site")
			must(t, h.ResetPassword(ctx, h.root, root.ID, better))
		})
		t.Run("a bad password and a removed user are refused", func(t *testing.T) {
			u := h.someone(t, org)
			same(t, fields(refused(t, h.ResetPassword(ctx, h.root, u.ID, "short"), app.Invalid)), []string{"password"})
			must(t, h.RemoveUser(ctx, h.root, org, u.ID))
			refused(t, h.ResetPassword(ctx, h.root, u.ID, better), app.NotFound)
		})
	})
}
