"""Tables of made-up runs in which everything is as the papers say, for tests that change one number of them.

`paper_run` is a run of the paper's own experiment, its estimates being the exact values; `compared_run` one that
compares starts, noise, graphs and costs, and has probes.
"""

from functools import cache

import numpy as np
import pandas as pd
from small_tables import rows_of

from plateaus import paper
from plateaus.claims import papers
from plateaus.ensemble.experiment import Experiment
from plateaus.ensemble.source import Source
from plateaus.tables import depth_growth
from plateaus.tables.experiments import COLUMNS as EXPERIMENTS
from plateaus.tables.results import Results, columns_of, module_of
from plateaus.theory.curve import exact_curve
from plateaus.theory.infinite_depth import limits_at

RULE = "12*n"
SIZES = np.array([4, 6, 8, 10])
MORE_SIZES = np.array([4, 6, 8, 10, 12, 14])


def complete(name, rows):
    """Rows, or columns, as a table of that name, what is not given being empty, 0 or False."""
    return rows_of(columns_of(module_of(name)), pd.DataFrame(rows).to_dict("records"))


def experiments(*rows):
    """The table of experiments, each row with what it says besides the paper's words."""
    return rows_of(EXPERIMENTS, [Source().words() | {"title": row["experiment"]} | row for row in rows])


def finding_on(number, results):
    """What a run says of one claim."""
    (claim,) = (claim for claim in papers.claims() if claim.number == number)
    return claim.finding(results)


def verdicts(results, *, always):
    """The verdicts on the claims that every run of the paper's experiment speaks of, or on the others, by number."""
    numbers = {claim.number for claim in papers.claims() if claim.always == always}
    return {row["number"]: row["verdict"] for row in papers.judge(results) if row["number"] in numbers}


# The paper's own experiment, zz.

MAIN = {"experiment": "zz", "main": True, "papers": True, "depth_rule": RULE}


@cache
def exact_table(sizes=(2, 4, 6, 8), layers=170):
    tables = []
    for n in sizes:
        curve = exact_curve(Experiment(), qubits=n, layers=layers)
        columns = ("layers", "variance", "rel_error", "mean", "e_variance", "e_mean")
        table = pd.DataFrame({column: getattr(curve, column) for column in columns})
        tables.append(table.assign(experiment="zz", qubits=n, **limits_at(Experiment(), n, layers)))
    return complete("exact_variance", pd.concat(tables, ignore_index=True))


def exact_of(variance, name="zz", sizes=paper.QUBITS, layers=(*range(1, 481), 500)):
    """Exact rows of the paper's sizes whose variance is this function of n and L, the limits being the paper's."""
    layers = np.array(layers)
    tables = [
        pd.DataFrame({"experiment": name, "qubits": n, "layers": layers, "variance": variance(n, layers)}).assign(
            **limits_at(Experiment(), n, int(layers[-1]))
        )
        for n in sizes
    ]
    return complete("exact_variance", pd.concat(tables, ignore_index=True))


def rate(source, slope, half=0.01, **more):
    row = {"experiment": "zz", "depth_rule": RULE, "source": source, "slope": slope, "p_value": 0.5, "intercept": -1.09}
    ends = {"low": slope - half, "high": slope + half, "qubits_from": 2, "qubits_to": 8, "points": 4}
    return row | ends | more


def rates(*rows):
    return complete("decay_rates", rows)


def mean_check(p_value):
    return complete("checks", [{"experiment": "zz", "name": "mean of the gradient", "p_value": p_value}])


def tails_of(exceed, circuits=1000):
    """The table of tails: so many circuits of 2, 4 … qubits are beyond 0.1; from 6 on Chebyshev's bound is below 1.

    (There the standard deviation is below 0.1.)
    """
    sizes = 2 * np.arange(1, len(exceed) + 1)
    counts = {"exceed": exceed, "probability": np.array(exceed) / circuits, "circuits": circuits}
    bound = np.where(sizes < 6, 2.0, 0.5)
    return complete("tails", {"experiment": "zz", "qubits": sizes, "epsilon": 0.1, "chebyshev": bound} | counts)


def chain_depths(twice, tenth):
    """Exact depths of the paper's experiment: so many layers a qubit to a factor 2, and to 10 %."""
    sizes = np.array([4, 8, 12, 16, 20, 24])
    distances = [(twice, ("relative", 1.0)), (tenth, ("relative", 0.1))]
    return pd.concat([depths_of("zz", each * sizes, distance, sizes) for each, distance in distances])


@cache
def paper_tables():
    exact = exact_table()
    variance = exact[["experiment", "qubits", "layers", "variance", "e_variance"]].assign(
        mean=0.0,
        mean_se=1e-4,
        variance_low=exact["variance"] * 0.95,
        variance_high=exact["variance"] * 1.05,
        limit=exact["limit"],
        limit_both_sides=exact["limit_both_sides"],
        exact_mean=0.0,
        exact_variance=exact["variance"],
        e_exact_variance=exact["e_variance"],
        log_variance_se=0.01,
        e_mean=exact["e_mean"],
        e_log_variance_se=0.01,
    )
    fits = [
        {"experiment": "zz", "closeness": "relative", "within": w, "slope": 12.5, "intercept": -17} for w in (1.0, 0.1)
    ]
    return {
        "experiments": experiments(MAIN),
        "variance": complete("variance", variance),
        "decay_rates": rates(rate("sampled", -0.69), rate("exact", -0.69)),
        "plateau_fits": complete("plateau_fits", fits),
        "plateau_depths": chain_depths(10, 10),
        "exact_variance": exact,
        "tails": tails_of([1000, 700, 170, 8, 0]),
        "checks": mean_check(0.4),
    }


def paper_run(**changes):
    """A run of the paper's experiment whose estimates are the exact values, with some tables changed."""
    return Results(tables=paper_tables() | changes)


# A run that compares experiments: r, s and i start randomly, with small angles and as identity blocks; none and weak
# have no and some noise; g is a grid; global and local are costs, warm is a warm-up circuit; z is probed.

WARM_UP = {"initial_state": "none", "entangler": "none", "axes": "X"}


def compared_experiments(warm_up="local_projector"):
    return experiments(
        {"experiment": "r", "starts_place": 1},
        {"experiment": "s", "starts_place": 2, "angles": "small"},
        {"experiment": "i", "starts_place": 3, "start": "identity:2"},
        {"experiment": "none", "noise_place": 1},
        {"experiment": "weak", "noise_place": 2, "noise": "depolarizing:0.01"},
        {"experiment": "g", "dimension_place": 1, "dimension": 2.0, "connectivity": "grid"},
        {"experiment": "global", "costs_place": 1, "objective": "projector"},
        {"experiment": "local", "costs_place": 2, "objective": "local_projector"},
        {"experiment": "warm", "objective": warm_up} | WARM_UP,
        {"experiment": "z"},
        *(
            Experiment.from_words({"ansatz": word, "objective": objective}).words() | {"experiment": name}
            for name, (word, objective) in TEMPLATES.items()
        ),
    )


TEMPLATES = {
    "layered_local": ("simplified_two_design", "local_projector"),
    "layered_global": ("simplified_two_design", "projector"),
    "two_design": ("pauli_two_design", "ZZ"),
    "real": ("real_amplitudes", "ZZ"),
    "hva_ising": ("hva_ising", "ising"),
    "hva_xxz": ("hva_xxz", "heisenberg"),
}
"""Experiments of ansätze of libraries: ansatz and objective."""
KINDS = {"layered_local": "orthogonal", "layered_global": "orthogonal", "two_design": "unitary", "real": "orthogonal"}


def of_templates(kinds=(), near=None):
    """Exact values of the ansätze of libraries, at their limits of these kinds, at 3 and at 48 layers."""
    rows = [
        {"experiment": name, "qubits": n, "layers": layers, "limit": 0.5**n, "limit_kind": kind}
        | {"variance": (near or {}).get(layers, 1.0) * 0.5**n}
        for name, kind in (KINDS | dict(kinds)).items()
        for n in (4, 6)
        for layers in (3, 48)
    ]
    return complete("exact_variance", [{"experiment": "warm", "qubits": 4, "layers": 1}, *rows])


def curve(name, values, layers=120, sizes=SIZES, error=0.05):
    values = np.asarray(values, dtype=float)
    return pd.DataFrame(
        {
            "experiment": name,
            "qubits": sizes,
            "layers": layers,
            "variance": values,
            "variance_low": values * (1 - 2 * error),
            "variance_high": values * (1 + 2 * error),
            "variance_reliable": True,
            "exact_variance": values,
            "limit": 1 / (3 * 2.0 ** SIZES[: len(values)]) if np.ndim(sizes) else 1 / 192,
            "log_variance_se": error,
            "mean": 0.0,
        }
    )


def noisy(name, slope):
    layers = np.arange(1, 61)
    return curve(name, 0.1 * np.exp(slope * layers), layers=layers, sizes=6, error=0.1)


@cache
def compared_variance():
    return complete(
        "variance",
        pd.concat(
            [
                curve("r", 0.4 * 0.5**SIZES),
                curve("s", np.full(4, 0.08)),
                curve("i", np.full(4, 1 / 18)),
                noisy("none", -0.001),
                noisy("weak", -0.1),
                curve("warm", 1 / (8 * SIZES**2.0), layers=1),
            ],
            ignore_index=True,
        ),
    )


def falling(name):
    """The variances, those of an experiment falling by a half with every qubit."""
    variance = compared_variance()
    value = np.where(variance["experiment"] == name, 0.4 * 0.5 ** variance["qubits"], variance["variance"])
    return variance.assign(variance=value)


def trained(random, identity):
    """The table of training in which E has these medians in the end."""
    point = {"qubits": 10, "depth": 120, "step": 50, "circuits": 40}
    return complete(
        "training",
        [
            {"experiment": name, "e_median": e, "e_median_low": e - 0.05, "e_median_high": e + 0.05} | point
            for name, e in (("r", random), ("i", identity))
        ],
    )


def positions(factor=1.0):
    """The table of gradients, all variances inside the light cone `factor` times the formula's."""
    layer, qubit = (index.ravel() + 1 for index in np.indices((48, 4)))
    exact = factor * np.where(qubit > 48 - layer + 3, 0.0, 2.0**-5)
    table = {"experiment": "z", "qubits": 4, "depth": 48, "layer": layer, "qubit": qubit}
    return complete("gradients", table | {"variance": exact * 1.01, "exact_variance": exact, "log_variance_se": 0.05})


def pairs(**changes):
    """The table of trajectories."""
    layers = np.arange(1, 61)
    value = 0.1 * np.exp(-0.1 * layers)
    table = {"experiment": "weak", "qubits": 6, "layers": layers, "variance": value, "exact_variance": value}
    return complete("trajectories", table | {"variance_se": 0.001, "single_variance": 0.05} | changes)


def measured(**changes):
    """The table of shots."""
    needed = 12 * 2.0**SIZES
    table = {"experiment": "z", "qubits": SIZES, "shots": 1000, "error_ratio": 1.0}
    table |= {"error_ratio_low": 0.9, "error_ratio_high": 1.1, "shots_sign": needed, "exact_shots_sign": needed}
    return complete("shots", table | {"shots_sign_low": needed / 1.2, "shots_sign_high": needed * 1.2} | changes)


def depths_of(name, depth, distance=("relative", 0.1), sizes=MORE_SIZES):
    """Exact rows of the table of plateau depths."""
    closeness, within = distance
    row = {"experiment": name, "qubits": sizes, "closeness": closeness, "within": within, "source": "exact"}
    return complete("plateau_depths", row | {"depth_low": depth, "depth_high": depth})


def growth_of(depth):
    """The table of growth where the grid has these depths."""
    return complete("depth_growth", list(depth_growth.compare(depths_of("g", depth), {"g": 2})))


def points_of(name, rule, variance):
    """Exact rows of the table of decay points."""
    row = {"experiment": name, "depth_rule": rule, "source": "exact", "qubits": MORE_SIZES}
    return complete("decay_points", row | dict.fromkeys(("variance", "low", "high"), variance))


def of_chains(ising="power", xxz="does not fall"):
    """The table of diagnoses of the Hamiltonian variational ansatz of two chains."""
    law = {"depth_rule": "deepest", "source": "sampled", "qubits_from": 4, "qubits_to": 12}
    law |= dict.fromkeys(("slope", "slope_low", "slope_high", "exponent", "exponent_low", "exponent_high"), -0.1)
    rows = [{"experiment": "hva_ising", "kind": ising}, {"experiment": "hva_xxz", "kind": xxz}]
    return complete("diagnosis", [law | row for row in rows])


@cache
def compared_tables():
    n = MORE_SIZES.astype(float)
    points = [points_of("global", rule, 0.3 * 0.4**n) for rule in ("1", "2", "log2(n)", "12*n")]
    points += [points_of("layered_local", "log2(n)", n**-2), points_of("layered_global", "log2(n)", 0.3 * 0.4**n)]
    points += [points_of("local", rule, n**-2) for rule in ("1", "2", "log2(n)")]
    return {
        "experiments": compared_experiments(),
        "exact_variance": of_templates(),
        "variance": compared_variance(),
        "diagnosis": of_chains(),
        "training": trained(-0.2, -0.95),
        "gradients": positions(),
        "trajectories": pairs(),
        "shots": measured(),
        "plateau_depths": depths_of("g", 20 + 0 * n, ("absolute", 0.001)),
        "depth_growth": growth_of(2 * n),
        "decay_points": pd.concat([*points, points_of("local", "12*n", 2.0**-n)]),
    }


def compared_run(**changes):
    """A run that compares experiments, with some tables changed."""
    return Results(tables=compared_tables() | changes)


@cache
def unchanged_verdicts():
    """The verdicts on the claims that such a run is about."""
    return verdicts(compared_run(), always=False)


def changed_verdicts(**changes):
    """The verdicts that differ from the unchanged run's, by number; None for a claim that nothing is said of."""
    before, after = unchanged_verdicts(), verdicts(compared_run(**changes), always=False)
    return {number: after.get(number) for number in before if after.get(number) != before[number]}
