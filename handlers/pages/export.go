package pages

import (
	"net/http"
	"time"
	"unicode/utf8"

	"rollcall/app/outbound"
	"rollcall/app/webhook"
	"rollcall/views"
)

// The file that a delivery is downloaded as. Times are RFC 3339 in UTC; null is what has not happened. Secrets are
// masked in it as they are on the page.
type (
	exportedDelivery struct {
		ID          string            `json:"id"` // the value of webhook-id
		Webhook     exportedWebhook   `json:"webhook"`
		EventID     string            `json:"eventId"`
		Type        string            `json:"type"`
		Subject     string            `json:"subject"`
		State       webhook.State     `json:"state"`
		Test        bool              `json:"test"`
		OccurredAt  time.Time         `json:"occurredAt"`
		CreatedAt   time.Time         `json:"createdAt"`
		FinishedAt  *time.Time        `json:"finishedAt"`
		NextAttempt *exportedNext     `json:"nextAttempt"`
		Body        string            `json:"body"`
		Attempts    []exportedAttempt `json:"attempts"` // the newest first, at most 100
	}
	exportedWebhook struct {
		ID   string `json:"id"`
		Name string `json:"name"`
	}
	exportedNext struct {
		At     time.Time         `json:"at"`
		Reason webhook.DueReason `json:"reason"`
	}
	exportedAttempt struct {
		ID          string            `json:"id"`
		Number      int               `json:"number"`
		Trigger     webhook.Trigger   `json:"trigger"`
		TriggeredBy string            `json:"triggeredBy,omitempty"`
		StartedAt   time.Time         `json:"startedAt"`
		Phases      exportedPhases    `json:"phasesMs"`
		Connection  exportedWire      `json:"connection"`
		Request     exportedRequest   `json:"request"`
		Response    *exportedResponse `json:"response"` // null when there was no answer
		Error       *exportedError    `json:"error"`    // null on success
		NextAttempt *exportedNext     `json:"nextAttempt"`
	}
	exportedPhases struct {
		DNS       float64 `json:"dns"`
		Connect   float64 `json:"connect"`
		TLS       float64 `json:"tls"`
		FirstByte float64 `json:"firstByte"`
		Body      float64 `json:"body"`
		Total     float64 `json:"total"`
	}
	exportedWire struct {
		Address              string     `json:"address"`
		TLSVersion           string     `json:"tlsVersion"`
		CertificateExpiresAt *time.Time `json:"certificateExpiresAt"`
		CertificateVerified  *bool      `json:"certificateVerified"` // null without TLS
	}
	exportedRequest struct {
		Method  string      `json:"method"`
		URL     string      `json:"url"`
		Headers http.Header `json:"headers"`
	}
	exportedResponse struct {
		Status     int         `json:"status"`
		Headers    http.Header `json:"headers"`
		Body       string      `json:"body,omitempty"`
		BodyBase64 []byte      `json:"bodyBase64,omitempty"` // instead of body, when that is no text
		Size       int64       `json:"size"`                 // bytes that were read
		Truncated  bool        `json:"truncated"`            // there was more than what is kept
	}
	exportedError struct {
		Class   string `json:"class"`
		Message string `json:"message"`
		Advice  string `json:"advice"`
	}
)

func exported(d views.DeliveryDetail) exportedDelivery {
	out := exportedDelivery{
		ID: d.Delivery.ID, Webhook: exportedWebhook{d.Webhook.ID, d.Webhook.Name}, EventID: d.Delivery.EventID, Type: string(d.Delivery.Type),
		Subject: d.Delivery.Subject, State: d.Delivery.State, Test: d.Delivery.Test, OccurredAt: d.Delivery.OccurredAt, CreatedAt: d.Delivery.CreatedAt,
		FinishedAt: optionally(d.Delivery.FinishedAt), NextAttempt: next(d.Delivery.DueAt, d.Delivery.DueReason), Body: string(d.Delivery.Body),
		Attempts: make([]exportedAttempt, len(d.Attempts)),
	}
	for i, a := range d.Attempts {
		out.Attempts[i] = exportAttempt(a)
	}
	return out
}

func exportAttempt(a webhook.Attempt) exportedAttempt {
	r, p := a.Shown(), a.Result.Phases
	out := exportedAttempt{
		ID: a.ID, Number: a.Number, Trigger: a.Trigger, TriggeredBy: a.TriggeredBy, StartedAt: r.Started,
		Phases:      exportedPhases{milliseconds(p.DNS), milliseconds(p.Connect), milliseconds(p.TLS), milliseconds(p.FirstByte), milliseconds(p.Body), milliseconds(p.Total)},
		Connection:  exportedWire{r.Address, r.TLSVersion, optionally(r.CertificateExpires), certificateVerified(r)},
		Request:     exportedRequest{http.MethodPost, views.MaskedURL(a.URL), a.Request},
		NextAttempt: next(a.NextAt, a.NextReason),
	}
	if r.Status != 0 {
		out.Response = &exportedResponse{Status: r.Status, Headers: r.Header, Size: r.BodySize, Truncated: r.Truncated}
		if utf8.Valid(r.Body) {
			out.Response.Body = string(r.Body)
		} else {
			out.Response.BodyBase64 = r.Body
		}
	}
	if r.Class != "" {
		out.Error = &exportedError{string(r.Class), r.Error, r.Class.Advice()}
	}
	return out
}

func certificateVerified(r outbound.Result) *bool {
	if r.TLSVersion == "" {
		return nil
	}
	verified := !r.Unverified
	return &verified
}

func next(at time.Time, reason webhook.DueReason) *exportedNext {
	if at.IsZero() {
		return nil
	}
	return &exportedNext{at, reason}
}

func optionally(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
