package webhook

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"rollcall/app"
	"rollcall/app/event"
	"rollcall/db"
)

// Form is what people and clients say about a webhook, as they typed it. Create and Edit check it; nobody else has to.
type Form struct {
	Name        string
	URL         string
	Description string       // at most 1,000 characters
	Types       []event.Type // in the owner's order; repeats are dropped
	Enabled     bool
}

// The limits of a form, in characters (contracts/activate.md, REST API).
const (
	maxActivateName = 100
	maxFreeName     = 255
	maxDescription  = 1000
)

var activateName = regexp.MustCompile(`^[a-zA-Z0-9][a-zA-Z0-9-_]*$`)

// checkForm puts a form into a webhook whose scope is set. The error is Invalid and has every field that is no good,
// in the order of the page.
func (s *Service) checkForm(f Form, w Webhook) (Webhook, error) {
	var wrong []app.Field
	note := func(field, message string) {
		if message != "" {
			wrong = append(wrong, app.Field{Name: field, Message: message})
		}
	}
	types, err := s.checkTypes(f.Types, w.Scope)
	note("type", sentence(err))
	note("name", wrongName(f.Name, types))
	url, err := s.client.CheckURL(f.URL)
	if app.CodeOf(err) == app.Internal {
		return Webhook{}, fmt.Errorf("check the URL of a webhook: %w", err)
	}
	note("url", sentence(err))
	note("description", wrongDescription(f.Description))
	if len(wrong) > 0 {
		return Webhook{}, app.Refuse(wrong...)
	}
	w.Name, w.URL, w.Description, w.Types, w.Enabled = f.Name, url, f.Description, types, f.Enabled
	return w, nil
}

func (s *Service) checkTypes(typed []event.Type, scope event.Scope) ([]event.Type, error) {
	names := make([]string, len(typed))
	for i, t := range typed {
		names[i] = string(t)
	}
	types, err := event.ParseTypes(scope, names)
	if err == nil && len(types) == 0 {
		return nil, app.Errorf(app.Invalid, "not subscribed to anything: it would never fire")
	}
	return types, err
}

// wrongName says what is wrong with a name; "" when nothing is. A webhook with an ACTIVATE type has a name by
// ACTIVATE's rules, whatever else it subscribes to; any other name is free text (contracts/activate.md).
func wrongName(name string, types []event.Type) string {
	length := utf8.RuneCountInString(name)
	if !slices.ContainsFunc(types, event.Activate) && len(types) > 0 {
		if length < 1 || length > maxFreeName || !plain(name) || strings.TrimSpace(name) == "" {
			return "must be 1 to 255 characters of plain text"
		}
		return ""
	}
	switch {
	case length < 1 || length > maxActivateName:
		return "must be 1 to 100 characters"
	case !activateName.MatchString(name):
		return "must start with an alphanumeric character and contain only alphanumeric characters, hyphens, and underscores"
	}
	return ""
}

func wrongDescription(text string) string {
	switch {
	case utf8.RuneCountInString(text) > maxDescription:
		return "must be at most 1,000 characters"
	case !plain(strings.NewReplacer("\n", "", "\r", "", "\t", "").Replace(text)):
		return "must be plain text"
	}
	return ""
}

// plain reports whether a text can be stored and shown: valid UTF-8 without control characters. PostgreSQL takes no NUL.
func plain(text string) bool {
	return utf8.ValidString(text) && !strings.ContainsFunc(text, func(r rune) bool { return r < ' ' || r == 0x7f })
}

// sentence is what a refusal says; "" for nil.
func sentence(err error) string {
	var refusal *app.Error
	if errors.As(err, &refusal) {
		return refusal.Message
	}
	return ""
}

// nameIsFree refuses a name that another webhook with an ACTIVATE type has in the organization. The organization is
// locked, so that two can't take it at once.
func nameIsFree(ctx context.Context, tx *db.Tx, w Webhook, organization string) error {
	if !w.activate() {
		return nil
	}
	var other string
	err := tx.QueryRow(ctx, `SELECT id FROM webhooks WHERE organization_id = $1 AND name = $2 AND activate AND deleted_at IS NULL AND id <> $3`,
		w.OrganizationID, w.Name, w.ID).Scan(&other)
	if errors.Is(err, errNoRows) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("look for webhook %q: %w", w.Name, err)
	}
	taken := app.Errorf(app.Conflict, "There is already a webhook named %q in %s: choose another name.", w.Name, organization).Because(app.ReasonDuplicate)
	taken.Fields = []app.Field{{Name: "name", Message: taken.Message}}
	return taken
}

// activate reports whether the webhook has a type of ACTIVATE's family.
func (w Webhook) activate() bool { return slices.ContainsFunc(w.Types, event.Activate) }
