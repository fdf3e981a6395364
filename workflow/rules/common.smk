# What every stage looks up: the library, the checked configuration, paths, and options for the programs.
import importlib.util
import json
import os
import shutil
import sys
from pathlib import Path
from shlex import quote

from snakemake import __version__ as snakemake_version
from snakemake.exceptions import WorkflowError
from snakemake.settings.types import DeploymentMethod

SCRIPTS = f"{workflow.basedir}/scripts"
ENVS = f"{workflow.basedir}/envs"
CAPTIONS = f"{workflow.basedir}/workflow/report"

# Rules say `python -m` and a program: programs come from scripts/, and python is that of the rule's conda environment, or else the
# one that runs Snakemake. Absolute paths in commands or params would make every job run again when the folder moves.
CONDA = DeploymentMethod.CONDA in workflow.deployment_settings.deployment_method
os.environ.update(PYTHONNOUSERSITE="1")  # or packages in ~/.local would take precedence
if CONDA:
    if shutil.which("conda") is None:
        raise WorkflowError(
            "--sdm conda needs the command conda, 24.7.1 or newer, on PATH: install it, or run without --sdm conda"
        )
    # Inside an environment Snakemake unsets PYTHONPATH; and where another one was active, conda leaves what stands before that
    # in PATH, such as a virtual environment's python, before the new one too.
    scripts = quote(SCRIPTS).replace("{", "{{").replace("}", "}}")
    shell.prefix(f'set -euo pipefail; export PATH="$CONDA_PREFIX/bin:$PATH" PYTHONPATH={scripts}; ')
else:
    os.environ.update(
        PATH=os.pathsep.join([str(Path(sys.executable).parent), *os.get_exec_path()]),
        PYTHONPATH=SCRIPTS,
    )
sys.path.insert(0, SCRIPTS)

from plateaus import config as configuration
from plateaus.angles import UniformAngles
from plateaus.depths import format_depths
from plateaus.cost import analysis_megabytes, cost
from plateaus.dependencies import code_digest, installed, pins
from plateaus.experiment import Experiment
from plateaus.files import replacing
from plateaus.objective import PauliString, RandomString
from plateaus.lattice import dimension, nearest_size
from plateaus.provenance import sha256
from plateaus.options import as_options
from plateaus.starts import RandomStart

NEEDED = ("numpy", "scipy", "pandas", "pyarrow", "qulacs", "seaborn", "jinja2")
if not workflow.deployment_settings.deployment_method:
    absent = [package for package in NEEDED if importlib.util.find_spec(package) is None]
    if absent:
        raise WorkflowError(
            f"{sys.executable} lacks {', '.join(absent)}: run `make setup`, or let Snakemake make the environments with --sdm conda"
        )

try:
    RUNS = configuration.load(
        config, Path(workflow.basedir) / "workflow/schemas/config.schema.yaml"
    )
except configuration.ConfigError as error:
    raise WorkflowError(f"configuration: {error}")

RECORD = Path("results/provenance/config.json")
try:
    configuration.require_same(RECORD, RUNS)
except configuration.ConfigError as error:
    raise WorkflowError(error)
existing = next(folder for folder in (RECORD.parent, *RECORD.parents) if folder.exists())
if not os.access(existing, os.W_OK):
    raise WorkflowError(
        f"{existing.resolve()} cannot be written to: run in a folder of your own (snakemake --directory)"
    )


onstart:
    # the plugin itself would find out once for every job and attempt
    executor = type(workflow.executor_settings).__module__
    if executor == "snakemake_executor_plugin_slurm" and not shutil.which("sbatch"):
        raise WorkflowError(
            "there is no Slurm here: no sbatch on PATH. Run on a login node of the cluster (a module may have to be "
            "loaded), or without the profile: snakemake --cores all"
        )
    # whose results these are, before the first of them
    with replacing(RECORD) as draft:
        draft.write_text(json.dumps(configuration.resolved(RUNS), ensure_ascii=False, indent=2))


wildcard_constraints:
    experiment="[A-Za-z][A-Za-z0-9_]*",
    qubits="[0-9]+",
    depth="[0-9]+",
    seed="[0-9]+",


def samples_of(name):
    """Paths of all samples of an experiment."""
    return [
        f"results/samples/{name}/n{cell.qubits}_L{cell.depth}_s{cell.seed}.parquet"
        for cell in RUNS[name].cells()
    ]


CELLS = {
    (name, cell.qubits, cell.depth, cell.seed): cell
    for name, run in RUNS.items()
    for cell in run.cells()
}


def cell_of(wildcards):
    """The cell of the grid that a path names."""
    key = int(wildcards.qubits), int(wildcards.depth), int(wildcards.seed)
    try:
        return CELLS[wildcards.experiment, *key]
    except KeyError:
        raise WorkflowError(
            f"results/samples/{wildcards.experiment}/n{key[0]}_L{key[1]}_s{key[2]}.parquet "
            "is no cell of this configuration's grid"
        ) from None


def cost_of(wildcards):
    """What a cell costs."""
    cell = cell_of(wildcards)
    return cost(
        qubits=cell.qubits,
        depth=cell.depth,
        recorded=len(cell.layers),
        circuits=cell.circuits,
        engine=ENGINE,
    )


def depends_on(program, env, template=None):
    """Digests of a program's code and caption, versions of its packages: where they change, its jobs run again."""
    packages = pins(Path(f"{ENVS}/{env}.yaml"))
    versions = packages if CONDA else installed(packages.keys() - {"python", "pip"})
    named = (f"{name} {versions[name]}" for name in sorted(versions.keys() - {"python", "pip"}))
    caption = [sha256(Path(f"{CAPTIONS}/{template}"))[:16]] if template else []
    return " ".join([code_digest(Path(f"{SCRIPTS}/{program}.py")), *caption, *named])


def megabytes_to_analyse(name):
    """Memory to ask a scheduler for where all samples of an experiment are read."""
    return analysis_megabytes(sum(cell.circuits * len(cell.layers) for cell in RUNS[name].cells()))


def grows(request):
    """A resource: `request`, a number or a function of the wildcards, times the attempt. A job that ran out of it gets more."""
    return lambda wildcards, attempt: attempt * (
        request(wildcards) if callable(request) else request
    )


def on_a_chain(name):
    """Whether an experiment's qubits are joined in an open line."""
    return RUNS[name].experiment.connectivity == "chain"


def exact_curves_of(name):
    """Paths of all exact curves of an experiment."""
    exact = RUNS[name].exact
    return [f"results/exact/{name}/n{n}_L{exact.layers}.csv" for n in exact.qubits] if exact else []


def theory_options(name):
    """Options that say what the exact theory of an experiment depends on: no seed."""
    return as_options({"experiment": name, **RUNS[name].experiment.words()})


def tolerance_options(name):
    """Option for the relative error asked of an experiment's exact variances, where there are any."""
    exact = RUNS[name].exact
    return f"--tolerance {exact.tolerance}" if exact else ""


def source_options(name):
    """Options that say what an experiment samples."""
    return as_options(RUNS[name].source())


def caption_options(figure, name):
    """Options for a figure's caption."""
    return f"--title {quote(RUNS[name].title)} --answers {quote(answers(figure))}"


def figure_options(figure, name):
    """Options that pick an experiment from a table and name it in a figure."""
    run = RUNS[name]
    return f"--experiment {name} --objective {run.experiment.objective} {caption_options(figure, name)}"


# The table of exact moments, where the theory covers any experiment.
EXACT = "results/tables/exact_variance.csv" if any(run.exact for run in RUNS.values()) else []

ENDINGS = ("pdf", "png", "svg", "csv", "rst")
ENGINE = config.get("engine", "qulacs")
MAIN = config["figures"]["main"]
PROJECTOR = config["figures"].get("projector")


DIMENSION = config["figures"].get("dimension", [])
COSTS = config["figures"].get("costs", [])
STARTS = config["figures"].get("starts", [])
NOISE = config["figures"].get("noise", [])
HEADINGS = {
    "dimension": "Dimension",
    "costs": "Local and global costs",
    "starts": "Starts",
    "training": "Starts",
    "whole_gradient": "The whole gradient",
    "noise": "Noise",
    "shots": "Measurements",
}


def category_of(figure):
    """Where a figure stands in the report."""
    for kind, heading in HEADINGS.items():
        if figure.startswith(f"beyond_{kind}"):
            return heading
    if figure in ("fig5", "fig6"):
        return "Beyond the paper"
    if figure == "benchmark":
        return "Benchmark"
    return "Figures of the paper" if figure.startswith("fig") else "Other experiments"


def files_of(figure):
    """The files of a figure; the one shown in the report carries its caption."""
    paths = {ending: f"results/figures/{figure}.{ending}" for ending in ENDINGS}
    paths["svg"] = report(
        paths["svg"],
        caption=os.path.abspath(paths["rst"]),
        category=category_of(figure),
        labels={"figure": figure.removeprefix("fig").removeprefix("beyond_").replace("_", " ")},
    )
    return paths


def answers(figure):
    """Which figure of the paper one answers; empty for none."""
    if figure in ("fig5", "fig6"):
        return ""
    for prefix, kind in (("figS", "Supplementary Fig. "), ("fig", "Fig. ")):
        if figure.startswith(prefix):
            return kind + figure.removeprefix(prefix)
    return ""


def depth_rule_of(name):
    """The depth at which an experiment is drawn against the number of qubits."""
    last = RUNS[name].depth_rules[-1]
    return str(config["figures"].get("depth_rule", last)) if name in (MAIN, PROJECTOR) else last


PROBES = {(name, probe.kind): probe for name, run in RUNS.items() for probe in run.probes}
PROBE_CELLS = {
    (kind, name, cell.qubits, cell.depth, cell.seed): cell
    for (name, kind), probe in PROBES.items()
    for cell in probe.cells()
}
PROBE_TABLES = {
    "gradients": "variance of every derivative",
    "training": "gradient descent",
    "trajectories": "noise by trajectories",
    "shots": "gradients from measurements",
}

# Outcomes ±1, and shifted angles of the same law as others: the exact moments say how many measurements a gradient takes.
SIGNS = [
    name
    for name, run in RUNS.items()
    if isinstance(run.experiment.objective, (PauliString, RandomString))
    and run.experiment.angles == UniformAngles()
    and run.experiment.start == RandomStart()
]


def position_maps():
    """Paths of the exact variances of all derivatives, where the theory has them: mean zero, and a dense vector that fits."""
    return [
        f"results/exact/{name}/positions_n{n}_L{depth}.csv"
        for (name, kind), probe in PROBES.items()
        if kind == "gradients" and name in SIGNS and RUNS[name].exact
        for n, depth in probe.depths.items()
        if n <= 10
    ]


def probed(kind):
    """Experiments with a kind of probe."""
    return [name for name, found in PROBES if found == kind]


def probe_samples(kind, name):
    """Paths of all batches of a probe."""
    return [
        f"results/probes/{kind}/{name}/n{cell.qubits}_L{cell.depth}_s{cell.seed}.parquet"
        for cell in PROBES[name, kind].cells()
    ]


def probe_cell(wildcards):
    """The batch that a path names."""
    key = (
        wildcards.kind,
        wildcards.experiment,
        *map(int, (wildcards.qubits, wildcards.depth, wildcards.seed)),
    )
    try:
        return PROBE_CELLS[key]
    except KeyError:
        raise WorkflowError(
            f"{'/'.join(map(str, key))} is no probe of this configuration"
        ) from None


def probe_options(wildcards):
    """What a probe samples, as options of the programs."""
    source = {"probe": wildcards.kind, **RUNS[wildcards.experiment].source()}
    return as_options(source)


TRAINED = [name for name in STARTS if (name, "training") in PROBES]


def curve_options(names):
    """Options that name the experiments of a figure and what to call them there."""
    return " ".join(f"--curve {quote(f'{name}={RUNS[name].title}')}" for name in names)


def only_the_graph_differs(names):
    """Whether experiments are the paper's but for their connectivity."""
    graphs = {name: RUNS[name].experiment.connectivity for name in names}
    return all(
        RUNS[name].experiment == Experiment(connectivity=graph) for name, graph in graphs.items()
    )
