# The one door. `make help` lists it.
.DEFAULT_GOAL := help
SHELL := /bin/sh
export PATH := $(CURDIR)/node_modules/.bin:$(PATH)
export PACT_DO_NOT_TRACK := true
# Where npm of Node 20 and npm 11 differ is nobody's business here: one lock file, one install.
installed := node_modules/.package-lock.json
UNIT := 'src/**/*.test.ts' 'contracts/**/*.test.ts' 'tools/**/*.test.ts'

.PHONY: help install demo test test-unit test-real check format types lint arrows dead-code conformance bench bench-load

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

$(installed): package.json package-lock.json .npmrc
	npm ci
	@touch $(installed)

install: $(installed) ## install what package-lock.json names (the others do it when needed)

demo: $(installed) ## promote one good release of LinkFlow and stop three bad ones (KEEP=1 stays up)
	@KEEP=$(KEEP) node tools/demo/main.ts

test: $(installed) ## every test that needs nothing but npm, with coverage
	@node tools/run-tests.ts --coverage --ignore 'src/**/*.real.test.ts' $(UNIT)

test-real: $(installed) ## the same suites on PostgreSQL, Prometheus … as Debian packages them
	@node tools/run-tests.ts 'src/**/*.real.test.ts'

check: format-check lint types arrows dead-code ## format, lint, types, arrows between rooms and rings, dead code

format: $(installed) ## format the sources in place
	@biome check --write .

.PHONY: format-check
format-check: $(installed)
	@biome check .

lint: $(installed) ## type-aware lint
	@oxlint --type-aware --deny-warnings

types: $(installed) ## types; domain/ and promql/ again without Node's
	@tsc -p tsconfig.json && tsc -p tsconfig.pure.json && tsc -p tsconfig.loadtests.json

arrows: $(installed) ## who imports whom
	@node tools/check-arrows.ts

dead-code: $(installed) ## exports, files and dependencies that nobody uses
	@knip

conformance: $(installed) ## run Prometheus' own PromQL suite, from CONFORMANCE_DIR, and print what passed
	@node tools/conformance.ts

bench: $(installed) ## measure, side by side
	@node tools/bench/main.ts $(ARGS)

bench-load: $(installed) ## measure the load engine beside vegeta, wrk, autocannon and artillery
	@node tools/bench/main.ts --load $(ARGS)
