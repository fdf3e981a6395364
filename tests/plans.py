"""The configurations that come along, as plans."""

from functools import cache
from pathlib import Path

import yaml

from plateaus.plan.load import load
from plateaus.plan.study import Plan

FOLDER = Path(__file__).parents[1] / "config"
CONFIGURATIONS = ("config", "smoke", "paper", "exact", "beyond", "lattices")


def entries_of(name: str) -> dict:
    """What the file of a configuration says."""
    return yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))


@cache
def plan_of(name: str) -> Plan:
    """The plan of a configuration."""
    return load(entries_of(name))
