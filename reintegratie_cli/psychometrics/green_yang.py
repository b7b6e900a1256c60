"""Categorical omega: the reliability of a sum of ordered answers under a factor model of the responses behind them."""

from dataclasses import dataclass
from math import pi, sqrt

import numpy as np
import numpy.typing as npt

from reintegratie_cli.psychometrics.bivariate_normal import bivariate_normal_cdf, bivariate_normal_density

FloatArray = npt.NDArray[np.float64]
PerItem = tuple[FloatArray, ...]


@dataclass(frozen=True)
class OmegaGradient:
    """Derivatives of categorical omega: `common` and `correlation` (k, k), `thresholds` per item.

    Each element of a matrix counts alone: the derivative with respect to a correlation that stands in both halves is
    twice what stands in one. `correlation` is 0 on its diagonal, which is 1 and is not estimated.
    """

    common: FloatArray
    thresholds: PerItem
    correlation: FloatArray


def categorical_omega(common: FloatArray, thresholds: PerItem, correlation: FloatArray, steps: PerItem) -> float:
    """Share of the variance of the sum score that the factors explain, in [0, 1] if the model fits at all.

    sum_ij sum_kl w_ik w_jl [Phi2(tau_ik, tau_jl; common_ij) - Phi(tau_ik) Phi(tau_jl)], over the same with the observed
    correlations: Green & Yang (2009), Psychometrika, 74, 155-167, eq. 21; i = j is in both sums, with the communality
    above and 1 below. `common`: (k, k) correlations that the common factors imply, Lambda Psi Lambda', communalities
    on the diagonal; `correlation`: (k, k) polychoric, 1 on the diagonal; `thresholds`: per item (categories - 1,);
    `steps`: w, the same shapes, how many points the score rises at each. Equals semTools::compRelSEM(ord.scale = TRUE).
    nan if an item has more than its whole variance in common (a Heywood case), or the sum no variance.
    """
    if (np.abs(common) > 1).any():
        return np.nan
    above = _variance(common, thresholds, steps)
    below = _variance(correlation, thresholds, steps)
    return above / below if below > 0 else np.nan


def categorical_omega_gradient(
    common: FloatArray, thresholds: PerItem, correlation: FloatArray, steps: PerItem
) -> OmegaGradient:
    """The derivatives of `categorical_omega`, arguments as there; all nan where omega or its slope is not defined.

    d Phi2(h, k; r) / d r is the bivariate density (Plackett, 1954) and d Phi2 / d h = phi(h) Phi((k - r h) /
    sqrt(1 - r^2)).
    """
    omega = categorical_omega(common, thresholds, correlation, steps)
    off_diagonal = ~np.eye(len(common), dtype=np.bool_)
    if np.isnan(omega) or (np.abs(common) == 1).any() or (np.abs(correlation[off_diagonal]) == 1).any():
        nothing = np.full(common.shape, np.nan)
        return OmegaGradient(nothing, tuple(np.full(each.shape, np.nan) for each in thresholds), nothing)
    below = _variance(correlation, thresholds, steps)
    by_threshold = _by_threshold(common, thresholds, steps) - omega * _by_threshold(correlation, thresholds, steps)
    # A diagonal of 0 instead of 1, where the density is infinite; that element is not estimated.
    observed = np.where(off_diagonal, correlation, 0.0)
    return OmegaGradient(
        common=_by_correlation(common, thresholds, steps) / below,
        thresholds=tuple(np.split(by_threshold / below, np.cumsum([len(each) for each in thresholds])[:-1])),
        correlation=-omega / below * np.where(off_diagonal, _by_correlation(observed, thresholds, steps), 0.0),
    )


def _spread(correlation: FloatArray, thresholds: PerItem) -> tuple[FloatArray, FloatArray]:
    """(m,) all thresholds in a row, and (m, m) the correlation that belongs to each two of them."""
    item = np.repeat(np.arange(len(thresholds)), [len(each) for each in thresholds])
    return np.concatenate(thresholds), correlation[np.ix_(item, item)]


def _variance(correlation: FloatArray, thresholds: PerItem, steps: PerItem) -> float:
    """The variance of the sum of answers to responses with these correlations."""
    from scipy.special import ndtr  # noqa: PLC0415 - SciPy takes a third of a second to import

    tau, rho = _spread(correlation, thresholds)
    step = np.concatenate(steps)
    return float(step @ bivariate_normal_cdf(tau[:, None], tau, rho) @ step - (step @ ndtr(tau)) ** 2)


def _by_correlation(correlation: FloatArray, thresholds: PerItem, steps: PerItem) -> FloatArray:
    """(k, k): the derivatives of `_variance` with respect to each correlation."""
    tau, rho = _spread(correlation, thresholds)
    step = np.concatenate(steps)
    density = np.outer(step, step) * bivariate_normal_density(tau[:, None], tau, rho)
    starts = np.cumsum([0, *(len(each) for each in thresholds[:-1])])
    return np.asarray(np.add.reduceat(np.add.reduceat(density, starts, axis=0), starts, axis=1))


def _by_threshold(correlation: FloatArray, thresholds: PerItem, steps: PerItem) -> FloatArray:
    """(m,): the derivatives of `_variance` with respect to each threshold."""
    from scipy.special import ndtr  # noqa: PLC0415 - SciPy takes a third of a second to import

    tau, rho = _spread(correlation, thresholds)
    step = np.concatenate(steps)
    left = np.sqrt((1.0 - rho) * (1.0 + rho))
    distance = tau - rho * tau[:, None]
    # Of a response with itself nothing is left to chance: 0 or 1, and half at the threshold itself.
    certain = np.where(distance == 0, 0.0, np.copysign(np.inf, distance))
    share = ndtr(np.divide(distance, left, out=certain, where=left > 0))
    density = np.exp(-(tau**2) / 2.0) / sqrt(2.0 * pi)
    return np.asarray(2.0 * step * density * ((share - ndtr(tau)) @ step))
