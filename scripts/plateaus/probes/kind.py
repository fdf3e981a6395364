"""A kind of probe: something else that is sampled from an experiment's circuits.

A kind is a folder here. ``kind.py`` declares it as `KIND`; ``record.py`` says what is recorded of a circuit,
``estimate.py`` what is estimated from many, ``check.py`` what that is held against, ``table.py`` how the table of all
experiments is made. Programs load them by the kind's name, so that a job depends on no other kind. Declarations import
neither numpy nor simulators, for configurations are planned with them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from plateaus.ensemble.angles import UniformAngles, on_the_circle
from plateaus.ensemble.experiment import LAST, Experiment
from plateaus.ensemble.objectives import PauliString, RandomString
from plateaus.ensemble.starts import RandomStart
from plateaus.storage.columns import Columns


@dataclass(frozen=True)
class Setting:
    """A number or list that a kind takes, as an option of the program that records it."""

    name: str
    parse: Callable[[str], Any]
    help: str


@dataclass(frozen=True)
class Work:
    """What recording takes of one circuit, in terms that a cost follows from.

    Attributes
    ----------
    states : int
        How often a state is taken through all gates, forward or back.
    rows : int
        Rows that are recorded.
    built : int
        How often the circuit is put together, gate by gate.
    outcomes : int
        Measurements that are drawn.
    """

    states: int
    rows: int
    built: int = 1
    outcomes: int = 0


GRADIENT_STATES = 7
"""`Work.states` of a whole gradient: the state forward, it and the image of the objective back, and between them as
much again for the inner products of every gate (measured)."""


@dataclass(frozen=True)
class Kind:
    """The declaration of a kind of probe.

    Attributes
    ----------
    name : str
        Also of its folder, of its key in a configuration and of its table.
    title : str
        Of its table, in the report.
    meaning : str
        Of its key in a configuration.
    columns : sequence of Column
        What is recorded.
    point : tuple of str
        Columns whose values, with size and depth, are a point that is estimated.
    refusal : function
        From an experiment to the reason why it has no such probe, or None.
    work : function
        From qubits, depth and the settings, by name, to the `Work` of one circuit.
    keys : mapping
        JSON schema of the keys that it has in a configuration besides those that all have.
    required : tuple of str
        Those of its keys that cannot be left out.
    depth : bool
        Whether it is of circuits of one depth; otherwise it is read at every depth of the samples.
    settings : tuple of Setting
    words : function
        From its entry in a configuration, and the experiment's depths, to the words of its settings.
    """

    name: str
    title: str
    meaning: str
    columns: Columns
    point: tuple[str, ...]
    refusal: Callable[[Experiment], str | None]
    work: Callable[..., Work]
    keys: Mapping[str, Any]
    required: tuple[str, ...] = ()
    depth: bool = True
    settings: tuple[Setting, ...] = ()
    words: Callable[[Mapping[str, Any], Sequence[int]], dict[str, str]] = lambda entry, layers: {}

    def module(self, part: str) -> ModuleType:
        """One of its modules: ``record``, ``estimate``, ``check`` or ``table``."""
        return import_module(f"plateaus.probes.{self.name}.{part}")


def kind_names() -> list[str]:
    """The kinds that there are, by their folders."""
    return sorted(path.parent.name for path in Path(__file__).parent.glob("*/kind.py"))


def kind_named(name: str) -> Kind:
    """The kind that a folder declares."""
    return import_module(f"plateaus.probes.{name}.kind").KIND


def without_noise(experiment: Experiment) -> str | None:
    """Why an experiment has no probe that simulates state vectors of the paper's circuits."""
    if not experiment.ansatz.is_papers:
        return f"for the ansatz mcclean, not for {experiment.ansatz}"
    if experiment.parameter[0] == LAST:
        return "for a parameter of a layer counted from the first, not from the last"
    return f"for circuits without noise, not with {experiment.noise}" if experiment.noise.probability else None


def outcomes_are_signs(experiment: Experiment) -> bool:
    """Whether a measurement gives ±1, and circuits with a shifted angle follow the same law as those without.

    Then the exact moments say how many measurements a gradient takes, and the mean of every derivative is zero.
    """
    return (
        isinstance(experiment.objective, PauliString | RandomString)
        and on_the_circle(experiment.angles) == UniformAngles()
        and experiment.start == RandomStart()
    )
