"""Rows that were not read in full, written again in the columns of the input, to be mended and fed in."""

import codecs
from collections.abc import Callable, Iterable
from typing import BinaryIO

_MARK = "\ufeff"
_WITHOUT_MARK = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
"""Python writes no byte-order mark in these, and without one nobody can tell them apart."""

_AS_A_BYTE = "reintegratie.as-a-byte"
"""How a character is written that the encoding lacks: Windows-1252 leaves five bytes undefined, read as themselves."""


class RejectsFile:
    """Appends rows as they came under the header as it came, in the encoding of the input."""

    def __init__(self, stream: BinaryIO, header: str, encoding: str, guard: Callable[[str], str]) -> None:
        """Write to `stream`; `header` is the first line as it came, `guard` makes a raw row safe."""
        # One encoder for all lines, which writes a mark before the first one only.
        self._encoder = codecs.getincrementalencoder(encoding)(_AS_A_BYTE)
        self._stream, self._guard = stream, guard
        self.count = 0
        mark = _MARK if codecs.lookup(encoding).name in _WITHOUT_MARK else ""
        self._stream.write(self._encoder.encode(mark + self._line(header)))

    def add(self, rows: Iterable[str]) -> None:
        """Append rows as they came, without their line ends."""
        for row in rows:
            self._stream.write(self._encoder.encode(self._line(row)))
            self.count += 1

    def _line(self, text: str) -> str:
        return self._guard(text) + "\r\n"


def _as_a_byte(error: UnicodeError) -> tuple[bytes, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return error.object[error.start : error.end].encode("latin-1"), error.end


codecs.register_error(_AS_A_BYTE, _as_a_byte)
