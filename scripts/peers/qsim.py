"""qsim through Cirq, single precision (it knows no other), by the parameter-shift rule."""

from __future__ import annotations

from math import pi

import cirq
import numpy as np
import qsimcirq
import sympy

from plateaus.ensemble.circuits import Circuit

ROTATION = (cirq.rx, cirq.ry, cirq.rz)
THETA = sympy.Symbol("theta")
SHIFTS = (pi / 2, -pi / 2)


def gradient(circuit: Circuit, threads: int, fused: int) -> float:
    qubits = cirq.LineQubit.range(circuit.qubits)
    moments = _moments(circuit, qubits, THETA)
    plus, minus = _simulator(threads, fused).simulate_expectation_values_sweep(
        cirq.Circuit(moments),
        cirq.Z(qubits[0]) * cirq.Z(qubits[1]),
        params=[{"theta": circuit.angles[0, 0] + shift} for shift in SHIFTS],
        qubit_order=qubits,
    )
    return (plus[0].real - minus[0].real) / 2


def sweep(circuit: Circuit, layers: tuple[int, ...], threads: int, fused: int) -> np.ndarray:
    qubits = cirq.LineQubit.range(circuit.qubits)
    observable = cirq.Z(qubits[0]) * cirq.Z(qubits[1])
    a_layer = (len(_moments(circuit, qubits, THETA)) - 1) // circuit.layers
    read = {a_layer * layer: observable for layer in layers}
    simulator = _simulator(threads, fused)
    values = []
    for shift in SHIFTS:
        # qsimcirq 0.22 resolves no symbols here
        program = cirq.Circuit(_moments(circuit, qubits, circuit.angles[0, 0] + shift))
        found = simulator.simulate_moment_expectation_values(program, read, cirq.ParamResolver(), qubit_order=qubits)
        values.append(np.array(found)[:, 0].real)
    return (values[0] - values[1]) / 2


def _simulator(threads: int, fused: int) -> qsimcirq.QSimSimulator:
    return qsimcirq.QSimSimulator(qsimcirq.QSimOptions(max_fused_gate_size=fused, cpu_threads=threads))


def _moments(circuit: Circuit, qubits: list[cirq.LineQubit], theta: float | sympy.Symbol) -> list[cirq.Moment]:
    """The circuit, and with it its first angle, as moments: one before the first layer, as many in every layer."""
    # Pairs that share no qubit go into one moment.
    colours = [[(a, b) for a, b in circuit.edges if a % 2 == parity] for parity in (0, 1)]
    moments = [cirq.Moment(cirq.ry(pi / 4).on_each(*qubits))]
    for layer, (axes, angles) in enumerate(zip(circuit.axes.tolist(), circuit.angles.tolist(), strict=True)):
        if layer == 0:
            angles[0] = theta
        moments.append(cirq.Moment(ROTATION[p](t)(q) for q, p, t in zip(qubits, axes, angles, strict=True)))
        moments.extend(cirq.Moment(cirq.CZ(qubits[a], qubits[b]) for a, b in edges) for edges in colours)
    return moments
