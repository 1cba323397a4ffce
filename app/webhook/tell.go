package webhook

// tell writes into the server's log what is for its operator only: the address that was refused, the error below the
// sentence that people read. One line for each way of failing in the life of a drain: a receiver that fails five hundred
// times a second does not fill the log.
func (d *drain) tell(sent sending) {
	result := sent.attempt.Result
	if sent.unsent || result.LogDetail == "" || d.told[result.Class] {
		return
	}
	d.told[result.Class] = true
	d.s.log.Info("an attempt failed", "webhook", d.job.WebhookID, "delivery", sent.delivery.ID, "attempt", sent.attempt.ID,
		"class", string(result.Class), "detail", result.LogDetail)
}
