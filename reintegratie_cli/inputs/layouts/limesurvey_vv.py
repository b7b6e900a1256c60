"""LimeSurvey's VV file: the texts of the questions in the first row, their codes (`WZ_SQ001`) in the second."""

import polars as pl

from reintegratie_cli.inputs.layouts.heading import Heading, Rows, first_named, row_of
from reintegratie_cli.inputs.layouts.limesurvey import DATES, heading_of_responses
from reintegratie_cli.text import Text

NAME = "limesurvey-vv"
TITLE = "LimeSurvey (VV)"
NEEDED = Text(
    "een rij met vragen en daaronder een rij met codes die begint met id",
    "a row with questions and under it a row with codes that begins with id",
)

_FIRST = (*DATES, "startlanguage")
# In this order: a brace that somebody wrote can be followed by "newline}".
_ESCAPED = {"{tab}": "\t", "{newline}": "\n", "{cr}": "\r", "{lbrace}": "{"}


def recognises(rows: Rows) -> bool:
    """Whether the codes that every VV file begins with stand in the second row, under a text each."""
    texts, codes = row_of(rows, 0), row_of(rows, 1)
    has_texts = all(texts[place] for place, code in enumerate(codes[: len(texts)]) if code in _FIRST)
    return codes[:1] == ["id"] and texts[:1] != ["id"] and has_texts and first_named(codes, _FIRST) is not None


def heading(rows: Rows) -> Heading:
    """The codes are the names."""
    width = len(rows[0])
    names = (*rows[1], *[""] * width)[:width]
    return heading_of_responses(names, tuple(rows[0]), rows=2, layout=NAME)


def unescaped(cells: pl.Expr) -> pl.Expr:
    """Texts with the signs back that would end a cell or a row; {question_not_shown} stays, it is no text."""
    for name, sign in _ESCAPED.items():
        cells = cells.str.replace_all(name, sign, literal=True)
    return cells
