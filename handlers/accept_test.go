package handlers

import (
	"html"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rollcall/app/access"
	"rollcall/app/directory"
	"rollcall/app/event"
	"rollcall/db"
	"rollcall/db/dbtest"
)

var linkPattern = regexp.MustCompile(`/invitations/[0-9a-f]{32}[A-Za-z0-9_-]{43}`)

// titledAcme is acme with a title of its own.
func titledAcme(t *testing.T, d *db.DB) (*site, *browser) {
	t.Helper()
	s, ada := acme(t, d)
	if _, err := s.directory.RenameOrganization(t.Context(), access.Command(), "acme", "Acme"); err != nil {
		t.Fatal(err)
	}
	return s, ada
}

// invitedTo invites somebody through the pages, and returns the path of the link that they show.
func (b *browser) invitedTo(root, email, role string) string {
	b.t.Helper()
	a := b.post(root+"/invitations", "email", email, "role", role, "message", "See you <Monday>.")
	a.says(b.t, http.StatusOK, "Hand over the link", email)
	return linkPattern.FindString(a.body)
}

func TestAnInvitationIsAccepted(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, ada := titledAcme(t, d)
		link := ada.invitedTo("/organizations/acme", "grace@example.com", "normal")
		guest := s.browser()
		before := s.dump()
		page := guest.get(link)
		page.says(t, http.StatusOK, "Join Acme", "<strong>Ada</strong> invited you", "See you &lt;Monday&gt;.", "grace@example.com", `value="grace"`)
		if s.dump() != before {
			t.Error("looking at the link changed the database")
		}
		if policy := page.header.Get("Referrer-Policy"); policy != "no-referrer" {
			t.Errorf("its referrer policy is %q", policy)
		}
		t.Run("a refused form keeps what was typed, and the link", func(t *testing.T) {
			guest.post(link, "name", "Grace Hopper", "username", "ADA!", "password", "short").
				says(t, http.StatusUnprocessableEntity, `value="Grace Hopper"`, `value="ADA!"`, `href="#field-password"`, `href="#field-username"`)
			guest.post(link, "name", "Grace Hopper", "username", "ada", "password", password).says(t, http.StatusConflict, `href="#field-username"`)
		})
		guest.post(link, "name", "Grace Hopper", "username", "hopper", "password", password).leads(t, "/organizations/acme")
		guest.get("/organizations/acme/users").says(t, http.StatusOK, "Grace Hopper", "Welcome, Grace Hopper.")
		want := []event.Type{event.UserInvitationSent, event.UserInvitationAcceptance, event.UserCreated, event.UserLogin}
		if diff := cmp.Diff(want, s.events()[2:]); diff != "" { // after ada's own first log-in
			t.Error(diff)
		}
		t.Run("the link opens nothing a second time, and says so", func(t *testing.T) {
			for _, a := range []answer{s.browser().get(link), s.browser().post(link, "name", "x", "password", password)} {
				a.says(t, http.StatusGone, "This invitation was used", "log in instead", "grace@example.com", `href="/login"`)
			}
		})
		t.Run("the link is in no line of the log", func(t *testing.T) {
			if strings.Contains(s.log.String(), strings.TrimPrefix(link, "/invitations/")) {
				t.Error("it is")
			}
		})
	})
}

func TestAnInvitationThatCantBeAcceptedSaysWhich(t *testing.T) {
	s, ada := titledAcme(t, dbtest.SQLite(t))
	s.user("acme", "bob", true)
	list := ada.invitedTo("/organizations/acme", "first@example.com", "normal")
	if list == "" {
		t.Fatal("there is no link")
	}
	id := func(email string) string {
		t.Helper()
		all, err := s.directory.Invitations(t.Context(), access.Command(), directory.InOrganization("acme"))
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range all {
			if i.Email == email {
				return "/organizations/acme/invitations/" + i.ID
			}
		}
		t.Fatalf("%s is not invited", email)
		return ""
	}
	t.Run("one that was sent again", func(t *testing.T) {
		a := ada.post(id("first@example.com") + "/renewal")
		a.says(t, http.StatusOK, "A new link was made")
		newer := linkPattern.FindString(a.body)
		s.browser().get(list).says(t, http.StatusGone, "There is a newer link", "use the newer one")
		s.browser().get(newer).says(t, http.StatusOK, "Join Acme")
		if shown := linkPattern.FindString(ada.get(id("first@example.com")).body); shown != newer {
			t.Errorf("its page shows the link %s", shown)
		}
	})
	t.Run("one that was revoked", func(t *testing.T) {
		link := ada.invitedTo("/organizations/acme", "second@example.com", "normal")
		ada.post(id("second@example.com")+"/revocation").leads(t, "/organizations/acme/invitations")
		ada.get("/organizations/acme/invitations").says(t, http.StatusOK, "Revoked", "its link opens nothing any more")
		for _, a := range []answer{s.browser().get(link), s.browser().post(link, "name", "x", "password", password)} {
			a.says(t, http.StatusGone, "This invitation was taken back", "ask an administrator of Acme")
		}
		if shown := linkPattern.FindString(ada.get(id("second@example.com")).body); shown != "" {
			t.Errorf("its page shows the link %s", shown)
		}
	})
	t.Run("one whose inviter may invite no more", func(t *testing.T) {
		link := s.loggedIn("bob").invitedTo("/organizations/acme", "third@example.com", "normal")
		bob, err := s.directory.Users(t.Context(), access.Command(), "acme", userNamed("bob"))
		if err != nil {
			t.Fatal(err)
		}
		if err := s.directory.SetRole(t.Context(), access.Command(), "acme", bob.Members[0].ID, access.Normal); err != nil {
			t.Fatal(err)
		}
		s.browser().get(link).says(t, http.StatusGone, "This invitation no longer counts", "send the invitation again")
	})
	t.Run("one that somebody else opens, who can log out and comes back to it", func(t *testing.T) {
		link := ada.invitedTo("/organizations/acme", "fourth@example.com", "normal")
		other := s.loggedIn("bob")
		page := other.get(link)
		page.says(t, http.StatusForbidden, "This invitation is for somebody else", "fourth@example.com", "signed in as bob", "Log out and open the invitation", `value="`+link+`"`)
		other.post(link, "name", "x", "password", password).says(t, http.StatusForbidden, "This invitation is for somebody else")
		other.post("/logout", "next", link).leads(t, link)
		other.get(link).says(t, http.StatusOK, "Join Acme", "You are logged out.")
	})
	t.Run("one that expired", func(t *testing.T) {
		link := ada.invitedTo("/organizations/acme", "fifth@example.com", "normal")
		s.clock.pass(8 * 24 * time.Hour)
		for _, a := range []answer{s.browser().get(link), s.browser().post(link, "name", "x", "password", password)} {
			a.says(t, http.StatusGone, "This invitation has expired", "fifth@example.com")
		}
		s.loggedIn("ada").get("/organizations/acme/invitations").says(t, http.StatusOK, "Expired")
	})
	t.Run("what never was one", func(t *testing.T) {
		for _, path := range []string{"/invitations/x", list[:len(list)-1] + "x", "/invitations/" + strings.Repeat("0", 32) + strings.Repeat("A", 43), "/invitations/%00%ff"} {
			a := s.browser().get(path)
			a.says(t, http.StatusNotFound, "This is no invitation")
			if a.header.Get("Referrer-Policy") != "no-referrer" {
				t.Errorf("%s: its address may travel", path)
			}
		}
	})
}

func TestSomebodyFromElsewhereBecomesAGuest(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, ada := titledAcme(t, d)
		s.user("initech", "peter", false)
		ada.post("/organizations/acme/pipes", "name", "Onboarding").leads(t, "/organizations/acme/pipes/1")
		link := ada.invitedTo("/organizations/acme/pipes/1", "peter@example.com", "creator")
		peter := s.browser()
		page := peter.get(link)
		page.says(t, http.StatusOK, "Log in to join Acme", "the pipe Onboarding of Acme", "peter@example.com")
		page.lacks(t, `name="password"`)
		to := html.UnescapeString(regexp.MustCompile(`href="(/login\?next=[^"]+)"`).FindStringSubmatch(page.body)[1])
		if a := peter.post(link+"/membership", "proof", ""); a.status != http.StatusSeeOther || a.header.Get("Location") != to {
			t.Errorf("joining without a log-in answered %d to %q", a.status, a.header.Get("Location"))
		}
		next := strings.TrimPrefix(to, "/login?next=")
		peter.get(to).says(t, http.StatusOK, "Log in")
		peter.post("/login", "login", "peter", "password", password, "next", strings.ReplaceAll(next, "%2F", "/")).leads(t, link)
		peter.get(link).says(t, http.StatusOK, "Join Acme", "Join as Peter", "become a guest of Acme")
		peter.post(link+"/membership").leads(t, "/organizations/acme/pipes/1")
		peter.get("/organizations/acme/pipes").says(t, http.StatusOK, "Onboarding", "Creator", "You are a guest of Acme now.")
		peter.get("/organizations/acme/pipes/1").says(t, http.StatusOK, "Only some see who is here")
		peter.get("/organizations/acme/users").says(t, http.StatusForbidden, "Not allowed")
		s.browser().get(link).says(t, http.StatusGone, "This invitation was used")
	})
}

// Under the policy of the page behind a link, a browser writes "null" for the origin of its forms; over plain http to
// another machine it says nothing else about where they come from.
func TestFormsOfThePageBehindALinkProveThemselves(t *testing.T) {
	s, ada := titledAcme(t, dbtest.SQLite(t))
	link := ada.invitedTo("/organizations/acme", "grace@example.com", "normal")
	b, other := s.browser(), s.browser()
	proof := b.get(link).inputs(t, "proof")
	if len(proof) < 2 || proof[0] == "" {
		t.Fatalf("the forms have the proofs %q", proof)
	}
	foreign := other.get(link).inputs(t, "proof")[0]
	b.header = http.Header{"Origin": {"null"}, "Sec-Fetch-Site": nil}
	before := s.dump()
	for what, sent := range map[string]string{"without a proof": "", "with another browser's proof": foreign} {
		b.post(link, "name", "Grace", "username", "grace", "password", password, "proof", sent).says(t, http.StatusForbidden, "came from another site")
		if s.dump() != before {
			t.Errorf("a form %s changed something", what)
		}
	}
	b.header["Sec-Fetch-Site"] = []string{"cross-site"}
	b.post(link, "name", "Grace", "username", "grace", "password", password, "proof", proof[0]).says(t, http.StatusForbidden, "came from another site")
	b.header["Sec-Fetch-Site"] = nil
	b.post("/theme", "theme", "dark", "proof", proof[0], "return", link).leads(t, link)
	b.post(link, "name", "Grace", "username", "grace", "password", password, "proof", proof[0]).leads(t, "/organizations/acme")
}
