package views

import (
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/event"
	"rollcall/app/outbound"
	"rollcall/app/webhook"
)

func render(t *testing.T, c templ.Component) string {
	t.Helper()
	var b strings.Builder
	if err := c.Render(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func has(t *testing.T, page string, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if !strings.Contains(page, text) {
			t.Errorf("%q is missing in\n%s", text, page)
		}
	}
}

func acmePage(role access.Role) Page {
	return Page{Title: "Users", Now: noon, Actor: access.Actor{Kind: access.KindUser, UserID: 1, Name: "Ada"},
		Place: access.Place{ID: 1, Name: "acme", Title: "Acme", Role: role}, Section: SectionUsers}
}

const evil = `"><script>alert(1)</script><a href='javascript:x'>`

// TestNothingInline holds the templates to the Content-Security-Policy.
func TestNothingInline(t *testing.T) {
	files, err := filepath.Glob("*.templ")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	inline := regexp.MustCompile(`(?i)\sstyle=|<style|<script(\s[^>]*)?>\s*[^<\s]|\son[a-z]+=|hx-on|javascript:|hx-vals="js|hx-trigger="[^"]*\[`)
	for _, file := range files {
		t.Run(file+" has no inline script and no inline style", func(t *testing.T) {
			source, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if found := inline.FindString(string(source)); found != "" {
				t.Errorf("%q", found)
			}
		})
	}
}

func TestLayout(t *testing.T) {
	t.Run("an administrator's sidebar leads to the webhooks", func(t *testing.T) {
		page := render(t, Layout(acmePage(access.Admin)))
		has(t, page, `href="/organizations/acme/webhooks"`, "<title>Users – Acme</title>", `aria-current="page"`, `role="status"`, `role="alert"`, `href="#main"`)
	})
	t.Run("a normal member's does not", func(t *testing.T) {
		if page := render(t, Layout(acmePage(access.Normal))); strings.Contains(page, "/webhooks") {
			t.Error(page)
		}
	})
	t.Run("the theme is on the document before anything is drawn", func(t *testing.T) {
		p := acmePage(access.Admin)
		p.Theme = ThemeDark
		has(t, render(t, Layout(p)), `<html lang="en" data-theme="dark" data-shortcuts="on">`)
	})
	t.Run("an unknown theme is the system's", func(t *testing.T) {
		if got := ParseTheme(evil); got != ThemeSystem {
			t.Error(got)
		}
	})
	t.Run("a toast goes where it is announced as it should be", func(t *testing.T) {
		p := acmePage(access.Admin)
		p.Flash = []Toast{{Text: "Done " + evil}, {Text: "Broken", Error: true}}
		page := render(t, Layout(p))
		alert, status, _ := strings.Cut(page, `id="toasts-status"`)
		has(t, alert, "Broken")
		has(t, status, "Done &#34;&gt;&lt;script&gt;")
	})
}

func TestField(t *testing.T) {
	t.Run("help and error are linked to the control", func(t *testing.T) {
		html := render(t, Field(Input{Name: "url", Label: "URL", Help: "Where to.", Error: "No good.", Value: evil}))
		has(t, html, `for="field-url"`, `id="field-url"`, `aria-describedby="field-url-help field-url-error"`, `aria-invalid="true"`, `id="field-url-error"`, "required")
		if strings.Contains(html, "<script>") {
			t.Error(html)
		}
	})
	t.Run("an optional field says so and is not required", func(t *testing.T) {
		html := render(t, Field(Input{Name: "x", Label: "X", Optional: true}))
		has(t, html, "optional")
		if strings.Contains(html, " required") || strings.Contains(html, "aria-invalid") {
			t.Error(html)
		}
	})
	t.Run("the summary leads to each field", func(t *testing.T) {
		has(t, render(t, ErrorSummary(ErrorsOf(app.Refuse(app.Field{Name: "url", Message: "No good."})))), `href="#field-url"`, "1 field needs", "autofocus")
	})
	t.Run("without an error there is no summary", func(t *testing.T) {
		if html := render(t, ErrorSummary(ErrorsOf(nil))); html != "" {
			t.Error(html)
		}
	})
}

func hostileAttempt() webhook.Attempt {
	return webhook.Attempt{ID: "a1", Number: 1, Trigger: webhook.TriggerManual, TriggeredBy: evil, URL: "https://example.com/" + evil,
		Request: http.Header{"X-Evil": {evil}}, NextAt: noon.Add(time.Hour), NextReason: webhook.DueRetryAfter,
		Result: outbound.Result{Started: noon, Status: 302, Class: outbound.RedirectNotFollowed, Error: evil, Header: http.Header{"X-Evil": {evil}}, Body: []byte(evil),
			BodySize: 99999, Truncated: true, Location: "javascript:alert(1)", Address: "203.0.113.7:443", TLSVersion: "TLS 1.3",
			CertificateExpires: noon.AddDate(0, 0, 5), Phases: outbound.Phases{DNS: time.Millisecond, FirstByte: 3 * time.Millisecond, Total: 4 * time.Millisecond}}}
}

func TestDeliveryPage(t *testing.T) {
	d := DeliveryDetail{
		Delivery: webhook.Delivery{ID: "0199c3b2-7d1e-7a44-9c01-3f2b8d91e0aa", Type: event.UserLogin, Subject: evil, State: webhook.Retrying, Attempts: 1, MaxAttempts: 10,
			Body: []byte(`{"a":"` + evil + `"}`), DueAt: noon.Add(time.Hour), DueReason: webhook.DueRetryAfter},
		Webhook: webhook.Webhook{ID: "66ec434e84b4103f670cb617", Name: evil}, Attempts: []webhook.Attempt{hostileAttempt()},
	}
	page := render(t, DeliveryPage(acmePage(access.Admin), d))
	t.Run("whatever a receiver answered is text", func(t *testing.T) {
		if strings.Contains(page, "<script>alert") || strings.Contains(page, `href="javascript:`) || strings.Contains(page, `href='javascript:`) {
			t.Error(page)
		}
	})
	t.Run("an attempt says everything", func(t *testing.T) {
		has(t, page, "302 Found", "Redirects are never followed", "It points to", "203.0.113.7:443", "TLS 1.3", "In less than 14 days", "DNS", "First byte",
			"because the receiver asked to wait", "Truncated", "manual, by", "1/10", "Retrying 1 of 10")
	})
	t.Run("each way to fail has its advice", func(t *testing.T) {
		for _, class := range outbound.Classes() {
			failed := d
			failed.Attempts = []webhook.Attempt{{ID: "a1", Number: 1, Result: outbound.Result{Started: noon, Class: class, Error: "It failed."}}}
			advice := class.Advice()
			if strings.Count(advice, ". ") > 0 {
				t.Errorf("%s has more than one sentence: %s", class, advice)
			}
			has(t, render(t, DeliveryPage(acmePage(access.Admin), failed)), templ.EscapeString(advice))
		}
	})
	t.Run("the next attempt says when, and why then", func(t *testing.T) {
		said := map[string]bool{}
		for _, reason := range []webhook.DueReason{webhook.DueAtOnce, webhook.DueBySchedule, webhook.DueRetryAfter, webhook.DueThrottle, webhook.DueManual, webhook.DueTest} {
			waits := d
			waits.Delivery.DueReason = reason
			why := dueSentence(reason)
			if why == "" || said[why] {
				t.Errorf("%s is told as %q", reason, why)
			}
			said[why] = true
			has(t, render(t, DeliveryPage(acmePage(access.Admin), waits)), why, "2026-10-07 13:00:00 UTC")
		}
	})
	t.Run("attempts that are gone are said to be gone", func(t *testing.T) {
		gone := d
		gone.Delivery.Attempts, gone.Delivery.Body = 3, nil
		has(t, render(t, DeliveryPage(acmePage(access.Admin), gone)), "2 older attempts were removed", "It was removed after the time")
	})
	t.Run("what belonged to a deleted webhook says so and offers no redelivery", func(t *testing.T) {
		deleted := d
		deleted.Webhook.DeletedAt = noon
		page := render(t, DeliveryPage(acmePage(access.Admin), deleted))
		has(t, page, "Of a deleted webhook")
		if strings.Contains(page, "/redelivery") {
			t.Error("it offers a redelivery")
		}
	})
}

func TestWebhookTable(t *testing.T) {
	failed := webhook.Delivery{ID: "0199c3b2-7d1e-7a44-9c01-3f2b8d91e0aa", State: webhook.Failed, LastClass: outbound.DNSFailed, FinishedAt: noon.Add(-3 * time.Minute)}
	list := []webhook.Summary{{Webhook: webhook.Webhook{ID: "66ec434e84b4103f670cb617", Name: evil, URL: "https://example.com/in?token=secret", Enabled: true,
		Types: []event.Type{event.UserCreated, event.UserDisabled, event.UserRemovedFromGroup, event.UserLogin}, Failures: 5, Failing: true}, Last: &failed}}
	page := render(t, WebhooksPage(acmePage(access.Admin), list, nil))
	has(t, page, "Delete webhooks", "+ Add Webhook", "Failing", "3 min ago", ": DNS", "and 2 more", "USER_REMOVED_FROM_GROUP, USER_LOGIN", `scope="col"`, "<caption", "Last 24 hours: nothing")
	if strings.Contains(page, "token=secret") || strings.Contains(page, "<script>alert") {
		t.Error(page)
	}
}
