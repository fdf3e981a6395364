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
BYTES_PER_AMPLITUDE = 16 * 7
START_MEGABYTES = 250
BYTES_PER_SAMPLE = 24
MARGIN = 4


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


def cost(*, qubits: int, depth: int, recorded: int, circuits: int) -> Cost:
    """Cost of simulating `circuits` circuits of `depth` layers, read at `recorded` depths.

    A layer is one rotation a qubit, on a register of 2^(qubits + 1) amplitudes (state and tangent).
    """
    gate = SECONDS_PER_GATE + SECONDS_PER_GATE_AND_AMPLITUDE * 2**qubits
    samples = circuits * recorded
    return Cost(
        seconds=START_SECONDS + circuits * depth * qubits * gate,
        megabytes=START_MEGABYTES + ceil((BYTES_PER_AMPLITUDE * 2**qubits + 4 * BYTES_PER_SAMPLE * samples) / 1e6),
        stored=BYTES_PER_SAMPLE * samples,
    )
