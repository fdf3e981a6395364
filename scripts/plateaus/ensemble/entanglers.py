"""The entangling gate on every edge of the connectivity, after the rotations of a layer.

Engines and the exact theory know the controlled-Z gate, which is the paper's; the other word leaves gates out.
"""

from __future__ import annotations

from plateaus.ensemble.vocabulary import one_of

ENTANGLERS = {"cz": "controlled-Z, the paper's", "none": "no gate, qubits stay apart"}
VOCABULARY = one_of("entangler", ENTANGLERS, "The entangling gate on every edge after each layer of rotations.")
