"""Numbers as SPSS shows them: as a day, a moment or a time of day where a variable has such a form."""

import re

import polars as pl

_EPOCH_SECONDS = 141_428 * 86_400
"""From the beginning of SPSS's calendar, 14 October 1582, to that of 1970."""

_LAST_SECOND = 265_621_679_999
"""Of the year 9999."""

_LEAST_SECOND = 0.001

_DATE = re.compile(r"(?:[AEJS]?DATE|QYR|MOYR|WKYR)[0-9]")
_DATE_TIME = re.compile(r"(?:DATETIME|YMDHMS)[0-9]")
_TIME = re.compile(r"D?TIME[0-9]")


def seen(cells: pl.Series, form: str) -> pl.Series | None:
    """Seconds as the text that this form of SPSS makes of them; nothing where that is a number."""
    if _DATE_TIME.match(form):
        return _moment(cells).dt.strftime("%Y-%m-%d %H:%M:%S")
    if _DATE.match(form):
        return _moment(cells).dt.strftime("%Y-%m-%d")
    return _time(cells) if _TIME.match(form) else None


def _moment(seconds: pl.Series) -> pl.Series:
    return ((_in_calendar(seconds) - _EPOCH_SECONDS) * 1000).cast(pl.Datetime("ms"))


def _time(seconds: pl.Series) -> pl.Series:
    whole = _in_calendar(seconds)
    parts = [whole // 3600, whole // 60 % 60, whole % 60]
    return pl.select(
        pl.concat_str([part.cast(pl.String).str.zfill(2) for part in parts], separator=":").alias(seconds.name)
    ).to_series()


def _in_calendar(seconds: pl.Series) -> pl.Series:
    """Whole seconds, none where no year of four digits has them; floats are off by a millionth of one."""
    known = seconds.set(~seconds.is_between(0, _LAST_SECOND).fill_null(value=False), None)
    return (known + _LEAST_SECOND).floor().cast(pl.Int64)
