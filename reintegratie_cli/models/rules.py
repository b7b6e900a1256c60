"""Rules that people write: gates over indicators and facts, Sol's groups, Wanberg's components, recommending."""

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from reintegratie_cli.models.base import Bilingual, Flag, Model, Name, Number, Version, Whole
from reintegratie_cli.models.instrument import Component

Basis = Literal["expert", "estimated"]


class IndicatorCondition(Model):
    """An indicator lies below or above a cut, in raw scale points."""

    indicator: Name
    below: Number | None = None
    above: Number | None = None
    basis: Basis
    cut_sd: Number | None = Field(ge=0, allow_inf_nan=False, default=None)
    """How unsure this cut is, in raw scale points, where that differs from the rule's `cut_sd`."""


class FactCondition(Model):
    """An entered fact has a value; a fact that is unknown or outdated meets no condition but `known: false`."""

    fact: Name
    is_: Flag | str | None = Field(alias="is", default=None)
    below: Number | None = None
    above: Number | None = None
    at_least: Number | None = None
    at_most: Number | None = None
    known: Flag | None = None


class AllOf(Model):
    """Every gate holds."""

    all: "tuple[Gate, ...]" = Field(min_length=1)


class AnyOf(Model):
    """At least one gate holds."""

    any: "tuple[Gate, ...]" = Field(min_length=1)


class AtLeast(Model):
    """At least so many of the gates hold."""

    at_least: Whole = Field(gt=0)
    of: "tuple[Gate, ...]" = Field(min_length=1)


def _kind_of(value: Any, *kinds: tuple[str, str]) -> str | None:  # noqa: ANN401 - what a person wrote can be anything
    """The kind of a part whose keys show what it is, so that its mistakes are told of that kind alone."""
    if isinstance(value, dict):
        return next((kind for key, kind in kinds if key in value), None)
    return type(value).__name__


def _kind_of_gate(value: Any) -> str | None:  # noqa: ANN401 - as above
    return _kind_of(
        value,
        ("indicator", "IndicatorCondition"),
        ("fact", "FactCondition"),
        ("all", "AllOf"),
        ("any", "AnyOf"),
        ("of", "AtLeast"),
        ("at_least", "AtLeast"),
    )


Condition = IndicatorCondition | FactCondition
Gate = Annotated[
    Annotated[IndicatorCondition, Tag("IndicatorCondition")]
    | Annotated[FactCondition, Tag("FactCondition")]
    | Annotated[AllOf, Tag("AllOf")]
    | Annotated[AnyOf, Tag("AnyOf")]
    | Annotated[AtLeast, Tag("AtLeast")],
    Discriminator(_kind_of_gate),
]


class ScaleIndicator(Model):
    """The score of one scale; the professional's twin of that scale goes before it when `prefer_twin`."""

    scale: str
    range: tuple[Number, Number]
    """The ends of the scale for which the cuts were chosen; a scale with other ends is refused."""
    prefer_twin: Flag = False


class MeanIndicator(Model):
    """The mean of scales that have the same range."""

    mean_of: tuple[str, ...] = Field(min_length=2)
    range: tuple[Number, Number]


class CountIndicator(Model):
    """How many items of a checklist score `from_` or more; taken as certain."""

    count_of: str
    from_: Number = Field(alias="from")


def _kind_of_indicator(value: Any) -> str | None:  # noqa: ANN401 - as above
    return _kind_of(value, ("scale", "ScaleIndicator"), ("mean_of", "MeanIndicator"), ("count_of", "CountIndicator"))


Indicator = Annotated[
    Annotated[ScaleIndicator, Tag("ScaleIndicator")]
    | Annotated[MeanIndicator, Tag("MeanIndicator")]
    | Annotated[CountIndicator, Tag("CountIndicator")],
    Discriminator(_kind_of_indicator),
]


class SolGroup(Model):
    """One of Sol's six groups, or `onbepaald`: the first whose gate holds is the rule's group.

    `requires` marks the place where scales must have a score; without `when` and `requires` a group is what remains.
    """

    group: Name
    label: Bilingual
    meaning: Bilingual
    distance: Flag = False
    when: Gate | None = None
    requires: tuple[Name, ...] = ()


class Signal(Model):
    """Something to look at in the conversation; never a group."""

    signal: Name
    label: Bilingual
    when: Gate


class MonthsValid(Model):
    """How long a suggestion holds after the measurement."""

    self_report: Whole = Field(gt=0)
    rating: Whole = Field(gt=0)


class AskingRule(Model):
    """What is worth asking next: how much it must be expected to tell, and how common the facts are."""

    gain_at_least: Number = Field(ge=0, allow_inf_nan=False, default=0.05)
    """In bits: by how much the answer is expected to lower the entropy over the groups."""
    basis: Basis = "expert"
    base_rates: dict[Name, Annotated[Number, Field(gt=0, lt=1)]] = Field(default_factory=dict)
    """Per fact the share of clients for whom the rule's condition on it holds; a fact without one is not asked for."""
    questions: dict[Name, Bilingual] = Field(default_factory=dict)
    """Per indicator how to ask for it in the conversation; facts have their own in the list of facts."""


class SolRule(Model):
    """The rule that maps scales and facts to Sol's groups.

    `cut_sd`: how unsure each cut is, as a standard deviation in raw scale points. A group that fewer than the share
    `stable_from` of the cuts so moved would keep is ambiguous, as one with a probability under `ambiguous_below` is.
    """

    rule: Name
    version: Version
    source: str
    ambiguous_below: Number = Field(gt=0, lt=1)
    cut_sd: Number = Field(ge=0, allow_inf_nan=False, default=0.3)
    stable_from: Number = Field(ge=0, le=1, default=0.80)
    asking: AskingRule = AskingRule()
    months_valid: MonthsValid
    indicators: dict[Name, Indicator]
    groups: tuple[SolGroup, ...]
    signals: tuple[Signal, ...] = ()


class WanbergComponent(Model):
    """One of the seven components and what it is about."""

    label: Bilingual
    about: Bilingual


class WorkingPointRule(Model):
    """Which scales become working points: at most so many, from this probability of an unfavourable true score."""

    most: Whole = Field(gt=0)
    probability_at_least: Number = Field(ge=0, le=1)
    heavy_from: Number
    """A checklist item with this burden or more is a heavy barrier."""


class WanbergRule(Model):
    """When a component is a need or a strength: on 0-1, the share of the range in the favourable direction."""

    rule: Name
    version: Version
    source: str
    basis: Basis
    need_below: Number = Field(ge=0, le=1)
    strength_above: Number = Field(ge=0, le=1)
    components: dict[Component, WanbergComponent]
    working_points: WorkingPointRule


Grade = Literal["strong", "promising", "mixed", "none_found", "harmful"]


class RecommendRule(Model):
    """How recommendations are chosen: need x fit x grade, at most so many."""

    rule: Name
    version: Version
    source: str
    basis: Basis
    most: Whole = Field(gt=0)
    need_at_least: Number = Field(ge=0, le=1)
    fit_at_least: Number = Field(ge=0, le=1)
    wish_times: Number = Field(ge=1)
    weights: dict[Grade, Annotated[Number, Field(ge=0)]]


for _model in (AllOf, AnyOf, AtLeast, SolGroup, Signal, SolRule):
    _model.model_rebuild()
