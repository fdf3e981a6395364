"""In which order gates are taken, and which of them together, so that rotations shorten vectors as soon as they can.

Gates that share no qubit may change places. A rotation after an entangling gate makes numbers equal that this one has
told apart, so it is taken before the next entangling gate where it can be, and in one matrix with the last.
"""

from __future__ import annotations

from functools import lru_cache, reduce
from itertools import chain, groupby

from plateaus.ensemble.gate_circuits import Gate

PERMUTED = 3
"""So many entangling gates in turn are quicker as one permutation than as matrices."""


@lru_cache(maxsize=256)
def groups(gates: tuple[Gate, ...], *, permuted: bool) -> tuple[tuple[tuple[int, ...], ...], tuple[int, ...]]:
    """Numbers of gates to be taken together, in turn, and of the entangling ones that no rotation follows.

    Next is always the rotation that needs the fewest gates before it: it shortens the vector. A group has one qubit or
    two; if `permuted`, entangling gates of more, where `PERMUTED` or more of them follow each other.
    """
    before: list[int] = []  # of each gate the ones that it has to follow, as bits
    last: dict[int, int] = {}
    rotations: dict[int, list[int]] = {}
    for number, gate in enumerate(gates):
        before.append(reduce(int.__or__, [before[last[q]] | 1 << last[q] for q in gate.qubits if q in last], 0))
        last |= dict.fromkeys(gate.qubits, number)
        if gate.place >= 0:
            for q in gate.qubits:
                rotations.setdefault(q, []).append(number)
    done = 0
    found: list[list[int]] = []
    covered: set[int] = set()

    def cost(number: int) -> tuple[int, bool, int]:
        return (before[number] & ~done).bit_count(), not covered.issuperset(gates[number].qubits), number

    while any(rotations.values()):
        aim = min((numbers[0] for numbers in rotations.values() if numbers), key=cost)
        for number in range(aim + 1):
            if number == aim or before[aim] & ~done & 1 << number:
                if not covered.issuperset(gates[number].qubits):
                    found.append([])
                    covered = set(gates[number].qubits)
                found[-1].append(number)
        done |= before[aim] | 1 << aim
        for q in gates[aim].qubits:
            rotations[q].remove(aim)
    merged: list[tuple[int, ...]] = []
    for rotates, run in groupby(found, key=lambda group: any(gates[number].place >= 0 for number in group)):
        some = list(map(tuple, run))
        merged += [tuple(chain(*some))] if permuted and not rotates and len(some) >= PERMUTED else some
    return tuple(merged), tuple(number for number in range(len(gates)) if not done >> number & 1)
