"""Facts that only a professional may enter, as `rules/facts.yaml` lists them."""

from pydantic import Field

from reintegratie_cli.models.base import Bilingual, Flag, Model, Name, Version, Whole
from reintegratie_cli.models.instrument import AnswerSet


class FactDefinition(Model):
    """One fact: what it is called, which values it has, how long it may be relied on."""

    label: Bilingual
    question: Bilingual | None = None
    """How to ask for it, in the conversation or of a colleague."""
    answers: AnswerSet
    months_valid: Whole = Field(gt=0)
    group_column: Flag = False
    """Sex, age, origin and what stands for them: never the ground of a Sol group."""


class FactList(Model):
    """All facts, in the order of the file."""

    version: Version
    facts: dict[Name, FactDefinition]
