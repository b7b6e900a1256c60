"""The tables of pairs of items, beside counting one by one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from reintegratie_cli.psychometrics.contingency import CHUNK, contingency_tables, pair_indices, pairwise_tables

NONE = -1


@st.composite
def answers(draw):
    """Categories of some persons on some items, some not answered, and the number of categories of each item."""
    n_persons, n_items = draw(st.integers(0, 12)), draw(st.integers(1, 5))
    n_categories = np.array(draw(st.lists(st.integers(2, 4), min_size=n_items, max_size=n_items)))
    drawn = draw(arrays.arrays(np.int64, (n_persons, n_items), elements=st.integers(-1, 11)))
    return np.where(drawn < 0, NONE, drawn % n_categories), n_categories


def test_pairs_go_down_the_columns_below_the_diagonal():
    """Of four items: 1-0, 2-0, 3-0, 2-1, 3-1, 3-2."""
    rows, columns = pair_indices(4)

    assert list(zip(rows.tolist(), columns.tolist(), strict=True)) == [(1, 0), (2, 0), (3, 0), (2, 1), (3, 1), (3, 2)]


def test_a_table_by_hand():
    """Items of two and three categories; the row item is the second, and who skipped one is in no table."""
    categories = np.array([[0, 2], [0, 2], [1, 0], [1, NONE], [NONE, NONE]])
    found = contingency_tables(categories, np.array([2, 3]))

    np.testing.assert_array_equal(found.pairs, [[[0, 1, 0], [0, 0, 0], [2, 0, 0]]])
    np.testing.assert_array_equal(found.margins, [[2, 2, 0], [1, 0, 2]])
    assert found.n == 4


@given(answers())
def test_every_table_is_what_counting_gives(case):
    """Cell by cell, for every pair and every item."""
    categories, n_categories = case
    found = contingency_tables(categories, n_categories)
    most = range(n_categories.max())
    pairs = [
        [[((categories[:, i] == a) & (categories[:, j] == b)).sum() for b in most] for a in most]
        for i, j in zip(*pair_indices(len(n_categories)), strict=True)
    ]

    np.testing.assert_array_equal(found.pairs.ravel(), np.ravel(pairs))
    np.testing.assert_array_equal(found.margins, [[(item == a).sum() for a in most] for item in categories.T])


@given(answers(), st.integers(0, 12))
def test_tables_of_two_halves_add_up_to_those_of_all(case, cut):
    """Exactly, the number of persons too."""
    categories, n_categories = case
    whole = contingency_tables(categories, n_categories)
    halves = contingency_tables(categories[:cut], n_categories) + contingency_tables(categories[cut:], n_categories)

    np.testing.assert_array_equal(halves.pairs, whole.pairs)
    np.testing.assert_array_equal(halves.margins, whole.margins)
    assert halves.n == whole.n


def test_tables_of_other_categories_do_not_add_up():
    """Three categories here and four there is a mistake."""
    three, four = (contingency_tables(np.array([[0, 1]]), np.array([k, k])) for k in (3, 4))

    with pytest.raises(ValueError, match="different categories"):
        _ = three + four


def test_more_persons_than_are_counted_at_a_time_are_counted():
    """One more than a chunk."""
    categories = np.zeros((CHUNK + 1, 2), dtype=np.int8)

    assert pairwise_tables(categories, np.array([2, 2]))[0, 0, 0] == CHUNK + 1
