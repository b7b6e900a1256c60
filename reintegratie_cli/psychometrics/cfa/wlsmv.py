"""Diagonally weighted least squares on polychoric correlations, with a scaled and shifted chi-square (WLSMV).

Muthen, du Toit & Spisic (1997); Asparouhov & Muthen (2010). Thresholds are saturated: each is estimated from its own
item, so that only the correlations are modelled, with unit variances (the delta parametrisation).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import nan

import numpy as np

from reintegratie_cli.psychometrics.cfa.matrices import at_minimum, inverse, is_positive_definite, log_determinant
from reintegratie_cli.psychometrics.cfa.specification import FloatArray, IntArray, Specification
from reintegratie_cli.psychometrics.cfa.structure import GroupStructure, Matrices, group_structures
from reintegratie_cli.psychometrics.contingency import pair_indices
from reintegratie_cli.psychometrics.fit_indices import Robust
from reintegratie_cli.psychometrics.polychoric_influence import InfluenceTables

_CELLS = 4_000_000
"""How many numbers are held at a time."""


@dataclass(frozen=True)
class OrdinalMoments:
    """One group: `n` persons and their polychoric `correlation` (n_items, n_items).

    `gamma` (n_pairs,): n times the variance of each correlation below the diagonal, column by column.
    """

    n: int
    correlation: FloatArray
    gamma: FloatArray

    @property
    def pairs(self) -> FloatArray:
        """The correlations below the diagonal: (n_pairs,)."""
        return np.asarray(self.correlation[pair_indices(len(self.correlation))])


class WeightedLeastSquares:
    """F / 2 = sum over groups of (n_g - 1) / (N - G) times the sum of (r - rho)^2 / gamma, halved."""

    def __init__(self, specification: Specification, moments: Sequence[OrdinalMoments]) -> None:
        self.structures = group_structures(specification)
        self.moments = tuple(moments)
        self.n = sum(group.n - 1 for group in moments)

    def value(self, theta: FloatArray) -> float:
        """F / 2."""
        return sum(float((weight * residual**2).sum()) / 2 for _, _, weight, residual in self._groups(theta))

    def gradient(self, theta: FloatArray) -> FloatArray:
        """The slope of F / 2: (n_free,)."""
        found = np.zeros(len(theta))
        for structure, at, weight, residual in self._groups(theta):
            found -= structure.pull_back(symmetric(weight * residual, structure.n_items), at)
        return found

    def expected(self, theta: FloatArray) -> FloatArray:
        """The curvature of F / 2 where the model fits, Delta' W Delta: (n_free, n_free)."""
        found = np.zeros((len(theta), len(theta)))
        for structure, at, weight, _ in self._groups(theta):
            slopes = correlation_slopes(structure, at)
            found += slopes.T @ (weight[:, None] * slopes)
        return found

    def observed(self, theta: FloatArray) -> FloatArray:
        """The second derivatives of F / 2: (n_free, n_free)."""
        found = self.expected(theta)
        for structure, at, weight, residual in self._groups(theta):
            found -= structure.curvature(at, symmetric(weight * residual, structure.n_items)) / 2
        return found

    def _groups(self, theta: FloatArray) -> list[tuple[GroupStructure, Matrices, FloatArray, FloatArray]]:
        """Structure, matrices, weights and residuals of every group."""
        found = []
        for structure, moments in zip(self.structures, self.moments, strict=True):
            at = structure.matrices(theta)
            residual = moments.pairs - at.implied[pair_indices(structure.n_items)]
            found.append((structure, at, (moments.n - 1) / self.n / moments.gamma, residual))
        return found


def correlation_slopes(structure: GroupStructure, at: Matrices) -> FloatArray:
    """The derivatives of the correlations below the diagonal: (n_pairs, n_free)."""
    rows, columns = pair_indices(structure.n_items)
    return np.ascontiguousarray(structure.derivatives(at)[:, rows, columns].T)


def symmetric(pairs: FloatArray, n_items: int) -> FloatArray:
    """A symmetric matrix with zero diagonal from what stands below it."""
    found = np.zeros((n_items, n_items))
    rows, columns = pair_indices(n_items)
    found[rows, columns] = found[columns, rows] = pairs
    return found


def ordinal_gamma(categories: IntArray, influences: InfluenceTables, n_pairs: int) -> FloatArray:
    """The cross-product over persons of their influences on the correlations, N Gamma: (n_pairs, n_pairs).

    `categories` (n_persons, n_items), -1 = no answer. The sums of several holders of rows add up.
    """
    found = np.zeros((n_pairs, n_pairs))
    size = max(_CELLS // n_pairs, 1)
    for first in range(0, len(categories), size):
        influence = influences.rho(categories[first : first + size])
        found += influence.T @ influence
    return found


@dataclass(frozen=True)
class OrdinalTest:
    """What the chi-square and its scalings come from, for one group.

    `covariance` (n_free, n_free) of the estimates. `scale` a and `shift` b make T = a chisq + b, for the model and for
    the baseline. `robust`: for the robust indices; nan where the correlations are no proper correlation matrix.
    """

    covariance: FloatArray
    scale: float
    shift: float
    baseline_scale: float
    baseline_shift: float
    robust: Robust


def ordinal_test(structure: GroupStructure, at: Matrices, moments: OrdinalMoments, gamma: FloatArray) -> OrdinalTest:
    """Errors and scalings from Gamma (n_pairs, n_pairs), without ever forming U.

    With E = Delta' W Delta, C = Delta' W Gamma W Delta, G = W^1/2 Gamma W^1/2 and K = G W^1/2 Delta:
    tr(U Gamma) = tr G - tr(E^-1 C) and tr((U Gamma)^2) = |G|^2 - 2 tr(E^-1 K'K) + tr((E^-1 C)^2).
    """
    slopes = correlation_slopes(structure, at)
    root = 1 / np.sqrt(moments.gamma)
    df = len(root) - structure.n_free
    weighted = gamma * root[:, None] * root
    shaped = root[:, None] * slopes
    through = weighted @ shaped
    bread = inverse(at_minimum(shaped.T @ shaped))
    middle = shaped.T @ through
    turned = bread @ middle
    total, squares = float(np.trace(weighted)), float((weighted**2).sum())
    first = total - float(np.trace(turned))
    second = squares - 2 * float((bread * (through.T @ through)).sum()) + float((turned * turned.T).sum())
    scale, shift = _scaled_shifted(df, first, second)
    baseline_scale, baseline_shift = _scaled_shifted(len(root), total, squares)
    implied = at.common + at.residuals
    np.fill_diagonal(implied, 1.0)
    covariance = bread @ middle @ bread / (moments.n - 1)
    robust = _robust(implied, moments, gamma, slopes, bread)
    return OrdinalTest(covariance, scale, shift, baseline_scale, baseline_shift, robust)


def _scaled_shifted(df: int, first: float, second: float) -> tuple[float, float]:
    """A = sqrt(df / tr((U Gamma)^2)) and b = df - a tr(U Gamma) (Asparouhov & Muthen, 2010)."""
    if df <= 0 or second <= 0:
        return float("nan"), float("nan")
    scale = float(np.sqrt(df / second))
    return scale, df - scale * first


def _robust(
    implied: FloatArray, moments: OrdinalMoments, gamma: FloatArray, slopes: FloatArray, bread: FloatArray
) -> Robust:
    """The maximum-likelihood discrepancy of the same estimates with its expectation over df (Savalei, 2021).

    X = N [ln|Sigma| + tr(R Sigma^-1) - ln|R| - p], c = tr(M' V M Gamma) / df, M = I - Delta E^-1 Delta' W and V the
    normal-theory weight at Sigma of what lies below the diagonal; of the baseline X = -N ln|R|, c = tr(Gamma) / df.
    """
    n_items, df = len(implied), len(gamma) - slopes.shape[1]
    if df <= 0 or not (is_positive_definite(moments.correlation) and is_positive_definite(implied)):
        return Robust(nan, nan, nan, nan)
    rows, columns = pair_indices(n_items)
    precision, log_sample = inverse(implied), log_determinant(moments.correlation)
    fit = float((moments.correlation * precision).sum())
    discrepancy = log_determinant(implied) + fit - log_sample - n_items
    weight = (
        precision[np.ix_(rows, rows)] * precision[np.ix_(columns, columns)]
        + precision[np.ix_(rows, columns)] * precision[np.ix_(columns, rows)]
    )
    # M Gamma M' = Gamma - L P' - P L' + L (R' Gamma R) L' with L = Delta E^-1, R = W Delta and P = Gamma R.
    right = slopes / moments.gamma[:, None]
    left = slopes @ bread
    product = gamma @ right
    inner = right.T @ product
    weighted_left = weight @ left
    trace = float((weight * gamma).sum()) - 2 * float((weighted_left * product).sum())
    trace += float(((left.T @ weighted_left) * inner).sum())
    baseline_factor = float(np.trace(gamma)) / len(rows)
    return Robust(moments.n * discrepancy, trace / df, -moments.n * log_sample, baseline_factor)
