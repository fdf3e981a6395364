"""Exact first and second moments over the ensemble, without sampling, and their limits of infinite depth."""
