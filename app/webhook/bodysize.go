package webhook

import (
	"rollcall/app"
	"rollcall/app/event"
)

// checkBody refuses a body that is longer than receivers are asked to take (delivery.md, Limits). The change that it
// would tell of is refused with it: what can't be told of is not done in silence, and a body is never cut. Nothing that
// can be typed comes near the limit.
func (s *Service) checkBody(body []byte, to event.Receiver) error {
	if len(body) <= s.maxBody {
		return nil
	}
	return app.Errorf(app.TooLarge, "This can't be done: the webhook %q would have to be sent %d bytes about it, and %d is the most. Shorten the names that it is about.",
		to.WebhookName, len(body), s.maxBody)
}
