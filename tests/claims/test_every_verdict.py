"""Every claim can be given each of its verdicts: for each, tables of a made-up run that force it.

A claim whose paper leaves a choice can also depend on it. Without its numbers a claim of the paper's own experiment has
no data, as has any whose numbers do not tell; another one that has none is left out.
"""

import numpy as np
import pandas as pd
import pytest
from claim_runs import (
    MAIN,
    MORE_SIZES,
    chain_depths,
    compared_experiments,
    compared_run,
    compared_variance,
    complete,
    depths_of,
    exact_of,
    exact_table,
    experiments,
    falling,
    finding_on,
    growth_of,
    mean_check,
    measured,
    of_chains,
    of_templates,
    pairs,
    paper_run,
    paper_tables,
    points_of,
    positions,
    rate,
    rates,
    tails_of,
    trained,
)

from plateaus.claims import papers
from plateaus.claims.claim import DEPENDS, NO_DATA, NOT_REPRODUCED, REPRODUCED

LEFT_OUT = "left out"
GRID = {"experiment": "grid", "connectivity": "grid", "dimension": 2.0}
PROJECTOR = {"experiment": "p", "objective": "projector", "projector": True}


def of_rules(**slopes):
    """Sampled slopes at two depth rules, the exact ones being the paper's."""
    lines = [(rule.replace("n", "*n").strip("_"), slope) for rule, slope in slopes.items()]
    lines = [(rule, slope if isinstance(slope, tuple) else (slope, 0.01)) for rule, slope in lines]
    return rates(
        *(rate("sampled", *slope, depth_rule=rule) for rule, slope in lines),
        *(rate("exact", -0.69, depth_rule=rule) for rule, _ in lines),
    )


def estimates(**columns):
    return {"variance": paper_tables()["variance"].assign(**columns)}


def beside(*others, slopes=(), **tables):
    """The paper's experiment with others beside it, which have exact values and slopes."""
    from_4_on = exact_table()[exact_table()["qubits"] > 2]  # there are no smaller grids
    exact = pd.concat([exact_table(), *(from_4_on.assign(experiment=other["experiment"]) for other in others)])
    lines = [
        rate(source, slope, half, experiment=other["experiment"])
        for other, (slope, half) in zip(others, slopes, strict=True)
        for source in ("sampled", "exact")
    ]
    named = {"experiments": experiments(MAIN, *others), "exact_variance": exact}
    return named | ({"decay_rates": rates(*lines)} if lines else {}) | tables


def on_a_grid(relative, absolute, sizes=MORE_SIZES):
    """The paper's experiment beside a grid with these depths, to 10 % and to 0.001 of the limit."""
    distances = ((relative, ("relative", 0.1)), (absolute, ("absolute", 0.001)))
    depths = pd.concat([depths_of("grid", depth(sizes), distance, sizes) for depth, distance in distances])
    return beside(GRID, slopes=[(-0.69, 0.01)], plateau_depths=depths)


def families(words):
    """A claim about a family of experiments, two of which are beside the paper's."""
    two = [{"experiment": name} | words for name in ("one", "two")]
    return {
        REPRODUCED: beside(*two, slopes=[(-0.69, 0.01), (-0.5, 0.01)]),
        NOT_REPRODUCED: beside(*two, slopes=[(0.0, 0.01), (-0.02, 0.01)]),
        DEPENDS: beside(*two, slopes=[(-0.69, 0.01), (-0.02, 0.01)]),
        NO_DATA: beside(*two, slopes=[(-0.1, 0.5), (-0.1, 0.5)]),
    }


def of_costs(**laws):
    """The table of decay points: the variance of each cost at the shallow rules and at 12n, as functions of n."""
    n = MORE_SIZES.astype(float)
    rules = ("1", "2", "log2(n)", "12*n")
    return {
        "decay_points": pd.concat(
            [
                points_of(cost, rule, law(n))
                for cost, each in laws.items()
                for rule, law in zip(rules, each, strict=True)
            ]
        )
    }


def exponential(n):
    return 0.3 * 0.5**n


def power(n):
    return n**-2


def between(n):
    """As far from an exponential as from a power."""
    return np.exp(-0.1 * n) / n


def layered(law):
    """The table of decay points with both costs of the layered ansatz as this function of n."""
    n = MORE_SIZES.astype(float)
    return {"decay_points": pd.concat([points_of(f"layered_{c}", "log2(n)", law(n)) for c in ("local", "global")])}


def wide(name):
    """The table of variances in which those of an experiment have errors that tell nothing."""
    variance = compared_variance()
    error = np.where(variance["experiment"] == name, 9.0, variance["log_variance_se"])
    return {"variance": variance.assign(log_variance_se=error)}


def rising(name):
    variance = compared_variance()
    up = variance["variance"] * np.where(variance["experiment"] == name, np.exp(0.2 * variance["layers"]), 1)
    return {"variance": variance.assign(variance=up)}


OF_THE_PAPER = {
    "1": {
        REPRODUCED: {},
        NOT_REPRODUCED: {"checks": mean_check(1e-4)},
        NO_DATA: {"checks": mean_check(0.4)[:0]},
    },
    "2": {
        REPRODUCED: {"decay_rates": of_rules(_12n=-0.69, _10n=-0.67)},
        NOT_REPRODUCED: {"decay_rates": of_rules(_12n=0.0, _10n=-0.05)},
        DEPENDS: {"decay_rates": of_rules(_12n=-0.69, _10n=-0.05)},
        NO_DATA: {"decay_rates": of_rules(_12n=(-0.1, 0.2))},
    },
    "3": {
        REPRODUCED: {"exact_variance": exact_of(lambda n, _: np.exp(-0.685 * n) + 0 * _)},
        NOT_REPRODUCED: {"exact_variance": exact_of(lambda n, _: np.exp(-0.9 * n) + 0 * _)},
        DEPENDS: {"exact_variance": exact_of(lambda n, depth: np.exp(-np.where(depth < 500, 0.685, 0.9) * n))},
        NO_DATA: {},
    },
    "4": {
        REPRODUCED: {},
        NOT_REPRODUCED: {"exact_variance": exact_table().assign(variance=exact_table()["variance"] * 1.02)},
        NO_DATA: {"exact_variance": exact_table((6, 8), 20)},
    },
    "5": {
        REPRODUCED: {"plateau_depths": chain_depths(9, 11)},
        NOT_REPRODUCED: {"plateau_depths": chain_depths(13, 14)},
        DEPENDS: {"plateau_depths": chain_depths(9, 12)},
        NO_DATA: {"plateau_depths": chain_depths(9, 10)[:0]},
    },
    "6": {
        REPRODUCED: on_a_grid(lambda n: 9 + 0.5 * n, lambda n: 17 + 0 * n),
        NOT_REPRODUCED: on_a_grid(lambda n: 3 * n, lambda n: n),
        DEPENDS: on_a_grid(lambda n: 3 * n, lambda n: 5 * np.sqrt(n)),
        NO_DATA: on_a_grid(lambda n: 3 * n, lambda n: 17 + 0 * n, sizes=np.array([6, 9, 12])),
    },
    "7": {
        REPRODUCED: {},
        NOT_REPRODUCED: {"tails": tails_of([300, 300, 300, 290, 285])},
        NO_DATA: {"tails": tails_of([300, 100, 30, 0, 0])},
    },
    "8": {
        REPRODUCED: {},
        NOT_REPRODUCED: estimates(e_variance=0.2),
        NO_DATA: estimates(e_log_variance_se=9.0),
    },
    "9": {
        REPRODUCED: {},
        NOT_REPRODUCED: estimates(variance=0.01, e_variance=0.1),
        NO_DATA: estimates(log_variance_se=9.0),
    },
    "10": {
        REPRODUCED: beside(PROJECTOR, slopes=[(-1.4, 0.01)]),
        NOT_REPRODUCED: beside(PROJECTOR, slopes=[(0.0, 0.01)]),
        NO_DATA: beside(PROJECTOR, slopes=[(-0.2, 0.5)]),
    },
    "A1": families({"parameter": "2:1"}),
    "A2": families({"initial_state": "none"}),
}
OF_COMPARISONS = {
    "D2": {
        REPRODUCED: {},
        NOT_REPRODUCED: {"plateau_depths": depths_of("g", MORE_SIZES**0.9, ("absolute", 0.001))},
        LEFT_OUT: {"plateau_depths": depths_of("g", 20 + 0 * MORE_SIZES, ("absolute", 0.001))[:3]},
    },
    "G1": {
        REPRODUCED: {},
        NOT_REPRODUCED: {"gradients": positions(2.0)},
        LEFT_OUT: {"gradients": positions()[:0]},
    },
    "M1": {
        REPRODUCED: {},
        NOT_REPRODUCED: {"shots": measured(error_ratio_low=1.05)},
        NO_DATA: {"shots": measured(shots_sign_low=1e-9)},
        LEFT_OUT: {"shots": measured()[:0]},
    },
    "S1": {
        REPRODUCED: {},
        NOT_REPRODUCED: {"variance": falling("i")},
        NO_DATA: wide("i"),
        LEFT_OUT: {"experiments": compared_experiments()[:2]},
    },
    "S2": {
        REPRODUCED: {},
        NOT_REPRODUCED: {"variance": falling("s")},
        NO_DATA: wide("s"),
        LEFT_OUT: {"experiments": compared_experiments()[:1]},
    },
    "S3": {
        REPRODUCED: {},
        NOT_REPRODUCED: {"training": trained(-0.95, -0.2)},
        NO_DATA: {"training": trained(-0.9, -0.95)},
        LEFT_OUT: {"training": trained(-0.9, -0.95)[:0]},
    },
    "N1": {
        REPRODUCED: {},
        NOT_REPRODUCED: rising("weak"),
        NO_DATA: wide("weak"),
        LEFT_OUT: {"variance": compared_variance()[lambda rows: rows["layers"].isin([1, 60])]},
    },
    "N2": {
        REPRODUCED: {},
        NOT_REPRODUCED: {"trajectories": pairs(variance=0.05)},
        LEFT_OUT: {"trajectories": pairs()[:0]},
    },
    "D1": {
        REPRODUCED: {},
        NOT_REPRODUCED: {"depth_growth": growth_of(0.5 * MORE_SIZES)},
        NO_DATA: {"depth_growth": growth_of(0.9 * MORE_SIZES).assign(slope_low=0.6, slope_high=1.2)},
        LEFT_OUT: {"depth_growth": growth_of(2.0 * MORE_SIZES)[:0]},
    },
    "C1": {
        REPRODUCED: {},
        NOT_REPRODUCED: {"variance": compared_variance().assign(variance_low=1.0, variance_high=2.0)},
        LEFT_OUT: {"exact_variance": complete("exact_variance", [])},
    },
    "C2": {
        REPRODUCED: of_costs(**{"global": [exponential] * 4}),
        NOT_REPRODUCED: of_costs(**{"global": [power, np.ones_like, power, power]}),
        DEPENDS: of_costs(**{"global": [exponential, power, exponential, exponential]}),
        NO_DATA: of_costs(**{"global": [between] * 4}),
        LEFT_OUT: of_costs(local=[power] * 4),
    },
    "C3": {
        REPRODUCED: of_costs(local=[power, np.ones_like, between, power]),
        NOT_REPRODUCED: of_costs(local=[exponential] * 4),
        DEPENDS: of_costs(local=[power, power, exponential, power]),
        NO_DATA: of_costs(local=[between] * 4),
        LEFT_OUT: of_costs(**{"global": [exponential] * 4}),
    },
    "C4": {
        REPRODUCED: of_costs(local=[power, power, power, exponential], **{"global": [exponential] * 4}),
        NOT_REPRODUCED: of_costs(local=[power] * 4, **{"global": [exponential] * 4}),
        NO_DATA: of_costs(local=[between] * 4),
        LEFT_OUT: {"decay_points": complete("decay_points", [])},
    },
    "C5": {
        REPRODUCED: {},
        NOT_REPRODUCED: layered(exponential),
        NO_DATA: layered(between),
        LEFT_OUT: {"decay_points": complete("decay_points", [])},
    },
    "C6": {
        REPRODUCED: {},
        NOT_REPRODUCED: layered(power),
        NO_DATA: layered(between),
        LEFT_OUT: {"decay_points": complete("decay_points", [])},
    },
    "H1": {
        REPRODUCED: {},
        NOT_REPRODUCED: {"diagnosis": of_chains("exponential", "exponential")},
        DEPENDS: {"diagnosis": of_chains(xxz="exponential")},
        NO_DATA: {"diagnosis": of_chains("cannot tell", "is zero")},
        LEFT_OUT: {"diagnosis": of_chains()[:0]},
    },
    "Q1": {
        REPRODUCED: {},
        NOT_REPRODUCED: {"exact_variance": of_templates({"two_design": "orthogonal"})},
        DEPENDS: {"exact_variance": of_templates(near={3: 2.0})},
        LEFT_OUT: {"exact_variance": complete("exact_variance", [])},
    },
    "P1": {
        REPRODUCED: {},
        NOT_REPRODUCED: {"exact_variance": of_templates({"layered_local": "unitary"})},
        LEFT_OUT: {"exact_variance": complete("exact_variance", [])},
    },
    "Q2": {
        REPRODUCED: {},
        NOT_REPRODUCED: {"exact_variance": of_templates({"real": "parity sector"})},
        LEFT_OUT: {"exact_variance": of_templates({"real": "unknown"})},
    },
}
FORCED = OF_THE_PAPER | OF_COMPARISONS


@pytest.mark.parametrize(
    ("number", "wanted"), [(number, verdict) for number, cases in FORCED.items() for verdict in cases]
)
def test_a_verdict_follows_from_the_tables(number, wanted):
    run = paper_run if number in OF_THE_PAPER else compared_run
    finding = finding_on(number, run(**FORCED[number][wanted]))
    if wanted == LEFT_OUT:
        assert finding is None
    else:
        assert finding.verdict == wanted, finding.measured
        assert "nan" not in finding.measured + finding.remark


def test_where_there_is_no_limit_nothing_is_said_to_converge_to_it():
    """Such as circuits of one layer, in which nothing random follows the differentiated gate."""
    finding = finding_on("4", paper_run(exact_variance=exact_table().assign(limit=np.nan)))
    assert finding.verdict == NO_DATA
    assert "no limit of infinite depth" in finding.measured


@pytest.mark.parametrize("claim", papers.claims(), ids=lambda claim: claim.number)
def test_no_verdict_of_a_claim_is_without_its_tables(claim):
    forced = set(FORCED[claim.number])
    assert forced >= {REPRODUCED, NOT_REPRODUCED}
    assert (DEPENDS in forced) == bool(claim.choice)
    assert forced & {NO_DATA, LEFT_OUT}
    assert (LEFT_OUT in forced) != claim.always
