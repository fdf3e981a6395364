"""In which order a register that is larger than the caches is swept, so that memory is read and written seldom.

A rotation needs those of the layer before on its own qubit and on the qubits that share controlled-Z gates with it, and
no others. So a *tile*, all values of some qubits that lie side by side, can stay in the cache for several layers: with
each of them fewer of its qubits can go on, those away from its ends. Tiles overlap, and the next one goes on where the
last one had to stop. On a chain of 18 qubits with tiles of 12 memory is read and written once in four layers. Where
any qubit soon reaches all others, nothing is gained, and two tiles go on by two layers in turn.

(Stencil codes know it as time skewing, or temporal blocking: Wonnacott, IPDPS 2000.)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil
from typing import NamedTuple

import numpy as np

# What a sweep of the memory, a diagonal and three rotations cost, roughly, for each number of a state.
SWEEP, STEP, ROTATIONS = 4.0, 1.0, 1 / 3
# Two of three axes are rotated about; the third one's rotation is a phase.
ROTATED = 2 / 3


class Step(NamedTuple):
    """A diagonal and the rotations behind it, or the diagonal alone that completes a layer.

    Attributes
    ----------
    layer : int
    turned, due : int
        As masks of bits, the qubits whose phases and rotations, where they have any, are taken, and those with which
        their controlled-Z gates belong to this step.
    depth : int
        The depth at which the objective is read behind the step, else 0.
    completes : bool
        Whether it is the diagonal that completes the layer.
    """

    layer: int
    turned: int
    due: int
    depth: int = 0
    completes: bool = False


class Sweep(NamedTuple):
    """Steps that a tile takes: all values of the qubits `low` … `high` − 1."""

    low: int
    high: int
    steps: list[Step]


class Task(NamedTuple):
    """What is to be done.

    Attributes
    ----------
    neighbours : sequence of int
        For each qubit, as a mask of bits, those that it has a controlled-Z gate with.
    needed : ndarray of bool, shape (L, n)
        Which rotations count: none of a qubit behind the first one that does not.
    stops : sequence of int
        Depths at which all qubits are to be, behind the first of them but for gates that do not count; the last is L.
    completed : ndarray of bool, shape (L,)
        Layers that end with their diagonal, all of them at stops.
    reads : sequence of int
        Depths at which the objective is read tile by tile.
    support : int
        The qubits it acts on, all of which have to be at that depth then.
    """

    neighbours: Sequence[int]
    needed: np.ndarray
    stops: Sequence[int]
    completed: np.ndarray
    reads: Sequence[int]
    support: int


def schedule(task: Task, *, largest: int, outside: int) -> list[list[Sweep]]:
    """For every stop, the sweeps that lead to it from the one before: the cheapest of some ways to lay the tiles.

    Parameters
    ----------
    largest : int
        Qubits of a tile, at most.
    outside : int
        A tile that does not begin with the first qubit leaves out so many before it, at least.

    Raises
    ------
    ValueError
        Such tiles do not hold all qubits.
    """
    qubits = len(task.neighbours)
    largest = min(largest, qubits - outside)
    if largest < max(outside, 1):
        raise ValueError(
            f"{qubits} qubits in tiles of {largest}, with {outside} of them before all tiles but the first"
        )
    few = ceil(qubits / largest)
    ways = [(tiles, largest, ahead) for tiles in (few, few + 1) for ahead in (2, qubits // 2)]
    if few == 1:
        ways = [(1, qubits, len(task.needed))]
    return min((list(_ordered(task, *way, outside)) for way in ways), key=_cost)


def _cost(segments: list[list[Sweep]]) -> float:
    steps = [step for sweeps in segments for sweep in sweeps for step in sweep.steps]
    rotations = sum(ceil(step.turned.bit_count() * ROTATED * ROTATIONS) for step in steps if not step.completes)
    return SWEEP * sum(map(len, segments)) + STEP * len(steps) + rotations


def _ordered(task: Task, tiles: int, size: int, ahead: int, outside: int) -> Iterator[list[Sweep]]:
    """With tiles so many qubits wide, no qubit further `ahead` than so many layers of the one that is last."""
    qubits = len(task.neighbours)
    lows = {round(i * (qubits - size) / max(tiles - 1, 1)) for i in range(tiles)}
    ends = [(low, low + size) for low in sorted(low and max(low, outside) for low in lows)]
    needed = task.needed.sum(axis=0).tolist()
    heights, reads = [0] * qubits, list(task.reads)
    for i, stop in enumerate(task.stops):
        # At the first stop θ's gate makes the tangent: there all gates have to be in place.
        targets = [stop if i == 0 else max(height, min(stop, end)) for height, end in zip(heights, needed, strict=True)]
        yield list(_segment(task, ends, ahead, heights, targets, stop, reads))
        heights = [stop] * qubits


def _segment(
    task: Task,
    ends: list[tuple[int, int]],
    ahead: int,
    heights: list[int],
    targets: list[int],
    stop: int,
    reads: list[int],
) -> Iterator[Sweep]:
    """Sweeps to and fro until each qubit has the height, or number of layers, of its target."""
    arrived, at, direction = 0, 0, 1
    while any(height < target for height, target in zip(heights, targets, strict=True)):
        low, high = ends[at]
        last = min(h for h, target in zip(heights, targets, strict=True) if h < target)
        steps: list[Step] = []
        while (step := _next_step(task, heights, targets, range(low, high), last + ahead, reads)) is not None:
            for q in range(low, high):
                heights[q] += step.turned >> q & 1
            if reads and all(heights[q] == reads[0] for q in range(len(heights)) if task.support >> q & 1):
                step = step._replace(depth=reads.pop(0))
            steps.append(step)
        if task.completed[stop - 1]:
            new = sum(1 << q for q in range(low, high) if heights[q] == stop) & ~arrived
            arrived |= new
            if new:
                steps.append(Step(stop - 1, new, arrived, completes=True))
        if steps:
            yield Sweep(low, high, steps)
        direction = direction if 0 <= at + direction < len(ends) else -direction
        at = at + direction if len(ends) > 1 else at


def _next_step(
    task: Task, heights: list[int], targets: list[int], tile: range, limit: int, reads: list[int]
) -> Step | None:
    """The lowest layer that some qubits of a tile can go through."""
    for layer in sorted({heights[q] for q in tile if heights[q] < min(targets[q], limit)}):
        behind = sum(1 << q for q, height in enumerate(heights) if height < layer)
        waiting = task.support if reads and layer >= reads[0] else 0
        turned = 0
        for q in tile:
            free = heights[q] == layer < targets[q] and not task.neighbours[q] & behind and not waiting >> q & 1
            turned |= free << q
        if turned:
            return Step(layer, turned, sum(1 << q for q, height in enumerate(heights) if height <= layer))
    return None
