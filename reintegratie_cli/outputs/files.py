"""Where output goes: standard output, or a file that is replaced whole or not at all."""

import errno
import os
import secrets
import stat
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from reintegratie_cli.errors import FileError
from reintegratie_cli.text import Text, visible

STANDARD = "-"

_NEW = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
"""A file that was not there, never one that somebody put there under its name."""


@contextmanager
def open_output(target: str, inputs: Sequence[str] = ()) -> Iterator[BinaryIO]:
    """A stream for `target`; on a clean exit a file takes the place of the old one, on any other nothing changes.

    A new file gets mode 0600, for it holds answers of people; an existing file keeps its mode, a symbolic link its
    target. Raises FileError when the target is one of `inputs`, a folder, or cannot be written.
    """
    if target == STANDARD:
        with _standard_output() as stream:
            yield stream
        return
    path = Path(os.path.realpath(target))
    _refuse_unsuitable(path, target, inputs)
    if path.exists() and not path.is_file():
        # A device or a pipe cannot be replaced; it is written to as it is.
        try:
            with path.open("wb") as stream:
                yield stream
        except BrokenPipeError:
            raise
        except OSError as error:
            raise cannot_write(visible(target, 200), error) from None
        return
    with _replacing(path, target) as stream:
        yield stream


def same_target(first: str, second: str) -> bool:
    """Whether two targets are one file, or both standard output; of that what is written last would be all."""
    if STANDARD in (first, second):
        return first == second
    return os.path.realpath(first) == os.path.realpath(second)


@contextmanager
def _standard_output() -> Iterator[BinaryIO]:
    if sys.stdout is None:
        # Python has none where the caller closed it.
        raise cannot_write("stdout", OSError(errno.EBADF, os.strerror(errno.EBADF)))
    try:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        # What cannot be written now cannot be flushed at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        raise cannot_write("stdout", error) from None


def _refuse_unsuitable(path: Path, target: str, inputs: Sequence[str]) -> None:
    shown = visible(target, 200)
    if path.is_dir():
        raise FileError(
            Text(f"{shown} is een map; noem een bestand.", f"{shown} is a folder; name a file."),
        )
    if not path.parent.is_dir():
        raise FileError(
            Text(
                f"{shown} kan niet worden geschreven: de map {visible(str(path.parent), 200)} bestaat niet.",
                f"{shown} cannot be written: the folder {visible(str(path.parent), 200)} does not exist.",
            ),
        )
    for given in inputs:
        if given != STANDARD and path.exists() and Path(given).exists() and path.samefile(given):
            raise FileError(
                Text(
                    f"{shown} is zelf een invoerbestand en wordt niet overschreven; noem een ander uitvoerbestand.",
                    f"{shown} is itself an input file and is not overwritten; name another output file.",
                ),
            )


@contextmanager
def _replacing(path: Path, target: str) -> Iterator[BinaryIO]:
    shown = visible(target, 200)
    # Named before it is made, so that whatever stops the program in between leaves nothing behind.
    part = path.parent / f".{path.name}.{secrets.token_hex(8)}.part"
    try:
        with os.fdopen(os.open(part, _NEW, 0o600), "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        if path.exists():
            part.chmod(stat.S_IMODE(path.stat().st_mode))
        part.replace(path)
    except OSError as error:
        raise cannot_write(shown, error) from None
    finally:
        part.unlink(missing_ok=True)


def cannot_write(shown: str, error: OSError) -> FileError:
    """The sentence for an output that the system refuses, with the system's own reason."""
    reason = error.strerror or "?"
    return FileError(
        Text(
            f"{shown} kan niet worden geschreven ({reason}); er is niets veranderd.",
            f"{shown} cannot be written ({reason}); nothing was changed.",
        ),
    )
