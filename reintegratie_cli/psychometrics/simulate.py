"""Answers drawn from a factor model with known reliabilities: for examples, and for tests that must find them back.

Only uniform numbers are drawn; normal ones come from them by the inverse of the normal distribution function, so that
a seed gives the same answers whatever version of NumPy draws them.
"""

from collections.abc import Sequence
from math import sqrt

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]


def loading_for_reliability(reliability: float, n_items: int) -> float:
    """The standardised loading of n parallel items whose mean has this reliability.

    Spearman-Brown solved for the loading: lambda^2 = r / (n - (n - 1) * r). Lord & Novick (1968), eq. 5.10.4.
    """
    return sqrt(reliability / (n_items - (n_items - 1) * reliability))


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
