"""What simulates circuits: state vectors, compiled kernels, density matrices, whole gradients; a reference apart."""
