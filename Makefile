# The one door. `make help` lists it.
.DEFAULT_GOAL := help
SHELL := /bin/sh
export PATH := $(CURDIR)/node_modules/.bin:$(PATH)
export PACT_DO_NOT_TRACK := true

node_modules/.ready: package.json package-lock.json .npmrc
	npm ci
	@touch $@

.PHONY: help install format check test

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1	\2/p' Makefile | expand -t 22

install: node_modules/.ready ## install what package-lock.json names (done by the others when needed)

format: node_modules/.ready ## format the sources in place
	@biome check --write .
