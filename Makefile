# The workshop. `make run` shows Rollcall working; `make check` is everything that must hold before a change lands.

SHELL       := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := run

TEMPL       := go run github.com/a-h/templ/cmd/templ@v0.3.1020
GQLGEN      := go tool gqlgen
STATICCHECK := go run -race=false honnef.co/go/tools/cmd/staticcheck@v0.8.2
CLUSTER     := go run ./db/dbtest/cluster --
# With the race detector, but for the hashing of passwords: a third of the time, in thousands of log-ins.
RACE        := GOFLAGS='-race -gcflags=golang.org/x/crypto/...=-race=false'

# The one test that the kernel may refuse: it needs namespaces, which a container may lack.
NAMESPACES  := TestEveryTestHereHoldsUnderBothResolversOfTheMachine

.PHONY: run build test check without-tests generate bench deps drift format lint test-all

run: ## the demo: a sample organization, a receiver, everything working
	@go build -o bin/rollcall . && exec bin/rollcall demo

build: ## the binary, bin/rollcall
	go build -o bin/rollcall .

test: ## the tests that need nothing but Go: SQLite, no browser
	go test ./...

check: ## every check and every test; none is left out
	@$(MAKE) --no-print-directory -j 2 deps without-tests
	@$(MAKE) --no-print-directory test-all

# One after the other, while packages are downloaded: drift writes what lint reads.
without-tests:
	@$(MAKE) --no-print-directory drift
	@$(MAKE) --no-print-directory format
	@$(MAKE) --no-print-directory lint

generate: ## what is generated: views, and GraphQL's code of its schema
	$(TEMPL) generate
	cd handlers/graphql && $(GQLGEN) generate

bench: ## the scenarios on SQLite, one JSON line each; the numbers of docs/performance.md
	@go build -o bin/rollcall .
	@for scenario in burst fanout light neighbour backlog tenants; do bin/rollcall bench --scenario $$scenario; done

deps: ## PostgreSQL's server binaries, Chromium and Python, for the tests
	@.ci/deps

drift: # generated files are those that generate makes
	@files() { find . \( -name '*_templ.go' -o -path './handlers/graphql/generated/*' -o -name models_gen.go \) -print0 | sort -z | xargs -0 -r sha256sum; }; \
	before=$$(files); $(MAKE) --no-print-directory generate; \
	[ "$$before" = "$$(files)" ] || { echo 'Generated files were out of date: commit what "make generate" made.'; exit 1; }

format:
	@unformatted=$$(gofmt -l .); [ -z "$$unformatted" ] || { echo "Run gofmt on:"; echo "$$unformatted"; exit 1; }

# A clean machine compiles what is checked once: with the race detector, as the tests have it.
lint:
	$(RACE) go vet ./...
	$(RACE) $(STATICCHECK) ./...

# Both engines, the browser and Python are required: a helper that would skip a test for want of one fails it instead, and
# the log is searched for a skipped test all the same. Passing tests are left out of what is shown; tmp/test.log has all.
# A process with the race detector would sleep for a second before it ends, and the tests start hundreds. One package
# more than there are processors: tests wait for receivers and disks. Vet has run.
test-all:
	@mkdir -p tmp
	$(RACE) GORACE=atexit_sleep_ms=0 ROLLCALL_TEST_REQUIRE=postgres,browser,python $(CLUSTER) \
		go test -v -vet=off -p $$(($$(getconf _NPROCESSORS_ONLN) + 1)) -timeout 20m ./... 2>&1 \
		| tee tmp/test.log | grep --line-buffered -Ev '^(=== (RUN|PAUSE|CONT|NAME)| *--- PASS|PASS$$)'
	@if grep -E '^ *--- SKIP' tmp/test.log | grep -v $(NAMESPACES); then echo 'A test was skipped: every leg must run here.'; exit 1; fi
	@if grep -qE '^ *--- SKIP.*'$(NAMESPACES) tmp/test.log; then echo 'LEFT OUT: this kernel gives a test no network of its own, see above.'; fi
