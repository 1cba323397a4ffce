package directory_test

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/directory"
	"rollcall/app/event"
	"rollcall/db"
	"rollcall/db/dbtest"
)

func TestReadingForManyPlaces(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		org, admin := h.org(t, 0)
		other, _ := h.org(t, 0)
		zoe, guest := h.someone(t, org), h.someone(t, "site")
		h.guest(t, org, guest, access.CompanyGuest)
		invited := h.invite(t, directory.InOrganization(org), "waiting@example.com", access.Normal).User
		pipe, empty, hidden := h.pipe(t, org, "P", zoe, guest), h.pipe(t, org, "E"), h.pipe(t, other, "H")
		table := h.table(t, org, "T", zoe)
		crew, none, theirs := h.group(t, org, "crew", zoe, guest), h.group(t, org, "alone"), h.group(t, other, "theirs")
		id := func(name string) int64 {
			o, _, err := h.Organization(ctx, h.root, name)
			must(t, err)
			return o.ID
		}
		ids := func(members map[int64][]directory.Member) map[int64][]int64 {
			all := map[int64][]int64{}
			for place, list := range members {
				all[place] = []int64{}
				for _, m := range list {
					all[place] = append(all[place], m.ID)
				}
			}
			return all
		}
		t.Run("members of organizations, by name, where the actor may see them", func(t *testing.T) {
			got, err := h.MembersOfPlaces(ctx, as(admin), event.ScopeOrganization, []int64{id(org), id(other), 4711}, 0)
			must(t, err)
			same(t, ids(got), map[int64][]int64{id(org): {admin.ID, zoe.ID, guest.ID, invited.ID}})
			same(t, []any{got[id(org)][2].Role, got[id(org)][2].Guest, got[id(org)][3].State}, []any{access.CompanyGuest, true, directory.Invited})
			got, err = h.MembersOfPlaces(ctx, h.root, event.ScopeOrganization, []int64{id(org), id(other)}, 0)
			must(t, err)
			same(t, []int{len(got), len(got[id(other)])}, []int{2, 1})
			got, err = h.MembersOfPlaces(ctx, as(guest), event.ScopeOrganization, []int64{id(org), id("site")}, 0)
			must(t, err)
			same(t, len(got), 1)
			got, err = h.MembersOfPlaces(ctx, h.service(t, org, access.Admin), event.ScopeOrganization, []int64{id(org), id("site")}, 0)
			must(t, err)
			same(t, len(got), 1)
		})
		t.Run("members of pipes and tables, with the role in each; an empty one has none", func(t *testing.T) {
			got, err := h.MembersOfPlaces(ctx, as(admin), event.ScopePipe, []int64{pipe.ID, empty.ID, hidden.ID, table.ID}, 0)
			must(t, err)
			same(t, ids(got), map[int64][]int64{pipe.ID: {zoe.ID, guest.ID}, empty.ID: {}})
			same(t, []any{got[pipe.ID][1].Role, got[pipe.ID][1].Guest}, []any{access.Member, true})
			got, err = h.MembersOfPlaces(ctx, as(zoe), event.ScopeTable, []int64{table.ID}, 0)
			must(t, err)
			same(t, ids(got), map[int64][]int64{table.ID: {zoe.ID}})
			got, err = h.MembersOfPlaces(ctx, as(guest), event.ScopeTable, []int64{table.ID}, 0)
			must(t, err)
			same(t, len(got), 0)
		})
		t.Run("no more rows than asked, and one that says there are more", func(t *testing.T) {
			got, err := h.MembersOfPlaces(ctx, as(admin), event.ScopeOrganization, []int64{id(org)}, 2)
			must(t, err)
			same(t, len(got[id(org)]), 3)
			got, err = h.MembersOfGroups(ctx, as(admin), []int64{crew.ID}, 1)
			must(t, err)
			same(t, len(got[crew.ID]), 2)
		})
		t.Run("members of groups", func(t *testing.T) {
			got, err := h.MembersOfGroups(ctx, as(admin), []int64{crew.ID, none.ID, theirs.ID, 4711}, 0)
			must(t, err)
			same(t, ids(got), map[int64][]int64{crew.ID: {zoe.ID, guest.ID}, none.ID: {}})
			same(t, got[crew.ID][1].Role, access.CompanyGuest)
			got, err = h.MembersOfGroups(ctx, as(guest), []int64{crew.ID}, 0)
			must(t, err)
			same(t, len(got), 0)
		})
		t.Run("counts by role", func(t *testing.T) {
			got, err := h.CountsByRole(ctx, as(admin), event.ScopeOrganization, []int64{id(org), id(other)})
			must(t, err)
			want, err := h.MembersOfPlaces(ctx, as(admin), event.ScopeOrganization, []int64{id(org)}, 0)
			must(t, err)
			counts := map[access.Role]int{}
			for _, m := range want[id(org)] {
				counts[m.Role]++
			}
			same(t, got, map[int64]map[access.Role]int{id(org): counts})
			got, err = h.CountsByRole(ctx, as(admin), event.ScopePipe, []int64{pipe.ID, empty.ID, hidden.ID})
			must(t, err)
			same(t, got, map[int64]map[access.Role]int{pipe.ID: {access.Member: 2}, empty.ID: {}})
		})
		t.Run("groups of organizations and by number", func(t *testing.T) {
			got, err := h.GroupsOfOrganizations(ctx, as(admin), []int64{id(org), id(other)})
			must(t, err)
			same(t, []any{len(got), got[id(org)][0].Name, got[id(org)][1].Name, got[id(org)][1].Members}, []any{1, "alone", "crew", 2})
			found, err := h.GroupsByIDs(ctx, as(admin), []string{strconv.FormatInt(theirs.ID, 10), "x", strconv.FormatInt(crew.ID, 10), "4711"})
			must(t, err)
			same(t, []any{len(found), found[0].ID}, []any{1, crew.ID})
		})
		t.Run("organizations by number, with the actor's role, in the order asked", func(t *testing.T) {
			got, err := h.OrganizationsByIDs(ctx, as(guest), []string{strconv.FormatInt(id(org), 10), "x", "4711", strconv.FormatInt(id(other), 10), strconv.FormatInt(id("site"), 10), strconv.FormatInt(id(org), 10)})
			must(t, err)
			same(t, []any{len(got), got[0].Name, got[0].Role, got[1].Name, got[1].Role}, []any{2, org, access.CompanyGuest, "site", access.Normal})
			o, place, err := h.OrganizationAt(ctx, as(guest), directory.InOrganizationID(strconv.FormatInt(id(org), 10)))
			must(t, err)
			same(t, []any{o.Name, o.Role, place.ID}, []any{org, access.CompanyGuest, id(org)})
			_, _, err = h.OrganizationAt(ctx, as(guest), directory.InOrganizationID(strconv.FormatInt(id(other), 10)))
			refused(t, err, app.NotFound)
			all, err := h.Organizations(ctx, h.service(t, org, access.Normal))
			must(t, err)
			same(t, []any{len(all), all[0].Name, all[0].Role}, []any{1, org, access.Normal})
		})
		t.Run("organizations by uuid, however it is written, and no more of them than by number", func(t *testing.T) {
			mine, _, err := h.OrganizationAt(ctx, as(guest), directory.InOrganization(org))
			must(t, err)
			theirs, _, err := h.OrganizationAt(ctx, h.root, directory.InOrganization(other))
			must(t, err)
			got, err := h.OrganizationsByIDs(ctx, as(guest), []string{strings.ToUpper(mine.UUID), theirs.UUID, app.NewUUID(), strconv.FormatInt(id(org), 10)})
			must(t, err)
			same(t, []any{len(got), got[0].ID, got[0].UUID == theirs.UUID}, []any{1, id(org), false})
			o, _, err := h.OrganizationAt(ctx, as(guest), directory.InOrganizationID(mine.UUID))
			must(t, err)
			same(t, o, mine)
			for _, unknown := range []string{theirs.UUID, app.NewUUID()} {
				_, _, err = h.OrganizationAt(ctx, as(guest), directory.InOrganizationID(unknown))
				refused(t, err, app.NotFound)
			}
		})
		t.Run("users by number: oneself, and those in an organization whose users one sees", func(t *testing.T) {
			gone := h.someone(t, org)
			must(t, h.RemoveUser(ctx, as(admin), org, gone.ID))
			ask := []int64{admin.ID, zoe.ID, guest.ID, gone.ID, find(t, h, "root").ID, 4711}
			for name, c := range map[string]struct {
				actor access.Actor
				sees  []int64
			}{
				"administrator":   {as(admin), []int64{admin.ID, zoe.ID, guest.ID}},
				"guest":           {as(guest), []int64{guest.ID, find(t, h, "root").ID}},
				"command line":    {h.root, []int64{admin.ID, zoe.ID, guest.ID, gone.ID, find(t, h, "root").ID}},
				"service account": {h.service(t, org, access.Admin), []int64{admin.ID, zoe.ID, guest.ID}},
			} {
				got, err := h.UsersByIDs(ctx, c.actor, ask)
				must(t, err)
				same(t, len(got), len(c.sees))
				for _, id := range c.sees {
					if got[id].ID != id {
						t.Errorf("%s doesn't see %d", name, id)
					}
				}
			}
		})
		t.Run("nobody reads anything", func(t *testing.T) {
			for _, err := range []error{
				second(h.MembersOfPlaces(ctx, nobody(), event.ScopeOrganization, []int64{id(org)}, 0)), second(h.MembersOfPlaces(ctx, nobody(), event.ScopePipe, []int64{pipe.ID}, 0)),
				second(h.MembersOfGroups(ctx, nobody(), []int64{crew.ID}, 0)), second(h.CountsByRole(ctx, nobody(), event.ScopeTable, []int64{table.ID})),
				second(h.GroupsOfOrganizations(ctx, nobody(), nil)), second(h.GroupsByIDs(ctx, nobody(), nil)), second(h.OrganizationsByIDs(ctx, nobody(), nil)), second(h.UsersByIDs(ctx, nobody(), nil)),
			} {
				refused(t, err, app.Unauthenticated)
			}
		})
		t.Run("none asked is none found", func(t *testing.T) {
			got, err := h.MembersOfPlaces(ctx, as(admin), event.ScopePipe, nil, 0)
			must(t, err)
			same(t, len(got), 0)
			users, err := h.UsersByIDs(ctx, as(admin), nil)
			must(t, err)
			same(t, len(users), 0)
		})
	})
}

// More ids than one statement takes are asked for in several.
func TestReadingForThousandsOfPlaces(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		org, admin := h.org(t, 0)
		o, _, err := h.Organization(t.Context(), h.root, org)
		must(t, err)
		h.fillSpaces(t, o.ID, access.Pipe, 2500)
		lists, err := h.SpacesOf(t.Context(), as(admin), access.Pipe, []int64{o.ID}, "")
		must(t, err)
		var ids []int64
		var texts []string
		for _, sp := range lists[o.ID] {
			ids, texts = append(ids, sp.ID), append(texts, strconv.FormatInt(sp.ID, 10))
		}
		found, err := h.SpacesByIDs(t.Context(), as(admin), access.Pipe, texts)
		must(t, err)
		members, err := h.MembersOfPlaces(t.Context(), as(admin), event.ScopePipe, ids, 10)
		must(t, err)
		same(t, []int{len(ids), len(found), len(members)}, []int{2500, 2500, 2500})
	})
}

// BenchmarkMembers reads an organization of 10,000 members, as a client that asks for all of them does.
func BenchmarkMembers(b *testing.B) {
	h := newBenchHouse(b)
	var id int64
	if err := h.db.QueryRow(b.Context(), "SELECT id FROM organizations WHERE name = 'site'").Scan(&id); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		got, err := h.MembersOfPlaces(b.Context(), h.root, event.ScopeOrganization, []int64{id}, 0)
		if err != nil || len(got[id]) != 10_001 {
			b.Fatal(len(got[id]), err)
		}
	}
}

func newBenchHouse(b *testing.B) *house {
	b.Helper()
	h := newHouse(dbtest.SQLite(b))
	ctx := b.Context()
	if _, err := h.CreateUserByCommand(ctx, h.root, directory.CommandUser{Organization: "site", Username: "root", Email: "root@example.com", Admin: true}); err != nil {
		b.Fatal(err)
	}
	err := h.db.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		for i := range 10_000 {
			var id int64
			name := fmt.Sprintf("member%05d", (i*7919)%10_000)
			err := tx.QueryRow(ctx, `INSERT INTO users (hex_id, uuid, organization_id, name, name_folded, username, username_folded, email, email_folded, state, first_login_at, last_login_at, created_at)
				VALUES ($1, $2, 1, $3, $3, $3, $3, $4, $4, 'active', $5, $5, $5) RETURNING id`, app.NewHexID(time.Now()), app.NewUUID(), name, name+"@example.com", h.clock.Now()).Scan(&id)
			if err != nil {
				return err
			}
			if _, err := tx.Exec(ctx, "INSERT INTO members (organization_id, user_id, role, created_at) VALUES (1, $1, 'normal', $2)", id, h.clock.Now()); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	return h
}
