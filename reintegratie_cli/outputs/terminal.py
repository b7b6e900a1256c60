"""Showing people things on a terminal: never as markup, without colour where it is not wanted."""

import sys
from typing import TextIO

from rich.console import Console
from rich.table import Table

from reintegratie_cli.text import Language, Text

NARROWEST, WIDEST = 60, 110


def console(stream: TextIO) -> Console:
    """A console that takes every text as it is; in a pipe it has the width of a page."""
    plain = Console(file=stream, markup=False, emoji=False, highlight=False, soft_wrap=False)
    plain.width = max(NARROWEST, min(plain.width if stream.isatty() else 100, WIDEST))
    return plain


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
    print(text, file=sys.stderr)  # noqa: T201 - this is the one place that speaks
