package main

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
)

// benchReceiver notes when each change reached each webhook. The names of users and groups end with their number, so
// that a request tells by its body which change it is about. It answers 200 and does as little as it can, for it is
// in the process that is measured.
type benchReceiver struct {
	users    int
	webhooks int
	arrived  []atomic.Int64 // by change, then webhook: nanoseconds since began; 0 is not yet
	began    time.Time
	count    atomic.Int64 // arrivals that were the first of their change and webhook
	again    atomic.Int64 // those that were not
	strange  atomic.Int64 // requests about nothing that was changed
}

// newBenchReceiver makes a receiver for changes of users in groups.
func newBenchReceiver(changes, users, webhooks int) *benchReceiver {
	return &benchReceiver{users: users, webhooks: webhooks, arrived: make([]atomic.Int64, changes*webhooks), began: time.Now()}
}

// ServeHTTP takes a delivery at /N, N being the number of the webhook.
func (r *benchReceiver) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	at := int64(time.Since(r.began))
	var body struct {
		Payload struct{ Username, GroupName string }
	}
	if err := json.NewDecoder(req.Body).Decode(&body); err != nil {
		r.strange.Add(1)
		return
	}
	r.note(at, strings.TrimPrefix(req.URL.Path, "/"), body.Payload.Username, body.Payload.GroupName)
}

func (r *benchReceiver) note(at int64, webhook, username, groupName string) {
	w, bad1 := strconv.Atoi(webhook)
	u, bad2 := strconv.Atoi(username[strings.LastIndex(username, "-")+1:])
	g, bad3 := strconv.Atoi(groupName[strings.LastIndex(groupName, "-")+1:])
	i := (g*r.users+u)*r.webhooks + w
	switch {
	case bad1 != nil || bad2 != nil || bad3 != nil || w < 0 || w >= r.webhooks || i < 0 || i >= len(r.arrived):
		r.strange.Add(1)
	case r.arrived[i].CompareAndSwap(0, at):
		r.count.Add(1)
	default:
		r.again.Add(1)
	}
}

// since is how long after a moment the change reached the webhook. A request can be there before the caller that made
// the change has been told of its commit; that is no time at all. ok is false when it has not arrived.
func (r *benchReceiver) since(commit time.Time, change, webhook int) (d time.Duration, ok bool) {
	at := r.arrived[change*r.webhooks+webhook].Load()
	return max(0, time.Duration(at)-commit.Sub(r.began)), at != 0
}
