"""Categorical omega: by hand, beside the reliability it must be, and its gradient beside finite differences."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reintegratie_cli.psychometrics.green_yang import categorical_omega, categorical_omega_gradient
from reintegratie_cli.psychometrics.simulate import scored_reliability

LOADINGS = np.array([0.8, 0.6, 0.7])
COMMON = np.outer(LOADINGS, LOADINGS)
IMPLIED = np.where(np.eye(3) == 1, 1.0, COMMON)
OBSERVED = IMPLIED + np.array([[0, 0.05, -0.02], [0.05, 0, 0.01], [-0.02, 0.01, 0]])
THRESHOLDS = (np.array([-1.0, 0.2]), np.array([-0.6, 0.0, 0.9]), np.array([0.3]))
ONES = tuple(np.ones_like(each) for each in THRESHOLDS)
STEPS = (np.array([1.0, 2.0]), np.array([1.0, 0.5, 1.0]), np.array([3.0]))
STEP = 1e-5


def test_two_items_cut_at_their_middle_by_hand():
    """Every covariance is asin(rho) / (2 pi): (asin .64 + asin .36 + 2 asin .48) / (pi + 2 asin .48)."""
    common = np.outer([0.8, 0.6], [0.8, 0.6])
    middle = (np.zeros(1), np.zeros(1))
    steps = (np.ones(1), np.ones(1))
    found = categorical_omega(common, middle, np.array([[1, 0.48], [0.48, 1]]), steps)
    between = 2 * math.asin(0.48)

    assert found == pytest.approx((math.asin(0.64) + math.asin(0.36) + between) / (math.pi + between), rel=1e-12)


def test_where_the_model_fits_it_is_the_reliability_of_the_sum():
    """The share of the variance that the factor explains, by integration over the factor."""
    thresholds = (np.array([-1.0, 0.2]), np.array([-0.6, 0.0, 0.9]), np.array([0.3]))
    equal = np.full((3, 3), 0.49)
    found = categorical_omega(equal, thresholds, np.where(np.eye(3) == 1, 1.0, equal), ONES)

    assert found == pytest.approx(scored_reliability(0.7, thresholds), rel=1e-7)


def test_a_perfect_measure_has_an_omega_of_one():
    """All in common, and nothing else."""
    everything = np.ones((3, 3))

    assert categorical_omega(everything, THRESHOLDS, everything, STEPS) == pytest.approx(1, rel=1e-14)


@given(st.floats(0.01, 100))
def test_the_unit_of_the_score_makes_no_difference(unit):
    """Steps of any size, as long as all grow alike."""
    rescaled = tuple(each * unit for each in STEPS)
    expected = categorical_omega(COMMON, THRESHOLDS, OBSERVED, STEPS)

    assert categorical_omega(COMMON, THRESHOLDS, OBSERVED, rescaled) == pytest.approx(expected, rel=1e-12)


def test_reversing_all_items_makes_no_difference():
    """The sum runs the other way, and varies as much."""
    mirrored = tuple(-each[::-1] for each in THRESHOLDS)
    backwards = tuple(each[::-1] for each in STEPS)
    expected = categorical_omega(COMMON, THRESHOLDS, OBSERVED, STEPS)

    assert categorical_omega(COMMON, mirrored, OBSERVED, backwards) == pytest.approx(expected, rel=1e-12)


def test_a_step_of_nothing_leaves_a_threshold_out():
    """Two categories with the same score are one."""
    without = (THRESHOLDS[0], THRESHOLDS[1][[0, 2]], THRESHOLDS[2])
    steps = (STEPS[0], np.ones(2), STEPS[2])
    expected = categorical_omega(COMMON, without, OBSERVED, steps)
    zero = (STEPS[0], np.array([1.0, 0.0, 1.0]), STEPS[2])

    assert categorical_omega(COMMON, THRESHOLDS, OBSERVED, zero) == pytest.approx(expected, rel=1e-12)


def test_a_heywood_case_has_no_omega():
    """More in common than there is."""
    common = COMMON + np.diag([0.5, 0.0, 0.0])

    assert math.isnan(categorical_omega(common, THRESHOLDS, OBSERVED, STEPS))
    assert np.isnan(categorical_omega_gradient(common, THRESHOLDS, OBSERVED, STEPS).common).all()


def test_a_score_that_does_not_vary_has_no_omega():
    """Steps of nothing at all."""
    nothing = tuple(np.zeros_like(each) for each in THRESHOLDS)

    assert math.isnan(categorical_omega(COMMON, THRESHOLDS, OBSERVED, nothing))


def slope(function, at):
    """The derivatives with respect to each element, by central differences."""
    found = np.zeros_like(at)
    for index in np.ndindex(at.shape):
        change = np.zeros_like(at)
        change[index] = STEP
        found[index] = (function(at + change) - function(at - change)) / (2 * STEP)
    return found


def test_the_gradient_of_common_correlations_is_that_of_finite_differences():
    """Communalities too."""
    found = categorical_omega_gradient(COMMON, THRESHOLDS, OBSERVED, STEPS).common
    expected = slope(lambda common: categorical_omega(common, THRESHOLDS, OBSERVED, STEPS), COMMON)

    np.testing.assert_allclose(found, expected, atol=1e-8)


def test_the_gradient_of_observed_correlations_is_that_of_finite_differences():
    """The ones of the diagonal are not estimated."""
    found = categorical_omega_gradient(COMMON, THRESHOLDS, OBSERVED, STEPS).correlation

    def with_ones(correlation):
        return categorical_omega(COMMON, THRESHOLDS, np.where(np.eye(3) == 1, 1.0, correlation), STEPS)

    np.testing.assert_allclose(found, slope(with_ones, OBSERVED), atol=1e-8)


@pytest.mark.parametrize("item", [0, 1, 2])
def test_the_gradient_of_thresholds_is_that_of_finite_differences(item):
    """Of every item, in its own number."""
    found = categorical_omega_gradient(COMMON, THRESHOLDS, OBSERVED, STEPS).thresholds[item]

    def with_other(cuts):
        thresholds = (*THRESHOLDS[:item], cuts, *THRESHOLDS[item + 1 :])
        return categorical_omega(COMMON, thresholds, OBSERVED, STEPS)

    np.testing.assert_allclose(found, slope(with_other, THRESHOLDS[item]), atol=1e-8)
