# Everything a person does with Bootkeeper, each target setting itself up from a fresh clone.
#   ARGS="-k pay"   more words for pytest      JOBS=3   so many pytest processes at once (0: one)
#   APT=0           never call apt-get         PYTHON=  the Python that .venv is made with
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:
MAKEFLAGS += --no-print-directory

export APT ?= 1
export PYTHON
# Who forbids it lets every program that is started compile all it imports.
unexport PYTHONDONTWRITEBYTECODE
ARGS ?=
JOBS ?= 3

PY := .venv/bin/python
# Where tests write: in memory if 4 GB are free there, or every commit of theirs waits for the disk.
ROOM := $(shell [ -w /dev/shm ] && [ "$$(df --output=avail /dev/shm | tail -n 1)" -gt 4000000 ] \
	&& echo TMPDIR=/dev/shm)
# Three for two processors, as some tests wait; who has nothing left to do takes from the others.
PYTEST := $(ROOM) $(PY) -m pytest -q $(if $(filter-out 0,$(JOBS)),-n $(JOBS) --dist worksteal) $(ARGS)
LOCK := $(PY) -m uv pip compile --quiet --no-header --no-annotate --generate-hashes --universal \
	--python-version 3.11 $(if $(UPGRADE),--upgrade)

.PHONY: help run demo migrate test check suite-sqlite suite-postgres e2e axe lighthouse bench big screenshots lock clean ledger-check drill-r1 drill-guesses drill-races \
	system-paper system-test

help: ## this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  make %-15s %s\n", $$1, $$2}' Makefile

run: .venv/run.stamp system-paper ## start Bootkeeper with its demonstration town; prints the addresses
	@exec $(PY) -m app

demo: .venv/run.stamp system-paper ## the same, open to the phones and tablets of this network
	@MODE=demo HOST=$${HOST:-0.0.0.0} exec $(PY) -m app

migrate: .venv/run.stamp ## bring the database named by DATABASE_URL to the newest migration
	@$(PY) -c "import asyncio; from app.migrate import migrate; asyncio.run(migrate())"

test: check suite-sqlite suite-postgres e2e ## everything: check, the suite on both engines, e2e
	@echo "== all green: check, SQLite, PostgreSQL, e2e"

check: .venv/dev.stamp ## format, lint and types
	@echo "== check"
	@$(PY) -m ruff format --check --output-format concise .
	@$(PY) -m ruff check --quiet .
	@$(PY) -m mypy

suite-sqlite: .venv/dev.stamp system-test ## unit and integration tests on SQLite
	@echo "== tests on SQLite"
	@$(PYTEST) --engine=sqlite

suite-postgres: .venv/dev.stamp system-test ## what needs a database, on PostgreSQL (and Redis)
	@echo "== tests on PostgreSQL"
	@$(PYTEST) --engine=postgres tests/integration tests/drills tests/test_servers.py

# A boot's way to the street and back, its money and the live board: where engines differ in what they
# lock and tell. What all other pages save and read, the suite tries on both.
ON_POSTGRES := cart deposit distributed driver_pays guest_pays killed officer_issues promise return \
	second_payer stock_take stripe wall

e2e: .venv/dev.stamp system-test ## journeys in a real browser
	@echo "== e2e"
	@$(PYTEST) --ignore=e2e/test_distributed.py e2e
	@echo "== e2e on PostgreSQL"
	@E2E_ENGINE=postgres $(PYTEST) $(ON_POSTGRES:%=e2e/test_%.py)

axe: .venv/dev.stamp system-test ## every state of every page in every scheme, width and language
	@AXE=all $(PYTEST) e2e/test_every_state.py

lighthouse: .venv/dev.stamp system-test lighthouse/node_modules ## Lighthouse's points for every page (needs Node's npm)
	@$(PY) -m lighthouse $(ARGS)

lighthouse/node_modules: lighthouse/package-lock.json
	@cd lighthouse && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error && touch node_modules

bench: .venv/dev.stamp system-test ## measure the speed targets and print them beside their limits
	@$(PY) -m bench $(ARGS)

big: .venv/dev.stamp ## fill an empty database (DATABASE_URL, else data/big.sqlite) with COUNT=100000 assignments
	@DATABASE_URL=$${DATABASE_URL:-sqlite:///data/big.sqlite} $(PY) -m bench.big $(or $(COUNT),100000)

drill-r1: .venv/dev.stamp system-test ## kill everything while payments arrive; no release code may be lost
	@$(PY) -m drills.r1 $(ARGS)

drill-guesses: .venv/dev.stamp system-test ## a thousand guesses at once on two processes; the limits must hold
	@$(PY) -m drills.guesses $(ARGS)

drill-races: .venv/dev.stamp system-test ## two people pay each of 500 tickets at once; one is kept
	@RACES=$${RACES:-500} $(PY) -m pytest -q -s --engine=postgres tests/drills/test_two_payers.py $(ARGS)

screenshots: .venv/dev.stamp system-test ## take README's pictures anew
	@$(PY) -m scripts.pictures

ledger-check: .venv/run.stamp ## prove that the books balance and the card providers say the same
	@$(PY) -m app ledger-check

lock: .venv/run.stamp ## write requirements/*.txt anew; UPGRADE=1 takes the newest versions
	@$(LOCK) requirements/uv.in -o requirements/uv.txt
	@$(LOCK) pyproject.toml -o requirements/run.txt
	@$(LOCK) pyproject.toml --extra dev -c requirements/run.txt -o requirements/dev.txt

clean: ## remove .venv and the tools' caches; the data of make run stays
	@rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

system-paper:
	@scripts/system_packages.sh paper

system-test:
	@scripts/system_packages.sh test

.venv/run.stamp: requirements/uv.txt requirements/run.txt
	@scripts/python_packages.sh run

.venv/dev.stamp: requirements/uv.txt requirements/run.txt requirements/dev.txt
	@scripts/python_packages.sh dev
