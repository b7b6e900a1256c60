"""Text columns: few different texts and, per person, the place of one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from reintegratie_cli.decisions.coding import chosen, coded, largest, listed, ranked
from reintegratie_cli.models.responses import NO_ANSWER


@pytest.fixture(scope="session")
def texts(show):
    """The text of every person, none where it is empty."""

    def of(column):
        first = getattr(column, "parts", (column,))[0]
        return [show(column, row) for row in range(len(first.places))]

    return of


def test_a_text_is_made_once_for_each_key(texts):
    """And an empty text is an empty cell."""
    asked = []

    def text(key):
        asked.append(key)
        return "" if key == 2 else f"t{key}"

    assert texts(coded(np.array([5, 2, 5, 0, 2]), text)) == ["t5", None, "t5", "t0", None]
    assert sorted(asked) == [0, 2, 5]


def test_a_place_stands_for_its_name(texts):
    """And no place for nothing."""
    assert texts(chosen(np.array([1, NO_ANSWER, 0]), ("a", "b"))) == ["b", None, "a"]


@pytest.mark.parametrize("n_names", [1, 61, 62, 63, 64, 130, 200])
def test_a_list_holds_every_name_that_is_true(texts, n_names):
    """In the order of the names, however many there are; a whole number alone has room for 62."""
    holds = np.random.default_rng(n_names).random((n_names, 40)) < 0.3
    holds[:, 0], holds[:, 1] = False, True
    names = [f"n{place}" for place in range(n_names)]
    found = texts(listed(dict(zip(names, holds, strict=True)), 40))
    expected = [";".join(name for name, true in zip(names, person, strict=True) if true) for person in holds.T]
    assert [text or "" for text in found] == expected


def test_a_list_without_names_is_empty(texts):
    """For everybody."""
    assert texts(listed({}, 2)) == [None, None]


def test_the_largest_values_by_hand():
    """Largest first, of equals the first, and only what is more than nothing."""
    values = np.array([[0.2, 0.9, 0.5, 0.9], [0.0, 0.0, 0.1, 0.0], [0.0, 0.0, 0.0, 0.0]])
    assert largest(values, 3).tolist() == [[1, 3, 2], [2, NO_ANSWER, NO_ANSWER], [NO_ANSWER] * 3]
    assert values[0].tolist() == [0.2, 0.9, 0.5, 0.9]


@given(
    arrays.arrays(np.float64, st.tuples(st.integers(0, 5), st.integers(1, 6)), elements=st.integers(0, 3).map(float)),
    st.integers(1, 8),
)
def test_the_largest_values_are_those_that_sorting_finds(values, most):
    """Stable: of equal values the first comes first."""
    found = largest(values, most)
    for row, places in zip(values, found, strict=True):
        ordered = [place for place in np.argsort(-row, kind="stable") if row[place] > 0][:most]
        assert places.tolist() == ordered + [NO_ANSWER] * (most - len(ordered))


def test_a_ranked_list_knows_each_place_and_rank(texts):
    """Places that are none leave nothing behind."""
    places = np.array([[2, 0, 1], [1, NO_ANSWER, NO_ANSWER], [NO_ANSWER] * 3, [NO_ANSWER, NO_ANSWER, 0]])
    found = texts(ranked(places, lambda place, rank: f"{place}@{rank}"))
    assert found == ["2@0;0@1;1@2", "1@0", None, "0@2"]


@given(arrays.arrays(np.int64, st.tuples(st.integers(1, 6), st.integers(1, 4)), elements=st.integers(-1, 999)))
def test_a_ranked_list_keeps_every_place(texts, places):
    """Whatever the places."""
    found = [text or "" for text in texts(ranked(places, lambda place, _: str(place)))]
    assert found == [";".join(str(place) for place in row if place != NO_ANSWER) for row in places.tolist()]
