"""A table in memory as a file with answers."""

import polars as pl
import pytest

from reintegratie_cli.errors import ResponsesError
from reintegratie_cli.inputs.frame_file import FrameFile


def made(n: int = 5) -> FrameFile:
    """Some rows with two columns."""
    frame = pl.DataFrame({"0": [f"p;{row}" for row in range(n)], "1": [float(row) for row in range(n)]})
    return FrameFile("table", [" id\ufeff", "a"], frame)


def test_names_are_cleaned():
    """As those of a file."""
    assert made().heading.names == ("id", "a")


@pytest.mark.parametrize(("size", "expected"), [(2, [2, 2, 1]), (5, [5]), (9, [5])])
def test_rows_come_in_batches(size, expected):
    """At most so many at a time."""
    assert [len(batch.frame) for batch in made().batches(size=size)] == expected


def test_a_table_without_rows_has_no_batches():
    """As a file."""
    assert (made(0).n_rows, list(made(0).batches())) == (0, [])


def test_a_batch_has_the_columns_that_were_asked_for_as_text():
    """With the place of every row, and its width."""
    *_, last = made().batches([1], 3)

    assert last.frame.to_dict(as_series=False) == {"1": ["3", "4"]}
    assert (last.line.tolist(), last.width.tolist()) == ([4, 5], [2, 2])


def test_a_row_can_be_written_again():
    """All its columns, also those that were not asked for."""
    *_, last = made().batches([1], 3)

    assert (last.raw(0), made().written(["id", "a"]).header) == ('"p;3";3', "id;a")


def test_a_table_of_far_too_many_columns_is_refused():
    """As a file."""
    with pytest.raises(ResponsesError, match="more than"):
        FrameFile("table", [str(place) for place in range(200_000)], pl.DataFrame())
