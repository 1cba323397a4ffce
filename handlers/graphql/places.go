package graphql

import (
	"context"

	"rollcall/app/directory"
	"rollcall/app/event"
	"rollcall/handlers/graphql/model"
)

// organizationPlace is an organization by its number or uuid. What isn't there is number 0, which nobody has: the use-case
// refuses it, and leaves the audit row that a refusal has.
func (m mutation) organizationPlace(ctx context.Context, id string) (event.Place, error) {
	organization, _, err := m.directory.OrganizationAt(ctx, from(ctx).actor(), directory.InOrganizationID(id))
	return event.Place{Scope: event.ScopeOrganization, ID: organization.ID}, unlessGone(err)
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
	made, err := m.directory.CreateGroupAt(ctx, from(ctx).actor(), directory.InOrganizationID(input.OrganizationID), input.Name, or(input.Description, ""))
	if err != nil {
		return nil, err
	}
	return &model.CreateGroupPayload{ClientMutationID: input.ClientMutationID, Group: from(ctx).reader.GroupsOf([]directory.Group{made})[0]}, nil
}

// AddUserToGroup puts a member of the organization into a group.
func (m mutation) AddUserToGroup(ctx context.Context, input model.GroupMemberInput) (*model.GroupMemberPayload, error) {
	if _, err := m.directory.AddToGroupAt(ctx, from(ctx).actor(), input.GroupID, input.Email); err != nil {
		return nil, err
	}
	return &model.GroupMemberPayload{ClientMutationID: input.ClientMutationID, Success: new(true)}, nil
}

// RemoveUserFromGroup takes a user out of a group.
func (m mutation) RemoveUserFromGroup(ctx context.Context, input model.GroupMemberInput) (*model.GroupMemberPayload, error) {
	if err := m.directory.RemoveFromGroupAt(ctx, from(ctx).actor(), input.GroupID, input.Email); err != nil {
		return nil, err
	}
	return &model.GroupMemberPayload{ClientMutationID: input.ClientMutationID, Success: new(true)}, nil
}
