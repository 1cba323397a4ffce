package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"rollcall/views"
)

// TestTheScriptWordsTimesAsTheServerDoes: a page must not say "in 3 days" when it comes and "in 2 days" five seconds later.
func TestTheScriptWordsTimesAsTheServerDoes(t *testing.T) {
	t.Parallel()
	w := openWindow(t, newStage(t, "").baseURL, true)
	w.visit("/login")
	now := time.Date(2026, 10, 7, 12, 0, 0, 0, time.UTC)
	var moments []time.Time
	for _, border := range []time.Duration{0, 5 * time.Second, time.Minute, 90 * time.Second, time.Hour, 90 * time.Minute, 23*time.Hour + 30*time.Minute, 24 * time.Hour, 24*time.Hour + 30*time.Minute,
		47*time.Hour + 30*time.Minute, 71*time.Hour + 30*time.Minute, 72 * time.Hour, 95*time.Hour + 30*time.Minute, 108 * time.Hour, 29 * 24 * time.Hour, 30 * 24 * time.Hour} {
		for _, d := range []time.Duration{border - 501*time.Millisecond, border - time.Millisecond, border, border + time.Millisecond} {
			moments = append(moments, now.Add(d), now.Add(-d))
		}
	}
	slices.SortFunc(moments, time.Time.Compare)
	var stamps, want, got []string
	for _, at := range moments {
		stamps, want = append(stamps, at.Format("2006-01-02T15:04:05.000Z")), append(want, views.Ago(now, at))
	}
	asked, _ := json.Marshal(stamps)
	answer := w.read(fmt.Sprintf(`((now, moments) => {
		Date.now = () => now;
		const times = moments.map((at) => Object.assign(document.createElement("time"), { dateTime: at }));
		times.forEach((time) => { time.dataset.relative = ""; document.body.append(time); });
		document.dispatchEvent(new Event("htmx:after:swap"));
		return JSON.stringify(times.map((time) => time.textContent));
	})(%d, %s)`, now.UnixMilli(), asked))
	if err := json.Unmarshal([]byte(answer), &got); err != nil {
		t.Fatal(err)
	}
	for i, at := range moments {
		if dated := strings.HasSuffix(want[i], "2026"); got[i] != want[i] && (!dated || got[i] != "") {
			t.Errorf("%v from now the script says %q, the server %q", at.Sub(now), got[i], want[i])
		}
	}
}

// read is what a script of the test answers.
func (w *window) read(script string) string {
	w.t.Helper()
	return ask(w, "read "+script, chromedp.Evaluate[string](script))
}
