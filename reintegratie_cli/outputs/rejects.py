"""Rows that were not read in full, written again in the columns of the input, to be mended and fed in."""

from collections.abc import Callable, Iterable
from typing import BinaryIO


class RejectsFile:
    """Appends rows as they came under the header as it came, in the encoding of the input."""

    def __init__(self, stream: BinaryIO, header: str, encoding: str, guard: Callable[[str], str]) -> None:
        """Write to `stream`; `header` is the first line as it came, `guard` makes a raw row safe."""
        self._stream, self._encoding, self._guard = stream, encoding, guard
        self.count = 0
        self._line(header, encoding)

    def add(self, rows: Iterable[str]) -> None:
        """Append rows as they came, without their line ends."""
        for row in rows:
            self._line(row, self._encoding.removesuffix("-sig"))
            self.count += 1

    def _line(self, text: str, encoding: str) -> None:
        self._stream.write((self._guard(text) + "\r\n").encode(encoding))
