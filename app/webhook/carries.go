package webhook

// HeaderInfo is a header that deliveries carry, for the documents that list them.
type HeaderInfo struct {
	Name    string
	Meaning string // one line
	Always  bool   // otherwise only where Meaning says so
}

// Carries lists what every delivery carries besides its body and HTTP's own headers (contracts/standard-webhooks.md).
func Carries() []HeaderInfo {
	return []HeaderInfo{
		{"webhook-id", "The delivery's id, a UUID: the same on every retry and redelivery. Receivers that act once keep the ids they have seen.", true},
		{"webhook-timestamp", "Unix seconds of this attempt. Refuse more than five minutes of difference.", true},
		{"webhook-signature", "One or more v1,<base64>, separated by spaces: HMAC-SHA256 over webhook-id.webhook-timestamp.body with the signing secret. One that fits is enough.", true},
		{"Rollcall-Event", "The event type, as the webhook spells it.", true},
		{"Rollcall-Event-Id", "The event's id, a UUID: the same at every webhook that hears of it.", true},
		{"Rollcall-Event-Time", "When it happened, RFC 3339 with microseconds. Deliveries can overtake each other: order by this.", true},
		{"Rollcall-Attempt", "Which attempt of the delivery this is, from 1.", true},
		{"Rollcall-Test", "true on tests, which are about a person who does not exist.", false},
	}
}
