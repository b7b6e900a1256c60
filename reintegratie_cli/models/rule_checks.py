"""What is wrong with a rule, the list of facts, an intervention or an offer, where the shape is right.

What a rule may never rest on is refused here: norm scores, which are relative to who else was asked, and what a
person is (sex, age, origin).
"""

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping

from reintegratie_cli.models.answer_checks import check_answers
from reintegratie_cli.models.base import Problem, Problems, under, unknown
from reintegratie_cli.models.facts import FactDefinition, FactList
from reintegratie_cli.models.instrument import AnswerSet
from reintegratie_cli.models.rules import (
    AllOf,
    AnyOf,
    AtLeast,
    Condition,
    CountIndicator,
    FactCondition,
    Gate,
    Indicator,
    IndicatorCondition,
    MeanIndicator,
    RecommendRule,
    SolGroup,
    SolRule,
    WanbergRule,
)
from reintegratie_cli.text import Text, visible

At = tuple[str | int, ...]
FactDefinitions = Mapping[str, FactDefinition]

SOL_GROUPS = ("participatie", "compenseren", "werknemersvaardigheden", "matchen", "stimuleren", "banen")
UNDECIDED = "onbepaald"
BY_FINDING_ONLY = "participatie"

_NORM_SCORE = re.compile(r".*(\.|_t|_t_normalised|_percentile|_stanine)", re.DOTALL)
_GROUP_COLUMN = re.compile(
    r"(.*[^a-z])?((geslacht|gender|leeftijd|nationalit|herkomst|afkomst|geboorte|birth|etnic|ethnic).*"
    r"|(sekse|sex|age|origin)([^a-z].*)?)",
    re.DOTALL | re.IGNORECASE,
)
_FACT, _INDICATOR = Text("het feit", "the fact"), Text("de indicator", "the indicator")
_OPERATORS = ("is", "below", "above", "at_least", "at_most", "known")


def check_facts(facts: FactList) -> Problems:
    """The answers of every fact."""
    for name, fact in facts.facts.items():
        yield from under(("facts", name, "answers"), check_answers(fact.answers))


def check_rule(rule: SolRule, facts: FactDefinitions) -> Problems:
    """Every problem of a rule for Sol's groups, given the facts that can be entered."""
    taken: dict[str, str] = {}
    for name, indicator in rule.indicators.items():
        yield from under(("indicators", name), _check_indicator(name, indicator, taken))
    yield from _check_groups(rule)
    for place, group in enumerate(rule.groups):
        if group.when is not None:
            yield from _check_gate(group.when, ("groups", place, "when"), rule, facts)
        yield from under(("groups", place), _check_requires(group, rule))
    for place, signal in enumerate(rule.signals):
        yield from _check_gate(signal.when, ("signals", place, "when"), rule, facts)


def check_wanberg(rule: WanbergRule, components: tuple[str, ...]) -> Problems:
    """All components have their words, and the middle lies between need and strength."""
    for component in components:
        if component not in rule.components:
            yield Problem(
                ("components",), Text(f"het onderdeel {component} ontbreekt.", f"the component {component} is missing.")
            )
    if not rule.need_below <= rule.strength_above:
        low, high = f"{rule.need_below:g}", f"{rule.strength_above:g}"
        yield Problem(
            ("need_below",),
            Text(f"{low} ligt boven strength_above ({high}).", f"{low} is above strength_above ({high})."),
        )


def check_recommend(rule: RecommendRule, grades: tuple[str, ...]) -> Problems:
    """Every grade has a weight, and what does harm has none."""
    for grade in grades:
        if grade not in rule.weights:
            yield Problem(("weights",), Text(f"het gewicht van {grade} ontbreekt.", f"{grade} has no weight."))
    if rule.weights.get("harmful", 0) > 0:
        yield Problem(
            ("weights", "harmful"),
            Text("wat schaadt wordt nooit aanbevolen; dit is 0.", "what does harm is never recommended; this is 0."),
        )


def check_fact(condition: FactCondition, facts: FactDefinitions) -> Problems:
    """A condition names a fact that exists, and asks one thing of it that fits its answers."""
    fact = facts.get(condition.fact)
    if fact is None:
        yield Problem(("fact",), unknown(_FACT, condition.fact, facts))
    written = condition.model_dump(by_alias=True)
    given = {key: written[key] for key in _OPERATORS if written[key] is not None}
    if len(given) != 1:
        found = ", ".join(given) or "-"
        yield Problem((), _one_of(found, ", ".join(_OPERATORS)))
    for key, value in given.items():
        if isinstance(value, float) and not math.isfinite(value):
            yield Problem((key,), _NOT_FINITE)
        wrong = None if fact is None else _misfit(key, value, fact.answers)
        if wrong is not None:
            yield Problem((key,), wrong)


def _misfit(key: str, value: object, answers: AnswerSet) -> Text | None:
    """Why an operator or its value does not fit the answers of a fact."""
    if key == "known":
        return None
    if answers.is_open:
        allowed, fits = "below, above, at_least, at_most, known", key != "is"
    elif answers.type == "yes_no":
        allowed, fits = "is: true, is: false, known", key == "is" and isinstance(value, bool)
    else:
        codes = [str(code) for code in answers.codes]
        allowed, fits = f"is: {', '.join(codes)}; known", key == "is" and value in codes
    if fits:
        return None
    shown = f"{key}: {visible(str(value).lower() if isinstance(value, bool) else str(value))}"
    return Text(
        f"{shown} past niet bij dit feit ({answers.type}). Toegestaan: {allowed}.",
        f"{shown} does not fit this fact ({answers.type}). Allowed: {allowed}.",
    )


def _check_indicator(name: str, indicator: Indicator, taken: dict[str, str]) -> Problems:
    if isinstance(indicator, CountIndicator):
        at, scales = ("count_of",), (indicator.count_of,)
        yield from () if math.isfinite(indicator.from_) else (Problem(("from",), _NOT_FINITE),)
    else:
        at, scales = ("mean_of",), indicator.mean_of) if isinstance(indicator, MeanIndicator) else (("scale",), (indicator.scale,))
