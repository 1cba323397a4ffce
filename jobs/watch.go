package jobs

import (
	"context"
	"time"

	"rollcall/app/webhook"
)

// watch looks after the webhooks' health while the process runs: what follows from time alone. Like reconcile it is a
// loop of its own: a queue that does not run must not keep a notice back.
func (c *Client) watch(ctx context.Context, hooks *webhook.Service) {
	tick := time.NewTicker(hooks.WatchEvery())
	defer tick.Stop()
	for {
		if err := hooks.Watch(ctx); err != nil && ctx.Err() == nil {
			c.log.Error("looking after the webhooks' health failed", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
