# Every target sets up what it needs, once: .venv, its packages and a Pulumi CLI. PYTHON=... chooses the Python.
SHELL := /bin/bash
VENV := .venv
BIN := $(VENV)/bin

new_enough := import sys; sys.exit(sys.version_info < (3, 11))
ifndef PYTHON
PYTHON := $(shell for name in python3 python3.13 python3.12 python3.11; do \
	$$name -c '$(new_enough)' 2>/dev/null && echo $$name && break; done)
endif
version := $(shell $(PYTHON) -c 'import sys; print("%d.%d.%d" % sys.version_info[:3])' 2>/dev/null)
sdk := $(VENV)/.sdk-$(version)
packages := $(VENV)/.packages-$(version)

# uv is quick; pip, which knows the user's own index settings, stands in for it
install = { $(BIN)/uv pip install --quiet --python $(BIN)/python -c constraints.txt $(1) \
	|| $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt $(1); }
project := -e '.[localcloud,dev]'

# Every provider, server and test process imports some hundred modules: they are compiled once, whatever the caller's
# environment says, and lie apart from the tree.
unexport PYTHONDONTWRITEBYTECODE
export PYTHONPYCACHEPREFIX := $(CURDIR)/$(VENV)/bytecode

.PHONY: help demo test unit soak coverage lint format bench clean setup python packages cli
.SUFFIXES:

help:
	@echo "make demo      create, change, repair and destroy an image on a local cloud (IMAGE=file, KEEP=1)"
	@echo "make test      run all tests (ARGS=... runs those that pytest finds by it)"
	@echo "make unit      run the pure tests, in half a minute"
	@echo "make soak      play every fault at every request of every act, and write docs/reliability.md: half an hour"
	@echo "make coverage  run the tests without the engine, and tell what they reach"
	@echo "make lint      check style, types and layers"
	@echo "make format    bring the code into style"
	@echo "make bench     measure"
	@echo "make clean     remove everything that make has put into this folder"

demo: setup
	@$(BIN)/python -m tools.demo

# What rests with the front end runs on both, and what rests with the image service against Glance as it is and against
# one that behaves as Enterprise Cloud's.
test: setup
	@$(BIN)/python -m pytest $(ARGS)
	@$(if $(ARGS),,$(BIN)/python -m pytest -p tests.support.on_the_plugin tests/engine)
	@$(if $(ARGS),,$(BIN)/python -m pytest --ecl -m "not engine_only" tests/engine)

unit: packages
	@$(BIN)/python -m pytest tests/unit tests/house

soak: packages
	@SAMPLE=$(SAMPLE) $(BIN)/python -m tests.reliability
	@PROGRAMS=300 $(BIN)/python -m pytest -n0 tests/reliability/test_random_programs.py

# The engine's tests run the providers in processes of their own, which this does not see.
coverage: setup
	@$(BIN)/python -m pytest --cov=ecl_pulumi_images tests/unit tests/faults tests/service tests/localcloud

format: packages
	@$(BIN)/ruff check --quiet --fix .
	@$(BIN)/ruff format --quiet .

lint: packages
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check --quiet . || { echo "lint: not formatted: make format"; exit 1; }
	@$(BIN)/mypy --no-error-summary .
	@said=$$($(BIN)/lint-imports --no-cache) || { echo "$$said"; exit 1; }
	@echo "lint: clean"

bench: setup
	@$(BIN)/python -m benchmarks $(ARGS)

clean:
	@for cloud in .work/localcloud .work/demo/cloud; do [ ! -d $$cloud ] || \
		$(BIN)/python -m ecl_pulumi_images.localcloud down --state $$cloud; done
	@rm -rf $(VENV) .work build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The CLI is built while the packages are installed. Both want Pulumi's SDK (the CLI for its official installer).
setup: $(sdk)
	@+$(MAKE) --no-print-directory --jobs=2 packages cli

packages: $(packages)

cli: $(sdk)
	@$(BIN)/python -m tools.pulumi_cli >/dev/null

python:
	@[ -n "$(version)" ] && $(PYTHON) -c '$(new_enough)' || { \
		echo "Python 3.11 or newer is needed (Glance asks for it): make PYTHON=/path/to/python3.11" >&2; exit 1; }

$(sdk): | python
	@echo "setting up $(VENV) (Python $(version))"
	@$(PYTHON) -m venv --clear $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv || true
	@$(call install,pulumi)
	@touch $@

$(packages): pyproject.toml constraints.txt | $(sdk)
	@echo "installing packages into $(VENV)"
	@$(call install,$(project))
	@touch $@
