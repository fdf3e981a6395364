"""How the angles of a circuit are first chosen: all at random, or so that training need not begin on the plateau.

Random angles put a deep circuit on the plateau; the other starts make it the identity, or train a part of it first. A
start says which layers of a circuit have random numbers of their own and which take those of another layer, as its
inverse. It also carries what is done after drawing: how far the angles are moved (`circuits.draw_circuit`) and how long
a part is trained (`engines.descent`). A new start is a new class here, named in `parse` and in `VOCABULARY`.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

from plateaus.ensemble.vocabulary import Vocabulary


@dataclass(frozen=True)
class RandomStart:
    """Every layer drawn by itself, the paper's start."""

    def __str__(self) -> str:
        return "random"

    def drawn_layers(self, layers: int) -> tuple[list[int], frozenset[int]]:
        """Which drawn layer each layer takes, and which layers (from 0) are inverted."""
        return list(range(layers)), frozenset()


@dataclass(frozen=True)
class IdentityBlocks:
    """Blocks U·U†: every block, and so the whole circuit, is the identity (Grant et al., Quantum 3, 214, 2019).

    The layers of U are drawn, those of U† are their inverses: order reversed, CZ gates before the rotations, angles
    negated. All angles are parameters of their own all the same.

    Attributes
    ----------
    blocks : int
    sigma : float
        Standard deviation, in radians, of a normal number added to every angle; 0 for exact identities.

    Raises
    ------
    ValueError
        Fewer than 1 block, or a sigma that is negative, infinite or no number.
    """

    blocks: int
    sigma: float = 0.0

    def __post_init__(self) -> None:
        if self.blocks < 1 or not 0 <= self.sigma < inf:
            raise ValueError(f"start {self}: blocks are 1 or more, sigma is a number above 0")

    def __str__(self) -> str:
        return f"perturbed:{self.blocks}:{self.sigma!r}" if self.sigma else f"identity:{self.blocks}"

    def drawn_layers(self, layers: int) -> tuple[list[int], frozenset[int]]:
        """Which drawn layer each layer takes, and which layers (from 0) are inverted.

        Raises
        ------
        ValueError
            The layers do not make so many blocks of an even number of layers each.

        Examples
        --------
        >>> IdentityBlocks(2).drawn_layers(8)[0], sorted(IdentityBlocks(2).drawn_layers(8)[1])
        ([0, 1, 1, 0, 2, 3, 3, 2], [2, 3, 6, 7])
        """
        half, left = divmod(layers, 2 * self.blocks)
        if left or not half:
            raise ValueError(f"start {self}: {layers} layers are no multiple of {2 * self.blocks}, two for each block")
        drawn, inverted = [], set()
        for layer in range(layers):
            block, within = divmod(layer, 2 * half)
            if within >= half:
                inverted.add(layer)
                within = 2 * half - 1 - within
            drawn.append(half * block + within)
        return drawn, frozenset(inverted)


@dataclass(frozen=True)
class Pretrained:
    """The first layers trained by themselves, the added ones an identity block at first (Grant et al. 2019).

    Attributes
    ----------
    layers, steps : int
        Layers that are trained first, and for how many steps of plain gradient descent.
    rate : float
        Its learning rate, radians² per unit of E.

    Raises
    ------
    ValueError
        A number is not above 0, or the rate is infinite.
    """

    layers: int
    steps: int
    rate: float

    def __post_init__(self) -> None:
        if min(self.layers, self.steps) < 1 or not 0 < self.rate < inf:
            raise ValueError(f"start {self}: layers and steps are 1 or more, the rate is a number above 0")

    def __str__(self) -> str:
        return f"pretrained:{self.layers}:{self.steps}:{self.rate!r}"

    def drawn_layers(self, layers: int) -> tuple[list[int], frozenset[int]]:
        """Which drawn layer each layer takes, and which layers (from 0) are inverted.

        Raises
        ------
        ValueError
            The added layers are not an even number above 0.
        """
        if layers <= self.layers or (layers - self.layers) % 2:
            raise ValueError(f"start {self}: {layers} layers do not add an even number of layers to {self.layers}")
        drawn, inverted = IdentityBlocks(1).drawn_layers(layers - self.layers)
        added = [*range(self.layers), *(self.layers + layer for layer in drawn)]
        return added, frozenset(self.layers + layer for layer in inverted)


Start = RandomStart | IdentityBlocks | Pretrained

ALLOWED = "random, identity:BLOCKS, perturbed:BLOCKS:SIGMA, pretrained:LAYERS:STEPS:RATE"


def parse(text: str) -> Start:
    """The start that a config or command names; the inverse of ``str``.

    Raises
    ------
    ValueError
        Anything else.

    Examples
    --------
    >>> [str(parse(text)) for text in ("random", "identity:2", "perturbed:1:0.1", "pretrained:10:50:0.1")]
    ['random', 'identity:2', 'perturbed:1:0.1', 'pretrained:10:50:0.1']
    """
    kind, *numbers = text.split(":")
    try:
        match kind, numbers:
            case "random", []:
                return RandomStart()
            case "identity", [blocks]:
                return IdentityBlocks(int(blocks))
            case "perturbed", [blocks, sigma] if float(sigma) > 0:
                return IdentityBlocks(int(blocks), float(sigma))
            case "pretrained", [layers, steps, rate]:
                return Pretrained(int(layers), int(steps), float(rate))
    except ValueError as error:
        if str(error).startswith("start"):
            raise
    raise ValueError(f"start {text!r}: allowed are {ALLOWED}")


VOCABULARY = Vocabulary(
    parse=parse,
    schema={
        "description": "How the angles are first chosen: random; identity:BLOCKS (blocks U U^dagger); "
        "perturbed:BLOCKS:SIGMA (their angles plus normal numbers of SIGMA radians); pretrained:LAYERS:STEPS:RATE (the "
        "first LAYERS layers trained by STEPS steps of gradient descent, the added ones an identity block). All but "
        "random need depths: independent.",
        "type": "string",
        "default": "random",
    },
    help="random, identity:BLOCKS, perturbed:BLOCKS:SIGMA or pretrained:LAYERS:STEPS:RATE",
)
