# make figures: everything from a fresh clone. Needs Python 3.11 to 3.13 with venv, and make.
PYTHON ?= python3
CORES ?= all
CONFIG ?= config/config.yaml
BIN := .venv/bin
# a target goes before these options: --configfile takes any number of files
OPTIONS := --cores $(CORES) --workflow-profile workflow/profiles/default --configfile $(CONFIG)

.PHONY: figures tables report readme benchmark setup test lint format lock cost clean

figures: setup
	$(BIN)/snakemake all $(OPTIONS)

tables: setup
	$(BIN)/snakemake tables $(OPTIONS)

report: figures
	$(BIN)/snakemake --report report.html $(OPTIONS)

setup: .venv/installed

# an environment at $(1) with everything that the lock file it depends on lists
define venv
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(not (3, 11) <= v <= (3, 13) and f"Python {v[0]}.{v[1]} found, 3.11 to 3.13 needed: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv $(1)
	$(1)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	touch $@
endef

.venv/installed: requirements.lock
	$(call venv,.venv)

# Times this workflow next to other simulators, in an environment of its own: they need older packages.
# Their answers alone: .venv-benchmark/bin/python -m pytest tests/test_benchmark.py
benchmark: .venv-benchmark/installed
	.venv-benchmark/bin/snakemake benchmark $(OPTIONS)

.venv-benchmark/installed: envs/benchmark.lock
	$(call venv,.venv-benchmark)

test: setup
	$(BIN)/python -m pytest -n auto --dist loadfile

readme: figures # writes the claims and checks of this run into the README
	$(BIN)/python scripts/update_readme.py --claims results/tables/claims.csv --checks results/tables/checks.csv README.md

lint: setup
	$(BIN)/ruff check scripts tests
	$(BIN)/ruff format --check scripts tests
	$(BIN)/snakefmt --check Snakefile workflow
	$(BIN)/mypy
	$(BIN)/snakemake --lint

format: setup
	$(BIN)/ruff check --fix scripts tests
	$(BIN)/ruff format scripts tests
	$(BIN)/snakefmt Snakefile workflow

LOCK := uv pip compile pyproject.toml --universal --fork-strategy fewest --python-version 3.11 --generate-hashes \
  --no-emit-index-url --no-emit-find-links --no-annotate --no-header

lock: setup # needs uv
	$(LOCK) --group dev -o requirements.lock
	cp requirements.lock envs/benchmark.lock # the same versions wherever the other simulators allow them
	$(LOCK) --group benchmark --prerelease disallow -o envs/benchmark.lock

cost: setup
	$(BIN)/python scripts/state_cost.py $(CONFIG)

clean:
	rm -rf .venv .venv-benchmark .snakemake .pytest_cache .mypy_cache .ruff_cache
