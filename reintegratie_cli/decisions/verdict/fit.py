"""Whether the model holds up for one scale: SRMR and residual correlations, or the cut-offs simulated for the model."""

from reintegratie_cli.decisions.verdict.advice import Advice, Finding
from reintegratie_cli.decisions.verdict.evidence import ScaleEvidence, known
from reintegratie_cli.decisions.verdict.words import FIT_DECIMALS, NOTHING, cited, figure, fill, joined, listed
from reintegratie_cli.models.criteria import ConclusionRule
from reintegratie_cli.text import Text


def fit_finding(scale: ScaleEvidence, rule: ConclusionRule) -> Finding:
    """SRMR and the largest residual correlation are small enough, or the dynamic cut-offs are met.

    Source: SRMR after Hu & Bentler (1999); dynamic cut-offs after McNeish & Wolf (2023). Either way is enough, so that
    asking for dynamic cut-offs never makes the conclusion worse; that they are not met is said.
    """
    srmr, residual = known(scale.srmr), known(scale.largest_residual)
    if scale.saturated:
        return _untestable(scale)
    if srmr is None or residual is None:
        why = scale.model_reason or NOTHING
        advice = Advice("untestable", _NO_MODEL_ADVICE, scale.name)
        return Finding(holds=False, said=fill(_NO_MODEL, why=why), advice=(advice,))
    fails = [it for it in (_srmr_too_large(scale, srmr, rule), _residual_too_large(scale, residual, rule)) if it]
    if not fails:
        note = _DYNAMIC_MISSED if scale.dynamic_met is False else None
        return Finding(holds=True, said=_small_enough(srmr, residual, rule), note=note)
    said = [it.said for it in fails]
    if scale.dynamic_met:
        return Finding(holds=True, said=_DYNAMIC_MET, note=joined(*said))
    return Finding(holds=False, said=joined(*said), advice=tuple(advice for it in fails for advice in it.advice))


def _untestable(scale: ScaleEvidence) -> Finding:
    """So few items that their model fits whatever was answered."""
    parts = {"items": _items(scale), "more": _one_model(scale)}
    advice = Advice("untestable", fill(_SATURATED_ADVICE, about="{about}", **parts), scale.name)
    return Finding(holds=False, said=fill(_SATURATED, **parts), advice=(advice,))


def _items(scale: ScaleEvidence) -> Text:
    n = scale.n_items
    if n is None:
        return Text("zo weinig items", "so few items")
    nl, en = _NUMBERS.get(n, (str(n), str(n)))
    return Text(f"{nl} items", f"{en} items")


def _one_model(scale: ScaleEvidence) -> Text:
    """How many persons one model of all scales takes, in which this scale can be tested; nothing where it is no way."""
    return fill(_ONE_MODEL, n=str(scale.n_for_one_model)) if scale.n_for_one_model else NOTHING


def _small_enough(srmr: float, residual: float, rule: ConclusionRule) -> Text:
    return fill(
        _SMALL_ENOUGH,
        srmr=figure(srmr, rule.srmr_at_most.value, decimals=FIT_DECIMALS),
        srmr_cut=figure(rule.srmr_at_most.value),
        srmr_source=cited(rule.srmr_at_most),
        residual=figure(residual, rule.residual_at_most.value, -rule.residual_at_most.value),
        residual_cut=figure(rule.residual_at_most.value),
        residual_source=cited(rule.residual_at_most),
    )


def _srmr_too_large(scale: ScaleEvidence, srmr: float, rule: ConclusionRule) -> Finding | None:
    cut = rule.srmr_at_most
    if srmr <= cut.value:
        return None
    value = figure(srmr, cut.value, decimals=FIT_DECIMALS)
    said = fill(_SRMR, value=value, cut=figure(cut.value), source=cited(cut))
    return Finding(holds=False, said=said, advice=(Advice("misfit", _SRMR_ADVICE, scale.name),))


def _residual_too_large(scale: ScaleEvidence, residual: float, rule: ConclusionRule) -> Finding | None:
    cut = rule.residual_at_most
    if abs(residual) <= cut.value:
        return None
    pair = listed([Text(item, item) for item in scale.largest_residual_items or ("?", "?")])
    value = figure(residual, cut.value if residual > 0 else -cut.value)
    said = fill(_RESIDUAL, items=pair, value=value, cut=figure(cut.value), source=cited(cut))
    about = fill(_OF_SCALE, items=pair, scale=scale.name)
    return Finding(holds=False, said=said, advice=(Advice("shared", _RESIDUAL_ADVICE, about),))


_NUMBERS = {2: ("twee", "two"), 3: ("drie", "three"), 4: ("vier", "four")}
_OF_SCALE = Text("{items} ({scale})", "{items} ({scale})")
_NO_MODEL = Text(
    "Er is geen model waarmee te zien is of de items samen één ding meten. {why}",
    "There is no model to show whether the items together measure one thing. {why}",
)
_NO_MODEL_ADVICE = Text(
    "Niet te zien is of de items samen één ding meten, want er is geen model: {about}. De reden staat bij de schaal.",
    "Whether the items together measure one thing cannot be seen, for want of a model: {about}. The scale says why.",
)
_SATURATED = Text(
    "Met {items} alleen is niet te toetsen of zij samen één ding meten: dat model past altijd. Voeg een item "
    "toe{more}.",
    "With {items} alone it cannot be tested whether they measure one thing: that model always fits. Add an item{more}.",
)
_SATURATED_ADVICE = Text(
    "Voeg een item toe{more}. Met {items} alleen is niet te toetsen of zij één ding meten: {about}.",
    "Add an item{more}. With {items} alone it cannot be tested whether they measure one thing: {about}.",
)
_ONE_MODEL = Text(
    ", of verzamel ten minste {n} antwoorden voor één model van alle schalen",
    ", or collect at least {n} answers for one model of all scales",
)
_SMALL_ENOUGH = Text(
    "Het model past: SRMR {srmr} (hoogstens {srmr_cut}; {srmr_source}), grootste restcorrelatie {residual} (hoogstens "
    "{residual_cut} in grootte; {residual_source}).",
    "The model fits: SRMR {srmr} (at most {srmr_cut}; {srmr_source}), largest residual correlation {residual} (at most "
    "{residual_cut} in size; {residual_source}).",
)
_SRMR = Text(
    "De SRMR van het model is {value}, boven {cut} ({source}): de items hangen anders samen dan de indeling in schalen "
    "zegt. Kijk welke items bij een andere schaal horen of bij geen.",
    "The SRMR of the model is {value}, above {cut} ({source}): the items hang together in another way than their "
    "division over scales says. See which items belong to another scale, or to none.",
)
_SRMR_ADVICE = Text(
    "Kijk welke items bij een andere schaal horen of bij geen: het model past niet ({about}).",
    "See which items belong to another scale, or to none: the model does not fit ({about}).",
)
_RESIDUAL = Text(
    "De restcorrelatie van de items {items} is {value}, in grootte boven {cut} ({source}): zij delen iets dat de "
    "schaal niet meet. Laat een van beide weg of herschrijf het.",
    "The residual correlation of the items {items} is {value}, in size above {cut} ({source}): they share something "
    "that the scale does not measure. Leave one of the two out or rewrite it.",
)
_RESIDUAL_ADVICE = Text(
    "Herschrijf een van elk paar of laat het weg, want zij delen iets dat de schaal niet meet: {about}.",
    "Rewrite one of each pair or leave it out, since they share something that the scale does not measure: {about}.",
)
_DYNAMIC_MET = Text(
    "Het model haalt de grenzen die voor dit model en deze steekproef zijn gesimuleerd, en dat is genoeg.",
    "The model meets the cut-offs that were simulated for this model and sample, and that is enough.",
)
_DYNAMIC_MISSED = Text(
    "De grenzen die voor dit model en deze steekproef zijn gesimuleerd, haalt het model niet. Kijk naar de "
    "modificatie-indices.",
    "The model does not meet the cut-offs that were simulated for this model and sample. Look at the modification "
    "indices.",
)
