"""What may be said of a second measurement: the verdict on a score, and whether a Sol group has changed."""

import math
from dataclasses import replace

import numpy as np
import pytest

from reintegratie_cli.decisions.change import CLEAR_FROM, Standing, sol_columns, verdicts
from reintegratie_cli.decisions.coding import chosen
from reintegratie_cli.models.instrument import Scale
from reintegratie_cli.models.responses import NO_ANSWER
from reintegratie_cli.psychometrics.change import jacobson_truax

ERROR = 0.5
"""Twice makes .707107, so that a change of 1.385904 is the limit."""


def verdict(first, second, high="favourable", ends=(1.0, 5.0), error=ERROR):
    """What is said of one person, whose scores are not corrected for others."""
    scale = Scale.model_validate({"measurement": "reflective", "items": ["a"], "score": "mean", "high": high})
    one, other, errors = (np.array([value]) for value in (first, second, error))
    change = jacobson_truax(one, errors, other, errors)
    found = verdicts(scale, change, change.pvalue, one, ends)
    return None if found.places[0] == NO_ANSWER else found.labels[found.places[0]]


@pytest.mark.parametrize(
    ("high", "rise", "fall"),
    [("favourable", "improved", "worse"), ("unfavourable", "worse", "improved"), ("neither", "higher", "lower")],
)
def test_which_way_is_better_is_the_scales_own(high, rise, fall):
    """A rise on a scale of burden is worse; where no side is favourable it is just higher."""
    assert (verdict(2.0, 4.0, high), verdict(4.0, 2.0, high)) == (rise, fall)


@pytest.mark.parametrize("high", ["favourable", "unfavourable", "neither"])
def test_the_same_score_is_unchanged(high):
    """In the middle of the scale, from where a change could be seen."""
    assert verdict(3.0, 3.0, high) == "unchanged"


def test_whoever_starts_near_the_favourable_end_cannot_be_shown_to_improve():
    """From 3.7 only 1.3 is left, less than 1.385904; from 3.6 it is 1.4."""
    assert verdict(3.7, 5.0) == "cannot_be_shown"
    assert verdict(3.6, 4.0) == "unchanged"


def test_the_favourable_end_of_a_burden_is_its_lowest_score():
    """From 2.3 only 1.3 is left to go down."""
    assert (verdict(2.3, 2.3, "unfavourable"), verdict(3.7, 3.7, "unfavourable")) == ("cannot_be_shown", "unchanged")


def test_whoever_starts_near_the_favourable_end_can_still_become_worse():
    """A fall of two points is seen."""
    assert verdict(5.0, 3.0) == "worse"


def test_without_a_favourable_side_nothing_can_be_shown_where_neither_way_is_long_enough():
    """On a scale of two points, in the middle."""
    assert verdict(2.0, 2.0, "neither", ends=(1.0, 3.0)) == "cannot_be_shown"
    assert verdict(1.0, 1.0, "neither", ends=(1.0, 3.0)) == "unchanged"


def test_a_corrected_chance_decides():
    """A rise of two points that Holm leaves a chance of .06 is none."""
    scale = Scale.model_validate({"measurement": "reflective", "items": ["a"], "score": "mean"})
    change = jacobson_truax(np.array([2.0]), np.array([ERROR]), np.array([4.0]), np.array([ERROR]))
    found = verdicts(scale, change, np.array([0.06]), np.array([2.0]), (1.0, 5.0))

    assert found.labels[found.places[0]] == "unchanged"


@pytest.mark.parametrize(
    ("first", "second", "error"), [(math.nan, 4.0, ERROR), (2.0, math.nan, ERROR), (2.0, 4.0, math.nan)]
)
def test_without_both_scores_and_an_error_there_is_no_verdict(first, second, error):
    """Not even that nothing changed."""
    assert verdict(first, second, error=error) is None


WELL = {
    "werknemersvaardigheden": 4.5,
    "intentie": 4.5,
    "attitude_instrumenteel": 4.5,
    "attitude_affectief": 4.5,
    "netwerk": 4.5,
    "discriminatie": 1.5,
}
ALONE = {**WELL, "netwerk": 1.2}
UNWILLING = {**WELL, "intentie": 1.2}
UNSKILLED = {**WELL, "werknemersvaardigheden": 1.2}


@pytest.fixture
def standing(shipped):
    """Where a person stands; `error` is that of every scale, `probability` may take the place of the computed one."""

    def stand(person, error=0.2, probability=None):
        suggestion = shipped.suggestion(person, error=error)
        columns = suggestion.columns()
        found = columns["sol.probability"] if probability is None else np.array([probability])
        return Standing(columns["sol.group"], found, suggestion.held, suggestion.indicators)

    return stand


@pytest.fixture
def changed(shipped, standing):
    """Whether the group of a person has changed, and the conditions by which."""

    def compare(first, second):
        ready = (one if isinstance(one, Standing) else standing(one) for one in (first, second))
        columns = sol_columns(shipped.compiled, *ready)
        said = [
            None if column.places[0] == NO_ANSWER else column.labels[column.places[0]]
            for column in (columns["sol.changed"], columns["sol.condition"])
        ]
        return tuple(said)

    return compare


@pytest.mark.parametrize(
    ("person", "condition"),
    [(ALONE, "netwerk<2.5"), (UNWILLING, "intentie<2.5"), (UNSKILLED, "werknemersvaardigheden<2.5")],
)
def test_a_group_changes_with_the_condition_that_separates_it(changed, person, condition):
    """Either way."""
    assert changed(person, WELL) == ("true", condition)
    assert changed(WELL, person) == ("true", condition)


def test_whoever_stays_in_a_group_has_not_changed(changed):
    """Whatever the scores do within it."""
    assert changed(WELL, {**WELL, "netwerk": 3.4}) == ("false", None)


def test_a_condition_of_the_later_group_does_not_separate(changed, standing):
    """To employee skills by a change within error, while the intention, which comes later in the rule, rose much."""
    first = standing({**UNWILLING, "werknemersvaardigheden": 2.6}, 0.4, 0.9)
    second = standing({**WELL, "werknemersvaardigheden": 2.4}, 0.4, 0.9)

    assert changed(first, replace(second, group=chosen(np.array([0]), ["werknemersvaardigheden"]))) == ("false", None)


def test_a_condition_that_changed_within_error_changes_no_group(changed, standing):
    """From 2.2 to 2.9 is .7 where 1.96 times sqrt(2) times .4 is 1.11."""
    first = standing({**WELL, "netwerk": 2.2}, 0.4, 0.9)

    assert changed(first, standing({**WELL, "netwerk": 2.9}, 0.4, 0.9)) == ("false", None)


def test_another_rater_is_no_change(changed):
    """The client said 4.5 and a professional says 1.2 later: two people, not two times."""
    assert changed(WELL, {**WELL, "werknemersvaardigheden_professional": 1.2}) == ("false", None)


def test_the_same_rater_twice_can_show_a_change(changed):
    """From 1.2 to 4.5 by professionals."""
    rated = [{**WELL, "werknemersvaardigheden_professional": score} for score in (1.2, 4.5)]

    assert changed(*rated) == ("true", "werknemersvaardigheden<2.5")


@pytest.mark.parametrize(("first", "second"), [(0.79, 0.99), (0.99, 0.79)])
def test_a_group_of_which_either_measurement_is_not_sure_has_not_changed(changed, standing, first, second):
    """Both need a probability of at least .80."""
    assert changed(standing(ALONE, 0.2, first), standing(WELL, 0.2, second)) == ("false", None)


def test_a_probability_of_eighty_per_cent_is_enough(changed, standing):
    """The bound itself."""
    found = changed(standing(ALONE, 0.2, CLEAR_FROM), standing(WELL, 0.2, CLEAR_FROM))

    assert found == ("true", "netwerk<2.5")


def test_without_a_group_at_either_measurement_nothing_is_said(changed):
    """Too little was filled in the first time."""
    assert changed({"netwerk": 1.2}, WELL) == (None, None)
    assert changed(WELL, {"netwerk": 1.2}) == (None, None)
