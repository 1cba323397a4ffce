package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"time"
)

// benchCommand is `rollcall bench`. It reads no environment: a benchmark must not meet a real database by accident.
type benchCommand struct {
	Scenario    string        `enum:"burst,fanout,light,neighbour,backlog,tenants" default:"burst" help:"burst: all changes at once, one webhook; fanout: several webhooks; light: a steady trickle; and a trickle beside others: neighbour: beside receivers that hang, one and then many; backlog: beside one that comes back; tenants: beside another organization's mass of changes (${default})."`
	Events      int           `placeholder:"N" help:"How many changes (5000, fanout 2000, light 600, the others 300)."`
	Webhooks    int           `placeholder:"K" help:"How many webhooks hear each change (1, fanout 5)."`
	Rate        int           `placeholder:"R" help:"Changes a second (burst and fanout as fast as they go, the others 20)."`
	Backlog     int           `placeholder:"N" help:"How many deliveries the others have (neighbour 2000, backlog and tenants 50000)."`
	Neighbours  int           `default:"50" placeholder:"N" help:"How many receivers hang at last (${default})."`
	Callers     int           `default:"64" placeholder:"N" help:"How many make changes at the same time when there is no rate (${default})."`
	Idle        time.Duration `default:"10s" placeholder:"TIME" help:"How long the idle process is watched first (${default})."`
	DatabaseURL string        `name:"database-url" placeholder:"URL" help:"The database to use: an empty one, or one that only the benchmark has used. A new SQLite file when left out."`
	Dir         string        `placeholder:"DIR" help:"The folder for the SQLite file; not in memory. A temporary one when left out."`
	Profile     string        `placeholder:"FILE" help:"Write a CPU profile of the measured load, for go tool pprof."`
}

// Validate tells wrong usage.
func (c benchCommand) Validate() error {
	if c.Events < 0 || c.Webhooks < 0 || c.Rate < 0 || c.Callers < 1 || c.Backlog < 0 || c.Neighbours < 1 || c.Neighbours > 1000 || c.Backlog > 1_000_000 || c.Idle < 0 || c.Events > 1_000_000 || c.Webhooks > 100 {
		return errors.New("numbers must be positive, at most 1,000,000 events or deliveries, 1,000 neighbours and 100 webhooks")
	}
	if c.DatabaseURL != "" && c.Dir != "" {
		return errors.New("--dir is for a new SQLite file: leave it out with --database-url")
	}
	return nil
}

// withDefaults fills in what the scenario is known for.
func (c benchCommand) withDefaults() benchCommand {
	usual := map[string]benchCommand{
		"burst":     {Events: 5000, Webhooks: 1},
		"fanout":    {Events: 2000, Webhooks: 5},
		"light":     {Events: 600, Webhooks: 1, Rate: 20},
		"neighbour": {Events: 300, Webhooks: 1, Rate: 20, Backlog: 2000},
		"backlog":   {Events: 300, Webhooks: 1, Rate: 20, Backlog: 50_000},
		"tenants":   {Events: 300, Webhooks: 1, Rate: 20, Backlog: 50_000},
	}[c.Scenario]
	for _, number := range []struct{ given, usual *int }{{&c.Events, &usual.Events}, {&c.Webhooks, &usual.Webhooks}, {&c.Rate, &usual.Rate}, {&c.Backlog, &usual.Backlog}} {
		if *number.given == 0 {
			*number.given = *number.usual
		}
	}
	return c
}

// Run measures one scenario and prints one JSON object on standard output.
func (c benchCommand) Run(ctx context.Context, t *terminal) (err error) {
	c = c.withDefaults()
	folder, err := c.folder()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	b, err := c.open(ctx, folder, t.err)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, b.close(context.WithoutCancel(ctx))) }()
	r, err := b.measure(ctx)
	if err != nil {
		return err
	}
	return json.NewEncoder(t.out).Encode(r)
}

// folder makes the folder of the SQLite file, refusing one in memory.
func (c benchCommand) folder() (string, error) {
	folder, err := os.MkdirTemp(c.Dir, "rollcall-bench-")
	if err != nil {
		return "", fmt.Errorf("make a folder for the benchmark: %w", err)
	}
	if c.DatabaseURL == "" {
		if err := refuseMemory(folder); err != nil {
			return "", errors.Join(err, os.RemoveAll(folder))
		}
	}
	return folder, nil
}

// open starts a server as `rollcall serve` would, with its receivers in the same process.
func (c benchCommand) open(ctx context.Context, folder string, progress io.Writer) (*bench, error) {
	url := c.DatabaseURL
	if url == "" {
		url = "sqlite:" + filepath.Join(folder, "rollcall.db")
	}
	hooks, err := newBenchReceivers()
	if err != nil {
		return nil, err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, errors.Join(fmt.Errorf("listen for the benchmark: %w", err), hooks.Close())
	}
	log := slog.New(slog.NewTextHandler(progress, &slog.HandlerOptions{Level: slog.LevelWarn}))
	s, err := open(ctx, options{databaseURL: url, key: benchKey(), log: log, listener: listener, baseURL: "http://" + listener.Addr().String(),
		allowTargets: []string{hooks.address}, attemptTimeout: 15 * time.Second, workers: 256})
	if err != nil {
		return nil, errors.Join(err, hooks.Close())
	}
	b := &bench{benchCommand: c, server: s, hooks: hooks, progress: progress, run: newBenchRun()}
	if err := b.begin(ctx); err != nil {
		return nil, errors.Join(err, hooks.Close(), s.listener.Close(), s.db.Close())
	}
	return b, nil
}

// benchKey encrypts the secrets of a benchmark's database. It is always the same, so that a database can be used for
// several runs, and nobody else's: what it encrypts is worth nothing.
func benchKey() []byte { return []byte("rollcall bench: nothing is secret")[:keyBytes] }
