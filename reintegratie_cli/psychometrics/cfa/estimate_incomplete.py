"""FIML: maximum likelihood of every answer that was given, also by persons who skipped some; ML and MLR."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from reintegratie_cli.psychometrics import fit_indices
from reintegratie_cli.psychometrics.cfa.composites import Composite, linear_omega, standard_error
from reintegratie_cli.psychometrics.cfa.cross_products import IncompleteSums, incomplete_sums
from reintegratie_cli.psychometrics.cfa.estimate_complete import robust_and_scaled
from reintegratie_cli.psychometrics.cfa.fiml import FullInformation, moment_slopes
from reintegratie_cli.psychometrics.cfa.identification import checked_items, identified_minimum, positive_loadings
from reintegratie_cli.psychometrics.cfa.matrices import (
    at_minimum,
    inverse,
    is_positive_definite,
    is_singular,
    log_determinant,
)
from reintegratie_cli.psychometrics.cfa.ml import MaximumLikelihood
from reintegratie_cli.psychometrics.cfa.modification_indices import Misfit
from reintegratie_cli.psychometrics.cfa.moments import GroupMoments
from reintegratie_cli.psychometrics.cfa.optimise import minimise
from reintegratie_cli.psychometrics.cfa.pattern_information import (
    expected_information,
    lower_triangle,
    saturated_information,
)
from reintegratie_cli.psychometrics.cfa.patterns import PatternMoments, pattern_moments, pattern_sums
from reintegratie_cli.psychometrics.cfa.robust import incomplete_scaling, sandwich
from reintegratie_cli.psychometrics.cfa.saturated import Saturated, observed_moments, saturated_moments
from reintegratie_cli.psychometrics.cfa.solution import CfaError, Omega, Solution
from reintegratie_cli.psychometrics.cfa.specification import FactorModel, FloatArray, specify
from reintegratie_cli.psychometrics.cfa.start import start_values
from reintegratie_cli.psychometrics.cfa.structure import GroupStructure, Matrices


@dataclass(frozen=True)
class _Data:
    """One group on items of about unit variance; informations are those of a person."""

    items: FloatArray
    patterns: PatternMoments
    saturated: Saturated
    saturated_information: FloatArray
    item_mean: FloatArray
    item_variance: FloatArray
    item_n: FloatArray


def estimate_incomplete(
    items: FloatArray, model: FactorModel, composites: Sequence[Composite] = (), *, robust: bool
) -> Solution:
    """Fit `model` to `items` (n_persons, n_items), nan = no answer; who answered nothing is left out.

    Equals lavaan::cfa(std.lv = TRUE, missing = "fiml"), and with `robust` estimator = "MLR". Raises CfaError.
    """
    items = items[~np.isnan(items).all(axis=1)]
    checked_items(items)
    scale, centre = np.nanstd(items, axis=0), np.nanmean(items, axis=0)
    data = _prepared((items - centre) / scale)
    specification = specify(model, has_means=True)
    problem = FullInformation(specification, [data.patterns])
    structure = problem.structures[0]
    complete = MaximumLikelihood(specification, [data.saturated.moments])
    found = minimise(problem, identified_minimum(complete, structure, _start(data, structure)).theta)
    theta = positive_loadings(structure, found.theta)
    at, observed = structure.matrices(theta), at_minimum(problem.observed(theta))
    if found.converged and is_singular(_expected(structure, at, data.patterns)):
        raise CfaError("not_identified")
    sums = incomplete_sums(data.items, structure, at, data.saturated.moments, data.item_mean)
    fitted = _Fitted(problem, theta, data, observed, sums)
    n, n_free = problem.n, structure.n_free
    covariance = sandwich(observed, sums.scores[:n_free, :n_free], n) if robust else inverse(observed) / n
    return Solution(
        specification=specification,
        estimator="MLR" if robust else "ML",
        missing="fiml",
        n=n,
        n_parameters=n_free,
        converged=found.converged and data.saturated.converged,
        theta=_moved(structure, theta, centre / scale),
        covariance=covariance,
        scale=scale,
        sample=data.saturated.moments.covariance,
        misfit=_misfit(at, data.patterns),
        fit=_fit(fitted, scale, robust=robust),
        omegas={it.name: _omega(it, scale, fitted) for it in composites},
    )


def _prepared(items: FloatArray) -> _Data:
    answered = ~np.isnan(items)
    together = answered.T.astype(np.float64) @ answered
    never = np.argwhere(np.tril(together == 0, -1))
    if len(never):
        raise CfaError("never_together", (int(never[0][1]), int(never[0][0])))
    patterns = pattern_moments(items)
    saturated = saturated_moments(patterns)
    moments = saturated.moments
    if not is_positive_definite(moments.covariance):
        raise CfaError("not_positive_definite")
    if not saturated.converged:
        raise CfaError("saturated_not_converged")
    information = saturated_information(patterns, moments.covariance, moments.mean) / moments.n
    if is_singular(information):
        raise CfaError("not_positive_definite")
    return _Data(items, patterns, saturated, information, *observed_moments(patterns))


def _start(data: _Data, structure: GroupStructure) -> FloatArray:
    moments = data.saturated.moments
    spread = np.sqrt(np.diag(moments.covariance))
    return start_values(structure, moments.covariance / np.outer(spread, spread), moments.mean)


def _expected(structure: GroupStructure, at: Matrices, patterns: PatternMoments) -> FloatArray:
    """The expected information of all but the intercepts, each of which the answers to its own item tell."""
    rows, columns = lower_triangle(structure.n_items)
    slopes = np.delete(structure.derivatives(at)[:, rows, columns], structure.mean_numbers(), axis=0)
    return np.asarray(slopes @ expected_information(patterns, at.implied) @ slopes.T)


def _moved(structure: GroupStructure, theta: FloatArray, distance: FloatArray) -> FloatArray:
    """The parameters of items that are higher by `distance` (n_items,)."""
    moved = theta.copy()
    moved[structure.mean_numbers()] += distance
    return moved


@dataclass(frozen=True)
class _Fitted:
    """One group at its estimates; `observed` is the information of a person."""

    problem: FullInformation
    theta: FloatArray
    data: _Data
    observed: FloatArray
    sums: IncompleteSums


@dataclass(frozen=True)
class _PatternWeight:
    """Weighs by the expected information that the patterns leave, found when it is first asked for."""

    patterns: PatternMoments
    implied: FloatArray

    @cached_property
    def information(self) -> FloatArray:
        return expected_information(self.patterns, self.implied) / self.patterns.n_persons

    def __call__(self, slopes: FloatArray) -> FloatArray:
        rows, columns = lower_triangle(len(self.implied))
        weighted = slopes[:, rows, columns] @ self.information * np.where(rows == columns, 2.0, 1.0)
        found = np.zeros_like(slopes)
        found[:, rows, columns] = found[:, columns, rows] = weighted
        return found


def _misfit(at: Matrices, patterns: PatternMoments) -> Misfit:
    slope = -pattern_sums(patterns, at.implied, at.intercepts).covariance_slope / patterns.n_persons
    return Misfit(slope, _PatternWeight(patterns, at.implied), patterns.n_persons)


def _fit(fitted: _Fitted, scale: FloatArray, *, robust: bool) -> dict[str, float]:
    problem, theta, data, sums = fitted.problem, fitted.theta, fitted.data, fitted.sums
    n, n_items = problem.n, len(scale)
    df, baseline_df = n_items * (n_items + 3) // 2 - len(theta), n_items * (n_items - 1) // 2
    saturated, model = data.saturated.log_likelihood, -n * problem.value(theta)
    alone = -float((data.item_n * (np.log(2 * np.pi * data.item_variance) + 1)).sum()) / 2
    naive = fit_indices.ChiSquares(2 * (saturated - model), df, 2 * (saturated - alone), baseline_df, n)
    found = fit_indices.naive_measures(naive)
    gamma = inverse(data.saturated_information)
    if robust:
        scaling = incomplete_scaling(sums, fitted.observed, data.saturated_information, data.item_variance, data.item_n)
        found |= robust_and_scaled(naive, scaling)
        gamma = gamma @ (sums.scores[len(theta) :, len(theta) :] / n) @ gamma
    found |= fit_indices.robust_measures(naive, _normal_theory(fitted, gamma, (df, baseline_df)))
    # The likelihood of the items as they are, and not of the items in units of their own spread.
    units = float(data.item_n @ np.log(scale))
    found |= fit_indices.likelihood_measures(model - units, saturated - units, len(theta), n)
    at, moments = problem.structures[0].matrices(theta), data.saturated.moments
    residuals = fit_indices.srmr(moments.covariance, at.implied, moments.mean - at.intercepts)
    return found | {"srmr": residuals, "npar": len(theta), "ntotal": n}


def _normal_theory(fitted: _Fitted, gamma: FloatArray, dfs: tuple[int, int]) -> fit_indices.Robust:
    """The discrepancies of the saturated moments, and their expectation over df (Zhang & Savalei, 2023).

    c = tr(M' V M Gamma) / df with M = I - Delta (Delta' A1 Delta)^-1 Delta' A1 and V the normal-theory weight of
    complete data at the saturated moments; `gamma` is n times their covariance matrix.
    """
    data, structure = fitted.data, fitted.problem.structures[0]
    moments, at = data.saturated.moments, structure.matrices(fitted.theta)
    weight = _normal_weight(moments.covariance)
    slopes = moment_slopes(structure, at)
    mean, variance = data.item_mean, data.item_variance
    discrepancy = moments.n * _discrepancy(moments, at.implied, at.intercepts)
    baseline = moments.n * _discrepancy(moments, np.diag(variance), mean)
    rows, columns = lower_triangle(len(mean))
    # Of the baseline the means and variances are free.
    free = np.concatenate([np.ones(len(mean), np.bool_), rows == columns])
    own = np.eye(len(free))[:, free]
    information = data.saturated_information
    factor, base_factor = (
        (_expectation(part, information, weight, gamma) / df for part, df in zip((slopes, own), dfs, strict=True))
        if min(dfs) > 0
        else (float("nan"), float("nan"))
    )
    return fit_indices.Robust(discrepancy, factor, baseline, base_factor)


def _expectation(slopes: FloatArray, information: FloatArray, weight: FloatArray, gamma: FloatArray) -> float:
    through = information @ slopes
    left = slopes @ np.linalg.inv(slopes.T @ through)
    product = gamma @ through
    weighted = weight @ left
    trace = float((weight * gamma).sum()) - 2 * float((weighted * product).sum())
    return trace + float(((left.T @ weighted) * (through.T @ product)).sum())


def _discrepancy(moments: GroupMoments, implied: FloatArray, mean: FloatArray) -> float:
    """F_ML of complete data: ln|Sigma| + tr((S + dd') Sigma^-1) - ln|S| - p."""
    distance = moments.mean - mean
    ratio = np.linalg.solve(implied, moments.covariance + np.outer(distance, distance))
    logs = log_determinant(implied) - log_determinant(moments.covariance)
    return logs + float(np.trace(ratio)) - len(mean)


def _normal_weight(covariance: FloatArray) -> FloatArray:
    """The weight of (mean, vech S) under normality: A = Sigma^-1, and A_ik A_jl + A_il A_jk, halved for a variance."""
    rows, columns = lower_triangle(len(covariance))
    precision = inverse(covariance)
    once = np.where(rows == columns, 0.5, 1.0)
    block = (
        precision[np.ix_(rows, rows)] * precision[np.ix_(columns, columns)]
        + precision[np.ix_(rows, columns)] * precision[np.ix_(columns, rows)]
    ) * np.outer(once, once)
    n_items = len(covariance)
    found = np.zeros((n_items + len(rows),) * 2)
    found[:n_items, :n_items], found[n_items:, n_items:] = precision, block
    return found


def _omega(it: Composite, scale: FloatArray, fitted: _Fitted) -> Omega:
    """Omega with its error from each person's influence on the loadings and on the saturated covariances together."""
    structure, data = fitted.problem.structures[0], fitted.data
    sample = data.saturated.moments.covariance
    omega = linear_omega(it, scale, structure, structure.matrices(fitted.theta), sample)
    weights = it.weights(scale)
    rows, columns = lower_triangle(len(weights))
    by_covariance = np.where(rows == columns, 1.0, 2.0) * weights[rows] * weights[columns] * omega.by_variance
    by_moments = np.concatenate([np.zeros(len(weights)), by_covariance])
    slopes = np.concatenate(
        [
            np.linalg.solve(fitted.observed, omega.by_parameters),
            np.linalg.solve(data.saturated_information, by_moments),
        ]
    )
    return Omega(omega.value, standard_error(slopes, fitted.sums.scores, fitted.sums.n))
