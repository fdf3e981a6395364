# make figures: everything from a fresh clone; make help lists the rest. Needs Python 3.11 to 3.13 with venv, and make.
PYTHON ?= python3
CORES ?= all
CONFIG ?= config/config.yaml
SEED ?= 1
# where results/ is made: another folder keeps the results of another configuration apart
DIRECTORY ?= .
BIN := .venv/bin
# a target goes before these options: --configfile takes any number of files
OPTIONS := --cores $(CORES) --workflow-profile workflow/profiles/default --directory "$(DIRECTORY)" --configfile "$(CONFIG)" $(if $(LANDED),--config landed="$(LANDED)")
# the target $(2) in the environment $(1); Snakemake itself ends in a traceback where there is no such configuration
define snakemake
	@$(1)/python scripts/tools/check_config.py "$(CONFIG)"
	$(1)/snakemake $(2) $(OPTIONS)
endef
COMPILE = uv pip compile $(UPGRADE) --universal --fork-strategy fewest --python-version 3.11 --generate-hashes \
  --no-emit-index-url --no-emit-find-links --no-annotate --no-header

.PHONY: help figures tables report beyond ansatz lattices paper judged own compare readme readme-ansatz readme-benchmark readme-lattices benchmark verify unlock setup native cluster test test-conda test-slurm test-scheduler test-random test-sharing test-site site notebook gallery test-container crate lint format lock cost clean

figures: setup ## everything: samples, exact curves, tables, checks, figures, verdicts
	$(call snakemake,$(BIN),all)
	@cat "$(DIRECTORY)/results/summary.txt"

tables: setup ## the tables alone
	$(call snakemake,$(BIN),tables)

report: figures ## all of it as one page, report.html
	$(BIN)/snakemake --report report.html $(OPTIONS)

beyond: ## past the paper, in a folder of its own
	$(MAKE) figures CONFIG=config/beyond.yaml DIRECTORY=beyond

ansatz: ## the ansätze that people use, in a folder of its own
	$(MAKE) figures CONFIG=config/ansatz.yaml DIRECTORY=ansatz

lattices: ## two and three dimensions at a hundred qubits, from exact curves, in a folder of its own
	$(MAKE) figures CONFIG=config/lattices.yaml DIRECTORY=lattices

paper: ## the paper's own grid, size by size; to be stopped at will, goes on when called again; landed in reference/paper
	$(MAKE) figures CONFIG=config/paper.yaml DIRECTORY=paper

judged: ## judges and draws what is landed in reference/paper, with this code: minutes
	$(MAKE) figures CONFIG=config/paper.yaml DIRECTORY=judged LANDED=../reference/paper

compare: setup ## the samples of a run beside reference/paper: the same circuits to rounding, others as samples of one law
	$(BIN)/python scripts/compare.py --results "$(DIRECTORY)/results" --reference reference/paper

help: ## lists the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "%-18s %s\n", $$1, $$2 }' Makefile

setup: .venv/installed ## the environment .venv: what a run needs

# an environment at $(1) with everything that the lock file it depends on lists
define venv
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(not (3, 11) <= v <= (3, 13) and f"Python {v[0]}.{v[1]} found, 3.11 to 3.13 needed: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv $(1)
	$(1)/bin/python scripts/tools/install_packages.py $<
	touch $@
endef

.venv/installed: requirements.lock
	$(call venv,.venv)

# Times this workflow next to other simulators, in an environment of its own: they need older packages.
# Their answers alone: .venv-benchmark/bin/python -m pytest tests/peers/test_benchmark.py
benchmark: .venv-benchmark/installed ## times this workflow next to other simulators
	$(call snakemake,.venv-benchmark/bin,benchmark)

.venv-benchmark/installed: envs/benchmark.lock
	$(call venv,.venv-benchmark)

native: .venv/dev ## Qulacs built for this processor instead of the published wheel; needs gcc, g++, make
	bash scripts/tools/build_qulacs.sh
	$(BIN)/python -m pytest -q tests/engines/test_statevector.py tests/engines/test_kernels.py

cluster: .venv/cluster ## adds what submits jobs to Slurm and other schedulers: see docs/cluster.md

.venv/cluster: requirements-cluster.lock .venv/installed
	$(BIN)/python scripts/tools/install_packages.py $<
	touch $@

# what checks the code; no run needs it
.venv/dev: requirements-dev.lock .venv/installed
	$(BIN)/python scripts/tools/install_packages.py $<
	touch $@

test: .venv/dev ## the test suite
	$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder

test-conda: .venv/dev .venv/conda/installed ## the smoke configuration in its conda environments
	$(BIN)/python -m pytest tests/conda/test_conda.py -o tmp_path_retention_policy=failed

.venv/conda/installed: tests/conda/requirements.txt | .venv/installed
	$(BIN)/python -m venv .venv/conda
	.venv/conda/bin/python scripts/tools/install_packages.py $<
	touch $@

test-slurm: .venv/dev cluster ## as root on Debian or Ubuntu: installs and starts a Slurm on this machine, and stops it
	$(BIN)/python -m pytest tests/slurm -m slurm

test-scheduler: .venv/dev cluster ## as root on Debian or Ubuntu: the same with a Grid Engine
	$(BIN)/python -m pytest tests/scheduler -m scheduler

test-container: .venv/dev ## as root on Debian or Ubuntu: builds the container, runs the smoke configuration in it
	$(BIN)/python -m pytest -s tests/container -o tmp_path_retention_policy=failed

test-random: .venv/dev ## configurations drawn at random, run to the end: minutes; SEED=5 for others than usual
	SEED=$(SEED) $(BIN)/python -m pytest tests/random_runs -o tmp_path_retention_policy=failed

crate: figures .venv/sharing/installed ## the run as a Workflow Run RO-Crate, crate.zip
	.venv/sharing/bin/python scripts/tools/pack_crate.py --results "$(DIRECTORY)/results" --output "$(DIRECTORY)/crate.zip"

test-sharing: .venv/dev .venv/sharing/installed ## the workflow from Git and deployed, run crates, hooks
	$(BIN)/python -m pytest tests/sharing

# what shares the workflow and its runs; no run needs it
.venv/sharing/installed: envs/sharing.lock | .venv/installed
	$(BIN)/python -m venv .venv/sharing
	.venv/sharing/bin/python scripts/tools/install_packages.py $<
	touch $@

site: .venv/site/installed ## the documentation as a site, build/site
	.venv/site/bin/python scripts/tools/build_site.py

notebook: .venv/site/installed ## runs the notebook in docs/ and writes what it prints
	PYTHONPATH=scripts .venv/site/bin/python scripts/tools/run_notebook.py docs/diagnosis.ipynb

test-site: .venv/dev .venv/site/installed ## the wheel from outside the checkout, the site and its links, the notebook
	$(BIN)/python -m pytest tests/site

# what tries the wheel and builds the site, with all that the library needs; no run needs it
.venv/site/installed: envs/site.lock | .venv/installed
	$(BIN)/python -m venv .venv/site
	.venv/site/bin/python scripts/tools/install_packages.py $<
	touch $@

gallery: figures judged beyond ansatz lattices ## makes what docs/gallery.md shows, and writes it; an hour on two cores
	$(BIN)/python scripts/tools/update_gallery.py --page docs/gallery.md config/paper.yaml=judged config/config.yaml=$(DIRECTORY) config/beyond.yaml=beyond config/ansatz.yaml=ansatz config/lattices.yaml=lattices

verify: setup ## are the results those that the run made?
	$(BIN)/python scripts/verify_results.py "$(DIRECTORY)/results/provenance/SHA256SUMS"

unlock: setup ## after a run that was killed, when no other one is at work in the folder
	$(call snakemake,$(BIN),--unlock)

own: ## the README's example of an experiment of one's own
	$(MAKE) figures CONFIG=config/own.yaml DIRECTORY=own

readme: judged own ## writes what they found into the README and docs/results.md
	$(BIN)/python scripts/tools/update_readme.py --results judged/results --own own/results --page docs/results.md README.md

readme-ansatz: ansatz ## what `make ansatz` found, into docs/ansatz_results.md
	$(BIN)/python scripts/tools/quote_ansatze.py --results ansatz/results --page docs/ansatz_results.md

readme-benchmark: setup ## what `make benchmark` measured, into docs/benchmark.md; on a machine that did nothing else
	$(BIN)/python scripts/tools/quote_benchmark.py --benchmark "$(DIRECTORY)/results/tables/benchmark.csv" docs/benchmark.md

readme-lattices: lattices ## what `make lattices` found, as the page docs/lattices.md
	$(BIN)/python scripts/tools/quote_lattices.py --results lattices/results docs/lattices.md

lint: .venv/dev ## formatting, lint, types, generated documentation
	$(BIN)/ruff check scripts tests
	$(BIN)/ruff format --check scripts tests
	$(BIN)/snakefmt --check Snakefile workflow
	$(BIN)/mypy
	$(BIN)/snakemake --lint
	$(BIN)/python scripts/tools/write_docs.py --check
	$(BIN)/python scripts/tools/write_metadata.py --check

format: .venv/dev ## formats the code, writes what is generated from declarations
	$(BIN)/ruff check --fix scripts tests
	$(BIN)/ruff format scripts tests
	$(BIN)/snakefmt Snakefile workflow
	$(BIN)/python scripts/tools/write_docs.py
	$(BIN)/python scripts/tools/write_metadata.py

lock: setup ## every lock file and the pins in envs/; needs uv; UPGRADE=--upgrade for the newest versions
	$(COMPILE) pyproject.toml -o requirements.lock
	$(COMPILE) --group dev --constraint requirements.lock -o requirements-dev.lock
	$(COMPILE) --group conda --constraint requirements.lock -o tests/conda/requirements.txt
	$(COMPILE) --group native -o envs/native.lock
	$(COMPILE) --group sharing --constraint requirements.lock -o envs/sharing.lock
	$(COMPILE) pyproject.toml --group site --constraint requirements.lock --constraint requirements-dev.lock -o envs/site.lock
	$(COMPILE) --group cluster --constraint requirements.lock -o requirements-cluster.lock
	$(BIN)/python scripts/tools/pin_environments.py --lock requirements.lock --lock tests/conda/requirements.txt $(filter-out envs/benchmark.yaml,$(wildcard envs/*.yaml))
	cp requirements.lock envs/benchmark.lock # the same versions wherever the other simulators allow them
	$(COMPILE) pyproject.toml --group benchmark --prerelease disallow -o envs/benchmark.lock
	$(BIN)/python scripts/tools/pin_environments.py --lock tests/conda/requirements.txt --lock envs/benchmark.lock envs/benchmark.yaml

cost: setup ## what a configuration costs, by the model
	$(BIN)/python scripts/tools/state_cost.py "$(CONFIG)"

clean: ## removes environments and caches
	rm -rf .venv .venv-benchmark .snakemake .pytest_cache .mypy_cache .ruff_cache
