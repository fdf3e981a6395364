"""The law that rotation angles are drawn from: uniform, normal, or a normal law that narrows with the depth.

A new law is a new class here with the same members, named in `parse` and in `VOCABULARY`.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, exp, isfinite, pi, sin, sqrt
from statistics import NormalDist
from typing import TYPE_CHECKING

from plateaus.ensemble.vocabulary import Vocabulary

if TYPE_CHECKING:
    import numpy as np


@dataclass(frozen=True)
class UniformAngles:
    """Angles uniform on [low·π, high·π) radians; the paper's law is [0, 2π).

    Attributes
    ----------
    low, high : float
        Ends of the interval, in units of π.

    Raises
    ------
    ValueError
        `low` is not below `high`.
    """

    low: float = 0.0
    high: float = 2.0

    def __post_init__(self) -> None:
        if not self.low < self.high:
            raise ValueError(f"angles from {self.low:g}π to {self.high:g}π: the first must be below the second")

    def __str__(self) -> str:
        return f"uniform:{self.low!r}:{self.high!r}"

    def quantile(self, u: np.ndarray) -> np.ndarray:
        """Angles in radians for uniform numbers `u` in [0, 1), of the same shape."""
        return pi * (self.low + (self.high - self.low) * u)

    def mean(self, frequency: int) -> complex:
        """E[exp(i·frequency·θ)], from which every moment of cos θ and sin θ follows.

        Examples
        --------
        >>> abs(UniformAngles().mean(1)) < 1e-15, UniformAngles().mean(0)
        (True, (1+0j))
        """
        if frequency == 0:
            return 1.0 + 0j
        a, b = frequency * pi * self.low, frequency * pi * self.high
        return complex(sin(b) - sin(a), cos(a) - cos(b)) / (b - a)


@dataclass(frozen=True)
class NormalAngles:
    """Angles of the normal law with mean 0.

    Attributes
    ----------
    sigma : float
        Standard deviation, in radians.

    Raises
    ------
    ValueError
        `sigma` is no number above 0.
    """

    sigma: float

    def __post_init__(self) -> None:
        if not (isfinite(self.sigma) and self.sigma > 0):
            raise ValueError(f"angles with sigma {self.sigma:g}: it must be above 0")

    def __str__(self) -> str:
        return f"normal:{self.sigma!r}"

    def quantile(self, u: np.ndarray) -> np.ndarray:
        """Angles in radians for uniform numbers `u` in [0, 1), of the same shape."""
        import numpy as np  # here: a configuration is planned without it

        inverse = np.vectorize(NormalDist(0.0, self.sigma).inv_cdf, otypes=[float])
        return inverse(np.maximum(u, 2.0**-54))  # u is a multiple of 2⁻⁵³, and may be 0

    def mean(self, frequency: int) -> complex:
        """E[exp(i·frequency·θ)]."""
        return complex(exp(-((frequency * self.sigma) ** 2) / 2))


@dataclass(frozen=True)
class SmallAngles:
    """The normal law of Zhang et al. (2022), so narrow that circuits of any depth stay near the identity.

    Their Theorem 4.1 draws the angles of exp(−iθG) with a variance of 1/(4S(L + 2)), for an objective on S qubits and
    L layers. The rotations here are exp(−iθP/2): θ has twice their angle and four times the variance, 1/(S(L + 2)).
    So the law depends on the depth: it is `at` a depth that there are angles.

    References
    ----------
    Zhang, Liu, Hsieh and Tao, Escaping from the Barren Plateau via Gaussian Initializations in Deep Variational
    Quantum Circuits, NeurIPS 2022.
    """

    def __str__(self) -> str:
        return "small"

    def at(self, layers: int, weight: int) -> NormalAngles:
        """The law in circuits of so many layers, for an objective that acts on `weight` qubits.

        Examples
        --------
        >>> SmallAngles().at(layers=6, weight=2)
        NormalAngles(sigma=0.25)
        """
        return NormalAngles(1 / sqrt(weight * (layers + 2)))


Law = UniformAngles | NormalAngles
Angles = Law | SmallAngles
"""A law, or a rule that has one for every depth."""


def parse(text: str) -> Angles:
    """The law that a command or a file names: the inverse of ``str``.

    Raises
    ------
    ValueError
        Anything else.

    Examples
    --------
    >>> parse("uniform:0:2") == UniformAngles(), parse("normal:0.1"), parse("small")
    (True, NormalAngles(sigma=0.1), SmallAngles())
    """
    law, *numbers = text.split(":")
    try:
        if law == "uniform" and len(numbers) == 2:
            return UniformAngles(float(numbers[0]), float(numbers[1]))
        if law == "normal" and len(numbers) == 1:
            return NormalAngles(float(numbers[0]))
    except ValueError as error:
        raise ValueError(f"angles {text!r}: {error}") from error
    if text == "small":
        return SmallAngles()
    raise ValueError(f"angles {text!r}: allowed are uniform:LOW:HIGH in units of π, normal:SIGMA in radians, or small")


def on_the_circle(law: Angles) -> Angles:
    """The one spelling of a law of angles modulo 2π, which is all that a rotation tells: R_P(θ + 2π) = −R_P(θ).

    Uniform over whole turns, from wherever, is uniform on [0, 2π); another interval begins in [0, 2π).

    Examples
    --------
    >>> on_the_circle(UniformAngles(-1, 1)) == on_the_circle(UniformAngles(0, 4)) == UniformAngles()
    True
    >>> on_the_circle(UniformAngles(-0.5, 0.5))
    UniformAngles(low=1.5, high=2.5)
    """
    if not isinstance(law, UniformAngles):
        return law
    width = round(law.high - law.low, 12)  # ends such as 0.1 and 2.1 are no binary fractions
    if width % 2 == 0:
        return UniformAngles()
    low = round(law.low % 2, 12) % 2
    return UniformAngles(low, round(low + width, 12))


def _word(entry: str | dict[str, float]) -> str:
    if isinstance(entry, str):
        return entry
    if "sigma" in entry:
        return f"normal:{float(entry['sigma'])!r}"
    return f"uniform:{float(entry['low'])!r}:{float(entry['high'])!r}"


VOCABULARY = Vocabulary(
    parse=parse,
    word=_word,
    schema={
        "description": "Law of the rotation angles: {low, high} for uniform on [low, high) in units of pi radians, "
        "{sigma} for normal with mean 0 and that standard deviation in radians, or small for normal with variance "
        "1/(S(L + 2)), S the qubits that the objective acts on, L the depth (Zhang et al. 2022), which needs depths: "
        "independent.",
        "type": ["string", "object"],
        "pattern": "^small$",
        "additionalProperties": False,
        "minProperties": 1,
        "dependentRequired": {"low": ["high"], "high": ["low"]},
        "anyOf": [{"not": {"required": ["sigma"]}}, {"maxProperties": 1}],
        "properties": {
            "low": {
                "description": "Lower end, in units of pi radians, -4 to 4, below high.",
                "type": "number",
                "minimum": -4,
                "maximum": 4,
            },
            "high": {
                "description": "Upper end, in units of pi radians, -4 to 4, above low.",
                "type": "number",
                "minimum": -4,
                "maximum": 4,
            },
            "sigma": {
                "description": "Standard deviation of the normal law, in radians, above 0 and at most 10.",
                "type": "number",
                "exclusiveMinimum": 0,
                "maximum": 10,
            },
        },
        "default": {"low": 0, "high": 2},
    },
    help="uniform:LOW:HIGH in units of pi, normal:SIGMA in radians, or small (narrower the deeper the circuit)",
)
