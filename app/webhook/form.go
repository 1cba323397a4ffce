package webhook

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/mail"
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
	Email       string            // where notices about the webhook go; "" is the organization's administrators
	Headers     map[string]string // its own headers, at most 20; nil leaves them as they are, and so does Mask one value
	Filters     json.RawMessage   // a JSON object; nil leaves them as they are
	Unverified  bool              // any certificate of the receiver's will do; of an https URL only
	// OverridePrevious has Create replace webhooks of the same pipe or table that have the same URL and event type.
	OverridePrevious bool
}

// Patch is a change of some of what a webhook says: what is nil keeps its value.
type Patch struct {
	Name, URL, Description, Email *string
	Types                         []event.Type // nil keeps; an empty list is refused
	Enabled                       *bool
	Headers                       *map[string]string // to a nil map: clears them; Mask keeps one value
	Filters                       *json.RawMessage   // to nil or to "null": clears them
	Unverified                    *bool              // a true that the webhook has already is not carried to another receiver
	Version                       int64              // of the webhook that the change was made from; 0 is the present one
}

// patch is the form as a change of everything that it says.
func (f Form) patch() Patch {
	p := Patch{Name: &f.Name, URL: &f.URL, Description: &f.Description, Email: &f.Email, Types: f.Types, Enabled: &f.Enabled, Unverified: &f.Unverified}
	if p.Types == nil {
		p.Types = []event.Type{}
	}
	if f.Headers != nil {
		p.Headers = &f.Headers
	}
	if f.Filters != nil {
		p.Filters = &f.Filters
	}
	return p
}

// draft is a webhook as a change wants it, with the real values of its own headers.
type draft struct {
	Webhook
	own ownHeaders
}

// The limits of a form, in characters (contracts/activate.md, REST API).
const (
	maxActivateName = 100
	maxFreeName     = 255
	maxDescription  = 1000
	maxEmail        = 254 // RFC 5321, section 4.5.3.1.3
	maxFilters      = 16 << 10
)

var activateName = regexp.MustCompile(`^[a-zA-Z0-9][a-zA-Z0-9-_]*$`)

// objections collects what is wrong with a form, in the order of the page.
type objections struct {
	fields []app.Field
	reason string // of the first
	fault  error  // ours
}

// to notes what is wrong with a field; nil is nothing.
func (o *objections) to(field string, err error) {
	var refusal *app.Error
	switch {
	case err == nil:
	case !errors.As(err, &refusal):
		o.fault = errors.Join(o.fault, err)
	default:
		if len(o.fields) == 0 {
			o.reason = refusal.Reason
		}
		o.fields = append(o.fields, app.Field{Name: field, Message: refusal.Message})
	}
}

func (o *objections) err() error {
	switch {
	case o.fault != nil:
		return fmt.Errorf("check a webhook: %w", o.fault)
	case len(o.fields) > 0:
		return app.Refuse(o.fields...).Because(o.reason)
	}
	return nil
}

// checked puts a change into a webhook whose scope is set. The error is Invalid and has every field that is no good, in
// the order of the page; its reason is that of the first. What is kept is not judged again, but for what it means
// beside what is new.
func (s *Service) checked(p Patch, w draft) (draft, error) {
	var wrong objections
	var err error
	old := w.URL
	if p.Types != nil {
		w.Types, err = checkTypes(p.Types, w.Scope)
		wrong.to("type", err)
	}
	if overwrite(&w.Name, p.Name) || len(w.Types) > 0 {
		wrong.to("name", checkName(w.Name, w.Types, w.Scope))
	}
	if p.URL != nil {
		w.URL, err = s.client.CheckURL(*p.URL)
		wrong.to("url", err)
	}
	w.own, w.HeadersCleared, err = w.own.after(p.Headers, moved(old, w.URL))
	wrong.to("headers", err)
	w.Headers = w.own.shown()
	w.Unverified, w.VerifiedAgain, err = verification(w.Webhook, p.Unverified, moved(old, w.URL))
	wrong.to("unverified", err)
	if p.Filters != nil {
		w.Filters, err = checkFilters(*p.Filters)
		wrong.to("filters", err)
	}
	wrong.to("filters", filtersSuit(w.Filters, w.Types))
	if overwrite(&w.Email, p.Email) {
		wrong.to("email", checkEmail(w.Email))
	}
	if overwrite(&w.Description, p.Description) {
		wrong.to("description", checkDescription(w.Description))
	}
	if p.Enabled != nil {
		w.Enabled = *p.Enabled
	}
	return w, wrong.err()
}

// verification is whether the receiver's certificate is left unverified after a change. Who gave that up did so for one
// receiver, so another one begins with being verified: again says that the change has this effect. Over plain http there
// is no certificate, and whoever asks not to verify one believes something that is not so.
func verification(w Webhook, wanted *bool, moved bool) (unverified, again bool, err error) {
	if w.Unverified && moved {
		return false, wanted == nil || *wanted, nil
	}
	if wanted == nil {
		return w.Unverified, false, nil
	}
	if *wanted && strings.HasPrefix(w.URL, "http:") {
		return w.Unverified, false, says("There is no certificate to verify with a URL of plain http: use https, or leave this out.").Because(app.ReasonInput)
	}
	return *wanted, false, nil
}

// overwrite sets a value to the wanted one, unless none is.
func overwrite(value, wanted *string) bool {
	if wanted != nil {
		*value = *wanted
	}
	return wanted != nil
}

func checkTypes(typed []event.Type, scope event.Scope) ([]event.Type, error) {
	names := make([]string, len(typed))
	for i, t := range typed {
		names[i] = string(t)
	}
	types, err := event.ParseTypes(scope, names)
	if err == nil && len(types) == 0 {
		return nil, says("not subscribed to anything: it would never fire").Because(app.ReasonInput)
	}
	return types, err
}

// checkName: a webhook with an ACTIVATE type has a name by ACTIVATE's rules, whatever else it subscribes to; any other
// name is free text (contracts/activate.md). Only webhooks of organizations can have such a type.
func checkName(name string, types []event.Type, scope event.Scope) error {
	length := utf8.RuneCountInString(name)
	if scope != event.ScopeOrganization || !slices.ContainsFunc(types, event.Activate) && len(types) > 0 {
		if length < 1 || length > maxFreeName || !plain(name) || strings.TrimSpace(name) == "" {
			return says("must be 1 to 255 characters of plain text")
		}
		return nil
	}
	switch {
	case length < 1 || length > maxActivateName:
		return says("must be 1 to 100 characters")
	case !activateName.MatchString(name):
		return says("must start with an alphanumeric character and contain only alphanumeric characters, hyphens, and underscores")
	}
	return nil
}

func checkDescription(text string) error {
	switch {
	case utf8.RuneCountInString(text) > maxDescription:
		return says("must be at most 1,000 characters")
	case !plain(strings.NewReplacer("\n", "", "\r", "", "\t", "").Replace(text)):
		return says("must be plain text")
	}
	return nil
}

// checkEmail takes a bare address: no display name, no comment, nothing around it.
func checkEmail(address string) error {
	if address == "" {
		return nil
	}
	parsed, err := mail.ParseAddress(address)
	if err != nil || len(address) > maxEmail || !plain(address) || parsed.Name != "" || parsed.Address != address {
		return says("The e-mail for notices must be one address like ops@example.com, at most 254 characters long.")
	}
	return nil
}

// says is a refusal with the sentence.
func says(sentence string) *app.Error { return app.Errorf(app.Invalid, "%s", sentence) }

// plain reports whether a text can be stored and shown: valid UTF-8 without control characters. PostgreSQL takes no NUL.
func plain(text string) bool {
	return utf8.ValidString(text) && !strings.ContainsFunc(text, func(r rune) bool { return r < ' ' || r == 0x7f })
}

// shorten keeps a sentence readable, and storable, that quotes what somebody sent.
func shorten(text string) string {
	const most = 80
	runes := []rune(strings.ToValidUTF8(text, "\uFFFD"))
	if len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return string(runes)
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
