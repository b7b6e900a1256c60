"""Reads delimited text: looks at all of it first, then hands it out in batches, every cell as it stands in the file."""

import errno
import os
import stat
import sys
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

import numpy as np
import numpy.typing as npt
import polars as pl

from reintegratie_cli.errors import FileError
from reintegratie_cli.inputs.dialect import Dialect, recognised
from reintegratie_cli.inputs.encoding import CHUNK_BYTES, Source, as_utf8, stored, unreadable
from reintegratie_cli.inputs.quoting import MALFORMED, PROTECTED, Grammar, Rows, guard_cells
from reintegratie_cli.inputs.survey import pieces, surveyed
from reintegratie_cli.text import Text, visible

_BATCH_BYTES = 16 * 2**20
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class MisreadError(AssertionError):
    """The engine read other rows than the scan found: a mistake of ours. Says nothing of what is in the file."""


@dataclass(frozen=True, eq=False)
class TextBatch:
    """Rows as text, in the order of the file.

    `frame`: every cell as String, columns named by their position in the file; null = an empty cell without quotes;
    rows of wrong width are null throughout.
    """

    frame: pl.DataFrame
    _rows: Rows = field(repr=False)

    @property
    def line(self) -> npt.NDArray[np.int64]:
        """(n_rows,) The line of the file, from 1, on which each row begins."""
        return self._rows.lines

    @property
    def width(self) -> npt.NDArray[np.int32]:
        """(n_rows,) The number of cells of each row; 0 = a blank line, MALFORMED = its quotes are wrong."""
        return self._rows.widths

    def raw(self, place: int) -> str:
        """The row's own text, without its line end."""
        return self._rows.row(place).decode()


class DelimitedFile:
    """A file whose every row was looked at once. Use it in a `with` statement, which closes it."""

    def __init__(self, source: Source, dialect: Dialect, is_unchanged: Callable[[], bool], stack: ExitStack) -> None:
        self.name, self.dialect, self.n_rows = source.name, dialect, dialect.n_rows
        self._source, self._is_unchanged, self._stack = source, is_unchanged, stack

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
        held: list[Rows] = []
        for rows in self._parts(size):
            held.append(rows)
            if sum(map(len, held)) == size or sum(len(one.text) for one in held) > _BATCH_BYTES:
                yield _batch(Rows.joined(held), self.dialect.grammar, columns)
                held = []
        if held:
            yield _batch(Rows.joined(held), self.dialect.grammar, columns)
        if not self._is_unchanged():
            at = visible(self.name, 200)
            nl = f"{at} is veranderd terwijl het gelezen werd. Probeer het opnieuw."
            raise FileError(Text(nl, f"{at} was changed while it was being read. Try again."))

    def _parts(self, size: int) -> Iterator[Rows]:
        """All rows, cut wherever a batch of `size` can end."""
        done = 0
        for rows in pieces(self._source, self.dialect):
            start, n = 0, min(len(rows), self.n_rows - done)
            while start < n:
                stop = min(n, start + size - done % size)
                yield rows.part(start, stop)
                start, done = stop, done + stop - start


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
        file = _opened(path, name, stack)
        before = _state(file)
        source = as_utf8(file, name, encoding, stack)
        dialect = surveyed(source, recognised(source, known_names, delimiter))
        return DelimitedFile(source, dialect, lambda: _state(file) == before, stack.pop_all())


def _opened(path: Path | None, name: str, stack: ExitStack) -> BinaryIO:
    """The file when it can be read twice, else a copy that can."""
    try:
        # Python has no standard input where the caller closed it.
        file: BinaryIO = stack.enter_context(path.open("rb")) if path else sys.stdin.buffer
        regular = path is not None and stat.S_ISREG(os.fstat(file.fileno()).st_mode)
    except AttributeError:
        raise unreadable(name, OSError(errno.EBADF, os.strerror(errno.EBADF))) from None
    except OSError as error:
        raise unreadable(name, error) from None
    return file if regular else stored(iter(lambda: file.read(CHUNK_BYTES), b""), name, stack)


def _state(file: BinaryIO) -> tuple[int, int]:
    """What changes when somebody else writes to the file."""
    state = os.fstat(file.fileno())
    return state.st_size, state.st_mtime_ns


def _batch(rows: Rows, grammar: Grammar, columns: Sequence[int] | None) -> TextBatch:
    wanted = range(grammar.columns) if columns is None else columns
    without = (rows.widths != grammar.columns) | (rows.ends == rows.starts)
    frame = _parsed(_uniform(rows, grammar, without), grammar, sorted(set(wanted)) or [0])
    if frame.height != len(rows):
        raise MisreadError
    if grammar.columns == 1 and without.any():
        frame = frame.with_columns(pl.when(pl.lit(pl.Series(~without))).then(pl.all()))
    return TextBatch(_unguarded(frame.select(map(str, wanted)), rows.text, grammar), rows)


def _uniform(rows: Rows, grammar: Grammar, without: npt.NDArray[np.bool_]) -> bytes:
    """The rows as the engine reads them right: of one width, with quotes only where all parsers agree on them.

    Rows `without` cells become empty ones; a line that is empty altogether is not left, for engines may drop it.
    """
    empty = grammar.delimiter * (grammar.columns - 1) or b'""'
    # Without the mark the engine would swallow one in the first cell, or take what seems zlib for compressed.
    pieces, done = [_BYTE_ORDER_MARK], 0
    for place in map(int, np.flatnonzero(without | rows.strays)):
        pieces += rows.text[done : rows.starts[place]], empty if without[place] else grammar.rewritten(rows.row(place))
        done = int(rows.ends[place])
    pieces.append(rows.text[done:])
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


def _unguarded(frame: pl.DataFrame, text: bytes, grammar: Grammar) -> pl.DataFrame:
    """The cells without the apostrophe that protects a spreadsheet; looks at cells only where one can stand."""
    if b"'" not in text:
        return frame
    characters = np.frombuffer(text, np.uint8)
    at = np.flatnonzero(characters == ord("'"))
    before = np.frombuffer(b'"' + grammar.delimiter + grammar.line_end, np.uint8)
    # The text ends with a line end, so that the byte "before" its first one is right as well.
    if not np.isin(characters[at - 1], before).any():
        return frame
    begins = frame.select(pl.all().str.starts_with("'").any())
    return frame.with_columns(unguard(pl.col(name)) for name in begins.columns if begins.item(0, name))


def unguard(text: pl.Expr) -> pl.Expr:
    """The cells as they were before `guard_cells`: without one apostrophe where it protects a spreadsheet."""
    # Six times as fast as replacing by a pattern.
    return pl.when(text.str.contains(f"^{PROTECTED}")).then(text.str.slice(1)).otherwise(text)


__all__ = ["MALFORMED", "DelimitedFile", "MisreadError", "TextBatch", "guard_cells", "open_delimited", "unguard"]
