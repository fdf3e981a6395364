"""The ensemble of McClean et al. 2018, its simulation, its exact theory and its statistics.

The rooms, in the order of the data's way; each imports only from those above it in this list:

* ``ensemble``: what an experiment says in words, and the circuits that it stands for; the only place that makes random
  streams
* ``engines``: what simulates circuits, and an independent reference to check it
* ``theory``: exact moments at every depth without sampling, and their limits
* ``storage``: results on disk, typed, whole or not at all
* ``statistics``: estimates with intervals that add up over jobs, fits, laws
* ``checks``: whether built results agree with the theory, themselves and the reference
* ``probes``: what else is recorded of circuits, a folder a kind
* ``tables``: what figures and claims read, a module a table
* ``claims``: what papers say, a file a paper
* ``figures``: tables make pictures, a module a figure
* ``plan``: what a configuration makes: its jobs, paths, tables and figures; imports only what Snakemake brings

Beside them: ``api``, one experiment in Python, and ``__main__``, the command ``plateaus``; ``options``, what programs
share; ``paper``, the numbers that McClean et al. print.
"""

import os

# One thread, set before NumPy or Qulacs start theirs: sums split over threads differ in their last bits, and
# results have to be the same bits on every machine and under every scheduler. The grid is what runs in parallel.
for _pool in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_pool] = "1"

__version__ = "0.1.0"
