"""What a rule reads from the scored scales: one scale, a mean of scales, a count from a checklist."""

import math

import numpy as np
import pytest

from reintegratie_cli.decisions.scored import Scored, ScoredScale, read_indicator
from reintegratie_cli.models.instrument import Scale
from reintegratie_cli.models.rules import CountIndicator, MeanIndicator, ScaleIndicator
from reintegratie_cli.psychometrics.classification import Cut, TrueScore

NAN = math.nan


def scale(items=("a", "b"), **more):
    """A scale's definition."""
    return Scale.model_validate({"measurement": "reflective", "items": list(items), "score": "mean", **more})


def scored_scale(scores, se=0.4, **more):
    """One scale of a few persons, with this standard error."""
    score = np.array(scores, dtype=float)
    true = TrueScore(score, np.where(np.isnan(score), NAN, se), 1.0, 5.0)
    return ScoredScale(scale(**more), np.zeros(len(score), dtype=np.int64), true)


def scored(items=(), **scales):
    """These scales and items; all have as many persons."""
    n = len(next(iter(scales.values())).score)
    return Scored(n, scales, {name: np.array(values, dtype=float) for name, values in dict(items).items()})


SKILLS = ScaleIndicator(scale="own", range=(1, 5), prefer_twin=True)


def test_a_scale_is_read_as_it_is():
    """Its score, error and range; known where there is a score."""
    read = read_indicator(ScaleIndicator(scale="own", range=(1, 5)), scored(own=scored_scale([2.0, NAN])))
    np.testing.assert_array_equal(read.true.observed, [2.0, NAN])
    np.testing.assert_array_equal(read.true.error, [0.4, NAN])
    assert read.known.tolist() == [True, False]
    assert read.rated.tolist() == [False, False]


def test_a_rating_takes_the_place_of_the_clients_own_score_with_its_own_error():
    """Where there is one; else the client's own."""
    both = scored(own=scored_scale([2.0, 2.0, NAN, NAN]), rating=scored_scale([4.0, NAN, 3.0, NAN], 0.2, twin_of="own"))
    read = read_indicator(SKILLS, both)
    np.testing.assert_array_equal(read.true.observed, [4.0, 2.0, 3.0, NAN])
    np.testing.assert_array_equal(read.true.error, [0.2, 0.4, 0.2, NAN])
    assert read.known.tolist() == [True, True, True, False]
    assert read.rated.tolist() == [True, False, True, False]


def test_a_rating_is_not_read_where_the_rule_does_not_prefer_it():
    """It would be another measure of the same."""
    both = scored(own=scored_scale([2.0]), rating=scored_scale([4.0], twin_of="own"))
    read = read_indicator(ScaleIndicator(scale="own", range=(1, 5)), both)
    assert (read.true.observed.tolist(), read.rated.tolist()) == ([2.0], [False])


def test_a_rating_is_read_where_the_client_was_not_asked():
    """On the rule's range."""
    read = read_indicator(SKILLS, scored(rating=scored_scale([4.0, NAN], twin_of="own")))
    np.testing.assert_array_equal(read.true.observed, [4.0, NAN])
    assert (read.true.low, read.true.high) == (1, 5)


def test_a_mean_has_the_error_of_a_mean():
    """Of errors .3 and .4 it is .5 / 2; without one of the scores there is no mean."""
    parts = {"one": scored_scale([2.0, NAN], 0.3), "other": scored_scale([3.0, 3.0], 0.4)}
    read = read_indicator(MeanIndicator(mean_of=("one", "other"), range=(1, 5)), scored(**parts))
    np.testing.assert_array_equal(read.true.observed, [2.5, NAN])
    np.testing.assert_allclose(read.true.error, [0.25, NAN])
    assert read.known.tolist() == [True, False]


def test_a_mean_with_a_scale_that_was_not_asked_is_not_known():
    """It is spread over the rule's range."""
    read = read_indicator(MeanIndicator(mean_of=("one", "other"), range=(1, 5)), scored(one=scored_scale([2.0])))
    assert read.known.tolist() == [False]
    np.testing.assert_array_equal(read.true.at_most(Cut(2.5)), [0.375])


@pytest.mark.parametrize("items", [(a, b) for a in range(1, 11) for b in range(a, 11)])
def test_a_mean_that_lies_on_a_cut_is_equal_to_it(items):
    """(1.2 + 2.2) / 2 is 1.7000000000000002 in plain arithmetic; for all scores of up to ten items from 1 to 5."""
    one, other = (np.arange(n, 5 * n + 1) for n in items)
    first, second = (whole.ravel() for whole in np.meshgrid(one, other))
    # In twentieths of the product of the numbers of items, whole arithmetic tells which means have one decimal.
    twentieths = 10 * (first * items[1] + second * items[0])
    on_a_tenth = twentieths % (2 * items[0] * items[1]) == 0
    parts = {"one": scored_scale(first / items[0]), "other": scored_scale(second / items[1])}
    read = read_indicator(MeanIndicator(mean_of=("one", "other"), range=(1, 5)), scored(**parts))
    tenths = twentieths[on_a_tenth] // (2 * items[0] * items[1])
    assert len(tenths)
    np.testing.assert_array_equal(read.true.observed[on_a_tenth], tenths / 10)


def test_a_count_is_of_the_items_that_reach_the_value():
    """At the value counts; an item without an answer does not; without any answer nothing is known."""
    items = {"a": [3, 4, 0, NAN], "b": [2, 3, 0, NAN], "c": [NAN, 3, NAN, NAN]}
    checklist = scored(items, barriers=scored_scale([NAN] * 4, items=("a", "b", "c")))
    read = read_indicator(CountIndicator.model_validate({"count_of": "barriers", "from": 3}), checklist)
    np.testing.assert_array_equal(read.true.observed, [1, 3, 0, NAN])
    assert read.known.tolist() == [True, True, True, False]
    assert (read.true.low, read.true.high) == (0, 3)


def test_a_count_is_certain_and_one_that_is_not_known_is_spread():
    """Of three items, below 1: a third of the range where nothing was answered."""
    items = {"a": [4, 0, NAN], "b": [0, 0, NAN], "c": [0, 0, NAN]}
    checklist = scored(items, barriers=scored_scale([NAN] * 3, items=("a", "b", "c")))
    read = read_indicator(CountIndicator.model_validate({"count_of": "barriers", "from": 3}), checklist)
    np.testing.assert_allclose(read.true.at_most(Cut(1)), [0.0, 1.0, 1 / 3])


@pytest.mark.parametrize("items", [{}, {"elsewhere": [4.0]}])
def test_a_count_from_a_checklist_that_was_not_asked_is_not_known(items):
    """Neither without the scale, nor without its items in the file."""
    read = CountIndicator.model_validate({"count_of": "barriers", "from": 3})
    without = read_indicator(read, scored(items, other=scored_scale([2.0])))
    unasked = read_indicator(read, scored(items, barriers=scored_scale([NAN])))
    assert (without.known.tolist(), unasked.known.tolist()) == ([False], [False])
    np.testing.assert_array_equal(without.true.observed, [NAN])


BANDS = {"anchors": {"low": 2.5, "high": 3.5}, "error": {"sd": 0.8, "reliability": 0.75, "source": "assumed"}}


def test_the_unfavourable_side_is_the_scales_own():
    """Below the low anchor of a favourable scale, above the high one of an unfavourable scale; no score, no answer."""
    low = scored_scale([2.5, 3.0, NAN], 0.4, high="favourable", **BANDS)
    high = scored_scale([3.5, 3.0, NAN], 0.4, high="unfavourable", **BANDS)
    expected = TrueScore(np.array([2.5, 3.0]), np.array([0.4, 0.4]), 1, 5).at_most(Cut(2.5))
    np.testing.assert_allclose(low.unfavourable(), [*expected, NAN])
    np.testing.assert_allclose(high.unfavourable(), [*expected, NAN])


def test_a_score_on_an_anchor_is_in_the_middle():
    """Without error: neither 2.5 of a favourable nor 3.5 of an unfavourable scale is unfavourable."""
    low = scored_scale([2.5, 2.4999], 0.0, high="favourable", **BANDS)
    high = scored_scale([3.5, 3.5001], 0.0, high="unfavourable", **BANDS)
    np.testing.assert_array_equal(low.unfavourable(), [0, 1])
    np.testing.assert_array_equal(high.unfavourable(), [0, 1])


@pytest.mark.parametrize(
    "more", [{**BANDS, "high": "neither"}, {"anchors": BANDS["anchors"]}, {"error": BANDS["error"]}]
)
def test_without_a_direction_bands_or_error_there_is_no_unfavourable_side(more):
    """Nothing is made up."""
    assert scored_scale([2.0], **more).unfavourable() is None


@pytest.mark.parametrize(("high", "expected"), [(5.0, True), (math.inf, False)])
def test_a_count_without_a_maximum_has_no_ends(high, expected):
    """So that no share of its range exists."""
    one = ScoredScale(scale(), np.zeros(1, dtype=np.int64), TrueScore(np.array([2.0]), np.array([0.4]), 0.0, high))
    assert one.has_ends is expected
