"""Exploratory factor analysis: minimum residuals with an oblique rotation, by the package factor_analyzer.

The only module that uses that package, whose import takes half a second. What it gives is not taken on trust: whether
extraction and rotation are at their minimum is checked here, since it does not say so, and the communalities are
computed here, since its own leave out the correlations between the factors.
"""

import warnings
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from reintegratie_cli.psychometrics.correlation import is_positive_definite

FloatArray = npt.NDArray[np.float64]

LEAST_UNIQUENESS = 0.005
"""Where the extraction stops: below it lies a uniqueness of 0 or less, that no item can have (Heywood, 1931)."""
AT_THE_MINIMUM = 1e-3
"""The largest gradient that a solution may have; where psych::fa and we agree to five places it is about 1e-5."""

FailureCode = Literal[
    "not_installed",
    "too_few_factors",
    "too_few_items",
    "undefined_correlation",
    "not_positive_definite",
    "not_converged",
    "rotation_not_converged",
    "heywood",
]


class EfaError(Exception):
    """There is no solution. `code` says why; `items` which items are the cause, by their place, where some are."""

    def __init__(self, code: FailureCode, items: tuple[int, ...] = ()) -> None:
        super().__init__(code, items)
        self.code: FailureCode = code
        self.items = items


@dataclass(frozen=True)
class Efa:
    """A factor solution of k items and m factors, the factor that explains most variance first.

    `loadings`: (k, m) pattern coefficients, of which no factor's sum is negative; `factor_correlations`: (m, m);
    `communalities`: (k,), the share of each item's variance that the factors explain.
    """

    n_factors: int
    rotation: Literal["oblimin", "none"]
    loadings: FloatArray
    factor_correlations: FloatArray
    communalities: FloatArray


def efa(correlation: FloatArray, n_factors: int) -> Efa:
    """Minimum residual factor analysis (Harman & Jones, 1966), with two or more factors rotated by direct oblimin.

    `correlation` is (k, k), Pearson's or polychoric. Oblimin (Jennrich & Sampson, 1966) with gamma 0 and without
    Kaiser's normalisation, by gradient projection (Jennrich, 2002). Equals psych::fa(fm = "minres", rotate =
    "oblimin") but for the order and the signs of the factors. Raises `EfaError`: Python without factor_analyzer; no
    factors; more parameters than correlations ((k - m)^2 < k + m); nan in the matrix; a matrix that is not positive
    definite; no convergence; an item without variance of its own.
    """
    _check(correlation, n_factors)
    loadings, factors = _fitted(correlation, n_factors)
    reproduced = loadings @ factors @ loadings.T
    residual = correlation - reproduced
    np.fill_diagonal(residual, 0.0)
    improper = np.flatnonzero(reproduced.diagonal() > 1 - LEAST_UNIQUENESS - 1e-6)
    if len(improper):
        raise EfaError("heywood", tuple(improper.tolist()))
    if not np.abs(residual @ loadings).max() < AT_THE_MINIMUM:
        raise EfaError("not_converged")
    if n_factors > 1 and not _rotation_gradient(loadings, factors) < AT_THE_MINIMUM:
        raise EfaError("rotation_not_converged")
    order = np.argsort(-(factors @ loadings.T @ loadings).diagonal(), kind="stable")
    sign = np.where(loadings.sum(axis=0) < 0, -1.0, 1.0)[order]
    return Efa(
        n_factors=n_factors,
        rotation="oblimin" if n_factors > 1 else "none",
        loadings=loadings[:, order] * sign,
        factor_correlations=factors[np.ix_(order, order)] * np.outer(sign, sign),
        communalities=reproduced.diagonal().copy(),
    )


def _check(correlation: FloatArray, n_factors: int) -> None:
    """Raise `EfaError` where there can be no solution."""
    k = len(correlation)
    if n_factors < 1:
        raise EfaError("too_few_factors")
    if n_factors >= k or (k - n_factors) ** 2 < k + n_factors:
        raise EfaError("too_few_items")
    undefined = np.isnan(correlation).sum(axis=0)
    if undefined.any():
        raise EfaError("undefined_correlation", tuple(np.flatnonzero(undefined == undefined.max()).tolist()))
    if not is_positive_definite(correlation):
        raise EfaError("not_positive_definite")


def _fitted(correlation: FloatArray, n_factors: int) -> tuple[FloatArray, FloatArray]:
    """Loadings and factor correlations, extracted and rotated by factor_analyzer.

    In two steps, since its one step orders the factors of the loadings and leaves their correlations in another order.
    """
    with warnings.catch_warnings():
        # Of scikit-learn, about how factor_analyzer calls it; and of an extraction that fails, which we see ourselves.
        warnings.simplefilter("ignore")
        try:
            from factor_analyzer import FactorAnalyzer, Rotator  # type: ignore[import-untyped] # noqa: PLC0415
        except ImportError as error:
            raise EfaError("not_installed") from error
        analysis = FactorAnalyzer(
            n_factors=n_factors, rotation=None, method="minres", is_corr_matrix=True, bounds=(LEAST_UNIQUENESS, 1)
        )
        rotator = Rotator(method="oblimin", normalize=False, gamma=0, max_iter=5000, tol=1e-5)
        try:
            loadings = np.asarray(analysis.fit(correlation).loadings_, dtype=np.float64)
            if n_factors == 1:
                return loadings, np.eye(1)
            return np.asarray(rotator.fit_transform(loadings), dtype=np.float64), np.asarray(rotator.phi_)
        except (ValueError, ArithmeticError, np.linalg.LinAlgError) as error:
            raise EfaError("not_converged") from error


def _rotation_gradient(loadings: FloatArray, factors: FloatArray) -> float:
    """Size of the projected gradient of oblimin (Jennrich, 2002), 0 at its minimum; from L and Phi alone."""
    if not is_positive_definite(factors):
        return float("inf")
    square = loadings**2
    product = (loadings * (square.sum(axis=1, keepdims=True) - square)).T @ loadings
    projected = factors * product.diagonal() - product
    return float(np.sqrt(max(0.0, (projected * np.linalg.solve(factors, projected)).sum())))
