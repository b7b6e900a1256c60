"""The grade of construct validity: is the factor structure as the questionnaire says; never above sufficient."""

from dataclasses import dataclass

from reintegratie_cli.decisions.verdict.evidence import ConstructEvidence, known
from reintegratie_cli.decisions.verdict.judged import Case, Judged, not_assessed
from reintegratie_cli.decisions.verdict.words import FIT_DECIMALS, NOTHING, cited, figure, fill, joined, listed
from reintegratie_cli.models.criteria import ConclusionRule, Criterion, Cut
from reintegratie_cli.text import Text


def grade_construct(case: Case, criterion: Criterion) -> Judged:
    """Sufficient when the model fits and the scales can be told apart, else insufficient.

    The model fits when its SRMR is small enough and its robust CFI or robust RMSEA is (Hu & Bentler 1999), or when the
    dynamic cut-offs are met (McNeish & Wolf 2023). One of CFI and RMSEA is enough: CFI falls with low loadings and
    RMSEA rises with few degrees of freedom, whatever the misfit. The scales can be told apart when the largest HTMT
    stays below its cut-off (Henseler, Ringle & Sarstedt 2015). Residual correlations and AVE are said and do not count.
    """
    found, rule, source = case.evidence.construct, case.rule, case.general_source
    why_not = _why_not(found)
    if found is None or why_not:
        return not_assessed(joined(why_not), source)
    too_few = case.too_few(found.n or 0)
    if too_few:
        return not_assessed(too_few, source)
    against = [it for it in (*_misfits(found, rule), _overlap(found, case)) if it is not None]
    said = joined(
        _figures(found, case),
        *(it.said for it in against),
        None if against or found.dynamic_met else fill(_FITS, source=cited(rule.srmr_at_most)),
        *_notes(found, case),
        criterion.why,
        _NEVER_GOOD,
    )
    if against:
        return Judged("insufficient", against[0].value, against[0].cut.value, against[0].cut.source, said)
    fixed = None if found.dynamic_met else rule.srmr_at_most.value
    return Judged("sufficient", known(found.srmr), fixed, rule.srmr_at_most.source, said)


@dataclass(frozen=True, slots=True)
class _Against:
    """A figure that speaks against the factor structure."""

    value: float | None
    cut: Cut
    said: Text


def _why_not(found: ConstructEvidence | None) -> Text | None:
    """Why the factor structure cannot be judged."""
    if found is None:
        return _NO_MODEL
    if found.admissible is False:
        return joined(_INADMISSIBLE, found.reason)
    if known(found.srmr) is None or (known(found.cfi_robust) is None and known(found.rmsea_robust) is None):
        return joined(_NO_INDICES, found.reason)
    return None


def _misfits(found: ConstructEvidence, rule: ConclusionRule) -> list[_Against]:
    """SRMR, and CFI with RMSEA where neither reaches its cut-off; none when the dynamic cut-offs are met."""
    if found.dynamic_met:
        return []
    against = []
    srmr, cfi, rmsea = known(found.srmr), known(found.cfi_robust), known(found.rmsea_robust)
    if srmr is not None and srmr > rule.srmr_at_most.value:
        said = _beyond(_SRMR, srmr, rule.srmr_at_most, decimals=FIT_DECIMALS)
        against.append(_Against(srmr, rule.srmr_at_most, said))
    cfi_fails = cfi is None or cfi < rule.cfi_at_least.value
    rmsea_fails = rmsea is None or rmsea > rule.rmsea_at_most.value
    if cfi_fails and rmsea_fails:
        cut, value = (rule.cfi_at_least, cfi) if cfi is not None else (rule.rmsea_at_most, rmsea)
        said = fill(
            _INDICES,
            cfi_cut=figure(rule.cfi_at_least.value),
            rmsea_cut=figure(rule.rmsea_at_most.value),
            source=cited(rule.cfi_at_least),
        )
        against.append(_Against(value, cut, said))
    return against


def _overlap(found: ConstructEvidence, case: Case) -> _Against | None:
    htmt, cut = known(found.htmt), case.rule.htmt_below
    if htmt is None or htmt < cut.value:
        return None
    scales = listed([case.name_of(it) for it in found.htmt_scales or ("?", "?")])
    return _Against(htmt, cut, _beyond(_HTMT, htmt, cut, scales=scales))


def _beyond(template: Text, value: float, cut: Cut, decimals: int = 2, **parts: Text) -> Text:
    shown = figure(value, cut.value, decimals=decimals)
    return fill(template, value=shown, cut=figure(cut.value), source=cited(cut), **parts)


def _figures(found: ConstructEvidence, case: Case) -> Text:
    """The figures of the model that are known, robust ones first."""
    low, high = known(found.rmsea_lower), known(found.rmsea_upper)
    interval = NOTHING
    if low is not None and high is not None:
        bounds = {"low": figure(low, decimals=FIT_DECIMALS), "high": figure(high, decimals=FIT_DECIMALS)}
        interval = fill(_INTERVAL, **bounds)
    shown = [
        fill(template, value=figure(value, decimals=FIT_DECIMALS), interval=interval)
        for template, figure_ in ((_CFI, found.cfi_robust), (_RMSEA, found.rmsea_robust), (_SRMR_IS, found.srmr))
        if (value := known(figure_)) is not None
    ]
    if found.scale is None:
        return fill(_MODEL, figures=listed(shown), n=str(found.n))
    return fill(_WORST_MODEL, scale=case.name_of(found.scale), figures=listed(shown), n=str(found.n))


def _notes(found: ConstructEvidence, case: Case) -> tuple[Text, ...]:
    """What does not decide the grade: the largest residual correlation, AVE, and what fixed cut-offs are worth."""
    residual, residual_cut = known(found.largest_residual), case.rule.residual_at_most
    ave, ave_cut = known(found.ave), case.rule.ave_at_least
    notes = []
    if residual is not None and abs(residual) > residual_cut.value:
        pair = listed([Text(it, it) for it in found.largest_residual_items or ("?", "?")])
        notes.append(_beyond(_RESIDUAL, residual, residual_cut, items=pair))
    if ave is not None and ave < ave_cut.value:
        notes.append(_beyond(_AVE, ave, ave_cut, scale=case.name_of(found.ave_scale or "?")))
    if found.scale is not None:
        notes.append(_NOT_APART)
    return (*notes, {None: _FIXED, False: _DYNAMIC_MISSED, True: _DYNAMIC_MET}[found.dynamic_met])


_NO_MODEL = Text(
    "Er is geen factormodel geschat. Laat de CFA meedoen.", "No factor model was fitted. Let the CFA take part."
)
_INADMISSIBLE = Text(
    "Het factormodel heeft geen toelaatbare oplossing.", "The factor model has no admissible solution."
)
_NO_INDICES = Text(
    "Het model geeft geen passingsmaten om op te oordelen.", "The model gives no fit indices to judge by."
)
_CFI = Text("robuuste CFI {value}", "robust CFI {value}")
_RMSEA = Text("robuuste RMSEA {value} {interval}", "robust RMSEA {value} {interval}")
_SRMR_IS = Text("SRMR {value}", "SRMR {value}")
_INTERVAL = Text("(90 %-interval {low} tot {high})", "(90 % interval {low} to {high})")
_MODEL = Text("Het model van de schalen (n {n}): {figures}.", "The model of the scales (n {n}): {figures}.")
_WORST_MODEL = Text(
    "Elke schaal heeft een eigen model; dat van {scale} past het slechtst (n {n}): {figures}.",
    "Every scale has a model of its own; that of {scale} fits worst (n {n}): {figures}.",
)
_NOT_APART = Text(
    "Of de schalen uit elkaar te houden zijn, is niet getoetst: daarvoor is één model van alle schalen nodig.",
    "Whether the scales can be told apart was not tested: that takes one model of all scales.",
)
_FITS = Text(
    "De items hangen samen zoals de indeling in schalen zegt ({source}).",
    "The items hang together as their division over scales says ({source}).",
)
_SRMR = Text(
    "De SRMR {value} ligt boven {cut} ({source}). Kijk welke items bij een andere schaal horen of bij geen.",
    "The SRMR {value} lies above {cut} ({source}). See which items belong to another scale, or to none.",
)
_INDICES = Text(
    "De CFI haalt {cfi_cut} niet en de RMSEA blijft niet onder {rmsea_cut} ({source}). Kijk naar de "
    "modificatie-indices.",
    "The CFI does not reach {cfi_cut} and the RMSEA does not stay within {rmsea_cut} ({source}). Look at the "
    "modification indices.",
)
_HTMT = Text(
    "De schalen {scales} zijn niet uit elkaar te houden: HTMT {value}, niet onder {cut} ({source}). Voeg ze samen of "
    "herschrijf items.",
    "The scales {scales} cannot be told apart: HTMT {value}, not below {cut} ({source}). Merge them or rewrite items.",
)
_RESIDUAL = Text(
    "De restcorrelatie van de items {items} is {value}, in grootte boven {cut} ({source}).",
    "The residual correlation of the items {items} is {value}, in size above {cut} ({source}).",
)
_AVE = Text(
    "De AVE van {scale} is {value}, onder {cut} ({source}): minder dan de helft van wat in de antwoorden op de items "
    "verschilt, komt van de schaal.",
    "The AVE of {scale} is {value}, below {cut} ({source}): less than half of what differs in the answers to its items "
    "comes from the scale.",
)
_FIXED = Text(
    "Vaste grenzen voor passing misleiden, want ze komen van één gesimuleerd model; --dynamic geeft de grenzen voor "
    "dit model en deze steekproef.",
    "Fixed cut-offs for fit mislead, since they come from one simulated model; --dynamic gives the cut-offs for this "
    "model and sample.",
)
_DYNAMIC_MET = Text(
    "Het model haalt de grenzen die voor dit model en deze steekproef zijn gesimuleerd.",
    "The model meets the cut-offs that were simulated for this model and sample.",
)
_DYNAMIC_MISSED = Text(
    "Het model haalt de grenzen niet die voor dit model en deze steekproef zijn gesimuleerd. Vaste grenzen misleiden, "
    "dus weeg dit zwaar.",
    "The model does not meet the cut-offs that were simulated for this model and sample. Fixed cut-offs mislead, so "
    "give this much weight.",
)
_NEVER_GOOD = Text(
    "Een factorstructuur alleen is nooit goed: laat ook zien hoe de scores samengaan met die van andere vragenlijsten.",
    "A factor structure alone is never good: show as well how the scores go together with those of other "
    "questionnaires.",
)
