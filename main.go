// Command rollcall keeps the roll of an organization and tells every system that asked when it changes.
//
// Package main knows the settings, the commands and how the rooms are wired together. It holds no rule of the domain:
// a command calls one use-case, as a page does.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
)

// The exit codes, a contract (docs/operations.md).
const (
	exitDone    = 0
	exitRefused = 1 // a sentence on standard error says why
	exitUsage   = 2 // no such command or flag
)

// commands is the command line.
type commands struct {
	Migrate migrateCommand `cmd:"" help:"Create the database or bring it up to date."`
	Backup  backupCommand  `cmd:"" help:"Copy a SQLite database, also while a server runs."`
	Version versionCommand `cmd:"" help:"Print the version."`
}

// terminal is where a command reads and writes. Out carries only what another program may want to read.
type terminal struct {
	in       io.Reader
	out, err io.Writer
}

func main() {
	os.Exit(run(os.Args[1:], &terminal{os.Stdin, os.Stdout, os.Stderr}))
}

// run carries out one command line and returns the exit code.
func run(args []string, t *terminal) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second signal ends the process at once
	if err := forgetEmpty(); err != nil {
		return refuse(t, err)
	}
	parser := kong.Must(new(commands), kong.Name("rollcall"),
		kong.Description("Keeps the roll of an organization and tells every system that asked when it changes."),
		kong.Writers(t.out, t.err), kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
		kong.BindTo(ctx, (*context.Context)(nil)), kong.Bind(t))
	line, err := parser.Parse(args)
	if err != nil {
		_, _ = fmt.Fprintf(t.err, "rollcall: %v; see rollcall --help\n", err)
		return exitUsage
	}
	if err := line.Run(); err != nil {
		return refuse(t, err)
	}
	return exitDone
}

// refuse says why a command was not carried out.
func refuse(t *terminal, err error) int {
	_, _ = fmt.Fprintf(t.err, "rollcall: %v\n", err)
	return exitRefused
}
