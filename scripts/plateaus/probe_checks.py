"""Whether what probes recorded is consistent with exact values, with predictions and with an independent simulation."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from . import dense
from .checks import LEAST_CIRCUITS, REDRAWN_TOLERANCE, RESAMPLES, Check
from .ensemble import stream
from .options import experiment_of
from .statistics import Moments, zero_mean_p_values
from .training import first_circuit

Group = list[np.ndarray]


def gradients(rows: pd.DataFrame, exact: pd.DataFrame) -> Group:
    """Squares of every derivative less their exact variances, over these; a row a circuit, a column a parameter."""
    values = rows.pivot_table(index="circuit", columns=["layer", "qubit"], values="gradient")
    known = exact.set_index(["layer", "qubit"])["exact_variance"].loc[values.columns].to_numpy()
    unit = np.where(known > 0, known, 1.0)
    squares = values.to_numpy() ** 2
    reliable = Moments.of(values.to_numpy()).reliable | (known == 0)
    return [((squares - known) / unit)[:, reliable]]


def trajectories(rows: pd.DataFrame, exact: pd.DataFrame) -> Group:
    """Mean products of different trajectories less the exact variance, over it; a row a circuit, a column a depth."""
    layers = sorted(rows["layers"].unique())
    table = rows.pivot_table(index="circuit", columns=["trajectory", "layers"], values="gradient")
    known = exact.set_index("layers").loc[layers]
    centred = table.to_numpy().reshape(len(table), -1, len(layers)) - known["exact_mean"].to_numpy()
    each = centred.shape[1]
    products = (centred.sum(axis=1) ** 2 - (centred**2).sum(axis=1)) / (each * (each - 1))
    unit = known["exact_variance"].to_numpy()
    # beyond these tails so few products have not seen their mean, and neither has a bootstrap of them
    seen = Moments.of(products).kurtosis <= 2 * np.sqrt(len(products))
    return [(products / unit - 1)[:, seen]]


def shots(rows: pd.DataFrame, exact: pd.DataFrame) -> Group:
    """Squared errors of measured gradients over what is predicted, less 1; a column a number of shots."""
    error = rows.assign(ratio=(rows["estimate"] - rows["gradient"]) ** 2 / rows["predicted_variance"] - 1)
    return [error.pivot_table(index="circuit", columns="shots", values="ratio").to_numpy()]


AGAINST = {
    "gradients": ("variances of all derivatives", gradients, "exact_variance"),
    "trajectories": ("variance by pairs of trajectories", trajectories, "exact_variance"),
    "shots": ("errors of measured gradients", shots, "predicted"),
}


def redrawn(source: Mapping[str, str], samples: pd.DataFrame) -> Check:
    """The first circuit of the smallest size trained, its first E and gradient by the parameter-shift rule."""
    first = samples[samples["qubits"] == samples["qubits"].min()].sort_values(["circuit", "step"]).iloc[0]
    n, depth, experiment = int(first["qubits"]), int(first["depth"]), experiment_of(source)
    circuit = first_circuit(source, qubits=n, index=int(first["circuit"]), layers=depth)
    objective = str(experiment.objective)
    places = [(layer + 1, qubit + 1) for layer in range(depth) for qubit in range(n)]
    norm = np.sqrt(sum(dense.gradient(circuit, objective, place, depth) ** 2 for place in places))
    e = dense.expectation(circuit, objective, depth)
    worst = max(abs(first["gradient_norm"] - norm), abs(first["objective"] - e))
    detail = f"E and {len(places)} derivatives of one circuit before training, largest difference {worst:.1e}"
    return Check("redrawn training", source["experiment"], False, float(worst < REDRAWN_TOLERANCE), detail)


def all_checks(source: Mapping[str, str], samples: pd.DataFrame, table: pd.DataFrame) -> list[Check]:
    """Every check of one probe of one experiment.

    Parameters
    ----------
    source : dict of str to str
        What was sampled, the kind of ``probe`` among it.
    samples : DataFrame
        All that it recorded.
    table : DataFrame
        Its rows of the table of that kind, with exact values where there are any.
    """
    kind = source["probe"]
    if kind == "training":
        return [redrawn(source, samples)]
    name, against, column = AGAINST[kind]
    groups = []
    for (n, depth), rows in samples.groupby(["qubits", "depth"]):
        known = table[(table["qubits"] == n) & (table["depth"] == depth)]
        if rows["circuit"].nunique() < LEAST_CIRCUITS or (column in known and known[column].isna().any()):
            continue
        groups.append(against(rows, known))
    points = sum(group[0].shape[1] for group in groups)
    if not points:
        return []
    generator = stream(int(source["master_seed"]), f"checks of {kind} of {source['experiment']}")
    (p_value,) = zero_mean_p_values(groups, resamples=RESAMPLES, generator=generator)
    detail = f"{points} points, {len(groups)} independent groups of circuits"
    return [Check(name, source["experiment"], True, p_value, detail)]
