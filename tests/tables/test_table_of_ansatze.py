"""The table of ansätze: what it takes from which other table, and why there is no limit."""

import numpy as np
import pytest
from small_tables import results_of

from plateaus.ensemble.experiment import Experiment
from plateaus.ensemble.source import Source
from plateaus.tables import ansatze
from plateaus.theory.gate_limits import why_no_limit


def experiment(name, **words):
    found = Source(name, 1, False, Experiment.from_words(words))
    gate = found.experiment.gate_of_parameter
    return found.words() | {"title": name, "depth_rule": "deepest", "parameter_gate": gate}


def point(name, n, layers, variance, limit, kind, exact=np.nan):
    row = {"experiment": name, "qubits": n, "layers": layers, "variance": variance}
    return row | {"exact_variance": exact, "limit": limit, "limit_kind": kind}


def near(name, n, source, depth, within=0.1):
    row = {"experiment": name, "qubits": n, "source": source, "closeness": "relative", "within": within}
    return row | {"depth_low": depth, "depth_high": depth}


def law(name, source, kind, slope):
    return {"experiment": name, "depth_rule": "deepest", "source": source, "kind": kind, "slope": slope, "exponent": -2}


def test_a_row_is_of_the_largest_size_and_the_last_depth_rule():
    results = results_of(
        experiments=[
            experiment("paper"),
            experiment("real", ansatz="real_amplitudes"),
            experiment("commuting", ansatz="basic_entangler_layers"),
        ],
        variance=[
            point("paper", 4, 9, 0.1, 0.1, "unitary"),
            point("real", 3, 9, 0.5, 0.2, "orthogonal", 0.4),
            point("real", 4, 3, 0.5, 0.1, "orthogonal", 0.4),
            point("real", 4, 9, 0.5, 0.1, "orthogonal", 0.12),
            point("commuting", 4, 9, 0.5, np.nan, "none"),
        ],
        plateau_depths=[
            *(near("real", 3, "exact", 5), near("real", 4, "exact", np.nan), near("real", 4, "sampled", 8)),
            near("real", 4, "exact", 2, within=1.0),
        ],
        diagnosis=[
            *(law("real", "sampled", "power", -0.1), law("real", "exact", "exponential", -0.7)),
            *(law("real", "exact", "power", 0.0) | {"depth_rule": "1"}, law("commuting", "sampled", "power", -0.2)),
        ],
    )
    real, commuting = ansatze.make(results, []).to_dict("records")
    assert (real["experiment"], real["qubits"], real["layers"], real["no_limit"]) == ("real", 4, 9, "")
    assert real["over_limit"] == pytest.approx(1.2)
    assert (real["near_qubits"], real["near_layers"]) == (3, 5)
    assert (real["source"], real["kind"], real["slope"]) == ("exact", "exponential", -0.7)
    assert real["parameter_gate"] == "R_Y on qubit 1 in layer 1"
    assert (commuting["source"], commuting["kind"]) == ("sampled", "power")
    assert "commute" in commuting["no_limit"]
    assert np.isnan(commuting["near_layers"])


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ({"ansatz": "real_amplitudes"}, ""),
        ({"ansatz": "layer=X,sqrt_iswap@linear"}, "no Clifford gate"),
        ({"ansatz": "hamiltonian_layers", "objective": "all_z"}, "E does not vary"),
        ({"ansatz": "hamiltonian_layers", "objective": "projector"}, "is not known"),
        ({"ansatz": "efficient_su2", "parameter": "last:1"}, "the last layer"),
    ],
)
def test_why_there_is_no_limit(words, reason):
    found = why_no_limit(Experiment.from_words(words), 4)
    assert reason in found
    assert bool(found) == bool(reason)
