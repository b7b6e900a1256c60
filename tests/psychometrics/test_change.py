"""Whether scores differ by more than their measurement error, for one person and for a group."""

import json
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reintegratie_cli.psychometrics.change import (
    Z_95,
    differs_beyond_error,
    hageman_arrindell,
    holm,
    jacobson_truax,
    mean_change,
    regression_to_the_mean,
)

R = json.loads((Path(__file__).parents[1] / "reference" / "change.json").read_text(encoding="utf-8"))

scores, errors = st.floats(1, 5), st.floats(0.05, 2)
seeds, methods = st.integers(0, 2**32 - 1), st.sampled_from([jacobson_truax, hageman_arrindell])


def differ(first, first_error, second, second_error):
    """One person's answer."""
    return differs_beyond_error(*(np.array([value]) for value in (first, first_error, second, second_error)))[0]


def test_a_difference_by_hand():
    """The errors 0.3 and 0.4 make 0.5 together, so that 0.98 is the limit."""
    assert differ(4.0, 0.3, 3.01, 0.4)
    assert not differ(4.0, 0.3, 3.03, 0.4)


def test_the_limit_itself_is_no_difference():
    """Only beyond 1.96 times the error."""
    assert not differ(Z_95, 1.0, 0.0, 0.0)
    assert differ(np.nextafter(Z_95, 2), 1.0, 0.0, 0.0)


def test_without_one_of_the_scores_nothing_differs():
    """A comparison needs two."""
    assert not differ(math.nan, math.nan, 3.0, 0.4)
    assert not differ(3.0, 0.4, math.nan, math.nan)


@given(scores, errors, scores, errors)
def test_it_makes_no_difference_which_score_comes_first(first, first_error, second, second_error):
    """A difference has no direction here."""
    assert differ(first, first_error, second, second_error) == differ(second, second_error, first, first_error)


def changed(first, second, error=0.5, compute=jacobson_truax):
    """The change of persons whose scores all have one error."""
    first, second = np.array(first, dtype=float), np.array(second, dtype=float)
    errors = np.full(len(first), error)
    return compute(first, errors, second, errors)


def drawn(seed):
    """Two scores of 5 to 50 persons, with an error of 0.4."""
    random = np.random.default_rng(seed)
    n = random.integers(5, 50)
    true = random.normal(3, 1, size=n)
    gain = random.normal(0.3, 0.6, size=n)
    return true + random.normal(0, 0.4, size=n), true + gain + random.normal(0, 0.4, size=n)


def directions(change):
    """Which way each person went."""
    return change.direction(change.pvalue).tolist()


def test_jacobson_and_truax_by_hand():
    """SD 1 and r = .75 make an error of .5 each time, .707107 together: a rise of 1.5 is 2.12132 of these."""
    found = changed([2.0, 2.0], [3.5, 3.0])

    assert found.index == pytest.approx([2.12132, 1.414214])
    assert found.low == pytest.approx([0.114096, -0.385904], abs=1e-6)
    assert found.high == pytest.approx([2.885904, 2.385904], abs=1e-6)
    assert directions(found) == [1, 0]


def test_the_chance_of_an_index_is_that_of_a_normal_deviate():
    """2 (1 - pnorm(2.12132)) = .033895 in R."""
    assert changed([2.0], [3.5]).pvalue == pytest.approx([0.033895], abs=1e-6)


@given(seeds, methods)
def test_exchanging_the_measurements_turns_every_change_around(seed, compute):
    """The index gets the other sign; whoever rose falls."""
    first, second = drawn(seed)
    there, back = changed(first, second, 0.4, compute), changed(second, first, 0.4, compute)

    assert there.index == pytest.approx(-back.index, nan_ok=True)
    assert directions(there) == [-one for one in directions(back)]


@given(seeds, methods, st.floats(-50, 50))
def test_moving_the_scale_changes_no_change(seed, compute, plus):
    """Ten points more on both measurements is the same change."""
    first, second = drawn(seed)

    assert changed(first + plus, second + plus, 0.4, compute).index == pytest.approx(
        changed(first, second, 0.4, compute).index, rel=1e-6, abs=1e-9, nan_ok=True
    )


@given(seeds, methods, st.floats(0.1, 50))
def test_another_unit_changes_no_index(seed, compute, times):
    """With its error, a score may be in any unit."""
    first, second = drawn(seed)

    assert changed(first * times, second * times, 0.4 * times, compute).index == pytest.approx(
        changed(first, second, 0.4, compute).index, rel=1e-6, nan_ok=True
    )


@given(seeds)
def test_the_same_score_twice_is_no_change(seed):
    """By Jacobson and Truax, whatever the scores."""
    first, _ = drawn(seed)

    assert set(directions(changed(first, first))) == {0}


def test_hageman_and_arrindell_by_hand():
    """Differences 1, 0, 2, 3 have variance 5/3, of which .5 is error: r = .7, and .7 d + .3 x 1.5 over sqrt(.35)."""
    found = changed([1.0, 2, 3, 4], [2.0, 2, 5, 7], compute=hageman_arrindell)

    assert found.weight == pytest.approx(0.7)
    assert found.estimate == pytest.approx([1.15, 0.45, 1.85, 2.55])
    assert found.index == pytest.approx([1.943855, 0.760639, 3.127071, 4.310287], abs=1e-6)
    assert directions(found) == [1, 0, 1, 1]


@given(seeds)
def test_the_reliability_of_differences_is_that_of_the_paper(seed):
    """(s1^2 r11 + s2^2 r22 - 2 s1 s2 r12) / (s1^2 + s2^2 - 2 s1 s2 r12), with s^2 r = s^2 - e^2."""
    first, second = drawn(seed)
    covariance = np.cov(first, second)
    true = covariance - np.diag([0.16, 0.16])
    ratio = (true.trace() - 2 * true[0, 1]) / (covariance.trace() - 2 * covariance[0, 1])
    found = changed(first, second, 0.4, hageman_arrindell)

    assert found.weight == (pytest.approx(ratio) if ratio > 0 else pytest.approx(math.nan, nan_ok=True))


@pytest.mark.parametrize(
    ("first", "second"), [([1.0, 2, 3], [2.0, 3, 4]), ([1.0], [4.0]), ([], []), ([1.0, 2, 3], [1.1, 2.0, 3.1])]
)
def test_differences_that_vary_no_more_than_error_have_no_index_of_hageman_and_arrindell(first, second):
    """Everybody changes alike, or there is one person, or nobody, or the differences are error alone."""
    assert np.isnan(changed(first, second, compute=hageman_arrindell).index).all()


@pytest.mark.parametrize("error", [0.0, math.nan])
def test_without_an_error_nothing_is_reliable(error):
    """Neither an error that is not known nor one of 0, by which nothing can be divided."""
    found = changed([1.0], [5.0], error)

    assert np.isnan(found.index).all()
    assert directions(found) == [0]


def test_whoever_lacks_a_score_has_no_change():
    """Not 0, which would be a change of nothing."""
    found = changed([2.0, math.nan], [math.nan, 2.0])

    assert np.isnan([found.change, found.index, found.low, found.high, found.pvalue]).all()


def test_a_change_within_reach_is_beyond_the_error():
    """The error together is .707107, 1.96 times that 1.385904."""
    found = changed([4.0, 4.0], [4.0, 4.0])

    assert found.reachable(np.array([1.39, 1.38])).tolist() == [True, False]
    assert found.reachable(np.array([-1.39, -1.38])).tolist() == [True, False]


@pytest.mark.parametrize(("pvalues", "expected"), list(zip(R["pvalues"], R["holm"], strict=True)))
def test_holms_correction_equals_r(pvalues, expected):
    """p.adjust(method = "holm")."""
    assert holm(np.array([pvalues]))[0] == pytest.approx(expected)


def test_a_test_that_was_not_done_does_not_count():
    """Two tests are corrected for two."""
    assert holm(np.array([[math.nan, 0.03, 0.02]]))[0] == pytest.approx([math.nan, 0.04, 0.04], nan_ok=True)


def test_persons_are_corrected_each_by_their_own_tests():
    """One has three tests, the other one."""
    found = holm(np.array([[0.01, 0.02, 0.03], [math.nan, 0.02, math.nan]]))

    assert found == pytest.approx(np.array([[0.03, 0.04, 0.04], [math.nan, 0.02, math.nan]]), nan_ok=True)


@given(seeds)
def test_holm_never_makes_a_chance_smaller_and_keeps_the_order(seed):
    """Of any number of tests."""
    found = np.random.default_rng(seed).random((20, 6))
    corrected = holm(found)
    in_order = np.take_along_axis(corrected, np.argsort(found, axis=1), axis=1)

    assert (corrected >= found).all()
    assert (np.diff(in_order, axis=1) >= 0).all()


def test_the_mean_change_has_the_interval_of_r():
    """t.test(paired = TRUE), and escalc("SMCR") of metafor."""
    found = mean_change(np.array(R["first"]), np.array(R["second"]))

    assert [found.mean, found.low, found.high] == pytest.approx([*R["mean"], *R["interval"]], rel=1e-9)
    assert [found.effect_size] == pytest.approx(R["smcr"], rel=1e-9)


def test_the_mean_change_is_of_those_with_both_scores():
    """The third has no second score."""
    found = mean_change(np.array([1.0, 2.0, 9.0]), np.array([2.0, 4.0, math.nan]))

    assert (found.n, found.mean, found.mean_first) == (2, 1.5, 1.5)


@pytest.mark.parametrize(
    ("first", "second", "known"),
    [
        ([], [], ()),
        ([1.0], [2.0], ("mean", "mean_first")),
        ([1.0, 2.0, 3.0], [2.0, 3.0, 4.0], ("mean", "mean_first", "effect_size")),
        ([2.0, 2.0, 2.0], [2.0, 3.0, 4.0], ("mean", "low", "high", "mean_first")),
        ([1.0, 2.0], [2.0, 4.0], ("mean", "low", "high", "mean_first")),
    ],
)
def test_what_too_few_persons_cannot_tell_is_nan(first, second, known):
    """Nobody; one; all the same change; all the same start; two."""
    found = mean_change(np.array(first), np.array(second))
    figures = {name: getattr(found, name) for name in ("mean", "low", "high", "mean_first", "effect_size")}

    assert tuple(name for name, value in figures.items() if not math.isnan(value)) == known


def test_regression_to_the_mean_by_hand():
    """Chosen at 2 where the mean is 3: with r = .8 a fifth of the point comes back by itself."""
    assert regression_to_the_mean(2.0, 3.0, 0.8) == pytest.approx(0.2)


def test_regression_to_the_mean_is_what_a_chosen_group_shows_without_any_change():
    """Of 200,000 persons whose true scores stay, the third with the lowest first scores rises by (1 - r) (M - x)."""
    random = np.random.default_rng(20261122)
    true = random.normal(3, math.sqrt(0.7), size=200_000)
    first, second = (true + random.normal(0, math.sqrt(0.3), size=len(true)) for _ in range(2))
    low = first < np.quantile(first, 1 / 3)
    found = mean_change(first[low], second[low])

    assert found.mean == pytest.approx(regression_to_the_mean(found.mean_first, 3.0, 0.7), abs=0.01)
