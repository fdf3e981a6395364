"""Find the depth from which the variance stays near its limit, for every experiment and size, and how it grows.

Example
-------
python scripts/find_plateau_depths.py --variance results/tables/variance.csv \\
    --exact results/tables/exact_variance.csv --depths /tmp/plateau_depths.csv --fits /tmp/plateau_fits.csv
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import asdict

import pandas as pd

from plateaus.files import read_table, write_table
from plateaus.options import run
from plateaus.statistics import fit_line, settling_depth

SAMPLED_WITHIN = (0.1,)
EXACT_WITHIN = (0.5, 0.1, 0.01)
ABSOLUTE_WITHIN = (1e-3,)


def depths(table: pd.DataFrame, source: str, relative: tuple, absolute: tuple = ()) -> Iterator[dict]:
    """Rows of the table of depths; `table` has columns low and high."""
    for (experiment, n), curve in table.groupby(["experiment", "qubits"], sort=False):
        curve = curve.sort_values("layers")
        limit = curve["haar_variance"].iloc[0]
        if not limit > 0:
            continue
        bands = [("relative", within, within) for within in relative]
        bands += [("absolute", within, within / limit) for within in absolute]
        for closeness, within, band in bands:
            low, high = settling_depth(
                curve["layers"].to_numpy(),
                curve["low"].to_numpy(),
                curve["high"].to_numpy(),
                limit=limit,
                within=band,
            )
            yield {
                "experiment": experiment,
                "qubits": n,
                "closeness": closeness,
                "within": within,
                "source": source,
                "depth_low": low,
                "depth_high": high,
            }


def growth(found: pd.DataFrame) -> pd.DataFrame:
    """Lines through the exact depths against the number of qubits."""
    rows = []
    known = found[(found["source"] == "exact") & found["depth_high"].notna()]
    for key, points in known.groupby(["experiment", "closeness", "within"], sort=False):
        if len(points) >= 2:
            fit = fit_line(points["qubits"].to_numpy(float), points["depth_high"].to_numpy(float))
            ends = {"qubits_from": points["qubits"].min(), "qubits_to": points["qubits"].max()}
            rows.append(dict(zip(("experiment", "closeness", "within"), key, strict=True)) | ends | asdict(fit))
    names = ["experiment", "closeness", "within", "qubits_from", "qubits_to", "slope", "intercept", "points"]
    return pd.DataFrame(rows, columns=names)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--variance", required=True, help="the table of variances, CSV")
    parser.add_argument("--exact", nargs="?", help="the table of exact moments, CSV, if there is one")
    parser.add_argument("--depths", required=True, help="CSV file of depths to write")
    parser.add_argument("--fits", required=True, help="CSV file of their growth to write")
    a = parser.parse_args()
    columns = ["experiment", "qubits", "layers", "variance_low", "variance_high", "haar_variance"]
    sampled = read_table(a.variance, columns).rename(columns={"variance_low": "low", "variance_high": "high"})
    rows = list(depths(sampled, "sampled", SAMPLED_WITHIN))
    if a.exact:
        exact = read_table(a.exact, ["experiment", "qubits", "layers", "variance", "rel_error", "haar_variance"])
        spread = exact["variance"] * exact["rel_error"]
        exact = exact.assign(low=exact["variance"] - spread, high=exact["variance"] + spread)
        rows += depths(exact, "exact", EXACT_WITHIN, ABSOLUTE_WITHIN)
    names = ["experiment", "qubits", "closeness", "within", "source", "depth_low", "depth_high"]
    found = pd.DataFrame(rows, columns=names)
    write_table(a.depths, found)
    write_table(a.fits, growth(found))


if __name__ == "__main__":
    run(main)
