"""The factor model: how well it fits, and where it does not."""

from collections.abc import Iterator

from reintegratie_cli.models.validation_result import (
    Cfa,
    CfaPerScale,
    DynamicCutoffs,
    Fit,
    ModificationIndex,
    ValidationResult,
)
from reintegratie_cli.outputs.validation import words
from reintegratie_cli.outputs.validation.blocks import Blocks, Bullets, Grid, Heading, Paragraph
from reintegratie_cli.outputs.validation.figures import explained
from reintegratie_cli.outputs.validation.meanings import FIT
from reintegratie_cli.outputs.validation.voice import NONE, Voice
from reintegratie_cli.text import Text

MOST = 5
SIGNIFICANT = 3.841
"""The .95 quantile of chi-square with one degree of freedom: a smaller gain by one parameter can be chance."""

_TITLE = Text("Past het factormodel?", "Does the factor model fit?")
_FLAVOURS = {
    "robust": Text("robuust", "robust"),
    "scaled": Text("geschaald", "scaled"),
    "naive": Text("gewoon", "naive"),
}
_ROWS = ("chisq", "pvalue", "cfi", "tli", "rmsea", "rmsea_pvalue", "srmr")


def factor_model(result: ValidationResult, voice: Voice) -> Blocks:
    """The one model, or those of each scale; then the cut-offs that were simulated for it."""
    if isinstance(result.cfa, CfaPerScale):
        yield Heading(voice.say(_TITLE))
        yield Paragraph(voice.say(result.cfa.why))
        yield Bullets(tuple(f"{voice.scale(name)}: {voice.say(why)}" for name, why in result.cfa.not_fitted.items()))
        yield Bullets(tuple(_meanings(tuple(cfa.fit for cfa in result.cfa.per_scale.values()), voice)))
        for name, cfa in result.cfa.per_scale.items():
            yield Heading(voice.scale(name), level=3)
            yield from _model(cfa, voice)
            yield from _misfit(cfa, voice)
    elif result.cfa:
        yield Heading(voice.say(_TITLE))
        yield from _model(result.cfa, voice)
        yield Bullets(tuple(_meanings((result.cfa.fit,), voice)))
        yield from _misfit(result.cfa, voice)
    if result.dynamic_cutoffs:
        yield from _cutoffs(result.dynamic_cutoffs, voice)


def _about(cfa: Cfa, voice: Voice) -> Iterator[str]:
    """How it was estimated, and why so."""
    yield f"{voice.say(Text('Schatter', 'Estimator'))}: {cfa.estimator}. {voice.say(cfa.estimator_why)}"
    method = f"{voice.say(Text('Ontbrekende antwoorden', 'Missing answers'))}: {voice.say(words.MISSING[cfa.missing])}"
    yield f"{method}. {voice.say(cfa.missing_why)}"
    size = Text(
        f"{cfa.n} personen, {cfa.n_parameters} geschatte parameters.",
        f"{cfa.n} persons, {cfa.n_parameters} estimated parameters.",
    )
    yield voice.say(size)


def _model(cfa: Cfa, voice: Voice) -> Blocks:
    yield Bullets(tuple(_about(cfa, voice)))
    if not (cfa.converged and cfa.admissible):
        yield Paragraph(voice.say(_NO_CONVERGENCE if not cfa.converged else _INADMISSIBLE), strong=True)
    yield Bullets(tuple(map(voice.say, cfa.problems)))
    if cfa.fit:
        yield _fit(cfa.fit, voice)


def _misfit(cfa: Cfa, voice: Voice) -> Blocks:
    """Where the model is wrong, and what would mend it."""
    largest = Text(
        "De grootste verschillen tussen gemeten en verwachte samenhang",
        "The largest differences between measured and expected correlations",
    )
    yield from _listed(largest, list(_residuals(cfa, voice)), voice)
    mend = Text("Wat het model het meest zou verbeteren", "What would improve the model most")
    yield from _listed(mend, [_gain(index, voice) for index in _largest(cfa)], voice)


_NO_CONVERGENCE = Text(
    "Het model is niet gevonden: de berekening kwam niet tot een einde. Trek hier geen conclusie uit.",
    "The model was not found: the computation did not come to an end. Conclude nothing from it.",
)
_INADMISSIBLE = Text(
    "De oplossing kan niet kloppen. Trek geen conclusie uit de cijfers van dit model.",
    "The solution cannot be right. Conclude nothing from the figures of this model.",
)


def _listed(title: Text, lines: list[str], voice: Voice) -> Blocks:
    if lines:
        yield Paragraph(f"{voice.say(title)}:")
        yield Bullets(tuple(lines))


def _flavours(fit: Fit) -> list[str]:
    """Robust first; a kind of which nothing could be computed is left out (its reasons are said elsewhere)."""
    return [kind for kind in _FLAVOURS if any(_measure(fit, row, kind) is not None for row in _ROWS)]


def _measure(fit: Fit, row: str, kind: str) -> float | None:
    return fit.measures.get(row if kind == "naive" else f"{row}_{kind}")


def _fit(fit: Fit, voice: Voice) -> Grid:
    kinds = _flavours(fit)
    headings = (voice.say(Text("maat", "measure")), *(voice.say(_FLAVOURS[kind]) for kind in kinds))
    rows = tuple(
        (voice.say(words.figure_name(row)), *(_cell(fit, row, kind, voice) for kind in kinds)) for row in _ROWS
    )
    return Grid(headings, rows, right=tuple(range(1, len(kinds) + 1)))


def _cell(fit: Fit, row: str, kind: str, voice: Voice) -> str:
    """A measure; blank where there is no such thing."""
    value = _measure(fit, row, kind)
    if value is None:
        return NONE if (row if kind == "naive" else f"{row}_{kind}") in fit.measures else ""
    if row == "chisq":
        return f"{voice.number(value, 1)} (df {voice.number(fit.measures['df'], 0)})"
    if row == "rmsea":
        bounds = [_measure(fit, f"rmsea_ci_{end}", kind) for end in ("lower", "upper")]
        return voice.with_interval(value, [bound for bound in bounds if bound is not None] or None)
    return voice.probability(value) if row.endswith("pvalue") else voice.number(value)


def _meanings(fits: tuple[Fit | None, ...], voice: Voice) -> Iterator[str]:
    """What the measures mean, and those kinds that are shown."""
    shown = {kind for fit in fits if fit for kind in _flavours(fit)}
    if shown:
        used = {name: meaning for name, meaning in FIT.items() if name not in _FLAVOURS or name in shown}
        yield from explained(used, voice, _FLAVOURS)


def _residuals(cfa: Cfa, voice: Voice) -> Iterator[str]:
    pairs = (
        (one, other, r)
        for one, row in (cfa.residual_correlations or {}).items()
        for other, r in row.items()
        if r is not None and one != other
    )
    for one, other, r in sorted(pairs, key=lambda pair: -abs(pair[2]))[:MOST]:
        more = Text("meer", "more") if r > 0 else Text("minder", "less")
        size = voice.number(abs(r))
        said = Text(
            f"{voice.item(other)} en {voice.item(one)}: correlatie {size} {more.nl} dan verwacht.",
            f"{voice.item(other)} and {voice.item(one)}: correlation {size} {more.en} than expected.",
        )
        yield voice.say(said)


def _largest(cfa: Cfa) -> list[ModificationIndex]:
    known = [(index.mi, index) for index in cfa.modification_indices or () if index.mi is not None]
    return [index for mi, index in sorted(known, key=lambda pair: -pair[0])[:MOST] if mi >= SIGNIFICANT]


def _gain(index: ModificationIndex, voice: Voice) -> str:
    """One parameter more in words."""
    size = index.standardized_epc if index.standardized_epc is not None else index.epc
    fall = voice.number(index.mi, 1)
    gain = Text(f"chi-kwadraat daalt ongeveer {fall}", f"chi-square falls by about {fall}")
    if index.op == "=~":
        item, scale = voice.item(index.rhs), voice.scale(index.lhs)
        said = Text(
            f"{item} hoort misschien ook bij {scale} (lading {voice.number(size, 2)})",
            f"{item} may belong to {scale} too (loading {voice.number(size, 2)})",
        )
    elif index.op == "~~":
        more = Text("meer", "more") if (size or 0.0) > 0 else Text("minder", "less")
        said = Text(
            f"{voice.item(index.lhs)} en {voice.item(index.rhs)} hebben {more.nl} gemeen dan hun schaal verklaart",
            f"{voice.item(index.lhs)} and {voice.item(index.rhs)} share {more.en} than their scale explains",
        )
    else:
        said = Text(f"{index.lhs} {index.op} {index.rhs}", f"{index.lhs} {index.op} {index.rhs}")
    return f"{voice.say(said)}; {voice.say(gain)}."


def _cutoffs(it: DynamicCutoffs, voice: Voice) -> Blocks:
    yield Heading(voice.say(Text("Gesimuleerde grenzen voor dit model", "Simulated cut-offs for this model")), level=3)
    said = Text(
        f"Vaste grenzen misleiden. Deze komen uit {it.replications} nagebootste steekproeven (seed {it.seed}) van dit"
        " model met kleine fouten erin; niveau 1 is de kleinste fout.",
        f"Fixed cut-offs mislead. These come from {it.replications} simulated samples (seed {it.seed}) of this model"
        " with small errors in it; level 1 is the smallest error.",
    )
    yield Paragraph(voice.say(said))
    measures = ("srmr", "rmsea", "cfi")
    rows = tuple((str(it.level), *(voice.number(getattr(it, name)) for name in measures)) for it in it.levels)
    headings = (voice.say(Text("niveau", "level")), "SRMR ≤", "RMSEA ≤", "CFI ≥")
    yield Grid(headings, rows, right=(1, 2, 3))
    if it.met is not None:
        met = Text("De passing haalt de grenzen van niveau 1.", "The fit meets the cut-offs of level 1.")
        missed = Text("De passing haalt de grenzen van niveau 1 niet.", "The fit does not meet those of level 1.")
        yield Paragraph(voice.say(met if it.met else missed))
