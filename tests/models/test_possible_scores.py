"""The possible scores of a scale, by hand."""

import numpy as np
import pytest

from reintegratie_cli.models.instrument import Instrument
from reintegratie_cli.models.possible_scores import possible_scores


def scale(answers, score="mean", n_items=2, reversed_items=()):
    """The possible scores of a scale of items with the same answers."""
    items = [f"i{place}" for place in range(n_items)]
    made = {
        "instrument": "proef",
        "version": "1.0.0",
        "answers": {"set": answers},
        "items": {item: {"answers": "set"} for item in items},
        "scales": {
            "s": {
                "measurement": "formative",
                "items": items,
                "score": score,
                "reversed": [items[i] for i in reversed_items],
            }
        },
    }
    return possible_scores(Instrument.model_validate(made), "s")


ORDINAL = {"type": "ordinal", "values": [1, 2, 3]}


def test_a_mean_has_a_step_for_each_item():
    """Two items of 1 to 3."""
    assert scale(ORDINAL).tolist() == [1, 1.5, 2, 2.5, 3]


def test_a_sum_has_whole_steps():
    """Two items of 1 to 3."""
    assert scale(ORDINAL, "sum").tolist() == [2, 3, 4, 5, 6]


def test_scores_that_are_not_evenly_spread_leave_gaps():
    """Two items of 0, 1 or 3, one of them reversed (3, 2 or 0)."""
    uneven = {"type": "ordinal", "values": {1: {"score": 0.0}, 2: {"score": 1.0}, 3: {"score": 3.0}}}

    assert scale(uneven, "sum").tolist() == [0, 1, 2, 3, 4, 6]
    assert scale(uneven, "sum", reversed_items=[1]).tolist() == [0, 1, 2, 3, 4, 5, 6]


def test_a_count_goes_from_none_to_all():
    """Three items."""
    assert scale(ORDINAL, {"count_above": 1}, 3).tolist() == [0, 1, 2, 3]


def test_thirds_are_kept_to_six_decimals():
    """As they stand in a file."""
    assert scale(ORDINAL, n_items=3)[1] == 1.333333


def test_numbers_are_taken_whole():
    """Two numbers of 1 to 11: 2 to 22."""
    assert scale({"type": "number", "min": 1, "max": 11}, "sum").tolist() == list(range(2, 23))


def test_a_number_with_a_small_range_has_a_hundred_parts():
    """Two numbers of 0 to 1 have three whole sums, too few to tell people apart."""
    found = scale({"type": "number", "min": 0, "max": 1})

    assert found.tolist() == pytest.approx(np.linspace(0, 1, 101))


def test_a_large_range_has_a_hundred_parts():
    """Amounts of 0 to 100,000."""
    found = scale({"type": "count", "min": 0, "max": 100_000}, n_items=1)

    assert (len(found), found[0], found[-1]) == (101, 0, 100_000)


def test_without_a_highest_answer_there_are_none():
    """A count without a maximum."""
    assert scale({"type": "count", "min": 0}) is None
