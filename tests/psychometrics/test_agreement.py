"""Test-retest figures equal those of R, and are nan where persons do not differ."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reintegratie_cli.psychometrics.agreement import retest

FOLDER = Path(__file__).parents[1] / "reference"
CLASSICAL = json.loads((FOLDER / "classical.json").read_text(encoding="utf-8"))["retest"]
LIKERT = np.genfromtxt(FOLDER / "likert16.csv", delimiter=",", skip_header=1)
FIRST, SECOND = LIKERT[:, :4].mean(axis=1), LIKERT[:, 4:8].mean(axis=1) + 0.3
PAIRS = {"all": (FIRST, SECOND), "six": (FIRST[:6], SECOND[:6]), "opposed": (FIRST[:30], -SECOND[:30])}

seeds = st.integers(0, 2**32 - 1)
COEFFICIENTS = ["correlation", "icc_agreement", "icc_consistency"]


def drawn(seed):
    """Two scores of 5 to 50 persons."""
    random = np.random.default_rng(seed)
    n = random.integers(5, 50)
    person = random.normal(size=n)
    return person + random.normal(size=n), person + random.normal(size=n) + random.normal()


def figures(found):
    """Its nine figures."""
    return [
        getattr(getattr(found, coefficient), part) for coefficient in COEFFICIENTS for part in ("value", "low", "high")
    ]


@pytest.mark.parametrize("pair", list(PAIRS))
@pytest.mark.parametrize(
    ("coefficient", "figure"),
    [("correlation", "correlation"), ("icc_agreement", "agreement"), ("icc_consistency", "consistency")],
)
def test_they_equal_those_of_r(pair, coefficient, figure):
    """cor.test and psych::ICC, of many persons, of six, and of persons who turned round."""
    found = getattr(retest(*PAIRS[pair]), coefficient)

    assert [found.value, found.low, found.high] == pytest.approx(CLASSICAL[pair][figure], rel=1e-9)


def test_by_hand():
    """(1, 2), (2, 4), (3, 3): mean squares 1.5 persons, .5 error, 1.5 occasions; C = 1 / 2, A = 1 / (2 + 2 / 3)."""
    found = retest(np.array([1.0, 2.0, 3.0]), np.array([2.0, 4.0, 3.0]))

    assert found.icc_consistency.value == pytest.approx(0.5)
    assert found.icc_agreement.value == pytest.approx(1 / (2 + 2 / 3))
    assert found.correlation.value == pytest.approx(0.5)
    assert found.mean_difference == pytest.approx(1.0)


def test_only_persons_with_both_scores_count():
    """Whoever misses one is left out of everything."""
    gap = np.array([1.0, np.nan])
    found = retest(np.concatenate([FIRST, gap]), np.concatenate([SECOND, gap[::-1]]))

    assert found == retest(FIRST, SECOND)


@given(seeds)
def test_the_order_of_persons_does_not_matter(seed):
    """But for rounding."""
    first, second = drawn(seed)

    assert figures(retest(first[::-1], second[::-1])) == pytest.approx(figures(retest(first, second)), abs=1e-9)


@given(seeds)
def test_the_occasions_can_be_swapped(seed):
    """Only the sign of the difference turns."""
    first, second = drawn(seed)
    one, other = retest(first, second), retest(second, first)

    assert figures(other) == pytest.approx(figures(one), abs=1e-9)
    assert other.mean_difference == pytest.approx(-one.mean_difference)


@given(seeds, st.floats(0.01, 100), st.floats(-100, 100), st.sampled_from([1, -1]))
def test_another_unit_origin_and_key_leave_them_as_they_are(seed, unit, origin, key):
    """The same for both measurements."""
    first, second = drawn(seed)
    found = retest(key * unit * first + origin, key * unit * second + origin)

    assert figures(found) == pytest.approx(figures(retest(first, second)), rel=1e-6, abs=1e-6)


@given(seeds, st.floats(0.5, 100))
def test_a_shift_of_all_persons_lowers_agreement_alone(seed, shift):
    """Consistency and correlation stay as they are."""
    first, second = drawn(seed)
    second = second - second.mean() + first.mean()
    one, other = retest(first, second), retest(first, second + shift)

    assert other.icc_consistency.value == pytest.approx(one.icc_consistency.value, abs=1e-9)
    assert abs(other.icc_agreement.value) < abs(one.icc_agreement.value) + 1e-12


@given(seeds)
@pytest.mark.parametrize("coefficient", COEFFICIENTS)
def test_the_interval_holds_the_value(coefficient, seed):
    """And is within [-1, 1]."""
    found = getattr(retest(*drawn(seed)), coefficient)

    assert -1 <= found.low <= found.value <= found.high <= 1


def test_the_intervals_hold_the_true_value_as_often_as_they_say():
    """Of 2,000 samples of 50 persons with a true value of .7 about 95 %; the standard error is .5 %."""
    random = np.random.default_rng(8)
    held = np.zeros(3)
    for _ in range(2000):
        person = random.normal(size=50) * np.sqrt(0.7)
        found = retest(*(person + random.normal(size=50) * np.sqrt(0.3) for _ in range(2)))
        held += [getattr(found, name).low <= 0.7 <= getattr(found, name).high for name in COEFFICIENTS]

    np.testing.assert_allclose(held / 2000, 0.95, atol=0.02)


def test_the_same_scores_twice_agree_wholly():
    """1, with intervals of no width."""
    assert figures(retest(FIRST, FIRST)) == pytest.approx([1.0] * 9)


def test_a_perfect_shift_is_consistent_and_does_not_agree():
    """Consistency 1; the interval of agreement is there."""
    found = retest(np.arange(10.0), np.arange(10.0) + 4)

    assert found.icc_consistency.low == 1
    assert 0 < found.icc_agreement.low < found.icc_agreement.value < 1


@pytest.mark.parametrize(
    ("first", "second"),
    [([], []), ([1.0], [2.0]), ([3.0, 3.0, 3.0], [4.0, 4.0, 4.0]), ([1.0, np.nan], [np.nan, 2.0])],
    ids=["nobody", "one person", "constant scores", "nobody twice"],
)
def test_persons_who_do_not_differ_have_no_coefficients(first, second):
    """All nan, without a warning."""
    assert np.isnan(figures(retest(np.array(first), np.array(second)))).all()


def test_nobody_has_no_mean_difference():
    """nan, not 0."""
    assert np.isnan(retest(np.array([]), np.array([])).mean_difference)


def test_scores_that_are_constant_on_one_occasion_have_no_correlation_and_no_consistency():
    """The correlation is undefined; as much variance is error as is of persons."""
    found = retest(np.array([1.0, 2.0, 3.0, 5.0]), np.full(4, 2.0))

    assert np.isnan(found.correlation.value)
    assert found.icc_consistency.value == pytest.approx(0.0)


def test_two_persons_have_no_interval_of_the_correlation():
    """Fisher's needs four."""
    found = retest(np.array([1.0, 2.0]), np.array([1.0, 4.0])).correlation

    assert found.value == pytest.approx(1.0)
    assert np.isnan(found.low)


def test_two_persons_who_swapped_have_no_agreement_to_speak_of():
    """Its denominator is 0: nan."""
    assert np.isnan(retest(np.array([1.0, 2.0]), np.array([2.0, 1.0])).icc_agreement.value)


def test_three_persons_who_turned_round_have_no_interval_of_agreement():
    """The estimate is -3 / (3 - 2), as psych::ICC has it; it has no degrees of freedom."""
    found = retest(np.array([1.0, 2.0, 3.0]), np.array([3.0, 2.0, 1.0])).icc_agreement

    assert found.value == pytest.approx(-3.0)
    assert np.isnan([found.low, found.high]).all()


@given(st.lists(st.tuples(st.integers(1, 3), st.integers(1, 3)), max_size=6))
def test_whatever_the_scores_there_are_figures_or_nan(pairs):
    """No error, no warning and nothing infinite, for few persons with few different scores."""
    first, second = np.array(pairs, dtype=np.float64).reshape(-1, 2).T

    assert not np.isinf(figures(retest(first, second))).any()
