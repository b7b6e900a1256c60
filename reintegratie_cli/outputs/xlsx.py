"""Excel output: the rows on a sheet, text always as text, and a sheet that explains the columns.

XlsxWriter makes the workbook without its rows; the rows go straight into the zip file, so that they take no memory and
stand on disk nowhere else.
"""

import io
import re
import weakref
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import IO, BinaryIO, cast
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import polars as pl
from xlsxwriter import Workbook  # type: ignore[import-untyped]  # has types, but does not say so

from reintegratie_cli.errors import UsageError
from reintegratie_cli.models.score_result import OutputColumn
from reintegratie_cli.outputs import Encoded, too_long, words
from reintegratie_cli.outputs.explanation import TITLE, explanation, provenance_of
from reintegratie_cli.outputs.sheet_xml import LONGEST_TEXT, ROW_NUMBER, sheet_rows
from reintegratie_cli.text import Language, Text

MOST_ROWS, MOST_COLUMNS = 1_048_575, 16_384
"""What a sheet of Excel holds, besides the row of names."""

MOST_BYTES = 2**31 - 2**20
"""Of a sheet in XML; Excel refuses the larger parts that newer zip files can have."""

NAME = "scores"
RELATIONS = "_rels/.rels"
NO_TIME = datetime(1980, 1, 1, tzinfo=UTC).replace(tzinfo=None)
WIDTHS = (24, 60, 24, 80)
OPTIONS = {"in_memory": True, **dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)}


class XlsxWriter:
    """Writes rows as they come; the parts that depend on how many there are come last."""

    def __init__(self, stream: BinaryIO, columns: Sequence[OutputColumn], *, language: Language) -> None:
        """Write to `stream`. UsageError where Excel cannot hold the columns."""
        _refuse_wide(columns)
        self._columns, self._language = columns, language
        self._schema: Mapping[str, pl.DataType] = {}
        self._provenance: str | None = None
        self._counts = [0]
        self._opened, onwards = ExitStack(), _Onwards(stream)
        self._zip = self._opened.enter_context(ZipFile(cast("BinaryIO", onwards), "w", ZIP_DEFLATED, compresslevel=1))
        weakref.finalize(self, _let_go, onwards, self._opened)
        parts = self._parts()
        self._styles = _styles(columns, parts[_path(0)])
        self._put(RELATIONS, parts[RELATIONS])
        self._sheet, self._size = self._new_sheet(parts)

    def encode(self, frame: pl.DataFrame, *, first: bool) -> Encoded:  # noqa: ARG002 - the names stand there already
        """The rows as lines of XML."""
        self._schema, self._provenance = frame.schema, self._provenance or provenance_of(frame)
        return Encoded(sheet_rows(frame, self._columns, self._styles))

    def append(self, encoded: Encoded) -> None:
        """Write the rows, each with its number; a sheet that is full is followed by another."""
        for row in io.BytesIO(encoded.content):
            here = self._counts[-1]
            if here == MOST_ROWS or (here and self._size + len(row) > MOST_BYTES):
                self._close_sheet()
                self._counts.append(0)
                self._sheet, self._size = self._new_sheet(self._parts())
            self._counts[-1] += 1
            # The names stand on row 1. Row by row, for the same bytes whatever the batches were.
            self._size += self._sheet.write(row.replace(ROW_NUMBER, b"%d" % (self._counts[-1] + 1)))

    def finish(self) -> None:
        """Write the explanation and what holds the parts together."""
        self._close_sheet()
        written = {RELATIONS, *map(_path, range(len(self._counts)))}
        for name, content in self._parts().items():
            if name not in written:
                self._put(name, content)
        self._opened.close()

    def _new_sheet(self, parts: Mapping[str, bytes]) -> tuple[IO[bytes], int]:
        """The sheet and its size, up to where the rows begin."""
        name = _path(len(self._counts) - 1)
        sheet = self._opened.enter_context(self._zip.open(_info(name), "w"))
        return sheet, sheet.write(_around_rows(parts[name])[0])

    def _close_sheet(self) -> None:
        self._sheet.write(_around_rows(self._parts()[_path(len(self._counts) - 1)])[1])
        self._sheet.close()

    def _put(self, name: str, content: bytes) -> None:
        self._zip.writestr(_info(name), content)

    def _parts(self) -> dict[str, bytes]:
        """The files of the workbook as it is now, each sheet with one row in place of its own."""
        columns, language, n = self._columns, self._language, len(self._counts)
        page = explanation(columns, self._schema, language, provenance=self._provenance, sheets=n)
        return _workbook(columns, self._counts, list(page), language)


class _Onwards:
    """A stream that is only written to, so that a zip file does not go back in it: in a pipe that cannot be done.

    When it is off, nothing is written any more.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self.is_on = stream, True

    def write(self, content: bytes) -> int:
        """Write it, or drop it."""
        return self._stream.write(content) if self.is_on else len(content)

    def flush(self) -> None:
        """Whoever opened the stream does that."""


def _let_go(onwards: _Onwards, opened: ExitStack) -> None:
    """What was not finished is closed without a word."""
    onwards.is_on = False
    opened.close()


def _workbook(
    columns: Sequence[OutputColumn], counts: Sequence[int], page: Sequence[Sequence[str]], language: Language
) -> dict[str, bytes]:
    content = io.BytesIO()
    book = Workbook(content, OPTIONS)
    book.set_properties({"title": NAME, "comments": words.NEVER.to(language), "created": NO_TIME})
    bold = book.add_format({"bold": True})
    dated = book.add_format({"num_format": "yyyy-mm-dd"})
    decimal = [book.add_format({"num_format": f"0.{'0' * places}"}) for places in _decimals(columns)]
    for place, rows in enumerate(counts):
        sheet = book.add_worksheet(f"{NAME} {place + 1}" if place else NAME)
        for column, it in enumerate(columns):
            sheet.write_string(0, column, it.name, bold)
            sheet.set_column(column, column, min(max(len(it.name) + 3, 10), 40))
        for column, style in enumerate((dated, *decimal)):
            sheet.write_number(1, column, 0, style)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, rows, len(columns) - 1)
    _explain(book, page, language)
    book.close()
    with ZipFile(content) as made:
        return {name: made.read(name) for name in made.namelist()}


def _explain(book: Workbook, page: Sequence[Sequence[str]], language: Language) -> None:
    """The sheet that explains: sentences, and under the last empty row a table."""
    sheet = book.add_worksheet(TITLE.to(language).lower())
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    heading = page.index(()) + 1
    for row, cells in enumerate(page):
        style = bold if row in (0, heading) else wrapped if row > heading else None
        for column, text in enumerate(cells):
            sheet.write_string(row, column, text, style)
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    sheet.autofilter(heading, 0, len(page) - 1, len(WIDTHS) - 1)


def _decimals(columns: Sequence[OutputColumn]) -> list[int]:
    return sorted({column.decimals for column in columns if column.decimals is not None})


def _styles(columns: Sequence[OutputColumn], sheet: bytes) -> dict[int | str, str]:
    """How a date, and a number with so many decimals, is said to be one: as XlsxWriter did it on row 2."""
    found = re.findall(rb'<c r="[A-Z]+2"( s="\d+")', sheet)
    kinds: list[int | str] = ["date", *_decimals(columns)]
    return {kind: style.decode() for kind, style in zip(kinds, found, strict=True)}


def _around_rows(sheet: bytes) -> tuple[bytes, bytes]:
    """What stands before and after row 2; without the size of the sheet, which is not known where it stands."""
    head, rest = re.sub(rb"<dimension [^>]*>", b"", sheet, count=1).split(b'<row r="2"', 1)
    return head, rest[rest.index(b"</sheetData>") :]


def _path(place: int) -> str:
    return f"xl/worksheets/sheet{place + 1}.xml"


def _info(name: str) -> ZipInfo:
    """Without the time of day, and the same on every system."""
    info = ZipInfo(name, NO_TIME.timetuple()[:6])
    info.compress_type, info.create_system = ZIP_DEFLATED, 0
    return info


def _refuse_wide(columns: Sequence[OutputColumn]) -> None:
    n = len(columns)
    if n > MOST_COLUMNS:
        raise UsageError(
            Text(
                f"De uitvoer heeft {n} kolommen en een blad van Excel {MOST_COLUMNS}. Kies csv, jsonl of parquet.",
                f"The output has {n} columns and a sheet of Excel {MOST_COLUMNS}. Choose csv, jsonl or parquet.",
            ),
        )
    for column in columns:
        length = len(column.name.encode("utf-16-le")) // 2
        if length > LONGEST_TEXT:
            raise too_long(column.name, length, LONGEST_TEXT, "xlsx")


def open_writer(stream: BinaryIO, columns: Sequence[OutputColumn], *, language: Language) -> XlsxWriter:
    """A writer of Excel."""
    return XlsxWriter(stream, columns, language=language)
