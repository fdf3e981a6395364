"""QR decompositions that end at a rank against LAPACK's of the whole matrix, and against singular values."""

import numpy as np
import pytest
from scipy.linalg.lapack import dgeqp3

from plateaus.theory.pivoted_qr import truncated


def falling(rows: int, columns: int, decades: float) -> np.ndarray:
    """A matrix whose singular values fall by so many powers of ten."""
    rng = np.random.default_rng(5)
    sizes = 10 ** -np.linspace(0, decades, min(rows, columns))
    left, right = (np.linalg.qr(rng.normal(size=(side, len(sizes))))[0] for side in (rows, columns))
    return left * sizes @ right.T


@pytest.mark.parametrize("decades", [1, 12])
@pytest.mark.parametrize(("rows", "columns"), [(10, 7), (7, 10), (90, 210), (210, 210), (150, 90), (66, 400)])
@pytest.mark.parametrize("rank", [4, 30, 70])
def test_the_same_columns_as_of_the_whole_matrix(rows, columns, rank, decades):
    matrix = falling(rows, columns, decades)
    before = matrix.copy()
    ortho, rest, dropped = truncated(matrix, rank)
    factors, pivots, *_ = dgeqp3(matrix)
    kept = min(rank, rows, columns)
    assert np.array_equal(matrix, before)
    assert ortho.shape == (rows, kept) and rest.shape == (kept, columns)
    assert ortho.T @ ortho == pytest.approx(np.eye(kept), abs=1e-13)
    assert rest == pytest.approx(ortho.T @ matrix, abs=1e-13)
    chosen = matrix[:, pivots[:kept] - 1]
    assert ortho @ (ortho.T @ chosen) == pytest.approx(chosen, abs=1e-13)
    sizes = abs(factors.diagonal())
    assert dropped == pytest.approx(sizes[kept] if kept < len(sizes) else 0.0, rel=1e-3, abs=1e-15)
    left = np.linalg.norm(matrix - ortho @ rest)
    best = np.linalg.norm(np.linalg.svd(matrix, compute_uv=False)[kept:])
    assert left <= 6 * best + 1e-13


@pytest.mark.parametrize(("rows", "rank"), [(40, 30), (210, 70)])
def test_what_adds_less_than_the_cut_is_not_kept(rows, rank):
    matrix = falling(rows, rows, 20)
    sizes = abs(dgeqp3(matrix)[0].diagonal())
    cut = float(np.sqrt(sizes[9] * sizes[10]))
    ortho, rest, dropped = truncated(matrix, rank, cut)
    assert ortho.shape[1] == len(rest) == 10
    assert dropped == pytest.approx(sizes[10])


@pytest.mark.parametrize("rows", [3, 200])
def test_nothing_has_one_column(rows):
    ortho, rest, dropped = truncated(np.zeros((rows, rows)), 10)
    assert ortho.shape == (rows, 1) and not rest.any() and dropped == 0
