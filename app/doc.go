// Package app holds what every room of the domain shares: the one error type, the clock and the makers of ids.
// It knows nothing of the rooms themselves, nor of databases, HTTP or the queue.
package app
