"""Symmetric matrices: inverse, determinant, and whether they are proper covariance or information matrices."""

import numpy as np

from reintegratie_cli.psychometrics.cfa.specification import FloatArray

_CLEAR_OF_ZERO = 1e-10
"""Per row, the smallest eigenvalue of a correlation matrix that is no rounding error."""

_SINGULAR = 1e-9
"""The smallest eigenvalue of an information matrix with unit diagonal that is told from zero."""


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


def is_singular(information: FloatArray) -> bool:
    """Whether some parameters cannot be told apart: the information has no inverse."""
    own = np.diag(information)
    if not (np.isfinite(information).all() and (own > 0).all()):
        return True
    spread = np.sqrt(own)
    return bool(np.linalg.eigvalsh(information / np.outer(spread, spread))[0] < _SINGULAR)


def at_minimum(information: FloatArray) -> FloatArray:
    """An information matrix, or nan throughout where it has no inverse because the search ended in no minimum."""
    return np.full_like(information, np.nan) if is_singular(information) else information
