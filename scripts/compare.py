"""Set a run beside landed circuits: do they agree?

Where both drew the same circuits these are compared value by value, to rounding; where names or master seeds differ, as
samples of one law, by one p-value at the level 0.01. The program says which it was, and fails if something differs.

Example
-------
python scripts/compare.py --results results --reference reference/paper
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from plateaus.checks.comparison import compared
from plateaus.options import parser, run
from plateaus.storage.landed import Landed, read_landed
from plateaus.storage.samples import Samples, by_grid_point, join_samples, read_samples


def main() -> None:
    options = parser(__doc__)
    options.add_argument("--results", type=Path, required=True, help="the run's folder of results")
    options.add_argument("--reference", type=Path, required=True, help="the folder of landed circuits")
    a = options.parse_args()
    reference = dict(_by_experiment(read_landed(path) for path in sorted(a.reference.glob("*/*.parquet"))))
    paths = sorted((a.results / "samples").glob("*/*.parquet"))
    run_ = dict(_by_experiment(join_samples(group) for group in by_grid_point_of(paths)))
    for folder, found in ((a.reference, reference), (a.results / "samples", run_)):
        if not found:
            raise ValueError(f"{folder} has no circuits")
    differ, told = [], 0
    for name, samples in run_.items():
        for other, landed in reference.items():
            comparison = compared(samples, landed)
            if comparison.agrees is None and name != other:
                continue  # most experiments have nothing to do with each other
            verdict = {None: comparison.how, True: f"agrees, {comparison.how}", False: f"DIFFERS, {comparison.how}"}
            print(f"{name} and {other} of {a.reference}: {verdict[comparison.agrees]}: {comparison.detail}")
            told += comparison.agrees is not None
            differ += [name] * (comparison.agrees is False)
    if differ:
        sys.exit(f"error: {', '.join(dict.fromkeys(differ))} differs from {a.reference}")
    if not told:
        sys.exit(f"error: nothing in {a.results} can be compared with {a.reference}")


def by_grid_point_of(paths: Iterable[Path]) -> Iterator[list[Samples]]:
    """The batches of each experiment, size and depth."""
    folders: dict[Path, list[Path]] = {}
    for path in paths:
        folders.setdefault(path.parent, []).append(path)
    for batches in folders.values():
        yield from by_grid_point([read_samples(path) for path in batches])


def _by_experiment(parts: Iterable[Samples] | Iterable[Landed]) -> Iterator[tuple[str, list]]:
    """Parts of one experiment together."""
    found: dict[str, list] = {}
    for part in parts:
        found.setdefault(part.source.name, []).append(part)
    yield from found.items()


if __name__ == "__main__":
    run(main)
