"""What is measured: a Pauli string, a sum of Pauli strings, the cut of a graph, or the projector on |0…0⟩.

An objective says of which Pauli strings it is made and what its traces are; how it acts on a state vector follows from
that (`operators`). A new sum is a new entry of `SUMS`; anything else a new class here with the same members, named in
`parse` and in `VOCABULARY`.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from itertools import product

from plateaus.ensemble import lattices
from plateaus.ensemble.vocabulary import Vocabulary

CUT = "maxcut"
"""The word of `MaxCut`."""
Terms = tuple[tuple[float, str], ...]
"""A sum of Pauli strings: coefficients, and one of I, X, Y, Z a qubit, the first qubit first.

An objective's own have no string twice: what follows from them, such as Tr H² = 2ⁿ Σ c², rests on that.
"""


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
                f"objective {self.letters!r}: allowed are projector, {', '.join(SUMS)}, {CUT}, random:K:SEED, "
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
        import numpy as np  # here: a configuration is planned without it, and without the letters

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


def _all_z(qubits: int) -> Terms:
    return ((1.0, "Z" * qubits),)


def _middle_z(qubits: int) -> Terms:
    return ((1.0, _string(qubits, {(qubits - 1) // 2: "Z"})),)


def _ising(qubits: int) -> Terms:
    bonds = ((-1.0, _string(qubits, {q: "Z", q + 1: "Z"})) for q in range(qubits - 1))
    return (*bonds, *((-1.0, _string(qubits, {q: "X"})) for q in range(qubits)))


def _heisenberg(qubits: int) -> Terms:
    return tuple((1.0, _string(qubits, {q: p, q + 1: p})) for q in range(qubits - 1) for p in "XYZ")


@dataclass(frozen=True)
class Sum:
    """A sum of Pauli strings: its terms at every size, how plots write it, and how plain text does."""

    terms: Callable[[int], Terms]
    name: str
    formula: str


SUMS: dict[str, Sum] = {
    "local_projector": Sum(_local_projector, "1 − Σᵢ|0⟩⟨0|ᵢ/n", "1 - (1/n) sum |0><0|_i"),
    "all_z": Sum(_all_z, "Z₁Z₂…Zₙ", "Z on every qubit"),
    "middle_z": Sum(_middle_z, "Z of the middle qubit", "Z on the middle qubit, (n + 1)/2 rounded down"),
    "ising": Sum(_ising, "−ΣZᵢZᵢ₊₁ − ΣXᵢ", "-sum Z_i Z_(i+1) - sum X_i (open chain)"),
    "heisenberg": Sum(
        _heisenberg, "Σ(XᵢXᵢ₊₁ + YᵢYᵢ₊₁ + ZᵢZᵢ₊₁)", "sum (X_i X_(i+1) + Y_i Y_(i+1) + Z_i Z_(i+1)) (open chain)"
    ),
}
"""Sums of Pauli strings by their words.

``local_projector``: the local counterpart of the projector, 1 − (1/n) Σ |0⟩⟨0|ᵢ (Cerezo et al. 2021). ``all_z``: one
string, Z on every qubit, a global cost whose measurements are ±1. ``middle_z``: the most
local cost, where both ends of a chain are as far away as can be. ``ising``: the
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
        return SUMS[self.word].name

    least_qubits = 2

    def terms(self, qubits: int) -> Terms:
        """Its strings on so many qubits, each of them once: coefficients of the same string are added."""
        merged: dict[str, float] = {}
        for factor, letters in SUMS[self.word].terms(qubits):
            merged[letters] = merged.get(letters, 0.0) + factor
        return tuple((factor, letters) for letters, factor in merged.items() if factor)


@dataclass(frozen=True)
class MaxCut(_OfStrings):
    """How many edges of a graph a bit string cuts: the sum of (1 − Z_a Z_b)/2 over its edges, MaxCut's objective.

    Attributes
    ----------
    graph : str
        A connectivity, as in `lattices`; empty for the experiment's own, which an `Experiment` puts in its place.
    """

    graph: str = ""

    def __str__(self) -> str:
        return f"{CUT}:{self.graph}" if self.graph else CUT

    @property
    def name(self) -> str:
        """For plots."""
        return f"cut of {self.graph}" if self.graph in lattices.FAMILIES else "cut"

    least_qubits = 2

    def terms(self, qubits: int) -> Terms:
        """Its strings on so many qubits.

        Raises
        ------
        ValueError
            There is no such graph of this size.

        Examples
        --------
        >>> MaxCut("chain").terms(3)
        ((1.0, 'III'), (-0.5, 'ZZI'), (-0.5, 'IZZ'))
        """
        pairs = lattices.edges(self.graph, qubits)
        cut = ((-0.5, _string(qubits, dict.fromkeys(pair, "Z"))) for pair in pairs)
        return ((len(pairs) / 2, "I" * qubits), *cut)


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

    def trace(self, qubits: int) -> float:
        """Tr H."""
        return 1.0

    def trace_of_square(self, qubits: int) -> float:
        """Tr H²."""
        return 1.0


Objective = PauliString | RandomString | PauliSum | MaxCut | Projector

_RANDOM = re.compile(r"random:([1-9]\d*):(\d+)")


def parse(text: str) -> Objective:
    """The objective a config or command names.

    ``projector``, a word of `SUMS`, ``maxcut`` or ``maxcut:GRAPH``, ``random:K:SEED`` for a random string of weight K,
    or a Pauli string.

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
    word, colon, graph = text.partition(":")
    if word == CUT:
        return MaxCut(lattices.parse(graph) if colon else "")
    if match := _RANDOM.fullmatch(text):
        return RandomString(int(match[1]), int(match[2]))
    return PauliString(text)


VOCABULARY = Vocabulary(
    parse=parse,
    schema={
        "description": "What is measured: a Pauli string such as ZZ (letters I, X, Y, Z from the first qubit on, not "
        "all I, padded with I, at most as long as the smallest size); random:K:SEED for a random string of weight K, "
        "one for each size; projector for |0...0><0...0|; "
        + "; ".join(f"{word} for {sum_.formula}" for word, sum_ in SUMS.items())
        + f"; {CUT} for the edges of connectivity that are cut, sum (1 - Z_a Z_b)/2.",
        "type": "string",
        "pattern": f"^(projector|{'|'.join([CUT, *SUMS])}|random:[1-9][0-9]?:[0-9]{{1,18}}|"
        "[IXYZ]{0,30}[XYZ][IXYZ]{0,29})$",
        "default": "ZZ",
    },
    help=f"a Pauli string such as ZZ, projector, {', '.join(SUMS)}, {CUT} or {CUT}:GRAPH, or random:K:SEED",
)
