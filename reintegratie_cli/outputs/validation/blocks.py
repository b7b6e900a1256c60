"""The pieces of a report about a questionnaire, which each format sets in its own way."""

from collections.abc import Iterator
from dataclasses import dataclass

NONE = "–"
"""What stands in a table where there is no figure."""


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


def filled(grid: Grid) -> Grid:
    """The table without the columns in which no row has anything, but for the first; elsewhere it is said why."""
    kept = [0, *(at for at in range(1, len(grid.headings)) if any(row[at] not in ("", NONE) for row in grid.rows))]
    rows = tuple(tuple(row[at] for at in kept) for row in grid.rows)
    return Grid(tuple(grid.headings[at] for at in kept), rows, tuple(kept.index(at) for at in grid.right if at in kept))


Block = Heading | Paragraph | Bullets | Grid
Blocks = Iterator[Block]
