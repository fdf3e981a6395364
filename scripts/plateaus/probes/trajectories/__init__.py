"""Noisy circuits by Pauli trajectories."""
