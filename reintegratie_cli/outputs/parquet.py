"""Parquet output: the columns of the CSV with their types."""

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

import polars as pl

from reintegratie_cli.models.score_result import OutputColumn


class ParquetWriter:
    """Keeps each batch as a part in a private folder and joins the parts at the end, at constant memory.

    A Parquet file ends with its own table of contents and cannot be appended to.
    """

    def __init__(self, stream: BinaryIO) -> None:
        """Write to `stream` when finished."""
        self._stream, self._parts, self.guarded = stream, 0, 0
        self._folder = tempfile.TemporaryDirectory(prefix="reintegratie-")

    def write(self, frame: pl.DataFrame) -> None:
        """Keep the rows of one batch."""
        frame.write_parquet(Path(self._folder.name) / f"{self._parts:09}.parquet")
        self._parts += 1

    def finish(self) -> None:
        """Join the parts in order, and let go of the folder."""
        with self._folder as folder:
            parts = sorted(Path(folder).glob("*.parquet"))
            whole = Path(folder) / "whole"
            pl.scan_parquet(parts).sink_parquet(whole)
            with whole.open("rb") as joined:
                shutil.copyfileobj(joined, self._stream)


def open_writer(stream: BinaryIO, columns: Sequence[OutputColumn], *, raw_text: bool) -> ParquetWriter:  # noqa: ARG001 - typed text needs no guard
    """A writer of Parquet."""
    return ParquetWriter(stream)
