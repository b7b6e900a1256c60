"""Where output goes: standard output, or files that are replaced whole or not at all."""

import errno
import os
import signal
import stat
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from reintegratie_cli.errors import FileError, reason
from reintegratie_cli.outputs.replacement import Replacement, buffered, cannot_write
from reintegratie_cli.text import Text, visible

STANDARD = "-"

replaced: list[str] = []
"""The files that this process has put in their places, as messages call them."""

asked_to_end: list[int] = []
"""The signals that asked for an end, as whoever handles them notes here; after one nothing takes its place any more."""


@contextmanager
def open_output(target: str, inputs: Sequence[str] = ()) -> Iterator[BinaryIO]:
    """A stream for `target`, as `open_outputs` gives it."""
    with open_outputs([target], inputs) as (stream,):
        yield stream


@contextmanager
def open_outputs(targets: Sequence[str], inputs: Sequence[str] = ()) -> Iterator[list[BinaryIO]]:
    """A stream for each target; on a clean exit files take the places of the old ones, on any other nothing changes.

    All of them or none: every file is complete on the disk before the first takes its place, and goes back when a
    later one cannot take its own. A new file gets mode 0600, for it holds answers of people; an existing file keeps
    its mode, a symbolic link its target. A device or a pipe cannot be replaced; it is written to as it is.

    Raises:
        FileError: A target is one of `inputs`, a folder or read-only, or cannot be written.
        BrokenPipeError: The reader of a pipe has seen enough.
    """
    with ExitStack() as stack:
        streams: list[BinaryIO] = []
        files: list[Replacement] = []
        for target in targets:
            if target == STANDARD:
                streams.append(stack.enter_context(_standard_output()))
                continue
            shown = visible(target, 200)
            with _refusals(shown):
                if _is_device(target):
                    streams.append(_device(target, shown, stack))
                    continue
                files.append(_replacement(target, shown, inputs))
                stack.callback(files[-1].let_go)
                streams.append(files[-1].open())
        yield streams
        for stream in streams:
            stream.flush()
        _replace_all(files)


def check_targets(targets: Sequence[str], inputs: Sequence[str] = ()) -> None:
    """FileError where one of these could not become an output, as `open_outputs`; before anything is read for it."""
    for target in targets:
        shown = visible(target, 200)
        with _refusals(shown):
            if target != STANDARD and not _is_device(target):
                _refuse_unsuitable(Path(os.path.realpath(target)), shown, inputs)


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
    except BrokenPipeError:
        raise
    except OSError as error:
        # What cannot be written now cannot be flushed at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        raise cannot_write("stdout", error) from None


def _is_device(target: str) -> bool:
    try:
        # Not of the real path: what /dev/stdout leads to can have none.
        mode = Path(target).stat().st_mode
    except FileNotFoundError:
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def _device(target: str, shown: str, stack: ExitStack) -> BinaryIO:
    device = buffered(os.open(target, os.O_WRONLY), shown)
    stack.callback(_closed, device)
    return device


def _replacement(target: str, shown: str, inputs: Sequence[str]) -> Replacement:
    path = Path(os.path.realpath(target))
    _refuse_unsuitable(path, shown, inputs)
    return Replacement(path, shown)


def _closed(stream: BinaryIO) -> None:
    # What could not be written cannot be flushed either.
    with suppress(OSError, FileError):
        stream.close()


def _refuse_unsuitable(path: Path, shown: str, inputs: Sequence[str]) -> None:
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
    if not path.exists():
        return
    for given in inputs:
        if given != STANDARD and os.path.exists(given) and path.samefile(given):  # noqa: PTH110 - False for any name
            raise FileError(
                Text(
                    f"{shown} is zelf een invoerbestand en wordt niet overschreven; noem een ander uitvoerbestand.",
                    f"{shown} is itself an input file and is not overwritten; name another output file.",
                ),
            )
    # Its folder would let it be replaced, but whoever made it read-only wants to keep it; root may write to anything.
    if not path.stat().st_mode & 0o222 or not os.access(path, os.W_OK):
        raise FileError(
            Text(
                f"{shown} is alleen te lezen en wordt niet vervangen; noem een ander bestand of hef dat op.",
                f"{shown} is read-only and is not replaced; name another file or make it writable.",
            ),
        )


def _replace_all(files: Sequence[Replacement]) -> None:
    """Put every file in its place, or none."""
    if asked_to_end:
        # A library can lose the exception that a signal raises while it calls back.
        signal.raise_signal(asked_to_end[-1])
    for file in files:
        with _refusals(file.shown):
            file.complete()
    with _without_interruption():
        try:
            for file in files:
                with _refusals(file.shown):
                    file.name()
            for file in files[:-1]:
                # Where no second name can be given to it, it cannot be put back.
                with suppress(OSError):
                    file.keep_old()
            for place, file in enumerate(files):
                try:
                    file.put()
                except OSError as error:
                    gone = [one.shown for one in files[:place] if not one.put_back()]
                    raise _half_done(gone, file.shown, error) if gone else cannot_write(file.shown, error) from None
        finally:
            # At once: whatever kills the program after this leaves nothing.
            for file in files:
                file.let_go()
        replaced.extend(file.shown for file in files)
    for file in files:
        file.settle()


@contextmanager
def _refusals(shown: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise cannot_write(shown, error) from None


@contextmanager
def _without_interruption() -> Iterator[None]:
    """Signals that ask for an end wait: for the few moments in which files take their places."""
    asked: list[int] = []
    before = {}
    if threading.current_thread() is threading.main_thread():
        signals = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
        before = {number: signal.signal(number, lambda number, _: asked.append(number)) for number in signals}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        for number in asked:
            signal.raise_signal(number)


def _half_done(gone: Sequence[str], shown: str, error: OSError) -> FileError:
    why, done = reason(error), ", ".join(gone)
    return FileError(
        Text(
            f"{shown} kan niet worden geschreven ({why.nl}); {done} is al wel vervangen.",
            f"{shown} cannot be written ({why.en}); {done} has been replaced already.",
        ),
    )


__all__ = ["STANDARD", "cannot_write", "open_output", "open_outputs", "replaced", "same_target"]
