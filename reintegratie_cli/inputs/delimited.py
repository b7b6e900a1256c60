"""Reads delimited text: looks at all of it first, then hands it out in batches, every cell as it stands in the file."""

import os
import stat
import sys
from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

import numpy as np
import numpy.typing as npt
import polars as pl

from reintegratie_cli.errors import FileError, ResponsesError
from reintegratie_cli.inputs.dialect import (
    CHUNK_BYTES,
    MAX_ROW_BYTES,
    Dialect,
    Source,
    as_utf8,
    delimiter_name,
    recognised,
    refusal,
    stored,
    unreadable,
)
from reintegratie_cli.inputs.quoting import MALFORMED, Grammar, Rows, UnclearRowError, guard_cells, unguard
from reintegratie_cli.text import Text, visible

_BATCH_BYTES = 16 * 2**20
_BAD_SHARE, _BAD_ROWS = 0.05, 3
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class MisreadError(AssertionError):
    """The engine read other rows than the scan found: a mistake of ours. Says nothing of what is in the file."""


@dataclass(frozen=True, eq=False)
class TextBatch:
    """Rows as text, in the order of the file.

    `frame`: every cell as String, columns named by their position in the file; null = an empty cell without quotes;
    rows of wrong width are null throughout. `line`: (n_rows,) the line of the file, from 1, on which each row begins.
    `width`: (n_rows,) its number of cells; 0 = a blank line, MALFORMED = its quotes are wrong.
    """

    frame: pl.DataFrame
    line: npt.NDArray[np.int64]
    width: npt.NDArray[np.int32]
    _part: "_Part" = field(repr=False)

    def raw(self, place: int) -> str:
        """The row's own text, without its line end."""
        return self._part.row(place).decode()


@dataclass(frozen=True, eq=False)
class _Part:
    """Successive rows; `starts` and `ends` are offsets in `text`, `ends` without the line end."""

    text: bytes
    starts: npt.NDArray[np.int64]
    ends: npt.NDArray[np.int64]
    widths: npt.NDArray[np.int32]
    lines: npt.NDArray[np.int64]
    strays: npt.NDArray[np.bool_]

    def row(self, place: int) -> bytes:
        return self.text[self.starts[place] : self.ends[place]]


class DelimitedFile:
    """A file whose every row was looked at once. Use it in a `with` statement, which closes it."""

    def __init__(self, source: Source, dialect: Dialect, stack: ExitStack) -> None:
        self.name, self.dialect, self.n_rows = source.name, dialect, dialect.n_rows
        self._source, self._stack = source, stack
        self._state = _state(source.file)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def batches(self, columns: Sequence[int] | None = None, size: int = 50_000) -> Iterator[TextBatch]:
        """All rows, at most `size` at a time and fewer where they are long; only these columns, in this order.

        Nothing for a file without rows.
        """
        held: list[_Part] = []
        for part in self._parts(size):
            held.append(part)
            n_rows, n_bytes = sum(len(one.starts) for one in held), sum(len(one.text) for one in held)
            if n_rows == size or n_bytes > _BATCH_BYTES:
                yield _batch(_joined(held), self.dialect.grammar, columns)
                held = []
        if held:
            yield _batch(_joined(held), self.dialect.grammar, columns)
        if _state(self._source.file) != self._state:
            at = visible(self.name, 200)
            nl = f"{at} is veranderd terwijl het gelezen werd. Probeer het opnieuw."
            raise FileError(Text(nl, f"{at} was changed while it was being read. Try again."))

    def _parts(self, size: int) -> Iterator[_Part]:
        """Pieces of rows, cut so that a batch of `size` can end at each multiple of it."""
        done = 0
        for piece, rows, line in _pieces(self._source, self.dialect):
            start, n = 0, min(len(rows.starts), self.n_rows - done)
            while start < n:
                stop = min(n, start + size - done % size)
                yield _cut(piece, rows, line, slice(start, stop))
                done += stop - start
                start = stop


def open_delimited(
    path: Path | None, known_names: Collection[str], *, encoding: str | None, delimiter: str | None
) -> DelimitedFile:
    """The file, or standard input, after a look at every row of it.

    Args:
        path: None is standard input, which is put in an anonymous private file.
        known_names: Names that columns may have; the delimiter is the one under which most of them are in the header.
        encoding: As `--encoding`; None finds it out.
        delimiter: As `--delimiter`; None finds it out.

    Raises:
        ResponsesError: It cannot be read without guessing what was meant.
        FileError: It cannot be opened or read.
        UsageError: The encoding or delimiter is none.
    """
    name = "-" if path is None else str(path)
    with ExitStack() as stack:
        source = as_utf8(_opened(path, name, stack), name, encoding, stack)
        dialect = _surveyed(source, recognised(source, known_names, delimiter))
        return DelimitedFile(source, dialect, stack.pop_all())


def _opened(path: Path | None, name: str, stack: ExitStack) -> BinaryIO:
    """The file when it can be read twice, else a copy that can."""
    try:
        file: BinaryIO = sys.stdin.buffer if path is None else stack.enter_context(path.open("rb"))
        regular = path is not None and stat.S_ISREG(os.fstat(file.fileno()).st_mode)
    except OSError as error:
        raise unreadable(name, error) from None
    return file if regular else stored(iter(lambda: file.read(CHUNK_BYTES), b""), name, stack)


def _state(file: BinaryIO) -> tuple[int, int]:
    """What changes when somebody else writes to the file."""
    state = os.fstat(file.fileno())
    return state.st_size, state.st_mtime_ns


def _pieces(source: Source, dialect: Dialect) -> Iterator[tuple[bytes, Rows, int]]:
    """The file in pieces that begin where a row begins: the piece, its complete rows, and the line it begins on."""
    grammar, line, rest = dialect.grammar, dialect.begin_line, b""
    for _, chunk, final in replace(source, begin=dialect.begin).chunks():
        piece = rest + chunk
        if final and piece and not piece.endswith(grammar.line_end):
            piece += grammar.line_end
        try:
            rows = grammar.rows(piece)
        except UnclearRowError as error:
            raise _unclear(source.name, line + piece.count(grammar.line_end, 0, error.at), error) from None
        _within_limit(source.name, rows, line, len(piece))
        yield piece, rows, line
        rest, line = piece[rows.stop :], line + rows.n_lines
    if rest:
        # Its last line ends, so only a quote can have kept this row open.
        at = grammar.reach(rest, 0)
        raise _unclear(source.name, line + rest.count(grammar.line_end, 0, at), UnclearRowError(at))


def _within_limit(name: str, rows: Rows, line: int, length: int) -> None:
    """Refuse a row that would fill the memory."""
    lengths = np.append(rows.ends - rows.starts, length - rows.stop)
    if lengths.max() > MAX_ROW_BYTES:
        line += int(np.append(rows.lines, rows.n_lines)[lengths.argmax()])
        nl = "de rij die hier begint is langer dan 16 MB; wellicht sluit een aanhalingsteken niet."
        en = "the row that begins here is longer than 16 MB; perhaps a quote is never closed."
        raise refusal(name, line, nl, en)


def _unclear(name: str, line: int, error: UnclearRowError) -> ResponsesError:
    if error.mixed:
        nl = "hier eindigen regels op twee manieren (CR en LF). Bewaar het bestand opnieuw met één soort regeleinden."
        en = "lines end in two ways here (CR and LF). Save the file again with one kind of line ends."
    else:
        nl = "een aanhalingsteken dat hier een cel opent, wordt niet goed gesloten. Verdubbel aanhalingstekens in een cel."
        en = "a quote that opens a cell here is not closed properly. Double the quotes within a cell."
    return refusal(name, line, nl, en)


def _surveyed(source: Source, dialect: Dialect) -> Dialect:
    """The dialect with what only a look at every row can tell; refused when too many rows have another width."""
    n_rows = n_blank = n_bad = 0
    quoted = bare = False
    examples: list[tuple[int, int]] = []
    for _, rows, line in _pieces(source, dialect):
        n, bad = len(rows.starts), np.flatnonzero(rows.widths != len(dialect.header))
        filled = np.flatnonzero(rows.ends > rows.starts)
        n_rows, n_bad = n_rows + n, n_bad + len(bad)
        # Blank lines so far at the end; those at the end of the file are no rows.
        n_blank = n - 1 - int(filled[-1]) if len(filled) else n_blank + n
        examples += [(line + int(rows.lines[at]), int(rows.widths[at])) for at in bad[: _BAD_ROWS - len(examples)]]
        quoted, bare = quoted or rows.empty_quoted, bare or rows.empty_bare
    n_rows, n_bad = n_rows - n_blank, n_bad - n_blank * (len(dialect.header) > 1)
    if n_bad >= _BAD_ROWS and n_bad > _BAD_SHARE * n_rows:
        raise _wrong_dialect(source.name, dialect, f"{n_bad} van de {n_rows}", f"{n_bad} of the {n_rows}", examples)
    return replace(dialect, n_rows=n_rows, tells_not_shown=quoted and bare)


def _wrong_dialect(name: str, dialect: Dialect, nl: str, en: str, examples: list[tuple[int, int]]) -> ResponsesError:
    delimiter, width = delimiter_name(dialect.delimiter), len(dialect.header)
    where_nl = ", ".join(
        f"regel {line} heeft {_width(found, 'verkeerde aanhalingstekens')}" for line, found in examples
    )
    where_en = ", ".join(f"line {line} has {_width(found, 'wrong quotes')}" for line, found in examples)
    return refusal(
        name,
        0,
        f"{nl} rijen hebben niet de {width} cellen van de kopregel, gelezen als {dialect.encoding} met {delimiter.nl} als "
        f"scheidingsteken: {where_nl}. Noem met --delimiter of --encoding hoe het bestand geschreven is.",
        f"{en} rows do not have the {width} cells of the header, read as {dialect.encoding} with {delimiter.en} as "
        f"delimiter: {where_en}. Name how the file is written with --delimiter or --encoding.",
    )


def _width(found: int, malformed: str) -> str:
    return malformed if found == MALFORMED else str(found)


def _cut(piece: bytes, rows: Rows, line: int, some: slice) -> _Part:
    begin = int(rows.starts[some.start])
    end = int(rows.starts[some.stop]) if some.stop < len(rows.starts) else rows.stop
    starts, ends, lines = rows.starts[some] - begin, rows.ends[some] - begin, rows.lines[some] + line
    return _Part(piece[begin:end], starts, ends, rows.widths[some], lines, rows.strays[some])


def _joined(parts: list[_Part]) -> _Part:
    offsets = np.cumsum([0] + [len(part.text) for part in parts])
    return _Part(
        b"".join(part.text for part in parts),
        np.concatenate([part.starts + offset for part, offset in zip(parts, offsets, strict=False)]),
        np.concatenate([part.ends + offset for part, offset in zip(parts, offsets, strict=False)]),
        np.concatenate([part.widths for part in parts]),
        np.concatenate([part.lines for part in parts]),
        np.concatenate([part.strays for part in parts]),
    )


def _batch(part: _Part, grammar: Grammar, columns: Sequence[int] | None) -> TextBatch:
    wanted = range(grammar.columns) if columns is None else columns
    frame = _parsed(_uniform(part, grammar), grammar, sorted(set(wanted)))
    if frame.height != len(part.starts):
        raise MisreadError
    return TextBatch(_unguarded(frame.select(map(str, wanted)), part, grammar), part.lines, part.widths, part)


def _uniform(part: _Part, grammar: Grammar) -> bytes:
    """The rows as the engine reads them right: of one width, with quotes only where all parsers agree on them."""
    blank = grammar.delimiter * (grammar.columns - 1)
    # Without the mark the engine would swallow one in the first cell, or take what seems zlib for compressed.
    pieces, done = [_BYTE_ORDER_MARK], 0
    for place in map(int, np.flatnonzero((part.widths != grammar.columns) | part.strays)):
        good = part.widths[place] == grammar.columns
        pieces += part.text[done : part.starts[place]], grammar.rewritten(part.row(place)) if good else blank
        done = int(part.ends[place])
    pieces.append(part.text[done:])
    return b"".join(pieces)


def _parsed(text: bytes, grammar: Grammar, columns: list[int]) -> pl.DataFrame:
    try:
        frame = pl.read_csv(
            text,
            has_header=False,
            infer_schema=False,
            quote_char='"',
            separator=grammar.delimiter.decode(),
            eol_char=grammar.line_end.decode(),
            columns=columns if len(columns) < grammar.columns else None,
        )
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError, ValueError):
        # The engine's own words can hold what people answered.
        raise MisreadError from None
    if frame.width != len(columns):
        raise MisreadError
    frame.columns = [str(column) for column in columns]
    return frame


def _unguarded(frame: pl.DataFrame, part: _Part, grammar: Grammar) -> pl.DataFrame:
    """The cells without the apostrophe that protects a spreadsheet; looks at cells only where one can stand."""
    if b"'" not in part.text:
        return frame
    text = np.frombuffer(part.text, np.uint8)
    at = np.flatnonzero(text == ord("'"))
    before = np.frombuffer(b'"' + grammar.delimiter + grammar.line_end, np.uint8)
    if not (at[:1] == 0).any() and not np.isin(text[at - 1], before).any():
        return frame
    begins = frame.select(pl.all().str.starts_with("'").any())
    return frame.with_columns(unguard(pl.col(name)) for name in begins.columns if begins.item(0, name))


__all__ = ["MALFORMED", "DelimitedFile", "MisreadError", "TextBatch", "guard_cells", "open_delimited", "unguard"]
