"""Parquet output: the columns of the CSV with their types."""

import io
import secrets
import shutil
import tempfile
import weakref
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

import polars as pl

from reintegratie_cli.models.score_result import OutputColumn
from reintegratie_cli.outputs import Encoded
from reintegratie_cli.outputs.files import cannot_write

ROW_GROUP = 50_000
"""Rows that Parquet keeps together, and that are held in memory while they are written."""


class ParquetWriter:
    """Keeps each batch as a part in a private folder and joins the parts at the end, at constant memory.

    A Parquet file ends with its own table of contents and cannot be appended to.
    """

    def __init__(self, stream: BinaryIO) -> None:
        """Write to `stream` when finished."""
        self._stream, self._parts = stream, 0
        # Named, and its end arranged, before it is made: whatever stops the program in between leaves nothing behind.
        self._folder = Path(tempfile.gettempdir()) / f"reintegratie-{secrets.token_hex(8)}"
        self._let_go = weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        try:
            self._folder.mkdir(mode=0o700)
        except OSError as error:
            raise cannot_write(str(self._folder), error) from None

    def encode(self, frame: pl.DataFrame, *, first: bool) -> Encoded:  # noqa: ARG002 - every part has its own schema
        """The rows as a part."""
        part = io.BytesIO()
        frame.write_parquet(part, compression="lz4", statistics=False)
        return Encoded(part.getvalue())

    def append(self, encoded: Encoded) -> None:
        """Keep the part."""
        (self._folder / f"{self._parts:09}.parquet").write_bytes(encoded.content)
        self._parts += 1

    def finish(self) -> None:
        """Join the parts in order, and let go of the folder."""
        try:
            whole = self._folder / "whole"
            pl.scan_parquet(sorted(self._folder.glob("*.parquet"))).sink_parquet(whole, row_group_size=ROW_GROUP)
            with whole.open("rb") as joined:
                shutil.copyfileobj(joined, self._stream)
        finally:
            self._let_go()


def open_writer(stream: BinaryIO, columns: Sequence[OutputColumn], *, raw_text: bool) -> ParquetWriter:  # noqa: ARG001 - typed text needs no guard
    """A writer of Parquet."""
    return ParquetWriter(stream)
