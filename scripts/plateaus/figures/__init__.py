"""Tables make pictures: one module a figure, one style, the data of a picture and its caption beside it.

The module has `figure(results, experiments, samples)`, which picks rows of tables, and `draw`, which draws them. Which
figures a run has is said by the catalogue, `plateaus.plan.figures`.
"""

import os

# Before Matplotlib is imported, which fails where a notebook's backend is set and not installed.
os.environ["MPLBACKEND"] = "agg"
