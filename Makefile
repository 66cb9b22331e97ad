# Every target works as the first command in a fresh clone: what it needs is set up on the way.

PYTHON ?= python3
STACK ?= dev-aws
WORKERS ?= auto
UPGRADE ?=

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
CHECKOV := .cache/checkov/.ready
MUTMUT := .cache/mutmut/.ready

MAKEFLAGS += --no-builtin-rules --no-print-directory
SHELL := /bin/sh
.SHELLFLAGS := -eu -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
.PHONY: help setup plan up down engine test test-long test-engine lint format lock bench mutants docs prices clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(READY) ## Make .venv from requirements.lock (all other targets do it when it is stale)

$(READY): requirements.lock pyproject.toml tools/setup.py
	@$(PYTHON) tools/setup.py $(VENV)
	@touch $@

plan: $(READY) ## Show what a stack would create, without a cloud: make plan STACK=prod-azure
	@$(BIN)/lz plan $(STACK)

up: $(READY) engine ## Deploy a stack with Pulumi itself, onto simulated clouds: make up STACK=prod-azure
	@$(BIN)/lz up --sandbox $(STACK)

down: $(READY) engine ## Delete it from the simulated clouds: make down STACK=prod-azure
	@$(BIN)/lz destroy --sandbox $(STACK)

engine: $(READY) ## Get Pulumi's engine: the one on PATH, or built with Go (3 minutes, once)
	@$(BIN)/python tools/engine.py

test: $(READY) ## Run the tests, all but the long ones and the slow ones of the engine
	@$(BIN)/python -m pytest -m "not long and not engine" -n $(WORKERS) --maxprocesses 8 --dist worksteal

test-long: $(READY) ## Run the long tests: minutes, with the mutation score
	@$(BIN)/python -m pytest -m long --verbose

test-engine: $(READY) engine ## Run all tests of the real engine: minutes
	@$(BIN)/python -m pytest tests/engine -n $(WORKERS) --maxprocesses 4 --dist worksteal

lint: $(READY) ## Check format, style and types
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@echo "checking types (under a minute)"
	@$(BIN)/basedpyright

format: $(READY) ## Format the code and mend what can be mended
	@$(BIN)/ruff check --quiet --fix-only .
	@$(BIN)/ruff format --quiet .

COMPILE = $(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header \
	--no-annotate --no-emit-index-url --no-emit-find-links $(if $(UPGRADE),--upgrade) --quiet

lock: ## Write the locks from pyproject.toml (UPGRADE=1 moves every version up)
	@test -x $(BIN)/uv || $(MAKE) setup
	@$(COMPILE) pyproject.toml --all-extras --group dev --output-file requirements.lock
	@$(COMPILE) --group bench --output-file benchmarks/checkov.lock
	@$(COMPILE) --group mutants --output-file tools/mutmut.lock

bench: $(READY) ## Measure speed: ratios from one run
	@$(MAKE) $(CHECKOV) || echo "Checkov can't be had here: its figures are left out" >&2
	@$(BIN)/python -m benchmarks

$(CHECKOV): benchmarks/checkov.lock | $(READY)
	@$(BIN)/python tools/setup.py $(@D) $<
	@touch $@

mutants: $(MUTMUT) ## Change zones, rules and their core for the worse, and write who notices: 15 minutes
	@$(BIN)/python -m tools.mutants

$(MUTMUT): tools/mutmut.lock | $(READY)
	@$(BIN)/python tools/setup.py $(@D) $<
	@touch $@

docs: $(READY) ## Write what is generated: tables of the README, docs/rules.md, the schema of the stacks
	@$(BIN)/python tools/readme.py
	@$(BIN)/python tools/rules.py
	@$(BIN)/lz schema > stacks/schema.json.new && mv stacks/schema.json.new stacks/schema.json

prices: $(READY) ## Read the list prices of accelerators anew from the clouds' public interfaces
	@$(BIN)/python -m tools.prices

clean: ## Remove everything that was made here, .venv too
	@rm -rf $(VENV) .lz build dist .cache .pytest_cache .ruff_cache .hypothesis
	@find . -type d \( -name __pycache__ -o -name '*.egg-info' \) -prune -exec rm -rf {} +
