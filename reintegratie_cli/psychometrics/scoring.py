"""Scale scores from item scores, with what is known of their measurement error."""

from dataclasses import dataclass
from math import sqrt
from typing import Any

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.integer[Any]]


@dataclass(frozen=True)
class ScaleScores:
    """`score`: (n_persons,), nan where too few items were answered; `answered`: (n_persons,) items answered."""

    score: FloatArray
    answered: IntArray


def reverse_keyed(scores: FloatArray, low: float, high: float) -> FloatArray:
    """Reverse the key: low + high - score, so that the lowest answer becomes the highest.

    `scores` has any shape; nan stays nan. Equals psych::reverse.code for an item with these bounds.
    """
    return low + high - scores


def scale_mean(responses: FloatArray, min_answered: float) -> ScaleScores:
    """Mean of the answered items, for persons who answered at least the share `min_answered` of them.

    `responses` is (n_persons, n_items), reverse-keyed items already reversed, nan = no answer. Equals
    psych::scoreItems(totals = FALSE, missing = TRUE, impute = "none") where the minimum is met.
    """
    return _scored(responses, min_answered, times=1)


def scale_sum(responses: FloatArray, min_answered: float) -> ScaleScores:
    """Mean of the answered items times the number of items: the sum, with missing answers at the person's own mean.

    `responses` as in `scale_mean`. Equals psych::scoreItems(totals = TRUE) without missing answers.
    """
    return _scored(responses, min_answered, times=responses.shape[1])


def count_above(responses: FloatArray, above: float, min_answered: float) -> ScaleScores:
    """How many items score more than `above`: the share among the answered items, times the number of items.

    `responses` as in `scale_mean`.
    """
    return scale_sum(np.where(np.isnan(responses), np.nan, responses > above), min_answered)


def _scored(responses: FloatArray, min_answered: float, times: int) -> ScaleScores:
    """The mean of the answered items, `times` over."""
    n_items = responses.shape[1]
    missing = np.isnan(responses)
    answered = n_items - missing.sum(axis=1)
    total = np.where(missing, 0.0, responses).sum(axis=1)
    # A share that should be whole can end in ...0000004: three quarters of four items are three items.
    enough = answered >= max(1, np.ceil(min_answered * n_items - 1e-9))
    score = np.full(len(responses), np.nan)
    # Multiplied before it is divided, so that a sum of whole answers is whole: 22 / 7 * 7 is not 22.
    np.divide(total * times, answered, out=score, where=enough)
    return ScaleScores(score, answered.astype(np.int64))


def standard_error_of_measurement(sd: float, reliability: float) -> float:
    """Standard error of measurement: sd * sqrt(1 - reliability), in score points.

    Lord & Novick (1968), Statistical theories of mental test scores, eq. 3.4.2.
    """
    return sd * sqrt(1.0 - reliability)


def standard_error_when_answered(full: float, n_items: int, answered: IntArray) -> FloatArray:
    """Standard error of a score from k of n parallel items: full * sqrt(n / k); nan where nothing was answered.

    For parallel items the error variance of a mean of k is that of one item over k, which is what
    Spearman-Brown's formula says of the reliability. Lord & Novick (1968), section 4.3. (n_persons,) in and out.
    """
    error = np.full(len(answered), np.nan)
    np.divide(n_items, answered, out=error, where=answered > 0)
    return np.asarray(full * np.sqrt(error))
