"""The gates that circuits of a user's own may have: by the names of OpenQASM's libraries, as rotations and fixed gates.

An angle of a gate is a sum of named angles with whole factors and a constant, as rotations about one axis add up. Gates
that are none of the rotations here are taken apart as in OpenQASM's own libraries; up to a phase, which no expectation
value sees. A new gate is a new entry of `STANDARD`.
"""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from plateaus.ensemble.entanglers import GATES
from plateaus.ensemble.fixed_gates import ONE_QUBIT, constant_rotation, is_trivial
from plateaus.ensemble.own_circuits import OwnGate

HALF, QUARTER = math.pi / 2, math.pi / 4


class OwnCircuitError(ValueError):
    """A circuit of a user's own that cannot be simulated; the message says why, without the place."""


@dataclass(frozen=True)
class Angle:
    """Σ factor · angle + constant.

    Attributes
    ----------
    constant : float
        In radians.
    factors : dict of str to float
        By the names of angles.
    """

    constant: float = 0.0
    factors: Mapping[str, float] = field(default_factory=dict)

    def __add__(self, other: Angle) -> Angle:
        names = dict.fromkeys((*self.factors, *other.factors))
        return Angle(
            self.constant + other.constant,
            {name: self.factors.get(name, 0.0) + other.factors.get(name, 0.0) for name in names},
        )

    def __mul__(self, other: Angle | float) -> Angle:
        if isinstance(other, Angle):
            if other.factors:
                if self.factors:
                    raise OwnCircuitError(f"a product of angles, {_names(self)} and {_names(other)}")
                return other * self.constant
            return self * other.constant
        return Angle(self.constant * other, {name: factor * other for name, factor in self.factors.items()})

    def __neg__(self) -> Angle:
        return self * -1.0

    def __sub__(self, other: Angle) -> Angle:
        return self + -other

    def __truediv__(self, other: Angle | float) -> Angle:
        divisor = number(other, "a divisor") if isinstance(other, Angle) else other
        if not divisor:
            raise OwnCircuitError("a division by zero")
        return self * (1 / divisor)

    def __pow__(self, other: Angle) -> Angle:
        base, exponent = number(self, "a power"), number(other, "a power")
        try:
            return Angle(math.pow(base, exponent))
        except (ValueError, OverflowError):
            raise OwnCircuitError(f"{base:g} to the power {exponent:g}, which has no value") from None


def number(angle: Angle, what: str) -> float:
    """The value of a constant.

    Raises
    ------
    OwnCircuitError
        It has named angles.
    """
    if angle.factors:
        raise OwnCircuitError(f"{what} with the angle {_names(angle)}, where only a number can stand")
    return angle.constant


def _names(angle: Angle) -> str:
    return " and ".join(angle.factors)


CONSTANTS = {"pi": math.pi, "π": math.pi, "tau": math.tau, "τ": math.tau, "euler": math.e, "ℇ": math.e}
FUNCTIONS: Mapping[str, Callable[[float], float]] = {
    **{name: getattr(math, name) for name in ("sin", "cos", "tan", "exp", "sqrt")},
    **{f"arc{name}": getattr(math, f"a{name}") for name in ("sin", "cos", "tan")},
    "log": math.log,
    "ln": math.log,
}
OPERATORS: Mapping[str, Callable[[Angle, Angle], Angle]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "**": operator.pow,
    "^": operator.pow,
}


def function(name: str, argument: Angle) -> Angle:
    """A function of a constant.

    Raises
    ------
    OwnCircuitError
        There is no such function, it has no value there, or it is one of a named angle.
    """
    if name not in FUNCTIONS:
        raise OwnCircuitError(f"the function {name}; there are {', '.join(FUNCTIONS)}")
    value = number(argument, name)
    try:
        return Angle(FUNCTIONS[name](value))
    except (ValueError, OverflowError):
        raise OwnCircuitError(f"{name}({value:g}), which has no value") from None


def angle_of(text: str | float | int) -> Angle:
    """An angle written as a number or as text such as ``theta + pi/2``.

    Raises
    ------
    OwnCircuitError
        It is neither.

    Examples
    --------
    >>> angle_of("2*(a - b) + 1")
    Angle(constant=1.0, factors={'a': 2.0, 'b': -2.0})
    """
    if not isinstance(text, str):
        if isinstance(text, bool) or (not isinstance(text, int | float) and not hasattr(text, "__float__")):
            raise OwnCircuitError(f"the angle {text!r}, which is no number and no text")
        return Angle(float(text))
    try:
        return _of_node(ast.parse(text.strip(), mode="eval").body)
    except SyntaxError:
        raise OwnCircuitError(f"the angle {text!r}, which is no name, number or sum of them") from None


_SYMBOLS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "**"}


def _of_node(node: ast.expr) -> Angle:
    match node:
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
            return Angle(float(value))
        case ast.Name(id=name):
            return Angle(CONSTANTS[name]) if name in CONSTANTS else Angle(0.0, {name: 1.0})
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_of_node(operand)
        case ast.UnaryOp(op=ast.UAdd(), operand=operand):
            return _of_node(operand)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _SYMBOLS:
            return OPERATORS[_SYMBOLS[type(op)]](_of_node(left), _of_node(right))
        case ast.Call(func=ast.Name(id=name), args=[argument], keywords=[]):
            return function(name, _of_node(argument))
    raise OwnCircuitError(f"the angle {ast.unparse(node)!r}, which is no name, number or sum of them")


Call = tuple[str, Sequence[Angle], Sequence[int]]
"""A gate by name, its angles, its qubits from 0."""


@dataclass(frozen=True)
class Standard:
    """A gate of OpenQASM's libraries.

    Attributes
    ----------
    angles, qubits : int
        How many of them it takes.
    parts : function
        From its angles and qubits to the calls that it is made of, in the order of time.
    """

    angles: int
    qubits: int
    parts: Callable[..., Sequence[Call]]


def _u(theta: Angle, phi: Angle, lam: Angle, q: int) -> list[Call]:
    return [("rz", [lam], [q]), ("ry", [theta], [q]), ("rz", [phi], [q])]


def _crz(lam: Angle, a: int, b: int) -> list[Call]:
    return [("rz", [lam / 2], [b]), ("cx", [], [a, b]), ("rz", [-lam / 2], [b]), ("cx", [], [a, b])]


def _cp(lam: Angle, a: int, b: int) -> list[Call]:
    return [
        ("rz", [lam / 2], [a]),
        ("cx", [], [a, b]),
        ("rz", [-lam / 2], [b]),
        ("cx", [], [a, b]),
        ("rz", [lam / 2], [b]),
    ]


def _cu3(theta: Angle, phi: Angle, lam: Angle, a: int, b: int) -> list[Call]:
    return [
        ("rz", [(lam + phi) / 2], [a]),
        ("rz", [(lam - phi) / 2], [b]),
        ("cx", [], [a, b]),
        ("u3", [-theta / 2, Angle(), -(phi + lam) / 2], [b]),
        ("cx", [], [a, b]),
        ("u3", [theta / 2, phi, Angle()], [b]),
    ]


def _ccx(a: int, b: int, c: int) -> list[Call]:
    calls = "h c, cx b c, tdg c, cx a c, t c, cx b c, tdg c, cx a c, t b, t c, h c, cx a b, t a, tdg b, cx a b"
    place = {"a": a, "b": b, "c": c}
    words = [call.split() for call in calls.split(", ")]
    return [(name, [], [place[q] for q in qubits]) for name, *qubits in words]


STANDARD: Mapping[str, Standard] = {
    "id": Standard(0, 1, lambda q: []),
    "u": Standard(3, 1, _u),
    "u2": Standard(2, 1, lambda phi, lam, q: _u(Angle(HALF), phi, lam, q)),
    "p": Standard(1, 1, lambda lam, q: [("rz", [lam], [q])]),
    "r": Standard(2, 1, lambda theta, phi, q: [("rz", [-phi], [q]), ("rx", [theta], [q]), ("rz", [phi], [q])]),
    "dcx": Standard(0, 2, lambda a, b: [("cx", [], [a, b]), ("cx", [], [b, a])]),
    "crx": Standard(1, 2, lambda lam, a, b: [("h", [], [b]), *_crz(lam, a, b), ("h", [], [b])]),
    "cry": Standard(
        1,
        2,
        lambda lam, a, b: [("ry", [lam / 2], [b]), ("cx", [], [a, b]), ("ry", [-lam / 2], [b]), ("cx", [], [a, b])],
    ),
    "crz": Standard(1, 2, _crz),
    "cp": Standard(1, 2, _cp),
    "cu3": Standard(3, 2, _cu3),
    "cu": Standard(4, 2, lambda theta, phi, lam, gamma, a, b: [("rz", [gamma], [a]), *_cu3(theta, phi, lam, a, b)]),
    "rzx": Standard(1, 2, lambda theta, a, b: [("h", [], [b]), ("rzz", [theta], [a, b]), ("h", [], [b])]),
    "ccx": Standard(0, 3, _ccx),
    "cswap": Standard(0, 3, lambda a, b, c: [("cx", [], [c, b]), ("ccx", [], [a, b, c]), ("cx", [], [c, b])]),
}
ROTATIONS = {"rx": "X", "ry": "Y", "rz": "Z", "rxx": "XX", "ryy": "YY", "rzz": "ZZ"}
ALIASES = {
    "i": "id",
    "U": "u",
    "u3": "u",
    "u1": "p",
    "u0": "id",
    "phase": "p",
    "CX": "cx",
    "cnot": "cx",
    "cphase": "cp",
    "cu1": "cp",
    "toffoli": "ccx",
    "fredkin": "cswap",
}


def shape(name: str) -> tuple[int, int] | None:
    """How many angles and qubits a gate takes; None where there is no such gate.

    Examples
    --------
    >>> shape("rzz"), shape("ccx"), shape("qft")
    ((1, 2), (0, 3), None)
    """
    name = ALIASES.get(name, name)
    if name in ROTATIONS:
        return 1, len(ROTATIONS[name])
    if name in STANDARD:
        return STANDARD[name].angles, STANDARD[name].qubits
    if name in ONE_QUBIT:
        return 0, 1
    return (0, 2) if name in GATES else None


def names() -> str:
    """All gates, for messages."""
    return ", ".join((*ROTATIONS, *ONE_QUBIT, *GATES, *STANDARD))


def expanded(name: str, angles: Sequence[Angle], qubits: Sequence[int], line: int) -> Iterator[OwnGate]:
    """A gate as rotations and fixed gates, in the order of time.

    Raises
    ------
    OwnCircuitError
        There is no such gate, it takes other numbers of angles or qubits, or turns by a fraction of an angle.
    """
    known = shape(name)
    if known is None:
        raise OwnCircuitError(f"the gate {name}, which is not known; there are {names()}")
    if known != (len(angles), len(qubits)):
        takes = "{} angles and {} qubits".format(*known)
        raise OwnCircuitError(f"{name} with {len(angles)} angles and {len(qubits)} qubits; it takes {takes}")
    if len(set(qubits)) < len(qubits):
        raise OwnCircuitError(f"{name} with the same qubit twice")
    name = ALIASES.get(name, name)
    if name in ROTATIONS:
        yield from _rotations(ROTATIONS[name], angles[0], tuple(qubits), line)
    elif name in STANDARD:
        for part in STANDARD[name].parts(*angles, *qubits):
            yield from expanded(*part, line)
    else:
        yield OwnGate(name, tuple(qubits), line=line)


def _rotations(axis: str, angle: Angle, qubits: tuple[int, ...], line: int) -> Iterator[OwnGate]:
    offset = 0.0 if is_trivial(angle.constant) else angle.constant
    for name, factor in angle.factors.items():
        turns = round(factor)
        if abs(factor - turns) > 1e-9:
            raise OwnCircuitError(
                f"a rotation by {factor:.4g} times {name}; a whole number of times is allowed, for a part of an angle "
                "that is uniform on the circle is not"
            )
        if turns:
            yield OwnGate(axis, qubits, name, turns, offset, line)
            offset = 0.0
    if offset:
        yield OwnGate(constant_rotation(axis, offset), qubits, line=line)
