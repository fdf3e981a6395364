"""Who takes part in the benchmark, and to what accuracy they have to agree."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

TOLERANCE = {"double": 1e-10, "single": 1e-5}


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


OURS = Contender("this workflow", "curve", "qulacs")
COMPILED = replace(OURS, name="this workflow, numba", package="numba", options={"engine": "numba"})
PEERS = (
    Contender("Qulacs, parameter shift", "qulacs_shift", "qulacs"),
    Contender("PennyLane lightning", "lightning", "pennylane-lightning"),
    Contender("qsim, fusing 2", "qsim", "qsimcirq", "single", {"fused": 2}),
    Contender("qsim, fusing 4", "qsim", "qsimcirq", "single", {"fused": 4}),
    Contender("Qiskit Aer", "aer", "qiskit-aer"),
    Contender("TensorCircuit-NG, JAX", "tensorcircuit_jax", "tensorcircuit-ng"),
)


def contenders(native: str = "") -> tuple[Contender, ...]:
    """All that take part, ours first: with a folder `native`, Qulacs twice, as installed and from there."""
    built = (OURS, PEERS[0]) if native else ()
    return (OURS, COMPILED, *(replace(c, name=f"{c.name}, native", folder=native) for c in built), *PEERS)
