"""Slopes and second derivatives of each discrepancy beside finite differences of it."""

import numpy as np
import pytest

from reintegratie_cli.psychometrics.cfa.fiml import FullInformation
from reintegratie_cli.psychometrics.cfa.ml import MaximumLikelihood
from reintegratie_cli.psychometrics.cfa.moments import complete_moments
from reintegratie_cli.psychometrics.cfa.patterns import pattern_moments
from reintegratie_cli.psychometrics.cfa.specification import FactorModel, specify
from reintegratie_cli.psychometrics.cfa.start import start_values
from reintegratie_cli.psychometrics.cfa.wlsmv import OrdinalMoments, WeightedLeastSquares

ITEMS = ("a", "b", "c", "d", "e", "f")
MODEL = FactorModel(ITEMS, {"one": ITEMS[:3], "two": ("c", *ITEMS[3:])}, (("a", "d"),))
"""With a cross-loading and a residual covariance, so that no derivative is left out."""
STEP = 1e-5


def simulated(seed, n=80):
    """Answers of n persons to six items with something in common."""
    rng = np.random.default_rng(seed)
    items = rng.normal(size=(n, 6)) + rng.normal(size=(n, 1))
    return (items - 0.3) / items.std(axis=0)


def ml_of_two_groups():
    """Means and covariances of two groups of different size."""
    moments = [complete_moments(simulated(1)), complete_moments(simulated(2, 50))]
    return MaximumLikelihood(specify(MODEL, n_groups=2, has_means=True), moments)


def ml_of_covariances():
    """Covariances of one group."""
    return MaximumLikelihood(specify(MODEL), [complete_moments(simulated(3))])


def fiml_of_two_groups():
    """Answers with gaps of two groups."""
    groups = []
    for seed, n in ((4, 60), (5, 40)):
        items = simulated(seed, n)
        items[np.random.default_rng(seed).random(items.shape) < 0.2] = np.nan
        groups.append(pattern_moments(items))
    return FullInformation(specify(MODEL, n_groups=2, has_means=True), groups)


def dwls_of_two_groups():
    """Correlations of two groups with weights that differ."""
    moments = []
    for seed, n in ((6, 80), (7, 50)):
        gamma = np.random.default_rng(seed).uniform(0.5, 3.0, 15)
        moments.append(OrdinalMoments(n, np.corrcoef(simulated(seed, n).T), gamma))
    return WeightedLeastSquares(specify(MODEL, n_groups=2, residuals_free=False), moments)


every_problem = pytest.mark.parametrize(
    "build", [ml_of_two_groups, ml_of_covariances, fiml_of_two_groups, dwls_of_two_groups]
)


def somewhere(problem):
    """Parameters away from the minimum."""
    theta = np.zeros(problem.structures[0].n_free)
    for structure in problem.structures:
        means = np.full(6, 0.1) if structure.has_means else None
        theta += start_values(structure, np.corrcoef(simulated(8).T), means)
    return theta + 0.05 * np.random.default_rng(9).normal(size=len(theta))


def differences(function, theta):
    """Central differences of a function: (n_free, ...)."""
    steps = STEP * np.eye(len(theta))
    return np.array([(function(theta + step) - function(theta - step)) / (2 * STEP) for step in steps])


@every_problem
def test_the_gradient_is_the_slope_of_the_discrepancy(build):
    """Of every parameter of every group."""
    problem = build()
    theta = somewhere(problem)

    np.testing.assert_allclose(problem.gradient(theta), differences(problem.value, theta), atol=1e-7)


@every_problem
def test_the_observed_information_is_the_slope_of_the_gradient(build):
    """Also away from the minimum, where residuals and curvature matter."""
    problem = build()
    theta = somewhere(problem)

    np.testing.assert_allclose(problem.observed(theta), differences(problem.gradient, theta), atol=1e-7)


@pytest.mark.parametrize("build", [ml_of_two_groups, ml_of_covariances, dwls_of_two_groups])
def test_the_expected_information_is_never_indefinite(build):
    """Fisher scoring always goes down."""
    problem = build()

    assert np.linalg.eigvalsh(problem.expected(somewhere(problem)))[0] > -1e-12
