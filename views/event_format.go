package views

import (
	"fmt"
	"strings"
	"time"

	"rollcall/app/event"
	"rollcall/app/webhook"
)

// EventList is one page of what happened in a place.
type EventList struct {
	Scope   event.Scope
	Filter  webhook.EventFilter
	Page    webhook.EventPage
	Kept    webhook.Retention
	Refused FormErrors // why the filter makes no sense; nothing is listed then
}

// eventsURL is a page of the list: the filter and the place in it.
func eventsURL(p Page, f webhook.EventFilter) string {
	q := query(map[string]string{"type": string(f.Type), "from": MomentField(f.From), "to": MomentField(f.To), "q": f.Query, "before": f.Before, "after": f.After})
	if len(q) == 0 {
		return EventsURL(p.Root())
	}
	return EventsURL(p.Root()) + "?" + q.Encode()
}

func olderEvents(p Page, l EventList) string {
	f := l.Filter
	f.Before, f.After = l.Page.Older, ""
	if f.Before == "" {
		return ""
	}
	return eventsURL(p, f)
}

func newerEvents(p Page, l EventList) string {
	f := l.Filter
	f.Before, f.After = "", l.Page.Newer
	if f.After == "" {
		return ""
	}
	return eventsURL(p, f)
}

// doneBy names who did it.
func doneBy(actor event.User, source string) string {
	switch {
	case actor.Name != "":
		return actor.Name
	case actor.Username != "":
		return actor.Username
	case source == "command":
		return "Command line"
	}
	return "Rollcall"
}

// sourceText is the door through which a change came.
func sourceText(source string) string {
	switch source {
	case "page":
		return "in the browser"
	case "rest":
		return "by ACTIVATE's API"
	case "graphql":
		return "by Pipefy's API"
	case "command":
		return "on the command line"
	case "system":
		return "by Rollcall itself"
	}
	return source
}

// outcomeOrder is how outcomes are counted off: what wants a person first.
var outcomeOrder = []webhook.State{webhook.Failed, webhook.Retrying, webhook.Held, webhook.Pending, webhook.Cancelled, webhook.Delivered}

// outcomeBits are the outcomes of an event that there are, each as a look and words.
func outcomeBits(o webhook.Outcomes) (bits []outcomeBit) {
	for _, s := range outcomeOrder {
		if n := o.States[s]; n > 0 {
			bits = append(bits, outcomeBit{deliveryLook(webhook.Delivery{State: s}), fmt.Sprintf("%s %s", Number(n), s)})
		}
	}
	if o.Missed > 0 {
		bits = append(bits, outcomeBit{look{Neutral, "ban"}, Number(o.Missed) + " not sent"})
	}
	return bits
}

type outcomeBit struct {
	look
	text string
}

// placeRoot is the address of the place that a webhook listens to, "" when the pipe or table is gone.
func placeRoot(p Page, f webhook.Fate) string { return foundRoot(p.Place, f.Place, f.PlaceName) }

// placeText is what a place is called: "the pipe Onboarding".
func placeText(scope event.Scope, name string) string {
	if name == "" {
		return "a deleted " + string(scope)
	}
	return "the " + string(scope) + " " + name
}

// fateLook is how the outcome for one webhook is drawn when there is no delivery.
func fateLook(f webhook.Fate) (look, string) {
	switch f.NotSent {
	case webhook.NotSentPaused:
		return look{Waiting, "pause"}, "Not sent"
	case webhook.NotSentRemoved:
		return look{Neutral, "trash"}, "Removed"
	case webhook.NotSentUnknown:
		return look{Neutral, "info"}, "Not known"
	}
	return look{Neutral, "ban"}, "Not sent"
}

// pauseText begins why a webhook that was subscribed was not sent something.
func pauseText(reason webhook.PauseReason) string {
	switch reason {
	case webhook.PausedByRule:
		return "Disabled automatically since"
	case webhook.PausedByAPI:
		return "Disabled by an API since"
	}
	return "Paused since"
}

// removedText says what retention removed, never nothing.
func removedText(now time.Time, e webhook.EventDetail, f webhook.Fate, kept webhook.Retention) string {
	switch {
	case !f.DeletedAt.IsZero():
		return "What became of it was removed with the webhook."
	case now.Sub(e.At) > time.Duration(kept.Days)*24*time.Hour:
		return "Deliveries are removed after " + Count(kept.Days, "day", "days") + ": whether there was one is not known any more."
	}
	return "Only the newest " + Number(kept.Rows) + " deliveries of a webhook are kept: whether there was one is not known any more."
}

// heardIn names the places of an event.
func heardIn(e webhook.EventDetail) string {
	places := make([]string, len(e.Places))
	for i, at := range e.Places {
		places[i] = placeText(at.Scope, e.PlaceNames[i])
	}
	return strings.Join(places, ", ")
}

// roleChange is what an event says of roles: "member → admin"; "" for nothing.
func roleChange(f event.Facts) string {
	switch {
	case f.NewRole == "":
		return f.PreviousRole
	case f.PreviousRole == "":
		return f.NewRole
	}
	return f.PreviousRole + " → " + f.NewRole
}
