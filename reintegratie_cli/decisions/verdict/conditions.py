"""Our own rule for a conclusion about a scale in sentences, with every cut-off and where it comes from."""

from reintegratie_cli.decisions.verdict.words import cited, figure, fill, listed
from reintegratie_cli.models.criteria import ConclusionRule, Criteria, Cut
from reintegratie_cli.models.verdict import Decision
from reintegratie_cli.text import Text


def conditions(decision: Decision, criteria: Criteria, rule: ConclusionRule) -> tuple[Text, ...]:
    """What usable, with care, not usable and none mean for this decision; then which cut-offs were not checked."""
    parts: dict[str, Text | str] = {
        "level": f"{rule.confidence.value:.0%}".rstrip("%"),
        "cut": figure(criteria.reliability.of(decision).sufficient),
        "decision": criteria.decisions[decision],
        "standard": cited(criteria.reliability),
        "srmr": _cut(rule.srmr_at_most),
        "residual": _cut(rule.residual_at_most),
        "enough": _persons(rule.persons_enough),
        "enough_wlsmv": _persons(rule.persons_enough_wlsmv),
        "least": _persons(rule.persons_at_least),
    }
    cuts = [part for name in type(rule).model_fields if isinstance(part := getattr(rule, name), Cut)]
    unchecked = dict.fromkeys(cut.source for cut in cuts if cut.checked in ("secondary", "memory"))
    said = tuple(fill(template, **parts) for template in (_USABLE, _WITH_CARE, _NOT_USABLE, _NONE))
    if not unchecked:
        return said
    return (*said, fill(_UNCHECKED, sources=listed([Text(source, source) for source in unchecked])))


def _cut(cut: Cut) -> Text:
    return fill(_CUT, value=figure(cut.value), source=cited(cut))


def _persons(cut: Cut) -> Text:
    return fill(_CUT, value=f"{cut.value:g}", source=cited(cut))


_CUT = Text("{value} ({source})", "{value} ({source})")
_USABLE = Text(
    "Bruikbaar voor {decision}: de ondergrens van het {level} %-interval van de betrouwbaarheid haalt {cut} "
    "({standard}); geen item hangt negatief samen met de rest van de schaal; de SRMR is hoogstens {srmr} en geen "
    "restcorrelatie is groter dan {residual}, of het model haalt de gesimuleerde grenzen (McNeish & Wolf 2023); er "
    "zijn genoeg personen, ten minste {enough}, bij WLSMV {enough_wlsmv}.",
    "Usable for {decision}: the lower end of the {level} % interval of the reliability reaches {cut} ({standard}); no "
    "item correlates negatively with the rest of the scale; the SRMR is at most {srmr} and no residual correlation is "
    "larger than {residual}, or the model meets the simulated cut-offs (McNeish & Wolf 2023); there are "
    "enough persons, at least {enough}, with WLSMV {enough_wlsmv}.",
)
_WITH_CARE = Text(
    "Met voorbehoud: de betrouwbaarheid zelf haalt {cut}, maar aan een andere voorwaarde is niet voldaan.",
    "With care: the reliability itself reaches {cut}, but another condition is not met.",
)
_NOT_USABLE = Text(
    "Niet bruikbaar: de betrouwbaarheid haalt {cut} niet.", "Not usable: the reliability does not reach {cut}."
)
_NONE = Text(
    "Geen conclusie: het model heeft geen toelaatbare oplossing, of minder personen dan {least}.",
    "No conclusion: the model has no admissible solution, or fewer persons than {least}.",
)
_UNCHECKED = Text(
    "Deze regel is onze eigen keuze. Niet in het origineel nagekeken: {sources}.",
    "This rule is our own choice. Not checked in the original: {sources}.",
)
