"""What samples, exact curves and probes cost: what their jobs ask of a cluster, and how much a configuration takes.

A model of time, memory and disk. An engine's constants of time stand where it is registered (`engines.registry.Speed`),
what a probe does with a circuit where its kind is declared (`probes.kind.Work`), all other constants here. They are
fits to measurements: ``scripts/tools/measure_cost.py`` repeats those of engines, and a run keeps its own in
``results/benchmarks``, by which exact curves and probes took a third of what the model says to 1.7 times that.
Requests to a scheduler carry a margin over it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby
from math import ceil, inf, sqrt

from plateaus.engines.registry import DEFAULT, DOUBLE, ENGINES, QULACS, Speed, engine_of, refusal
from plateaus.ensemble.experiment import Experiment
from plateaus.ensemble.objectives import PauliString, Projector, RandomString
from plateaus.ensemble.starts import Pretrained, RandomStart
from plateaus.plan.study import Cell
from plateaus.probes.kind import GRADIENT_STATES, Kind
from plateaus.theory import gate_coverage
from plateaus.theory.coverage import NotCovered, require_covered, turning_sum
from plateaus.theory.methods import (
    BONDS,
    LEAST_STRINGS,
    MOST_RUNS,
    MOST_STRINGS,
    PILOT_STRINGS,
    RELATIVE_ERROR,
    RUNS,
    method_for,
    on_a_chain,
    pair_states,
    states_per_qubit,
)

PAPER = Experiment()

BYTES_PER_AMPLITUDE = 16 * 7
START_MEGABYTES = 300
# A circuit at a depth, and a row of a probe.
BYTES_PER_SAMPLE = 32
BYTES_STORED_PER_SAMPLE = 22
BYTES_PER_ROW = 24
BYTES_STORED_PER_ROW = 15
MARGIN = 4
# A job of a cluster holds, besides the program, two Snakemakes that start it; a scheduler counts them in.
SNAKEMAKE_MEGABYTES = 400
# All samples of an experiment in memory, and what statistics and checks make of them.
ANALYSIS_MEGABYTES = 400
ANALYSIS_BYTES_PER_SAMPLE = 200
# A table, a figure or a check: most of it is the start of Python.
ANALYSIS_SECONDS = 3.0

# Putting a circuit together in Python, a gate; and a measurement drawn, in seconds and, in Python's list, bytes.
BUILD_SECONDS = 4e-6
OUTCOME_SECONDS = 0.1e-6
OUTCOME_BYTES = 40

EXACT_START = 0.35
BYTES_PER_EXACT_ROW = 200
# Dense vectors: a layer, and an entry of a layer for each qubit.
DENSE_LAYER = 0.1e-3
DENSE_ENTRY = 1.5e-9
BYTES_PER_ENTRY = 28
BYTES_PER_VECTOR = 8  # one more for the noise, and one for a parameter of a later layer
# Matrix-product states: a gate, by the square of the bond (the matrices are too small for its third power to show);
# after so many layers the deviation that is followed has all but vanished.
MPS_ENTRY = 5e-7
MPS_LAYERS = 200
# A sampled chain: what is compiled at first, a string of a layer, how many strings all runs together need for a
# standard error of 1 %, and their memory.
POPULATION_START = 10.0
POPULATION_STEP = 0.2e-6
POPULATION_STRINGS = 6e5
BYTES_PER_WALKER = 1200
BYTES_PER_WEIGHT = 50
# Pairs of different strings: with random axes their product D loses its weight in so many layers, and their state B,
# to rounding, in so many; an entry of a layer for each qubit.
PAIR_LAYERS = 10
UNEQUAL_LAYERS = 45
PAIR_ENTRY = 2.2e-9
BYTES_PER_STRING = 600
# Gate by gate: an entry of a layer, and in memory.
GATES_ENTRY = 1.5e-8
GATES_BYTES = 40
# Circuits of a user's own before they are read: gates a qubit of a layer, and of a circuit that is one.
GUESSED_GATES = (4, 40)
# Closed forms: a string of the objective.
CLOSED_STRING = 20e-6


@dataclass(frozen=True)
class Cost:
    """Time, memory and disk of a job.

    Attributes
    ----------
    seconds : float
        Expected run time on one core.
    megabytes : int
        Peak memory.
    stored : int
        Bytes of its results file.
    """

    seconds: float
    megabytes: int
    stored: int

    @property
    def minutes_to_request(self) -> int:
        """Run time to ask a scheduler for: the expected time with a margin for slower machines."""
        return 5 + ceil(MARGIN * self.seconds / 60)

    @property
    def megabytes_to_request(self) -> int:
        """Memory to ask a scheduler for: the peak, and what starts the program."""
        return SNAKEMAKE_MEGABYTES + self.megabytes


def seconds_per_gate(qubits: int, engine: str, precision: str = DOUBLE) -> float:
    """Time of one rotation, its share of the entangling gates and of reading every layer included."""
    return _per_gate(qubits, ENGINES[engine].speeds[precision])


def _per_gate(qubits: int, speed: Speed) -> float:
    return speed.layer / qubits + speed.rotation(qubits)


def _evolution(qubits: int) -> float:
    """Time that one gate takes on one state in Qulacs: half of what state and tangent take."""
    return QULACS.rotation(qubits) / 2


def _drawing(experiment: Experiment, qubits: int) -> float:
    """Time to draw a circuit: next to nothing, but for a start that is trained first."""
    start = experiment.start
    if not isinstance(start, Pretrained):
        return 0.0
    gate = BUILD_SECONDS + GRADIENT_STATES * (start.steps + 1) * _evolution(qubits)
    return start.layers * qubits * gate


def cost(
    *,
    qubits: int,
    depth: int,
    recorded: int,
    circuits: int,
    engine: str = DEFAULT,
    precision: str = DOUBLE,
    experiment: Experiment = PAPER,
) -> Cost:
    """Cost of simulating `circuits` circuits of `depth` layers, read at `recorded` depths.

    A layer is one rotation a qubit, on state and tangent: a register of 2^(qubits + 1) amplitudes, or, with noise,
    three density matrices of 4^qubits numbers. Of another ansatz than the paper's each gate counts, one by one.
    """
    samples = circuits * recorded
    speed = engine_of(engine, experiment).speeds[precision]
    gates = qubits if experiment.ansatz.is_papers else _gates_one_by_one(experiment, qubits)
    size = qubits + bool(experiment.shared_angle or experiment.ansatz.file)  # ∂²|ψ⟩ as well, or perhaps
    circuit = depth * gates * _per_gate(size, speed) + _drawing(experiment, qubits)
    memory = BYTES_PER_AMPLITUDE * speed.numbers(size) + 4 * BYTES_PER_SAMPLE * samples
    return Cost(
        seconds=speed.start + circuits * circuit,
        megabytes=START_MEGABYTES + ceil(memory / 1e6),
        stored=BYTES_STORED_PER_SAMPLE * samples,
    )


def _gates_one_by_one(experiment: Experiment, qubits: int) -> int:
    """Gates of a layer; of a user's file, which is not read yet, a guess."""
    if experiment.ansatz.file:
        return GUESSED_GATES[experiment.ansatz.is_one_circuit] * qubits
    graph = experiment.edges(qubits)
    return sum(len(step.places(qubits, 0, graph)) for step in experiment.ansatz.layer)


def fastest_engine(experiment: Experiment, *, qubits: int, depth: int, circuits: int, precision: str = DOUBLE) -> str:
    """The engine that takes a job of so many circuits the least time, of those that simulate it in that precision.

    The default one if there is none, or they are as fast.

    Examples
    --------
    >>> [fastest_engine(PAPER, qubits=n, depth=100, circuits=250) for n in (4, 16)]
    ['qulacs', 'numba']
    >>> fastest_engine(Experiment.from_words({"ansatz": "qaoa"}), qubits=16, depth=100, circuits=250)
    'qulacs'
    """

    def seconds(name: str) -> float:
        if refusal(name, experiment) or engine_of(name, experiment).refusal(precision):
            return inf
        return cost(
            qubits=qubits,
            depth=depth,
            recorded=1,
            circuits=circuits,
            engine=name,
            precision=precision,
            experiment=experiment,
        ).seconds

    return min(ENGINES, key=lambda name: (seconds(name), name != DEFAULT))


def cell_cost(cell: Cell, experiment: Experiment) -> Cost:
    """Cost of simulating a cell of an experiment's grid."""
    return cost(
        qubits=cell.qubits,
        depth=cell.depth,
        recorded=len(cell.layers),
        circuits=cell.circuits,
        engine=cell.engine,
        precision=cell.precision,
        experiment=experiment,
    )


def probe_cost(
    kind: Kind, settings: Mapping[str, str], *, qubits: int, depth: int, circuits: int, experiment: Experiment
) -> Cost:
    """Cost of recording what a kind of probe reads off `circuits` circuits of `depth` layers; its settings as words."""
    values = {setting.name: setting.parse(settings[setting.name]) for setting in kind.settings}
    work = kind.work(qubits=qubits, depth=depth, **values)
    gate = work.built * BUILD_SECONDS + work.states * _evolution(qubits)
    circuit = depth * qubits * gate + work.outcomes * OUTCOME_SECONDS + _drawing(experiment, qubits)
    rows = circuits * work.rows
    memory = BYTES_PER_AMPLITUDE * 2**qubits + 4 * BYTES_PER_ROW * rows + OUTCOME_BYTES * work.outcomes
    return Cost(
        seconds=QULACS.start + circuits * circuit,
        megabytes=START_MEGABYTES + ceil(memory / 1e6),
        stored=BYTES_STORED_PER_ROW * rows,
    )


@cache  # Snakemake asks for a job's time, memory and priority one by one
def exact_cost(
    experiment: Experiment,
    *,
    qubits: int,
    layers: int,
    method: str = "auto",
    relative_error: float = RELATIVE_ERROR,
) -> Cost:
    """Cost of an exact curve to a depth; next to nothing where the theory does not cover the experiment.

    `method` is what is wanted, see `theory.methods`, and `relative_error` what a sampled chain is to reach.
    """
    seconds, memory = _exact(experiment, qubits, layers, method, relative_error)
    return Cost(
        seconds=EXACT_START + seconds,
        megabytes=START_MEGABYTES + ceil(memory / 1e6),
        stored=BYTES_PER_EXACT_ROW * layers,
    )


def _exact(experiment: Experiment, qubits: int, layers: int, wanted: str, relative_error: float) -> tuple[float, float]:
    """Seconds and bytes of an exact curve, besides those of starting Python."""
    if isinstance(experiment.objective, RandomString):  # its letters are drawn; X and Y need most states
        experiment = replace(experiment, objective=PauliString("X" * experiment.objective.factors))
    try:
        require_covered(experiment, qubits, wanted)
    except NotCovered:
        return 0.0, 0.0
    method = method_for(experiment, qubits, wanted)
    if method == "closed":
        objective = experiment.objective
        return CLOSED_STRING * (2**qubits if isinstance(objective, Projector) else len(objective.terms(qubits))), 0.0
    if method == "gates_mps":
        return _mps_layer(experiment, qubits) * min(layers, MPS_LAYERS), 0.0
    if method in ("gates", "own"):
        entries = 4**qubits
        own = method == "own"  # of which not even the products that survive are known
        blocks = 0 if own else gate_coverage.surviving(experiment, qubits) * min(layers, PAIR_LAYERS)
        return GATES_ENTRY * entries * (layers + blocks), float(GATES_BYTES * entries)
    # where the law of the angles, or the parameter, depends on the depth, every depth has a curve of its own
    of_its_own = experiment.depends_on_depth and experiment.start == RandomStart()
    curves = range(1, layers + 1) if of_its_own else [layers]
    if method == "population":
        runs = min(POPULATION_STRINGS * (RELATIVE_ERROR / relative_error) ** 2, MOST_STRINGS * MOST_RUNS)
        strings = PILOT_STRINGS * RUNS + max(runs, LEAST_STRINGS * RUNS)
        kept = min(max(runs / RUNS, PILOT_STRINGS), MOST_STRINGS)
        memory = kept * (BYTES_PER_WALKER + BYTES_PER_WEIGHT * experiment.parameter[0])
        return POPULATION_START + POPULATION_STEP * strings * sum(curves), memory
    if method == "mps":
        return _mps_layer(experiment, qubits) * sum(min(depth, MPS_LAYERS) for depth in curves), 0.0
    states = pair_states(experiment, experiment.objective.letters_by_qubit(qubits))
    entries = len(states) ** qubits
    followed = layers
    if "B" in states and experiment.axes == "random" and not experiment.noise.probability:
        followed = UNEQUAL_LAYERS
    fewer = sum(max(0, depth - followed) for depth in curves)
    seconds = DENSE_LAYER * sum(curves) + DENSE_ENTRY * qubits * entries * (sum(curves) - fewer)
    seconds += DENSE_ENTRY * qubits * (len(states) - 1) ** qubits * fewer
    vectors = bool(experiment.noise.probability) + (experiment.parameter[0] != 1)
    memory = float((BYTES_PER_ENTRY + BYTES_PER_VECTOR * vectors) * entries)
    if turning_sum(experiment, qubits):
        kept = PAIR_LAYERS if experiment.axes == "random" else layers
        pairs = _products(experiment, qubits) * abs(experiment.parameter[0])
        seconds += PAIR_ENTRY * qubits * 4**qubits * pairs * sum(min(depth, kept) for depth in curves)
        memory += BYTES_PER_STRING * 4**qubits
    return seconds, memory


def _mps_layer(experiment: Experiment, qubits: int) -> float:
    """Seconds of a layer on matrix-product states: over the cuts of the chain, the squares of its bonds.

    A cut after i of n qubits has a bond of at most d^i and d^(n−i). On a chain the second bond tried is large enough;
    on another graph it may take all of them.
    """
    others = not experiment.ansatz.is_papers
    d = 4 if others else states_per_qubit(experiment, qubits)
    chain = others or on_a_chain(experiment, qubits)
    cuts = [d ** min(i, qubits - i) for i in range(1, qubits)]
    squares = sum(min(bond, cut) ** 2 for bond in (BONDS[:2] if chain else BONDS) for cut in cuts)
    return MPS_ENTRY * squares * _gates(experiment, qubits) / (qubits - 1)


def _gates(experiment: Experiment, qubits: int) -> float:
    """Gates of a layer on neighbouring sites: off the chain with swaps that bring qubits together, as on a square.

    Of another ansatz gates on one pair in turn are one.
    """
    if not experiment.ansatz.is_papers:
        graph = experiment.edges(qubits)
        joining = [step for step in experiment.ansatz.layer if step.width == 2]
        runs = [next(group) for _, group in groupby(joining, key=lambda step: step.pattern)]
        return sum(len(step.places(qubits, 0, graph)) for step in runs)
    apart = 1.0 if on_a_chain(experiment, qubits) else sqrt(qubits)
    return len(experiment.edges(qubits)) * (2 * apart - 1)


def _products(experiment: Experiment, qubits: int) -> int:
    """How many strings the products of two different strings of the objective are: the blocks of `cross_terms`."""
    strings = [letters for _, letters in experiment.objective.terms(qubits) if set(letters) != {"I"}]
    order = "IXZY"  # in which a product is, but for its phase, the XOR of places
    places = [tuple(map(order.index, string)) for string in strings]
    return len({tuple(a ^ b for a, b in zip(p, q, strict=True)) for p in places for q in places if p != q})


def analysis_megabytes(samples: int) -> int:
    """Memory to ask a scheduler for where `samples` values of E and its gradient are read together."""
    return SNAKEMAKE_MEGABYTES + ANALYSIS_MEGABYTES + ceil(ANALYSIS_BYTES_PER_SAMPLE * samples / 1e6)
