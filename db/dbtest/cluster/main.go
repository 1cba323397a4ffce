// Command cluster runs a command beside a throw-away PostgreSQL server:
//
//	go run ./db/dbtest/cluster -- go test ./...
//
// The command finds the server's URL in ROLLCALL_TEST_POSTGRES_URL. Its exit code is passed on; server and files are
// gone afterwards. It knows PostgreSQL's server programs and nothing of ours.
package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
)

func main() {
	args := os.Args[1:]
	if len(args) > 0 && args[0] == "--" {
		args = args[1:]
	}
	if len(args) == 0 {
		fmt.Fprintln(os.Stderr, "usage: cluster -- COMMAND ARGS…")
		os.Exit(2)
	}
	code, err := around(args)
	if err != nil {
		fmt.Fprintln(os.Stderr, "cluster: "+err.Error())
		os.Exit(1)
	}
	os.Exit(code)
}

// around starts the server, runs the command and stops the server, whatever happens and whatever signal comes.
func around(args []string) (code int, err error) {
	signals := make(chan os.Signal, 4)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	c, err := start(signals)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, c.stop()) }()
	return run(args, append(os.Environ(), "ROLLCALL_TEST_POSTGRES_URL="+c.url), signals)
}

// run runs the command and passes signals on to it.
func run(args, env []string, signals <-chan os.Signal) (int, error) {
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Env, cmd.Stdin, cmd.Stdout, cmd.Stderr = env, os.Stdin, os.Stdout, os.Stderr
	if err := cmd.Start(); err != nil {
		return 0, err
	}
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	for {
		select {
		case s := <-signals:
			cmd.Process.Signal(s)
		case err := <-done:
			return exitCode(cmd.ProcessState, err)
		}
	}
}

// exitCode is the command's own, or 128 and the number of the signal that ended it, as shells have it.
func exitCode(state *os.ProcessState, err error) (int, error) {
	if state == nil {
		return 0, err
	}
	if w, ok := state.Sys().(syscall.WaitStatus); ok && w.Signaled() {
		return 128 + int(w.Signal()), nil
	}
	return state.ExitCode(), nil
}
