package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"
)

// demoCommand is `rollcall demo`.
type demoCommand struct {
	Addr string `name:"addr" env:"ROLLCALL_ADDR" default:"127.0.0.1:8080" placeholder:"HOST:PORT" help:"Where to listen (${default}); another port is taken when this one is not free."`
}

// demo is a server with a receiver beside it and a story that has happened on it.
type demo struct {
	*server
	receiver *receiver
	address  string // the receiver's, as http://host:port
	password string // everybody's
}

// Run shows everything working until the process is told to stop, and leaves nothing behind.
func (c demoCommand) Run(ctx context.Context, t *terminal) (err error) {
	if err := (serverSettings{Addr: c.Addr}).check(); err != nil {
		return err
	}
	folder, err := os.MkdirTemp("", "rollcall-demo-")
	if err != nil {
		return fmt.Errorf("make a folder for the demo: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	listener, err := listenSomewhere(c.Addr)
	if err != nil {
		return err
	}
	other, stop, err := startReceiver(t)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	defer stop()
	d, err := newDemo(ctx, t, folder, listener, other)
	if err != nil {
		return err
	}
	d.greet(t)
	return d.serve(ctx)
}

// listenSomewhere listens on the address, or on any free port of its host when that one is taken: a demo must work at
// the first try.
func listenSomewhere(addr string) (net.Listener, error) {
	listener, err := net.Listen("tcp", addr)
	if err == nil {
		return listener, nil
	}
	host, _, bad := net.SplitHostPort(addr)
	if bad != nil {
		return nil, err
	}
	if listener, err = net.Listen("tcp", net.JoinHostPort(host, "0")); err != nil {
		return nil, fmt.Errorf("ROLLCALL_ADDR can't be used: %w: choose an address of this machine", err)
	}
	return listener, nil
}

// demoReceiver is the receiver with its place.
type demoReceiver struct {
	*receiver
	address string // host:port
}

// startReceiver serves the receiver on a free port of this machine; stop ends it.
func startReceiver(t *terminal) (demoReceiver, func(), error) {
	r, err := newReceiver(t.out)
	if err != nil {
		return demoReceiver{}, nil, err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return demoReceiver{}, nil, fmt.Errorf("listen for the demo's receiver: %w", err)
	}
	s := &http.Server{Handler: r, ReadHeaderTimeout: 5 * time.Second}
	go func() { _ = s.Serve(listener) }() // it ends with http.ErrServerClosed
	return demoReceiver{r, listener.Addr().String()}, func() { _ = s.Close() }, nil
}

// newDemo opens a fresh database in the folder and lets the story happen. What is to be sent waits until serve.
func newDemo(ctx context.Context, t *terminal, folder string, listener net.Listener, other demoReceiver) (*demo, error) {
	base, err := serverSettings{}.baseURL(listener.Addr())
	if err != nil {
		return nil, errors.Join(err, listener.Close())
	}
	s, err := open(ctx, options{
		databaseURL: "sqlite:" + filepath.Join(folder, "rollcall.db"), listener: listener, baseURL: base,
		allowTargets: []string{other.address}, attemptTimeout: 15 * time.Second, workers: 64,
		log: slog.New(slog.NewTextHandler(t.err, &slog.HandlerOptions{Level: slog.LevelWarn})),
	})
	if err != nil {
		return nil, err
	}
	d := &demo{server: s, receiver: other.receiver, address: "http://" + other.address, password: newDemoPassword()}
	if err := d.tell(ctx); err != nil {
		return nil, errors.Join(err, listener.Close(), s.db.Close())
	}
	return d, nil
}

// greet says where to look and how to log in.
func (d *demo) greet(t *terminal) {
	_, _ = fmt.Fprintf(t.out, `
Rollcall's demo is running. All of it is in a temporary folder and goes when you press Ctrl-C.

  Rollcall   %[1]s/
             log in as %[2]s with the password %[3]s
  History    %[1]s/organizations/%[4]s/webhooks
  Receiver   %[5]s/
             another system: what it got, each signature checked

Disable a user, remove one from a group, or log in as somebody new (grace, alan, barbara … have the same password),
and watch the receiver and the history. "crm" always answers with an error, so its deliveries wait for a retry.
Margaret is invited to the pipe Onboarding: copy her link (Pipes, Onboarding, Invitations), open it in a private
window, and make her account.
A webhook of your own can call the receiver too, at a path like %[5]s/mine.

`, d.baseURL, demoAdmin, d.password, demoOrganization, d.address)
}
