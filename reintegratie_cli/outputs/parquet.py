"""Parquet output: the columns of the CSV with their types."""

import io
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

import polars as pl

from reintegratie_cli.models.score_result import OutputColumn
from reintegratie_cli.outputs import Encoded

ROW_GROUP = 50_000
"""Rows that Parquet keeps together, and that are held in memory while they are written."""


class ParquetWriter:
    """Keeps each batch as a part in a private folder and joins the parts at the end, at constant memory.

    A Parquet file ends with its own table of contents and cannot be appended to.
    """

    def __init__(self, stream: BinaryIO) -> None:
        """Write to `stream` when finished."""
        self._stream, self._parts = stream, 0
        self._folder = tempfile.TemporaryDirectory(prefix="reintegratie-")

    def encode(self, frame: pl.DataFrame, *, first: bool) -> Encoded:  # noqa: ARG002 - every part has its own schema
        """The rows as a part."""
        part = io.BytesIO()
        frame.write_parquet(part, compression="lz4", statistics=False)
        return Encoded(part.getbuffer())

    def append(self, encoded: Encoded) -> None:
        """Keep the part."""
        (Path(self._folder.name) / f"{self._parts:09}.parquet").write_bytes(encoded.content)
        self._parts += 1

    def finish(self) -> None:
        """Join the parts in order, and let go of the folder."""
        with self._folder as folder:
            parts = sorted(Path(folder).glob("*.parquet"))
            whole = Path(folder) / "whole"
            pl.scan_parquet(parts).sink_parquet(whole, row_group_size=ROW_GROUP)
            with whole.open("rb") as joined:
                shutil.copyfileobj(joined, self._stream)


def open_writer(stream: BinaryIO, columns: Sequence[OutputColumn], *, raw_text: bool) -> ParquetWriter:  # noqa: ARG001 - typed text needs no guard
    """A writer of Parquet."""
    return ParquetWriter(stream)
