"""What a cell of the grid costs, for what a job asks of a cluster and for the sizes that config/ promises.

The constants are a fit to times measured on two shared cores of an AMD EPYC (Zen 3), where they varied by a third
(``scripts/measure_cost.py`` repeats the measurement); they hold for one thread and every layer recorded, with Qulacs
0.6.14 as published or the kernels of `compiled`. Requests to a scheduler carry a margin over them.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil


@dataclass(frozen=True)
class Speed:
    """Of one engine, in seconds: to start, a layer, a gate, and a gate's share for each of the 2^qubits amplitudes.

    From `cached` qubits on state and tangent leave the processor's caches bit by bit, and every further qubit costs
    `more` an amplitude.
    """

    start: float
    layer: float
    gate: float
    amplitude: float
    cached: int
    more: float


SPEEDS = {
    "qulacs": Speed(start=1.0, layer=5.5e-6, gate=1.5e-6, amplitude=4.5e-9, cached=18, more=1.5e-9),
    "numba": Speed(start=3.0, layer=2.0e-6, gate=0.5e-6, amplitude=1.05e-9, cached=18, more=0.07e-9),
}
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
    speed = SPEEDS[engine]
    return (
        speed.layer / qubits + speed.gate + (speed.amplitude + speed.more * max(0, qubits - speed.cached)) * 2**qubits
    )


def cost(*, qubits: int, depth: int, recorded: int, circuits: int, engine: str = "qulacs") -> Cost:
    """Cost of simulating `circuits` circuits of `depth` layers, read at `recorded` depths, with `engine`.

    A layer is one rotation a qubit, on a register of 2^(qubits + 1) amplitudes (state and tangent).
    """
    samples = circuits * recorded
    return Cost(
        seconds=SPEEDS[engine].start + circuits * depth * qubits * seconds_per_gate(qubits, engine),
        megabytes=START_MEGABYTES + ceil((BYTES_PER_AMPLITUDE * 2**qubits + 4 * BYTES_PER_SAMPLE * samples) / 1e6),
        stored=BYTES_STORED_PER_SAMPLE * samples,
    )


def analysis_megabytes(samples: int) -> int:
    """Memory to ask a scheduler for where `samples` values of E and its gradient are read together."""
    return SNAKEMAKE_MEGABYTES + ANALYSIS_MEGABYTES + ceil(ANALYSIS_BYTES_PER_SAMPLE * samples / 1e6)
