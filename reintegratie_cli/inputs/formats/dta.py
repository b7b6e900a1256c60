"""Stata: .dta, of every version that pyreadstat reads (8 and later); its missing values .a to .z are no answers."""

import re
from collections.abc import Collection
from contextlib import ExitStack

import polars as pl

from reintegratie_cli.inputs.answer_file import AnswerFile
from reintegratie_cli.inputs.formats.readstat import Kind, open_with_readstat
from reintegratie_cli.inputs.opened import Opened
from reintegratie_cli.inputs.reading_options import ReadingOptions
from reintegratie_cli.text import Text

_MAGIC = re.compile(rb"<stata_dta>|[\x66-\x73][\x01\x02]\x01(?s:.)")
_DAY, _MOMENT = re.compile(r"%-?t?d"), re.compile(r"%-?t[cC]")
_TIME = re.compile(r"(?:[Hh]{2}|MM|mm|SS|ss|\.s+|[AaPp]\.?[Mm]\.?|[^A-Za-z])+")
"""A form, after %tc, of which no part stands for the day."""

_EPOCH_DAYS = 3_653
"""From the beginning of Stata's calendar, 1960, to that of 1970."""

_FIRST_DAY, _LAST_DAY = -679_350, 2_936_549
"""Of the years 100 and 9999."""

_DAY_MS = 86_400_000
_ADVICE = Text(
    "Sla het opnieuw op in Stata, of noem de codepagina met --encoding.",
    "Save it again in Stata, or name its code page with --encoding.",
)


def recognises(given: Opened) -> bool:
    """Whether it begins as files of Stata do: with the version, and the order of the bytes in a number."""
    return _MAGIC.match(given.head(11)) is not None


def open_file(
    given: Opened,
    known_names: Collection[str],  # noqa: ARG001 - its columns have names
    options: ReadingOptions,
    stack: ExitStack,
) -> AnswerFile:
    """The file, after a look at every row of it.

    Raises:
        ResponsesError: It is damaged.
        UsageError: pyreadstat is not installed.
    """
    return open_with_readstat(given, _KIND, options, stack)


def _seen(cells: pl.Series, form: str) -> pl.Series | None:
    """Days, or thousandths of a second, as the text that this form makes of them; nothing where that is a number."""
    number = cells.cast(pl.Float64)
    if moment := _MOMENT.match(form):
        written = "%H:%M:%S" if _TIME.fullmatch(form, moment.end()) else "%Y-%m-%d %H:%M:%S"
        return _at(number).dt.strftime(written)
    return _at(number * _DAY_MS).dt.strftime("%Y-%m-%d") if _DAY.match(form) else None


def _at(milliseconds: pl.Series) -> pl.Series:
    """The moments, none where no year of four digits has them."""
    known = milliseconds.is_between(_FIRST_DAY * _DAY_MS, _LAST_DAY * _DAY_MS).fill_null(value=False)
    whole = milliseconds.set(~known, None).round().cast(pl.Int64)
    return (whole - _EPOCH_DAYS * _DAY_MS).cast(pl.Datetime("ms"))


_KIND = Kind("Stata", "read_dta", _ADVICE, _seen, {"user_missing": True})
