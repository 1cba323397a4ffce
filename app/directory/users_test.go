package directory_test

import (
	"strings"
	"testing"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/directory"
)

func TestUsers(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		org, admin := h.org(t, 0)
		add := func(username, email string) (directory.User, error) {
			return h.AddUser(ctx, as(admin), org, directory.AddUser{Name: "Ada", Username: username, Email: email, Password: password})
		}
		t.Run("a user who is added is active, has ids and tells no event yet", func(t *testing.T) {
			h.audited(t)
			u, err := h.AddUser(ctx, as(admin), org, directory.AddUser{Name: " Ada Lovelace ", Username: "ada", Email: " Ada@Example.com ", Password: password})
			must(t, err)
			if len(u.HexID) != 24 || len(u.UUID) != 36 {
				t.Errorf("ids %q, %q", u.HexID, u.UUID)
			}
			o, _, err := h.Organization(ctx, h.root, org)
			must(t, err)
			same(t, u, directory.User{ID: u.ID, HexID: u.HexID, UUID: u.UUID, OrganizationID: o.ID, Organization: org, Name: "Ada Lovelace",
				Username: "ada", Email: "Ada@Example.com", State: directory.Active, CreatedAt: h.clock.Now()})
			same(t, len(h.told(t, u.ID)), 0)
			same(t, h.audited(t), []row{{"user.add", "user", "done"}})
			m, err := h.Member(ctx, as(admin), org, u.ID)
			must(t, err)
			same(t, m, directory.Member{User: u, Role: access.Normal, Since: h.clock.Now()})
		})
		t.Run("a typed username that is taken anywhere on the server is refused and named", func(t *testing.T) {
			h.user(t, "site", "grace", access.Normal)
			_, err := add("grace", "other@example.com")
			refusal := refused(t, err, app.Conflict, `"grace"`)
			same(t, refusal.Reason, app.ReasonDuplicate)
			same(t, fields(refusal), []string{"username"})
		})
		t.Run("an address that is taken is refused whatever its case and shape", func(t *testing.T) {
			for _, email := range []string{"GRACE@example.com", "ｇｒａｃｅ@example.com"} {
				_, err := add("another", email)
				refusal := refused(t, err, app.Conflict)
				same(t, refusal.Reason, app.ReasonDuplicate)
				same(t, fields(refusal), []string{"email"})
			}
		})
		t.Run("a derived username gets a number when taken", func(t *testing.T) {
			for i, want := range []string{"j.doe", "j.doe2", "j.doe3"} {
				u, err := add("", "J.Doe@"+[]string{"a", "b", "c"}[i]+".example")
				must(t, err)
				same(t, u.Username, want)
			}
			u, err := add("", "+++@example.com")
			must(t, err)
			same(t, u.Username, "user")
		})
		t.Run("a derived username doesn't help with an address that is taken", func(t *testing.T) {
			_, err := add("", "grace@example.com")
			same(t, fields(refused(t, err, app.Conflict)), []string{"email"})
		})
		t.Run("everything wrong with a form is said at once", func(t *testing.T) {
			h.audited(t)
			_, err := h.AddUser(ctx, as(admin), org, directory.AddUser{Name: "\u200b", Username: "Ada L", Email: "Ada <a@b.c>", Password: "short", Role: "king"})
			same(t, fields(refused(t, err, app.Invalid)), []string{"name", "username", "email", "password", "role"})
			same(t, h.audited(t), []row{{"user.add", "user", "refused"}})
		})
		t.Run("eight at once with one username make one user", func(t *testing.T) {
			same(t, together(8, func(i int) error {
				where := org
				if i%2 == 0 {
					where = "site"
				}
				_, err := h.AddUser(ctx, h.root, where, directory.AddUser{Name: "X", Username: "rush", Email: strings.Repeat("x", i+1) + "@rush.example", Password: password})
				return err
			}), 1)
		})
		t.Run("eight at once with one local part get eight usernames", func(t *testing.T) {
			same(t, together(8, func(i int) error {
				where := org
				if i%2 == 0 {
					where = "site"
				}
				_, err := h.AddUser(ctx, h.root, where, directory.AddUser{Name: "X", Email: "info@" + strings.Repeat("x", i+1) + ".example", Password: password})
				return err
			}), 8)
		})
	})
}

func TestEditingUsers(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		org, admin := h.org(t, 0)
		u := h.someone(t, org)
		t.Run("name, username and address change together", func(t *testing.T) {
			h.audited(t)
			edited, err := h.EditUser(ctx, as(admin), org, u.ID, directory.EditUser{Name: "New Name", Username: "new.name", Email: "new@example.com"})
			must(t, err)
			same(t, []string{edited.Name, edited.Username, edited.Email}, []string{"New Name", "new.name", "new@example.com"})
			found, err := directory.FindUser(ctx, h.db, "NEW@example.com")
			must(t, err)
			same(t, found.ID, u.ID)
			same(t, h.audited(t), []row{{"user.edit", "user", "done"}})
			u = edited
		})
		t.Run("no change leaves no row", func(t *testing.T) {
			_, err := h.EditUser(ctx, as(admin), org, u.ID, directory.EditUser{Name: u.Name, Username: u.Username, Email: u.Email})
			must(t, err)
			same(t, len(h.audited(t)), 0)
		})
		t.Run("what somebody else has is refused and named", func(t *testing.T) {
			_, err := h.EditUser(ctx, as(admin), org, u.ID, directory.EditUser{Name: u.Name, Username: "root", Email: u.Email})
			same(t, fields(refused(t, err, app.Conflict)), []string{"username"})
			_, err = h.EditUser(ctx, as(admin), org, u.ID, directory.EditUser{Name: u.Name, Username: u.Username, Email: "Root@Example.com"})
			same(t, fields(refused(t, err, app.Conflict)), []string{"email"})
		})
		t.Run("a bad form is refused", func(t *testing.T) {
			_, err := h.EditUser(ctx, as(admin), org, u.ID, directory.EditUser{})
			same(t, fields(refused(t, err, app.Invalid)), []string{"name", "username", "email"})
		})
		t.Run("twenty who take one username at once are one", func(t *testing.T) {
			other, otherAdmin := h.org(t, 0)
			var users []directory.User
			for i := range 20 {
				users = append(users, h.someone(t, []string{org, other}[i%2]))
			}
			same(t, together(20, func(i int) error {
				_, err := h.EditUser(ctx, as([]directory.User{admin, otherAdmin}[i%2]), users[i].Organization, users[i].ID,
					directory.EditUser{Name: "X", Username: "wanted", Email: users[i].Email})
				if err != nil && !app.Is(err, app.Conflict) {
					t.Errorf("got %v, want a conflict", err)
				}
				return err
			}), 1)
		})
		t.Run("only the home organization edits a user", func(t *testing.T) {
			away, awayAdmin := h.org(t, 0)
			h.guest(t, away, u, access.Admin)
			_, err := h.EditUser(ctx, as(awayAdmin), away, u.ID, directory.EditUser{Name: "Mine", Username: "mine", Email: "mine@example.com"})
			refused(t, err, app.Forbidden, u.Name, "home organization", org)
		})
		t.Run("only a site's administrator edits one", func(t *testing.T) {
			deputy := h.user(t, "site", "deputy", access.Admin)
			root, err := directory.FindUser(ctx, h.db, "root")
			must(t, err)
			form := directory.EditUser{Name: "Root", Username: "root", Email: "deputy-too@example.com"}
			_, err = h.EditUser(ctx, as(deputy), "site", root.ID, form)
			refused(t, err, app.Forbidden, "administrator of the site")
			_, err = h.EditUser(ctx, as(root), "site", root.ID, form)
			must(t, err)
		})
		t.Run("a stranger and nobody answer alike", func(t *testing.T) {
			form := directory.EditUser{Name: "X", Username: "x", Email: "x@example.com"}
			stranger := h.someone(t, "site")
			_, foreign := h.EditUser(ctx, as(admin), org, stranger.ID, form)
			_, unknown := h.EditUser(ctx, as(admin), org, 987654, form)
			same(t, refused(t, foreign, app.NotFound).Message, refused(t, unknown, app.NotFound).Message)
		})
	})
}

func TestListingUsers(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		org, admin := h.org(t, 0)
		for i, name := range []string{"Émile Zola", "émile ajar", "100% Real", "Zoë", "Straße"} {
			u := h.someone(t, org)
			_, err := h.EditUser(ctx, h.root, org, u.ID, directory.EditUser{Name: name, Username: "u" + string(rune('a'+i)) + "_x", Email: u.Email})
			must(t, err)
		}
		names := func(filter directory.UserFilter) []string {
			t.Helper()
			page, err := h.Users(ctx, as(admin), org, filter)
			must(t, err)
			found := []string{}
			for _, m := range page.Members {
				found = append(found, m.Name)
			}
			return found
		}
		t.Run("a part of a name, username or address finds them, whatever the case", func(t *testing.T) {
			same(t, names(directory.UserFilter{Query: "ÉMILE"}), []string{"émile ajar", "Émile Zola"})
			same(t, names(directory.UserFilter{Query: "emile z"}), []string{"Émile Zola"})
			same(t, names(directory.UserFilter{Query: "STRASSE"}), []string{"Straße"})
			same(t, names(directory.UserFilter{Query: "UB_"}), []string{"émile ajar"})
			same(t, names(directory.UserFilter{Query: "admin-" + org + "@EXAMPLE"}), []string{admin.Name})
		})
		t.Run("signs of a pattern and of SQL are only letters", func(t *testing.T) {
			same(t, names(directory.UserFilter{Query: "%"}), []string{"100% Real"})
			same(t, names(directory.UserFilter{Query: "_x"}), []string{"100% Real", "émile ajar", "Émile Zola", "Straße", "Zoë"})
			for _, query := range []string{"__x", "!", "'; DROP TABLE users --", strings.Repeat("%", 5000), "\xff\x00\xfe'"} {
				same(t, names(directory.UserFilter{Query: query}), []string{})
			}
		})
		t.Run("state and role narrow the list", func(t *testing.T) {
			u := h.someone(t, org)
			must(t, h.Disable(ctx, h.root, org, u.ID))
			same(t, names(directory.UserFilter{State: directory.Disabled}), []string{u.Name})
			same(t, names(directory.UserFilter{Role: access.Admin}), []string{admin.Name})
			_, err := h.Users(ctx, as(admin), org, directory.UserFilter{State: "removed", Role: "king", After: "&"})
			same(t, fields(refused(t, err, app.Invalid)), []string{"state", "role", "after"})
			must(t, h.RemoveUser(ctx, h.root, org, u.ID))
			same(t, names(directory.UserFilter{Query: u.Username}), []string{})
		})
		t.Run("pages join without a gap, a repeat or an end too early", func(t *testing.T) {
			all := names(directory.UserFilter{})
			for limit := range len(all) + 1 {
				var joined []string
				filter := directory.UserFilter{Limit: limit + 1}
				for {
					page, err := h.Users(ctx, as(admin), org, filter)
					must(t, err)
					for _, m := range page.Members {
						joined = append(joined, m.Name)
					}
					if filter.After = page.Next; page.Next == "" {
						break
					}
				}
				same(t, joined, all)
			}
		})
		t.Run("a page has at most a hundred", func(t *testing.T) {
			big, _ := h.org(t, 0)
			for range 101 {
				h.someone(t, big)
			}
			for limit, want := range map[int]int{1_000_000_000: 100, 0: 50, -5: 50} {
				page, err := h.Users(ctx, h.root, big, directory.UserFilter{Limit: limit})
				must(t, err)
				same(t, len(page.Members), want)
			}
		})
		t.Run("guests are listed as guests", func(t *testing.T) {
			visitor := h.someone(t, "site")
			h.guest(t, org, visitor, access.ExternalGuest)
			page, err := h.Users(ctx, as(admin), org, directory.UserFilter{Query: visitor.Username})
			must(t, err)
			same(t, page.Members, []directory.Member{{User: visitor, Role: access.ExternalGuest, Guest: true, Since: h.clock.Now()}})
		})
		t.Run("users may look at themselves", func(t *testing.T) {
			visitor := h.someone(t, "site")
			h.guest(t, org, visitor, access.ExternalGuest)
			m, err := h.Member(ctx, as(visitor), org, visitor.ID)
			must(t, err)
			same(t, m.Role, access.ExternalGuest)
			_, err = h.Member(ctx, as(visitor), org, admin.ID)
			refused(t, err, app.Forbidden)
			_, err = h.Account(ctx, nobody())
			refused(t, err, app.Unauthenticated)
		})
	})
}
