"""The engines: what may simulate a batch of circuits, by name, and what each can do and costs.

A new engine is a module with a class like `statevector.GradientCurve` and an entry of `ENGINES`. Its constructor takes
(experiment, qubits=, layers=); called with a circuit it returns E, ∂E and ∂²E after each of these layers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from plateaus.ensemble.experiment import Experiment


@dataclass(frozen=True)
class Speed:
    """What an engine takes, in seconds: to start, a layer, a gate, and a gate's share for each of 2^qubits amplitudes.

    From `cached` qubits on state and tangent leave the processor's caches bit by bit, and every further qubit costs
    `more` an amplitude. With `copies` = 2 a state is a density matrix, of 2^(2 qubits) numbers. Fitted to times
    measured on two shared cores of an AMD EPYC (Zen 3), where they varied by a third
    (``scripts/tools/measure_cost.py`` repeats the measurement), with one thread and every layer recorded.
    """

    start: float
    layer: float
    gate: float
    amplitude: float
    cached: int
    more: float
    copies: int = 1

    def numbers(self, qubits: int) -> int:
        """How many numbers a state of so many qubits is."""
        return 2 ** (self.copies * qubits)

    def rotation(self, qubits: int) -> float:
        """Seconds of one rotation of state and tangent, its share of the entangling gates included."""
        amplitude = self.amplitude + self.more * max(0, self.copies * qubits - self.cached)
        return self.gate + amplitude * self.numbers(qubits)


@dataclass(frozen=True)
class Engine:
    """Something that simulates.

    Attributes
    ----------
    module, curve : str
        The module of the library and its class. (A name: Numba takes longer to import than a small job runs.)
    package : str
        Whose version is recorded in samples.
    words : str
        What it is, for documentation.
    speed : Speed
    noise : bool
        Whether it simulates noise; one that does not leaves noisy circuits to `DENSITY`.
    """

    module: str
    curve: str
    package: str
    words: str
    speed: Speed
    noise: bool = False

    def load(self) -> Callable:
        """The class that simulates."""
        return getattr(import_module(self.module), self.curve)


QULACS = Speed(start=1.0, layer=5.5e-6, gate=1.5e-6, amplitude=4.5e-9, cached=18, more=1.5e-9)

ENGINES = {
    "qulacs": Engine("plateaus.engines.statevector", "GradientCurve", "qulacs", "the reference", QULACS),
    "numba": Engine(
        "plateaus.engines.kernels",
        "CompiledCurve",
        "numba",
        "kernels of this project, equal but for rounding and faster",
        Speed(start=3.0, layer=2.0e-6, gate=0.5e-6, amplitude=1.05e-9, cached=18, more=0.07e-9),
    ),
}
DEFAULT = "qulacs"

DENSITY = Engine(
    "plateaus.engines.density",
    "NoisyCurve",
    "qulacs",
    "density matrices",
    Speed(start=1.0, layer=75e-6, gate=45e-6, amplitude=0.15e-6, cached=18, more=0.0, copies=2),
    noise=True,
)
"""Simulates noisy circuits, whatever engine is asked for."""


def engine_of(name: str, experiment: Experiment) -> Engine:
    """What simulates an experiment where the engine `name` is asked for."""
    engine = ENGINES[name]
    return engine if engine.noise or not experiment.noise.probability else DENSITY
