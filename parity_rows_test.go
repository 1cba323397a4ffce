package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"rollcall/db"
)

// parityRow is a row as it was read.
type parityRow struct {
	table  string
	key    string // the row with everything in it
	values map[string]any
}

// apart are the tables that are not compared: what a person holds to come in, what is machinery, and what a request
// took. Every other one is, one that is new as well.
var apart = []string{"sessions", "tokens", "access_tokens", "sign_in_failures", "setup_codes", "settings", "attempts", "lanes"}

// tables lists those that are compared.
func (k *parity) tables() []string {
	k.t.Helper()
	query := "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name"
	if k.db.Engine() == db.PostgreSQL {
		query = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename"
	}
	rows, err := k.db.Query(k.t.Context(), query)
	k.must(err)
	defer func() { _ = rows.Close() }()
	var tables []string
	for rows.Next() {
		var name string
		k.must(rows.Scan(&name))
		if !slices.Contains(apart, name) && !strings.HasPrefix(name, "river_") && !strings.HasPrefix(name, "sqlite_") && !strings.HasPrefix(name, "goose_") {
			tables = append(tables, name)
		}
	}
	k.must(rows.Err())
	return tables
}

// dump reads every row of every table that is compared, those of events and of the audit log in their order.
func (k *parity) dump() []parityRow {
	k.t.Helper()
	var all []parityRow
	for _, table := range k.tables() {
		query := "SELECT * FROM " + table
		if table == "events" || table == "audit_log" {
			query += " ORDER BY id"
		}
		all = append(all, k.read(table, query)...)
	}
	return all
}

func (k *parity) read(table, query string) (all []parityRow) {
	k.t.Helper()
	rows, err := k.db.Query(k.t.Context(), query)
	k.must(err)
	defer func() { _ = rows.Close() }()
	columns, err := rows.Columns()
	k.must(err)
	values, into := make([]any, len(columns)), make([]any, len(columns))
	for i := range values {
		into[i] = &values[i]
	}
	for rows.Next() {
		k.must(rows.Scan(into...))
		all = append(all, k.known(table, columns, values))
	}
	k.must(rows.Err())
	return all
}

// known is the row with those values; most are the same each time that they are read.
func (k *parity) known(table string, columns []string, values []any) parityRow {
	key := append([]byte(table), ' ')
	for _, value := range values {
		switch v := value.(type) {
		case string:
			key = append(key, v...)
		case []byte:
			key = append(key, v...)
		case time.Time:
			key = v.AppendFormat(key, time.RFC3339Nano)
		default:
			key = fmt.Append(key, v)
		}
		key = append(key, 0)
	}
	if r, ok := k.rows[string(key)]; ok {
		return r
	}
	r := parityRow{table, string(key), make(map[string]any, len(columns))}
	for i, column := range columns {
		r.values[column] = values[i]
	}
	k.learn(r)
	k.rows[r.key] = r
	return r
}

// learn remembers what a row's ids are the ids of, as it was called first.
func (k *parity) learn(r parityRow) {
	kinds := map[string]string{"organizations": "name", "users": "username", "groups": "name", "spaces": "name", "webhooks": "name",
		"events": "type", "deliveries": "type", "invitations": "email"}
	name, known := kinds[r.table]
	if !known {
		return
	}
	for _, column := range []string{"id", "hex_id", "uuid", "suid"} {
		if id, has := r.values[column]; has && k.labels[fmt.Sprint(id)] == "" {
			k.labels[fmt.Sprint(id)] = fmt.Sprintf("<%s of %s %v>", column, r.table, r.values[name])
		}
	}
	for _, column := range []string{"id", "uuid", "suid", "username", "email", "name"} {
		if id, has := r.values[column]; has && (column != "name" || r.table == "webhooks") && k.things[fmt.Sprint(id)] == "" {
			k.things[fmt.Sprint(id)] = fmt.Sprintf("<the one of %s %v>", r.table, r.values[name])
		}
	}
}

// changes is what there is after and not before, and the reverse, with everything masked that is another each time.
func (k *parity) changes(w *parityWorld, through door, before, after []parityRow) []string {
	gone, new := w.without(through, before, after), w.without(through, after, before)
	var lines []string
	for _, r := range gone {
		if i := slices.Index(new, r); i >= 0 { // only what is masked has changed
			new = slices.Delete(new, i, i+1)
			continue
		}
		lines = append(lines, "- "+r)
	}
	for _, r := range new {
		lines = append(lines, "+ "+r)
	}
	return lines
}

// without is the rows of one dump that another has not, masked; sorted but for those that have an order.
func (w *parityWorld) without(through door, some, others []parityRow) []string {
	there := make(map[string]bool, len(others))
	for _, r := range others {
		there[r.key] = true
	}
	var rows, inOrder []string
	for _, r := range some {
		switch {
		case there[r.key]:
		case r.table == "events" || r.table == "audit_log":
			inOrder = append(inOrder, w.masked(through, r))
		default:
			rows = append(rows, w.masked(through, r))
		}
	}
	slices.Sort(rows)
	return append(rows, inOrder...)
}

// masked writes a row with its secrets hidden, its ids named, and what says by which door it came.
func (w *parityWorld) masked(through door, r parityRow) string {
	var columns []string
	for column, value := range r.values {
		if r.table == "audit_log" && column == "id" || column == "last_duration_us" {
			continue
		}
		columns = append(columns, column+"="+w.maskedValue(through, column, value))
	}
	slices.Sort(columns)
	return r.table + ": " + strings.Join(columns, ", ")
}

func (w *parityWorld) maskedValue(through door, column string, value any) string {
	text := fmt.Sprint(value)
	if bytes, ok := value.([]byte); ok {
		text = string(bytes)
	}
	switch column {
	case "secret", "headers", "hash", "password_hash", "secret_hash", "client_id", "request_id":
		if value == nil || text == "" {
			return "<none>"
		}
		return "<some>"
	case "object_id": // as it was typed, where it was not found
		if thing := w.things[text]; thing != "" {
			return strings.ReplaceAll(thing, w.name, "w")
		}
	case "source":
		if text == string(through) {
			return "<the door>"
		}
	case "actor_kind":
		if text == through.holder() {
			return "<the door's>"
		}
	case "pause":
		if text == through.paused() {
			return "<by the door>"
		}
	}
	if _, ok := value.(time.Time); ok {
		return "<time>"
	}
	return w.nameless(through, text)
}

var (
	parityTime = regexp.MustCompile(`\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?( UTC|Z| ?[+-]\d\d:?\d\d)?`)
	parityID   = regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\b[0-9a-f]{24}\b|\b[1-9][0-9]{6}\b|\b[0-9A-Za-z]{8}\b`)
)

// nameless has names in the place of ids, and nothing of the world's own in any text.
func (w *parityWorld) nameless(through door, text string) string {
	text = parityTime.ReplaceAllString(text, "<time>")
	text = parityID.ReplaceAllStringFunc(text, func(id string) string {
		switch {
		case w.labels[id] != "":
			return w.labels[id]
		case len(id) == 36:
			return "<uuid>"
		}
		return id
	})
	text = strings.ReplaceAll(text, fmt.Sprintf(`"pause":%q`, through.paused()), `"pause":"<by the door>"`)
	return strings.ReplaceAll(strings.ReplaceAll(text, w.name, "w"), w.inbox.url, "<inbox>")
}
