"""Answers drawn from a factor model with known reliabilities: for examples, and for tests that must find them back.

Only uniform numbers are drawn; normal ones come from them by the inverse of the normal distribution function, so that
a seed gives the same answers whatever version of NumPy draws them.
"""

from collections.abc import Sequence
from math import sqrt

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]

STEPS = 30
"""Halvings of the interval in which a loading is sought."""


def scored_reliability(loading: float, thresholds: Sequence[FloatArray]) -> float:
    """Reliability of the sum of ordered answers: var(E[S | f]) / var(S), in [0, 1].

    Item i is the number of its `thresholds[i]` (ascending) that `loading * f + sqrt(1 - loading^2) * e` exceeds, with f
    and e standard normal and the e independent. Lord & Novick (1968), eq. 3.4.1; the normal ogive of Lord (1952).
    """
    from scipy.special import ndtr  # noqa: PLC0415 - SciPy takes a third of a second to import

    factor = np.linspace(-8, 8, 161)
    weight = np.exp(-(factor**2) / 2)
    weight /= weight.sum()
    expected, error = np.zeros_like(factor), 0.0
    for cuts in thresholds:
        exceeds = ndtr((loading * factor - cuts[:, None]) / sqrt(1 - loading**2))
        mean = exceeds.sum(axis=0)
        square = ((2 * np.arange(len(cuts)) + 1)[:, None] * exceeds).sum(axis=0)
        expected += mean
        error += float(weight @ (square - mean**2))
    true = float(weight @ expected**2 - (weight @ expected) ** 2)
    return true / (true + error)


def loading_for_reliability(reliability: float, thresholds: Sequence[FloatArray]) -> float:
    """The standardised loading at which the sum of ordered answers has this reliability, to nine places.

    Higher than Spearman-Brown's formula gives, which leaves out what is lost by cutting answers into categories.
    `thresholds` as in `scored_reliability`.
    """
    low, high = 0.0, 1.0
    for _ in range(STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if scored_reliability(middle, thresholds) < reliability else (low, middle)
    return low


def standard_normal(random: np.random.Generator, *shape: int) -> FloatArray:
    """Standard normal numbers of the given shape."""
    from scipy.special import ndtri  # noqa: PLC0415 - SciPy takes a third of a second to import

    # Half a step away from 0, where the inverse is infinite.
    return np.asarray(ndtri(random.random(shape) * (1 - 2**-52) + 2**-53), dtype=np.float64)


def one_common_factor(random: np.random.Generator, n_persons: int, loadings: Sequence[float]) -> FloatArray:
    """(n_persons, n_factors) standard normal factors, factor j loading `loadings[j]` on one common factor."""
    own = np.asarray(loadings)
    common = standard_normal(random, n_persons, 1)
    return np.asarray(common * own + standard_normal(random, n_persons, len(own)) * np.sqrt(1 - own**2))


def ordered_responses(latent: FloatArray, thresholds: Sequence[float]) -> npt.NDArray[np.int64]:
    """The category of each latent response: how many of the ascending `thresholds` it exceeds. Any shape."""
    return np.searchsorted(np.asarray(thresholds), latent, side="left").astype(np.int64)


def even_thresholds(n_categories: int, shift: float = 0.0, spread: float = 1.0) -> FloatArray:
    """Thresholds that cut a standard normal variable, moved by `shift`, into steps of `spread` standard deviations."""
    steps = np.arange(1, n_categories, dtype=np.float64) - n_categories / 2
    return np.asarray(steps * spread - shift)
