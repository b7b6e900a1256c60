"""Whether two scores differ by more than their measurement error."""

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from reintegratie_cli.psychometrics.change import Z_95, differs_beyond_error

scores, errors = st.floats(1, 5), st.floats(0.05, 2)


def differ(first, first_error, second, second_error):
    """One person's answer."""
    return differs_beyond_error(*(np.array([value]) for value in (first, first_error, second, second_error)))[0]


def test_a_difference_by_hand():
    """The errors 0.3 and 0.4 make 0.5 together, so that 0.98 is the limit."""
    assert differ(4.0, 0.3, 3.01, 0.4)
    assert not differ(4.0, 0.3, 3.03, 0.4)


def test_the_limit_itself_is_no_difference():
    """Only beyond 1.96 times the error."""
    assert not differ(Z_95, 1.0, 0.0, 0.0)
    assert differ(np.nextafter(Z_95, 2), 1.0, 0.0, 0.0)


def test_without_one_of_the_scores_nothing_differs():
    """A comparison needs two."""
    assert not differ(math.nan, math.nan, 3.0, 0.4)
    assert not differ(3.0, 0.4, math.nan, math.nan)


@given(scores, errors, scores, errors)
def test_it_makes_no_difference_which_score_comes_first(first, first_error, second, second_error):
    """A difference has no direction here."""
    assert differ(first, first_error, second, second_error) == differ(second, second_error, first, first_error)
