"""What a cell of the grid costs, for what a job asks of a cluster and for the sizes that config/ promises.

The constants are a fit to measured times (``scripts/measure_cost.py`` repeats the measurement); they hold for Qulacs
0.6.14 as published, one thread. Requests to a scheduler carry a margin over them.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

START_SECONDS = 1.0
SECONDS_PER_GATE = 1.4e-6
SECONDS_PER_GATE_AND_AMPLITUDE = 3.1e-9
# Beyond this size state and tangent no longer fit into a processor's caches, and memory sets the pace.
CACHED_QUBITS = 18
MORE_PER_QUBIT_BEYOND = 1.1e-9
BYTES_PER_AMPLITUDE = 16 * 7
START_MEGABYTES = 250
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


def seconds_per_gate(qubits: int) -> float:
    """Time of one rotation, its share of the entangling gates and of the readings included."""
    per_amplitude = SECONDS_PER_GATE_AND_AMPLITUDE + MORE_PER_QUBIT_BEYOND * max(0, qubits - CACHED_QUBITS)
    return SECONDS_PER_GATE + per_amplitude * 2**qubits


def cost(*, qubits: int, depth: int, recorded: int, circuits: int) -> Cost:
    """Cost of simulating `circuits` circuits of `depth` layers, read at `recorded` depths.

    A layer is one rotation a qubit, on a register of 2^(qubits + 1) amplitudes (state and tangent).
    """
    samples = circuits * recorded
    return Cost(
        seconds=START_SECONDS + circuits * depth * qubits * seconds_per_gate(qubits),
        megabytes=START_MEGABYTES + ceil((BYTES_PER_AMPLITUDE * 2**qubits + 4 * BYTES_PER_SAMPLE * samples) / 1e6),
        stored=BYTES_STORED_PER_SAMPLE * samples,
    )


def analysis_megabytes(samples: int) -> int:
    """Memory to ask a scheduler for where `samples` values of E and its gradient are read together."""
    return SNAKEMAKE_MEGABYTES + ANALYSIS_MEGABYTES + ceil(ANALYSIS_BYTES_PER_SAMPLE * samples / 1e6)
