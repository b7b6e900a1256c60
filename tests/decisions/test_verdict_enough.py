"""How much more it would take: by hand, and that it gets there."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reintegratie_cli.decisions.verdict.enough import MOST_TIMES, items_needed, persons_needed

PROPORTION = st.floats(0.01, 0.99)


@pytest.mark.parametrize(
    ("value", "cut", "n_items", "expected"),
    [
        (0.5, 0.8, 10, 30),
        (0.6, 0.7, 4, 3),
        (0.69999, 0.7, 4, 1),
        (0.1, 0.8, 4, None),
        (0.8, 0.7, 4, None),
        (-0.2, 0.7, 4, None),
        (0.0, 0.7, 4, None),
        (0.6, 0.7, None, None),
    ],
)
def test_items_by_hand(value, cut, n_items, expected):
    """Reliability .5 takes four times its length to reach .8 (Spearman-Brown)."""
    assert items_needed(value, cut, n_items) == expected


@given(PROPORTION, PROPORTION, st.integers(1, 50))
def test_so_many_items_reach_the_cutoff_and_one_fewer_does_not(value, cut, n_items):
    """By the formula for a test that is `times` as long."""
    more = items_needed(value, cut, n_items)
    if more is None:
        return

    def longer(by):
        times = (n_items + by) / n_items
        return times * value / (1 + (times - 1) * value)

    assert longer(more) >= cut - 1e-9
    assert more == 1 or longer(more - 1) < cut + 1e-9


@pytest.mark.parametrize(
    ("value", "low", "cut", "n", "expected"),
    [
        (0.75, 0.65, 0.70, 200, 690),
        (0.75, 0.65, 0.70, None, None),
        (0.75, 0.72, 0.70, 200, None),
        (0.70, 0.65, 0.70, 200, None),
        (0.701, 0.6, 0.70, 200, None),
        (1.0, 0.6, 0.70, 200, None),
    ],
)
def test_persons_by_hand(value, low, cut, n, expected):
    """200 (ln(.35 / .25) / ln(.30 / .25))^2 = 681.3, upwards in two digits."""
    assert persons_needed(value, low, cut, n) == expected


@given(PROPORTION, PROPORTION, PROPORTION, st.integers(1, 10_000))
def test_so_many_persons_lift_the_lower_end_to_the_cutoff(value, low, cut, n):
    """On the scale of ln(1 - reliability) the interval narrows with the root of n."""
    enough = persons_needed(value, low, cut, n)
    if enough is None:
        return
    spread = math.log((1 - low) / (1 - value)) * math.sqrt(n / enough)

    assert n <= enough <= 1.1 * MOST_TIMES * n + 1
    assert 1 - (1 - value) * math.exp(spread) >= cut - 1e-9
