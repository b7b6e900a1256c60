"""What each item does by itself, and with the rest of its scale."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from reintegratie_cli.psychometrics.correlation import NO_VARIANCE, centred

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.integer[Any]]


@dataclass(frozen=True)
class ItemStatistics:
    """Figures of each item, all (n_items,).

    `n`: persons who answered; `missing`: who did not; `mean` and `sd` (divisor n - 1) in answer points; `skew`;
    `floor` and `ceiling`: share in [0, 1] of who answered that gave the lowest and the highest answer there is.
    nan where there are too few persons or, for the skew, no variance.
    """

    n: IntArray
    missing: IntArray
    mean: FloatArray
    sd: FloatArray
    skew: FloatArray
    floor: FloatArray
    ceiling: FloatArray


def item_statistics(items: FloatArray, lowest: FloatArray, highest: FloatArray) -> ItemStatistics:
    """Count, mean, standard deviation, skew, floor and ceiling of each item over the persons who answered it.

    `items` is (n_persons, n_items), nan = no answer; `lowest` and `highest` are (n_items,), the bounds of the answer
    set after reverse keying. The skew is b1 of Joanes & Gill (1998): the third central moment divided by the cube of
    the standard deviation. Equals psych::describe (type = 3) and, for `n`, `mean` and `sd`, psych::alpha's item.stats.
    """
    answers = centred(items)
    n = answers.answered.sum(axis=0)
    square, cube = (answers.deviation**2).sum(axis=0), (answers.deviation**3).sum(axis=0)
    sd = np.sqrt(_divided(square, n - 1))
    return ItemStatistics(
        n=n,
        missing=len(items) - n,
        mean=answers.mean,
        sd=sd,
        skew=_divided(_divided(cube, n), sd**3),
        floor=_divided((items == lowest).sum(axis=0), n),
        ceiling=_divided((items == highest).sum(axis=0), n),
    )


def item_rest_correlations(covariance: FloatArray) -> FloatArray:
    """Corrected item-total correlation: of each item with the sum of the other items of its scale, (k,).

    `covariance` is (k, k), pairwise-complete where answers are missing. With c_j the sum of row j: (c_j - s_jj) /
    sqrt(s_jj (1'S1 - 2 c_j + s_jj)); Henrysson (1963). Equals psych::alpha's item.stats$r.drop, with missing answers
    too. nan for one item, and where the item or the rest does not vary.
    """
    variance, row = covariance.diagonal(), covariance.sum(axis=1)
    rest = _rest_variance(covariance)
    product = np.sqrt(np.maximum(variance, 0.0)) * np.sqrt(np.maximum(rest, 0.0))
    return _divided(row - variance, product)


def alpha_if_deleted(covariance: FloatArray) -> FloatArray:
    """Cronbach's alpha of the scale without each of its items, (k,).

    `covariance` as in `item_rest_correlations`. Equals psych::alpha's alpha.drop$raw_alpha. nan for fewer than three
    items, and where what is left does not vary.
    """
    left = len(covariance) - 1
    if left < 2:  # noqa: PLR2004 - alpha needs two items
        return np.full(len(covariance), np.nan)
    variance = covariance.diagonal()
    share = _divided(variance.sum() - variance, _rest_variance(covariance))
    return np.asarray(left / (left - 1) * (1 - share))


def category_counts(categories: IntArray, n_categories: IntArray) -> tuple[IntArray, ...]:
    """How many persons gave each answer: for item j an array (n_categories[j],).

    `categories` is (n_persons, n_items), 0 to n_categories[j] - 1, -1 = no answer.
    """
    columns = zip(categories.T, n_categories.tolist(), strict=True)
    return tuple(np.bincount(column[column >= 0], minlength=size) for column, size in columns)


def _rest_variance(covariance: FloatArray) -> FloatArray:
    """Variance of the sum of the other items, (k,); 0 where it is but rounding."""
    variance = covariance.sum() - 2 * covariance.sum(axis=1) + covariance.diagonal()
    return np.where(variance > NO_VARIANCE * np.abs(covariance).sum(), variance, 0.0)


def _divided(numerator: npt.NDArray[Any], denominator: npt.NDArray[Any]) -> FloatArray:
    """Quotient of arrays of one shape; nan where the denominator is not above 0."""
    quotient = np.full(np.shape(numerator), np.nan)
    np.divide(numerator, denominator, out=quotient, where=denominator > 0)
    return quotient
