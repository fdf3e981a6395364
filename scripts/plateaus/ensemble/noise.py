"""Noise in a circuit: none, or depolarising noise on every qubit after every layer."""

from __future__ import annotations

from dataclasses import dataclass

from plateaus.ensemble.vocabulary import Vocabulary

DENSITY_QUBITS = 7
"""Noisy circuits are simulated by density matrix, of 4ⁿ numbers, to so many qubits."""


@dataclass(frozen=True)
class Depolarizing:
    """After every layer, on every qubit: with some probability one of X, Y, Z, each as often; 0 for no noise.

    A Pauli string loses a factor 1 − 4·probability/3 for each of its letters and each layer: two of the three Pauli
    operators anticommute with a letter, and the chance of one of them is 2/3 of the probability.

    Attributes
    ----------
    probability : float
        From 0 to 3/4, where the qubit is wholly mixed.

    Raises
    ------
    ValueError
        The probability is out of range.
    """

    probability: float = 0.0

    def __post_init__(self) -> None:
        if not 0 <= self.probability <= 0.75:
            raise ValueError(f"noise depolarizing:{self.probability:g}: the probability is above 0, at most 0.75")

    def __str__(self) -> str:
        return f"depolarizing:{self.probability!r}" if self.probability else "none"

    @property
    def factor(self) -> float:
        """What a letter of a Pauli string is multiplied by at every layer."""
        return 1 - 4 * self.probability / 3


def parse(text: str) -> Depolarizing:
    """The noise that a config or command names; the inverse of ``str``.

    Raises
    ------
    ValueError
        Anything but ``none`` and ``depolarizing:P``.

    Examples
    --------
    >>> parse("none").factor, str(parse("depolarizing:0.03"))
    (1.0, 'depolarizing:0.03')
    """
    kind, _, number = text.partition(":")
    if text == "none":
        return Depolarizing()
    try:
        if kind == "depolarizing" and float(number) > 0:
            return Depolarizing(float(number))
    except ValueError:
        pass
    raise ValueError(f"noise {text!r}: allowed are none and depolarizing:P with a probability P above 0, at most 0.75")


VOCABULARY = Vocabulary(
    parse=parse,
    schema={
        "description": "Noise after every layer on every qubit: none, or depolarizing:P for one of X, Y, Z with "
        f"probability P, above 0 to 0.75; by density matrix, to {DENSITY_QUBITS} qubits.",
        "type": "string",
        "default": "none",
    },
    help="none or depolarizing:P, after every layer",
)
