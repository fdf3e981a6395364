"""A folder with a few landed circuits, for configurations that take theirs from one."""

import io
import tempfile
from functools import cache

from plateaus.engines.sampling import sample
from plateaus.ensemble.source import Source
from plateaus.storage.landed import Made, land
from plateaus.storage.samples import Samples

SEED = 11
CURVE = (
    "layers",
    "variance",
    "rel_error",
    "mean",
    "e_variance",
    "e_rel_error",
    "e_mean",
    "standard_error",
    "e_standard_error",
)
"""Columns of an exact curve in its table, limits left aside."""
SIZES = (2, 4, 6)
LAYERS = tuple(range(1, 9))
RULES = ("1*n", "deepest")


@cache
def folder() -> str:
    """Where circuits of the paper's experiment are landed under the name e0, the same for all who ask."""
    place = tempfile.mkdtemp(prefix="landed")
    source = Source("e0", SEED)
    for n in SIZES:
        drawn = sample(source, qubits=n, layers=LAYERS, first=0, circuits=24, log=io.StringIO())
        land(place, Samples(source, n, **drawn), RULES, Made(0, 0, {}, ""))
    return place


def entry(random):
    """The entry of that experiment, at some of the sizes that are there."""
    found = {
        "title": "landed",
        "qubits": sorted({*random.sample(SIZES, random.randint(1, 3)), random.choice([2, 8])}),
        "layers": {"from": 1, "to": LAYERS[-1]},
        "circuits": random.choice([20, 1000]),
    }
    if random.random() < 0.5:
        found["depth_rules"] = random.sample(RULES, random.randint(1, 2))
    if random.random() < 0.5:
        found["exact"] = random.choice(["none", {"layers": 12}])
    return found
