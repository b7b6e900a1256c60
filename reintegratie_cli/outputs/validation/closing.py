"""The standard's criteria, what was found in the questionnaire itself, and what could not be said."""

from collections.abc import Iterator, Sequence

from reintegratie_cli.models.finding import Finding
from reintegratie_cli.models.validation_result import ValidationResult
from reintegratie_cli.models.verdict import CriterionGrade
from reintegratie_cli.outputs.validation import words
from reintegratie_cli.outputs.validation.blocks import NONE, Blocks, Bullets, Grid, Heading, Paragraph
from reintegratie_cli.outputs.validation.gaps import gaps
from reintegratie_cli.outputs.validation.voice import Voice
from reintegratie_cli.text import Text

WHOLE_FROM = 10
"""A figure from here on is a number of persons or years, not a coefficient."""


def criteria(result: ValidationResult, voice: Voice) -> Blocks:
    """Each criterion with its figure, the threshold, where that comes from, and what to do."""
    if result.verdict is None:
        return
    yield Heading(voice.say(Text("Per criterium", "Per criterion")))
    decision = voice.say(words.DECISION[result.verdict.decision])
    standard = Text(
        f"Volgens {result.verdict.criteria_version}, voor {decision}.",
        f"By {result.verdict.criteria_version}, for {decision}.",
    )
    yield Paragraph(voice.say(standard))
    headings = (
        Text("criterium", "criterion"),
        Text("oordeel", "grade"),
        Text("cijfer", "figure"),
        Text("grens", "threshold"),
        Text("bron van de grens", "source of the threshold"),
    )
    rows = tuple(_row(it, voice) for it in result.verdict.criteria)
    yield Grid(tuple(map(voice.say, headings)), rows, right=(2, 3))
    yield Bullets(tuple(f"{voice.say(it.title)}: {voice.say(it.reason)}" for it in result.verdict.criteria))


def _row(it: CriterionGrade, voice: Voice) -> tuple[str, ...]:
    grade = voice.say(words.GRADE[it.grade])
    value, threshold = _figure(it.value, it.threshold, voice), _figure(it.threshold, None, voice)
    source = NONE if it.threshold is None else it.source
    return (voice.say(it.title), grade, value, threshold, source)


def _figure(value: float | None, beside: float | None, voice: Voice) -> str:
    whole = value is not None and abs(value) >= WHOLE_FROM
    return voice.number(value, 0, beside) if whole else voice.number(value, beside=beside)


def findings(result: ValidationResult, voice: Voice) -> Blocks:
    """What stood out before any answers were looked at; what is alike of several items is said once."""
    known = result.instrument.findings
    yield Heading(voice.say(Text("De vragenlijst zelf", "The questionnaire itself")))
    if known is None:
        unchecked = Text("Niet nagekeken", "Not checked")
        yield Paragraph(f"{voice.say(unchecked)}. {voice.say(result.instrument.reasons['findings'])}")
    elif not known:
        yield Paragraph(voice.say(Text("Er viel niets op.", "Nothing stood out.")))
    alike: dict[tuple[str | None, Text], list[Finding]] = {}
    for it in known or ():
        alike.setdefault((it.scale, it.reason), []).append(it)
    yield Bullets(tuple(_together(several, voice) for several in alike.values()))


def _together(several: Sequence[Finding], voice: Voice) -> str:
    """Findings in the same words, with the items they are about."""
    items = [it.item for it in several if it.item is not None]
    return f"{voice.names(items)}: {voice.say(several[0].reason)}" if len(items) > 1 else found(several[0], voice)


def found(it: Finding, voice: Voice) -> str:
    """One finding, with where it is."""
    places = [voice.scale(it.scale)] if it.scale else []
    places += [voice.item(it.item)] if it.item else []
    return ": ".join((*places, voice.say(it.reason)))


def not_there(result: ValidationResult, voice: Voice) -> Blocks:
    """Every figure that lacks, and why; figures that lack for one reason together."""
    lines = tuple(_lines(result, voice))
    if lines:
        yield Heading(voice.say(Text("Wat er niet is, en waarom", "What is not here, and why")))
        yield Bullets(lines)
    rest = Text(
        "Alle cijfers, ook die van elke parameter, staan in de uitvoer met -f json.",
        "All figures, those of every parameter too, are in the output with -f json.",
    )
    yield Paragraph(voice.say(rest))


def _lines(result: ValidationResult, voice: Voice) -> Iterator[str]:
    for gap in gaps(result, voice):
        where = f" ({voice.names(gap.places)})" if gap.places else ""
        yield f"{voice.names(gap.figures)}{where}: {voice.say(gap.reason)}"
