"""The ansatz: of which steps a layer of the circuit is made; the names of common ones, or steps of one's own.

A layer is a list of steps. A step is a rotation exp(−iθP/2), each gate with an angle of its own, or an entangling gate
without one, on a pattern of qubits (`patterns`). Gates of a layer whose steps name the same angle share it, as in QAOA
and in the Hamiltonian variational ansatz. Steps before the first layer open a circuit, and the first steps of one more
layer may close it, as the final rotations of Qiskit's templates do. A name is only a preset: a new one is a new entry
of `PRESETS`. The default, ``mcclean``, is the paper's circuit, which has its own keys, engines and theory. Circuits may
also come from a user's file (`own_circuits`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from math import lcm
from typing import Any

from plateaus.ensemble import patterns
from plateaus.ensemble.entanglers import GATES
from plateaus.ensemble.own_circuits import OwnCircuits
from plateaus.ensemble.patterns import ENTANGLEMENTS, GRAPH, PATTERNS
from plateaus.ensemble.vocabulary import Vocabulary

ALL = "all"
"""The pattern of a one-qubit rotation on every qubit; on another pattern it acts on the qubits of its pairs."""
ROTATIONS = {
    "X": "R_X",
    "Y": "R_Y",
    "Z": "R_Z",
    "random": "R_X, R_Y or R_Z with equal probability",
    "XX": "R_XX",
    "YY": "R_YY",
    "ZZ": "R_ZZ",
}
"""The gate that a rotation's word stands for, exp(−iθP/2) about the Pauli string of its letters."""


@dataclass(frozen=True)
class Step:
    """One step of a layer.

    Attributes
    ----------
    gate : str
        A key of `ROTATIONS` or of `entanglers.GATES`.
    pattern : str
        A key of `patterns.PATTERNS`, ``connectivity``, or, of a one-qubit rotation, ``all``.
    angle : str
        Name of the angle that all its gates of a layer share; empty where each has its own.
    """

    gate: str
    pattern: str = ALL
    angle: str = ""

    def __str__(self) -> str:
        word = self.gate if self.pattern == ALL else f"{self.gate}@{self.pattern}"
        return f"{word}:{self.angle}" if self.angle else word

    @property
    def rotates(self) -> bool:
        """Whether it is a rotation, and each of its gates has an angle."""
        return self.gate in ROTATIONS

    @property
    def width(self) -> int:
        """Qubits that one of its gates acts on, 1 or 2."""
        return 1 if self.gate in ("X", "Y", "Z", "random") else 2

    def places(self, qubits: int, layer: int, graph: patterns.Edges) -> tuple[tuple[int, ...], ...]:
        """The qubits, from 0, of each of its gates in a layer, from 0, in their order."""
        if self.pattern == ALL:
            return tuple((q,) for q in range(qubits))
        found = patterns.pairs(self.pattern, qubits, layer, graph)
        return tuple((q,) for pair in found for q in pair) if self.width == 1 else found


@dataclass(frozen=True)
class Ansatz:
    """What a circuit's layers are.

    Attributes
    ----------
    word : str
        How a configuration and a command line name it; the rest follows from it.
    layer : tuple of Step
        The steps of every layer, in the order of time.
    opening : tuple of Step
        Those before the first layer.
    closing : int
        So many of the first steps of a layer end the circuit; they are the beginning of the layer that would follow.
    initial_state : str
        What it begins with unless the experiment says otherwise.
    file : str
        The user's file that has the circuits, then without steps; ``{n}`` in it stands for the number of qubits.
    circuits : tuple of OwnCircuits
        What was read of it, by size; none while a configuration is planned.
    """

    word: str
    layer: tuple[Step, ...] = field(compare=False)
    opening: tuple[Step, ...] = field(default=(), compare=False)
    closing: int = field(default=0, compare=False)
    initial_state: str = field(default="none", compare=False)
    file: str = field(default="", compare=False)
    circuits: tuple[OwnCircuits, ...] = field(default=(), repr=False)

    def __str__(self) -> str:
        return self.word

    @property
    def is_one_circuit(self) -> bool:
        """Whether a size has one circuit only, without layers: a file of QASM."""
        return self.word.startswith(f"{QASM}=")

    def file_of(self, qubits: int) -> str:
        """The user's file of so many qubits; empty if there is none."""
        return self.file.replace(SIZE, str(qubits))

    def circuits_of(self, qubits: int) -> OwnCircuits:
        """What was read of the user's file.

        Raises
        ------
        ValueError
            It was not read for so many qubits.
        """
        for circuits in self.circuits:
            if circuits.qubits == qubits:
                return circuits
        raise ValueError(
            f"ansatz {self}: its circuits of {qubits} qubits were not read (read_circuits, --own-circuits)"
        )

    @property
    def is_papers(self) -> bool:
        """Whether it is the paper's circuit, of which connectivity, entangler, axes, start and noise are keys."""
        return self.word == DEFAULT

    @property
    def differentiated(self) -> int:
        """The step, from 1, whose angle E is differentiated by unless the experiment names another one.

        The first rotation that can have a gradient at all: R_Z on |0…0⟩ has none, nor R_X on |+…+⟩. 0 of a user's file.
        """
        if self.file:
            return 0
        steps = [number for number, step in enumerate(self.layer, 1) if step.rotates]
        idle = "X" if self.initial_state == "plus" else "Z"
        turning = [number for number in steps if set(self.layer[number - 1].gate) != {idle}]
        return (turning or steps)[0]

    def uses(self, pattern: str) -> bool:
        """Whether some step has this pattern."""
        return any(step.pattern == pattern for step in (*self.opening, *self.layer))

    @property
    def shares_angles(self) -> bool:
        """Whether some angle may be in several gates."""
        return any(step.angle for step in (*self.opening, *self.layer))

    def draws_axes(self) -> bool:
        """Whether axes of rotations are drawn at random."""
        return any(step.gate == "random" for step in (*self.opening, *self.layer))

    def period(self, qubits: int) -> int:
        """The number of layers after which their patterns repeat themselves."""
        return lcm(*(patterns.period(step.pattern, qubits) for step in self.layer if step.pattern != ALL))


def _steps(text: str) -> tuple[Step, ...]:
    """Steps from text such as ``Y,cx@linear``.

    Raises
    ------
    ValueError
        A step is none.
    """
    return tuple(map(_step, text.split(",")))


@cache
def _step(text: str) -> Step:
    word, colon, angle = text.partition(":")
    gate, at, pattern = word.partition("@")
    step = Step(gate, pattern if at else ALL, angle)
    if gate not in ROTATIONS and gate not in GATES:
        raise ValueError(f"ansatz: step {text!r} has no gate {gate!r}; there are {', '.join((*ROTATIONS, *GATES))}")
    if step.width == 2 and not at:
        raise ValueError(f"ansatz: step {text!r} acts on pairs; write {gate}@PATTERN, such as {gate}@linear")
    if colon and not (step.rotates and angle.isidentifier()):
        raise ValueError(
            f"ansatz: step {text!r}: after a colon stands the name of an angle, in letters, of rotations only"
        )
    if pattern not in (*PATTERNS, GRAPH) and at:
        raise ValueError(f"ansatz: step {text!r} has no pattern {pattern!r}; there are {', '.join((*PATTERNS, GRAPH))}")
    return step


@dataclass(frozen=True)
class Preset:
    """An ansatz that has a name.

    Attributes
    ----------
    steps : function
        From an option to the steps of a layer, as text.
    words : str
        What it is.
    options : tuple of str
        What the option may be, the default first; none if there is none.
    option : str
        What the option is called.
    opening, closing, initial_state
        As of `Ansatz`.
    """

    steps: Callable[[str], str]
    words: str
    options: tuple[str, ...] = ()
    option: str = ""
    opening: str = ""
    closing: int = 0
    initial_state: str = "none"


DEFAULT = "mcclean"
QASM, PYTHON = "qasm", "python"
LANGUAGES = (PYTHON,)
"""What a user's file is written in."""
SIZE = "{n}"
"""Stands for the number of qubits in the name of a user's file."""
_FILE = {"type": "string", "pattern": r"^[^\x00-\x1F\x7F]*[^\x00-\x20\x7F][^\x00-\x1F\x7F]*$", "maxLength": 300}

PRESETS: Mapping[str, Preset] = {
    DEFAULT: Preset(
        lambda option: f"random,cz@{GRAPH}",
        "the paper's, with the keys connectivity, entangler, axes, start and noise",
        initial_state="ry_pi_4",
    ),
    "pauli_two_design": Preset(
        lambda option: "random,cz@pairwise",
        "Qiskit's: R_Y(pi/4), then layers of random rotations and CZ on neighbours, a last layer of rotations",
        closing=1,
        initial_state="ry_pi_4",
    ),
    "real_amplitudes": Preset(
        lambda option: f"Y,cx@{option}",
        "Qiskit's: R_Y and CX, a last layer of R_Y",
        options=ENTANGLEMENTS,
        option="entanglement",
        closing=1,
    ),
    "efficient_su2": Preset(
        lambda option: f"Y,Z,cx@{option}",
        "Qiskit's: R_Y, R_Z and CX, a last layer of R_Y and R_Z",
        options=ENTANGLEMENTS,
        option="entanglement",
        closing=2,
    ),
    "basic_entangler_layers": Preset(
        lambda option: f"{option},cx@ring",
        "PennyLane's: one rotation a qubit, CX around a ring",
        options=("X", "Y", "Z"),
        option="rotation",
    ),
    "strongly_entangling_layers": Preset(
        lambda option: "Z,Y,Z,cx@ranges",
        "PennyLane's: R_Z, R_Y, R_Z a qubit, CX from every qubit to the one r places on, r = 1, 2, ... by layer",
    ),
    "simplified_two_design": Preset(
        lambda option: "cz@even_pairs,Y@even_pairs,cz@odd_pairs,Y@odd_pairs",
        "PennyLane's: R_Y, then layers of CZ and R_Y on even and on odd pairs (Cerezo et al. 2021)",
        opening="Y",
    ),
    "hardware_efficient": Preset(lambda option: "X,Z,cz@linear", "R_X and R_Z a qubit, CZ along a line"),
    "hamiltonian_layers": Preset(
        lambda option: ",".join(
            f"{pair}@{pairs}" for pairs in ("even_pairs", "odd_pairs") for pair in ("XX", "YY", "ZZ")
        ),
        "R_XX, R_YY and R_ZZ on even pairs, then on odd pairs, each gate with its own angle, from a Neel state",
        initial_state="neel",
    ),
    "qaoa": Preset(
        lambda option: f"ZZ@{GRAPH}:gamma,X:beta",
        "of MaxCut on the key connectivity: R_ZZ on its pairs, R_X on every qubit, one angle each, from |+...+>",
        initial_state="plus",
    ),
    "hva_ising": Preset(
        lambda option: "ZZ@linear:coupling,X:field",
        "Hamiltonian variational ansatz of the transverse-field Ising chain: R_ZZ, R_X, one angle each, from |+...+>",
        initial_state="plus",
    ),
    "hva_xxz": Preset(
        lambda option: ",".join(
            f"{pair}@{pairs}:{angle}_{pairs[:-6]}"
            for pairs in ("even_pairs", "odd_pairs")
            for pair, angle in (("ZZ", "z"), ("XX", "xy"), ("YY", "xy"))
        ),
        "that of the XXZ chain: R_ZZ with one angle, R_XX and R_YY with another, on even pairs, then on odd ones, from "
        "a Neel state",
        initial_state="neel",
    ),
}
"""Ansätze by name: the templates that people use.

References
----------
Qiskit 2.6 (``qiskit.circuit.library``: pauli_two_design, real_amplitudes, efficient_su2) and PennyLane 0.45
(BasicEntanglerLayers, StronglyEntanglingLayers, SimplifiedTwoDesign), whose circuits these are: docs/ansatz.md.
Farhi, Goldstone and Gutmann, arXiv:1411.4028 (2014): QAOA. Wecker, Hastings and Troyer, Physical Review A 92, 042303
(2015): the Hamiltonian variational ansatz; Wiersema et al., PRX Quantum 1, 020319 (2020): of the two chains.
"""


@cache
def parse(text: str) -> Ansatz:
    """The ansatz that a configuration or command names; the inverse of ``str``.

    A name, a name with its option, ``layer=STEP,STEP,...`` with ``;opening=STEP,...`` and ``;closing=NUMBER``, or
    ``python=FILE`` for circuits of a user's own.

    Raises
    ------
    ValueError
        Anything else.

    Examples
    --------
    >>> [str(step) for step in parse("real_amplitudes:linear").layer]
    ['Y', 'cx@linear']
    >>> parse("layer=Z,X,cx@connectivity;closing=2").differentiated
    2
    """
    name, colon, option = text.partition(":")
    if name in PRESETS:
        preset = PRESETS[name]
        if colon and option not in preset.options[1:]:  # the default has one spelling, without
            raise ValueError(f"ansatz {text!r}: {_options(name)}")
        return Ansatz(
            text,
            _steps(preset.steps(option or "".join(preset.options[:1]))),
            _steps(preset.opening) if preset.opening else (),
            preset.closing,
            preset.initial_state,
        )
    language, equals, file = text.partition("=")
    if language in LANGUAGES and equals and file.strip() and file.isprintable():
        return Ansatz(text, (), file=file)
    if not _OWN.fullmatch(text):
        raise ValueError(f"ansatz {text!r}: allowed are {', '.join(PRESETS)}, or steps such as layer=Y,cx@linear")
    parts = dict(part.split("=", 1) for part in text.split(";"))
    layer, closing = _steps(parts["layer"]), int(parts.get("closing", 0))
    if not any(step.rotates for step in layer):
        raise ValueError(f"ansatz {text!r}: a layer needs a rotation, {', '.join(ROTATIONS)}")
    if closing >= len(layer) or not all(step.rotates for step in layer[:closing]):
        raise ValueError(f"ansatz {text!r}: closing is a number of first steps of a layer, all of them rotations")
    return Ansatz(text, layer, _steps(parts["opening"]) if "opening" in parts else (), closing)


_OWN = re.compile(r"layer=[^;=]+(;opening=[^;=]+)?(;closing=[1-9]\d?)?")


def _options(name: str) -> str:
    preset = PRESETS[name]
    if not preset.options:
        return f"{name} takes no option"
    default, *others = preset.options
    return f"{preset.option} is one of {', '.join(others)}, or left out for {default}"


def _word(entry: str | Mapping[str, Any]) -> str:
    """The word of what a configuration has.

    Raises
    ------
    ValueError
        A preset has no such option.
    """
    if isinstance(entry, str):
        return entry
    if "layer" in entry:
        parts = {"layer": ",".join(entry["layer"])}
        if entry.get("opening"):
            parts["opening"] = ",".join(entry["opening"])
        if entry.get("closing"):
            parts["closing"] = str(entry["closing"])
        return ";".join(f"{key}={value}" for key, value in parts.items())
    for language in LANGUAGES:
        if language in entry:
            return f"{language}={entry[language]}"
    name = entry["name"]
    for key in ("entanglement", "rotation"):
        if key in entry:
            preset = PRESETS[name]
            if preset.option != key:
                raise ValueError(f"ansatz.{key}: {name} has no such option")
            if entry[key] not in preset.options:
                raise ValueError(f"ansatz.{key}: {entry[key]!r}: {_options(name)}")
            return name if entry[key] == preset.options[0] else f"{name}:{entry[key]}"
    return str(name)


MCCLEAN = parse(DEFAULT)

_STEPS = {
    "type": "array",
    "minItems": 1,
    "maxItems": 20,
    "items": {"type": "string", "pattern": "^[A-Za-z_]+(@[a-z_]+)?(:[A-Za-z_]+)?$"},
}

VOCABULARY = Vocabulary(
    parse=parse,
    word=_word,
    schema={
        "description": "Of what the layers of the circuit are made: "
        + "; ".join(f"{name}, {preset.words}" for name, preset in PRESETS.items())
        + ". With an option {name, entanglement} or {name, rotation}; of steps of one's own {layer: [Y, cx@linear]}, "
        "docs/ansatz.md has gates and patterns; circuits of one's own from a file {python: circuit.py}, "
        "docs/own_circuits.md.",
        "type": ["string", "object"],
        "pattern": f"^({'|'.join(PRESETS)})$",
        "additionalProperties": False,
        "oneOf": [
            {"type": "string"},
            {"type": "object", "required": ["name"]},
            {"type": "object", "required": ["layer"]},
            *({"type": "object", "required": [language]} for language in LANGUAGES),
        ],
        "dependentRequired": {
            "opening": ["layer"],
            "closing": ["layer"],
            "entanglement": ["name"],
            "rotation": ["name"],
        },
        "properties": {
            "name": {"description": "Which of them.", "enum": list(PRESETS)},
            "entanglement": {
                "description": "Pattern of the CX gates of real_amplitudes and efficient_su2, as in Qiskit; left out, "
                f"{ENTANGLEMENTS[0]}.",
                "enum": list(ENTANGLEMENTS),
            },
            "rotation": {
                "description": "Axis of the rotations of basic_entangler_layers; left out, X.",
                "enum": list(PRESETS["basic_entangler_layers"].options),
            },
            "layer": {
                "description": f"Steps of a layer, 1 to 20: a rotation, {', '.join(ROTATIONS)}, or a gate, "
                f"{', '.join(GATES)}, with the pattern that it is on, such as cx@linear: "
                + ", ".join(PATTERNS)
                + f", or {GRAPH} for the experiment's graph; without one, one-qubit rotations are on every qubit. "
                "Behind a colon stands the name of an angle, such as X:beta, that gates of a layer share.",
                **_STEPS,
            },
            "opening": {"description": "Steps before the first layer, once; 1 to 20.", **_STEPS},
            "closing": {
                "description": "How many of the first steps of a layer end the circuit, all rotations; 0 to 19.",
                "type": "integer",
                "minimum": 0,
                "maximum": 19,
            },
            PYTHON: {
                "description": "File with a Python function circuit(qubits, layers), seen from the folder of the "
                "results.",
                **_FILE,
            },
        },
        "default": DEFAULT,
    },
    help="a name such as real_amplitudes or real_amplitudes:linear, steps such as layer=Y,cx@linear;closing=1, or a "
    "file of circuits such as python=circuit.py",
)
