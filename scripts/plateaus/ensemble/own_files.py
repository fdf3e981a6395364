"""Reading a user's file of circuits: what it has becomes rotations and fixed gates, or is refused with its line.

Jobs alone read: a Python file is run, and a configuration is planned without it.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from plateaus.ensemble.ansatz import PYTHON, QASM
from plateaus.ensemble.experiment import Experiment
from plateaus.ensemble.own_circuits import OwnCircuits, OwnGate, joined
from plateaus.ensemble.own_gates import Angle, OwnCircuitError, angle_of, expanded, shape
from plateaus.ensemble.own_parameter import first_with_a_gradient

Read = tuple[str, Mapping[int, list[OwnGate]]]
"""What lines of gates count, and the gates at every depth."""
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
    unit, circuits = LANGUAGES_READ[language](path, source, qubits, sorted({*depths, *recorded}))
    deepest = recorded[-1] if recorded else max(circuits)
    angle = experiment.angle or first_with_a_gradient(circuits[deepest], experiment.objective, qubits)
    if not angle:
        raise ValueError(f"{path}: none of its angles changes the state where {experiment.objective} sees it")
    digest = sha256(source).hexdigest()
    found = OwnCircuits(str(path), digest, qubits, angle, unit, *joined(circuits))
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


def _of_qasm(path: Path, source: bytes, qubits: int, depths: Iterable[int]) -> Read:
    """A file of QASM, one circuit at whatever depth."""
    try:
        gates = _parsed(source.decode("utf-8"), qubits)
    except UnicodeDecodeError:
        raise ValueError(f"{path}: not a text in UTF-8") from None
    except OwnCircuitError as error:
        raise ValueError(f"{path}, {error}") from None
    return "line", dict.fromkeys(depths, gates)


def _parsed(text: str, qubits: int) -> list[OwnGate]:
    from plateaus.ensemble.qasm import gates_of  # the parser is there where files are read, and takes a while to import

    return gates_of(text, qubits)


def _of_python(path: Path, source: bytes, qubits: int, depths: Iterable[int]) -> Read:
    """What the function of a Python file returns at each depth."""
    function, unit = _function(path, source), "gate"
    found = {}
    for layers in depths:
        place = f"{path}: {FUNCTION}({qubits}, {layers})"
        try:
            returned = function(qubits, layers)
            calls = returned if isinstance(returned, str) else list(returned)
        except Exception as error:  # whatever the user's function raises
            raise ValueError(f"{place} failed{_where(error, path)}: {type(error).__name__}: {error}") from None
        gates: list[OwnGate] = []
        unit = "line" if isinstance(calls, str) else "gate"
        count = 0
        try:
            if isinstance(calls, str):
                gates += _parsed(calls, qubits)
            else:
                for count, call in enumerate(calls, 1):
                    gates += expanded(*_called(call, qubits), count)
        except OwnCircuitError as error:
            raise ValueError(f"{place}, {f'gate {count}: ' * bool(count)}{error}") from None
        found[layers] = gates
    return unit, found


def _function(path: Path, source: bytes) -> Callable[[int, int], Any]:
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


LANGUAGES_READ: Mapping[str, Callable[[Path, bytes, int, Iterable[int]], Read]] = {PYTHON: _of_python, QASM: _of_qasm}
