# Everything a clean machine needs is Python 3.11 or later; Java 17 and Maven add a real Kafka.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.NOTPARALLEL:
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
LOCAL := $(or $(THONGKE_LOCAL_DIR),.local)
FILE ?= ../shared/domain/stories-open.yaml
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input

.PHONY: help setup install kafka check test soak demo demo-once stories bench pins clean

help:  ## what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/\1\t\2/' | \
	  while IFS=$$'\t' read -r name says; do printf '  make %-10s %s\n' "$$name" "$$says"; done

setup: $(VENV)/.dev  ## the environment for working on the house: pinned packages, our own in place

# The stamps say which pins the environment was made from, so that a second run costs nothing.
$(VENV)/.runtime: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "$(PYTHON) is older than 3.11; name another: make PYTHON=python3.12 …" >&2; exit 2; }
	@echo "Installing pinned packages into $(VENV) …"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(PIP) install --quiet --require-hashes -r requirements.txt
	@$(PIP) install --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.runtime
	@$(PIP) install --quiet --require-hashes -r requirements-dev.txt
	@touch $@

install: $(VENV)/.runtime  ## the environment for running only

kafka:  ## the jars of a local Apache Kafka, when Java and Maven are here
	@if ! command -v java >/dev/null || ! command -v mvn >/dev/null; then \
	  echo "SKIPPED Apache Kafka: Java and Maven are needed to fetch and run it"; \
	else $(MAKE) --no-print-directory $(LOCAL)/kafka/.fetched; fi

$(LOCAL)/kafka/.fetched: ops/kafka/pom.xml
	@echo "Fetching Apache Kafka into $(LOCAL)/kafka/lib …"
	@rm -rf $(LOCAL)/kafka/lib && mkdir -p $(LOCAL)/kafka
	@mvn -q -B -f ops/kafka/pom.xml dependency:copy-dependencies \
	  -DoutputDirectory=$(abspath $(LOCAL)/kafka/lib)
	@touch $@

check: setup  ## style, types, import contracts, definitions, schemas, generated pages
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/thongke definitions check
	$(BIN)/thongke schemas check
	$(BIN)/thongke docs --check

test: setup kafka check  ## everything that must hold, with the real broker and database
	$(BIN)/pytest

soak: setup kafka  ## the long tests: many simulated dossiers, many kills
	$(BIN)/pytest -m soak

demo: install kafka  ## the main job, end to end, until Ctrl-C
	$(BIN)/thongke demo

demo-once: install kafka  ## the same, ending by itself
	$(BIN)/thongke demo --once

stories: install  ## compare with hand-worked case stories: make stories FILE=…
	@test -f "$(FILE)" || { echo "No such file: $(FILE); name one: make stories FILE=…" >&2; exit 2; }
	$(BIN)/thongke stories "$(FILE)"

bench: setup kafka  ## how fast it is, side by side, one program after the other
	@for program in bench/[a-z]*.py; do echo "== $$program"; $(BIN)/python "$$program"; done

pins:  ## write the pins again after pyproject.toml changed
	@$(PIP) install --quiet pip-tools==7.6.2
	@for pins in "requirements.txt" "requirements-dev.txt --extra dev"; do \
	  CUSTOM_COMPILE_COMMAND="make pins" $(BIN)/pip-compile --quiet --generate-hashes \
	    --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --strip-extras \
	    --allow-unsafe --no-annotate --build-deps-for editable pyproject.toml -o $$pins; done

clean:  ## take away the environment, local servers' data and caches
	rm -rf $(VENV) $(LOCAL) *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis \
	  .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
