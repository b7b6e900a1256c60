"""From answers to scale scores."""

import math
from dataclasses import replace

import numpy as np
import pytest

from reintegratie_cli.workflows.scales import item_scores, score_scales

NAN = math.nan
ERROR = {"sd": 0.8, "reliability": 0.75, "source": "assumed"}


def scale(*items, **more):
    """A scale of these items."""
    return {"measurement": "reflective", "items": list(items), "score": "mean", **more}


def items(answers, *names):
    """Items with these answers."""
    return {name: {"answers": answers} for name in names}


@pytest.fixture(scope="session")
def score(questionnaire, answered):
    """The one scale `s` of a small questionnaire, for these persons."""

    def of(asked, definition, *persons):
        instrument = questionnaire(items=asked, scales={"s": definition})
        return score_scales(instrument, answered(instrument, *persons)).scales["s"]

    return of


@pytest.mark.parametrize(
    ("answers", "codes", "expected"),
    [
        ("vijf", [1, 5], [1, 5]),
        ("nul", [0, 4], [0, 4]),
        ("omgekeerd", [5, 1], [5, 1]),
        ("punten", ["a", "b", "c"], [10, 2.5, 0]),
        ("ja", [1, 0], [1, 0]),
        ("getal", [1.5, 4], [1.5, 4]),
    ],
)
def test_an_answer_has_the_score_of_its_code(questionnaire, answered, answers, codes, expected):
    """Whatever its place in the list; no answer has none."""
    instrument = questionnaire(items=items(answers, "a"), scales={"s": scale("a")})
    responses = answered(instrument, *({"a": code} for code in codes), {})
    np.testing.assert_array_equal(item_scores(instrument, "a", responses.answers["a"]), [*expected, NAN])


@pytest.mark.parametrize(
    ("answers", "code", "expected"),
    [("vijf", 2, 4.0), ("nul", 1, 3.0), ("omgekeerd", 2, 4.0), ("punten", "b", 7.5), ("getal", 1.5, 3.5)],
)
def test_a_reversed_item_is_turned_round_between_its_own_ends(score, answers, code, expected):
    """1-5, 0-4, a list in another order, scores of one's own, a number."""
    found = score(items(answers, "a"), scale("a", reversed=["a"]), {"a": code})
    assert found.score.tolist() == [expected]


def test_only_the_reversed_items_are_turned_round(score):
    """2 and 2 with the second reversed: (2 + 4) / 2."""
    assert score(items("vijf", "a", "b"), scale("a", "b", reversed=["b"]), {"a": 2, "b": 2}).score.tolist() == [3.0]


def test_the_three_ways_to_score(score):
    """Of 0, 1, 3, 4: a mean of 2, a sum of 8, two above 1."""
    asked, person = items("nul", *"abcd"), dict(zip("abcd", (0, 1, 3, 4), strict=True))
    ways = ("mean", "sum", {"count_above": 1})
    assert [score(asked, scale(*"abcd", score=way), person).score.item() for way in ways] == [2.0, 8.0, 2.0]


def test_the_range_is_that_of_the_way_to_score(score):
    """A mean between 0 and 4, a sum between 0 and 16, a count between 0 and 4; mixed answers at their mean."""
    asked = items("nul", *"abcd")
    for way, ends in (("mean", (0, 4)), ("sum", (0, 16)), ({"count_above": 1}, (0, 4))):
        true = score(asked, scale(*"abcd", score=way), {"a": 1}).true
        assert (true.low, true.high) == ends
    mixed = score({**items("nul", "a"), **items("vijf", "b")}, scale("a", "b"), {"a": 1}).true
    assert (mixed.low, mixed.high) == (0.5, 4.5)


@pytest.mark.parametrize(
    ("n_items", "share", "needed"), [(3, 0.66, 2), (4, 0.75, 3), (6, 0.75, 5), (9, 0.75, 7), (10, 0.8, 8)]
)
def test_the_minimum_that_must_be_answered_is_in_the_questionnaire(score, n_items, share, needed):
    """One less, and there is no score and no error; what was answered is still told."""
    names = [f"i{place}" for place in range(n_items)]
    enough, few = (dict.fromkeys(names[:answered], 3) for answered in (needed, needed - 1))
    found = score(items("vijf", *names), scale(*names, min_answered=share, error=ERROR), enough, few)
    np.testing.assert_array_equal(found.score, [3.0, NAN])
    np.testing.assert_array_equal(found.answered, [needed, needed - 1])
    np.testing.assert_array_equal(np.isnan(found.true.error), [False, True])


def test_an_item_that_was_not_in_the_file_is_one_that_nobody_answered(score):
    """It counts among those that were asked."""
    found = score(items("vijf", "a", "b"), scale("a", "b", min_answered=0.5, error=ERROR), {"a": 4})
    assert (found.score.tolist(), found.answered.tolist()) == ([4.0], [1])
    np.testing.assert_allclose(found.true.error, [0.4 * math.sqrt(2)], rtol=1e-12)


def test_the_standard_error_by_hand(score):
    """0.8 * sqrt(1 - 0.75) = 0.4 of four items; of three 0.4 * sqrt(4 / 3)."""
    four = dict.fromkeys("abcd", 3)
    three = dict.fromkeys("abc", 3)
    found = score(items("vijf", *"abcd"), scale(*"abcd", error=ERROR), four, three)
    np.testing.assert_allclose(found.true.error, [0.4, 0.4 * math.sqrt(4 / 3)], rtol=1e-12)


def test_a_scale_that_says_nothing_of_its_error_has_none(score):
    """It is not known, which is not 0."""
    assert np.isnan(score(items("vijf", "a"), scale("a"), {"a": 3}).true.error).all()


def test_an_unreadable_cell_leaves_only_its_own_scales_without_a_score(questionnaire, answered):
    """Although enough was answered; the other person and the other scale keep theirs."""
    asked = items("vijf", "a", "b", "c", "d", "e")
    scales = {
        "s": scale("a", "b", "c", min_answered=0.66),
        "t": scale("d", "e"),
        "u": scale("a", "d", min_answered=0.5),
    }
    instrument = questionnaire(items=asked, scales=scales)
    responses = answered(instrument, {"a": 3, "b": 3, "d": 2, "e": 2}, {"a": 3, "b": 3, "c": 3, "d": 2, "e": 2})
    found = score_scales(instrument, replace(responses, unreadable={"c": np.array([True, False])})).scales
    np.testing.assert_array_equal(found["s"].score, [NAN, 3.0])
    np.testing.assert_array_equal(found["t"].score, [2.0, 2.0])
    np.testing.assert_array_equal(found["u"].score, [2.5, 2.5])


def test_an_item_of_two_scales_counts_in_both_by_its_own_key(questionnaire, answered):
    """Reversed in the one and not in the other."""
    scales = {"s": scale("a"), "t": scale("a", reversed=["a"])}
    instrument = questionnaire(items=items("vijf", "a"), scales=scales)
    found = score_scales(instrument, answered(instrument, {"a": 1})).scales
    assert (found["s"].score.tolist(), found["t"].score.tolist()) == ([1.0], [5.0])


def test_items_are_kept_as_they_were_answered(questionnaire, answered):
    """Except those that a checklist reverses: there they are as they count. A choice has no score."""
    scales = {"s": scale("a", "b", reversed=["b"]), "t": scale("c", "d", reversed=["d"], measurement="formative")}
    asked = {**items("nul", *"abcd"), "k": {"answers": "keus", "wish": "work"}}
    instrument = questionnaire(items=asked, scales=scales)
    found = score_scales(instrument, answered(instrument, {"a": 1, "b": 1, "c": 1, "d": 1, "k": "x"})).items
    assert {item: scores.tolist() for item, scores in found.items()} == {"a": [1], "b": [1], "c": [1], "d": [3]}


def test_nobody_is_scored_as_nobody(questionnaire, answered):
    """A batch of zero persons."""
    instrument = questionnaire(items=items("vijf", "a", "b"), scales={"s": scale("a", "b")})
    found = score_scales(instrument, answered(instrument))
    assert (found.n, found.scales["s"].score.shape, found.scales["s"].answered.shape) == (0, (0,), (0,))
