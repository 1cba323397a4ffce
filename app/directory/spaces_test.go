package directory_test

import (
	"context"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp/cmpopts"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/directory"
	"rollcall/app/event"
	"rollcall/db"
)

func TestPipesAndTables(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		org, admin := h.org(t, 0)
		o, _, err := h.Organization(ctx, as(admin), org)
		must(t, err)
		t.Run("one is made empty, with three spellings of its id", func(t *testing.T) {
			form := directory.SpaceForm{Name: " Sales ", Description: "All\r\ndeals", Icon: "money", Color: "lime", Public: true}
			for kind, make := range map[access.SpaceKind]func(context.Context, access.Actor, directory.Where, directory.SpaceForm) (directory.Space, error){
				access.Pipe: h.CreatePipe, access.Table: h.CreateTable} {
				h.audited(t)
				made, err := make(ctx, as(admin), directory.InOrganizationID(strconv.FormatInt(o.ID, 10)), form)
				must(t, err)
				same(t, made, directory.Space{Kind: kind, OrganizationID: o.ID, Organization: org, OrganizationTitle: o.Title, Name: "Sales", Description: "All\ndeals",
					Icon: "money", Color: "lime", Public: true, CreatedAt: h.clock.Now(), Manage: true, ManageMembers: true, SeeMembers: true},
					cmpopts.IgnoreFields(directory.Space{}, "ID", "SUID", "UUID"))
				if !regexp.MustCompile(`^[0-9A-Za-z]{6,8}$`).MatchString(made.SUID) || strings.ToLower(made.SUID) == made.SUID || strings.ToUpper(made.SUID) == made.SUID {
					t.Errorf("suid %q", made.SUID)
				}
				find := h.Pipe
				if kind == access.Table {
					find = h.Table
				}
				for _, id := range []string{strconv.FormatInt(made.ID, 10), made.SUID, made.UUID, strings.ToUpper(made.UUID)} {
					found, err := find(ctx, as(admin), id)
					must(t, err)
					same(t, found, made)
				}
				same(t, h.audited(t), []row{{string(kind) + ".create", string(kind), "done"}})
			}
		})
		t.Run("a bad form is refused by field", func(t *testing.T) {
			long := strings.Repeat("é", 1001)
			_, err := h.CreatePipe(ctx, as(admin), directory.InOrganization(org), directory.SpaceForm{Name: " ", Description: long, Icon: long, Color: "a\x00"})
			same(t, fields(refused(t, err, app.Invalid)), []string{"name", "description", "icon", "color"})
			sp := h.pipe(t, org, "Fine")
			_, err = h.EditSpace(ctx, as(admin), in(sp), directory.SpaceForm{Name: "a\nb"})
			same(t, fields(refused(t, err, app.Invalid)), []string{"name"})
		})
		t.Run("one is renamed and keeps its ids; no change leaves no row", func(t *testing.T) {
			sp := h.table(t, org, "Before")
			h.audited(t)
			edited, err := h.EditSpace(ctx, as(admin), in(sp), directory.SpaceForm{Name: "After"})
			must(t, err)
			sp.Name = "After"
			sp.Role, sp.Manage = edited.Role, true
			same(t, edited, sp)
			_, err = h.EditSpace(ctx, as(admin), in(sp), directory.SpaceForm{Name: "After"})
			must(t, err)
			same(t, h.audited(t), []row{{"table.edit", "table", "done"}})
		})
		t.Run("deleting one tells nothing and takes its webhooks and memberships along", func(t *testing.T) {
			u := h.someone(t, org)
			sp := h.pipe(t, org, "Doomed", u)
			h.told(t, 0)
			must(t, h.DeleteSpace(ctx, as(admin), in(sp)))
			same(t, len(h.told(t, u.ID)), 0)
			silenced := h.told(t, 0)
			same(t, len(silenced), 1)
			same(t, silenced[0].Places, []event.Place{heard(sp)})
			same(t, silenced[0].Source, admin.Username)
			_, err := h.Pipe(ctx, as(admin), sp.SUID)
			refused(t, err, app.NotFound)
			refused(t, h.DeleteSpace(ctx, as(admin), in(sp)), app.NotFound)
			_, err = h.Member(ctx, as(admin), org, u.ID)
			must(t, err)
		})
		t.Run("what is no pipe or table can't be edited or deleted as one", func(t *testing.T) {
			_, err := h.EditSpace(ctx, as(admin), directory.InOrganization(org), directory.SpaceForm{Name: "X"})
			refused(t, err, app.NotFound)
			refused(t, h.DeleteSpace(ctx, as(admin), directory.InOrganization(org)), app.NotFound)
			_, err = h.CreatePipe(ctx, as(admin), in(h.pipe(t, org, "Outer")), directory.SpaceForm{Name: "Inner"})
			refused(t, err, app.NotFound)
		})
		t.Run("there are five thousand of a kind at most", func(t *testing.T) {
			full, owner := h.org(t, 0)
			o, _, err := h.Organization(ctx, as(owner), full)
			must(t, err)
			h.fillSpaces(t, o.ID, access.Pipe, 5000)
			_, err = h.CreatePipe(ctx, as(owner), directory.InOrganization(full), directory.SpaceForm{Name: "One more"})
			refused(t, err, app.Conflict, "5000 pipes")
			h.table(t, full, "A table")
		})
	})
}

// fillSpaces makes many pipes or tables as quickly as the database allows.
func (h *house) fillSpaces(t *testing.T, organization int64, kind access.SpaceKind, n int) {
	t.Helper()
	must(t, h.db.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO spaces (kind, suid, uuid, organization_id, name, name_folded, created_at)
			WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < `+strconv.Itoa(n)+`)
			SELECT '`+string(kind)+`', 'x' || i || '`+string(kind[:1])+strconv.FormatInt(organization, 10)+`', 'u' || i || '`+string(kind[:1])+strconv.FormatInt(organization, 10)+`',
				`+strconv.FormatInt(organization, 10)+`, 'Space ' || i, 'space ' || i, created_at FROM n, organizations WHERE organizations.id = `+strconv.FormatInt(organization, 10))
		return err
	}))
}

// What a list shows, what can be found by id, and what the policy allows are one.
func TestWhoSeesPipesAndTables(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		org, admin := h.org(t, 0)
		o, _, err := h.Organization(ctx, as(admin), org)
		must(t, err)
		colleague, guest, stranger := h.someone(t, org), h.someone(t, "site"), h.someone(t, "site")
		h.guest(t, org, guest, access.ExternalGuest)
		private, public, theirs := h.pipe(t, org, "Zoo"), h.pipe(t, org, "bar"), h.pipe(t, org, "Änne", colleague, guest)
		must(t, second(h.EditSpace(ctx, as(admin), in(public), directory.SpaceForm{Name: "bar", Public: true})))
		h.table(t, org, "A table")
		elsewhere := h.pipe(t, "site", "Elsewhere")
		robot := h.service(t, org, access.Admin)
		reader := h.service(t, org, access.Normal)
		for name, c := range map[string]struct {
			actor  access.Actor
			sees   []directory.Space
			member bool
		}{
			"administrator":        {as(admin), []directory.Space{theirs, public, private}, true},
			"command line":         {h.root, []directory.Space{theirs, public, private}, true},
			"colleague":            {as(colleague), []directory.Space{theirs, public}, true},
			"guest":                {as(guest), []directory.Space{theirs}, true},
			"service account":      {robot, []directory.Space{theirs, public, private}, true},
			"lesser account":       {reader, []directory.Space{public}, true},
			"stranger":             {as(stranger), nil, false},
			"other's service acct": {h.service(t, "site", access.Admin), nil, false},
		} {
			t.Run(name, func(t *testing.T) {
				var ids []string
				for _, sp := range []directory.Space{private, elsewhere, public, theirs, public} {
					ids = append(ids, sp.SUID)
				}
				byID, err := h.SpacesByIDs(ctx, c.actor, access.Pipe, append(ids, "nonsense", "4711", strconv.FormatInt(theirs.ID, 10), theirs.UUID))
				must(t, err)
				lists, err := h.SpacesOf(ctx, c.actor, access.Pipe, []int64{o.ID, 4711}, "")
				must(t, err)
				same(t, names(lists[o.ID]), names(c.sees))
				for _, sp := range []directory.Space{private, public, theirs} {
					visible := strings.Contains(strings.Join(names(c.sees), "|"), sp.Name)
					found, err := h.Pipe(ctx, c.actor, sp.SUID)
					same(t, err == nil, visible)
					if !visible {
						refused(t, err, app.NotFound)
						continue
					}
					same(t, strings.Contains(strings.Join(names(byID), "|"), sp.Name), true)
					place, err := access.PipePlace(ctx, h.db, c.actor, sp.SUID)
					must(t, err)
					same(t, []bool{found.Manage, found.ManageMembers, found.SeeMembers}, []bool{place.Allows(c.actor, access.ManageSpaces),
						place.Allows(c.actor, access.ManageSpaceMembers), place.Allows(c.actor, access.ViewSpaceMembers)})
					same(t, found.Role, place.SpaceRole)
				}
				one, err := h.Spaces(ctx, c.actor, org, access.Pipe, "A")
				if !c.member {
					refused(t, err, app.NotFound)
					return
				}
				must(t, err)
				for _, sp := range one {
					same(t, sp.Name == "bar" || sp.Name == "Änne", true)
				}
			})
		}
		t.Run("nobody", func(t *testing.T) {
			_, err := h.SpacesByIDs(ctx, nobody(), access.Pipe, []string{private.SUID})
			refused(t, err, app.Unauthenticated)
			_, err = h.SpacesOf(ctx, nobody(), access.Pipe, []int64{o.ID}, "")
			refused(t, err, app.Unauthenticated)
			_, err = h.Pipe(ctx, nobody(), private.SUID)
			refused(t, err, app.Unauthenticated)
		})
		t.Run("by ids they come in the order asked, each once", func(t *testing.T) {
			found, err := h.SpacesByIDs(ctx, as(admin), access.Pipe, []string{public.UUID, "x", private.SUID, strconv.FormatInt(public.ID, 10), theirs.SUID})
			must(t, err)
			same(t, names(found), []string{"bar", "Zoo", "Änne"})
		})
		t.Run("a search takes part of the name, whatever case and accents", func(t *testing.T) {
			found, err := h.Spaces(ctx, as(admin), org, access.Pipe, "ANN")
			must(t, err)
			same(t, names(found), []string{"Änne"})
			found, err = h.Spaces(ctx, as(admin), org, access.Pipe, "%")
			must(t, err)
			same(t, len(found), 0)
		})
	})
}

func names(spaces []directory.Space) (all []string) {
	for _, sp := range spaces {
		all = append(all, sp.Name)
	}
	return all
}

// service is a service account acting.
func (h *house) service(t *testing.T, org string, role access.Role) access.Actor {
	t.Helper()
	h.made++
	admin := as(h.user(t, org, "maker"+strconv.Itoa(h.made), access.Admin))
	account, secret, err := h.access.CreateServiceAccount(t.Context(), admin, org, "robot "+strconv.Itoa(h.made), role)
	must(t, err)
	token, err := h.access.IssueAccessToken(t.Context(), account.ClientID, secret, "")
	must(t, err)
	actor, err := h.access.Token(t.Context(), token.Secret, "")
	must(t, err)
	actor.Source = "graphql"
	return actor
}

func second[T any](_ T, err error) error { return err }
