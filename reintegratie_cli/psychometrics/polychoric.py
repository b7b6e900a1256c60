"""Polychoric correlations in two steps: the thresholds from each item alone, each correlation from its own table."""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from reintegratie_cli.psychometrics.bivariate_normal import FAR, rectangle_derivatives, rectangle_probabilities
from reintegratie_cli.psychometrics.contingency import ContingencyTables, contingency_tables, pair_indices
from reintegratie_cli.psychometrics.polychoric_influence import (
    FLAT,
    SMALLEST,
    InfluenceTables,
    influence_tables,
    variance_of_correlations,
)

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.integer[Any]]
BoolArray = npt.NDArray[np.bool_]

BOUND = 0.9999
"""A correlation that would pass this is stopped there, and has not converged."""
TOLERANCE = 1e-10
MOST_STEPS = 100
SLACK = 1e-13
"""A log likelihood that is lower by less than this share is as high."""

Fault = Literal["missing_answers", "one_category", "empty_category", "no_common_answers"]


class PolychoricError(ValueError):
    """No polychoric correlation exists: `code` says why, `items` are the indices of the item or of the pair."""

    def __init__(self, code: Fault, items: tuple[int, ...]) -> None:
        super().__init__(f"{code}: items {items}")
        self.code = code
        self.items = items


@dataclass(frozen=True)
class PolychoricMoments:
    """Thresholds and polychoric correlations, with their asymptotic variance; of tables alone, without persons.

    `thresholds`: per item (n_categories - 1,), ascending; `correlation`: (p, p); `n`: persons with an answer;
    `n_pairs`: (p, p) persons who answered both, on the diagonal who answered the item; `empty_cells`: (p, p) cells of
    the pair's table that nobody is in; `converged`: (p, p), False too for a correlation stopped at +-`BOUND`;
    `gamma_diagonal`: (n_pairs,) asymptotic variance of each correlation times `n`, nan where it has not converged;
    `influences`: what each answer does to each threshold and correlation.
    """

    thresholds: tuple[FloatArray, ...]
    correlation: FloatArray
    n: int
    n_pairs: IntArray
    empty_cells: IntArray
    converged: BoolArray
    gamma_diagonal: FloatArray
    influences: InfluenceTables


def polychoric_moments_of(categories: IntArray, n_categories: IntArray, *, pairwise: bool) -> PolychoricMoments:
    """`polychoric_moments` of answers: (n_persons, n_items) of 0, 1, ..., -1 for none.

    With `pairwise` each threshold is of everybody who answered the item and each correlation of everybody who answered
    both, as lavaan's missing = "pairwise"; without it a missing answer is refused.
    """
    if not pairwise and (categories < 0).any():
        raise PolychoricError("missing_answers", tuple(np.flatnonzero((categories < 0).any(axis=0)).tolist()))
    return polychoric_moments(contingency_tables(categories, n_categories))


def polychoric_moments(tables: ContingencyTables) -> PolychoricMoments:
    """Thresholds from each item's margin, each correlation by maximum likelihood with these thresholds held.

    Olsson (1979), Psychometrika, 44, 443-460 (two-step); Muthen (1984), Psychometrika, 49, 115-132. Equals
    lavaan::lavCor(ordered = TRUE) and lavInspect(fit, "sampstat"): .5 is added to the one empty cell of a two by two
    table with its margins kept, other empty cells stay as they are. Raises `PolychoricError`.
    """
    _refuse_unusable(tables)
    bounds = _bounds(tables)
    rows, columns = pair_indices(len(bounds))
    rho, converged = _maximum_likelihood(_without_an_empty_cell(tables), bounds[rows], bounds[columns])
    influences = influence_tables(tables, bounds, rho)
    variance = variance_of_correlations(tables, influences)
    converged &= variance > 0
    cells = tables.n_categories[rows] * tables.n_categories[columns]
    return PolychoricMoments(
        thresholds=tuple(bounds[j, 1:k] for j, k in enumerate(tables.n_categories)),
        correlation=_symmetric(rho, np.ones(len(bounds))),
        n=tables.n,
        n_pairs=_symmetric(tables.pairs.sum(axis=(1, 2)), tables.margins.sum(axis=1)).astype(np.int64),
        empty_cells=_symmetric(cells - np.count_nonzero(tables.pairs, axis=(1, 2)), np.zeros(len(bounds), np.int64)),
        converged=_symmetric(converged, np.ones(len(bounds), np.bool_)),
        gamma_diagonal=np.where(converged, variance, np.nan),
        influences=influences,
    )


def _refuse_unusable(tables: ContingencyTables) -> None:
    """Raise if an item has fewer than two categories in use, or a category that nobody chose, or a pair no persons."""
    used = tables.margins > 0
    for j, n_categories in enumerate(tables.n_categories):
        if used[j].sum() <= 1:
            raise PolychoricError("one_category", (j,))
        if not used[j, :n_categories].all():
            raise PolychoricError("empty_category", (j,))
    for row, column, together in zip(*pair_indices(len(used)), tables.pairs.sum(axis=(1, 2)), strict=True):
        if together == 0:
            raise PolychoricError("no_common_answers", (int(row), int(column)))


def _bounds(tables: ContingencyTables) -> FloatArray:
    """(n_items, most categories + 1): the thresholds between infinite bounds, tau_k = inverse Phi(share <= k)."""
    from scipy.special import ndtri  # noqa: PLC0415 - SciPy takes a third of a second to import

    n_items, most = tables.margins.shape
    total = np.cumsum(tables.margins, axis=1)
    bounds = np.full((n_items, most + 1), FAR)
    bounds[:, 0] = -FAR
    for j, n_categories in enumerate(tables.n_categories):
        bounds[j, 1:n_categories] = ndtri(total[j, : n_categories - 1] / total[j, -1])
    return bounds


def _without_an_empty_cell(tables: ContingencyTables) -> FloatArray:
    """The tables of pairs; in one of two by two with one empty cell .5 moves along each side, and no margin changes."""
    rows, columns = pair_indices(len(tables.margins))
    two_by_two = (tables.n_categories[rows] == 2) & (tables.n_categories[columns] == 2)  # noqa: PLR2004
    empty = (tables.pairs[:, :2, :2] == 0) & two_by_two[:, None, None]
    one = empty.sum(axis=(1, 2)) == 1
    diagonal = empty[:, 0, 0] | empty[:, 1, 1]
    counts = tables.pairs.copy()
    counts[one, :2, :2] += np.where(diagonal[one], 0.5, -0.5)[:, None, None] * np.array([[1.0, -1.0], [-1.0, 1.0]])
    return counts


def _maximum_likelihood(counts: FloatArray, h: FloatArray, k: FloatArray) -> tuple[FloatArray, BoolArray]:
    """(n_pairs,) correlations, and which have converged: Newton's steps for all pairs at once.

    A step that lowers the likelihood is halved until it does not.
    """
    rho, converged = _pearson(counts), np.zeros(len(counts), np.bool_)
    left = np.arange(len(counts))
    move, best = np.zeros(len(left)), np.full(len(left), -np.inf)
    for _ in range(MOST_STEPS):
        trial = np.clip(rho[left] + move, -BOUND, BOUND)
        value, step = _log_likelihood_and_step(counts[left], h[left], k[left], trial)
        worse = value < best - SLACK * np.abs(value)
        rho[left] = np.where(worse, rho[left], trial)
        move, best = np.where(worse, move / 2.0, step), np.where(worse, best, value)
        goes = np.abs(np.clip(rho[left] + move, -BOUND, BOUND) - rho[left]) > TOLERANCE
        converged[left] = ~goes & (np.abs(rho[left]) < BOUND)
        left, move, best = left[goes], move[goes], best[goes]
        if not len(left):
            break
    return rho, converged


def _log_likelihood_and_step(
    counts: FloatArray, h: FloatArray, k: FloatArray, rho: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Sum n_ab ln pi_ab, and its slope over the observed information, or over the expected where that is not positive.

    Observed: sum n_ab [(pi'_ab / pi_ab)^2 - pi''_ab / pi_ab]; expected: N sum pi'_ab^2 / pi_ab, which is Fisher's step.
    """
    probability = np.maximum(rectangle_probabilities(h, k, rho), SMALLEST)
    first, second = rectangle_derivatives(h, k, rho)
    score = first / probability
    value = np.einsum("pab,pab->p", counts, np.log(probability))
    slope = np.einsum("pab,pab->p", counts, score)
    n = counts.sum(axis=(1, 2))
    observed = np.einsum("pab,pab->p", counts, score**2 - second / probability)
    information = np.where(observed > FLAT * n, observed, n * np.einsum("pab,pab->p", score, first))
    # Where the likelihood is flat, to the end of the range.
    end = np.sign(slope) * 2.0
    return value, np.clip(np.divide(slope, information, out=end, where=information > FLAT * n), -2.0, 2.0)


def _pearson(counts: FloatArray) -> FloatArray:
    """(n_pairs,): the correlation of the category numbers, a start; 0 where there is none."""
    category = np.arange(counts.shape[1])
    n, of_row, of_column = counts.sum(axis=(1, 2)), counts.sum(axis=2), counts.sum(axis=1)
    row, column = of_row @ category / n, of_column @ category / n
    covariance = category @ counts @ category / n - row * column
    squares = (of_row @ category**2 / n - row**2) * (of_column @ category**2 / n - column**2)
    size = np.sqrt(np.maximum(squares, 0.0))
    return np.asarray(np.clip(np.divide(covariance, size, out=np.zeros_like(n), where=size > 0), -0.9, 0.9))


def _symmetric(of_pairs: npt.NDArray[Any], diagonal: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """A symmetric matrix from its diagonal and what stands below it."""
    rows, columns = pair_indices(len(diagonal))
    matrix = np.diag(diagonal)
    matrix[rows, columns] = matrix[columns, rows] = of_pairs
    return matrix
