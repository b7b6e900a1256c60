"""Where rows and cells begin and end in delimited text (RFC 4180), and the apostrophe that protects a spreadsheet.

Text is UTF-8 here. A quote opens a cell only as its first character; elsewhere in an unquoted cell it is content.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
import numpy.typing as npt
import polars as pl

MALFORMED = -1
"""The width of a row whose cells cannot be told apart: text after a closing quote, or a line end of another kind."""

_QUOTED = rb'"[^"]*+(?:""[^"]*+)*+"'
_GUARDED = r"'('*[=+\-@\t\r])"
_EMPTIES = frozenset((b"", b'""'))
_TRIGGER = re.compile(r"'*[=+\-@\t\r]")

_Mask = npt.NDArray[np.bool_]
_Offsets = npt.NDArray[np.int64]


class UnclearRowError(Exception):
    """From offset `at` of the piece on nobody can tell where rows end.

    A quote opens there that is not properly closed; or, `mixed`, rows seem to end in two ways.
    """

    def __init__(self, at: int, *, mixed: bool = False) -> None:
        super().__init__(at)
        self.at, self.mixed = at, mixed


@dataclass(frozen=True)
class Rows:
    """The complete rows at the head of a piece of text, as offsets into it; every array is (n_rows,).

    `ends` leaves out the line end, `stop` is where the first incomplete row begins. `lines`: line ends before the row,
    `n_lines`: line ends before `stop`. `strays`: rows with a quote inside an unquoted cell, which other parsers read
    otherwise. `empty_quoted`, `empty_bare`: a cell written as "" occurs; a cell without anything occurs.
    """

    starts: _Offsets
    ends: _Offsets
    widths: npt.NDArray[np.int32]
    lines: _Offsets
    strays: _Mask
    stop: int
    n_lines: int
    empty_quoted: bool
    empty_bare: bool


@dataclass(frozen=True)
class Grammar:
    r"""How rows are written: `delimiter`, `line_end`, and the number of `columns` of the header.

    `line_end` is b"\n" (a b"\r" before it belongs to it) or b"\r"; b"\r\n", while it is not known yet, means either.
    """

    delimiter: bytes
    line_end: bytes
    columns: int

    @cached_property
    def _row(self) -> re.Pattern[bytes]:
        """As far as a row goes, whatever stands after its closing quotes."""
        bare = b"[^%s%s]*+" % (re.escape(self.delimiter), self.line_end)
        return _repeated(b'(?:%s%s|(?!")%s)' % (_QUOTED, bare, bare), self.delimiter)

    @cached_property
    def _clean(self) -> re.Pattern[bytes]:
        """A row that all parsers read alike."""
        return _repeated(rb'(?:%s|[^"\r\n%s]*+)' % (_QUOTED, re.escape(self.delimiter)), self.delimiter)

    @cached_property
    def _valid(self) -> re.Pattern[bytes]:
        """A row whose cells can be told apart."""
        return _repeated(rb'(?:%s|(?!")[^\r\n%s]*+)' % (_QUOTED, re.escape(self.delimiter)), self.delimiter)

    @cached_property
    def _cell(self) -> re.Pattern[bytes]:
        bare = b"[^%s]*+" % re.escape(self.delimiter)
        return re.compile(rb"(?:\A|%s)(%s%s|%s)" % (re.escape(self.delimiter), _QUOTED, bare, bare))

    def cells(self, row: bytes) -> Iterator[bytes]:
        """The cells of a row as they are written, quotes and all."""
        return (cell[1] for cell in self._cell.finditer(row))

    def reach(self, piece: bytes, start: int) -> int:
        """Where the row that begins at `start` ends: at its line end, at a quote that stays open, or with the piece."""
        found = self._row.match(piece, start)
        return start if found is None else found.end()

    def rewritten(self, row: bytes) -> bytes:
        """A row with its unquoted cells that hold a quote in quotes, so that all parsers read it alike."""
        return self.delimiter.join(
            b'"' + cell.replace(b'"', b'""') + b'"' if b'"' in cell and cell[:1] != b'"' else cell
            for cell in self.cells(row)
        )

    def is_valid(self, row: bytes) -> bool:
        """Whether the cells of the row can be told apart."""
        return self._valid.fullmatch(row) is not None

    def rows(self, piece: bytes) -> Rows:
        """The complete rows of a piece that begins where a row begins."""
        return _Scan(self, piece).rows()

    def one_by_one(self, piece: bytes, start: int, line: int) -> Rows:
        """The complete rows from `start`, before which `line` lines end: for where quotes are not as they should be."""
        table, empties = [], set[bytes]()
        while (end := self.reach(piece, start)) < len(piece) and piece[end : end + 1] == self.line_end:
            trimmed = end - (self.line_end == b"\n" and piece.endswith(b"\r", start, end))
            row = piece[start:trimmed]
            valid = self.is_valid(row)
            if not valid:
                self._stays_on_its_line(row, start)
            cells = list(self.cells(row)) if row else []
            empties |= _EMPTIES.intersection(cells)
            width = (len(cells) or int(self.columns == 1)) if valid else MALFORMED
            stray = valid and b'"' in row and self._clean.fullmatch(row) is None
            table.append((start, trimmed, width, line, stray))
            line += 1 + row.count(self.line_end)
            start = end + 1
        starts, ends, widths, lines, strays = np.array(table, np.int64).reshape(-1, 5).T
        return Rows(
            starts,
            ends,
            widths.astype(np.int32),
            lines,
            strays.astype(np.bool_),
            start,
            line,
            empty_quoted=b'""' in empties,
            empty_bare=b"" in empties,
        )

    def _stays_on_its_line(self, row: bytes, start: int) -> None:
        """Raise when a malformed row may have swallowed those after it."""
        other = b"\r" if self.line_end == b"\n" else b"\n"
        if [line.count(self.delimiter) + 1 for line in row.split(other) if line].count(self.columns) > 1:
            raise UnclearRowError(start, mixed=True)
        wrong = next(cell for cell in self._cell.finditer(row) if not self.is_valid(cell[1]))
        if self.line_end in row[wrong.start(1) :]:
            raise UnclearRowError(start + wrong.start(1))


def _repeated(cell: bytes, delimiter: bytes) -> re.Pattern[bytes]:
    return re.compile(b"%s(?:%s%s)*+" % (cell, re.escape(delimiter), cell))


class _Scan:
    """Finds the rows of a piece for all bytes at once; only from a misplaced quote on it reads row by row."""

    def __init__(self, grammar: Grammar, piece: bytes) -> None:
        self.grammar, self.piece = grammar, piece
        self.bytes = np.frombuffer(piece, np.uint8)
        self.delimiters = self.bytes == ord(grammar.delimiter)
        self.breaks = np.flatnonzero(self.bytes == ord(grammar.line_end))
        self.quotes: _Mask | None = None
        self.inside: _Mask | None = None
        self.misplaced = len(piece)
        self.outer = np.arange(len(self.breaks))
        if b'"' in piece:
            self._quoted()
        elif self._has_foreign_break() and (foreign := self._foreign_breaks()).any():
            self.misplaced = int(foreign.argmax())

    def _quoted(self) -> None:
        """Count quotes: between an odd one and the next even one, delimiters and line ends are content."""
        self.quotes = self.bytes == ord('"')
        # The running parity; much faster than a cumulative sum.
        self.inside = np.bitwise_xor.accumulate(self.quotes.view(np.uint8)).view(np.bool_)
        touches = self.delimiters | self.quotes
        touches[self.breaks] = True
        wrong = np.zeros(len(self.bytes), np.bool_)
        # An opening quote comes after a delimiter, a line end or (a doubled one) the quote before it.
        wrong[1:] = (self.quotes & self.inside)[1:] & ~touches[:-1]
        if self.grammar.line_end == b"\n":
            before = self.breaks[self.breaks > 0] - 1
            touches[before[self.bytes[before] == ord("\r")]] = True
        wrong[:-1] |= (self.quotes & ~self.inside)[:-1] & ~touches[1:]
        if self._has_foreign_break():
            wrong |= self._foreign_breaks() & ~self.inside
        if wrong.any():
            self.misplaced = int(wrong.argmax())
        self.delimiters &= ~self.inside
        self.outer = np.flatnonzero(~self.inside[self.breaks])

    def _has_foreign_break(self) -> bool:
        r"""Whether there may be a \r alone where lines end in \n, or a \n where they end in \r."""
        if self.grammar.line_end == b"\r":
            return b"\n" in self.piece
        return b"\r" in self.piece and self.piece.count(b"\r") > self.piece.count(b"\r\n")

    def _foreign_breaks(self) -> _Mask:
        other = "\n" if self.grammar.line_end == b"\r" else "\r"
        alone = np.equal(self.bytes, ord(other))
        if other == "\r":
            alone[:-1] &= self.bytes[1:] != ord("\n")
            # What follows the last byte is not known yet.
            alone[-1:] = False
        return alone

    def rows(self) -> Rows:
        ends = self.breaks[self.outer]
        # Rows before the first misplaced quote are what they seem.
        n = int(np.searchsorted(ends, self.misplaced))
        ends = ends[:n]
        starts = np.concatenate(([0], ends + 1))
        stop, starts = int(starts[-1]), starts[:-1]
        lines = np.concatenate(([0], self.outer[:n] + 1))
        n_lines, lines = int(lines[-1]), lines[:-1]
        if self.grammar.line_end == b"\n":
            ends = ends - ((self.bytes[ends - 1] == ord("\r")) & (ends > starts))
        widths = self._widths(starts, ends, stop)
        rows = Rows(
            starts,
            ends,
            widths,
            lines,
            np.zeros(n, np.bool_),
            stop,
            n_lines,
            self._has_empty_quoted(stop),
            self._has_empty_bare(starts, ends, stop),
        )
        return rows if self.misplaced == len(self.piece) else self._continued(rows)

    def _widths(self, starts: _Offsets, ends: _Offsets, stop: int) -> npt.NDArray[np.int32]:
        if not len(starts):
            return np.zeros(0, np.int32)
        widths = np.add.reduceat(self.delimiters[:stop].view(np.uint8), starts, dtype=np.int32) + np.int32(1)
        widths[starts == ends] = self.grammar.columns == 1
        return widths

    def _has_empty_quoted(self, stop: int) -> bool:
        if self.quotes is None or self.inside is None:
            return False
        quotes, inside = self.quotes[:stop], self.inside[:stop]
        pair = quotes[:-1] & inside[:-1] & quotes[1:] & ~inside[1:]
        pair[1:] &= ~quotes[:-2]
        pair[:-1] &= ~quotes[2:]
        return bool(pair.any())

    def _has_empty_bare(self, starts: _Offsets, ends: _Offsets, stop: int) -> bool:
        delimiters = self.delimiters[:stop]
        within = bool((delimiters[1:] & delimiters[:-1]).any())
        return within or bool(delimiters[starts].any()) or bool(delimiters[ends[ends > starts] - 1].any())

    def _continued(self, rows: Rows) -> Rows:
        rest = self.grammar.one_by_one(self.piece, rows.stop, rows.n_lines)
        return Rows(
            np.concatenate((rows.starts, rest.starts)),
            np.concatenate((rows.ends, rest.ends)),
            np.concatenate((rows.widths, rest.widths)),
            np.concatenate((rows.lines, rest.lines)),
            np.concatenate((rows.strays, rest.strays)),
            rest.stop,
            rest.n_lines,
            rows.empty_quoted or rest.empty_quoted,
            rows.empty_bare or rest.empty_bare,
        )


def guard_cells(raw_row: str, delimiter: str) -> str:
    """The row with an apostrophe before each cell that a spreadsheet would take for a formula; all else as it was.

    Within the quotes of a quoted cell. A cell that begins so after apostrophes gets one more: `unguard` takes one off.
    """
    return _str_cells(delimiter).sub(lambda cell: cell[1] + _guarded(cell[2]), raw_row)


@cache
def _str_cells(delimiter: str) -> re.Pattern[str]:
    bare = f"[^{re.escape(delimiter)}]*+"
    return re.compile(rf"(\A|{re.escape(delimiter)})({_QUOTED.decode()}{bare}|{bare})")


def _guarded(cell: str) -> str:
    quote = '"' if cell.startswith('"') else ""
    content = cell.removeprefix(quote)
    return f"{quote}'{content}" if _TRIGGER.match(content) else cell


def unguard(text: pl.Expr) -> pl.Expr:
    """The cells as they were before `guard_cells`: one leading apostrophe is off where a formula seems to follow."""
    return text.str.replace(f"^{_GUARDED}", "${1}")


def unguarded(cell: str) -> str:
    """As `unguard`, for one cell."""
    return re.sub(rf"\A{_GUARDED}", r"\1", cell)
