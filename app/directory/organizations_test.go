package directory_test

import (
	"strings"
	"testing"

	"github.com/google/uuid"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/directory"
)

func TestOrganizations(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		create := func(form directory.CreateOrganization) (directory.Organization, error) {
			return h.CreateOrganization(ctx, h.root, form)
		}
		t.Run("a name is derived from the title, with a number when taken", func(t *testing.T) {
			for _, want := range []string{"acme-zurich-ag", "acme-zurich-ag-2", "acme-zurich-ag-3"} {
				o, err := create(directory.CreateOrganization{Title: "  Acme Zürich (AG) "})
				must(t, err)
				same(t, o.Name, want)
				same(t, o.Title, "Acme Zürich (AG)")
			}
		})
		t.Run("it has a uuid of its own, and says who made it unless that was no user", func(t *testing.T) {
			o, err := create(directory.CreateOrganization{Title: "Mine"})
			must(t, err)
			same(t, []any{uuid.Validate(o.UUID), o.CreatedBy}, []any{nil, int64(0)})
			root := h.user(t, "site", "founder", access.Admin)
			_, err = h.CreateOrganization(ctx, access.Actor{Kind: access.KindUser, UserID: root.ID, SiteAdmin: true}, directory.CreateOrganization{Title: "Theirs", Name: "theirs"})
			must(t, err)
			read, _, err := h.Organization(ctx, h.root, "theirs")
			must(t, err)
			same(t, []any{uuid.Validate(read.UUID), read.UUID == o.UUID, read.CreatedBy}, []any{nil, false, root.ID})
		})
		t.Run("a derived name is never one that a page of the site has", func(t *testing.T) {
			o, err := create(directory.CreateOrganization{Title: "API"})
			must(t, err)
			same(t, o.Name, "api-2")
		})
		t.Run("a title without a letter of the alphabet has a name all the same", func(t *testing.T) {
			o, err := create(directory.CreateOrganization{Title: "日本"})
			must(t, err)
			same(t, o.Name, "organization")
		})
		t.Run("a derived name fits, with its number too", func(t *testing.T) {
			title := strings.Repeat("x", 200)
			for _, want := range []string{strings.Repeat("x", 63), strings.Repeat("x", 61) + "-2"} {
				o, err := create(directory.CreateOrganization{Title: title})
				must(t, err)
				same(t, o.Name, want)
			}
		})
		t.Run("a typed name that is taken is refused and named", func(t *testing.T) {
			_, err := create(directory.CreateOrganization{Title: "One", Name: "one"})
			must(t, err)
			_, err = create(directory.CreateOrganization{Title: "Two", Name: "one"})
			refusal := refused(t, err, app.Conflict, `"one"`)
			same(t, refusal.Reason, app.ReasonDuplicate)
			same(t, fields(refusal), []string{"name"})
		})
		t.Run("everything wrong with a form is said at once", func(t *testing.T) {
			_, err := create(directory.CreateOrganization{Title: " ", Name: "new", Seats: -1})
			same(t, fields(refused(t, err, app.Invalid)), []string{"title", "name", "seats"})
			for _, name := range []string{"Acme", "-acme", "a_b", "admin", "api", strings.Repeat("a", 64)} {
				_, err := create(directory.CreateOrganization{Title: "Acme", Name: name})
				same(t, fields(refused(t, err, app.Invalid)), []string{"name"})
			}
		})
		t.Run("twenty with one title get twenty names", func(t *testing.T) {
			same(t, together(20, func(int) error {
				_, err := create(directory.CreateOrganization{Title: "Rush"})
				return err
			}), 20)
		})
		t.Run("members see their organizations, as guests too, and strangers none", func(t *testing.T) {
			home, admin := h.org(t, 0)
			away, _ := h.org(t, 0)
			h.guest(t, away, admin, access.CompanyGuest)
			all, err := h.Organizations(ctx, as(admin))
			must(t, err)
			same(t, len(all), 2)
			_, place, err := h.Organization(ctx, as(admin), away)
			must(t, err)
			same(t, place.Role, access.CompanyGuest)

			stranger := h.someone(t, "site")
			_, _, foreign := h.Organization(ctx, as(stranger), home)
			_, _, unknown := h.Organization(ctx, as(stranger), "nowhere")
			same(t, refused(t, foreign, app.NotFound).Message, refused(t, unknown, app.NotFound).Message)
			_, _, bad := h.Organization(ctx, as(stranger), "no\x00where\xff")
			refused(t, bad, app.NotFound)
		})
		t.Run("the site's administrator sees every organization", func(t *testing.T) {
			all, err := h.Organizations(ctx, h.root)
			must(t, err)
			if len(all) < 20 {
				t.Errorf("only %d organizations", len(all))
			}
			_, err = h.Organizations(ctx, nobody())
			refused(t, err, app.Unauthenticated)
		})
		t.Run("a title can change, the name stays", func(t *testing.T) {
			name, admin := h.org(t, 0)
			h.audited(t)
			o, err := h.RenameOrganization(ctx, as(admin), name, "Better Club")
			must(t, err)
			same(t, o.Title, "Better Club")
			same(t, o.Name, name)
			_, err = h.RenameOrganization(ctx, as(admin), name, "Better Club")
			must(t, err)
			_, err = h.RenameOrganization(ctx, as(admin), name, "evil\u202etitle")
			same(t, fields(refused(t, err, app.Invalid)), []string{"title"})
			same(t, h.audited(t), []row{{"organization.rename", "organization", "done"}, {"organization.rename", "organization", "refused"}})
		})
	})
}
