"""What the rows above the answers say, by the survey program that wrote them."""

from dataclasses import dataclass

LAYOUTS: tuple[str, ...] = ()
"""The survey programs, each a module of this folder."""


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
