package model

import (
	"strconv"
	"time"

	"rollcall/app/directory"
)

// User is a person.
type User struct {
	ID                          string
	UUID                        string
	Name                        string
	DisplayName                 string
	Username                    string
	Email                       string
	AvatarURL                   *string
	CreatedAt                   string
	Confirmed                   bool
	Invited                     bool
	ConfirmationTokenHasExpired bool
	Locale, Timezone            *string // nobody tells us
}

// UserOf renders a user.
func UserOf(u directory.User) *User {
	return &User{ID: strconv.FormatInt(u.ID, 10), UUID: u.UUID, Name: u.Name, DisplayName: u.Name, Username: u.Username, Email: u.Email,
		CreatedAt: u.CreatedAt.UTC().Format(time.RFC3339), Confirmed: u.State != directory.Invited, Invited: u.State == directory.Invited}
}
