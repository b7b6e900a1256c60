"""SPSS output: variables with labels, value labels, formats and measurement levels; lists are text.

pyreadstat writes a whole table. So it writes the rows in parts that all begin with the same row of the widest texts and
so with the same dictionary; their other rows, one part after the other, are those of one table.
"""

import errno
import io
import os
import struct
import sys
import tempfile
import textwrap
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any, BinaryIO, cast

import polars as pl

from reintegratie_cli.errors import no_room
from reintegratie_cli.models.score_result import OutputColumn
from reintegratie_cli.outputs import Encoded, too_long, words
from reintegratie_cli.outputs.explanation import provenance_of
from reintegratie_cli.outputs.private_parts import PrivateParts
from reintegratie_cli.outputs.spss_names import spss_names
from reintegratie_cli.text import Language, Text

LONGEST_TEXT, LONGEST_LABEL, LONGEST_VALUE_LABEL, NOTE_WIDTH = 32_767, 255, 120, 78
"""Bytes of UTF-8 that SPSS holds of each."""

ROWS_AT_ONCE = 10_000
OWN_FILES = Path("/dev/fd")
"""Where the open files of the program have paths, also those that have no name."""

DATE = "SDATE10"
REFUSED = "Unable to write data"
"""What pyreadstat says of a full disk."""

ORDERED = (".band", ".stanine")
YES_NO = {0: Text("nee", "no"), 1: Text("ja", "yes")}
FILE_LABEL = "reintegratie"

_DAY_ZERO = date(1582, 10, 14)
_SECONDS = 86_400
_COUNT, _MADE = slice(80, 84), slice(92, 109)
"""In the header of the file: how many cases, and when it was made."""

_NO_TIME = b"01 Jan 8000:00:00"
_END_OF_DICTIONARY = struct.pack("<2i", 999, 0)
_COUNT_RECORD = struct.pack("<4iq", 7, 16, 8, 2, 1)
"""What stands before the number of cases where it stands for the second time."""


class SavWriter:
    """Keeps each batch as a private part: how wide a text is, is known when all have come."""

    def __init__(self, stream: BinaryIO, columns: Sequence[OutputColumn], *, language: Language) -> None:
        """Write to `stream` when finished."""
        self._stream, self._columns, self._language = stream, columns, language
        self._names = dict(zip((column.name for column in columns), spss_names([c.name for c in columns]), strict=True))
        self._parts, self._count, self._lock = PrivateParts(), 0, Lock()
        self._widths: dict[str, int] = {}
        self._schema: Mapping[str, pl.DataType] = {}
        self._provenance: str | None = None

    def encode(self, frame: pl.DataFrame, *, first: bool) -> Encoded:  # noqa: ARG002 - the dictionary comes at the end
        """The rows as numbers and texts under the names of SPSS."""
        self._schema, self._provenance = frame.schema, self._provenance or provenance_of(frame)
        rows = frame.select(_as_variable(name, dtype) for name, dtype in frame.schema.items())
        texts = [name for name, dtype in rows.schema.items() if dtype == pl.String]
        widths = rows.select(pl.col(texts).str.len_bytes().max().fill_null(0))
        with self._lock:
            for name in texts:
                self._widths[name] = max(self._widths.get(name, 1), widths[name].item())
                if self._widths[name] > LONGEST_TEXT:
                    raise too_long(name, self._widths[name], LONGEST_TEXT, "SPSS")
        content = io.BytesIO()
        rows.rename(self._names).write_ipc(content, compression="lz4")
        return Encoded(content.getvalue())

    def append(self, encoded: Encoded) -> None:
        """Keep the rows."""
        self._parts.append(encoded.content)

    def finish(self) -> None:
        """Write the dictionary, and the rows after it."""
        widest = self._widest()
        one, two = (self._written(pl.concat([widest] * times)) for times in (1, 2))
        head, end, last = one.rpartition(_END_OF_DICTIONARY)
        _check_whole(end)
        start = len(head) + len(end) + len(two) - len(one)
        left = sum(pl.scan_ipc(io.BytesIO(part)).select(pl.len()).collect().item() for part in self._parts)
        self._stream.write(_dated(_counted(head + end, left)))
        for part in self._parts:
            for rows in pl.read_ipc(part).iter_slices(ROWS_AT_ONCE):
                left -= len(rows)
                # The last row of a part says that there are no more; only that of the file may.
                content = self._written(pl.concat([widest, rows, *([widest] if left else [])]))
                _check_whole(content.endswith(last) if left else len(content) > start)
                self._stream.write(content[start : len(content) - (len(last) if left else 0)])
        self._parts.close()

    def _widest(self) -> pl.DataFrame:
        """The row that makes every part of the same width; a text is as wide as the values that have a label."""
        widest: dict[str, pl.Series] = {}
        for column in self._columns:
            name = self._names[column.name]
            if column.name in self._widths:
                width = max(self._widths[column.name], *(len(value.encode()) for value in column.values), 1)
                widest[name] = pl.Series(["x" * width])
            else:
                widest[name] = pl.Series([None], dtype=pl.Float64)
        return pl.DataFrame(widest)

    def _written(self, rows: pl.DataFrame) -> bytes:
        """The rows as a whole file. Its own path leads to a file without a name, where the system has such paths."""
        import pyreadstat  # noqa: PLC0415 - an extra

        try:
            with _private_file() as private:
                path = OWN_FILES / str(private.fileno())
                if path.exists():
                    pyreadstat.write_sav(rows, path, **self._dictionary)
                    private.seek(0)
                    return private.read()
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / "part.sav"
                pyreadstat.write_sav(rows, path, **self._dictionary)
                return path.read_bytes()
        except OSError as error:
            raise no_room(error) from None
        except pyreadstat.ReadstatError as error:
            _check_whole(str(error) != REFUSED)
            raise

    @cached_property
    def _dictionary(self) -> dict[str, Any]:
        """Everything but the rows, as pyreadstat takes it."""
        said = [words.NEVER.to(self._language), *([self._provenance] if self._provenance else [])]
        it: dict[str, Any] = {
            "row_compress": True,
            "file_label": FILE_LABEL,
            "note": [line for one in said for line in textwrap.wrap(one, NOTE_WIDTH)],
            "column_labels": {},
            "variable_value_labels": {},
            "variable_format": {},
            "variable_measure": {},
        }
        for column in self._columns:
            name, dtype = self._names[column.name], self._schema[column.name]
            it["column_labels"][name] = self._label(column)
            it["variable_measure"][name] = _measure(column, dtype)
            if labels := self._value_labels(column, dtype):
                it["variable_value_labels"][name] = labels
            if dtype != pl.String:
                it["variable_format"][name] = _format(column, dtype)
        return it

    def _label(self, column: OutputColumn) -> str:
        """The meaning; the name of the column too where SPSS does not take it."""
        meaning = column.meaning.to(self._language)
        known = self._names[column.name] == column.name
        return _cut(meaning if known else f"{column.name}: {meaning}", LONGEST_LABEL)

    def _value_labels(self, column: OutputColumn, dtype: pl.DataType) -> dict[int, str] | dict[str, str]:
        if dtype == pl.Boolean:
            return {value: said.to(self._language) for value, said in YES_NO.items()}
        if column.listed or dtype != pl.String:
            return {}
        return {value: _cut(said.to(self._language), LONGEST_VALUE_LABEL) for value, said in column.values.items()}


def _private_file() -> BinaryIO:
    """A file without a name: in memory where the system can, for it is small."""
    if sys.platform == "linux":
        return os.fdopen(os.memfd_create(FILE_LABEL), "w+b")
    return cast("BinaryIO", tempfile.TemporaryFile())


def _check_whole(is_whole: object) -> None:
    """What pyreadstat could not write it does not always tell."""
    if not is_whole:
        raise no_room(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))


def _as_variable(name: str, dtype: pl.DataType) -> pl.Expr:
    """Numbers, yes or no as 1 or 0, days as the seconds that SPSS counts, and text."""
    values = pl.col(name)
    if dtype == pl.Date:
        return (values - pl.lit(_DAY_ZERO)).dt.total_days().cast(pl.Float64) * _SECONDS
    if dtype == pl.Boolean or dtype.is_numeric():
        return values.cast(pl.Float64)
    # For pyreadstat a text ends where a NUL stands, and the rest of it would be lost.
    return values.cast(pl.String).str.replace_all("\0", "\N{REPLACEMENT CHARACTER}", literal=True)


def _format(column: OutputColumn, dtype: pl.DataType) -> str:
    return DATE if dtype == pl.Date else f"F8.{column.decimals or 0}"


def _measure(column: OutputColumn, dtype: pl.DataType) -> str:
    if column.name.endswith(ORDERED):
        return "ordinal"
    return "nominal" if dtype in (pl.String, pl.Boolean) else "scale"


def _cut(text: str, most: int) -> str:
    """A label as long as SPSS takes it; the data are never cut."""
    return text.encode()[:most].decode(errors="ignore")


def _counted(head: bytes, count: int) -> bytes:
    """The dictionary with the number of cases, in both places where it stands."""
    before, after = head.split(_COUNT_RECORD, 1)
    before = before[: _COUNT.start] + struct.pack("<i", count) + before[_COUNT.stop :]
    return before + _COUNT_RECORD + struct.pack("<q", count) + after[8:]


def _dated(head: bytes) -> bytes:
    """The dictionary without the time of day: the same input gives the same bytes."""
    return head[: _MADE.start] + _NO_TIME + head[_MADE.stop :]


def open_writer(stream: BinaryIO, columns: Sequence[OutputColumn], *, language: Language) -> SavWriter:
    """A writer of SPSS."""
    return SavWriter(stream, columns, language=language)
