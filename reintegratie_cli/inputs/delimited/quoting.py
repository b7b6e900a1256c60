"""Where rows and cells begin and end in delimited text: RFC 4180, for all bytes of a piece at once.

Text is UTF-8 here. A quote opens a cell only as its first character; elsewhere in an unquoted cell it is content.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from reintegratie_cli.text import FORMULA_SIGNS

MALFORMED = -1
"""The width of a row whose cells cannot be told apart: text after a closing quote, or a line end of another kind."""

_QUOTED = rb'"[^"]*+(?:""[^"]*+)*+"'
_EMPTY, _EMPTY_QUOTED = b"", b'""'
_FEW_ROWS = 100
PROTECTED = rf"'('*[-{FORMULA_SIGNS}])"
"""Text from which `unguard` takes the first apostrophe."""

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

    `starts`, `ends`: offsets in `text`, `ends` without the line end. `lines`: the line on which each begins, `line`
    that after the last. `strays`: it has a quote inside an unquoted cell, which other parsers read otherwise.
    `empty_quoted`, `empty_bare`: among them is a cell that is written as "", one that is nothing at all.
    """

    text: bytes
    starts: _Offsets
    ends: _Offsets
    widths: npt.NDArray[np.int32]
    lines: _Offsets
    strays: _Mask
    line: int
    empty_quoted: bool
    empty_bare: bool

    def __len__(self) -> int:
        return len(self.starts)

    def row(self, place: int) -> bytes:
        """The text of one row, without its line end."""
        return self.text[self.starts[place] : self.ends[place]]

    def part(self, start: int, stop: int) -> "Rows":
        """The rows from `start` up to `stop`."""
        some, begin = slice(start, stop), int(self.starts[start])
        end = int(self.starts[stop]) if stop < len(self) else len(self.text)
        arrays = (
            self.starts[some] - begin,
            self.ends[some] - begin,
            self.widths[some],
            self.lines[some],
            self.strays[some],
        )
        return Rows(self.text[begin:end], *arrays, self.line, self.empty_quoted, self.empty_bare)

    @staticmethod
    def joined(parts: Sequence["Rows"]) -> "Rows":
        """The rows of all parts, in order."""
        begins = np.cumsum([0] + [len(part.text) for part in parts])
        return Rows(
            b"".join(part.text for part in parts),
            np.concatenate([part.starts + begin for part, begin in zip(parts, begins, strict=False)]),
            np.concatenate([part.ends + begin for part, begin in zip(parts, begins, strict=False)]),
            np.concatenate([part.widths for part in parts]),
            np.concatenate([part.lines for part in parts]),
            np.concatenate([part.strays for part in parts]),
            parts[-1].line,
            any(part.empty_quoted for part in parts),
            any(part.empty_bare for part in parts),
        )


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

    def cells(self, row: bytes) -> Iterator[bytes]:
        """The cells of a row as they are written, quotes and all."""
        return (cell[1] for cell in self._cell.finditer(row))

    def is_valid(self, row: bytes) -> bool:
        """Whether the cells of the row can be told apart."""
        return self._valid.fullmatch(row) is not None

    def reach(self, piece: bytes, start: int) -> int:
        """Where the row from `start` ends: at its line end, before a cell that is not closed, or with the piece."""
        found = self._row.match(piece, start)
        return start if found is None else found.end()

    def rewritten(self, row: bytes) -> bytes:
        """A row with its unquoted cells that hold a quote in quotes, so that all parsers read it alike."""
        return self.delimiter.join(
            b'"' + cell.replace(b'"', b'""') + b'"' if b'"' in cell and cell[:1] != b'"' else cell
            for cell in self.cells(row)
        )

    def scan(self, piece: bytes, line: int) -> Rows:
        """The complete rows of a piece that begins with one, on `line`. UnclearRowError where nobody can tell them."""
        scan, few, at = _Scan(self, piece), _FEW_ROWS, 0
        parts = [scan.rows(line)]
        while scan.misplaced < len(scan.piece):
            at += len(parts[-1].text)
            parts.append(self._one_by_one(piece, at, parts[-1].line, few))
            at += len(parts[-1].text)
            if len(parts[-1]) < few:
                break
            # All at once again; the more often that fails, the longer before the next try.
            scan, few = _Scan(self, piece[at:]), few * 2
            parts.append(scan.rows(parts[-1].line))
        return Rows.joined(parts) if len(parts) > 1 else parts[0]

    def _one_by_one(self, piece: bytes, begin: int, line: int, most: int) -> Rows:
        """As `scan`, row by row from `begin` on, for where quotes are not as they should be; at most `most` rows."""
        table: list[tuple[int, int, int, int, bool]] = []
        start, empties = begin, set[bytes]()
        while len(table) < most and piece.startswith(self.line_end, end := self._end(piece, start)):
            trimmed = end - (self.line_end == b"\n" and piece.endswith(b"\r", start, end))
            row = piece[start:trimmed]
            width, stray = self._measured(row, empties)
            if width == MALFORMED:
                self._swallows_nothing(row, start)
            table.append((start - begin, trimmed - begin, width, line, stray))
            line += 1 + row.count(self.line_end)
            start = end + 1
        starts, ends, widths, lines, strays = np.array(table, np.int64).reshape(-1, 5).T
        arrays = starts, ends, widths.astype(np.int32), lines, strays.astype(np.bool_)
        return Rows(piece[begin:start], *arrays, line, _EMPTY_QUOTED in empties, _EMPTY in empties)

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
            cells = self._cell.findall(row) if clean or self.is_valid(row) else []
            empties |= {_EMPTY, _EMPTY_QUOTED}.intersection(cells)
            return len(cells) or MALFORMED, bool(cells) and not clean
        if b"\r" in row or b"\n" in row:
            return MALFORMED, False
        if row.startswith(self.delimiter) or row.endswith(self.delimiter) or self.delimiter * 2 in row:
            empties.add(_EMPTY)
        return row.count(self.delimiter) + 1, False

    def _swallows_nothing(self, row: bytes, start: int) -> None:
        """Raise when a malformed row may hold the rows after it."""
        # A \r alone can be content that should have been in quotes; a \n hardly, where lines end in \r.
        lines = [line.count(self.delimiter) + 1 for line in row.split(b"\r") if line]
        if (self.line_end == b"\r" and b"\n" in row) or (self.line_end == b"\n" and lines.count(self.columns) > 1):
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
        self.empties = np.zeros(0, np.bool_)
        wrong = self._quoted() if b'"' in piece else self._foreign_breaks()
        if wrong.any():
            self.misplaced = int(wrong.argmax())

    def _quoted(self) -> _Mask:
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
        self.delimiters &= ~inside
        self.outer = np.flatnonzero(~inside[self.breaks])
        # Two quotes with no quote beside them.
        self.empties = opening[:-1] & closing[1:]
        self.empties[1:] &= ~quotes[:-2]
        self.empties[:-1] &= ~quotes[2:]
        return wrong

    def _foreign_breaks(self) -> _Mask:
        r"""Each \r alone (for all we know yet) where lines end in \n, each \n where they end in \r."""
        if self.grammar.line_end == b"\r":
            return np.equal(self.bytes, ord("\n"))
        if b"\r" not in self.piece:
            return np.zeros(len(self.bytes), np.bool_)
        alone = np.equal(self.bytes, ord("\r"))
        alone[:-1] &= self.bytes[1:] != ord("\n")
        return alone

    def rows(self, line: int) -> Rows:
        """The rows before the first misplaced quote, which are what they seem."""
        ends = self.breaks[self.outer]
        ends = ends[: int(np.searchsorted(ends, self.misplaced))]
        starts = np.concatenate(([0], ends + 1))
        lines = np.concatenate(([line], self.outer[: len(ends)] + line + 1))
        stop, starts = int(starts[-1]), starts[:-1]
        if self.grammar.line_end == b"\n":
            ends = ends - ((self.bytes[ends - 1] == ord("\r")) & (ends > starts))
        widths = np.add.reduceat(self.delimiters[:stop].view(np.uint8), starts, dtype=np.int32) + np.int32(1)
        widths[starts == ends] = self.grammar.columns == 1
        arrays = starts, ends, widths, lines[:-1], np.zeros(len(ends), np.bool_)
        quoted, bare = bool(self.empties[:stop].any()), self._has_empty_bare(starts, ends, stop)
        return Rows(self.piece[:stop], *arrays, int(lines[-1]), quoted, bare)

    def _has_empty_bare(self, starts: _Offsets, ends: _Offsets, stop: int) -> bool:
        delimiters = self.delimiters[:stop]
        within = bool((delimiters[1:] & delimiters[:-1]).any())
        return within or bool(delimiters[starts].any()) or bool(delimiters[ends[ends > starts] - 1].any())


def guard_cells(raw_row: str, delimiter: str) -> str:
    """The row with an apostrophe before each cell that a spreadsheet would take for a formula; all else as it was.

    Within the quotes of a quoted cell. A cell that begins so after apostrophes is guarded already: it stays as it was.
    Several rows, as some headers are, have CR and LF between them.
    """
    bare = rf"(?:(?!\r\n)[^{re.escape(delimiter)}])*+"
    cell = re.compile(rf"(\A|{re.escape(delimiter)}|\r\n)({_QUOTED.decode()}{bare}|{bare})")
    return cell.sub(lambda found: found[1] + _guarded(found[2]), raw_row)


def _guarded(cell: str) -> str:
    return re.sub(rf"""\A("?)(?=[-{FORMULA_SIGNS}])""", r"\1'", cell)


def content(cell: str) -> str:
    """What a cell says: without its quotes and without the apostrophe that protects a spreadsheet."""
    said = cell[1:-1].replace('""', '"') if cell.startswith('"') else cell
    return re.sub(rf"\A{PROTECTED}", r"\1", said)
