package access_test

import (
	"context"
	"errors"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/db"
)

func (w *world) code() string {
	w.Helper()
	code, err := w.NewSetupCode(w.Context())
	w.must(err)
	return code
}

func (w *world) use(code string) error {
	return w.d.Tx(w.Context(), func(ctx context.Context, tx *db.Tx) error { return w.UseSetupCode(ctx, tx, code) })
}

func TestSetupCode(t *testing.T) {
	eachEmpty(t, func(w *world) {
		w.Run("it is typed by hand: four groups of five, and only its hash is stored", func(w *world) {
			code := w.code()
			if !regexp.MustCompile(`^([0-9A-HJKMNP-TV-Z]{5}-){3}[0-9A-HJKMNP-TV-Z]{5}$`).MatchString(code) {
				w.Error(code)
			}
			if w.holds(code) || w.holds(strings.ReplaceAll(code, "-", "")) {
				w.Error("the code is in the database")
			}
			w.must(w.use(code))
		})
		w.Run("small letters, other dashes and mistaken letters are forgiven", func(w *world) {
			for _, change := range []*strings.Replacer{
				strings.NewReplacer("-", ""), strings.NewReplacer("-", " – "), strings.NewReplacer("0", "O", "1", "l"), strings.NewReplacer("0", "o", "1", "I"),
			} {
				w.must(w.use(" " + strings.ToLower(change.Replace(w.code())) + "\n"))
			}
		})
		w.Run("wrong, spent, replaced and old codes are refused with one answer", func(w *world) {
			replaced := w.code()
			spent := w.code()
			answer := w.refused(w.use(replaced), app.Invalid) // while the later one works
			w.must(w.use(spent))
			if len(answer.Fields) != 1 || answer.Fields[0].Name != "code" {
				w.Errorf("%+v", answer)
			}
			old := w.code()
			w.clock.move(access.SetupCodeLife)
			for name, code := range map[string]string{"none": "", "replaced": replaced, "spent": spent, "old": old, "long": strings.Repeat("A", 1<<20), "not text": "\xff\x00"} {
				if diff := cmp.Diff(answer, w.refused(w.use(code), app.Invalid)); diff != "" {
					w.Errorf("%s: %s", name, diff)
				}
			}
		})
		w.Run("it works until a day has passed", func(w *world) {
			code := w.code()
			w.clock.move(access.SetupCodeLife - time.Microsecond)
			w.must(w.use(code))
		})
		w.Run("a set-up that fails leaves it unspent", func(w *world) {
			code, refused := w.code(), errors.New("the name is taken")
			err := w.d.Tx(w.Context(), func(ctx context.Context, tx *db.Tx) error { return errors.Join(w.UseSetupCode(ctx, tx, code), refused) })
			if !errors.Is(err, refused) || app.Is(err, app.Invalid) {
				w.Fatal(err)
			}
			w.must(w.use(code))
		})
		w.Run("of twenty at once one wins", func(w *world) {
			code, won := w.code(), 0
			for _, err := range together(20, func() error { return w.use(code) }) {
				if err == nil {
					won++
					continue
				}
				w.refused(err, app.Invalid)
			}
			if won != 1 {
				w.Errorf("%d won", won)
			}
		})
		w.Run("there is none once there is a user", func(w *world) {
			code := w.code()
			w.user(w.organization("acme", "Acme"), "ann", access.Admin)
			w.refused(w.use(code), app.Conflict)
			_, err := w.NewSetupCode(w.Context())
			w.refused(err, app.Conflict)
		})
	})
}
