package webhook

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"rollcall/app/outbound"
	"rollcall/db"
)

// attemptsMost is how many attempts of one delivery are read: the schedule makes ten, people may ask for any number.
const attemptsMost = 100

const attemptColumns = `id, delivery_id, number, trigger_kind, triggered_by, started_at, url, request_headers, status, response_headers, response_body,
	response_size, truncated, error_class, error_text, dns_us, connect_us, tls_us, first_byte_us, body_us, total_us, address, tls_version,
	certificate_expires_at, unverified, next_at, next_reason`

// listAttempts is the newest attempts of a delivery, the newest first.
func listAttempts(ctx context.Context, q db.Queryer, deliveryID string) ([]Attempt, error) {
	rows, err := q.Query(ctx, `SELECT `+attemptColumns+` FROM attempts WHERE delivery_id = $1 ORDER BY number DESC, id DESC LIMIT $2`, deliveryID, attemptsMost)
	if err != nil {
		return nil, fmt.Errorf("list the attempts of delivery %s: %w", deliveryID, err)
	}
	attempts, err := collect(rows, scanAttempt)
	if err != nil {
		return nil, fmt.Errorf("list the attempts of delivery %s: %w", deliveryID, err)
	}
	return attempts, nil
}

func scanAttempt(row scanner) (a Attempt, err error) {
	r, p := &a.Result, &a.Result.Phases
	var request, response string
	var expires, next sql.NullTime
	err = row.Scan(&a.ID, &a.DeliveryID, &a.Number, &a.Trigger, &a.TriggeredBy, &r.Started, &a.URL, &request, &r.Status, &response, &r.Body,
		&r.BodySize, &r.Truncated, &r.Class, &r.Error,
		microseconds{&p.DNS}, microseconds{&p.Connect}, microseconds{&p.TLS}, microseconds{&p.FirstByte}, microseconds{&p.Body}, microseconds{&p.Total},
		&r.Address, &r.TLSVersion, &expires, &r.Unverified, &next, &a.NextReason)
	if err != nil {
		return Attempt{}, err
	}
	r.CertificateExpires, a.NextAt = expires.Time, next.Time
	if err := json.Unmarshal([]byte(request), &a.Request); err != nil {
		return Attempt{}, fmt.Errorf("request headers: %w", err)
	}
	if err := json.Unmarshal([]byte(response), &r.Header); err != nil {
		return Attempt{}, fmt.Errorf("response headers: %w", err)
	}
	if r.Class == outbound.RedirectNotFollowed {
		r.Location = outbound.Location(r.Header, a.URL)
	}
	return a, nil
}

// microseconds reads a duration from a column that counts microseconds.
type microseconds struct{ d *time.Duration }

// Scan implements sql.Scanner.
func (m microseconds) Scan(value any) error {
	n, ok := value.(int64)
	if !ok {
		return fmt.Errorf("%T is no number of microseconds", value)
	}
	*m.d = time.Duration(n) * time.Microsecond
	return nil
}
