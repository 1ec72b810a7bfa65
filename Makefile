# Everything that is done with this tree, each under one name. `make help` tells.

SHELL := /bin/bash
.ONESHELL:
.SHELLFLAGS := -eu -o pipefail -c
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help

# Any Python from 3.11 on; the plain name first.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
PORT ?= 8000
# EXTRAS=postgres installs what that needs too.
EXTRAS ?=
NODE := $(if $(shell command -v npm),,node)
BIN := .venv/bin

export PYTHONUTF8 = 1
# Else every start would compile Django anew where bytecode is switched off.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup dev demo run test lint format bench check lock translations clean

help: ## Show what can be made
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/:[^#]*## /\t/' | expand -t 16

setup: ## Environment and static files; leaves .venv/bin/samrad
	@test -n "$(PYTHON)" || { echo "Samråd needs Python 3.11 or later, and none was found." >&2; exit 1; }
	$(PYTHON) tools/environment.py runtime $(EXTRAS) $(NODE)
	$(MAKE) build/collected/staticfiles.json
	SAMRAD_VAR=build/var $(BIN)/samrad make_booklet --verbosity 0

dev: setup ## What tests and linters need, too
	@$(PYTHON) tools/environment.py runtime postgres dev $(EXTRAS) $(NODE)

STATIC := $(shell find samrad -path '*/static/*' -type f) $(wildcard locale/*/LC_MESSAGES/*.po) \
	package-lock.json requirements/runtime.txt tools/frontend.py tools/translations.py
build/collected/staticfiles.json: $(STATIC)
	@$(BIN)/python -m tools.frontend
	$(BIN)/python -m tools.translations compile
	SAMRAD_VAR=build/var $(BIN)/samrad collectstatic --no-input --clear --verbosity 0

demo: setup ## A filled demo site on http://127.0.0.1:8000 (PORT=, FRESH=1 to begin anew)
	@exec $(BIN)/samrad demo --port $(PORT) $(if $(filter 1,$(FRESH)),--fresh)

run: setup ## Serve what is in var/, with worker (PORT=)
	@$(BIN)/samrad migrate --verbosity 0
	exec $(BIN)/samrad serve --port $(PORT)

test: dev ## Everything: SQLite with browser, then PostgreSQL (ARGS= for pytest)
	@$(BIN)/python -m tools.suite $(ARGS)

lint: dev ## Style, types, floors, templates, migrations
	@$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	$(BIN)/mypy samrad tests tools bench
	$(BIN)/lint-imports
	find samrad -name '*.html' -print0 | xargs -0 $(BIN)/djade --check --target-version 5.2
	export SAMRAD_VAR=build/var SAMRAD_URL=https://samrad.example.org SAMRAD_SSL_REDIRECT=1
	$(BIN)/samrad check --deploy --fail-level WARNING
	$(BIN)/samrad makemigrations --check --dry-run

format: dev ## Let the formatters have their way
	@$(BIN)/ruff format --quiet .
	$(BIN)/ruff check --quiet --fix .
	find samrad -name '*.html' -print0 | xargs -0 $(BIN)/djade --target-version 5.2

bench: dev ## Measure against the budgets (docs/performance.md)
	@$(BIN)/python -m bench

check: ## All that CI does
	@$(MAKE) setup
	$(MAKE) lint
	$(MAKE) test

translations: dev ## Bring locale/ up to date with the texts in the code
	@$(BIN)/python -m tools.translations extract
	$(BIN)/python -m tools.translations compile

COMPILE = $(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate --no-emit-index-url --no-emit-find-links
lock: dev ## Lock requirements/*.in anew (UPGRADE=1 takes newer versions)
	@cd requirements
	COMPILE="../$(COMPILE) $(if $(filter 1,$(UPGRADE)),--upgrade)"
	$$COMPILE runtime.in -o runtime.txt
	$$COMPILE postgres.in -c runtime.txt -o postgres.txt
	$$COMPILE dev.in -c runtime.txt -c postgres.txt -o dev.txt
	for tool in uv node; do $$COMPILE $$tool.in -o $$tool.txt; done

clean: ## Take away what was built (keeps var/ and the environment)
	@rm -rf build node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find samrad tests tools -name __pycache__ -prune -exec rm -rf {} +
