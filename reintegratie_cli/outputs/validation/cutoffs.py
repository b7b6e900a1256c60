"""The cut-offs for fit that were simulated for this model and sample, or for the model of each scale."""

from collections.abc import Mapping

from reintegratie_cli.models.validation_result import DynamicCutoffs, DynamicPerScale
from reintegratie_cli.outputs.validation.blocks import NONE, Blocks, Bullets, Grid, Heading, Paragraph
from reintegratie_cli.outputs.validation.figures import SCALE
from reintegratie_cli.outputs.validation.voice import Voice
from reintegratie_cli.text import Text

_MEASURES = ("srmr", "rmsea", "cfi")
_COLUMNS = (Text("niveau", "level"), *(Text(it, it) for it in ("SRMR ≤", "RMSEA ≤", "CFI ≥")))
_MET = Text("De passing haalt de grenzen van niveau 1.", "The fit meets the cut-offs of level 1.")
_MISSED = Text("De passing haalt de grenzen van niveau 1 niet.", "The fit does not meet those of level 1.")
_YES, _NO = Text("ja", "yes"), Text("nee", "no")


def cutoffs(it: DynamicCutoffs | DynamicPerScale, voice: Voice) -> Blocks:
    """For each level of misfit the cut-offs that find it, and whether the model meets those of the first."""
    yield Heading(voice.say(Text("Gesimuleerde grenzen voor dit model", "Simulated cut-offs for this model")), level=3)
    if isinstance(it, DynamicCutoffs):
        yield Paragraph(voice.say(_about(it)))
        yield Grid(tuple(map(voice.say, _COLUMNS)), tuple(_rows(it, voice)), right=(1, 2, 3))
        if it.met is not None:
            yield Paragraph(voice.say(_MET if it.met else _MISSED))
        return
    for said in dict.fromkeys(map(_about, it.per_scale.values())):
        yield Paragraph(voice.say(said))
    yield _of_scales(it.per_scale, voice)
    yield Bullets(tuple(voice.because(it.not_simulated)))


def _about(it: DynamicCutoffs) -> Text:
    return Text(
        f"Vaste grenzen misleiden. Deze komen uit {it.replications} nagebootste steekproeven (seed {it.seed}) van het"
        " model zelf, en van het model met een fout erin; niveau 1 is de kleinste fout.",
        f"Fixed cut-offs mislead. These come from {it.replications} simulated samples (seed {it.seed}) of the model"
        " itself, and of the model with an error in it; level 1 is the smallest error.",
    )


def _rows(it: DynamicCutoffs, voice: Voice) -> list[tuple[str, ...]]:
    return [(str(level.level), *(voice.fit(getattr(level, name)) for name in _MEASURES)) for level in it.levels]


def _of_scales(per_scale: Mapping[str, DynamicCutoffs], voice: Voice) -> Grid:
    """One table; whether a scale's model meets its first level stands in that row."""
    rows = [
        (voice.scale(name) if not place else "", *row, _met(it, voice) if not place else "")
        for name, it in per_scale.items()
        for place, row in enumerate(_rows(it, voice))
    ]
    headings = (SCALE, *_COLUMNS, Text("niveau 1 gehaald", "meets level 1"))
    return Grid(tuple(map(voice.say, headings)), tuple(rows), right=(2, 3, 4))


def _met(it: DynamicCutoffs, voice: Voice) -> str:
    return NONE if it.met is None else voice.say(_YES if it.met else _NO)
