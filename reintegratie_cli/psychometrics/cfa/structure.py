"""The moments that a factor model implies at given parameters, with their derivatives.

Sigma = Lambda Psi Lambda' + Theta, mu = nu (Joreskog, 1969, Psychometrika 34, 183-202; Bollen, 1989, chapter 7).
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from reintegratie_cli.psychometrics.cfa.specification import (
    FIXED,
    FloatArray,
    GroupPattern,
    IntArray,
    Specification,
)


@dataclass(frozen=True)
class Entries:
    """Where the free numbers of a matrix stand; in a group each number stands once. All are (n_entries,)."""

    row: IntArray
    column: IntArray
    number: IntArray


@dataclass(frozen=True)
class Matrices:
    """The matrices of one group at given parameters: Lambda, Psi, Theta and nu."""

    loadings: FloatArray
    factor_covariances: FloatArray
    residuals: FloatArray
    intercepts: FloatArray

    @property
    def common(self) -> FloatArray:
        """Lambda Psi Lambda': (n_items, n_items)."""
        return np.asarray(self.loadings @ self.factor_covariances @ self.loadings.T)

    @property
    def implied(self) -> FloatArray:
        """The implied covariance matrix: (n_items, n_items)."""
        return self.common + self.residuals


class GroupStructure:
    """One group of a specification: from parameters to moments and back through the derivatives."""

    def __init__(self, pattern: GroupPattern, n_free: int) -> None:
        self.pattern, self.n_free = pattern, n_free
        self.loadings = _entries(pattern.loadings)
        self.factor_covariances = _entries(np.tril(pattern.factor_covariances + 1) - 1)
        self.residuals = _entries(np.tril(pattern.residuals + 1) - 1)
        self.n_items, self.n_factors = pattern.loadings.shape
        self.has_means = bool((pattern.intercepts != FIXED).any())

    def matrices(self, theta: npt.NDArray[Any]) -> Matrices:
        """Lambda, Psi, Theta and nu at `theta` (n_free,), which may be complex."""
        padded = np.append(theta, 0.0)
        fixed = self.pattern.fixed_factor_covariances
        psi = np.where(self.pattern.factor_covariances == FIXED, fixed, padded[self.pattern.factor_covariances])
        return Matrices(
            padded[self.pattern.loadings], psi, padded[self.pattern.residuals], padded[self.pattern.intercepts]
        )

    def derivatives(self, at: Matrices) -> FloatArray:
        """dSigma/dtheta: (n_free, n_items, n_items)."""
        found = np.zeros((self.n_free, self.n_items, self.n_items), dtype=at.loadings.dtype)
        half = at.factor_covariances @ at.loadings.T
        it = self.loadings
        found[it.number, it.row] = half[it.column]
        it = self.factor_covariances
        first, second = at.loadings[:, it.row].T, at.loadings[:, it.column].T
        found[it.number] = _once(it)[:, None, None] * first[:, :, None] * second[:, None, :]
        it = self.residuals
        found[it.number, it.row, it.column] = _once(it)
        return found + found.transpose(0, 2, 1)

    def curvature(self, at: Matrices, weight: FloatArray) -> FloatArray:
        """The sum over items of `weight` times d2Sigma/dtheta_k dtheta_l: (n_free, n_free); weight is symmetric.

        The second derivative of tr(Q Lambda Psi Lambda'): 2 Q_ij Psi_fh between loadings (i, f) and (j, h), and
        (Q Lambda)_ig for a factor covariance (f, g) with a loading (i, f), twice over when it is no variance.
        """
        found = np.zeros((self.n_free, self.n_free))
        load, cov = self.loadings, self.factor_covariances
        block = 2 * weight[np.ix_(load.row, load.row)] * at.factor_covariances[np.ix_(load.column, load.column)]
        found[np.ix_(load.number, load.number)] = block
        if len(cov.number):
            through = weight @ at.loadings
            block = 2 * (
                through[np.ix_(load.row, cov.row)] * (load.column[:, None] == cov.column)
                + through[np.ix_(load.row, cov.column)] * (load.column[:, None] == cov.row)
            )
            block = np.where(cov.row == cov.column, block / 2, block)
            found[np.ix_(load.number, cov.number)] = block
            found[np.ix_(cov.number, load.number)] = block.T
        return found

    def mean_numbers(self) -> IntArray:
        """The parameter number of each item's intercept: (n_items,), or none without a mean structure."""
        return self.pattern.intercepts if self.has_means else np.zeros(0, dtype=np.int64)

    def pull_back(self, gradient: FloatArray, at: Matrices) -> FloatArray:
        """Half the trace of a symmetric `gradient` (..., n_items, n_items) with dSigma/dtheta: (..., n_free)."""
        found = np.zeros((*gradient.shape[:-2], self.n_free))
        through = gradient @ at.loadings
        load, cov, res = self.loadings, self.factor_covariances, self.residuals
        inner = at.loadings.T @ through
        found[..., load.number] = (through @ at.factor_covariances)[..., load.row, load.column]
        found[..., cov.number] = _once(cov) * inner[..., cov.row, cov.column]
        found[..., res.number] = _once(res) * gradient[..., res.row, res.column]
        return found

    def quadratic_scores(self, weighted: FloatArray, at: Matrices) -> FloatArray:
        """Half of y' dSigma/dtheta y for every row y = Sigma^-1 e of `weighted` (n_persons, n_items): (..., n_free)."""
        found = np.zeros((len(weighted), self.n_free))
        factors = weighted @ at.loadings
        load, cov, res = self.loadings, self.factor_covariances, self.residuals
        found[:, load.number] = weighted[:, load.row] * (factors @ at.factor_covariances)[:, load.column]
        found[:, cov.number] = _once(cov) * factors[:, cov.row] * factors[:, cov.column]
        found[:, res.number] = _once(res) * weighted[:, res.row] * weighted[:, res.column]
        return found


def group_structures(specification: Specification) -> tuple[GroupStructure, ...]:
    """The structure of each group of a specification."""
    return tuple(GroupStructure(group, specification.n_free) for group in specification.groups)


def _once(it: Entries) -> FloatArray:
    """A variance stands once in a symmetric matrix, a covariance twice: (n_entries,)."""
    return np.where(it.row == it.column, 0.5, 1.0)


def _entries(numbers: IntArray) -> Entries:
    # Row by column order of the transpose: factor by factor, column by column.
    column, row = np.nonzero(numbers.T != FIXED)
    return Entries(row, column, numbers[row, column])
