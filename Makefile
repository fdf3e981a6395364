# make figures: everything from a fresh clone. Needs Python 3.11 to 3.13 with venv, and make.
PYTHON ?= python3
CORES ?= all
CONFIG ?= config/config.yaml
BIN := .venv/bin
# a target goes before these options: --configfile takes any number of files
OPTIONS := --cores $(CORES) --workflow-profile workflow/profiles/default --configfile $(CONFIG)

.PHONY: figures tables report beyond readme setup test lint format lock cost clean

figures: setup
	$(BIN)/snakemake all $(OPTIONS)

tables: setup
	$(BIN)/snakemake tables $(OPTIONS)

report: figures
	$(BIN)/snakemake --report report.html $(OPTIONS)

beyond: setup # past the paper; in a folder of its own, for its results have the same names
	$(BIN)/snakemake all --directory beyond --cores $(CORES) --workflow-profile workflow/profiles/default --configfile $(abspath config/beyond.yaml)

setup: .venv/installed

.venv/installed: requirements.lock
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(not (3, 11) <= v <= (3, 13) and f"Python {v[0]}.{v[1]} found, 3.11 to 3.13 needed: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	touch $@

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

lock: setup # needs uv
	uv pip compile pyproject.toml --group dev --universal --fork-strategy fewest --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --no-annotate --no-header -o requirements.lock

cost: setup
	$(BIN)/python scripts/state_cost.py $(CONFIG)

clean:
	rm -rf .venv .snakemake .pytest_cache .mypy_cache .ruff_cache
