"""Say what is wrong with a configuration, each mistake in a line, before Snakemake reads it.

Snakemake itself ends in a traceback where the file does not exist, and without a line where it is no YAML.

Example
-------
python scripts/tools/check_config.py config/config.yaml
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))  # the library stands beside this folder

from plateaus.options import parser, run
from plateaus.plan.read import read


def main() -> None:
    options = parser(__doc__)
    options.add_argument("config", type=Path, help="configuration, YAML")
    read(options.parse_args().config)


if __name__ == "__main__":
    run(main)
