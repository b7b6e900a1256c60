"""Rows that were read from another format than text, kept as text in a private file until they are asked for."""

import io
import re
import tempfile
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from typing import BinaryIO

import numpy as np
import polars as pl

from reintegratie_cli.inputs.answer_file import TextBatch, Written
from reintegratie_cli.inputs.delimited.quoting import PROTECTED
from reintegratie_cli.inputs.encoding import no_room, unreadable
from reintegratie_cli.inputs.layouts import Heading
from reintegratie_cli.text import Text

LINE = "line"
"""The column of a stored frame that says in which row of its file each row stands."""

WIDTH, RAW = "width", "raw"
"""Columns that a stored frame can have besides: the number of cells (Int32; as `TextBatch` says), where a row has
another one than the heading, and the text (String) of a row whose cells could not be told apart. Null = as others."""

DELIMITER, ENCODING = ";", "utf-8-sig"
"""How rows are written again that were no delimited text: as a Dutch spreadsheet opens them."""

_PROTECTED = re.compile(PROTECTED)

Labels = Mapping[int, Mapping[str, str]]
"""Place of a column -> text of a cell -> what the file says that this text stands for."""


class StoredFile:
    """A table that was read once; whoever opened it closes it.

    At constant memory: each part is written to an anonymous file that only this process can read and that any exit
    removes, and read back when it is its turn. `labels`: what the file itself says that texts in its cells stand for.
    """

    def __init__(
        self,
        name: str,
        heading: Heading,
        parts: Iterable[pl.DataFrame],
        notes: Sequence[Text],
        stack: ExitStack,
    ) -> None:
        """Keep all of `parts`: LINE (Int64) and a String column for each name of the heading, called "0", "1", ...

        They may have WIDTH and RAW too; a column that a part does not have is empty there. `heading` and `notes` can
        be set afterwards, where only the last part tells them.

        Raises FileError where there is no room for them.
        """
        self.name, self.heading, self.notes, self.tells_not_shown = name, heading, tuple(notes), False
        self.format = ""
        self.labels: Labels = {}
        self._relabelled: Labels = {}
        self._ends, self._rows = [0], [0]
        self._loaded: tuple[int, pl.DataFrame] = (-1, pl.DataFrame())
        try:
            self._file: BinaryIO = stack.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 - the stack closes it
            for part in _read(parts, name):
                self._keep(part)
            self._file.flush()
        except OSError as error:
            # On a full disk closing fails as well, for it tries to write again.
            with suppress(OSError):
                stack.close()
            raise no_room(name, error) from None

    @property
    def n_rows(self) -> int:
        """How many rows it has."""
        return self._rows[-1]

    def _keep(self, part: pl.DataFrame) -> None:
        if len(part):
            # Through memory: the engine itself does not tell what the system said of a full disk.
            buffer = io.BytesIO()
            part.write_ipc(buffer, compression="lz4")
            self._file.write(buffer.getbuffer())
            self._ends.append(self._file.tell())
            self._rows.append(self._rows[-1] + len(part))

    def relabel(self, labels: Labels) -> None:
        """From now on these columns hold the label where there is one for the text; before, what is in the file."""
        self._relabelled, self._loaded = labels, (-1, pl.DataFrame())

    def written(self, names: Sequence[str]) -> Written:
        """As a Dutch spreadsheet opens it, under `names`."""
        return Written(delimited(names), DELIMITER, ENCODING)

    def batches(self, columns: Sequence[int] | None = None, size: int = 50_000) -> Iterator[TextBatch]:
        """All rows, at most `size` at a time; only these columns, in this order. Nothing for a file without rows."""
        wanted = range(len(self.heading.names)) if columns is None else columns
        held, first = pl.DataFrame(), 0
        for number in range(len(self._ends) - 1):
            frame = self._part(number, wanted)
            held = pl.concat([held, frame]) if len(held) else frame
            while len(held) >= size:
                yield self._batch(held.head(size), first, wanted)
                held, first = held.slice(size), first + size
        if len(held):
            yield self._batch(held, first, wanted)

    def _part(self, number: int, wanted: Sequence[int]) -> pl.DataFrame:
        """The parts' rows in one shape, whatever columns each of them has."""
        try:
            self._file.seek(self._ends[number])
            stored = self._file.read(self._ends[number + 1] - self._ends[number])
        except OSError as error:
            raise unreadable(self.name, error) from None
        there = set(pl.read_ipc_schema(io.BytesIO(stored)))
        named = [*dict.fromkeys(map(str, wanted)), LINE, WIDTH, RAW]
        frame = pl.read_ipc(io.BytesIO(stored), columns=[name for name in named if name in there])
        empty = {name: pl.lit(None, pl.Int32 if name == WIDTH else pl.String) for name in named if name not in there}
        return frame.with_columns(**empty).select(
            _relabelled(name, self._relabelled.get(int(name), {})) if name.isdecimal() else name for name in named
        )

    def _batch(self, frame: pl.DataFrame, first: int, wanted: Sequence[int]) -> TextBatch:
        width = frame[WIDTH].fill_null(len(self.heading.names)).to_numpy()
        cells = frame.select(map(str, wanted))
        return TextBatch(cells, frame[LINE].to_numpy(), width.astype(np.int32), lambda place: self._raw(first + place))

    def _raw(self, row: int) -> str:
        """A row as delimited text; those of one part are mostly asked for one after the other."""
        number = bisect_right(self._rows, row) - 1
        if self._loaded[0] != number:
            self._loaded = number, self._part(number, range(len(self.heading.names)))
        *cells, _, _, raw = self._loaded[1].row(row - self._rows[number])
        return delimited(cells) if raw is None else delimited([raw])


def _read(parts: Iterable[pl.DataFrame], name: str) -> Iterator[pl.DataFrame]:
    try:
        yield from parts
    except OSError as error:
        raise unreadable(name, error) from None


def _relabelled(name: str, labels: Mapping[str, str]) -> pl.Expr:
    return pl.col(name).replace(list(labels), list(labels.values())) if labels else pl.col(name)


def delimited(cells: Sequence[str | None]) -> str:
    """Cells as a line of delimited text; what holds a delimiter, a quote or a line end stands between quotes."""
    return DELIMITER.join(_quoted(cell or "") for cell in cells)


def _quoted(cell: str) -> str:
    # What seems to be guarded against a spreadsheet will lose one apostrophe when it is read.
    cell = f"'{cell}" if _PROTECTED.match(cell) else cell
    return '"' + cell.replace('"', '""') + '"' if any(sign in cell for sign in f'{DELIMITER}"\r\n') else cell
