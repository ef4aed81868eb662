# A fresh machine needs python >= 3.11, pip, git and make. Everything else comes from here.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

# Bytecode is kept: without it each process that a test or a benchmark starts compiles the program anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: setup demo browser test coverage lint docs format lock bench pictures dist clean

setup: $(VENV)/.installed  ## .venv/bin/nctwatch

$(VENV)/.installed: pyproject.toml requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "nctwatch needs Python 3.11 or newer, this is " + sys.version)'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

demo: setup  ## the whole job, offline, in under a minute
	@$(BIN)/nctwatch demo

# Some tests look at the pages in a browser. Where there is none and it can be had (root on Debian) it is
# installed; else those tests skip and say so.
browser:
	@command -v chromium > /dev/null || test "$$(id -u)" != 0 || ! command -v apt-get > /dev/null \
	    || { timeout 120 apt-get update -qq && DEBIAN_FRONTEND=noninteractive timeout 300 \
	        apt-get install -qq -y --no-install-recommends chromium; } > /dev/null 2>&1 \
	    || echo "chromium could not be installed; the tests that need it will skip"

test: $(VENV)/.installed-dev browser
	$(BIN)/python -m pytest

# Apart from `make test`, which it would make much slower.
coverage: $(VENV)/.installed-dev browser  ## the tests, and which lines they reach; fails below the floor in pyproject.toml
	@rm -f .coverage .coverage.*
	$(BIN)/coverage run -m pytest -m "not untraced"
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/hadolint Dockerfile
	$(BIN)/cog --check README.md

docs: $(VENV)/.installed-dev  ## writes the tables of the documents anew from the code
	$(BIN)/cog -r README.md

format: $(VENV)/.installed-dev
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

# The lock files carry hashes and no index addresses, so that any mirror serves them.
lock: $(VENV)/.installed-dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header pyproject.toml --group build -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock

bench: setup  ## figures of speed and size, side by side in one run
	@for program in bench/release.py bench/changes.py bench/store.py bench/related.py bench/report.py; do echo "== $$program"; $(BIN)/python $$program || exit 1; done

pictures: $(VENV)/.installed-dev browser  ## the README's pictures anew, from what the demo publishes
	$(BIN)/python bench/pictures.py 2> /dev/null

DIST ?= dist
dist: $(VENV)/.installed  ## the source archive and the wheel, in dist/
	rm -rf $(DIST)/*.tar.gz $(DIST)/*.whl
	$(BIN)/python -m hatchling build --directory $(DIST)

clean:
	rm -rf $(VENV) build dist *.egg-info
