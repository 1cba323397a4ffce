// Command rollcall keeps the roll of an organization and tells every system that asked when it changes.
//
// Package main knows the settings, the commands and how the rooms are wired together. It holds no rule of the domain:
// a command calls one use-case, as a page does.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"

	"rollcall/app"
)

// The exit codes, a contract (docs/operations.md).
const (
	exitDone    = 0
	exitRefused = 1 // a sentence on standard error says why
	exitUsage   = 2 // no such command or flag
)

// commands is the command line.
type commands struct {
	Serve   serveCommand   `cmd:"" help:"Serve the pages and the API, and send webhooks."`
	Demo    demoCommand    `cmd:"" help:"Show everything working: a sample organization and a receiver, gone afterwards."`
	User    userCommands   `cmd:"" help:"Add users and reset passwords, also while a server runs."`
	Token   tokenCommands  `cmd:"" help:"Make API tokens, also while a server runs."`
	Migrate migrateCommand `cmd:"" help:"Create the database or bring it up to date."`
	Backup  backupCommand  `cmd:"" help:"Copy a SQLite database, also while a server runs."`
	Bench   benchCommand   `cmd:"" help:"Measure the whole path from a change to its recorded delivery."`
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
	if err := errors.Join(forgetEmpty(), checkSwitch("ROLLCALL_DISCARD_SECRETS"), checkSwitch("ROLLCALL_USE_PROXY"), checkSwitch("ROLLCALL_HTTPS_ONLY")); err != nil {
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
	_, _ = fmt.Fprintf(t.err, "rollcall: %s\n", sentence(err))
	return exitRefused
}

// sentence is what a person reads of an error: on one line, with the inputs that it is about.
func sentence(err error) string {
	text := err.Error()
	var refusal *app.Error
	if errors.As(err, &refusal) && len(refusal.Fields) > 0 {
		var parts []string
		for _, f := range refusal.Fields {
			parts = append(parts, f.Name+": "+f.Message)
		}
		text = strings.Join(parts, " ")
	}
	return strings.ReplaceAll(text, "\n", "; ") // errors.Join puts each on a line of its own
}
