"""Where a true score lies, given an observed score and its standard error.

The measurement model is that of classical test theory with a flat prior between the ends of the scale: given the
observed score x, the true score is normal with mean x and the standard error of measurement as its standard
deviation, cut off at the lowest and highest possible score. Without an observed score it is uniform over the range.
Lord & Novick (1968), chapters 3 and 22; Box & Tiao (1973), section 1.3 for the flat prior.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, order=True)
class Cut:
    """A cut on a scale; a score equal to it lies above it, unless `inclusive`, when it lies below."""

    value: float
    inclusive: bool = False


@dataclass(frozen=True)
class TrueScore:
    """What is known of the true scores of n persons on one scale.

    `observed`: (n_persons,), nan = no score. `error`: (n_persons,), the standard error; 0 = certain, nan = not known.
    `low`, `high`: the ends of the scale, finite.
    """

    observed: FloatArray
    error: FloatArray
    low: float
    high: float

    def at_most(self, cut: Cut) -> FloatArray:
        """P(true score < cut), or <= for an inclusive cut: (n_persons,), in [0, 1].

        (Phi((c - x) / s) - Phi((low - x) / s)) / (Phi((high - x) / s) - Phi((low - x) / s)); by comparison where
        s = 0; (c - low) / (high - low) where there is no observed score; nan where an observed score has an error that
        is not known, unless the cut lies beyond the ends.
        """
        if cut.value <= self.low and not (cut.inclusive and cut.value == self.low):
            return np.zeros(len(self.observed))
        if cut.value > self.high or (cut.inclusive and cut.value == self.high):
            return np.ones(len(self.observed))
        below = self.observed <= cut.value if cut.inclusive else self.observed < cut.value
        probability = np.where(below, 1.0, 0.0)
        probability[np.isnan(self.observed)] = (cut.value - self.low) / (self.high - self.low)
        probability[~np.isnan(self.observed) & np.isnan(self.error)] = np.nan
        uncertain = np.isfinite(self.observed) & (self.error > 0)
        probability[uncertain] = self._normal_at_most(cut.value, uncertain)
        return probability

    def _normal_at_most(self, value: float, among: npt.NDArray[np.bool_]) -> FloatArray:
        observed, error = self.observed[among], self.error[among]
        low, cut, high = (normal_at_most((bound - observed) / error) for bound in (self.low, value, self.high))
        return (cut - low) / (high - low)


def normal_at_most(z: FloatArray) -> FloatArray:
    """Phi(z): the probability that a standard normal variable is at most z, of any shape. Equals pnorm."""
    from scipy.special import ndtr  # noqa: PLC0415 - SciPy takes a third of a second to import

    return np.asarray(ndtr(z), dtype=np.float64)


def interval_probabilities(score: TrueScore, cuts: Sequence[Cut]) -> FloatArray:
    """Probability that the true score lies in each interval between the ascending `cuts`.

    (n_persons, n_cuts + 1), rows sum to 1.
    """
    cumulative = [score.at_most(cut) for cut in cuts]
    return between(cumulative, len(score.observed))


def between(cumulative: Sequence[FloatArray], n: int) -> FloatArray:
    """(n_persons, n_cuts + 1): the probability of each interval from those of lying below each cut, (n_persons,)."""
    # A row per interval in memory, since each is read by itself.
    return np.diff(np.stack([np.zeros(n), *cumulative, np.ones(n)]), axis=0).T
