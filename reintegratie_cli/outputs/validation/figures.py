"""All figures about scales and items, each with what it means."""

from collections.abc import Iterator, Mapping

from reintegratie_cli.models.validation_result import ItemResult, ScaleResult, ValidationResult
from reintegratie_cli.outputs.validation import words
from reintegratie_cli.outputs.validation.blocks import Blocks, Bullets, Grid, Heading, filled
from reintegratie_cli.outputs.validation.flags import short
from reintegratie_cli.outputs.validation.meanings import ITEMS, OTHER_RELIABILITY, SCORES, Meanings
from reintegratie_cli.outputs.validation.voice import Voice
from reintegratie_cli.text import Text

SCALE = Text("schaal", "scale")
ALPHA_AND_OMEGA = ("alpha", "alpha_standardized", "alpha_ordinal", "omega", "omega_categorical")
_ITEM_HEADINGS = (
    Text("item", "item"),
    Text("leeg", "empty"),
    Text("gem.", "mean"),
    Text("sd", "sd"),
    Text("laagste", "lowest"),
    Text("hoogste", "highest"),
    Text("r rest", "r rest"),
    Text("alfa zonder", "alpha without"),
    Text("lading", "loading"),
    Text("opmerking", "remark"),
)
_REVERSED = Text("omgekeerd gescoord", "reverse-keyed")
_ITEM_LABELS = {
    "missing": Text("leeg", "empty"),
    "floor": Text("laagste, hoogste", "lowest, highest"),
    "item_rest_r": Text("r rest", "r rest"),
    "alpha_if_deleted": Text("alfa zonder", "alpha without"),
    "loading": Text("lading", "loading"),
}
_SHORT = {
    "mean": Text("gemiddelde", "mean"),
    "sd": Text("sd", "sd"),
    "alpha_standardized": Text("alfa st.", "alpha std."),
    "alpha_ordinal": Text("alfa ord.", "alpha ord."),
    "omega_categorical": Text("omega ord.", "omega ord."),
    "average_r": Text("gem. r", "mean r"),
    "composite_reliability": Text("samengesteld", "composite"),
}


def items(result: ValidationResult, voice: Voice) -> Blocks:
    """A table of items for each scale."""
    if not result.scales:
        return
    yield Heading(voice.say(Text("Items", "Items")))
    every = [item for scale in result.scales.values() for item in scale.items.values()]
    shown = {name: it for name, it in ITEMS.items() if any(getattr(item, name) is not None for item in every)}
    yield Bullets(tuple(explained(shown, voice, _ITEM_LABELS)))
    for name, scale in result.scales.items():
        yield Heading(voice.scale(name), level=3)
        known = voice.instrument.scales.get(name)
        rows = tuple(
            _item(item, it, voice, is_reversed=known is not None and item in known.reversed)
            for item, it in scale.items.items()
        )
        yield filled(Grid(tuple(map(voice.say, _ITEM_HEADINGS)), rows, right=tuple(range(1, 9))))


def _item(name: str, item: ItemResult, voice: Voice, *, is_reversed: bool) -> tuple[str, ...]:
    remarks = [voice.say(_REVERSED)] if is_reversed else []
    remarks += [said for said in (short(item, voice),) if said]
    asked = item.n + item.missing
    return (
        name,
        voice.percent(item.missing / asked if asked else None),
        voice.number(item.mean),
        voice.number(item.sd),
        voice.percent(item.floor),
        voice.percent(item.ceiling),
        voice.number(item.item_rest_r),
        voice.number(item.alpha_if_deleted),
        voice.number(item.loading),
        ", ".join(remarks),
    )


def reliability(result: ValidationResult, voice: Voice) -> Blocks:
    """The other measures of reliability, of scales that have any; what goes with the scores themselves, of all."""
    known = {name: scale for name, scale in (result.scales or {}).items() if scale.measurement == "reflective"}
    if known:
        yield Heading(voice.say(Text("Andere maten van betrouwbaarheid", "Other measures of reliability")))
        needed = result.verdict.sufficient if result.verdict else None
        yield _table(known, ALPHA_AND_OMEGA, voice, needed)
        yield _table(known, ("lambda2", "lambda6", "split_half", "composite_reliability"), voice, needed)
        yield _table(known, ("average_r", "ave"), voice)
        shown = {
            name: meaning
            for name, meaning in OTHER_RELIABILITY.items()
            if any(getattr(scale, name) is not None for scale in known.values())
        }
        yield Bullets(tuple(explained(shown, voice)))
    if result.scales:
        yield Heading(voice.say(Text("Scores", "Scores")))
        yield _table(result.scales, ("mean", "sd", "sem"), voice)
        if any(scale.sem is not None for scale in result.scales.values()):
            yield Bullets(tuple(explained(SCORES, voice)))


def _table(known: Mapping[str, ScaleResult], names: tuple[str, ...], voice: Voice, beside: float | None = None) -> Grid:
    headings = (voice.say(SCALE), *(_heading(name, voice) for name in names))
    rows = tuple(
        (voice.scale(name), *(_figure(it, figure, voice, beside) for figure in names)) for name, it in known.items()
    )
    return filled(Grid(headings, rows, right=tuple(range(1, len(headings)))))


def _figure(scale: ScaleResult, name: str, voice: Voice, beside: float | None) -> str:
    said = voice.number(getattr(scale, name), beside=beside)
    if name == "alpha" and scale.alpha_ci:
        said += f" ({voice.interval(scale.alpha_ci, beside=beside)})"
    return said


def _heading(name: str, voice: Voice) -> str:
    return voice.say(_SHORT.get(name, words.figure_name(name)))


def explained(meanings: Meanings, voice: Voice, labels: Mapping[str, Text] | None = None) -> Iterator[str]:
    """Each figure's name and what it means."""
    for name, meaning in meanings.items():
        label = (labels or {}).get(name, _SHORT.get(name, words.figure_name(name)))
        yield f"{voice.say(label)}: {voice.say(meaning)}."
