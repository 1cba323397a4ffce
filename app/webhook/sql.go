package webhook

import (
	"database/sql"
	"time"
)

var errNoRows = sql.ErrNoRows

// optionalTime is NULL for the zero time.
func optionalTime(t time.Time) sql.NullTime { return sql.NullTime{Time: t, Valid: !t.IsZero()} }

// optionalText is NULL for "".
func optionalText(s string) sql.NullString { return sql.NullString{String: s, Valid: s != ""} }
