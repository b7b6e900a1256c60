"""Reliability of the sum of a scale's items, from their covariances or correlations.

Every coefficient is nan where it is not defined: fewer than two items, nan in the matrix, or no variance of the sum.
With answers missing, R takes `pairwise_moments(items).covariance` for alpha, `correlation_of` that for standardised
alpha, the average correlation and split-half, and `pairwise_moments(items).correlation` for lambda 2 and lambda 6.
"""

from math import isnan, nan
from typing import Any

import numpy as np
import numpy.typing as npt

from reintegratie_cli.psychometrics.correlation import NO_VARIANCE, is_positive_definite

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.integer[Any]]


def alpha(covariance: FloatArray) -> float:
    """Cronbach's alpha: k / (k - 1) * (1 - tr S / 1'S1), from the (k, k) covariances.

    Cronbach (1951); Guttman's (1945) lambda 3. At most 1, and negative where the items disagree. Equals
    psych::alpha's total$raw_alpha.
    """
    k, total = len(covariance), _total(covariance)
    return nan if isnan(total) else float(k / (k - 1) * (1 - np.trace(covariance) / total))


def alpha_standardized(correlation: FloatArray) -> float:
    """Alpha of the items made equally wide: k r / (1 + (k - 1) r), with r the average correlation.

    Equals psych::alpha's total$std.alpha. Of polychoric correlations it is ordinal alpha (Zumbo, Gadermann & Zeisser,
    2007), the reliability of a sum of latent responses that nobody observes and not that of the score.
    """
    return alpha(correlation)


def feldt_interval(alpha: float, n: int, n_items: int, level: float = 0.95) -> tuple[float, float]:
    """Confidence interval of alpha: 1 - (1 - alpha) F, with F the quantiles at (1 + level) / 2 and (1 - level) / 2.

    F has n - 1 and (n - 1) (n_items - 1) degrees of freedom. Feldt (1965); Feldt, Woodruff & Salih (1987).
    Equals psych::alpha's feldt, which counts all persons as `n`. (nan, nan) where alpha is nan, or with fewer than two
    persons or items.
    """
    if isnan(alpha) or n < 2 or n_items < 2:  # noqa: PLR2004 - one person or item has no variance
        return nan, nan
    from scipy.special import fdtri  # noqa: PLC0415 - SciPy takes a third of a second to import

    error, tail = 1 - alpha, (1 - level) / 2
    high, low = (float(fdtri(n - 1, (n - 1) * (n_items - 1), share)) for share in (1 - tail, tail))
    return 1 - error * high, 1 - error * low


def lambda2(correlation: FloatArray) -> float:
    """Guttman's lambda 2: (sum of r_ij + sqrt(k / (k - 1) * sum of r_ij^2)) / 1'R1, the sums over i != j.

    Guttman (1945); never below lambda 3. Equals psych::guttman's lambda.2, which takes correlations.
    """
    k, total = len(correlation), _total(correlation)
    if isnan(total):
        return nan
    between = correlation - np.diag(correlation.diagonal())
    return float((between.sum() + np.sqrt(k / (k - 1) * (between**2).sum())) / total)


def lambda6(correlation: FloatArray) -> float:
    """Guttman's lambda 6: 1 - sum of 1 / (R^-1)_jj / 1'R1, the errors of each item regressed on the others.

    Guttman (1945). Equals psych::guttman's lambda.6, which takes correlations. nan for a matrix that is not
    positive definite.
    """
    total = _total(correlation)
    if isnan(total) or not is_positive_definite(correlation):
        return nan
    return float(1 - (1 / np.linalg.inv(correlation).diagonal()).sum() / total)


def average_r(correlation: FloatArray) -> float:
    """Mean of the correlations between different items. Equals psych::alpha's total$average_r."""
    k = len(correlation)
    if k < 2:  # noqa: PLR2004 - one item has no other
        return nan
    return float((correlation.sum() - np.trace(correlation)) / (k * (k - 1)))


def split_half(correlation: FloatArray) -> float:
    """Average split-half reliability: the mean, over all ways to halve the scale, of 4 cov(A, B) / var(A + B).

    The coefficient of one split is Rulon's (1939), Guttman's (1945) lambda 4; an odd scale is halved into (k - 1) / 2
    and (k + 1) / 2 items. Two items stand in different halves in a share p = 2 |A| |B| / (k (k - 1)) of the splits, so
    that the mean is 2 p * (sum of r_ij over i != j) / 1'R1: for an even number of items standardised alpha (Cronbach,
    1951), for an odd number somewhat less.

    Equals psych::splitHalf's meanr for an even number of items up to 16; above 16 psych estimates it from random
    splits, and for an odd number psych 2.2.9 averages half of the splits alone.
    """
    k, total = len(correlation), _total(correlation)
    if isnan(total):
        return nan
    apart = 2 * (k // 2) * (k - k // 2) / (k * (k - 1))
    return float(2 * apart * (total - np.trace(correlation)) / total)


def _total(matrix: FloatArray) -> float:
    """1'S1, the variance of the sum; nan with fewer than two items, nan in the matrix or no variance."""
    if len(matrix) < 2 or not np.isfinite(matrix).all():  # noqa: PLR2004 - one item has no reliability of its own
        return nan
    total = float(matrix.sum())
    return total if total > NO_VARIANCE * float(np.abs(matrix).sum()) else nan
