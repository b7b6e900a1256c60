"""Rows that were read from another format than text, kept as text in a private file until they are asked for."""

import io
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from itertools import pairwise
from typing import BinaryIO

import numpy as np
import polars as pl

from reintegratie_cli.inputs.answer_file import TextBatch, Written
from reintegratie_cli.inputs.encoding import unreadable
from reintegratie_cli.inputs.layouts import Heading
from reintegratie_cli.text import Text

LINE = "line"
"""The column of a stored frame that says in which row of its file each row stands."""

DELIMITER, ENCODING = ";", "utf-8-sig"
"""How rows are written again that were no delimited text: as a Dutch spreadsheet opens them."""


class StoredFile:
    """A table that was read once; whoever opened it closes it.

    At constant memory: each part is written to an anonymous file that only this process can read and that any exit
    removes, and read back when it is its turn.
    """

    def __init__(
        self, name: str, heading: Heading, parts: Iterable[pl.DataFrame], notes: Sequence[Text], stack: ExitStack
    ) -> None:
        """Keep all of `parts`: LINE (Int64) and a String column for each name of the heading, called "0", "1", ...

        Raises FileError where there is no room for them.
        """
        self.name, self.heading, self.notes, self.tells_not_shown = name, heading, tuple(notes), False
        self.n_rows = 0
        self._labels: Mapping[int, Mapping[str, str]] = {}
        self._ends = [0]
        try:
            self._file: BinaryIO = stack.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 - the stack closes it
            for part in parts:
                if len(part):
                    part.write_ipc(self._file, compression="lz4")
                    self._ends.append(self._file.tell())
                    self.n_rows += len(part)
        except OSError as error:
            raise unreadable(name, error) from None

    def relabel(self, labels: Mapping[int, Mapping[str, str]]) -> None:
        """From now on these columns (place -> text -> label) hold the label where the file has one for the text."""
        self._labels = labels

    def written(self, names: Sequence[str]) -> Written:
        """As a Dutch spreadsheet opens it, under `names`."""
        return Written(delimited(names), DELIMITER, ENCODING)

    def batches(self, columns: Sequence[int] | None = None, size: int = 50_000) -> Iterator[TextBatch]:
        """All rows, at most `size` at a time; only these columns, in this order. Nothing for a file without rows."""
        wanted = range(len(self.heading.names)) if columns is None else columns
        held = pl.DataFrame()
        for frame in self._frames():
            held = pl.concat([held, frame]) if len(held) else frame
            while len(held) >= size:
                yield self._batch(held.head(size), wanted)
                held = held.slice(size)
        if len(held):
            yield self._batch(held, wanted)

    def _frames(self) -> Iterator[pl.DataFrame]:
        for start, end in pairwise(self._ends):
            self._file.seek(start)
            frame = pl.read_ipc(io.BytesIO(self._file.read(end - start)))
            yield frame.with_columns(
                pl.col(str(place)).replace(list(of), list(of.values())) for place, of in self._labels.items()
            )

    def _batch(self, frame: pl.DataFrame, wanted: Sequence[int]) -> TextBatch:
        cells = frame.drop(LINE)
        width = np.full(len(frame), len(self.heading.names), np.int32)
        return TextBatch(
            cells.select(map(str, wanted)), frame[LINE].to_numpy(), width, lambda place: delimited(cells.row(place))
        )


def delimited(cells: Sequence[str | None]) -> str:
    """Cells as a line of delimited text; what holds a delimiter, a quote or a line end stands between quotes."""
    return DELIMITER.join(_quoted(cell or "") for cell in cells)


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if any(sign in cell for sign in f'{DELIMITER}"\r\n') else cell
