"""What is read first: the conclusion, and what it rests on for each scale."""

from collections.abc import Iterator

from reintegratie_cli.models.validation_result import ScaleResult, ValidationResult
from reintegratie_cli.models.verdict import Verdict
from reintegratie_cli.outputs.validation import words
from reintegratie_cli.outputs.validation.blocks import Blocks, Bullets, Grid, Heading, Paragraph
from reintegratie_cli.outputs.validation.flags import flagged
from reintegratie_cli.outputs.validation.meanings import RELIABILITY
from reintegratie_cli.outputs.validation.voice import NONE, Voice
from reintegratie_cli.text import Text

_SUITABLE = Text("wel bruikbaar voor", "usable for")


def opening(result: ValidationResult, voice: Voice) -> Blocks:
    """The questionnaire, the conclusion in one sentence with its reasons, what it is not."""
    it = result.instrument
    yield Heading(voice.say(words.title(voice.instrument)), level=1)
    about = [f"{it.id} {it.version}", f"{result.tool.name} {result.tool.version}"]
    if result.n is not None:
        used = "" if result.n_used == result.n else f", {voice.say(Text('gebruikt', 'used'))}: {result.n_used}"
        about.insert(1, f"{result.n} {voice.say(Text('personen', 'persons'))}{used}")
    yield Paragraph(" · ".join(about))
    if result.missing is not None:
        complete = voice.percent(result.missing.share_complete)
        lacking = voice.percent(result.missing.share_missing)
        said = Text(
            f"{complete} vulde alles in; van alle antwoorden ontbreekt {lacking}.",
            f"{complete} answered everything; of all answers {lacking} are missing.",
        )
        yield Paragraph(voice.say(said))
    if result.verdict is not None:
        yield from _conclusion(result.verdict, voice)
    if result.n is not None:
        yield Paragraph(voice.say(words.NOT_COTAN))


def _conclusion(verdict: Verdict, voice: Voice) -> Blocks:
    said, decision = voice.say(words.CONCLUSION[verdict.conclusion]), voice.say(words.DECISION[verdict.decision])
    purpose = voice.say(Text("voor", "for"))
    yield Paragraph(f"{said[0].upper()}{said[1:]} {purpose} {decision}.", strong=True)
    yield Bullets(tuple(map(voice.say, verdict.reasons)))


def scales(result: ValidationResult, voice: Voice) -> Blocks:
    """Each scale with its conclusion and reliability, and what is wrong with which item."""
    if not result.scales:
        return
    yield Heading(voice.say(Text("Schalen", "Scales")))
    headings = (
        Text("schaal", "scale"),
        Text("conclusie", "conclusion"),
        Text("betrouwbaarheid", "reliability"),
        Text("95 %-interval", "95 % interval"),
        Text("vragen", "items"),
        Text("personen", "persons"),
    )
    rows = tuple(_row(name, scale, result.verdict, voice) for name, scale in result.scales.items())
    yield Grid(tuple(map(voice.say, headings)), rows, right=(2, 4, 5))
    yield Bullets(tuple(_meanings(result, voice)))
    for name, scale in result.scales.items():
        remarks = tuple(_remarks(name, scale, result.verdict, voice))
        if remarks:
            yield Heading(voice.scale(name), level=3)
            yield Bullets(remarks)


def _row(name: str, scale: ScaleResult, verdict: Verdict | None, voice: Voice) -> tuple[str, ...]:
    known = verdict.scales.get(name) if verdict else None
    said = voice.say(words.CONCLUSION[known.conclusion]) if known else NONE
    coefficient = scale.coefficient
    value, ci = (coefficient.value, coefficient.ci) if coefficient else (None, None)
    return (voice.scale(name), said, voice.number(value), voice.interval(ci), str(scale.n_items), str(scale.n))


def _meanings(result: ValidationResult, voice: Voice) -> Iterator[str]:
    """Which coefficient it is, and what it and its interval mean."""
    used = dict.fromkeys(scale.coefficient.name for scale in (result.scales or {}).values() if scale.coefficient)
    names = voice.names([voice.say(words.COEFFICIENT[name]) for name in used])
    label = voice.say(Text("betrouwbaarheid", "reliability"))
    label += f", {voice.say(Text('hier', 'here'))} {names}" if names else ""
    yield f"{label}: {voice.say(RELIABILITY['coefficient'])}."
    yield f"{voice.say(Text('95 %-interval', '95 % interval'))}: {voice.say(RELIABILITY['interval'])}."


def _remarks(name: str, scale: ScaleResult, verdict: Verdict | None, voice: Voice) -> Iterator[str]:
    known = verdict.scales.get(name) if verdict else None
    if verdict and known:
        yield from map(voice.say, known.reasons)
        other = [voice.say(words.DECISION[d]) for d in known.suitable_for if d != verdict.decision]
        if other and verdict.decision not in known.suitable_for:
            yield f"{voice.say(_SUITABLE).capitalize()}: {voice.names(other)}."
    yield from flagged(scale, voice)
