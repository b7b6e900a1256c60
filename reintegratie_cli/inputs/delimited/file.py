"""Reads delimited text: looks at all of it first, then hands it out in batches, every cell as it stands in the file."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import polars as pl

from reintegratie_cli.inputs.answer_file import TextBatch, Written
from reintegratie_cli.inputs.delimited.dialect import Dialect, recognised
from reintegratie_cli.inputs.delimited.quoting import MALFORMED, PROTECTED, Grammar, Rows, guard_cells
from reintegratie_cli.inputs.delimited.survey import pieces, surveyed
from reintegratie_cli.inputs.encoding import Source, as_utf8
from reintegratie_cli.inputs.layouts import limesurvey_vv
from reintegratie_cli.inputs.opened import Opened
from reintegratie_cli.inputs.reading_options import ReadingOptions

_BATCH_BYTES = 16 * 2**20
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class MisreadError(AssertionError):
    """The engine read other rows than the scan found: a mistake of ours. Says nothing of what is in the file."""


class DelimitedFile:
    """A file whose every row was looked at once; whoever opened it closes it."""

    format = "csv"

    def __init__(self, source: Source, dialect: Dialect, opened: Opened) -> None:
        """`opened`: the file that `source` is the text of, by which a change of it is noticed."""
        self.name, self.dialect, self.n_rows = source.name, dialect, dialect.n_rows
        self.heading, self.tells_not_shown = dialect.heading, dialect.tells_not_shown
        self.notes = (dialect.said(source.name),)
        self._source, self._opened = source, opened

    def written(self, names: Sequence[str]) -> Written:  # noqa: ARG002 - its own text says what they are called
        """Its own header, delimiter and encoding."""
        return Written(self.dialect.raw_header, self.dialect.delimiter, self.dialect.encoding)

    def batches(self, columns: Sequence[int] | None = None, size: int = 50_000) -> Iterator[TextBatch]:
        """All rows, at most `size` at a time and fewer where they are long; only these columns, in this order.

        Nothing for a file without rows.
        """
        held: list[Rows] = []
        for rows in self._parts(size):
            held.append(rows)
            if sum(map(len, held)) == size or sum(len(one.text) for one in held) > _BATCH_BYTES:
                yield self._batch(Rows.joined(held), columns)
                held = []
        if held:
            yield self._batch(Rows.joined(held), columns)
        self._opened.check_unchanged()

    def _batch(self, rows: Rows, columns: Sequence[int] | None) -> TextBatch:
        batch = _batch(rows, self.dialect.grammar, columns)
        if self.heading.layout != limesurvey_vv.NAME or b"{" not in rows.text:
            return batch
        return replace(batch, frame=batch.frame.select(limesurvey_vv.unescaped(pl.all())))

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
    opened: Opened, known_names: Collection[str], options: ReadingOptions, stack: ExitStack
) -> DelimitedFile:
    """A file as delimited text, after a look at every row of it; `stack` is what closes it.

    `known_names`: names that columns may have; the delimiter is the one under which most of them are in the header.
    Of `options` the encoding and the delimiter count; what they do not say is found out.

    Raises:
        ResponsesError: It cannot be read without guessing what was meant.
        FileError: It cannot be read.
        UsageError: The encoding or delimiter is none.
    """
    source = as_utf8(opened.file, opened.name, options.encoding, stack)
    dialect = surveyed(source, recognised(source, known_names, options.delimiter, options.source))
    return DelimitedFile(source, dialect, opened)


def _batch(rows: Rows, grammar: Grammar, columns: Sequence[int] | None) -> TextBatch:
    wanted = range(grammar.columns) if columns is None else columns
    without = (rows.widths != grammar.columns) | (rows.ends == rows.starts)
    frame = _parsed(_uniform(rows, grammar, without), grammar, sorted(set(wanted)) or [0])
    if frame.height != len(rows):
        raise MisreadError
    if grammar.columns == 1 and without.any():
        frame = frame.with_columns(pl.when(pl.lit(pl.Series(~without))).then(pl.all()))
    cells = _unguarded(frame.select(map(str, wanted)), rows.text, grammar)
    return TextBatch(cells, rows.lines, rows.widths, lambda place: rows.row(place).decode())


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


__all__ = ["MALFORMED", "DelimitedFile", "MisreadError", "guard_cells", "open_delimited", "unguard"]
