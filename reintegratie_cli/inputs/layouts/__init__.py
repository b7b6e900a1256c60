"""What the rows above the answers say, by the survey program that wrote them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from reintegratie_cli.models.base import fold

LAYOUTS: tuple[str, ...] = ()
"""The survey programs, each a module of this folder."""

LOOKED_AT = 30
"""How many rows of a sheet are looked at for a header."""


@dataclass(frozen=True)
class Heading:
    """What the columns of a file are called, and where its answers begin.

    `names`: the header, cleaned. `texts`: what else the file calls each column (the text of the question, the label of
    a variable), "" where nothing. `rows`: how many rows the header takes. `layout`: the survey program that wrote it,
    "" where none was recognised. `date`: what that program calls the date of measurement; `occasion`: the columns that
    together tell its measurements of one person apart.
    """

    names: tuple[str, ...]
    texts: tuple[str, ...] = ()
    rows: int = 1
    layout: str = ""
    date: str | None = None
    occasion: tuple[str, ...] = ()


def find_heading(
    rows: Sequence[Sequence[str]], known_names: Collection[str], wanted: str | None
) -> tuple[int, Heading]:
    """The header among the first rows of a sheet, which can have titles above it: the place of its first row, and it.

    `known_names`: names that columns may have. `wanted`: the survey program that the call names. The header is the row
    with most known names; where none has one, the first that is as filled as any.
    """
    known = frozenset(map(fold, known_names))
    fits = [(len(known.intersection(map(fold, row))), sum(map(bool, row))) for row in rows[:LOOKED_AT]]
    at = fits.index(max(fits))
    return at, heading_of(rows[at:], wanted)


def heading_of(rows: Sequence[Sequence[str]], wanted: str | None) -> Heading:  # noqa: ARG001
    """What the rows from the header on say the columns are."""
    return Heading(tuple(rows[0]))
