"""Texts that are one day, no day, or not surely one."""

from datetime import date

import numpy as np
import polars as pl
import pytest
from hypothesis import given as forall
from hypothesis import settings
from hypothesis import strategies as st

from reintegratie_cli.inputs.dates import read_dates


def read(*texts):
    """The days and what could not be read."""
    days, unreadable = read_dates(pl.Series(texts, dtype=pl.String))
    return days.tolist(), unreadable.tolist()


@pytest.mark.parametrize(
    "text",
    [
        *("2026-11-03", "2026/11/03", "2026-11-3", "3-11-2026", "03-11-2026", " 2026-11-03\xa0", "2026-11-03T23:59"),
        *("2026-11-03 10:12:13", "2026-11-03 10:12:13.123", "2026-11-03T10:12:13Z", "2026-11-03T23:30:00+01:00"),
        *("2026/11/03 10:12:13 a.m. EET", "3-11-2026 9:05", "2026-11-03 10:12 PM"),
        *("2026/11/03 1:12:13 p.m. GMT+1", "2026/11/03 10:12:13 AM GMT-3:30"),
    ],
)
def test_a_day_is_read_with_its_time_or_without(text):
    """Year first with dashes or slashes, or Dutch with dashes: the day as it stands there."""
    assert read(text) == ([date(2026, 11, 3)], [False])


@pytest.mark.parametrize(
    "text",
    [
        *("3/4/2026", "11/03/2026", "03-11-26", "11-3-26", "2026-13-01", "2026-02-30", "31-04-2026", "20261103", "x"),
        *("2026-11-03 25:00", "2026-11-03x", "2026-11/03", "3.11.2026", "1,23E+08", "0203-01-01", "2026-11-03 naam"),
        *("9999-01-01", "45964", "13/13/2026", "30/02/2026"),
    ],
)
def test_what_is_not_surely_a_day_is_unreadable(text):
    """A slash with the day or the month first, two digits for a year, days that do not exist."""
    assert read(text) == ([None], [True])


@pytest.mark.parametrize(("text", "day"), [("25/12/2026", (12, 25)), ("12/25/2026", (12, 25)), ("5/5/2026", (5, 5))])
def test_slashes_are_read_where_they_can_mean_one_day(text, day):
    """Above twelve it is certain which is the day, and when both are equal it does not matter."""
    assert read(text) == ([date(2026, *day)], [False])


@pytest.mark.parametrize("text", [None, "", " ", "NA", "n/a", "#N/B", "1980-01-01 00:00:00", "1980-01-01T00:00:00"])
def test_no_date_is_no_problem(text):
    """An empty cell, and how LimeSurvey writes that it stamped none."""
    assert read(text) == ([None], [False])


def test_the_day_itself_is_a_day():
    """Only with that very time does 1980-01-01 mean none."""
    assert read("1980-01-01", "1980-01-01 00:00:01")[0] == [date(1980, 1, 1)] * 2


def test_the_month_comes_first_where_the_program_says_so():
    """03/11/2026 of SurveyMonkey is in March; where there is no such month it is not turned round in silence."""
    texts = pl.Series(["03/11/2026 10:12:13 AM", "25/12/2026", "2026-11-03", "03-11-2026"])
    days, unreadable = read_dates(texts, month_first=True)
    assert days.tolist() == [date(2026, 3, 11), None, date(2026, 11, 3), date(2026, 11, 3)]
    assert unreadable.tolist() == [False, True, False, False]


def test_a_column_without_rows():
    """No rows give no dates."""
    assert read() == ([], [])


@settings(deadline=None)
@forall(
    days=st.lists(st.dates(date(1900, 1, 1), date(2100, 12, 31)), max_size=8),
    form=st.sampled_from(["%Y-%m-%d", "%d-%m-%Y"]),
)
def test_every_day_comes_back(days, form):
    """What is written in one of the two forms is read as that day."""
    assert read(*(day.strftime(form) for day in days)) == (days, [False] * len(days))


@settings(deadline=None)
@forall(texts=st.lists(st.one_of(st.none(), st.text(max_size=20), st.text("0123456789-/: T", max_size=19)), max_size=8))
def test_nothing_breaks_it(texts):
    """Whatever the text, each cell is a day, or none, or unreadable, on its own."""
    days, unreadable = read_dates(pl.Series(texts, dtype=pl.String))
    assert days.dtype == np.dtype("datetime64[D]")
    assert not (unreadable & ~np.isnat(days)).any()
    assert [read(text) for text in texts] == [
        ([day], [bad]) for day, bad in zip(days.tolist(), unreadable.tolist(), strict=True)
    ]
