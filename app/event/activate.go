package event

// The bodies of ACTIVATE (contracts/activate.md, Body). The order of the fields is the order of the keys.

type activateEnvelope struct {
	Type    Type            `json:"type"`
	Webhook activateWebhook `json:"webhook"`
	Payload any             `json:"payload"`
}

type activateWebhook struct {
	ID           string `json:"id"`
	Organization string `json:"organization"` // that owns the webhook
	Name         string `json:"name"`
}

type activateUser struct {
	Username     string `json:"username"`
	Email        string `json:"email"`
	UserID       string `json:"userId"`
	Organization string `json:"organization"` // that the user is in
}

type activateCreated struct {
	activateUser
	RemainingSeats *int64 `json:"remainingSeats"` // null when unlimited, and for others than the home organization
}

type activateRemovedFromGroup struct {
	activateUser
	GroupName string `json:"groupName"`
}

func activateBody(e Event, r Receiver) activateEnvelope {
	return activateEnvelope{
		Type:    r.Spelling,
		Webhook: activateWebhook{ID: r.WebhookID, Organization: r.Organization.Name, Name: r.WebhookName},
		Payload: activatePayload(e, r),
	}
}

func activatePayload(e Event, r Receiver) any {
	subject := e.Facts.Subject
	user := activateUser{subject.Username, subject.Email, subject.HexID, e.Facts.Home.Name}
	switch e.Type {
	case UserCreated:
		return activateCreated{user, seatsFor(e, r)}
	case UserRemovedFromGroup:
		return activateRemovedFromGroup{user, e.Facts.GroupName}
	}
	return user
}

// seatsFor keeps the free seats of the home organization from everybody else.
func seatsFor(e Event, r Receiver) *int64 {
	if r.Organization.ID != e.Facts.Home.ID {
		return nil
	}
	return e.Facts.RemainingSeats
}
