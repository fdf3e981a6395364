"""An experiment in the paper's terms: which circuits, which objective, which parameter.

Every attribute has a vocabulary, in a module of its own or here, that reads it from a word and describes it; an
experiment as words goes on command lines and into results, and comes back unchanged.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

from plateaus.ensemble import angles, ansatz, entanglers, lattices, noise, objectives, starts
from plateaus.ensemble.angles import Angles, Law, SmallAngles, UniformAngles
from plateaus.ensemble.ansatz import MCCLEAN, Ansatz
from plateaus.ensemble.noise import Depolarizing
from plateaus.ensemble.objectives import MaxCut, Objective, PauliString
from plateaus.ensemble.patterns import GRAPH
from plateaus.ensemble.starts import RandomStart, Start
from plateaus.ensemble.vocabulary import Vocabulary, one_of

INITIAL_STATES = {
    "ry_pi_4": "R_Y(pi/4) on every qubit, the paper's",
    "none": "|0...0> itself",
    "neel": "|0101...>, not with the ansatz mcclean",
    "plus": "|+...+>, likewise",
}
AXES = {
    "random": "X, Y or Z with equal probability for each layer and qubit",
    "X": "X for all",
    "Y": "Y for all",
    "Z": "Z for all",
}


FIRST, ANGLE = "first", "angle="
"""Words for the parameter of circuits of a user's own: the first angle that can have a gradient, or one by name."""
LAST = -1
"""The layer of a parameter that is in the last one, whatever the depth."""


def _parameter(text: str) -> tuple[int, int, int, str]:
    """Layer, `LAST` for the last one, qubit and step, 0 for the ansatz's own; or the name of an angle."""
    if text == FIRST:
        return 1, 1, 0, ""
    if text.startswith(ANGLE) and text.removeprefix(ANGLE).isidentifier():
        return 1, 1, 0, text.removeprefix(ANGLE)
    layer, *rest = text.split(":")
    known = layer == "last" or (layer.isdecimal() and int(layer))
    if not known or len(rest) not in (1, 2) or not all(number.isdecimal() and int(number) for number in rest):
        raise ValueError(
            f"parameter {text!r}: it is LAYER:QUBIT or LAYER:QUBIT:STEP, counted from 1; LAYER may be last; or, of "
            "circuits of your own, angle=NAME"
        )
    return LAST if layer == "last" else int(layer), int(rest[0]), int(rest[1]) if len(rest) > 1 else 0, ""


def _parameter_word(entry: Mapping[str, object]) -> str:
    if "angle" in entry:
        return f"{ANGLE}{entry['angle']}"
    return ":".join(str(entry[key]) for key in ("layer", "qubit", "step") if key in entry)


VOCABULARY: Mapping[str, Vocabulary] = {
    "ansatz": ansatz.VOCABULARY,
    "initial_state": one_of(
        "initial_state",
        INITIAL_STATES,
        "The fixed layer before the first random one; left out, the ansatz's own: ry_pi_4 of mcclean and "
        "pauli_two_design, neel of hamiltonian_layers and hva_xxz, plus of qaoa and hva_ising, none of all others.",
    ),
    "connectivity": lattices.VOCABULARY,
    "entangler": entanglers.VOCABULARY,
    "axes": one_of("axes", AXES, "Axis of the rotations."),
    "angles": angles.VOCABULARY,
    "start": starts.VOCABULARY,
    "noise": noise.VOCABULARY,
    "objective": objectives.VOCABULARY,
    "parameter": Vocabulary(
        parse=_parameter,
        word=_parameter_word,
        schema={
            "description": "The parameter that E is differentiated by, theta(layer, qubit), and of which step; of "
            "circuits of your own {angle: NAME}.",
            "type": "object",
            "additionalProperties": False,
            "oneOf": [{"required": ["layer", "qubit"]}, {"required": ["angle"], "maxProperties": 1}],
            "properties": {
                "layer": {
                    "description": "Layer, counted from 1; not after the first recorded depth; or last, the last layer "
                    "of every depth, which needs depths: independent.",
                    "anyOf": [{"const": "last"}, {"type": "integer", "minimum": 1}],
                },
                "qubit": {
                    "description": "Qubit, counted from 1; at most the smallest size.",
                    "type": "integer",
                    "minimum": 1,
                },
                "step": {
                    "description": "Step of the layer, counted from 1, a rotation; of a two-qubit one the gate that "
                    "begins, or else ends, on the qubit, with all that share its angle; left out, the first one that "
                    "can have a gradient.",
                    "type": "integer",
                    "minimum": 1,
                },
                "angle": {
                    "description": "Name of an angle of circuits of your own; without this key the first one that "
                    "changes the state and that the objective can see.",
                    "type": "string",
                    "pattern": "^[^\\W\\d]\\w*$",
                },
            },
            "default": {"layer": 1, "qubit": 1},
        },
        help="LAYER:QUBIT or LAYER:QUBIT:STEP of the differentiated angle, from 1; the layer may be last; of "
        "circuits of a file angle=NAME, or first",
    ),
}
"""What may be said of an experiment, key by key, in the order of its attributes."""


@dataclass(frozen=True)
class Experiment:
    """The ensemble of circuits and the derivative that is looked at; the defaults are the paper's.

    Attributes
    ----------
    ansatz : Ansatz
        What a layer is made of; connectivity, entangler, axes, start and noise are for the paper's.
    initial_state : {"ry_pi_4", "none", "neel", "plus"}
        A layer of R_Y(π/4) on |0…0⟩, |0…0⟩ itself, |0101…⟩, or |+…+⟩.
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
    objective : PauliString, RandomString, PauliSum, MaxCut or Projector
        H in E = ⟨H⟩.
    parameter : (int, int)
        Layer and qubit, both counted from 1, of the θ in ∂E/∂θ. The paper's θ₁,₁ is (1, 1). The layer is `LAST` for
        the last one, whatever the depth.
    step : int
        Step of the layer, from 1, that the parameter is in; 0 for the ansatz's own. In words it is part of parameter.
    angle : str
        Name of the parameter of circuits of a user's own, empty for the first that can have a gradient; likewise.

    Raises
    ------
    ValueError
        A word is not one of those allowed, or the ansatz has no such attribute.
    """

    ansatz: Ansatz = MCCLEAN
    initial_state: str = "ry_pi_4"
    connectivity: str = "chain"
    entangler: str = "cz"
    axes: str = "random"
    angles: Angles = UniformAngles()
    start: Start = RandomStart()
    noise: Depolarizing = Depolarizing()
    objective: Objective = PauliString("ZZ")
    parameter: tuple[int, int] = (1, 1)
    step: int = 0
    angle: str = ""

    def __post_init__(self) -> None:
        if self.objective == MaxCut():  # of the graph that the circuits have
            object.__setattr__(self, "objective", MaxCut(self.connectivity))
        for key, word in self.words().items():
            VOCABULARY[key].parse(word)
        self._check_ansatz()

    def _check_ansatz(self) -> None:
        """Refuse what an ansatz does not have.

        Raises
        ------
        ValueError
        """
        if self.ansatz.file:
            if self.parameter != (1, 1) or self.step:
                raise ValueError(
                    f"parameter: {self.words_of_place()} is a layer and a qubit, which circuits of {self.ansatz.file} "
                    "have not; angle: NAME is allowed, or no parameter for the first angle that can have a gradient"
                )
            if self.initial_state != "none":
                raise ValueError(
                    f"initial_state: {self.initial_state} is not for circuits of your own; none is allowed"
                )
        elif self.angle:
            raise ValueError(f"parameter.angle: {self.angle} is for circuits of your own, not for {self.ansatz}")
        steps = self.ansatz.layer
        if self.step > len(steps) or (self.step and not steps[self.step - 1].rotates):
            rotations = ", ".join(str(number) for number, step in enumerate(steps, 1) if step.rotates)
            raise ValueError(
                f"parameter.step: {self.step}, but the rotations of {self.ansatz} are the steps {rotations}"
            )
        if self.ansatz.is_papers:
            if self.initial_state in ("neel", "plus"):
                raise ValueError(
                    f"initial_state: {self.initial_state} is not for the ansatz mcclean; ry_pi_4 or none is allowed"
                )
            return
        own = {"entangler": "cz", "axes": "random", "start": RandomStart(), "noise": Depolarizing()}
        if not self.ansatz.uses(GRAPH) and not isinstance(self.objective, MaxCut):
            own["connectivity"] = "chain"
        for key, default in own.items():
            if getattr(self, key) != default:
                raise ValueError(
                    f"{key}: {getattr(self, key)} is not for the ansatz {self.ansatz}, which says all of its circuits; "
                    "leave the key out"
                )

    @property
    def uses_graph(self) -> bool:
        """Whether its circuits have gates on the pairs of its connectivity."""
        return self.ansatz.uses(GRAPH)

    def is_rotated(self, qubits: int) -> bool:
        """Whether the step of the parameter has a gate on its qubit, in every layer; of a file this is seen later."""
        if self.ansatz.file:
            return True
        step, graph = self.ansatz.layer[self.at_step - 1], self.edges(qubits)
        return all(
            any(self.parameter[1] - 1 in where for where in step.places(qubits, layer, graph))
            for layer in range(self.ansatz.period(qubits))
        )

    @property
    def at_step(self) -> int:
        """The step of the layer that the parameter is in, from 1; 0 of a user's file."""
        return self.step or self.ansatz.differentiated

    @property
    def shared_angle(self) -> str:
        """The name of the angle that E is differentiated by, where gates share it; empty where one gate has it.

        Of a user's file it is empty as well: its circuits say whether they do (`gate_circuits.in_several_gates`).
        """
        if self.ansatz.file:
            return ""
        return self.ansatz.layer[self.at_step - 1].angle

    @property
    def gate_of_parameter(self) -> str:
        """The gate whose angle E is differentiated by, and where it is, for captions.

        Examples
        --------
        >>> Experiment.from_words({"ansatz": "strongly_entangling_layers"}).gate_of_parameter
        'R_Y on qubit 1 in layer 1, step 2 of 4'
        >>> Experiment(axes="Y", parameter=(3, 2)).gate_of_parameter
        'R_Y on qubit 2 in layer 3'
        >>> Experiment.from_words({"ansatz": "hva_xxz"}).gate_of_parameter
        'all R_XX and R_YY gates that share the angle xy_even in layer 1'
        """
        if self.ansatz.file:
            return f"all gates with {self.angle}" if self.angle else "the first rotation that can have a gradient"
        steps, (layer, qubit) = self.ansatz.layer, self.parameter
        within = "the last layer" if layer == LAST else f"layer {layer}"
        if angle := self.shared_angle:
            names = dict.fromkeys(ansatz.ROTATIONS[step.gate] for step in steps if step.angle == angle)
            return f"all {' and '.join(names)} gates that share the angle {angle} in {within}"
        gate = steps[self.at_step - 1].gate if self.axes == "random" else self.axes
        name = "the rotation about a random axis" if gate == "random" else ansatz.ROTATIONS[gate]
        where = f"{name} on qubit {qubit} in {within}"
        return f"{where}, step {self.at_step} of {len(steps)}" if sum(step.rotates for step in steps) > 1 else where

    def words(self) -> dict[str, str]:
        """Every attribute as text: what a command line and a results file carry. `from_words` is the inverse."""
        known = {f.name: str(getattr(self, f.name)) for f in fields(self) if f.name not in ("step", "angle")}
        own = f"{ANGLE}{self.angle}" if self.angle else FIRST
        return known | {"parameter": own if self.ansatz.file else self.words_of_place()}

    def words_of_place(self) -> str:
        """Layer, qubit and step of the parameter, in words."""
        layer, qubit = self.parameter
        return ":".join(["last" if layer == LAST else str(layer), str(qubit), *[str(self.step)] * bool(self.step)])

    @classmethod
    def from_words(cls, words: Mapping[str, str]) -> Experiment:
        """The experiment that `words` describe; words left out take the paper's value, or the ansatz's.

        Raises
        ------
        ValueError
            A word is not allowed.

        Examples
        --------
        >>> Experiment.from_words({"objective": "projector"}).words()["objective"]
        'projector'
        """
        values = {key: VOCABULARY[key].parse(word) for key, word in words.items()}
        if "parameter" in values:
            *place, values["step"], values["angle"] = values["parameter"]
            values["parameter"] = tuple(place)
        if "ansatz" in values:
            values.setdefault("initial_state", values["ansatz"].initial_state)
        return cls(**values)

    def edges(self, qubits: int) -> lattices.Edges:
        """Pairs of qubits (from 0) of its graph, which a layer's entangling gates join; none without an entangler.

        Of another ansatz than mcclean they are those of the pattern ``connectivity``.
        """
        if self.entangler == "none" or not self.uses_graph:
            return ()
        return lattices.edges(self.connectivity, qubits)

    def law(self, layers: int, qubits: int) -> Law:
        """The law of the angles in circuits of so many layers."""
        if isinstance(self.angles, SmallAngles):
            return self.angles.at(layers, self.objective.weight(qubits))
        return self.angles

    def at_depth(self, layers: int, qubits: int) -> Experiment:
        """The experiment with the law that its angles have, and the layer its parameter is in, at so many layers."""
        layer, qubit = self.parameter
        if layer != LAST and not isinstance(self.angles, SmallAngles):
            return self
        return replace(self, angles=self.law(layers, qubits), parameter=(layers if layer == LAST else layer, qubit))

    @property
    def depends_on_depth(self) -> bool:
        """Whether circuits of different depths differ in more than their number of layers: in law, or parameter."""
        return isinstance(self.angles, SmallAngles) or self.parameter[0] == LAST
