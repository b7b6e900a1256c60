"""Fit indices of chi-squares and residuals by hand; beside R in `cfa/test_against_r.py`."""

from math import isnan, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reintegratie_cli.psychometrics import fit_indices
from reintegratie_cli.psychometrics.fit_indices import ChiSquares, Robust, Scaled

HS = ChiSquares(85.305521772, 24, 918.851587963, 36, 301)
"""The example of lavaan: chi-square 85.306 with 24 degrees of freedom, baseline 918.852 with 36, of 301 persons."""


def test_cfi_by_hand():
    """One minus the excess of chi-square over its degrees of freedom, beside that of the baseline."""
    assert fit_indices.cfi(30.0, 20, 130.0, 30) == pytest.approx(1 - 10 / 100)


def test_cfi_is_one_when_chi_square_is_below_its_degrees_of_freedom():
    """A model cannot fit better than perfectly."""
    assert fit_indices.cfi(10.0, 20, 130.0, 30) == 1.0


def test_cfi_is_one_when_the_baseline_fits_too():
    """Nothing is there to be explained, and nothing is left unexplained."""
    assert fit_indices.cfi(10.0, 20, 25.0, 30) == 1.0


def test_cfi_is_never_below_zero():
    """A model that is worse than the baseline explains nothing."""
    assert fit_indices.cfi(150.0, 20, 130.0, 30) == 0.0


def test_tli_by_hand():
    """(130 / 30 - 30 / 20) / (130 / 30 - 1) = 0.85."""
    assert fit_indices.tli(30.0, 20, 130.0, 30) == pytest.approx(0.85)


def test_tli_may_exceed_one():
    """It is not cut off."""
    assert fit_indices.tli(10.0, 20, 130.0, 30) > 1


def test_rmsea_by_hand():
    """sqrt((30 - 20) / (100 * 20))."""
    assert fit_indices.rmsea(30.0, 20, 100) == pytest.approx(sqrt(10 / 2000))


def test_rmsea_of_groups_is_larger_by_the_root_of_their_number():
    """Steiger (1998)."""
    assert fit_indices.rmsea(30.0, 20, 100, 4) == pytest.approx(2 * sqrt(10 / 2000))


def test_rmsea_of_a_model_that_fits_is_zero():
    """Chi-square below its expectation is no misfit."""
    assert fit_indices.rmsea(19.0, 20, 100) == 0.0


def test_rmsea_interval_holds_the_rmsea():
    """The figures of lavaan for its example: .071 and .114."""
    assert fit_indices.rmsea_interval(HS.chisq, HS.df, HS.n) == pytest.approx((0.0714184, 0.1136780), rel=1e-5)


def test_rmsea_interval_begins_at_zero_when_exact_fit_is_not_rejected():
    """The lower end is where even no misfit is too much."""
    assert fit_indices.rmsea_interval(22.0, 20, 100)[0] == 0.0


def test_rmsea_interval_of_a_tiny_chi_square_is_zero_to_zero():
    """Even the upper end has no noncentrality that is small enough."""
    assert fit_indices.rmsea_interval(1.0, 20, 100) == (0.0, 0.0)


@pytest.mark.parametrize("chisq", [5e3, 5e4, 5e5])
def test_rmsea_interval_of_very_many_persons_stays_around_the_rmsea(chisq):
    """The noncentral distribution is still known where chi-square is in the hundreds of thousands."""
    lower, upper = fit_indices.rmsea_interval(chisq, 1000, 100_000)

    assert lower < fit_indices.rmsea(chisq, 1000, 100_000) < upper


def test_close_fit_of_a_close_model_is_likely():
    """An RMSEA of .02 of a thousand persons is no evidence against .05."""
    assert fit_indices.close_fit(28.0, 20, 1000) > 0.95


def test_close_fit_of_a_bad_model_is_unlikely():
    """Nor one of .17 for it."""
    assert fit_indices.close_fit(600.0, 20, 1000) < 1e-6


def test_pvalue_is_the_upper_tail():
    """The 95th percentile of the chi-square distribution with 3 degrees of freedom is 7.814728."""
    assert fit_indices.pvalue(7.814727903, 3) == pytest.approx(0.05)


@pytest.mark.parametrize("name", ["pvalue", "cfi", "tli", "rmsea", "rmsea_ci_lower", "rmsea_ci_upper", "rmsea_pvalue"])
def test_a_saturated_model_has_no_fit(name):
    """Without degrees of freedom nothing was tested: no index, and not a perfect one either."""
    assert isnan(fit_indices.naive_measures(ChiSquares(0.0, 0, 100.0, 3, 200))[name])


def test_a_saturated_model_has_no_robust_fit():
    """Nor a robust index."""
    found = fit_indices.robust_measures(ChiSquares(0.0, 0, 100.0, 3, 200), Robust(0.0, float("nan"), 100.0, 1.0))

    assert all(isnan(value) for value in found.values())


@pytest.mark.parametrize("chisq", [float("nan"), 100.0])
def test_an_unknown_chi_square_gives_no_cfi(chisq):
    """Neither that of the model nor that of the baseline may be missing."""
    assert isnan(fit_indices.cfi(chisq, 10, 200.0 if isnan(chisq) else float("nan"), 15))


def test_robust_indices_without_scaling_are_the_plain_ones():
    """Where answers are normally distributed the factors are 1, and nothing is corrected."""
    plain = fit_indices.naive_measures(HS)
    robust = fit_indices.robust_measures(HS, Robust(HS.chisq, 1.0, HS.baseline_chisq, 1.0))

    assert {key: plain[key.removesuffix("_robust")] for key in robust} == pytest.approx(robust)


def test_scaled_indices_without_scaling_are_the_plain_ones():
    """With factors of 1 the scaled chi-squares are the chi-squares."""
    plain = fit_indices.naive_measures(HS)
    scaled = fit_indices.scaled_measures(HS, Scaled(HS.chisq, 1.0, HS.baseline_chisq, 1.0))
    names = {key for key in scaled if key.endswith("_scaled")}

    assert {key: plain[key.removesuffix("_scaled")] for key in names} == pytest.approx({k: scaled[k] for k in names})


def test_srmr_by_hand():
    """Residuals of 0, .1 and 0 on the lower triangle: sqrt(.01 / 3)."""
    sample, implied = np.array([[1.0, 0.5], [0.5, 1.0]]), np.array([[1.0, 0.4], [0.4, 1.0]])

    assert fit_indices.srmr(sample, implied) == pytest.approx(sqrt(0.01 / 3))


def test_srmr_counts_means_where_they_are_modelled():
    """A mean that is half a standard deviation off beside the residual of .1: sqrt((.01 + .25) / 5)."""
    sample, implied = np.array([[1.0, 0.5], [0.5, 4.0]]), np.array([[1.0, 0.3], [0.3, 4.0]])

    assert fit_indices.srmr(sample, implied, np.array([0.0, 1.0])) == pytest.approx(sqrt((0.01 + 0.25) / 5))


@given(st.floats(0.01, 100.0), st.floats(0.01, 100.0))
def test_srmr_knows_no_units(first, second):
    """Residuals are divided by the items' own standard deviations."""
    sample = np.array([[1.0, 0.5], [0.5, 2.0]])
    implied = np.array([[1.1, 0.4], [0.4, 1.9]])
    units = np.outer([first, second], [first, second])

    assert fit_indices.srmr(sample * units, implied * units) == pytest.approx(fit_indices.srmr(sample, implied))


def test_residual_correlations_by_hand():
    """.5 / 2 observed and .3 / (1 * 1.5) implied."""
    sample, implied = np.array([[1.0, 0.5], [0.5, 4.0]]), np.array([[1.0, 0.3], [0.3, 2.25]])
    found = fit_indices.residual_correlations(sample, implied)

    np.testing.assert_allclose(found, [[0.0, 0.05], [0.05, 0.0]], atol=1e-15)


def test_information_criteria_by_hand():
    """Twice the parameters, ln N for each, or ln((N + 2) / 24)."""
    found = fit_indices.likelihood_measures(-100.0, -90.0, 5, 46)
    expected = [210.0, 200 + 5 * np.log(46), 200 + 5 * np.log(2)]

    assert [found["aic"], found["bic"], found["bic2"]] == pytest.approx(expected)
