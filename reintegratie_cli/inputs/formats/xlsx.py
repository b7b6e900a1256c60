"""Excel workbooks: one sheet of them, after a look at what the file asks of memory. The library is python-calamine."""

import os
import re
import zlib
from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET
from zipfile import BadZipFile, ZipFile

import numpy as np
import polars as pl

from reintegratie_cli.errors import ResponsesError, UsageError, did_you_mean
from reintegratie_cli.inputs.cells import stripped
from reintegratie_cli.inputs.encoding import refusal, unreadable
from reintegratie_cli.inputs.formats.typed_table import check_columns, columns_said
from reintegratie_cli.inputs.formats.xlsx_cells import texts_of
from reintegratie_cli.inputs.formats.xlsx_guard import Part, damaged, looked_at
from reintegratie_cli.inputs.layouts import LOOKED_AT, MOST_ROWS, Heading, find_heading, recognised_as
from reintegratie_cli.inputs.opened import Opened
from reintegratie_cli.inputs.reading_options import ReadingOptions
from reintegratie_cli.inputs.stored_file import LINE, StoredFile
from reintegratie_cli.models.base import fold
from reintegratie_cli.text import Text, visible

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

_PART_ROWS = 20_000
_WORKBOOK = re.compile(r"xl/(workbook[^/]*\.xml)")
_MOST_BYTES = 16 * 2**20
_FEW = 8
_SHEETS = re.compile(r"\{[^}]*/relationships\}id$")
_OPTION = Text("Noem het blad met --sheet.", "Name the sheet with --sheet.")


def recognises(given: Opened) -> bool:
    """Whether it is a zip with the parts of a workbook; no other file is looked at further than its first bytes."""
    if not given.head(4).startswith(b"PK\x03\x04"):
        return False
    try:
        with ZipFile(given.file) as package:
            names = package.namelist()
        return "[Content_Types].xml" in names and any(map(_WORKBOOK.fullmatch, names))
    except Exception:  # noqa: BLE001 - zipfile raises errors of many kinds on a damaged directory
        return False


@dataclass(frozen=True)
class _Sheet:
    """A sheet with something in it; `at`: the row of its header, from 0. `left`: its first column, from 1."""

    name: str
    cells: "CalamineSheet"
    left: int
    at: int
    heading: Heading
    n_known: int


def open_file(given: Opened, known_names: Collection[str], options: ReadingOptions, stack: ExitStack) -> StoredFile:
    """The sheet that the call names, else the one whose header has most known names, after a look at every row of it.

    Raises:
        ResponsesError: It is damaged or has a password, holds nothing, or several sheets are as good.
        UsageError: It has no sheet of the name that the call gives.
    """
    name = given.name
    if not recognises(given):
        raise damaged(name)
    parts = looked_at(given.file, name)
    given.file.seek(0)
    with _engine(name):
        from python_calamine import CalamineWorkbook  # noqa: PLC0415 - only where there is a workbook

        book = CalamineWorkbook.from_filelike(given.file)
    sheet, notes = _chosen(book, name, known_names, options)
    part = parts.get(_part_names(given).get(sheet.name, ""))
    if part is None and any(one.errors for one in parts.values()):
        raise damaged(name)
    part = part or Part()
    first = sheet.at + sheet.heading.rows
    with _engine(name):
        last, width = _extent(sheet, first, part)
    check_columns(name, width)
    heading = replace(sheet.heading, names=sheet.heading.names[:width], texts=sheet.heading.texts[:width])
    notes.insert(0, _said(name, sheet, width, last - first))
    file = StoredFile(name, heading, _frames(sheet, (first, last), width, part, name), notes, stack)
    given.check_unchanged()
    return file


@contextmanager
def _engine(name: str) -> Iterator[None]:
    """Around each call of the library: what it says of a file can hold what people answered, and is not shown."""
    try:
        with _quiet():
            yield
    except (ResponsesError, UsageError, MemoryError):
        raise
    except OSError as error:
        raise unreadable(name, error) from None
    except BaseException as error:
        # A panic of the library is no Exception; an interrupt is none either, and goes on.
        if isinstance(error, KeyboardInterrupt | SystemExit | GeneratorExit):
            raise
        raise damaged(name) from None


@contextmanager
def _quiet() -> Iterator[None]:
    """Nothing on standard error: there the library writes what it was doing when it panicked."""
    try:
        kept = os.dup(2)
    except OSError:
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def _chosen(
    book: "CalamineWorkbook", name: str, known_names: Collection[str], options: ReadingOptions
) -> tuple[_Sheet, list[Text]]:
    """The sheet to read, and what is to be said of the choice."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum  # noqa: PLC0415 - as in `open_file`

    sheets = [one for one in book.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
    wanted = shown = [one.name for one in sheets if one.visible == SheetVisibleEnum.Visible]
    if options.sheet is not None:
        wanted = [_named([one.name for one in sheets], options.sheet, shown, name)]
    best: list[_Sheet] = []
    n_filled = 0
    for title in wanted:
        with _engine(name):
            sheet = _looked_at(book.get_sheet_by_name(title), title, known_names, options)
        if sheet is not None:
            n_filled += 1
            if not best or sheet.n_known > best[0].n_known:
                best = [sheet]
            elif sheet.n_known == best[0].n_known and sheet.n_known:
                best.append(sheet)
    if not best:
        nl = "er staat niets op het blad." if options.sheet else "er staat niets op de zichtbare bladen."
        en = "there is nothing on the sheet." if options.sheet else "there is nothing on the visible sheets."
        raise refusal(name, 0, nl, en)
    if len(best) > 1:
        titles = _listed(one.name for one in best)
        nl = f"de bladen {titles} passen even goed. {_OPTION.nl}"
        raise refusal(name, 0, nl, f"the sheets {titles} fit equally well. {_OPTION.en}")
    notes = []
    if n_filled > 1 and not best[0].n_known:
        at, title = visible(name, 200), visible(best[0].name)
        nl = f"{at}: op geen blad staan bekende kolommen; blad {title} is gelezen. {_OPTION.nl}"
        notes.append(Text(nl, f"{at}: no sheet has known columns; sheet {title} was read. {_OPTION.en}"))
    return best[0], notes


def _named(titles: Sequence[str], wanted: str, visibles: Sequence[str], name: str) -> str:
    found = [title for title in titles if title == wanted] or [title for title in titles if fold(title) == fold(wanted)]
    if found:
        return found[0]
    near, there, at = did_you_mean(wanted, map(visible, visibles)), _listed(visibles), visible(name, 200)
    nl = f"{at}: er is geen blad {visible(wanted)} (--sheet); wel {there}.{near.nl}"
    raise UsageError(Text(nl, f"{at}: there is no sheet {visible(wanted)} (--sheet); there are {there}.{near.en}"))


def _listed(titles: Collection[str] | Iterator[str]) -> str:
    shown = [visible(title) for title in titles]
    return ", ".join(shown[:_FEW]) + (f", … (+{len(shown) - _FEW})" if len(shown) > _FEW else "")


def _looked_at(
    cells: "CalamineSheet", title: str, known_names: Collection[str], options: ReadingOptions
) -> _Sheet | None:
    """The sheet with its header; None where nothing is on it."""
    if cells.start is None:
        return None
    first, left = cells.start
    top = islice(cells.iter_rows(), first, first + LOOKED_AT + MOST_ROWS)
    rows = [stripped(texts_of(row).fill_null("")).to_list() for row in top]
    at, heading = find_heading(rows, known_names, options.source)
    known = set(map(fold, known_names)) - {""}
    return _Sheet(title, cells, left + 1, first + at, heading, len(known.intersection(map(fold, heading.names))))


def _extent(sheet: _Sheet, first: int, part: Part) -> tuple[int, int]:
    """Where the rows end, without the empty ones at the end, and the columns, without those that hold nothing."""
    names = sheet.heading.names
    last, width = first, max((place + 1 for place, name in enumerate(names) if name), default=0)
    for number, row in enumerate(islice(sheet.cells.iter_rows(), first, None), first + 1):
        if row.count("") < len(row):
            last = number
            while width < len(row) and any(cell != "" for cell in row[width:]):
                width += 1
    for line, found in part.errors.items():
        if line > first:
            last, width = max(last, line), max(width, *(column - sheet.left + 1 for column, _ in found))
    return last, width


def _said(name: str, sheet: _Sheet, n_columns: int, n_rows: int) -> Text:
    at, title, columns = visible(name, 200), visible(sheet.name), columns_said(n_columns)
    rows = Text("rij" if n_rows == 1 else "rijen", "row" if n_rows == 1 else "rows")
    layout = recognised_as(sheet.heading)
    return Text(
        f"{at}: Excel, blad {title}, kopregel in rij {sheet.at + 1}, {n_columns} {columns.nl}, {n_rows} {rows.nl}"
        f"{layout.nl}.",
        f"{at}: Excel, sheet {title}, header in row {sheet.at + 1}, {n_columns} {columns.en}, {n_rows} {rows.en}"
        f"{layout.en}.",
    )


def _frames(sheet: _Sheet, rows: tuple[int, int], width: int, part: Part, name: str) -> Iterator[pl.DataFrame]:
    """The rows from and to these, from 0, in parts."""
    first, last = rows
    cells = islice(sheet.cells.iter_rows(), first, last)
    for start in range(first, last, _PART_ROWS):
        with _engine(name):
            block = list(islice(cells, _PART_ROWS))
        texts = [texts_of(column) for column in zip(*block, strict=True)]
        frame = pl.DataFrame(
            {LINE: np.arange(start + 1, start + 1 + len(block))} | {str(place): texts[place] for place in range(width)}
        )
        yield _with_errors(frame, part, sheet.left)


def _with_errors(frame: pl.DataFrame, part: Part, left: int) -> pl.DataFrame:
    """The errors of formulas as their text; the library hands them over as empty cells. `left`: the first column."""
    lines = range(int(frame[0, LINE]), int(frame[-1, LINE]) + 1)
    found = [
        (line - lines[0], column, said) for line in part.errors if line in lines for column, said in part.errors[line]
    ]
    for column in {column for _, column, _ in found}:
        name = str(column - left)
        if name in frame.columns:
            texts = frame[name].to_list()
            for place, at, said in found:
                texts[place] = said if at == column else texts[place]
            frame = frame.with_columns(pl.Series(name, texts, dtype=pl.String))
    return frame


def _part_names(given: Opened) -> dict[str, str]:
    """The part of each sheet, for what was found there; nothing where the workbook does not say so in the usual way."""
    try:
        with ZipFile(given.file) as package:
            main = next(filter(None, map(_WORKBOOK.fullmatch, package.namelist())))
            texts = [package.open(part).read(_MOST_BYTES) for part in (main[0], f"xl/_rels/{main[1]}.rels")]
        if any(b"<!DOCTYPE" in text for text in texts):
            return {}
        book, relations = (ET.fromstring(text) for text in texts)  # noqa: S314 - it has no entities of its own
    except (OSError, ValueError, LookupError, NotImplementedError, BadZipFile, zlib.error, ET.ParseError):
        return {}
    targets = {one.get("Id"): one.get("Target", "") for one in relations}
    found = {}
    for sheet in book.iter():
        place = next((targets.get(value) for key, value in sheet.attrib.items() if _SHEETS.search(key)), None)
        if sheet.tag.endswith("}sheet") and place:
            found[sheet.get("name", "")] = place[1:] if place.startswith("/") else f"xl/{place}"
    return found
