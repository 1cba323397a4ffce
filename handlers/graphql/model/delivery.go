package model

import (
	"context"
	"time"

	"rollcall/app/webhook"
)

// WebhookDelivery is one event for one webhook, as the history shows it.
type WebhookDelivery struct {
	ID             string
	PayloadID      string // the same
	Action         string
	Status         string
	Attempts       int
	ResponseStatus *int
	Error          *string
	CreatedAt      time.Time
	NextAttemptAt  *time.Time
	FinishedAt     *time.Time
}

// DeliveryOf renders a delivery.
func DeliveryOf(d webhook.Delivery) *WebhookDelivery {
	shown := &WebhookDelivery{ID: d.ID, PayloadID: d.ID, Action: string(d.Type), Status: string(d.State), Attempts: d.Attempts,
		Error: text(string(d.LastClass)), CreatedAt: d.CreatedAt, NextAttemptAt: moment(d.DueAt), FinishedAt: moment(d.FinishedAt)}
	if d.LastStatus != 0 {
		shown.ResponseStatus = &d.LastStatus
	}
	return shown
}

// moment is null for the zero time.
func moment(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// WebhookDeliveryConnection is a page of a webhook's history, newest first.
type WebhookDeliveryConnection struct {
	Nodes    []*WebhookDelivery
	PageInfo *PageInfo

	reader  *Reader
	webhook string
}

// TotalCount is how long the whole history is. It is counted only for whoever asks.
func (c *WebhookDeliveryConnection) TotalCount(ctx context.Context) (int, error) {
	return c.reader.webhooks.CountDeliveries(ctx, c.reader.actor, c.webhook)
}

// Deliveries is the page of a webhook's history after a cursor, "" for the newest.
func (r *Reader) Deliveries(ctx context.Context, webhookID string, first *int, after *string) (*WebhookDeliveryConnection, error) {
	p, err := paging(first, after, nil, nil)
	if err != nil {
		return nil, err
	}
	page, err := r.webhooks.DeliveriesByID(ctx, r.actor, webhookID, webhook.Filter{Limit: max(p.size, 1), Before: p.cursor})
	if err != nil {
		return nil, err
	}
	c := &WebhookDeliveryConnection{Nodes: []*WebhookDelivery{}, reader: r, webhook: webhookID, PageInfo: &PageInfo{}}
	if p.size == 0 {
		c.PageInfo.HasNextPage = len(page.Deliveries) > 0
		return c, nil
	}
	for _, d := range page.Deliveries {
		c.Nodes = append(c.Nodes, DeliveryOf(d))
	}
	c.PageInfo.HasNextPage, c.PageInfo.HasPreviousPage = page.Older != "", p.cursor != ""
	if n := len(c.Nodes); n > 0 {
		c.PageInfo.StartCursor, c.PageInfo.EndCursor = &c.Nodes[0].ID, &c.Nodes[n-1].ID
	}
	return c, nil
}
