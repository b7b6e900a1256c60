"""A workbook of any format: which of its sheets holds the answers, where its header is, and its cells as text."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, replace
from itertools import islice
from typing import Protocol

import numpy as np
import polars as pl

from reintegratie_cli.errors import UsageError, did_you_mean
from reintegratie_cli.inputs.cells import stripped
from reintegratie_cli.inputs.encoding import refusal
from reintegratie_cli.inputs.formats.typed_table import check_columns, columns_said
from reintegratie_cli.inputs.formats.xlsx_cells import Value, texts_of
from reintegratie_cli.inputs.layouts import LOOKED_AT, MOST_ROWS, Heading, find_heading, recognised_as
from reintegratie_cli.inputs.opened import Opened
from reintegratie_cli.inputs.reading_options import ReadingOptions
from reintegratie_cli.inputs.stored_file import LINE, StoredFile
from reintegratie_cli.models.base import fold
from reintegratie_cli.text import Text, visible

Errors = Mapping[int, Sequence[tuple[int, str]]]
"""Row -> column, both from 1, and text of each cell there that holds an error the cells do not tell."""

_PART_ROWS = 20_000
_FEW = 8
_OPTION = Text("Noem het blad met --sheet.", "Name the sheet with --sheet.")


class Cells(Protocol):
    """The cells of one sheet. `start`: the first row and column with something in it, from 0; none where nothing is."""

    @property
    def start(self) -> tuple[int, int] | None: ...  # noqa: D102 - as the class says

    def iter_rows(self) -> Iterator[Sequence[Value]]:
        """All rows from the first of the sheet, of equal length, each from the column of `start`."""


@dataclass(frozen=True)
class Book:
    """A workbook. `program`: whose; `titles`: of all sheets, `shown` of the visible ones.

    `cells`: gives those of a sheet; `errors`: where it holds any; `guard`: stands around each use of these cells.
    """

    program: str
    titles: Sequence[str]
    shown: Sequence[str]
    cells: Callable[[str], Cells]
    errors: Callable[[str], Errors]
    guard: Callable[[], AbstractContextManager[None]]


@dataclass(frozen=True)
class _Sheet:
    """A sheet with something in it; `at`: the row of its header, from 0. `left`: its first column, from 1."""

    name: str
    cells: Cells
    left: int
    at: int
    heading: Heading
    n_known: int


def open_sheet(
    given: Opened, book: Book, known_names: Collection[str], options: ReadingOptions, stack: ExitStack
) -> StoredFile:
    """The sheet that the call names, else the one whose header has most known names, after a look at every row of it.

    Raises:
        ResponsesError: It holds nothing, or several sheets are as good.
        UsageError: It has no sheet of the name that the call gives.
    """
    name = given.name
    sheet, notes = _chosen(book, name, known_names, options)
    errors = book.errors(sheet.name)
    first = sheet.at + sheet.heading.rows
    with book.guard():
        last, width = _extent(sheet, first, errors)
    check_columns(name, width)
    heading = replace(sheet.heading, names=sheet.heading.names[:width], texts=sheet.heading.texts[:width])
    notes.insert(0, _said(name, book, sheet, (width, last - first)))
    file = StoredFile(name, heading, _frames(book, sheet, (first, last), width, errors), notes, stack)
    given.check_unchanged()
    return file


def _chosen(book: Book, name: str, known_names: Collection[str], options: ReadingOptions) -> tuple[_Sheet, list[Text]]:
    """The sheet to read, and what is to be said of the choice."""
    wanted = book.shown
    if options.sheet is not None:
        wanted = [_named(book.titles, options.sheet, book.shown, name)]
    best: list[_Sheet] = []
    n_filled = 0
    for title in wanted:
        with book.guard():
            sheet = _looked_at(book.cells(title), title, known_names, options)
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


def _looked_at(cells: Cells, title: str, known_names: Collection[str], options: ReadingOptions) -> _Sheet | None:
    """The sheet with its header; None where nothing is on it."""
    if cells.start is None:
        return None
    first, left = cells.start
    top = islice(cells.iter_rows(), first, first + LOOKED_AT + MOST_ROWS)
    rows = [stripped(texts_of(row).fill_null("")).to_list() for row in top]
    at, heading = find_heading(rows, known_names, options.source)
    known = set(map(fold, known_names)) - {""}
    return _Sheet(title, cells, left + 1, first + at, heading, len(known.intersection(map(fold, heading.names))))


def _extent(sheet: _Sheet, first: int, errors: Errors) -> tuple[int, int]:
    """Where the rows end, without the empty ones at the end, and the columns, without those that hold nothing."""
    names = sheet.heading.names
    last, width = first, max((place + 1 for place, name in enumerate(names) if name), default=0)
    for number, row in enumerate(islice(sheet.cells.iter_rows(), first, None), first + 1):
        if row.count("") < len(row):
            last = number
            while width < len(row) and any(cell != "" for cell in row[width:]):
                width += 1
    for line, found in errors.items():
        if line > first:
            last, width = max(last, line), max(width, *(column - sheet.left + 1 for column, _ in found))
    return last, width


def _said(name: str, book: Book, sheet: _Sheet, shape: tuple[int, int]) -> Text:
    (n_columns, n_rows), header = shape, sheet.at + 1
    at, title, columns = f"{visible(name, 200)}: {book.program}", visible(sheet.name), columns_said(n_columns)
    rows = Text("rij" if n_rows == 1 else "rijen", "row" if n_rows == 1 else "rows")
    layout = recognised_as(sheet.heading)
    return Text(
        f"{at}, blad {title}, kopregel in rij {header}, {n_columns} {columns.nl}, {n_rows} {rows.nl}{layout.nl}.",
        f"{at}, sheet {title}, header in row {header}, {n_columns} {columns.en}, {n_rows} {rows.en}{layout.en}.",
    )


def _frames(book: Book, sheet: _Sheet, rows: tuple[int, int], width: int, errors: Errors) -> Iterator[pl.DataFrame]:
    """The rows from and to these, from 0, in parts."""
    first, last = rows
    cells = islice(sheet.cells.iter_rows(), first, last)
    for start in range(first, last, _PART_ROWS):
        with book.guard():
            block = list(islice(cells, _PART_ROWS))
        texts = [texts_of(column) for column in zip(*block, strict=True)]
        frame = pl.DataFrame(
            {LINE: np.arange(start + 1, start + 1 + len(block))} | {str(place): texts[place] for place in range(width)}
        )
        yield _with_errors(frame, errors, sheet.left)


def _with_errors(frame: pl.DataFrame, errors: Errors, left: int) -> pl.DataFrame:
    """The errors of formulas as their text; the library hands them over as empty cells. `left`: the first column."""
    lines = range(int(frame[0, LINE]), int(frame[-1, LINE]) + 1)
    found = [(line - lines[0], column, said) for line in errors if line in lines for column, said in errors[line]]
    for column in {column for _, column, _ in found}:
        name = str(column - left)
        if name in frame.columns:
            texts = frame[name].to_list()
            for place, at, said in found:
                texts[place] = said if at == column else texts[place]
            frame = frame.with_columns(pl.Series(name, texts, dtype=pl.String))
    return frame
