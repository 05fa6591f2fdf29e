# Two targets are for everyone: `make demo` and `make test`. Both set up what
# they need (see scripts/need.sh).

GO          ?= go
STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2
DEADCODE    := golang.org/x/tools/cmd/deadcode@v0.51.0
PLATFORMS   := windows/amd64 darwin/arm64 linux/arm64

.PHONY: simulate demo test race changelog test-repeat test-browsers build generate lint lint-go lint-worker lint-addon platforms test-go mutilated conformance soak bench compat

# The main job on the embedded demo POS: prime a terminal, kill its server for
# real, prove that the POS comes up and sells. Ends by itself.
demo:
	@scripts/need.sh go browser
	@$(GO) build -o bin/poswarm ./cmd/poswarm
	bin/poswarm verify --demo --allow-sales

test:
	@scripts/need.sh go browser shell node python ssh
	@$(MAKE) --no-print-directory -j 2 lint
	@$(MAKE) --no-print-directory -j 2 test-go platforms

# The tests N times in a row, each time as if it were the first: what fails once
# in ten runs fails here.
N := 10
test-repeat:
	@scripts/need.sh go browser shell node python ssh
	@$(MAKE) --no-print-directory test-go TIMES=$(N)

build:
	$(GO) build -o bin/poswarm ./cmd/poswarm

# Rebuilds what is built and committed: the worker, the demo's page, tables of the docs.
generate:
	$(GO) generate ./...

lint: lint-go lint-worker lint-addon

# Linters do a third less work with memory to spare, compilers a tenth.
lint-go: export GOGC = 400
lint-go:
	@unformatted=$$(gofmt -l $$(git ls-files '*.go')); test -z "$$unformatted" || { echo "gofmt: $$unformatted"; exit 1; }
	$(GO) mod tidy -diff
	$(GO) vet ./...
	$(GO) run $(STATICCHECK) ./...
	@dead=$$($(GO) run $(DEADCODE) -test ./...); test -z "$$dead" || { echo "dead code:"; echo "$$dead"; exit 1; }

lint-worker:
	cd worker && npm ci --silent --no-audit --no-fund && npm run --silent check
	worker/node_modules/.bin/eslint --config worker/eslint.pages.config.js \
		addon/poswarm_offline_cache/static/src addon/poswarm_offline_cache/worker/first-visit.js \
		addon/poswarm_offline_cache/worker/switched-off.js verify warm internal/chrome/*.js internal/odooui internal/inspect tools/primecost tools/browsers

lint-addon:
	cd addon && /usr/bin/flake8 . && /usr/bin/vulture .
	node --test --test-reporter=dot addon/test/*.test.js

# Terminals run all of these. Types are checked on each whose files differ, tests
# included; vet asks the rest once, here. One is linked: what a linker could miss is
# our dependencies' doing. Not optimised and without debug data, which saves time.
# Tests run beside it, so it takes what processor time they leave.
platforms: export GOGC = 400
platforms:
	@$(GO) build -o bin/typecheck ./tools/typecheck && nice -n 19 bin/typecheck $(PLATFORMS)
	@GOOS=windows GOARCH=amd64 CGO_ENABLED=0 nice -n 19 $(GO) build -gcflags="all=-N -l -dwarf=false" -ldflags="-s -w" -o /dev/null ./cmd/poswarm

# Packages that need no browser take seconds and come first; of those with browsers,
# those whose tests run one after another: they would be alone at the end. See tools/testall.
TIMES  := 1
LATE   := cmd/poswarm internal/chrome verify internal/demo worker tools/soak warm internal/outage \
	internal/inspect internal/fleet/reach tools/browsers
test-go:
	@$(GO) build -o bin/testall ./tools/testall && bin/testall -n $(TIMES) -scratch "$$(scripts/scratch.sh)" -late "$(LATE)"

# The tests under the race detector, three to ten times slower: all packages that need no
# browser, and RACE of those that do. RACE="verify" for others.
RACE := internal/chrome internal/fleet/reach internal/outage warm
race: LATER = $(subst $() ,|,$(strip $(LATE)))
race:
	@scripts/need.sh go cc browser ssh
	$(GO) test -race -timeout 30m $$($(GO) list ./... | grep -vE '^poswarm/($(LATER))(/|$$)') ./verify/scenario $(RACE:%=./%)

# Moves the fragments of changelog.d into CHANGELOG.md; VERSION=19.0.1.4.0 for a release.
changelog:
	@scripts/need.sh go
	$(GO) run ./tools/changelog -version "$(VERSION)"

# An Odoo without one name that our page code relies on, for each name in turn: the
# terminal comes up, sells, and names what is off. `make test` takes a dozen at a time.
mutilated:
	@scripts/need.sh go browser shell
	$(GO) test ./internal/demo -run TestMutilatedOdoo -count=1 -each

# Compares the demo POS with a real Odoo 19: make conformance BENCH_URL=http://…,
# BENCH_ODOO=19.0-2026-06 for one of June 2026, BENCH_WORKER=poswarm with the addon.
conformance:
	@test -n "$(BENCH_URL)" || { echo "conformance: set BENCH_URL to a test Odoo 19 (sales will be made there)"; exit 2; }
	$(GO) test ./tools/conformance -count=1 -v -bench-url "$(BENCH_URL)" $(if $(BENCH_WORKER),-bench-worker $(BENCH_WORKER)) $(if $(BENCH_ODOO),-bench-odoo $(BENCH_ODOO))

# Runs the library against each server and prints one table, scenario by build:
# make compat ODOO_URLS="june=http://…?db=NAME feb=http://…" (sales will be made
# there). COMPAT_ONLY, COMPAT_LOGIN and more: see tools/compat.
compat:
	@test -n "$(ODOO_URLS)" || { echo "compat: set ODOO_URLS to test Odoo servers (sales will be made there)"; exit 2; }
	@$(GO) build -o bin/poswarm ./cmd/poswarm
	@POSWARM=$(CURDIR)/bin/poswarm $(GO) run ./tools/compat $(foreach url,$(ODOO_URLS),'$(url)')

# The worker's stories in Firefox ESR and WebKitGTK beside Chromium, on the demo:
# BROWSERS=firefox for some, BROWSERS_KEEP=folder for screenshots. See tools/browsers.
test-browsers:
	@scripts/need.sh go browser firefox webkit
	$(GO) run ./tools/browsers

# Attacks terminals for hours: SOAK_TIME=2m for a sample of that length a campaign,
# SOAK_SEED=n to play one back, SOAK_ONLY=text for some cases, SOAK_URL=http://…
# for a real Odoo 19 in a database that may be changed. Ends with an error when a
# case failed or a campaign ran none.
soak:
	@scripts/need.sh go browser
	$(GO) run ./tools/soak/run

# Reports, no verdict on time: what the worker costs online beside Odoo's own, in
# one run, what priming costs beside plain downloads, and a night over FLEET=50 terminals behind as many sshd.
bench:
	@scripts/need.sh go browser ssh
	$(GO) run ./tools/soak/cost
	$(GO) build -o bin/poswarm ./cmd/poswarm
	POSWARM=$(CURDIR)/bin/poswarm $(GO) run ./tools/primecost
	POSWARM=$(CURDIR)/bin/poswarm $(GO) run ./tools/fleetcost

# Days of a terminal on a simulated platform, with faults: SIM_DAYS, SIM_SEED. Ends with
# `simulate: days=<n> failures=<n> seed=<s>`; failing terminals are shrunk and told on stderr.
simulate:
	@node worker/sim/main.js
