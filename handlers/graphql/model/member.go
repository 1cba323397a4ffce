package model

import "rollcall/app/directory"

// Member is a user with a role in an organization, pipe or table.
type Member struct {
	RoleName string
	User     *User
}

// MembersOf renders members that were found together.
func (r *Reader) MembersOf(list []directory.Member) []*Member {
	people := make([]directory.User, len(list))
	for i, m := range list {
		people[i] = m.User
	}
	users := r.UsersOf(people)
	shown := make([]*Member, len(list))
	for i, m := range list {
		shown[i] = &Member{RoleName: string(m.Role), User: users[i]}
	}
	return shown
}

// usersBehind is the users of members.
func usersBehind(list []*Member) []*User {
	users := make([]*User, len(list))
	for i, m := range list {
		users[i] = m.User
	}
	return users
}
