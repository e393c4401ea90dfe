# Everything a newcomer needs: make demo, make test, make check.
# uv is used where it is; else python3 -m venv and pip.

SHELL := /bin/bash
VENV ?= .venv
BIN := $(VENV)/bin
PYTHON ?= python3
EXTRAS := $(shell $(PYTHON) -c 'import platform, sys; print("sqlite,postgres,messages,planner" if sys.platform == "linux" and platform.machine() == "x86_64" else "postgres,messages,planner")' 2>/dev/null)

.PHONY: help demo board test check format install dev wheel pictures keys clean

help:
	@echo "make demo    the board on a living demo shop"
	@echo "make board   the board on your own shop"
	@echo "make test    the tests"
	@echo "make check   linters, types, layers"
	@echo "make format  let ruff format the code"
	@echo "make wheel   a wheel in dist/"
	@echo "make pictures  the pictures of docs/pictures"
	@echo "make keys    docs/KEYS.md, from the registry of keys"

demo: $(VENV)/.installed
	@$(BIN)/dispatch-tui demo

board: $(VENV)/.installed
	@$(BIN)/dispatch-tui

test: $(VENV)/.dev
	@$(BIN)/python -m pytest -n 2 --dist loadscope

check: $(VENV)/.dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache

format: $(VENV)/.dev
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

wheel: $(VENV)/.dev
	@$(BIN)/python -m build --wheel

pictures: $(VENV)/.dev
	@$(BIN)/python docs/make_pictures.py

keys: $(VENV)/.installed
	@$(BIN)/python docs/make_keys.py

install: $(VENV)/.installed
dev: $(VENV)/.dev

$(VENV)/.installed: pyproject.toml constraints.txt
	@./.ci/environment $(VENV) "$(EXTRAS)"
	@touch $@

$(VENV)/.dev: $(VENV)/.installed pyproject.toml constraints.txt
	@./.ci/environment $(VENV) "$(EXTRAS)" dev
	@touch $@

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
