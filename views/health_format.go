package views

import (
	"net/http"
	"time"

	"rollcall/app/webhook"
)

// deadline is what decides when a failing webhook is disabled.
type deadline int

const (
	deadlineNone    deadline = iota
	deadlineAhead            // a time that is known
	deadlineByCount          // the time has passed, and more attempts have to fail
	deadlineNow              // all of it has come to pass
)

func deadlineOf(now time.Time, w webhook.Webhook) deadline {
	switch {
	case w.DisableAt.IsZero():
		return deadlineNone
	case now.Before(w.DisableAt):
		return deadlineAhead
	case w.Missing > 0:
		return deadlineByCount
	}
	return deadlineNow
}

// gone reports whether the webhook was disabled because its receiver said that it is gone. That is its last error then,
// for nothing that counts is sent to it any more; the notice of it is not kept for as long as it may stay disabled.
func (h History) gone() bool { return h.Webhook.LastError.Status == http.StatusGone }

func lastFailed(n int) string {
	if n == 1 {
		return "The last attempt failed"
	}
	return "The last " + Number(n) + " attempts failed, the first of them"
}

func noticesHeading(list []webhook.Notice) string {
	if len(list) == 1 {
		return "1 notice was given"
	}
	return Number(len(list)) + " notices were given, the last"
}

// noticeWord says what a notice told.
func noticeWord(n webhook.Notice) string {
	switch n.Kind {
	case webhook.NoticeFailing:
		return "Failing: " + Count(n.Failures, "attempt failed", "attempts failed in a row")
	case webhook.NoticeHalf:
		return "Half of the time until it is disabled has passed"
	case webhook.NoticeNearly:
		return "Last notice before it is disabled"
	case webhook.NoticeDisabled:
		return "Disabled: " + Count(n.Failures, "attempt failed", "attempts failed in a row")
	case webhook.NoticeGone:
		return "Disabled: the receiver answered 410 Gone"
	}
	return string(n.Kind)
}

// noticeHelp says, beside the field for it, what the notices' address is for.
func noticeHelp(mail bool) string {
	const help = "Told when the webhook begins to fail, twice before it is disabled for that, and when it is. Left empty, the organization's administrators are told."
	if mail {
		return help
	}
	return help + " This server sends no mail (ROLLCALL_SMTP_URL is not set): until it does, notices are shown on the webhook's page only."
}
