"""The cells in the content of an OpenDocument spreadsheet, read as a stream, as the text that a person sees there."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite
from xml.parsers import expat

from reintegratie_cli.inputs.formats.xlsx_cells import Value
from reintegratie_cli.inputs.formats.xlsx_guard import LAST_COLUMN, LAST_ROW, MOST_CELLS, MOST_TEXT
from reintegratie_cli.inputs.formats.zip_parts import TooLargeError

_TABLE, _ROW, _CELL, _COVERED = "table:table", "table:table-row", "table:table-cell", "table:covered-table-cell"
_STYLE, _LOOK, _PARAGRAPH = "style:style", "style:table-properties", "text:p"
_SIGNS = {"text:tab": "\t", "text:line-break": "\n"}
_READ = {
    *("office:document-content", "office:automatic-styles", _STYLE, _LOOK, "office:body", "office:spreadsheet"),
    *(_TABLE, "table:table-rows", "table:table-header-rows", "table:table-row-group", _ROW, _CELL, _COVERED),
    *(_PARAGRAPH, "text:span", "text:a", "text:s", *_SIGNS),
}
"""All other elements are passed over with what is in them: notes at a cell, drawings, what was changed when."""

_NUMBERS = {"float", "percentage", "currency"}
_ERRORS = "#", "Err:"
"""How an error begins that a formula gave; older programs write it with the number 0."""

_DATE = re.compile(r"(-?[0-9]{4,}-[0-9]{2}-[0-9]{2})(?:T([0-9]{2}:[0-9]{2}:[0-9]{2})(?:[.,][0-9]+)?)?")
_TIME = re.compile(r"PT([0-9]{1,6})H([0-9]{1,2})M([0-9]{1,2})(?:[.,][0-9]+)?S")
_MOST_SIGNS = 2**24
"""In one cell; its spaces are said as a number."""

_MOST_TABLES, _MOST_ROWS, _MOST_KNOWN = 10_000, 4 * LAST_ROW, 2**20


@dataclass(eq=False)
class Table:
    """The cells of one sheet; `rows`: each with its number from 0, without those that hold nothing."""

    name: str
    style: str
    rows: list[tuple[int, tuple[Value, ...]]] = field(default_factory=list)
    n_rows: int = 0

    @property
    def start(self) -> tuple[int, int] | None:
        """The first row and column that hold something, from 0."""
        if not self.rows:
            return None
        return self.rows[0][0], min(next(place for place, cell in enumerate(row) if cell != "") for _, row in self.rows)

    def iter_rows(self) -> Iterator[Sequence[Value]]:
        """All rows from the first one of the sheet to the last that holds something."""
        left = (self.start or (0, 0))[1]
        width = max((len(row) for _, row in self.rows), default=left) - left
        empty, at = ("",) * width, 0
        for number, row in self.rows:
            for _ in range(at, number):
                yield empty
            cells = row[left:]
            yield cells + empty[len(cells) :]
            at = number + 1


class Reader:
    """Takes the content in pieces; `tables`, and `hidden`, the styles of those that are not shown, are there then.

    Raises ValueError where it is not what it should be, TooLargeError where it is more than anybody's answers.
    """

    def __init__(self) -> None:
        self.tables: list[Table] = []
        self.hidden: set[str] = set()
        self._style = ""
        self._skipped = 0
        self._row: list[Value] | None = None
        self._empty = 0
        self._cell: Mapping[str, str] | None = None
        self._texts: list[str] | None = None
        self._repeat_row = self._n_rows = self._n_cells = self._n_signs = self._n_here = 0
        self._known: dict[Value, Value] = {}
        parser = self._parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = self._text, _no_doctype

    def feed(self, piece: bytes, *, is_last: bool = False) -> None:
        """Read the next piece."""
        try:
            self._parser.Parse(piece, is_last)
        except expat.ExpatError:
            raise ValueError from None

    def _start(self, name: str, said: Mapping[str, str]) -> None:
        within_cell = self._cell is not None
        if self._skipped or name not in _READ or name.startswith("text:") is not within_cell:
            self._skipped += 1
        elif name in (_CELL, _COVERED):
            self._cell = said if name == _CELL else {**said, "office:value-type": ""}
            self._texts = None
        elif name == _PARAGRAPH:
            self._begin_paragraph()
        elif name == "text:s":
            self._text(" " * _times(said, "text:c", _MOST_SIGNS))
        elif name in _SIGNS:
            self._text(_SIGNS[name])
        elif name == _ROW:
            self._row, self._empty, self._repeat_row = [], 0, _times(said, "table:number-rows-repeated")
        elif name == _TABLE:
            self.tables.append(Table(said.get("table:name", ""), said.get("table:style-name", "")))
            _check(len(self.tables), _MOST_TABLES)
        elif name == _STYLE:
            self._style = said.get("style:name", "")
        elif name == _LOOK and said.get("table:display") == "false":
            self.hidden.add(self._style)
            _check(len(self.hidden), _MOST_TABLES)

    def _end(self, name: str) -> None:
        if self._skipped:
            self._skipped -= 1
        elif name in (_CELL, _COVERED):
            self._end_cell()
        elif name == _ROW:
            self._end_row()

    def _begin_paragraph(self) -> None:
        if self._texts is None:
            self._texts, self._n_here = [], 0
        else:
            self._text("\n")

    def _text(self, text: str) -> None:
        if self._texts is not None and not self._skipped:
            self._n_signs, self._n_here = self._n_signs + len(text), self._n_here + len(text)
            _check(self._n_here, _MOST_SIGNS)
            _check(self._n_signs, MOST_TEXT)
            self._texts.append(text)

    def _end_cell(self) -> None:
        said, texts = self._cell or {}, self._texts
        self._cell = self._texts = None
        n = _times(said, "table:number-columns-repeated")
        value = _value(said, "".join(texts or ()))
        if value == "":
            self._empty += n
            return
        if self._row is None or len(self._row) + self._empty + n > LAST_COLUMN:
            raise ValueError
        if not isinstance(value, bool) and len(self._known) < _MOST_KNOWN:
            value = self._known.setdefault(value, value)
        self._row += [""] * self._empty + [value] * n
        self._empty = 0

    def _end_row(self) -> None:
        row, n = tuple(self._row or ()), self._repeat_row
        self._row = None
        table = self.tables[-1]
        first = table.n_rows
        table.n_rows += n
        if not row:
            return
        if table.n_rows > LAST_ROW:
            raise ValueError
        self._n_rows, self._n_cells = self._n_rows + n, self._n_cells + len(row) * n
        _check(self._n_rows, _MOST_ROWS)
        _check(self._n_cells, MOST_CELLS)
        table.rows += [(number, row) for number in range(first, first + n)]


def _value(said: Mapping[str, str], text: str) -> Value:
    """What a cell holds, "" for nothing; its own text where that is what people see."""
    kind = said.get("office:value-type")
    if not kind:
        return ""
    if said.get("calcext:value-type") == "error" or ("table:formula" in said and text.startswith(_ERRORS)):
        return text
    if kind in _NUMBERS:
        number = float(said.get("office:value", "nan"))
        return number if isfinite(number) else text
    if kind == "boolean":
        return said.get("office:boolean-value") == "true"
    return _moment(kind, said) or text or said.get("office:string-value", "")


def _moment(kind: str, said: Mapping[str, str]) -> str:
    """A day, a moment or a time; nothing for what is none of them."""
    if kind == "date" and (day := _DATE.fullmatch(said.get("office:date-value", ""))):
        return " ".join(filter(None, day.groups()))
    if kind == "time" and (time := _TIME.fullmatch(said.get("office:time-value", ""))):
        hours, minutes, seconds = map(int, time.groups())
        is_of_day = hours < 24  # noqa: PLR2004
        return f"{hours:02}:{minutes:02}:{seconds:02}" if is_of_day else f"{hours}:{minutes:02}:{seconds:02}"
    return ""


def _times(said: Mapping[str, str], name: str, most: int = 2**31) -> int:
    """How often; ValueError where that is no number of times."""
    n = int(said.get(name, 1))
    if not 0 < n <= most:
        raise ValueError
    return n


def _check(n: int, most: int) -> None:
    if n > most:
        raise TooLargeError


def _no_doctype(*_: object) -> None:
    """No program writes one; entities of its own could be anything."""
    raise ValueError
