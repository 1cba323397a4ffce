package model

import (
	"context"
	"maps"
	"slices"
	"time"

	"rollcall/app/directory"
)

// User is a person.
type User struct {
	ID               string
	UUID             *string
	Name             string
	DisplayName      string
	Username         string
	Email            string
	AvatarURL        *string // nobody has one here
	CreatedAt        *string // null for a service account, and for whoever is at home elsewhere and only invited here
	Confirmed        bool
	Invited          bool
	Locale, Timezone *string // nobody tells us

	number int64
	among  *users
}

// users are those that were found together.
type users struct {
	reader  *Reader
	invited []int64
	expired shared[map[int64]bool]
}

// UsersOf renders users that were found together.
func (r *Reader) UsersOf(list []directory.User) []*User {
	all := &users{reader: r}
	shown := make([]*User, len(list))
	for i, u := range list {
		shown[i] = &User{ID: number(u.ID), UUID: text(u.UUID), Name: u.Name, DisplayName: u.Name, Username: u.Username, Email: u.Email,
			CreatedAt: since(u.CreatedAt), Confirmed: u.State != directory.Invited, Invited: u.State == directory.Invited, number: u.ID, among: all}
		if shown[i].Invited {
			all.invited = append(all.invited, u.ID)
		}
	}
	return shown
}

// since is when a user was made; null when that is not known here.
func since(t time.Time) *string {
	if t.IsZero() {
		return nil
	}
	return new(t.UTC().Format(time.RFC3339))
}

// usersByID reads users by number: those whom the actor may see.
func (r *Reader) usersByID(ctx context.Context, ids []int64) (map[int64]*User, error) {
	found, err := r.directory.UsersByIDs(ctx, r.actor, ids)
	if err != nil {
		return nil, err
	}
	list := slices.Collect(maps.Values(found))
	shown := make(map[int64]*User, len(list))
	for _, u := range r.UsersOf(list) {
		shown[u.number] = u
	}
	return shown, nil
}

// ConfirmationTokenHasExpired reports whether somebody who has made no account yet has no link any more to make it
// with; null where the actor may not know.
func (u *User) ConfirmationTokenHasExpired(ctx context.Context) (*bool, error) {
	if !u.Invited {
		return new(false), nil
	}
	expired, err := u.among.expired.get(func() (map[int64]bool, error) {
		return u.among.reader.directory.LinksExpired(ctx, u.among.reader.actor, u.among.invited)
	})
	if err != nil {
		return nil, err
	}
	if dead, known := expired[u.number]; known {
		return &dead, nil
	}
	return nil, nil
}
