"""Whether items share enough for a factor analysis.

A matrix that has no answer (nan in it, not positive definite, fewer than two items) gives nan in all figures;
`correlation.is_positive_definite` tells whether that was why.
"""

from dataclasses import dataclass
from math import nan

import numpy as np
import numpy.typing as npt

from reintegratie_cli.psychometrics.correlation import is_positive_definite

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Kmo:
    """Sampling adequacy in [0, 1] of all items together and, (k,), of each."""

    overall: float
    items: FloatArray


@dataclass(frozen=True)
class Bartlett:
    """Chi-square, degrees of freedom and p-value."""

    chisq: float
    df: int
    pvalue: float


def kmo(correlation: FloatArray) -> Kmo:
    """Kaiser-Meyer-Olkin's measure of sampling adequacy: sum r^2 / (sum r^2 + sum q^2), over pairs of different items.

    q is the partial correlation of two items given all others, from the inverse of the (k, k) correlations. Kaiser &
    Rice (1974). Equals psych::KMO, which takes pairwise-complete correlations. nan where no two items correlate too.
    """
    k = len(correlation)
    if k < 2 or not is_positive_definite(correlation):  # noqa: PLR2004 - one item correlates with nothing
        return Kmo(nan, np.full(k, nan))
    inverse = np.linalg.inv(correlation)
    scale = np.sqrt(inverse.diagonal())
    between = ~np.eye(k, dtype=np.bool_)
    shared = np.where(between, correlation, 0.0) ** 2
    partial = np.where(between, inverse / scale[:, None] / scale, 0.0) ** 2
    items, whole = shared.sum(axis=0), shared.sum(axis=0) + partial.sum(axis=0)
    adequacy = np.full(k, nan)
    np.divide(items, whole, out=adequacy, where=whole > 0)
    total = float(whole.sum())
    return Kmo(float(items.sum()) / total if total > 0 else nan, adequacy)


def bartlett(correlation: FloatArray, n: int) -> Bartlett:
    """Bartlett's (1951) test of sphericity, that no two items correlate: -(n - 1 - (2 k + 5) / 6) ln |R|.

    With k (k - 1) / 2 degrees of freedom, `n` the number of persons. Equals psych::cortest.bartlett, which with answers
    missing takes pairwise-complete correlations and counts all persons. nan, besides, for too few persons (a factor
    before the logarithm that is not above 0).
    """
    k = len(correlation)
    df = k * (k - 1) // 2
    factor = n - 1 - (2 * k + 5) / 6
    if df == 0 or factor <= 0 or not is_positive_definite(correlation):
        return Bartlett(nan, df, nan)
    from scipy.special import chdtrc  # noqa: PLC0415 - SciPy takes a third of a second to import

    # At most 0 but for rounding.
    chisq = max(0.0, -factor * float(np.linalg.slogdet(correlation).logabsdet))
    return Bartlett(chisq, df, float(chdtrc(df, chisq)))
