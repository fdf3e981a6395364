"""What a cell of the grid costs: what its job asks of a cluster, and how much the configurations in config/ promise.

A model of time, memory and disk. An engine's constants of time stand where it is registered (`engines.registry.Speed`),
those of memory and disk here; all are fits to measurements, which ``scripts/tools/measure_cost.py`` repeats. Requests
to a scheduler carry a margin over them.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from plateaus.engines.registry import DEFAULT, ENGINES

BYTES_PER_AMPLITUDE = 16 * 7
START_MEGABYTES = 300
BYTES_PER_SAMPLE = 24
BYTES_STORED_PER_SAMPLE = 15
MARGIN = 4
# A job of a cluster holds, besides the program, two Snakemakes that start it; a scheduler counts them in.
SNAKEMAKE_MEGABYTES = 400
# All samples of an experiment in memory, and what statistics and checks make of them.
ANALYSIS_MEGABYTES = 400
ANALYSIS_BYTES_PER_SAMPLE = 200


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


def seconds_per_gate(qubits: int, engine: str) -> float:
    """Time of one rotation, its share of the entangling gates and of reading every layer included."""
    speed = ENGINES[engine].speed
    return (
        speed.layer / qubits + speed.gate + (speed.amplitude + speed.more * max(0, qubits - speed.cached)) * 2**qubits
    )


def cost(*, qubits: int, depth: int, recorded: int, circuits: int, engine: str = DEFAULT) -> Cost:
    """Cost of simulating `circuits` circuits of `depth` layers, read at `recorded` depths, with `engine`.

    A layer is one rotation a qubit, on a register of 2^(qubits + 1) amplitudes (state and tangent).
    """
    samples = circuits * recorded
    return Cost(
        seconds=ENGINES[engine].speed.start + circuits * depth * qubits * seconds_per_gate(qubits, engine),
        megabytes=START_MEGABYTES + ceil((BYTES_PER_AMPLITUDE * 2**qubits + 4 * BYTES_PER_SAMPLE * samples) / 1e6),
        stored=BYTES_STORED_PER_SAMPLE * samples,
    )


def analysis_megabytes(samples: int) -> int:
    """Memory to ask a scheduler for where `samples` values of E and its gradient are read together."""
    return SNAKEMAKE_MEGABYTES + ANALYSIS_MEGABYTES + ceil(ANALYSIS_BYTES_PER_SAMPLE * samples / 1e6)


def exact_megabytes(connectivity: str) -> int:
    """Memory to ask for, for an exact curve: on a graph that is no chain a dense vector of up to 2^26 entries."""
    return 2000 if connectivity == "chain" else 4000


def exact_minutes(qubits: int, layers: int) -> int:
    """Run time to ask for, likewise."""
    return 10 + qubits**2 * layers // 10000
