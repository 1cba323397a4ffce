package main

import (
	"context"
	"fmt"
	"runtime/debug"
)

// version is the release, as in CHANGELOG.md; receivers see it in the User-Agent.
const version = "0.1.0"

// versionCommand is `rollcall version`.
type versionCommand struct{}

// Run prints the release, and the commit where the build knows it.
func (versionCommand) Run(_ context.Context, t *terminal) error {
	_, err := fmt.Fprintf(t.out, "rollcall %s%s\n", version, commit())
	return err
}

// commit is the commit that the binary was built from, in brackets; "" when the build was not told.
func commit() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			return fmt.Sprintf(" (%.12s)", s.Value)
		}
	}
	return ""
}
