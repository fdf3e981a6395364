"""What is measured: a Pauli string or the projector on |0…0⟩.

An objective says how it acts on a state vector (for the simulator) and what its traces are (for the theory). A new
objective is a new class here with the same members, named in `parse`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class PauliString:
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
            raise ValueError(f"objective {self.letters!r}: allowed are 'projector' or letters I, X, Y, Z, not all I")

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

    def matrix_free(self, qubits: int):
        """The map |ψ⟩ → H|ψ⟩ on vectors of length 2^qubits, the first qubit the lowest bit of an index."""
        index = np.arange(2**qubits)
        bits = {p: sum(1 << q for q, letter in enumerate(self.letters) if letter == p) for p in "XYZ"}
        flipped = bits["X"] | bits["Y"]
        # ⟨i|P|j⟩ with j = i XOR flipped: −1 for a Z on a set bit; for a Y, −i where bit i is 0 and +i where it is 1.
        sign = 1.0 - 2.0 * (np.bitwise_count(index & (bits["Y"] | bits["Z"])) % 2)
        phase = (-1j) ** self.letters.count("Y") * sign if bits["Y"] else sign
        if not flipped:
            return lambda vector: phase * vector
        source = index ^ flipped
        return lambda vector: phase * vector[..., source]

    def trace(self, qubits: int) -> float:
        """Tr H."""
        return 0.0

    def trace_of_square(self, qubits: int) -> float:
        """Tr H²."""
        return 2.0**qubits


@dataclass(frozen=True)
class Projector:
    """|0…0⟩⟨0…0|, the overlap with a target state of the paper's supplement."""

    def __str__(self) -> str:
        return "projector"

    name = "|0…0⟩⟨0…0|"
    least_qubits = 1

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


Objective = PauliString | Projector


def parse(text: str) -> Objective:
    """The objective a config or command names: ``projector`` or a Pauli string.

    Raises
    ------
    ValueError
        Anything else.

    Examples
    --------
    >>> parse("ZZ").name, str(parse("projector"))
    ('Z₁Z₂', 'projector')
    """
    return Projector() if text == "projector" else PauliString(text)
