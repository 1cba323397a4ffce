module rollcall

go 1.26.0

require (
	code.dny.dev/ssrf v0.3.0 // which addresses are global: generated from the IANA registries, better kept than a list of ours
	github.com/99designs/gqlgen v0.17.90 // GraphQL, schema first; its generator is the tool below
	github.com/a-h/templ v0.3.1020 // views as typed Go functions that escape by context
	github.com/alecthomas/kong v1.17.0 // commands, flags and their environment variables from one struct
	github.com/chromedp/cdproto v0.159.0 // tests: the protocol that chromedp speaks
	github.com/chromedp/chromedp v0.23.0 // tests: pages in a real browser
	github.com/emersion/go-sasl v0.0.0-20241020182733-b788ff22d5a6 // tests: passwords at that mail server
	github.com/emersion/go-smtp v0.25.1 // tests: the mail server that letters are sent to
	github.com/gofrs/flock v0.13.1 // the lock file that keeps a second server off a SQLite file
	github.com/google/go-cmp v0.7.0 // tests: readable differences
	github.com/google/uuid v1.6.0 // UUID version 7: ids of events, deliveries and attempts
	github.com/gorilla/securecookie v1.1.2 // authenticates the session cookie
	github.com/gorilla/sessions v1.4.0 // the session's place in a request; our store keeps it in the database
	github.com/jackc/pgx/v5 v5.11.0 // PostgreSQL
	github.com/labstack/echo/v4 v4.16.0 // routing and middleware
	github.com/mattn/go-sqlite3 v1.14.53 // SQLite
	github.com/pressly/goose/v3 v3.29.0 // migrations
	github.com/prometheus/client_golang v1.25.0 // metrics in Prometheus' format, and those of Go and of the process
	github.com/riverqueue/river v0.47.0 // durable jobs, enqueued in the application's own transaction; v0.47.0 is the newest whole set
	github.com/riverqueue/river/riverdriver v0.47.0 // River: its driver interface
	github.com/riverqueue/river/riverdriver/riverpgxv5 v0.47.0 // River on PostgreSQL
	github.com/riverqueue/river/riverdriver/riversqlite v0.47.0 // River on SQLite
	github.com/riverqueue/river/rivershared v0.47.0 // indirect; River: shared by its drivers, pinned with them
	github.com/riverqueue/river/rivertype v0.47.0 // River: its types
	github.com/standard-webhooks/standard-webhooks/libraries v0.0.1 // signs, and verifies in the tests and the demo's receiver
	github.com/vektah/gqlparser/v2 v2.5.64 // gqlgen's parser and validator: our limits walk its documents
	github.com/wneessen/go-mail v0.8.1 // letters: SMTP with TLS and authentication, headers that can't be injected into
	golang.org/x/crypto v0.58.0 // argon2id
	golang.org/x/net v0.62.0 // idna: host names as browsers read them
	golang.org/x/sync v0.24.0 // semaphore: bounds password hashing
	golang.org/x/term v0.47.0 // a password typed at a terminal is not shown
	golang.org/x/text v0.43.0 // Unicode normalisation: passwords, and names that people search for
)

require (
	github.com/agnivade/levenshtein v1.2.2 // indirect
	github.com/beorn7/perks v1.0.1 // indirect
	github.com/cespare/xxhash/v2 v2.3.0 // indirect
	github.com/go-json-experiment/json v0.0.0-20260213210345-44df1a37e875 // indirect
	github.com/goccy/go-yaml v1.19.2 // indirect
	github.com/jackc/pgpassfile v1.0.0 // indirect
	github.com/jackc/pgservicefile v0.0.0-20240606120523-5a60cdf6a761 // indirect
	github.com/jackc/puddle/v2 v2.2.3 // indirect
	github.com/labstack/gommon v0.5.0 // indirect
	github.com/mattn/go-colorable v0.1.15 // indirect
	github.com/mattn/go-isatty v0.0.24 // indirect
	github.com/mfridman/interpolate v0.0.2 // indirect
	github.com/munnerz/goautoneg v0.0.0-20191010083416-a7dc8b61c822 // indirect
	github.com/prometheus/client_model v0.6.3 // indirect
	github.com/prometheus/common v0.72.0 // indirect
	github.com/prometheus/procfs v0.22.0 // indirect
	github.com/sethvargo/go-retry v0.5.0 // indirect
	github.com/sosodev/duration v1.4.0 // indirect
	github.com/tidwall/gjson v1.19.0 // indirect
	github.com/tidwall/match v1.2.0 // indirect
	github.com/tidwall/pretty v1.2.1 // indirect
	github.com/tidwall/sjson v1.2.5 // indirect
	github.com/urfave/cli/v3 v3.8.0 // indirect
	github.com/valyala/bytebufferpool v1.0.0 // indirect
	github.com/valyala/fasttemplate v1.2.2 // indirect
	go.uber.org/multierr v1.11.0 // indirect
	golang.org/x/mod v0.41.0 // indirect
	golang.org/x/sys v0.49.0 // indirect
	golang.org/x/tools v0.51.0 // indirect
	google.golang.org/protobuf v1.36.12 // indirect
)

tool github.com/99designs/gqlgen
