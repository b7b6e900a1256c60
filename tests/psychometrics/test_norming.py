"""Norm scores by hand and against R, with their two kinds of uncertainty."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reintegratie_cli.psychometrics import norming
from reintegratie_cli.psychometrics.norming import mid_percentile, percentile_table

R = json.loads((Path(__file__).parents[1] / "reference" / "change.json").read_text(encoding="utf-8"))

# Ten persons: one has 1, two have 2, four have 3, two have 4, one has 5.
EVERY = percentile_table(np.arange(1.0, 6), np.arange(1.0, 6), np.array([1.0, 2, 4, 2, 1]))
# The same persons, with the two lowest and the two highest scores each in one cell.
MERGED = percentile_table(np.array([1.0, 3, 4]), np.array([2.0, 3, 5]), np.array([3.0, 4, 3]))

seeds = st.integers(0, 2**32 - 1)


def table_of(seed):
    """Cells of one or several scores with gaps between them, and their table."""
    random = np.random.default_rng(seed)
    edges = np.sort(random.choice(np.arange(60), size=2 * random.integers(2, 10), replace=False)).astype(float)
    low, high = edges[::2], np.where(random.random(len(edges) // 2) < 0.5, edges[::2], edges[1::2])
    counts = random.integers(10, 90, size=len(low)).astype(float)
    return low, high, counts, percentile_table(low, high, counts)


def test_t_is_fifty_at_the_mean_and_ten_per_standard_deviation():
    """(5 - 3) / 4 is half a standard deviation above."""
    found = norming.t_score(np.array([3.0, 5.0, 1.0, np.nan]), mean=3.0, sd=4.0)

    assert found == pytest.approx([50, 55, 45, np.nan], nan_ok=True)


def test_a_norm_without_spread_has_no_t():
    """Nothing can be divided by it."""
    assert np.isnan(norming.t_score(np.array([3.0]), mean=3.0, sd=0.0)).all()


def test_the_percentile_of_an_observed_score_is_its_mid_percentile():
    """Below 3 are three of ten, and half of four more: 100 (3 + 2) / 10."""
    found = mid_percentile(np.arange(1.0, 6), EVERY)

    assert found == pytest.approx([5, 20, 50, 80, 95])


def test_a_score_between_two_is_interpolated():
    """At 2.5, halfway, all with 1 and 2 lie below: 30; a quarter further a quarter of the four more."""
    found = mid_percentile(np.array([2.5, 2.75, 4.25]), EVERY)

    assert found == pytest.approx([30, 40, 85])


def test_the_persons_of_a_merged_cell_are_spread_evenly_over_it():
    """From 0.5 to 2.5 three of ten: at 1 a quarter of them lies below, at 2 three quarters."""
    found = mid_percentile(np.array([1.0, 1.5, 2.0, 3.0, 4.5]), MERGED)

    assert found == pytest.approx([7.5, 15, 22.5, 50, 85])


def test_beyond_the_norm_group_lie_0_and_100():
    """Half a step beyond the lowest and the highest score nobody is left."""
    found = mid_percentile(np.array([-3.0, 0.5, 5.5, 9.0, np.nan]), EVERY)

    assert found == pytest.approx([0, 0, 100, 100, np.nan], nan_ok=True)


@pytest.mark.parametrize("n_cells", [0, 1])
def test_fewer_than_two_cells_give_no_percentile(n_cells):
    """There is no step to go by."""
    table = percentile_table(np.ones(n_cells), np.ones(n_cells), np.full(n_cells, 20.0))

    assert np.isnan(mid_percentile(np.array([1.0]), table)).all()


@given(seeds)
def test_a_single_score_has_its_mid_percentile_whatever_its_neighbours(seed):
    """100 (F + f / 2) / N."""
    low, high, counts, table = table_of(seed)
    single = low == high
    expected = (100 * (np.cumsum(counts) - counts / 2) / counts.sum())[single]

    assert mid_percentile(low[single], table) == pytest.approx(expected)


@given(seeds)
def test_a_higher_score_never_has_a_lower_percentile(seed):
    """Over the whole range and beyond."""
    *_, table = table_of(seed)
    found = mid_percentile(np.linspace(-5, 65, 500), table)

    assert (np.diff(found) >= 0).all()


@given(seeds)
def test_turning_the_scale_around_turns_the_percentile_around(seed):
    """Reversed scores have 100 minus the percentile."""
    low, high, counts, table = table_of(seed)
    turned = percentile_table(-high[::-1], -low[::-1], counts[::-1])
    scores = np.linspace(-5, 65, 100)

    assert mid_percentile(-scores, turned) == pytest.approx(100 - mid_percentile(scores, table))


@given(seeds, st.floats(0.1, 50), st.floats(-100, 100))
def test_another_unit_of_scores_leaves_percentiles_as_they_are(seed, times, plus):
    """Percentiles are of persons, not of points."""
    low, high, counts, table = table_of(seed)
    other = percentile_table(low * times + plus, high * times + plus, counts)
    scores = np.linspace(-5, 65, 100)

    assert mid_percentile(scores * times + plus, other) == pytest.approx(mid_percentile(scores, table), abs=1e-6)


@pytest.mark.parametrize(
    ("count", "n", "expected"), list(zip((3, 60, 119, 450), (120, 120, 120, 911), R["wilson"], strict=True))
)
def test_the_sampling_error_of_a_percentile_is_wilsons(count, n, expected):
    """R's prop.test without correction."""
    low, high = norming.percentile_interval(np.array([100 * count / n]), n)

    assert [low[0] / 100, high[0] / 100] == pytest.approx(expected, rel=1e-9)


def test_the_interval_of_a_percentile_ends_at_0_and_100():
    """Nobody lies beyond nobody, or beyond everybody."""
    low, high = norming.percentile_interval(np.array([0.0, 100.0]), 100)

    assert (low[0], high[1]) == (0, 100)


def test_a_percentile_of_nobody_has_no_interval():
    """Without persons there is no sample."""
    assert np.isnan(norming.percentile_interval(np.array([50.0]), 0)).all()


def test_a_normalised_t_is_the_normal_deviate_of_the_percentile():
    """97.725 % lies below two standard deviations, 84.134 % below one."""
    found = norming.t_normalised(np.array([50.0, 84.1344746, 97.7249868, np.nan]), 300)

    assert found == pytest.approx([50, 60, 70, np.nan], nan_ok=True)


def test_a_score_beyond_the_norm_group_counts_as_half_a_person():
    """Of 300 that is 0.1667 %, with the normal deviate -2.935199 (qnorm of R)."""
    found = norming.t_normalised(np.array([0.0, 100.0]), 300)

    assert found == pytest.approx([20.648005, 79.351995])


def test_a_small_norm_group_has_no_normalised_t():
    """Below 300."""
    assert np.isnan(norming.t_normalised(np.array([50.0]), 299)).all()


def test_stanines_hold_the_shares_that_they_are_named_for():
    """4-7-12-17-20-17-12-7-4 of a hundred persons."""
    found = norming.stanine(np.arange(100) + 0.5)

    assert np.bincount(found)[1:].tolist() == [4, 7, 12, 17, 20, 17, 12, 7, 4]


def test_a_percentile_on_a_bound_is_in_the_higher_stanine_and_none_in_none():
    """4 % is where the second begins."""
    assert norming.stanine(np.array([4.0, 3.99, 100.0, np.nan])).tolist() == [2, 1, 9, 0]


def test_the_observed_interval_by_hand():
    """An error of 2 points where the SD is 5 is 4 points of T; 1.644854 times 4 is 6.579415."""
    found = norming.observed_interval(np.array([50.0]), np.array([2.0]), 5.0)

    assert (found.kind, found.low[0], found.high[0]) == ("observed", *map(pytest.approx, (43.420585, 56.579415)))


def test_kelleys_interval_by_hand():
    """With r = .80 all answered: 50 + .8 x 10 = 58 -+ 1.644854 x 10 sqrt(.8 x .2) = 6.579415."""
    found = norming.kelley_interval(np.array([60.0]), np.array([5 * np.sqrt(0.2)]), 5.0, 0.8)

    assert (found.kind, found.low[0], found.high[0]) == ("kelley", *map(pytest.approx, (51.420585, 64.579415)))


def test_kelley_trusts_a_score_of_fewer_items_less():
    """Half of the items: error variance .4 against .8, so r = .8 / 1.2; 50 + 20 / 3 -+ 1.644854 x 10 sqrt(.8 / 3)."""
    found = norming.kelley_interval(np.array([60.0]), np.array([5 * np.sqrt(0.4)]), 5.0, 0.8)

    assert (found.low[0], found.high[0]) == tuple(map(pytest.approx, (48.172722, 65.160611)))


@pytest.mark.parametrize(("error", "sd"), [(np.nan, 5.0), (1.0, 0.0)])
def test_without_an_error_there_is_no_interval(error, sd):
    """Neither around the score nor around Kelley's."""
    t, errors = np.array([60.0]), np.array([error])
    found = [norming.observed_interval(t, errors, sd), norming.kelley_interval(t, errors, sd, 0.8)]

    assert np.isnan([[one.low, one.high] for one in found]).all()


def covered(interval, true):
    """The share of 200,000 persons whose interval holds the true score, by decile of that: (10,)."""
    random = np.random.default_rng(20261122)
    reliability = 0.80
    truth = random.normal(0, np.sqrt(reliability), size=200_000)
    error = np.sqrt(1 - reliability)
    t = norming.t_score(truth + random.normal(0, error, size=len(truth)), 0.0, 1.0)
    found = interval(t, np.full(len(t), error))
    holds = (found.low <= true(truth)) & (true(truth) <= found.high)
    order = np.argsort(truth)
    return holds[order].reshape(10, -1).mean(axis=1)


def test_the_default_interval_holds_the_true_score_at_every_level():
    """In every decile of the true score 88 to 92 %."""
    share = covered(lambda t, e: norming.observed_interval(t, e, 1.0), lambda truth: 50 + 10 * truth)

    assert ((share > 0.88) & (share < 0.92)).all()


def test_kelleys_interval_is_right_on_average_and_not_at_the_ends():
    """As its docstring says: 90 % over all, less in the lowest and highest decile."""
    share = covered(lambda t, e: norming.kelley_interval(t, e, 1.0, 0.8), lambda truth: 50 + 10 * truth)

    assert share.mean() == pytest.approx(0.90, abs=0.005)
    assert max(share[0], share[9]) < 0.85
