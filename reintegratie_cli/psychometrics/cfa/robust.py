"""Errors and chi-square that do not lean on normality: Yuan & Bentler (2000), as Mplus and lavaan have it (MLR)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from reintegratie_cli.psychometrics.cfa.cross_products import CompleteSums, IncompleteSums
from reintegratie_cli.psychometrics.cfa.moments import GroupMoments
from reintegratie_cli.psychometrics.cfa.specification import FloatArray


@dataclass(frozen=True)
class Scaling:
    """What the traces of the saturated, the model's and the baseline's scores are: each tr(B A^-1)."""

    saturated: float
    model: float
    baseline: float

    def factor(self, df: int) -> float:
        """c, by which the chi-square of the model is divided: nan without degrees of freedom, or if not positive."""
        return _positive((self.saturated - self.model) / df) if df else float("nan")

    def baseline_factor(self, df: int) -> float:
        """C of the baseline model."""
        return _positive((self.saturated - self.baseline) / df) if df else float("nan")


def _positive(factor: float) -> float:
    return factor if factor > 0 else float("nan")


def sandwich(information: FloatArray, scores: FloatArray, n: int) -> FloatArray:
    """H^-1 B H^-1 / N, the covariance matrix of the estimates: (n_free, n_free)."""
    inverse = np.linalg.inv(information)
    return np.asarray(inverse @ (scores / n) @ inverse / n)


def complete_scaling(
    sums: Sequence[CompleteSums], moments: Sequence[GroupMoments], information: FloatArray, *, has_means: bool
) -> Scaling:
    """The traces from complete answers; `information` (n_free, n_free) is the observed one of a person.

    tr(V(S) Gamma) = (mean of (e' S^-1 e)^2 - p) / 2, and of a single variance (kurtosis - 1) / 2.
    """
    n, n_free = sum(group.n for group in sums), len(information)
    means = float(has_means) * sum(len(group.mean) for group in moments)
    saturated = sum(s.distance / s.n - len(m.mean) for s, m in zip(sums, moments, strict=True)) / 2
    scores = sum((s.scores[:n_free, :n_free] for s in sums), np.zeros_like(information))
    model = float(np.trace(np.linalg.solve(information, scores / n)))
    variances = [np.diag(group.covariance) for group in moments]
    kurtosis = [(s.fourth / s.n / v**2 - 1).sum() / 2 for s, v in zip(sums, variances, strict=True)]
    return Scaling(saturated + means, model, float(sum(kurtosis)) + means)


def incomplete_scaling(
    sums: IncompleteSums,
    information: FloatArray,
    saturated_information: FloatArray,
    item_variances: FloatArray,
    item_n: FloatArray,
) -> Scaling:
    """The traces from answers with gaps, of one group; both informations are observed ones of a person.

    `item_variances` and `item_n` (n_items,) are those of all who answered the item.
    """
    n_free = len(information)
    scores = sums.scores / sums.n
    model = float(np.trace(np.linalg.solve(information, scores[:n_free, :n_free])))
    saturated = float(np.trace(np.linalg.solve(saturated_information, scores[n_free:, n_free:])))
    baseline = float((1 + (sums.fourth / item_n / item_variances**2 - 1) / 2).sum())
    return Scaling(saturated, model, baseline)
