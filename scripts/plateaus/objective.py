"""What is measured: a Pauli string, a sum of Pauli strings, or the projector on |0…0⟩.

An objective says how it acts on a state vector (for the simulator), what its traces are and of which Pauli strings it
is made (for the theory). A new sum is a new entry of `SUMS`; anything else a new class here with the same members,
named in `parse`.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from itertools import product

import numpy as np

Terms = tuple[tuple[float, str], ...]
"""A sum of Pauli strings: coefficients, and one of I, X, Y, Z a qubit, the first qubit first."""


class _OfStrings(ABC):
    """What follows from the Pauli strings of an objective, `terms`."""

    @abstractmethod
    def terms(self, qubits: int) -> Terms:
        """Its strings on so many qubits."""

    def weight(self, qubits: int) -> int:
        """The largest number of qubits that one of its strings acts on."""
        return max(qubits - letters.count("I") for _, letters in self.terms(qubits))

    def letters_by_qubit(self, qubits: int) -> list[str]:
        """The letters that its strings have on each qubit, without the string of identities.

        Examples
        --------
        >>> PauliSum("ising").letters_by_qubit(2)
        ['IXZ', 'IXZ']
        """
        strings = [letters for _, letters in self.terms(qubits) if set(letters) != {"I"}]
        return ["".join(sorted(set(column))) for column in zip(*strings, strict=True)]

    def flips(self, qubits: int, register: int | None = None) -> list[tuple[int, np.ndarray]]:
        """H as a sum over sets of flipped qubits F of Σᵢ hᵢ |i⟩⟨i XOR F|, the first qubit the lowest bit of an index.

        Parameters
        ----------
        qubits : int
        register : int, optional
            Leave out the qubits behind the first so many; H must not act on them.

        Returns
        -------
        list of (int, ndarray of shape (2^register,))
            F as a mask of bits, and h; real where no string has a Y.
        """
        index = np.arange(2 ** (register or qubits))
        found: dict[int, np.ndarray] = {}  # of all strings that flip the same bits together
        for factor, letters in self.terms(qubits):
            bits = {p: sum(1 << q for q, letter in enumerate(letters) if letter == p) for p in "XYZ"}
            flipped = bits["X"] | bits["Y"]
            # ⟨i|P|j⟩ with j = i XOR flipped: −1 for a Z on a set bit; for a Y, −i where bit i is 0, +i where it is 1.
            sign = 1.0 - 2.0 * (np.bitwise_count(index & (bits["Y"] | bits["Z"])) % 2)
            phase = factor * ((-1j) ** letters.count("Y") * sign if bits["Y"] else sign)
            found[flipped] = found[flipped] + phase if flipped in found else phase
        return list(found.items())

    def matrix_free(self, qubits: int):
        """The map |ψ⟩ → H|ψ⟩ on vectors of length 2^qubits, the first qubit the lowest bit of an index."""
        index = np.arange(2**qubits)
        # Real factors multiply real and imaginary parts alike: half the work of complex numbers. A source of None:
        # nothing is flipped, and no copy is needed.
        parts = [
            (phase if np.iscomplexobj(phase) else np.repeat(phase, 2), index ^ flipped if flipped else None)
            for flipped, phase in self.flips(qubits)
        ]

        def apply(vector: np.ndarray) -> np.ndarray:
            moved = ((phase, vector if source is None else np.take(vector, source, axis=-1)) for phase, source in parts)
            images = ((phase * v.view(phase.dtype)).view(vector.dtype) for phase, v in moved)
            image = next(images)
            for more in images:
                image += more
            return image

        return apply

    def trace(self, qubits: int) -> float:
        """Tr H."""
        return 2.0**qubits * sum(factor for factor, letters in self.terms(qubits) if set(letters) == {"I"})

    def trace_of_square(self, qubits: int) -> float:
        """Tr H²."""
        return 2.0**qubits * sum(factor**2 for factor, _ in self.terms(qubits))


@dataclass(frozen=True)
class PauliString(_OfStrings):
    """A product of Pauli operators, padded with identities on the right.

    Attributes
    ----------
    letters : str
        One of I, X, Y, Z a qubit, the first qubit first; not all I. ``ZZ`` is the paper's Z₁Z₂.

    Raises
    ------
    ValueError
        The string has other letters, or holds identities only.
    """

    letters: str

    def __post_init__(self) -> None:
        if not self.letters or set(self.letters) - set("IXYZ") or set(self.letters) == {"I"}:
            raise ValueError(
                f"objective {self.letters!r}: allowed are projector, {', '.join(SUMS)}, random:K:SEED, "
                "or letters I, X, Y, Z, not all I"
            )

    def __str__(self) -> str:
        return self.letters

    @property
    def name(self) -> str:
        """As formulas write it, for plots: Z₁Z₂."""
        subscript = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
        return "".join(f"{p}{q}".translate(subscript) for q, p in enumerate(self.letters, 1) if p != "I")

    @property
    def least_qubits(self) -> int:
        """The smallest register it fits on."""
        return len(self.letters.rstrip("I"))

    def terms(self, qubits: int) -> Terms:
        """Itself, on so many qubits."""
        return ((1.0, self.letters.ljust(qubits, "I")[:qubits]),)


@dataclass(frozen=True)
class RandomString(_OfStrings):
    """A Pauli string of a given weight, its qubits and letters drawn at random: the same for a word and a size.

    Attributes
    ----------
    factors : int
        Qubits that it acts on.
    seed : int
        Strings of different seeds are drawn independently.
    """

    factors: int
    seed: int

    def __str__(self) -> str:
        return f"random:{self.factors}:{self.seed}"

    @property
    def name(self) -> str:
        """For plots."""
        return f"random string of weight {self.factors}"

    @property
    def least_qubits(self) -> int:
        """The smallest register it fits on."""
        return self.factors

    def terms(self, qubits: int) -> Terms:
        """The string of this size.

        Examples
        --------
        >>> RandomString(3, 1).terms(6) == RandomString(3, 1).terms(6)
        True
        """
        generator = np.random.default_rng(np.random.SeedSequence([self.seed, self.factors, qubits]))
        letters = ["I"] * qubits
        for qubit in generator.choice(qubits, self.factors, replace=False).tolist():
            letters[qubit] = "XYZ"[generator.integers(3)]
        return ((1.0, "".join(letters)),)


def _string(qubits: int, letters: dict[int, str]) -> str:
    """Letters on these qubits (from 0), identities elsewhere."""
    return "".join(letters.get(q, "I") for q in range(qubits))


def _local_projector(qubits: int) -> Terms:
    share = 1 / (2 * qubits)  # |0⟩⟨0| = (I + Z)/2
    return ((0.5, "I" * qubits), *((-share, _string(qubits, {q: "Z"})) for q in range(qubits)))


def _ising(qubits: int) -> Terms:
    bonds = ((-1.0, _string(qubits, {q: "Z", q + 1: "Z"})) for q in range(qubits - 1))
    return (*bonds, *((-1.0, _string(qubits, {q: "X"})) for q in range(qubits)))


def _heisenberg(qubits: int) -> Terms:
    return tuple((1.0, _string(qubits, {q: p, q + 1: p})) for q in range(qubits - 1) for p in "XYZ")


SUMS: dict[str, tuple[str, Callable[[int], Terms]]] = {
    "local_projector": ("1 − Σᵢ|0⟩⟨0|ᵢ/n", _local_projector),
    "ising": ("−ΣZᵢZᵢ₊₁ − ΣXᵢ", _ising),
    "heisenberg": ("Σ(XᵢXᵢ₊₁ + YᵢYᵢ₊₁ + ZᵢZᵢ₊₁)", _heisenberg),
}
"""Sums of Pauli strings by their words: how formulas write them, and their terms at every size.

``local_projector``: the local counterpart of the projector, 1 − (1/n) Σ |0⟩⟨0|ᵢ (Cerezo et al. 2021). ``ising``: the
transverse-field Ising chain at its critical point, −Σ ZᵢZᵢ₊₁ − Σ Xᵢ. ``heisenberg``: the antiferromagnetic Heisenberg
chain, Σ (XᵢXᵢ₊₁ + YᵢYᵢ₊₁ + ZᵢZᵢ₊₁). Both are open chains in the order of the qubits, whatever the circuit joins, and
not divided by the number of their terms.
"""


@dataclass(frozen=True)
class PauliSum(_OfStrings):
    """A sum of Pauli strings that has a word.

    Attributes
    ----------
    word : str
        A key of `SUMS`.
    """

    word: str

    def __post_init__(self) -> None:
        if self.word not in SUMS:
            raise ValueError(f"objective {self.word!r}: the sums are {', '.join(SUMS)}")

    def __str__(self) -> str:
        return self.word

    @property
    def name(self) -> str:
        """As formulas write it, for plots."""
        return SUMS[self.word][0]

    least_qubits = 2

    def terms(self, qubits: int) -> Terms:
        """Its strings on so many qubits."""
        return SUMS[self.word][1](qubits)


@dataclass(frozen=True)
class Projector:
    """|0…0⟩⟨0…0|, the overlap with a target state of the paper's supplement."""

    def __str__(self) -> str:
        return "projector"

    name = "|0…0⟩⟨0…0|"
    least_qubits = 1

    def terms(self, qubits: int) -> Terms:
        """All strings of I and Z: 2^qubits of them, so only for few qubits."""
        return tuple((2.0**-qubits, "".join(letters)) for letters in product("IZ", repeat=qubits))

    def weight(self, qubits: int) -> int:
        """The number of qubits that it acts on."""
        return qubits

    def letters_by_qubit(self, qubits: int) -> list[str]:
        """The letters that its strings have on each qubit."""
        return ["IZ"] * qubits

    def flips(self, qubits: int, register: int | None = None) -> list[tuple[int, np.ndarray]]:
        """As for a sum of strings: nothing is flipped, and of |i⟩⟨i| there is |0…0⟩⟨0…0|; it acts on every qubit."""
        return [(0, np.eye(1, 2**qubits)[0])]

    def matrix_free(self, qubits: int):
        """The map |ψ⟩ → H|ψ⟩ on vectors of length 2^qubits."""

        def apply(vector: np.ndarray) -> np.ndarray:
            image = np.zeros_like(vector)
            image[..., 0] = vector[..., 0]
            return image

        return apply

    def trace(self, qubits: int) -> float:
        """Tr H."""
        return 1.0

    def trace_of_square(self, qubits: int) -> float:
        """Tr H²."""
        return 1.0


Objective = PauliString | RandomString | PauliSum | Projector

_RANDOM = re.compile(r"random:([1-9]\d*):(\d+)")


def parse(text: str) -> Objective:
    """The objective a config or command names.

    ``projector``, a word of `SUMS`, ``random:K:SEED`` for a random string of weight K, or a Pauli string.

    Raises
    ------
    ValueError
        Anything else.

    Examples
    --------
    >>> parse("ZZ").name, str(parse("projector")), parse("random:3:1")
    ('Z₁Z₂', 'projector', RandomString(factors=3, seed=1))
    """
    if text == "projector":
        return Projector()
    if text in SUMS:
        return PauliSum(text)
    if match := _RANDOM.fullmatch(text):
        return RandomString(int(match[1]), int(match[2]))
    return PauliString(text)
