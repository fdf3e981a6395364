"""Exact curves of circuits of any gates on a chain, from matrix-product states, where dense vectors would be too long.

The squares of the strings of the objective are followed backwards as in `mps_curve`: what no layer changes is known
exactly, only the deviation from it is truncated, and two bonds are compared. A layer is taken as matrices on pairs of
neighbouring qubits, rotations in them. What a layer's rotations make equal, as R_Y does X and Z, are one state of a
qubit between layers. docs/theory.md derives it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from plateaus.ensemble.experiment import Experiment
from plateaus.ensemble.gate_circuits import Gate
from plateaus.ensemble.objectives import Projector
from plateaus.theory.clifford import LETTERS, anticommute, at, inverse_action, letter_of, string_of
from plateaus.theory.gate_chain import (
    ROTATED,
    average,
    bloch_vectors,
    closing_gates,
    differentiated,
    layer_gates,
    moved,
    opening_gates,
)
from plateaus.theory.gate_coverage import conserved, signs
from plateaus.theory.methods import BONDS
from plateaus.theory.moments import ExactCurve, by_depth, curve_of
from plateaus.theory.mps import Mps, PairGate
from plateaus.theory.mps_curve import followed

_EPS = float(np.finfo(float).eps)


def gate_mps_curve(experiment: Experiment, *, qubits: int, layers: int, tolerance: float) -> ExactCurve:
    """Moments at the depths 1…`layers`; bonds and errors as of `mps_curve.mps_curve`, and rounding.

    Rounding moves the objective by some ε of its length, and a reading by that times the length of the state: where
    readings are smaller, bonds agree on numbers that are wrong.
    """
    first = np.zeros((2, layers))
    first[1] = _means(experiment, qubits, layers)
    first[0, : experiment.parameter[0] - 1] = np.nan
    rounding = 4 * _EPS * len(layer_gates(experiment, qubits, 1)) * np.arange(1, layers + 1)
    before, *_ = second_moments(experiment, qubits, layers, BONDS[0], tolerance)
    for bond in BONDS[1:]:
        second, rest, most = second_moments(experiment, qubits, layers, bond, tolerance)
        error = abs(second - before) + rest + rounding * (abs(second) + most)
        curve = curve_of(experiment, qubits, first, second, error, method="mps", bond=bond)
        if curve.worst_error <= tolerance:
            break
        before = second
    return curve


def second_moments(
    experiment: Experiment, qubits: int, layers: int, bond: int, tolerance: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Second moments of (∂E, E) by depth, from states of at most so large a bond.

    As of `mps_curve.second_moments`, but that the objective is read where a circuit's first layer, or the
    differentiated one, ends: against states that this layer has been applied to.

    Returns
    -------
    moments, rest, most : ndarray, shape (2, L)
        The second moments, bounds on what stopping left out of them, and the most that deviations so long could add.
    """
    n = qubits
    fixed = Fixed(experiment, n)
    states, parts = _read_against(experiment, fixed, bond)
    h, _, part = fixed.split(_squared_objective(experiment, n))
    h = h.apply(in_pairs(closing_gates(experiment, n, 1), n, backwards=True), bond)
    layer = in_pairs(layer_gates(experiment, n, 1), n, backwards=True)
    bases = _bases(layer, n)
    whole = [np.eye(4)] * n
    sweeps = [[swept(_between(layer, inputs, bases), left) for left in (False, True)] for inputs in (whole, bases)]
    within = [state.rotate([basis.T for basis in bases]) for state in states]

    def back(h: Mps, step: int, cut: float) -> Mps:
        left = h.centre is None or 2 * h.centre < n
        return h.apply(sweeps[step > 1][left], bond, cut=cut) if step else h

    lengths, most = np.array([state.length() for state in states]), np.zeros((layers, 2))

    def read(h: Mps, step: int) -> list[float]:
        most[step] = h.length() * lengths
        return [h.overlap(state) for state in (within if step else states)]

    readings, rest = followed(
        h,
        back,
        read,
        limits=np.array([of_state @ part for of_state in parts]),
        lengths=lengths,
        layers=layers,
        tolerance=tolerance,
    )
    never = ~_reached(experiment, n, layers)
    readings[never, 1] = rest[never, 1] = most[never, 1] = 0.0
    moments, rest, most = (by_depth(found.T, experiment.parameter[0]) for found in (readings, rest, most))
    return moments, rest, most


def limiting_variances(experiment: Experiment, qubits: int) -> tuple[str, float, float]:
    """The kind of limit, and the limits of Var ∂E and Var E, of what `gate_coverage.chain_refusal` lets through."""
    fixed = Fixed(experiment, qubits)
    _, (square, slope) = _read_against(experiment, fixed, BONDS[-1])
    _, _, part = fixed.split(_squared_objective(experiment, qubits))
    of_identity = 0.25**qubits if isinstance(experiment.objective, Projector) else 0.0
    kept = conserved(experiment.ansatz)
    kind = {((0, False),): "unitary", ((0, False), (0, True)): "orthogonal"}.get(kept, "parity sector")
    return kind, float(slope @ part), float(square @ part) - of_identity


class Fixed:
    """Vectors over strings that no gate of a layer changes: strings that commute with all of them, and signs.

    A gate that leaves strings of a letter on every qubit alone conserves with which of them a string commutes, and
    gates of real circuits the parity of the number of Y (`gate_coverage.conserved`).
    """

    def __init__(self, experiment: Experiment, qubits: int) -> None:
        found = []
        for letter, real in conserved(experiment.ansatz):
            found.append(np.array(signs(letter, real)) / 2.0)
            if not real:
                found.append(np.eye(4)[letter])
        self.products = [Mps.product(np.tile(vector, (qubits, 1))) for vector in found]
        self._gram = np.array([[one.overlap(other) for other in self.products] for one in self.products])

    def split(self, state: Mps) -> tuple[Mps, Mps, np.ndarray]:
        """The deviation of a state from its part among these vectors, that part, and its components.

        The components are along orthonormal vectors, the same for all states.
        """
        overlaps = np.array([state.overlap(product) for product in self.products])
        part = None
        for factor, product in zip(np.linalg.solve(self._gram, overlaps), self.products, strict=True):
            scaled = Mps([factor * product.tensors[0], *product.tensors[1:]])
            part = scaled if part is None else part.add(scaled)
        assert part is not None  # the identity is always among them
        return state.add(part, -1), part, np.linalg.solve(np.linalg.cholesky(self._gram), overlaps)


def _squared_objective(experiment: Experiment, qubits: int) -> Mps:
    """The squares of the coefficients of H, by strings; without the identity, but for the projector."""
    if isinstance(experiment.objective, Projector):
        return Mps.product(np.tile([0.25, 0.0, 0.25, 0.0], (qubits, 1)))
    terms = [term for term in experiment.objective.terms(qubits) if set(term[1]) != {"I"}]
    products = np.eye(4)[[[LETTERS.index(letter) for letter in letters] for _, letters in terms]]
    return Mps.sum_of_products(products, np.array([factor**2 for factor, _ in terms]))


def _read_against(
    experiment: Experiment, fixed: Fixed, bond: int
) -> tuple[tuple[Mps, Mps], tuple[np.ndarray, np.ndarray]]:
    """The deviations of the states that E and ∂E are read against, and components of their other parts."""
    n, layer = len(fixed.products[0].tensors), experiment.parameter[0]
    start = Mps.product(bloch_vectors(experiment.initial_state, n) ** 2)
    start = start.apply(in_pairs(opening_gates(experiment, n), n), bond)
    state, steady, part = fixed.split(start)
    gates = layer_gates(experiment, n, layer)
    forward = swept(in_pairs(gates, n), True)
    behind = state.apply(forward, bond)
    for _ in range(layer - 1):
        state = state.apply(forward, bond)
    slope = state.add(steady).apply(in_pairs(gates, n, differentiated(experiment, n, layer)), bond)
    slope, _, slope_part = fixed.split(slope)
    return (behind, slope), (part, slope_part)


def in_pairs(gates: Sequence[Gate], qubits: int, derivative: int = -1, *, backwards: bool = False) -> list[PairGate]:
    """Gates as matrices on neighbouring qubits, rotations of one qubit in those beside them, in their order.

    Parameters
    ----------
    gates : sequence of Gate
        In the order of time; those of two qubits on neighbouring ones.
    qubits : int
    derivative : int
        Which of them has E[∂R ⊗ ∂R] in place of E[R ⊗ R]; −1 for none.
    backwards : bool
        Whether they are taken back, the last one first.
    """
    found: list[tuple[int, np.ndarray]] = []
    last: dict[int, int] = {}  # of a qubit
    waiting = {q: np.eye(4) for q in range(qubits)}
    numbered = list(enumerate(gates))
    for number, gate in reversed(numbered) if backwards else numbered:
        matrix = _matrix(gate, number == derivative)
        matrix = matrix.T if backwards else matrix
        site = min(gate.qubits)
        if len(gate.qubits) == 1 and site not in last:
            waiting[site] = matrix @ waiting[site]
            continue
        if len(gate.qubits) == 1:
            site, before = found[last[site]]
            matrix = _of_pair(matrix, gate.qubits[0] - site)
            found[last[gate.qubits[0]]] = site, matrix @ before
        elif site in last and last[site] == last.get(site + 1):
            found[last[site]] = site, matrix @ found[last[site]][1]
        else:
            last[site] = last[site + 1] = len(found)
            one = np.eye(4)
            found.append((site, matrix @ np.kron(waiting.pop(site, one), waiting.pop(site + 1, one))))
    for q, matrix in waiting.items():  # without a gate on two qubits
        if np.any(matrix != np.eye(4)):
            site = min(q, qubits - 2)
            found.append((site, _of_pair(matrix, q - site)))
    return [(site, matrix.reshape(4, 4, 4, 4)) for site, matrix in found]


def _of_pair(matrix: np.ndarray, place: int) -> np.ndarray:
    return np.kron(np.eye(4), matrix) if place else np.kron(matrix, np.eye(4))


def _matrix(gate: Gate, derivative: bool) -> np.ndarray:
    """How a gate takes squares of strings forward, on its qubits in their order on the chain."""
    if gate.place >= 0:
        found = average(gate.name, 0, derivative)
        assert found is not None
        return found
    if len(gate.qubits) == 1:
        return np.eye(4)[[image for image, _ in inverse_action(gate.name)]]
    matrix = np.eye(16)[[image for image, _ in inverse_action(gate.name)]]
    back_to_front = matrix.reshape(4, 4, 4, 4).transpose(1, 0, 3, 2).reshape(16, 16)
    return matrix if gate.qubits[0] < gate.qubits[1] else back_to_front


def swept(gates: Sequence[PairGate], from_left: bool) -> list[PairGate]:
    """The same with gates that follow each other on different pairs put in order along the chain, to and fro."""
    runs: list[list[PairGate]] = [[]]
    for gate in gates:
        if any(abs(gate[0] - other[0]) < 2 for other in runs[-1]):
            runs.append([])
        runs[-1].append(gate)
    found = []
    for run in runs:
        found += sorted(run, key=lambda gate: gate[0], reverse=not from_left)
        from_left ^= len(run) > 1
    return found


def _bases(gates: Sequence[PairGate], qubits: int) -> list[np.ndarray]:
    """Of each qubit the states that there are behind these gates: letters that they make equal are one, normalized."""
    found = [np.eye(4)] * qubits
    for site, matrix in gates:
        for place in (0, 1):
            rows = np.moveaxis(matrix, place, 0).reshape(4, -1)
            same = np.unique(rows, axis=0, return_inverse=True)[1].ravel()
            basis = np.eye(4)[[np.flatnonzero(same == same[p])[0] for p in range(4)]]
            basis = basis[:, basis.any(axis=0)]
            found[site + place] = basis / np.sqrt(basis.sum(axis=0))
    return found


def _between(gates: Sequence[PairGate], inputs: list[np.ndarray], outputs: list[np.ndarray]) -> list[PairGate]:
    """The same on these states of each qubit before the first and behind the last gate on it."""
    places = [[place for place, (site, _) in enumerate(gates) if q in (site, site + 1)] for q in range(len(inputs))]
    found = []
    for place, (site, matrix) in enumerate(gates):
        for side, q in enumerate((site, site + 1)):
            if place == places[q][0]:
                matrix = np.moveaxis(np.moveaxis(matrix, 2 + side, -1) @ inputs[q], -1, 2 + side)
            if place == places[q][-1]:
                matrix = np.moveaxis(np.moveaxis(matrix, side, -1) @ outputs[q], -1, side)
        found.append((site, matrix))
    return found


def _reached(experiment: Experiment, qubits: int, layers: int) -> np.ndarray:
    """Whether E can depend on the parameter at all where 0, 1, … layers follow its own. Shape (L,).

    By the letters that strings of the objective can have on each qubit.
    """
    gates = layer_gates(experiment, qubits, 1)
    theta = differentiated(experiment, qubits, experiment.parameter[0])
    letters = [{LETTERS.index(letter) for letter in found} for found in experiment.objective.letters_by_qubit(qubits)]
    for gate in reversed(closing_gates(experiment, qubits, 1)):
        _spread(letters, gate)
    found = []
    for _ in range(layers):
        meets = False
        for number, gate in reversed(list(enumerate(gates))):
            if number == theta:
                meets = _spread(letters, gate)
            else:
                _spread(letters, gate)
        found.append(meets)
    return np.array(found)


def _spread(letters: list[set[int]], gate: Gate) -> bool:
    """Letters of strings taken back through a gate, in place; whether the gate can change any of them."""
    strings = [0]
    for q in gate.qubits:
        strings = [4 * string + letter for string in strings for letter in letters[q]]
    images = set(strings) if gate.place >= 0 else {inverse_action(gate.name)[string][0] for string in strings}
    changed = False
    if gate.place >= 0:
        for axis in (1, 2, 3) if gate.name == "random" else (ROTATED[gate.name[0]],):
            turned = [string for string in strings if anticommute(5 ** (len(gate.qubits) - 1) * axis, string)]
            images |= {string ^ 5 ** (len(gate.qubits) - 1) * axis for string in turned}
            changed |= bool(turned)
    for place, q in enumerate(reversed(gate.qubits)):
        letters[q] = {image >> 2 * place & 3 for image in images}
    return changed


def _means(experiment: Experiment, qubits: int, layers: int) -> list[float]:
    """The mean of E, without the multiple of the identity, after 1, 2, … layers.

    Of the projector it is 2⁻ⁿ: of its strings (`gate_coverage.chain_refusal`) all but the identity are averaged away.
    """
    if isinstance(experiment.objective, Projector):
        return [0.5**qubits] * layers
    found = np.zeros(layers)
    vectors = bloch_vectors(experiment.initial_state, qubits)
    opening, gates = opening_gates(experiment, qubits), layer_gates(experiment, qubits, 1)
    for factor, letters in experiment.objective.terms(qubits):
        if set(letters) == {"I"}:
            continue
        string, factor = _back(string_of(letters), factor, closing_gates(experiment, qubits, 1), qubits)
        for depth in range(layers):
            string, factor = _back(string, factor, gates, qubits)
            if not factor:
                break
            first, mean = _back(string, factor, opening, qubits)
            found[depth] += mean * np.prod([v[letter_of(first, q, qubits)] for q, v in enumerate(vectors)])
    return found.tolist()


def _back(string: int, factor: float, gates: Sequence[Gate], qubits: int) -> tuple[int, float]:
    """The mean of a string times a factor, as that of another one before some gates; the factor is zero if it is."""
    for name, where, place in reversed(gates):
        if place < 0:
            string, sign = moved(string, Gate(name, where, place), qubits, inverse=True)
            factor *= sign
        elif name == "random":
            factor /= 3 if letter_of(string, where[0], qubits) else 1
        elif anticommute(string, sum(at(ROTATED[name[0]], q, qubits) for q in where)):
            return string, 0.0
    return string, factor
