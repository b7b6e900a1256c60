"""Working points and heavy barriers."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reintegratie_cli.decisions.working_points import heavy_barriers, unfavourable_probabilities, working_points

RATING, SKILLS = "werknemersvaardigheden_professional", "werknemersvaardigheden"


@pytest.fixture(scope="session")
def points(shipped, show):
    """The working points of persons with these probabilities of an unfavourable true score."""

    def of(**probabilities):
        table = {name: np.array(values, dtype=float) for name, values in probabilities.items()}
        n = len(next(iter(table.values())))
        column = working_points(shipped.wanberg.working_points, table, n)
        return [(show(column, row) or "").split(";") if show(column, row) else [] for row in range(n)]

    return of


def test_the_most_probably_unfavourable_scales_come_first(points):
    """At most three, from a probability of one half."""
    found = points(a=[0.6, 0.2], b=[0.9, 0.5], c=[0.7, 0.499], d=[0.8, 0.1])
    assert found == [["b", "d", "c"], ["b"]]


def test_of_equal_probabilities_the_questionnaires_order_decides(points):
    """So that the same input gives the same output."""
    assert points(c=[0.7], a=[0.7], d=[0.7], b=[0.7]) == [["c", "a", "d"]]


def test_a_scale_without_a_score_is_no_working_point(points):
    """What is not known is not known to be low."""
    assert points(a=[math.nan, 0.9], b=[math.nan, math.nan]) == [[], ["a"]]


def test_without_scales_there_are_no_working_points(shipped, show):
    """A questionnaire of wishes alone."""
    column = working_points(shipped.wanberg.working_points, {}, 2)
    assert [show(column, row) for row in range(2)] == [None, None]


@given(st.lists(st.one_of(st.floats(0, 1), st.just(math.nan)), min_size=1, max_size=9))
def test_never_more_than_three(points, probabilities):
    """However much is low."""
    assert len(points(**{f"s{place}": [p] for place, p in enumerate(probabilities)})[0]) <= 3


def test_scales_are_unfavourable_on_their_own_side(shipped):
    """Few contacts and much discrimination, of which the true score lies in the band; neither: economic incentives."""
    found = unfavourable_probabilities(
        shipped.scored({"netwerk": 2.0, "discriminatie": 4.0, "economische_prikkels": 1.0}, error=0.0)
    )
    assert (found["netwerk"].tolist(), found["discriminatie"].tolist()) == ([1.0], [1.0])
    assert "economische_prikkels" not in found
    assert np.isnan(found["intentie"]).all()


def test_a_rating_speaks_for_the_scale_that_it_mirrors(shipped):
    """Where there is one; and it is no working point of its own."""
    low, high = {SKILLS: 1.5}, {SKILLS: 4.5}
    persons = (low | {RATING: 4.5}, high | {RATING: 1.5}, low, {RATING: 1.5}, {})
    found = unfavourable_probabilities(shipped.scored(*persons, error=0.0))
    np.testing.assert_array_equal(found[SKILLS], [0, 1, 1, 1, math.nan])
    assert RATING not in found


def test_a_rating_alone_speaks_for_itself(shipped):
    """Where the client's own scale is not in the questionnaire."""
    scales = {RATING: shipped.instrument.scales[RATING]}
    alone = shipped.instrument.model_copy(update={"scales": scales})
    found = unfavourable_probabilities(shipped.scored({RATING: 1.5}, error=0.0, instrument=alone))
    assert {name: value.tolist() for name, value in found.items()} == {RATING: [1.0]}


def test_a_barrier_with_much_trouble_is_heavy(shipped, show):
    """From 3 on, in the order of the questionnaire; not answered is not heavy."""
    persons = [
        {"belemmering_schulden": 3, "belemmering_lichaam": 4, "belemmering_taal": 2},
        {"belemmering_schulden": 2},
        {},
    ]
    column = heavy_barriers(shipped.wanberg.working_points, shipped.scored(*persons))
    assert [show(column, row) for row in range(3)] == ["belemmering_lichaam;belemmering_schulden", None, None]


@pytest.mark.parametrize("change", [{"measurement": "reflective"}, {"high": "favourable"}, {"high": "neither"}])
def test_only_a_checklist_of_what_is_unfavourable_has_barriers(shipped, show, change):
    """Five times applied for a job is no barrier."""
    scale = shipped.instrument.scales["belemmeringen"].model_copy(update=change)
    other = shipped.instrument.model_copy(update={"scales": {"belemmeringen": scale}})
    scored = shipped.scored({"belemmering_schulden": 4}, instrument=other)
    assert show(heavy_barriers(shipped.wanberg.working_points, scored), 0) is None
