"""What the columns of a file are called, and what the program that wrote it says of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from reintegratie_cli.models.base import fold
from reintegratie_cli.text import Text

Rows = Sequence[Sequence[str]]
"""The first rows of a file or sheet, each cell as cleaned text, "" where it is empty."""


@dataclass(frozen=True)
class Mark:
    """Cells (folded) of a column that say of their row what is worth counting: `what`, after a number of rows."""

    column: str
    cells: frozenset[str]
    what: Text


@dataclass(frozen=True)
class Heading:
    """What the columns of a file are called, and where its answers begin.

    `names`: the header, cleaned. `texts`: what else the file calls each column (the text of the question, the label
    of a variable), "" where nothing. `rows`: how many rows the header takes. `layout`: the survey program that
    wrote it, "" where none was recognised. `id`, `date`: what that program calls the id and the date of
    measurement; `occasion`: the columns that together tell its measurements of one person apart; `month_first`: it
    writes 3/4/2026 for the fourth of March; `marks`: which of its rows are to be counted.
    """

    names: tuple[str, ...]
    texts: tuple[str, ...] = ()
    rows: int = 1
    layout: str = ""
    date: str | None = None
    occasion: tuple[str, ...] = ()
    month_first: bool = False
    marks: tuple[Mark, ...] = ()
    id: str | None = None


def row_of(rows: Rows, place: int) -> list[str]:
    """The folded cells of one of the first rows; none where there are not so many."""
    return [fold(cell) for cell in rows[place]] if place < len(rows) else []


def first_named(names: Sequence[str], wanted: Sequence[str]) -> str | None:
    """The first of `wanted` that is among the names."""
    there = {fold(name) for name in names}
    return next((name for name in wanted if fold(name) in there), None)
