package webhook

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestDefaults(t *testing.T) {
	t.Run("no schedule means the default one, ten attempts", func(t *testing.T) {
		if diff := cmp.Diff(DefaultSchedule(), Config{}.withDefaults().Schedule); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("a schedule that is set stays", func(t *testing.T) {
		want := []time.Duration{time.Second}
		if diff := cmp.Diff(want, Config{Schedule: want}.withDefaults().Schedule); diff != "" {
			t.Error(diff)
		}
	})
}
