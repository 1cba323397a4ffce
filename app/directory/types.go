package directory

import (
	"time"

	"rollcall/app/access"
)

// Organization owns users, groups and webhooks.
type Organization struct {
	ID        int64
	UUID      string
	Name      string // in URLs and in ACTIVATE's bodies: ^[a-z0-9][a-z0-9-]{0,62}$, unique
	Title     string // free text
	Seats     int64  // 0 = unlimited
	CreatedAt time.Time
	CreatedBy int64       // number of the user who made it; 0 for the command line and where nobody knows any more
	Role      access.Role // the actor's own there, "" for none; filled in by those use-cases that find it for somebody
}

// UserState is where a user's life stands.
type UserState string

// The states of a user, a closed list (product.md).
const (
	Invited  UserState = "invited"
	Active   UserState = "active"
	Disabled UserState = "disabled"
	Removed  UserState = "removed"
)

// User is a person. A user belongs to exactly one home organization and may be a guest in others.
type User struct {
	ID             int64
	HexID          string // 24 lower-case hex digits: ACTIVATE's userId
	UUID           string
	OrganizationID int64 // home
	Organization   string
	Name           string
	Username       string
	Email          string
	State          UserState
	SiteAdmin      bool
	FirstLoginAt   time.Time // zero before the first
	LastLoginAt    time.Time
	CreatedAt      time.Time
}

// Member is a user with a role in an organization, pipe or table: one of the organization's own, or a guest.
type Member struct {
	User
	Role  access.Role
	Guest bool // the user's home is another organization
	Since time.Time
}

// Space is a pipe or a table: owned by an organization, with members who have roles of their own in it.
type Space struct {
	Kind              access.SpaceKind
	ID                int64  // a pipe's id, a table's internal_id
	SUID              string // 8 letters and digits, a table's id
	UUID              string
	OrganizationID    int64
	Organization      string // name
	OrganizationTitle string
	Name              string
	Description       string
	Icon              string
	Color             string
	Public            bool // every member of the organization who is no guest may see it
	Members           int
	CreatedAt         time.Time
	Role              access.Role // the actor's own in it, "" for none
	Manage            bool        // the actor may rename and delete it
	ManageMembers     bool        // the actor may invite, change roles and remove
	SeeMembers        bool        // the actor may see who is in it
}

// Group is a named set of members of an organization.
type Group struct {
	ID             int64
	OrganizationID int64
	Name           string
	Description    string
	Members        int
	CreatedAt      time.Time
}

// Seats says how the seats of an organization stand.
type Seats struct {
	Total     int64  // 0 = unlimited
	Taken     int64  // users whose home it is and who are invited or active
	Remaining *int64 // Total − Taken, never below 0; nil when unlimited
}
