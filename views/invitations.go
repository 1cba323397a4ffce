package views

import (
	"rollcall/app/access"
	"rollcall/app/directory"
)

// placeName is what the page's pipe or table, or else its organization, is called.
func placeName(p Page) string {
	if p.Space.ID != 0 {
		return p.Space.Name
	}
	return p.Place.Title
}

func inviteRoles(p Page) []access.Role {
	if p.Space.ID != 0 {
		return p.Space.Kind.Roles()
	}
	return access.Roles()
}

func roleHelp(p Page) string {
	if p.Space.ID != 0 {
		return "In " + p.Space.Name + ". Admins invite, change roles and remove. Somebody who is not in " + p.Place.Title + " yet joins it as an external guest."
	}
	return "Admins manage users, groups, pipes, tables and webhooks. Guests see nothing of the organization but what they are invited to."
}

func inviteLead(f InviteForm) string {
	if f.Mailed {
		return "Everybody gets a letter with a link of their own, good for seven days."
	}
	return "You get a link for each, good for seven days, and hand it over: this server sends no mail."
}

// invitedTitle is the heading after inviting.
func invitedTitle(done []directory.InviteResult, f InviteForm) string {
	if links(done) > 0 {
		return "Hand over " + oneOrMany(links(done), "the link", "the links")
	}
	return Count(len(done), "person", "people") + " invited"
}

func invitedLead(done []directory.InviteResult, f InviteForm) string {
	if links(done) > 0 {
		return "Each opens one invitation, once, within seven days. Give it to nobody else. The list of invitations has it for later."
	}
	return ""
}

func links(done []directory.InviteResult) int {
	n := 0
	for _, r := range done {
		if r.Link != "" {
			n++
		}
	}
	return n
}

// outcomeSentence says what happens with somebody who was invited.
func outcomeSentence(p Page, r directory.InviteResult) string {
	switch {
	case r.Outcome == directory.OutcomeMember:
		return r.User.Name + " is in " + placeName(p) + " now."
	case r.Outcome == directory.OutcomeGuest && r.Link == "":
		return "Has an account elsewhere: becomes a guest by the link in the letter."
	case r.Outcome == directory.OutcomeGuest:
		return "Has an account elsewhere: logs in, opens the link and becomes a guest."
	case r.Link == "":
		return "Makes an account by the link in the letter."
	}
	return "Opens the link and makes an account."
}

func resendWord(d InvitationDetail) string {
	if d.Mailed {
		return "Send again"
	}
	return "Make a new link"
}
