package main

import (
	"encoding/base64"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"time"

	"rollcall/app/mail"
)

// Bounds of the settings. Outside them the start is refused: a value that can't be meant should not be found out by its effects.
const (
	keyBytes       = 32
	maxWorkers     = 1000
	maxWaits       = 30
	minWait        = 100 * time.Millisecond
	maxWait        = 7 * 24 * time.Hour
	minAttempt     = time.Second
	maxAttempt     = time.Minute
	defaultBaseURL = "http://"
)

// wrong is the sentence for a setting that can't be used. It repeats what was typed, so it is not for secrets.
func wrong(setting, value, advice string) error {
	return fmt.Errorf("%s can't be %q: %s", setting, value, advice)
}

// url resolves the database's URL, with its default.
func (s databaseSettings) url() (string, error) {
	value, err := secret("DATABASE_URL", s.DatabaseURL, s.DatabaseURLFile)
	if value == "" {
		value = "rollcall.db"
	}
	return value, err
}

// key resolves the key; nil when none is set.
func (s keySettings) key() ([]byte, error) {
	value, err := secret("ROLLCALL_SECRET_KEY", s.SecretKey, s.SecretKeyFile)
	if err != nil || value == "" {
		return nil, err
	}
	return decodeKey("ROLLCALL_SECRET_KEY", value)
}

// decodeKey reads a key in base64; what names it in the error, which never repeats the key.
func decodeKey(what, value string) ([]byte, error) {
	key, err := base64.StdEncoding.DecodeString(strings.TrimSpace(value))
	if err != nil || len(key) != keyBytes {
		return nil, fmt.Errorf("%s must be %d bytes in base64: make one with `openssl rand -base64 %d`", what, keyBytes, keyBytes)
	}
	return key, nil
}

// url resolves the mail server's URL, "" for none. It is judged here, for a wrong one is to stop the start before anything
// is touched; the sender's address may need the base URL, which is known only later.
func (s mailSettings) url() (string, error) {
	value, err := secret("ROLLCALL_SMTP_URL", s.SMTPURL, s.SMTPURLFile)
	if err != nil || value == "" {
		return "", err
	}
	_, err = mail.New(value, "localhost")
	return value, err
}

// logger makes the log that writes on w.
func (s logSettings) logger(w io.Writer) (*slog.Logger, error) {
	switch s.LogFormat {
	case "text":
		return slog.New(slog.NewTextHandler(w, nil)), nil
	case "json":
		return slog.New(slog.NewJSONHandler(w, nil)), nil
	}
	return nil, wrong("ROLLCALL_LOG_FORMAT", s.LogFormat, "set it to text or json")
}

// schedule resolves the waits between tries; nil for the default of the delivery's own room.
func (s deliverySettings) schedule() ([]time.Duration, error) {
	var waits []time.Duration
	for _, word := range list(s.RetrySchedule) {
		wait, err := time.ParseDuration(word)
		if err != nil || wait < minWait || wait > maxWait {
			return nil, wrong("ROLLCALL_RETRY_SCHEDULE", s.RetrySchedule, "set it to waits from 100ms to 168h separated by commas, like 5s,5m,30m")
		}
		waits = append(waits, wait)
	}
	if len(waits) > maxWaits {
		return nil, fmt.Errorf("ROLLCALL_RETRY_SCHEDULE has %d waits: set it to at most %d", len(waits), maxWaits)
	}
	return waits, nil
}

// attemptTimeout resolves how long one attempt may take.
func (s deliverySettings) attemptTimeout() (time.Duration, error) {
	d, err := time.ParseDuration(s.AttemptTimeout)
	if err != nil || d < minAttempt || d > maxAttempt {
		return 0, wrong("ROLLCALL_ATTEMPT_TIMEOUT", s.AttemptTimeout, "set it to a time from 1s to 1m, like 15s")
	}
	return d, nil
}

// workers resolves how many attempts may be in flight at once.
func (s deliverySettings) workers() (int, error) {
	n, err := strconv.Atoi(s.Workers)
	if err != nil || n < 1 || n > maxWorkers {
		return 0, wrong("ROLLCALL_WORKERS", s.Workers, fmt.Sprintf("set it to a whole number from 1 to %d", maxWorkers))
	}
	return n, nil
}

// check judges the address, without listening on it, and the base URL.
func (s serverSettings) check() error {
	if s.BaseURL != "" {
		if _, err := s.baseURL(nil); err != nil {
			return err
		}
	}
	_, port, err := net.SplitHostPort(s.Addr)
	if err == nil {
		_, err = strconv.ParseUint(port, 10, 16)
	}
	if err != nil {
		return wrong("ROLLCALL_ADDR", s.Addr, "set it to a host and a port, like 127.0.0.1:8080")
	}
	return nil
}

// baseURL resolves how people reach the server that listens on addr, without a slash at the end. An address that stands
// for every interface is nothing that a browser can open, so it becomes localhost.
func (s serverSettings) baseURL(addr net.Addr) (string, error) {
	if s.BaseURL == "" {
		host, port, err := net.SplitHostPort(addr.String())
		if ip, bad := netip.ParseAddr(host); bad == nil && ip.IsUnspecified() {
			host = "localhost"
		}
		return defaultBaseURL + net.JoinHostPort(host, port), err
	}
	u, err := url.Parse(s.BaseURL)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "" {
		return "", wrong("ROLLCALL_BASE_URL", s.BaseURL, "set it to a scheme and a host, like https://rollcall.example.com")
	}
	return u.Scheme + "://" + u.Host, nil
}

// trustedProxies resolves whose X-Forwarded-For is believed.
func (s serverSettings) trustedProxies() ([]netip.Prefix, error) {
	var proxies []netip.Prefix
	for _, word := range list(s.TrustedProxies) {
		prefix, err := prefix(word)
		if err != nil {
			return nil, wrong("ROLLCALL_TRUSTED_PROXIES", s.TrustedProxies, "set it to addresses or CIDRs separated by commas, like 10.0.0.0/8,192.168.1.5")
		}
		proxies = append(proxies, prefix)
	}
	return proxies, nil
}

// prefix reads a CIDR, or an address as the CIDR that holds only it.
func prefix(s string) (netip.Prefix, error) {
	if p, err := netip.ParsePrefix(s); err == nil {
		return p.Masked(), nil
	}
	addr, err := netip.ParseAddr(s)
	if err != nil {
		return netip.Prefix{}, err
	}
	return netip.PrefixFrom(addr, addr.BitLen()), nil
}

// list splits a setting at its commas; spaces around the words and empty words don't count.
func list(s string) []string {
	var words []string
	for word := range strings.SplitSeq(s, ",") {
		if word = strings.TrimSpace(word); word != "" {
			words = append(words, word)
		}
	}
	return words
}
