"""The numbers that McClean et al. 2018 print (Nature Communications 9, 4812)."""

SLOPE = -0.685
"""Fig. 3: slope of ln Var(∂E) against the number of qubits; no error bar, depth not stated."""

LAYERS_PER_QUBIT = 10
"""Text: depth at which the variance has converged in 1D, "about 10n"."""

QUBITS = range(2, 25, 2)
"""Fig. 4: sizes."""

LAYERS = 500
"""Fig. 4: the deepest circuits."""
