"""Record what a run was made by, and the SHA-256 of every result.

Example
-------
python scripts/record_run.py --configuration '{}' --snakemake 9 --run run.json --sums SHA256SUMS results/tables/*.csv
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from plateaus import __version__
from plateaus.options import parser, run
from plateaus.storage.provenance import repository, sha256
from plateaus.storage.writing import replacing


def main() -> None:
    options = parser(__doc__)
    options.add_argument("results", nargs="+", type=Path, help="files to hash")
    options.add_argument("--configuration", required=True, help="the configuration with every default filled in, JSON")
    options.add_argument("--snakemake", required=True, help="version of Snakemake, and how it made environments")
    options.add_argument("--run", required=True, help="record to write, JSON")
    options.add_argument("--sums", required=True, help="digests to write, as sha256sum does")
    a = options.parse_args()
    record = {
        "finished": datetime.now(UTC).isoformat(timespec="seconds"),
        "workflow": __version__,
        **repository(Path(__file__).parent),
        "snakemake": a.snakemake,
        "configuration": json.loads(a.configuration),
    }
    if record["no_commit"]:
        print(f"no commit is recorded: {record['no_commit']}", file=sys.stderr)
    with replacing(a.sums) as draft:
        draft.write_text(
            "".join(f"{sha256(path)}  {path.as_posix()}\n" for path in sorted(set(a.results))), encoding="utf-8"
        )
    with replacing(a.run) as draft:
        draft.write_text(json.dumps(record, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    run(main)
