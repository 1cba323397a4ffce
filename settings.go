package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
)

// The raw settings, as typed: kong fills them from flags and the environment, and config.go judges them, so that a wrong
// variable and a wrong flag are refused with the same sentence and the same exit code.

// databaseSettings say where the database is. Every command that opens it has them.
type databaseSettings struct {
	DatabaseURL     string `name:"database-url" env:"DATABASE_URL" placeholder:"URL" help:"A SQLite file (a path or sqlite:PATH) or postgres://…; rollcall.db in the working directory when unset."`
	DatabaseURLFile string `name:"database-url-file" env:"DATABASE_URL_FILE" placeholder:"FILE" help:"A file that holds the database's URL."`
}

// keySettings say which key encrypts secrets at rest.
type keySettings struct {
	SecretKey     string `name:"secret-key" env:"ROLLCALL_SECRET_KEY" placeholder:"BASE64" help:"32 bytes in base64 that encrypt webhook secrets at rest; made and kept beside the SQLite file when unset, required on PostgreSQL."`
	SecretKeyFile string `name:"secret-key-file" env:"ROLLCALL_SECRET_KEY_FILE" placeholder:"FILE" help:"A file that holds the key."`
}

// mailSettings say how invitations and notices are mailed.
type mailSettings struct {
	SMTPURL     string `name:"smtp-url" env:"ROLLCALL_SMTP_URL" placeholder:"URL" help:"The mail server, smtp://user:password@host:587?from=ADDRESS (smtps:// for TLS from the start); when unset, links of invitations are shown to be copied, and notices on pages only."`
	SMTPURLFile string `name:"smtp-url-file" env:"ROLLCALL_SMTP_URL_FILE" placeholder:"FILE" help:"A file that holds the mail server's URL."`
}

// logSettings say how the log looks.
type logSettings struct {
	LogFormat string `name:"log-format" env:"ROLLCALL_LOG_FORMAT" default:"text" placeholder:"text|json" help:"How log lines are written on standard error (${default})."`
}

// deliverySettings say how webhooks are sent.
type deliverySettings struct {
	AllowTargets     string `name:"allow-targets" env:"ROLLCALL_ALLOW_TARGETS" placeholder:"LIST" help:"Addresses (CIDRs) and host names that webhooks may reach besides the public internet, separated by commas."`
	AllowTargetsFile string `name:"allow-targets-file" env:"ROLLCALL_ALLOW_TARGETS_FILE" placeholder:"FILE" help:"A file that holds the list, an entry a line; it is read again on SIGHUP."`
	HTTPSOnly        bool   `name:"https-only" env:"ROLLCALL_HTTPS_ONLY" help:"Refuse webhooks to http:// URLs, those that are there already too."`
	UseProxy         bool   `name:"use-proxy" env:"ROLLCALL_USE_PROXY" help:"Send webhooks through the proxy that HTTP_PROXY, HTTPS_PROXY and NO_PROXY name."`
	RetrySchedule    string `name:"retry-schedule" env:"ROLLCALL_RETRY_SCHEDULE" placeholder:"WAITS" help:"Waits between tries, separated by commas (5s,5m,30m,2h,5h,10h,14h,20h,24h)."`
	AttemptTimeout   string `name:"attempt-timeout" env:"ROLLCALL_ATTEMPT_TIMEOUT" default:"15s" placeholder:"TIME" help:"How long one attempt may take (${default})."`
	Workers          string `name:"workers" env:"ROLLCALL_WORKERS" default:"256" placeholder:"N" help:"How many attempts may be in flight at once (${default})."`
	PerWebhook       string `name:"workers-per-webhook" env:"ROLLCALL_WORKERS_PER_WEBHOOK" placeholder:"N" help:"How many of them one webhook may have (32)."`

	FailingAfter    string `name:"failing-after" env:"ROLLCALL_FAILING_AFTER" default:"5" placeholder:"N" help:"How many attempts in a row have to fail before a webhook counts as failing and a notice is sent (${default})."`
	DisableFailures string `name:"disable-failures" env:"ROLLCALL_DISABLE_FAILURES" default:"10" placeholder:"N" help:"How many have to fail, at least, before it is disabled (${default})."`
	DisableAfter    string `name:"disable-after" env:"ROLLCALL_DISABLE_AFTER" default:"72h" placeholder:"TIME" help:"How long it has to be failing for that, at least (${default})."`
}

// keepSettings say how long things are kept.
type keepSettings struct {
	RetentionDays      string `name:"retention-days" env:"ROLLCALL_RETENTION_DAYS" placeholder:"DAYS" help:"How long deliveries are kept, with bodies and attempts (30)."`
	RetentionRows      string `name:"retention-rows" env:"ROLLCALL_RETENTION_ROWS" placeholder:"N" help:"How many deliveries of one webhook are kept (1000000)."`
	EventRetentionDays string `name:"event-retention-days" env:"ROLLCALL_EVENT_RETENTION_DAYS" placeholder:"DAYS" help:"How long events are kept, not shorter than deliveries (90)."`
}

// metricsSettings say who can read the metrics; nobody can unless one of them is set.
type metricsSettings struct {
	MetricsAddr      string `name:"metrics-addr" env:"ROLLCALL_METRICS_ADDR" placeholder:"HOST:PORT" help:"Where to listen for /metrics alone; keep it away from the internet."`
	MetricsToken     string `name:"metrics-token" env:"ROLLCALL_METRICS_TOKEN" placeholder:"TOKEN" help:"What must be sent as a bearer token for /metrics; without ROLLCALL_METRICS_ADDR it opens /metrics on the server's own address."`
	MetricsTokenFile string `name:"metrics-token-file" env:"ROLLCALL_METRICS_TOKEN_FILE" placeholder:"FILE" help:"A file that holds the token."`
}

// boundSettings say what one attempt may take.
type boundSettings struct {
	ConnectTimeout     string `name:"connect-timeout" env:"ROLLCALL_CONNECT_TIMEOUT" placeholder:"TIME" help:"How long name lookup and connecting may take (5s)."`
	MaxRequestBody     string `name:"max-request-body" env:"ROLLCALL_MAX_REQUEST_BODY" default:"256KiB" placeholder:"SIZE" help:"How large a body may be that is sent (${default})."`
	MaxResponseRead    string `name:"max-response-read" env:"ROLLCALL_MAX_RESPONSE_READ" default:"64KiB" placeholder:"SIZE" help:"How much of an answer's body is read (${default})."`
	MaxResponseKept    string `name:"max-response-kept" env:"ROLLCALL_MAX_RESPONSE_KEPT" default:"16KiB" placeholder:"SIZE" help:"How much of it is kept in the history (${default})."`
	MaxResponseHeaders string `name:"max-response-headers" env:"ROLLCALL_MAX_RESPONSE_HEADERS" default:"32KiB" placeholder:"SIZE" help:"How large the header of an answer may be (${default})."`
}

// serverSettings say where and how the server is reached.
type serverSettings struct {
	Addr           string `name:"addr" env:"ROLLCALL_ADDR" default:"127.0.0.1:8080" placeholder:"HOST:PORT" help:"Where to listen (${default})."`
	BaseURL        string `name:"base-url" env:"ROLLCALL_BASE_URL" placeholder:"URL" help:"How people reach the server; http:// and the address when unset."`
	TrustedProxies string `name:"trusted-proxies" env:"ROLLCALL_TRUSTED_PROXIES" placeholder:"LIST" help:"Addresses (CIDRs) of reverse proxies whose X-Forwarded-For is believed, separated by commas."`
}

// forgetEmpty removes our empty variables from the environment: an empty variable counts as unset, and kong would take
// it for a value.
func forgetEmpty() error {
	for _, pair := range os.Environ() {
		name, value, _ := strings.Cut(pair, "=")
		if value != "" || !strings.HasPrefix(name, "ROLLCALL_") && !strings.HasPrefix(name, "DATABASE_URL") {
			continue
		}
		if err := os.Unsetenv(name); err != nil {
			return fmt.Errorf("unset the empty variable %s: %w", name, err)
		}
	}
	return nil
}

// checkSwitch refuses a variable that is neither on nor off. kong would take it for wrong usage of the command.
func checkSwitch(name string) error {
	value := os.Getenv(name)
	if slices.Contains([]string{"", "1", "true", "yes", "0", "false", "no"}, strings.ToLower(value)) {
		return nil
	}
	return wrong(name, value, "set it to 1, or unset it")
}

// unknown lists our variables in the environment that no flag reads: misspelt, or of another release. They have no
// effect, which somebody relies on.
func unknown(flags []*kong.Flag) (names []string) {
	for _, pair := range os.Environ() {
		name, _, _ := strings.Cut(pair, "=")
		read := func(f *kong.Flag) bool { return slices.Contains(f.Envs, name) }
		if strings.HasPrefix(name, "ROLLCALL_") && !slices.ContainsFunc(flags, read) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// maxSecretFile is how much of a *_FILE is read, in bytes.
const maxSecretFile = 64 << 10

// secret is the value of a setting that may also be named by a file. The end of the file's last line is not part of it.
func secret(setting, value, file string) (string, error) {
	switch {
	case file == "":
		return value, nil
	case value != "":
		return "", fmt.Errorf("%s and %s_FILE are both set: set only one of them", setting, setting)
	}
	content, err := readSmall(file)
	if err != nil {
		return "", fmt.Errorf("%s_FILE can't be read: %w: set it to a file that holds the value", setting, err)
	}
	if value = strings.TrimRight(content, "\r\n"); value == "" {
		return "", fmt.Errorf("%s_FILE names the empty file %s: put the value into it", setting, file)
	}
	return value, nil
}

// readSmall reads a file of at most maxSecretFile bytes.
func readSmall(file string) (string, error) {
	f, err := os.Open(file)
	if err != nil {
		return "", err
	}
	content, err := io.ReadAll(io.LimitReader(f, maxSecretFile+1))
	if err = errors.Join(err, f.Close()); err != nil {
		return "", err
	}
	if len(content) > maxSecretFile {
		return "", fmt.Errorf("%s is larger than %d bytes", file, maxSecretFile)
	}
	return string(content), nil
}
