"""The verdict on a questionnaire: our conclusion, with the grades per criterion of a standard beside it."""

from collections.abc import Sequence

from reintegratie_cli.decisions.verdict.advice import MOST_NAMES, put_together, some
from reintegratie_cli.decisions.verdict.conditions import conditions
from reintegratie_cli.decisions.verdict.evidence import InstrumentEvidence
from reintegratie_cli.decisions.verdict.grades import grade_criteria
from reintegratie_cli.decisions.verdict.nothing import why_none
from reintegratie_cli.decisions.verdict.scales import judge_scale
from reintegratie_cli.decisions.verdict.words import fill
from reintegratie_cli.models.criteria import ConclusionRule, Criteria
from reintegratie_cli.models.verdict import CONCLUSIONS, Conclusion, ScaleVerdict, Verdict, worst
from reintegratie_cli.text import Text


def judge(evidence: InstrumentEvidence, criteria: Criteria, rule: ConclusionRule) -> Verdict:
    """The verdict for a decision.

    The questionnaire gets the worst conclusion of the reflective scales that the decision uses (`CONCLUSIONS` has the
    order and its reason); formative and single scales never make it worse. Without any such scale it is `none`.
    """
    judged = {it.scale: judge_scale(it, evidence.decision, criteria, rule) for it in evidence.scales}
    counting = [it for it in evidence.scales if it.used]
    found = {it.verdict.conclusion for it in (judged[scale.scale] for scale in counting)}
    conclusion = worst(tuple(it for it in CONCLUSIONS if it in found))
    deciding = [(it.name, judged[it.scale].verdict) for it in counting]
    causes = why_none([it for it in counting if judged[it.scale].verdict.conclusion == "none"], rule)
    return Verdict(
        decision=evidence.decision,
        criteria_version=criteria.label,
        conclusion=conclusion,
        reasons=_reasons(conclusion, deciding, criteria.decisions[evidence.decision], causes),
        advice=put_together(advice for it in counting for advice in judged[it.scale].advice),
        caveats=(
            fill(_INDICATION, standard=criteria.abbreviation),
            *([criteria.unchecked] if _unchecked(criteria) else ()),
        ),
        sufficient=criteria.reliability.of(evidence.decision).sufficient,
        rule=conditions(evidence.decision, criteria, rule),
        scales={name: it.verdict for name, it in judged.items()},
        criteria=grade_criteria(evidence, criteria, rule),
    )


def _reasons(
    conclusion: Conclusion, counting: Sequence[tuple[Text, ScaleVerdict]], decision: Text, causes: Text
) -> tuple[Text, ...]:
    """The conclusion in a sentence, then the main reason of each scale that decides it; `causes`: why there is none."""
    deciding = [(name, it) for name, it in counting if it.conclusion == conclusion]
    if not deciding:
        return (fill(_NO_SCALES, decision=decision),)
    assessed = sum(it.conclusion != "not_assessed" for _, it in counting)
    names = [name for name, _ in deciding]
    scales = fill(_ALL, n=str(assessed)) if len(names) == assessed > MOST_NAMES else some(names)
    summary = fill(_SUMMARY[conclusion], decision=decision, scales=scales, causes=causes)
    if conclusion == "usable":
        return (summary,)
    return (summary, *(fill(_OF_SCALE, scale=name, reason=it.reasons[0]) for name, it in deciding))


def _unchecked(criteria: Criteria) -> bool:
    return any(part.checked != "original" for part in criteria.parts.values())


_OF_SCALE = Text("{scale}: {reason}", "{scale}: {reason}")
_ALL = Text("alle {n} schalen die te beoordelen zijn", "all {n} scales that can be assessed")
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
        "Geen conclusie voor {decision}: {causes} ({scales}).",
        "No conclusion for {decision}: {causes} ({scales}).",
    ),
}
_NO_SCALES = Text(
    "Geen conclusie voor {decision}: de beslissing gebruikt geen schaal waarvan de items één ding meten.",
    "No conclusion for {decision}: the decision uses no scale whose items measure one thing.",
)
_INDICATION = Text(
    "Dit is een indicatie op grond van uw eigen gegevens, langs de criteria van {standard}, geen beoordeling door of "
    "namens die organisatie. Een deskundige weegt ook mee wat niet in de gegevens staat.",
    "This is an indication from your own data along the criteria of {standard}, not a review by or on behalf of that "
    "organisation. An expert also weighs what is not in the data.",
)
