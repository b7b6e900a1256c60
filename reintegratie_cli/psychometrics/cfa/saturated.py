"""Means and covariances of all items from persons who skipped some: the saturated model of FIML."""

from dataclasses import dataclass

import numpy as np

from reintegratie_cli.psychometrics.cfa.matrices import is_positive_definite
from reintegratie_cli.psychometrics.cfa.moments import GroupMoments
from reintegratie_cli.psychometrics.cfa.patterns import PatternMoments, pattern_sums
from reintegratie_cli.psychometrics.cfa.specification import FloatArray

_MOST_STEPS, _TOLERANCE = 5000, 1e-10


@dataclass(frozen=True)
class Saturated:
    """The moments at which the log-likelihood of the answers is greatest, and that log-likelihood."""

    moments: GroupMoments
    log_likelihood: float
    converged: bool


def observed_moments(moments: PatternMoments) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Mean, variance and number of answers of each item, from all who answered it: each (n_items,), divisor n."""
    n = moments.n @ moments.answered
    mean = (moments.n[:, None] * moments.mean).sum(axis=0) / n
    away = np.where(moments.answered, moments.mean - mean, 0.0)
    squares = (moments.roots**2).sum(axis=0) + (moments.n[:, None] * away**2).sum(axis=0)
    return mean, squares / n, n.astype(np.float64)


def saturated_moments(moments: PatternMoments) -> Saturated:
    """The EM algorithm (Dempster, Laird & Rubin, 1977), on items of about unit variance.

    With A, C and n as in `PatternSums`: mu' = mu + Sigma (sum of A (x - mu)) / N and
    Sigma' = Sigma + Sigma (sum of A C A - n A) Sigma / N - (mu' - mu)(mu' - mu)'. Equals lavaan's h1 moments.
    """
    mean, variance, _ = observed_moments(moments)
    covariance = np.diag(variance)
    n = moments.n_persons
    for _ in range(_MOST_STEPS):
        # Items of which others tell everything: the likelihood has no maximum.
        if not is_positive_definite(covariance):
            break
        sums = pattern_sums(moments, covariance, mean)
        shift = covariance @ sums.mean_slope / n
        change = covariance @ sums.covariance_slope @ covariance / n - np.outer(shift, shift)
        mean, covariance = mean + shift, covariance + (change + change.T) / 2
        if max(np.abs(shift).max(), np.abs(change).max()) < _TOLERANCE and is_positive_definite(covariance):
            likelihood = pattern_sums(moments, covariance, mean).log_likelihood
            return Saturated(GroupMoments(n, mean, covariance), likelihood, converged=True)
    return Saturated(GroupMoments(n, mean, covariance), float("nan"), converged=False)
