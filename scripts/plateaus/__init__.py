"""The ensemble of McClean et al. 2018, its simulation, its exact theory and its statistics.

The floors, bottom to top; each imports only those above it in this list:

* ``lattice``, ``objective``, ``angles``: the words of an experiment, as frozen values
* ``experiment``: those words together, in the text form that commands and files carry
* ``ensemble``: an experiment and a seed make circuits (the only place that makes random streams)
* ``simulate``: a circuit makes E and ∂E after every layer (the only place that imports Qulacs); ``dense`` does the same
  independently, to check it; ``cost`` says what it takes
* ``limits``: closed forms for infinite depth; ``first_moments``, ``mps``, ``cross_terms``, ``exact``: exact moments at
  every depth; ``positions``: of every component of the gradient
* ``statistics``: samples make estimates with intervals that add up over jobs, fits, tests; ``growth``, ``decay_laws``:
  which of two laws a depth or a variance follows
* ``files``: the one place that reads and writes results; ``depths``, ``options``: depths and experiments as text
* ``checks``: whether built results agree with the theory; ``paper``, ``claims``, ``graph_and_cost_claims``: tables make
  verdicts
* ``config``: a configuration file makes experiments and the cells of their grids
* ``figures``: tables make pictures, one module a figure
"""

import os

# One thread, set before NumPy or Qulacs start theirs: sums split over threads differ in their last bits, and
# results have to be the same bits on every machine and under every scheduler. The grid is what runs in parallel.
for _pool in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_pool] = "1"

__version__ = "0.1.0"
