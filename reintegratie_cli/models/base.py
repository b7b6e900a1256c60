"""What all files that people write have in common."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, Strict, StringConstraints

from reintegratie_cli.errors import did_you_mean
from reintegratie_cli.text import Text, visible

SCHEMA_TEXT = {"anyOf": [{"type": "string"}, {"type": "object", "required": ["nl", "en"]}]}

FileId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+$", max_length=80)]
"""The id of a questionnaire: also its file name, so nothing that could walk through folders."""

Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_]+$", max_length=80)]
"""The id of an item, scale, fact, group or intervention: it becomes part of a column name."""

Version = Annotated[str, StringConstraints(pattern=r"^\d+\.\d+\.\d+$")]

Number = Annotated[float, Strict()]
"""A number as a number: never a text that looks like one, and never true for 1."""

Whole = Annotated[int, Strict()]
Flag = Annotated[bool, Strict()]


def _both_languages(value: Any) -> Any:  # noqa: ANN401 - what a person wrote can be anything
    """A plain string serves both languages; a mapping must name both or is completed from the one that is there."""
    if isinstance(value, str):
        return Text(value, value)
    if (
        isinstance(value, dict)
        and value
        and set(value) <= {"nl", "en"}
        and all(isinstance(v, str) for v in value.values())
    ):
        nl, en = value.get("nl", value.get("en")), value.get("en", value.get("nl"))
        return Text(str(nl), str(en))
    return value


Bilingual = Annotated[
    Text, BeforeValidator(_both_languages, json_schema_input_type=str | dict[Literal["nl", "en"], str])
]


class Model(BaseModel):
    """Frozen, and an unknown key is a mistake: a misspelt key that is skipped in silence changes scores."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a file that its shape does not show: where (keys from the top), and what."""

    at: tuple[str | int, ...]
    what: Text


Problems = Iterator[Problem]


class SaidError(ValueError):
    """A wrong shape that a validator can say better than its type can."""

    def __init__(self, what: Text) -> None:
        super().__init__(what.en)
        self.what = what


def under(place: tuple[str | int, ...], problems: Iterable[Problem]) -> Problems:
    """The same problems, their place counted from a key higher up."""
    return (Problem((*place, *problem.at), problem.what) for problem in problems)


def unknown(what: Text, found: str, known: Iterable[str], most: int = 12) -> Text:
    """Say that `what` has a name that does not exist: the nearest one, and what there is."""
    names = list(known)
    near = did_you_mean(found, names)
    there = ", ".join(names[:most]) + (", …" if len(names) > most else "") or "-"
    return Text(
        f"{what.nl} {visible(found)} bestaat niet.{near.nl} Bekend: {there}.",
        f"{what.en} {visible(found)} does not exist.{near.en} Known: {there}.",
    )


def fold(text: str) -> str:
    """Text as it is compared: without case, accents composed, each run of white space (no-break too) one space."""
    composed = unicodedata.normalize("NFC", text)
    return re.sub(r"[\s\u200b\u2060\ufeff]+", " ", composed).strip().casefold()


__all__ = [
    "Bilingual",
    "Field",
    "FileId",
    "Flag",
    "Model",
    "Name",
    "Number",
    "Problem",
    "Problems",
    "SaidError",
    "Version",
    "Whole",
    "fold",
    "under",
    "unknown",
]
