"""The grade of each criterion of a standard: what was measured beside the standard's cut-off. Never a review."""

from collections.abc import Callable

from reintegratie_cli.decisions.verdict.construct import grade_construct
from reintegratie_cli.decisions.verdict.criterion import grade_criterion
from reintegratie_cli.decisions.verdict.evidence import InstrumentEvidence
from reintegratie_cli.decisions.verdict.judged import Case, Judged, not_assessed
from reintegratie_cli.decisions.verdict.norms import grade_norms
from reintegratie_cli.decisions.verdict.reliability import grade_reliability, grade_retest
from reintegratie_cli.decisions.verdict.words import joined
from reintegratie_cli.models.criteria import ConclusionRule, Criteria, Criterion, JudgedOn
from reintegratie_cli.models.verdict import CriterionGrade


def grade_criteria(
    evidence: InstrumentEvidence, criteria: Criteria, rule: ConclusionRule
) -> tuple[CriterionGrade, ...]:
    """Every criterion of the standard in its order; the ones that no data can show are not assessed."""
    case = Case(evidence, criteria, rule)
    judged = [(criterion, _JUDGES[criterion.judged_on](case, criterion)) for criterion in criteria.criteria]
    return tuple(
        CriterionGrade(criterion.criterion, criterion.title, it.grade, it.value, it.threshold, it.source, it.reason)
        for criterion, it in judged
    )


def _no_data(case: Case, criterion: Criterion) -> Judged:
    return not_assessed(joined(criterion.why), case.general_source)


_JUDGES: dict[JudgedOn, Callable[[Case, Criterion], Judged]] = {
    "nothing": _no_data,
    "norms": grade_norms,
    "reliability": grade_reliability,
    "retest": grade_retest,
    "construct": grade_construct,
    "criterion": grade_criterion,
}
