"""A questionnaire: its answer sets, items and scales, as a YAML file in `instruments/` says them."""

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StrictInt, StrictStr, model_validator

from reintegratie_cli.models.base import Bilingual, FileId, Model, Name, Number, SaidError, Version, fold
from reintegratie_cli.text import Text

Code = StrictInt | StrictStr
AnswerType = Literal["ordinal", "count", "number", "yes_no", "choice"]
Component = Literal[
    "zoekgedrag",
    "belemmeringen",
    "human_capital",
    "social_capital",
    "economische_incentives",
    "discriminatie",
    "vraagversterking",
]

YES_NO: dict[int, dict[str, Any]] = {
    1: {"nl": "ja", "en": "yes", "also": ["j", "y", "true", "waar", "checked"]},
    0: {"nl": "nee", "en": "no", "also": ["n", "false", "onwaar", "unchecked"]},
}
NOT_AN_ANSWER = ("", "NA", "N/A", "#N/B", "#N/A", ".", "{question_not_shown}", "user_missing")
"""Cells that mean "no answer" in every export, besides what the questionnaire lists."""


class Answer(Model):
    """One answer that can be chosen."""

    nl: str | None = None
    en: str | None = None
    also: tuple[Code, ...] = ()
    score: Number | None = None

    @property
    def label(self) -> Text | None:
        """The words on the form, or none when the set has codes alone."""
        if self.nl is None and self.en is None:
            return None
        return Text(self.nl or self.en or "", self.en or self.nl or "")

    @property
    def words(self) -> tuple[str, ...]:
        """Every text besides the code that stands for this answer in an export."""
        return tuple(str(word) for word in (self.nl, self.en, *self.also) if word is not None)


def _answers(values: Any) -> Any:  # noqa: ANN401 - what a person wrote can be anything
    """Bring the short forms (a list of codes; code: label) to the long one."""
    if isinstance(values, list) and all(isinstance(code, int | str) for code in values):
        if len(set(values)) < len(values):
            raise SaidError(Text("een code staat twee keer in de lijst.", "a code is in the list twice."))
        return {code: {} for code in values}
    if isinstance(values, dict):
        return {code: {"nl": said, "en": said} if isinstance(said, str) else said for code, said in values.items()}
    return values


class AnswerSet(Model):
    """The answers that an item allows; its `type` is the measurement level, never guessed from data."""

    type: AnswerType
    values: Annotated[
        dict[Code, Answer],
        BeforeValidator(_answers, json_schema_input_type=dict[Code, Answer | str] | list[Code]),
    ] = Field(default_factory=dict)
    min: Number | None = None
    max: Number | None = None
    missing: tuple[Code, ...] | None = None
    empty: Code | None = None

    @model_validator(mode="before")
    @classmethod
    def _fill_yes_no(cls, raw: Any) -> Any:  # noqa: ANN401 - what a person wrote can be anything
        if isinstance(raw, dict) and raw.get("type") == "yes_no" and not raw.get("values"):
            return {**raw, "values": YES_NO}
        return raw

    @property
    def is_open(self) -> bool:
        """Whether any number between `min` and `max` is an answer, rather than one of a list."""
        return self.type in ("count", "number")

    @cached_property
    def codes(self) -> tuple[Code, ...]:
        """The codes in the order of the file; an answer is stored as its place in this list."""
        return tuple(self.values)

    @cached_property
    def scores(self) -> tuple[float, ...]:
        """The score of each code; a choice has none of its own and gets its place."""
        return tuple(
            answer.score if answer.score is not None else float(code if isinstance(code, int) else place)
            for place, (code, answer) in enumerate(self.values.items())
        )

    @property
    def lowest(self) -> float:
        """The lowest score that an answer can have."""
        return (self.min or 0.0) if self.is_open else min(self.scores)

    @property
    def highest(self) -> float:
        """The highest score that an answer can have; infinite for an open answer without a maximum."""
        if self.is_open:
            return float("inf") if self.max is None else self.max
        return max(self.scores)

    @property
    def allowed(self) -> str:
        """What may stand in a cell, as short as it can be said."""
        if self.is_open:
            low, high = ("" if bound is None else f"{bound:g}" for bound in (self.min, self.max))
            return f"{low}..{high}"
        return "|".join(str(code) for code in self.codes)

    @cached_property
    def tokens(self) -> Mapping[str, int]:
        """Every folded text that stands for an answer -> the answer's place in `codes`."""
        return {
            fold(word): place
            for place, (code, answer) in enumerate(self.values.items())
            for word in (str(code), *answer.words)
        }


class Routing(Model):
    """A follow-up item: asked only when another item has one of these answers."""

    item: Name
    is_: tuple[Code, ...] = Field(alias="is", min_length=1)
    else_: Code | Literal["missing"] = Field(alias="else", default="missing")


WishKind = Literal["work", "hours", "help_wanted", "help_refused"]


class Item(Model):
    """One question; without `text` where the questionnaire is not ours to print."""

    answers: Name
    text: Bilingual | None = None
    only_if: Routing | None = None
    wish: WishKind | None = None


class Anchors(Model):
    """The raw scores between which a score is `mid`."""

    low: Number
    high: Number


class MeasurementError(Model):
    """What is assumed of the scale's error until a norm measures it, in raw score points."""

    sd: Number = Field(gt=0)
    reliability: Number = Field(ge=0, lt=1)
    source: Literal["omega", "alpha", "retest", "rater", "assumed"]


class Scale(Model):
    """Items that make one score."""

    measurement: Literal["reflective", "formative", "single"]
    items: tuple[Name, ...] = Field(min_length=1)
    score: Literal["mean", "sum"] | dict[Literal["count_above"], Number]
    title: Bilingual | None = None
    construct_name: str | None = Field(alias="construct", default=None)
    component: Component | None = None
    reversed: tuple[Name, ...] = ()
    min_answered: Number = Field(default=0.75, gt=0, le=1)
    high: Literal["favourable", "unfavourable", "neither"] = "favourable"
    anchors: Anchors | None = None
    twin_of: Name | None = None
    error: MeasurementError | None = None

    @property
    def count_above(self) -> float | None:
        """The score above which an answer counts, where the scale is such a count."""
        return self.score["count_above"] if isinstance(self.score, dict) else None


class MeasurementModel(Model):
    """A factor model of the items, where it differs from one factor per reflective scale."""

    factors: dict[Name, tuple[Name, ...]]
    residual_covariances: tuple[tuple[Name, Name], ...] = ()


class Include(Model):
    """What a battery takes from another questionnaire."""

    id: FileId
    version: Version
    scales: tuple[Name, ...] = ()
    items: tuple[Name, ...] = ()


class Instrument(Model):
    """A questionnaire file."""

    instrument: FileId
    version: Version
    language: Literal["nl", "en"] = "nl"
    title: Bilingual | None = None
    purpose: Bilingual | None = None
    instruction: Bilingual | None = None
    respondent: Literal["client", "professional", "organisation"] = "client"
    sources: tuple[str, ...] = ()
    licence: str | None = None
    answers: dict[Name, AnswerSet] = Field(default_factory=dict)
    missing: tuple[Code, ...] = ()
    items: dict[Name, Item] = Field(default_factory=dict)
    scales: dict[Name, Scale] = Field(default_factory=dict)
    model: MeasurementModel | None = None
    columns: dict[Name, str] = Field(default_factory=dict)
    includes: tuple[Include, ...] = ()

    def answer_set(self, item: str) -> AnswerSet:
        """The answers that `item` allows."""
        return self.answers[self.items[item].answers]

    def missing_codes(self, item: str) -> tuple[Code, ...]:
        """The codes that mean "no answer" for `item`, besides those that always do."""
        own = self.answer_set(item).missing
        return self.missing if own is None else own

    def scale_range(self, scale: str) -> tuple[float, float]:
        """The lowest and highest score that a scale can have."""
        it = self.scales[scale]
        if it.count_above is not None:
            return 0.0, float(len(it.items))
        times = len(it.items) if it.score == "sum" else 1
        sets = [self.answer_set(item) for item in it.items]
        low, high = (sum(bound) / len(sets) for bound in ([s.lowest for s in sets], [s.highest for s in sets]))
        return low * times, high * times
