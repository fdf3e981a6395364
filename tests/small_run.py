"""The tables of a small run that nobody has to wait for: made-up numbers of the right size, typed as those of a run.

Its plan asks for every figure of the catalogue. Variances fall to the limits that theory gives; tables that are made of
tables are made by their own modules.
"""

from importlib import import_module

import numpy as np
from small_tables import rows_of

from plateaus.ensemble.starts import RandomStart
from plateaus.plan import experiments
from plateaus.plan.load import load
from plateaus.plan.study import Plan
from plateaus.storage.samples import Samples, write_samples
from plateaus.storage.tables import DTYPES
from plateaus.tables.results import Results, columns_of, module_of
from plateaus.theory.infinite_depth import limits_at
from plateaus.theory.limits import gradient_variance, gradient_variance_both_sides

RULES = [1, "2*n", "4*n", "deepest"]
GRID = {"qubits": [4, 6, 8], "layers": {"from": 1, "to": 40}, "circuits": 100, "depth_rules": RULES}
START = {"depths": "independent", "qubits": [4, 6, 8], "layers": [40], "circuits": 100}
TRAINING = {"training": {"qubits": [4, 8], "depth": 20, "circuits": 20, "steps": 20, "rate": 0.02}}
CONFIG = {
    "master_seed": 1,
    "figures": {
        "main": "chain",
        "projector": "projector",
        "dimension": ["chain", "grid", "complete"],
        "costs": ["chain", "local", "projector"],
        "starts": ["random", "blocks"],
        "noise": ["chain", "noisy"],
        "ansatz": ["chain", "local", "su2"],
    },
    "experiments": {
        "chain": GRID
        | {
            "title": "Z₁Z₂ on a chain",
            "exact": {"qubits": [4, 6, 8, 10, 12], "layers": 80},
            "probes": {
                "gradients": {"qubits": [6], "depth": 12, "circuits": 100},
                "shots": {"qubits": [4, 6, 8], "depth": 40, "circuits": 100, "shots": [100, 1000]},
            },
        },
        "projector": GRID | {"title": "projector on |0…0⟩", "objective": "projector"},
        "grid": GRID | {"title": "square grid", "connectivity": "grid"},
        "complete": GRID | {"title": "complete graph", "connectivity": "complete"},
        "alone": {
            "title": "exact curves alone",
            "connectivity": "grid",
            "exact": {"qubits": [4, 6, 9, 12], "layers": 80, "method": "population"},
            "depth_rules": RULES,
        },
        "local": GRID | {"title": "local cost", "objective": "local_projector"},
        "su2": GRID | {"title": "efficient SU(2)", "ansatz": "efficient_su2"},
        "random": START | {"title": "random angles", "probes": TRAINING},
        "blocks": START | {"title": "identity blocks", "start": "identity:2", "probes": TRAINING},
        "noisy": GRID
        | {
            "title": "p = 0.01",
            "noise": "depolarizing:0.01",
            "qubits": [4, 6],
            "probes": {"trajectories": {"qubits": [4, 6], "circuits": 100}},
        },
    },
}
MADE_OF_TABLES = (
    "decay_points",
    "decay_rates",
    "diagnosis",
    "plateau_depths",
    "plateau_fits",
    "depth_growth",
    "ansatze",
)


def plan():
    """A plan that has every figure of the catalogue."""
    return load(CONFIG)


def tables(plan, changed=lambda name, table: table):
    """All tables that its figures read, and that of the benchmark, by name.

    `changed` alters those that are not made of others, before those that are made.
    """
    if not any(known is plan for known, _ in _made):
        _made.append((plan, made_up(plan)))
    (found,) = (tables for known, tables in _made if known is plan)
    found = {name: changed(name, table.copy()) for name, table in found.items()}
    for name in MADE_OF_TABLES:
        found[name] = import_module(module_of(name)).make(Results(tables=found), [])
    return found


_made: list[tuple[Plan, dict]] = []


def made_up(plan):
    """The tables that are not made of others."""
    exact = [
        {"experiment": study.name, "qubits": n, "layers": layers, "variance": variance(study, n, layers)}
        | errors(study, variance(study, n, layers))
        | limits(study, n)
        for study in plan.studies.values()
        if study.experiment.start == RandomStart()
        for n in study.exact.qubits
        for layers in range(1, study.exact.layers + 1)
    ]
    sampled = [
        {"experiment": study.name, "qubits": n, "layers": layers, "exact_variance": variance(study, n, layers)}
        | with_interval("variance", variance(study, n, layers) * (1.04 if layers % 2 else 0.97))
        | {"log_variance_se": 0.05, "variance_reliable": True, "deviation": 0.5, "circuits": 100}
        | {"engine": study.engines[n], "precision": study.precisions[n]}
        | limits(study, n)
        for study in plan.studies.values()
        for n in study.qubits
        for layers in study.layers
    ]
    return {
        "experiments": typed("experiments", experiments.rows(plan)),
        "exact_variance": typed("exact_variance", exact),
        "exact_methods": typed("exact_methods", list(methods(plan))),
        "variance": typed("variance", sampled),
        **{kind: typed(kind, rows(plan)) for kind, rows in PROBES.items()},
        "benchmark": typed("benchmark", benchmark()),
    }


def errors(study, value):
    """What an exact variance may be wrong by: next to nothing, or where its chain is sampled 2 %."""
    error = 1e-9 if study.exact.method == "auto" else 0.02
    statistical = 0.0 if study.exact.method == "auto" else 0.01 * value
    return {"rel_error": error, "standard_error": statistical, "low": (1 - error) * value, "high": (1 + error) * value}


def methods(plan):
    """How the curves were computed."""
    for study in plan.studies.values():
        for n in study.exact.qubits if study.exact else ():
            runs = {} if study.exact.method == "auto" else {"runs": 8, "strings": 2000, "standard_error": 0.01}
            yield {"experiment": study.name, "qubits": n, "layers": study.exact.layers, "met": True} | runs


def samples(plan, folder):
    """Files of samples of the main experiment, one a size."""
    study = plan.studies[plan.main]
    generator = np.random.default_rng(1)
    for n in study.qubits:
        spread = np.sqrt([variance(study, n, layers) for layers in study.layers])
        values = np.clip(generator.normal(0, spread, size=(3, 100, len(spread))), -1, 1)
        batch = Samples(study.source, n, np.arange(100), np.zeros(100, int), np.array(study.layers), *values)
        write_samples(folder / f"n{n}.parquet", batch, "numpy")
        yield folder / f"n{n}.parquet"


def typed(name, rows):
    """Rows as the table of that name, with all its columns and types; a column that it does not declare is an error.

    But for the benchmark's, which has further columns for each variant.
    """
    columns = columns_of(module_of(name))
    kinds = {c.name: DTYPES[c.type] for c in columns}
    table = rows_of(columns, rows).astype(kinds)
    assert name == "benchmark" or set(table) == set(kinds), f"{name} declares no {set(table) - set(kinds)}"
    return table


def with_interval(name, value):
    """A number with the ends of its interval."""
    return {name: value, f"{name}_low": 0.9 * value, f"{name}_high": 1.1 * value}


def limits(study, n):
    """What there is at infinite depth."""
    return limits_at(study.experiment, n, 80)


def variance(study, n, layers):
    """Large in the first layers, at its limit the sooner the denser the graph, and dying with noise."""
    if study.experiment.start != RandomStart():
        return 0.05
    reach = {"chain": n / 2, "grid": np.sqrt(n), "complete": 1.0}[study.experiment.connectivity]
    early = 2 ** (n / 2) * np.exp(-layers / reach)
    alive = np.exp(-4 * study.experiment.noise.probability * layers)
    return gradient_variance(study.experiment, n) * (1 + early) * alive


def probed(plan, kind):
    """Study, size and depth of every point of a kind of probe, and the same as columns."""
    for study, probe in plan.probes():
        if probe.kind == kind:
            for n, depth in probe.depths.items():
                yield study, n, depth, {"experiment": study.name, "qubits": n, "depth": depth, "circuits": 100}


def gradients(plan):
    for study, n, depth, point in probed(plan, "gradients"):
        inner = gradient_variance_both_sides(study.experiment, n)
        for layer in range(1, depth + 1):
            for qubit in range(1, n + 1):
                seen = qubit <= 2 + 2 * (depth - layer)
                edge = 1e-3 if qubit > 2 * (depth - layer) else 1.0
                value = edge * inner * (1 + 10 * np.exp(layer - depth - 1)) if seen else 0.0
                exact = {"exact_variance": value, "log_variance_se": 0.05}
                yield point | {"layer": layer, "qubit": qubit} | with_interval("variance", 1.05 * value) | exact


def training(plan):
    for _, n, _, point in probed(plan, "training"):
        for step in range(21):
            norm, e = 2.0 ** (-n / 4) * (1 + step / 10), -0.9 * step / (step + n)
            of_norm = {"norm_median": norm, "norm_lower_quartile": 0.8 * norm, "norm_upper_quartile": 1.2 * norm}
            of_e = {"e_median": e, "e_lower_quartile": e - 0.1, "e_upper_quartile": e + 0.1}
            yield point | {"step": step} | of_norm | of_e | {"e_median_low": e - 0.05, "e_median_high": e + 0.05}


def trajectories(plan):
    for study, n, _, point in probed(plan, "trajectories"):
        for layers in study.layers:
            value, single = variance(study, n, layers), variance(plan.studies[plan.main], n, layers)
            known = {"variance_se": value / 20, "single_variance": single, "exact_variance": 0.97 * value}
            yield (
                {k: v for k, v in point.items() if k != "depth"}
                | {"layers": layers}
                | with_interval("variance", value)
                | known
            )


def shots(plan):
    for study, n, depth, point in probed(plan, "shots"):
        needed = {"shots_sign": 4 / variance(study, n, depth), "shots_tenth": 100 / variance(study, n, depth)}
        for number in (100, 1000):
            row = (
                point | {"shots": number, "sign_right": 0.9 - 0.02 * n} | with_interval("error_ratio", 0.88 + 0.02 * n)
            )
            for name, value in needed.items():
                row |= with_interval(name, 1.02 * value) | {f"exact_{name}": value}
            yield row


PROBES = {"gradients": gradients, "training": training, "trajectories": trajectories, "shots": shots}


def benchmark():
    """Two variants of ours and two others, at three sizes."""
    times = {"this workflow": 1.0, "this workflow, numba": 0.5, "a rival": 2.0, "a rival, native": 1.6}
    known = {"precision": "double", "threads": 1, "rounds": 7, "disagreement": 1e-14}
    known |= {"version": "1.0", "machine": "a machine", "date": "2026-01-31"}
    for name, time in times.items():
        ratios = with_interval("ratio", time) | with_interval("ratio_numba", time / 0.5)
        sweep = "sweep, once per depth" if name == "a rival" else "sweep, on the way"
        ways = ("gradient, as used", "gradient, simulation alone")
        for task, n in (*((way, n) for way in ways for n in (4, 8, 12)), (sweep, 4), (sweep, 12)):
            seconds = with_interval("seconds", time * n * 2**n * 1e-6) | {
                "ns_per_rotation_and_amplitude": 100 * time / n**2
            }
            size = {"qubits": n, "layers": 10 * n, "circuits": 1}
            yield {"task": task, "contender": name} | known | size | seconds | ratios
    for name in (*times, "exact method"):
        size = {"qubits": 12, "layers": 120, "circuits": 1000}
        yield {"task": "variance to 5 %", "contender": name, "seconds": 10.0} | known | size
        if name.startswith("this"):
            yield {"task": "variance to 5 %, averaged", "contender": name, "seconds": 5.0} | known | size
