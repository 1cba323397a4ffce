package webhook

import (
	"strconv"
	"time"

	"github.com/google/uuid"

	"rollcall/app"
)

// noSuchDelivery says of an id that is not there what its age tells: deliveries have ids that name the time at which they
// were made, so that what was removed says so without anything being kept of it.
func (s *Service) noSuchDelivery(id string) error {
	if made, ok := madeAt(id); ok && s.olderThan(made, s.retention.Days) {
		return app.Errorf(app.NotFound, "This delivery was removed after %s: it was made on %s.", days(s.retention.Days), made.Format("2 January 2006")).Because(app.ReasonRemoved)
	}
	return app.Errorf(app.NotFound, "There is no such delivery: it was removed with its webhook, or because the webhook has had many since, or never existed.")
}

// olderThan reports whether what was made at that time has been kept for so many days. Deliveries that are not final, and
// their events, stay all the same.
func (s *Service) olderThan(made time.Time, days int) bool {
	return made.Before(s.clock.Now().Add(-time.Duration(days) * day))
}

// madeAt is the time that a UUID of version 7 names (RFC 9562, section 5.7).
func madeAt(id string) (time.Time, bool) {
	parsed, err := uuid.Parse(id)
	if err != nil || len(id) != 36 || parsed.Version() != 7 {
		return time.Time{}, false
	}
	var ms int64
	for _, b := range parsed[:6] {
		ms = ms<<8 | int64(b)
	}
	return time.UnixMilli(ms).UTC(), true
}

func days(n int) string {
	if n == 1 {
		return "1 day"
	}
	return strconv.Itoa(n) + " days"
}
