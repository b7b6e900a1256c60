"""One prior for the true scores of everybody: multivariate normal, its correlations reduced to a common factor.

A norm gives means, standard deviations, reliabilities and correlations of observed scores. The true scores behind them
have the same means, the variances reliability * sd^2, and the correlations r_ij / sqrt(r_ii r_jj) (Spearman, 1904).
One common factor stands for these correlations, two where one leaves a residual above .20. Given the factors the true
scores are independent, so that whatever follows from them is a sum over a few values of the factors.

The prior is not cut off at the ends of a scale: mean and standard deviation of the norm are those of what people score
within the ends, and cutting off would move them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]

MOST_RESIDUAL = 0.20
"""A residual correlation above this in size asks for a second factor."""
MOST_COMMUNALITY = 0.95
"""A true score shares no more than this with the others: it remains a score of its own."""
SWEEPS, SETTLED = 5_000, 1e-12
STEEPEST_STEP, FARTHEST, LEAST_WEIGHT = 1.4, 3.5, 1e-4


@dataclass(frozen=True)
class NormalPrior:
    """What the norms say of k scales, in raw score points.

    `mean`, `sd`, `reliability`: (k,), of observed scores; `correlations`: (k, k), of observed scores, nan = unknown,
    which counts as 0.
    """

    names: tuple[str, ...]
    mean: FloatArray
    sd: FloatArray
    reliability: FloatArray
    correlations: FloatArray

    def true_correlations(self) -> FloatArray:
        """(k, k): r_ij / sqrt(r_ii r_jj), in [-1, 1], ones on the diagonal; 0 where nothing is known of it.

        The correction for attenuation. Spearman (1904), American Journal of Psychology 15, 72-101; Lord & Novick
        (1968), eq. 3.9.8. Equals psych::correct.cor above its diagonal.
        """
        both = np.sqrt(np.outer(self.reliability, self.reliability))
        known = (both > 0) & np.isfinite(self.correlations)
        correlations = np.zeros_like(both)
        np.divide(self.correlations, both, out=correlations, where=known)
        correlations = np.clip(correlations, -1.0, 1.0)
        np.fill_diagonal(correlations, 1.0)
        return correlations

    def reduced(self) -> "FactorPrior":
        """The same prior with its correlations reduced to one common factor, or two."""
        correlations = self.true_correlations()
        loadings = minimum_residual(correlations, 1)
        if _largest_residual(correlations, loadings) > MOST_RESIDUAL:
            loadings = minimum_residual(correlations, 2)
        true_sd = np.sqrt(self.reliability) * self.sd
        return FactorPrior(self.names, self.mean, true_sd, loadings, _largest_residual(correlations, loadings))


@dataclass(frozen=True)
class FactorPrior:
    """True score i is `mean[i] + true_sd[i] * (loadings[i] @ F + sqrt(1 - communality_i) * own_i)`, all normal.

    `loadings`: (k, 1) or (k, 2) on standard normal factors F. `largest_residual`: the largest correlation in size that
    the factors do not reproduce.
    """

    names: tuple[str, ...]
    mean: FloatArray
    true_sd: FloatArray
    loadings: FloatArray
    largest_residual: float

    @property
    def own_variance(self) -> FloatArray:
        """(k,): the variance of each true score that is not of the factors."""
        return np.asarray(self.true_sd**2 * (1.0 - (self.loadings**2).sum(axis=1)))

    def posterior(self, observed: Mapping[str, FloatArray], error: Mapping[str, FloatArray], n: int) -> "Posterior":
        """What the scores of n persons on any of the scales say of their factors.

        `observed`, `error`: (n,) per scale, nan = no score, or none with a known error; other scales are left alone.
        The factor model is a linear regression on F with known error variances, so F is normal given the scores, with
        precision I + sum of L'L * true_sd^2 / (own variance + error^2). Lord & Novick (1968), section 24.
        """
        slopes = self.true_sd[:, None] * np.pad(self.loadings, ((0, 0), (0, 2 - self.loadings.shape[1])))
        first, second, both = np.ones(n), np.ones(n), np.zeros(n)
        sums = [np.zeros(n), np.zeros(n)]
        for place, name in enumerate(self.names):
            if name not in observed or not slopes[place].any():
                continue
            one, other = slopes[place]
            weight = 1.0 / (self.own_variance[place] + error[name] ** 2)
            distance = (observed[name] - self.mean[place]) * weight
            answered = np.isfinite(distance)
            weight, distance = np.where(answered, weight, 0.0), np.where(answered, distance, 0.0)
            first += one**2 * weight
            second += other**2 * weight
            both += one * other * weight
            sums[0] += one * distance
            sums[1] += other * distance
        return _solved(self, slopes, (first, second, both), sums)


@dataclass(frozen=True)
class Posterior:
    """The factors of n persons given their scores: F = `mean` + `root` z with z standard normal.

    `mean`: two of (n,); `root`: (a11, a21, a22) of a lower triangle, each (n,). `slopes`: (k, 2), those of the true
    scores on the factors.
    """

    prior: FactorPrior
    slopes: FloatArray
    mean: tuple[FloatArray, FloatArray]
    root: tuple[FloatArray, FloatArray, FloatArray]

    def true_score(self, name: str, observed: FloatArray, error: FloatArray) -> "TrueGivenFactors":
        """What is known of the true scores on one scale, (n,), given the factors and the own score.

        Without a score (nan), what the prior says given the factors; with one, the regression of the true score on it
        (Kelley, 1947; Lord & Novick, 1968, eq. 3.7.2) around what the factors predict.
        """
        place = self.prior.names.index(name)
        own = self.prior.own_variance[place]
        answered = np.isfinite(observed) & np.isfinite(error)
        noise = np.where(answered, error, 1.0) ** 2
        # Without error the score is the true score, however little the prior expects it.
        gain = np.where(answered, 1.0, 0.0)
        np.divide(own, own + noise, out=gain, where=answered & (noise > 0))
        left = 1.0 - gain
        one, other = self.slopes[place]
        centre = left * (self.prior.mean[place] + one * self.mean[0] + other * self.mean[1])
        return TrueGivenFactors(
            centre=centre + np.where(answered, gain * np.nan_to_num(observed), 0.0),
            slopes=(left * (one * self.root[0] + other * self.root[1]), left * other * self.root[2]),
            variance=own * left,
        )


@dataclass(frozen=True)
class TrueGivenFactors:
    """True scores of n persons, normal given z: mean `centre + slopes[0] * z1 + slopes[1] * z2`, and `variance`."""

    centre: FloatArray
    slopes: tuple[FloatArray, FloatArray]
    variance: FloatArray


def mean_of(parts: Sequence[TrueGivenFactors]) -> TrueGivenFactors:
    """The mean of true scores that are independent given the factors."""
    n = len(parts)
    return TrueGivenFactors(
        centre=np.asarray(sum(part.centre for part in parts) / n),
        slopes=(
            np.asarray(sum(part.slopes[0] for part in parts) / n),
            np.asarray(sum(part.slopes[1] for part in parts) / n),
        ),
        variance=np.asarray(sum(part.variance for part in parts) / n**2),
    )


def nodes(loadings: FloatArray) -> tuple[tuple[float, tuple[float, float]], ...]:
    """Weights, summing to 1, and places z: a sum over them stands for the mean over standard normal factors.

    The trapezoidal rule, whose error falls faster than any power of the step for what is smooth and dies out (Goodwin,
    1949, Proceedings of the Cambridge Philosophical Society 45, 241-245). The places are adapted to each person, since
    z is standard normal given a person's scores (Naylor & Smith, 1982, Applied Statistics 31, 214-225). The steeper a
    true score follows the factors, the smaller the step: seven to nine places up to loadings of .8, more above, where
    Gauss-Hermite nodes would need many times as many. With two factors the product of both, without what weighs less
    than 1e-4. One place where nothing loads on a factor.
    """
    communality = float((loadings**2).sum(axis=1).max(initial=0.0))
    if communality == 0.0:
        return ((1.0, (0.0, 0.0)),)
    step = min(1.0, STEEPEST_STEP * float(np.sqrt(1.0 - communality)))
    half = int(np.ceil(FARTHEST / step - 0.5))
    places = step * np.arange(-half, half + 1)
    weights = np.exp(-(places**2) / 2)
    if loadings.shape[1] == 1:
        pairs = [(float(weight), (float(place), 0.0)) for weight, place in zip(weights, places, strict=True)]
    else:
        of_each = zip(np.outer(weights, weights).ravel(), np.repeat(places, len(places)), strict=True)
        across = np.tile(places, len(places))
        pairs = [(float(w), (float(z), float(y))) for (w, z), y in zip(of_each, across, strict=True)]
    total = sum(weight for weight, _ in pairs)
    pairs = [(weight, place) for weight, place in pairs if weight >= LEAST_WEIGHT * total]
    total = sum(weight for weight, _ in pairs)
    return tuple((weight / total, place) for weight, place in pairs)


def minimum_residual(correlations: FloatArray, n_factors: int) -> FloatArray:
    """(k, n_factors) loadings that minimise the squared residual correlations, communalities at most .95.

    Row after row by least squares, from the principal axes: Harman & Jones (1966), Psychometrika 31, 351-368; a row
    that would exceed the largest communality is the best one on that bound: Harman & Fukuda (1966), Psychometrika 31,
    563-571. Equals psych::fa(fm = "minres") where no communality comes near 1.
    """
    values, vectors = np.linalg.eigh(correlations)
    largest = np.argsort(-values)[:n_factors]
    loadings = np.zeros((len(correlations), n_factors))
    loadings[:, : len(largest)] = vectors[:, largest] * np.sqrt(np.maximum(values[largest], 0.0))
    if len(correlations) == 1:
        return np.zeros((1, n_factors))
    if len(correlations) == 2:  # noqa: PLR2004 - of two scales only the product of the loadings is known
        shared = np.sqrt(min(abs(correlations[0, 1]), MOST_COMMUNALITY))
        loadings[:] = 0.0
        loadings[:, 0] = shared, shared * np.sign(correlations[0, 1])
        return loadings
    for _ in range(SWEEPS):
        before = loadings.copy()
        for row in range(len(loadings)):
            others = np.delete(loadings, row, axis=0)
            loadings[row] = _bounded(others.T @ others, others.T @ np.delete(correlations[row], row))
        if np.abs(loadings - before).max() < SETTLED:
            break
    return loadings


def _bounded(product: FloatArray, target: FloatArray) -> FloatArray:
    """The x that minimises x'Ax - 2b'x with x'x at most MOST_COMMUNALITY; A positive semidefinite."""
    values, vectors = np.linalg.eigh(product)
    along = vectors.T @ target
    # A direction in which the others have no loadings says nothing.
    said = values > 1e-12 * max(values.max(), 1e-300)

    def solved(added: float) -> FloatArray:
        scaled = np.zeros_like(along)
        np.divide(along, values + added, out=scaled, where=said)
        return scaled

    found = solved(0.0)
    if found @ found > MOST_COMMUNALITY:
        low, high = 0.0, float(np.sqrt(along @ along / MOST_COMMUNALITY))
        for _ in range(100):
            middle = (low + high) / 2
            low, high = (middle, high) if (it := solved(middle)) @ it > MOST_COMMUNALITY else (low, middle)
        found = solved(high)
    return np.asarray(vectors @ found)


def _largest_residual(correlations: FloatArray, loadings: FloatArray) -> float:
    residual = correlations - loadings @ loadings.T
    np.fill_diagonal(residual, 0.0)
    return float(np.abs(residual).max(initial=0.0))


def _solved(
    prior: FactorPrior, slopes: FloatArray, precision: tuple[FloatArray, FloatArray, FloatArray], sums: list[FloatArray]
) -> Posterior:
    """The mean and a root of the covariance of two factors, from their precision and what is to be multiplied by it."""
    first, second, both = precision
    determinant = first * second - both**2
    mean = (second * sums[0] - both * sums[1]) / determinant, (first * sums[1] - both * sums[0]) / determinant
    spread = np.sqrt(second / determinant)
    return Posterior(prior, slopes, mean, (spread, -both / determinant / spread, np.sqrt(1.0 / second)))
