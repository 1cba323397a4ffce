package directory_test

import (
	"strconv"
	"strings"
	"testing"

	"rollcall/app/access"
	"rollcall/app/directory"
	"rollcall/app/event"
)

// pipe makes a pipe with members of the role member.
func (h *house) pipe(t *testing.T, org, name string, members ...directory.User) directory.Space {
	t.Helper()
	sp, err := h.CreatePipe(t.Context(), h.root, directory.InOrganization(org), directory.SpaceForm{Name: name})
	must(t, err)
	return h.join(t, sp, access.Member, members...)
}

// table makes a table with members of the role member.
func (h *house) table(t *testing.T, org, name string, members ...directory.User) directory.Space {
	t.Helper()
	sp, err := h.CreateTable(t.Context(), h.root, directory.InOrganization(org), directory.SpaceForm{Name: name})
	must(t, err)
	return h.join(t, sp, access.Member, members...)
}

// join puts members of the organization into a pipe or table.
func (h *house) join(t *testing.T, sp directory.Space, role access.Role, members ...directory.User) directory.Space {
	t.Helper()
	for _, u := range members {
		done, bad, err := h.Invite(t.Context(), h.root, in(sp), []directory.Invitee{{Email: u.Email, Role: string(role)}}, "")
		must(t, err)
		same(t, len(bad), 0)
		same(t, done[0].Outcome, directory.OutcomeMember)
	}
	return sp
}

// in is where a pipe or table is, by the id that clients know it by.
func in(sp directory.Space) directory.Where {
	if sp.Kind == access.Table {
		return directory.InTable(sp.SUID)
	}
	return directory.InPipe(strconv.FormatInt(sp.ID, 10))
}

// heard is where the events of a pipe or table are heard.
func heard(sp directory.Space) event.Place {
	return event.Place{Scope: event.Scope(sp.Kind), ID: sp.ID}
}

// invite invites one address.
func (h *house) invite(t *testing.T, where directory.Where, email string, role access.Role) directory.InviteResult {
	t.Helper()
	done, bad, err := h.Invite(t.Context(), h.root, where, []directory.Invitee{{Email: email, Role: string(role)}}, "")
	must(t, err)
	if len(bad) > 0 {
		t.Fatal(bad[0].Err)
	}
	return done[0]
}

// turnedDown wants the one row of an invitation to be refused.
func (h *house) turnedDown(t *testing.T, where directory.Where, email string, role access.Role) error {
	t.Helper()
	done, bad, err := h.Invite(t.Context(), h.root, where, []directory.Invitee{{Email: email, Role: string(role)}}, "")
	must(t, err)
	if len(done) != 0 || len(bad) != 1 {
		t.Fatalf("done %+v, bad %+v", done, bad)
	}
	return bad[0].Err
}

// token is what a link ends in.
func token(t *testing.T, link string) string {
	t.Helper()
	_, token, found := strings.Cut(link, "https://rollcall.example/invitations/")
	if !found {
		t.Fatalf("%q is no link", link)
	}
	return token
}

// roleIn is the role of a user in a place, "" for none.
func (h *house) roleIn(t *testing.T, where directory.Where, user int64) access.Role {
	t.Helper()
	m, _ := h.FindMember(t.Context(), h.root, where, directory.Ref{ID: user})
	return m.Role
}
