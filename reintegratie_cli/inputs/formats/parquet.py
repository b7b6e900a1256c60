"""Parquet: read straight from the file, a slice of rows and only the columns that are asked for at a time."""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import ExitStack
from functools import cache
from typing import TypeVar

import numpy as np
import polars as pl

from reintegratie_cli.inputs.answer_file import AnswerFile, TextBatch, Written
from reintegratie_cli.inputs.formats.as_text import as_text
from reintegratie_cli.inputs.formats.quiet import quiet
from reintegratie_cli.inputs.formats.trial import crashes
from reintegratie_cli.inputs.formats.typed_table import (
    check_columns,
    columns_said,
    cut_off,
    damaged,
    heading_of_names,
    shape_said,
)
from reintegratie_cli.inputs.opened import Opened
from reintegratie_cli.inputs.reading_options import ReadingOptions
from reintegratie_cli.inputs.stored_file import DELIMITER, ENCODING, delimited
from reintegratie_cli.text import Text

Read = TypeVar("Read")

_MAGIC = b"PAR1"
_TRIAL = """
import sys
try:
    import polars as pl
    table = pl.scan_parquet(sys.stdin.buffer, glob=False, hive_partitioning=False)
    for first in range(0, table.select(pl.len()).collect().item(), 100_000):
        table.slice(first, 100_000).collect()
except BaseException:
    pass
"""
_AGAIN = Text("Exporteer het opnieuw.", "Export it again.")


class ParquetFile:
    """A Parquet file; whoever opened it closes it."""

    format = "parquet"

    def __init__(self, given: Opened, wanted: str | None = None) -> None:
        """`wanted`: the survey program that the call names. ResponsesError where it cannot be read as Parquet."""
        self.name, self.tells_not_shown = given.name, False
        self._given = given
        if _crashes(given):
            raise damaged(given.name, "Parquet", _AGAIN)
        given.head(0)
        self._table = self._read(lambda: pl.scan_parquet(given.file, glob=False, hive_partitioning=False))
        self._columns = names = self._read(lambda: self._table.collect_schema().names())
        check_columns(given.name, len(names))
        self.heading = heading_of_names(names, wanted=wanted)
        self.n_rows = self._read(lambda: int(self._table.select(pl.len()).collect().item()))
        self.notes = (shape_said(given.name, "Parquet", columns_said(len(names)), len(names), self.n_rows),)

    def written(self, names: Sequence[str]) -> Written:
        """As a Dutch spreadsheet opens it, under `names`."""
        return Written(delimited(names), DELIMITER, ENCODING)

    def batches(self, columns: Sequence[int] | None = None, size: int = 50_000) -> Iterator[TextBatch]:
        """All rows, at most `size` at a time; only these columns, in this order. Nothing for a file without rows."""
        wanted = range(len(self._columns)) if columns is None else columns
        for first in range(0, self.n_rows, size):
            n = min(size, self.n_rows - first)
            line = np.arange(first + 1, first + n + 1, dtype=np.int64)
            width = np.full(n, len(self._columns), np.int32)
            yield TextBatch(self._cells(first, n, wanted), line, width, self._raw(first, size))

    def _raw(self, first: int, size: int) -> Callable[[int], str]:
        """What gives one of these rows as delimited text; all their columns are read when the first is asked for."""
        whole = cache(lambda: self._cells(first, size, range(len(self._columns))))
        return lambda place: delimited(whole().row(place))

    def _cells(self, first: int, size: int, wanted: Sequence[int]) -> pl.DataFrame:
        self._given.check_unchanged()
        columns = {str(place): self._columns[place] for place in sorted(set(wanted))}
        picked = self._table.slice(first, size).select(pl.col(name).alias(place) for place, name in columns.items())
        typed = self._read(picked.collect)
        return self._read(lambda: cut_off(typed, as_text(typed))).select(map(str, wanted))

    def _read(self, reading: Callable[[], Read]) -> Read:
        try:
            with quiet():
                return reading()
        except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError, ValueError):
            # The engine's own words can hold what people answered.
            self._given.check_unchanged()
            raise damaged(self.name, "Parquet", _AGAIN) from None


def recognises(given: Opened) -> bool:
    """Whether it begins as Parquet does; in a text whose header begins with these letters, text follows."""
    head = given.head(len(_MAGIC) + 1)
    follows = head[len(_MAGIC) :].decode("latin-1")
    return head.startswith(_MAGIC) and (not follows or not (follows.isprintable() or follows.isspace()))


def open_file(
    given: Opened,
    known_names: Collection[str],  # noqa: ARG001 - its columns have names
    options: ReadingOptions,
    stack: ExitStack,  # noqa: ARG001 - nothing else is opened
) -> AnswerFile:
    """The file. Raises ResponsesError where it cannot be read as Parquet."""
    return ParquetFile(given, options.source)


def _crashes(given: Opened) -> bool:
    """Whether the engine takes the whole process down with it, as where a damaged page says to be of many gigabytes."""
    return crashes(given, _TRIAL)
