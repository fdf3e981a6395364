"""Reading OpenQASM, 3 or 2: the reference parser's syntax tree becomes rotations and fixed gates, line by line.

What is drawn are the angles: in OpenQASM 3 the ``input`` variables, in OpenQASM 2, which has none, all names that are
not declared. Definitions of gates are taken apart where they are called. What no fixed sequence of gates is, such as
measurements before the end and classical control, is refused with its line.

References
----------
Cross et al., OpenQASM 3, ACM Transactions on Quantum Computing 3, 12 (2022); Open Quantum Assembly Language,
arXiv:1707.03429 (2017).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from openqasm3 import ast, parse
from openqasm3.parser import QASM3ParsingError

from plateaus.ensemble.own_circuits import OwnGate
from plateaus.ensemble.own_gates import CONSTANTS, OPERATORS, Angle, OwnCircuitError, expanded, function, number, shape

LIBRARIES = ("stdgates.inc", "stdgates.qasm", "qelib1.inc")
"""Files of gates that may be included: all of theirs are known."""
INVERSES = {"s": "sdg", "t": "tdg", "sx": "sxdg"} | {
    name: name for name in ("x", "y", "z", "h", "cx", "cy", "cz", "ch", "swap", "ecr")
}
INVERSES |= {inverse: name for name, inverse in INVERSES.items()}
REFUSED: Mapping[type, str] = {
    ast.BranchingStatement: "classical control",
    ast.WhileLoop: "classical control",
    ast.ForInLoop: "a loop; write it out",
    ast.SwitchStatement: "classical control",
    ast.QuantumReset: "a reset",
    ast.ClassicalAssignment: "a classical variable",
    ast.AliasStatement: "an alias; write the qubits themselves",
    ast.SubroutineDefinition: "a subroutine",
    ast.ExternDeclaration: "an extern",
    ast.DelayInstruction: "a delay",
    ast.Box: "a box",
}

Scope = Mapping[str, Angle]


def gates_of(text: str, qubits: int) -> list[OwnGate]:
    """The gates of a program on so many qubits, from 0 in the order of its declarations; `line` is that of the program.

    Raises
    ------
    OwnCircuitError
        It cannot be simulated, or is no OpenQASM; the message begins with the line.
    """
    try:
        program = parse(text)
    except QASM3ParsingError as error:
        raise OwnCircuitError(_syntax(error)) from None
    reader = _Reader(qubits, old=(program.version or "3").startswith("2"))
    for statement in program.statements:
        line = statement.span.start_line if statement.span else 0
        try:
            reader.read(statement, line)
        except OwnCircuitError as error:
            raise OwnCircuitError(f"line {line}: {error}") from None
    declared = reader.declared
    if declared != qubits:
        raise OwnCircuitError(f"line 1: {declared} qubits are declared, the size is {qubits}")
    return reader.gates


def _syntax(error: QASM3ParsingError) -> str:
    """Where, and at what, the parser gave up: its own message, or the token that it keeps in the cause."""
    if found := re.match(r"L(\d+):C\d+: (.*)", str(error), re.DOTALL):
        return f"line {found[1]}: no OpenQASM: {' '.join(found[2].split())}"
    causes = error.__cause__.args if error.__cause__ else ()
    token = getattr(causes[0], "offendingToken", None) if causes else None
    return f"line {token.line}: no OpenQASM, at {token.text!r}" if token else "line 1: no OpenQASM"


class _Reader:
    """What is known of a program up to a line."""

    def __init__(self, qubits: int, *, old: bool) -> None:
        self._size, self._old = qubits, old
        self.gates: list[OwnGate] = []
        self.declared = 0
        self._registers: dict[str, list[int]] = {}
        self._values: dict[str, Angle] = {}
        self._definitions: dict[str, ast.QuantumGateDefinition] = {}
        self._measured: set[int] = set()

    def read(self, statement: ast.Statement | ast.Pragma, line: int) -> None:
        match statement:
            case ast.Include(filename=file):
                if file not in LIBRARIES:
                    raise OwnCircuitError(f"the file {file}; {' and '.join(LIBRARIES[::2])} may be included")
            case ast.QubitDeclaration(qubit=name, size=size):
                self._declare(name.name, 1 if size is None else self._whole(size))
            case ast.IODeclaration(io_identifier=ast.IOKeyword.output):
                pass
            case ast.IODeclaration(type=ast.FloatType() | ast.AngleType(), identifier=name):
                self._values[name.name] = Angle(0.0, {name.name: 1.0})
            case ast.IODeclaration(identifier=name):
                raise OwnCircuitError(f"the input {name.name}, which is no float and no angle; one name an angle")
            case ast.ConstantDeclaration(identifier=name, init_expression=value):
                self._values[name.name] = Angle(number(self._angle(value, {}), f"the constant {name.name}"))
            case ast.ClassicalDeclaration(type=ast.BitType(), init_expression=None):
                pass
            case ast.ClassicalDeclaration(type=ast.BitType(), init_expression=ast.QuantumMeasurement(qubit=operand)):
                self._measured.update(self._qubits(operand))
            case ast.ClassicalDeclaration(identifier=name):
                raise OwnCircuitError(f"the classical variable {name.name}; const is allowed, and input")
            case ast.QuantumMeasurementStatement(measure=measurement):
                self._measured.update(self._qubits(measurement.qubit))
            case ast.QuantumBarrier():
                pass
            case ast.QuantumPhase(modifiers=[]):
                pass
            case ast.QuantumGateDefinition(name=name):
                self._definitions[name.name] = statement
            case ast.QuantumGate():
                self._call(statement, line)
            case _:
                raise OwnCircuitError(REFUSED.get(type(statement), f"a statement {type(statement).__name__}"))

    def _declare(self, name: str, size: int) -> None:
        self._registers[name] = list(range(self.declared, self.declared + size))
        self.declared += size
        if self.declared > self._size:
            raise OwnCircuitError(f"{self.declared} qubits are declared, the size is {self._size}")

    def _call(self, gate: ast.QuantumGate, line: int) -> None:
        """A gate, on registers as on each of their qubits."""
        operands = [self._qubits(operand) for operand in gate.qubits]
        lengths = {len(operand) for operand, given in zip(operands, gate.qubits, strict=True) if _is_register(given)}
        if len(lengths) > 1:
            raise OwnCircuitError(f"{gate.name.name} on registers of {' and '.join(map(str, sorted(lengths)))} qubits")
        angles = [self._angle(argument, {}) for argument in gate.arguments]
        for i in range(max(lengths, default=1)):
            places = [operand[i if len(operand) > 1 else 0] for operand in operands]
            if late := self._measured.intersection(places):
                raise OwnCircuitError(f"{gate.name.name} on qubit {min(late)} behind its measurement")
            self.gates += self._modified(gate, angles, places, line)

    def _modified(
        self, gate: ast.QuantumGate, angles: Sequence[Angle], places: Sequence[int], line: int
    ) -> Iterator[OwnGate]:
        name, times = gate.name.name, 1
        for modifier in gate.modifiers[::-1]:
            word = modifier.modifier.name
            count = 1 if modifier.argument is None else self._whole(modifier.argument)
            if word == "inv":
                times = -times
            elif word == "pow":
                times *= count
            elif word == "ctrl" and times == 1 and name not in self._definitions and shape("c" * count + name):
                name = "c" * count + name
            else:
                raise OwnCircuitError(f"the modifier {word} of {name}; write the gate itself")
        made = list(self._made(name, angles, places, line))
        if times < 0:
            made = [_inverse(part) for part in reversed(made)]
        for _ in range(abs(times)):
            yield from made

    def _made(self, name: str, angles: Sequence[Angle], places: Sequence[int], line: int) -> Iterator[OwnGate]:
        """A gate of a definition in the program, or else of the libraries."""
        definition = self._definitions.get(name)
        if definition is None:
            yield from expanded(name, angles, places, line)
            return
        if (len(angles), len(places)) != (len(definition.arguments), len(definition.qubits)):
            raise OwnCircuitError(
                f"{name} with {len(angles)} angles and {len(places)} qubits; it takes {len(definition.arguments)} "
                f"angles and {len(definition.qubits)} qubits"
            )
        scope = {known.name: angle for known, angle in zip(definition.arguments, angles, strict=True)}
        there = {known.name: place for known, place in zip(definition.qubits, places, strict=True)}
        for part in definition.body:
            if isinstance(part, ast.QuantumBarrier | ast.QuantumPhase):
                continue
            if not isinstance(part, ast.QuantumGate):
                raise OwnCircuitError(f"in {name} {REFUSED.get(type(part), f'a statement {type(part).__name__}')}")
            if part.name.name == name:
                raise OwnCircuitError(f"{name}, which is defined by itself")
            inside = [self._angle(argument, scope) for argument in part.arguments]
            yield from self._modified(part, inside, _local(part, there), line)

    def _qubits(self, operand: ast.Identifier | ast.IndexedIdentifier) -> list[int]:
        """The qubits that an operand of a statement names."""
        name = operand.name if isinstance(operand, ast.Identifier) else operand.name.name
        if name not in self._registers:
            raise OwnCircuitError(f"the qubits {name}, which are not declared")
        register = self._registers[name]
        if isinstance(operand, ast.Identifier):
            return register
        match operand.indices:
            case [[ast.Expression() as index]]:
                place = self._whole(index)
                if not -len(register) <= place < len(register):
                    raise OwnCircuitError(f"the qubit {name}[{place}]; there are 0 to {len(register) - 1}")
                return [register[place]]
        raise OwnCircuitError(f"several qubits of {name} at once; write them one by one")

    def _whole(self, expression: ast.Expression) -> int:
        value = number(self._angle(expression, {}), "a whole number")
        if value != round(value):
            raise OwnCircuitError(f"{value:g} where a whole number stands")
        return round(value)

    def _angle(self, expression: ast.Expression, scope: Scope) -> Angle:
        """The value of an expression, with names of angles; `scope` has the arguments of a definition."""
        match expression:
            case ast.IntegerLiteral(value=value) | ast.FloatLiteral(value=value):
                return Angle(float(value))
            case ast.Identifier(name=name):
                if (known := scope.get(name, self._values.get(name))) is not None:
                    return known
                if name in CONSTANTS:
                    return Angle(CONSTANTS[name])
                if self._old:
                    return Angle(0.0, {name: 1.0})
                raise OwnCircuitError(f"{name}, which is not declared; angles are declared as input float {name};")
            case ast.UnaryExpression(op=op, expression=inner) if op.name == "-":
                return -self._angle(inner, scope)
            case ast.BinaryExpression(op=op, lhs=left, rhs=right) if op.name in self._operators:
                one, other = self._angle(left, scope), self._angle(right, scope)
                literal = isinstance(left, ast.IntegerLiteral) and isinstance(right, ast.IntegerLiteral)
                if op.name == "/" and literal and not self._old and other.constant and one.constant % other.constant:
                    raise OwnCircuitError("a division of whole numbers, which OpenQASM 3 rounds; write 1.0/2 for 1/2")
                return OPERATORS[op.name](one, other)
            case ast.FunctionCall(name=called, arguments=[argument]):
                return function(called.name, self._angle(argument, scope))
            case ast.IndexExpression():
                raise OwnCircuitError("an element of an array; write one name for each angle")
        raise OwnCircuitError(f"an expression {type(expression).__name__}, which is no sum of angles and numbers")

    @property
    def _operators(self) -> set[str]:
        return set(OPERATORS) - ({"**"} if self._old else {"^"})


def _is_register(operand: ast.Identifier | ast.IndexedIdentifier) -> bool:
    return isinstance(operand, ast.Identifier)


def _local(part: ast.QuantumGate, there: Mapping[str, int]) -> list[int]:
    """The qubits of a gate inside of a definition."""
    names = [qubit.name if isinstance(qubit, ast.Identifier) else "" for qubit in part.qubits]
    for name in names:
        if name not in there:
            raise OwnCircuitError(f"in a definition the qubit {name}, which is none of its own")
    return [there[name] for name in names]


def _inverse(gate: OwnGate) -> OwnGate:
    if gate.angle:
        return gate._replace(factor=-gate.factor, offset=-gate.offset)
    if gate.name in INVERSES:
        return gate._replace(name=INVERSES[gate.name])
    axis, bracket, angle = gate.name.rstrip(")").partition("(")
    if not bracket:
        raise OwnCircuitError(f"the inverse of {gate.name}; write it as gates")
    return gate._replace(name=f"{axis}({-float(angle)!r})")
