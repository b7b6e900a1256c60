"""The grade of construct validity: is the factor structure as the questionnaire says; never above sufficient."""

from collections.abc import Iterator
from dataclasses import dataclass

from reintegratie_cli.decisions.verdict.evidence import ConstructEvidence, known
from reintegratie_cli.decisions.verdict.fit import residual_said
from reintegratie_cli.decisions.verdict.judged import Case, Judged, not_assessed
from reintegratie_cli.decisions.verdict.parts import parts_said
from reintegratie_cli.decisions.verdict.words import FIT_DECIMALS, NOTHING, cited, figure, fill, joined, listed
from reintegratie_cli.models.criteria import ConclusionRule, Criterion, Cut
from reintegratie_cli.text import Text


def grade_construct(case: Case, criterion: Criterion) -> Judged:
    """Sufficient when the model fits, no scale falls apart and the scales can be told apart, else insufficient.

    The model fits when its SRMR is small enough and its robust CFI or robust RMSEA is (Hu & Bentler 1999), or when the
    dynamic cut-offs are met (McNeish & Wolf 2023). One of CFI and RMSEA is enough: CFI falls with low loadings and
    RMSEA rises with few degrees of freedom, whatever the misfit. A scale falls apart when parallel analysis finds more
    than one dimension in its items and a residual correlation of one of them is too large: a whole model can fit while
    one of its scales does not, and neither sign alone is enough. The scales can be told apart when the largest HTMT
    stays below its cut-off (Henseler, Ringle & Sarstedt 2015). Other residual correlations and AVE are said and do not
    count. As with reliability, what could not be tested leaves insufficient or no grade: a scale in no model with
    degrees of freedom, or several scales without HTMT, as when each has a model of its own.
    """
    found, rule, source = case.evidence.construct, case.rule, case.general_source
    why_not = _why_not(found, case)
    if found is None or why_not:
        return not_assessed(joined(why_not), source)
    too_few = case.too_few(found.n or 0)
    if too_few:
        return not_assessed(too_few, source)
    against = [
        it for it in (*_misfits(found, rule), *_falling_apart(found, case), _overlap(found, case)) if it is not None
    ]
    untested, notes = _untested(found, case), _notes(found, case)
    said = joined(
        _figures(found, case),
        *(it.said for it in against),
        None if against else _fits(found, rule, clean=not (notes or untested)),
        *notes,
        _ave(found, case),
        *untested,
        {None: _FIXED, False: _DYNAMIC_MISSED, True: _DYNAMIC_MET}[found.dynamic_met],
        criterion.why,
        _NEVER_GOOD,
    )
    if against:
        return Judged("insufficient", against[0].value, against[0].cut.value, against[0].cut.source, said)
    if untested:
        return not_assessed(joined(_NO_GRADE, said), source)
    fixed = None if found.dynamic_met else rule.srmr_at_most.value
    return Judged("sufficient", known(found.srmr), fixed, rule.srmr_at_most.source, said)


@dataclass(frozen=True, slots=True)
class _Against:
    """A figure that speaks against the factor structure."""

    value: float | None
    cut: Cut
    said: Text


def _why_not(found: ConstructEvidence | None, case: Case) -> Text | None:
    """Why the factor structure cannot be judged."""
    if found is None:
        return _NO_MODEL
    if found.admissible is False:
        whose = _INADMISSIBLE if found.scale is None else fill(_INADMISSIBLE_OF, scale=case.name_of(found.scale))
        return joined(whose, found.reason)
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


def _falling_apart(found: ConstructEvidence, case: Case) -> Iterator[_Against]:
    """The scales with more than one dimension, where the model goes wrong on their items."""
    cut = case.rule.residual_at_most
    if found.dynamic_met:
        return
    for scale in case.used:
        residual = known(scale.largest_residual)
        if scale.parts and residual is not None and abs(residual) > cut.value:
            items = listed([Text(it, it) for it in scale.largest_residual_items or ("?", "?")])
            said = _beyond(
                _FALLS_APART, abs(residual), cut, scale=scale.name, parts=parts_said(scale.parts), items=items
            )
            yield _Against(abs(residual), cut, said)


def _untested(found: ConstructEvidence, case: Case) -> tuple[Text, ...]:
    """What no figure speaks of: scales whose model was not tested, and whether scales can be told apart."""
    reflective = [it for it in case.used if it.measurement == "reflective"]
    scales = [it.name for it in reflective if it.scale in found.untested]
    said = []
    if scales:
        said.append(fill(_UNTESTED_ONE if len(scales) == 1 else _UNTESTED, n=str(len(scales)), scales=listed(scales)))
    if len(reflective) > 1 and known(found.htmt) is None:
        said.append(_NOT_APART if found.scale is not None else _NO_HTMT)
    return tuple(said)


def _fits(found: ConstructEvidence, rule: ConclusionRule, *, clean: bool) -> Text | None:
    """That the model fits, in words that promise no more than its figures do."""
    if found.dynamic_met:
        return None
    cfi, rmsea = known(found.cfi_robust), known(found.rmsea_robust)
    cuts = {"cfi_cut": figure(rule.cfi_at_least.value), "rmsea_cut": figure(rule.rmsea_at_most.value)}
    half = None
    if cfi is not None and cfi < rule.cfi_at_least.value:
        half = fill(_NOT_CFI, **cuts)
    elif rmsea is not None and rmsea > rule.rmsea_at_most.value:
        half = fill(_NOT_RMSEA, **cuts)
    return joined(fill(_FITS if clean and half is None else _FITS_ON_THE_WHOLE, source=cited(rule.srmr_at_most)), half)


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
    """Where the model goes wrong that does not decide the grade: a residual correlation, dimensions within a scale."""
    residual, cut = known(found.largest_residual), case.rule.residual_at_most.value
    apart = tuple(_falling_apart(found, case))
    notes = []
    if residual is not None and abs(residual) > cut and abs(residual) not in [it.value for it in apart]:
        notes.append(residual_said(residual, found.largest_residual_items, case.rule))
    if not apart:
        parts = [(it.name, parts_said(it.parts)) for it in case.used if it.parts]
        notes += [fill(_MORE_DIMENSIONS, scale=name, parts=said) for name, said in parts]
    return tuple(notes)


def _ave(found: ConstructEvidence, case: Case) -> Text | None:
    """That the items of a scale have less in common than not."""
    ave, cut = known(found.ave), case.rule.ave_at_least
    if ave is None or ave >= cut.value:
        return None
    return _beyond(_AVE, ave, cut, scale=case.name_of(found.ave_scale or "?"))


_NO_MODEL = Text(
    "Er is geen factormodel geschat. Laat de CFA meedoen.", "No factor model was fitted. Let the CFA take part."
)
_INADMISSIBLE = Text(
    "Het factormodel heeft geen toelaatbare oplossing.", "The factor model has no admissible solution."
)
_INADMISSIBLE_OF = Text(
    "Het factormodel van {scale} heeft geen toelaatbare oplossing.",
    "The factor model of {scale} has no admissible solution.",
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
_NO_GRADE = Text("Geen oordeel, want niet alles is getoetst.", "No grade, since not everything was tested.")
_UNTESTED_ONE = Text(
    "Of de items van {scales} één ding meten, is niet getoetst: de reden staat bij de schaal.",
    "Whether the items of {scales} measure one thing was not tested: the scale says why.",
)
_UNTESTED = Text(
    "Van {n} schalen is niet getoetst of hun items één ding meten: {scales}. De reden staat bij de schaal.",
    "Of {n} scales it was not tested whether their items measure one thing: {scales}. The scale says why.",
)
_NOT_APART = Text(
    "Of de schalen uit elkaar te houden zijn (HTMT), is niet getoetst: daarvoor is één model van alle schalen nodig. "
    "Verzamel meer antwoorden.",
    "Whether the scales can be told apart (HTMT) was not tested: that takes one model of all scales. Collect more "
    "answers.",
)
_NO_HTMT = Text(
    "Of de schalen uit elkaar te houden zijn, is niet getoetst: HTMT is niet te berekenen.",
    "Whether the scales can be told apart was not tested: HTMT cannot be computed.",
)
_FITS = Text(
    "De items hangen samen zoals de indeling in schalen zegt ({source}).",
    "The items hang together as their division over scales says ({source}).",
)
_FITS_ON_THE_WHOLE = Text(
    "Over het geheel genomen past het model ({source}).", "On the whole the model fits ({source})."
)
_NOT_CFI = Text(
    "De CFI haalt {cfi_cut} niet, maar de RMSEA is hoogstens {rmsea_cut}, en een van beide is genoeg.",
    "The CFI does not reach {cfi_cut}, but the RMSEA is at most {rmsea_cut}, and one of the two is enough.",
)
_NOT_RMSEA = Text(
    "De RMSEA blijft niet onder {rmsea_cut}, maar de CFI haalt {cfi_cut}, en een van beide is genoeg.",
    "The RMSEA does not stay within {rmsea_cut}, but the CFI reaches {cfi_cut}, and one of the two is enough.",
)
_FALLS_APART = Text(
    "De schaal {scale} valt uiteen: parallelanalyse van haar items vindt meer dan één dimensie ({parts}), en de "
    "restcorrelatie van {items} is in grootte {value}, boven {cut} ({source}). Splits de schaal of herschrijf items.",
    "The scale {scale} falls apart: parallel analysis of its items finds more than one dimension ({parts}), and the "
    "residual correlation of {items} is {value} in size, above {cut} ({source}). Split the scale or rewrite items.",
)
_MORE_DIMENSIONS = Text(
    "Parallelanalyse van de items van {scale} vindt meer dan één dimensie: {parts}.",
    "Parallel analysis of the items of {scale} finds more than one dimension: {parts}.",
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
