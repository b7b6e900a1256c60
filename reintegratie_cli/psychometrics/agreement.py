"""Test-retest: how alike two measurements of the same persons are."""

from dataclasses import dataclass
from math import isnan, nan, sqrt

import numpy as np
import numpy.typing as npt

from reintegratie_cli.psychometrics.correlation import NO_VARIANCE, pairwise_moments

FloatArray = npt.NDArray[np.float64]

OCCASIONS = 2
FEWEST_FOR_FISHER = 4


@dataclass(frozen=True)
class Estimate:
    """A coefficient with its confidence interval; nan where it is not defined."""

    value: float
    low: float
    high: float


UNDEFINED = Estimate(nan, nan, nan)


@dataclass(frozen=True)
class Retest:
    """`n`: persons with both scores; `mean_difference`: second minus first, in score points, nan without persons."""

    n: int
    correlation: Estimate
    icc_agreement: Estimate
    icc_consistency: Estimate
    mean_difference: float


@dataclass(frozen=True)
class _MeanSquares:
    """Of the two-way layout persons x occasions."""

    n: int
    persons: float
    occasions: float
    error: float


def retest(first: FloatArray, second: FloatArray, level: float = 0.95) -> Retest:
    """Correlation and intraclass correlations of two measurements of the same persons, with their intervals.

    `first` and `second` are (n,), nan = no score; only persons with both count. The correlation is Pearson's with
    Fisher's (1921) z interval, as R's cor.test, nan for fewer than four persons. `icc_agreement` is ICC(A,1), the ICC2
    of psych::ICC(lmer = FALSE), which a shift of all persons lowers; `icc_consistency` is ICC(C,1), its ICC3, which it
    does not; McGraw & Wong (1996), two-way models. All are nan where the persons do not differ at all.
    """
    scores = np.stack([first, second], axis=1)
    scores = scores[~np.isnan(scores).any(axis=1)]
    n = len(scores)
    difference = float((scores[:, 1] - scores[:, 0]).mean()) if n else nan
    squares = _mean_squares(scores)
    return Retest(n, _correlation(scores, level), _agreement(squares, level), _consistency(squares, level), difference)


def _correlation(scores: FloatArray, level: float) -> Estimate:
    """Pearson's correlation of the two columns, with Fisher's interval: tanh(atanh r -+ z / sqrt(n - 3))."""
    value, n = float(pairwise_moments(scores).correlation[0, 1]), len(scores)
    if isnan(value) or n < FEWEST_FOR_FISHER:
        return Estimate(value, nan, nan)
    if abs(value) == 1:
        return Estimate(value, value, value)
    from scipy.special import ndtri  # noqa: PLC0415 - SciPy takes a third of a second to import

    width = float(ndtri((1 + level) / 2)) / sqrt(n - 3)
    low, high = np.tanh(np.arctanh(value) + np.array([-width, width]))
    return Estimate(value, float(low), float(high))


def _mean_squares(scores: FloatArray) -> _MeanSquares | None:
    """The mean squares of (n, 2) scores; None for fewer than two persons, or persons who do not differ."""
    n = len(scores)
    if n < 2 or (scores == scores[0]).all():  # noqa: PLR2004 - one person differs from nobody
        return None
    moments = pairwise_moments(scores)
    variance, covariance = float(moments.covariance.trace() / 2), float(moments.covariance[0, 1])
    difference = float(moments.mean[1] - moments.mean[0])
    # What a perfect correlation leaves is rounding.
    persons, error = (
        square if square > NO_VARIANCE * variance else 0.0 for square in (variance + covariance, variance - covariance)
    )
    return _MeanSquares(n, persons, n * difference**2 / 2, error)


def _consistency(squares: _MeanSquares | None, level: float) -> Estimate:
    """ICC(C,1) = (MSR - MSE) / (MSR + MSE) for two occasions, with its exact interval."""
    if squares is None:
        return UNDEFINED
    persons, error = squares.persons, squares.error
    ratio = _upper_quantile(squares.n - 1, squares.n - 1, level)
    low, high = (
        (persons * up - error * down) / (persons * up + error * down) for up, down in ((1.0, ratio), (ratio, 1.0))
    )
    return Estimate((persons - error) / (persons + error), low, high)


def _agreement(squares: _MeanSquares | None, level: float) -> Estimate:
    """ICC(A,1) = (MSR - MSE) / (MSR + MSE + 2 (MSC - MSE) / n) for two occasions; McGraw & Wong (1996).

    Its interval is approximate, with Satterthwaite's degrees of freedom, cut off at -1; nan where they are 0.
    """
    if squares is None:
        return UNDEFINED
    n, persons, occasions, error = squares.n, squares.persons, squares.occasions, squares.error
    rest = OCCASIONS * occasions + (n - OCCASIONS) * error
    if n * persons + rest == 0:
        return UNDEFINED
    value = n * (persons - error) / (n * persons + rest)
    if rest == 0:
        return Estimate(value, value, value)
    # McGraw & Wong's a MSC and b MSE, both times n (1 - ICC), which leaves the degrees of freedom as they are.
    between = OCCASIONS * value * occasions
    within = (n * (1 - value) + OCCASIONS * value * (n - 1)) * error
    if between + within == 0:
        return Estimate(value, nan, nan)
    freedom = (between + within) ** 2 / (between**2 + within**2 / (n - 1))
    below, above = _upper_quantile(n - 1, freedom, level), _upper_quantile(freedom, n - 1, level)
    low = n * (persons - below * error) / (below * rest + n * persons)
    high = n * (above * persons - error) / (rest + n * above * persons)
    # With few persons the approximation can pass what the coefficient cannot.
    return Estimate(value, max(low, -1.0), min(high, 1.0))


def _upper_quantile(numerator: float, denominator: float, level: float) -> float:
    """The (1 + level) / 2 quantile of F."""
    from scipy.special import fdtri  # noqa: PLC0415 - SciPy takes a third of a second to import

    return float(fdtri(numerator, denominator, (1 + level) / 2))
