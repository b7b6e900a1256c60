"""A file that takes the place of another one whole or not at all, and that leaves nothing behind when it does not."""

import errno
import io
import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from reintegratie_cli.errors import FileError, reason
from reintegratie_cli.text import Text

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_NEW = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
"""A file that was not there, never one that somebody put there under its name."""

_WITHOUT_NAME = getattr(os, "O_TMPFILE", 0) and os.O_TMPFILE | os.O_RDWR
_LACKING = (errno.EOPNOTSUPP, errno.EISDIR, errno.ENOENT, errno.EINVAL, errno.ENOSYS)
"""What a system or a file system says that knows no files without a name."""


class _NamedErrors(io.FileIO):
    """A file of which every refusal to write says which one it is."""

    def __init__(self, descriptor: int, shown: str) -> None:
        super().__init__(descriptor, "wb")
        self._shown = shown

    def write(self, content: "ReadableBuffer", /) -> int:
        """Write as much as the system takes. BrokenPipeError where nobody reads any more, else FileError."""
        try:
            return super().write(content)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise cannot_write(self._shown, error) from None


class Replacement:
    """The file that will stand at `path`; until `put` nobody sees it.

    Where the system can, it has no name until then: whatever ends the program, it is gone. Elsewhere it stands beside
    `path` as `.reintegratie-<random>.part`, and is removed by every end but a kill. A new file gets mode 0600, for it
    holds answers of people; an old one leaves its mode.
    """

    def __init__(self, path: Path, shown: str) -> None:
        """`shown`: what it is called in messages."""
        self.path, self.shown = path, shown
        # Named before they are made, so that whatever stops the program in between leaves nothing behind.
        self._part, self._old = (
            path.parent / f".reintegratie-{secrets.token_hex(8)}{end}" for end in (".part", ".old")
        )
        self._has_name = self._was_there = self._is_placed = False
        # Until there is a file.
        self._stream: BinaryIO = io.BytesIO()

    def open(self) -> BinaryIO:
        """What is written goes into it. OSError where its folder takes no file."""
        descriptor = _without_name(self.path.parent)
        self._has_name = descriptor is None
        descriptor = os.open(self._part, _NEW, 0o600) if descriptor is None else descriptor
        self._stream = buffered(descriptor, self.shown)
        return self._stream

    def complete(self) -> None:
        """Have all of it on the disk, with the mode that it will have."""
        stream = self._stream
        stream.flush()
        if self.path.exists() and hasattr(os, "fchmod"):
            os.fchmod(stream.fileno(), stat.S_IMODE(self.path.stat().st_mode))
        os.fsync(stream.fileno())
        if self._has_name:
            # Some systems move no file that is open.
            stream.close()

    def name(self) -> None:
        """Give it a name beside its place."""
        if not self._has_name:
            descriptor = self._stream.fileno()
            # Python follows the link in /proc only with a descriptor beside it, which an absolute path leaves unused.
            os.link(_in_proc(descriptor), self._part, src_dir_fd=descriptor, follow_symlinks=True)
            self._has_name = True

    def keep_old(self) -> None:
        """Keep what stands in its place, to be put back."""
        self._was_there = self.path.exists()
        if self._was_there:
            os.link(self.path, self._old)

    def put(self) -> None:
        """Take the place."""
        self._part.replace(self.path)
        self._is_placed = True

    def put_back(self) -> bool:
        """Undo `put`, after `keep_old`; whether that could be done."""
        if self._is_placed:
            with suppress(OSError):
                if self._was_there:
                    self._old.replace(self.path)
                else:
                    self.path.unlink()
                self._is_placed = False
        return not self._is_placed

    def settle(self) -> None:
        """Have the name on the disk, where the system can do that."""
        with suppress(OSError, AttributeError):
            folder = os.open(self.path.parent, os.O_RDONLY | os.O_DIRECTORY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)

    def let_go(self) -> None:
        """Leave nothing but what took its place."""
        for left in (self._part, self._old):
            with suppress(OSError):
                left.unlink(missing_ok=True)
        # What could not be written cannot be flushed either.
        with suppress(OSError, FileError):
            self._stream.close()


def buffered(descriptor: int, shown: str) -> BinaryIO:
    """A stream to an open file that is called `shown` in messages."""
    return io.BufferedWriter(cast("io.RawIOBase", _NamedErrors(descriptor, shown)))


def cannot_write(shown: str, error: OSError) -> FileError:
    """The sentence for an output that the system refuses, with the system's own reason."""
    why = reason(error)
    return FileError(
        Text(
            f"{shown} kan niet worden geschreven ({why.nl}); er is niets veranderd.",
            f"{shown} cannot be written ({why.en}); nothing was changed.",
        ),
    )


def _without_name(folder: Path) -> int | None:
    """A new file in the folder that nobody can find; None where there is no such thing."""
    if not _WITHOUT_NAME:
        return None
    try:
        descriptor = os.open(folder, _WITHOUT_NAME, 0o600)
    except OSError as error:
        if error.errno in _LACKING:
            return None
        raise
    if _in_proc(descriptor).exists():
        return descriptor
    os.close(descriptor)
    return None


def _in_proc(descriptor: int) -> Path:
    return Path(f"/proc/self/fd/{descriptor}")
