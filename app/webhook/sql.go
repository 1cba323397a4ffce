package webhook

import (
	"database/sql"
	"strings"
	"time"
)

var errNoRows = sql.ErrNoRows

// optionalTime is NULL for the zero time.
func optionalTime(t time.Time) sql.NullTime { return sql.NullTime{Time: t, Valid: !t.IsZero()} }

// optionalText is NULL for "".
func optionalText(s string) sql.NullString { return sql.NullString{String: s, Valid: s != ""} }

// scanner is one row to read.
type scanner interface{ Scan(...any) error }

// collect reads all rows and closes them.
func collect[T any](rows *sql.Rows, scan func(scanner) (T, error)) ([]T, error) {
	defer rows.Close()
	var all []T
	for rows.Next() {
		one, err := scan(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, rows.Err()
}

func anys(texts []string) []any {
	args := make([]any, len(texts))
	for i, text := range texts {
		args[i] = text
	}
	return args
}

// tuples writes count groups of placeholders for a statement that inserts several rows.
func tuples(count, columns int) string {
	var b strings.Builder
	for i := range count {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString("(" + placeholders(1+i*columns, columns) + ")")
	}
	return b.String()
}
