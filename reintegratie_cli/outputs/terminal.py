"""Showing people things on a terminal: never as markup, without colour where it is not wanted."""

import io
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, BinaryIO, TextIO, cast

from rich.console import Console
from rich.table import Table
from rich.text import Text as RichText

from reintegratie_cli.text import Language, Text, visible

NARROWEST, PAGE, WIDEST = 60, 100, 110

_PADDING = re.compile(r" +(?=\n)")
_SPACES = str.maketrans("\u00a0\u202f", "  ")


class _Console(Console):
    """Shows control and direction characters instead of passing them on, whatever text they are in."""

    def render_str(self, text: str, **how: Any) -> RichText:  # noqa: ANN401 - as Rich has them
        """The text as it may be shown."""
        return super().render_str(harmless(text), **how)


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
    """A console that takes every text as it is; in a pipe it has the width of a page."""
    plain = _Console(file=cast("TextIO", _Trimmed(stream)), markup=False, emoji=False, highlight=False, soft_wrap=False)
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


class Progress:
    """One line on a terminal that says how far it is; silent in a pipe."""

    def __init__(self, total: int, what: Text, language: Language) -> None:
        """Start at none of `total`."""
        self._total, self._done, self._what = total, 0, what.to(language)
        self._shown = sys.stderr.isatty()

    def advance(self, by: int) -> None:
        """So many more are done."""
        self._done += by
        if self._shown and self._total > by:
            share = 100 * self._done // max(self._total, 1)
            print(f"\r{self._done} / {self._total} {self._what} ({share} %)", end="", file=sys.stderr, flush=True)  # noqa: T201

    def finish(self) -> None:
        """Clear the line."""
        if self._shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)  # noqa: T201


def say(text: str) -> None:
    """One line on standard error, where everything goes that is not data."""
    with suppress(OSError):
        # A full or closed standard error is no reason to lose the result.
        print(harmless(text), file=sys.stderr, flush=True)  # noqa: T201 - this is the one place that speaks
