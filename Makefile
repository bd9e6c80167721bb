# A word a deed; `make` alone lists them. Needs Python 3.11 or newer and a package registry.
SHELL := /bin/bash
.DEFAULT_GOAL := words
PYTHON ?= $(shell for each in python3.11 python3 python3.12 python3.13 python3.14 python; do \
	"$$each" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$each" && break; done)
UV ?= uv
PYTEST_ARGS ?= -n 2

ROOT := $(CURDIR)
BIN := $(ROOT)/.venv/bin
CLIENTS = $(patsubst %/pyproject.toml,%,$(wildcard generated/*/pyproject.toml))
# pyright and its node come from the lock; without this it asks a registry for a newer one.
export PYRIGHT_PYTHON_IGNORE_WARNINGS := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: words demo serve test check lint types build bless rule bench conformance lock clean

words: ## list these words
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1\t\2/p' Makefile | expand -t 14

demo: .venv/stamp ## environment, build, fakes, the BFFs: one product asked of each client
	@echo "== demo"
	$(BIN)/bffgen build
	$(BIN)/python docs/demo.py

serve: .venv/stamp ## the BFFs over fakes, kept up until Ctrl-C; each with a command to try
	@echo "== serve"
	$(BIN)/bffgen dev

test: .venv/stamp ## environment and all tests
	@echo "== test"
	$(BIN)/python -m pytest $(PYTEST_ARGS)

check: lint types test ## everything CI asks: lint, types, tests, build --check
	@echo "== build --check: generated/ is what contracts/ say"
	$(BIN)/bffgen build --check

lint: .venv/stamp ## ruff: rules and format, ours and that of generated/
	@echo "== lint"
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	@set -e; for client in $(CLIENTS); do echo "ruff $$client"; \
		(cd $$client && $(BIN)/ruff check . && $(BIN)/ruff format --check .); done

types: .venv/stamp ## mypy --strict and pyright: ours and that of generated/
	@echo "== types"
	$(BIN)/mypy
	$(BIN)/pyright --warnings --pythonpath $(BIN)/python
	@set -e; for client in $(CLIENTS); do echo "mypy and pyright $$client"; \
		(cd $$client && $(BIN)/mypy --strict --cache-dir $(ROOT)/.cache/mypy-generated . \
		&& $(BIN)/pyright --warnings --pythonpath $(BIN)/python); done

build: .venv/stamp ## make generated/ of contracts/
	$(BIN)/bffgen build

bless: .venv/stamp ## write what the tests expect from what is; read the difference
	$(BIN)/python -m pytest -n 0 --bless

rule: .venv/stamp ## a page of a rule to fill in: make rule id=request-thing-changed
	$(BIN)/python -m tests.rule_page "$(id)"

bench: .venv/stamp ## measurements of tests/bench, one at a time
	$(BIN)/python -m pytest -n 0 -p no:randomly -s -m bench tests/bench

conformance: .venv/stamp ## one table of what came out of the corpora; what `test` asked is not asked again
	$(BIN)/python -m tests.conformance $(CORPORA)

lock: ## pin every package again (needs uv)
	$(UV) pip compile pyproject.toml --extra dev --group work --universal --python-version 3.11 \
		--upgrade --generate-hashes --no-emit-index-url --no-annotate --quiet \
		--custom-compile-command "make lock" --output-file requirements.lock

clean: ## remove the environment and the caches
	rm -rf .venv .cache .bffgen dist

# Stamps are written last: an interrupted set-up is begun again.
.venv/locked: requirements.lock
	@test -n "$(PYTHON)" || { echo "no Python 3.11 or newer found; name one: make PYTHON=/path/to/python"; exit 2; }
	@echo "== environment: .venv with the packages of requirements.lock"
	$(PYTHON) -m venv --clear .venv
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	@touch $@

.venv/stamp: .venv/locked pyproject.toml
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@
