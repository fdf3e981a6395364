"""The kinds of probe, by name, in the order of documentation: a folder here is known by its name in this file."""

from __future__ import annotations

from plateaus.probes.kind import Kind, kind_named

KINDS: dict[str, Kind] = {name: kind_named(name) for name in ("gradients", "training", "trajectories", "shots")}
