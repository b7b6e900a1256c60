"""What can be offered to a person, and how well that is proven."""

from typing import Literal

from pydantic import Field

from reintegratie_cli.models.base import Bilingual, Flag, Model, Name, Version, Whole
from reintegratie_cli.models.instrument import Component
from reintegratie_cli.models.rules import FactCondition, Grade

HelpKind = Literal["training", "werkplek", "scholing", "coach", "werkgevers", "gezondheid", "schulden", "vrijwillig"]


class ActsOn(Model):
    """What an intervention is meant to change."""

    components: tuple[Component, ...] = ()
    scales: tuple[Name, ...] = ()
    items: tuple[Name, ...] = ()
    """Items of a checklist, where one barrier rather than their sum is what it is for."""


class Evidence(Model):
    """One study or review; without `comparison` its figure has no comparison group."""

    design: Literal["meta", "rct", "quasi", "uncontrolled", "qualitative", "expert"]
    n: Whole | None
    effect: Bilingual
    comparison: Bilingual | None
    source: str


class BilingualList(Model):
    """The same list in both languages."""

    nl: tuple[str, ...]
    en: tuple[str, ...]


class Intervention(Model):
    """One entry of the knowledge base."""

    intervention: Name
    version: Version
    name: Bilingual
    description: Bilingual
    level: Literal["client", "employer", "organisation", "policy"]
    per_placement: Flag
    help: HelpKind | None
    acts_on: ActsOn
    grade: dict[Name, Grade]
    conditions: tuple[FactCondition, ...]
    evidence: tuple[Evidence, ...] = Field(min_length=1)
    cautions: BilingualList
    unknown: BilingualList

    @property
    def for_a_person(self) -> bool:
        """Whether it can be recommended with one person: to a client, or to an employer for one placement."""
        return self.level == "client" or (self.level == "employer" and self.per_placement)


class Offered(Model):
    """The conditions under which a municipality has an intervention."""

    conditions: tuple[FactCondition, ...] = ()


class Offer(Model):
    """What a municipality has."""

    offer: str
    interventions: dict[Name, Offered]
