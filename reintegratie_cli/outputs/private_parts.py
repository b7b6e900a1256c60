"""Parts of an output that cannot be written yet, kept where nobody else can look and where nothing stays."""

import tempfile
import weakref
from collections.abc import Iterator
from itertools import pairwise

from reintegratie_cli.errors import no_room


class PrivateParts:
    """Keeps parts in one file without a name, and gives them back one by one in their order, as often as asked.

    At constant memory. The system removes such a file at any end of the process.
    """

    def __init__(self) -> None:
        """Raises FileError where there is no room for temporary files."""
        self._ends = [0]
        try:
            # Without a buffer: what a full disk refused would be written once more when it is closed.
            self._file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - closed with the last use of this object
        except OSError as error:
            raise no_room(error) from None
        self.close = weakref.finalize(self, self._file.close)
        """Let go of all parts; at the latest when this object goes."""

    def __len__(self) -> int:
        return len(self._ends) - 1

    def append(self, part: bytes) -> None:
        """Keep a part. FileError where there is no room for it."""
        rest = memoryview(part)
        try:
            self._file.seek(self._ends[-1])
            while rest:
                rest = rest[self._file.write(rest) :]
        except OSError as error:
            raise no_room(error) from None
        self._ends.append(self._ends[-1] + len(part))

    def __iter__(self) -> Iterator[bytes]:
        for start, end in pairwise(self._ends):
            self._file.seek(start)
            part = self._file.read(end - start)
            while len(part) < end - start:
                part += self._file.read(end - start - len(part))
            yield part
