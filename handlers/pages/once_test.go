package pages

import (
	"strconv"
	"testing"
	"time"
)

func TestOnce(t *testing.T) {
	now := time.Date(2026, 10, 7, 12, 0, 0, 0, time.UTC)
	t.Run("a value is there once", func(t *testing.T) {
		var o once
		o.put("a", "secret", now)
		if got := o.take("a", now); got != "secret" {
			t.Errorf("first %q", got)
		}
		if got := o.take("a", now); got != "" {
			t.Errorf("second %q", got)
		}
	})
	t.Run("a value is gone after five minutes", func(t *testing.T) {
		var o once
		o.put("a", "secret", now)
		if got := o.take("a", now.Add(onceFor+time.Second)); got != "" {
			t.Errorf("got %q", got)
		}
	})
	t.Run("it never holds more than its limit", func(t *testing.T) {
		var o once
		for i := range onceMost + 10 {
			o.put(strconv.Itoa(i), "secret", now)
		}
		if len(o.kept) > onceMost {
			t.Errorf("holds %d", len(o.kept))
		}
		if got := o.take(strconv.Itoa(onceMost+9), now); got != "secret" {
			t.Error("the newest value is gone")
		}
	})
}
