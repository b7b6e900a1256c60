"""From the text in a cell to a day, where there is one way to read it."""

import re
from datetime import date

import numpy as np
import polars as pl

from reintegratie_cli.inputs.cells import stripped
from reintegratie_cli.models.instrument import NOT_AN_ANSWER
from reintegratie_cli.models.responses import BoolArray, DateArray

ALLOWED = "yyyy-mm-dd|dd-mm-yyyy"
"""What may stand in a cell with a date, as short as it can be said."""

_TIME = r"[ T](?:[01]?[0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:[.,][0-9]{1,9})?)?"
_ZONE = r" ?(?:Z|[+-][0-9]{2}:?[0-9]{2}|[ap]\.?m\.?)?(?: [A-Z]{2,5}(?:[+-][0-9]{1,2}(?::?[0-9]{2})?)?)?"
_DAY_AND_TIME = rf"^([0-9]{{1,4}}[-/][0-9]{{1,2}}[-/][0-9]{{1,4}})(?:{_TIME}(?i:{_ZONE}))?$"
_YEAR_FIRST = re.compile(r"([0-9]{4})([-/])([0-9]{1,2})\2([0-9]{1,2})")
_YEAR_LAST = re.compile(r"([0-9]{1,2})([-/])([0-9]{1,2})\2([0-9]{4})")
# How LimeSurvey writes that it did not stamp the date.
_NO_STAMP = r"^1980-01-01[ T]00:00:00$"
_YEARS = range(1900, 2101)


def read_dates(cells: pl.Series, *, month_first: bool = False) -> tuple[DateArray, BoolArray]:
    """The (n,) days in a column of texts, NaT where none stands; and where what stands there could not be read.

    Read are yyyy-mm-dd, yyyy/mm/dd and dd-mm-yyyy, with a time or without. 3/4/2026 is a day in March or in April, so
    slashes with the year last are read only where both readings agree or one of them does not exist; or, `month_first`,
    as the program that wrote the file does.
    """
    text = stripped(cells).fill_null("")
    written = text.set(text.str.contains(_NO_STAMP), "").str.extract(_DAY_AND_TIME, 1)
    distinct = written.drop_nulls().unique()
    days = pl.Series([_day(day, month_first=month_first) for day in distinct], dtype=pl.Date)
    found = written.replace_strict(distinct, days, default=None, return_dtype=pl.Date)
    nothing = text.str.to_uppercase().is_in([word.upper() for word in NOT_AN_ANSWER]) | text.str.contains(_NO_STAMP)
    return found.to_numpy().astype("datetime64[D]"), np.asarray((found.is_null() & ~nothing).to_numpy(), dtype=np.bool_)


def has_day_first(cells: pl.Series) -> bool:
    """Whether a text in a column is a day only when it comes before its month: 25/12/2026."""
    written = stripped(cells).str.extract(_DAY_AND_TIME, 1).drop_nulls().unique()
    slashed = written.filter(written.str.contains("/", literal=True))
    return any(_day(day, month_first=True) is None is not _day(day, month_first=False) for day in slashed)


def _day(written: str, *, month_first: bool) -> date | None:
    """The one day that `written` can be."""
    if year_first := _YEAR_FIRST.fullmatch(written):
        year, _, month, day = year_first.groups()
        return _existing(year, month, day)
    if not (year_last := _YEAR_LAST.fullmatch(written)):
        return None
    first, sign, second, year = year_last.groups()
    by_day, by_month = _existing(year, second, first), _existing(year, first, second)
    if month_first and sign == "/":
        return by_month
    if sign == "-" or by_month in (None, by_day):
        return by_day
    return by_month if by_day is None else None


def _existing(*parts: str) -> date | None:
    year, month, day = map(int, parts)
    try:
        return date(year, month, day) if year in _YEARS else None
    except ValueError:
        return None
