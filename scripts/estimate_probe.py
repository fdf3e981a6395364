"""Estimates, with intervals, from one kind of probe of one experiment.

Example
-------
python scripts/estimate_probe.py --probe training --output /tmp/training.csv /tmp/training.parquet
"""

from __future__ import annotations

import argparse

import numpy as np
import pandas as pd

from plateaus.files import PROBE_COLUMNS, read_probe, write_table
from plateaus.options import add_source_options, run, source_of
from plateaus.statistics import Moments, between_groups, mean_ratio, median_interval, proportion


def gradients(rows: pd.DataFrame) -> dict:
    """Mean and variance of one derivative."""
    moments = Moments.of(rows["gradient"].to_numpy()[:, None])
    low, high = moments.variance_interval()
    found = {"mean": moments.mean, "mean_se": moments.mean_se, "variance": moments.variance}
    found |= {"variance_low": low, "variance_high": high, "variance_reliable": moments.reliable}
    return {key: value[0] for key, value in found.items()} | {"log_variance_se": moments.log_variance_se[0]}


def training(rows: pd.DataFrame) -> dict:
    """Median and quartiles over circuits of |∇E| and of E at one step."""
    found: dict = {}
    for prefix, column in (("norm", "gradient_norm"), ("e", "objective")):
        values = rows[column].to_numpy()
        lower, median, upper = np.quantile(values, (0.25, 0.5, 0.75))
        low, high = median_interval(values)
        found |= {f"{prefix}_median": median, f"{prefix}_median_low": low, f"{prefix}_median_high": high}
        found |= {f"{prefix}_lower_quartile": lower, f"{prefix}_upper_quartile": upper}
    return found


def trajectories(rows: pd.DataFrame) -> dict:
    """Variance over circuits of the noisy ∂E, by multiplying different trajectories; and that of single ones."""
    table = rows.pivot_table(index="circuit", columns="trajectory", values="gradient").to_numpy()
    value, se = between_groups(table)
    single = Moments.of(table[:, :1])
    low, high = single.variance_interval()
    found = {
        "variance": value,
        "variance_se": se,
        "variance_low": value - 1.96 * se,
        "variance_high": value + 1.96 * se,
    }
    return found | {"single_variance": single.variance[0], "single_low": low[0], "single_high": high[0]}


def shots(rows: pd.DataFrame) -> dict:
    """Error of measured gradients, next to what is predicted, in units of the root mean square gradient."""
    error = (rows["estimate"] - rows["gradient"]).to_numpy()
    predicted, square = rows["predicted_variance"].to_numpy(), rows["gradient"].to_numpy() ** 2
    ratio, low, high = mean_ratio(error**2, predicted)
    relative, relative_low, relative_high = mean_ratio(error**2, square)
    right = np.sign(rows["estimate"]) == np.sign(rows["gradient"])
    share_low, share_high = proportion(int(right.sum()), len(right))
    number = rows["shots"].iloc[0]
    found = {"error_ratio": ratio, "error_ratio_low": low, "error_ratio_high": high, "sign_right": right.mean()}
    found |= {"sign_right_low": share_low, "sign_right_high": share_high}
    # the mean squared error falls as one over the shots: so many make it 1/4 (sign at 2 σ) or 1/100 of the mean square
    for name, target in (("sign", 1 / 4), ("tenth", 1 / 100)):
        factor = number / target
        found |= {f"shots_{name}": relative * factor, f"shots_{name}_low": relative_low * factor}
        found |= {f"shots_{name}_high": relative_high * factor}
        found[f"shots_{name}_predicted"] = predicted.mean() / square.mean() * factor
    return found


KINDS = {
    "gradients": (gradients, ["layer", "qubit"]),
    "training": (training, ["step"]),
    "trajectories": (trajectories, ["layers"]),
    "shots": (shots, ["shots"]),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("samples", nargs="+", help="Parquet files of the probe")
    parser.add_argument("--probe", choices=PROBE_COLUMNS, required=True, help="what was sampled")
    parser.add_argument("--output", required=True, help="CSV file to write")
    add_source_options(parser)
    a = parser.parse_args()
    source = source_of(a) | {"probe": a.probe}
    samples = pd.concat([pd.DataFrame(read_probe(path, source)) for path in a.samples], ignore_index=True)
    estimate, points = KINDS[a.probe]
    rows = [
        {"experiment": source["experiment"]}
        | dict(zip(["qubits", "depth", *points], place, strict=True))
        | {"circuits": group["circuit"].nunique()}
        | estimate(group)
        for place, group in samples.groupby(["qubits", "depth", *points])
    ]
    write_table(a.output, pd.DataFrame(rows))


if __name__ == "__main__":
    run(main)
