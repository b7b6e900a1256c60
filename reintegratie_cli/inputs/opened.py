"""Opening a file with answers as bytes that can be read twice, and noticing when somebody else writes to it."""

import errno
import os
import stat
import sys
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from reintegratie_cli.errors import FileError
from reintegratie_cli.inputs.encoding import CHUNK_BYTES, stored, unreadable
from reintegratie_cli.text import Text, visible

MOST_RATIO, UNSUSPECTED_BYTES = 200, 100 * 2**20
"""How many times smaller a file can be packed; below UNSUSPECTED_BYTES it does not matter."""


@dataclass(frozen=True)
class Opened:
    """The bytes of file `name`, from the start; `watched` is the file itself where `file` is a copy or an extract."""

    name: str
    file: BinaryIO
    watched: BinaryIO
    state: tuple[int, int]

    def head(self, size: int) -> bytes:
        """The first bytes."""
        try:
            self.file.seek(0)
            return self.file.read(size)
        except OSError as error:
            raise unreadable(self.name, error) from None

    def check_unchanged(self) -> None:
        """Raise FileError where the file is another one than when it was opened."""
        if _state(self.watched) != self.state:
            at = visible(self.name, 200)
            nl = f"{at} is veranderd terwijl het gelezen werd. Probeer het opnieuw."
            raise FileError(Text(nl, f"{at} was changed while it was being read. Try again."))


def within(given: Opened, content: BinaryIO) -> Opened:
    """What a file holds, under the name of that file, which is the one to watch."""
    return Opened(given.name, content, given.watched, given.state)


def opened(path: Path | None, stack: ExitStack) -> Opened:
    """The file when it can be read twice, else (standard input, a pipe) a private copy that can; `stack` closes it."""
    name = "-" if path is None else str(path)
    try:
        # Python has no standard input where the caller closed it.
        file: BinaryIO = stack.enter_context(path.open("rb")) if path else sys.stdin.buffer
        regular = path is not None and stat.S_ISREG(os.fstat(file.fileno()).st_mode)
    except AttributeError:
        raise unreadable(name, OSError(errno.EBADF, os.strerror(errno.EBADF))) from None
    except OSError as error:
        raise unreadable(name, error) from None
    file = file if regular else stored(iter(lambda: file.read(CHUNK_BYTES), b""), name, stack)
    return Opened(name, file, file, _state(file))


def _state(file: BinaryIO) -> tuple[int, int]:
    """What changes when somebody else writes to the file."""
    state = os.fstat(file.fileno())
    return state.st_size, state.st_mtime_ns
