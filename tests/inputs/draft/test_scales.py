"""Which items may belong together: by names, and by answers made for it."""

import numpy as np
import pytest

from reintegratie_cli.inputs.draft.guess import Guess, Option
from reintegratie_cli.inputs.draft.scales import correlations, groups_by_answers, maybe_reversed, scales_by_name
from reintegratie_cli.inputs.draft.sets import Seen, shared_sets
from reintegratie_cli.models.instrument import AnswerSet

FIVE = AnswerSet(type="ordinal", values=[1, 2, 3, 4, 5])
SEVEN = AnswerSet(type="ordinal", values=[1, 2, 3, 4, 5, 6, 7])
COUNT = AnswerSet(type="count")
WORK = AnswerSet(type="choice", values={"zorg": "zorg", "bouw": "bouw"})


@pytest.mark.parametrize(
    ("items", "scales"),
    [
        ({"a_1": FIVE, "a_2": FIVE}, {"a": ("a_1", "a_2")}),
        ({"A1": FIVE, "A2": FIVE, "B1": FIVE, "B2": FIVE}, {"A": ("A1", "A2"), "B": ("B1", "B2")}),
        ({"q_1a": FIVE, "q_1b": FIVE}, {"q_1": ("q_1a", "q_1b")}),
        ({"1": FIVE, "2": FIVE}, {"schaal": ("1", "2")}),
        ({"a_1": FIVE, "a_2": SEVEN}, {"a_1": ("a_1",), "a_2": ("a_2",)}),
        ({"a_1": FIVE, "a_2": FIVE, "a_3": WORK}, {"a": ("a_1", "a_2")}),
        ({"x_now": FIVE, "x_past": FIVE, "x_fear": FIVE}, {"x": ("x_now", "x_past", "x_fear")}),
        ({"x_now": FIVE, "x_past": FIVE}, {"x_now": ("x_now",), "x_past": ("x_past",)}),
        ({"sol_1": FIVE, "sol_2": FIVE}, {"sol_schaal": ("sol_1", "sol_2")}),
        ({"leeftijd": COUNT, "tevreden": FIVE}, {"leeftijd": ("leeftijd",), "tevreden": ("tevreden",)}),
    ],
)
def test_names_make_scales(items, scales):
    """Items of one name and number, or three or more of one beginning, whose answers reach equally far."""
    assert {name: scale.items for name, scale in scales_by_name(items).items()} == scales


@pytest.mark.parametrize(
    ("answers", "n", "measurement", "score"),
    [
        (FIVE, 2, "reflective", "mean"),
        (COUNT, 2, "formative", "sum"),
        (AnswerSet(type="yes_no"), 2, "formative", "sum"),
        (AnswerSet(type="number", min=1, max=4), 2, "reflective", "mean"),
        (AnswerSet(type="number"), 2, "formative", "sum"),
        (FIVE, 1, "single", "mean"),
    ],
)
def test_answers_tell_what_a_scale_seems_to_be(answers, n, measurement, score):
    """Ratings reflect a trait, counts add up, one item is one."""
    (scale,) = scales_by_name({f"a_{place}": answers for place in range(n)}).values()

    assert (scale.measurement, scale.score) == (measurement, score)


def answered(loadings, n=400, seed=1):
    """Answers of n persons to items with these loadings on one trait."""
    random = np.random.default_rng(seed)
    trait = random.standard_normal(n)
    return {
        item: np.clip(np.round(3 + loading * trait + 0.6 * random.standard_normal(n)), 1, 5)
        for item, loading in loadings.items()
    }


@pytest.mark.parametrize(
    ("loadings", "against"),
    [
        ({"a": 0.8, "b": 0.8, "c": 0.8}, ()),
        ({"a": 0.8, "b": -0.8, "c": 0.8}, ("b",)),
        ({"a": -0.8, "b": 0.8, "c": 0.8, "d": -0.8}, ("b", "c")),
        ({"a": -0.8, "b": -0.8, "c": 0.8}, ("c",)),
        ({"a": 0.8, "b": 0.0, "c": 0.8}, ()),
        ({"a": 0.8, "b": -0.8}, ()),
    ],
)
def test_an_item_that_goes_against_the_others(loadings, against):
    """The smaller part, and of equal parts not the first item's; what is unrelated or has one other says nothing."""
    assert maybe_reversed(list(loadings), answered(loadings)) == against


def test_few_persons_say_nothing():
    """Below 30 nothing is said."""
    loadings = {"a": 0.8, "b": -0.8, "c": 0.8}

    assert maybe_reversed(list(loadings), answered(loadings, n=29)) == ()


def test_items_that_go_together_are_a_group():
    """Of single items; also the one that goes against the others."""
    answers = {**answered({"aap": 0.8, "beer": 0.8, "kat": -0.8}), **answered({"vis": 0.8}, seed=9)}
    scales = scales_by_name(dict.fromkeys(answers, FIVE))

    assert groups_by_answers(scales, answers) == (("aap", "beer", "kat"),)


def test_a_short_scale_by_name_is_left_as_it_is():
    """Nothing is suggested where names already say it."""
    answers = answered({"a_1": 0.8, "a_2": 0.8, "a_3": 0.8})

    assert groups_by_answers(scales_by_name(dict.fromkeys(answers, FIVE)), answers) == ()


def test_a_long_list_is_looked_into():
    """q1 to q10 is a numbering, which may hold two scales."""
    answers = {
        **answered({f"q{n}": 0.8 for n in range(1, 6)}),
        **answered({f"q{n}": 0.8 for n in range(6, 11)}, seed=2),
    }
    found = groups_by_answers(scales_by_name(dict.fromkeys(answers, FIVE)), answers)

    assert found == (("q1", "q2", "q3", "q4", "q5"), ("q6", "q7", "q8", "q9", "q10"))


def test_correlations_are_over_whoever_answered_both():
    """NumPy's own over the complete pairs; a constant item and one without answers have none."""
    random = np.random.default_rng(3)
    answers = random.standard_normal((80, 4))
    answers[:20, 0] = np.nan
    answers[:, 2] = 4.0
    answers[:, 3] = np.nan
    made = correlations(answers)

    assert made[0, 1] == pytest.approx(np.corrcoef(answers[20:, 0], answers[20:, 1])[0, 1], rel=1e-9)
    assert made[:2, 2:].tolist() == [[0, 0], [0, 0]]
    assert np.diag(made).tolist() == [1, 1, 1, 1]


def points(low, high, missing=()):
    """A guess of bare codes."""
    return Guess("ordinal", "punten", tuple(Option(rank) for rank in range(low, high + 1)), missing)


@pytest.mark.parametrize(
    ("first", "second", "n", "n_sets"),
    [
        (points(1, 5), points(1, 5), 100, 1),
        (points(1, 5), points(2, 5), 100, 1),
        (points(1, 7), points(1, 5), 100, 2),
        (points(1, 7), points(1, 5), 20, 1),
        (points(1, 5, (99,)), points(1, 5, ("weet niet",)), 100, 1),
        (points(1, 9), points(1, 8, (9,)), 100, 2),
        (Guess("count", "aantal", least=0), Guess("count", "aantal", least=0, missing=(99,), most=98), 100, 2),
        (Guess("number", "cijfer", least=1, most=4), Guess("number", "cijfer", least=2, most=5), 100, 1),
        (Guess("choice", "keuze", (Option(0, "a"), Option(1, "b"))), Guess("choice", "keuze", (Option(0, "a"),)), 9, 2),
        (points(1, 2), Guess("ordinal", "punten", (Option(1, "nooit"), Option(2, "altijd"))), 100, 2),
    ],
)
def test_items_share_a_set_where_they_can(first, second, n, n_sets):
    """Where one has all answers of the other but one at an end, or there are few answers to tell by."""
    sets, of_item = shared_sets([Seen("a", first, n), Seen("b", second, n)])

    assert len(sets) == n_sets
    assert set(of_item) == {"a", "b"}


def test_one_single_answer_makes_no_set():
    """It gets the set of another item, or none."""
    alone, five = Seen("a", points(5, 5), 9), Seen("b", points(1, 5), 9)

    assert shared_sets([alone]) == ({}, {})
    assert shared_sets([alone, five])[1] == {"a": "punten_1_5", "b": "punten_1_5"}
