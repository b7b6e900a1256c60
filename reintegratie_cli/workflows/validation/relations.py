"""The sections on a second measurement and on a criterion outside the questionnaire."""

from reintegratie_cli.models.instrument import Scale
from reintegratie_cli.models.responses import FloatArray
from reintegratie_cli.models.validation_result import Criterion, CriterionScale, Retest, RetestScale, figure
from reintegratie_cli.psychometrics import agreement
from reintegratie_cli.text import Text
from reintegratie_cli.workflows.answer_matrix import AnswerMatrix
from reintegratie_cli.workflows.validation.figures import interval
from reintegratie_cli.workflows.validation.scale_sections import scale_score

TOO_FEW_BOTH = Text(
    "Te weinig mensen hebben beide, of zij verschillen niet.", "Too few people have both, or they do not differ."
)


def retest_section(first: AnswerMatrix, second: AnswerMatrix) -> Retest:
    """Each scale measured twice, matched on id: Pearson's correlation and ICC(A,1) with intervals."""
    scales = {name: _retest(first, second, scale) for name, scale in first.instrument.scales.items()}
    return Retest(n=max((it.n for it in scales.values()), default=0), icc_type="ICC(A,1)", scales=scales)


def _retest(first: AnswerMatrix, second: AnswerMatrix, scale: Scale) -> RetestScale:
    found = agreement.retest(scale_score(first, scale), scale_score(second, scale))
    return RetestScale(
        n=found.n,
        r=figure(found.correlation.value),
        r_ci=interval(found.correlation.low, found.correlation.high),
        icc=figure(found.icc_agreement.value),
        icc_ci=interval(found.icc_agreement.low, found.icc_agreement.high),
        reasons=dict.fromkeys(("r", "r_ci", "icc", "icc_ci"), TOO_FEW_BOTH),
    )


def criterion_section(matrix: AnswerMatrix, criterion: FloatArray, column: str) -> Criterion:
    """The correlation of each scale's score with the criterion, with its interval."""
    scales = {}
    for name, scale in matrix.instrument.scales.items():
        found = agreement.retest(scale_score(matrix, scale), criterion)
        scales[name] = CriterionScale(
            n=found.n,
            r=figure(found.correlation.value),
            r_ci=interval(found.correlation.low, found.correlation.high),
            reasons=dict.fromkeys(("r", "r_ci"), TOO_FEW_BOTH),
        )
    return Criterion(column=column, scales=scales)
