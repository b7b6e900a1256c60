"""Pairwise-complete moments equal those of R, and no answer makes a warning of them."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reintegratie_cli.psychometrics.correlation import correlation_of, is_positive_definite, pairwise_moments

FOLDER = Path(__file__).parents[1] / "reference"
CLASSICAL = json.loads((FOLDER / "classical.json").read_text(encoding="utf-8"))

seeds = st.integers(0, 2**32 - 1)


def answers_of_r():
    """The answers of which `classical.json` has the figures."""
    answers = np.genfromtxt(FOLDER / "likert16_missing.csv", delimiter=",", skip_header=1)
    answers[:, 1] = 6 - answers[:, 1]
    return answers


def drawn(seed):
    """Answers of up to 60 persons to up to 6 items that have something in common, a tenth of them missing."""
    random = np.random.default_rng(seed)
    n, k = random.integers(3, 60), random.integers(2, 7)
    answers = np.round(3 + random.normal(size=(n, 1)) + random.normal(size=(n, k)))
    return np.where(random.random((n, k)) < 0.1, np.nan, answers)


def of_each_pair(answers, statistic):
    """(k, k): the statistic of two columns over the persons who answered both."""
    columns = answers.T
    return np.array([[statistic(*(answers[~np.isnan(one + other)].T[[i, j]])) for j, other in enumerate(columns)]
                     for i, one in enumerate(columns)])  # fmt: skip


@pytest.mark.parametrize("kind", ["correlation", "covariance"])
def test_with_answers_missing_they_equal_those_of_r(kind):
    """Cor and cov with use = "pairwise"."""
    found = getattr(pairwise_moments(answers_of_r()), kind)

    np.testing.assert_allclose(found, CLASSICAL["moments"][kind], rtol=1e-9)


def test_standardised_covariances_equal_those_of_r():
    """cov2cor, which is not cor when answers are missing."""
    found = correlation_of(pairwise_moments(answers_of_r()).covariance)

    np.testing.assert_allclose(found, CLASSICAL["moments"]["standardized"], rtol=1e-9)


def test_by_hand():
    """Three persons answered both: (1, 2), (2, 4), (3, 3); covariance .5, correlation .5; a fourth only the first."""
    found = pairwise_moments(np.array([[1.0, 2.0], [2.0, 4.0], [3.0, 3.0], [6.0, np.nan]]))

    np.testing.assert_array_equal(found.n_pairs, [[4, 3], [3, 3]])
    np.testing.assert_allclose(found.mean, [3, 3])
    np.testing.assert_allclose(found.covariance, [[14 / 3, 0.5], [0.5, 1]])
    np.testing.assert_allclose(found.correlation, [[1, 0.5], [0.5, 1]])


@given(seeds)
def test_covariances_are_those_of_the_persons_who_answered_both(seed):
    """Each pair by itself."""
    answers = drawn(seed)
    found = pairwise_moments(answers)
    enough = found.n_pairs > 1
    expected = of_each_pair(answers, lambda x, y: np.cov(x, y)[0, 1] if len(x) > 1 else np.nan)

    np.testing.assert_allclose(found.covariance[enough], expected[enough], rtol=1e-9, atol=1e-12)


@given(seeds)
def test_below_two_persons_a_pair_has_no_covariance(seed):
    """Not 0."""
    answers = drawn(seed)
    answers[2:, 0] = np.nan
    answers[0, 0] = np.nan
    found = pairwise_moments(answers)

    assert np.isnan(found.covariance[found.n_pairs < 2]).all()
    assert np.isnan(found.correlation[found.n_pairs < 2]).all()


@given(seeds)
def test_the_order_of_persons_does_not_matter(seed):
    """But for rounding."""
    answers = drawn(seed)
    one, other = pairwise_moments(answers), pairwise_moments(answers[::-1])

    np.testing.assert_allclose(one.correlation, other.correlation, rtol=1e-9, atol=1e-12)


@given(seeds)
def test_the_order_of_items_is_the_order_of_the_figures(seed):
    """Turned round, they come out turned round."""
    answers = drawn(seed)
    one, other = pairwise_moments(answers), pairwise_moments(answers[:, ::-1])

    np.testing.assert_allclose(one.covariance[::-1, ::-1], other.covariance, rtol=1e-9, atol=1e-12)


@given(seeds, st.floats(0.001, 1000), st.floats(-1e5, 1e5))
def test_another_unit_and_origin_leave_correlations_as_they_are(seed, unit, origin):
    """Also far from 0, where a sum of squares would lose its digits."""
    answers = drawn(seed)
    one, other = pairwise_moments(answers), pairwise_moments(answers * unit + origin)

    np.testing.assert_allclose(one.correlation, other.correlation, rtol=1e-5, atol=1e-5)


@given(seeds)
def test_reversing_all_items_leaves_covariances_as_they_are(seed):
    """6 minus the answer, of every item."""
    answers = drawn(seed)
    one, other = pairwise_moments(answers), pairwise_moments(6 - answers)

    np.testing.assert_allclose(one.covariance, other.covariance, rtol=1e-9, atol=1e-12)


@given(seeds)
def test_correlations_are_between_minus_one_and_one(seed):
    """Rounding does not take them past it, not even that of an item with itself in another unit."""
    answers = drawn(seed)
    found = pairwise_moments(np.hstack([answers, answers * 0.1 + 0.3])).correlation
    defined = found[~np.isnan(found)]

    assert np.abs(defined).max(initial=0) <= 1


@pytest.mark.parametrize("value", [0.1, 3.0, 1e9 / 7])
def test_an_item_to_which_all_gave_one_answer_correlates_with_nothing(value):
    """Its variance is 0, whatever the answer, and its correlations are undefined."""
    found = pairwise_moments(np.column_stack([np.full(7, value), np.arange(7.0)]))

    assert found.covariance[0, 0] == 0
    assert np.isnan(found.correlation).tolist() == [[True, True], [True, False]]


def test_an_item_that_does_not_vary_among_the_persons_of_a_pair_has_no_correlation_there():
    """Of those who answered the second item all gave the first item a 2."""
    found = pairwise_moments(np.array([[2, 1], [2, 5], [2, 2], [1, np.nan], [4, np.nan]]))

    assert np.isnan(found.correlation[0, 1])
    assert found.correlation[0, 0] == 1


def test_two_persons_correlate_wholly():
    """A line goes through any two points."""
    found = pairwise_moments(np.array([[1.0, 5.0], [2.0, 3.0]]))

    np.testing.assert_allclose(found.correlation, [[1, -1], [-1, 1]])


@pytest.mark.parametrize("shape", [(0, 3), (4, 0), (0, 0)])
def test_nobody_and_nothing_give_no_figures(shape):
    """All that can be filled is nan."""
    found = pairwise_moments(np.empty(shape))

    assert found.correlation.shape == (shape[1], shape[1])
    assert np.isnan(found.correlation).all()
    assert np.isnan(found.mean).all()


def test_items_without_any_answer_have_no_mean():
    """And no warning says so."""
    found = pairwise_moments(np.array([[np.nan, 1.0], [np.nan, 2.0]]))

    assert np.isnan(found.mean).tolist() == [True, False]


def test_standardising_an_item_without_variance_gives_nan():
    """In its row and column alone."""
    found = correlation_of(np.array([[4.0, 0.0, 1.0], [0.0, 0.0, 0.0], [1.0, 0.0, 1.0]]))

    np.testing.assert_allclose(found, [[1, np.nan, 0.5], [np.nan] * 3, [0.5, np.nan, 1]])


@pytest.mark.parametrize(
    ("matrix", "positive"),
    [
        (np.eye(3), True),
        (np.ones((2, 2)), False),
        (np.array([[1, 2], [2, 1.0]]), False),
        (np.array([[1, np.nan], [np.nan, 1.0]]), False),
        (np.empty((0, 0)), False),
    ],
)
def test_which_matrices_are_positive_definite(matrix, positive):
    """Not those that are singular, indefinite, undefined or empty."""
    assert is_positive_definite(matrix) is positive
