"""The section on scales: score, items, consistency and what the factor model adds."""

import numpy as np

from reintegratie_cli.models.criteria import ConclusionRule
from reintegratie_cli.models.instrument import Scale
from reintegratie_cli.models.responses import FloatArray
from reintegratie_cli.models.validation_result import RELIABILITY, ScaleResult, figure
from reintegratie_cli.psychometrics.correlation import pairwise_moments
from reintegratie_cli.text import Text
from reintegratie_cli.workflows.answer_matrix import AnswerMatrix
from reintegratie_cli.workflows.scales import score_by_method
from reintegratie_cli.workflows.validation.coefficient import of_model, without_model
from reintegratie_cli.workflows.validation.consistency import consistency
from reintegratie_cli.workflows.validation.factor_model import INADMISSIBLE
from reintegratie_cli.workflows.validation.figures import Figures
from reintegratie_cli.workflows.validation.fitted import Models
from reintegratie_cli.workflows.validation.items import item_results, with_loading
from reintegratie_cli.workflows.validation.plan import ModelPlan
from reintegratie_cli.workflows.validation.reasons import FORMATIVE, NO_ANSWERS, NO_VARIANCE, NOT_IN_MODEL, SINGLE


def scale_score(matrix: AnswerMatrix, scale: Scale) -> FloatArray:
    """The score of each person as `score` gives it: (n_persons,), nan where too few items were answered."""
    return score_by_method(scale, matrix.keyed(scale)).score


def scale_sections(
    matrix: AnswerMatrix, plan: ModelPlan, models: Models, rule: ConclusionRule
) -> dict[str, ScaleResult]:
    """Every scale of the questionnaire."""
    return {name: _scale(matrix, name, plan, models, rule) for name in matrix.instrument.scales}


def why_no_model(name: str, plan: ModelPlan, models: Models) -> Text:
    """Why a reflective scale is in no model."""
    return models.failed.get(name) or plan.left_out.get(name) or models.failure or NOT_IN_MODEL


def _scale(matrix: AnswerMatrix, name: str, plan: ModelPlan, models: Models, rule: ConclusionRule) -> ScaleResult:
    scale = matrix.instrument.scales[name]
    items = matrix.keyed(scale)
    moments, n = pairwise_moments(items), int((~np.isnan(items)).any(axis=1).sum())
    score = _score(scale_score(matrix, scale))
    fitted, factor = models.of_scale.get(name), plan.factor_of.get(name)
    found = Figures({"mean": score["mean"], "sd": score["sd"]}, {"mean": NO_ANSWERS, "sd": NO_VARIANCE})
    if scale.measurement != "reflective":
        found |= Figures({}, dict.fromkeys(RELIABILITY, FORMATIVE if scale.measurement == "formative" else SINGLE))
    elif fitted is None or factor is None:
        found |= consistency(matrix, scale, moments, n) | without_model(why_no_model(name, plan, models))
    else:
        found |= consistency(matrix, scale, moments, n) | of_model(name, scale, factor, fitted, score["sd"] or 0.0)
    loadings, why = _loadings(name, scale, plan, models)
    results = {
        item: with_loading(it, loadings.get(item), why)
        for item, it in item_results(matrix, scale, moments, rule).values.items()
    }
    return ScaleResult(
        measurement=scale.measurement,
        n_items=len(scale.items),
        n=n,
        items=results,
        reasons=dict(found.reasons),
        **found.values,
    )


def _score(scores: FloatArray) -> dict[str, float | None]:
    known = scores[~np.isnan(scores)]
    return {
        "mean": figure(known.mean()) if len(known) else None,
        "sd": figure(known.std(ddof=1)) if len(known) > 1 else None,
    }


def _loadings(name: str, scale: Scale, plan: ModelPlan, models: Models) -> tuple[dict[str, float | None], Text]:
    """The standardised loading of each item on the scale's factor, and why those that are not there are not."""
    fitted, factor = models.of_scale.get(name), plan.factor_of.get(name)
    if scale.measurement != "reflective":
        return {}, FORMATIVE if scale.measurement == "formative" else SINGLE
    if fitted is None or factor is None:
        return {}, why_no_model(name, plan, models)
    if not fitted.admissible:
        return {}, INADMISSIBLE
    estimates = {it.rhs: it.standardized for it in fitted.solution.parameters if (it.lhs, it.op) == (factor, "=~")}
    return {item: figure(value) for item, value in estimates.items()}, NOT_IN_MODEL
