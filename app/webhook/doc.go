// Package webhook knows who wants to be told of what, and tells them: webhooks and their secrets, the deliveries that
// an event makes, signing, sending by the schedule, and the history of every attempt. The deliveries table is the
// truth; jobs only carry. It knows nothing of the queue behind Queue, of pages and protocols, or of why an event
// happened: the rooms that change something hand it the finished event.
package webhook
