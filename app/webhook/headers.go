package webhook

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"

	"rollcall/app"
	"rollcall/app/outbound"
	"rollcall/db"
)

// Mask stands where a secret value was. Sent back as the value of a webhook's own header, it keeps what is stored
// (contracts/pipefy.md, Webhook rules).
const Mask = "********"

// ownHeaders is what a webhook adds to its requests, by name. nil: it never had any, or they were cleared; that is told
// from an empty set, because clients read back what they wrote. At rest it is sealed; its values leave this room in
// requests only, and in the open only where the name does not look secret.
type ownHeaders map[string]string

// shown is the headers as a client may read them: the values of those whose names look secret are masked.
func (h ownHeaders) shown() map[string]string {
	if h == nil {
		return nil
	}
	shown := make(map[string]string, len(h))
	for name, value := range h {
		if shown[name] = value; secretName(name) {
			shown[name] = Mask
		}
	}
	return shown
}

// names is the names, sorted.
func (h ownHeaders) names() []string { return slices.Sorted(maps.Keys(h)) }

// same reports whether nothing differs, nil and empty told apart.
func (h ownHeaders) same(other ownHeaders) bool {
	return (h == nil) == (other == nil) && maps.Equal(h, other)
}

// sent is the headers as net/http wants them, without what every request has anyway.
func (h ownHeaders) sent() http.Header {
	header := make(http.Header, len(h))
	for name, value := range h {
		if !outbound.HasAnyway(name, value) {
			header.Set(name, value)
		}
	}
	return header
}

// after is what the headers are after a change: sent is what the client said of them, nil when nothing. cleared is the
// names of those whose stored values are lost because the requests now go elsewhere: what one administrator entered for
// one receiver is not for the next one to send to another (a mask keeps nothing then).
func (h ownHeaders) after(sent *map[string]string, moved bool) (next ownHeaders, cleared []string, err error) {
	switch {
	case sent == nil && (!moved || len(h) == 0):
		return h, nil, nil
	case sent == nil:
		return nil, h.names(), nil
	case *sent == nil:
		return nil, nil, nil
	}
	next = make(ownHeaders, len(*sent))
	for name, value := range *sent {
		stored, known := h.value(name)
		switch {
		case value != Mask:
			next[name] = value
		case !known:
			return nil, nil, refuseHeaders("There is no stored value for the header “" + shorten(name) + "”: enter it.")
		case moved:
			cleared = append(cleared, name)
		default:
			next[name] = stored
		}
	}
	slices.Sort(cleared)
	if len(next) == 0 && len(cleared) > 0 {
		return nil, cleared, nil
	}
	return next, cleared, next.check()
}

// value finds a header whatever the case of its name.
func (h ownHeaders) value(name string) (string, bool) {
	for known, value := range h {
		if http.CanonicalHeaderKey(known) == http.CanonicalHeaderKey(name) {
			return value, true
		}
	}
	return "", false
}

func (h ownHeaders) check() error {
	fields := make([]outbound.HeaderField, 0, len(h))
	for _, name := range h.names() {
		fields = append(fields, outbound.HeaderField{Name: name, Value: h[name]})
	}
	var refusal *app.Error
	if err := outbound.CheckHeaders(fields...); errors.As(err, &refusal) {
		return refusal.Because(app.ReasonInput)
	} else if err != nil {
		return err
	}
	return nil
}

func refuseHeaders(sentence string) error {
	return app.Refuse(app.Field{Name: "headers", Message: sentence}).Because(app.ReasonInput)
}

// moved reports whether requests to one URL go to another place than those to the other: scheme, host or port differ.
func moved(from, to string) bool { return origin(from) != origin(to) }

func origin(raw string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return raw
	}
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	return u.Scheme + "://" + u.Hostname() + ":" + port
}

func (s *Service) sealHeaders(webhookID string, h ownHeaders) ([]byte, error) {
	if h == nil {
		return nil, nil
	}
	text, err := json.Marshal(h)
	if err != nil {
		return nil, fmt.Errorf("seal the headers of webhook %s: %w", webhookID, err)
	}
	return s.sealer.seal(text, "webhooks", webhookID, "headers"), nil
}

// openHeaders opens what the column webhooks.headers holds.
func (s *Service) openHeaders(webhookID string, sealed []byte) (h ownHeaders, err error) {
	if sealed == nil {
		return nil, nil
	}
	text, err := s.sealer.open(sealed, "webhooks", webhookID, "headers")
	if err == nil {
		err = json.Unmarshal(text, &h)
	}
	if err != nil {
		return nil, fmt.Errorf("open the headers of webhook %s: %w", webhookID, err)
	}
	return h, nil
}

func (s *Service) headersOf(ctx context.Context, q db.Queryer, webhookID string) (ownHeaders, error) {
	var sealed []byte
	if err := q.QueryRow(ctx, `SELECT headers FROM webhooks WHERE id = $1`, webhookID).Scan(&sealed); err != nil {
		return nil, fmt.Errorf("read the headers of webhook %s: %w", webhookID, err)
	}
	return s.openHeaders(webhookID, sealed)
}

func (s *Service) updateHeaders(ctx context.Context, tx *db.Tx, webhookID string, h ownHeaders) error {
	sealed, err := s.sealHeaders(webhookID, h)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `UPDATE webhooks SET headers = $2 WHERE id = $1`, webhookID, sealed); err != nil {
		return fmt.Errorf("update the headers of webhook %s: %w", webhookID, err)
	}
	return nil
}
