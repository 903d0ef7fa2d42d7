# Verbs: install, film, test, test-slow, check, docs, bench, clean.
#   make film                    the first film, 640x360
#   make film SIZE=1280x720      the master
#   make test PIP_ARGS="--extra-index-url URL_OF_THE_CPU_WHEELS"   the small torch on Linux
PY ?= python3
PIP_ARGS ?=
SIZE ?= 640x360
FILM ?= out/neon-jungle.mp4

VENV := .venv
BIN := $(VENV)/bin
BASE := $(VENV)/.melies-base
TESTS := $(VENV)/.melies-test
PIP := $(BIN)/python -m pip --disable-pip-version-check

.PHONY: install film test test-slow check format docs bench clean
.DEFAULT_GOAL := install

install: $(BASE)

# Not compiled ahead: that would add 140 MB of which a film needs a quarter.
$(BASE): pyproject.toml
	@$(PY) -c 'import sys; sys.exit("melies needs Python 3.11 or newer; try: make PY=python3.11" if sys.version_info < (3, 11) else 0)'
	test -x $(BIN)/python || $(PY) -m venv $(VENV)
	$(PIP) install --quiet --no-compile $(PIP_ARGS) --editable .
	@touch $@

$(TESTS): pyproject.toml $(BASE)
	$(PIP) install --quiet $(PIP_ARGS) --editable '.[test]'
	@touch $@

film: $(BASE)
	@mkdir -p $(dir $(FILM))
	@$(BIN)/melies film examples/neon-jungle --size $(SIZE) -o $(FILM)

test: $(TESTS)
	$(BIN)/python -m pytest -q -n 2 -m "not slow"

test-slow: $(TESTS)
	$(BIN)/python -m pytest -q -m slow

check: $(TESTS)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

format: $(TESTS)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: $(BASE)
	$(BIN)/python docs/build.py

bench: $(BASE)
	$(BIN)/python -m benchmarks

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
