"""Coefficients of reliability equal those of psych, hold their inequalities, and are nan where they are not defined."""

import json
from itertools import combinations
from math import isnan, nan, sqrt
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reintegratie_cli.psychometrics.correlation import correlation_of, pairwise_moments
from reintegratie_cli.psychometrics.reliability import (
    alpha,
    alpha_standardized,
    average_r,
    feldt_interval,
    lambda2,
    lambda6,
    split_half,
)

FOLDER = Path(__file__).parents[1] / "reference"
CLASSICAL = json.loads((FOLDER / "classical.json").read_text(encoding="utf-8"))
GOLD = json.loads((FOLDER / "gold.json").read_text(encoding="utf-8"))
ANSWERS = np.genfromtxt(FOLDER / "likert16_missing.csv", delimiter=",", skip_header=1)
ANSWERS[:, 1] = 6 - ANSWERS[:, 1]
HS = np.genfromtxt(FOLDER / "hs1939.csv", delimiter=",", skip_header=1)[:, 6:]
LIKERT = np.genfromtxt(FOLDER / "likert16.csv", delimiter=",", skip_header=1)

COEFFICIENTS = [alpha, alpha_standardized, lambda2, lambda6, average_r, split_half]
coefficients = pytest.mark.parametrize("coefficient", COEFFICIENTS)
seeds = st.integers(0, 2**32 - 1)
scales = pytest.mark.parametrize("scale", list(CLASSICAL["scales"].values()), ids=list(CLASSICAL["scales"]))
gold_scales = pytest.mark.parametrize(
    ("answers", "name"),
    [(HS[:, 3 * j : 3 * j + 3], f"hs_alpha_x{3 * j + 1}") for j in range(3)]
    + [(LIKERT[:, 4 * j : 4 * j + 4], f"likert_alpha_f{j + 1}") for j in range(4)],
)


def moments_of(scale):
    """Of the scale's items, by their names in the reference."""
    return pairwise_moments(ANSWERS[:, [int(item[1:]) - 1 for item in scale["items"]]])


def correlations(seed):
    """Correlations of 2 to 7 items that have something in common, of 50 persons."""
    random = np.random.default_rng(seed)
    k = random.integers(2, 8)
    loading = random.uniform(0.1, 2, k)
    return pairwise_moments(random.normal(size=(50, 1)) * loading + random.normal(size=(50, k))).correlation


@scales
@pytest.mark.parametrize(("figure", "coefficient"), [("std_alpha", alpha_standardized), ("average_r", average_r)])
def test_with_answers_missing_those_of_standardised_covariances_equal_those_of_r(scale, figure, coefficient):
    """psych::alpha."""
    found = coefficient(correlation_of(moments_of(scale).covariance))

    assert found == pytest.approx(scale[figure], rel=1e-9)


@pytest.mark.parametrize("name", ["wrong", "second", "all"])
def test_with_answers_missing_split_half_equals_that_of_r(name):
    """psych::splitHalf's average, of 4, 4 and 16 items; of an odd number psych takes half of the splits alone."""
    scale = CLASSICAL["scales"][name]
    found = split_half(correlation_of(moments_of(scale).covariance))

    assert found == pytest.approx(scale["split_half"], rel=1e-9)


@scales
@pytest.mark.parametrize(("figure", "coefficient"), [("lambda2", lambda2), ("lambda6", lambda6)])
def test_with_answers_missing_those_of_correlations_equal_those_of_r(scale, figure, coefficient):
    """psych::guttman."""
    assert coefficient(moments_of(scale).correlation) == pytest.approx(scale[figure], rel=1e-9)


@scales
def test_with_answers_missing_alpha_and_its_interval_equal_those_of_r(scale):
    """psych::alpha; one scale has an item keyed the wrong way, and a negative alpha."""
    found = alpha(moments_of(scale).covariance)
    interval = feldt_interval(found, len(ANSWERS), len(scale["items"]))

    assert found == pytest.approx(scale["raw_alpha"], rel=1e-9)
    assert interval == pytest.approx(scale["feldt"], rel=1e-9)


@gold_scales
def test_alphas_equal_those_of_r_without_missing_answers(answers, name):
    """Raw, standardised, and the average correlation."""
    moments = pairwise_moments(answers)
    found = [alpha(moments.covariance), alpha_standardized(moments.correlation), average_r(moments.correlation)]
    expected = GOLD[name]["total"][0]

    assert found == pytest.approx([expected[figure] for figure in ("raw_alpha", "std.alpha", "average_r")], rel=1e-9)


@gold_scales
def test_feldts_interval_equals_that_of_r(answers, name):
    """psych::alpha's feldt."""
    low, value, high = GOLD[name]["feldt"]

    assert feldt_interval(value, *answers.shape) == pytest.approx((low, high), rel=1e-9)


@pytest.mark.parametrize("scale", ["visual", "textual", "speed"])
def test_lambdas_equal_those_of_r_on_holzinger_and_swineford(scale):
    """psych::guttman of the correlations."""
    first = ["visual", "textual", "speed"].index(scale) * 3
    found = pairwise_moments(HS[:, first : first + 3]).correlation

    assert lambda2(found) == pytest.approx(GOLD["hs_lambda"][scale]["lambda2"], rel=1e-9)
    assert lambda6(found) == pytest.approx(GOLD["hs_lambda"][scale]["lambda6"], rel=1e-9)


def test_by_hand_with_two_items():
    """Variances 2 and 4, covariance 1: alpha = 2 (1 - 6 / 8) = .5."""
    assert alpha(np.array([[2.0, 1.0], [1.0, 4.0]])) == pytest.approx(0.5)


@pytest.mark.parametrize("coefficient", [alpha_standardized, lambda2, split_half])
def test_two_items_have_the_reliability_of_spearman_and_brown(coefficient):
    """Of a test twice as long as one item: 2 r / (1 + r)."""
    assert coefficient(np.array([[1.0, 0.6], [0.6, 1.0]])) == pytest.approx(1.2 / 1.6)


def test_lambda6_of_two_items_by_hand():
    """Each leaves 1 - r^2 of the other: 1 - 2 (1 - .36) / 3.2."""
    assert lambda6(np.array([[1.0, 0.6], [0.6, 1.0]])) == pytest.approx(1 - 2 * 0.64 / 3.2)


def halves(k):
    """All ways to halve k items, as the sign of each item's half."""
    for chosen in combinations(range(k), k // 2):
        side = np.ones(k)
        side[list(chosen)] = -1
        yield side


@given(seeds)
def test_split_half_is_the_mean_over_all_splits(seed):
    """Of Rulon's coefficient, 1 less the share of the variance of the halves' difference in that of their sum."""
    found = correlations(seed)
    every = [1 - side @ found @ side / found.sum() for side in halves(len(found))]

    assert split_half(found) == pytest.approx(np.mean(every), abs=1e-12)


@given(seeds)
def test_guttmans_coefficients_have_their_order(seed):
    """Lambda 2 is never below lambda 3, which is standardised alpha; an even scale's split-half is alpha too."""
    found = correlations(seed)

    assert lambda2(found) >= alpha_standardized(found) - 1e-12
    assert len(found) % 2 or split_half(found) == pytest.approx(alpha_standardized(found), abs=1e-12)


@given(seeds)
def test_standardised_alpha_is_that_of_spearman_and_brown_with_the_average_correlation(seed):
    """K r / (1 + (k - 1) r)."""
    found = correlations(seed)
    k, r = len(found), average_r(found)

    assert alpha_standardized(found) == pytest.approx(k * r / (1 + (k - 1) * r), rel=1e-9, abs=1e-9)


@given(seeds, st.floats(0.01, 100))
@pytest.mark.parametrize("coefficient", [alpha, lambda2, lambda6])
def test_one_unit_for_all_items_leaves_them_as_they_are(coefficient, seed, unit):
    """They are shares of a variance."""
    found = correlations(seed)

    assert coefficient(found * unit**2) == pytest.approx(coefficient(found), rel=1e-9, abs=1e-9)


@given(seeds)
def test_another_unit_for_every_item_leaves_standardised_alpha_as_it_is(seed):
    """And not alpha."""
    found = correlations(seed)
    units = np.random.default_rng(seed).uniform(0.1, 10, len(found))

    assert alpha_standardized(correlation_of(found * np.outer(units, units))) == pytest.approx(
        alpha_standardized(found), rel=1e-9, abs=1e-9
    )


@given(seeds)
@coefficients
def test_the_order_of_items_does_not_matter(coefficient, seed):
    """But for rounding."""
    found = correlations(seed)

    assert coefficient(found[::-1, ::-1]) == pytest.approx(coefficient(found), rel=1e-9, abs=1e-9)


@given(seeds)
def test_reversing_all_items_leaves_alpha_as_it_is(seed):
    """6 minus the answer."""
    answers = np.random.default_rng(seed).integers(1, 6, (20, 4)).astype(np.float64)
    one, other = (alpha(pairwise_moments(items).covariance) for items in (answers, 6 - answers))

    assert one == pytest.approx(other, rel=1e-9, abs=1e-9)


def test_alpha_finds_the_reliability_that_parallel_items_have():
    """50,000 persons, six items that load .6: 6 * .36 / (1 + 5 * .36), within four standard errors."""
    random = np.random.default_rng(5)
    answers = random.normal(size=(50_000, 1)) * 0.6 + random.normal(size=(50_000, 6)) * 0.8
    reliability = 6 * 0.36 / (1 + 5 * 0.36)
    error = (1 - reliability) * sqrt(2 * 6 / (5 * 50_000))

    assert alpha(pairwise_moments(answers).covariance) == pytest.approx(reliability, abs=4 * error)


def test_feldts_interval_holds_alpha_as_often_as_it_says():
    """Of 2,000 samples of 40 persons about 95 %; the standard error of that share is .5 %."""
    random = np.random.default_rng(6)
    reliability = 4 * 0.36 / (1 + 3 * 0.36)
    held = 0
    for _ in range(2000):
        answers = random.normal(size=(40, 1)) * 0.6 + random.normal(size=(40, 4)) * 0.8
        low, high = feldt_interval(alpha(np.cov(answers.T)), 40, 4)
        held += low <= reliability <= high

    assert held / 2000 == pytest.approx(0.95, abs=0.02)


def test_a_higher_level_gives_a_wider_interval():
    """On both sides."""
    narrow, wide = feldt_interval(0.8, 100, 5, level=0.9), feldt_interval(0.8, 100, 5, level=0.99)

    assert wide[0] < narrow[0] < 0.8 < narrow[1] < wide[1]


@coefficients
@pytest.mark.parametrize(
    "matrix",
    [
        np.empty((0, 0)),
        np.ones((1, 1)),
        np.array([[1.0, nan], [nan, 1.0]]),
        np.full((3, 3), nan),
    ],
    ids=["nothing", "one item", "an undefined correlation", "nobody"],
)
def test_what_is_not_defined_is_nan(coefficient, matrix):
    """Without a warning."""
    assert isnan(coefficient(matrix))


@pytest.mark.parametrize("coefficient", [alpha, alpha_standardized, lambda2, lambda6, split_half])
@pytest.mark.parametrize(
    "matrix", [np.zeros((3, 3)), np.array([[1.0, -1.0], [-1.0, 1.0]])], ids=["constant items", "a constant sum"]
)
def test_a_sum_without_variance_has_no_reliability(coefficient, matrix):
    """Nan, not minus infinity."""
    assert isnan(coefficient(matrix))


@pytest.mark.parametrize("coefficient", [alpha, alpha_standardized, lambda2])
def test_items_that_correlate_wholly_have_reliability_1(coefficient):
    """The sum holds no error."""
    assert coefficient(np.ones((4, 4))) == pytest.approx(1.0)


def test_lambda6_of_items_that_correlate_wholly_is_nan():
    """The regression of one on the others has no single answer."""
    assert isnan(lambda6(np.ones((4, 4))))


def test_a_constant_item_leaves_alpha_of_the_raw_answers():
    """It counts as an item that adds nothing: alpha of the others, times k (k - 2) / (k - 1)^2."""
    covariance = np.array([[2.0, 1.0, 0.0], [1.0, 4.0, 0.0], [0.0, 0.0, 0.0]])

    assert alpha(covariance) == pytest.approx(0.5 * 3 / 4)


@pytest.mark.parametrize(("value", "n", "n_items"), [(nan, 100, 5), (0.8, 1, 5), (0.8, 0, 5), (0.8, 100, 1)])
def test_without_alpha_persons_or_items_there_is_no_interval(value, n, n_items):
    """Both bounds are nan."""
    assert all(isnan(bound) for bound in feldt_interval(value, n, n_items))
