"""WLSMV of ordered answers: polychoric correlations, diagonal weights, scaled and shifted chi-square."""

from collections.abc import Sequence

import numpy as np

from reintegratie_cli.psychometrics import fit_indices
from reintegratie_cli.psychometrics.cfa.composites import Composite
from reintegratie_cli.psychometrics.cfa.identification import identified_minimum
from reintegratie_cli.psychometrics.cfa.modification_indices import Misfit
from reintegratie_cli.psychometrics.cfa.solution import CfaError, Omega, Solution
from reintegratie_cli.psychometrics.cfa.specification import FactorModel, FloatArray, IntArray, specify
from reintegratie_cli.psychometrics.cfa.start import start_values
from reintegratie_cli.psychometrics.cfa.structure import GroupStructure, Matrices
from reintegratie_cli.psychometrics.cfa.wlsmv import (
    OrdinalMoments,
    OrdinalTest,
    WeightedLeastSquares,
    correlation_slopes,
    ordinal_gamma,
    ordinal_test,
    symmetric,
)
from reintegratie_cli.psychometrics.contingency import pair_indices
from reintegratie_cli.psychometrics.green_yang import categorical_omega, categorical_omega_gradient
from reintegratie_cli.psychometrics.polychoric import PolychoricMoments

_CELLS = 4_000_000


def estimate_ordinal(
    categories: IntArray, polychoric: PolychoricMoments, model: FactorModel, composites: Sequence[Composite] = ()
) -> Solution:
    """Fit `model` to `categories` (n_persons, n_items; -1 = no answer) with their polychoric moments.

    Equals lavaan::cfa(std.lv = TRUE, estimator = "WLSMV", ordered = TRUE, missing = "pairwise"). Raises CfaError.
    """
    rows, columns = pair_indices(len(model.items))
    bad = np.flatnonzero(~np.isfinite(polychoric.gamma_diagonal))
    if len(bad):
        raise CfaError("not_positive_definite", (int(columns[bad[0]]), int(rows[bad[0]])))
    moments = OrdinalMoments(polychoric.n, polychoric.correlation, polychoric.gamma_diagonal)
    specification = specify(model, residuals_free=False)
    problem = WeightedLeastSquares(specification, [moments])
    structure = problem.structures[0]
    found = identified_minimum(problem, structure, start_values(structure, moments.correlation))
    theta = found.theta
    at = structure.matrices(theta)
    gamma = ordinal_gamma(categories, polychoric.influences, len(rows)) / moments.n
    test = ordinal_test(structure, at, moments, gamma)
    n_thresholds = sum(len(own) for own in polychoric.thresholds)
    return Solution(
        specification=specification,
        estimator="WLSMV",
        missing="pairwise" if (categories < 0).any() else "listwise",
        n=moments.n,
        n_parameters=structure.n_free + n_thresholds,
        converged=found.converged,
        theta=theta,
        covariance=test.covariance,
        scale=np.ones(len(model.items)),
        sample=moments.correlation,
        misfit=_misfit(at, moments),
        fit=_fit(problem, theta, moments, test) | {"npar": structure.n_free + n_thresholds, "ntotal": moments.n},
        thresholds=polychoric.thresholds,
        threshold_se=_threshold_errors(categories, polychoric),
        omegas=_omegas(composites, categories, polychoric, structure, at),
    )


def _misfit(at: Matrices, moments: OrdinalMoments) -> Misfit:
    """With (n - 1)^2 / n for n, as lavaan has it."""
    weights = symmetric(1 / moments.gamma, len(moments.correlation))
    slope = -weights * (moments.correlation - at.implied)
    return Misfit(slope, lambda slopes: weights * slopes, (moments.n - 1) ** 2 / moments.n)


def _fit(
    problem: WeightedLeastSquares, theta: FloatArray, moments: OrdinalMoments, test: OrdinalTest
) -> dict[str, float]:
    n = moments.n - 1
    df = len(moments.gamma) - len(theta)
    chisq, baseline = 2 * n * problem.value(theta), n * float((moments.pairs**2 / moments.gamma).sum())
    naive = fit_indices.ChiSquares(chisq, df, baseline, len(moments.gamma), n)
    found = fit_indices.naive_measures(naive)
    scaled = fit_indices.Scaled(
        test.scale * chisq + test.shift,
        1 / test.scale,
        test.baseline_scale * baseline + test.baseline_shift,
        1 / test.baseline_scale,
        scaled_and_shifted=True,
    )
    found |= fit_indices.scaled_measures(naive, scaled)
    found |= fit_indices.robust_measures(naive, test.robust)
    implied = problem.structures[0].matrices(theta).implied
    np.fill_diagonal(implied, 1.0)
    return found | {"srmr": fit_indices.srmr(moments.correlation, implied)}


def _threshold_errors(categories: IntArray, polychoric: PolychoricMoments) -> tuple[FloatArray, ...]:
    """The standard error of each threshold, from the persons' influences on it."""
    squares = np.zeros(sum(len(own) for own in polychoric.thresholds))
    size = max(_CELLS // len(squares), 1)
    for first in range(0, len(categories), size):
        squares += (polychoric.influences.tau(categories[first : first + size]) ** 2).sum(axis=0)
    errors = np.sqrt(squares / polychoric.n / (polychoric.n - 1))
    ends = np.cumsum([len(own) for own in polychoric.thresholds])[:-1]
    return tuple(np.split(errors, ends))


def _omegas(
    composites: Sequence[Composite],
    categories: IntArray,
    polychoric: PolychoricMoments,
    structure: GroupStructure,
    at: Matrices,
) -> dict[str, Omega]:
    """Categorical omega of every scale (Green & Yang, 2009), each with its error from the persons' influences.

    Omega moves with the loadings, which move with the correlations as (Delta' W Delta)^-1 Delta' W, with the
    correlations themselves, and with the thresholds.
    """
    slopes = correlation_slopes(structure, at)
    weighted = slopes / polychoric.gamma_diagonal[:, None]
    to_common = _common_slopes(structure, at) @ np.linalg.solve(slopes.T @ weighted, weighted.T)
    by_correlation, by_threshold, values = [], [], {}
    for it in composites:
        if it.steps is None:
            continue
        values[it.name], pairs, thresholds = _slopes(it, polychoric, at, to_common)
        by_correlation.append(pairs)
        by_threshold.append(thresholds)
    if not values:
        return {}
    total = _squared_influences(categories, polychoric, np.array(by_correlation).T, np.array(by_threshold).T)
    errors = np.sqrt(total) / polychoric.n
    return {name: Omega(value, float(error)) for (name, value), error in zip(values.items(), errors, strict=True)}


def _common_slopes(structure: GroupStructure, at: Matrices) -> FloatArray:
    """The derivatives of Lambda Psi Lambda', all of it: (n_items * n_items, n_free)."""
    slopes = structure.derivatives(at)
    # What a residual covariance adds is no common variance.
    slopes[structure.residuals.number] = 0.0
    return np.ascontiguousarray(slopes.reshape(structure.n_free, -1).T)


def _slopes(
    it: Composite, polychoric: PolychoricMoments, at: Matrices, to_common: FloatArray
) -> tuple[float, FloatArray, FloatArray]:
    """Omega with its slopes by the correlations below the diagonal and by all thresholds."""
    n_items = len(polychoric.thresholds)
    places = np.ix_(it.items, it.items)
    thresholds = tuple(polychoric.thresholds[item] for item in it.items)
    own = at.loadings[:, it.factor]
    common, observed = np.outer(own, own)[places], polychoric.correlation[places]
    steps = it.steps or ()
    value = categorical_omega(common, thresholds, observed, steps)
    gradient = categorical_omega_gradient(common, thresholds, observed, steps)
    full = np.zeros((2, n_items, n_items))
    full[0][places], full[1][places] = gradient.common, gradient.correlation
    rows, columns = pair_indices(n_items)
    by_correlation = 2 * full[1][rows, columns] + full[0].ravel() @ to_common
    ends = np.cumsum([0, *(len(own) for own in polychoric.thresholds)])
    by_threshold = np.zeros(ends[-1])
    for item, slope in zip(it.items, gradient.thresholds, strict=True):
        by_threshold[ends[item] : ends[item + 1]] = slope
    return value, by_correlation, by_threshold


def _squared_influences(
    categories: IntArray, polychoric: PolychoricMoments, by_correlation: FloatArray, by_threshold: FloatArray
) -> FloatArray:
    """The sum over persons of the square of their influence on each omega: (n_omegas,)."""
    found = np.zeros(by_correlation.shape[1])
    size = max(_CELLS // max(len(by_correlation), 1), 1)
    for first in range(0, len(categories), size):
        part = categories[first : first + size]
        influence = polychoric.influences.rho(part) @ by_correlation + polychoric.influences.tau(part) @ by_threshold
        found += (influence**2).sum(axis=0)
    return found
