package model

import "rollcall/app/directory"

// Member is a user with a role in an organization, pipe or table.
type Member struct {
	RoleName string
	User     *User
}

// MemberOf renders a member.
func MemberOf(m directory.Member) *Member {
	return &Member{RoleName: string(m.Role), User: UserOf(m.User)}
}

func membersOf(list []directory.Member) []*Member {
	shown := make([]*Member, len(list))
	for i, m := range list {
		shown[i] = MemberOf(m)
	}
	return shown
}

func usersOf(list []directory.Member) []*User {
	shown := make([]*User, len(list))
	for i, m := range list {
		shown[i] = UserOf(m.User)
	}
	return shown
}
