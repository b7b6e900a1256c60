"""Every figure of a result that is not there, with its reason: no gap is silent."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from reintegratie_cli.models.validation_result import (
    FIXED,
    RELIABILITY,
    ModificationIndex,
    Parameter,
    Section,
    ValidationResult,
    holes,
)
from reintegratie_cli.outputs.validation import words
from reintegratie_cli.outputs.validation.voice import Voice
from reintegratie_cli.text import Text

MOST_PLACES = 8
"""More are counted; the JSON names them all."""

_ALL_RELIABILITY = Text("alle maten van betrouwbaarheid", "all measures of reliability")
_PART = {"retest": Text("hertest", "retest"), "criterion": Text("criterium", "criterion")}
"""Parts of the result that speak of the same scales again."""


@dataclass(frozen=True)
class Gap:
    """Figures that lack for one reason, in these places; no places where they are of the whole questionnaire."""

    figures: tuple[str, ...]
    places: tuple[str, ...]
    reason: Text


def gaps(result: ValidationResult, voice: Voice) -> list[Gap]:
    """All that lacks: first by reason, within that the places that lack the same figures."""
    by_reason: dict[Text, dict[str, list[str]]] = {}
    for place, figure, reason in _walk(result, "", voice):
        found = by_reason.setdefault(reason, {}).setdefault(place, [])
        if figure not in found:
            found.append(figure)
    return [gap for reason, places in by_reason.items() for gap in _merged(reason, places, voice)]


def _merged(reason: Text, places: Mapping[str, list[str]], voice: Voice) -> Iterator[Gap]:
    alike: dict[tuple[str, ...], list[str]] = {}
    for place, lacking in places.items():
        alike.setdefault(tuple(lacking), []).append(place)
    for figures, where in alike.items():
        named = tuple(place for place in where if place)
        more = len(named) - MOST_PLACES
        rest = (voice.say(Text(f"nog {more}", f"{more} more")),) if more > 0 else ()
        yield Gap(_short(figures, voice), (*named[:MOST_PLACES], *rest), reason)


def _short(figures: tuple[str, ...], voice: Voice) -> tuple[str, ...]:
    """Everything about reliability under one name, where all of it lacks."""
    every = [voice.say(words.figure_name(name)) for name in RELIABILITY]
    if not set(every) <= set(figures):
        return figures
    return (voice.say(_ALL_RELIABILITY), *(figure for figure in figures if figure not in every))


def _walk(section: Section, place: str, voice: Voice) -> Iterator[tuple[str, str, Text]]:
    """Place, figure and reason of each; what the model fixes lacks nothing."""
    for name, value in section.figures().items():
        if holes(value) and section.reasons[name] != FIXED:
            yield place, voice.say(words.figure_name(name)), section.reasons[name]
        if isinstance(value, Section):
            yield from _walk(value, voice.say(_PART[name]) if name in _PART else place, voice)
        elif isinstance(value, Mapping):
            for key, inner in value.items():
                if isinstance(inner, Section):
                    yield from _walk(inner, key if name == "items" else _scale(key, place, voice), voice)
        elif isinstance(value, tuple):
            for inner in value:
                if isinstance(inner, Section):
                    yield from _walk(inner, _of_model(inner, voice), voice)


def _scale(name: str, part: str, voice: Voice) -> str:
    """A scale, in the part of the result that it is in."""
    return voice.scale(name) + (f", {part}" if part else "")


def _of_model(section: Section, voice: Voice) -> str:
    """A parameter as lavaan writes it, or the level of a cut-off."""
    if isinstance(section, Parameter | ModificationIndex):
        return f"{section.lhs} {section.op} {section.rhs}"
    return f"{voice.say(Text('niveau', 'level'))} {section.figures()['level']}"
