"""Typed cells as the text that a person sees."""

import datetime as dt
from decimal import Decimal

import polars as pl
import pytest

from reintegratie_cli.inputs.formats.as_text import as_text

NOON = dt.datetime(2026, 1, 2, 12, 30, 5, 999)  # noqa: DTZ001 - a column without a time zone


def texts(*cells, dtype=None) -> list[str | None]:
    """The cells of one column as text."""
    column = as_text(pl.DataFrame({"a": pl.Series(cells, dtype=dtype)}))["a"]
    assert column.dtype == pl.String
    return column.to_list()


@pytest.mark.parametrize("dtype", [pl.Float32, pl.Float64])
def test_a_whole_number_has_no_point(dtype):
    """A column with a gap becomes one of floats, and nobody answered 4.0."""
    assert texts(4.0, None, -2.0, 0.0, -0.0, dtype=dtype) == ["4", None, "-2", "0", "0"]


@pytest.mark.parametrize("dtype", [pl.Float32, pl.Float64])
def test_another_number_has_a_point(dtype):
    """As it was written, not as it is stored."""
    assert texts(0.1, 2.5, dtype=dtype) == ["0.1", "2.5"]


def test_nan_is_no_value():
    """It is how many programs write that there is none."""
    assert texts(float("nan"), 1.0) == [None, "1"]


def test_a_large_number_keeps_its_digits():
    """As long as a float has them."""
    assert texts(123456789.0, 9007199254740991.0) == ["123456789", "9007199254740991"]


def test_a_decimal_has_no_zeros_at_the_end():
    """Behind the point only."""
    assert texts(Decimal("1.50"), Decimal("100.00"), None, dtype=pl.Decimal(6, 2)) == ["1.5", "100", None]
    assert texts(Decimal(100), dtype=pl.Decimal(6, 0)) == ["100"]


@pytest.mark.parametrize(
    ("cell", "dtype", "expected"),
    [
        (12, pl.Int8, "12"),
        (True, pl.Boolean, "true"),
        (False, pl.Boolean, "false"),
        (dt.date(2026, 1, 2), pl.Date, "2026-01-02"),
        (NOON, pl.Datetime, "2026-01-02 12:30:05"),
        (NOON, pl.Datetime("ns"), "2026-01-02 12:30:05"),
        (dt.time(12, 30, 5), pl.Time, "12:30:05"),
        (dt.timedelta(seconds=90), pl.Duration, "PT1M30S"),
        ("goed", pl.Categorical, "goed"),
        ("goed", pl.Enum(["goed"]), "goed"),
        (b"caf\xc3\xa9", pl.Binary, "café"),
        (b"caf\xe9", pl.Binary, "caf\N{REPLACEMENT CHARACTER}"),
        (None, pl.Null, None),
        ([1, 2], pl.List(pl.Int8), "[1,2]"),
    ],
    ids=str,
)
def test_a_cell_of_another_type(cell, dtype, expected):
    """And nothing stays nothing."""
    assert texts(cell, None, dtype=dtype) == [expected, None]


def test_a_time_is_that_of_its_zone():
    """As the person saw it on the clock."""
    utc = pl.DataFrame({"a": [dt.datetime(2026, 7, 1, 22, 0, tzinfo=dt.UTC)]})
    amsterdam = utc.with_columns(pl.col("a").dt.convert_time_zone("Europe/Amsterdam"))

    assert as_text(amsterdam)["a"].to_list() == ["2026-07-02 00:00:00"]


def test_names_and_order_stay():
    """Also of a frame without rows."""
    frame = pl.DataFrame({"b": [1.0], "a": ["x"]})

    assert as_text(frame).to_dict(as_series=False) == {"b": ["1"], "a": ["x"]}
    assert as_text(frame.clear()).schema == {"b": pl.String, "a": pl.String}
