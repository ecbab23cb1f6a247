# The two commands: `make run` (crawl the demo news web, or URL=https://…) and `make test`.
# Everything that they need is installed into .venv from the hashed locks in requirements/.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
# --no-build-isolation: source-only packages are built with the locked tools of build.txt.
PIP    := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-build-isolation
URL    ?=
ARGS   ?=

# Where the environment forbids to write bytecode, each process of a test would compile the whole program anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test lint docs lock wheel clean

run: $(VENV)/.run
ifeq ($(strip $(URL)),)
	@$(BIN)/python -m demo crawl $(ARGS)
else
	@$(BIN)/warraq crawl "$(URL)" $(ARGS)
endif

test: $(VENV)/.test
	@$(BIN)/python -m pytest -n auto --durations=10 $(ARGS)

lint: $(VENV)/.test
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy

# The documentation as a site, in build/docs: what does not lead anywhere is an error.
docs: $(VENV)/.docs
	@$(BIN)/python -m sphinx -q -n -W --keep-going -c docs/site . build/docs && echo "build/docs/docs/site/index.html"

wheel: $(VENV)/.run
	@WARRAQ_PURE=1 $(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-deps --no-build-isolation -w dist .

# Each stamp says which lock is installed; touching a lock installs again.
$(VENV)/.build: requirements/build.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "installing build tools …" && $(PIP) -r requirements/build.txt
	@touch $@

$(VENV)/.run: $(VENV)/.build requirements/run.txt pyproject.toml setup.py crawler/pages/blocks/compiledwalk.pyx
	@echo "installing what Warraq needs …" && $(PIP) -r requirements/run.txt
# As a path: the hook that setuptools installs otherwise is one that type checkers cannot follow.
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation \
		--config-settings editable_mode=compat -e .
	@touch $@

$(VENV)/.test: $(VENV)/.run requirements/test.txt
	@echo "installing what the tests need …" && $(PIP) -r requirements/test.txt
	@touch $@

$(VENV)/.docs: $(VENV)/.run requirements/docs.txt
	@echo "installing what the documentation needs …" && $(PIP) -r requirements/docs.txt
	@touch $@

# For maintainers: write the locks anew from pyproject.toml.
lock:
	$(PYTHON) -m venv $(VENV)-lock && $(VENV)-lock/bin/pip install --quiet pip-tools
	$(VENV)-lock/bin/pip-compile $(LOCK) -o requirements/build.txt requirements/build.in
	$(VENV)-lock/bin/pip-compile $(LOCK) -o requirements/run.txt pyproject.toml
	$(VENV)-lock/bin/pip-compile $(LOCK) -o requirements/postgresql.txt --extra postgresql pyproject.toml
	$(VENV)-lock/bin/pip-compile $(LOCK) -o requirements/machines.txt --extra machines pyproject.toml
	$(VENV)-lock/bin/pip-compile $(LOCK) -o requirements/docs.txt --extra docs pyproject.toml
	$(VENV)-lock/bin/pip-compile $(LOCK) -o requirements/test.txt --extra test pyproject.toml
	rm -r $(VENV)-lock
LOCK := --quiet --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-header --no-annotate

clean:
	rm -rf $(VENV) build dist *.egg-info
