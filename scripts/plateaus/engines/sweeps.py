"""The compiled part of `kernels`: state and tangent swept layer by layer, in vectors of the processor's own.

State |ψ⟩ and tangent |τ⟩ = ∂|ψ⟩/∂θ lie side by side: a *unit* is the four real numbers of one value of the qubits,
Re ψ, Im ψ, Re τ, Im τ. Real rotations act alike on all numbers, phases alike on both halves of a unit. A vector holds
one unit in double precision and two in single, or one where E is read of the whole state.

All functions that Numba compiles are in this file, for Numba's cache knows a function by the file it stands in.
"""

from __future__ import annotations

from math import cos, pi, sin
from typing import Any, NamedTuple

import numpy as np
from llvmlite import ir
from numba import njit, types
from numba.core.cgutils import get_or_insert_function
from numba.extending import intrinsic as typed_intrinsic
from numba.extending import models, register_model
from numba.np.arrayobj import make_array

# Numbers whose readings are summed in the state's own precision.
SUMMED = 2048
# The columns of `Plan.steps`.
LAYER, TURNED, DUE, FIRST, END, SIGNS, COLUMN, COMPLETES = range(8)

compiled = njit(cache=True, error_model="numpy", fastmath={"contract"})
inner = njit(error_model="numpy", fastmath={"contract"})
inlined = njit(error_model="numpy", fastmath={"contract"}, inline="always")  # saves with few qubits

intrinsic: Any = typed_intrinsic  # its type does not know how it is called


class Register(NamedTuple):
    """Qubits and all that does not depend on the circuit; real numbers have the precision asked for.

    Attributes
    ----------
    neighbours : ndarray of int, shape (n,)
        As a mask of bits, the qubits that a qubit has a controlled-Z gate with.
    flips : ndarray of int, shape (terms,)
    weights : ndarray of complex, shape (terms, 2^m)
        The objective, as `operators.flips` has it, on the first m qubits.
    factors : ndarray, shape (n,)
        If it is a product over qubits of diagonal matrices, the second entry of each over its first; it is read tile by
        tile then.
    acts : int
        From this qubit on, which is not the first one, all of these are 1.
    pad, padded : int
        There are `pad` unused numbers after every 2^padded units of the state: else those that differ in higher qubits
        alone would compete for the same few places of a cache.
    state : ndarray
        The units.
    tile : ndarray
        Room for a copy of one tile, a row of so many columns, of a unit each, for each value of its qubits.
    phases : ndarray, shape (2, room)
        Room for cosines and sines of the phases of all steps of a sweep.
    signs, shares : ndarray, shape (4 columns,)
        Room for what controlled-Z gates and the objective give to the columns of a tile.
    heights : ndarray, shape (rows,)
        Room for what the objective gives to its rows.
    """

    neighbours: np.ndarray
    flips: np.ndarray
    weights: np.ndarray
    factors: np.ndarray
    acts: int
    pad: int
    padded: int
    state: np.ndarray
    tile: np.ndarray
    phases: np.ndarray
    signs: np.ndarray
    shares: np.ndarray
    heights: np.ndarray


class Plan(NamedTuple):
    """A `schedule` in numbers.

    Attributes
    ----------
    stops, ends, whole : ndarray of int, shape (stops,)
        The depths that its sweeps lead to, where those that lead to each of them end, and the columns to read into
        there, or −1.
    sweeps : ndarray of int, shape (sweeps, 5)
        The tile's first qubit and the one behind its last, how many numbers its rows have, its first step and the one
        behind its last.
    steps : ndarray of int, shape (steps, 8)
        Layer, qubits turned, qubits due; the qubits whose values tell phases apart, the first and the one behind the
        last; where its `signs` begin; the column to read into, or −1; and whether the diagonal completes its layer.
    signs : ndarray
        One after another, those that controlled-Z gates give to all values of the qubits which tell phases apart.
    """

    stops: np.ndarray
    ends: np.ndarray
    whole: np.ndarray
    sweeps: np.ndarray
    steps: np.ndarray
    signs: np.ndarray


class Gates(NamedTuple):
    """A circuit as real rotations by π/2 at most, between diagonals; all arrays have a row a layer.

    What turns by π leave out, Y on some qubits and Z on some, is known for each layer: the state is that times the one
    which is followed.

    Attributes
    ----------
    rotated : ndarray of bool, shape (L, n)
        Where there is a real rotation.
    tangent, cosine : ndarray, shape (L, n)
        tan(θ/2) of it and cos(θ/2).
    phase, entangled : ndarray of float, shape (L, n), and of bool, shape (L,)
        The diagonal before the rotations of a layer: phases of |1⟩, and whether controlled-Z gates belong to it.
    last_phase, last_entangled : ndarray, shapes (L, n) and (L,)
        The diagonal that completes a layer at which the state is looked at.
    flipped, signed : ndarray of int, shape (L,)
        Behind a layer that is completed, as masks, the qubits with a Y left out, and those where that and a Z left out
        give a sign to |1⟩.
    """

    rotated: np.ndarray
    tangent: np.ndarray
    cosine: np.ndarray
    phase: np.ndarray
    entangled: np.ndarray
    last_phase: np.ndarray
    last_entangled: np.ndarray
    flipped: np.ndarray
    signed: np.ndarray


# Vectors -------------------------------------------------------------------------------------------------------------


class Vector(types.Type):
    """So many real numbers of one precision, in one register of the processor."""

    def __init__(self, real: types.Float, lanes: int) -> None:
        self.real, self.lanes = real, lanes
        super().__init__(name=f"Vector({real}, {lanes})")


@register_model(Vector)
class VectorModel(models.PrimitiveModel):
    def __init__(self, dmm, fe_type):
        real = ir.FloatType() if fe_type.real is types.float32 else ir.DoubleType()
        super().__init__(dmm, fe_type, ir.VectorType(real, fe_type.lanes))


def _constant(numbers):
    return lambda context, builder, signature, args: ir.Constant(
        context.get_value_type(signature.return_type), numbers * (signature.return_type.lanes // len(numbers))
    )


def _shuffle(builder, one, other, places):
    mask = ir.Constant(ir.VectorType(ir.IntType(32), len(places)), places)
    return builder.shuffle_vector(one, other, mask)


def _exchanged(bit):
    def generate(context, builder, signature, args):
        return _shuffle(builder, args[0], args[0], [i ^ bit for i in range(signature.return_type.lanes)])

    return generate


@intrinsic
def one_unit(typingctx, array):
    """A vector of zeros of one unit, of the precision of an array."""
    return Vector(array.dtype, 4)(array), _constant([0.0])


@intrinsic
def units(typingctx, array):
    """A vector of zeros of 32 bytes, one unit or two: most processors have registers for it."""
    return Vector(array.dtype, 256 // array.dtype.bitwidth)(array), _constant([0.0])


@intrinsic
def lanes(typingctx, like):
    """How many numbers a vector has."""
    return types.intp(like), lambda context, builder, signature, args: context.get_constant(types.intp, like.lanes)


@intrinsic
def load(typingctx, array, at, like):
    """The numbers of a flat array from `at` on, as a vector like another."""

    def generate(context, builder, signature, args):
        data = make_array(array)(context, builder, args[0]).data
        address = builder.bitcast(builder.gep(data, [args[1]]), context.get_value_type(like).as_pointer())
        return builder.load(address, align=like.real.bitwidth // 8)

    return like(array, types.intp, like), generate


@intrinsic
def store(typingctx, array, at, vector):
    """Put a vector where `load` takes it from."""

    def generate(context, builder, signature, args):
        data = make_array(array)(context, builder, args[0]).data
        address = builder.bitcast(builder.gep(data, [args[1]]), args[2].type.as_pointer())
        builder.store(args[2], address, align=vector.real.bitwidth // 8)
        return context.get_dummy_value()

    return types.none(array, types.intp, vector), generate


@intrinsic
def prefetch(typingctx, array, at):
    """Ask for the numbers of a flat array from `at` on before they are needed."""

    def generate(context, builder, signature, args):
        data = make_array(array)(context, builder, args[0]).data
        byte, integer = ir.IntType(8).as_pointer(), ir.IntType(32)
        kind = ir.FunctionType(ir.VoidType(), [byte, integer, integer, integer])
        call = get_or_insert_function(builder.module, kind, "llvm.prefetch.p0")
        address = builder.bitcast(builder.gep(data, [args[1]]), byte)
        builder.call(call, [address, *(ir.Constant(integer, i) for i in (0, 2, 1))])
        return context.get_dummy_value()

    return types.none(array, types.intp), generate


@intrinsic
def spread(typingctx, number, like):
    """A vector like another with one number in all lanes."""

    def generate(context, builder, signature, args):
        empty = ir.Constant(context.get_value_type(like), ir.Undefined)
        first = builder.insert_element(empty, args[0], ir.Constant(ir.IntType(32), 0))
        return _shuffle(builder, first, empty, [0] * like.lanes)

    return like(like.real, like), generate


@intrinsic
def spread_one(typingctx, array, at, like):
    """A vector like another with one number of a flat array in all lanes."""
    return like(array, types.intp, like), _loaded(1)


@intrinsic
def spread_units(typingctx, array, at, like):
    """The same with a number for each unit."""
    return like(array, types.intp, like), _loaded(like.lanes // 4)


def _loaded(count):
    """Numbers of a flat array, each in as many lanes of a vector as another."""

    def generate(context, builder, signature, args):
        data = make_array(signature.args[0])(context, builder, args[0]).data
        real, lanes = signature.return_type.real, signature.return_type.lanes
        kind = ir.VectorType(context.get_value_type(real), count)
        few = builder.load(builder.bitcast(builder.gep(data, [args[1]]), kind.as_pointer()), align=real.bitwidth // 8)
        return _shuffle(builder, few, few, [i * count // lanes for i in range(lanes)])

    return generate


@intrinsic
def spread_signs(typingctx, number, like):
    """A vector with one number in all lanes, but with the other sign in its first half."""

    def generate(context, builder, signature, args):
        lanes = signature.return_type.lanes
        kind = context.get_value_type(like)
        pair = ir.Constant(ir.VectorType(kind.element, 2), ir.Undefined)
        for i, one in enumerate((builder.fneg(args[0]), args[0])):
            pair = builder.insert_element(pair, one, ir.Constant(ir.IntType(32), i))
        return _shuffle(builder, pair, pair, [2 * i // lanes for i in range(lanes)])

    return like(like.real, like), generate


@intrinsic
def units_exchanged(typingctx, vector):
    """One half of a vector for the other: the two units, if it has two."""
    return vector(vector), _exchanged(vector.lanes // 2)


@intrinsic
def times(typingctx, a, b):
    """a b"""
    return a(a, a), lambda context, builder, signature, args: builder.fmul(*args)


@intrinsic
def plus(typingctx, a, b):
    """a + b"""
    return a(a, a), lambda context, builder, signature, args: builder.fadd(*args)


@intrinsic
def minus(typingctx, a):
    """−a"""
    return a(a), lambda context, builder, signature, args: builder.fneg(*args)


@intrinsic
def plus_times(typingctx, c, a, b):
    """c + a b"""

    def generate(context, builder, signature, args):
        kind = args[0].type
        name = f"llvm.fmuladd.v{a.lanes}f{a.real.bitwidth}"
        fused = get_or_insert_function(builder.module, ir.FunctionType(kind, [kind] * 3), name)
        return builder.call(fused, [*args[1:], args[0]])

    return a(a, a, a), generate


@intrinsic
def by_phase(typingctx, vector, cosine, sine):
    """A vector's complex numbers times a phase, whose cosine and sine are in all lanes."""

    def generate(context, builder, signature, args):
        vector, cosine, sine = args
        flags, lanes = ("contract",), signature.return_type.lanes
        exchanged = _exchanged(1)(context, builder, signature, [vector])
        crossed = builder.fmul(exchanged, sine, flags=flags)
        straight = builder.fmul(vector, cosine, flags=flags)
        minus, plus = builder.fsub(straight, crossed, flags=flags), builder.fadd(straight, crossed, flags=flags)
        return _shuffle(builder, minus, plus, [i + lanes * (i % 2) for i in range(lanes)])

    return vector(vector, vector, vector), generate


@intrinsic
def halves_exchanged(typingctx, vector):
    """State for tangent and the other way round."""
    return vector(vector), _exchanged(2)


@intrinsic
def lane(typingctx, vector, at):
    """One number of a vector."""
    return vector.real(vector, types.intp), lambda context, builder, signature, args: builder.extract_element(*args)


# Circuits ------------------------------------------------------------------------------------------------------------


@compiled
def moments(register, plan, gates, turned, at, qubit, axis, before_entangling, found):
    """Add E, ∂E and ∂²E to the three rows of `found`.

    Parameters
    ----------
    at, qubit, axis : int
        The layer of θ, its qubit and its axis.
    """
    start(register, turned)
    begin = 0
    for i in range(len(plan.stops)):
        for j in range(begin, plan.ends[i]):
            sweep(register, plan, gates, j, found)
        begin = plan.ends[i]
        if plan.stops[i] == at + 1:
            open_tangent(register, qubit, axis, before_entangling)
        if plan.whole[i] >= 0:
            read(register, gates, plan.stops[i] - 1, found, plan.whole[i])
    for i in range(found.shape[1]):
        found[1, i] *= 2
        found[2, i] = 2 * found[2, i] - found[0, i] / 2


@inner
def address(register, value):
    """Where a unit of the state begins."""
    return 4 * value + (value >> register.padded) * register.pad


@inner
def odd(value):
    """Whether an odd number of bits is set."""
    found = False
    while value:
        value &= value - 1
        found = not found
    return found


@inner
def start(register, turned):
    """|0…0⟩, each qubit turned by R_Y(π/4) if asked for; no tangent yet."""
    state = register.state
    for i in range(len(state)):
        state[i] = 0
    state[0] = 1
    if turned:
        for q in range(len(register.neighbours)):
            for i in range(1 << q):
                old, new = address(register, i), address(register, i + (1 << q))
                state[new] = sin(pi / 8) * state[old]
                state[old] *= cos(pi / 8)


@inner
def open_tangent(register, qubit, axis, before_entangling):
    """Make the tangent −iP/2 |ψ⟩ of a state that has passed its layer's controlled-Z gates.

    Behind them X and Y of a qubit have become X and Y of it and Z of its neighbours.
    """
    state, bit = register.state, 1 << qubit
    neighbours = register.neighbours[qubit] if before_entangling and axis < 2 else 0
    for i in range(1 << len(register.neighbours)):
        half = -0.5 if odd(i & neighbours) else 0.5
        at, other = address(register, i), address(register, i if axis == 2 else i ^ bit)
        if axis > 0 and i & bit == 0:
            half = -half
        if axis == 1:
            state[at + 2], state[at + 3] = half * state[other], half * state[other + 1]
        else:
            if axis == 2:
                half = -half
            state[at + 2], state[at + 3] = half * state[other + 1], -half * state[other]


@inner
def sweep(register, plan, gates, number, found):
    """Take all tiles of a sweep through its steps.

    A tile is an array, where it begins there, how many numbers its rows have, and its qubits. Tiles of the lowest
    qubits are parts of the state, with a unit in a row. Others are copied: their rows, of one value of their qubits
    each, lie apart in the state and have all values of some of the lowest qubits.
    """
    low, high, width, first, end = plan.sweeps[number]
    qubits, filled = len(register.neighbours), 0
    if high - low < qubits:
        for step in range(first, end):
            filled += fill(register.phases, filled, plan, step, gates)
    for block in range(0, 1 << qubits, 1 << high):
        for origin in range(block, block + (1 << low), width // 4):
            if low:
                tile = register.tile, 0, width, low, high
                take(register, tile, origin, plan.steps[first, FIRST], plan.steps[first, END], units(register.state))
            else:
                tile = register.state, address(register, block), width, low, high
            take_steps(register, plan, gates, first, end, tile, origin, found, units(register.state))
            if low:
                put(register, tile, origin, units(register.state))


@inner
def take_steps(register, plan, gates, first, end, tile, origin, found, like):
    """Take one tile through all steps, and ask for the next one meanwhile. A state of few qubits is one tile."""
    _, _, width, low, high = tile
    signs, table, alone = 0, 0, high - low == len(register.neighbours)
    for step in range(first, end):
        if low:
            ask(register, tile, origin + width // 4, step - first, end - first)
        if alone:
            fill(register.phases, table, plan, step, gates)
        signs = take_step(register, plan, gates, step, tile, origin, signs, table, found, like)
        if not alone:
            table += 1 << (plan.steps[step, END] - plan.steps[step, FIRST])
    for q in range(low, high):
        if signs >> q & 1:
            change_sign(tile, q, like)


@inlined
def take_step(register, plan, gates, step, tile, origin, signs, table, found, like):
    """Take one tile through a step: the diagonal, then rotations and a reading.

    Outside a tile all qubits have values, so that controlled-Z gates with them are Z. It is not applied but turns
    rotations round; `signs`, a mask, says on which qubits it is still due.
    """
    _, _, _, low, high = tile
    layer, turned, due = plan.steps[step, LAYER], plan.steps[step, TURNED], plan.steps[step, DUE]
    column, completes = plan.steps[step, COLUMN], plan.steps[step, COMPLETES]
    if not (gates.last_entangled[layer] if completes else gates.entangled[layer]):
        due = 0
    if due & origin:
        for q in range(low, high):
            if turned >> q & 1 and odd(register.neighbours[q] & due & origin):
                signs ^= 1 << q
    if table or not low:  # else `take` has done it
        turn(tile, register.phases, table, plan.steps[step, FIRST], plan.steps[step, END], like)
    if low:
        entangle_columns(register, tile, turned, due, like)
    if not completes:
        rotate(tile, gates.rotated, gates.tangent, layer, turned, signs, like)
    if column >= 0:
        look(register, tile, origin, gates.flipped[layer], found, column, like)
    return signs


@inner
def change_sign(tile, q, like):
    """Apply Z to a qubit of a tile."""
    x, base, width, low, high = tile
    stride, end = width << (q - low), base + (width << (high - low))
    if stride < lanes(like):
        sign = spread_signs(-1.0, like)
        for i in range(base, end, lanes(like)):
            store(x, i, times(load(x, i, like), sign))
    else:
        for first in range(base + stride, end, 2 * stride):
            for i in range(first, first + stride, lanes(like)):
                store(x, i, minus(load(x, i, like)))


@inner
def take(register, tile, origin, first, end, like):
    """Copy a tile from the state, each value of its qubits times its phase of the first step."""
    x, _, width, low, high = tile
    phases, sines, shift, bits = register.phases, register.phases.shape[1], first - low, (1 << (end - first)) - 1
    for r in range(1 << (high - low)):
        at, place = r >> shift & bits, address(register, origin + (r << low))
        c, s = spread_one(phases, at, like), spread_one(phases, sines + at, like)
        for j in range(0, width, lanes(like)):
            store(x, r * width + j, by_phase(load(register.state, place + j, like), c, s))


@inner
def put(register, tile, origin, like):
    """Copy it back."""
    x, _, width, low, high = tile
    for r in range(1 << (high - low)):
        at = address(register, origin + (r << low))
        for j in range(0, width, lanes(like)):
            store(register.state, at + j, load(x, r * width + j, like))


@inner
def ask(register, tile, origin, part, parts):
    """Ask for one of so many parts of a tile before it is taken."""
    _, _, _, low, high = tile
    rows = 1 << (high - low)
    for r in range(rows * part // parts, rows * (part + 1) // parts):
        prefetch(register.state, address(register, origin + (r << low)))


# Diagonals -----------------------------------------------------------------------------------------------------------


@inner
def fill(phases, begin, plan, step, gates):
    """Cosines and sines of a step's phases for all values of the qubits that tell them apart; their number.

    All are times the cosines of the rotations that follow.
    """
    layer, turned, signs = plan.steps[step, LAYER], plan.steps[step, TURNED], plan.steps[step, SIGNS]
    first, end, completes = plan.steps[step, FIRST], plan.steps[step, END], plan.steps[step, COMPLETES]
    angles = gates.last_phase[layer] if completes else gates.phase[layer]
    entangled = gates.last_entangled[layer] if completes else gates.entangled[layer]
    like, sines, size = units(phases), begin + phases.shape[1], 1
    scale = 1.0
    for q in range(first, end):
        if turned >> q & 1 and not completes:
            scale *= gates.cosine[layer, q]
    phases[0, begin], phases[1, begin] = scale, 0
    for q in range(first, end):
        c, s = 1.0, 0.0
        if turned >> q & 1:
            c, s = cos(angles[q]), sin(angles[q])
        if size < lanes(like):
            for i in range(begin, begin + size):
                phases[0, size + i] = c * phases[0, i] - s * phases[1, i]
                phases[1, size + i] = c * phases[1, i] + s * phases[0, i]
        else:
            cosine, sine, minus_sine = spread(c, like), spread(s, like), spread(-s, like)
            for i in range(0, size, lanes(like)):
                a, b = load(phases, begin + i, like), load(phases, sines + i, like)
                store(phases, begin + size + i, plus_times(times(a, cosine), b, minus_sine))
                store(phases, sines + size + i, plus_times(times(b, cosine), a, sine))
        size *= 2
    if entangled:
        for i in range(0, size, lanes(like)):
            sign = load(plan.signs, signs + i, like)
            store(phases, begin + i, times(load(phases, begin + i, like), sign))
            store(phases, sines + i, times(load(phases, sines + i, like), sign))
    return size


@inner
def turn(tile, phases, begin, first, end, like):
    """Multiply each value of a tile's qubits by its phase, from a place of the table on."""
    x, base, width, low, high = tile
    sines, shift, bits = begin + phases.shape[1], first - low, (1 << (end - first)) - 1
    if low:
        for r in range(1 << (high - low)):
            at = r >> shift & bits
            c, s = spread_one(phases, begin + at, like), spread_one(phases, sines + at, like)
            for i in range(r * width, (r + 1) * width, 2 * lanes(like)):
                a, b = load(x, i, like), load(x, i + lanes(like), like)
                store(x, i, by_phase(a, c, s))
                store(x, i + lanes(like), by_phase(b, c, s))
    elif shift:
        for r in range(0, 1 << high, lanes(like) // 4):
            at, i = r >> shift & bits, base + 4 * r
            c, s = spread_one(phases, begin + at, like), spread_one(phases, sines + at, like)
            store(x, i, by_phase(load(x, i, like), c, s))
    else:
        for r in range(0, 1 << high, lanes(like) // 4):
            at, i = r & bits, base + 4 * r
            c, s = spread_units(phases, begin + at, like), spread_units(phases, sines + at, like)
            store(x, i, by_phase(load(x, i, like), c, s))


@inner
def entangle_columns(register, tile, turned, due, like):
    """Apply controlled-Z gates due between qubits of a tile and those others whose values its columns tell apart."""
    x, _, width, low, high = tile
    signs, beside = register.signs, width // 4 - 1
    for q in range(low, high):
        theirs = register.neighbours[q] & due & beside
        if turned >> q & 1 and theirs:
            for j in range(width):
                signs[j] = -1 if odd(theirs & (j // 4)) else 1
            stride = width << (q - low)
            for base in range(stride, width << (high - low), 2 * stride):
                for row in range(base, base + stride, width):
                    for j in range(0, width, lanes(like)):
                        store(x, row + j, times(load(x, row + j, like), load(signs, j, like)))


# Rotations -----------------------------------------------------------------------------------------------------------


@inner
def rotate(tile, rotated, tangents, layer, some, signs, like):
    """Apply real rotations of one layer to some qubits, three at a time."""
    x, base, width, q, high = tile
    count, left = width << (high - q), 0
    for other in range(q, high):
        if not rotated[layer, other]:
            some &= ~(1 << other)
        left += some >> other & 1
    if some & 1 and width < lanes(like):
        _, t, q = next_rotation(tile, tangents, layer, some, signs, q)
        rotate_inside(x, base, count, t, like)
        left -= 1
    while left:
        near, t, q = next_rotation(tile, tangents, layer, some, signs, q)
        taken = 1
        if left == 1:
            rotate_one(x, base, count, near, t, like)
        else:
            middle, u, q = next_rotation(tile, tangents, layer, some, signs, q)
            taken = 3 if left == 3 or left > 4 else 2
            if taken == 2:
                rotate_two(x, base, count, near, middle, t, u, like)
            else:
                far, v, q = next_rotation(tile, tangents, layer, some, signs, q)
                rotate_three(x, base, count, near, middle, far, t, u, v, like)
        left -= taken


@inner
def next_rotation(tile, tangents, layer, some, signs, q):
    """How far apart its values are, tan(θ/2) of the next rotation of some, and where to go on."""
    _, _, width, low, _ = tile
    while not some >> q & 1:
        q += 1
    tangent = tangents[layer, q]
    return width << (q - low), -tangent if signs >> q & 1 else tangent, q + 1


@inner
def real_rotation(a, b, tangents):
    """A real rotation of (a, b) by θ/2, over cos(θ/2), of −tan(θ/2) and tan(θ/2)."""
    minus, plus = tangents
    return plus_times(a, minus, b), plus_times(b, plus, a)


@inner
def both_signs(tangent, like):
    return spread(-tangent, like), spread(tangent, like)


@inner
def rotate_inside(x, base, count, t, like):
    """Apply a real rotation to the two units of each vector."""
    t = spread_signs(t, like)
    for i in range(base, base + count, lanes(like)):
        a = load(x, i, like)
        store(x, i, plus_times(a, t, units_exchanged(a)))


@inner
def rotate_one(x, base, count, stride, t, like):
    """Apply a real rotation to values `stride` apart."""
    t = both_signs(t, like)
    for j in range(0, count // 2, lanes(like)):
        i = base + j + (j & -stride)  # a zero in the place of the stride's bit
        a, b = real_rotation(load(x, i, like), load(x, i + stride, like), t)
        store(x, i, a)
        store(x, i + stride, b)


@inner
def rotate_two(x, base, count, near, far, t, u, like):
    """Apply two to values `near` and `far` apart."""
    t, u = both_signs(t, like), both_signs(u, like)
    for j in range(0, count // 4, lanes(like)):
        i = j + (j & -near)
        i += base + (i & -far)
        k = i + far
        a, b = load(x, i, like), load(x, i + near, like)
        c, d = load(x, k, like), load(x, k + near, like)
        a, b = real_rotation(a, b, t)
        c, d = real_rotation(c, d, t)
        a, c = real_rotation(a, c, u)
        b, d = real_rotation(b, d, u)
        store(x, i, a)
        store(x, i + near, b)
        store(x, k, c)
        store(x, k + near, d)


@inner
def rotate_three(x, base, count, near, middle, far, t, u, v, like):
    """Apply three to values `near`, `middle` and `far` apart."""
    t, u, v = both_signs(t, like), both_signs(u, like), both_signs(v, like)
    for j in range(0, count // 8, lanes(like)):
        i = j + (j & -near)
        i += i & -middle
        i += base + (i & -far)
        k = i + far
        a, b = load(x, i, like), load(x, i + near, like)
        c, d = load(x, i + middle, like), load(x, i + near + middle, like)
        e, f = load(x, k, like), load(x, k + near, like)
        g, h = load(x, k + middle, like), load(x, k + near + middle, like)
        a, b = real_rotation(a, b, t)
        c, d = real_rotation(c, d, t)
        e, f = real_rotation(e, f, t)
        g, h = real_rotation(g, h, t)
        a, c = real_rotation(a, c, u)
        b, d = real_rotation(b, d, u)
        e, g = real_rotation(e, g, u)
        f, h = real_rotation(f, h, u)
        a, e = real_rotation(a, e, v)
        b, f = real_rotation(b, f, v)
        c, g = real_rotation(c, g, v)
        d, h = real_rotation(d, h, v)
        store(x, i, a)
        store(x, i + near, b)
        store(x, i + middle, c)
        store(x, i + near + middle, d)
        store(x, k, e)
        store(x, k + near, f)
        store(x, k + middle, g)
        store(x, k + near + middle, h)


# Readings ------------------------------------------------------------------------------------------------------------


@inner
def multiply(products, factors, low, high, flipped):
    """For each value of some qubits, the product of the factors of those that are 1, or 0 if flipped."""
    products[0] = 1
    for q in range(low, high):
        size = 1 << (q - low)
        for i in range(size):
            products[size + i] = products[i] if flipped >> q & 1 else factors[q] * products[i]
        if flipped >> q & 1:
            for i in range(size):
                products[i] *= factors[q]


@inner
def product(factors, value):
    """The same for one value of all qubits."""
    found = 1.0
    for q in range(len(factors)):
        if value >> q & 1:
            found *= factors[q]
    return found


@inner
def add_up(found, column, alike, crossed, factor):
    """Add sums over the lanes of |ψ|² and |τ|², and of products of ψ and τ."""
    for at in range(0, lanes(alike), 4):
        found[0, column] += factor * (float(lane(alike, at)) + float(lane(alike, at + 1)))
        found[1, column] += factor * (float(lane(crossed, at)) + float(lane(crossed, at + 1)))
        found[2, column] += factor * (float(lane(alike, at + 2)) + float(lane(alike, at + 3)))


@inner
def look(register, tile, origin, flipped, found, column, like):
    """Add what a tile has of the readings of a product of diagonal matrices: of ⟨ψ|H|ψ⟩, Re ⟨τ|H|ψ⟩ and ⟨τ|H|τ⟩.

    Four vectors at a time: of a smaller state the room behind it is read, which has zeros.
    """
    x, base, width, low, high = tile
    heights, shares, beside = register.heights, register.shares, width // 4 - 1
    told = max(min(high, register.acts), low)
    multiply(heights, register.factors, low, told, flipped)
    if low:
        for j in range(width):
            shares[j] = product(register.factors, (j // 4) ^ (flipped & beside))
    around = origin ^ (flipped & ~(((1 << high) - (1 << low)) | beside))
    factor = register.weights[0, 0].real * product(register.factors, around)
    bits, count, per = (1 << (told - low)) - 1, width << (high - low), lanes(like)
    for first in range(0, count, SUMMED):
        end = min(first + SUMMED, count)
        a = b = c = d = p = q = r = s = spread(0.0, like)
        if low:
            row, one, other = first // width, load(shares, 0, like), load(shares, per, like)
            for i in range(first, end, 4 * per):
                near = spread_one(heights, row & bits, like)
                far = spread_one(heights, (row + 1) & bits, like)
                a, p = looked(a, p, load(x, base + i, like), times(one, near))
                b, q = looked(b, q, load(x, base + i + per, like), times(other, near))
                c, r = looked(c, r, load(x, base + i + 2 * per, like), times(one, far))
                d, s = looked(d, s, load(x, base + i + 3 * per, like), times(other, far))
                row += 2
        else:
            for i in range(first, end, 4 * per):
                unit = i >> 2
                a, p = looked(a, p, load(x, base + i, like), spread_units(heights, unit & bits, like))
                unit += per >> 2
                b, q = looked(b, q, load(x, base + i + per, like), spread_units(heights, unit & bits, like))
                unit += per >> 2
                c, r = looked(c, r, load(x, base + i + 2 * per, like), spread_units(heights, unit & bits, like))
                unit += per >> 2
                d, s = looked(d, s, load(x, base + i + 3 * per, like), spread_units(heights, unit & bits, like))
        add_up(found, column, plus(plus(a, b), plus(c, d)), plus(plus(p, q), plus(r, s)), factor)


@inner
def looked(alike, crossed, vector, weight):
    weighted = times(vector, weight)
    return plus_times(alike, vector, weighted), plus_times(crossed, halves_exchanged(vector), weighted)


@inner
def read(register, gates, layer, found, column):
    """Add the readings of any objective. Of two values that are flipped to each other the first says it for both."""
    flipped, signed = gates.flipped[layer], gates.signed[layer]
    state, weights, like = register.state, register.weights, one_unit(register.state)
    values, periodic, zero = 1 << len(register.neighbours), weights.shape[1] - 1, spread(0.0, like)
    for term in range(len(register.flips)):
        flip = register.flips[term]
        lowest = flip & -flip
        pairs = values // 2 if flip else values
        for first in range(0, pairs, SUMMED // 8):
            alike = crossed = zero
            for pair in range(first, min(first + SUMMED // 8, pairs)):
                i = pair + (pair & -lowest)
                weight = weights[term, (i ^ flipped) & periodic]
                ket = load(state, address(register, i ^ flip), like)
                ket = by_phase(ket, spread(weight.real, like), spread(weight.imag, like))
                bra = load(state, address(register, i), like)
                alike = plus_times(alike, bra, ket)
                crossed = plus_times(crossed, halves_exchanged(bra), ket)
            if flip:
                alike, crossed = plus(alike, alike), plus(halves_exchanged(crossed), crossed)
            add_up(found, column, alike, crossed, -1.0 if odd(flip & signed) else 1.0)
