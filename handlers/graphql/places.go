package graphql

import (
	"context"
	"strconv"

	"rollcall/app"
	"rollcall/app/directory"
	"rollcall/app/event"
	"rollcall/handlers/graphql/model"
)

// organizationPlace is an organization by its number or uuid.
func (m mutation) organizationPlace(ctx context.Context, id string) (event.Place, error) {
	organization, _, err := m.directory.OrganizationAt(ctx, from(ctx).actor(), directory.InOrganizationID(id))
	return event.Place{Scope: event.ScopeOrganization, ID: organization.ID}, err
}

// CreateOrganization makes an organization.
func (m mutation) CreateOrganization(ctx context.Context, input model.CreateOrganizationInput) (*model.CreateOrganizationPayload, error) {
	made, err := m.directory.CreateOrganization(ctx, from(ctx).actor(), directory.CreateOrganization{Title: input.Name, Seats: int64(or(input.Seats, 0))})
	if err != nil {
		return nil, err
	}
	return &model.CreateOrganizationPayload{ClientMutationID: input.ClientMutationID, Organization: from(ctx).reader.OrganizationsOf([]directory.Organization{made})[0]}, nil
}

// CreatePipe makes a pipe.
func (m mutation) CreatePipe(ctx context.Context, input model.CreatePipeInput) (*model.CreatePipePayload, error) {
	made, err := m.directory.CreatePipe(ctx, from(ctx).actor(), directory.InOrganizationID(input.OrganizationID),
		directory.SpaceForm{Name: input.Name, Icon: or(input.Icon, ""), Color: or(input.Color, "")})
	if err != nil {
		return nil, err
	}
	return &model.CreatePipePayload{ClientMutationID: input.ClientMutationID, Pipe: from(ctx).reader.PipeOf(made)}, nil
}

// CreateTable makes a table.
func (m mutation) CreateTable(ctx context.Context, input model.CreateTableInput) (*model.CreateTablePayload, error) {
	made, err := m.directory.CreateTable(ctx, from(ctx).actor(), directory.InOrganizationID(input.OrganizationID), directory.SpaceForm{
		Name: input.Name, Description: or(input.Description, ""), Icon: or(input.Icon, ""), Color: or(input.Color, ""), Public: or(input.Public, false)})
	if err != nil {
		return nil, err
	}
	return &model.CreateTablePayload{ClientMutationID: input.ClientMutationID, Table: from(ctx).reader.TableOf(made)}, nil
}

// DeletePipe deletes a pipe with its webhooks.
func (m mutation) DeletePipe(ctx context.Context, input model.DeletePipeInput) (*model.DeletePipePayload, error) {
	if err := m.directory.DeleteSpace(ctx, from(ctx).actor(), directory.InPipe(input.ID)); err != nil {
		return nil, err
	}
	return &model.DeletePipePayload{ClientMutationID: input.ClientMutationID, Success: new(true)}, nil
}

// DeleteTable deletes a table with its webhooks.
func (m mutation) DeleteTable(ctx context.Context, input model.DeleteTableInput) (*model.DeleteTablePayload, error) {
	if err := m.directory.DeleteSpace(ctx, from(ctx).actor(), directory.InTable(input.ID)); err != nil {
		return nil, err
	}
	return &model.DeleteTablePayload{ClientMutationID: input.ClientMutationID, Success: new(true)}, nil
}

// CreateGroup makes an empty group.
func (m mutation) CreateGroup(ctx context.Context, input model.CreateGroupInput) (*model.CreateGroupPayload, error) {
	actor := from(ctx).actor()
	organization, _, err := m.directory.OrganizationAt(ctx, actor, directory.InOrganizationID(input.OrganizationID))
	if err != nil {
		return nil, err
	}
	made, err := m.directory.CreateGroup(ctx, actor, organization.Name, input.Name, or(input.Description, ""))
	if err != nil {
		return nil, err
	}
	return &model.CreateGroupPayload{ClientMutationID: input.ClientMutationID, Group: from(ctx).reader.GroupsOf([]directory.Group{made})[0]}, nil
}

// AddUserToGroup puts a member of the organization into a group.
func (m mutation) AddUserToGroup(ctx context.Context, input model.GroupMemberInput) (*model.GroupMemberPayload, error) {
	group, organization, err := m.group(ctx, input.GroupID)
	if err != nil {
		return nil, err
	}
	if _, err := m.directory.AddToGroupByLogin(ctx, from(ctx).actor(), organization.Name, group.ID, input.Email); err != nil {
		return nil, err
	}
	return &model.GroupMemberPayload{ClientMutationID: input.ClientMutationID, Success: new(true)}, nil
}

// RemoveUserFromGroup takes a user out of a group.
func (m mutation) RemoveUserFromGroup(ctx context.Context, input model.GroupMemberInput) (*model.GroupMemberPayload, error) {
	group, organization, err := m.group(ctx, input.GroupID)
	if err != nil {
		return nil, err
	}
	actor := from(ctx).actor()
	member, err := m.directory.FindMember(ctx, actor, directory.InOrganization(organization.Name), directory.Ref{Login: input.Email})
	if err != nil {
		return nil, err
	}
	if err := m.directory.RemoveFromGroup(ctx, actor, organization.Name, group.ID, member.ID); err != nil {
		return nil, err
	}
	return &model.GroupMemberPayload{ClientMutationID: input.ClientMutationID, Success: new(true)}, nil
}

// group finds a group, whose id is all that a client has, and its organization.
func (m mutation) group(ctx context.Context, id string) (directory.Group, directory.Organization, error) {
	actor := from(ctx).actor()
	found, err := m.directory.GroupsByIDs(ctx, actor, []string{id})
	if err != nil {
		return directory.Group{}, directory.Organization{}, err
	}
	if len(found) == 0 {
		return directory.Group{}, directory.Organization{}, app.Errorf(app.NotFound, "There is no such group, or you may not see it.")
	}
	organization, _, err := m.directory.OrganizationAt(ctx, actor, directory.InOrganizationID(strconv.FormatInt(found[0].OrganizationID, 10)))
	return found[0], organization, err
}
