package graphql

import (
	"context"

	"rollcall/app/directory"
	"rollcall/handlers/graphql/model"
)

// InviteMembers invites some addresses to an organization, pipe or table. A row that is refused says why and stops no
// other.
func (m mutation) InviteMembers(ctx context.Context, input model.InviteMembersInput) (*model.InviteMembersPayload, error) {
	place, err := where(input.OrganizationID, input.PipeID, input.TableID)
	if err != nil {
		return nil, err
	}
	rows := make([]directory.Invitee, len(input.Emails))
	for i, row := range input.Emails {
		if row != nil { // null is nobody's address
			rows[i] = directory.Invitee{Email: row.Email, Role: row.RoleName}
		}
	}
	invited, refused, err := m.directory.Invite(ctx, from(ctx).actor(), place, rows, or(input.Message, ""))
	if err != nil {
		return nil, err
	}
	users := make([]directory.User, len(invited))
	for i, done := range invited {
		users[i] = done.User
	}
	payload := &model.InviteMembersPayload{ClientMutationID: input.ClientMutationID, Users: from(ctx).reader.UsersOf(users), Errors: []*model.Errors{}}
	for _, e := range refused {
		payload.Errors = append(payload.Errors, &model.Errors{Index: new(e.Index), Message: new(sentences(e.Err))})
	}
	return payload, nil
}

// RemoveUserFromOrg removes a user from an organization, and so from its pipes, tables and groups.
func (m mutation) RemoveUserFromOrg(ctx context.Context, input model.RemoveUserFromOrgInput) (*model.RemoveUserFromOrgPayload, error) {
	if err := m.remove(ctx, directory.InOrganizationID(input.OrganizationID), input.Email); err != nil {
		return nil, err
	}
	return &model.RemoveUserFromOrgPayload{ClientMutationID: input.ClientMutationID, Success: new(true)}, nil
}

// RemoveUserFromPipe removes a user from a pipe.
func (m mutation) RemoveUserFromPipe(ctx context.Context, input model.RemoveUserFromPipeInput) (*model.RemoveUserFromPipePayload, error) {
	pipe, err := required("pipe_id", input.PipeID)
	if err != nil {
		return nil, err
	}
	if err := m.remove(ctx, directory.InPipe(pipe), input.Email); err != nil {
		return nil, err
	}
	return &model.RemoveUserFromPipePayload{ClientMutationID: input.ClientMutationID, Success: new(true)}, nil
}

// RemoveUserFromRepo is RemoveUserFromPipe by the name that Pipefy's documentation has.
func (m mutation) RemoveUserFromRepo(ctx context.Context, input model.RemoveUserFromPipeInput) (*model.RemoveUserFromPipePayload, error) {
	return m.RemoveUserFromPipe(ctx, input)
}

// RemoveUserFromTable removes a user from a table.
func (m mutation) RemoveUserFromTable(ctx context.Context, input model.RemoveUserFromTableInput) (*model.RemoveUserFromTablePayload, error) {
	table, err := required("table_id", input.TableID)
	if err != nil {
		return nil, err
	}
	if err := m.remove(ctx, directory.InTable(table), input.Email); err != nil {
		return nil, err
	}
	return &model.RemoveUserFromTablePayload{ClientMutationID: input.ClientMutationID, Success: new(true)}, nil
}

func (m mutation) remove(ctx context.Context, place directory.Where, email string) error {
	_, err := m.directory.RemoveAt(ctx, from(ctx).actor(), place, directory.Ref{Login: email})
	return err
}

// RemoveMembersFromPipe removes some users from a pipe. Groups are no members of pipes here, so each that is named is
// an error; what can be removed is.
func (m mutation) RemoveMembersFromPipe(ctx context.Context, input model.RemoveMembersFromPipeInput) (*model.RemoveMembersFromPipePayload, error) {
	payload := &model.RemoveMembersFromPipePayload{ClientMutationID: input.ClientMutationID, RemovedUsersUuids: []*string{}, RemovedGroupsUuids: []*string{}, Errors: []*string{}}
	refs := make([]directory.Ref, len(input.UsersUuids))
	for i, id := range input.UsersUuids {
		refs[i] = memberRef(or(id, ""))
	}
	removed, refused, err := m.directory.RemoveManyAt(ctx, from(ctx).actor(), directory.InPipe(input.PipeUUID), refs)
	if err != nil {
		return nil, err
	}
	for _, member := range removed {
		payload.RemovedUsersUuids = append(payload.RemovedUsersUuids, new(member.UUID))
	}
	for _, e := range refused {
		payload.Errors = append(payload.Errors, about(input.UsersUuids[e.Index], sentences(e.Err)))
	}
	for _, id := range input.GroupsUuids {
		payload.Errors = append(payload.Errors, about(id, "Groups are not members of pipes here: remove their members one by one."))
	}
	payload.Success = new(len(payload.Errors) == 0)
	return payload, nil
}

// about says which of several ids a sentence is about, for errors that have no place of their own.
func about(id *string, sentence string) *string { return new(or(id, "null") + ": " + sentence) }

// SetRole gives a member another role in an organization, pipe or table.
func (m mutation) SetRole(ctx context.Context, input model.SetRoleInput) (*model.SetRolePayload, error) {
	place, err := where(input.OrganizationID, input.PipeID, input.TableID)
	if err != nil {
		return nil, err
	}
	member, err := m.directory.SetRoleAt(ctx, from(ctx).actor(), place, memberRef(input.Member.UserID), input.Member.RoleName)
	if err != nil {
		return nil, err
	}
	return &model.SetRolePayload{ClientMutationID: input.ClientMutationID, Member: from(ctx).reader.MembersOf([]directory.Member{member})[0]}, nil
}

// SetRoles is SetRole for some members. One that is refused says why and stops no other.
func (m mutation) SetRoles(ctx context.Context, input model.SetRolesInput) (*model.SetRolesPayload, error) {
	place, err := where(input.OrganizationID, input.PipeID, input.TableID)
	if err != nil {
		return nil, err
	}
	rows := make([]directory.RoleRow, len(input.Members))
	for i, row := range input.Members {
		if row != nil { // null is nobody
			rows[i] = directory.RoleRow{Member: memberRef(row.UserID), Role: row.RoleName}
		}
	}
	members, refused, err := m.directory.SetRolesAt(ctx, from(ctx).actor(), place, rows)
	if err != nil {
		return nil, err
	}
	payload := &model.SetRolesPayload{ClientMutationID: input.ClientMutationID, Members: from(ctx).reader.MembersOf(members), Errors: []*string{}}
	for _, e := range refused {
		var id *string
		if row := input.Members[e.Index]; row != nil {
			id = &row.UserID
		}
		payload.Errors = append(payload.Errors, about(id, sentences(e.Err)))
	}
	return payload, nil
}

// DisableUser disables a user of an organization, or enables one again.
func (m mutation) DisableUser(ctx context.Context, input model.DisableUserInput) (*model.DisableUserPayload, error) {
	change := m.directory.DisableAt
	if !or(input.Disabled, true) {
		change = m.directory.EnableAt
	}
	member, err := change(ctx, from(ctx).actor(), directory.InOrganizationID(input.OrganizationID), directory.Ref{Login: input.Email})
	if err != nil {
		return nil, err
	}
	return &model.DisableUserPayload{ClientMutationID: input.ClientMutationID, User: from(ctx).reader.UsersOf([]directory.User{member.User})[0]}, nil
}
