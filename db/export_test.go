package db

// LockKeys is the numbers under which ids are locked.
func LockKeys(kind string, ids ...string) []int64 { return lockKeys(kind, ids) }

// Migrations is every migration file.
var Migrations = migrations
