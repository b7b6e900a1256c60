"""The solution in units of standard deviations, with standard errors by the delta method."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reintegratie_cli.psychometrics.cfa.specification import FloatArray
from reintegratie_cli.psychometrics.cfa.structure import GroupStructure

_STEP = 1e-20
"""An imaginary step has no rounding error of differences, however small it is (Squire & Trapp, 1998)."""


@dataclass(frozen=True)
class Standardised:
    """`estimates` and `se` (n_free,) by parameter number, nan for those of other groups.

    `residuals` and `residual_se` (n_items,): the share of each item's variance that its factors leave.
    """

    estimates: FloatArray
    se: FloatArray
    residuals: FloatArray
    residual_se: FloatArray


def standardise(
    structure: GroupStructure, theta: FloatArray, covariance: FloatArray, *, residuals_free: bool
) -> Standardised:
    """Loadings times sd of the factor over sd of the item, covariances as correlations, residuals as shares.

    `theta` (n_free,) with the `covariance` (n_free, n_free) of its estimates. Equals lavaan::standardizedSolution.
    """
    found = _transformed(structure, theta.astype(np.complex128), residuals_free=residuals_free).real
    slopes = np.empty((len(found), len(theta)))
    for number in range(len(theta)):
        stepped = theta.astype(np.complex128)
        stepped[number] += 1j * _STEP
        slopes[:, number] = _transformed(structure, stepped, residuals_free=residuals_free).imag / _STEP
    variance = np.einsum("ki,ij,kj->k", slopes, covariance, slopes)
    se = np.sqrt(np.where(variance > 0, variance, 0.0))
    se[np.isnan(variance) | np.isnan(found)] = np.nan
    n_free = len(theta)
    return Standardised(found[:n_free], se[:n_free], found[n_free:], se[n_free:])


def _transformed(
    structure: GroupStructure, theta: npt.NDArray[np.complex128], *, residuals_free: bool
) -> npt.NDArray[np.complex128]:
    """The standardised parameters by number, and the residual variances after them: (n_free + n_items,)."""
    at = structure.matrices(theta)
    common = np.diag(at.common)
    residual = np.diag(at.residuals) if residuals_free else 1 - common
    item, factor = np.sqrt(common + residual), np.sqrt(np.diag(at.factor_covariances))
    found = np.full(len(theta), np.nan + 0j)
    load, cov, res = structure.loadings, structure.factor_covariances, structure.residuals
    found[load.number] = at.loadings[load.row, load.column] * factor[load.column] / item[load.row]
    found[cov.number] = at.factor_covariances[cov.row, cov.column] / (factor[cov.row] * factor[cov.column])
    spread = np.sqrt(residual[res.row] * residual[res.column])
    between = at.residuals[res.row, res.column] / spread
    found[res.number] = np.where(res.row == res.column, (residual / item**2)[res.row], between)
    if structure.has_means:
        found[structure.mean_numbers()] = at.intercepts / item
    return np.concatenate([found, residual / item**2])
