package directory_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/directory"
	"rollcall/app/mail"
	"rollcall/db"
)

// box is a Post that keeps the letters whose transaction was committed.
type box struct {
	mu      sync.Mutex
	letters []mail.Letter
}

func (b *box) Post(_ context.Context, tx *db.Tx, letters ...mail.Letter) error {
	tx.AfterCommit(func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.letters = append(b.letters, letters...)
	})
	return nil
}

func (b *box) last(t *testing.T) mail.Letter {
	t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.letters) == 0 {
		t.Fatal("no letter was posted")
	}
	return b.letters[len(b.letters)-1]
}

func TestLetters(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		org, admin := h.org(t, 0)
		o, _, err := h.Organization(ctx, as(admin), org)
		must(t, err)
		posted := &box{}
		h.Service = h.with(func(c *directory.Config) { c.Mail = posted })
		here := directory.InOrganization(org)
		invite := func(t *testing.T, actor access.Actor, where directory.Where, email, role, message string) directory.InviteResult {
			t.Helper()
			done, bad, err := h.Invite(ctx, actor, where, []directory.Invitee{{email, role}}, message)
			must(t, err)
			same(t, len(bad), 0)
			return done[0]
		}
		t.Run("the letter has the only copy of the link", func(t *testing.T) {
			same(t, h.MailConfigured(), true)
			r := invite(t, as(admin), here, "grace@example.com", "normal", "")
			same(t, r.Link, "")
			same(t, posted.last(t), mail.Letter{Kind: mail.KindInvitation, ID: r.Invitation, Generation: 1})
			_, err := h.InvitationLink(ctx, as(admin), r.Invitation)
			refused(t, err, app.Conflict, "mailed")
			m, err := h.Letters().Write(ctx, posted.last(t))
			must(t, err)
			same(t, []string{m.ID, m.To, m.Subject}, []string{r.Invitation + ".1", "grace@example.com", admin.Name + " invited you to " + o.Title})
			for _, words := range []string{admin.Name + " invites you to join " + o.Title + ".", "choose a name and a password", "for grace@example.com, works once, and ends on 11 March 2026 at 05:06 UTC"} {
				if !strings.Contains(m.Text, words) {
					t.Errorf("the letter doesn't say %q:\n%s", words, m.Text)
				}
			}
			must(t, second3(h.Accept(ctx, nobody(), token(t, linkIn(t, m.Text)), directory.AcceptForm{Name: "Grace", Password: password})))
			_, err = h.Letters().Write(ctx, posted.last(t))
			same(t, errors.Is(err, mail.ErrUnwanted), true)
		})
		t.Run("a guest is told to log in, and which pipe it is; the message is quoted", func(t *testing.T) {
			u := h.someone(t, "site")
			sp := h.pipe(t, org, "Sales")
			invite(t, as(admin), in(sp), u.Email, "member", " Join us!\r\nhttps://evil.example ")
			m, err := h.Letters().Write(ctx, posted.last(t))
			must(t, err)
			same(t, m.Subject, admin.Name+" invited you to Sales")
			for _, words := range []string{"the pipe Sales of " + o.Title, "\n> Join us!\n> https://evil.example\n", "Log in, then open this link"} {
				if !strings.Contains(m.Text, words) {
					t.Errorf("the letter doesn't say %q:\n%s", words, m.Text)
				}
			}
			must(t, second(h.AcceptAsGuest(ctx, as(u), token(t, linkIn(t, m.Text)))))
		})
		t.Run("the command line and service accounts are called an administrator", func(t *testing.T) {
			for _, actor := range []access.Actor{h.root, h.service(t, org, access.Admin)} {
				h.made++
				invite(t, actor, here, strings.Repeat("x", h.made)+"@example.com", "normal", "")
				m, err := h.Letters().Write(ctx, posted.last(t))
				must(t, err)
				same(t, m.Subject, "An administrator of "+o.Title+" invited you to "+o.Title)
			}
		})
		t.Run("what is expired, revoked, replaced or gone is not written", func(t *testing.T) {
			r := invite(t, as(admin), here, "fickle@example.com", "normal", "")
			first := posted.last(t)
			_, link, err := h.ResendInvitation(ctx, as(admin), r.Invitation)
			must(t, err)
			same(t, link, "")
			again := posted.last(t)
			same(t, again.Generation, int64(2))
			unwanted := func(l mail.Letter) {
				t.Helper()
				if _, err := h.Letters().Write(ctx, l); !errors.Is(err, mail.ErrUnwanted) {
					t.Errorf("got %v", err)
				}
			}
			unwanted(first)
			unwanted(mail.Letter{Kind: mail.KindInvitation, ID: app.NewUUID(), Generation: 1})
			unwanted(mail.Letter{Kind: mail.KindInvitation, ID: r.Invitation, Generation: 3})
			must(t, second(h.Letters().Write(ctx, again)))
			must(t, h.RevokeInvitation(ctx, as(admin), r.Invitation))
			unwanted(again)
			must(t, second3(h.ResendInvitation(ctx, as(admin), r.Invitation)))
			must(t, second(h.Letters().Write(ctx, posted.last(t))))
			h.clock.advance(directory.InvitationLife)
			unwanted(posted.last(t))
		})
		t.Run("a link of another key is not written", func(t *testing.T) {
			invite(t, as(admin), here, "key@example.com", "normal", "")
			other := h.with(func(c *directory.Config) { c.Key = []byte("another key of thirty-two bytes.") })
			_, err := other.Letters().Write(ctx, posted.last(t))
			same(t, errors.Is(err, mail.ErrUnwanted), true)
		})
		t.Run("how it ended is listed with the invitation until it is sent again", func(t *testing.T) {
			r := invite(t, as(admin), here, "ending@example.com", "normal", "")
			state := func() directory.Invitation {
				list, err := h.Invitations(ctx, as(admin), here)
				must(t, err)
				for _, i := range list {
					if i.ID == r.Invitation {
						return i
					}
				}
				return directory.Invitation{}
			}
			must(t, h.Letters().Posted(ctx, posted.last(t), errors.New("550 no such\r\nmailbox \x00"+strings.Repeat("é", 400))))
			same(t, []any{strings.HasPrefix(state().MailError, "550 no such mailbox é"), state().MailedAt}, []any{true, time.Time{}})
			must(t, second3(h.ResendInvitation(ctx, as(admin), r.Invitation)))
			same(t, state().MailError, "")
			must(t, h.Letters().Posted(ctx, posted.last(t), nil))
			same(t, state().MailedAt, h.clock.Now())
			old := posted.last(t)
			old.Generation = 1
			must(t, h.Letters().Posted(ctx, old, errors.New("too late")))
			same(t, state().MailError, "")
		})
		t.Run("another address of somebody who is invited gets a letter of its own", func(t *testing.T) {
			r := invite(t, as(admin), here, "before@example.com", "normal", "")
			must(t, second(h.EditUser(ctx, as(admin), org, r.User.ID, directory.EditUser{Name: "X", Username: r.User.Username, Email: "after@example.com"})))
			m, err := h.Letters().Write(ctx, posted.last(t))
			must(t, err)
			same(t, m.To, "after@example.com")
		})
		t.Run("a row that is refused posts nothing", func(t *testing.T) {
			before := len(posted.letters)
			_, bad, err := h.Invite(ctx, as(admin), here, []directory.Invitee{{"before", "normal"}, {admin.Email, "normal"}}, "")
			must(t, err)
			same(t, []int{len(bad), len(posted.letters)}, []int{2, before})
		})
	})
}

func linkIn(t *testing.T, text string) string {
	t.Helper()
	for _, line := range strings.Split(text, "\n") {
		if strings.HasPrefix(line, "https://rollcall.example/") {
			return line
		}
	}
	t.Fatalf("there is no link in\n%s", text)
	return ""
}
