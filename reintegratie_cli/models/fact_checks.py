"""What is wrong with the list of facts, or with a condition on a fact, where the shape is right."""

import math
from collections.abc import Mapping

from reintegratie_cli.models.answer_checks import check_answers
from reintegratie_cli.models.base import Problem, Problems, under, unknown
from reintegratie_cli.models.facts import FactDefinition, FactList
from reintegratie_cli.models.instrument import AnswerSet
from reintegratie_cli.models.rules import FactCondition
from reintegratie_cli.text import Text, visible

FactDefinitions = Mapping[str, FactDefinition]

NOT_FINITE = Text("de grens moet een gewoon getal zijn.", "the cut must be an ordinary number.")

FACT = Text("het feit", "the fact")
_OPERATORS = ("is", "below", "above", "at_least", "at_most", "known")


def check_facts(facts: FactList) -> Problems:
    """The answers of every fact."""
    for name, fact in facts.facts.items():
        yield from under(("facts", name, "answers"), check_answers(fact.answers))


def check_fact(condition: FactCondition, facts: FactDefinitions) -> Problems:
    """A condition names a fact that exists, and asks one thing of it that fits its answers."""
    fact = facts.get(condition.fact)
    if fact is None:
        yield Problem(("fact",), unknown(FACT, condition.fact, facts))
    written = condition.model_dump(by_alias=True)
    given = {key: written[key] for key in _OPERATORS if written[key] is not None}
    if len(given) != 1:
        found = ", ".join(given) or "-"
        yield Problem((), one_of(found, ", ".join(_OPERATORS)))
    for key, value in given.items():
        if isinstance(value, float) and not math.isfinite(value):
            yield Problem((key,), NOT_FINITE)
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


def one_of(found: str, allowed: str) -> Text:
    """Say that a condition must ask one thing, and what was found."""
    return Text(
        f"een voorwaarde vraagt precies één ding; hier staat: {found}. Kies er een: {allowed}.",
        f"a condition asks exactly one thing; here is: {found}. Choose one: {allowed}.",
    )
