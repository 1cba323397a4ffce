package app

import (
	"crypto/rand"
	"encoding/binary"
	"encoding/hex"
	"time"

	"github.com/google/uuid"
)

// NewHexID makes an id of 24 lower-case hex digits: 4 bytes of Unix time in seconds and 8 random bytes
// (contracts: ACTIVATE's ids of users, groups and webhooks).
func NewHexID(now time.Time) string {
	var b [12]byte
	binary.BigEndian.PutUint32(b[:4], uint32(now.Unix()))
	rand.Read(b[4:]) // never fails: crypto/rand ends the process instead
	return hex.EncodeToString(b[:])
}

// NewUUID makes a UUID of version 7 (RFC 9562), so that ids sort by the time they were made.
func NewUUID() string { return uuid.Must(uuid.NewV7()).String() }
