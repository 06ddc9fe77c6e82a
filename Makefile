# The README's commands. Everything is installed into this folder: .venv/ and node_modules/.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: help install run test lint bench messages screenshots locks clean

PYTHON ?= python3
PORT ?= 8000
# One more than the cores, up to four: a browser and a worker are waited for more than they compute.
WORKERS ?= $(shell n=$$(nproc 2>/dev/null || echo 2); echo $$(( n > 3 ? 4 : n + 1 )))
PYTEST_ARGS ?=
# LINT= leaves the checks that do not depend on the database out of `make test`.
LINT ?= lint
BIN := .venv/bin
UV_COMPILE = var/locks/bin/uv pip compile -q pyproject.toml --universal --python-version 3.11 --generate-hashes \
  --no-strip-extras --no-header
export PATH := $(CURDIR)/$(BIN):$(PATH)

help: ## What can be made
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1\t\2/p' Makefile | expand -t 18

install: .venv/.installed node_modules/.installed static/dist/.built .venv/.messages ## Install everything into this folder

.venv/.installed: requirements-dev.lock requirements.lock tools/make_venv.sh
	@PYTHON="$(PYTHON)" tools/make_venv.sh

node_modules/.installed: package.json package-lock.json .venv/.installed
	@tools/with_node.sh npm ci --no-audit --no-fund --loglevel=error
	@touch $@

static/dist/.built: node_modules/.installed $(shell find assets tools/build.mjs static/src -type f 2>/dev/null)
	@tools/with_node.sh npm run --silent build
	@mkdir -p static/dist && touch $@

.venv/.messages: .venv/.installed $(wildcard locale/*/LC_MESSAGES/*.po)
	@$(BIN)/python -m liaison.messages
	@touch $@

run: install ## Start the portal, without DATABASE_URL with the demo county; Ctrl-C stops it
	@if [ -z "$${DATABASE_URL:-}$${PORTAL_DEMO:-}" ] && ! grep -qsE '^(DATABASE_URL|PORTAL_DEMO)=.' .env; \
	  then export PORTAL_DEMO=1; fi; \
	  PORT=$(PORT) PORTAL_READABLE_LOGS=1 PORTAL_LOG_LEVEL=$${PORTAL_LOG_LEVEL:-WARNING} \
	  $(BIN)/python manage.py portal

test: install $(LINT) ## The whole suite, on SQLite or on DATABASE_URL and REDIS_URL
	$(BIN)/pytest -n $(WORKERS) $(PYTEST_ARGS)

lint: install ## Style, types, imports, the API's description, migrations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy
	DJANGO_SETTINGS_MODULE=tests.settings $(BIN)/python manage.py makemigrations --check --dry-run
	DJANGO_SETTINGS_MODULE=tests.settings $(BIN)/python manage.py spectacular --fail-on-warn --validate --file /dev/null

bench: install ## Measure against a bare Django view, on PostgreSQL and Redis (SIZE=20000 is quick)
	$(BIN)/python -m bench.run

messages: install ## Collect the sentences to translate into locale/ (needs GNU gettext)
	@command -v xgettext >/dev/null || { echo "make messages needs GNU gettext: apt-get install gettext"; exit 1; }
	$(BIN)/python manage.py makemessages -l zh_Hans --no-wrap --add-location file -i node_modules -i .venv -i var -i tests

screenshots: install ## Take the pictures of docs/screenshots anew, from the demo county
	SCREENSHOTS=1 $(BIN)/pytest -q -n 0 tests/browser/test_screenshots.py

# The extras stay in the lock files: the pip of Debian 12 takes `coverage[toml]` for unpinned beside `coverage==...`
# as soon as a newer version is out, and installs nothing.
locks: ## Resolve the lock files again after a change in pyproject.toml
	@test -x var/locks/bin/uv || { $(PYTHON) -m venv var/locks && var/locks/bin/pip install -q uv; }
	$(UV_COMPILE) -o requirements.lock
	$(UV_COMPILE) --group dev -c requirements.lock -o requirements-dev.lock

clean: ## Remove what was installed and made; the database in var/ stays
	rm -rf .venv node_modules static/dist var/static var/static.stamp var/test-* .mypy_cache .ruff_cache test-results
	find locale -name '*.mo' -delete
