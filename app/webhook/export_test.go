package webhook

import (
	"testing"
	"time"
)

// SetSlice changes how long a job works before it hands over, which nobody has reason to set but a test.
func (s *Service) SetSlice(d time.Duration) { s.slice = d }

// StoredHeaders is the real values of a webhook's own headers.
func StoredHeaders(t testing.TB, s *Service, webhookID string) map[string]string {
	t.Helper()
	own, err := s.headersOf(t.Context(), s.db, webhookID)
	if err != nil {
		t.Fatal(err)
	}
	return own
}
