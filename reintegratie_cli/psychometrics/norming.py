"""Norm scores: where a raw score stands in a norm group, and how sure that is.

Two kinds of uncertainty are kept apart. The intervals of a T score hold the person's own error of measurement; that of
a percentile holds the sampling error of the norm, which is small or large with the number of persons in it.
"""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.integer[Any]]
Kind = Literal["observed", "kelley"]

T_MEAN, T_SD = 50.0, 10.0
FEWEST_FOR_NORMALISED = 300
"""Persons in a norm group, below which its tails are too uncertain to normalise by."""

STANINE_BOUNDS = np.array([4.0, 11.0, 23.0, 40.0, 60.0, 77.0, 89.0, 96.0])
"""The percentiles between the nine stanines, which hold 4, 7, 12, 17, 20, 17, 12, 7 and 4 % of the norm group."""


@dataclass(frozen=True)
class Interval:
    """Of n persons: `low` and `high` are (n_persons,), nan where there is none; `kind` says what it is around."""

    low: FloatArray
    high: FloatArray
    kind: Kind


@dataclass(frozen=True)
class PercentileTable:
    """The percentile rank as a line through points: (n_points,) `scores`, rising, and their `percentiles`, 0 to 100.

    `n`: the persons in the norm group. Without points nothing has a percentile.
    """

    scores: FloatArray
    percentiles: FloatArray
    n: float


def t_score(score: FloatArray, mean: float, sd: float) -> FloatArray:
    """Linear T scores: 50 + 10 (x - mean) / sd: (n_persons,) in and out; nan where sd is not positive.

    The linear form of McCall's (1922) T scale: it keeps the shape of the distribution. Equals
    50 + 10 * scale(x, mean, sd) of R.
    """
    return T_MEAN + T_SD * (score - mean) / _positive(sd)


def percentile_table(low: FloatArray, high: FloatArray, n: FloatArray) -> PercentileTable:
    """The percentile ranks that merged frequencies give; cell i holds `n[i]` persons with scores `low[i]` .. `high[i]`.

    All are (n_cells,), in rising order and without overlap. With N persons, F below the cell and f in it:

        PR(x) = 100 (F + f (x - L) / (U - L)) / N

    L and U are the exact limits of the cell: halfway to its neighbours, and at both ends half of the smallest step
    beyond. A cell of one score has one point more, its mid-percentile 100 (F + f / 2) / N, so that this is exact
    whatever the distance to the neighbours. Within a cell the persons are taken to be spread evenly. Kolen & Brennan
    (2014), Test equating, eq. 2.14. Fewer than two cells hold no step to go by: such a table has no points.
    """
    total = float(np.sum(n))
    if len(n) < 2 or total <= 0:  # noqa: PLR2004 - a step is between two
        return PercentileTable(np.empty(0), np.empty(0), total)
    gaps = low[1:] - high[:-1]
    end = gaps.min() / 2
    limits = np.concatenate([low[:1] - end, high[:-1] + gaps / 2, high[-1:] + end])
    below = np.concatenate([[0.0], np.cumsum(n)])
    single = low == high
    scores = np.concatenate([limits, low[single]])
    persons = np.concatenate([below, (below[:-1] + n / 2)[single]])
    order = np.argsort(scores, kind="stable")
    return PercentileTable(scores[order], 100.0 * persons[order] / total, total)


def mid_percentile(score: FloatArray, table: PercentileTable) -> FloatArray:
    """The percentile rank of each score, 0 to 100: (n_persons,) in and out; nan without a score or without a table.

    0 and 100 are scores that lie beyond those of the whole norm group.
    """
    if not len(table.scores):
        return np.full(len(score), np.nan)
    return np.interp(score, table.scores, table.percentiles)


def percentile_interval(percentile: FloatArray, n: float, level: float = 0.95) -> tuple[FloatArray, FloatArray]:
    """How far off a percentile can be for the sampling of the norm group alone: low and high, 0 to 100, (n_persons,).

    Wilson's (1927) score interval of the proportion p = percentile / 100 of `n` persons, JASA 22, 209-212; nan where n
    is not positive. The person's own error of measurement is not in it. Equals prop.test(correct = FALSE)$conf.int.
    """
    n, z, p = _positive(n), _normal_quantile(level), percentile / 100.0
    centre = (p + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    low, high = (np.clip(100.0 * end, 0.0, 100.0) for end in (centre - half, centre + half))
    # At the ends one of the limits is the proportion itself; what else is left is rounding.
    return np.where(percentile == 0, 0.0, low), np.where(percentile == 100.0, 100.0, high)  # noqa: PLR2004


def t_normalised(percentile: FloatArray, n: float) -> FloatArray:
    """Normalised T scores, 50 + 10 Phi^-1(percentile / 100): (n_persons,) in and out.

    McCall (1922), How to measure in education. A score beyond those of the whole norm group counts as that of half a
    person at its end, for the normal deviate of 0 or 100 is infinite. nan where the norm group has fewer than 300.
    """
    if n < FEWEST_FOR_NORMALISED:
        return np.full(len(percentile), np.nan)
    from scipy.special import ndtri  # noqa: PLC0415 - SciPy takes a third of a second to import

    end = 0.5 / n
    return np.asarray(T_MEAN + T_SD * ndtri(np.clip(percentile / 100.0, end, 1 - end)))


def stanine(percentile: FloatArray) -> IntArray:
    """Stanines 1 to 9, with 4-7-12-17-20-17-12-7-4 % of the norm group: (n_persons,), 0 without a percentile.

    A percentile on a bound belongs to the higher stanine. Angoff (1971), Scales, norms, and equivalent scores, in
    Thorndike (ed.), Educational measurement.
    """
    places = 1 + np.searchsorted(STANINE_BOUNDS, percentile, side="right")
    return np.where(np.isnan(percentile), 0, places)


def observed_interval(t: FloatArray, error: FloatArray, sd: float, level: float = 0.90) -> Interval:
    """The T score with its error of measurement on both sides: T -+ z 10 e / sd, all (n_persons,).

    `error`: each person's standard error of measurement in raw points; `sd`: that of the norm. It holds the true score
    in `level` of the persons at every true score. Harvill (1991), Standard error of measurement, Educational
    Measurement: Issues and Practice 10(2), 33-41.
    """
    half = _normal_quantile(level) * T_SD * error / _positive(sd)
    return Interval(t - half, t + half, "observed")


def kelley_interval(t: FloatArray, error: FloatArray, sd: float, reliability: float, level: float = 0.90) -> Interval:
    """Around Kelley's regressed true score: 50 + r (T - 50) -+ z sqrt(100 R (1 - r)), all (n_persons,).

    R is the norm's `reliability` and r that of the person's own score, which has the standard error `error` (raw
    points): r = 100 R / (100 R + (10 e / sd)^2). Where all items were answered e = sd sqrt(1 - R), so that r = R and
    the standard error of estimation is 10 sqrt(R (1 - R)); where fewer were, the score counts for less against the
    mean of the norm. Right on average over the norm group, not at each true score. Kelley (1947), Fundamentals of
    statistics; Lord & Novick (1968), eq. 3.7.2a and 3.8.4a.
    """
    true = T_SD**2 * reliability
    own = true + (T_SD * error / _positive(sd)) ** 2
    weight = np.divide(true, own, out=np.zeros_like(own), where=~(own == 0))
    centre = T_MEAN + weight * (t - T_MEAN)
    half = _normal_quantile(level) * np.sqrt(true * (1 - weight))
    return Interval(centre - half, centre + half, "kelley")


def _positive(value: float) -> float:
    """The value, nan where nothing can be divided by it."""
    return value if value > 0 else np.nan


def _normal_quantile(level: float) -> float:
    """The normal deviate that `level` lies within, to both sides."""
    from scipy.special import ndtri  # noqa: PLC0415 - SciPy takes a third of a second to import

    return float(ndtri((1 + level) / 2))
