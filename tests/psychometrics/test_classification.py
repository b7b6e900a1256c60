"""Where a true score lies, given an observed score and its standard error."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import truncnorm

from reintegratie_cli.psychometrics.classification import Cut, TrueScore, interval_probabilities

NAN = math.nan
LOW, HIGH = 1.0, 5.0

scores = st.floats(LOW, HIGH)
errors = st.floats(0.02, 3.0)


def true_score(observed, error, low=LOW, high=HIGH):
    """What is known of a few persons."""
    observed = np.atleast_1d(np.asarray(observed, dtype=float))
    return TrueScore(observed, np.broadcast_to(np.asarray(error, dtype=float), observed.shape), low, high)


def truncated(observed, error, cut, low=LOW, high=HIGH):
    """SciPy's truncated normal distribution function."""
    return truncnorm.cdf(cut, (low - observed) / error, (high - observed) / error, loc=observed, scale=error)


@pytest.mark.parametrize("observed", [1.0, 1.3, 2.4999, 2.5, 3.0, 5.0])
@pytest.mark.parametrize("error", [0.05, 0.4, 1.5, 20.0])
def test_the_probability_below_a_cut_is_that_of_a_truncated_normal(observed, error):
    """At the scale's ends, at the cut and between, for small errors and for those larger than the range."""
    found = true_score(observed, error).at_most(Cut(2.5))[0]
    assert found == pytest.approx(truncated(observed, error, 2.5), rel=1e-9, abs=1e-15)


def test_intervals_are_differences_of_truncated_normals():
    """Cuts 2, 2.5 and 4 make four intervals."""
    found = interval_probabilities(true_score(2.3, 0.4), [Cut(2.0), Cut(2.5), Cut(4.0)])[0]
    edges = [0.0, *(truncated(2.3, 0.4, cut) for cut in (2.0, 2.5, 4.0)), 1.0]
    np.testing.assert_allclose(found, np.diff(edges), rtol=1e-9)


def test_in_the_middle_of_the_range_a_cut_there_has_half():
    """The distribution is symmetric around 3."""
    assert true_score(3.0, 0.7).at_most(Cut(3.0))[0] == pytest.approx(0.5, rel=1e-12)


def test_a_huge_error_leaves_the_flat_prior():
    """With an error far beyond the range, a score says nothing: (2.5 - 1) / 4."""
    assert true_score(4.2, 1e4).at_most(Cut(2.5))[0] == pytest.approx(0.375, rel=1e-6)


def test_without_a_score_the_true_score_is_spread_over_the_range():
    """(2.5 - 1) / 4 below, whatever is said of the error, and exact at the ends."""
    unknown = true_score([NAN, NAN], [NAN, 0.4])
    np.testing.assert_array_equal(unknown.at_most(Cut(2.5)), [0.375, 0.375])
    np.testing.assert_array_equal(
        interval_probabilities(unknown, [Cut(2.0), Cut(4.0, inclusive=True)]), [[0.25, 0.5, 0.25]] * 2
    )


def test_without_error_the_score_itself_decides():
    """A score equal to a cut lies above it, unless the cut is inclusive."""
    certain = true_score([2.4, 2.5, 2.6], 0.0)
    np.testing.assert_array_equal(certain.at_most(Cut(2.5)), [1.0, 0.0, 0.0])
    np.testing.assert_array_equal(certain.at_most(Cut(2.5, inclusive=True)), [1.0, 1.0, 0.0])


@given(scores, errors, st.floats(LOW + 0.1, HIGH - 0.1))
def test_with_error_a_point_has_no_probability(observed, error, cut):
    """So that it makes no difference whether the cut is inclusive."""
    score = true_score(observed, error)
    assert score.at_most(Cut(cut))[0] == score.at_most(Cut(cut, inclusive=True))[0]


def test_an_error_that_is_not_known_is_not_certainty():
    """A score without a standard error has no probability: saying 0 or 1 would claim what nobody measured."""
    np.testing.assert_array_equal(true_score([1.2, 4.8], NAN).at_most(Cut(2.5)), [NAN, NAN])


@pytest.mark.parametrize("error", [0.0, 0.4])
@pytest.mark.parametrize("observed", [LOW, 3.0, HIGH, NAN])
def test_a_cut_beyond_the_ends_is_certain(observed, error):
    """Nothing lies below the lowest score or above the highest one."""
    score = true_score(observed, error)
    for cut in (Cut(LOW), Cut(LOW - 1), Cut(LOW - 1, inclusive=True)):
        assert score.at_most(cut)[0] == 0.0
    for cut in (Cut(HIGH, inclusive=True), Cut(HIGH + 1), Cut(HIGH + 1, inclusive=True), Cut(math.inf, inclusive=True)):
        assert score.at_most(cut)[0] == 1.0


def test_at_the_ends_a_certain_score_lies_on_its_side_of_the_cut():
    """`<= lowest` holds for the lowest score alone, `< highest` for all but the highest."""
    certain = true_score([LOW, 3.0, HIGH], 0.0)
    np.testing.assert_array_equal(certain.at_most(Cut(LOW, inclusive=True)), [1.0, 0.0, 0.0])
    np.testing.assert_array_equal(certain.at_most(Cut(HIGH)), [1.0, 1.0, 0.0])


def test_equal_cuts_below_and_inclusive_have_a_point_between_them():
    """A certain score on both cuts lies in the middle interval; with error nothing does."""
    cuts = [Cut(2.5), Cut(2.5, inclusive=True)]
    assert sorted([cuts[1], cuts[0]]) == cuts
    np.testing.assert_array_equal(interval_probabilities(true_score(2.5, 0.0), cuts), [[0.0, 1.0, 0.0]])
    np.testing.assert_allclose(interval_probabilities(true_score(3.0, 0.4), cuts)[0, 1], 0.0)


def test_without_cuts_there_is_one_interval():
    """It holds everything."""
    np.testing.assert_array_equal(interval_probabilities(true_score([1.0, NAN], 0.4), []), [[1.0], [1.0]])


def test_a_scale_without_a_highest_score_is_cut_off_at_its_lowest_alone():
    """A count without a maximum: (Phi((c - x) / s) - Phi((0 - x) / s)) / (1 - Phi((0 - x) / s))."""
    found = true_score(2.0, 1.0, 0.0, math.inf).at_most(Cut(3.0))[0]
    assert found == pytest.approx(truncated(2.0, 1.0, 3.0, 0.0, math.inf), rel=1e-12)


@given(
    st.lists(st.one_of(scores, st.just(NAN)), min_size=1, max_size=6),
    st.one_of(st.just(0.0), errors),
    st.lists(st.builds(Cut, st.floats(LOW - 1, HIGH + 1), st.booleans()), max_size=4).map(sorted),
)
def test_the_intervals_of_a_person_sum_to_one(observed, error, cuts):
    """And none of them is negative, wherever the cuts are."""
    found = interval_probabilities(true_score(observed, error), cuts)
    np.testing.assert_allclose(found.sum(axis=1), 1.0, rtol=1e-12)
    assert (found >= 0).all()


@given(st.one_of(scores, st.just(NAN)), st.one_of(st.just(0.0), errors), scores, scores)
def test_a_higher_cut_has_no_less_below_it(observed, error, one, other):
    """Monotone in the cut."""
    score = true_score(observed, error)
    low, high = sorted((one, other))
    assert score.at_most(Cut(low))[0] <= score.at_most(Cut(high))[0]


@given(scores, scores, errors, st.floats(LOW, HIGH))
def test_a_higher_score_has_no_more_below_a_cut(one, other, error, cut):
    """Monotone in the observed score."""
    low, high = sorted((one, other))
    below = true_score([low, high], error).at_most(Cut(cut))
    assert below[1] <= below[0] + 1e-12


@given(scores, errors, scores)
def test_turning_the_scale_round_turns_the_probability_round(observed, error, cut):
    """P(true < c) of x is P(true > 6 - c) of 6 - x."""
    below = true_score(observed, error).at_most(Cut(cut))[0]
    above = 1 - true_score(LOW + HIGH - observed, error).at_most(Cut(LOW + HIGH - cut))[0]
    assert below == pytest.approx(above, abs=1e-9)


@given(scores, errors, scores, st.floats(0.1, 50), st.floats(-20, 20))
def test_the_unit_of_the_scale_makes_no_difference(observed, error, cut, unit, zero):
    """Stretched and moved together, score, error, cut and ends give the same probability."""
    as_it_was = true_score(observed, error).at_most(Cut(cut))[0]
    ends = (LOW * unit + zero, HIGH * unit + zero)
    moved = TrueScore(np.array([observed * unit + zero]), np.array([error * unit]), *ends)
    assert moved.at_most(Cut(min(max(cut * unit + zero, ends[0]), ends[1])))[0] == pytest.approx(as_it_was, abs=1e-6)


def test_a_million_persons_get_what_each_gets_alone():
    """Large arrays: every thousandth person is looked at alone."""
    random = np.random.default_rng(3)
    observed = np.where(random.random(1_000_000) < 0.1, NAN, random.uniform(LOW, HIGH, 1_000_000))
    error = random.uniform(0.0, 1.0, len(observed))
    cuts = [Cut(2.0), Cut(2.5), Cut(3.5, inclusive=True)]
    found = interval_probabilities(TrueScore(observed, error, LOW, HIGH), cuts)
    few = slice(None, None, 1000)
    alone = [interval_probabilities(true_score(x, e), cuts)[0] for x, e in zip(observed[few], error[few], strict=True)]
    np.testing.assert_array_equal(found[few], alone)
