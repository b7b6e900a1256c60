"""Samples of ordered answers, and the fit of a model to each of them by weighted least squares (WLSMV)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from math import nan, sqrt

import numpy as np

from reintegratie_cli.psychometrics import fit_indices
from reintegratie_cli.psychometrics.cfa.matrices import inverse, is_positive_definite, log_determinant
from reintegratie_cli.psychometrics.cfa.optimise import minimise
from reintegratie_cli.psychometrics.cfa.solution import Solution
from reintegratie_cli.psychometrics.cfa.specification import FloatArray, IntArray
from reintegratie_cli.psychometrics.cfa.start import start_values
from reintegratie_cli.psychometrics.cfa.structure import Matrices
from reintegratie_cli.psychometrics.cfa.wlsmv import OrdinalMoments, WeightedLeastSquares, ordinal_gamma, ordinal_test
from reintegratie_cli.psychometrics.contingency import contingency_tables
from reintegratie_cli.psychometrics.polychoric import PolychoricError, PolychoricMoments, polychoric_moments
from reintegratie_cli.psychometrics.simulate import ordered_responses, standard_normal

MANY = 2000
"""From so many persons on the samples of a population share a scaling factor."""
SCALED = 20
"""Of so many samples it is then the mean."""


@dataclass(frozen=True)
class _Fit:
    """The SRMR of one sample, and what its CFI and RMSEA come from.

    Each discrepancy is expected to be its factor times its df, the model's when it is correct; `factor` is nan where it
    was not worked out.
    """

    srmr: float
    discrepancy: float
    baseline: float
    factor: float
    baseline_factor: float


def ordinal_indices(
    solution: Solution, correlation: FloatArray, replications: int, seed: int
) -> Iterator[tuple[float, float, float]]:
    """SRMR, RMSEA and CFI of the model in one sample after the other of a population; nan where no fit was found.

    Latent normal answers with this `correlation` (n_items, n_items) are cut at the estimated thresholds, and nobody
    skips one. The indices are the robust ones of Savalei (2021) where the solution has them, else those of the
    chi-square of weighted least squares. The model's scaling factor c takes the covariances of all pairs of
    correlations, by far the most work in a long questionnaire. What its variation between samples does to the square of
    the RMSEA shrinks as n^-1.5: from `MANY` persons on the mean of c over the first `SCALED` samples stands for all.
    """
    robust, each = "rmsea_robust" in solution.fit, solution.n < MANY
    samples = enumerate(_samples(solution, correlation, replications, seed))
    fits = (_fitted(solution, it, robust=robust, scaled=each or number < SCALED) for number, it in samples)
    first = [] if each else list(islice(fits, SCALED))
    known = [it.factor for it in first if it is not None]
    shared = float(np.mean(known)) if known else nan
    for it in chain(first, fits):
        yield (nan, nan, nan) if it is None else _indices(solution, it, it.factor if each else shared)


def _samples(solution: Solution, correlation: FloatArray, replications: int, seed: int) -> Iterator[IntArray]:
    """Answers (n, n_items) as category numbers without gaps."""
    root = np.linalg.cholesky(correlation)
    random = np.random.default_rng(seed)
    for _ in range(replications):
        yield _answers(standard_normal(random, solution.n, len(root)) @ root.T, solution.thresholds)


def _answers(latent: FloatArray, thresholds: Sequence[FloatArray]) -> IntArray:
    """The categories of `latent` (n, n_items); one that nobody is in is closed up, as in an analysis of the sample."""
    found = np.empty(latent.shape, dtype=np.int64)
    for item, own in enumerate(thresholds):
        category = ordered_responses(latent[:, item], own.tolist())
        used = np.bincount(category, minlength=len(own) + 1) > 0
        found[:, item] = (np.cumsum(used) - 1)[category]
    return found


def _fitted(solution: Solution, categories: IntArray, *, robust: bool, scaled: bool) -> _Fit | None:
    """None where the correlations or the parameters cannot be estimated; `scaled`: work out the scaling factor."""
    polychoric = _polychoric(categories)
    if polychoric is None:
        return None
    moments = OrdinalMoments(polychoric.n, polychoric.correlation, polychoric.gamma_diagonal)
    problem = WeightedLeastSquares(solution.specification, [moments])
    found = minimise(problem, solution.theta)
    if not found.converged:
        found = minimise(problem, start_values(problem.structures[0], moments.correlation))
    if not found.converged:
        return None
    at = problem.structures[0].matrices(found.theta)
    implied = _implied(at)
    srmr = fit_indices.srmr(moments.correlation, implied)
    if not robust:
        n = moments.n - 1
        baseline = n * float((moments.pairs**2 / moments.gamma).sum())
        return _Fit(srmr, 2 * n * problem.value(found.theta), baseline, 1.0, 1.0)
    if not (is_positive_definite(moments.correlation) and is_positive_definite(implied)):
        return None
    factor = nan
    if scaled:
        gamma = ordinal_gamma(categories, polychoric.influences, len(moments.gamma)) / moments.n
        test = ordinal_test(problem.structures[0], at, moments, gamma)
        factor = nan if test.robust is None else test.robust.factor
    return _Fit(srmr, *_likelihood_discrepancies(moments, implied), factor, float(moments.gamma.mean()))


def _polychoric(categories: IntArray) -> PolychoricMoments | None:
    """None where an item is constant, or a correlation has not converged."""
    try:
        found = polychoric_moments(contingency_tables(categories, categories.max(axis=0) + 1))
    except PolychoricError:
        return None
    return found if np.isfinite(found.gamma_diagonal).all() else None


def _implied(at: Matrices) -> FloatArray:
    """The implied correlations, with ones on the diagonal."""
    found = at.implied
    np.fill_diagonal(found, 1.0)
    return found


def _likelihood_discrepancies(moments: OrdinalMoments, implied: FloatArray) -> tuple[float, float]:
    """N [ln|Sigma| + tr(R Sigma^-1) - ln|R| - p] of the model, and -N ln|R| of the baseline (Savalei, 2021)."""
    log_sample = log_determinant(moments.correlation)
    trace = float((moments.correlation * inverse(implied)).sum())
    found = log_determinant(implied) + trace - log_sample - len(implied)
    return moments.n * found, -moments.n * log_sample


def _indices(solution: Solution, it: _Fit, factor: float) -> tuple[float, float, float]:
    baseline_df = len(solution.sample) * (len(solution.sample) - 1) // 2
    df, n = baseline_df - solution.structure.n_free, solution.n - 1
    expected = df * factor
    cfi = fit_indices.cfi(it.discrepancy, expected, it.baseline, baseline_df * it.baseline_factor)
    return it.srmr, sqrt(max(it.discrepancy - expected, 0.0) / (n * df)), cfi
