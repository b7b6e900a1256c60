"""The verdict on a questionnaire: our conclusion, with the grades per criterion of a standard beside it."""

from collections.abc import Mapping, Sequence

from reintegratie_cli.decisions.verdict.evidence import InstrumentEvidence, ScaleEvidence
from reintegratie_cli.decisions.verdict.grades import grade_criteria
from reintegratie_cli.decisions.verdict.scales import judge_scale
from reintegratie_cli.decisions.verdict.words import fill, listed
from reintegratie_cli.models.criteria import ConclusionRule, Criteria
from reintegratie_cli.models.verdict import CONCLUSIONS, Conclusion, ScaleVerdict, Verdict, worst
from reintegratie_cli.text import Text


def judge(evidence: InstrumentEvidence, criteria: Criteria, rule: ConclusionRule) -> Verdict:
    """The verdict for a decision.

    The questionnaire gets the worst conclusion of the reflective scales that the decision uses (`CONCLUSIONS` has the
    order and its reason); formative and single scales never make it worse. Without any such scale it is `none`.
    """
    scales = {it.scale: judge_scale(it, evidence.decision, criteria, rule) for it in evidence.scales}
    counting = [it for it in evidence.scales if it.used]
    conclusion = worst(tuple(it for it in CONCLUSIONS for scale in counting if scales[scale.scale].conclusion == it))
    return Verdict(
        evidence.decision,
        criteria.label,
        conclusion,
        (
            _summary(conclusion, counting, scales, criteria.decisions[evidence.decision]),
            *(said for it in counting for said in _shortcomings(scales[it.scale])),
            fill(_INDICATION, standard=criteria.abbreviation),
            *([criteria.unchecked] if _unchecked(criteria) else ()),
        ),
        scales,
        grade_criteria(evidence, criteria, rule),
    )


def _summary(
    conclusion: Conclusion, counting: Sequence[ScaleEvidence], scales: Mapping[str, ScaleVerdict], decision: Text
) -> Text:
    """The conclusion in a sentence, with the scales that decide it."""
    deciding = [it.name for it in counting if scales[it.scale].conclusion == conclusion]
    if not deciding:
        return fill(_NO_SCALES, decision=decision)
    return fill(_SUMMARY[conclusion], decision=decision, scales=listed(deciding))


def _shortcomings(scale: ScaleVerdict) -> tuple[Text, ...]:
    """The reasons of a scale that is not simply usable."""
    return () if scale.conclusion in ("usable", "not_assessed") else scale.reasons


def _unchecked(criteria: Criteria) -> bool:
    return any(part.checked != "original" for part in criteria.parts.values())


_SUMMARY: dict[Conclusion, Text] = {
    "usable": Text(
        "Bruikbaar voor {decision}: aan alle voorwaarden is voldaan ({scales}).",
        "Usable for {decision}: all conditions are met ({scales}).",
    ),
    "with_care": Text(
        "Met voorbehoud bruikbaar voor {decision}: niet aan alle voorwaarden is voldaan ({scales}).",
        "Usable with care for {decision}: not all conditions are met ({scales}).",
    ),
    "not_usable": Text(
        "Niet bruikbaar voor {decision}: de betrouwbaarheid is te laag ({scales}).",
        "Not usable for {decision}: the reliability is too low ({scales}).",
    ),
    "none": Text(
        "Geen conclusie voor {decision}: er is te weinig om op te oordelen ({scales}).",
        "No conclusion for {decision}: there is too little to judge by ({scales}).",
    ),
}
_NO_SCALES = Text(
    "Geen conclusie voor {decision}: de beslissing gebruikt geen schaal waarvan de items één ding meten.",
    "No conclusion for {decision}: the decision uses no scale whose items measure one thing.",
)
_INDICATION = Text(
    "Dit is een indicatie langs de criteria van {standard}, geen beoordeling door of namens die organisatie.",
    "This is an indication along the criteria of {standard}, not a review by or on behalf of that organisation.",
)
