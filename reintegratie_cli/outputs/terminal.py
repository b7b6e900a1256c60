"""Showing people things on a terminal: never as markup, without colour where it is not wanted."""

import io
import os
import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import TracebackType
from typing import Any, BinaryIO, Self, TextIO, cast

from rich.console import Console
from rich.table import Table
from rich.text import Text as RichText

from reintegratie_cli.text import Language, Text, visible

NARROWEST, PAGE, WIDEST = 60, 100, 110

_DUMB = "dumb"
_EVERY = 0.2
"""Seconds between two states of the line that says how far it is."""

_FAST, _TWO_MINUTES, _TWO_HOURS = 10, 120, 7200
_DUTCH = str.maketrans(",.", ".,")

_PADDING = re.compile(r" +(?=\n)")
_SPACES = str.maketrans("\u00a0\u202f", "  ")


class _Console(Console):
    """Shows control and direction characters instead of passing them on, whatever text they are in."""

    def render_str(self, text: str, **how: Any) -> RichText:  # noqa: ANN401 - as Rich has them
        """The text as it may be shown."""
        return super().render_str(harmless(text), **how)

    def on_broken_pipe(self) -> None:
        """Leave it to whoever shows something what it means that nobody reads along; Rich would end the program."""
        raise  # noqa: PLE0704 - Rich calls this where it caught the error


class _Trimmed:
    """Passes text on without the spaces that Rich puts at the end of lines.

    No stream of its own: Python would flush that when it is collected, after the stream below has gone.
    """

    encoding = "utf-8"

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str, /) -> int:
        """Write a piece of text."""
        return self._stream.write(_PADDING.sub("", text))

    def flush(self) -> None:
        """Pass on what is held back."""
        self._stream.flush()

    def isatty(self) -> bool:
        """Whether people read along."""
        return self._stream.isatty()


def harmless(text: str) -> str:
    """A text without what controls a terminal or turns the direction; a no-break space is a space."""
    # As long as its longest escape makes it, so that nothing is cut off.
    return "\n".join(visible(line, most=10 * len(line)) for line in text.translate(_SPACES).split("\n"))


def console(stream: TextIO) -> Console:
    """A console that takes every text as it is; in a pipe it has the width of a page.

    Styles are for a terminal that can show them, and only where NO_COLOR is not set: not even bold.
    """
    plain = _Console(
        file=cast("TextIO", _Trimmed(stream)),
        markup=False,
        emoji=False,
        highlight=False,
        soft_wrap=False,
        force_terminal=stream.isatty(),
        color_system="auto" if stream.isatty() and _takes_styles() else None,
    )
    plain.width = max(NARROWEST, min(plain.width if stream.isatty() else PAGE, WIDEST))
    return plain


@contextmanager
def as_text(stream: BinaryIO) -> Iterator[TextIO]:
    """Text over a stream of bytes: UTF-8 whatever the system's own encoding is."""
    text = io.TextIOWrapper(stream, encoding="utf-8", newline="\n")
    try:
        yield text
        text.flush()
    finally:
        # The stream is not ours to close, and what could not be written now cannot be written later either.
        text.detach()


def plain_table(*headings: str, right: tuple[int, ...] = ()) -> Table:
    """A table without lines, that stays readable when it is copied into a letter; columns `right` hold numbers."""
    table = Table(box=None, pad_edge=False, show_header=any(headings), header_style="bold", padding=(0, 2, 0, 0))
    for place, heading in enumerate(headings):
        table.add_column(heading, justify="right" if place in right else "left", overflow="fold")
    return table


class _Line:
    """The line on standard error that is written over and over; nothing in a pipe, nor where it cannot be done."""

    def __init__(self) -> None:
        self._length = 0

    @property
    def can_show(self) -> bool:
        """Whether people see it."""
        return sys.stderr.isatty() and os.environ.get("TERM") != _DUMB

    def show(self, text: str) -> None:
        """Put this in place of what is there."""
        with suppress(OSError):
            if self.can_show:
                # Before it is there: an interrupt can come while it is written.
                line = harmless(text).ljust(self._length)
                self._length = len(line)
                print(f"\r{line}", end="", file=sys.stderr, flush=True)  # noqa: T201

    def clear(self) -> None:
        """Leave the line empty, with the cursor at its begin; spaces, which every terminal knows."""
        with suppress(OSError):
            if self._length and self.can_show:
                print(f"\r{' ' * self._length}\r", end="", file=sys.stderr, flush=True)  # noqa: T201
        self._length = 0


_LINE = _Line()
"""There is one standard error; whoever says something on it clears this line first."""


def clear_progress() -> None:
    """Leave no half line before what is said next."""
    _LINE.clear()


@contextmanager
def working(what: Text, language: Language) -> Iterator[None]:
    """Say on a terminal what is being done while that takes long without steps, and clear it at the end."""
    _LINE.show(f"{what.to(language)} …")
    try:
        yield
    finally:
        _LINE.clear()


READING = Text("Bestanden lezen", "Reading files")
COLUMNS = Text("Kolommen doorzien", "Looking through the columns")
"""What comes before the first row is scored, and takes long for a large file."""


class Progress:
    """One line on a terminal: how far it is, how fast, and how long it still takes; silent in a pipe.

    As a context manager it clears the line on errors and interrupts too.
    """

    def __init__(self, total: int, what: Text, language: Language) -> None:
        """Start at none of `total`. The clock tells the speed, and nothing else depends on it."""
        self._total, self._done, self._what, self._language = total, 0, what, language
        self._began = self._said = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.finish()

    def advance(self, by: int) -> None:
        """So many more are done."""
        self._done += by
        now = time.monotonic()
        if now - self._said >= _EVERY:
            self._said = now
            _LINE.show(self._state(now - self._began).to(self._language))

    def _state(self, seconds: float) -> Text:
        share, speed = 100 * self._done // max(self._total, 1), self._done / max(seconds, _EVERY)
        left = _duration(max(self._total - self._done, 0) / speed) if speed else Text("?", "?")
        figures = f"{self._done:,} / {self._total:,}", f"{speed:,.0f}" if speed >= _FAST else f"{speed:.1f}"
        (nl_at, nl_speed), (at, rate) = (tuple(figure.translate(_DUTCH) for figure in figures), figures)
        return Text(
            f"{nl_at} {self._what.nl} ({share} %), {nl_speed} per seconde, nog {left.nl}",
            f"{at} {self._what.en} ({share} %), {rate} per second, {left.en} left",
        )

    def finish(self) -> None:
        """Clear the line."""
        _LINE.clear()


def _duration(seconds: float) -> Text:
    """How long something takes, as precisely as anybody wants to know."""
    minutes, hours = round(seconds / 60), round(seconds / 3600, 1)
    if seconds < _TWO_MINUTES:
        return Text(f"{seconds:.0f} s", f"{seconds:.0f} s")
    if seconds < _TWO_HOURS:
        return Text(f"{minutes} min", f"{minutes} min")
    return Text(f"{hours} uur".replace(".", ","), f"{hours} hours")


def _takes_styles() -> bool:
    """Whether bold may be written: https://no-color.org, and a terminal that knows it."""
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM") not in (_DUMB, "unknown")


@contextmanager
def aside() -> Iterator[TextIO]:
    """Standard error, where everything goes that is not data; full or closed, it is no reason to lose the result."""
    with suppress(OSError):
        _LINE.clear()
        yield sys.stderr


def say(text: str) -> None:
    """One line on standard error."""
    with aside() as stream:
        print(harmless(text), file=stream, flush=True)
