"""The engines: what may simulate a batch of circuits, by name, and what each can do and costs.

A new engine is a module with a class like `statevector.GradientCurve` and an entry of `ENGINES`. Its constructor takes
(experiment, qubits=, layers=), and precision= if it has several; called with a circuit it returns E, ∂E and ∂²E after
each of these layers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from importlib import import_module

from plateaus.ensemble.experiment import Experiment

DOUBLE, SINGLE = "double", "single"
PRECISIONS = (DOUBLE, SINGLE)
"""In how many bits an engine keeps its state: 64 or 32 a real number."""


@dataclass(frozen=True)
class Speed:
    """What an engine takes, in seconds: to start, a layer, a gate, and a gate's share for each of 2^qubits amplitudes.

    From `cached` qubits on state and tangent leave the processor's caches bit by bit, and every further qubit costs
    `more` an amplitude. With `copies` = 2 a state is a density matrix, of 2^(2 qubits) numbers. Fitted to times
    measured on two shared cores of an AMD EPYC (Zen 3), where they varied by a third
    (``scripts/tools/measure_cost.py`` repeats the measurement), with one thread and every layer recorded; those of
    Numba on a later one, and scaled by what Qulacs took there.
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
    name, title : str
        What configurations and results call it, and captions.
    module, curve : str
        The module of the library and its class. (A name: Numba takes longer to import than a small job runs.)
    package : str
        Whose version is recorded in samples.
    words : str
        What it is, for documentation.
    speeds : dict of str to Speed
        What it takes in every precision that it has, of `PRECISIONS`. If that is not `DOUBLE` alone, its class takes
        the precision as well.
    noise : bool
        Whether it simulates noise; one that does not leaves noisy circuits to `DENSITY`.
    compiled : bool
        Whether the first job that it runs on a machine compiles it, once for each precision.
    """

    name: str
    title: str
    module: str
    curve: str
    package: str
    words: str
    speeds: Mapping[str, Speed]
    noise: bool = False
    compiled: bool = False

    def load(self, precision: str = DOUBLE) -> Callable:
        """The class that simulates, in a precision.

        Raises
        ------
        ValueError
            It has not got that precision.
        """
        if reason := self.refusal(precision):
            raise ValueError(f"precision: {reason}")
        curve = getattr(import_module(self.module), self.curve)
        return curve if precision == DOUBLE else partial(curve, precision=precision)

    def refusal(self, precision: str) -> str | None:
        """Why it does not simulate in a precision, or None."""
        if precision in self.speeds:
            return None
        return f"{self.name} does not simulate in {precision} precision; {' or '.join(self.speeds)} is allowed"


QULACS = Speed(start=1.0, layer=5.5e-6, gate=1.5e-6, amplitude=4.5e-9, cached=18, more=1.5e-9)

_COMPILED = Speed(start=3.0, layer=1.9e-6, gate=0.1e-6, amplitude=0.37e-9, cached=18, more=0.01e-9)

_ALL = (
    Engine(
        "qulacs",
        "Qulacs",
        "plateaus.engines.statevector",
        "GradientCurve",
        "qulacs",
        "the reference, in double precision",
        {DOUBLE: QULACS},
    ),
    Engine(
        "numba",
        "Numba",
        "plateaus.engines.kernels",
        "CompiledCurve",
        "numba",
        "kernels of this project, equal but for rounding and faster, in either precision",
        {DOUBLE: _COMPILED, SINGLE: replace(_COMPILED, amplitude=0.2e-9, more=0.0)},
        compiled=True,
    ),
)
ENGINES = {engine.name: engine for engine in _ALL}
"""What a configuration may ask for."""

DEFAULT = "qulacs"
"""Simulates where nothing else is asked for; other engines are held against it."""

AUTO = "auto"
"""Asks for the fastest engine of those that simulate an experiment: `plan.resources.fastest_engine`."""

DENSITY = Engine(
    "density",
    "density matrices",
    "plateaus.engines.density",
    "NoisyCurve",
    "qulacs",
    "density matrices",
    {DOUBLE: Speed(start=1.0, layer=75e-6, gate=45e-6, amplitude=0.15e-6, cached=18, more=0.0, copies=2)},
    noise=True,
)
"""Simulates noisy circuits, in double precision, whatever engine and precision are asked for."""

TITLES = {engine.name: engine.title for engine in (*_ALL, DENSITY)}
"""What captions call what results name."""


GATEWISE = Engine(
    "qulacs",
    "Qulacs",
    "plateaus.engines.gatewise",
    "GateCurve",
    "qulacs",
    "state vectors, gate by gate",
    {DOUBLE: QULACS},
)
"""Simulates circuits of any ansatz but the paper's, where Qulacs is asked for."""
FORKED = replace(GATEWISE, curve="ForkedCurve")
"""Simulates those of a user's file."""


def refusal(name: str, experiment: Experiment) -> str | None:
    """Why an engine does not simulate an experiment, or None."""
    if name != DEFAULT and not experiment.ansatz.is_papers:
        return f"{experiment.ansatz} is not simulated by engine {name}; {DEFAULT} is allowed"
    return None


def engine_of(name: str, experiment: Experiment) -> Engine:
    """What simulates an experiment where the engine `name` is asked for.

    Raises
    ------
    ValueError
        That engine does not.
    """
    if reason := refusal(name, experiment):
        raise ValueError(f"ansatz: {reason}")
    if not experiment.ansatz.is_papers:
        return FORKED if experiment.ansatz.file else GATEWISE
    engine = ENGINES[name]
    return engine if engine.noise or not experiment.noise.probability else DENSITY
