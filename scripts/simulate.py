"""Simulate a batch of random circuits: E, ∂E and ∂²E after every recorded layer, written as Parquet.

Example
-------
python scripts/simulate.py --qubits 6 --layers 1-60 --circuits 100 --output /tmp/n6.parquet
"""

from __future__ import annotations

from plateaus.engines.registry import DEFAULT, DOUBLE, ENGINES, PRECISIONS, engine_of
from plateaus.engines.sampling import sample
from plateaus.ensemble.depths import parse_depths
from plateaus.options import add_source_options, parser, run, source_of
from plateaus.storage.samples import Samples, write_samples


def main() -> None:
    options = parser(__doc__)
    options.add_argument("--qubits", type=int, required=True, help="size of the register")
    options.add_argument("--layers", required=True, help="depths to record, such as 1-20,40,80")
    options.add_argument("--first", type=int, default=0, help="index of the first circuit (%(default)s)")
    options.add_argument("--circuits", type=int, required=True, help="number of circuits")
    options.add_argument("--engine", choices=ENGINES, default=DEFAULT, help="what simulates (%(default)s)")
    options.add_argument("--precision", choices=PRECISIONS, default=DOUBLE, help="of the states (%(default)s)")
    options.add_argument("--output", required=True, help="Parquet file to write")
    add_source_options(options)
    a = options.parse_args()
    source = source_of(a)
    found = sample(
        source,
        qubits=a.qubits,
        layers=parse_depths(a.layers),
        first=a.first,
        circuits=a.circuits,
        engine=a.engine,
        precision=a.precision,
    )
    package = engine_of(a.engine, source.experiment).package
    write_samples(a.output, Samples(source, a.qubits, **found), package)


if __name__ == "__main__":
    run(main)
