"""Parquet output: the columns of the CSV with their types."""

import io
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import IO, TYPE_CHECKING, BinaryIO, cast

import polars as pl
from polars.io.plugins import register_io_source

from reintegratie_cli.errors import FileError
from reintegratie_cli.models.score_result import OutputColumn
from reintegratie_cli.outputs import Encoded
from reintegratie_cli.outputs.private_parts import PrivateParts

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

ROW_GROUP = 50_000
"""Rows that Parquet keeps together, and that are held in memory while they are written."""


class ParquetWriter:
    """Keeps each batch as a private part and joins the parts at the end, at constant memory.

    A Parquet file ends with its own table of contents and cannot be appended to. Its rows are grouped anew, so that
    the size of the batches does not show.
    """

    def __init__(self, stream: BinaryIO) -> None:
        """Write to `stream` when finished."""
        self._stream, self._parts, self._is_stopped = _Kept(stream), PrivateParts(), False

    def encode(self, frame: pl.DataFrame, *, first: bool) -> Encoded:  # noqa: ARG002 - every part has its own schema
        """The rows as a part."""
        part = io.BytesIO()
        frame.write_ipc(part, compression="lz4")
        return Encoded(part.getvalue())

    def append(self, encoded: Encoded) -> None:
        """Keep the part."""
        self._parts.append(encoded.content)

    def finish(self) -> None:
        """Join the parts in order, and let go of them."""
        try:
            # Not in the main thread: a signal would have to wait there until the engine is done.
            with ThreadPoolExecutor(1) as pool:
                joining = pool.submit(self._join)
                try:
                    joining.result()
                except BaseException:
                    self._is_stopped = True
                    raise
        except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError):
            # The engine has words of its own for what the stream refused.
            if self._stream.refused is None:
                raise
            raise self._stream.refused from None
        finally:
            self._parts.close()

    def _join(self) -> None:
        schema = pl.read_ipc(next(iter(self._parts))).schema
        rows = register_io_source(lambda *_: self._frames(), schema=schema)
        rows.sink_parquet(cast("IO[bytes]", self._stream), row_group_size=ROW_GROUP)

    def _frames(self) -> Iterator[pl.DataFrame]:
        for part in self._parts:
            if self._is_stopped:
                return
            yield pl.read_ipc(part)


class _Kept(io.RawIOBase):
    """Passes everything on to a stream, and keeps the error that this gave."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.refused: FileError | OSError | None = None

    def writable(self) -> bool:
        """Always."""
        return True

    def write(self, content: "ReadableBuffer", /) -> int:
        """Write all of it."""
        try:
            self._stream.write(content)
        except (FileError, OSError) as error:
            self.refused = error
            raise
        return memoryview(content).nbytes


def open_writer(stream: BinaryIO, columns: Sequence[OutputColumn], *, raw_text: bool) -> ParquetWriter:  # noqa: ARG001 - typed text needs no guard
    """A writer of Parquet."""
    return ParquetWriter(stream)
