package event

import (
	"fmt"
	"time"
)

// The bodies of Pipefy (contracts/pipefy.md, Bodies). The order of the fields is the order of the keys.

type pipefyEnvelope struct {
	Data any `json:"data"`
}

type pipefyHead struct {
	PayloadID string     `json:"payload_id"`
	Action    Type       `json:"action"`
	User      pipefyUser `json:"user"`
}

type pipefyActor struct {
	ID       int64  `json:"id"`
	Name     string `json:"name"`
	Username string `json:"username"`
	Email    string `json:"email"`
}

type pipefyUser struct {
	pipefyActor
	Avatar *string `json:"avatar_url"` // null when the user has no picture
}

type pipefyInvitation struct {
	pipefyHead
	InvitedBy *pipefyActor `json:"user_invited_by"`
	To        any          `json:"to"`
}

type pipefyAcceptance struct {
	pipefyHead
	AcceptedAt string `json:"accepted_at"`
}

type pipefyRole struct {
	pipefyHead
	DoneBy       *pipefyActor `json:"action_done_by"`
	From         any          `json:"from"`
	PreviousRole *string      `json:"previous_role"`
	NewRole      string       `json:"new_role"`
	DoneAt       string       `json:"action_done_at"`
}

type pipefyRemoval struct {
	pipefyHead
	RemovedBy *pipefyActor `json:"user_removed_by"`
	From      any          `json:"from"`
	DoneAt    string       `json:"action_done_at"`
}

type pipefyOrganization struct {
	ID   int64  `json:"organization_id"`
	Name string `json:"name"`
}

type pipefyPipe struct {
	ID   string `json:"pipe_id"` // the suid
	Name string `json:"name"`
}

type pipefyTable struct {
	ID   string `json:"table_id"` // the suid
	Name string `json:"name"`
}

// acceptedAt and doneAt are how Pipefy writes times: UTC by its name, and local time with its offset.
const (
	acceptedAt = "2006-01-02 15:04:05 UTC"
	doneAt     = "2006-01-02 15:04:05 -0700"
)

func pipefyBody(e Event, r Receiver) (pipefyEnvelope, error) {
	data, err := pipefyData(e, r)
	return pipefyEnvelope{data}, err
}

func pipefyData(e Event, r Receiver) (any, error) {
	head := pipefyHead{PayloadID: r.DeliveryID, Action: r.Spelling, User: pipefyUserOf(e.Facts.Subject)}
	if Canonical(e.Type) == UserInvitationAcceptance {
		return pipefyAcceptance{head, e.At.UTC().Format(acceptedAt)}, nil
	}
	place, err := pipefyPlace(e.Facts.About)
	if err != nil {
		return nil, err
	}
	by := pipefyActorOf(e.Facts.Actor)
	at := inZone(e.At, r.Zone).Format(doneAt)
	switch e.Type {
	case UserInvitationSent:
		return pipefyInvitation{head, by, place}, nil
	case UserRoleSet:
		return pipefyRole{head, by, place, nullable(e.Facts.PreviousRole), e.Facts.NewRole, at}, nil
	case UserRemovalFromOrg, UserRemovalFromPipe, UserRemovalFromTable:
		return pipefyRemoval{head, by, place, at}, nil
	}
	return nil, fmt.Errorf("there is no body for the event type %q", e.Type)
}

func pipefyUserOf(u User) pipefyUser {
	return pipefyUser{pipefyActor{u.ID, u.Name, u.Username, u.Email}, nullable(u.Avatar)}
}

// pipefyActorOf is null for what the command line or Rollcall itself did: there is no user to name.
func pipefyActorOf(u User) *pipefyActor {
	if u == (User{}) {
		return nil
	}
	return &pipefyActor{u.ID, u.Name, u.Username, u.Email}
}

func pipefyPlace(a About) (any, error) {
	switch a.Kind {
	case ScopeOrganization:
		return pipefyOrganization{a.ID, a.Name}, nil
	case ScopePipe:
		return pipefyPipe{a.SUID, a.Name}, nil
	case ScopeTable:
		return pipefyTable{a.SUID, a.Name}, nil
	}
	return nil, fmt.Errorf("it says nothing of the place it is about (%q)", a.Kind)
}

func inZone(at time.Time, zone *time.Location) time.Time {
	if zone == nil {
		zone = time.UTC
	}
	return at.In(zone)
}

// nullable is null for "".
func nullable(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
