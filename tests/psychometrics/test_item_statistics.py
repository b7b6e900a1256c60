"""Item statistics equal those of psych, and say nan where there is nothing to say."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reintegratie_cli.psychometrics.correlation import pairwise_moments
from reintegratie_cli.psychometrics.item_statistics import (
    alpha_if_deleted,
    category_counts,
    item_rest_correlations,
    item_statistics,
)
from reintegratie_cli.psychometrics.reliability import alpha

FOLDER = Path(__file__).parents[1] / "reference"
CLASSICAL = json.loads((FOLDER / "classical.json").read_text(encoding="utf-8"))
GOLD = json.loads((FOLDER / "gold.json").read_text(encoding="utf-8"))
ANSWERS = np.genfromtxt(FOLDER / "likert16_missing.csv", delimiter=",", skip_header=1)
ANSWERS[:, 1] = 6 - ANSWERS[:, 1]

seeds = st.integers(0, 2**32 - 1)
scales = pytest.mark.parametrize("scale", list(CLASSICAL["scales"].values()), ids=list(CLASSICAL["scales"]))


def covariance_of(scale):
    """Of the scale's items, by their names in the reference."""
    return pairwise_moments(ANSWERS[:, [int(item[1:]) - 1 for item in scale["items"]]]).covariance


def drawn(seed):
    """Answers 1 to 5 of up to 60 persons to up to 6 items that have something in common, a tenth of them missing."""
    random = np.random.default_rng(seed)
    n, k = random.integers(8, 60), random.integers(3, 7)
    answers = np.clip(np.round(3 + random.normal(size=(n, 1)) + random.normal(size=(n, k))), 1, 5)
    return np.where(random.random((n, k)) < 0.1, np.nan, answers)


def five_point(answers):
    """The statistics of five-point items."""
    k = answers.shape[1]
    return item_statistics(answers, np.ones(k), np.full(k, 5.0))


@pytest.mark.parametrize("figure", ["n", "mean", "sd", "skew"])
def test_with_answers_missing_they_equal_those_of_r(figure):
    """psych::describe."""
    np.testing.assert_allclose(getattr(five_point(ANSWERS), figure), CLASSICAL["describe"][figure], rtol=1e-9)


@scales
def test_item_rest_correlations_equal_those_of_r(scale):
    """psych::alpha's r.drop with answers missing, one scale having an item keyed the wrong way."""
    np.testing.assert_allclose(item_rest_correlations(covariance_of(scale)), scale["r_drop"], rtol=1e-9)


@scales
def test_alpha_if_deleted_equals_that_of_r(scale):
    """psych::alpha's alpha.drop with answers missing."""
    np.testing.assert_allclose(alpha_if_deleted(covariance_of(scale)), scale["alpha_drop"], rtol=1e-9)


@pytest.mark.parametrize(("name", "first"), [("visual", 1), ("textual", 4), ("speed", 7)])
def test_they_equal_those_of_r_on_holzinger_and_swineford(name, first):
    """Three scales of three items of real persons."""
    answers = np.genfromtxt(FOLDER / "hs1939.csv", delimiter=",", skip_header=1)[:, 5 + first : 8 + first]
    covariance = pairwise_moments(answers).covariance
    expected = GOLD[f"hs_alpha_x{first}"]

    np.testing.assert_allclose(
        [item_rest_correlations(covariance), alpha_if_deleted(covariance)],
        [[row["r.drop"] for row in expected["item"]], [row["raw_alpha"] for row in expected["drop"]]],
        rtol=1e-9,
        err_msg=name,
    )


def test_by_hand():
    """1, 1, 2, 5 and one who did not answer: the mean is 9 / 4, the sum of squares 10.75."""
    found = five_point(np.array([[1.0], [1.0], [2.0], [5.0], [np.nan]]))
    deviation = np.array([1, 1, 2, 5]) - 2.25
    sd = np.sqrt(10.75 / 3)

    assert (found.n[0], found.missing[0], found.mean[0]) == (4, 1, 2.25)
    assert found.sd[0] == pytest.approx(sd)
    assert found.skew[0] == pytest.approx((deviation**3).sum() / 4 / sd**3)
    assert (found.floor[0], found.ceiling[0]) == (0.5, 0.25)


def test_how_often_each_answer_was_given_by_hand():
    """Items may have different numbers of answers, and answers that nobody gave."""
    found = category_counts(np.array([[0, 1], [2, -1], [2, 0]]), np.array([3, 4]))

    assert [counts.tolist() for counts in found] == [[1, 0, 2], [1, 1, 0, 0]]


def test_nobody_gave_no_answer():
    """All counts are 0."""
    found = category_counts(np.empty((0, 2), dtype=np.int64), np.array([2, 3]))

    assert [counts.tolist() for counts in found] == [[0, 0], [0, 0, 0]]


@given(seeds)
def test_reversing_turns_the_skew_and_swaps_floor_and_ceiling(seed):
    """6 minus the answer."""
    answers = drawn(seed)
    one, other = five_point(answers), five_point(6 - answers)

    np.testing.assert_allclose(one.skew, -other.skew, atol=1e-9)
    np.testing.assert_array_equal(one.floor, other.ceiling)
    np.testing.assert_allclose(one.sd, other.sd)


@given(seeds)
def test_the_order_of_persons_does_not_matter(seed):
    """But for rounding."""
    answers = drawn(seed)
    one, other = five_point(answers), five_point(answers[::-1])

    np.testing.assert_allclose(one.skew, other.skew, atol=1e-9)


@given(seeds, st.floats(0.01, 100), st.floats(-100, 100))
def test_another_unit_and_origin_leave_the_skew_as_it_is(seed, unit, origin):
    """And floor and ceiling, when the bounds move along."""
    answers = drawn(seed)
    k = answers.shape[1]
    one = five_point(answers)
    other = item_statistics(answers * unit + origin, np.full(k, unit + origin), np.full(k, 5 * unit + origin))

    np.testing.assert_allclose(one.skew, other.skew, atol=1e-6)
    np.testing.assert_array_equal(one.floor, other.floor)


@given(seeds)
def test_item_rest_correlations_are_those_with_the_sum_of_the_others(seed):
    """Of complete answers."""
    answers = np.nan_to_num(drawn(seed), nan=3.0)
    found = item_rest_correlations(pairwise_moments(answers).covariance)
    together = np.column_stack([answers, answers.sum(axis=1, keepdims=True) - answers])
    k = answers.shape[1]
    expected = pairwise_moments(together).correlation[np.arange(k), np.arange(k) + k]

    np.testing.assert_allclose(found, expected, atol=1e-9)


@given(seeds)
def test_alpha_if_deleted_is_alpha_of_the_others(seed):
    """Whichever item is left out."""
    covariance = pairwise_moments(np.nan_to_num(drawn(seed), nan=3.0)).covariance
    others = [np.delete(np.delete(covariance, j, axis=0), j, axis=1) for j in range(len(covariance))]

    np.testing.assert_allclose(alpha_if_deleted(covariance), [alpha(other) for other in others], rtol=1e-9, atol=1e-9)


@given(seeds, st.floats(0.01, 100))
def test_one_unit_for_all_items_leaves_them_as_they_are(seed, unit):
    """Item-rest correlations and alpha if deleted have no unit."""
    covariance = pairwise_moments(np.nan_to_num(drawn(seed), nan=3.0)).covariance

    for statistic in (item_rest_correlations, alpha_if_deleted):
        np.testing.assert_allclose(statistic(covariance), statistic(covariance * unit), rtol=1e-9, atol=1e-9)


@given(seeds)
def test_the_order_of_items_is_the_order_of_the_figures(seed):
    """Turned round, they come out turned round."""
    covariance = pairwise_moments(np.nan_to_num(drawn(seed), nan=3.0)).covariance

    for statistic in (item_rest_correlations, alpha_if_deleted):
        found = statistic(covariance[::-1, ::-1])[::-1]
        np.testing.assert_allclose(statistic(covariance), found, rtol=1e-9, atol=1e-9)


def test_an_item_keyed_the_wrong_way_correlates_negatively_with_the_rest():
    """It is found, not turned."""
    assert item_rest_correlations(covariance_of(CLASSICAL["scales"]["wrong"]))[1] < -0.5


def test_an_item_without_variance_has_no_skew_and_no_item_rest_correlation():
    """Its standard deviation is 0, and the others have theirs."""
    answers = np.column_stack([np.full(5, 0.1), [1, 2, 3, 4, 5], [2, 1, 4, 3, 5]])
    found = five_point(answers)
    rest = item_rest_correlations(pairwise_moments(answers).covariance)

    assert found.sd[0] == 0
    assert np.isnan(found.skew).tolist() == [True, False, False]
    assert np.isnan(rest).tolist() == [True, False, False]


def test_a_rest_without_variance_has_no_correlation():
    """The two other items add up to the same for everybody."""
    answers = np.array([[1, 0.1, 0.5], [2, 0.2, 0.4], [4, 0.3, 0.3], [3, 0.6, 0.0]])

    assert np.isnan(item_rest_correlations(pairwise_moments(answers).covariance)[0])


@pytest.mark.parametrize(("k", "defined"), [(0, False), (1, False), (2, False), (3, True)])
def test_alpha_if_deleted_needs_two_items_that_are_left(k, defined):
    """Nan for every item of a shorter scale."""
    found = alpha_if_deleted(np.eye(k) + 0.5)

    assert found.shape == (k,)
    assert np.isfinite(found).all() == (defined or k == 0)


def test_one_item_has_no_rest():
    """Nan."""
    assert np.isnan(item_rest_correlations(np.array([[2.0]]))).all()


@pytest.mark.parametrize(("n", "mean", "sd"), [(0, np.nan, np.nan), (1, 2.0, np.nan), (2, 2.0, 0.0)])
def test_with_nobody_there_is_no_mean_and_with_one_person_no_standard_deviation(n, mean, sd):
    """nan, without a warning."""
    found = five_point(np.full((n, 1), 2.0))

    np.testing.assert_equal([found.n[0], found.mean[0], found.sd[0], found.skew[0]], [n, mean, sd, np.nan])
