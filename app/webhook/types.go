package webhook

import (
	"encoding/json"
	"net/http"
	"time"

	"rollcall/app/event"
	"rollcall/app/outbound"
)

// Webhook is who wants to be told, of what, where. Its secret is not here: RevealSecret shows it, audited.
type Webhook struct {
	ID               string // 24 lower-case hex digits
	OrganizationID   int64
	OrganizationName string
	Scope            event.Scope
	ScopeID          int64  // numeric id of the organization, pipe or table
	PlaceName        string // what that is called; of an organization the title; "" when the pipe or table is deleted
	PlaceSUID        string // of a pipe or table; "" for an organization
	Name             string
	URL              string
	Description      string
	Types            []event.Type      // in the owner's order and spelling
	Email            string            // where notices go; "" is the organization's administrators
	Headers          map[string]string // its own, values masked where the name looks secret; nil for none, never had or cleared
	HeadersCleared   []string          // names: only in the answer to a change that lost their values, as requests go elsewhere now
	Filters          json.RawMessage   // as they were given; nil for none
	Unverified       bool              // any certificate of the receiver's will do
	VerifiedAgain    bool              // only in the answer to a change that ended Unverified, as requests go elsewhere now
	OldSecretsUntil  []time.Time       // of each replaced secret that still signs, the newest first
	Enabled          bool
	Pause            PauseReason // why it is not enabled; "" when it is
	PausedAt         time.Time   // zero when enabled
	Failures         int         // failed attempts in a row
	FailingSince     time.Time   // zero when the last attempt succeeded
	Failing          bool        // so many of them that it was told of
	DisableAt        time.Time   // when it is disabled unless an attempt succeeds; zero unless it is failing and enabled
	Missing          int         // failed attempts that it also takes: with 0 the time alone decides
	LastError        Trouble     // the last failed attempt that counted; kept when one succeeds
	Version          int64       // counts edits: an edit form made on an older version is refused
	CreatedAt        time.Time
	CreatedBy        string // username
	UpdatedAt        time.Time
	UpdatedBy        string
	DeletedAt        time.Time // zero but for what is left of a deleted webhook in the history
}

// PauseReason is why a webhook is not enabled.
type PauseReason string

// The reasons for not being enabled, a closed list.
const (
	PausedByPerson PauseReason = "paused"    // by a person, on a page
	PausedByAPI    PauseReason = "api"       // `enabled: false` through an API
	PausedByRule   PauseReason = "automatic" // by the health rules, or a 410
)

// Condition is the webhook's state in one word, as lists show it.
type Condition string

// The conditions, a closed list.
const (
	ConditionEnabled  Condition = "Enabled"
	ConditionPaused   Condition = "Paused"
	ConditionFailing  Condition = "Failing"
	ConditionDisabled Condition = "Disabled automatically"
)

// Condition says how the webhook is doing.
func (w Webhook) Condition() Condition {
	switch {
	case !w.Enabled && w.Pause == PausedByRule:
		return ConditionDisabled
	case !w.Enabled:
		return ConditionPaused
	case w.Failing:
		return ConditionFailing
	}
	return ConditionEnabled
}

// State is where a delivery stands.
type State string

// The states of a delivery, a closed list (product.md).
const (
	Pending   State = "pending"   // not attempted yet
	Retrying  State = "retrying"  // attempted, and due again
	Delivered State = "delivered" // answered with 2xx
	Failed    State = "failed"    // given up for good
	Cancelled State = "cancelled" // by a person, or with its webhook
	Held      State = "held"      // its webhook is not enabled; continues when it is
)

// States lists the states in the order in which filters offer them.
func States() []State { return []State{Pending, Retrying, Delivered, Failed, Cancelled, Held} }

// Final reports whether nothing more happens to a delivery in that state by itself.
func (s State) Final() bool { return s == Delivered || s == Failed || s == Cancelled }

// DueReason is why the next attempt is when it is.
type DueReason string

// The reasons for a due time, a closed list.
const (
	DueAtOnce     DueReason = "at_once"
	DueBySchedule DueReason = "schedule"
	DueRetryAfter DueReason = "retry_after" // the receiver asked for it
	DueThrottle   DueReason = "throttle"    // at least 60 s after 429, 502, 503, 504 and timeouts
	DueManual     DueReason = "manual"      // a person pressed Redeliver
	DueTest       DueReason = "test"
)

// Delivery is one event for one webhook. ID is the same value as `webhook-id` and Pipefy's payload_id.
type Delivery struct {
	ID             string // UUID, version 7
	EventID        string
	WebhookID      string
	WebhookName    string
	OrganizationID int64
	Type           event.Type // as the webhook's owner spelt it
	Subject        string     // the user's e-mail address
	Body           []byte     // fixed when the delivery is made; nil in lists
	State          State
	Test           bool
	Attempts       int // recorded so far
	MaxAttempts    int // that the schedule makes
	OccurredAt     time.Time
	CreatedAt      time.Time
	DueAt          time.Time // of the next attempt; zero when none is coming
	DueReason      DueReason
	DueBy          string    // username of who asked for that attempt; "" for the schedule
	FinishedAt     time.Time // zero unless final
	LastStatus     int       // of the last attempt; 0 when it got no answer
	LastClass      outbound.ErrorClass
	LastDuration   time.Duration
	InFlight       bool // an attempt is under way in this process; from memory, never stored
}

// Trigger is what made an attempt happen.
type Trigger string

// The triggers, a closed list.
const (
	TriggerSchedule Trigger = "schedule"
	TriggerManual   Trigger = "manual"
	TriggerTest     Trigger = "test"
)

// Attempt is one HTTP request of a delivery, with everything that was sent and answered.
type Attempt struct {
	ID          string // UUID, made before the request
	DeliveryID  string
	Number      int // from 1, given when it is recorded
	Trigger     Trigger
	TriggeredBy string // username, of a manual one
	URL         string
	Request     http.Header // values that are secret are masked
	Result      outbound.Result
	NextAt      time.Time // of the attempt after this one; zero when none
	NextReason  DueReason
}

// Succeeded reports whether the receiver answered with 2xx.
func (a Attempt) Succeeded() bool { return a.Result.Class == "" && a.Result.Status/100 == 2 }
