"""The files of circuits of a user's own that a plan needs: which they are; seen from the folder of the results."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from plateaus.plan.messages import ConfigError, refuse
from plateaus.plan.study import Plan, Study


def sizes(study: Study) -> list[int]:
    """The sizes that circuits are read for; none where they are no file's."""
    exact = study.exact.qubits if study.exact else ()
    return sorted({*study.qubits, *exact}) if study.experiment.ansatz.file else []


def files(study: Study) -> list[str]:
    """The user's files of an experiment, each once."""
    return list(dict.fromkeys(study.experiment.ansatz.file_of(n) for n in sizes(study)))


def digests(study: Study) -> dict[str, str]:
    """SHA-256 of each of them."""
    return {file: sha256(Path(file).read_bytes()).hexdigest() for file in files(study)}


def require_files(plan: Plan) -> None:
    """Make sure that all of them can be read.

    Raises
    ------
    ConfigError
        With a line for each that cannot.
    """
    problems = []
    for name, study in plan.studies.items():
        for file in files(study):
            try:
                Path(file).read_bytes()
            except OSError as error:
                folder = "" if Path(file).is_absolute() else f", seen from the folder of the results, {Path.cwd()}"
                problems.append(f"experiments.{name}.ansatz: {file} cannot be read ({error.strerror}){folder}")
    refuse(problems)


def check_circuits(study: Study, where: str) -> None:
    """What a file has decides which grids are possible.

    Raises
    ------
    ConfigError
    """
    ansatz = study.experiment.ansatz
    if not ansatz.is_one_circuit:
        return
    if len(files(study)) < len(sizes(study)):
        raise ConfigError(
            f"{where}.ansatz: {ansatz.file} is one circuit, and {where}.qubits has several sizes; {{n}} in the name of "
            "the file stands for the number of qubits"
        )
    deepest = study.exact.layers if study.exact else 1
    if study.layers != (1,) or deepest != 1:
        raise ConfigError(
            f"{where}.layers: a file of QASM is a whole circuit, which counts as one layer; [1] is allowed"
        )
