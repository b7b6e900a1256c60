"""Whether the model holds up for one scale: SRMR and residual correlations, or the cut-offs simulated for the model."""

from dataclasses import dataclass

from reintegratie_cli.decisions.verdict.evidence import ScaleEvidence, known
from reintegratie_cli.decisions.verdict.words import NOTHING, cited, figure, fill, joined, listed
from reintegratie_cli.models.criteria import ConclusionRule
from reintegratie_cli.text import Text


@dataclass(frozen=True, slots=True)
class Finding:
    """A condition of the rule, whether it holds, and what there is to say of it."""

    holds: bool
    said: Text


def fit_finding(scale: ScaleEvidence, rule: ConclusionRule) -> Finding:
    """SRMR and the largest residual correlation are small enough, or the dynamic cut-offs are met.

    Source: SRMR after Hu & Bentler (1999); dynamic cut-offs after McNeish & Wolf (2023). Either way is enough, so that
    asking for dynamic cut-offs never makes the conclusion worse; that they are not met is said.
    """
    srmr, residual = known(scale.srmr), known(scale.largest_residual)
    if srmr is None or residual is None:
        return Finding(holds=False, said=fill(_NO_MODEL, scale=scale.name, why=scale.model_reason or NOTHING))
    fails = [
        _srmr_too_large(scale, srmr, rule),
        _residual_too_large(scale, residual, rule),
    ]
    if not any(fails):
        note = fill(_DYNAMIC_MISSED, scale=scale.name) if scale.dynamic_met is False else None
        return Finding(holds=True, said=joined(_small_enough(scale, srmr, residual, rule), note))
    if scale.dynamic_met:
        return Finding(holds=True, said=joined(fill(_DYNAMIC_MET, scale=scale.name), *fails))
    return Finding(holds=False, said=joined(*fails))


def _small_enough(scale: ScaleEvidence, srmr: float, residual: float, rule: ConclusionRule) -> Text:
    return fill(
        _SMALL_ENOUGH,
        scale=scale.name,
        srmr=figure(srmr, rule.srmr_at_most.value),
        srmr_cut=figure(rule.srmr_at_most.value),
        srmr_source=cited(rule.srmr_at_most),
        residual=figure(residual),
        residual_cut=figure(rule.residual_at_most.value),
        residual_source=cited(rule.residual_at_most),
    )


def _srmr_too_large(scale: ScaleEvidence, srmr: float, rule: ConclusionRule) -> Text | None:
    cut = rule.srmr_at_most
    if srmr <= cut.value:
        return None
    return fill(_SRMR, scale=scale.name, value=figure(srmr, cut.value), cut=figure(cut.value), source=cited(cut))


def _residual_too_large(scale: ScaleEvidence, residual: float, rule: ConclusionRule) -> Text | None:
    cut = rule.residual_at_most
    if abs(residual) <= cut.value:
        return None
    signed = cut.value if residual > 0 else -cut.value
    return fill(
        _RESIDUAL,
        scale=scale.name,
        items=listed([Text(item, item) for item in scale.largest_residual_items or ("?", "?")]),
        value=figure(residual, signed),
        cut=figure(cut.value),
        source=cited(cut),
    )


_NO_MODEL = Text(
    "Schaal {scale}: er is geen model waarmee te zien is of de items samen één ding meten. {why}",
    "Scale {scale}: there is no model to show whether the items together measure one thing. {why}",
)
_SMALL_ENOUGH = Text(
    "Schaal {scale}: het model past: SRMR {srmr} (hoogstens {srmr_cut}; {srmr_source}), grootste restcorrelatie "
    "{residual} (hoogstens {residual_cut} in grootte; {residual_source}).",
    "Scale {scale}: the model fits: SRMR {srmr} (at most {srmr_cut}; {srmr_source}), largest residual correlation "
    "{residual} (at most {residual_cut} in size; {residual_source}).",
)
_SRMR = Text(
    "Schaal {scale}: de SRMR van het model is {value}, boven {cut} ({source}): de items hangen anders samen dan de "
    "indeling in schalen zegt. Kijk welke items bij een andere schaal horen of bij geen.",
    "Scale {scale}: the SRMR of the model is {value}, above {cut} ({source}): the items hang together in another way "
    "than their division over scales says. See which items belong to another scale, or to none.",
)
_RESIDUAL = Text(
    "Schaal {scale}: de restcorrelatie van de items {items} is {value}, in grootte boven {cut} ({source}): zij delen "
    "iets dat de schaal niet meet. Laat een van beide weg of herschrijf het.",
    "Scale {scale}: the residual correlation of the items {items} is {value}, in size above {cut} ({source}): they "
    "share something that the scale does not measure. Leave one of the two out or rewrite it.",
)
_DYNAMIC_MET = Text(
    "Schaal {scale}: het model haalt de grenzen die voor dit model en deze steekproef zijn gesimuleerd, en dat is "
    "genoeg. Let wel op:",
    "Scale {scale}: the model meets the cut-offs that were simulated for this model and sample, and that is enough. "
    "Do mind:",
)
_DYNAMIC_MISSED = Text(
    "Schaal {scale}: de grenzen die voor dit model en deze steekproef zijn gesimuleerd, haalt het model niet. Kijk "
    "naar de modificatie-indices.",
    "Scale {scale}: the model does not meet the cut-offs that were simulated for this model and sample. Look at the "
    "modification indices.",
)
