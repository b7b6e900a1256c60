"""What a column of an export can seem to hold, or why it is no item."""

import re
from dataclasses import dataclass, field

from reintegratie_cli.models.instrument import AnswerType, Code
from reintegratie_cli.text import Text

NOTHING = Text("niets ingevuld", "nothing filled in")
OPEN_TEXT = Text("open tekst, of antwoorden zonder bekende vorm", "open text, or answers in no form that is recognised")
NUMBERING = Text("een nummering: voor elke rij een ander getal", "a numbering: another number in each row")
YEARS = Text("jaartallen", "years")
ONE_VALUE = Text("in alle rijen hetzelfde", "the same in all rows")
AS_DATES = Text(
    "antwoorden als 3-5 worden in een spreadsheet een datum; schrijf in de export '3 tot 5'",
    "answers such as 3-5 become a date in a spreadsheet; write '3 to 5' in the export",
)

WHOLE = re.compile(r"(-?(?:0|[1-9][0-9]{0,14}))(?:[.,]0+)?")
DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]{0,14})[.,][0-9]{1,20}")
FEWEST_OF_A_RUN = 3
"""Two answers that follow each other are chance."""


@dataclass(frozen=True)
class Option:
    """One answer: its place in the order, the words and the other texts that stand for it."""

    rank: int
    label: str | None = None
    also: tuple[Code, ...] = ()


@dataclass(frozen=True)
class Guess:
    """What a column seems to hold. `basis`: what its answer set is called after. `missing`: what is no answer.

    `least`, `most`: the bounds of a number or count, where these can be told.
    """

    type: AnswerType
    basis: str
    options: tuple[Option, ...] = ()
    missing: tuple[Code, ...] = ()
    least: int | None = None
    most: int | None = None
    remarks: tuple[Text, ...] = field(default=(), compare=False)
