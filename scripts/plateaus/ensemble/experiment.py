"""An experiment in the paper's terms: which circuits, which objective, which parameter.

Every attribute has a vocabulary, in a module of its own or here, that reads it from a word and describes it; an
experiment as words goes on command lines and into results, and comes back unchanged.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

from plateaus.ensemble import angles, entanglers, lattices, noise, objectives, starts
from plateaus.ensemble.angles import Angles, Law, SmallAngles, UniformAngles
from plateaus.ensemble.noise import Depolarizing
from plateaus.ensemble.objectives import Objective, PauliString
from plateaus.ensemble.starts import RandomStart, Start
from plateaus.ensemble.vocabulary import Vocabulary, one_of

INITIAL_STATES = {"ry_pi_4": "R_Y(pi/4) on every qubit, the paper's", "none": "|0...0> itself"}
AXES = {
    "random": "X, Y or Z with equal probability for each layer and qubit",
    "X": "X for all",
    "Y": "Y for all",
    "Z": "Z for all",
}


def _parameter(text: str) -> tuple[int, int]:
    layer, _, qubit = text.partition(":")
    if not (layer.isdecimal() and qubit.isdecimal() and int(layer) and int(qubit)):
        raise ValueError(f"parameter {text!r}: it is LAYER:QUBIT, both counted from 1")
    return int(layer), int(qubit)


VOCABULARY: Mapping[str, Vocabulary] = {
    "initial_state": one_of("initial_state", INITIAL_STATES, "The fixed layer before the first random one."),
    "connectivity": lattices.VOCABULARY,
    "entangler": entanglers.VOCABULARY,
    "axes": one_of("axes", AXES, "Axis of the rotations."),
    "angles": angles.VOCABULARY,
    "start": starts.VOCABULARY,
    "noise": noise.VOCABULARY,
    "objective": objectives.VOCABULARY,
    "parameter": Vocabulary(
        parse=_parameter,
        word=lambda entry: f"{entry['layer']}:{entry['qubit']}",
        schema={
            "description": "The parameter that E is differentiated by, theta(layer, qubit).",
            "type": "object",
            "additionalProperties": False,
            "required": ["layer", "qubit"],
            "properties": {
                "layer": {
                    "description": "Layer, counted from 1; not after the first recorded depth.",
                    "type": "integer",
                    "minimum": 1,
                },
                "qubit": {
                    "description": "Qubit, counted from 1; at most the smallest size.",
                    "type": "integer",
                    "minimum": 1,
                },
            },
            "default": {"layer": 1, "qubit": 1},
        },
        help="LAYER:QUBIT of the differentiated angle, from 1",
    ),
}
"""What may be said of an experiment, key by key, in the order of its attributes."""


@dataclass(frozen=True)
class Experiment:
    """The ensemble of circuits and the derivative that is looked at; the defaults are the paper's.

    Attributes
    ----------
    initial_state : {"ry_pi_4", "none"}
        A layer of R_Y(π/4) on |0…0⟩, or |0…0⟩ itself.
    connectivity : str
        Where a layer's entangling gates are, see `lattices.edges`.
    entangler : {"cz", "none"}
        The entangling gate.
    axes : {"random", "X", "Y", "Z"}
        Axis of a rotation: uniform over X, Y, Z for each layer and qubit, or one for all.
    angles : UniformAngles, NormalAngles or SmallAngles
        Law of the rotation angles θ in R_P(θ) = exp(−iθP/2).
    start : RandomStart, IdentityBlocks or Pretrained
        How the angles are first chosen.
    noise : Depolarizing
        Noise after every layer; with probability 0, the paper's choice, none.
    objective : PauliString, RandomString, PauliSum or Projector
        H in E = ⟨H⟩.
    parameter : (int, int)
        Layer and qubit, both counted from 1, of the θ in ∂E/∂θ. The paper's θ₁,₁ is (1, 1).

    Raises
    ------
    ValueError
        A word is not one of those allowed.
    """

    initial_state: str = "ry_pi_4"
    connectivity: str = "chain"
    entangler: str = "cz"
    axes: str = "random"
    angles: Angles = UniformAngles()
    start: Start = RandomStart()
    noise: Depolarizing = Depolarizing()
    objective: Objective = PauliString("ZZ")
    parameter: tuple[int, int] = (1, 1)

    def __post_init__(self) -> None:
        for key, word in self.words().items():
            VOCABULARY[key].parse(word)

    def words(self) -> dict[str, str]:
        """Every attribute as text: what a command line and a results file carry. `from_words` is the inverse."""
        layer, qubit = self.parameter
        return {f.name: str(getattr(self, f.name)) for f in fields(self)} | {"parameter": f"{layer}:{qubit}"}

    @classmethod
    def from_words(cls, words: Mapping[str, str]) -> Experiment:
        """The experiment that `words` describe; words left out take the paper's value.

        Raises
        ------
        ValueError
            A word is not allowed.

        Examples
        --------
        >>> Experiment.from_words({"objective": "projector"}).words()["objective"]
        'projector'
        """
        return cls(**{key: VOCABULARY[key].parse(word) for key, word in words.items()})

    def edges(self, qubits: int) -> lattices.Edges:
        """Pairs of qubits (from 0) that a layer's entangling gates join; none without an entangler."""
        return () if self.entangler == "none" else lattices.edges(self.connectivity, qubits)

    def law(self, layers: int, qubits: int) -> Law:
        """The law of the angles in circuits of so many layers."""
        if isinstance(self.angles, SmallAngles):
            return self.angles.at(layers, self.objective.weight(qubits))
        return self.angles

    def at_depth(self, layers: int, qubits: int) -> Experiment:
        """The experiment with the law that its angles have in circuits of so many layers."""
        return replace(self, angles=self.law(layers, qubits))
