"""The depth of the plateau, its growth, and the two laws for it: each law is told from the other."""

import numpy as np
import pandas as pd
import pytest
from small_tables import results_of

from plateaus.ensemble.source import Source
from plateaus.tables import depth_growth, plateau_depths, plateau_fits
from plateaus.tables.depth_growth import compare
from plateaus.tables.results import Results

SIZES = np.array([4, 6, 8, 10, 12, 14])


def curve(n, settled, limit=0.5, layers=30):
    """Exact rows of one size: 2.5 times the limit before a depth, the limit from it on."""
    return [
        {
            "experiment": "zz",
            "qubits": n,
            "layers": depth,
            "variance": limit if depth >= settled else 2.5 * limit,
            "rel_error": 1e-9,
            "limit": limit,
        }
        for depth in range(1, layers + 1)
    ]


def sampled(n, settled, spread):
    ends = {"variance_low": 1 - spread, "variance_high": 1 + spread}
    return [row | {key: row["variance"] * end for key, end in ends.items()} for row in curve(n, settled)]


def test_exact_depths_are_known_and_sampled_ones_lie_between_two():
    results = results_of(exact_variance=curve(4, 12), variance=sampled(4, 12, 0.05) + sampled(6, 12, 0.2))
    found = plateau_depths.make(results, [])
    assert list(found) == [c.name for c in plateau_depths.COLUMNS]
    assert found[["source", "closeness", "within"]].to_numpy().tolist() == [
        ["sampled", "relative", 0.1],
        ["sampled", "relative", 0.1],
        ["exact", "relative", 1.0],
        ["exact", "relative", 0.5],
        ["exact", "relative", 0.1],
        ["exact", "relative", 0.01],
        ["exact", "absolute", 0.001],
    ]
    assert found[["depth_low", "depth_high"]].iloc[0].tolist() == [12, 12]
    assert found["depth_low"][1] == 12 and np.isnan(found["depth_high"][1])  # its intervals are too wide to tell
    assert (found[["depth_low", "depth_high"]].iloc[2:] == 12).all(axis=None)


def test_an_absolute_distance_is_no_relative_one():
    """A variance of 0.0012 lies within 0.001 of its limit, 0.0005, and not within half of it."""
    rows = curve(4, 31, limit=0.0005)
    rows[-1] |= {"variance": 0.0005}
    found = plateau_depths.make(results_of(exact_variance=rows), [])
    assert found.set_index(["closeness", "within"])["depth_high"].to_dict() == {
        ("relative", 1.0): 30,
        ("relative", 0.5): 30,
        ("relative", 0.1): 30,
        ("relative", 0.01): 30,
        ("absolute", 0.001): 1,
    }


def test_a_curve_without_a_limit_has_no_depth():
    for limit in (0.0, np.nan):
        rows = [row | {"limit": limit} for row in curve(4, 12)]
        assert plateau_depths.make(results_of(exact_variance=rows), []).empty
    assert plateau_depths.make(Results(), []).empty


def test_lines_go_through_the_exact_depths_that_are_known():
    found = plateau_depths.make(
        results_of(exact_variance=[*curve(4, 10), *curve(6, 16), *curve(8, 22), *curve(10, 99)]), []
    )
    fits = plateau_fits.make(Results(tables={"plateau_depths": found}), [])
    assert list(fits) == [c.name for c in plateau_fits.COLUMNS]
    assert len(fits) == 5
    assert fits["slope"].tolist() == pytest.approx([3] * 5)
    assert fits["intercept"].tolist() == pytest.approx([-2] * 5)
    assert fits[["qubits_from", "qubits_to", "points"]].drop_duplicates().to_numpy().tolist() == [[4, 8, 3]]
    alone = found[found["qubits"] == 4]
    assert plateau_fits.make(Results(tables={"plateau_depths": alone}), []).empty


def depths_of(name, depth, closeness="relative", within=0.1):
    return pd.DataFrame(
        {
            "experiment": name,
            "qubits": SIZES,
            "closeness": closeness,
            "within": within,
            "source": "exact",
            "depth_low": depth,
            "depth_high": depth,
        }
    )


def test_the_law_that_made_the_depths_is_told_from_the_other():
    depths = pd.concat([depths_of("line", 3.0 * SIZES - 2), depths_of("root", 11 * np.sqrt(SIZES) + 1)])
    found = pd.DataFrame(compare(depths, {"line": 2, "root": 2})).set_index(["experiment", "power"])
    assert found.loc[("line", 1.0), "residual"] < 1e-9 < 0.1 < found.loc[("line", 0.5), "residual"]
    assert found.loc[("root", 0.5), "residual"] < 1e-9 < 0.1 < found.loc[("root", 1.0), "residual"]
    assert found.loc[("line", 1.0), ["slope", "intercept"]].tolist() == pytest.approx([3, -2])


def test_slopes_are_those_of_large_sizes_and_have_the_errors_of_their_depths():
    """Depths that grow by 2 and then by 3 layers a qubit; of the last of them one is known to 8 layers."""
    depths = depths_of("grid", np.where(SIZES[-4] > SIZES, 2.0 * SIZES, 3.0 * SIZES - SIZES[-4]))
    (line, _), exactly = compare(depths, {"grid": 2}), line_of(depths)
    assert line["qubits_from"] == SIZES[-4] and line["slope"] == pytest.approx(3)
    assert exactly["slope_low"] < 3 < exactly["slope_high"] < 3.3
    wide = depths.assign(depth_high=depths["depth_high"] + np.where(depths["qubits"] == SIZES[-1], 8, 0))
    assert line_of(wide)["slope_high"] - line_of(wide)["slope_low"] > exactly["slope_high"] - exactly["slope_low"]


def line_of(depths):
    return next(compare(depths, {"grid": 2}))


def test_how_fast_the_slowest_droplet_lets_depths_grow_is_beside_slopes_of_relative_closeness():
    depths = pd.concat([depths_of("grid", 3.0 * SIZES), depths_of("grid", 3.0 * SIZES, "absolute", 0.001)])
    found = pd.DataFrame(compare(depths, {"grid": 2}, {"grid": 2.76})).set_index(["closeness", "power"])["derived"]
    assert found.loc[("relative", 1.0)] == 2.76
    assert np.isnan(found.loc[("absolute", 1.0)])


def test_one_dimension_and_infinite_and_single_graphs_have_one_law():
    depths = pd.concat([depths_of(name, 3.0 * SIZES) for name in ("chain", "complete", "patch", "other")])
    found = list(compare(depths, {"chain": 1, "complete": float("inf"), "patch": float("nan")}))
    assert [(row["experiment"], row["power"]) for row in found] == [("chain", 1), ("complete", 1), ("patch", 1)]


def test_sizes_without_a_depth_are_left_out_and_two_points_make_no_law():
    depth = np.array([np.nan, 1, 2, np.nan, np.nan, np.nan])
    assert list(compare(depths_of("chain", depth), {"chain": 1})) == []


def test_the_experiments_that_are_compared_by_their_graph_are_those_of_the_figure():
    results = results_of(
        experiments=[
            Source().words() | {"experiment": "grid", "dimension": 2.0, "dimension_place": 2},
            Source().words() | {"experiment": "chain", "dimension": 1.0, "dimension_place": 1},
            Source().words() | {"experiment": "other", "dimension": 2.0, "dimension_place": 0},
        ],
        plateau_depths=pd.concat([depths_of(name, 3.0 * SIZES) for name in ("chain", "grid", "other")]).to_dict(
            "records"
        ),
    )
    found = depth_growth.make(results, [])
    assert list(found) == [c.name for c in depth_growth.COLUMNS]
    assert found[["experiment", "power"]].to_numpy().tolist() == [["chain", 1.0], ["grid", 1.0], ["grid", 0.5]]
    assert depth_growth.make(Results(), []).empty
