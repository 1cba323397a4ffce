package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"golang.org/x/term"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/audit"
	"rollcall/app/directory"
	"rollcall/app/event"
	"rollcall/db"
)

// userCommands are `rollcall user …`.
type userCommands struct {
	Create        userCreateCommand    `cmd:"" help:"Add a user; the organization is created if it does not exist."`
	ResetPassword resetPasswordCommand `cmd:"" help:"Set a user's password and end their sessions."`
}

// userCreateCommand is `rollcall user create`.
type userCreateCommand struct {
	databaseSettings
	passwordFlag
	Username     string `required:"" placeholder:"U" help:"The name to log in with."`
	Email        string `required:"" placeholder:"E" help:"The address; also good to log in with."`
	Name         string `placeholder:"N" help:"The person's name; the username when left out."`
	Organization string `placeholder:"O" help:"The home organization; may be left out when there is exactly one."`
	Admin        bool   `help:"Make the user an administrator of the organization; the first one is the site's as well."`
	SiteAdmin    bool   `help:"Make the user an administrator of the site."`
}

// Run adds a user who is active from the start.
func (c userCreateCommand) Run(ctx context.Context, t *terminal) error {
	password, err := c.password(t)
	if err != nil {
		return err
	}
	return c.with(ctx, func(people *people) error {
		user, err := people.directory.CreateUserByCommand(ctx, access.Command(), directory.CommandUser{Organization: c.Organization, Name: c.Name,
			Username: c.Username, Email: c.Email, Password: password, Admin: c.Admin, SiteAdmin: c.SiteAdmin})
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(t.err, "%s is a user of %s.\n", user.Username, user.Organization)
		if password == "" {
			_, err = fmt.Fprintf(t.err, "There is no password yet: set one with `rollcall user reset-password --username %s`.\n", user.Username)
		}
		return err
	})
}

// resetPasswordCommand is `rollcall user reset-password`.
type resetPasswordCommand struct {
	databaseSettings
	passwordFlag
	Username string `required:"" placeholder:"U" help:"The user, by username or address."`
}

// Run sets the password.
func (c resetPasswordCommand) Run(ctx context.Context, t *terminal) error {
	password, err := c.password(t)
	if err != nil {
		return err
	}
	if password == "" {
		return errors.New("there is no password: give it as the first line of standard input with --password-stdin")
	}
	return c.with(ctx, func(people *people) error {
		user, err := directory.FindUser(ctx, people.db, c.Username)
		if err != nil {
			return err
		}
		if err := people.directory.ResetPassword(ctx, access.Command(), user.ID, password); err != nil {
			return err
		}
		_, err = fmt.Fprintf(t.err, "%s has a new password and is logged out everywhere.\n", user.Username)
		return err
	})
}

// tokenCommands are `rollcall token …`.
type tokenCommands struct {
	Create tokenCreateCommand `cmd:"" help:"Make an API token for a user and print it."`
}

// tokenCreateCommand is `rollcall token create`.
type tokenCreateCommand struct {
	databaseSettings
	Username string        `required:"" placeholder:"U" help:"The user whom the token acts as, by username or address."`
	Name     string        `required:"" placeholder:"N" help:"What the token is for."`
	Expires  time.Duration `placeholder:"TIME" help:"How long it is good, like 720h; for ever when left out."`
}

// Validate tells wrong usage.
func (c tokenCreateCommand) Validate() error {
	if c.Expires < 0 {
		return errors.New("--expires must lie in the future")
	}
	return nil
}

// Run prints the token, alone, on standard output; it can't be seen again.
func (c tokenCreateCommand) Run(ctx context.Context, t *terminal) error {
	return c.with(ctx, func(people *people) error {
		user, err := directory.FindUser(ctx, people.db, c.Username)
		if err != nil {
			return err
		}
		var expires time.Time
		if c.Expires > 0 {
			expires = time.Now().Add(c.Expires)
		}
		_, secret, err := people.access.CreateToken(ctx, access.Command(), user.ID, c.Name, expires)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintln(t.out, secret)
		return err
	})
}

// people are the rooms that these commands need. They need no key, for they have nothing to do with webhooks.
type people struct {
	db        *db.DB
	access    *access.Service
	directory *directory.Service
}

// with opens the database, beside a server if there is one, for as long as fn runs.
func (s databaseSettings) with(ctx context.Context, fn func(*people) error) error {
	d, err := s.open(ctx, db.Beside)
	if err != nil {
		return err
	}
	clock := app.SystemClock{}
	log := audit.New(d, clock)
	doors := access.New(d, log, clock)
	return errors.Join(fn(&people{d, doors, directory.New(directory.Config{DB: d, Audit: log, Access: doors, Clock: clock, Publish: unheard})}), d.Close())
}

// unheard refuses events: nothing that these commands do is told to receivers, and without the key nothing could be.
func unheard(context.Context, *db.Tx, event.Event) error {
	return errors.New("a command made an event that it can't send")
}

// passwordFlag is how a command gets a password: never as an argument, which every user of the machine could read.
type passwordFlag struct {
	PasswordStdin bool `help:"Read the password from the first line of standard input."`
}

// password reads it from standard input, or asks for it when that is a terminal; "" when there is neither.
func (f passwordFlag) password(t *terminal) (string, error) {
	if f.PasswordStdin {
		return firstLine(t.in)
	}
	file, ok := t.in.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) {
		return "", nil
	}
	_, _ = fmt.Fprint(t.err, "Password (not shown): ")
	typed, err := term.ReadPassword(int(file.Fd()))
	_, _ = fmt.Fprintln(t.err)
	if err != nil {
		return "", fmt.Errorf("the password can't be read: %w", err)
	}
	return string(typed), nil
}

// maxPassword is how much of standard input is looked at, in bytes; the rule about passwords refuses far shorter ones.
const maxPassword = 64 << 10

// firstLine is the first line without its end. None is refused: it was asked for.
func firstLine(r io.Reader) (string, error) {
	line, err := bufio.NewReader(io.LimitReader(r, maxPassword)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", fmt.Errorf("the password can't be read: %w", err)
	}
	if line = strings.TrimRight(line, "\r\n"); line == "" {
		return "", errors.New("standard input has no password: its first line must be the password")
	}
	return line, nil
}
