# Needs make and Python 3.11 or newer, nothing else. Another Python: make setup PYTHON=python3.13
PYTHON ?= python3
ARGS ?=
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.made-from-lock
UV := build/lock/bin/uv

.DEFAULT_GOAL := targets
.PHONY: targets setup demo run test bench soak kills check format lock clean

targets: ## Print these targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1|\2/p' Makefile | awk -F'|' '{ printf "%-12s %s\n", $$1, $$2 }'

setup: $(READY) ## Make .venv from the lock file; done once, and again when the lock file changes

demo: $(READY) ## Open a Slack workspace in your browser with the bot in it; no account needed
	$(BIN)/python -m bot demo $(ARGS)

run: $(READY) ## Start the bot with what the environment and .env say
	$(BIN)/python -m bot run $(ARGS)

test: $(READY) ## Run the tests, on SQLite and on a real PostgreSQL; ARGS="-k recap" picks some
	$(BIN)/python -m pytest -n auto --dist worksteal $(ARGS)

bench: $(READY) ## Measure how fast the bot is and write docs/performance.md; ARGS="beat home" picks some
	$(BIN)/python -m benchmarks $(ARGS)

soak: $(READY) ## Play random faults against the bot in virtual time; ARGS="--minutes 60", or --replay SEED to see one
	$(BIN)/python -m tests.simulation $(ARGS)

kills: $(READY) ## Kill real processes in the middle of their work, and count what was lost or said twice; takes an hour
	$(BIN)/python -m tests.faults.kills $(ARGS)

check: $(READY) ## Check style, types, the manifest and the rules between folders, as CI does
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m bot manifest --check
	$(BIN)/python -m pytest tests/architecture

format: $(READY) ## Put imports and layout in order
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: $(UV) ## Choose the newest versions that pyproject.toml allows and write both lock files
	$(UV) pip compile --quiet --upgrade pyproject.toml $(LOCKED) -o requirements.lock
	$(UV) pip compile --quiet --upgrade pyproject.toml $(LOCKED) --extra dev -c requirements.lock -o requirements-dev.lock

LOCKED := --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	--no-emit-index-url --no-emit-find-links

clean: ## Remove .venv and what the tools left behind
	rm -rf $(VENV) build .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(READY): requirements-dev.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Drumbeat needs Python 3.11 or newer. Name one, for example: make setup PYTHON=python3.13"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { \
	  echo "This Python cannot make a virtual environment. On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: \
	  -r requirements-dev.lock
	@touch $@

$(UV):
	$(PYTHON) -m venv build/lock
	build/lock/bin/python -m pip install --quiet --disable-pip-version-check uv
