"""Scale scores from item scores, and their standard error."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from reintegratie_cli.psychometrics.scoring import (
    ScaleScores,
    count_above,
    reverse_keyed,
    scale_mean,
    scale_sum,
    standard_error_of_measurement,
    standard_error_when_answered,
)

NAN = math.nan


def rows(*persons):
    """The item scores of a few persons."""
    return np.array(persons, dtype=np.float64)


@st.composite
def responses(draw, low=1, high=5, most_persons=8, most_items=9):
    """Answers from `low` to `high` of some persons to some items, a few of them missing."""
    shape = draw(st.tuples(st.integers(0, most_persons), st.integers(1, most_items)))
    answers = draw(arrays.arrays(np.float64, shape, elements=st.integers(low, high).map(float)))
    gone = draw(arrays.arrays(np.bool_, shape))
    return np.where(gone, NAN, answers)


shares = st.sampled_from([0.01, 0.5, 0.66, 0.75, 0.8, 1.0])
scorings = pytest.mark.parametrize("scoring", [scale_mean, scale_sum])


def test_a_mean_is_the_mean_of_what_is_answered():
    """(1 + 2 + 4 + 5) / 4 = 3, and without the second answer (1 + 4 + 5) / 3."""
    found = scale_mean(rows([1, 2, 4, 5], [1, NAN, 4, 5]), 0.75)
    np.testing.assert_array_equal(found.score, [3.0, 10 / 3])
    np.testing.assert_array_equal(found.answered, [4, 3])


def test_a_sum_puts_missing_answers_at_the_persons_own_mean():
    """1 + 2 + 4 + 5 = 12, and without the second answer 10 / 3 * 4."""
    found = scale_sum(rows([1, 2, 4, 5], [1, NAN, 4, 5]), 0.75)
    np.testing.assert_array_equal(found.score, [12.0, 40 / 3])
    np.testing.assert_array_equal(found.answered, [4, 3])


@pytest.mark.parametrize("n_items", range(1, 61))
def test_a_sum_of_whole_answers_is_whole(n_items):
    """Every possible sum of n items is exact: 22 / 7 * 7 would be less than 22, and on the wrong side of a cut."""
    expected = np.arange(n_items, 5 * n_items + 1)
    answers = np.array([np.bincount(np.arange(total) % n_items, minlength=n_items) for total in expected])
    np.testing.assert_array_equal(scale_sum(answers.astype(float), 1.0).score, expected)


def test_a_count_is_of_the_answers_above_and_not_at_the_limit():
    """Of 0, 1, 2, 3 two are above 1; of 1, 1, 1, 1 none is."""
    np.testing.assert_array_equal(count_above(rows([0, 1, 2, 3], [1, 1, 1, 1]), 1.0, 1.0).score, [2.0, 0.0])


def test_a_count_extends_the_share_among_the_answered_items_to_all():
    """Two of three answers above 1 is two thirds of four items."""
    found = count_above(rows([0, NAN, 2, 3]), 1.0, 0.75)
    np.testing.assert_allclose(found.score, [8 / 3], rtol=1e-15)
    np.testing.assert_array_equal(found.answered, [3])


@pytest.mark.parametrize(
    ("low", "high", "answers", "expected"),
    [(1, 5, [1, 2, 3, 4, 5, NAN], [5, 4, 3, 2, 1, NAN]), (0, 4, [0, 1, 2, 3, 4, NAN], [4, 3, 2, 1, 0, NAN])],
)
def test_reversing_makes_the_lowest_answer_the_highest(low, high, answers, expected):
    """Low + high - score, and no answer stays none."""
    np.testing.assert_array_equal(reverse_keyed(np.array(answers, dtype=float), low, high), expected)


@pytest.mark.parametrize(
    ("n_items", "share", "needed"),
    [
        *((3, 0.66, 2), (4, 0.75, 3), (6, 0.75, 5), (9, 0.75, 7), (10, 0.8, 8), (3, 1.0, 3)),
        *((4, 0.5, 2), (1, 0.66, 1), (2, 0.01, 1), (7, 3 / 7, 3), (5, 0.6, 3), (25, 0.28, 7)),
    ],
)
def test_a_score_needs_the_share_of_items_rounded_up(n_items, share, needed):
    """With that many answers there is a score; with one less there is none."""
    answered = np.array([needed, needed - 1])
    answers = np.where(np.arange(n_items) < answered[:, None], 3.0, NAN)
    found = scale_mean(answers, share)
    np.testing.assert_array_equal(found.score, [3.0, NAN])
    np.testing.assert_array_equal(found.answered, answered)


@pytest.mark.parametrize("share", [0.01, 0.75])
def test_nobody_who_answered_nothing_has_a_score(share):
    """However low the share is that must be answered."""
    found = scale_mean(rows([NAN, NAN], [NAN, NAN]), share)
    np.testing.assert_array_equal(found.score, [NAN, NAN])
    np.testing.assert_array_equal(found.answered, [0, 0])


@scorings
def test_one_person_can_be_scored(scoring):
    """A batch of one is a batch."""
    assert scoring(rows([2]), 1.0).score.tolist() == [2.0]


@scorings
def test_a_batch_of_nobody_has_no_scores(scoring):
    """(0, n_items) in, (0,) out."""
    found = scoring(np.empty((0, 3)), 0.75)
    assert found.score.shape == (0,)
    assert found.answered.shape == (0,)


def test_the_standard_error_of_measurement_by_hand():
    """Sd 5, reliability .84: 5 * sqrt(.16) = 2; nothing is left of it at a reliability of 1, all at 0."""
    assert standard_error_of_measurement(5.0, 0.84) == pytest.approx(2.0, rel=1e-15)
    assert standard_error_of_measurement(5.0, 1.0) == 0.0
    assert standard_error_of_measurement(5.0, 0.0) == 5.0


def test_the_standard_error_of_part_of_the_items_by_hand():
    """From 4 of 4 items 0.3, from 1 of 4 twice that, from 3 of 4 0.3 * sqrt(4 / 3), from none nothing."""
    found = standard_error_when_answered(0.3, 4, np.array([4, 1, 3, 0]))
    np.testing.assert_allclose(found, [0.3, 0.6, 0.3 * math.sqrt(4 / 3), NAN], rtol=1e-15)


@given(st.floats(0.05, 0.95), st.integers(2, 20), st.data())
def test_fewer_items_have_the_error_that_spearman_brown_says(reliability, n_items, data):
    """A mean of k parallel items: its own sd and the reliability of k items give the same error as the shortcut."""
    k = data.draw(st.integers(1, n_items))
    single = reliability / (n_items - (n_items - 1) * reliability)
    sd_of = {m: math.sqrt(single + (1 - single) / m) for m in (k, n_items)}
    of_k = k * single / (1 + (k - 1) * single)
    full = standard_error_of_measurement(sd_of[n_items], reliability)
    expected = standard_error_of_measurement(sd_of[k], of_k)
    assert standard_error_when_answered(full, n_items, np.array([k]))[0] == pytest.approx(expected, rel=1e-9)


@given(responses(), st.integers(-3, 3), st.integers(0, 7))
def test_reversing_twice_is_the_identity(answers, low, steps):
    """Whatever the bounds, and missing answers stay missing."""
    np.testing.assert_array_equal(reverse_keyed(reverse_keyed(answers, low, low + steps), low, low + steps), answers)


@given(responses(), shares)
def test_a_mean_lies_between_the_lowest_and_highest_answer(answers, share):
    """No mean is beyond the scale's ends."""
    score = scale_mean(answers, share).score
    assert ((score >= 1) & (score <= 5) | np.isnan(score)).all()


@given(responses(), shares)
def test_a_count_lies_between_none_and_all(answers, share):
    """Also where it is extended to items without an answer."""
    score = count_above(answers, 2.0, share).score
    assert ((score >= 0) & (score <= answers.shape[1]) | np.isnan(score)).all()


@given(responses(), shares, st.integers(-4, 4))
def test_a_constant_added_to_every_answer_is_added_to_the_mean(answers, share, constant):
    """And n_items times that to the sum."""
    for scoring, times in ((scale_mean, 1), (scale_sum, answers.shape[1])):
        expected = scoring(answers, share).score + constant * times
        np.testing.assert_allclose(scoring(answers + constant, share).score, expected, rtol=1e-12, atol=1e-12)


@given(responses(), shares, st.sampled_from([0.25, 2.0, 8.0]))
def test_rescaled_answers_rescale_the_score(answers, share, factor):
    """Exactly, for powers of two."""
    for scoring in (scale_mean, scale_sum):
        np.testing.assert_array_equal(scoring(answers * factor, share).score, scoring(answers, share).score * factor)


@given(responses(), shares)
def test_reversing_all_items_reverses_the_mean(answers, share):
    """1 + 5 - mean."""
    expected = reverse_keyed(scale_mean(answers, share).score, 1, 5)
    np.testing.assert_allclose(scale_mean(reverse_keyed(answers, 1, 5), share).score, expected, rtol=1e-12)


@given(responses(), shares, st.randoms(use_true_random=False))
def test_the_order_of_persons_is_the_order_of_their_scores(answers, share, random):
    """Persons do not influence each other."""
    order = random.sample(range(len(answers)), len(answers))
    assert_same(permuted(scale_mean(answers, share), order), scale_mean(answers[order], share))


@given(responses(), shares, st.randoms(use_true_random=False))
def test_the_order_of_items_makes_no_difference(answers, share, random):
    """Whole answers add up to the same in any order."""
    order = random.sample(range(answers.shape[1]), answers.shape[1])
    assert_same(scale_mean(answers, share), scale_mean(answers[:, order], share))


def permuted(scores, order):
    """The scores in another order of persons."""
    return ScaleScores(scores.score[order], scores.answered[order])


def assert_same(expected, actual):
    """Both the scores and the numbers of answers are equal."""
    np.testing.assert_array_equal(expected.score, actual.score)
    np.testing.assert_array_equal(expected.answered, actual.answered)
