"""Every figure of a result that is not there, with its reason, said once: no gap is silent."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from reintegratie_cli.models.validation_result import (
    FIT,
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

_PART = {"retest": Text("hertest", "retest"), "criterion": Text("criterium", "criterion")}
"""Parts of the result that speak of the same scales again."""

_WITHOUT_DF = tuple(name for name in FIT if name not in ("chisq", "df", "srmr", "aic", "bic"))
_SCALED = tuple(name for name in FIT if name.endswith(("_scaled", "_scaling_factor")))
_ROBUST = tuple(name for name in FIT if name.endswith("_robust"))
_OF_MODEL = ("omega", "omega_ci", "omega_categorical", "sem", "ave", "composite_reliability", "coefficient")
_OF_ANSWERS = (
    *("n", "n_used", "missing", "scales", "factorability", "dimensionality", "efa", "cfa", "dynamic_cutoffs"),
    *("retest", "criterion", "verdict"),
)
_TOGETHER: tuple[tuple[tuple[str, ...], Text], ...] = (
    (_OF_ANSWERS, Text("alles wat op antwoorden rust", "everything that rests on answers")),
    (RELIABILITY, Text("alle maten van betrouwbaarheid", "all measures of reliability")),
    (_OF_MODEL, Text("betrouwbaarheid uit het factormodel", "reliability by the factor model")),
    (_WITHOUT_DF, Text("alle passingsmaten behalve SRMR", "all measures of fit except SRMR")),
    (
        (*_SCALED, *_ROBUST),
        Text("alle geschaalde en robuuste passingsmaten", "all scaled and robust measures of fit"),
    ),
    (_SCALED, Text("alle geschaalde passingsmaten", "all scaled measures of fit")),
    (_ROBUST, Text("alle robuuste passingsmaten", "all robust measures of fit")),
)
"""Figures that are named together where all of them lack."""


_BETWEEN = {"~~": Text("met", "with"), "=~": Text("op", "by")}
"""What lavaan's signs say: that two are related, that an item measures a factor."""


@dataclass(frozen=True)
class Gap:
    """Figures that lack for one reason, in these places; no places where they are of the whole questionnaire."""

    figures: tuple[str, ...]
    places: tuple[str, ...]
    reason: Text


@dataclass(frozen=True)
class _Hole:
    """One figure that lacks: where, and of which whole that is a part (the items of a scale, a model's parameters)."""

    figure: str
    reason: Text
    place: str
    whole: str | None = None
    parts: int = 0


def gaps(result: ValidationResult, voice: Voice) -> list[Gap]:
    """All that lacks: first by reason, within that the places that lack the same figures."""
    by_reason: dict[Text, dict[str, list[str]]] = {}
    for it in _whole(list(_walk(result, "", voice))):
        found = by_reason.setdefault(it.reason, {}).setdefault(it.place, [])
        if it.figure not in found:
            found.append(it.figure)
    return [gap for reason, places in by_reason.items() for gap in _merged(reason, places, voice)]


def _whole(found: Sequence[_Hole]) -> Iterator[_Hole]:
    """The holes; one for the whole where every part of it lacks the same figure for the same reason."""
    parts: dict[tuple[str, Text, str | None], set[str]] = {}
    for it in found:
        parts.setdefault((it.figure, it.reason, it.whole), set()).add(it.place)
    for it in found:
        every = len(parts[it.figure, it.reason, it.whole]) == it.parts
        yield _Hole(it.figure, it.reason, it.whole or "") if every else it


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
    """What lacks altogether under one name."""
    for names, together in _TOGETHER:
        every = [voice.say(words.figure_name(name)) for name in names]
        if set(every) <= set(figures):
            figures = (voice.say(together), *(figure for figure in figures if figure not in every))
    return figures


def _walk(section: Section, place: str, voice: Voice, whole: tuple[str | None, int] = (None, 0)) -> Iterator[_Hole]:
    """Each hole; what the model fixes lacks nothing."""
    for name, value in section.figures().items():
        if holes(value) and section.reasons[name] != FIXED:
            yield _Hole(voice.say(words.figure_name(name)), section.reasons[name], place, *whole)
        if isinstance(value, Section):
            inner_place = voice.say(_PART[name]) if name in _PART else place
            yield from _walk(value, inner_place, voice)
        elif isinstance(value, Mapping):
            yield from _of_mapping(name, value, place, voice)
        elif isinstance(value, tuple):
            inner = [it for it in value if isinstance(it, Section)]
            for it in inner:
                pairs = isinstance(it, ModificationIndex)
                yield from _walk(it, _of_model(it, voice), voice, (place if pairs else None, len(inner)))


def _of_mapping(name: str, value: Mapping[str, object], place: str, voice: Voice) -> Iterator[_Hole]:
    inner = {key: it for key, it in value.items() if isinstance(it, Section)}
    for key, it in inner.items():
        if name == "items":
            yield from _walk(it, key, voice, (place, len(inner)))
        else:
            yield from _walk(it, _scale(key, place, voice), voice)


def _scale(name: str, part: str, voice: Voice) -> str:
    """A scale, in the part of the result that it is in."""
    return voice.scale(name) + (f", {part}" if part else "")


def _of_model(section: Section, voice: Voice) -> str:
    """A parameter by what it relates, or the level of a cut-off."""
    if isinstance(section, Parameter | ModificationIndex):
        between = _BETWEEN.get(section.op)
        return f"{section.lhs} {voice.say(between) if between else section.op} {section.rhs}"
    return f"{voice.say(Text('niveau', 'level'))} {section.figures()['level']}"
