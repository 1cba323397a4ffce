package db

import (
	"maps"
	"strings"
	"testing"

	"github.com/mattn/go-sqlite3"
)

// A setting that did not take is fatal, at the start and for every connection opened later.
func TestWrongSettingsAreFatal(t *testing.T) {
	for _, test := range []struct {
		pool    string
		hook    func(*sqlite3.SQLiteConn) error
		right   map[string][]string
		setting string
		wrong   string
	}{
		{"writer", assertWriter, writerSettings, "_synchronous", "NORMAL"},
		{"writer", assertWriter, writerSettings, "_busy_timeout", "1"},
		{"writer", assertWriter, writerSettings, "_foreign_keys", "0"},
		{"writer", assertWriter, writerSettings, "_secure_delete", "0"},
		{"writer", assertWriter, writerSettings, "_query_only", "1"},
		{"reader", assertReader, readerSettings, "_query_only", "0"},
		{"reader", assertReader, readerSettings, "_synchronous", "OFF"},
		{"reader", assertReader, readerSettings, "_foreign_keys", "0"},
	} {
		t.Run(test.pool+" "+test.setting+"="+test.wrong, func(t *testing.T) {
			d := openTest(t)
			settings := maps.Clone(test.right)
			settings[test.setting] = []string{test.wrong}
			p := pool(connector{dsn: dsn(d.path, settings), hook: test.hook}, 1)
			defer p.Close()
			err := p.Ping()
			if err == nil || !strings.Contains(err.Error(), "the database setting "+test.setting[1:]+" is") {
				t.Errorf("answered %v", err)
			}
		})
	}
	t.Run("transactions are immediate", func(t *testing.T) {
		d := openTest(t)
		tx, err := d.write.Begin()
		if err != nil {
			t.Fatal(err)
		}
		defer tx.Rollback()
		settings := maps.Clone(writerSettings)
		settings["_busy_timeout"] = []string{"1"}
		other := pool(connector{dsn: dsn(d.path, settings)}, 1)
		defer other.Close()
		if second, err := other.Begin(); err == nil {
			second.Rollback()
			t.Error("two transactions began")
		}
	})
}
