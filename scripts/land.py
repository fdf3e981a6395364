"""Land finished samples: add their circuits, as sums, to a folder that outlives them.

Circuits that the folder has already are counted once; others under the same numbers are refused.

Example
-------
python scripts/land.py results/samples/zz_chain/*.parquet --folder /tmp/reference --depth-rules 10*n 12*n deepest
"""

from __future__ import annotations

from pathlib import Path

from plateaus.options import parser, run
from plateaus.storage.landed import Made, file_of, land
from plateaus.storage.provenance import repository
from plateaus.storage.samples import read_samples, software_of
from plateaus.storage.writing import replacing


def main() -> None:
    options = parser(__doc__)
    options.add_argument("samples", nargs="+", type=Path, help="samples of finished jobs, Parquet")
    options.add_argument("--folder", type=Path, required=True, help="where to land them")
    options.add_argument(
        "--depth-rules", nargs="*", default=[], metavar="RULE", help="keep the depths that these pick, among others"
    )
    options.add_argument("--receipt", type=Path, help="file to write, which says what was landed")
    a = options.parse_args()
    git = repository(Path(__file__).parent)
    commit = f"{git['commit']}{'+' if git['dirty'] else ''}" if git["commit"] else ""
    said = []
    for path in a.samples:
        samples, software = read_samples(path), software_of(path)
        made = Made(0, 0, software, commit)
        new = land(a.folder, samples, a.depth_rules, made)
        place = file_of(a.folder, samples.source, samples.qubits, int(samples.layers[-1]))
        said.append(f"{path}: {new} of {len(samples.circuit)} circuits are new in {place}")
    print("\n".join(said))
    if a.receipt:
        with replacing(a.receipt) as draft:
            draft.write_text("\n".join(said) + "\n", encoding="utf-8")


if __name__ == "__main__":
    run(main)
