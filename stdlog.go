package main

import (
	"log"
	"log/slog"
	"strings"
)

// maxReport bounds what a library can write into the log with one line.
const maxReport = 300

// reports is the standard log, where libraries write that know no other, as lines of ours.
type reports struct{ log *slog.Logger }

// adoptStandardLog makes reports of libraries lines of our log, so that every line has its format.
func adoptStandardLog(to *slog.Logger) {
	log.SetFlags(0)
	log.SetOutput(reports{to})
}

// Write takes one report. That a receiver sent more than it was asked for is the most common one: net/http quotes it, up
// to 4 KiB for each request, so it is told only to who debugs.
func (r reports) Write(line []byte) (int, error) {
	text := strings.TrimSpace(strings.ToValidUTF8(string(line[:min(len(line), maxReport)]), "\uFFFD"))
	if strings.HasPrefix(text, "Unsolicited response") {
		r.log.Debug("a receiver sent more than its answer", "text", text)
	} else {
		r.log.Warn("a library reports", "text", text)
	}
	return len(line), nil
}
