"""The moments of E and ∂E at every depth, as every method of the exact theory returns them, with their errors.

A method finds second moments, E[(∂E)²] and E[E²], and what they may be wrong by. With the first moments they make
variances, and relative errors of these that are safe to quote: `curve_of` does that for all methods alike.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from plateaus.ensemble.experiment import Experiment
from plateaus.ensemble.objectives import Projector

SAFETY = 2.0
"""Relative errors are quoted as this many times the largest one that a method found up to n layers further on."""


@dataclass(frozen=True, eq=False)
class ExactCurve:
    """Moments over the ensemble after every layer; all arrays have shape (L,).

    Attributes
    ----------
    layers : np.ndarray
        Depths 1…L.
    mean, variance : np.ndarray
        Of ∂E, per radian and its square; nan at depths without the differentiated layer.
    e_mean, e_variance : np.ndarray
        Of E.
    rel_error, e_rel_error : np.ndarray
        Upper estimates of the relative errors of `variance` and `e_variance`: for a dense vector a bound on rounding,
        for a matrix-product state (MPS) `SAFETY` times the largest difference from the next smaller bond, up to n
        layers further on.
    method : {"closed", "dense", "mps"}
        How the second moments were found, see `curve.METHODS`.
    bond : int
        Bond dimension of the MPS; 0 for other methods.
    """

    layers: np.ndarray
    mean: np.ndarray
    variance: np.ndarray
    e_mean: np.ndarray
    e_variance: np.ndarray
    rel_error: np.ndarray
    e_rel_error: np.ndarray
    standard_error: np.ndarray
    e_standard_error: np.ndarray
    method: str
    bond: int = 0
    runs: int = 0
    strings: int = 0

    @property
    def worst_error(self) -> float:
        """The largest relative error of either variance at any depth."""
        return float(np.nanmax([self.rel_error, self.e_rel_error]))

    @property
    def low(self) -> np.ndarray:
        """`variance` less its error."""
        return self.variance * (1 - self.rel_error)

    @property
    def high(self) -> np.ndarray:
        """`variance` and its error."""
        return self.variance * (1 + self.rel_error)

    @property
    def relative_standard_errors(self) -> np.ndarray:
        """Standard errors relative to the variances of (∂E, E); 0 without sampling or variance. Shape (2, L)."""
        error = np.array([self.standard_error, self.e_standard_error])
        variance = np.array([self.variance, self.e_variance])
        return np.divide(error, variance, out=np.zeros_like(error), where=variance > 0)

    @property
    def worst_standard_error(self) -> float:
        """The largest standard error, relative to the variance, of either variance at any depth; 0 without sampling."""
        return float(np.max(self.relative_standard_errors, initial=0.0))


def by_depth(readings: np.ndarray, layer: int) -> np.ndarray:
    """Arrange what was read off the objective taken back through 1, 2, … layers as moments of (∂E, E) by depth.

    What is read for ∂E after j layers belongs to circuits of j layers from the differentiated one on.

    Parameters
    ----------
    readings : ndarray, shape (2, L)
        For (E, ∂E), after 1 … L layers.
    layer : int
        The differentiated layer, from 1.

    Returns
    -------
    ndarray, shape (2, L)
        For (∂E, E); nan at depths without the differentiated layer.
    """
    gradient = np.full(readings.shape[1], np.nan)
    gradient[layer - 1 :] = readings[1, : max(len(gradient) - layer + 1, 0)]
    return np.array([gradient, readings[0]])


def curve_of(
    experiment: Experiment,
    qubits: int,
    first: np.ndarray,
    second: np.ndarray,
    error: np.ndarray,
    *,
    method: str,
    bond: int = 0,
) -> ExactCurve:
    """The curve that moments make.

    Parameters
    ----------
    experiment : Experiment
    qubits : int
    first, second : ndarray, shape (2, L)
        First and second moments of (∂E, E) by depth, of the objective without its multiple of the identity (the
        projector is taken as it is).
    error : ndarray, shape (2, L)
        What the second moments may be wrong by.
    method, bond
        As in `ExactCurve`.
    """
    shift = 0.0 if isinstance(experiment.objective, Projector) else experiment.objective.trace(qubits) / 2.0**qubits
    variance = second - first**2
    if method == "dense":  # what rounding alone leaves of two equal moments is no variance
        nothing = abs(variance) <= error
        variance, error = np.where(nothing, 0.0, variance), np.where(nothing, 0.0, error)
    relative = np.divide(error, abs(variance), out=np.where(error == 0, 0.0, np.inf), where=variance != 0)
    ahead = np.minimum(np.arange(relative.shape[1]) + qubits, relative.shape[1] - 1)
    relative = SAFETY * np.fmax.accumulate(relative, axis=1)[:, ahead]
    relative[np.isnan(variance)] = np.nan
    return ExactCurve(
        layers=np.arange(1, second.shape[1] + 1),
        mean=first[0],
        variance=variance[0],
        e_mean=first[1] + shift,
        e_variance=variance[1],
        rel_error=relative[0],
        e_rel_error=relative[1],
        standard_error=np.zeros(second.shape[1]),
        e_standard_error=np.zeros(second.shape[1]),
        method=method,
        bond=bond,
    )
