"""The pieces of a report about a questionnaire, which each format sets in its own way."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Heading:
    """A title; level 1 is the report's own."""

    text: str
    level: int = 2


@dataclass(frozen=True)
class Paragraph:
    """Running text; `strong` for what has to be read first."""

    text: str
    strong: bool = False


@dataclass(frozen=True)
class Bullets:
    """Sentences that belong together."""

    lines: tuple[str, ...]


@dataclass(frozen=True)
class Grid:
    """A table; columns `right` hold numbers."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: tuple[int, ...] = ()


Block = Heading | Paragraph | Bullets | Grid
Blocks = Iterator[Block]
