"""How well a factor model fits: the robust measures first, the scaled and naive ones beside them."""

from collections.abc import Iterator, Mapping

from reintegratie_cli.models.validation_result import Cfa, Fit
from reintegratie_cli.outputs.validation import words
from reintegratie_cli.outputs.validation.blocks import NONE, Blocks, Bullets, Grid, Paragraph
from reintegratie_cli.outputs.validation.figures import SCALE, explained
from reintegratie_cli.outputs.validation.meanings import FIT
from reintegratie_cli.outputs.validation.voice import FIT_DECIMALS, Voice
from reintegratie_cli.text import Text

_FLAVOURS = {
    "robust": Text("robuust", "robust"),
    "scaled": Text("geschaald", "scaled"),
    "naive": Text("gewoon", "naive"),
}
_ROWS = ("chisq", "pvalue", "cfi", "tli", "rmsea", "rmsea_pvalue", "srmr")
_HEADINGS = {
    "chisq": Text("chi-kwadraat", "chi-square"),
    "pvalue": Text("p", "p"),
    "rmsea": Text("RMSEA (90 %)", "RMSEA (90 %)"),
    "rmsea_pvalue": Text("p nauw", "p close"),
}
_SATURATED = Text(
    "Altijd passend, dus niet te toetsen (geen vrijheidsgraden)", "Always fits, so that it cannot be tested"
)


def fit_of_one(fit: Fit, voice: Voice) -> Grid:
    """A row for each measure."""
    kinds = _flavours(fit)
    headings = (voice.say(Text("maat", "measure")), *(voice.say(_FLAVOURS[kind]) for kind in kinds))
    rows = tuple(
        (voice.say(words.figure_name(row)), *(_cell(fit, row, kind, voice) for kind in kinds)) for row in _ROWS
    )
    return Grid(headings, rows, right=tuple(range(1, len(kinds) + 1)))


def fits_per_scale(models: Mapping[str, Cfa], voice: Voice) -> Blocks:
    """A table for each kind of measure, with a row for each scale that can be tested."""
    fits = {name: cfa.fit for name, cfa in models.items() if cfa.fit}
    saturated = [name for name, fit in fits.items() if fit.measures["df"] == 0]
    testable = {name: fit for name, fit in fits.items() if name not in saturated}
    for kind, label in _FLAVOURS.items():
        shown = {name: fit for name, fit in testable.items() if kind in _flavours(fit)}
        if shown:
            yield Paragraph(f"{voice.capital(label)}: {voice.say(FIT[kind])}.")
            yield _table({name: models[name].n for name in shown}, shown, kind, voice)
    if saturated:
        yield Paragraph(f"{voice.say(_SATURATED)}: {voice.names([voice.scale(name) for name in saturated])}.")
    yield Bullets(tuple(line for line in meanings(tuple(testable.values()), voice, kinds=False)))


def _table(n: Mapping[str, int], fits: Mapping[str, Fit], kind: str, voice: Voice) -> Grid:
    """SRMR knows no kinds and stands with those that are judged."""
    first = {_flavours(fit)[0] for fit in fits.values()} == {kind}
    columns = [(row, kind) for row in _ROWS if row != "srmr"] + ([("srmr", "naive")] if first else [])
    columns = [it for it in columns if any(_measure(fit, *it) is not None for fit in fits.values())]
    headings = [voice.say(_HEADINGS.get(row, words.figure_name(row))) for row, _ in columns]
    rows = tuple(
        (voice.scale(name), str(n[name]), *(_cell(fit, *it, voice) for it in columns)) for name, fit in fits.items()
    )
    return Grid((voice.say(SCALE), "n", *headings), rows, right=tuple(range(1, len(headings) + 2)))


def _flavours(fit: Fit) -> list[str]:
    """Robust first; a kind of which nothing could be computed is left out (its reasons are said elsewhere)."""
    return [kind for kind in _FLAVOURS if any(_measure(fit, row, kind) is not None for row in _ROWS)]


def _name(row: str, kind: str) -> str:
    return row if kind == "naive" else f"{row}_{kind}"


def _measure(fit: Fit, row: str, kind: str) -> float | None:
    return fit.measures.get(_name(row, kind))


def _cell(fit: Fit, row: str, kind: str, voice: Voice) -> str:
    """A measure; blank where there is no such thing."""
    value = _measure(fit, row, kind)
    if value is None:
        return NONE if _name(row, kind) in fit.measures else ""
    if row == "chisq":
        return f"{voice.number(value, 1)} (df {voice.number(fit.measures['df'], 0)})"
    if row == "rmsea":
        bounds = [_measure(fit, f"rmsea_ci_{end}", kind) for end in ("lower", "upper")]
        return voice.with_interval(value, [it for it in bounds if it is not None] or None, FIT_DECIMALS)
    return voice.probability(value) if row.endswith("pvalue") else voice.fit(value)


def meanings(fits: tuple[Fit, ...], voice: Voice, *, kinds: bool = True) -> Iterator[str]:
    """What the measures mean, and with `kinds` also which of them are robust and which are not."""
    shown = {kind for fit in fits for kind in _flavours(fit)}
    if shown:
        used = {name: it for name, it in FIT.items() if name not in _FLAVOURS or (kinds and name in shown)}
        yield from explained(used, voice, _FLAVOURS)
