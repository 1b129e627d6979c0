# Everything a fresh machine with python3, pip and make needs is installed by these targets, into .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
OUT ?= out/first-day
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help run install media test check bench soak docs lock clean

help:  ## show the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: install  ## produce one broadcast day of Saltmere and say what to look at
	@rm -rf $(OUT)
	$(BIN)/longwave station produce --world saltmere --persona wren --hours 16 --seed 7 --output $(OUT)
	@$(BIN)/python -m longwave.cli.excerpt $(OUT)

install: $(VENV)/run.done  ## make .venv and install Longwave into it

media:  ## install espeak-ng and ffmpeg where this user may; tests of speech are skipped without them
	@command -v espeak-ng ffmpeg >/dev/null || [ "$$(id -u)" != 0 ] || ! command -v apt-get >/dev/null || \
		{ apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq espeak-ng ffmpeg; } >/dev/null 2>&1 || \
		echo "espeak-ng and ffmpeg could not be installed"

test: $(VENV)/test.done media  ## run the tests
	$(BIN)/python -m pytest -n auto --dist worksteal -q

check: $(VENV)/test.done  ## lint, types, architecture, size budgets
	$(BIN)/ruff format --check src tests benchmarks docs
	$(BIN)/ruff check src tests benchmarks docs
	$(BIN)/mypy src tests benchmarks docs
	$(BIN)/lint-imports
	$(BIN)/python -m docs.budgets

bench: $(VENV)/test.done  ## measure, as ratios from one run
	@set -e; for script in benchmarks/bench_*.py; do $(BIN)/python $$script; done

soak: $(VENV)/test.done  ## the crash and property suites with the large counts
	LONGWAVE_SOAK=1 $(BIN)/python -m pytest -n auto --dist worksteal -q -m soak --durations=10

docs: $(VENV)/run.done  ## write docs/reference and the README's quotation from the code
	$(BIN)/python -m docs.reference
	$(BIN)/python -m docs.readme

lock:  ## resolve the dependencies anew into requirements/
	$(BIN)/python -m pip install -q uv
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate pyproject.toml -o requirements/run.lock
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate pyproject.toml --group test -o requirements/test.lock

clean:  ## remove everything that was made here
	rm -rf $(VENV) out build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# Debian's python3 may come without ensurepip; virtualenv then makes the same environment.
$(BIN)/python:
	$(PYTHON) -m venv $(VENV) || { $(PYTHON) -m pip install -q --target $(VENV)/bootstrap virtualenv && PYTHONPATH=$(VENV)/bootstrap $(PYTHON) -m virtualenv -q $(VENV); }

$(VENV)/run.done: $(BIN)/python requirements/run.lock pyproject.toml
	$(BIN)/python -m pip install -q --require-hashes -r requirements/run.lock
	$(BIN)/python -m pip install -q --no-deps -e .
	@touch $@

$(VENV)/test.done: $(VENV)/run.done requirements/test.lock
	$(BIN)/python -m pip install -q --require-hashes -r requirements/test.lock
	@touch $@
