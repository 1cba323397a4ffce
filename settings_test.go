package main

import (
	"encoding/base64"
	"log/slog"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"rollcall/app/webhook"
)

// refused checks that an error is one sentence that names the setting.
func refused(t *testing.T, err error, setting string) {
	t.Helper()
	if err == nil {
		t.Fatal("not refused")
	}
	if s := err.Error(); !strings.HasPrefix(s, setting) || strings.Contains(s, "\n") {
		t.Fatalf("the sentence is %q", s)
	}
}

func TestSecrets(t *testing.T) {
	file := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(file, []byte("postgres://somewhere\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Run("a file holds the value", func(t *testing.T) {
		if got, err := (databaseSettings{DatabaseURLFile: file}).url(); err != nil || got != "postgres://somewhere" {
			t.Fatalf("got %q, %v", got, err)
		}
	})
	t.Run("a value and a file together are refused", func(t *testing.T) {
		_, err := databaseSettings{DatabaseURL: "x.db", DatabaseURLFile: file}.url()
		refused(t, err, "DATABASE_URL and DATABASE_URL_FILE")
	})
	t.Run("a missing file is refused", func(t *testing.T) {
		_, err := keySettings{SecretKeyFile: file + ".not"}.key()
		refused(t, err, "ROLLCALL_SECRET_KEY_FILE")
		_, err = mailSettings{SMTPURLFile: file + ".not"}.url()
		refused(t, err, "ROLLCALL_SMTP_URL_FILE")
	})
	t.Run("a mail server that can't be meant is refused, and its password is not repeated", func(t *testing.T) {
		_, err := mailSettings{SMTPURL: "https://user:hunter2@mail.example.com"}.url()
		refused(t, err, "ROLLCALL_SMTP_URL")
		if strings.Contains(err.Error(), "hunter2") {
			t.Error(err)
		}
		if got, err := (mailSettings{SMTPURL: "smtp://user:hunter2@mail.example.com"}).url(); err != nil || got != "smtp://user:hunter2@mail.example.com" {
			t.Errorf("got %q, %v", got, err)
		}
		if got, err := (mailSettings{}).url(); err != nil || got != "" {
			t.Errorf("got %q, %v", got, err)
		}
	})
	t.Run("an empty file is refused", func(t *testing.T) {
		empty := filepath.Join(t.TempDir(), "empty")
		if err := os.WriteFile(empty, []byte("\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := keySettings{SecretKeyFile: empty}.key()
		refused(t, err, "ROLLCALL_SECRET_KEY_FILE")
	})
	t.Run("a file that is too large is refused", func(t *testing.T) {
		large := filepath.Join(t.TempDir(), "large")
		if err := os.WriteFile(large, make([]byte, maxSecretFile+1), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := keySettings{SecretKeyFile: large}.key()
		refused(t, err, "ROLLCALL_SECRET_KEY_FILE")
	})
	t.Run("without one the database is a file in the working directory", func(t *testing.T) {
		if got, err := (databaseSettings{}).url(); err != nil || got != "rollcall.db" {
			t.Fatalf("got %q, %v", got, err)
		}
	})
	t.Run("a key is 32 bytes in base64, and a wrong one is not repeated", func(t *testing.T) {
		good := base64.StdEncoding.EncodeToString(make([]byte, keyBytes))
		if key, err := (keySettings{SecretKey: good}).key(); err != nil || len(key) != keyBytes {
			t.Fatalf("%d bytes, %v", len(key), err)
		}
		for _, bad := range []string{"correct-horse", base64.StdEncoding.EncodeToString(make([]byte, 31)), good + "AAAA"} {
			_, err := keySettings{SecretKey: bad}.key()
			refused(t, err, "ROLLCALL_SECRET_KEY")
			if strings.Contains(err.Error(), bad) {
				t.Errorf("the sentence repeats the key: %v", err)
			}
		}
	})
}

func TestDeliverySettings(t *testing.T) {
	t.Run("a schedule is waits separated by commas", func(t *testing.T) {
		got, err := deliverySettings{RetrySchedule: "5s, 5m,30m"}.schedule()
		if diff := cmp.Diff([]time.Duration{5 * time.Second, 5 * time.Minute, 30 * time.Minute}, got); diff != "" || err != nil {
			t.Fatal(diff, err)
		}
	})
	t.Run("no schedule means the default one", func(t *testing.T) {
		if got, err := (deliverySettings{}).schedule(); got != nil || err != nil {
			t.Fatalf("got %v, %v", got, err)
		}
	})
	for _, bad := range []string{"5", "soon", "-5s", "0s", "99ms", "169h", "5s;5m", strings.Repeat("1s,", maxWaits+1)} {
		t.Run("the schedule "+bad+" is refused", func(t *testing.T) {
			_, err := deliverySettings{RetrySchedule: bad}.schedule()
			refused(t, err, "ROLLCALL_RETRY_SCHEDULE")
		})
	}
	for _, bad := range []string{"", "15", "0s", "999ms", "61s", "-15s"} {
		t.Run("the attempt timeout "+bad+" is refused", func(t *testing.T) {
			_, err := deliverySettings{AttemptTimeout: bad}.attemptTimeout()
			refused(t, err, "ROLLCALL_ATTEMPT_TIMEOUT")
		})
	}
	for _, bad := range []string{"", "0", "-1", "1001", "many", "1.5"} {
		t.Run("the number of workers "+bad+" is refused", func(t *testing.T) {
			_, err := deliverySettings{Workers: bad}.workers()
			refused(t, err, "ROLLCALL_WORKERS")
		})
	}
}

func TestBounds(t *testing.T) {
	good := boundSettings{MaxRequestBody: "256KiB", MaxResponseRead: "64KiB", MaxResponseKept: "16KiB", MaxResponseHeaders: "32768"}
	t.Run("sizes are bytes, or KiB", func(t *testing.T) {
		got, err := good.bounds(15 * time.Second)
		if want := (bounds{body: 256 << 10, read: 64 << 10, keep: 16 << 10, headers: 32 << 10}); got != want || err != nil {
			t.Fatal(got, err)
		}
	})
	t.Run("connecting may take as long as the whole attempt", func(t *testing.T) {
		s := good
		s.ConnectTimeout = "2s"
		if got, err := s.bounds(2 * time.Second); got.connect != 2*time.Second || err != nil {
			t.Fatal(got, err)
		}
		for _, bad := range []string{"2001ms", "99ms", "0", "-1s", "soon"} {
			s.ConnectTimeout = bad
			_, err := s.bounds(2 * time.Second)
			refused(t, err, "ROLLCALL_CONNECT_TIMEOUT")
		}
	})
	for setting, of := range map[string]func(*boundSettings) *string{
		"ROLLCALL_MAX_REQUEST_BODY":     func(s *boundSettings) *string { return &s.MaxRequestBody },
		"ROLLCALL_MAX_RESPONSE_READ":    func(s *boundSettings) *string { return &s.MaxResponseRead },
		"ROLLCALL_MAX_RESPONSE_KEPT":    func(s *boundSettings) *string { return &s.MaxResponseKept },
		"ROLLCALL_MAX_RESPONSE_HEADERS": func(s *boundSettings) *string { return &s.MaxResponseHeaders },
	} {
		for _, bad := range []string{"", "0", "1023", "-64KiB", "1025KiB", "1048577", "99999999999999999999KiB", "9007199254740993KiB", "64KB", "64 MiB", "large"} {
			t.Run(setting+" of "+bad+" is refused", func(t *testing.T) {
				s := good
				*of(&s) = bad
				_, err := s.bounds(time.Minute)
				refused(t, err, setting)
			})
		}
	}
	t.Run("more can't be kept than is read", func(t *testing.T) {
		s := good
		s.MaxResponseRead = "8KiB"
		_, err := s.bounds(time.Minute)
		refused(t, err, "ROLLCALL_MAX_RESPONSE_KEPT")
	})
}

func TestHealthSettings(t *testing.T) {
	good := deliverySettings{FailingAfter: "5", DisableFailures: "10", DisableAfter: "72h"}
	t.Run("the defaults are those of the delivery's own room", func(t *testing.T) {
		got, err := good.limits()
		if diff := cmp.Diff(webhook.DefaultLimits(), got); diff != "" || err != nil {
			t.Fatal(diff, err)
		}
	})
	for _, bad := range []string{"", "0", "-1", "100001", "five", "1.5"} {
		t.Run("failing after "+bad+" is refused", func(t *testing.T) {
			s := good
			s.FailingAfter = bad
			_, err := s.limits()
			refused(t, err, "ROLLCALL_FAILING_AFTER")
		})
	}
	for _, bad := range []string{"", "4", "-1", "100001", "ten"} {
		t.Run("disabling after "+bad+" failures is refused", func(t *testing.T) {
			s := good
			s.DisableFailures = bad
			_, err := s.limits()
			refused(t, err, "ROLLCALL_DISABLE_FAILURES")
			if !strings.Contains(err.Error(), "from 5 (ROLLCALL_FAILING_AFTER) to 100000") {
				t.Error(err)
			}
		})
	}
	for _, bad := range []string{"", "72", "0s", "-72h", "999ms", "2161h", "3 days"} {
		t.Run("disabling after the time "+bad+" is refused", func(t *testing.T) {
			s := good
			s.DisableAfter = bad
			_, err := s.limits()
			refused(t, err, "ROLLCALL_DISABLE_AFTER")
		})
	}
	t.Run("one webhook's workers are some of all", func(t *testing.T) {
		for _, bad := range []string{"0", "-1", "257", "many"} {
			_, err := deliverySettings{PerWebhook: bad}.perWebhook(256)
			refused(t, err, "ROLLCALL_WORKERS_PER_WEBHOOK")
		}
		for value, want := range map[string]int{"": 0, "1": 1, "256": 256} {
			if got, err := (deliverySettings{PerWebhook: value}).perWebhook(256); err != nil || got != want {
				t.Errorf("%q: %d (%v)", value, got, err)
			}
		}
	})
}

func TestServerSettings(t *testing.T) {
	for _, bad := range []string{"", "8080", "127.0.0.1", "127.0.0.1:http", "127.0.0.1:65536", "[::1:80"} {
		t.Run("the address "+bad+" is refused", func(t *testing.T) {
			refused(t, serverSettings{Addr: bad}.check(), "ROLLCALL_ADDR")
		})
	}
	for addr, want := range map[string]string{
		"127.0.0.1:8080": "http://127.0.0.1:8080", "0.0.0.0:80": "http://localhost:80", "[::]:8080": "http://localhost:8080", "[::1]:1": "http://[::1]:1",
	} {
		t.Run("without a base URL "+addr+" is reached at "+want, func(t *testing.T) {
			got, err := serverSettings{}.baseURL(net.TCPAddrFromAddrPort(netip.MustParseAddrPort(addr)))
			if err != nil || got != want {
				t.Fatalf("got %q, %v", got, err)
			}
		})
	}
	t.Run("a base URL loses its slash", func(t *testing.T) {
		if got, err := (serverSettings{BaseURL: "https://rollcall.example.com/"}).baseURL(nil); err != nil || got != "https://rollcall.example.com" {
			t.Fatalf("got %q, %v", got, err)
		}
	})
	for _, bad := range []string{"rollcall.example.com", "ftp://x", "https://", "https://me:pw@x", "https://x/path", "https://x?a=b", "https://x/#a"} {
		t.Run("the base URL "+bad+" is refused", func(t *testing.T) {
			_, err := serverSettings{BaseURL: bad}.baseURL(nil)
			refused(t, err, "ROLLCALL_BASE_URL")
		})
	}
	t.Run("trusted proxies are CIDRs and addresses", func(t *testing.T) {
		got, err := serverSettings{TrustedProxies: "10.1.2.3/8, 192.168.1.5,::1"}.trustedProxies()
		want := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("192.168.1.5/32"), netip.MustParsePrefix("::1/128")}
		if diff := cmp.Diff(want, got, cmpopts.EquateComparable(netip.Prefix{})); diff != "" || err != nil {
			t.Fatal(diff, err)
		}
	})
	for _, bad := range []string{"proxy", "10.0.0.0/33", "10.0.0.0-10.0.0.9"} {
		t.Run("the proxies "+bad+" are refused", func(t *testing.T) {
			_, err := serverSettings{TrustedProxies: bad}.trustedProxies()
			refused(t, err, "ROLLCALL_TRUSTED_PROXIES")
		})
	}
}

func TestLogSettings(t *testing.T) {
	t.Run("text and json are known", func(t *testing.T) {
		for _, format := range []string{"text", "json"} {
			var b strings.Builder
			log, err := logSettings{format}.logger(&b)
			if err != nil {
				t.Fatal(err)
			}
			log.Info("hello", slog.Int("n", 1))
			if !strings.Contains(b.String(), "hello") || strings.HasPrefix(b.String(), "{") != (format == "json") {
				t.Errorf("%s: %s", format, b.String())
			}
		}
	})
	t.Run("another format is refused", func(t *testing.T) {
		_, err := logSettings{"xml"}.logger(nil)
		refused(t, err, "ROLLCALL_LOG_FORMAT")
	})
}

func TestForgetEmpty(t *testing.T) {
	t.Run("an empty variable counts as unset", func(t *testing.T) {
		t.Setenv("ROLLCALL_ADDR", "")
		t.Setenv("DATABASE_URL", "")
		t.Setenv("ROLLCALL_WORKERS", "3")
		if err := forgetEmpty(); err != nil {
			t.Fatal(err)
		}
		_, addr := os.LookupEnv("ROLLCALL_ADDR")
		_, database := os.LookupEnv("DATABASE_URL")
		if addr || database || os.Getenv("ROLLCALL_WORKERS") != "3" {
			t.Fatalf("ROLLCALL_ADDR set %v, DATABASE_URL set %v, ROLLCALL_WORKERS %q", addr, database, os.Getenv("ROLLCALL_WORKERS"))
		}
	})
}
