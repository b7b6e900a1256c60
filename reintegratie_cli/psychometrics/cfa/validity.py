"""Convergent and discriminant validity of the factors."""

import numpy as np

from reintegratie_cli.psychometrics.cfa.specification import FloatArray


def average_variance_extracted(loadings: FloatArray, variances: FloatArray) -> float:
    """AVE: the sum of squared loadings on a factor over the sum of the observed variances of its items.

    Fornell & Larcker (1981), Journal of Marketing Research 18, 39-50. Equals semTools::AVE.
    """
    return float((loadings**2).sum() / variances.sum())


def composite_reliability(loadings: FloatArray, residuals: FloatArray) -> float:
    """CR: (sum of loadings)^2 over itself plus the sum of the residual covariances (n_items, n_items).

    Fornell & Larcker (1981); McDonald's omega with the implied variance. Residual covariances count as error.
    """
    true = loadings.sum() ** 2
    return float(true / (true + residuals.sum()))


def htmt(correlation: FloatArray, factors: list[list[int]]) -> FloatArray:
    """The heterotrait-monotrait ratios with geometric means: (n_factors, n_factors), 1 on the diagonal.

    The mean size of the correlations between the items of two factors over the root of those within each; nan where a
    mean does not exist: a factor of one item, or a correlation of zero. Henseler, Ringle & Sarstedt (2015); Roemer,
    Schuberth & Henseler (2021) for the geometric means (HTMT2). Equals semTools::htmt.
    """
    n = len(factors)
    found = np.eye(n)
    within = [_geometric_mean(correlation[np.ix_(f, f)][np.tril_indices(len(f), -1)]) for f in factors]
    for row in range(n):
        for column in range(row):
            between = _geometric_mean(correlation[np.ix_(factors[row], factors[column])].ravel())
            ratio = between / np.sqrt(within[row] * within[column])
            found[row, column] = found[column, row] = ratio
    return found


def _geometric_mean(values: FloatArray) -> float:
    """Of the sizes of values; nan without values, or where one is zero."""
    if not len(values) or (values == 0).any():
        return float("nan")
    return float(np.exp(np.log(np.abs(values)).mean()))
