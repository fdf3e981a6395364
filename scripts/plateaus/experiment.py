"""An experiment in the paper's terms: which circuits, which objective, which parameter."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

from . import angles, lattice, noise, objective, starts
from .angles import Angles, Law, SmallAngles, UniformAngles
from .noise import Depolarizing
from .objective import Objective, PauliString, PauliSum, Projector
from .starts import RandomStart, Start

INITIAL_STATES = ("ry_pi_4", "none")
ENTANGLERS = ("cz", "none")
AXES = ("random", "X", "Y", "Z")


@dataclass(frozen=True)
class Experiment:
    """The ensemble of circuits and the derivative that is looked at; the defaults are the paper's.

    Attributes
    ----------
    initial_state : {"ry_pi_4", "none"}
        A layer of R_Y(π/4) on |0…0⟩, or |0…0⟩ itself.
    connectivity : str
        Where a layer's entangling gates are, see `lattice.edges`.
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
        for key, allowed in (
            ("initial_state", INITIAL_STATES),
            ("entangler", ENTANGLERS),
            ("axes", AXES),
        ):
            if getattr(self, key) not in allowed:
                raise ValueError(f"{key} {getattr(self, key)!r}: allowed are {', '.join(allowed)}")
        lattice.check(self.connectivity)
        if min(self.parameter) < 1:
            raise ValueError(f"parameter {self.parameter}: layers and qubits are counted from 1")

    def words(self) -> dict[str, str]:
        """Every attribute as text: what a command line and a results file carry. `from_words` is the inverse."""
        layer, qubit = self.parameter
        return {f.name: str(getattr(self, f.name)) for f in fields(self)} | {"parameter": f"{layer}:{qubit}"}

    @classmethod
    def from_words(cls, words: dict[str, str]) -> Experiment:
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
        values: dict = dict(words)
        if "angles" in values:
            values["angles"] = angles.parse(values["angles"])
        if "start" in values:
            values["start"] = starts.parse(values["start"])
        if "noise" in values:
            values["noise"] = noise.parse(values["noise"])
        if "objective" in values:
            values["objective"] = objective.parse(values["objective"])
        if "parameter" in values:
            layer, qubit = values["parameter"].split(":")
            values["parameter"] = (int(layer), int(qubit))
        return cls(**values)

    def edges(self, qubits: int) -> lattice.Edges:
        """Pairs of qubits (from 0) that a layer's entangling gates join; none without an entangler."""
        return () if self.entangler == "none" else lattice.edges(self.connectivity, qubits)

    def law(self, layers: int, qubits: int) -> Law:
        """The law of the angles in circuits of so many layers."""
        if isinstance(self.angles, SmallAngles):
            return self.angles.at(layers, self.objective.weight(qubits))
        return self.angles

    def at_depth(self, layers: int, qubits: int) -> Experiment:
        """The experiment with the law that its angles have in circuits of so many layers."""
        return replace(self, angles=self.law(layers, qubits))


def probe_applies(kind: str, experiment: Experiment) -> None:
    """Check that a kind of probe (see `probes`) can be made of an experiment.

    Raises
    ------
    ValueError
        It cannot.
    """
    if kind == "trajectories":
        if not experiment.noise.probability:
            raise ValueError("probe trajectories: there is no noise to draw them from")
        if isinstance(experiment.objective, PauliSum | Projector):
            raise ValueError(f"probe trajectories: for Pauli strings, not for {experiment.objective}")
    elif experiment.noise.probability:
        raise ValueError(f"probe {kind}: for circuits without noise, not with {experiment.noise}")
    if kind == "shots" and isinstance(experiment.objective, PauliSum):
        raise ValueError(f"probe shots: for an objective measured in one basis, not for {experiment.objective}")
