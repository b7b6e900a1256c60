"""Where rows and cells begin and end in delimited text: RFC 4180, for all bytes of a piece at once.

Text is UTF-8 here. A quote opens a cell only as its first character; elsewhere in an unquoted cell it is content.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

MALFORMED = -1
"""The width of a row whose cells cannot be told apart: text after a closing quote, or a line end of another kind."""

_QUOTED = rb'"[^"]*+(?:""[^"]*+)*+"'
_EMPTY, _EMPTY_QUOTED = b"", b'""'

_Mask = npt.NDArray[np.bool_]
_Offsets = npt.NDArray[np.int64]


class UnclearRowError(Exception):
    """From offset `at` of the piece on nobody can tell where rows end.

    A quote opens there that is not properly closed; or, `mixed`, rows seem to end in two ways.
    """

    def __init__(self, at: int, *, mixed: bool = False) -> None:
        super().__init__(at)
        self.at, self.mixed = at, mixed


@dataclass(frozen=True, eq=False)
class Rows:
    """Successive complete rows of a text; every array is (n_rows,).

    `starts`, `ends`: offsets in `text`, `ends` without the line end. `lines`: the line on which each begins. `strays`:
    it has a quote inside an unquoted cell, which other parsers read otherwise.
    """

    text: bytes
    starts: _Offsets
    ends: _Offsets
    widths: npt.NDArray[np.int32]
    lines: _Offsets
    strays: _Mask

    def __len__(self) -> int:
        return len(self.starts)

    def row(self, place: int) -> bytes:
        """The text of one row, without its line end."""
        return self.text[self.starts[place] : self.ends[place]]

    def part(self, start: int, stop: int) -> "Rows":
        """The rows from `start` up to `stop`."""
        some = slice(start, stop)
        begin = int(self.starts[start])
        end = int(self.starts[stop]) if stop < len(self) else len(self.text)
        arrays = self.starts[some] - begin, self.ends[some] - begin, self.widths[some], self.lines[some]
        return Rows(self.text[begin:end], *arrays, self.strays[some])

    @staticmethod
    def joined(parts: Sequence["Rows"]) -> "Rows":
        """The rows of all parts, in order."""
        begins = np.cumsum([0] + [len(part.text) for part in parts])[:-1]
        return Rows(
            b"".join(part.text for part in parts),
            np.concatenate([part.starts + begin for part, begin in zip(parts, begins, strict=True)]),
            np.concatenate([part.ends + begin for part, begin in zip(parts, begins, strict=True)]),
            np.concatenate([part.widths for part in parts]),
            np.concatenate([part.lines for part in parts]),
            np.concatenate([part.strays for part in parts]),
        )


@dataclass(frozen=True)
class Scanned:
    """The complete rows at the head of a piece, their lines counted from 0, and the number of lines they end on.

    `empty_quoted`, `empty_bare`: a cell occurs that is written as ""; one that is nothing at all.
    """

    rows: Rows
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
        return self._repeated(b'(?:%s%s|(?!")%s)' % (_QUOTED, bare, bare))

    @cached_property
    def _clean(self) -> re.Pattern[bytes]:
        """A row that all parsers read alike."""
        return self._repeated(rb'(?:%s|[^"\r\n%s]*+)' % (_QUOTED, re.escape(self.delimiter)))

    @cached_property
    def _valid(self) -> re.Pattern[bytes]:
        """A row whose cells can be told apart."""
        return self._repeated(rb'(?:%s|(?!")[^\r\n%s]*+)' % (_QUOTED, re.escape(self.delimiter)))

    def _repeated(self, cell: bytes) -> re.Pattern[bytes]:
        return re.compile(b"%s(?:%s%s)*+" % (cell, re.escape(self.delimiter), cell))

    @cached_property
    def _cell(self) -> re.Pattern[bytes]:
        bare = b"[^%s]*+" % re.escape(self.delimiter)
        return re.compile(rb"(?:\A|%s)(%s%s|%s)" % (re.escape(self.delimiter), _QUOTED, bare, bare))

    def cells(self, row: bytes) -> list[bytes]:
        """The cells of a row as they are written, quotes and all."""
        return self._cell.findall(row)

    def is_valid(self, row: bytes) -> bool:
        """Whether the cells of the row can be told apart."""
        return self._valid.fullmatch(row) is not None

    def reach(self, piece: bytes, start: int) -> int:
        """Where the row that begins at `start` ends: at its line end, before a cell that is not closed, or with the piece."""
        found = self._row.match(piece, start)
        return start if found is None else found.end()

    def rewritten(self, row: bytes) -> bytes:
        """A row with its unquoted cells that hold a quote in quotes, so that all parsers read it alike."""
        return self.delimiter.join(
            b'"' + cell.replace(b'"', b'""') + b'"' if b'"' in cell and cell[:1] != b'"' else cell
            for cell in self.cells(row)
        )

    def scan(self, piece: bytes) -> Scanned:
        """The complete rows of a piece that begins where a row begins. UnclearRowError where nobody can tell them."""
        return _Scan(self, piece).scanned()

    def one_by_one(self, piece: bytes, begin: int) -> Scanned:
        """As `scan`, row by row from `begin` on, for where quotes are not as they should be."""
        table, start, line, empties = [], begin, 0, set[bytes]()
        while (end := self._end(piece, start)) < len(piece) and piece[end : end + 1] == self.line_end:
            trimmed = end - (self.line_end == b"\n" and piece.endswith(b"\r", start, end))
            row = piece[start:trimmed]
            width, stray = self._measured(row, empties)
            if width == MALFORMED:
                self._swallows_nothing(row, start)
            table.append((start - begin, trimmed - begin, width, line, stray))
            line += 1 + row.count(self.line_end)
            start = end + 1
        starts, ends, widths, lines, strays = np.array(table, np.int64).reshape(-1, 5).T
        rows = Rows(piece[begin:start], starts, ends, widths.astype(np.int32), lines, strays.astype(np.bool_))
        return Scanned(rows, line, _EMPTY_QUOTED in empties, _EMPTY in empties)

    def _end(self, piece: bytes, start: int) -> int:
        """As `reach`, at once for a line without quotes."""
        end = piece.find(self.line_end, start)
        return end if end >= 0 and piece.find(b'"', start, end) < 0 else self.reach(piece, start)

    def _measured(self, row: bytes, empties: set[bytes]) -> tuple[int, bool]:
        """The width of a row and whether it has a stray quote; how its empty cells are written goes to `empties`."""
        if not row:
            return int(self.columns == 1), False
        if b'"' in row:
            clean = self._clean.fullmatch(row) is not None
            cells = self.cells(row) if clean or self.is_valid(row) else []
            empties |= {_EMPTY, _EMPTY_QUOTED}.intersection(cells)
            return len(cells) or MALFORMED, bool(cells) and not clean
        if b"\r" in row or b"\n" in row:
            return MALFORMED, False
        if row.startswith(self.delimiter) or row.endswith(self.delimiter) or self.delimiter * 2 in row:
            empties.add(_EMPTY)
        return row.count(self.delimiter) + 1, False

    def _swallows_nothing(self, row: bytes, start: int) -> None:
        """Raise when a malformed row may hold the rows after it."""
        other = b"\r" if self.line_end == b"\n" else b"\n"
        if [line.count(self.delimiter) + 1 for line in row.split(other) if line].count(self.columns) > 1:
            raise UnclearRowError(start, mixed=True)
        for cell in self._cell.finditer(row):
            if self.line_end in cell[1] and not self.is_valid(cell[1]):
                raise UnclearRowError(start + cell.start(1))


class _Scan:
    """Finds the rows of a piece for all bytes at once; only from a misplaced quote on it reads row by row."""

    def __init__(self, grammar: Grammar, piece: bytes) -> None:
        self.grammar, self.piece, self.misplaced = grammar, piece, len(piece)
        self.bytes = np.frombuffer(piece, np.uint8)
        self.delimiters = self.bytes == ord(grammar.delimiter)
        self.breaks = np.flatnonzero(self.bytes == ord(grammar.line_end))
        self.outer = np.arange(len(self.breaks))
        self.empty_quoted = False
        if b'"' in piece:
            self._quoted()
        else:
            self._misplaced(self._foreign_breaks())

    def _quoted(self) -> None:
        """Count quotes: between an odd one and the next even one, delimiters and line ends are content."""
        quotes = self.bytes == ord('"')
        # The running parity; much faster than a cumulative sum.
        inside = np.bitwise_xor.accumulate(quotes.view(np.uint8)).view(np.bool_)
        opening, closing = quotes & inside, quotes & ~inside
        touches = self.delimiters | quotes
        touches[self.breaks] = True
        wrong = self._foreign_breaks() & ~inside
        # An opening quote comes after a delimiter, a line end or (when doubled) the quote before it.
        wrong[1:] |= opening[1:] & ~touches[:-1]
        if self.grammar.line_end == b"\n":
            before = self.breaks[self.breaks > 0] - 1
            touches[before[self.bytes[before] == ord("\r")]] = True
        wrong[:-1] |= closing[:-1] & ~touches[1:]
        self._misplaced(wrong)
        self.delimiters &= ~inside
        self.outer = np.flatnonzero(~inside[self.breaks])
        # Two quotes with no quote beside them.
        pair = opening[: self.misplaced][:-1] & closing[: self.misplaced][1:]
        pair[1:] &= ~quotes[: len(pair) - 1]
        pair[: len(quotes) - 2] &= ~quotes[2 : len(pair) + 2]
        self.empty_quoted = bool(pair.any())

    def _misplaced(self, wrong: _Mask) -> None:
        if wrong.any():
            self.misplaced = int(wrong.argmax())

    def _foreign_breaks(self) -> _Mask:
        r"""Each \r alone where lines end in \n, each \n where they end in \r."""
        if self.grammar.line_end == b"\r":
            return np.equal(self.bytes, ord("\n"))
        if self.piece.count(b"\r") == self.piece.count(b"\r\n"):
            return np.zeros(len(self.bytes), np.bool_)
        alone = np.equal(self.bytes, ord("\r"))
        alone[:-1] &= self.bytes[1:] != ord("\n")
        # What follows the last byte is not known yet.
        alone[-1:] = False
        return alone

    def scanned(self) -> Scanned:
        """The rows; those before the first misplaced quote are what they seem."""
        ends = self.breaks[self.outer]
        ends = ends[: int(np.searchsorted(ends, self.misplaced))]
        starts = np.concatenate(([0], ends + 1))
        lines = np.concatenate(([0], self.outer[: len(ends)] + 1))
        stop, starts, n_lines, lines = int(starts[-1]), starts[:-1], int(lines[-1]), lines[:-1]
        if self.grammar.line_end == b"\n":
            ends = ends - ((self.bytes[ends - 1] == ord("\r")) & (ends > starts))
        widths = self._widths(starts, ends, stop)
        rows = Rows(self.piece[:stop], starts, ends, widths, lines, np.zeros(len(ends), np.bool_))
        empty_bare = self._has_empty_bare(starts, ends, stop)
        if self.misplaced == len(self.piece):
            return Scanned(rows, n_lines, self.empty_quoted, empty_bare)
        rest = self.grammar.one_by_one(self.piece, stop)
        rows = Rows.joined([rows, replace(rest.rows, lines=rest.rows.lines + n_lines)])
        quoted, bare = self.empty_quoted or rest.empty_quoted, empty_bare or rest.empty_bare
        return Scanned(rows, n_lines + rest.n_lines, quoted, bare)

    def _widths(self, starts: _Offsets, ends: _Offsets, stop: int) -> npt.NDArray[np.int32]:
        if not len(starts):
            return np.zeros(0, np.int32)
        widths = np.add.reduceat(self.delimiters[:stop].view(np.uint8), starts, dtype=np.int32) + np.int32(1)
        widths[starts == ends] = self.grammar.columns == 1
        return widths

    def _has_empty_bare(self, starts: _Offsets, ends: _Offsets, stop: int) -> bool:
        delimiters = self.delimiters[:stop]
        within = bool((delimiters[1:] & delimiters[:-1]).any())
        return within or bool(delimiters[starts].any()) or bool(delimiters[ends[ends > starts] - 1].any())
