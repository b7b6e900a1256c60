"""A table in memory as a file with answers: its cells are read by the same rules as those of any file."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np
import polars as pl

from reintegratie_cli.inputs.answer_file import TextBatch, Written
from reintegratie_cli.inputs.formats.as_text import as_text
from reintegratie_cli.inputs.formats.typed_table import check_columns, cut_off, heading_of_names
from reintegratie_cli.inputs.stored_file import DELIMITER, ENCODING, delimited


class FrameFile:
    """The rows of a frame; "line" is the place of a row in it, from 1. Nothing is written anywhere."""

    format = "arrow"

    def __init__(self, name: str, names: Sequence[str], frame: pl.DataFrame) -> None:
        """`frame`: typed columns called "0", "1", ... in the order of `names`, what they are called.

        Raises ResponsesError for more columns than anybody's export has.
        """
        check_columns(name, len(names))
        self.name, self.heading = name, heading_of_names(names)
        self.n_rows, self.tells_not_shown = len(frame), False
        self.notes = ()
        self._frame = frame

    def written(self, names: Sequence[str]) -> Written:
        """As a Dutch spreadsheet opens it, under `names`."""
        return Written(delimited(names), DELIMITER, ENCODING)

    def batches(self, columns: Sequence[int] | None = None, size: int = 50_000) -> Iterator[TextBatch]:
        """All rows, at most `size` at a time; only these columns, in this order. Nothing for a frame without rows."""
        wanted = range(len(self.heading.names)) if columns is None else columns
        for start in range(0, self.n_rows, size):
            part = self._frame.slice(start, size)
            yield TextBatch(
                _cells(part.select(map(str, wanted))),
                np.arange(start + 1, start + len(part) + 1),
                np.full(len(part), len(self.heading.names), np.int32),
                _raw(part),
            )


def _raw(part: pl.DataFrame) -> Callable[[int], str]:
    return lambda place: delimited(_cells(part.slice(place, 1)).row(0))


def _cells(typed: pl.DataFrame) -> pl.DataFrame:
    return cut_off(typed, as_text(typed))
