"""Who takes part in the benchmark, and to what accuracy they have to agree."""

from __future__ import annotations

import platform
import sys
from dataclasses import dataclass, field, replace

from plateaus.tables import benchmark

TOLERANCE = {"double": 1e-10, "single": 1e-6}
WHEELS = {"mindquantum": sys.version_info < (3, 12), "scaluq": platform.machine() != "aarch64"}
"""Whether there are wheels for this Python and machine, of packages that lack some (as pyproject.toml says, too)."""


def allowed(precision: str, qubits: int) -> float:
    """How far an answer may be from ours, of `precision` and so many qubits.

    In single precision errors of some simulators grow like 2ⁿ: 1e-6 was seen at 16 qubits, 2e-5 at 20 and 5e-4 at 24.
    """
    return max(TOLERANCE[precision], 4e-6 * 2.0 ** (qubits - 16) if precision == "single" else 0.0)


@dataclass(frozen=True)
class Contender:
    """One simulator with its settings.

    Attributes
    ----------
    name : str
    module : str
        The module of this folder that runs it.
    package : str
        The distribution that does the work, whose version is recorded.
    precision : {"double", "single"}
    options : dict
        Further keyword arguments of the module's functions.
    folder : str
        A folder to import the package from, ahead of what is installed; empty for none.
    """

    name: str
    module: str
    package: str
    precision: str = "double"
    options: dict = field(default_factory=dict)
    folder: str = ""


def in_both_precisions(name: str, module: str, package: str) -> tuple[Contender, Contender]:
    """A simulator whose functions take the precision as an option."""
    double = Contender(name, module, package, options={"precision": "double"})
    return double, replace(double, name=f"{name}, single", precision="single", options={"precision": "single"})


OURS = Contender(benchmark.OURS, "curve", "qulacs")
COMPILED = {
    precision: Contender(name, "curve", "numba", precision, {"engine": "numba", "precision": precision})
    for precision, name in benchmark.COMPILED.items()
}
"""The second engine, by its precision."""
PEERS = (
    Contender("Qulacs", "qulacs_shift", "qulacs"),
    *in_both_precisions("Scaluq", "scaluq_shift", "scaluq"),
    *in_both_precisions("PennyLane lightning", "lightning", "pennylane-lightning"),
    Contender("qsim, fusing 2", "qsim", "qsimcirq", "single", {"fused": 2}),
    Contender("qsim, fusing 4", "qsim", "qsimcirq", "single", {"fused": 4}),
    *in_both_precisions("Qiskit Aer", "aer", "qiskit-aer"),
    *in_both_precisions("MindQuantum", "mindquantum_shift", "mindquantum"),
    *in_both_precisions("panta-sim", "panta", "panta-sim"),
    Contender("PRISM-Q", "prism", "prism-q"),
    Contender("Qevedo", "qevedo_shift", "qevedo-simulator"),
    Contender("TensorCircuit-NG, JAX", "tensorcircuit_jax", "tensorcircuit-ng"),
)


def contenders(native: str = "") -> tuple[Contender, ...]:
    """All that take part, ours first: with a folder `native`, Qulacs twice, as installed and from there."""
    built = (OURS, PEERS[0]) if native else ()
    peers = (peer for peer in PEERS if WHEELS.get(peer.package, True))
    return (OURS, *COMPILED.values(), *(replace(c, name=f"{c.name}, native", folder=native) for c in built), *peers)
