"""The sheet that explains: what the file is, and a row for each column."""

import polars as pl
import pytest

from reintegratie_cli.models.score_result import OutputColumn
from reintegratie_cli.outputs import words
from reintegratie_cli.outputs.explanation import explanation, kind_of
from reintegratie_cli.text import Text

MEANING = Text("betekenis", "meaning")
STATUS = OutputColumn("row.status", MEANING, values={"ok": Text("gelezen", "read"), "empty": Text("leeg", "empty")})


@pytest.mark.parametrize("language", ["nl", "en"])
def test_it_begins_with_what_it_is_never_for(language):
    """In the language of the run, with the versions that made it."""
    page = list(explanation([STATUS], {}, language, provenance="reintegratie 9"))

    assert page[1] == (words.NEVER.to(language),)
    assert page[page.index(()) - 1][0].endswith(": reintegratie 9")


def test_a_column_has_its_values_in_one_cell():
    """Names and values stay as they are in the table."""
    assert list(explanation([STATUS], {}, "en", provenance=None))[-1] == (
        "row.status",
        "meaning",
        "text",
        "ok = read; empty = empty",
    )


def test_rows_on_more_sheets_are_told():
    """And one sheet is not worth a sentence."""
    one, two = (list(explanation([], {}, "en", provenance=None, sheets=n)) for n in (1, 2))

    assert set(two) - set(one) == {("There are more rows than a sheet of Excel holds; they go on over 2 sheets.",)}


@pytest.mark.parametrize(
    ("column", "dtype", "said"),
    [
        (OutputColumn("x", MEANING, 1), pl.Float64(), "number, decimals: 1"),
        (OutputColumn("x", MEANING, listed=True), pl.String(), "list, with ; between"),
        (OutputColumn("x", MEANING), pl.Int64(), "whole number"),
        (OutputColumn("x", MEANING), pl.Boolean(), "true or false"),
        (OutputColumn("x", MEANING), pl.Date(), "date"),
        (OutputColumn("x", MEANING), pl.String(), "text"),
        (OutputColumn("x", MEANING), None, "text"),
    ],
)
def test_what_a_cell_holds(column, dtype, said):
    """By its decimals, by being a list, by its type."""
    assert kind_of(column, dtype).en == said
