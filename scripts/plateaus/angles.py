"""The law a rotation angle is drawn from."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, pi, sin

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

    @classmethod
    def parse(cls, text: str) -> UniformAngles:
        """The inverse of ``str``.

        Examples
        --------
        >>> UniformAngles.parse("uniform:0:2") == UniformAngles()
        True
        """
        law, *ends = text.split(":")
        if law != "uniform" or len(ends) != 2:
            raise ValueError(f"angles {text!r}: allowed is uniform:LOW:HIGH, in units of π")
        return cls(float(ends[0]), float(ends[1]))

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
