"""Cells of scores: every person is in one, none has too few, and they hold every score."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reintegratie_cli.psychometrics.norm_cells import counts_of, merged

COUNTS = st.lists(st.integers(0, 40), min_size=1, max_size=40)


def test_each_score_is_counted_once():
    """By hand: six persons on the scores 1, 2 and 3."""
    counts = counts_of(np.array([1.0, 3.0, 3.0, 2.0, 3.0, 1.0]), np.array([1.0, 2.0, 3.0]))

    assert counts.tolist() == [2, 1, 3]


def test_a_score_between_two_counts_as_the_nearest():
    """By hand: 1.4 is 1, 1.5 is 2; what lies beyond the ends is an end."""
    counts = counts_of(np.array([0.2, 1.4, 1.5, 9.0]), np.array([1.0, 2.0, 3.0]))

    assert counts.tolist() == [2, 1, 1]


def test_the_smallest_cell_joins_its_smaller_neighbour():
    """By hand: 3 joins 12 rather than 20, 4 joins 11."""
    cells = merged(np.arange(1.0, 6.0), np.array([20, 3, 12, 11, 4]), 10)

    assert cells.low.tolist() == [1, 2, 4]
    assert cells.high.tolist() == [1, 3, 5]
    assert cells.n.tolist() == [20, 15, 15]


def test_of_equal_neighbours_the_lower_one_is_joined():
    """By hand."""
    cells = merged(np.arange(1.0, 4.0), np.array([12, 2, 12]), 10)

    assert (cells.low.tolist(), cells.high.tolist(), cells.n.tolist()) == ([1, 3], [2, 3], [14, 12])


@pytest.mark.parametrize("counts", [[9], [0, 0], [4, 5]])
def test_too_few_persons_make_no_cells(counts):
    """Nine persons could not be told without telling of nine persons."""
    cells = merged(np.arange(len(counts), dtype=float), np.array(counts), 10)

    assert len(cells.n) == 0


def test_just_enough_persons_make_one_cell():
    """Ten persons on any score."""
    cells = merged(np.arange(3.0), np.array([4, 2, 4]), 10)

    assert (cells.low.tolist(), cells.high.tolist(), cells.n.tolist()) == ([0], [2], [10])


@given(COUNTS, st.integers(1, 30))
def test_nobody_is_lost_and_no_cell_is_too_small(counts, fewest):
    """The cells sum to all persons, hold at least `fewest`, and follow on each other from end to end."""
    possible = np.arange(len(counts), dtype=float)
    cells = merged(possible, np.array(counts), fewest)

    if sum(counts) < fewest:
        assert len(cells.n) == 0
    else:
        assert cells.n.sum() == sum(counts)
        assert cells.n.min() >= fewest
        assert (cells.low[0], cells.high[-1]) == (possible[0], possible[-1])
        assert (cells.low[1:] == cells.high[:-1] + 1).all()


@given(COUNTS)
def test_cells_that_are_large_enough_stay_as_they_are(counts):
    """Nothing is merged without need."""
    enough = np.array(counts) + 10
    cells = merged(np.arange(len(counts), dtype=float), enough, 10)

    assert cells.n.tolist() == enough.tolist()
