package main

import (
	"errors"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"
)

// allowed resolves what webhooks may reach besides the public internet.
func (s deliverySettings) allowed() ([]string, error) {
	switch {
	case s.AllowTargetsFile == "":
		return list(s.AllowTargets), nil
	case s.AllowTargets != "":
		return nil, errors.New("ROLLCALL_ALLOW_TARGETS and ROLLCALL_ALLOW_TARGETS_FILE are both set: set only one of them")
	}
	return readAllowed(s.AllowTargetsFile)
}

// readAllowed reads the list from its file: entries in lines, or separated by commas, and behind # what is for people.
// An empty file is a list without entries.
func readAllowed(file string) (entries []string, err error) {
	content, err := readSmall(file)
	if err != nil {
		return nil, fmt.Errorf("ROLLCALL_ALLOW_TARGETS_FILE can't be read: %w: set it to a file with an entry a line", err)
	}
	for line := range strings.Lines(content) {
		line, _, _ = strings.Cut(line, "#")
		entries = append(entries, list(line)...)
	}
	return entries, nil
}

// followAllowed reads the file again whenever the process gets SIGHUP, until the function that it returns is called.
// Without a file the signal does what it does to every process.
func (s *server) followAllowed() (stop func()) {
	if s.allowFile == "" {
		return func() {}
	}
	hangup, done := make(chan os.Signal, 1), make(chan struct{})
	signal.Notify(hangup, syscall.SIGHUP)
	go func() {
		for {
			select {
			case <-hangup:
				s.readAllowedAgain()
			case <-done:
				return
			}
		}
	}()
	return func() { signal.Stop(hangup); close(done) }
}

// readAllowedAgain takes over the list as it is now in the file. A wrong one changes nothing: a slip must neither open
// the network nor stop what was delivered until then.
func (s *server) readAllowedAgain() {
	entries, err := readAllowed(s.allowFile)
	if err == nil {
		err = s.client.Allow(entries)
	}
	if err != nil {
		s.log.Error("what webhooks may reach stays as it was, for the new list can't be used", "file", s.allowFile, "error", err)
		return
	}
	s.log.Info("read again what webhooks may reach", "file", s.allowFile, "entries", len(entries))
}
