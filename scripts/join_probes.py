"""Put the estimates from one kind of probe into one table, next to exact values where there are any.

Example
-------
python scripts/join_probes.py --probe trajectories --exact results/tables/exact_variance.csv \\
    --output /tmp/trajectories.csv results/statistics/trajectories/*.csv
"""

from __future__ import annotations

import argparse

import pandas as pd

from plateaus.files import PROBE_COLUMNS, read_table, write_table
from plateaus.options import run

POINT = ["experiment", "qubits", "layers"]


def with_exact(kind: str, table: pd.DataFrame, exact: pd.DataFrame, positions: pd.DataFrame, signs: list[str]):
    """Estimates with the exact values of the same points.

    Parameters
    ----------
    kind : str
    table : DataFrame
        Estimates of all experiments with this kind of probe.
    exact : DataFrame
        The table of exact moments.
    positions : DataFrame
        Exact variances by ``layer`` and ``qubit`` of the parameter.
    signs : list of str
        Experiments with outcomes ±1 and the same law for shifted as for other angles.
    """
    if kind == "trajectories":
        known = exact[[*POINT, "mean", "variance"]]
        known = known.rename(columns={"mean": "exact_mean", "variance": "exact_variance"})
        return table.merge(known, on=POINT, how="left")
    if kind == "gradients":
        place = ["experiment", "qubits", "depth", "layer", "qubit"]
        known = positions[[*place, "variance"]].rename(columns={"variance": "exact_variance"})
        return table.merge(known, on=place, how="left")
    if kind == "shots":
        known = exact[exact["experiment"].isin(signs)].rename(columns={"layers": "depth"})
        # (E₊ − E₋)/2 from M/2 shots each has the variance (1 − E[E²])/M over circuits; see docs/derivations.md
        noise = (1 - known["e_variance"] - known["e_mean"] ** 2) / (known["variance"] + known["mean"] ** 2)
        known = known.assign(exact_shots_sign=4 * noise, exact_shots_tenth=100 * noise)
        columns = ["experiment", "qubits", "depth", "exact_shots_sign", "exact_shots_tenth"]
        return table.merge(known[columns], on=columns[:3], how="left")
    return table


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tables", nargs="+", help="CSV files, one an experiment")
    parser.add_argument("--probe", choices=PROBE_COLUMNS, required=True, help="what was sampled")
    parser.add_argument("--exact", nargs="?", help="the table of exact moments, CSV, if there is one")
    parser.add_argument("--positions", nargs="*", default=[], help="exact variances by parameter, CSV files")
    parser.add_argument("--signs", nargs="*", default=[], help="experiments with outcomes ±1 and uniform angles")
    parser.add_argument("--output", required=True, help="CSV file to write")
    a = parser.parse_args()
    table = pd.concat([read_table(path) for path in a.tables], ignore_index=True)
    moments = ["variance", "mean", "e_variance", "e_mean"]
    exact = read_table(a.exact, [*POINT, *moments]) if a.exact else pd.DataFrame(columns=[*POINT, *moments])
    empty = pd.DataFrame(columns=["experiment", "qubits", "depth", "layer", "qubit", "variance"])
    positions = pd.concat([read_table(path, list(empty)) for path in a.positions]) if a.positions else empty
    write_table(a.output, with_exact(a.probe, table, exact, positions, a.signs))


if __name__ == "__main__":
    run(main)
