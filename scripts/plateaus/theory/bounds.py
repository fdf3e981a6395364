"""How deep a circuit has to be on any graph of entangling gates before its gradient's variance can be near its limit.

The first bound follows one Pauli string. For the objective Z₁Z₂, the parameter θ₁,₁ and the paper's start, axes and
angles, a layer of rotations takes Z to Z with probability 2/3 on each of the two qubits, and CZ gates leave strings of
Z alone, whatever they join. So E[(∂E)²] ≥ (5/48)(4/9)^(L − 1) after L layers, while the limit falls as 2⁻ⁿ. Where
strings can become a single Z, that one decays as (2/3)^L: the second bound, of a chain.
"""

from __future__ import annotations

from math import log

LEAST_LAYERS_PER_QUBIT = log(2) / log(9 / 4)
"""Layers a qubit, 0.855, that it takes at least to stay within a fixed relative distance of a limit like 2⁻ⁿ."""

SINGLE_LAYERS_PER_QUBIT = log(2) / log(3 / 2)
"""The same by the bound of a single Z, 1.71: on a chain."""


def surviving_string_depth(limit: float, within: float) -> float:
    """Least depth at which Var(∂E) can come within a relative distance of a limit, on any graph.

    L ≥ 1 + ln(5/48 / ((1 + within)·limit)) / ln(9/4).

    Examples
    --------
    >>> round(surviving_string_depth(5 / 48, 0.0), 12)
    1.0
    """
    return 1 + log(5 / 48 / ((1 + within) * limit)) / log(9 / 4)


def single_letter_depth(limit: float, within: float) -> float:
    """Least depth at which Var(∂E) can come within a relative distance of a limit on a chain, by a single Z.

    Backwards from Z₁Z₂, a rotation makes A Z of it (2/9), the gates take the second Z away, the next rotation makes
    Z₁ of A (1/6), which stays Z for L − 3 layers; the first layer gives 1/4. So E[(∂E)²] ≥ (1/108)(2/3)^(L − 3) and
    L ≥ 3 + ln(1/108 / ((1 + within)·limit)) / ln(3/2).

    Examples
    --------
    >>> round(single_letter_depth(1 / 108, 0.0), 12)
    3.0
    """
    return 3 + log(1 / 108 / ((1 + within) * limit)) / log(3 / 2)
