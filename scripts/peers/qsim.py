"""qsim through Cirq, single precision (it knows no other), by the parameter-shift rule."""

from __future__ import annotations

from collections.abc import Callable

import cirq
import numpy as np
import qsimcirq
import sympy

from peers.gates import CZ, SHIFTS, layers
from plateaus.ensemble.circuits import Circuit

ROTATION = (cirq.rx, cirq.ry, cirq.rz)
THETA = sympy.Symbol("theta")


def gradient(circuit: Circuit, threads: int, fused: int) -> float:
    qubits = cirq.LineQubit.range(circuit.qubits)
    plus, minus = _simulator(threads, fused).simulate_expectation_values_sweep(
        cirq.Circuit(_moments(circuit, qubits, THETA)),
        cirq.Z(qubits[0]) * cirq.Z(qubits[1]),
        params=[{"theta": circuit.angles[0, 0] + shift} for shift in SHIFTS],
        qubit_order=qubits,
    )
    return (plus[0].real - minus[0].real) / 2


def prepare(circuit: Circuit, threads: int, fused: int) -> Callable[[], float]:
    # What `simulate_expectation_values_sweep` does, once Cirq's circuits and operators are translated.
    qubits = cirq.LineQubit.range(circuit.qubits)
    simulator = _simulator(threads, fused)
    observable = qsimcirq.qsim_simulator.qsim.OpString()
    observable.weight = 1.0
    for qubit in qubits[:2]:
        place = circuit.qubits - 1 - qubit.x
        qsimcirq.qsim_circuit.add_op_to_opstring(cirq.Z(qubit), {qubit: place}, observable)
    programs = []
    for shift in SHIFTS:
        program = qsimcirq.QSimCircuit(cirq.Circuit(_moments(circuit, qubits, circuit.angles[0, 0] + shift)))
        translated, _ = program.translate_cirq_to_qsim(qubits)
        programs.append(simulator.qsim_options | {"c": translated, "s": 1})

    def energy(program: dict) -> float:
        found = simulator._sim_module.qsim_simulate_expectation_values(program, [([observable], 2)], 0)
        return found[0].real

    return lambda: (energy(programs[0]) - energy(programs[1])) / 2


def sweep(circuit: Circuit, depths: tuple[int, ...], threads: int, fused: int) -> np.ndarray:
    qubits = cirq.LineQubit.range(circuit.qubits)
    observable = cirq.Z(qubits[0]) * cirq.Z(qubits[1])
    a_layer = (len(_moments(circuit, qubits, THETA)) - 1) // circuit.layers
    read = {a_layer * depth: observable for depth in depths}
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
    start, *random = layers(circuit, theta)
    moments = [cirq.Moment(ROTATION[kind](angle)(qubits[q]) for kind, (q,), angle in start)]
    for layer in random:
        moments.append(cirq.Moment(ROTATION[kind](angle)(qubits[on[0]]) for kind, on, angle in layer if kind != CZ))
        for parity in (0, 1):  # pairs that share no qubit go into one moment
            pairs = [on for kind, on, _ in layer if kind == CZ and on[0] % 2 == parity]
            moments.append(cirq.Moment(cirq.CZ(qubits[a], qubits[b]) for a, b in pairs))
    return moments
