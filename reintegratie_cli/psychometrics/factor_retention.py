"""How many factors there are: eigenvalues, parallel analysis and Velicer's minimum average partial."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from reintegratie_cli.psychometrics.simulate import standard_normal

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.integer[Any]]

LEAST_RESIDUAL = 1e-10
"""An item of which the components leave less variance than this is wholly explained: it has no partial correlations."""


@dataclass(frozen=True)
class ParallelAnalysis:
    """`observed` and `reference`: (k,) eigenvalues, descending; `n_factors`: None where they are not defined."""

    n_factors: int | None
    observed: FloatArray
    reference: FloatArray


@dataclass(frozen=True)
class MinimumAveragePartial:
    """`average_squared_partials`: (k,), entry m after m components; `n_factors`: None where they are not defined."""

    n_factors: int | None
    average_squared_partials: FloatArray


def eigenvalues(correlation: FloatArray) -> FloatArray:
    """Eigenvalues of the (k, k) correlations, (k,), descending: the variance of the principal components.

    Equals R's eigen()$values. All nan with nan in the matrix; below 0 where it is not positive definite.
    """
    if not np.isfinite(correlation).all():
        return np.full(len(correlation), np.nan)
    return np.asarray(np.linalg.eigvalsh(correlation)[::-1])


def parallel_analysis(
    correlation: FloatArray, n: int, *, seed: int, draws: int = 100, quantile: float = 0.95
) -> ParallelAnalysis:
    """Horn's (1965) parallel analysis on principal components, with Glorfeld's (1995) quantile of the eigenvalues.

    `n_factors` counts the leading eigenvalues of the (k, k) correlations that exceed the `quantile` of those of `n`
    persons whose k normal items do not correlate; the first that does not ends it. What R's psych::fa.parallel(fa =
    "pc", quant = .95) does, but for its other draws. The correlations are drawn as such (Bartlett, 1933), so that the
    cost does not grow with `n`; a seed gives the same ones on any computer. Undefined below two persons.
    """
    k = len(correlation)
    return _compared(correlation, _independent(np.random.default_rng(seed), draws, n, k), quantile)


def parallel_analysis_ordinal(  # noqa: PLR0913 - those of parallel_analysis, and the thresholds
    correlation: FloatArray,
    thresholds: tuple[FloatArray, ...],
    n: int,
    *,
    seed: int,
    draws: int = 100,
    quantile: float = 0.95,
) -> ParallelAnalysis:
    """Parallel analysis of polychoric correlations, of ordered items with these thresholds; cost as above.

    `thresholds[j]` is (K_j - 1,), ascending, in standard normal units. To the first order the polychoric correlation of
    independent items is the mean over persons of s_i s_j / (e_i e_j), with s the derivative of the item's log
    likelihood to a shift of its latent response and e = sum of (phi(t_a-1) - phi(t_a))^2 / p_a its variance (Olsson,
    1979). So the correlations of the s, which are those of any n persons with unrelated items, are drawn and divided by
    sqrt(e_i e_j): each gets the variance 1 / (n e_i e_j). Garrido, Abad & Ponsoda (2013) ask for reference eigenvalues
    of the same kind of correlation. An item with an infinite threshold or none has no information: undefined.
    """
    k = len(correlation)
    information = np.array([_information(cuts) for cuts in thresholds])
    if not (information > 0).all():
        return ParallelAnalysis(None, eigenvalues(correlation), np.full(k, np.nan))
    drawn = _independent(np.random.default_rng(seed), draws, n, k)
    scale = 1 / np.sqrt(information)
    drawn = np.clip(drawn * scale[:, None] * scale, -1.0, 1.0)
    drawn[:, np.arange(k), np.arange(k)] = 1.0
    return _compared(correlation, drawn, quantile)


def velicer_map(correlation: FloatArray) -> MinimumAveragePartial:
    """Velicer's (1976) minimum average partial: as many components as leave the least correlation between the items.

    The mean of the squared partial correlations of different items, given the first m principal components of the
    (k, k) correlations, for m = 0 to k - 1. `n_factors` is the m where it is least, the first of equals; 0 says that
    the items have no component in common. From m = 1 on the means equal psych::vss's map, which has no m = 0. nan from
    the m on where an item is wholly explained. Undefined for one item, and with nan in the matrix.
    """
    k = len(correlation)
    average = np.full(k, np.nan)
    if k > 1 and np.isfinite(correlation).all():
        values, vectors = np.linalg.eigh(correlation)
        residual = correlation.copy()
        for m in range(k):
            variance = residual.diagonal()
            if (variance < LEAST_RESIDUAL).any():
                break
            partial = residual / np.sqrt(variance[:, None] * variance)
            average[m] = ((partial**2).sum() - k) / (k * (k - 1))
            residual = residual - values[-1 - m] * np.outer(vectors[:, -1 - m], vectors[:, -1 - m])
    n_factors = None if np.isnan(average).all() else int(np.nanargmin(average))
    return MinimumAveragePartial(n_factors, average)


def _compared(correlation: FloatArray, drawn: FloatArray, quantile: float) -> ParallelAnalysis:
    """The eigenvalues of `correlation` beside those of the (draws, k, k) `drawn` ones."""
    observed = eigenvalues(correlation)
    if np.isnan(drawn).any() or np.isnan(observed).any():
        return ParallelAnalysis(None, observed, np.full(len(observed), np.nan))
    reference = np.quantile(np.linalg.eigvalsh(drawn)[:, ::-1], quantile, axis=0)
    exceeds = observed > reference
    return ParallelAnalysis(int(np.logical_and.accumulate(exceeds).sum()), observed, reference)


def _independent(random: np.random.Generator, draws: int, n: int, k: int) -> FloatArray:
    """(draws, k, k) correlations of `n` persons with k independent normal items; nan below two persons.

    The cross-products are L L', with L lower triangular, normal below its diagonal and on it chi with n - 1 - j degrees
    of freedom (Bartlett, 1933); with n - 1 < k persons L has the n - 1 first columns.
    """
    columns = min(n - 1, k)
    if columns < 1:
        return np.full((draws, k, k), np.nan)
    from scipy.special import gammaincinv  # noqa: PLC0415 - SciPy takes a third of a second to import

    root = np.tril(standard_normal(random, draws, k, columns), -1)
    freedom = n - 1 - np.arange(columns)
    first = np.arange(columns)
    root[:, first, first] = np.sqrt(2 * gammaincinv(freedom / 2, _uniform(random, draws, columns)))
    root /= np.linalg.norm(root, axis=2, keepdims=True)
    drawn = root @ root.transpose(0, 2, 1)
    drawn[:, np.arange(k), np.arange(k)] = 1.0
    return np.asarray(drawn)


def _uniform(random: np.random.Generator, *shape: int) -> FloatArray:
    """Uniform numbers that are neither 0 nor 1."""
    return random.random(shape) * (1 - 2**-52) + 2**-53


def _information(cuts: FloatArray) -> float:
    """The sum of (phi(t_a-1) - phi(t_a))^2 / p_a over the categories that `cuts` make; nan with an empty one."""
    from scipy.special import ndtr  # noqa: PLC0415 - SciPy takes a third of a second to import

    density = np.concatenate([[0.0], np.exp(-(cuts**2) / 2) / np.sqrt(2 * np.pi), [0.0]])
    share = np.diff(np.concatenate([[0.0], ndtr(cuts), [1.0]]))
    if not (share > 0).all():
        return float("nan")
    return float((np.diff(density) ** 2 / share).sum())
