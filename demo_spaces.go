package main

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"rollcall/app/access"
	"rollcall/app/directory"
	"rollcall/app/event"
	"rollcall/app/webhook"
)

// furnish makes pipes and a table with members, invites two people who have not come yet, and lets a chat hear of one
// pipe, in which then a role changes and somebody leaves.
func (d *demo) furnish(ctx context.Context, admin access.Actor) error {
	onboarding, at, err := d.space(ctx, admin, access.Pipe, directory.SpaceForm{Name: "Onboarding", Description: "From the signed contract to the first day", Icon: "users", Color: "green", Public: true},
		"grace admin", "barbara creator", "radia read_and_comment", "edsger my_cards_only")
	if err != nil {
		return err
	}
	if _, _, err := d.space(ctx, admin, access.Pipe, directory.SpaceForm{Name: "Purchasing", Description: "What Acme buys, and who agrees to it", Icon: "building", Color: "orange"},
		"donald admin", "alan member"); err != nil {
		return err
	}
	if _, _, err := d.space(ctx, admin, access.Table, directory.SpaceForm{Name: "Suppliers", Description: "Whom Acme buys from", Color: "blue"}, "donald admin", "barbara member"); err != nil {
		return err
	}
	if err := d.invite(ctx, admin, directory.InOrganization(demoOrganization), "", "linus normal"); err != nil {
		return err
	}
	if err := d.invite(ctx, admin, onboarding, "Welcome! Your first day is planned here.", "margaret member"); err != nil {
		return err
	}
	if err := d.chat(ctx, admin, at); err != nil {
		return err
	}
	if _, err := d.directory.SetRoleAt(ctx, admin, onboarding, directory.Ref{Login: "radia"}, string(access.Member)); err != nil {
		return err
	}
	_, err = d.directory.RemoveAt(ctx, admin, onboarding, directory.Ref{Login: "edsger"})
	return err
}

// space makes a pipe or table with members, each a username and a role.
func (d *demo) space(ctx context.Context, admin access.Actor, kind access.SpaceKind, form directory.SpaceForm, members ...string) (directory.Where, event.Place, error) {
	create, in := d.directory.CreatePipe, directory.InPipe
	if kind == access.Table {
		create, in = d.directory.CreateTable, directory.InTable
	}
	made, err := create(ctx, admin, directory.InOrganization(demoOrganization), form)
	if err != nil {
		return directory.Where{}, event.Place{}, err
	}
	return in(made.UUID), event.Place{Scope: event.Scope(kind), ID: made.ID}, d.invite(ctx, admin, in(made.UUID), "", members...)
}

// invite invites people, each a username and a role: who is a member of the organization is in the pipe or table at once.
func (d *demo) invite(ctx context.Context, admin access.Actor, where directory.Where, message string, people ...string) error {
	rows := make([]directory.Invitee, len(people))
	for i, p := range people {
		username, role, _ := strings.Cut(p, " ")
		rows[i] = directory.Invitee{Email: username + "@acme.example", Role: role}
	}
	_, refused, err := d.directory.Invite(ctx, admin, where, rows, message)
	for _, r := range refused {
		err = errors.Join(err, r.Err)
	}
	return err
}

// chat makes the webhook of a pipe.
func (d *demo) chat(ctx context.Context, admin access.Actor, at event.Place) error {
	const path = "/chat"
	_, secret, err := d.webhooks.CreateAt(ctx, admin, at, webhook.Form{Name: "onboarding-chat", URL: d.address + path, Description: "Keeps the channel's members those of the pipe",
		Types: []event.Type{event.UserRoleSet, event.UserRemovalFromPipe}, Enabled: true})
	if err != nil {
		return err
	}
	return d.receiver.expect(path, secret, http.StatusNoContent, "")
}
