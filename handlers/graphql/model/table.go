package model

import (
	"context"

	"rollcall/app/access"
	"rollcall/app/directory"
	"rollcall/views"
)

// Table is a table as the actor sees it.
type Table struct {
	ID            string // its suid
	InternalID    string // its number
	UUID          string
	Name          string
	Description   string
	Icon          *string
	Color         *string
	Public        bool
	URL           string // of its page
	Authorization TableAuthorization
	UsersCount    int

	space
}

func (r *Reader) tablesOf(list []directory.Space, homes map[int64]*Organization) []*Table {
	all := r.spacesOf(access.Table, list, homes)
	shown := make([]*Table, len(list))
	for i, s := range list {
		shown[i] = &Table{ID: s.SUID, InternalID: number(s.ID), UUID: s.UUID, Name: s.Name, Description: s.Description, Icon: text(s.Icon), Color: text(s.Color),
			Public: s.Public, URL: r.base + views.SpaceURL(s.Organization, s), Authorization: authorizationOf(s), UsersCount: s.Members, space: space{s, all}}
	}
	return shown
}

// authorizationOf is what the actor may do with the table.
func authorizationOf(s directory.Space) TableAuthorization {
	if s.Manage || s.Role != "" {
		return TableAuthorizationWrite
	}
	return TableAuthorizationRead
}

// TableOf renders one table.
func (r *Reader) TableOf(s directory.Space) *Table { return r.tablesOf([]directory.Space{s}, nil)[0] }

// Table finds one table by its suid, number or uuid.
func (r *Reader) Table(ctx context.Context, id string) (*Table, error) {
	s, err := r.directory.Table(ctx, r.actor, id)
	if err != nil {
		return nil, err
	}
	return r.TableOf(s), nil
}

// Tables finds tables as Pipes finds pipes.
func (r *Reader) Tables(ctx context.Context, ids []*string) ([]*Table, error) {
	list, err := r.spaces(ctx, access.Table, ids)
	if err != nil {
		return nil, err
	}
	return r.tablesOf(list, nil), nil
}

// Members is who has a role in the table.
func (t *Table) Members(ctx context.Context) ([]*Member, error) {
	return t.listMembers(ctx)
}

// Organization is whose table it is.
func (t *Table) Organization(ctx context.Context) (*Organization, error) { return t.home(ctx) }

// Webhooks is the webhooks of the table.
func (t *Table) Webhooks(ctx context.Context) ([]*Webhook, error) { return t.listWebhooks(ctx) }

// TableConnection is a page of tables.
type TableConnection struct {
	Edges      []*TableEdge
	Nodes      []*Table
	PageInfo   *PageInfo
	TotalCount int
}

// TableEdge is a table with its place in the list.
type TableEdge struct {
	Cursor string
	Node   *Table
}

func tablePage(all []*Table, p page) (*TableConnection, error) {
	id := func(t *Table) string { return t.ID }
	list, from, info, err := cut(all, p, id)
	if err != nil {
		return nil, err
	}
	c := &TableConnection{Nodes: list, PageInfo: info, TotalCount: len(all)}
	for i, t := range list {
		c.Edges = append(c.Edges, &TableEdge{Cursor: cursor(from+i, t.ID), Node: t})
	}
	return c, nil
}
