"""Means, covariances and correlations of answers of which some are missing: what most other statistics start from."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.integer[Any]]

NO_VARIANCE = 1e-12
"""A sum of squares that is at most this share of what it was computed from is rounding: there is no variance."""


@dataclass(frozen=True)
class PairwiseMoments:
    """Moments of items over the persons who answered both items of a pair.

    `n_pairs`: (k, k) persons who answered both items, on the diagonal who answered the item; `mean`: (k,) over all who
    answered the item; `covariance`: (k, k) with divisor n_pairs - 1, nan below two persons; `correlation`: (k, k) over
    the persons of the pair alone, nan where one of the two items does not vary among them.
    """

    n_pairs: IntArray
    mean: FloatArray
    covariance: FloatArray
    correlation: FloatArray


@dataclass(frozen=True)
class Centred:
    """Answers around the mean. `answered`: (n, k); `deviation`: (n, k), 0 without one; `mean`: (k,), nan with none."""

    answered: npt.NDArray[np.bool_]
    deviation: FloatArray
    mean: FloatArray


def centred(items: FloatArray) -> Centred:
    """The answers of each item minus the item's mean; exactly 0 for an item to which all gave the same answer.

    `items` is (n_persons, n_items), nan = no answer.
    """
    answered = ~np.isnan(items)
    lowest = np.where(answered, items, np.inf).min(axis=0, initial=np.inf)
    highest = np.where(answered, items, -np.inf).max(axis=0, initial=-np.inf)
    count = answered.sum(axis=0)
    mean = np.full(items.shape[1], np.nan)
    np.divide(np.where(answered, items, 0.0).sum(axis=0), count, out=mean, where=count > 0)
    mean = np.where(lowest == highest, highest, mean)
    return Centred(answered, np.where(answered, items - mean, 0.0), mean)


def pairwise_moments(items: FloatArray) -> PairwiseMoments:
    """Pairwise-complete means, covariances and correlations: each pair of items over the persons who answered both.

    `items` is (n_persons, n_items), nan = no answer. `covariance` equals R's cov(use = "pairwise") and `correlation`
    its cor(use = "pairwise"). With answers missing, the correlation is not the covariance divided by the standard
    deviations (`correlation_of`), since each pair has its own persons. R uses, for data with missing answers:

    - `correlation`: psych::KMO, guttman (lambda 2 and 6), cortest.bartlett, fa, fa.parallel and vss (MAP);
    - `correlation_of(covariance)`: psych::alpha (std.alpha, average_r, G6) and splitHalf.
    """
    answers = centred(items)
    deviation, answered = answers.deviation, answers.answered.astype(np.float64)
    n_pairs = answered.T @ answered
    # [i, j]: of item i, over the persons who answered item j too.
    total, square = deviation.T @ answered, (deviation**2).T @ answered
    cross = deviation.T @ deviation
    shared = np.maximum(n_pairs, 1)
    within = np.maximum(square - total**2 / shared, 0.0)
    between = cross - total * total.T / shared
    within[within <= NO_VARIANCE * square] = 0.0
    covariance = np.full_like(cross, np.nan)
    np.divide(between, n_pairs - 1, out=covariance, where=n_pairs > 1)
    return PairwiseMoments(n_pairs.astype(np.int64), answers.mean, covariance, _ratio(between, within, within.T))


def correlation_of(covariance: FloatArray) -> FloatArray:
    """Covariances divided by the standard deviations on the diagonal, (k, k); nan for an item without variance.

    Equals R's cov2cor, and is what psych::alpha and psych::splitHalf standardise with. With answers missing it can
    exceed 1 in size, and is left so.
    """
    variance = covariance.diagonal()
    one, other = np.broadcast_arrays(variance[:, None], variance)
    correlation = np.full_like(covariance, np.nan)
    defined = (one > 0) & (other > 0)
    np.divide(covariance, np.sqrt(np.where(defined, one * other, 1.0)), out=correlation, where=defined)
    np.fill_diagonal(correlation, np.where(variance > 0, 1.0, np.nan))
    return correlation


def is_positive_definite(matrix: FloatArray) -> bool:
    """Whether the symmetric (k, k) `matrix` has only eigenvalues above rounding; not so with nan in it, or empty."""
    if matrix.size == 0 or not np.isfinite(matrix).all():
        return False
    values = np.linalg.eigvalsh(matrix)
    return bool(values[0] > len(values) * np.finfo(np.float64).eps * abs(values[-1]))


def _ratio(between: FloatArray, one: FloatArray, other: FloatArray) -> FloatArray:
    """Quotient between / sqrt(one * other) in [-1, 1] with ones on the diagonal; nan where either is 0."""
    correlation = np.full_like(between, np.nan)
    defined = (one > 0) & (other > 0)
    scale = np.sqrt(np.where(defined, one, 1.0)) * np.sqrt(np.where(defined, other, 1.0))
    np.divide(between, scale, out=correlation, where=defined)
    np.fill_diagonal(correlation, np.where(defined.diagonal(), 1.0, np.nan))
    return np.clip(correlation, -1.0, 1.0)
