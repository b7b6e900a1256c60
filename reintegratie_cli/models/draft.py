"""A first version of a questionnaire, made from an export, for a person to finish."""

from collections.abc import Mapping
from dataclasses import dataclass

from reintegratie_cli.models.instrument import Instrument
from reintegratie_cli.text import Text

Place = tuple[str, ...]
"""Where a remark belongs: ("answers" | "items" | "scales", its name)."""


@dataclass(frozen=True)
class LeftOut:
    """A column that is no item, and why; `column` is safe to show."""

    column: str
    why: Text


@dataclass(frozen=True)
class Draft:
    """A questionnaire that can be read in as it is, and what a person has to look at.

    `source`: the file it was made from, safe to show, with `n_rows` rows.
    """

    instrument: Instrument
    source: str
    n_rows: int
    remarks: Mapping[Place, tuple[Text, ...]]
    left_out: tuple[LeftOut, ...]
