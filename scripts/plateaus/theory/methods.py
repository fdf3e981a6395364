"""Which method the exact theory follows an experiment with, and how large its vectors are.

Both follow from words and whole numbers alone: configurations are planned, and their costs stated, with this module,
which therefore imports no numpy. `curve` has the methods themselves.
"""

from __future__ import annotations

from collections.abc import Sequence

from plateaus.ensemble.experiment import Experiment
from plateaus.ensemble.objectives import RandomString
from plateaus.ensemble.starts import RandomStart
from plateaus.theory.coverage import MPS_QUBITS, population_refusal
from plateaus.theory.gate_coverage import QUBITS, chain_refusal

DENSE_ENTRIES = 2**20
"""On a chain of qubits a vector of so many entries or fewer is kept dense, a longer one as a matrix-product state."""
DENSE_ENTRIES_OFF_CHAIN = 2**26
"""The same on all other graphs, where a matrix-product state needs a large bond. (3¹⁶ fit in.)"""
RELATIVE_ERROR = 0.01
"""Standard error of the population method, relative to the variance, unless another is asked for."""
RUNS, MOST_RUNS = 8, 64
"""Independent runs of the population method, at least and at most."""
PILOT_STRINGS, LEAST_STRINGS, MOST_STRINGS = 4000, 4000, 200_000
"""Strings that a run of its pilot keeps, and another run at least and at most."""
BONDS = (52, 70, 105, 160)
"""Bond dimensions of matrix-product states tried one after the other. They are a third and more apart: closer ones
differ by less than their errors."""


def pair_states(experiment: Experiment, letters: Sequence[str]) -> tuple[str, ...]:
    """The states of a qubit: combinations of pairs of Pauli operators that H ⊗ H never leaves.

    Random axes treat X and Y alike, so for strings of I and Z three are enough: II, A = (XX + YY)/√2 and ZZ. Fixed
    axes, and X or Y in the objective, need II, XX, YY and ZZ apart. A sum of strings of I and Z has pairs of different
    strings, for which B = (IZ + ZI)/√2 is added. (Sums with X or Y have more such pairs, see `cross_terms`; of them
    only pairs of equal strings are followed here.)

    Examples
    --------
    >>> pair_states(Experiment(), ["Z", "Z", ""])
    ('II', 'A', 'ZZ')
    """
    turns = bool(set("".join(letters)) & set("XY"))
    states = ("II", "A", "ZZ") if experiment.axes == "random" and not turns else ("II", "XX", "YY", "ZZ")
    return (*states, "B") if not turns and "IZ" in letters else states


def states_per_qubit(experiment: Experiment, qubits: int) -> int:
    """The `dimension` that the chain of an experiment has: a dense vector has this to the power of n entries."""
    return len(pair_states(experiment, experiment.objective.letters_by_qubit(qubits)))


def on_a_chain(experiment: Experiment, qubits: int) -> bool:
    """Whether a layer's gates join neighbours, as in the paper."""
    return experiment.edges(qubits) == Experiment().edges(qubits)


def method_for(experiment: Experiment, qubits: int, wanted: str = "auto") -> str:
    """Which of `curve.METHODS` follows an experiment, given what is wanted where there is a choice.

    Other ansätze than the paper's are followed gate by gate: on dense vectors to `gate_coverage.QUBITS`, on a chain as
    matrix-product states beyond, or where these are wanted and follow them. Identity blocks have closed forms.
    Otherwise vectors are dense up to a number of entries, `DENSE_ENTRIES` on a chain, `DENSE_ENTRIES_OFF_CHAIN` on
    other graphs. Longer ones are matrix-product states on a chain, to `MPS_QUBITS`; elsewhere their chain is sampled,
    unless the population method refuses the experiment: then they are matrix-product states as well. With noise vectors
    are dense unless `wanted` says that the chain is sampled.

    Examples
    --------
    >>> [method_for(Experiment(), n) for n in (12, 13, 61)]
    ['dense', 'mps', 'population']
    >>> [method_for(Experiment(connectivity="grid"), n) for n in (16, 20)]
    ['dense', 'population']
    >>> [method_for(Experiment.from_words({"ansatz": "efficient_su2"}), n) for n in (12, 13)]
    ['gates', 'gates_mps']
    """
    if not experiment.ansatz.is_papers:
        if experiment.ansatz.file:
            return "own"
        if qubits > QUBITS:
            return "gates_mps"
        drawn = isinstance(experiment.objective, RandomString)  # letters that planning does not know
        return "gates_mps" if wanted == "mps" and not drawn and not chain_refusal(experiment, qubits) else "gates"
    if experiment.start != RandomStart():
        return "closed"
    if experiment.noise.probability:
        return "population" if wanted == "population" else "dense"
    if wanted != "auto":
        return wanted
    chain = on_a_chain(experiment, qubits)
    entries = DENSE_ENTRIES if chain else DENSE_ENTRIES_OFF_CHAIN
    if states_per_qubit(experiment, qubits) ** qubits <= entries:
        return "dense"
    if (chain and qubits <= MPS_QUBITS) or population_refusal(experiment, qubits):
        return "mps"
    return "population"
