"""The result of a batch as a table: rounded as it is written, nothing where there is nothing."""

import numpy as np
import polars as pl
import pytest

from reintegratie_cli.models.responses import NO_ANSWER, Coded, Joined
from reintegratie_cli.models.score_result import OutputColumn
from reintegratie_cli.outputs.frame import as_series, result_frame
from reintegratie_cli.text import Text

NOTHING = Text("", "")


@pytest.mark.parametrize(("decimals", "expected"), [(4, 2.6667), (3, 2.667), (1, 2.7)])
def test_numbers_are_rounded_as_their_column_says(decimals, expected):
    """Scores to 4 places, probabilities to 3, T scores to 1."""
    column = as_series(OutputColumn("x", NOTHING, decimals), np.array([8 / 3]))

    assert column.to_list() == [expected]


def test_not_a_number_is_nothing():
    """A score that is not there is empty, never NaN."""
    assert as_series(OutputColumn("x", NOTHING, 4), np.array([np.nan, 1.0])).to_list() == [None, 1.0]


def test_a_day_that_is_not_said_is_nothing():
    """NaT is empty."""
    days = np.array(["2026-10-05", "NaT"], dtype="datetime64[D]")

    assert as_series(OutputColumn("x", NOTHING), days).cast(pl.String).to_list() == ["2026-10-05", None]


def test_places_become_their_labels():
    """NO_ANSWER is empty."""
    coded = Coded(np.array([1, NO_ANSWER, 0]), ("a", "b"))

    assert as_series(OutputColumn("x", NOTHING), coded).to_list() == ["b", None, "a"]


def test_false_and_true_are_yes_or_no():
    """A column of false and true is typed as such."""
    coded = Coded(np.array([1, NO_ANSWER, 0]), ("false", "true"))

    assert as_series(OutputColumn("x", NOTHING), coded).to_list() == [True, None, False]


def test_a_score_that_nobody_has_is_still_a_number():
    """Without norms the columns of norms keep their type, so that files with and without can be joined."""
    nobody = Coded(np.array([NO_ANSWER]), ())

    assert as_series(OutputColumn("s.t", NOTHING, 1), nobody).dtype == pl.Float64
    assert as_series(OutputColumn("s.band", NOTHING), nobody).dtype == pl.String


def test_lists_are_joined():
    """With ; between, without those that are empty; no list at all is nothing."""
    first, second = Coded(np.array([0, NO_ANSWER, 0]), ("a;b",)), Coded(np.array([0, NO_ANSWER, NO_ANSWER]), ("c",))

    assert as_series(OutputColumn("x", NOTHING), Joined((first, second))).to_list() == ["a;b;c", None, "a;b"]


def test_columns_come_in_the_order_of_the_output():
    """Those of the input and those that were computed, each in its place."""
    rows, table = pl.DataFrame({"wijk": ["Oost"], "id": ["1"]}), {"s.score": np.array([2.0])}
    columns = [
        OutputColumn(name, NOTHING, decimals) for name, decimals in (("id", None), ("s.score", 4), ("wijk", None))
    ]

    assert result_frame(rows, table, columns).rows(named=True) == [{"id": "1", "s.score": 2.0, "wijk": "Oost"}]
