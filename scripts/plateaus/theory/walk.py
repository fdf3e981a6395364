"""One run of the population method, compiled: Pauli strings as bit masks, followed backwards layer by layer.

A string is four words of 64 bits: x of the first 64 qubits and of the next ones, z of the same, with X = (x), Z = (z),
Y = (x, z). Where X and Y are alike, x alone stands for both. `population` says what is followed, and why so.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit

WORD = 64
QUBITS = 2 * WORD
"""Largest register whose strings the masks hold."""
LISTED = 2**14
"""All images of a string under a layer of rotations are listed where there are no more than these."""

MERGED = 16
"""Equal strings of so many letters or fewer are merged."""

compiled = njit(cache=True, error_model="numpy")
inlined = njit(cache=True, error_model="numpy", forceinline=True)  # a call would take as long as what it does

_ONE, _ZERO, _ALL = np.uint64(1), np.uint64(0), np.uint64(2**64 - 1)
_BYTE, _EIGHT = np.uint64(255), np.uint64(8)


class Rules(NamedTuple):
    """All that a run does not change.

    Attributes
    ----------
    odd, near : ndarray of uint64, shape (16, 256, 2)
        By a byte of a mask and its value: the qubits with an odd number of neighbours in it, and those in it or beside.
    alike : bool
        Whether X and Y are one state.
    change : uint64
        2⁶⁴ times the probability that a rotation makes another letter of Z.
    x_to_z, z_to_x, x_to_y : uint64
        2⁶⁴ times the tilted probability that X or Y becomes Z, that Z becomes X or Y, and that X or Y that does not
        become Z becomes the other one.
    tilt : ndarray, shape (3, n + 1)
        What makes the weights of tilted walkers those of the chain: factors by the numbers of letters X or Y, and Z,
        before a rotation, and of X or Y after it.
    damping : ndarray, shape (n + 1,)
        What the noise of a layer leaves of a string, by its number of letters.
    read : ndarray, shape (3, n + 1)
        What the first layer's rotations make of so many letters X, Y and Z.
    slope : ndarray, shape (4,)
        The factor, by the letter (x + 2z) of the differentiated qubit, that makes a reading of ∂E of one of E.
    turn : ndarray, shape (4, 4)
        The same for a rotation from one letter to another, where it is the differentiated one.
    place : int
        The differentiated qubit, from 0.
    layer : int
        The differentiated layer, from 1.
    guide_x, guide_near : ndarray, shape (n + 1,)
        The guide of small strings, by their number of x and by the qubits in them or beside.
    mode, sites, digits, base : ndarray and int
        The slowest mode of a cluster, by the letters on its sites, the first the slowest digit; the sites; the digit of
        each letter x + 2z, and how many there are.
    inside : ndarray of uint64, shape (2,)
        Mask of these sites.
    shares : ndarray, shape (4,)
        Of the population, for each part of the guide.
    images : int
        How many a string has under a layer of rotations that is of the least value kept.
    by_letters : bool
        Whether the size of a string is its number of letters, rather than of qubits in it or beside.
    qubits, large : int
        Of the register; strings of a larger size than this are read at the mean over all such strings, where `follow`
        is not told another one.
    settled : int
        Strings of so many letters or more that have every qubit in them or beside are not followed any further.
    mean : ndarray, shape (2,)
        The mean over all strings, for E and ∂E.
    share : ndarray, shape (2, n + 1)
        Which part of it is of strings up to each size that come back from larger ones.
    """

    odd: np.ndarray
    near: np.ndarray
    alike: bool
    change: np.uint64
    x_to_z: np.uint64
    z_to_x: np.uint64
    x_to_y: np.uint64
    tilt: np.ndarray
    damping: np.ndarray
    read: np.ndarray
    slope: np.ndarray
    turn: np.ndarray
    place: int
    layer: int
    guide_x: np.ndarray
    guide_near: np.ndarray
    mode: np.ndarray
    sites: np.ndarray
    digits: np.ndarray
    base: int
    inside: np.ndarray
    shares: np.ndarray
    images: int
    by_letters: bool
    qubits: int
    large: int
    settled: int
    mean: np.ndarray
    share: np.ndarray


@inlined
def drawn(s0, s1, s2, s3):
    """64 random bits, by xoshiro256++ (Blackman & Vigna, ACM Trans. Math. Softw. 47, 36, 2021), and the next state."""
    total = s0 + s3
    word = ((total << np.uint64(23)) | (total >> np.uint64(41))) + s0
    s2 ^= s0
    s3 ^= s1
    return word, s0 ^ s3, s1 ^ s2, s2 ^ (s1 << np.uint64(17)), (s3 << np.uint64(45)) | (s3 >> np.uint64(19))


@inlined
def random_word(state):
    """64 random bits."""
    word, state[0], state[1], state[2], state[3] = drawn(state[0], state[1], state[2], state[3])
    return word


@inlined
def chosen(state, wanted, probability):
    """A mask in which each of the wanted bits is set with a probability, in units of 2⁻⁶⁴: exactly, by its digits."""
    found, s0, s1, s2, s3 = _ZERO, state[0], state[1], state[2], state[3]  # in registers while it lasts
    while wanted:
        word, s0, s1, s2, s3 = drawn(s0, s1, s2, s3)
        digit = _ZERO - (probability >> np.uint64(63))  # all bits of a mask
        found |= wanted & ~word & digit
        wanted &= ~(word ^ digit)
        probability <<= _ONE
    state[0], state[1], state[2], state[3] = s0, s1, s2, s3
    return found


@inlined
def count(mask):
    """How many bits are set."""
    mask -= (mask >> _ONE) & np.uint64(0x5555555555555555)
    mask = (mask & np.uint64(0x3333333333333333)) + ((mask >> np.uint64(2)) & np.uint64(0x3333333333333333))
    mask = (mask + (mask >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return np.int64((mask * np.uint64(0x0101010101010101)) >> np.uint64(56))


@inlined
def letter(x0, x1, z0, z1, place):
    """x + 2z of a qubit."""
    if place < WORD:
        shift = np.uint64(place)
        return np.int64(((x0 >> shift) & _ONE) | (((z0 >> shift) & _ONE) << _ONE))
    shift = np.uint64(place - WORD)
    return np.int64(((x1 >> shift) & _ONE) | (((z1 >> shift) & _ONE) << _ONE))


@inlined
def odd_neighbours(tables, x0, x1):
    """Masks of the qubits with an odd number of neighbours in a mask."""
    low, high = _ZERO, _ZERO
    for word in range(2):
        mask, byte = (x1 if word else x0), 8 * word
        while mask:
            value = mask & _BYTE
            low ^= tables[byte, value, 0]
            high ^= tables[byte, value, 1]
            mask >>= _EIGHT
            byte += 1
    return low, high


@inlined
def qubits_near(tables, s0, s1):
    """How many qubits are in a mask or beside one in it."""
    low, high = _ZERO, _ZERO
    for word in range(2):
        mask, byte = (s1 if word else s0), 8 * word
        while mask:
            value = mask & _BYTE
            low |= tables[byte, value, 0]
            high |= tables[byte, value, 1]
            mask >>= _EIGHT
            byte += 1
    return count(low) + count(high)


@inlined
def rotate(state, alike, x_to_z, z_to_x, x_to_y, x, z):
    """A layer of random rotations of one word, of tilted probabilities."""
    to_z, to_x = chosen(state, x, x_to_z), chosen(state, z & ~x, z_to_x)
    stays = x & ~to_z
    if alike:
        return stays | to_x, (z & ~to_x) | to_z
    turned = chosen(state, stays, x_to_y)  # X to Y, Y to X
    is_y = to_x & random_word(state)
    return stays | to_x, to_z | ((z & stays) ^ turned) | (z & ~x & ~to_x) | is_y


@inlined
def put(table, keys, weights, used, x0, x1, z0, z1):
    """The place of a string among the first `used` of `keys`: where it is, or where it is put, without weight.

    Longer strings than `MERGED` letters are not looked for: there are hardly two alike.
    """
    known = count(x0 | z0) + count(x1 | z1) <= MERGED
    mixed = x0 * np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(29)) ^ x1) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(29)) ^ z0) * np.uint64(0x94D049BB133111EB)
    mixed = (mixed ^ (mixed >> np.uint64(29)) ^ z1) * np.uint64(0x9E3779B97F4A7C15)
    last = np.uint64(len(table) - 1)
    at = (mixed ^ (mixed >> np.uint64(32))) & last
    while known:
        place = table[at]
        if place < 0:
            table[at] = used
            break
        if keys[place, 0] == x0 and keys[place, 1] == x1 and keys[place, 2] == z0 and keys[place, 3] == z1:
            return np.int64(place)
        at = (at + _ONE) & last
    keys[used, 0], keys[used, 1], keys[used, 2], keys[used, 3] = x0, x1, z0, z1
    for k in range(weights.shape[1]):
        weights[used, k] = 0.0
    return used


@compiled
def listed(alike, change, x0, x1, z0, z1, lists, chances):
    """All images of a string under a layer of rotations, with their probabilities; how many there are."""
    moves = change * 2.0**-64
    lists[0, 0], lists[0, 1], lists[0, 2], lists[0, 3], chances[0], number = x0, x1, z0, z1, 1.0, 1
    for word in range(2):
        mask = x1 | z1 if word else x0 | z0
        while mask:
            bit = mask & (~mask + _ONE)
            mask ^= bit
            is_x = ((x1 if word else x0) & bit) != _ZERO
            is_z = ((z1 if word else z0) & bit) != _ZERO
            for j in range(number):
                for k in range(1, 2 if alike else 3):
                    for part in range(4):
                        lists[k * number + j, part] = lists[j, part]
                one, two = number + j, 2 * number + j
                if alike:
                    move = 0.5 * moves if is_x else moves
                    lists[one, word] ^= bit
                    lists[one, 2 + word] ^= bit
                    chances[one] = move * chances[j]
                    chances[j] *= 1.0 - move
                else:  # (x, z) becomes (z, x + z) or (x + z, x)
                    other = bit if is_x != is_z else _ZERO
                    lists[one, word] = (lists[one, word] & ~bit) | (bit if is_z else _ZERO)
                    lists[one, 2 + word] = (lists[one, 2 + word] & ~bit) | other
                    lists[two, word] = (lists[two, word] & ~bit) | other
                    lists[two, 2 + word] = (lists[two, 2 + word] & ~bit) | (bit if is_x else _ZERO)
                    chances[one] = chances[two] = 0.5 * moves * chances[j]
                    chances[j] *= 1.0 - moves
            number *= 2 if alike else 3
    return number


@compiled
def step(rules, state, least, slot, old, old_weights, value, opened, number, table, keys, weights, lists, chances):
    """Take `number` strings through a layer; equal ones are merged. Returns how many there are.

    A string whose value is `least` has `Rules.images` images, drawn at random, and others as many more as their value
    is larger; where all images are not more than those, all are listed with their probabilities.
    """
    table[:] = -1
    used = 0
    for i in range(number):
        x0, x1, z0, z1 = old[i, 0], old[i, 1], old[i, 2], old[i, 3]
        before = letter(x0, x1, z0, z1, rules.place)
        copies = rules.images * value[i] / least
        letters = count(x0 | z0) + count(x1 | z1)
        ways, most = 1.0, min(copies, LISTED)
        for _ in range(letters):
            ways *= 2.0 if rules.alike else 3.0
            if ways > most:
                break
        every, unlikely = ways <= most, 1.0
        if every:
            images = listed(rules.alike, rules.change, x0, x1, z0, z1, lists, chances)
        else:
            images = max(1, int(copies + 0.5))
            xs = count(x0) + count(x1)
            unlikely = rules.tilt[0, xs] * rules.tilt[1, letters - xs] / images
        for j in range(images):
            if every:
                a0, a1, b0, b1, factor = lists[j, 0], lists[j, 1], lists[j, 2], lists[j, 3], chances[j]
            else:
                a0, b0 = rotate(state, rules.alike, rules.x_to_z, rules.z_to_x, rules.x_to_y, x0, z0)
                a1, b1 = rotate(state, rules.alike, rules.x_to_z, rules.z_to_x, rules.x_to_y, x1, z1)
                factor = unlikely * rules.tilt[2, count(a0) + count(a1)]
            known = letter(a0, a1, b0, b1, rules.place)
            factor *= rules.damping[count(a0 | b0) + count(a1 | b1)]
            low, high = odd_neighbours(rules.odd, a0, a1)
            b0 ^= low
            b1 ^= high
            if rules.alike:
                b0 &= ~a0
                b1 &= ~a1
            place = put(table, keys, weights, used, a0, a1, b0, b1)
            used = max(used, place + 1)
            for k in range(weights.shape[1]):
                if k != slot or slot == 0:
                    weights[place, k] += factor * old_weights[i, k]
            if slot and opened[i]:
                weights[place, slot] += factor * old_weights[i, 0] * rules.turn[before, known]
    return used


@compiled
def look(rules, large, depth, slot, keys, weights, number, value, opened, parts, readings, beside):
    """Read all strings, and set their values: what shares of the population their weights deserve, 1 together."""
    sums = np.zeros(4)
    settled = 1.0
    nearly = max(large - rules.qubits // 10, 0) if large < rules.qubits else large
    for i in range(number):
        weight = weights[i, 0]
        x0, x1, z0, z1 = keys[i, 0], keys[i, 1], keys[i, 2], keys[i, 3]
        ys = 0 if rules.alike else count(x0 & z0) + count(x1 & z1)
        xs, zs = count(x0) + count(x1) - ys, count(z0) + count(z1) - ys
        near = qubits_near(rules.near, x0 | z0, x1 | z1)
        reading = rules.read[0, xs] * rules.read[1, ys] * rules.read[2, zs]
        size = xs + ys + zs if rules.by_letters else near
        opened[i] = size <= large
        if opened[i]:
            settled -= weight
            readings[0, depth] += weight * reading
            first = weight * reading * rules.slope[letter(x0, x1, z0, z1, rules.place)]
            if rules.layer == 1:
                readings[1, depth] += first
            if size > nearly:
                beside[0, depth] += weight * reading
                beside[1, depth] += first
        elif near == rules.qubits and xs + ys + zs >= rules.settled:
            parts[i, 0] = -1.0
            continue
        if slot and depth >= rules.layer - 1:
            readings[1, depth - rules.layer + 1] += weights[i, slot] * reading
        small = rules.guide_x[xs + ys] * rules.guide_near[near]
        slow = 0.0
        if (x0 | z0) & ~rules.inside[0] == _ZERO and (x1 | z1) & ~rules.inside[1] == _ZERO:
            index = 0
            for j in range(len(rules.sites)):
                index = rules.base * index + rules.digits[letter(x0, x1, z0, z1, rules.sites[j])]
            slow = rules.mode[index]
        parts[i, 0], parts[i, 1], parts[i, 2] = small, slow, reading
        sums[0] += weight
        sums[1] += weight * small
        sums[2] += weight * slow
        sums[3] += weight * reading
    if large < rules.qubits:
        for k in range(2):
            readings[k, depth] += settled * rules.mean[k] * (1.0 - rules.share[k, large])
            beside[k, depth] -= settled * rules.mean[k] * (rules.share[k, large] - rules.share[k, nearly])
    for k in range(4):
        sums[k] = rules.shares[k] / sums[k] if sums[k] > 0 else 0.0
    for i in range(number):
        if parts[i, 0] < 0:
            value[i] = 0.0
            continue
        value[i] = weights[i, 0] * (sums[0] + sums[1] * parts[i, 0] + sums[2] * parts[i, 1] + sums[3] * parts[i, 2])


@compiled
def thin(state, value, opened, number, strings, keys, weights, old, old_weights, old_value, old_opened):
    """Keep about `strings` strings: those of a large value, and lighter ones in proportion to it and made heavier.

    One random number sets them all (systematic sampling). Returns how many are kept, and the value that decides.
    """
    least = 0.0
    if number > strings:
        heavy, light, better = 0, value[:number].sum(), np.inf
        while heavy < strings:
            least, better = better, light / (strings - heavy)
            if better >= least * (1 - 1e-12):
                break
            heavy, light = 0, 0.0
            for i in range(number):
                if value[i] >= better:
                    heavy += 1
                else:
                    light += value[i]
        least = better
    kept = 0
    at = (random_word(state) >> np.uint64(11)) * 2.0**-53
    for i in range(number):
        if value[i] == 0.0:
            continue
        grows = 1.0
        if value[i] < least:
            at += value[i] / least
            if at < 1.0:
                continue
            at -= 1.0
            grows = least / value[i]
        for part in range(4):
            old[kept, part] = keys[i, part]
        for k in range(weights.shape[1]):
            old_weights[kept, k] = grows * weights[i, k]
        old_value[kept] = grows * value[i]
        old_opened[kept] = opened[i]
        kept += 1
    return kept, max(least, old_value[:kept].sum() / (3 * strings))


def follow(rules, first, state, strings, large):
    """One run: what is read off the string after 1, 2, … layers, for (E, ∂E).

    And by how much more of it than in the limit is of strings that are nearly as large as those read at the mean.

    Parameters
    ----------
    rules : Rules
    first : ndarray of uint64, shape (4,)
        The objective, after the first layer's noise and gates.
    state : ndarray of uint64, shape (4,)
        Of the random numbers.
    strings : int
        How many are kept after each layer.
    large : ndarray of int, shape (layers,)
        The size up to which strings are read by themselves after each layer, in place of `Rules.large`.

    Returns
    -------
    readings, beside : ndarray, shape (2, layers)
    """
    layers = len(large)
    room, kept = (3 * rules.images + 2) * strings + 64, strings + 64
    table = np.empty(2 ** room.bit_length(), np.int32)
    keys, weights = np.empty((room, 4), np.uint64), np.empty((room, rules.layer))
    value, parts, opened = np.empty(room), np.empty((room, 3)), np.empty(room, np.bool_)
    thinned = np.empty((kept, 4), np.uint64), np.empty((kept, rules.layer)), np.empty(kept), np.empty(kept, np.bool_)
    lists, chances = np.empty((3 * LISTED, 4), np.uint64), np.empty(3 * LISTED)
    readings, beside = np.zeros((2, layers)), np.zeros((2, layers))
    keys[0], weights[0], weights[0, 0], number = first, 0.0, 1.0, 1
    for depth in range(layers):
        slot = 1 + depth % (rules.layer - 1) if rules.layer > 1 else 0
        look(rules, large[depth], depth, slot, keys, weights, number, value, opened, parts, readings, beside)
        if depth + 1 < layers:
            left, least = thin(state, value, opened, number, strings, keys, weights, *thinned)
            number = step(rules, state, least, slot, *thinned, left, table, keys, weights, lists, chances)
    return readings, beside
