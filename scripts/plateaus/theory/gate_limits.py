"""Variances at infinite depth of circuits of any gates: averages over the Pauli strings that they mix.

Averaged over angles, the square of a string P goes back through a layer as a distribution over strings does: rotations
spread it evenly over P and QP where these do not commute, entangling gates move it. Uniform distributions stay uniform.
If the strings that P can have become are the same set R after every further layer, the distribution tends to the
uniform one on R, and E[⟨P⟩²] to the mean over R of the squares in the state that the layers begin with. docs/theory.md
proves it; R is found by following sets of strings.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import numpy as np

from plateaus.ensemble.experiment import LAST, Experiment
from plateaus.ensemble.gate_circuits import Gate
from plateaus.theory import gate_mps
from plateaus.theory.clifford import anticommute, at, letter_of, string_of
from plateaus.theory.gate_blocks import Block
from plateaus.theory.gate_chain import (
    ROTATED,
    closing_gates,
    differentiated,
    layer_gates,
    moved,
    opening_gates,
    start,
)
from plateaus.theory.gate_coverage import QUBITS, refusal, surviving
from plateaus.theory.gate_curve import Numbers, needed_blocks
from plateaus.theory.gate_turns import turned, unnoticed

SETS = 8
"""So many sets R of the strings of one objective are looked for at most."""


@lru_cache(maxsize=64)
def limiting_variances(experiment: Experiment, qubits: int) -> tuple[str, float, float]:
    """The kind of limit (see `kinds.KINDS`), and the limits of Var ∂E and Var E; NaN where there is none.

    The mean of ∂E is zero, and that of a string P tends to zero unless all gates leave P alone: then ⟨P⟩ does not vary.
    """
    if refusal(experiment, qubits):
        return "unknown", np.nan, np.nan
    if commutes(experiment, qubits):
        return "none", np.nan, np.nan
    if qubits > QUBITS:  # whether layers on a chain mix all that they can, their refusal has found
        return gate_mps.limiting_variances(experiment, qubits)
    kinds, slope, square = set(), 0.0, 0.0
    for factor, strings in _by_set(experiment, qubits):
        if strings is None:
            return "unknown", np.nan, np.nan
        if np.count_nonzero(strings) == 1:  # a string that all gates leave alone: E of it does not vary
            continue
        kinds.add(_kind(strings, qubits))
        one, other = _means(experiment, strings, qubits)
        slope, square = slope + factor * one, square + factor * other
    if surviving(experiment, qubits) and not different_strings_die(experiment, qubits):
        return "unknown", np.nan, np.nan
    if not kinds:
        return "none", np.nan, np.nan
    return kinds.pop() if len(kinds) == 1 else "other", slope, square


def why_no_limit(experiment: Experiment, qubits: int) -> str:
    """Why `infinite_depth.gradient_limit` has none, or knows none, of circuits of any gates; empty where it does.

    Examples
    --------
    >>> why_no_limit(Experiment.from_words({"ansatz": "basic_entangler_layers"}), 3)
    'all rotations commute with each other, so that the circuits never mix'
    """
    if experiment.ansatz.file:
        return "of circuits of a file none is claimed"
    if reason := refusal(experiment, qubits):
        return reason
    kind, _, _ = limiting_variances(experiment, qubits)
    if kind == "none" and commutes(experiment, qubits):
        return "all rotations commute with each other, so that the circuits never mix"
    if kind == "none":
        return "no gate changes the objective, so that E does not vary"
    if experiment.parameter[0] == LAST:
        return "the parameter is in the last layer, behind which there is no deep circuit"
    if kind == "unknown":
        return "which strings the circuits mix, or pairs of them, is not known"
    return ""


def commutes(experiment: Experiment, qubits: int) -> bool:
    """Whether all rotations of a circuit commute with each other, taken to one place: such circuits never mix.

    The space that the strings of the rotations span under further layers grows no more after 2n of them.
    """
    layers = [layer_gates(experiment, qubits, layer) for layer in range(1, experiment.ansatz.period(qubits) + 1)]
    if any(gate.name == "random" for gates in layers for gate in gates):
        return False
    found: set[int] = set()
    for _ in range(2 * qubits):
        for gates in layers:
            for gate in gates:
                if gate.place < 0:
                    found = {moved(string, gate, qubits)[0] for string in found}
                else:
                    new = sum(at(ROTATED[gate.name[0]], q, qubits) for q in gate.qubits)
                    if any(anticommute(new, string) for string in found):
                        return False
                    found.add(new)
    return True


def _by_set(experiment: Experiment, qubits: int) -> Iterator[tuple[float, np.ndarray | None]]:
    """The sets R that strings of H are in, with the sum of the squares of their coefficients; None for one unknown."""
    objective = experiment.objective
    terms = {string_of(letters): factor**2 for factor, letters in objective.terms(qubits) if set(letters) != {"I"}}
    for _ in range(SETS):
        if not terms:
            return
        first = next(iter(terms))
        strings = mixed_with(experiment, first, qubits)
        if strings is None:
            break
        inside = [string for string in terms if strings[string]]
        yield sum(terms.pop(string) for string in inside), strings
    if terms:
        yield 0.0, None


def mixed_with(experiment: Experiment, string: int, qubits: int) -> np.ndarray | None:
    """The set R of a string, as bits by the numbers of strings; None where there is none, or it is not found.

    A doubly stochastic matrix mixes the same strings forwards as backwards: forwards their blocks are short. Of each
    layer the steps that close a circuit belong to the one before.
    """
    layers = _shifted_layers(experiment, qubits)
    factors = np.array([np.arange(4) == letter_of(string, q, qubits) for q in range(qubits)], dtype=float)
    found = Block.product(factors, 0)
    for _ in range(16 * qubits):
        before = found
        for gates in layers:
            found = found.squares_after(gates).support()
            if found.total() == 4**qubits - 1:  # all strings but 1, which all gates keep
                return np.arange(4**qubits) > 0
        if found.same_numbers(before):
            break
    else:
        return None
    # of depths that end within a period, layers by themselves have to keep R
    strings = found.strings()
    if all(np.array_equal(found.squares_after(gates).strings(), strings) for gates in layers[1:]):
        return strings
    return None


def _shifted_layers(experiment: Experiment, qubits: int) -> list[tuple[Gate, ...]]:
    """The layers of a period, each without its closing steps and with those of the next one."""
    found = []
    for layer in range(1, experiment.ansatz.period(qubits) + 1):
        count = len(closing_gates(experiment, qubits, layer))
        found.append((*layer_gates(experiment, qubits, layer)[count:], *closing_gates(experiment, qubits, layer)))
    return found


def _kind(strings: np.ndarray, qubits: int) -> str:
    """What a set R is: all strings, all real ones, all with the same parities, or fewer."""
    count = int(np.count_nonzero(strings))
    size = 4**qubits
    if count == size - 1:
        return "unitary"
    real = 2 ** (qubits - 1) * (2**qubits + 1)
    numbers = np.flatnonzero(strings)
    low = int("01" * qubits, 2)
    odd = np.bitwise_count(numbers & numbers >> 1 & low) % 2
    if count == real - 1 and not odd.any():
        return "orthogonal"
    # parities: R is all strings that differ from one of them by products of some, but for at most four that all
    # gates leave alone
    basis: dict[int, int] = {}
    for number in numbers[:: max(1, count // 4096)].tolist():
        rest = number ^ int(numbers[0])
        while rest and rest.bit_length() in basis:
            rest ^= basis[rest.bit_length()]
        if rest:
            basis[rest.bit_length()] = rest
    return "parity sector" if count >= 2 ** len(basis) - 4 else "other"


def _means(experiment: Experiment, strings: np.ndarray, qubits: int) -> tuple[float, float]:
    """The limits of E[(∂⟨P⟩)²], NaN for a gate of the last layer, and of E[⟨P⟩²] for the strings P of a set R."""
    count, layer = int(np.count_nonzero(strings)), experiment.parameter[0]
    all_but_one, factors = count == 4**qubits - 1, start(experiment.initial_state, 0, qubits)

    def mean(block: Block) -> float:
        total = (
            block.total() - float(block.of(np.zeros(1, dtype=np.int64))[0]) if all_but_one else block.total_of(strings)
        )
        return total / count

    if all_but_one:  # which no turn changes
        turns = frozenset((q, axis) for q in range(qubits) for axis in ROTATED)
        factors = turned(factors, 0, unnoticed(experiment, qubits, 0, 1 if layer == LAST else layer, turns))
    state = Block.product(factors, 0).squares_after(opening_gates(experiment, qubits))
    square = mean(state.squares_after(closing_gates(experiment, qubits, 0)))
    if layer == LAST:  # not one number for all strings of R
        return np.nan, square
    for number in range(1, layer):
        state = state.squares_after(layer_gates(experiment, qubits, number))
    theta = differentiated(experiment, qubits, layer)
    slope = state.squares_after(layer_gates(experiment, qubits, layer), theta)
    return mean(slope.squares_after(closing_gates(experiment, qubits, layer))), square


def different_strings_die(experiment: Experiment, qubits: int) -> bool:
    """Whether pairs of different strings of H add nothing to the limits: all their products D die on the way back.

    With random axes each D loses weight in every layer of them.
    """
    if any(step.gate == "random" for step in experiment.ansatz.layer):
        return True
    depth = 4 * qubits * experiment.ansatz.period(qubits)
    return all(
        not needed_blocks(experiment, Numbers(experiment, qubits), [depth - back], 0.0)[0]
        for back in range(experiment.ansatz.period(qubits))
    )
