"""Each scale with its conclusion, why, and what stands out in its items."""

from collections.abc import Iterator, Mapping, Sequence

from reintegratie_cli.models.validation_result import ItemFlag, ScaleResult, ValidationResult
from reintegratie_cli.models.verdict import ScaleVerdict, Verdict
from reintegratie_cli.outputs.validation import words
from reintegratie_cli.outputs.validation.blocks import NONE, Blocks, Bullets, Grid, Heading, Paragraph, filled
from reintegratie_cli.outputs.validation.flags import flagged
from reintegratie_cli.outputs.validation.meanings import RELIABILITY
from reintegratie_cli.outputs.validation.voice import Voice
from reintegratie_cli.text import Text

_HEADINGS = (
    Text("schaal", "scale"),
    Text("conclusie", "conclusion"),
    Text("betrouwbaarheid", "reliability"),
    Text("95 %-interval", "95 % interval"),
    Text("items", "items"),
    Text("personen", "persons"),
)
_RULE = Text("Wat de conclusies betekenen:", "What the conclusions mean:")
_ALL_MET = Text("Aan alle voorwaarden is voldaan.", "All conditions are met.")


def scales(result: ValidationResult, voice: Voice) -> Blocks:
    """A table of them with what the conclusions mean, then why each has its own."""
    if not (result.scales or result.verdict):
        return
    yield Heading(voice.say(Text("Schalen", "Scales")))
    if result.scales:
        rows = tuple(_row(name, scale, result.verdict, voice) for name, scale in result.scales.items())
        yield filled(Grid(tuple(map(voice.say, _HEADINGS)), rows, right=(2, 4, 5)))
        yield Bullets(tuple(_meanings(result.scales, voice)))
    if result.verdict and result.verdict.rule:
        yield Paragraph(voice.say(_RULE))
        yield Bullets(tuple(map(voice.say, result.verdict.rule)))
    for names in _alike(result):
        yield from _one(names[0], result, voice) if len(names) == 1 else _several(names, result, voice)


def _row(name: str, scale: ScaleResult, verdict: Verdict | None, voice: Voice) -> tuple[str, ...]:
    known = verdict.scales.get(name) if verdict else None
    said = voice.say(words.CONCLUSION[known.conclusion]) if known else NONE
    it, needed = scale.coefficient, verdict.sufficient if verdict else None
    value = voice.number(it.value if it else None, beside=needed)
    interval = voice.interval(it.ci if it else None, beside=needed)
    return (voice.scale(name), said, value, interval, str(scale.n_items), str(scale.n))


def _meanings(scales: Mapping[str, ScaleResult], voice: Voice) -> Iterator[str]:
    """Which coefficient it is, and what it and its interval mean."""
    used = dict.fromkeys(scale.coefficient.name for scale in scales.values() if scale.coefficient)
    if not used:
        return
    names = voice.names([voice.say(words.COEFFICIENT[name]) for name in used])
    label = voice.say(Text("betrouwbaarheid", "reliability"))
    label += f", {voice.say(Text('hier', 'here'))} {names}"
    yield f"{label}: {voice.say(RELIABILITY['coefficient'])}."
    yield f"{voice.say(Text('95 %-interval', '95 % interval'))}: {voice.say(RELIABILITY['interval'])}."


def _alike(result: ValidationResult) -> list[list[str]]:
    """The scales, those together of which the same is said; the ones that are not assessed last."""
    verdict, alike = result.verdict, dict[object, list[str]]()
    for name in result.scales or (verdict.scales if verdict else ()):
        known = verdict.scales.get(name) if verdict else None
        alike.setdefault(_said(known) if known else name, []).append(name)
    return sorted(alike.values(), key=lambda names: _unassessed(names[0], verdict))


def _said(known: ScaleVerdict) -> tuple[object, ...]:
    """What is said of a scale: of a usable one no more than that, since its figures stand in the tables."""
    return known.conclusion, known.reasons if known.conclusion != "usable" else (), known.notes


def _unassessed(name: str, verdict: Verdict | None) -> bool:
    known = verdict.scales.get(name) if verdict else None
    return known is not None and known.conclusion == "not_assessed"


def _one(name: str, result: ValidationResult, voice: Voice) -> Blocks:
    known = result.verdict.scales.get(name) if result.verdict else None
    remarks = [*(_sentences(known, voice) if known else ()), *_items((name,), result, voice)]
    if remarks:
        conclusion = f": {voice.say(words.CONCLUSION[known.conclusion])}" if known else ""
        yield Heading(f"{voice.scale(name)}{conclusion}", level=3)
        yield Bullets(tuple(remarks))


def _several(names: Sequence[str], result: ValidationResult, voice: Voice) -> Blocks:
    """Scales of which the same is said, under their conclusion."""
    known = result.verdict.scales[names[0]] if result.verdict else None
    if known:
        yield Heading(voice.capital(words.CONCLUSION[known.conclusion]), level=3)
        said = " ".join(_sentences(known, voice))
        yield Bullets((f"{voice.names([voice.scale(name) for name in names])}. {said}", *_items(names, result, voice)))


def _sentences(known: ScaleVerdict, voice: Voice) -> Iterator[str]:
    yield from map(voice.say, (_ALL_MET,) if known.conclusion == "usable" else known.reasons)
    yield from map(voice.say, known.notes)


def _items(names: Sequence[str], result: ValidationResult, voice: Voice) -> Iterator[str]:
    """What stands out in items; that one runs against its scale is among the reasons of any conclusion about it."""
    for name in names:
        known = result.verdict.scales.get(name) if result.verdict else None
        said: tuple[ItemFlag, ...] = ("negative",) if known and known.conclusion in ("with_care", "not_usable") else ()
        if result.scales:
            yield from flagged(result.scales[name], voice, said)
