"""The compiled part of `kernels`: state and tangent swept layer by layer, in vectors of the processor's own.

State |ψ⟩ and tangent |τ⟩ = ∂|ψ⟩/∂θ lie side by side: a *unit* is the four real numbers of one value of the qubits,
Re ψ, Im ψ, Re τ, Im τ. Real rotations act alike on all numbers, phases alike on both halves of a unit. A vector holds
one unit or two, and the two differ in qubits of another group than the one at work, so that no rotation looks inside.

All functions that Numba compiles are in this file, for Numba's cache knows a function by the file it stands in.
"""

from __future__ import annotations

from math import ceil, cos, pi, sin
from typing import Any, NamedTuple

import numpy as np
from llvmlite import ir
from numba import njit, types
from numba.core.cgutils import get_or_insert_function
from numba.extending import intrinsic as typed_intrinsic
from numba.extending import models, register_model
from numba.np.arrayobj import make_array

# Bytes of a tile that stay in the first cache while several rotations act on them.
BLOCK = 2**14
# Rows, or values of the qubits, whose readings are summed in the state's own precision.
SUMMED = 256
# Layers that one sweep takes the first group through where no other one is rotated any more.
TOGETHER = 4

compiled = njit(cache=True, error_model="numpy", fastmath={"contract"})
inner = njit(error_model="numpy", fastmath={"contract"})

intrinsic: Any = typed_intrinsic  # its type does not know how it is called


class Register(NamedTuple):
    """Qubits and all that does not depend on the circuit; real numbers have the precision asked for.

    Attributes
    ----------
    bounds : ndarray of int, shape (k + 1,)
        Where the groups of qubits begin and end.
    neighbours : ndarray of int, shape (n,)
        As a mask of bits, the qubits that a qubit has a controlled-Z gate with.
    within : ndarray, shape (k, rows)
        The sign that a group's own controlled-Z gates give to each of its values.
    flips : ndarray of int, shape (terms,)
    weights : ndarray of complex, shape (terms, 2^m)
        The objective, as `operators.flips` has it, on the first m qubits.
    product : bool
        Whether it is a product over qubits of diagonal matrices, so that it can be read tile by tile.
    factors : ndarray, shape (n,)
        The second entry of each of these matrices over its first.
    state : ndarray
        The units, with `pad` numbers after every 2^bounds[1] of them: else those that differ in higher qubits alone
        would compete for the same few places of a cache.
    tile : ndarray
        Room for one tile, a row of `columns` units for each of a group's values.
    phases : ndarray, shape (TOGETHER + 1, 2, rows)
        Room for cosines and sines of the phases of a group's values.
    parity : ndarray, shape (rows,)
        −1 where the number of set bits is odd, else 1.
    signs, shares : ndarray, shape (4 columns,)
        Room for what controlled-Z gates and the objective give to the columns of a tile.
    heights : ndarray, shape (rows,)
        Room for what the objective gives to its rows.
    """

    bounds: np.ndarray
    neighbours: np.ndarray
    within: np.ndarray
    flips: np.ndarray
    weights: np.ndarray
    product: bool
    factors: np.ndarray
    pad: int
    state: np.ndarray
    tile: np.ndarray
    phases: np.ndarray
    parity: np.ndarray
    signs: np.ndarray
    shares: np.ndarray
    heights: np.ndarray


class Gates(NamedTuple):
    """A circuit as real rotations between diagonals; all arrays have a row a layer.

    Attributes
    ----------
    rotated : ndarray of bool, shape (L, n)
        Where there is a real rotation.
    tangent, sine : ndarray, shape (L, n)
        −tan(θ/4) and sin(θ/2) of it.
    phase, entangled : ndarray of float, shape (L + 1, n), and of bool, shape (L + 1,)
        The diagonal before the rotations of a layer: phases of |1⟩, and whether controlled-Z gates belong to it.
    last_phase, last_entangled : ndarray, shapes (L, n) and (L,)
        The diagonal that completes a layer at which the state is looked at.
    alone : int
        From this layer on, from 0, nothing is rotated outside the first group, and phases there change no reading.
    """

    rotated: np.ndarray
    tangent: np.ndarray
    sine: np.ndarray
    phase: np.ndarray
    entangled: np.ndarray
    last_phase: np.ndarray
    last_entangled: np.ndarray
    alone: int


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


def _addresses(context, builder, array, args, vector):
    """Pointers to the units of a vector, in an array from a place on, so many numbers apart."""
    at, step = args[1:3]
    data = make_array(array)(context, builder, args[0]).data
    unit = ir.VectorType(context.get_value_type(vector.real), 4).as_pointer()
    places = [at] if vector.lanes == 4 else [at, builder.add(at, step)]
    return [builder.bitcast(builder.gep(data, [place]), unit) for place in places]


@intrinsic
def one_unit(typingctx, array):
    """A vector of zeros of one unit, of the precision of an array."""
    return Vector(array.dtype, 4)(array), _constant([0.0])


@intrinsic
def units(typingctx, array):
    """A vector of zeros of 32 bytes, one unit or two: most processors have registers for it."""
    return Vector(array.dtype, 256 // array.dtype.bitwidth)(array), _constant([0.0])


@intrinsic
def minus_plus(typingctx, like):
    """−1 and 1 in turn."""
    return like(like), _constant([-1.0, 1.0])


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
def load_units(typingctx, array, at, step, like):
    """A vector of units `step` numbers apart."""

    def generate(context, builder, signature, args):
        addresses = _addresses(context, builder, array, args, like)
        found = [builder.load(address, align=like.real.bitwidth // 8) for address in addresses]
        return found[0] if len(found) == 1 else _shuffle(builder, found[0], found[1], list(range(8)))

    return like(array, types.intp, types.intp, like), generate


@intrinsic
def store_units(typingctx, array, at, step, vector):
    """Put its units where `load_units` takes them from."""

    def generate(context, builder, signature, args):
        for i, address in enumerate(_addresses(context, builder, array, args, vector)):
            unit = _shuffle(builder, args[3], args[3], list(range(4 * i, 4 * i + 4)))
            builder.store(unit, address, align=vector.real.bitwidth // 8)
        return context.get_dummy_value()

    return types.none(array, types.intp, types.intp, vector), generate


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
def times(typingctx, a, b):
    """a b"""
    return a(a, a), lambda context, builder, signature, args: builder.fmul(*args)


@intrinsic
def plus(typingctx, a, b):
    """a + b"""
    return a(a, a), lambda context, builder, signature, args: builder.fadd(*args)


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
def parts_exchanged(typingctx, vector):
    """Real for imaginary parts and the other way round."""
    return vector(vector), _exchanged(1)


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
def moments(register, gates, turned, at, qubit, axis, before_entangling, stops, whole, passing, found):
    """Add E, ∂E and ∂²E to the three rows of `found`.

    Parameters
    ----------
    stops : ndarray of int
        Depths where layers are completed: that of the layer `at` of θ, and all that are read as a whole.
    whole, passing : ndarray of int, shape (L + 1,)
        The columns for depths that are read so, and for those that are read tile by tile; −1 for others.
    """
    start(register, turned)
    for i in range(len(stops)):
        stop = stops[i]
        evolve(register, gates, stops[i - 1] if i else 0, stop, passing, found)
        if stop == at + 1:
            open_tangent(register, qubit, axis, before_entangling)
        if whole[stop] >= 0:
            read(register, found, whole[stop])
    for i in range(found.shape[1]):
        found[1, i] *= 2
        found[2, i] = 2 * found[2, i] - found[0, i] / 2


@inner
def address(register, value):
    """Where a unit of the state begins."""
    return 4 * value + (value >> register.bounds[1]) * register.pad


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
def evolve(register, gates, done, depth, passing, found):
    """Apply the layers `done` … `depth` − 1, sweeping the groups of qubits to and fro."""
    last = len(register.bounds) - 2
    if last == 0:
        evolve_whole(register, gates, done, depth, passing, found)
        return
    alone = min(max(gates.alone, done), depth)
    sweeps = last * (alone - done) + 1 if alone > done else 0
    for i in range(sweeps + ceil((depth - alone) / TOGETHER)):
        if i < sweeps:
            group, turns = last - abs(last - i % (2 * last)), i > 0 and i % last == 0
            passed = max(i - 1, 0) // last
            layer, direction = done + passed, 1 if passed % 2 == 0 else -1
            end, wholes = min(layer + 2, alone) if turns else layer + 1, int(turns)
        else:
            group, direction, layer = 0, 0, alone + (i - sweeps) * TOGETHER
            end = min(layer + TOGETHER, depth)
            wholes = end - layer
        sweep(register, gates, group, layer, end, depth, direction, wholes, passing, found)


@inner
def evolve_whole(register, gates, done, depth, passing, found):
    """Apply layers to few qubits, which are one group: their state is a tile of one column."""
    state, phases, width = register.state, register.phases[0], len(register.shares)
    low, qubits, like = register.bounds[0], register.bounds[1], one_unit(state)
    count = width << qubits
    multiply(register.heights, register.factors, low, qubits)
    for j in range(width):
        register.shares[j] = 1
    for layer in range(done, depth):
        fill(phases, gates.phase, layer, low, qubits, gates.entangled[layer], register.within[low])
        turn(state, count, width, phases, register.parity, low, state, low, low, like)
        rotate(state, count, width, gates, layer, low, qubits, like)
        if passing[layer + 1] >= 0:
            part = register.weights[0, 0].real
            look(state, count, width, register.heights, register.shares, found, passing[layer + 1], part, like)
    layer = depth - 1
    if depth > done and completes(gates, layer, low, qubits):
        fill(phases, gates.last_phase, layer, low, qubits, gates.last_entangled[layer], register.within[low])
        turn(state, count, width, phases, register.parity, low, state, low, low, like)


@inner
def completes(gates, layer, low, high):
    """Whether a diagonal completes a layer."""
    found = gates.last_entangled[layer]
    for q in range(low, high):
        found |= gates.last_phase[layer, q] != 0
    return found


@inner
def sweep(register, gates, group, first, end, depth, direction, wholes, passing, found):
    """Apply a group's part of the layers `first` … `end` − 1, tile by tile: one layer, or two where sweeps turn.

    The diagonal of a group goes before its rotations: its phases, its own controlled-Z gates, and those between it and
    groups that are still to come in this layer, for whose qubits they are due as well. After the rotations of the last
    layer, `depth` − 1, those to groups that came before it are. In the direction 0 no other group comes. So many
    layers, `wholes`, are whole behind their rotations, where sweeps turn the first; they are read there if they have a
    column.
    """
    low, high, qubits = register.bounds[group], register.bounds[group + 1], len(register.neighbours)
    rows, width, layers = 1 << (high - low), len(register.signs), end - first
    columns = width // 4
    row, next_column = (1 << low, 1) if low else (1, (1 << qubits) // columns)
    count, row_step, column_step = rows * width, address(register, row), address(register, next_column)
    state, tile, phases, parity = register.state, register.tile, register.phases, register.parity
    before, after, like = (1 << low) - 1, (1 << qubits) - (1 << high), units(tile)
    for k in range(layers):
        fill(phases[k], gates.phase, first + k, low, high, gates.entangled[first + k], register.within[group])
    tables, last = layers, end - 1
    if end == depth and completes(gates, last, register.bounds[0], qubits):
        tables += 1
        fill(phases[layers], gates.last_phase, last, low, high, gates.last_entangled[last], register.within[group])
    if wholes:
        multiply(register.heights, register.factors, low, high)
        for j in range(width):
            register.shares[j] = product(register.factors, j // 4 * next_column)
    for block in range(0, 1 << qubits if low else next_column, 1 << high):
        for origin in range(block, block + (1 << low), columns):
            place = address(register, origin), row_step, column_step
            ahead = address(register, origin + (columns if low else 1 << high))
            for k in range(tables):
                entangled = gates.entangled[first + k] if k < layers else gates.last_entangled[last]
                others = 0
                if entangled:  # after so many layers sweeps have turned as often
                    others = after if direction == (1 if k % 2 == 0 else -1) or direction == 0 else before
                mask = odd_neighbours(register.neighbours, others, low, high, origin)
                if k:
                    turn(tile, count, width, phases[k], parity, mask, state, ahead, row_step, like)
                else:
                    take(state, *place, tile, count, width, phases[k], parity, mask, like)
                entangle_columns(register, others, low, high, next_column, count, like)
                if k < layers:
                    rotate(tile, count, width, gates, first + k, low, high, like)
                column = passing[first + k + 1] if k < wholes else -1
                if column >= 0:
                    part = register.weights[0, 0].real * product(register.factors, origin)
                    look(tile, count, width, register.heights, register.shares, found, column, part, like)
            put(state, *place, tile, count, width, like)


# Diagonals -----------------------------------------------------------------------------------------------------------


@inner
def fill(phases, phase, layer, low, high, entangled, within):
    """Cosines and sines of the phases of all values of a group."""
    like, rows, width = units(phases), phases.shape[1], 1 << (high - low)
    phases[0, 0], phases[1, 0] = 1, 0
    for q in range(low, high):
        c, s, size = cos(phase[layer, q]), sin(phase[layer, q]), 1 << (q - low)
        if size < lanes(like):
            for i in range(size):
                phases[0, size + i] = c * phases[0, i] - s * phases[1, i]
                phases[1, size + i] = c * phases[1, i] + s * phases[0, i]
        else:
            cosine, sine, minus_sine = spread(c, like), spread(s, like), spread(-s, like)
            for i in range(0, size, lanes(like)):
                a, b = load(phases, i, like), load(phases, rows + i, like)
                store(phases, size + i, plus_times(times(a, cosine), b, minus_sine))
                store(phases, rows + size + i, plus_times(times(b, cosine), a, sine))
    if entangled:
        for i in range(0, width, lanes(like)):
            sign = load(within, i, like)
            store(phases, i, times(load(phases, i, like), sign))
            store(phases, rows + i, times(load(phases, rows + i, like), sign))


@inner
def odd_neighbours(neighbours, others, low, high, value):
    """As a mask, qubits of a group that have controlled-Z gates with an odd number of others that are 1."""
    mask = 0
    for q in range(low, high):
        if odd(neighbours[q] & others & value):
            mask |= 1 << (q - low)
    return mask


@inner
def row_phase(phases, r, sign, like):
    """The phase of a row as `by_phase` takes it, times a sign."""
    sign = spread(sign, like)
    return times(sign, spread(phases[0, r], like)), times(times(sign, minus_plus(like)), spread(phases[1, r], like))


@inner
def by_phase(vector, cosine, sine):
    """A vector's complex numbers times a phase; `sine` has the opposite sign for real parts."""
    return plus_times(times(vector, cosine), parts_exchanged(vector), sine)


@inner
def turn(tile, count, width, phases, parity, mask, state, ahead, step, like):
    """Multiply each row by its phase and by the sign of a mask, and ask for what `take` takes next from the state."""
    for r in range(count // width):
        prefetch(state, ahead + r * step)
        c, s = row_phase(phases, r, parity[r & mask], like)
        for at in range(r * width, (r + 1) * width, lanes(like)):
            store(tile, at, by_phase(load(tile, at, like), c, s))


@inner
def take(state, origin, row_step, unit_step, tile, count, width, phases, parity, mask, like):
    """Copy a tile from the state, each row times its phase and the sign of a mask."""
    for r in range(count // width):
        c, s = row_phase(phases, r, parity[r & mask], like)
        at = origin + r * row_step
        for to in range(r * width, (r + 1) * width, lanes(like)):
            store(tile, to, by_phase(load_units(state, at, unit_step, like), c, s))
            at += (lanes(like) // 4) * unit_step


@inner
def put(state, origin, row_step, unit_step, tile, count, width, like):
    """Copy a tile back."""
    for r in range(count // width):
        at = origin + r * row_step
        for to in range(r * width, (r + 1) * width, lanes(like)):
            store_units(state, at, unit_step, load(tile, to, like))
            at += (lanes(like) // 4) * unit_step


@inner
def entangle_columns(register, others, low, high, next_column, count, like):
    """Apply controlled-Z gates between a group and those other qubits whose values a tile's columns tell apart."""
    signs, tile, width = register.signs, register.tile, len(register.signs)
    for q in range(low, high):
        theirs = register.neighbours[q] & others & (next_column * (width // 4 - 1))
        if theirs:
            for k in range(width // 4):
                for j in range(4 * k, 4 * k + 4):
                    signs[j] = -1 if odd(theirs & (k * next_column)) else 1
            stride = width << (q - low)
            for base in range(stride, count, 2 * stride):
                for row in range(base, base + stride, width):
                    for j in range(0, width, lanes(like)):
                        store(tile, row + j, times(load(tile, row + j, like), load(signs, j, like)))


# Rotations -----------------------------------------------------------------------------------------------------------


@inner
def rotate(tile, count, width, gates, layer, low, high, like):
    """Apply the group's real rotations of one layer: those of near rows block by block, in the first cache."""
    block, inside = min(count, BLOCK // tile.itemsize), low
    while inside < high and width << (inside - low) < block:
        inside += 1
    for begin in range(0, count, block):
        rotate_some(tile, begin, block, width, gates, layer, low, low, inside, like)
    for begin in range(0, count, count):  # a constant would be compiled by itself
        rotate_some(tile, begin, count, width, gates, layer, low, inside, high, like)


@inner
def rotate_some(x, begin, count, width, gates, layer, low, first, last, like):
    """Apply the rotations of the qubits `first` … `last` − 1 to a part of a tile, three at a time."""
    rotated, tangent, sine = gates.rotated[layer], gates.tangent[layer], gates.sine[layer]
    left = 0
    for q in range(first, last):
        left += rotated[q]
    q = first
    while left:
        while not rotated[q]:
            q += 1
        a = q
        q += 1
        if left > 1:
            while not rotated[q]:
                q += 1
            b = q
            q += 1
        if left == 3 or left > 4:
            while not rotated[q]:
                q += 1
            c = q
            q += 1
            near, middle, far = width << (a - low), width << (b - low), width << (c - low)
            three = tangent[a], sine[a], tangent[b], sine[b], tangent[c], sine[c]
            rotate_three(x, begin, count, near, middle, far, three, like)
            left -= 3
        elif left > 1:
            two = tangent[a], sine[a], tangent[b], sine[b]
            rotate_two(x, begin, count, width << (a - low), width << (b - low), two, like)
            left -= 2
        else:
            rotate_one(x, begin, count, width << (a - low), tangent[a], sine[a], like)
            left -= 1


@inner
def real_rotation(a, b, t, s):
    """A real rotation of (a, b) by θ/2 as three shears, of t = −tan(θ/4) and s = sin(θ/2)."""
    a = plus_times(a, t, b)
    b = plus_times(b, s, a)
    return plus_times(a, t, b), b


@inner
def rotate_one(x, begin, count, stride, t, s, like):
    """Apply a real rotation to values `stride` apart."""
    t, s = spread(t, like), spread(s, like)
    for j in range(0, count // 2, lanes(like)):
        i = begin + j + (j & -stride)  # a zero in the place of the stride's bit
        a, b = real_rotation(load(x, i, like), load(x, i + stride, like), t, s)
        store(x, i, a)
        store(x, i + stride, b)


@inner
def rotate_two(x, begin, count, near, far, angles, like):
    """Apply two to values `near` and `far` apart."""
    t, s, u, v = angles
    t, s, u, v = spread(t, like), spread(s, like), spread(u, like), spread(v, like)
    for j in range(0, count // 4, lanes(like)):
        i = j + (j & -near)
        i += begin + (i & -far)
        a, b = real_rotation(load(x, i, like), load(x, i + near, like), t, s)
        c, d = real_rotation(load(x, i + far, like), load(x, i + near + far, like), t, s)
        a, c = real_rotation(a, c, u, v)
        b, d = real_rotation(b, d, u, v)
        store(x, i, a)
        store(x, i + near, b)
        store(x, i + far, c)
        store(x, i + near + far, d)


@inner
def rotate_three(x, begin, count, near, middle, far, angles, like):
    """Apply three to values `near`, `middle` and `far` apart."""
    t1, s1, t2, s2, t3, s3 = angles
    t1, s1, t2, s2 = spread(t1, like), spread(s1, like), spread(t2, like), spread(s2, like)
    t3, s3 = spread(t3, like), spread(s3, like)
    for j in range(0, count // 8, lanes(like)):
        i = j + (j & -near)
        i += i & -middle
        i += begin + (i & -far)
        k = i + far
        a, b = real_rotation(load(x, i, like), load(x, i + near, like), t1, s1)
        c, d = real_rotation(load(x, i + middle, like), load(x, i + near + middle, like), t1, s1)
        e, f = real_rotation(load(x, k, like), load(x, k + near, like), t1, s1)
        g, h = real_rotation(load(x, k + middle, like), load(x, k + near + middle, like), t1, s1)
        a, c = real_rotation(a, c, t2, s2)
        b, d = real_rotation(b, d, t2, s2)
        e, g = real_rotation(e, g, t2, s2)
        f, h = real_rotation(f, h, t2, s2)
        a, e = real_rotation(a, e, t3, s3)
        b, f = real_rotation(b, f, t3, s3)
        c, g = real_rotation(c, g, t3, s3)
        d, h = real_rotation(d, h, t3, s3)
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
def multiply(products, factors, low, high):
    """For each value of a group, the product of the factors of those qubits that are 1."""
    products[0] = 1
    for q in range(high - low):
        for i in range(1 << q):
            products[(1 << q) + i] = factors[low + q] * products[i]


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
def look(tile, count, width, heights, shares, found, column, factor, like):
    """Add what a tile has of the readings of a product of diagonal matrices: of ⟨ψ|H|ψ⟩, Re ⟨τ|H|ψ⟩ and ⟨τ|H|τ⟩."""
    rows = count // width
    for first in range(0, rows, SUMMED):
        a = b = c = d = p = q = r = s = spread(0.0, like)
        for row in range(first, min(first + SUMMED, rows), 4):
            t, u, v, w = heights[row], heights[row + 1], heights[row + 2], heights[row + 3]
            t, u, v, w = spread(t, like), spread(u, like), spread(v, like), spread(w, like)
            for j in range(0, width, lanes(like)):
                share, at = load(shares, j, like), row * width + j
                a, p = looked(a, p, load(tile, at, like), times(share, t))
                b, q = looked(b, q, load(tile, at + width, like), times(share, u))
                c, r = looked(c, r, load(tile, at + 2 * width, like), times(share, v))
                d, s = looked(d, s, load(tile, at + 3 * width, like), times(share, w))
        add_up(found, column, plus(plus(a, b), plus(c, d)), plus(plus(p, q), plus(r, s)), factor)


@inner
def looked(alike, crossed, vector, weight):
    weighted = times(vector, weight)
    return plus_times(alike, vector, weighted), plus_times(crossed, halves_exchanged(vector), weighted)


@inner
def read(register, found, column):
    """Add the readings of any objective. Of two values that are flipped to each other the first says it for both."""
    state, weights, like = register.state, register.weights, one_unit(register.state)
    values, periodic, zero = 1 << len(register.neighbours), weights.shape[1] - 1, spread(0.0, like)
    for term in range(len(register.flips)):
        flip = register.flips[term]
        lowest = flip & -flip
        pairs = values // 2 if flip else values
        for first in range(0, pairs, SUMMED):
            alike = crossed = zero
            for pair in range(first, min(first + SUMMED, pairs)):
                i = pair + (pair & -lowest)
                weight = weights[term, i & periodic]
                ket = load(state, address(register, i ^ flip), like)
                ket = by_phase(ket, spread(weight.real, like), times(minus_plus(like), spread(weight.imag, like)))
                bra = load(state, address(register, i), like)
                alike = plus_times(alike, bra, ket)
                crossed = plus_times(crossed, halves_exchanged(bra), ket)
            if flip:
                alike, crossed = plus(alike, alike), plus(halves_exchanged(crossed), crossed)
            add_up(found, column, alike, crossed, 1.0)
