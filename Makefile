# `make help` tells what there is. Everything lives in .venv and in the data folder.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help demo install test check bench docs lock clean

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip -qq --disable-pip-version-check
UV := $(VENV)/uv/bin
LOCK := $(UV)/uv pip compile --quiet --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-emit-find-links
# the first Python found that is new enough; name another with PYTHON=…
NEW_ENOUGH := import sys, venv; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for each in python3.11 python3.12 python3.13 python3.14 python3; do \
	$$each -c '$(NEW_ENOUGH)' 2>/dev/null && echo $$each && break; done)

help: ## this list
	@echo "Signet: a university's micro-credentials."
	@echo
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/\1	\2/p' $(MAKEFILE_LIST) \
		| while IFS='	' read -r name told; do printf '  make %-8s%s\n' "$$name" "$$told"; done
	@echo
	@echo "  PORT and SIGNET_DATA choose where the demo listens and keeps its data."

demo: $(VENV)/.base ## the sample institution on http://localhost:8000/
	@exec $(BIN)/signet demo

install: $(VENV)/.base ## .venv with what Signet runs on, for `signet setup` and `signet serve`

test: $(VENV)/.dev ## every test this machine can run; says what it leaves out, and why
	@$(BIN)/python tests/run.py $(TESTS)

check: export SIGNET_DATA := $(VENV)/check
check: $(VENV)/.dev ## style, types, import contracts, migrations, drawings
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/signet check --fail-level WARNING
	$(BIN)/signet makemigrations --check --dry-run
	$(BIN)/python docs/draw_states.py --check

bench: $(VENV)/.dev ## the benchmarks; fails where a gate of docs/performance.md is missed
	@$(BIN)/python tests/bench/run.py

docs: $(VENV)/.dev ## draw docs/states.md from the state tables
	@$(BIN)/python docs/draw_states.py

lock: $(UV)/uv ## settle the versions in requirements/*.txt anew
	$(LOCK) --output-file requirements/base.txt requirements/base.in
	$(LOCK) --output-file requirements/dev.txt --constraint requirements/base.txt requirements/dev.in

clean: ## remove what was installed and cached; the data folder stays
	@rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	@rm -rf tests/bench/node_modules
	@find signet tests docs -name __pycache__ -type d -prune -exec rm -rf {} +

# A stamp is written last, so an interrupted install is simply done again.
$(VENV)/.made:
	@$(if $(PYTHON),,echo "Signet needs Python 3.11 or newer with its venv module." >&2; exit 1)
	@echo "Making $(VENV) with $(PYTHON) …"
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.base: $(VENV)/.made requirements/base.txt pyproject.toml
	@echo "Installing what Signet runs on …"
	@$(PIP) install --require-hashes --requirement requirements/base.txt
	@$(PIP) install --no-build-isolation --no-deps --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.base requirements/dev.txt
	@echo "Installing what the tests and checks need …"
	@$(PIP) install --require-hashes --requirement requirements/dev.txt
	@touch $@

$(UV)/uv: $(VENV)/.made
	@$(BIN)/python -m venv $(VENV)/uv
	@$(UV)/pip -qq --disable-pip-version-check install uv
