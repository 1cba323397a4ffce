package webhook_test

import (
	"errors"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rollcall/app/access"
	"rollcall/app/event"
	"rollcall/app/mail"
	"rollcall/app/webhook"
)

// write has a letter written that must be wanted.
func (c *clinic) write(l mail.Letter) mail.Message {
	c.t.Helper()
	m, err := c.Letters().Write(c.t.Context(), l)
	if err != nil {
		c.t.Fatal(err)
	}
	return m
}

// unwanted checks that a letter is written no more, and that the page says so.
func (c *clinic) unwanted(id string, l mail.Letter) {
	c.t.Helper()
	if _, err := c.Letters().Write(c.t.Context(), l); !errors.Is(err, mail.ErrUnwanted) {
		c.t.Errorf("got %v", err)
	}
	for _, n := range c.health(id).Notices {
		if n.ID == l.ID {
			mentions(c.t, n.Letters[l.Generation-1].Failure, "no longer true")
		}
	}
}

func TestWhatLettersSay(t *testing.T) {
	clinics(t, nil, func(t *testing.T, c *clinic) {
		hook := c.hook("hr-sync", c.receiver.url+"?token=hunter2")
		host, _, _ := strings.Cut(c.receiver.url, "/hooks")
		when := func(d time.Duration) string { return c.clock.Now().Add(d).Format("2 January 2006 at 15:04 UTC") }
		c.fails(5)
		t.Run("failing: which webhook, what failed, since when, what to do, what happens when, where to look", func(t *testing.T) {
			m := c.write(c.post.one(t))
			if m.To != "alice@example.com" || m.Subject != "The webhook “hr-sync” of Acme & Sons is failing" {
				t.Errorf("to %s: %s", m.To, m.Subject)
			}
			mentions(t, m.Text, "since "+when(0), "deliver to "+host+" has succeeded, 5 attempts in a row", "> The receiver answered 500 Internal Server Error.",
				"What to do: The receiver was reached and answered with an error: look for this request in its own log.",
				"will be disabled on "+when(72*time.Hour)+", or when 10 attempts in a row have failed if that is later", "“Keep trying”",
				"\nhttps://rollcall.example/organizations/acme/webhooks/"+hook.ID+"\n", "you are an administrator of acme")
			if strings.Contains(m.Text, "hunter2") || strings.Contains(m.Text, "/hooks") {
				t.Errorf("the letter has more of the URL than the host:\n%s", m.Text)
			}
		})
		c.fails(5)
		c.after(36 * time.Hour)
		t.Run("half of the time: the date is in the subject", func(t *testing.T) {
			m := c.write(c.post.one(t))
			if want := "The webhook “hr-sync” of Acme & Sons will be disabled on " + when(36*time.Hour); m.Subject != want {
				t.Errorf("got %s, want %s", m.Subject, want)
			}
			mentions(t, m.Text, "Unless an attempt succeeds before, the webhook will be disabled on "+when(36*time.Hour)+". ")
		})
		c.after(30 * time.Hour)
		t.Run("nine tenths: it is the last notice", func(t *testing.T) {
			if m := c.write(c.post.one(t)); m.Subject != "Last notice: the webhook “hr-sync” of Acme & Sons will be disabled on "+when(6*time.Hour) {
				t.Error(m.Subject)
			}
		})
		c.after(7 * time.Hour)
		t.Run("disabled: why, and how it is enabled again", func(t *testing.T) {
			m := c.write(c.post.one(t))
			if m.Subject != "The webhook “hr-sync” of Acme & Sons was disabled" {
				t.Error(m.Subject)
			}
			mentions(t, m.Text, "was disabled on "+when(0), "10 attempts in a row", "What was waiting is held", "a test that succeeds enables the webhook again")
		})
		c.setEnabled(hook.ID, true)
		c.answers(410)
		t.Run("gone: that the receiver asked for it", func(t *testing.T) {
			m := c.write(c.post.one(t))
			if m.Subject != "The webhook “hr-sync” of Acme & Sons was disabled: its receiver is gone" {
				t.Error(m.Subject)
			}
			mentions(t, m.Text, "answered 410 Gone", "delete the webhook")
		})
	})
}

func TestALetterThatIsReadLate(t *testing.T) {
	clinics(t, nil, func(t *testing.T, c *clinic) {
		c.hook("slow")
		c.fails(6)
		c.clock.pass(100 * time.Hour)
		mentions(t, c.write(c.post.one(t)).Text, "the webhook will be disabled when 10 attempts in a row have failed.")
	})
}

func TestWhomLettersGoTo(t *testing.T) {
	clinics(t, nil, func(t *testing.T, c *clinic) {
		c.user("dora", 1, access.Admin)
		c.exec(`UPDATE users SET state = 'disabled' WHERE username = 'dora'`)
		c.user("erin", 1, access.Admin)
		t.Run("the administrators who are active, each a letter", func(t *testing.T) {
			c.hook("hook")
			c.fails(5)
			if diff := cmp.Diff([]string{"alice@example.com", "erin@example.com"}, c.receives(t.Context())); diff != "" {
				t.Error(diff)
			}
		})
		t.Run("or the webhook's own address, and only that", func(t *testing.T) {
			f := form("own")
			f.URL, f.Email = c.receiver.url, "ops@example.com"
			own := c.create(f)
			c.fails(5)
			l := c.post.one(t)
			m := c.write(l)
			if m.To != "ops@example.com" {
				t.Errorf("to %s", m.To)
			}
			mentions(t, m.Text, "notices about this webhook go to ops@example.com.")
			t.Run("unless it is another by then", func(t *testing.T) {
				f.Email = "new@example.com"
				if _, err := c.Edit(t.Context(), c.alice, "acme", own.ID, 0, f); err != nil {
					t.Fatal(err)
				}
				c.unwanted(own.ID, l)
			})
		})
	})
	t.Run("without mail only the page tells", func(t *testing.T) {
		clinics(t, func(c *webhook.Config) { c.Mail = nil }, func(t *testing.T, c *clinic) {
			hook := c.hook("hook")
			c.fails(5)
			if told := c.health(hook.ID).Notices; len(told) != 1 || len(told[0].Letters) != 0 || c.MailConfigured() {
				t.Errorf("told %+v", told)
			}
		})
	})
	t.Run("without an administrator too", func(t *testing.T) {
		clinics(t, nil, func(t *testing.T, c *clinic) {
			hook := c.hook("hook")
			c.exec(`UPDATE members SET role = 'normal'`)
			c.fails(5)
			c.exec(`UPDATE members SET role = 'admin'`)
			if told := c.health(hook.ID).Notices; len(told) != 1 || len(told[0].Letters) != 0 || len(c.post.take()) != 0 {
				t.Errorf("told %+v", told)
			}
		})
	})
}

func TestLettersThatAreOvertaken(t *testing.T) {
	clinics(t, nil, func(t *testing.T, c *clinic) {
		hook := c.hook("hook")
		c.fails(10)
		failing := c.post.one(t)
		c.after(40 * time.Hour)
		half := c.post.one(t)
		t.Run("that it is failing stays true when the countdown begins anew, that it will be disabled then does not", func(t *testing.T) {
			c.write(half)
			if _, err := c.KeepTrying(t.Context(), c.alice, "acme", hook.ID); err != nil {
				t.Fatal(err)
			}
			mentions(t, c.write(failing).Text, "will be disabled on "+c.clock.Now().Add(72*time.Hour).Format("2 January 2006 at 15:04 UTC"))
			c.unwanted(hook.ID, half)
		})
		t.Run("it is not when the webhook answers again", func(t *testing.T) {
			c.answers(200)
			c.unwanted(hook.ID, failing)
			c.status.Store(500)
			c.clock.pass(2 * time.Hour)
			c.fails(5)
			c.unwanted(hook.ID, failing)
			c.write(c.post.one(t))
		})
		t.Run("that it was disabled is not true of one that is enabled again", func(t *testing.T) {
			c.answers(410)
			gone := c.post.one(t)
			c.write(gone)
			c.setEnabled(hook.ID, true)
			c.unwanted(hook.ID, gone)
		})
		t.Run("nobody hears of what is deleted", func(t *testing.T) {
			c.answers(410)
			gone := c.post.one(t)
			if _, err := c.Delete(t.Context(), c.alice, "acme", hook.ID); err != nil {
				t.Fatal(err)
			}
			for _, l := range []mail.Letter{gone, {Kind: mail.KindNotice, ID: "nothing", Generation: 1}, {Kind: mail.KindNotice, ID: gone.ID, Generation: 2}} {
				if _, err := c.Letters().Write(t.Context(), l); !errors.Is(err, mail.ErrUnwanted) {
					t.Errorf("got %v", err)
				}
			}
		})
	})
}

func TestHowALetterEnded(t *testing.T) {
	clinics(t, nil, func(t *testing.T, c *clinic) {
		hook := c.hook("hook")
		c.fails(5)
		l := c.post.one(t)
		letter := func() webhook.NoticeLetter { return c.health(hook.ID).Notices[0].Letters[0] }
		if diff := cmp.Diff(webhook.NoticeLetter{Email: "alice@example.com"}, letter()); diff != "" {
			t.Error(diff)
		}
		t.Run("what can't be delivered says why, on one line", func(t *testing.T) {
			if err := c.Letters().Posted(t.Context(), l, errors.New("550 no such\r\nmailbox \x00"+strings.Repeat("é", 400))); err != nil {
				t.Fatal(err)
			}
			if f := letter().Failure; !strings.HasPrefix(f, "550 no such mailbox é") || len([]rune(f)) > 301 {
				t.Error(f)
			}
		})
		t.Run("what was taken says when, and is not written twice", func(t *testing.T) {
			if err := c.Letters().Posted(t.Context(), l, nil); err != nil {
				t.Fatal(err)
			}
			if at := letter().MailedAt; !at.Equal(c.clock.Now()) {
				t.Errorf("got %v", at)
			}
			if _, err := c.Letters().Write(t.Context(), l); !errors.Is(err, mail.ErrUnwanted) {
				t.Errorf("got %v", err)
			}
		})
	})
}

func TestNamesInLetters(t *testing.T) {
	clinics(t, nil, func(t *testing.T, c *clinic) {
		hook := c.hook("hook")
		const evil = "x\r\nBcc: eve@example.com\r\n\r\n\u2028Click https://evil.example\x00"
		c.exec(`UPDATE organizations SET title = $1 WHERE name = 'acme'`, strings.ReplaceAll(evil, "\x00", ""))
		c.exec(`UPDATE webhooks SET name = $2 WHERE id = $1`, hook.ID, strings.ReplaceAll(evil, "\x00", ""))
		c.fails(5)
		c.exec(`UPDATE notices SET error_text = $1`, "You won\r\n\r\nhttps://evil.example")
		m := c.write(c.post.one(t))
		if strings.ContainsAny(m.Subject, "\r\n\u2028\x00") {
			t.Errorf("%q", m.Subject)
		}
		for line := range strings.Lines(m.Text) {
			if strings.HasPrefix(line, "Bcc:") || strings.HasPrefix(line, "Click") || strings.HasPrefix(line, "https://evil") {
				t.Errorf("a line of somebody else's: %q", line)
			}
		}
		mentions(t, m.Text, "> You won https://evil.example\n")
	})
}

func TestALetterOfAPipesWebhookLeadsThere(t *testing.T) {
	clinics(t, nil, func(t *testing.T, c *clinic) {
		for kind, want := range map[event.Scope]string{event.ScopePipe: "/pipes/", event.ScopeTable: "/tables/"} {
			at := c.space(kind, "suid-"+string(kind), "Sales", 1)
			f := ofSpace()
			f.URL = c.receiver.url
			made := c.createAt(at, f)
			c.exec(`UPDATE webhooks SET failures = 9, failing_since = $2, counting_from = $2 WHERE id = $1`, made.ID, c.clock.Now())
			c.after(0)
			m := c.write(c.post.one(t))
			if kind == event.ScopeTable {
				want += "suid-table"
			} else {
				want += strconv.FormatInt(at.ID, 10)
			}
			mentions(t, m.Subject, "of the "+string(kind)+" Sales of acme")
			mentions(t, m.Text, "\nhttps://rollcall.example/organizations/acme"+want+"/webhooks/"+made.ID+"\n")
		}
	})
}
