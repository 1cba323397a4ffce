package directory_test

import (
	"fmt"
	"testing"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/directory"
)

func TestSeats(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		add := func(org, username string) error {
			_, err := h.AddUser(ctx, h.root, org, directory.AddUser{Name: username, Username: username, Email: username + "@example.com", Password: password})
			return err
		}
		t.Run("over the limit nobody is added, and the sentence says how many there are", func(t *testing.T) {
			org, _ := h.org(t, 2)
			must(t, add(org, "second"))
			same(t, refused(t, add(org, "third"), app.Conflict, "All 2 seats of Club", "are taken").Reason, app.ReasonSeats)
			same(t, *h.seats(t, org).Remaining, 0)
		})
		t.Run("unlimited seats never run out", func(t *testing.T) {
			org, _ := h.org(t, 0)
			h.someone(t, org)
			same(t, h.seats(t, org), directory.Seats{Total: 0, Taken: 2})
		})
		t.Run("a guest takes no seat", func(t *testing.T) {
			org, _ := h.org(t, 1)
			h.guest(t, org, h.someone(t, "site"), access.Normal)
			same(t, h.seats(t, org).Taken, 1)
		})
		t.Run("a disabled user's seat is free, and enabling needs one", func(t *testing.T) {
			org, _ := h.org(t, 2)
			u := h.someone(t, org)
			must(t, h.Disable(ctx, h.root, org, u.ID))
			same(t, *h.seats(t, org).Remaining, 1)
			other := h.someone(t, org)
			same(t, refused(t, h.Enable(ctx, h.root, org, u.ID), app.Conflict, "All 2 seats").Reason, app.ReasonSeats)
			must(t, h.RemoveUser(ctx, h.root, org, other.ID))
			must(t, h.Enable(ctx, h.root, org, u.ID))
		})
		t.Run("reviving needs a seat", func(t *testing.T) {
			org, _ := h.org(t, 2)
			u := h.someone(t, org)
			must(t, h.RemoveUser(ctx, h.root, org, u.ID))
			h.someone(t, org)
			same(t, refused(t, add(org, u.Username), app.Conflict).Reason, app.ReasonSeats)
		})
		t.Run("seats can't be set below the number taken", func(t *testing.T) {
			org, admin := h.org(t, 0)
			h.someone(t, org)
			refusal := refused(t, h.SetSeats(ctx, h.root, org, 1), app.Conflict, "2 seats of Club", "choose 2 or more")
			same(t, refusal.Reason, app.ReasonSeats)
			same(t, fields(refusal), []string{"seats"})
			must(t, h.SetSeats(ctx, h.root, org, 2))
			must(t, h.SetSeats(ctx, h.root, org, 0))
			same(t, fields(refused(t, h.SetSeats(ctx, h.root, org, -1), app.Invalid)), []string{"seats"})
			refused(t, h.SetSeats(ctx, as(admin), org, 9), app.Forbidden)
		})
		t.Run("twenty at once find five seats", func(t *testing.T) {
			org, admin := h.org(t, 0)
			must(t, h.SetSeats(ctx, h.root, org, 6)) // one is the administrator's
			same(t, together(20, func(i int) error {
				name := fmt.Sprintf("%s-%d", org, i)
				_, err := h.AddUser(ctx, as(admin), org, directory.AddUser{Name: name, Username: name, Email: name + "@example.com", Password: password})
				return err
			}), 5)
			same(t, h.seats(t, org).Taken, 6)
		})
		t.Run("twenty at once enable as many as there are seats", func(t *testing.T) {
			org, _ := h.org(t, 0)
			var users []directory.User
			for range 10 {
				u := h.someone(t, org)
				must(t, h.Disable(ctx, h.root, org, u.ID))
				users = append(users, u)
			}
			must(t, h.SetSeats(ctx, h.root, org, 4))
			same(t, together(20, func(i int) error {
				if err := h.Enable(ctx, h.root, org, users[i%10].ID); err != nil {
					return err
				}
				return nil
			}) >= 3, true)
			same(t, h.seats(t, org).Taken, 4)
		})
	})
}
