"""Where the search for parameters begins."""

import numpy as np

from reintegratie_cli.psychometrics.cfa.specification import FloatArray
from reintegratie_cli.psychometrics.cfa.structure import GroupStructure

_LARGEST_COMMUNALITY, _SMALLEST_COMMUNALITY = 0.9, 0.05
_EVEN = 0.5
"""Loading and residual variance of every item where the data did not show the way."""


def start_values(structure: GroupStructure, correlation: FloatArray, means: FloatArray | None = None) -> FloatArray:
    """Centroid loadings per factor, their factor correlations, and the residual variances these leave: (n_free,).

    `correlation` is that of the items (n_items, n_items). Thurstone (1947), Multiple-factor analysis: a loading is the
    sum of an item's correlations with its factor's items, over the root of the sum of them all.
    """
    theta = np.zeros(structure.n_free)
    loadings = _centroid(structure, correlation)
    load = structure.loadings
    theta[load.number] = loadings[load.row, load.column]
    between = loadings.T @ correlation @ loadings
    spread = np.sqrt(np.diag(between))
    cov = structure.factor_covariances
    theta[cov.number] = np.clip(between / np.outer(spread, spread), -0.6, 0.6)[cov.row, cov.column] * (
        cov.row != cov.column
    ) + (cov.row == cov.column)
    res = structure.residuals
    explained = np.clip((loadings**2).sum(axis=1), _SMALLEST_COMMUNALITY, _LARGEST_COMMUNALITY)
    theta[res.number] = np.where(res.row == res.column, np.diag(correlation)[res.row] * (1 - explained[res.row]), 0.0)
    if means is not None:
        theta[structure.mean_numbers()] = means
    return theta


def even_values(structure: GroupStructure, start: FloatArray) -> FloatArray:
    """Where to begin anew: items load equally, with the signs of `start` (n_free,), on uncorrelated factors."""
    theta = start.copy()
    load, cov, res = structure.loadings, structure.factor_covariances, structure.residuals
    theta[load.number] = np.copysign(_EVEN, start[load.number])
    theta[cov.number] = cov.row == cov.column
    theta[res.number] = np.where(res.row == res.column, _EVEN, 0.0)
    return theta


def _centroid(structure: GroupStructure, correlation: FloatArray) -> FloatArray:
    loadings = np.zeros((structure.n_items, structure.n_factors))
    for factor in range(structure.n_factors):
        load = structure.loadings
        items = load.row[load.column == factor]
        block = correlation[np.ix_(items, items)].copy()
        off = np.abs(block - np.diag(np.diag(block)))
        np.fill_diagonal(block, off.max(axis=0) if len(items) > 1 else 0.5)
        # Items that are keyed the other way are turned before they are summed.
        sign = np.sign(np.linalg.eigh(block)[1][:, -1])
        sign[sign == 0] = 1.0
        turned = block * np.outer(sign, sign)
        found = turned.sum(axis=0) / np.sqrt(max(turned.sum(), 1e-6))
        loadings[items, factor] = np.clip(found, 0.2, 0.95) * sign * (1 if sign.sum() >= 0 else -1)
    return loadings
