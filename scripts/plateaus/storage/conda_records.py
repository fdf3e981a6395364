"""What conda says of the environment it made: the build of every package, by which a BLAS is known."""

from __future__ import annotations

import json
from pathlib import Path


def conda_packages(prefix: Path) -> dict[str, str]:
    """What conda installed below a prefix, pip's packages apart.

    Parameters
    ----------
    prefix : path
        The environment's folder, as in ``sys.prefix``.

    Returns
    -------
    dict
        By name, channel, version and build: of ``libblas`` for example ``"conda-forge 3.9.0 36_h4a7cf45_openblas"``,
        whose last word is the BLAS that NumPy uses. Empty where conda made no environment.
    """
    records = [json.loads(path.read_text(encoding="utf-8")) for path in (prefix / "conda-meta").glob("*.json")]
    return {
        record["name"]: f"{_channel(record)} {record['version']} {record['build']}"
        for record in sorted(records, key=lambda record: record["name"])
    }


def _channel(record: dict) -> str:
    """The channel's name: a record has its address, with or without the platform, which may hold a user's name."""
    platform = record.get("subdir", "noarch")
    return record["channel"].rstrip("/").removesuffix(f"/{platform}").rpartition("/")[2]
