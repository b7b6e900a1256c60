"""SPSS: .sav and .zsav, read with pyreadstat in slices; what SPSS calls missing is never an answer."""

import os
import re
import subprocess
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack
from types import ModuleType
from typing import Any, Protocol

import polars as pl

from reintegratie_cli.errors import UsageError
from reintegratie_cli.inputs.answer_file import AnswerFile
from reintegratie_cli.inputs.binding import ID_NAMES
from reintegratie_cli.inputs.formats.as_text import as_text
from reintegratie_cli.inputs.formats.typed_table import check_columns, cut_off, damaged, heading_of_names, shape_said
from reintegratie_cli.inputs.opened import Opened
from reintegratie_cli.inputs.reading_options import ReadingOptions
from reintegratie_cli.inputs.stored_file import LINE, Labels, StoredFile
from reintegratie_cli.models.base import fold
from reintegratie_cli.text import Text, visible

USER_MISSING = "user_missing"
"""What stands in the cell of somebody whose answer SPSS calls missing; `NOT_AN_ANSWER` holds it."""

_MAGICS = b"$FL2", b"$FL3"
_SLICE_CELLS, _LEAST_ROWS = 2_000_000, 100
_EPOCH_SECONDS = 141_428 * 86_400
"""From the beginning of SPSS's calendar, 14 October 1582, to that of 1970."""

_LAST_SECOND = 265_621_679_999
"""Of the year 9999."""

_LEAST_SECOND = 0.001

_DATE = re.compile(r"(?:[AEJS]?DATE|QYR|MOYR|WKYR)[0-9]")
_DATE_TIME = re.compile(r"(?:DATETIME|YMDHMS)[0-9]")
_TIME = re.compile(r"D?TIME[0-9]")
_ADVICE = Text(
    "Sla het opnieuw op in SPSS, of noem de codepagina met --encoding.",
    "Save it again in SPSS, or name its code page with --encoding.",
)


_TRIAL = """
import sys
try:
    import pyreadstat
    pyreadstat.read_sav(sys.stdin.buffer, metadataonly=True, user_missing=True)
except Exception:
    pass
"""
_TRIAL_SECONDS = 120


class Metadata(Protocol):
    """What pyreadstat says of a file; `missing_ranges` holds what SPSS calls missing, both ends included."""

    column_names: list[str]
    column_labels: list[str | None]
    original_variable_types: Mapping[str, str]
    readstat_variable_types: Mapping[str, str]
    variable_value_labels: Mapping[str, Mapping[Any, str]]
    missing_ranges: Mapping[str, Sequence[Mapping[str, Any]]]


def recognises(given: Opened) -> bool:
    """Whether it begins as files of SPSS do."""
    return given.head(4) in _MAGICS


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
    sav = _SavFile(given, options)
    heading = heading_of_names(sav.names, [label or "" for label in sav.about.column_labels], options.source)
    stored = StoredFile(given.name, heading, sav.parts(), (), stack)
    given.check_unchanged()
    variables = Text("variabele", "variable") if len(sav.names) == 1 else Text("variabelen", "variables")
    stored.notes = (shape_said(given.name, "SPSS", variables, len(sav.names), stored.n_rows),)
    stored.labels = sav.labels()
    return stored


class _SavFile:
    """One file as pyreadstat reads it: `names` of the variables, and what is known `about` them."""

    def __init__(self, given: Opened, options: ReadingOptions) -> None:
        self._engine = _engine(given.name)
        self._given, self._encoding = given, options.encoding
        if _crashes(given):
            raise damaged(given.name, "SPSS", _ADVICE)
        _, self.about = self._read(metadataonly=True)
        self.names = self.about.column_names
        check_columns(given.name, len(self.names))
        told_apart = map(fold, (*ID_NAMES, *(name for name in (options.id, options.occasion) if name)))
        self._nobody = frozenset(told_apart)

    def _read(self, **what: int) -> tuple[dict[str, list[Any]], Metadata]:
        """Cells per variable, without those of user-missing values being taken away."""
        try:
            self._given.head(0)
            read: tuple[dict[str, list[Any]], Metadata] = self._engine.read_sav(
                self._given.file,
                user_missing=True,
                apply_value_formats=False,
                disable_datetime_conversion=True,
                output_format="dict",
                encoding=self._encoding,
                **what,
            )
        except (self._engine.ReadstatError, self._engine.PyreadstatError, OSError, ValueError, OverflowError):
            # The engine's own words are of no use to anybody here.
            self._given.check_unchanged()
            raise damaged(self._given.name, "SPSS", _ADVICE) from None
        return read

    def parts(self) -> Iterator[pl.DataFrame]:
        """All rows, as `StoredFile` keeps them; a slice has fewer rows where there are more variables."""
        size, first = max(_LEAST_ROWS, _SLICE_CELLS // max(1, len(self.names))), 0
        read = size
        while read == size:
            columns, _ = self._read(row_offset=first, row_limit=size)
            read = len(columns[self.names[0]]) if self.names else 0
            cells = [self._cells(place, columns.pop(name)) for place, name in enumerate(self.names)]
            yield pl.DataFrame([*cells, pl.Series(LINE, range(first + 1, first + read + 1), dtype=pl.Int64)])
            first += read

    def _cells(self, place: int, values: list[Any]) -> pl.Series:
        name = self.names[place]
        is_text = self._is_text(name)
        typed = pl.Series(str(place), values, dtype=pl.String if is_text else pl.Float64)
        text = _stripped(typed) if is_text else _numbers(typed, self.about.original_variable_types.get(name, ""))
        missing = self._user_missing(name, typed)
        return text if missing is None else text.set(missing, None if fold(name) in self._nobody else USER_MISSING)

    def _is_text(self, name: str) -> bool:
        return self.about.readstat_variable_types[name].startswith("string")

    def _user_missing(self, name: str, typed: pl.Series) -> pl.Series | None:
        """Where a value is one that SPSS calls missing; none where it has no such values."""
        ranges = self.about.missing_ranges.get(name, ())
        if not ranges:
            return None
        # SPSS compares texts without the spaces that pad them.
        if self._is_text(name):
            return _stripped(typed).is_in([str(end).rstrip(" ") for one in ranges for end in (one["lo"], one["hi"])])
        found = pl.repeat(value=False, n=len(typed), dtype=pl.Boolean, eager=True)
        for one in ranges:
            found |= typed.is_between(one["lo"], one["hi"]).fill_null(value=False)
        return found

    def labels(self) -> Labels:
        """The value labels per column, without those of user-missing values."""
        return {place: found for place, name in enumerate(self.names) if (found := self._labels_of(name))}

    def _labels_of(self, name: str) -> dict[str, str]:
        said = self.about.variable_value_labels.get(name, {})
        kind = pl.String if self._is_text(name) else pl.Float64
        codes = pl.Series("code", list(said), dtype=kind)
        texts = _stripped(codes) if self._is_text(name) else _numbers(codes, "")
        missing = self._user_missing(name, codes)
        gone = [False] * len(codes) if missing is None else missing.to_list()
        every = zip(texts, said.values(), gone, strict=True)
        return {text: label for text, label, is_gone in every if text is not None and not is_gone}


def _engine(name: str) -> ModuleType:
    try:
        import pyreadstat  # noqa: PLC0415 - an extra, and slow to load
    except ImportError:
        at = visible(name, 200)
        nl = f"{at}: SPSS-bestanden worden gelezen met pyreadstat, en dat is niet geïnstalleerd."
        en = f"{at}: files of SPSS are read with pyreadstat, which is not installed."
        how = "pip install 'reintegratie[spss]'"
        raise UsageError(Text(f"{nl} Installeer het met: {how}", f"{en} Install it with: {how}")) from None
    return pyreadstat


def _crashes(given: Opened) -> bool:
    """Whether pyreadstat takes the whole process down with it, as what is said of the columns can when it is damaged.

    Of 7,500 damaged files every one that did so did it there, so that is tried first, in a process of its own.
    """
    descriptor = given.file.fileno()
    before = os.lseek(descriptor, 0, os.SEEK_CUR)
    try:
        os.lseek(descriptor, 0, os.SEEK_SET)
        # -P: a file called pyreadstat.py beside the answers is not imported.
        call = [sys.executable, "-P", "-c", _TRIAL]
        tried = subprocess.run(  # noqa: S603 - the call is ours throughout
            call,
            stdin=given.file,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_TRIAL_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return True
    finally:
        # The other process moved the position that both have, behind the back of the buffer here.
        os.lseek(descriptor, before, os.SEEK_SET)
    return tried.returncode != 0


def _stripped(cells: pl.Series) -> pl.Series:
    """Texts without the spaces that pad them; an empty one is none."""
    text = cells.str.strip_chars_end(" ")
    return text.set((text == "").fill_null(value=False), None)


def _numbers(cells: pl.Series, form: str) -> pl.Series:
    """Numbers as they are seen: as a day, a moment or a time of day where SPSS has that `form` for them."""
    typed = cells.to_frame()
    text = cut_off(typed, as_text(typed)).to_series()
    if _DATE_TIME.match(form):
        said = _moment(cells).dt.strftime("%Y-%m-%d %H:%M:%S")
    elif _DATE.match(form):
        said = _moment(cells).dt.strftime("%Y-%m-%d")
    elif _TIME.match(form):
        said = _time(cells)
    else:
        return text
    # What is outside the calendar stays the number that it is.
    return pl.select(pl.coalesce(said, text).alias(cells.name)).to_series()


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
