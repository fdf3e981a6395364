"""Reading a user's file of circuits: what it has becomes rotations and fixed gates, or is refused with its line.

Jobs alone read: a Python file is run, and a configuration is planned without it.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path

from plateaus.ensemble.ansatz import PYTHON
from plateaus.ensemble.experiment import Experiment
from plateaus.ensemble.own_circuits import OwnCircuits, OwnGate, joined
from plateaus.ensemble.own_gates import Angle, OwnCircuitError, angle_of, expanded, shape
from plateaus.ensemble.own_parameter import first_with_a_gradient

FUNCTION = "circuit"
"""What a Python file calls its function."""


def read_circuits(
    experiment: Experiment, qubits: int, depths: Iterable[int], *, recorded: Sequence[int], nested: bool
) -> OwnCircuits:
    """The circuits of a size that a user's file has.

    Parameters
    ----------
    experiment : Experiment
        Its ansatz names the file.
    qubits : int
    depths : iterable of int
        Of the circuits wanted.
    recorded : sequence of int
        Those of them that are simulated, increasing: in each the differentiated angle has to be. None where nothing is
        sampled: then it has to be in the deepest.
    nested : bool
        Whether one drawing of angles makes the circuits of all of these, as beginnings of one another.

    Raises
    ------
    ValueError
        The file has what cannot be simulated; the message has its name and the line.
    """
    path = Path(experiment.ansatz.file_of(qubits))
    try:
        source = path.read_bytes()
    except OSError as error:
        raise ValueError(f"{path}: cannot be read: {error.strerror}") from None
    language = experiment.ansatz.word.partition("=")[0]
    assert language == PYTHON
    circuits = _of_python(path, source, qubits, sorted({*depths, *recorded}))
    deepest = recorded[-1] if recorded else max(circuits)
    angle = experiment.angle or first_with_a_gradient(circuits[deepest], experiment.objective, qubits)
    if not angle:
        raise ValueError(
            f"{_place(path, deepest)}: none of its angles changes the state where {experiment.objective} sees it"
        )
    found = joined(str(path), sha256(source).hexdigest(), angle, qubits, circuits)
    _require_parameter(found, recorded or [deepest], nested)
    return found


def _require_parameter(circuits: OwnCircuits, recorded: Sequence[int], nested: bool) -> None:
    common = min(circuits.forks[depth][0] for depth in recorded)
    inside = {gate.angle for gate in circuits.trunk[:common]}
    for depth in recorded:
        gates = circuits.gates(depth)
        place = f"{circuits.file}: its circuit of {circuits.qubits} qubits and {depth} layers"
        if circuits.angle not in {gate.angle for gate in gates}:
            there = ", ".join(dict.fromkeys(gate.angle for gate in gates[:20] if gate.angle)) or "none"
            raise ValueError(f"{place} has no angle {circuits.angle} (parameter.angle); it begins with {there}")
        if nested and len(recorded) > 1 and circuits.angle not in inside:
            raise ValueError(
                f"{place} has the angle {circuits.angle} after gates that those of other depths have not; "
                "depths: independent is allowed, or an angle of their common beginning (parameter.angle)"
            )


def _place(path: Path, layers: int) -> str:
    return f"{path}: the circuit of {layers} layers" if layers else str(path)


def _line(number: int) -> str:
    return f"gate {number}"


def _of_python(path: Path, source: bytes, qubits: int, depths: Iterable[int]) -> Mapping[int, list[OwnGate]]:
    """What the function of a Python file returns at each depth."""
    function = _function(path, source)
    found = {}
    for layers in depths:
        place = f"{path}: {FUNCTION}({qubits}, {layers})"
        try:
            calls = list(function(qubits, layers))
        except Exception as error:  # whatever the user's function raises
            raise ValueError(f"{place} failed{_where(error, path)}: {type(error).__name__}: {error}") from None
        gates: list[OwnGate] = []
        for count, call in enumerate(calls, 1):
            try:
                gates += expanded(*_called(call, qubits), count)
            except OwnCircuitError as error:
                raise ValueError(f"{place}, {_line(count)}: {error}") from None
        found[layers] = gates
    return found


def _function(path: Path, source: bytes) -> Callable[[int, int], Iterable[object]]:
    """The function of a Python file, which is run."""
    names: dict[str, object] = {"__name__": path.stem, "__file__": str(path)}
    try:
        exec(compile(source, str(path), "exec"), names)
    except SyntaxError as error:
        raise ValueError(f"{path}:{error.lineno}: {error.msg}") from None
    except Exception as error:  # whatever the user's file raises
        raise ValueError(f"{path} failed{_where(error, path)}: {type(error).__name__}: {error}") from None
    function = names.get(FUNCTION)
    if not callable(function):
        raise ValueError(f"{path}: has no function {FUNCTION}(qubits, layers)")
    return function


def _where(error: Exception, path: Path) -> str:
    """The last line of the user's file on the way to an error."""
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(path)]
    return f" in line {lines[-1]}" if lines else ""


def _called(call: object, qubits: int) -> tuple[str, list[Angle], list[int]]:
    """A gate as a Python function returns it: its name, its angles, its qubits from 0, such as ("ry", "theta", 0)."""
    if not isinstance(call, tuple | list) or not call or not isinstance(call[0], str):
        raise OwnCircuitError(f'{call!r} is no gate; write it as ("ry", "theta", 0): name, angles, qubits from 0')
    name, *rest = call
    count = (shape(name) or (0, 0))[0]
    angles, places = rest[:count], rest[count:]
    found = []
    for place in places:
        if isinstance(place, bool) or not hasattr(place, "__index__"):
            raise OwnCircuitError(f"{name} on {place!r}, which is no qubit; they are counted from 0")
        found.append(place.__index__())
        if not 0 <= found[-1] < qubits:
            raise OwnCircuitError(f"{name} on qubit {found[-1]}; there are 0 to {qubits - 1}")
    return name, [angle_of(angle) for angle in angles], found
