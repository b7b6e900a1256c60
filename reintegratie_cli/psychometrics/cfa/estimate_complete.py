"""Maximum likelihood of answers without gaps: ML, and MLR with errors and chi-square that do not lean on normality."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from reintegratie_cli.psychometrics import fit_indices
from reintegratie_cli.psychometrics.cfa.composites import Composite, linear_omega, standard_error
from reintegratie_cli.psychometrics.cfa.cross_products import CompleteSums, complete_sums
from reintegratie_cli.psychometrics.cfa.identification import checked_items, identified_minimum
from reintegratie_cli.psychometrics.cfa.matrices import (
    at_minimum,
    inverse,
    is_positive_definite,
    log_determinant,
)
from reintegratie_cli.psychometrics.cfa.ml import MaximumLikelihood
from reintegratie_cli.psychometrics.cfa.modification_indices import Misfit
from reintegratie_cli.psychometrics.cfa.moments import GroupMoments, complete_moments
from reintegratie_cli.psychometrics.cfa.robust import Scaling, complete_scaling, sandwich
from reintegratie_cli.psychometrics.cfa.solution import CfaError, Omega, Solution
from reintegratie_cli.psychometrics.cfa.specification import FactorModel, FloatArray, specify
from reintegratie_cli.psychometrics.cfa.start import start_values
from reintegratie_cli.psychometrics.cfa.structure import GroupStructure, Matrices


@dataclass(frozen=True)
class _Fitted:
    """One group at its estimates; `observed` is the information of a person."""

    structure: GroupStructure
    at: Matrices
    moments: GroupMoments
    observed: FloatArray
    sums: CompleteSums


def estimate_complete(
    items: FloatArray, model: FactorModel, composites: Sequence[Composite] = (), *, robust: bool
) -> Solution:
    """Fit `model` to `items` (n_persons, n_items) without missing answers.

    `robust` (MLR): Huber-White errors and the chi-square of Yuan & Bentler (2000). Equals lavaan::cfa(std.lv = TRUE).
    Raises CfaError.
    """
    checked_items(items)
    raw = complete_moments(items)
    scale = np.sqrt(np.diag(raw.covariance))
    moments = raw.rescaled(scale)
    if not is_positive_definite(moments.covariance):
        raise CfaError("not_positive_definite")
    specification = specify(model)
    problem = MaximumLikelihood(specification, [moments])
    structure = problem.structures[0]
    found = identified_minimum(problem, structure, start_values(structure, moments.covariance))
    theta = found.theta
    at, expected, observed = structure.matrices(theta), problem.expected(theta), at_minimum(problem.observed(theta))
    weights = np.array([it.weights(scale) for it in composites]).reshape(len(composites), len(scale))
    sums = complete_sums(items / scale, structure, at, moments, weights)
    fitted = _Fitted(structure, at, moments, observed, sums)
    scaling = complete_scaling([sums], [moments], observed, has_means=False) if robust else None
    n, n_free = moments.n, structure.n_free
    covariance = sandwich(observed, sums.scores[:n_free, :n_free], n) if robust else inverse(at_minimum(expected)) / n
    return Solution(
        specification=specification,
        estimator="MLR" if robust else "ML",
        missing="listwise",
        n=n,
        n_parameters=n_free,
        converged=found.converged,
        theta=theta,
        covariance=covariance,
        scale=scale,
        sample=moments.covariance,
        misfit=_misfit(at, moments),
        fit=_fit(problem, theta, moments, scale, scaling),
        omegas={it.name: _omega(it, scale, fitted, place) for place, it in enumerate(composites)},
    )


def _misfit(at: Matrices, moments: GroupMoments) -> Misfit:
    precision = inverse(at.implied)
    slope = np.asarray(precision - precision @ moments.covariance @ precision)
    return Misfit(slope, lambda slopes: np.asarray(precision @ slopes @ precision), moments.n)


def _fit(
    problem: MaximumLikelihood, theta: FloatArray, moments: GroupMoments, scale: FloatArray, scaling: Scaling | None
) -> dict[str, float]:
    n, n_items, n_free = moments.n, len(moments.mean), len(theta)
    df, baseline_df = n_items * (n_items + 1) // 2 - n_free, n_items * (n_items - 1) // 2
    log_sample = log_determinant(moments.covariance)
    naive = fit_indices.ChiSquares(2 * n * problem.value(theta), df, -n * log_sample, baseline_df, n)
    # The likelihood of the items as they are, and not of the items in units of their own spread.
    saturated = -n / 2 * (n_items * np.log(2 * np.pi) + log_sample + 2 * np.log(scale).sum() + n_items)
    implied = problem.structures[0].matrices(theta).implied
    found = fit_indices.naive_measures(naive)
    if scaling is not None:
        found |= robust_and_scaled(naive, scaling)
    found |= fit_indices.likelihood_measures(saturated - naive.chisq / 2, saturated, n_free, n)
    return found | {
        "srmr": fit_indices.srmr(moments.covariance, implied),
        "npar": n_free,
        "ntotal": n,
    }


def robust_and_scaled(naive: fit_indices.ChiSquares, scaling: Scaling) -> dict[str, float]:
    """The scaled indices, and the robust ones from the same chi-squares."""
    factor, baseline = scaling.factor(naive.df), scaling.baseline_factor(naive.baseline_df)
    scaled = fit_indices.Scaled(naive.chisq / factor, factor, naive.baseline_chisq / baseline, baseline)
    robust = fit_indices.Robust(naive.chisq, factor, naive.baseline_chisq, baseline)
    return fit_indices.scaled_measures(naive, scaled) | fit_indices.robust_measures(naive, robust)


def _omega(it: Composite, scale: FloatArray, fitted: _Fitted, place: int) -> Omega:
    """Omega with its error from each person's influence on loadings and on the variance of the score together."""
    omega = linear_omega(it, scale, fitted.structure, fitted.at, fitted.moments.covariance)
    n_free = fitted.structure.n_free
    slopes = np.zeros(len(fitted.sums.scores))
    slopes[:n_free] = np.linalg.solve(fitted.observed, omega.by_parameters)
    slopes[n_free + place] = omega.by_variance
    return Omega(omega.value, standard_error(slopes, fitted.sums.scores, fitted.sums.n))
