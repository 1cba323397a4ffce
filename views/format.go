package views

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

const day = 24 * time.Hour

// Ago says how far t is from now: "12 s ago", "3 days ago", "in 4 min", "in 2 days 3 h"; beyond 30 days the date. What is
// past has lasted for whole units; what is to come is rounded to the nearest, so that 72 hours are 3 days also a second
// later. app.js counts on with the same steps.
func Ago(now, t time.Time) string {
	past, ahead := now.Sub(t), t.Sub(now)
	switch {
	case max(past, ahead) >= 30*day:
		return t.UTC().Format("2 Jan 2006")
	case past >= 5*time.Second:
		return since(past) + " ago"
	case past >= 0:
		return "just now"
	case ahead >= 5*time.Second:
		return "in " + until(ahead)
	}
	return "any moment now"
}

// since is how long something is past, in the coarsest unit that still tells something.
func since(d time.Duration) string {
	switch {
	case d < time.Minute:
		return fmt.Sprintf("%d s", d/time.Second)
	case d < time.Hour:
		return fmt.Sprintf("%d min", d/time.Minute)
	case d < day:
		return fmt.Sprintf("%d h", d/time.Hour)
	}
	return days(d)
}

// until is how long something is ahead, to the nearest unit. Up to four days, as countdowns are, hours stand beside the
// days: whoever has to act by then plans with them.
func until(d time.Duration) string {
	seconds, minutes, hours := d.Round(time.Second), d.Round(time.Minute), d.Round(time.Hour)
	switch {
	case seconds < time.Minute:
		return fmt.Sprintf("%d s", seconds/time.Second)
	case minutes < time.Hour:
		return fmt.Sprintf("%d min", minutes/time.Minute)
	case hours < day:
		return fmt.Sprintf("%d h", hours/time.Hour)
	case hours < 4*day && hours%day > 0:
		return fmt.Sprintf("%s %d h", days(hours), hours%day/time.Hour)
	case hours < 4*day:
		return days(hours)
	}
	return days(d.Round(day))
}

func days(d time.Duration) string { return Count(int(d/day), "day", "days") }

// Exact is the moment to the second, in UTC: "2026-10-07 14:02:11 UTC".
func Exact(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05 UTC") }

// Clock is the time of day for today and the date with it otherwise: "14:02:11", "3 Oct 14:02".
func Clock(now, t time.Time) string {
	now, t = now.UTC(), t.UTC()
	switch {
	case now.YearDay() == t.YearDay() && now.Year() == t.Year():
		return t.Format("15:04:05")
	case now.Year() == t.Year():
		return t.Format("2 Jan 15:04")
	}
	return t.Format("2 Jan 2006")
}

// Count is a number with its noun: "1 delivery", "1,204 deliveries".
func Count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return Number(n) + " " + many
}

// Number groups the digits by thousands: 1,204.
func Number(n int) string {
	s := strconv.Itoa(n)
	sign := ""
	if n < 0 {
		sign, s = "-", s[1:]
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return sign + s
}

// Duration is a length of time with three digits or so: "870 µs", "42.1 ms", "1.24 s", "2 min 5 s".
func Duration(d time.Duration) string {
	switch {
	case d < time.Millisecond:
		return fmt.Sprintf("%d µs", d.Microseconds())
	case d < 100*time.Millisecond:
		return fmt.Sprintf("%.1f ms", float64(d.Microseconds())/1000)
	case d < time.Second:
		return fmt.Sprintf("%d ms", d.Milliseconds())
	case d < time.Minute:
		return fmt.Sprintf("%.2f s", d.Seconds())
	}
	return fmt.Sprintf("%d min %d s", int(d.Minutes()), int(d.Seconds())%60)
}

// Bytes is a size: "312 bytes", "16.0 KiB".
func Bytes(n int64) string {
	if n < 1024 {
		return Count(int(n), "byte", "bytes")
	}
	if n < 1<<20 {
		return fmt.Sprintf("%.1f KiB", float64(n)/1024)
	}
	return fmt.Sprintf("%.1f MiB", float64(n)/(1<<20))
}

// initials are the one or two letters that stand for a person in the header.
func initials(name string) string {
	var out []rune
	for _, word := range strings.Fields(name) {
		for _, r := range word {
			out = append(out, r)
			break
		}
	}
	if len(out) > 2 {
		out = []rune{out[0], out[len(out)-1]}
	}
	return strings.ToUpper(string(out))
}
