"""The bivariate normal distribution function, beside Owen's T function, identities and limits."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import ndtr, owens_t

from reintegratie_cli.psychometrics.bivariate_normal import (
    FAR,
    bivariate_normal_cdf,
    bivariate_normal_density,
    rectangle_derivatives,
    rectangle_probabilities,
)

INF = math.inf

bounds = st.floats(-5, 5).map(lambda x: round(x, 6))
correlations = st.floats(-0.9999, 0.9999).map(lambda x: round(x, 6))


def cdf(h, k, rho):
    """Of single numbers."""
    return float(bivariate_normal_cdf(np.float64(h), np.float64(k), np.float64(rho)))


def by_owen(h, k, rho):
    """Owen's (1956) function T, for h and k that are not 0: another way to the same number."""
    left = math.sqrt((1 - rho) * (1 + rho))
    half = 0.5 if h * k < 0 else 0.0
    at_h, at_k = owens_t(h, (k / h - rho) / left), owens_t(k, (h / k - rho) / left)
    return ndtr(h) / 2 + ndtr(k) / 2 - at_h - at_k - half


@pytest.mark.parametrize("rho", [-0.9999, -0.99, -0.5, 0.0, 0.3, 0.95, 0.951, 0.9989, 0.9991, 0.9999])
def test_it_equals_owens_function(rho):
    """To ten places, on both sides of every change in the number of nodes, also for bounds that nearly coincide."""
    h = np.repeat([-3.1, -1.2, -0.011, 0.4, 2.2], 7)
    k = h * math.copysign(1, rho) + np.tile([-2.0, -0.3, -0.004, 0.0003, 0.02, 0.5, 4.0], 5)
    expected = [by_owen(*each, rho) for each in zip(h, k, strict=True)]

    np.testing.assert_allclose(bivariate_normal_cdf(h, k, np.float64(rho)), expected, rtol=0, atol=1e-10)


@pytest.mark.parametrize("rho", [-1.0, -0.7, 0.0, 0.7, 1.0])
def test_at_zero_it_is_sheppards_formula(rho):
    """1 / 4 + asin(rho) / (2 pi): Sheppard (1899)."""
    assert cdf(0, 0, rho) == pytest.approx(0.25 + math.asin(rho) / (2 * math.pi), abs=1e-15)


@given(bounds, bounds)
def test_without_correlation_it_is_a_product(h, k):
    """Phi(h) Phi(k)."""
    assert cdf(h, k, 0) == pytest.approx(ndtr(h) * ndtr(k), abs=1e-16)


@given(bounds, bounds)
def test_with_a_correlation_of_one_the_lower_bound_decides(h, k):
    """Phi(min(h, k)); at minus one it is what the two leave of each other."""
    assert cdf(h, k, 1) == ndtr(min(h, k))
    assert cdf(h, k, -1) == pytest.approx(max(0, ndtr(h) + ndtr(k) - 1), abs=1e-15)


@given(bounds, correlations)
def test_an_infinite_bound_bounds_nothing(h, rho):
    """Phi(h) beside plus infinity, 0 beside minus infinity."""
    assert cdf(h, INF, rho) == pytest.approx(ndtr(h), abs=1e-15)
    assert cdf(-INF, h, rho) == 0


@given(bounds, bounds, correlations)
def test_the_two_variables_may_change_places(h, k, rho):
    """P(X <= h, Y <= k) = P(Y <= k, X <= h)."""
    assert cdf(h, k, rho) == pytest.approx(cdf(k, h, rho), abs=1e-15)


@given(bounds, bounds, correlations)
def test_reversing_one_variable_leaves_the_rest(h, k, rho):
    """P(X <= h, Y <= k; rho) + P(X <= h, -Y <= -k; -rho) = P(X <= h)."""
    assert cdf(h, k, rho) + cdf(h, -k, -rho) == pytest.approx(ndtr(h), abs=1e-9)


def test_correlations_of_all_sizes_go_together():
    """One array with few nodes, many nodes and limits gives what each gives alone."""
    rho = np.array([[-1.0], [0.3], [0.97], [0.9995], [1.0]])
    h, k = np.array([-0.4, 1.3]), np.array([0.2, 1.1])
    expected = [[cdf(a, b, float(r)) for a, b in zip(h, k, strict=True)] for r in rho[:, 0]]

    np.testing.assert_allclose(bivariate_normal_cdf(h, k, rho), expected, rtol=1e-15)


def test_the_density_by_hand():
    """At (1, 2) with rho = .5: exp(-(1 - 2 + 4) / (2 * .75)) / (2 pi sqrt(.75)) = exp(-2) / (2 pi sqrt(.75))."""
    found = bivariate_normal_density(np.float64(1), np.float64(2), np.float64(0.5))

    assert found == pytest.approx(math.exp(-2) / (2 * math.pi * math.sqrt(0.75)), rel=1e-15)


def test_there_is_no_density_at_infinity():
    """0, and not nan."""
    assert bivariate_normal_density(np.float64(INF), np.float64(1), np.float64(0.999)) == 0


ROWS = np.array([[-FAR, -0.8, 0.3, FAR], [-FAR, 0.1, FAR, FAR]])
COLUMNS = np.array([[-FAR, -1.1, 0.0, 1.2, FAR], [-FAR, -0.4, 0.9, FAR, FAR]])


def test_rectangles_cover_the_plane():
    """Their probabilities add up to one, and along a side to the probability of that interval."""
    found = rectangle_probabilities(ROWS, COLUMNS, np.array([0.6, -0.3]))

    np.testing.assert_allclose(found.sum(axis=2), np.diff(ndtr(ROWS), axis=1), atol=1e-15)
    np.testing.assert_allclose(found.sum(axis=1), np.diff(ndtr(COLUMNS), axis=1), atol=1e-15)


def test_derivatives_of_rectangles_are_those_of_finite_differences():
    """The first of the probabilities, the second of the first."""
    rho, step = np.array([0.6, -0.3]), 1e-5
    first, second = rectangle_derivatives(ROWS, COLUMNS, rho)
    above, below = (rectangle_probabilities(ROWS, COLUMNS, rho + sign * step) for sign in (1, -1))
    slopes = [rectangle_derivatives(ROWS, COLUMNS, rho + sign * step)[0] for sign in (1, -1)]

    np.testing.assert_allclose(first, (above - below) / (2 * step), atol=1e-9)
    np.testing.assert_allclose(second, (slopes[0] - slopes[1]) / (2 * step), atol=1e-8)
