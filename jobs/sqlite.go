package jobs

import (
	"context"
	"database/sql"
	"sync"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riversqlite"

	"rollcall/db"
)

// sqliteDriver is River's driver for SQLite with a listener of ours: out of the box a job starts when a poll finds
// it, up to a second late, or for the price of polling every few milliseconds. SQLite has one process, and that
// process knows when it commits. River calls this interface internal; the tests of this file tell when an upgrade
// breaks it.
type sqliteDriver struct {
	*riversqlite.Driver
	bell *bell
}

func newSQLite(d *db.DB, bell *bell, config *river.Config) (runner, error) {
	return newCarrier[*sql.Tx](sqliteDriver{riversqlite.New(d.Pool()), bell}, config, (*db.Tx).SQL)
}

// GetListener implements riverdriver.Driver.
func (s sqliteDriver) GetListener(*riverdriver.GetListenenerParams) riverdriver.Listener {
	return &listener{bell: s.bell}
}

// SupportsListenNotify implements riverdriver.Driver. River would write a row for each notification; the bell needs none.
func (sqliteDriver) SupportsListenNotify() bool { return false }

// bell says "committed" to River's producers. What is rung while nobody listens waits, once a queue.
type bell struct {
	mu      sync.Mutex
	waiting map[string]bool
	rung    chan struct{}
}

func newBell() *bell { return &bell{waiting: map[string]bool{}, rung: make(chan struct{}, 1)} }

// ring never blocks: it runs in the writer's path, after a commit.
func (b *bell) ring(queue string) {
	b.mu.Lock()
	b.waiting[queue] = true
	b.mu.Unlock()
	select {
	case b.rung <- struct{}{}:
	default: // rung already, and not heard yet
	}
}

// next returns a queue that was rung for, if any.
func (b *bell) next() (queue string, ok bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for queue := range b.waiting {
		delete(b.waiting, queue)
		return queue, true
	}
	return "", false
}

// listener hands what the bell says to River.
type listener struct{ bell *bell }

// WaitForNotification implements riverdriver.Listener.
func (l *listener) WaitForNotification(ctx context.Context) (*riverdriver.Notification, error) {
	for {
		if queue, ok := l.bell.next(); ok {
			return &riverdriver.Notification{Topic: "river_insert", Payload: `{"queue": "` + queue + `"}`}, nil
		}
		select {
		case <-l.bell.rung:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// The rest of riverdriver.Listener: there is no connection to look after.

func (*listener) Connect(context.Context) error          { return nil }
func (*listener) Close(context.Context) error            { return nil }
func (*listener) Ping(context.Context) error             { return nil }
func (*listener) Listen(context.Context, string) error   { return nil }
func (*listener) Unlisten(context.Context, string) error { return nil }
func (*listener) Schema() string                         { return "" }
func (*listener) SetAfterConnectExec(string)             {}
