package webhook

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"rollcall/app/access"
	"rollcall/db"
)

// Operation is work on many rows of one webhook that a person asked for. It is done in batches beside everything else:
// each batch is one transaction that also says how far it has come, so that a crash neither loses nor repeats a row.
type Operation struct {
	ID         string // UUID, version 7
	WebhookID  string
	Kind       OperationKind
	Filter     Filter    // which deliveries; of a catch-up the zero Filter
	Mode       CatchUp   // of a catch-up; "" of other kinds
	State      WorkState // how it stands
	Reason     string    // why it was stopped, a sentence; "" otherwise
	Total      int       // rows when it was asked for; more or fewer may match by the time they are reached
	Done       int       // rows that were looked at
	Changed    int       // of those, rows that it changed: deliveries queued, cancelled or made, events skipped
	AskedBy    string    // username
	CreatedAt  time.Time
	FinishedAt time.Time // zero while it runs

	cursor, until string // the last id that was looked at, and the one before which it ends
}

// OperationKind is what an operation does.
type OperationKind string

// The kinds, a closed list. A webhook has at most one unfinished operation of a kind.
const (
	RedeliverMany OperationKind = "redeliver"
	CancelMany    OperationKind = "cancel"
	CatchUpMissed OperationKind = "catch_up"
)

// WorkState is how an operation stands.
type WorkState string

// The states, a closed list.
const (
	Running WorkState = "running"
	Done    WorkState = "done"
	Stopped WorkState = "stopped" // by a person, or because its webhook was paused or deleted
)

// operationShown is how long an operation is listed after its end.
const operationShown = time.Hour

// Operations lists a webhook's operations that run or ended within the last hour, the newest first, ten at most.
// NotFound as for Webhook.
func (s *Service) Operations(ctx context.Context, actor access.Actor, organization, webhookID string) ([]Operation, error) {
	w, err := s.Webhook(ctx, actor, organization, webhookID)
	if err != nil {
		return nil, err
	}
	rows, err := s.db.Query(ctx, `SELECT `+operationColumns+` FROM operations
		WHERE webhook_id = $1 AND (state = 'running' OR finished_at > $2) ORDER BY id DESC LIMIT 10`, w.ID, s.clock.Now().Add(-operationShown))
	if err != nil {
		return nil, fmt.Errorf("list the operations of webhook %s: %w", w.ID, err)
	}
	return collect(rows, scanOperation)
}

const operationColumns = `id, webhook_id, kind, filter, state, reason, total, done, changed, cursor, asked_by, created_at, finished_at`

func scanOperation(row scanner) (o Operation, err error) {
	var finished sql.NullTime
	var scope string
	err = row.Scan(&o.ID, &o.WebhookID, &o.Kind, &scope, &o.State, &o.Reason, &o.Total, &o.Done, &o.Changed, &o.cursor, &o.AskedBy, &o.CreatedAt, &finished)
	if err != nil {
		return Operation{}, err
	}
	o.FinishedAt = finished.Time
	return o, o.setScope(scope)
}

// operationScope is what an operation concerns, as it is stored.
type operationScope struct {
	Filter Filter  `json:"filter,omitzero"`
	Mode   CatchUp `json:"mode,omitempty"`
	Until  string  `json:"until"`
}

func (o Operation) scope() (string, error) {
	text, err := json.Marshal(operationScope{o.Filter, o.Mode, o.until})
	return string(text), err
}

func (o *Operation) setScope(text string) error {
	var scope operationScope
	if err := json.Unmarshal([]byte(text), &scope); err != nil {
		return fmt.Errorf("read the scope of operation %s: %w", o.ID, err)
	}
	o.Filter, o.Mode, o.until = scope.Filter, scope.Mode, scope.Until
	return nil
}

// oneOperation is an operation by its id; errNoRows when there is none.
func oneOperation(ctx context.Context, q db.Queryer, id string) (Operation, error) {
	return scanOperation(q.QueryRow(ctx, `SELECT `+operationColumns+` FROM operations WHERE id = $1`, id))
}

// insertOperation adds an operation and the job that works it; false when one of its kind is running already.
func (s *Service) insertOperation(ctx context.Context, tx *db.Tx, o Operation) (added bool, err error) {
	scope, err := o.scope()
	if err != nil {
		return false, err
	}
	err = tx.QueryRow(ctx, `INSERT INTO operations (id, webhook_id, kind, filter, state, total, cursor, asked_by, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (webhook_id, kind) WHERE state = 'running' DO NOTHING RETURNING TRUE`,
		o.ID, o.WebhookID, o.Kind, scope, o.State, o.Total, o.cursor, o.AskedBy, o.CreatedAt).Scan(&added)
	if errors.Is(err, errNoRows) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("insert operation: %w", err)
	}
	return true, s.queue.Operate(ctx, tx, o.ID)
}

// advance moves an operation past some rows, if it still runs and nobody else has worked it since it was read.
func advance(ctx context.Context, tx *db.Tx, o Operation, cursor string, rows int) (bool, error) {
	result, err := tx.Exec(ctx, `UPDATE operations SET cursor = $2, done = done + $3 WHERE id = $1 AND state = 'running' AND cursor = $4`, o.ID, cursor, rows, o.cursor)
	if err != nil {
		return false, fmt.Errorf("advance operation %s: %w", o.ID, err)
	}
	n, err := result.RowsAffected()
	return n == 1, err
}

func addChanged(ctx context.Context, tx *db.Tx, id string, rows int) error {
	if _, err := tx.Exec(ctx, `UPDATE operations SET changed = changed + $2 WHERE id = $1`, id, rows); err != nil {
		return fmt.Errorf("count the rows of operation %s: %w", id, err)
	}
	return nil
}

// finish ends an operation that runs; reason is "" for one that is through. False when it had ended already.
func finish(ctx context.Context, tx *db.Tx, id, reason string, now time.Time) (bool, error) {
	state := Done
	if reason != "" {
		state = Stopped
	}
	result, err := tx.Exec(ctx, `UPDATE operations SET state = $2, reason = $3, finished_at = $4 WHERE id = $1 AND state = 'running'`, id, state, reason, now)
	if err != nil {
		return false, fmt.Errorf("end operation %s: %w", id, err)
	}
	n, err := result.RowsAffected()
	return n == 1, err
}
