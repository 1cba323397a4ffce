package db

import (
	"errors"
	"fmt"
)

// Refusal is a reason not to open or copy a database that a person can do something about.
type Refusal struct {
	Sentence string // what is wrong and what to do, ready to be shown
	Cause    error  // what the engine said, if it said anything
}

// Error is the sentence.
func (r *Refusal) Error() string { return r.Sentence }

// Unwrap is the cause.
func (r *Refusal) Unwrap() error { return r.Cause }

func refuse(cause error, format string, args ...any) error {
	return &Refusal{Sentence: fmt.Sprintf(format, args...), Cause: cause}
}

var (
	// ErrNested answers a Tx, Query or QueryRow of the DB inside a transaction of the same DB, where only the Tx may
	// be used: on SQLite the inner one would wait for the outer for ever, or read the past.
	ErrNested = errors.New("db: inside a transaction only its own Tx may be used")

	// ErrClosed answers a Tx after Close.
	ErrClosed = errors.New("db: the database is closed")

	// ErrDisk answers every Tx after the disk failed to confirm one. The process has to be started again, which reads
	// what is really there.
	ErrDisk = errors.New("db: the disk failed to confirm a write; start again, and check the disk")

	// ErrOver answers a use of a Tx after its function has ended.
	ErrOver = errors.New("db: the transaction's function has ended")

	// errUnfinished stands for a function that left by a panic or runtime.Goexit.
	errUnfinished = errors.New("db: the transaction's function did not return")
)
