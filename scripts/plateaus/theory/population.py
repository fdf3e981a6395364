"""Exact curves by sampling the averaged chain itself: any graph to 128 qubits, with statistical errors.

Followed backwards, a Pauli string is a random walker: a rotation layer makes another letter of each of its letters with
some probability, CZ gates make one other string of it. E[E²] is the mean over walkers of what is read off them against
the start, and so is E[(∂E)²]. Nearly all walkers soon fill the register, where next to nothing is read; what counts are
the few that stay small. So walkers carry weights, and many are kept where much will be read.

After every layer equal strings are merged. Then a *guide* says how much of the population the weight of a string
deserves. What deserves more than one walker is kept as it is, and in the next layer has several images or all of them;
lighter strings are kept with a chance in proportion to what they deserve, their weights divided by that chance. None of
this changes a mean, whatever the guide: it decides about errors alone. docs/theory.md has the derivation.

References
----------
Fearnhead and Clifford, J. R. Stat. Soc. B 65, 887 (2003), for which walkers to keep.
"""

from __future__ import annotations

from math import ceil, exp
from typing import NamedTuple

import numpy as np
from scipy.ndimage import median_filter
from scipy.special import stdtrit

from plateaus.ensemble.circuits import stream
from plateaus.ensemble.experiment import Experiment
from plateaus.ensemble.objectives import PauliString
from plateaus.theory import limits, sectors
from plateaus.theory.chain import Chain, chain_of
from plateaus.theory.coverage import NotCovered, population_refusal
from plateaus.theory.dense import paired, rotated
from plateaus.theory.droplets import adjacency, cluster
from plateaus.theory.first_moments import means
from plateaus.theory.methods import LEAST_STRINGS, MOST_RUNS, MOST_STRINGS, PILOT_STRINGS, RELATIVE_ERROR, RUNS
from plateaus.theory.moments import ExactCurve, by_depth
from plateaus.theory.walk import QUBITS, WORD, Rules, follow


class Guide(NamedTuple):
    """Where walkers are kept, and how many of them follow one.

    Attributes
    ----------
    shares : tuple of float
        Of the population, for parts of the guide: strings by weight alone, small ones, the slowest mode, what is read.
    tilt : float
        Images of a string are drawn with e^(−tilt) times their probability for each of their letters X or Y: these
        spread over their neighbours, and strings without them are read sooner.
    images : int
        How many a string has that is of the least value kept.
    """

    shares: tuple[float, float, float, float]
    tilt: float
    images: int


GUIDES = {
    True: Guide((0.1, 0.25, 0.45, 0.2), tilt=0.25, images=1),
    False: Guide((0.025, 0.425, 0.475, 0.075), tilt=0.4, images=4),
}
"""By whether strings that fill the register are followed, too. Where they are not, few others are needed by weight."""
SMALL_X, SMALL_NEAR = 0.2, 1.5
"""Small strings: exp(−0.2 x − 1.5 b/d), x letters X or Y, b qubits in the string or beside it, which have d neighbours
each on average."""
CLUSTER = {3: 11, 4: 8}
"""Qubits of the cluster about the objective whose slowest mode is found, by the states of a qubit."""
POWER_STEPS = 60
READ_ALL = 30
"""On fewer qubits every string is read by itself."""
LARGE_SHARE = 1e-4
"""From there on strings are read at the mean over all strings if they are larger than `LARGE` of the register, or so
large that, of that mean, smaller ones make this part; after layers where that is not enough, if they are larger yet."""
LARGE = 0.7
SIZES_DRAWN = 100_000
"""Strings of which the sizes are found."""
UNREAD = 0.1
"""Of the standard error asked for: what reading large strings at the mean may be wrong by, or larger ones are read."""
MARGIN = 1.5
"""What the scatter of the runs may come out larger than that of the pilot: it does not in nine cases of ten."""
NEIGHBOURS = 9
"""Depths whose median stands for the scatter of the one in their middle."""
LINE = 1 / 3
"""Of the qubits, lie between the first and the farthest of a graph that is not taken for a line, at most."""
CROWDED = 6
"""Where a qubit has more neighbours than this, a string's size is its number of letters."""


def population_curve(
    experiment: Experiment,
    *,
    qubits: int,
    layers: int,
    relative_error: float = RELATIVE_ERROR,
    seed: int = 0,
) -> ExactCurve:
    """Moments at the depths 1…`layers`, each with the standard error of independent runs.

    A pilot, whose readings go into nothing else, fixes up to which size strings are read by themselves at each depth,
    how many of them a run keeps and how many runs there are. (To stop once the scatter happens to be small would bias
    both the mean and its error.) `rel_error` is half the width of the 95 % interval, by Student's t, and what reading
    large strings at the mean may be wrong by.

    Parameters
    ----------
    experiment, qubits, layers
        As `curve.exact_curve` takes them.
    relative_error : float
        The standard error asked for, relative to either variance, at every depth: compare
        `ExactCurve.worst_standard_error`.
    seed : int
        The random streams are those of this number, the experiment, the size and the number of the run.

    Raises
    ------
    NotCovered
        See `coverage.population_refusal`.
    """
    if refusal := population_refusal(experiment, qubits):
        raise NotCovered(refusal)
    rules = rules_of(experiment, qubits, relative_error=relative_error, seed=seed)
    first, loses = objective_string(experiment, qubits)
    means_squared = means(experiment, qubits, layers) ** 2

    def runs(stage: int, number: int, strings: int) -> tuple[np.ndarray, np.ndarray]:
        found = []
        for run in range(number):
            generator = stream(seed, f"population {experiment.words()}", qubits, stage, run)
            state = generator.integers(0, 2**64, 4, dtype=np.uint64)
            found.append([by_depth(r, rules.layer) for r in follow(rules, first, state, strings, large)])
        both = loses * np.array(found)
        return both[:, 0], np.maximum(np.median(both[:, 1], axis=0), 0.0)

    large = np.full(layers, rules.large)
    pilot, beside = runs(0, RUNS, PILOT_STRINGS)
    while (more := _read_too_few(rules, beside, pilot, means_squared, large, relative_error)).any():
        large[more] = np.minimum(large[more] + qubits // 10, qubits)
        pilot, beside = runs(0, RUNS, PILOT_STRINGS)
    strings, number = _plan(_smoothed(_scatter(pilot), pilot.mean(axis=0) - means_squared), relative_error)
    readings, beside = runs(1, number, strings)
    variance = readings.mean(axis=0) - means_squared
    error = _scatter(readings) / np.sqrt(number)
    half_width = stdtrit(number - 1, 0.975) * error + beside
    relative = np.divide(half_width, variance, out=np.where(half_width > 0, np.inf, 0.0), where=variance > 0)
    relative[np.isnan(variance)] = np.nan
    shift = experiment.objective.trace(qubits) / 2.0**qubits
    mean = means(experiment, qubits, layers)
    return ExactCurve(
        layers=np.arange(1, layers + 1),
        mean=mean[0],
        variance=variance[0],
        e_mean=mean[1] + shift,
        e_variance=variance[1],
        rel_error=relative[0],
        e_rel_error=relative[1],
        standard_error=error[0],
        e_standard_error=error[1],
        method="population",
        runs=number,
        strings=strings,
    )


def _scatter(readings: np.ndarray) -> np.ndarray:
    """Standard deviation over runs, the first axis."""
    return readings.std(axis=0, ddof=1)


def _smoothed(error: np.ndarray, variance: np.ndarray) -> float:
    """The largest of the errors relative to the variances, of either moment, the median over neighbouring depths each.

    Errors change little from one depth to the next, but for a rare heavy string in one of the runs, which makes the
    error of one depth or two several times that of their neighbours. Planned by such a depth, a run would keep tens of
    times as many strings; where one occurs in the runs of the result, the error that is stated there has it.
    """
    known = np.isfinite(error) & (variance > 0)
    relative = [e[k] / v[k] for e, v, k in zip(error, variance, known, strict=True) if k.any()]
    return max((float(median_filter(r, NEIGHBOURS).max()) for r in relative), default=0.0)


def _plan(scatter: float, relative_error: float) -> tuple[int, int]:
    """Strings a run and runs, for a standard error, given the relative scatter of the runs of the pilot.

    As if errors fell with the square root of the strings: on some graphs they fall faster, on others more slowly. More
    strings are better than more runs, as far as memory goes. The scatter of `RUNS` runs is an estimate, in the pilot
    as in the result: without a margin one would be above the other in half of all cases.
    """
    needed = PILOT_STRINGS * (MARGIN * scatter / relative_error) ** 2
    strings = min(max(ceil(needed / RUNS), LEAST_STRINGS), MOST_STRINGS)
    return strings, min(max(ceil(needed / strings), RUNS), MOST_RUNS)


def objective_string(experiment: Experiment, qubits: int) -> tuple[np.ndarray, float]:
    """The objective after the last layer's noise and gates: four words, and the square of what noise leaves of it."""
    letters = experiment.objective.letters_by_qubit(qubits)
    ((factor, _),) = experiment.objective.terms(qubits)
    x = sum(1 << q for q, letter in enumerate(letters) if letter in ("X", "Y"))
    z = sum(1 << q for q, letter in enumerate(letters) if letter in ("Z", "Y"))
    for a, b in experiment.edges(qubits):
        z ^= (x >> a & 1) << b ^ (x >> b & 1) << a
    weight = experiment.objective.weight(qubits)
    return np.concatenate([_words(x), _words(z)]), factor**2 * experiment.noise.factor ** (2 * weight)


def rules_of(experiment: Experiment, qubits: int, *, relative_error: float = RELATIVE_ERROR, seed: int = 0) -> Rules:
    """What the runs of an experiment follow: probabilities, readings, graph and guide."""
    chain = chain_of(experiment, qubits)
    d, powers = chain.dimension, np.arange(qubits + 1)
    alike = d == 3
    scale = np.sqrt([1, 2, 1]) if alike else np.ones(4)  # A = (XX + YY)/√2 as the weight of X or Y
    rotation, derivative = (m * scale / scale[:, None] for m in (chain.rotation, chain.derivative))
    first, slope = (m @ chain.start / scale for m in (chain.rotation, chain.derivative))
    # the chain's states are I, A, Z or I, X, Y, Z; here a letter is x + 2z
    digits = np.array([0, 1, 2, 1] if alike else [0, 1, 3, 2])
    change = 1 - rotation[-1, -1]
    joined = adjacency(chain.edges, qubits)
    neighbours = joined.sum(axis=1)
    by_letters = bool(neighbours.max() > CROWDED)
    large, mean, share = qubits, np.zeros(2), np.zeros((2, qubits + 1))
    comes_back = True
    if qubits >= READ_ALL and (found := _means_over_strings(experiment, qubits, relative_error, seed)) is not None:
        mean, comes_back = found, _comes_back(joined, chain)
        read = np.tile(first * scale**2, (qubits, 1))
        sizes = _sizes(joined, read, by_letters)
        large = min(int(LARGE * qubits), int(np.quantile(sizes, LARGE_SHARE, method="lower")))
        if comes_back and chain.parameter[0] == 1:
            read[chain.parameter[1] - 1] *= _ratio(slope, first)
            of_slope = _sizes(joined, read, by_letters)
            share = np.array([np.bincount(s, minlength=qubits + 1).cumsum() for s in (sizes, of_slope)]) / SIZES_DRAWN
    guide = GUIDES[comes_back]
    less = exp(-guide.tilt)
    # sums over the tilted probabilities of what X or Y, and Z, become
    of_x, of_z = change / 2 + (1 - change / 2) * less, 1 - change + change * less
    acted = [q for q, letter in enumerate(chain.letters) if letter not in ("", "I")]
    sites = cluster(joined, acted, CLUSTER[d])
    return Rules(
        odd=_table(joined, np.bitwise_xor),
        near=_table(joined | np.eye(qubits, dtype=bool), np.bitwise_or),
        alike=alike,
        change=_chance(change),
        x_to_z=_chance(change / 2 / of_x),
        z_to_x=_chance(change * less / of_z),
        x_to_y=_chance(change / 2 / (1 - change / 2)),
        tilt=np.array([of_x, of_z, 1 / less])[:, None] ** powers,
        damping=np.ones(qubits + 1) if chain.damping is None else chain.damping[-1] ** powers,
        read=np.array([first[digits[letter]] ** powers for letter in (1, 3, 2)]),
        slope=_ratio(slope, first)[digits],
        turn=_ratio(derivative, rotation)[np.ix_(digits, digits)],
        place=chain.parameter[1] - 1,
        layer=chain.parameter[0],
        guide_x=np.exp(-SMALL_X * powers),
        guide_near=np.exp(-SMALL_NEAR / neighbours.mean() * powers),
        mode=_slowest_mode(joined, sites, rotation, digits),
        sites=np.array(sites),
        digits=digits,
        base=d,
        inside=_words(sum(1 << q for q in sites)),
        shares=np.array(guide.shares),
        images=guide.images,
        by_letters=by_letters,
        qubits=qubits,
        large=large,
        settled=qubits + 1 if comes_back else ceil(LARGE * qubits),
        mean=mean,
        share=share,
    )


def _read_too_few(
    rules: Rules,
    beside: np.ndarray,
    pilot: np.ndarray,
    means_squared: np.ndarray,
    large: np.ndarray,
    relative_error: float,
) -> np.ndarray:
    """After which layers the strings that are read at the mean may be wrong by too much, and fewer of them could be.

    Of a parameter of a later layer nothing says how much of the mean strings of each size have: there it is an error.
    """
    wrong = beside > UNREAD * relative_error * (pilot.mean(axis=0) - means_squared)
    return wrong.any(axis=0) & (large < rules.qubits) & (rules.layer == 1)


def _comes_back(joined: np.ndarray, chain: Chain) -> bool:
    """Whether strings that fill the register have to be followed: something is pending on them, or it is narrow.

    Along a line droplets spread over most of it and come back; elsewhere they are compact. A graph counts as a line
    where the qubit farthest from the first one is more than `LINE` of the qubits away.
    """
    reached, steps = np.eye(1, chain.qubits, dtype=bool)[0], 0
    while len(beside := np.flatnonzero(joined[reached].any(axis=0) & ~reached)):
        reached[beside], steps = True, steps + 1
    return chain.parameter[0] > 1 or not reached.all() or steps > LINE * chain.qubits


def _chance(probability: float) -> np.uint64:
    """A probability in units of 2⁻⁶⁴, to 53 digits."""
    return np.uint64(round(probability * 2**53) << 11)


def _ratio(above: np.ndarray, below: np.ndarray) -> np.ndarray:
    return np.divide(above, below, out=np.zeros_like(above), where=abs(below) > 1e-14)


def _words(mask: int) -> np.ndarray:
    """A mask as two words."""
    return np.array([mask % 2**WORD, mask >> WORD], dtype=np.uint64)


def _table(rows: np.ndarray, join: np.ufunc) -> np.ndarray:
    """By a byte of a mask and its value, the rows of the qubits in it joined. Shape (16, 256, 2)."""
    found = np.zeros((QUBITS // 8, 256, 2), dtype=np.uint64)
    for qubit, row in enumerate(rows):
        byte, bit = divmod(qubit, 8)
        holds = (np.arange(256) >> bit & 1) == 1
        found[byte, holds] = join(found[byte, holds], _words(sum(1 << q for q in np.flatnonzero(row).tolist())))
    return found


def _slowest_mode(joined: np.ndarray, sites: list[int], rotation: np.ndarray, digits: np.ndarray) -> np.ndarray:
    """How much of a string on the cluster is left there long after, relative to the string of which most is.

    A vector of dᵏ entries, the first site the slowest digit, by repeated multiplication; strings that leave the cluster
    are lost.
    """
    d, k = len(rotation), len(sites)
    letters = np.array([0, 1, 2] if d == 3 else [0, 1, 3, 2])  # x + 2z of each state
    held = letters[np.array([np.arange(d**k) // d ** (k - 1 - j) % d for j in range(k)])]
    x, z = held & 1, held >> 1
    odd = joined[:, sites].astype(int) @ x % 2
    leaves = np.delete(odd, sites, axis=0).any(axis=0)
    after = z ^ odd[sites]
    if d == 3:
        after &= 1 - x
    image = sum(digits[x[j] + 2 * after[j]] * d ** (k - 1 - j) for j in range(k))
    mode, pairs = np.ones(d**k), paired([rotation.T] * k)
    for _ in range(POWER_STEPS):
        mode[0] = 0.0
        mode = rotated(np.where(leaves, 0.0, mode[image]), pairs)
        mode /= mode.max()
    return mode


def _means_over_strings(experiment: Experiment, qubits: int, relative_error: float, seed: int) -> np.ndarray | None:
    """What is read of (E, ∂E) on average over the strings that a deep layer makes; None where that is not known.

    For ∂E of a later layer the state that it meets is needed: the mean squares of X, Y and Z on its qubit.
    """
    parts, (layer, qubit) = sectors.components(experiment, qubits), experiment.parameter
    if experiment.noise.probability or len(parts) > 1 or (layer > 1 and parts[0].even):
        return None
    squares = None
    if layer > 1:
        letters = [PauliString("I" * (qubit - 1) + letter) for letter in "XYZ"]
        curves = [
            population_curve(
                Experiment(
                    initial_state=experiment.initial_state,
                    connectivity=experiment.connectivity,
                    angles=experiment.angles,
                    objective=letter,
                ),
                qubits=qubits,
                layers=layer - 1,
                relative_error=relative_error,
                seed=seed,
            )
            for letter in letters
        ]
        squares = np.array([curve.e_variance[-1] + curve.e_mean[-1] ** 2 for curve in curves])
    return np.array(
        [limits.objective_variance(experiment, qubits), limits.gradient_variance(experiment, qubits, squares=squares)]
    )


def _sizes(joined: np.ndarray, weights: np.ndarray, by_letters: bool) -> np.ndarray:
    """Sizes of strings, drawn as often as they count for what is read on average over all of them.

    There each letter has a probability in proportion to what is read of it, `weights`, shape (n, d).
    """
    generator = np.random.default_rng(np.random.SeedSequence([len(joined)]))
    held = np.array([generator.choice(len(w), p=w / w.sum(), size=SIZES_DRAWN) > 0 for w in weights]).T
    if not by_letters:
        held = held.astype(np.float32) @ (joined | np.eye(len(joined), dtype=bool)).astype(np.float32) > 0
    return held.sum(axis=1)
