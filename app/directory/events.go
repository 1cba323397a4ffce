package directory

import (
	"context"
	"fmt"
	"time"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/event"
	"rollcall/db"
)

// subject is what an event says of the user it is about, and of the user's home.
type subject struct {
	user event.User
	home event.Organization
}

// notice is what the events of one change to one user have in common.
type notice struct {
	subject
	actor  access.Actor
	source string
	at     time.Time
	places []event.Place
}

// noticeOf reads the user as they are now, within the transaction, and everywhere that hears of them: the home
// organization and each where the user is a member (contracts/activate.md "Who hears what").
func (s *Service) noticeOf(ctx context.Context, tx *db.Tx, actor access.Actor, userID int64) (notice, error) {
	about, err := subjectByID(ctx, tx, userID)
	if err != nil {
		return notice{}, err
	}
	ids, err := listOrganizationIDs(ctx, tx, userID)
	if err != nil {
		return notice{}, err
	}
	n := notice{subject: about, actor: actor, source: actor.Source, at: s.clock.Now(), places: []event.Place{organizationPlace(about.home.ID)}}
	for _, id := range ids {
		if id != about.home.ID {
			n.places = append(n.places, organizationPlace(id))
		}
	}
	return n, nil
}

func organizationPlace(id int64) event.Place {
	return event.Place{Scope: event.ScopeOrganization, ID: id}
}

// event makes one event of the notice.
func (n notice) event(typ event.Type) event.Event {
	return event.Event{ID: app.NewUUID(), Type: typ, At: n.at, Places: n.places, Source: n.source,
		Facts: event.Facts{Subject: n.user, Home: n.home, Actor: doer(n.actor)}}
}

// notice makes an event of Pipefy's family: about a member, in the place where it is heard and nowhere else.
func (s *Service) notice(m Member, actor access.Actor, typ event.Type, p spot) event.Event {
	n := notice{subject: m.subject(), actor: actor, source: actor.Source, at: s.clock.Now(), places: []event.Place{p.place()}}
	e := n.event(typ)
	e.Facts.About = p.about()
	return e
}

// subject is the member as an event names them. Their home's title is in no body of Pipefy's family.
func (u User) subject() subject {
	return subject{user: event.User{ID: u.ID, HexID: u.HexID, UUID: u.UUID, Name: u.Name, Username: u.Username, Email: u.Email},
		home: event.Organization{ID: u.OrganizationID, Name: u.Organization}}
}

// doer is the actor as an event names them: a service account by its name and client id, without a number; zero for
// those who are neither.
func doer(a access.Actor) event.User {
	if a.UserID == 0 && a.ServiceID == 0 {
		return event.User{}
	}
	return event.User{ID: a.UserID, Name: a.Name, Username: a.Username, Email: a.Email}
}

const subjectColumns = "u.id, u.hex_id, u.uuid, u.name, u.username, u.email, o.id, o.name, o.title"

// targets are what subjectColumns are read into.
func (s *subject) targets() []any {
	return []any{&s.user.ID, &s.user.HexID, &s.user.UUID, &s.user.Name, &s.user.Username, &s.user.Email, &s.home.ID, &s.home.Name, &s.home.Title}
}

func scanSubject(row scanner) (subject, error) {
	var s subject
	err := row.Scan(s.targets()...)
	return s, err
}

func subjectByID(ctx context.Context, q db.Queryer, userID int64) (subject, error) {
	s, err := scanSubject(q.QueryRow(ctx, "SELECT "+subjectColumns+userFrom+"WHERE u.id = $1", userID))
	if err != nil {
		return subject{}, fmt.Errorf("subject %d: %w", userID, err)
	}
	return s, nil
}

// leave is one user leaving one group.
type leave struct {
	subject
	groupID, organizationID int64
	groupName               string
}

// tellLeft publishes USER_REMOVED_FROM_GROUP for each, to the organization of the group only.
func (s *Service) tellLeft(ctx context.Context, tx *db.Tx, actor access.Actor, leaves []leave) error {
	for _, l := range leaves {
		n := notice{subject: l.subject, actor: actor, source: actor.Source, at: s.clock.Now(), places: []event.Place{organizationPlace(l.organizationID)}}
		e := n.event(event.UserRemovedFromGroup)
		e.Facts.GroupName = l.groupName
		if err := s.publish(ctx, tx, e); err != nil {
			return err
		}
	}
	return nil
}

const leaveColumns = subjectColumns + ", g.id, g.organization_id, g.name"

const leaveFrom = ` FROM group_members gm JOIN groups g ON g.id = gm.group_id JOIN users u ON u.id = gm.user_id
	JOIN organizations o ON o.id = u.organization_id `

func scanLeave(row scanner) (leave, error) {
	var l leave
	err := row.Scan(append(l.targets(), &l.groupID, &l.organizationID, &l.groupName)...)
	return l, err
}
