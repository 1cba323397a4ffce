package jobs

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rollcall/app"
	"rollcall/db"
	"rollcall/db/dbtest"
)

func TestOperationsInTheQueue(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		client := quietClient(t, d, fetchPoll)
		first, second := app.NewUUID(), app.NewUUID()
		operate := func(refusal error, ids ...string) error {
			return d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
				return errors.Join(client.Operate(ctx, tx, ids...), refusal)
			})
		}
		live := func() map[string]bool {
			t.Helper()
			ids, err := client.liveOperations(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			return ids
		}
		t.Run("one of a change that is rolled back has no job", func(t *testing.T) {
			if err := operate(errors.New("refused"), first); err == nil || len(live()) != 0 {
				t.Errorf("%v, %v", live(), err)
			}
		})
		t.Run("those that wait are known by their ids, and are no jobs of lanes", func(t *testing.T) {
			if err := operate(nil, first, second); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(map[string]bool{first: true, second: true}, live()); diff != "" {
				t.Error(diff)
			}
			if lanes, err := client.live(t.Context()); err != nil || len(lanes) != 0 {
				t.Errorf("%v, %v", lanes, err)
			}
		})
		t.Run("one that is not there any more is done with at once", func(t *testing.T) {
			start(t, d, fetchPoll)
			waitFor(t, "both jobs' end", func() bool { return len(live()) == 0 })
		})
	})
}
