"""Whether the model holds up for one scale: SRMR and residual correlations, or the cut-offs simulated for the model."""

from reintegratie_cli.decisions.verdict.advice import Advice, Finding
from reintegratie_cli.decisions.verdict.evidence import ScaleEvidence, known
from reintegratie_cli.decisions.verdict.words import FIT_DECIMALS, NOTHING, cited, figure, fill, joined, listed
from reintegratie_cli.models.criteria import ConclusionRule
from reintegratie_cli.text import Text


def fit_finding(scale: ScaleEvidence, rule: ConclusionRule) -> Finding:
    """SRMR and the largest residual correlation are small enough, or the dynamic cut-offs are met.

    Source: SRMR after Hu & Bentler (1999); dynamic cut-offs after McNeish & Wolf (2023). Either way is enough, so that
    asking for dynamic cut-offs never makes the conclusion worse; that they are not met is said. Omega comes from the
    same model, so that a misfit is a caution about the reliability as well.
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
    advised = tuple(advice for it in fails for advice in it.advice)
    return Finding(holds=False, said=joined(*said), advice=advised, note=_of_model(scale, rule))


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
    """Items that share too much ask for another remedy than items that share too little, or that are of two scales."""
    if abs(residual) <= rule.residual_at_most.value:
        return None
    items = scale.largest_residual_items
    said, within = residual_said(residual, items, rule), _within(scale)
    if residual < 0 and within and scale.parts:
        return Finding(holds=False, said=said)
    so, template = _ACROSS if not within else _SHARE_MORE_SO if residual > 0 else _SHARE_LESS_SO
    return Finding(holds=False, said=joined(said, so), advice=(Advice("shared", template, _pair(items)),))


def _within(scale: ScaleEvidence) -> bool:
    """Whether both items of the pair are of the scale."""
    return not scale.items or set(scale.largest_residual_items or ()) <= set(scale.items)


def _of_model(scale: ScaleEvidence, rule: ConclusionRule) -> Text | None:
    """That omega is of a model that goes wrong on the items of the scale; alpha is of no model."""
    of_model = (scale.coefficient_name or "").startswith("omega")
    concerns = (known(scale.srmr) or 0.0) > rule.srmr_at_most.value or _within(scale)
    return _OF_THE_MODEL if of_model and concerns else None


def residual_said(residual: float, items: tuple[str, str] | None, rule: ConclusionRule) -> Text:
    """That two items share more or less than the model expects, by more than the cut-off."""
    cut = rule.residual_at_most
    value = figure(residual, cut.value if residual > 0 else -cut.value)
    template = _SHARE_MORE if residual > 0 else _SHARE_LESS
    return fill(template, items=_pair(items), value=value, cut=figure(cut.value), source=cited(cut))


def _pair(items: tuple[str, str] | None) -> Text:
    return listed([Text(item, item) for item in items or ("?", "?")])


_NUMBERS = {2: ("twee", "two"), 3: ("drie", "three"), 4: ("vier", "four")}
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
_SHARE_MORE = Text(
    "De restcorrelatie van de items {items} is {value}, in grootte boven {cut} ({source}): zij hangen sterker samen "
    "dan het model verwacht.",
    "The residual correlation of the items {items} is {value}, in size above {cut} ({source}): they go together more "
    "than the model expects.",
)
_SHARE_LESS = Text(
    "De restcorrelatie van de items {items} is {value}, in grootte boven {cut} ({source}): zij hangen minder samen dan "
    "het model verwacht.",
    "The residual correlation of the items {items} is {value}, in size above {cut} ({source}): they go together less "
    "than the model expects.",
)
_SHARE_MORE_SO = (
    Text(
        "Zij delen dus iets dat de schaal niet meet. Laat een van beide weg of herschrijf het.",
        "So they share something that the scale does not measure. Leave one of the two out or rewrite it.",
    ),
    Text(
        "Herschrijf een van elk paar of laat het weg, want zij delen iets dat hun schaal niet meet: {about}.",
        "Rewrite one of each pair or leave it out, since they share something that their scale does not measure: "
        "{about}.",
    ),
)
_SHARE_LESS_SO = (
    Text(
        "Kijk of zij wel over hetzelfde gaan; zo niet, zet ze in verschillende schalen of herschrijf er een.",
        "See whether they are about the same thing; if not, put them in different scales or rewrite one of the two.",
    ),
    Text(
        "Kijk of deze items wel over hetzelfde gaan, want zij hangen minder samen dan het model verwacht: {about}.",
        "See whether these items are about the same thing, since they go together less than the model expects: "
        "{about}.",
    ),
)
_ACROSS = (
    Text(
        "Zij zijn van verschillende schalen, en van zoveel paren kan er een door toeval zo groot zijn. Kijk of de "
        "tekst van een van beide ook over de andere schaal gaat.",
        "They are of different scales, and of so many pairs one can be so large by chance. See whether the words of "
        "one of the two are about the other scale as well.",
    ),
    Text(
        "Kijk bij deze paren van verschillende schalen of het ene item ook over de schaal van het andere gaat; zo "
        "niet, dan kan het toeval zijn: {about}.",
        "For these pairs of different scales, see whether one item is about the scale of the other as well; if not, it "
        "can be chance: {about}.",
    ),
)
"""What to do about a pair: at the scale, and over all scales."""

_OF_THE_MODEL = Text(
    "De betrouwbaarheid (omega) komt uit dit model; waar het niet past, kan zij te hoog of te laag zijn.",
    "The reliability (omega) comes from this model; where that does not fit, it can be too high or too low.",
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
