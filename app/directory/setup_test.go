package directory_test

import (
	"testing"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/directory"
	"rollcall/app/event"
	"rollcall/db"
	"rollcall/db/dbtest"
)

func setupForm(code string) directory.SetupForm {
	return directory.SetupForm{Code: code, Organization: "Acme Inc.", Name: "Ada", Username: "ada", Email: "ada@example.com", Password: password, UserAgent: "Firefox"}
}

func TestSetup(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx, h := t.Context(), newHouse(d)
		code, err := h.access.NewSetupCode(ctx)
		must(t, err)
		t.Run("everything wrong with the form is said at once", func(t *testing.T) {
			_, _, err := h.Setup(ctx, nobody(), directory.SetupForm{Code: code})
			same(t, fields(refused(t, err, app.Invalid)), []string{"organization", "name", "username", "email", "password"})
		})
		t.Run("a wrong code is refused and makes nothing", func(t *testing.T) {
			_, _, err := h.Setup(ctx, nobody(), setupForm("AAAAA-AAAAA-AAAAA-AAAAA"))
			same(t, fields(refused(t, err, app.Invalid)), []string{"code"})
			needs, err := h.NeedsSetup(ctx)
			must(t, err)
			same(t, needs, true)
		})
		t.Run("of four at once with the right code one wins", func(t *testing.T) {
			h.audited(t)
			same(t, together(4, func(i int) error {
				form := setupForm(code)
				form.Username += string(rune('a' + i))
				form.Email = form.Username + "@example.com"
				_, secret, err := h.Setup(ctx, nobody(), form)
				if err != nil {
					refused(t, err, app.Conflict, "log in")
					return err
				}
				_, err = h.access.Session(ctx, secret, false)
				return err
			}), 1)
			same(t, len(h.audited(t)), 4)
		})
		t.Run("its user is the first administrator, of the organization and of the site, and has signed in", func(t *testing.T) {
			page, err := h.Users(ctx, h.root, "acme-inc", directory.UserFilter{})
			must(t, err)
			same(t, len(page.Members), 1)
			m := page.Members[0]
			same(t, []any{m.Role, m.SiteAdmin, m.State, m.FirstLoginAt, m.LastLoginAt}, []any{access.Admin, true, directory.Active, h.clock.Now(), h.clock.Now()})
			same(t, h.types(t, m.ID), []event.Type{event.UserCreated, event.UserLogin})
			o, _, err := h.Organization(ctx, h.root, "acme-inc")
			must(t, err)
			same(t, o.CreatedBy, m.ID)
			same(t, h.seats(t, "acme-inc"), directory.Seats{Taken: 1})
			needs, err := h.NeedsSetup(ctx)
			must(t, err)
			same(t, needs, false)
		})
		t.Run("afterwards it is closed", func(t *testing.T) {
			_, _, err := h.Setup(ctx, nobody(), setupForm(code))
			refused(t, err, app.Conflict, "set up already")
		})
	})
}

func TestTheCommandLine(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx, h := t.Context(), newHouse(d)
		create := func(form directory.CommandUser) (directory.User, error) {
			return h.CreateUserByCommand(ctx, h.root, form)
		}
		t.Run("it needs an organization to be named when there is none", func(t *testing.T) {
			_, err := create(directory.CommandUser{Username: "ada", Email: "ada@example.com"})
			refused(t, err, app.Invalid, "There are 0 organizations", "--organization")
		})
		t.Run("it makes the organization, and the first administrator is the site's too", func(t *testing.T) {
			u, err := create(directory.CommandUser{Organization: "acme", Username: "ada", Email: "ada@example.com", Admin: true, Password: password})
			must(t, err)
			same(t, []any{u.Name, u.State, u.SiteAdmin, u.Organization}, []any{"ada", directory.Active, true, "acme"})
			o, _, err := h.Organization(ctx, h.root, "acme")
			must(t, err)
			same(t, []any{o.Title, o.Seats}, []any{"acme", int64(0)})
			m, err := h.Member(ctx, h.root, "acme", u.ID)
			must(t, err)
			same(t, m.Role, access.Admin)
			same(t, len(h.told(t, u.ID)), 0)
			_, _, err = h.SignIn(ctx, nobody(), "ada", password, "test")
			must(t, err)
			same(t, h.types(t, u.ID), []event.Type{event.UserCreated, event.UserLogin})
		})
		t.Run("the only organization need not be named, and roles are as asked for", func(t *testing.T) {
			u, err := create(directory.CommandUser{Username: "grace", Email: "grace@example.com", Name: "Grace"})
			must(t, err)
			m, err := h.Member(ctx, h.root, "acme", u.ID)
			must(t, err)
			same(t, []any{m.Role, m.SiteAdmin, m.Name}, []any{access.Normal, false, "Grace"})
			second, err := create(directory.CommandUser{Username: "second", Email: "second@example.com", Admin: true})
			must(t, err)
			same(t, second.SiteAdmin, false)
			third, err := create(directory.CommandUser{Username: "third", Email: "third@example.com", SiteAdmin: true})
			must(t, err)
			same(t, third.SiteAdmin, true)
		})
		t.Run("without a password nobody signs in until one is set", func(t *testing.T) {
			_, _, err := h.SignIn(ctx, nobody(), "grace", "", "test")
			refused(t, err, app.Unauthenticated)
			u, err := directory.FindUser(ctx, h.db, "grace")
			must(t, err)
			must(t, h.ResetPassword(ctx, h.root, u.ID, password))
			_, _, err = h.SignIn(ctx, nobody(), "grace", password, "test")
			must(t, err)
		})
		t.Run("a taken username, a full organization and a bad form are refused", func(t *testing.T) {
			_, err := create(directory.CommandUser{Organization: "acme", Username: "ada", Email: "other@example.com"})
			same(t, fields(refused(t, err, app.Conflict)), []string{"username"})
			must(t, h.SetSeats(ctx, h.root, "acme", 4))
			_, err = create(directory.CommandUser{Username: "late", Email: "late@example.com"})
			same(t, refused(t, err, app.Conflict, "All 4 seats of acme").Reason, app.ReasonSeats)
			_, err = create(directory.CommandUser{Organization: "New", Username: "A", Email: "x", Password: "short"})
			same(t, fields(refused(t, err, app.Invalid)), []string{"organization", "username", "email", "password"})
		})
		t.Run("of several organizations one must be named", func(t *testing.T) {
			_, err := create(directory.CommandUser{Organization: "beta", Username: "bob", Email: "bob@example.com"})
			must(t, err)
			_, err = create(directory.CommandUser{Username: "late", Email: "late@example.com"})
			refused(t, err, app.Invalid, "There are 2 organizations")
		})
		t.Run("an organization's administrator can't act as the command line", func(t *testing.T) {
			admin, err := directory.FindUser(ctx, h.db, "second")
			must(t, err)
			_, err = h.CreateUserByCommand(ctx, as(admin), directory.CommandUser{Organization: "beta", Username: "x", Email: "x@example.com"})
			refused(t, err, app.Forbidden)
		})
	})
}
