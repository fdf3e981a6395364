"""What a configuration asks for, as values: its experiments, each on its grid, and which figures compare them.

A *study* is an experiment with the grid it is run on. A *cell* of that grid is a batch of circuits of one size, and one
job. A *plan* is all studies of a configuration, and the parts that they play in figures.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from plateaus.engines.registry import DEFAULT, DOUBLE, engine_of
from plateaus.ensemble.experiment import Experiment
from plateaus.ensemble.source import Source
from plateaus.theory.methods import RELATIVE_ERROR


@dataclass(frozen=True)
class Cell:
    """One cell of the grid: a batch of circuits of one size, and one job.

    Attributes
    ----------
    qubits, depth, seed : int
        Size, depth of the circuits (the deepest one recorded), number of the batch.
    first, circuits : int
        The batch holds the circuits first … first + circuits − 1.
    layers : tuple of int
        Depths to record.
    engine, precision : str
        What is to simulate, see `engines.registry`.
    """

    qubits: int
    depth: int
    seed: int
    first: int
    circuits: int
    layers: tuple[int, ...]
    engine: str = DEFAULT
    precision: str = DOUBLE


REDRAWN_WHOLE, REDRAWN_LAYERS = 18, 3
"""Up to how many qubits a circuit that is simulated once more is so to its full depth, and to how many layers a qubit
above: a whole one of 24 qubits and 500 layers takes the default engine 45 minutes."""


def _batches(circuits: int, each: int) -> Iterator[tuple[int, int]]:
    """First circuit and number of circuits of every batch: `each`, the last of them what is left."""
    for first in range(0, circuits, each):
        yield first, min(each, circuits - first)


@dataclass(frozen=True)
class Exact:
    """What to compute exactly.

    Attributes
    ----------
    qubits : tuple of int
    layers : int
        The curves are for the depths 1 … `layers`.
    tolerance : float
        Relative error allowed.
    asked : bool
        Whether the configuration asks for them; otherwise they are computed where the theory has them.
    method : str
        How to follow second moments, see `methods.method_for`.
    relative_error : float
        Standard error allowed where the chain is sampled.
    """

    qubits: tuple[int, ...]
    layers: int
    tolerance: float
    asked: bool
    method: str = "auto"
    relative_error: float = RELATIVE_ERROR


@dataclass(frozen=True)
class Probe:
    """A kind of probe of one experiment, on its grid; see `plateaus.probes`.

    Attributes
    ----------
    kind : str
    circuits, circuits_per_job : int
    depths : dict of int to int
        Depth of the circuits at every size.
    settings : dict of str to str
        What the kind takes, as the command line writes it.
    """

    kind: str
    circuits: int
    circuits_per_job: int
    depths: dict[int, int]
    settings: dict[str, str]

    def cells(self) -> list[Cell]:
        """Every batch of circuits, and job."""
        return [
            Cell(n, depth, seed, first, circuits, (depth,))
            for n, depth in self.depths.items()
            for seed, (first, circuits) in enumerate(_batches(self.circuits, self.circuits_per_job))
        ]


@dataclass(frozen=True)
class Study:
    """An experiment and the grid it is run on.

    Attributes
    ----------
    title : str
    source : Source
        Name, master seed, drawing of depths, experiment.
    qubits, layers : tuple of int
        Sizes, and depths to record; none where nothing is sampled.
    circuits, circuits_per_job : dict of int to int
        Random circuits, and circuits a job, for every size; empty where nothing is sampled.
    engines, precisions : dict of int to str
        What simulates, and in which precision, for every size: see `engines.registry`.
    depth_rules : tuple of str
        At which depths to fit the decay with the number of qubits, see `depths.depth_at`.
    exact : Exact or None
    probes : dict of str to Probe
    landed : tuple of str
        Files of landed circuits that take the place of samples; empty where circuits are simulated.
    """

    title: str
    source: Source
    qubits: tuple[int, ...]
    layers: tuple[int, ...]
    circuits: dict[int, int]
    circuits_per_job: dict[int, int]
    engines: dict[int, str]
    precisions: dict[int, str]
    depth_rules: tuple[str, ...]
    exact: Exact | None
    probes: dict[str, Probe]
    landed: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The experiment's name."""
        return self.source.name

    @property
    def experiment(self) -> Experiment:
        """The experiment itself."""
        return self.source.experiment

    def cells(self) -> list[Cell]:
        """Every cell of the grid; none where nothing is sampled, or circuits are landed already."""
        if self.landed or not self.circuits:
            return []
        nested = [(self.layers[-1], self.layers)]
        grid = [(d, (d,)) for d in self.layers] if self.source.independent else nested
        return [
            Cell(n, depth, seed, first, circuits, layers, self.engines[n], self.precisions[n])
            for n in self.qubits
            for depth, layers in grid
            for seed, (first, circuits) in enumerate(_batches(self.circuits[n], self.circuits_per_job[n]))
        ]

    def redrawn(self) -> list[Cell]:
        """The circuits that the default engine simulates too: the first of every size that another one samples.

        To its deepest layer up to `REDRAWN_WHOLE` qubits; above, to the deepest that is recorded in its first
        `REDRAWN_LAYERS` layers a qubit, or to the first one recorded. None of
        landed circuits: the run that landed them did it.
        """
        found: list[Cell] = []
        for n in () if self.landed else self.qubits:
            if engine_of(self.engines[n], self.experiment) is engine_of(DEFAULT, self.experiment):
                continue
            last = self.layers[-1] if n <= REDRAWN_WHOLE else max(REDRAWN_LAYERS * n, self.layers[0])
            layers = tuple(depth for depth in self.layers if depth <= last)
            depth = layers[-1]
            found.append(Cell(n, depth, 0, 0, 1, (depth,) if self.source.independent else layers))
        return found


COMPARISONS = ("dimension", "costs", "starts", "noise", "ansatz")
"""Figures that compare experiments, named under ``figures`` in a configuration with the experiments they compare."""


@dataclass(frozen=True)
class Plan:
    """Everything that a configuration asks for.

    Attributes
    ----------
    studies : dict of str to Study
        By name.
    main, projector : str or None
        The experiments of the paper's main and supplementary figures; None for no such figures.
    depth_rule : str or None
        At which depth those are drawn against the number of qubits; None for the last of the experiment's.
    compared : dict of str to tuple of str
        For each of `COMPARISONS` that is drawn, its experiments in the order of drawing.
    benchmark : dict
        Sizes and duration of the benchmark.
    land_in : str or None
        Folder in which every finished cell is landed, seen from that of the results.
    """

    studies: Mapping[str, Study]
    main: str | None = None
    projector: str | None = None
    depth_rule: str | None = None
    compared: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    benchmark: Mapping = field(default_factory=dict)
    land_in: str | None = None

    def probes(self) -> list[tuple[Study, Probe]]:
        """Every probe, with its study."""
        return [(study, probe) for study in self.studies.values() for probe in study.probes.values()]

    def probed(self, kind: str) -> list[str]:
        """Experiments with a kind of probe."""
        return [study.name for study, probe in self.probes() if probe.kind == kind]

    def rule_of(self, name: str) -> str:
        """The depth rule at which an experiment is drawn against the number of qubits."""
        last = self.studies[name].depth_rules[-1]
        return self.depth_rule or last if name in (self.main, self.projector) else last
