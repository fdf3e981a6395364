"""How often the 95 % interval of the population method holds the exact value, pilot and rule included.

Run by hand: python tests/theory/coverage_of_intervals.py [REPETITIONS]. Prints the share of repetitions whose interval
holds the variance of ∂E, at each of a few depths of a 2 × 3 grid, and the z of repetitions beside Student's law; once
with each guide.
"""

from __future__ import annotations

import sys

import numpy as np

from plateaus.ensemble.experiment import Experiment
from plateaus.theory import population
from plateaus.theory.curve import exact_curve

LAYERS, DEPTHS, RELATIVE_ERROR = 20, [6, 10, 14, 19], 0.03


def main() -> None:
    repetitions = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    for guide in list(population.GUIDES.values()):
        population.GUIDES = {True: guide}  # on a graph as small as this one strings that fill it are followed
        print(guide)
        repeat(repetitions)


def repeat(repetitions: int) -> None:
    """Prints what so many repetitions have, with the guide that there is."""
    grid = Experiment(connectivity="grid")
    exact = exact_curve(grid, qubits=6, layers=LAYERS, method="dense").variance[DEPTHS]
    population.PILOT_STRINGS, population.LEAST_STRINGS = 40, 10  # as few strings as keep errors of the size asked for
    inside, met, scores, strings = np.zeros(len(DEPTHS)), 0, [], []
    for seed in range(repetitions):
        found = exact_curve(
            grid, qubits=6, layers=LAYERS, method="population", relative_error=RELATIVE_ERROR, seed=seed
        )
        inside += (found.low[DEPTHS] <= exact) & (exact <= found.high[DEPTHS])
        met += found.worst_standard_error <= RELATIVE_ERROR
        scores.append((found.variance[DEPTHS] - exact) / found.standard_error[DEPTHS])
        strings.append(found.runs * found.strings)
    print(f"{repetitions} repetitions of {np.median(strings):.0f} strings, asked error met {met / repetitions:.1%}")
    print("depths", [d + 1 for d in DEPTHS], "inside", inside / repetitions)
    print("rms z", np.sqrt(np.mean(np.square(scores), axis=0)), "of Student's law", np.sqrt(7 / 5))
    print("mean z", np.mean(scores, axis=0))


if __name__ == "__main__":
    main()
