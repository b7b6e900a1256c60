"""Symmetric matrices: inverse, determinant, and whether they are proper covariance matrices."""

import numpy as np

from reintegratie_cli.psychometrics.cfa.specification import FloatArray

_CLEAR_OF_ZERO = 1e-12
"""Per row, the smallest eigenvalue of a correlation matrix that is no rounding error."""


def inverse(matrix: FloatArray) -> FloatArray:
    """The inverse of a symmetric matrix (n, n), as symmetric as it should be."""
    found = np.linalg.inv(matrix)
    return np.asarray((found + found.T) / 2)


def log_determinant(matrix: FloatArray) -> float:
    """The natural logarithm of the determinant of a positive definite matrix."""
    return float(np.linalg.slogdet(matrix)[1])


def is_positive_definite(matrix: FloatArray) -> bool:
    """Whether a covariance matrix has an inverse, clear of what rounding leaves of a singular one."""
    spread = np.sqrt(np.maximum(np.diag(matrix), 0.0))
    if not (np.isfinite(matrix).all() and (spread > 0).all()):
        return False
    return bool(np.linalg.eigvalsh(matrix / np.outer(spread, spread))[0] > len(matrix) * _CLEAR_OF_ZERO)
