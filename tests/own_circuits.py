"""Circuits of one's own, written to a file and read, for tests of what is done with them."""

import textwrap
from pathlib import Path

from plateaus.ensemble.experiment import Experiment
from plateaus.ensemble.own_files import read_circuits
from plateaus.ensemble.source import Source


def source_of(path: Path, text: str, qubits: int, layers, *, depths="nested", exact=0, **words) -> Source:
    """A source whose circuits are those of a file with this text."""
    path.write_text(textwrap.dedent(text), encoding="utf-8")
    language = {".py": "python", ".qasm": "qasm"}[path.suffix]
    experiment = Experiment.from_words({"ansatz": f"{language}={path}"} | words)
    known = range(1, exact + 1)
    circuits = read_circuits(experiment, qubits, known, recorded=layers, nested=depths == "nested")
    return Source("test", 3, depths == "independent", experiment).with_circuits([circuits])


REAL_AMPLITUDES = """
    def circuit(qubits, layers):
        gates = []
        for layer in range(layers + 1):
            gates += [("ry", f"t_{layer}_{q}", q) for q in range(qubits)]
            if layer < layers:
                gates += [("cx", q, q + 1) for q in reversed(range(qubits - 1))]
        return gates
"""
HAMILTONIAN = """
    from itertools import count

    def circuit(qubits, layers):
        number = count()
        gates = [("x", q) for q in range(1, qubits, 2)]
        for layer in range(layers):
            for first in (0, 1):
                for gate in ("rxx", "ryy", "rzz"):
                    gates += [(gate, f"a{next(number)}", q, q + 1) for q in range(first, qubits - 1, 2)]
        return gates
"""
SIMPLIFIED = """
    def circuit(qubits, layers):
        gates = [("ry", f"first{q}", q) for q in range(qubits)]
        for layer in range(layers):
            for first in (0, 1):
                pairs = [(q, q + 1) for q in range(first, qubits - 1, 2)]
                for pair in pairs:
                    gates += [("h", pair[1]), ("cx", *pair), ("h", pair[1])]
                gates += [("ry", f"t{layer}_{first}_{q}", q) for pair in pairs for q in pair]
        return gates
"""
EVERYTHING = """
    def circuit(qubits, layers):
        gates = [("h", 0), ("t", 0), ("rz", "start + 0.3", 0), ("sx", 1), ("u", 0.3, "before", 1.1, 1), ("t", 1)]
        for layer in range(layers):
            gates += [("cx", 0, 1), ("rx", f"2*a{layer} - pi/2", 0), ("ecr", 1, 2), ("rzz", f"-b{layer}", 0, 2)]
        return [*gates, ("sdg", 0), ("ry", "end + 1", 0)]
"""
"""With a tail that every depth has its own of, gates that are no Clifford gates, and multiples of angles."""
SHARED = """
    def circuit(qubits, layers):
        gates = [("h", 0), ("rx", "b - 1", 1), ("ry", "2*a", 0)]
        for layer in range(layers):
            gates += [("cx", 0, 1), ("rzz", f"c{layer} - a", 0, 1), ("t", 1), ("ryy", "b", 1, 2)]
        return [*gates, ("ry", "end", 2), ("rx", "a", 1), ("rz", "end", 1)]
"""
"""With angles in several gates, by different multiples and in the tails too."""
QAOA = """
    def circuit(qubits, layers):
        gates = [("h", q) for q in range(qubits)]
        for layer in range(layers):
            gates += [("rzz", f"gamma{layer}", q, (q + 1) % qubits) for q in range(qubits)]
            gates += [("rx", f"2*beta{layer}", q) for q in range(qubits)]
        return gates
"""
