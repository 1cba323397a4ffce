// Package db is the engine: it opens SQLite or PostgreSQL, migrates the schema, runs transactions and reads, makes
// backups and translates error codes. It knows how each engine has to be treated so that nothing acknowledged is
// ever lost; it must not know what the tables mean, and imports nothing else of this module.
//
// SQL is one text for both engines with $1 placeholders. It must not contain a literal $, a deferred constraint or
// ON CONFLICT ROLLBACK: on SQLite several callers share one transaction (docs/decisions/001-group-commit.md).
package db
