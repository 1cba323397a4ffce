package db

import (
	"errors"
	"slices"
	"syscall"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/mattn/go-sqlite3"
)

// PostgreSQL's codes (its manual, appendix A).
const (
	pgUnique        = "23505"
	pgDiskFull      = "53100"
	pgSerialization = "40001"
	pgDeadlock      = "40P01"
)

// IsUnique reports whether err says that a unique or primary key is taken. Within a transaction ask with ON CONFLICT
// DO NOTHING RETURNING instead: after a failed statement there is no going on.
func IsUnique(err error) bool {
	if e, ok := errors.AsType[sqlite3.Error](err); ok {
		return e.ExtendedCode == sqlite3.ErrConstraintUnique || e.ExtendedCode == sqlite3.ErrConstraintPrimaryKey
	}
	return pgCode(err) == pgUnique
}

// IsFull reports whether err says that the disk is full: nothing was written, and writing will work again when there
// is room. A quota or a limit on files is a disk, too.
func IsFull(err error) bool {
	if e, ok := errors.AsType[sqlite3.Error](err); ok {
		return e.Code == sqlite3.ErrFull || slices.Contains([]syscall.Errno{syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG}, e.SystemErrno)
	}
	return pgCode(err) == pgDiskFull
}

// fullError is an error that IsFull, for those who don't know this package.
type fullError struct{ error }

// Unwrap is the error itself.
func (e fullError) Unwrap() error { return e.error }

// DiskFull implements what app.Refusal asks.
func (fullError) DiskFull() bool { return true }

// tellFull marks an error that IsFull.
func tellFull(err error) error {
	if IsFull(err) {
		return fullError{err}
	}
	return err
}

// lostDisk reports whether err says that the disk did not confirm a write. What is on it then, nobody knows: Linux
// drops such pages from memory and tells only once.
func lostDisk(err error) bool {
	e, ok := errors.AsType[sqlite3.Error](err)
	return ok && (e.ExtendedCode == sqlite3.ErrIoErrFsync || e.ExtendedCode == sqlite3.ErrIoErrDirFsync)
}

func pgCode(err error) string {
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		return e.Code
	}
	return ""
}
