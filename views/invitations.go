package views

import (
	"strings"
	"time"

	"github.com/a-h/templ"

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
		return "What they may do in " + p.Space.Name + ". Admins invite, change roles and remove. Somebody who is not in " + p.Place.Title + " yet joins it as an external guest."
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
	waiting := invited(done)
	switch {
	case waiting == 0:
		return Count(len(done), "member", "members") + " added"
	case f.Mailed:
		return Count(waiting, "person", "people") + " invited"
	}
	return "Hand over " + oneOrMany(waiting, "the link", "the links")
}

// invitedLead says what became of the links.
func invitedLead(done []directory.InviteResult, f InviteForm) string {
	waiting := invited(done)
	switch {
	case waiting == 0:
		return ""
	case f.Mailed && waiting == 1:
		return "The letter is on its way. Its link is good once, for seven days."
	case f.Mailed:
		return "The letters are on their way, each with a link of its own that is good once, for seven days."
	case waiting == 1:
		return "It opens one invitation, once, within seven days. Give it to nobody else. The list of invitations has it for later."
	}
	return "Each link opens one invitation, once, within seven days. Give it to nobody else. The list of invitations has them for later."
}

// invited counts those who have to accept; the others are members at once.
func invited(done []directory.InviteResult) int {
	n := 0
	for _, r := range done {
		if r.Outcome != directory.OutcomeMember {
			n++
		}
	}
	return n
}

// emailError stands at the field when none of its addresses was invited: the reasons are many, and above it.
func (f InviteForm) emailError() string {
	if len(f.Refused) > 0 {
		return oneOrMany(len(f.Refused), "This address was not invited.", "These addresses were not invited.")
	}
	return f.Errors.For("email")
}

// why goes on after the address: most sentences begin with it, and are not to say it twice.
func (r RefusedRow) why() string {
	if rest, ok := strings.CutPrefix(r.Error.Message, r.Email); ok {
		return rest
	}
	return ": " + r.Error.Message
}

// address is an e-mail address whose lines break behind the @ rather than in a word.
func address(email string) templ.Component {
	return templ.Raw(strings.ReplaceAll(templ.EscapeString(email), "@", "@<wbr>"))
}

// linkEnds is when the link stops working by itself; the zero time for one that was revoked, which has stopped.
func linkEnds(i directory.Invitation) time.Time {
	if i.State == directory.InvitationRevoked {
		return time.Time{}
	}
	return i.ExpiresAt
}

func expiryWord(i directory.Invitation) string {
	if i.State == directory.InvitationExpired {
		return "Expired"
	}
	return "Expires"
}

// asRole ends a sentence about somebody who is invited: the usual role goes without saying.
func asRole(r access.Role) string {
	switch r {
	case access.Normal:
		return ""
	case access.Member, access.Creator, access.CompanyGuest:
		return " as a " + strings.ToLower(RoleName(r))
	case access.Admin, access.ExternalGuest:
		return " as an " + strings.ToLower(RoleName(r))
	}
	return " with the role " + RoleName(r)
}

// mailTrouble is what the mail server said, without what the page says itself.
func mailTrouble(raw string) string {
	said, _, _ := strings.Cut(strings.TrimPrefix(raw, "send failed: "), ", affected recipient")
	return said
}

// resendSentence says what makes an invitation work again.
func resendSentence(d InvitationDetail) string {
	if d.Mailed {
		return "Send it again, and " + d.Invitation.Email + " gets a new link for seven more days."
	}
	return "Make a new link for seven more days, and hand it over."
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
