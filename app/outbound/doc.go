// Package outbound is the guarded HTTP client: the only way a request leaves for a URL that somebody typed.
//
// It knows where requests may go (spelling when a URL is saved, every concrete address when it is dialled), the limits
// of time and size, how one attempt's time was spent, and the closed list of ways in which an attempt fails. It knows
// nothing of webhooks, deliveries, schedules or the database: it makes one POST and says exactly what came of it.
package outbound
