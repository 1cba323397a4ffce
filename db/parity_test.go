package db_test

import (
	"context"
	"database/sql"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rollcall/db"
	"rollcall/db/dbtest"
)

// typeClasses says which types of both engines hold the same values. A type that isn't here may not be used.
var typeClasses = map[string]string{
	"integer": "number", "bigint": "number",
	"text":    "text",
	"boolean": "truth",
	"blob":    "bytes", "bytea": "bytes",
	"timestamp": "time", "timestamp without time zone": "time",
	"real": "float", "double precision": "float",
}

// Both sets of migrations make one schema: tables, columns, types, defaults' presence, keys, foreign keys, indexes.
func TestBothSchemasAreOne(t *testing.T) {
	schemas := map[db.Engine][]string{}
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		describe := describeSQLite
		if d.Engine() == db.PostgreSQL {
			describe = describePostgres
		}
		schemas[d.Engine()] = describe(t, d)
	})
	if len(schemas) < 2 {
		return // dbtest has said why
	}
	if len(schemas[db.SQLite]) == 0 {
		t.Error("there is nothing to compare")
	}
	if diff := cmp.Diff(schemas[db.SQLite], schemas[db.PostgreSQL]); diff != "" {
		t.Errorf("- sqlite, + postgres:\n%s", diff)
	}
}

// facts runs a query for one column of sentences and sorts them.
func facts(t *testing.T, d *db.DB, query string) []string {
	t.Helper()
	rows, err := d.Query(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var all []string
	for rows.Next() {
		var f string
		if err := rows.Scan(&f); err != nil {
			t.Fatal(err)
		}
		all = append(all, f)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

// column says what a column is; its type as both engines' common class.
func column(t *testing.T, fact string) string {
	t.Helper()
	name, kind, _ := strings.Cut(fact, ": ")
	kind, rest, _ := strings.Cut(kind, ";")
	class, ok := typeClasses[strings.ToLower(kind)]
	if !ok {
		t.Errorf("%s has the type %s, which has no counterpart", name, kind)
	}
	return name + ": " + class + rest
}

const foreign = "name NOT LIKE 'river@_%' ESCAPE '@' AND name NOT LIKE 'sqlite@_%' ESCAPE '@' AND name NOT LIKE 'schema@_version%' ESCAPE '@'"

func describeSQLite(t *testing.T, d *db.DB) []string {
	tables := "(SELECT name AS t FROM sqlite_schema WHERE type = 'table' AND " + foreign + ")"
	var all []string
	for _, f := range facts(t, d, "SELECT t || '.' || c.name || ': ' || c.type || ';' || CASE WHEN c.\"notnull\" OR c.pk > 0 THEN ' required' ELSE '' END || CASE WHEN c.dflt_value IS NULL THEN '' ELSE ' defaulted' END || CASE WHEN c.hidden > 0 THEN ' computed' ELSE '' END FROM "+tables+", pragma_table_xinfo(t) c") {
		all = append(all, column(t, f))
	}
	all = append(all, facts(t, d, `SELECT 'key of ' || t || ': ' || GROUP_CONCAT(c.name, ', ' ORDER BY c.pk) FROM `+tables+`, pragma_table_info(t) c WHERE c.pk > 0 GROUP BY t`)...)
	all = append(all, facts(t, d, `SELECT 'unique in ' || t || ': ' || (SELECT GROUP_CONCAT(name, ', ' ORDER BY seqno) FROM pragma_index_info(i.name)) FROM `+tables+`, pragma_index_list(t) i WHERE i.origin = 'u'`)...)
	all = append(all, facts(t, d, `SELECT 'index ' || i.name || ' of ' || t || CASE WHEN i."unique" THEN ', unique' ELSE '' END || CASE WHEN i.partial THEN ', partial' ELSE '' END || ': ' || (SELECT GROUP_CONCAT(COALESCE(name, 'expression'), ', ' ORDER BY seqno) FROM pragma_index_info(i.name)) FROM `+tables+`, pragma_index_list(t) i WHERE i.origin = 'c'`)...)
	all = append(all, facts(t, d, `SELECT 'foreign key of ' || t || ': ' || f."from" || ' to ' || f."table" || ', on delete ' || LOWER(f.on_delete) FROM `+tables+`, pragma_foreign_key_list(t) f`)...)
	slices.Sort(all)
	return all
}

func describePostgres(t *testing.T, d *db.DB) []string {
	ours := strings.ReplaceAll(foreign, "name ", "t.relname ")
	var all []string
	for _, f := range facts(t, d, `SELECT t.relname || '.' || a.attname || ': ' || format_type(a.atttypid, NULL) || ';' || CASE WHEN a.attnotnull THEN ' required' ELSE '' END || CASE WHEN a.attgenerated <> '' THEN ' computed' WHEN a.atthasdef THEN ' defaulted' ELSE '' END
		FROM pg_class t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
		WHERE t.relkind = 'r' AND t.relnamespace = 'public'::regnamespace AND `+ours) {
		all = append(all, column(t, f))
	}
	columns := `(SELECT string_agg(COALESCE(a.attname, 'expression'), ', ' ORDER BY k.n) FROM unnest(i.indkey) WITH ORDINALITY AS k(num, n) LEFT JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.num AND k.num > 0)`
	indexes := ` FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid JOIN pg_class x ON x.oid = i.indexrelid LEFT JOIN pg_constraint c ON c.conindid = i.indexrelid AND c.contype IN ('p', 'u') WHERE t.relnamespace = 'public'::regnamespace AND ` + ours
	all = append(all, facts(t, d, `SELECT 'key of ' || t.relname || ': ' || `+columns+indexes+` AND i.indisprimary`)...)
	all = append(all, facts(t, d, `SELECT 'unique in ' || t.relname || ': ' || `+columns+indexes+` AND c.contype = 'u'`)...)
	all = append(all, facts(t, d, `SELECT 'index ' || x.relname || ' of ' || t.relname || CASE WHEN i.indisunique THEN ', unique' ELSE '' END || CASE WHEN i.indpred IS NULL THEN '' ELSE ', partial' END || ': ' || `+columns+indexes+` AND c.oid IS NULL`)...)
	all = append(all, facts(t, d, `SELECT 'foreign key of ' || t.relname || ': ' || a.attname || ' to ' || o.relname || ', on delete ' || CASE c.confdeltype WHEN 'c' THEN 'cascade' WHEN 'n' THEN 'set null' WHEN 'r' THEN 'restrict' ELSE 'no action' END
		FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid JOIN pg_class o ON o.oid = c.confrelid, unnest(c.conkey) AS k(num) JOIN pg_attribute a ON a.attnum = k.num
		WHERE a.attrelid = t.oid AND c.contype = 'f' AND `+ours)...)
	slices.Sort(all)
	return all
}

// On SQLite several callers share a transaction, so nothing in the schema may end it or fail only at its commit.
func TestMigrationsSuitSharedTransactions(t *testing.T) {
	err := fs.WalkDir(db.Migrations, ".", func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		text, err := fs.ReadFile(db.Migrations, path)
		for _, word := range []string{"DEFERR", "ON CONFLICT ROLLBACK", "RAISE(ROLLBACK", "RAISE (ROLLBACK"} {
			if strings.Contains(strings.ToUpper(string(text)), word) {
				t.Errorf("%s uses %s", path, word)
			}
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

type row struct {
	n  int64
	t  string
	b  bool
	at time.Time
	x  []byte
}

var microsecond = time.Date(2026, 11, 21, 0, 0, 0, 1000, time.UTC)

// The same values come back from both engines.
func TestValues(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		table := "CREATE TABLE v (n BIGINT, t TEXT, b BOOLEAN, at TIMESTAMP, x BLOB)"
		if d.Engine() == db.PostgreSQL {
			table = strings.Replace(table, "BLOB", "BYTEA", 1)
		}
		want := row{1 << 60, "à\n'?", true, microsecond, []byte{0, 255}}
		var got, none row
		err := d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			if _, err := tx.Exec(ctx, table); err != nil {
				return err
			}
			if _, err := tx.Exec(ctx, "INSERT INTO v (x, at, b, t, n) VALUES ($5, $4, $3, $2, $1)", want.n, want.t, want.b, want.at, want.x); err != nil {
				return err
			}
			return tx.QueryRow(ctx, "SELECT n, t, b, at, x FROM v WHERE n = $1 AND at = $2 AND b = $3 LIMIT $4", want.n, want.at, true, 1).
				Scan(&got.n, &got.t, &got.b, &got.at, &got.x)
		})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(fmt.Sprint(want), fmt.Sprint(got)); diff != "" {
			t.Error(diff)
		}
		err = d.QueryRow(t.Context(), "SELECT n FROM v WHERE n = $1", 2).Scan(&none.n)
		if err != sql.ErrNoRows {
			t.Errorf("no row answers %v", err)
		}
	})
}
