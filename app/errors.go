package app

import (
	"errors"
	"fmt"
	"time"
)

// Code is the kind of a refusal. Each protocol maps it to its own status in one table.
type Code string

// The codes, a closed list.
const (
	Invalid         Code = "invalid"         // the input can't be accepted; Fields says which and why
	Unauthenticated Code = "unauthenticated" // nobody is signed in, or the token is no good
	Forbidden       Code = "forbidden"       // signed in, but not allowed
	NotFound        Code = "not_found"       // does not exist, or is somebody else's: both answer alike
	Conflict        Code = "conflict"        // the state of things refuses it: a taken name, the last administrator
	TooMany         Code = "too_many"        // too often or too many; RetryAfter says when to come back, if ever
	TooLarge        Code = "too_large"       // the input is larger than the limit that Message names
	Full            Code = "full"            // nothing can be saved: the disk is full
	Internal        Code = "internal"        // our fault; people see a request id, the log has the cause
)

// The reasons, a closed list: a finer word than Code for protocols that have their own code for it.
const (
	ReasonSeats     = "seats"      // every seat of the organization is taken
	ReasonLastAdmin = "last_admin" // the last administrator can't leave
	ReasonDuplicate = "duplicate"  // the name or address is taken
	ReasonRole      = "role"       // no such role
	ReasonStale     = "stale"      // somebody else changed it meanwhile
	ReasonUsed      = "used"       // the invitation was accepted already
	ReasonExpired   = "expired"    // the invitation is older than its seven days
	ReasonRevoked   = "revoked"    // the invitation was taken back
	ReasonReplaced  = "replaced"   // a newer link to the invitation was sent
	ReasonInviter   = "inviter"    // whoever invited may do so no more
	ReasonOtherUser = "other_user" // the invitation is for somebody else than who is signed in
	ReasonSignIn    = "sign_in"    // the invitation is for somebody with an account, who is to sign in first
	ReasonRemoved   = "removed"    // it was there, and has been kept long enough
	ReasonInput     = "input"      // not a value of the input at all: an unknown event type, a malformed header
)

// Field is one input that was refused. Name is the name of the form field or JSON property.
type Field struct {
	Name    string
	Message string
}

// Error is a refusal that a person may read: Message is a full sentence that says what to do.
// Anything that is not an *Error is our fault and is shown as "Something went wrong" with a request id.
type Error struct {
	Code       Code
	Reason     string
	Message    string
	Fields     []Field
	RetryAfter time.Duration
}

// Error returns the sentence.
func (e *Error) Error() string { return e.Message }

// Errorf makes a refusal with a sentence.
func Errorf(code Code, format string, args ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...)}
}

// Because adds the finer reason and returns the same error.
func (e *Error) Because(reason string) *Error {
	e.Reason = reason
	return e
}

// Refuse makes an Invalid error about fields; its Message is that of the first.
func Refuse(fields ...Field) *Error {
	return &Error{Code: Invalid, Message: fields[0].Message, Fields: fields}
}

// CodeOf returns the code of the *Error within err, Full where there is no room, Internal for any other error, and "" for
// nil.
func CodeOf(err error) Code {
	if err == nil {
		return ""
	}
	return Refusal(err).Code
}

// Refusal is what a person may read of err, which is not nil: the *Error within it, that there is no room to save anything,
// or that something went wrong. An error that says DiskFull is about room.
func Refusal(err error) *Error {
	var e *Error
	var full interface{ DiskFull() bool }
	switch {
	case errors.As(err, &e):
		return e
	case errors.As(err, &full) && full.DiskFull():
		return Errorf(Full, "Nothing can be saved at the moment: the disk that Rollcall keeps its data on is full. This was not done. Try again when there is room.")
	}
	return Errorf(Internal, "Something went wrong.")
}

// Is reports whether err is a refusal with that code.
func Is(err error, code Code) bool { return CodeOf(err) == code }
