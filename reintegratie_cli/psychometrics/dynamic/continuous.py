"""Samples of normal items, and the fit of a model to each of them by maximum likelihood."""

from collections.abc import Iterator

import numpy as np
from scipy import special

from reintegratie_cli.psychometrics import fit_indices
from reintegratie_cli.psychometrics.cfa.matrices import log_determinant
from reintegratie_cli.psychometrics.cfa.ml import MaximumLikelihood
from reintegratie_cli.psychometrics.cfa.moments import GroupMoments
from reintegratie_cli.psychometrics.cfa.optimise import minimise
from reintegratie_cli.psychometrics.cfa.solution import Solution
from reintegratie_cli.psychometrics.cfa.specification import FloatArray, Specification, specify
from reintegratie_cli.psychometrics.cfa.start import start_values
from reintegratie_cli.psychometrics.correlation import correlation_of
from reintegratie_cli.psychometrics.simulate import standard_normal


def wishart_correlation(random: np.random.Generator, n: int, root: FloatArray) -> FloatArray:
    """The correlations of n normal persons, drawn without the persons: (n_items, n_items).

    `root` (n_items, n_items) is the lower Cholesky factor of the population's covariance matrix, and n > n_items. A
    scatter matrix of n persons is L A A' L', A lower triangular with standard normal numbers below its diagonal and the
    roots of chi-squares with n - 1, n - 2, ... degrees of freedom on it: Bartlett (1933), Proceedings of the Royal
    Society of Edinburgh 53, 260-283.
    """
    n_items = len(root)
    drawn = np.tril(standard_normal(random, n_items, n_items), -1)
    # Half a step away from 0, where the inverse is infinite.
    upper = random.random(n_items) * (1 - 2**-52) + 2**-53
    drawn[np.diag_indices(n_items)] = np.sqrt(special.chdtri(n - 1.0 - np.arange(n_items), upper))
    half = root @ drawn
    return correlation_of(half @ half.T)


def continuous_indices(
    solution: Solution, correlation: FloatArray, replications: int, seed: int
) -> Iterator[tuple[float, float, float]]:
    """SRMR, RMSEA and CFI of the model in one sample after the other of a population; nan where no fit was found.

    `correlation` (n_items, n_items): the population's. The items are normal and nobody skips one, so that ML and MLR,
    naive and robust indices have the same value in the population. With a mean structure the SRMR counts the means,
    which fit perfectly when nothing is missing.
    """
    specification = specify(solution.specification.model)
    n, n_items = solution.n, len(correlation)
    start = _fitted(specification, GroupMoments(n, np.zeros(n_items), correlation), None)[1]
    root = np.asarray(np.linalg.cholesky(correlation), dtype=np.float64)
    random = np.random.default_rng(seed)
    distance = np.zeros(n_items) if solution.specification.has_means else None
    df = n_items * (n_items + 1) // 2 - specification.n_free
    for _ in range(replications):
        sample = GroupMoments(n, np.zeros(n_items), wishart_correlation(random, n, root))
        problem, theta = _fitted(specification, sample, start)
        if theta is None:
            yield np.nan, np.nan, np.nan
            continue
        chisq, baseline = 2 * n * problem.value(theta), -n * log_determinant(sample.covariance)
        srmr = fit_indices.srmr(sample.covariance, problem.structures[0].matrices(theta).implied, distance)
        cfi = fit_indices.cfi(chisq, df, baseline, n_items * (n_items - 1) // 2)
        yield srmr, fit_indices.rmsea(chisq, df, n), cfi


def _fitted(
    specification: Specification, sample: GroupMoments, start: FloatArray | None
) -> tuple[MaximumLikelihood, FloatArray | None]:
    """The estimates from `start` on, or else from the sample's own start values; none where neither converges."""
    problem = MaximumLikelihood(specification, [sample])
    if start is not None:
        found = minimise(problem, start)
        if found.converged:
            return problem, found.theta
    found = minimise(problem, start_values(problem.structures[0], sample.covariance))
    return problem, found.theta if found.converged else None
