"""Whether a score has changed by more than its measurement error, for one person and for a group."""

from dataclasses import dataclass
from math import nan, sqrt

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]
IntArray = npt.NDArray[np.int64]

Z_95 = 1.959963984540054
"""The standard normal deviate that 95 % lies within."""
Z_90 = 1.6448536269514722
"""The standard normal deviate that 90 % lies within, so that 5 % lies beyond it on each side."""

FEWEST_FOR_SPREAD = 2
FEWEST_FOR_CORRECTION = 3
NO_SPREAD = 1e-9
"""Beside the size of the scores, a spread that is rounding alone."""


def differs_beyond_error(
    first: FloatArray, first_error: FloatArray, second: FloatArray, second_error: FloatArray
) -> npt.NDArray[np.bool_]:
    """Where |first - second| > 1.96 * sqrt(first_error^2 + second_error^2): (n_persons,); false where either is nan.

    The errors are taken to be independent. Jacobson & Truax (1991), Journal of Consulting and Clinical Psychology
    59, 12-19, with a standard error for each score.
    """
    error = np.sqrt(first_error**2 + second_error**2)
    return np.asarray(np.abs(first - second) > Z_95 * error)


@dataclass(frozen=True)
class ReliableChange:
    """The change of n persons beside its error; every array is (n_persons,), nan where it cannot be computed.

    `change`: second minus first, in score points. The estimated change is `weight * change + offset` and `error` its
    standard error; for Jacobson and Truax that is the change itself. It is reliable beyond `critical` times its error.
    """

    change: FloatArray
    error: FloatArray
    weight: float
    offset: float
    critical: float

    @property
    def estimate(self) -> FloatArray:
        """The estimated change."""
        return self.weight * self.change + self.offset

    @property
    def index(self) -> FloatArray:
        """The reliable change index: the estimated change over its standard error; nan where that is 0."""
        return self.estimate / np.where(self.error > 0, self.error, np.nan)

    @property
    def low(self) -> FloatArray:
        """The lower end of the interval of the estimated change."""
        return self.estimate - self.critical * self.error

    @property
    def high(self) -> FloatArray:
        """The upper end of the interval of the estimated change."""
        return self.estimate + self.critical * self.error

    @property
    def pvalue(self) -> FloatArray:
        """The chance of an index as far from 0, to both sides, where nothing but error makes a difference."""
        return _both_tails(self.index)

    def direction(self, pvalue: FloatArray) -> IntArray:
        """1 where the score rose reliably, -1 where it fell, 0 elsewhere; by `pvalue`, which may be corrected."""
        beyond = pvalue < float(_both_tails(np.array(self.critical)))
        return np.where(beyond, np.sign(np.nan_to_num(self.index)), 0).astype(np.int64)

    def reachable(self, change: FloatArray) -> BoolArray:
        """Where a change of so many points would have been reliable, (n_persons,) in and out."""
        estimate = (self.weight * change + self.offset) * np.sign(change)
        return np.asarray(estimate > self.critical * self.error)


def jacobson_truax(
    first: FloatArray, first_error: FloatArray, second: FloatArray, second_error: FloatArray
) -> ReliableChange:
    """The reliable change index of Jacobson & Truax (1991): RC = (x2 - x1) / S_diff, reliable where |RC| > 1.96.

    S_diff = sqrt(e1^2 + e2^2), which is sqrt(2) SD sqrt(1 - r) where all items were answered both times. All are
    (n_persons,) in raw points, nan = no score. Journal of Consulting and Clinical Psychology 59, 12-19.
    """
    error = np.sqrt(first_error**2 + second_error**2)
    change = second - first
    return ReliableChange(change, np.where(np.isnan(change), np.nan, error), 1.0, 0.0, Z_95)


def hageman_arrindell(
    first: FloatArray, first_error: FloatArray, second: FloatArray, second_error: FloatArray
) -> ReliableChange:
    """The individual index of Hageman & Arrindell (1999), RC_INDIV: Kelley's estimate of the true change.

        RC_INDIV = (r (x2 - x1) + (1 - r) (M2 - M1)) / (sqrt(r) S_diff),   r = 1 - S_diff^2 / S_D^2

    r is the reliability of the differences: S_D^2 is their variance in this group, S_diff^2 the mean of e1^2 + e2^2,
    as (s1^2 r11 + s2^2 r22 - 2 s1 s2 r12) / (s1^2 + s2^2 - 2 s1 s2 r12) with the errors known. Reliable where
    |RC_INDIV| > 1.645: 5 % wrong on each side. Everything is nan where the differences vary no more than error alone
    lets them (r <= 0). Behaviour Research and Therapy 37, 1169-1193. Arguments as in `jacobson_truax`.
    """
    change = second - first
    variance = np.where(np.isnan(change), np.nan, first_error**2 + second_error**2)
    known = ~np.isnan(variance)
    reliability, mean = nan, nan
    if np.count_nonzero(known) >= FEWEST_FOR_SPREAD and _varies(change[known]):
        reliability = 1.0 - float(variance[known].mean()) / float(change[known].var(ddof=1))
        mean = float(change[known].mean())
    weight = reliability if reliability > 0 else nan
    return ReliableChange(change, np.sqrt(weight * variance), weight, (1 - weight) * mean, Z_90)


def holm(pvalues: FloatArray) -> FloatArray:
    """P values corrected for several tests of one person: (n_persons, n_tests) in and out, nan = no test.

    max over j <= i of min(1, (m - j + 1) p_(j)), p_(1) the smallest of m. Holm (1979), Scandinavian Journal of
    Statistics 6, 65-70. Equals p.adjust(method = "holm") of R, row by row.
    """
    tests = (~np.isnan(pvalues)).sum(axis=1, keepdims=True)
    order = np.argsort(pvalues, axis=1)
    ordered = np.take_along_axis(pvalues, order, axis=1)
    factors = np.maximum(tests - np.arange(pvalues.shape[1]), 1)
    # nan is sorted to the end, so that it spoils none before it.
    corrected = np.minimum(np.maximum.accumulate(ordered * factors, axis=1), 1.0)
    back = np.empty_like(corrected)
    np.put_along_axis(back, order, corrected, axis=1)
    return back


@dataclass(frozen=True)
class MeanChange:
    """Of `n` persons with both scores: the mean change in score points with its interval, and standardised.

    nan where there are too few persons: one for the mean, two who differ for the interval, three for `effect_size`.
    """

    n: int
    mean: float
    low: float
    high: float
    mean_first: float
    effect_size: float


def mean_change(first: FloatArray, second: FloatArray, level: float = 0.95) -> MeanChange:
    """The mean of second - first with Student's t interval, and the standardised mean change.

    `first` and `second` are (n_persons,), nan = no score. The interval is mean -+ t s_D / sqrt(n), that of R's
    t.test(second, first, paired = TRUE). `effect_size` is Becker's (1988) standardised mean change, British Journal of
    Mathematical and Statistical Psychology 41, 257-278: the mean change in standard deviations of the first
    measurement, times the correction for small groups, Gamma(m / 2) / (sqrt(m / 2) Gamma((m - 1) / 2)) with
    m = n - 1. Equals escalc(measure = "SMCR") of metafor. It says nothing about why the scores changed.
    """
    both = ~np.isnan(first + second)
    first, change = first[both], (second - first)[both]
    n = len(change)
    if n == 0:
        return MeanChange(0, nan, nan, nan, nan, nan)
    mean, half = float(change.mean()), nan
    if _varies(change):
        from scipy.special import stdtrit  # noqa: PLC0415 - SciPy takes a third of a second to import

        half = float(stdtrit(n - 1, (1 + level) / 2)) * float(change.std(ddof=1)) / sqrt(n)
    standardised = nan
    if n >= FEWEST_FOR_CORRECTION and _varies(first):
        standardised = _small_group_correction(n - 1) * mean / float(first.std(ddof=1))
    return MeanChange(n, mean, mean - half, mean + half, float(first.mean()), standardised)


def regression_to_the_mean(mean_first: float, norm_mean: float, reliability: float) -> float:
    """The mean change to be expected where nothing but error changes: (1 - r) (M - x1).

    For a group with the mean `mean_first` that was selected by that score from a population with the mean `norm_mean`,
    with r the correlation of two measurements. Davis (1976), American Journal of Epidemiology 104, 493-498;
    Campbell & Kenny (1999), A primer on regression artifacts, chapter 3.
    """
    return (1 - reliability) * (norm_mean - mean_first)


def _both_tails(deviate: FloatArray) -> FloatArray:
    """2 Phi(-|z|)."""
    from scipy.special import ndtr  # noqa: PLC0415 - SciPy takes a third of a second to import

    return np.asarray(2 * ndtr(-np.abs(deviate)))


def _small_group_correction(freedom: int) -> float:
    """Hedges' (1981) exact correction, Journal of Educational Statistics 6, 107-128, eq. 6e."""
    from scipy.special import gammaln  # noqa: PLC0415 - SciPy takes a third of a second to import

    return float(np.exp(gammaln(freedom / 2) - gammaln((freedom - 1) / 2)) / sqrt(freedom / 2))


def _varies(values: FloatArray) -> bool:
    """Whether there is any spread beyond rounding."""
    return len(values) >= FEWEST_FOR_SPREAD and float(np.ptp(values)) > NO_SPREAD * max(1.0, np.abs(values).max())
