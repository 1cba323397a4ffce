package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
)

const (
	startLimit = 60 * time.Second
	stopLimit  = 20 * time.Second
)

// server is a running server with its files in one temporary folder.
type server struct {
	url     string
	dir     string
	bin     string
	as      *syscall.Credential
	process *exec.Cmd
	ended   chan struct{}
}

// start makes and starts a server; on an error or a signal nothing is left of it.
func start(signals <-chan os.Signal) (*server, error) {
	bin, err := binaries()
	if err != nil {
		return nil, err
	}
	as, err := credential()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "rollcall-pg-")
	if err != nil {
		return nil, err
	}
	c := &server{dir: dir, bin: bin, as: as, ended: make(chan struct{})}
	if err := c.up(signals); err != nil {
		return nil, errors.Join(err, c.stop())
	}
	return c, nil
}

func (c *server) up(signals <-chan os.Signal) error {
	password := rand.Text()
	if err := c.init(password); err != nil {
		return err
	}
	port, err := freePort()
	if err != nil {
		return err
	}
	c.url = fmt.Sprintf("postgres://rollcall:%s@127.0.0.1:%d/postgres?sslmode=disable", password, port)
	if err := c.launch(port); err != nil {
		return err
	}
	return c.await(signals)
}

// init makes the data folder, which belongs to the user that the server runs as.
func (c *server) init(password string) error {
	secret := filepath.Join(c.dir, "password")
	if err := os.WriteFile(secret, []byte(password+"\n"), 0o600); err != nil {
		return err
	}
	if c.as != nil {
		for _, p := range []string{c.dir, secret} {
			if err := os.Chown(p, int(c.as.Uid), int(c.as.Gid)); err != nil {
				return err
			}
		}
	}
	out, err := c.command("initdb", "--pgdata="+c.data(), "--username=rollcall", "--pwfile="+secret, "--auth=scram-sha-256",
		"--encoding=UTF8", "--locale=C", "--no-sync").CombinedOutput()
	if err != nil {
		return fmt.Errorf("initdb: %w\n%s", err, out)
	}
	return nil
}

// launch starts the server without any of what makes data survive a power cut: tests don't need it.
func (c *server) launch(port int) error {
	log, err := os.Create(filepath.Join(c.dir, "server.log"))
	if err != nil {
		return err
	}
	defer log.Close()
	c.process = c.command("postgres", "-D", c.data(), "-p", fmt.Sprint(port), "-k", "",
		"-c", "listen_addresses=127.0.0.1", "-c", "max_connections=600", "-c", "fsync=off",
		"-c", "full_page_writes=off", "-c", "wal_level=minimal", "-c", "max_wal_senders=0", "-c", "autovacuum=off", "-c", "shared_buffers=64MB")
	c.process.Stdout, c.process.Stderr = log, log
	// A group of its own: a Ctrl-C in the terminal must not stop the server before the command.
	c.process.SysProcAttr.Setpgid = true
	if err := c.process.Start(); err != nil {
		return err
	}
	go func() {
		c.process.Wait()
		close(c.ended)
	}()
	return nil
}

// await tries to connect until the server answers.
func (c *server) await(signals <-chan os.Signal) error {
	limit := time.After(startLimit)
	for {
		if c.answers() {
			return nil
		}
		select {
		case <-c.ended:
			log, _ := os.ReadFile(filepath.Join(c.dir, "server.log"))
			return fmt.Errorf("the server did not start:\n%s", log)
		case s := <-signals:
			return fmt.Errorf("stopped by %v", s)
		case <-limit:
			return errors.New("the server did not answer within a minute")
		case <-time.After(50 * time.Millisecond):
		}
	}
}

func (c *server) answers() bool {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	conn, err := pgx.Connect(ctx, c.url)
	if err != nil {
		return false
	}
	conn.Close(ctx)
	return true
}

// stop ends the server, waiting for no client, and removes the files.
func (c *server) stop() error {
	if c.process != nil && c.process.Process != nil {
		c.process.Process.Signal(syscall.SIGINT) // PostgreSQL's "fast" shutdown
		select {
		case <-c.ended:
		case <-time.After(stopLimit):
			c.process.Process.Kill()
			<-c.ended
		}
	}
	return os.RemoveAll(c.dir)
}

func (c *server) data() string { return filepath.Join(c.dir, "data") }

func (c *server) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(filepath.Join(c.bin, name), args...)
	cmd.Dir = c.dir
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: c.as}
	return cmd
}

// freePort asks the system for one. Another process may take it before the server does; the start fails then, and
// says so.
func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port, nil
}
