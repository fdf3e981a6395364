# In:  the configuration.
# Out: PLAN, all that it asks for; and what every stage looks up: paths, dependencies and resources of jobs.
# Only what Snakemake itself brings is imported here: a workflow is planned before its environments are made.
import json
import os
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path
from shlex import quote

from snakemake import __version__ as snakemake_version
from snakemake.exceptions import WorkflowError
from snakemake.settings.types import DeploymentMethod

ROOT = Path(workflow.current_basedir.get_path_or_uri(secret_free=True)).parents[1]
SCRIPTS = ROOT / "scripts"
# `conda:` would take braces in the path of a checkout for wildcards
ENVS = Path(str(ROOT / "envs").replace("{", "{{").replace("}", "}}"))

# Rules say `python -m` and a program: programs come from scripts/, and python is that of the rule's conda environment or of the
# container, or else the one that runs Snakemake. Absolute paths in commands or params would make every job run again when the
# folder moves.
CONDA = DeploymentMethod.CONDA in workflow.deployment_settings.deployment_method
CONTAINER = DeploymentMethod.APPTAINER in workflow.deployment_settings.deployment_method
IMAGE = ROOT / "containers/plateaus.sif"
# Neither packages in ~/.local nor a random.py in the folder of the results may take a module's place.
os.environ.update(PYTHONNOUSERSITE="1", PYTHONSAFEPATH="1")
if CONTAINER:
    if CONDA:
        raise WorkflowError(
            "--sdm conda apptainer: the image has no conda, and everything in it; name one of the two"
        )
    if not IMAGE.exists():
        raise WorkflowError(
            f"--sdm apptainer needs the image {IMAGE}, which is built from containers/plateaus.def: docs/sharing.md"
        )
    # The checkout may lie anywhere. What the caller's PATH says is of another system.
    shown = ",".join(filter(None, [os.environ.get("APPTAINER_BIND"), str(ROOT)]))
    os.environ.update(APPTAINER_BIND=shown, SINGULARITY_BIND=shown, PYTHONPATH=str(SCRIPTS))
    shell.prefix("set -euo pipefail; export PATH=/opt/plateaus/bin:/usr/local/bin:/usr/bin:/bin; ")

    container: str(IMAGE).replace("{", "{{").replace("}", "}}")


if CONDA:
    if shutil.which("conda") is None:
        raise WorkflowError(
            "--sdm conda needs the command conda, 24.7.1 or newer, on PATH: install it, or run without --sdm conda"
        )
    # What the caller has on PYTHONPATH, pip would leave out of the environments that are about to be made.
    os.environ.pop("PYTHONPATH", None)
    # Snakemake activates an environment and goes on whether that worked or not. And where another one was active, conda leaves
    # what stands before that in PATH, such as a virtual environment's python, before the new one too.
    kept = Path(workflow.deployment_settings.conda_prefix or ".snakemake/conda").absolute()
    kept, scripts = (quote(str(path)) for path in (kept, SCRIPTS))
    prefix = (
        f'if [ $? != 0 ] || ! [ "$(dirname "$CONDA_PREFIX")" -ef {kept} ]; then '
        f"echo conda did not activate an environment of {kept} >&2; exit 1; fi; "
        f'set -euo pipefail; export PATH="$CONDA_PREFIX/bin:$PATH" PYTHONPATH={scripts}; '
    )
    shell.prefix(prefix.replace("{", "{{").replace("}", "}}"))
elif not CONTAINER:
    os.environ.update(
        PATH=os.pathsep.join([str(Path(sys.executable).parent), *os.get_exec_path()]),
        PYTHONPATH=str(SCRIPTS),
    )
sys.path.insert(0, str(SCRIPTS))

from plateaus.ensemble.depths import format_depths
from plateaus.engines.registry import ENGINES, engine_of
from plateaus.options import as_options
from plateaus.plan import dependencies, experiments, figures, jobs, tables
from plateaus.plan.load import load
from plateaus.plan.messages import ConfigError
from plateaus.plan.notes import notes
from plateaus.plan.own_files import require_files
from plateaus.plan.read import checked
from plateaus.plan.record import is_recorded, require_place, require_same, resolved
from plateaus.plan.resources import analysis_megabytes, cell_cost, exact_cost, probe_cost
from plateaus.probes.registry import KINDS

RECORD = "results/provenance/config.json"
START_PAGE = "results/start_page.rst"
GUARD = Path(workflow.modifier.path_modifier.modify(RECORD))  # with the prefix of a module
try:
    # a module is given its configuration, and the files are those of the Snakefile around it
    for file in [] if workflow.modifier.skip_configfile else workflow.configfiles:
        checked(Path(file))
    PLAN = load(config)
    require_files(PLAN)
    require_place(GUARD)
    require_same(GUARD, PLAN)
except ConfigError as error:
    raise WorkflowError(error)


onstart:
    # the plugin itself would find out once for every job and attempt
    executor = type(workflow.executor_settings).__module__
    if executor == "snakemake_executor_plugin_slurm" and not shutil.which("sbatch"):
        raise WorkflowError(
            "there is no Slurm here: no sbatch on PATH. Run on a login node of the cluster (a module may have to be "
            "loaded), or without the profile: snakemake --cores all"
        )
    missing = (
        []
        if workflow.deployment_settings.deployment_method
        else dependencies.absent(ROOT / "envs", USED)
    )
    if missing:
        raise WorkflowError(
            f"{sys.executable} lacks {', '.join(missing)}: run `make setup`, or let Snakemake make the environments "
            "with --sdm conda"
        )
    for note in notes(PLAN):
        print(f"Note: {note}", file=sys.stderr)
    # An edited configuration is checked again; a new one by the job of that name.
    if GUARD.exists() and not is_recorded(GUARD, PLAN):
        simulate = str(ROOT / "envs/simulate.yaml")
        environments = workflow.dag.conda_envs.values() if CONDA else ()
        made = [e for e in environments if e.file.get_path_or_uri(secret_free=True) == simulate]
        if made or not CONDA:
            try:
                shell(
                    'python -m check_experiments --plan "$PLATEAUS_PLAN" --output {GUARD:q}',
                    conda_env=made[0].address if made else None,
                    container_img=str(IMAGE) if CONTAINER else None,
                )
            except subprocess.CalledProcessError:
                raise WorkflowError(
                    "the configuration asks for what cannot be: see above"
                ) from None


USED = ["simulate", "analyse", "figures"]
if any(map(jobs.own_circuits, PLAN.studies.values())):
    USED.append("circuits")
CELLS = jobs.cells(PLAN)
COMPILING = jobs.compiling(PLAN)
depends_on = partial(dependencies.depends_on, ROOT, CONDA or CONTAINER)  # or what this Python has


wildcard_constraints:
    experiment="[A-Za-z][A-Za-z0-9_]*",
    qubits="[0-9]+",
    depth="[0-9]+",
    seed="[0-9]+",
    kind=jobs.probe_kinds(),


def cell_of(wildcards, **kind):
    """The cell of the grid, or of a probe's, that a path names; of another kind than the path says where one is given."""
    try:
        return jobs.cell(CELLS, dict(wildcards.items()) | kind)
    except ConfigError as error:
        raise WorkflowError(error) from None


def cost_of(wildcards, **kind):
    """What a cell costs."""
    experiment = PLAN.studies[wildcards.experiment].experiment
    return cell_cost(cell_of(wildcards, **kind), experiment)


def priority_of(wildcards):
    """The longest jobs first, before them one that compiles an engine for all others."""
    if PLAN.land_in:  # the smallest first, so that a run that is stopped leaves whole sizes
        return 100 - int(wildcards.qubits)
    name = wildcards.experiment, *map(int, (wildcards.qubits, wildcards.depth, wildcards.seed))
    return 1_000_000 if name in COMPILING else int(cost_of(wildcards).seconds)


def simulator_of(wildcards, **kind):
    """What the job of a cell depends on: the module of its engine, too."""
    experiment = PLAN.studies[wildcards.experiment].experiment
    engine = engine_of(cell_of(wildcards, **kind).engine, experiment)
    return depends_on("simulate", "simulate", [engine.module])


def cost_of_probe(wildcards):
    """What a cell of a probe's grid costs."""
    cell, study = cell_of(wildcards), PLAN.studies[wildcards.experiment]
    return probe_cost(
        KINDS[wildcards.kind],
        study.probes[wildcards.kind].settings,
        qubits=cell.qubits,
        depth=cell.depth,
        circuits=cell.circuits,
        experiment=study.experiment,
    )


def cost_of_exact(wildcards):
    """What an exact curve costs."""
    study = PLAN.studies[wildcards.experiment]
    return exact_cost(
        study.experiment,
        qubits=int(wildcards.qubits),
        layers=int(wildcards.depth),
        method=study.exact.method,
        relative_error=study.exact.relative_error,
    )


def source_options(name):
    """Options that say what an experiment samples."""
    return as_options(PLAN.studies[name].source.words())


def own_circuits(wildcards):
    """What is read of a user's file of circuits, of the size of a job, or of all sizes; nothing for other experiments."""
    study, qubits = PLAN.studies[wildcards.experiment], wildcards.get("qubits")
    found = jobs.own_circuits(study)
    return [
        path for path in found if qubits is None or path == jobs.own_circuits_of(study, int(qubits))
    ]


def theory_options(name):
    """Options that say what the exact theory of an experiment depends on: no seed."""
    return as_options({"experiment": name, **PLAN.studies[name].experiment.words()})


def grows(request):
    """A resource: `request`, a number or a function of the wildcards, times the attempt. A job that ran out of it gets more."""
    return lambda wildcards, attempt: attempt * (
        request(wildcards) if callable(request) else request
    )


def megabytes_to_analyse(name):
    """Memory to ask a scheduler for where all samples of an experiment are read."""
    cells = PLAN.studies[name].cells()
    return analysis_megabytes(sum(cell.circuits * len(cell.layers) for cell in cells))


def modules_of(kind, *names):
    """Modules of a kind of probe that programs load by name."""
    return [f"plateaus.probes.{kind}.{name}" for name in names]


def probe_options(wildcards):
    """What a probe samples, as options of the programs."""
    return f"--probe {wildcards.kind} {source_options(wildcards.experiment)}"


def files_of(figure):
    """The files of a figure; the one shown in the report carries its caption."""
    paths = {ending: figure.path(ending) for ending in figures.ENDINGS}
    caption = workflow.modifier.path_modifier.modify(paths["rst"])
    paths["svg"] = report(
        paths["svg"],
        caption=os.path.abspath(caption),
        category=figure.heading,
        labels={"figure": figure.label},
    )
    return paths


def files_of_table(table):
    """The files of a table; the report shows the page to read where there is one, else offers the file."""
    paths = {"table": table.path} | ({"page": table.page} if table.page else {})
    if table.title:
        shown = "page" if table.page else "table"
        paths[shown] = report(
            paths[shown],
            caption=f"../report/{table.name}.rst",
            category="Tables",
            labels={"table": table.title},
        )
    return paths
