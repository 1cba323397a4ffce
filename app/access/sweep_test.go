package access_test

import (
	"testing"
	"time"

	"rollcall/app/access"
)

func TestSweep(t *testing.T) {
	each(t, func(w *world) {
		w.Run("sessions that have ended go, as far as the time allows, and the others stay", func(w *world) {
			for range 70 {
				w.signIn(w.ann)
			}
			w.exec(`UPDATE sessions SET last_seen_at = $1`, w.clock.Now().Add(-access.SessionIdle))
			live := w.signIn(w.bob)
			if more, err := w.Sweep(w.Context(), -time.Second); !more || err != nil {
				w.Errorf("without time it answered %v, %v", more, err)
			}
			if more, err := w.Sweep(w.Context(), time.Minute); more || err != nil {
				w.Errorf("answered %v, %v", more, err)
			}
			if n := w.count(`SELECT COUNT(*) FROM sessions`); n != 1 {
				w.Errorf("%d are left", n)
			}
			_, err := w.Session(w.Context(), live, false)
			w.must(err)
		})
	})
}
