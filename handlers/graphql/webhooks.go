package graphql

import (
	"context"

	"rollcall/app"
	"rollcall/app/event"
	"rollcall/app/webhook"
	"rollcall/handlers/graphql/model"
)

// CreateWebhook makes a webhook of a pipe or a table.
func (m mutation) CreateWebhook(ctx context.Context, input model.CreateWebhookInput) (*model.CreateWebhookPayload, error) {
	at, err := m.space(ctx, input.PipeID, input.TableID)
	if err != nil {
		return nil, err
	}
	types, err := typesOf(input.Actions)
	if err != nil {
		return nil, err
	}
	made, secret, err := m.webhooks.CreateAt(ctx, from(ctx).actor(), at, webhook.Form{
		Name: input.Name, URL: input.URL, Types: types, Enabled: true, Email: or(input.Email, ""), Headers: input.Headers, Filters: input.Filters,
		OverridePrevious: or(input.OverridePrevious, false) || or(input.OverridePreviousWithSameURL, false),
	})
	if err != nil {
		return nil, err
	}
	return &model.CreateWebhookPayload{ClientMutationID: input.ClientMutationID, Webhook: model.WebhookOf(made), Secret: &secret}, nil
}

// space is the pipe or table that a webhook is for: exactly one is given. What isn't there is number 0, which nothing has:
// the use-case refuses it, and leaves the audit row that a refusal has.
func (m mutation) space(ctx context.Context, pipe, table *string) (event.Place, error) {
	actor := from(ctx).actor()
	switch hasPipe, hasTable := or(pipe, "") != "", or(table, "") != ""; {
	case hasPipe == hasTable:
		return event.Place{}, refuse("Give exactly one of pipe_id and table_id.")
	case hasPipe:
		s, err := m.directory.Pipe(ctx, actor, *pipe)
		return event.Place{Scope: event.ScopePipe, ID: s.ID}, unlessGone(err)
	}
	s, err := m.directory.Table(ctx, actor, *table)
	return event.Place{Scope: event.ScopeTable, ID: s.ID}, unlessGone(err)
}

// unlessGone is err, but for NotFound.
func unlessGone(err error) error {
	if app.Is(err, app.NotFound) {
		return nil
	}
	return err
}

// UpdateWebhook changes a webhook of a pipe or a table.
func (m mutation) UpdateWebhook(ctx context.Context, input model.UpdateWebhookInput) (*model.UpdateWebhookPayload, error) {
	patch, err := patchOf(input.Name, input.URL, input.Actions)
	if err != nil {
		return nil, err
	}
	if email, set := input.Email.ValueOK(); set {
		patch.Email = new(or(email, ""))
	}
	if headers, set := input.Headers.ValueOK(); set {
		patch.Headers = &headers
	}
	if filters, set := input.Filters.ValueOK(); set {
		patch.Filters = &filters
	}
	changed, err := m.update(ctx, input.ID, patch, event.ScopePipe, event.ScopeTable)
	if err != nil {
		return nil, err
	}
	return &model.UpdateWebhookPayload{ClientMutationID: input.ClientMutationID, Webhook: changed}, nil
}

// patchOf is what the two updates have in common: null and left out are one, for nothing of it can be nothing.
func patchOf(name, url *string, actions []*string) (webhook.Patch, error) {
	types, err := typesOf(actions)
	return webhook.Patch{Name: name, URL: url, Types: types}, err
}

func (m mutation) update(ctx context.Context, id string, patch webhook.Patch, scopes ...event.Scope) (*model.Webhook, error) {
	changed, err := m.webhooks.Update(ctx, from(ctx).actor(), id, patch, scopes...)
	if err != nil {
		return nil, err
	}
	if len(changed.HeadersCleared) > 0 {
		from(ctx).warn("The stored values of headers were cleared because the webhook now calls another server: send them again.", changed.HeadersCleared)
	}
	if changed.VerifiedAgain {
		from(ctx).warn("The receiver's certificate is verified again because the webhook now calls another server.", nil)
	}
	return model.WebhookOf(changed), nil
}

// DeleteWebhook deletes a webhook of a pipe or a table.
func (m mutation) DeleteWebhook(ctx context.Context, input model.DeleteWebhookInput) (*model.DeleteWebhookPayload, error) {
	if err := m.webhooks.DeleteByID(ctx, from(ctx).actor(), input.ID, event.ScopePipe, event.ScopeTable); err != nil {
		return nil, err
	}
	return &model.DeleteWebhookPayload{ClientMutationID: input.ClientMutationID, Success: new(true)}, nil
}

// CreateOrganizationWebhook makes a webhook of an organization.
func (m mutation) CreateOrganizationWebhook(ctx context.Context, input model.CreateOrganizationWebhookInput) (*model.CreateOrganizationWebhookPayload, error) {
	form, err := organizationForm(input)
	if err != nil {
		return nil, err
	}
	at, err := m.organizationPlace(ctx, input.OrganizationID)
	if err != nil {
		return nil, err
	}
	made, secret, err := m.webhooks.CreateAt(ctx, from(ctx).actor(), at, form)
	if err != nil {
		return nil, err
	}
	return &model.CreateOrganizationWebhookPayload{ClientMutationID: input.ClientMutationID, Webhook: model.WebhookOf(made), Secret: &secret}, nil
}

func organizationForm(input model.CreateOrganizationWebhookInput) (form webhook.Form, err error) {
	form = webhook.Form{Enabled: true, Email: or(input.Email, ""), Headers: input.Headers}
	if form.Name, err = required("name", input.Name); err != nil {
		return form, err
	}
	if form.URL, err = required("url", input.URL); err != nil {
		return form, err
	}
	form.Types, err = typesOf(input.Actions)
	return form, err
}

// UpdateOrganizationWebhook changes a webhook of an organization.
func (m mutation) UpdateOrganizationWebhook(ctx context.Context, input model.UpdateOrganizationWebhookInput) (*model.UpdateOrganizationWebhookPayload, error) {
	patch, err := patchOf(input.Name, input.URL, input.Actions)
	if err != nil {
		return nil, err
	}
	if email, set := input.Email.ValueOK(); set {
		patch.Email = new(or(email, ""))
	}
	if headers, set := input.Headers.ValueOK(); set {
		patch.Headers = &headers
	}
	changed, err := m.update(ctx, input.ID, patch, event.ScopeOrganization)
	if err != nil {
		return nil, err
	}
	return &model.UpdateOrganizationWebhookPayload{ClientMutationID: input.ClientMutationID, Webhook: changed}, nil
}

// DeleteOrganizationWebhook deletes a webhook of an organization.
func (m mutation) DeleteOrganizationWebhook(ctx context.Context, input model.DeleteOrganizationWebhookGQLMutationInput) (*model.DeleteOrganizationWebhookGQLMutationPayload, error) {
	if err := m.webhooks.DeleteByID(ctx, from(ctx).actor(), input.ID, event.ScopeOrganization); err != nil {
		return nil, err
	}
	return &model.DeleteOrganizationWebhookGQLMutationPayload{ClientMutationID: input.ClientMutationID, Success: new(true)}, nil
}

// TestWebhook sends a test event to a webhook of any scope.
func (m mutation) TestWebhook(ctx context.Context, input model.TestWebhookInput) (*model.TestWebhookPayload, error) {
	made, err := m.webhooks.SendTestByID(ctx, from(ctx).actor(), input.ID, "")
	if err != nil {
		return nil, err
	}
	return &model.TestWebhookPayload{ClientMutationID: input.ClientMutationID, Delivery: model.DeliveryOf(made)}, nil
}

// RedeliverWebhook sends a delivery again.
func (m mutation) RedeliverWebhook(ctx context.Context, input model.RedeliverWebhookInput) (*model.RedeliverWebhookPayload, error) {
	d, err := m.webhooks.RedeliverByID(ctx, from(ctx).actor(), input.DeliveryID)
	if err != nil {
		return nil, err
	}
	return &model.RedeliverWebhookPayload{ClientMutationID: input.ClientMutationID, Delivery: model.DeliveryOf(d)}, nil
}
