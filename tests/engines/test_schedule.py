"""The order in which the second engine takes gates: each one once, after those that it depends on."""

import numpy as np
import pytest

from plateaus.engines.schedule import Task, schedule
from plateaus.ensemble.lattices import edges
from plateaus.ensemble.light_cones import light_cone


def task(connectivity, qubits, depth, *, support=(0, 1), opened=1, whole=(), reads=None):
    pairs = edges(connectivity, qubits)
    neighbours = [0] * qubits
    for a, b in pairs:
        neighbours[a] |= 1 << b
        neighbours[b] |= 1 << a
    stops = sorted({opened, depth, *whole})
    completed = np.zeros(depth, dtype=bool)
    completed[opened - 1] = True
    return Task(
        neighbours=neighbours,
        needed=light_cone(["Z" if q in support else "I" for q in range(qubits)], pairs, depth),
        stops=stops,
        completed=completed,
        reads=[d for d in (range(opened + 1, depth + 1) if reads is None else reads) if d not in whole],
        support=sum(1 << q for q in support),
    )


def bits(mask):
    return [q for q in range(mask.bit_length()) if mask >> q & 1]


TASKS = {
    "chain": task("chain", 18, 40),
    "chain, one depth": task("chain", 24, 60, reads=[60]),
    "ring": task("ring", 13, 30),
    "grid": task("grid", 16, 20),
    "complete": task("complete", 11, 12),
    "all qubits read": task("chain", 14, 20, support=range(14)),
    "far qubits read": task("chain", 15, 25, support=(0, 14)),
    "stops": task("chain", 16, 30, opened=3, whole=(7, 8, 20)),
}


@pytest.mark.parametrize("outside", [1, 2])
@pytest.mark.parametrize("largest", [2, 5, 8, 12, 24])
@pytest.mark.parametrize("name", TASKS)
def test_every_gate_is_taken_once_and_in_its_turn(name, largest, outside):
    given = TASKS[name]
    qubits, depth = len(given.neighbours), len(given.needed)
    outside = outside if largest < qubits else 0
    segments = schedule(given, largest=largest, outside=outside)
    assert len(segments) == len(given.stops)
    gates: list[tuple] = []
    heights, read, begin = [0] * qubits, [], 0
    for stop, sweeps in zip(given.stops, segments, strict=True):
        for low, high, steps in sweeps:
            assert high - low <= largest
            assert low == 0 or low >= outside
            for step in steps:
                turned, due = bits(step.turned), bits(step.due)
                assert set(turned) <= set(range(low, high))
                if step.completes:
                    assert all(heights[q] == stop for q in turned)
                else:
                    assert all(heights[q] == step.layer for q in turned)
                    assert all(heights[p] >= step.layer for q in turned for p in bits(given.neighbours[q]))
                    for q in turned:
                        heights[q] += 1
                gates += {
                    (step.layer, step.completes, *sorted((p, q)))
                    for q in turned
                    for p in due
                    if given.neighbours[q] >> p & 1
                }
                if step.depth:
                    assert all(heights[q] == step.depth for q in bits(given.support))
                    read.append(step.depth)
        needed = [q for q in range(qubits) if begin == 0 or given.needed[begin:stop, q].any()]
        assert all(begin < heights[q] <= stop for q in needed)
        assert all(heights[q] == stop for q in range(qubits) if begin == 0 or given.needed[stop - 1, q])
        heights, begin = [stop] * qubits, stop
    assert read == list(given.reads)
    assert len(set(gates)) == len(gates)
    # The diagonal before the rotations of a layer, where any of the two qubits is rotated after it.
    first = given.stops[0]
    expected = {
        (layer, False, p, q)
        for layer in range(depth)
        for p in range(qubits)
        for q in bits(given.neighbours[p])
        if p < q and (layer < first or given.needed[layer, [p, q]].any())
    }
    expected |= {(first - 1, True, p, q) for p in range(qubits) for q in bits(given.neighbours[p]) if p < q}
    assert set(gates) == expected


def test_memory_is_swept_seldom_where_gates_are_local_and_once_a_layer_elsewhere():
    def sweeps_per_layer(given):
        return sum(map(len, schedule(given, largest=12, outside=1))) / len(given.needed)

    assert sweeps_per_layer(task("chain", 18, 100)) < 0.3
    assert sweeps_per_layer(task("chain", 24, 100)) < 0.4
    assert 0.9 < sweeps_per_layer(task("ring", 18, 100)) < 1.1
    assert 0.9 < sweeps_per_layer(task("chain", 18, 100, support=range(18))) < 1.1


def test_tiles_that_cannot_hold_all_qubits_are_refused():
    with pytest.raises(ValueError, match="3 qubits in tiles of 1, with 2 of them"):
        schedule(task("chain", 3, 5), largest=6, outside=2)
