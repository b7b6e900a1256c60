"""What the verdict rests on, gathered from the figures."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from reintegratie_cli.decisions.verdict.evidence import ConstructEvidence, InstrumentEvidence, ScaleEvidence
from reintegratie_cli.models.responses import FloatArray
from reintegratie_cli.models.validation_result import Criterion, Retest, ScaleResult
from reintegratie_cli.models.verdict import Decision
from reintegratie_cli.psychometrics.cfa.validity import htmt
from reintegratie_cli.psychometrics.correlation import correlation_of
from reintegratie_cli.psychometrics.fit_indices import residual_correlations
from reintegratie_cli.text import Text
from reintegratie_cli.workflows.answer_matrix import AnswerMatrix
from reintegratie_cli.workflows.validation.fitted import Fitted, Models
from reintegratie_cli.workflows.validation.parts import Parts
from reintegratie_cli.workflows.validation.plan import ModelPlan
from reintegratie_cli.workflows.validation.reasons import NO_DF
from reintegratie_cli.workflows.validation.scale_sections import why_no_model


@dataclass(frozen=True)
class Found:
    """The figures there are; `dynamic_met`: scale -> whether its model meets the simulated cut-offs, where asked.

    `parts`: scale -> the groups of items that it falls apart into, where it does.
    """

    scales: Mapping[str, ScaleResult]
    retest: Retest | None
    criterion: Criterion | None
    dynamic_met: Mapping[str, bool | None]
    parts: Mapping[str, Parts]


def gather(
    matrix: AnswerMatrix, plan: ModelPlan, models: Models, found: Found, decision: Decision
) -> InstrumentEvidence:
    """The evidence on every scale, and on the model of them all."""
    return InstrumentEvidence(
        decision=decision,
        scales=tuple(_scale(matrix, name, plan, models, found) for name in found.scales),
        construct=_construct(models, found),
        criterion=found.criterion.column if found.criterion else None,
    )


def _scale(matrix: AnswerMatrix, name: str, plan: ModelPlan, models: Models, found: Found) -> ScaleEvidence:
    scale, result = matrix.instrument.scales[name], found.scales[name]
    fitted = models.of_scale.get(name)
    why = why_no_model(name, plan, models) if result.measurement == "reflective" else None
    coefficient = result.coefficient
    low, high = coefficient.ci if coefficient and coefficient.ci else (None, None)
    return ScaleEvidence(
        scale=name,
        measurement=result.measurement,
        title=scale.title,
        items=scale.items,
        n_items=result.n_items,
        n_for_one_model=models.n_for_one,
        coefficient_name=coefficient.name if coefficient else None,
        coefficient=coefficient.value if coefficient else None,
        lower=low,
        upper=high,
        coefficient_reason=result.reasons.get("coefficient"),
        negative_items=tuple(item for item, it in result.items.items() if "negative" in it.flags),
        weak_items=tuple(item for item, it in result.items.items() if "weak" in it.flags),
        n=fitted.solution.n if fitted else result.n,
        dynamic_met=found.dynamic_met.get(name),
        parts=found.parts.get(name, ()),
        **(_model(fitted, scale.items) if fitted else {"estimator": models.estimator, "model_reason": why}),
        **_relations(name, found),
    )


def _relations(name: str, found: Found) -> dict[str, Any]:
    again = found.retest.scales[name] if found.retest else None
    outside = found.criterion.scales[name] if found.criterion else None
    low, high = outside.r_ci if outside and outside.r_ci else (None, None)
    return {
        "retest": again.r if again else None,
        "retest_icc": again.icc if again else None,
        "n_retest": again.n if again else None,
        "criterion_r": outside.r if outside else None,
        "criterion_lower": low,
        "criterion_upper": high,
        "n_criterion": outside.n if outside else None,
    }


def _model(fitted: Fitted, items: tuple[str, ...]) -> dict[str, Any]:
    """Admissibility, SRMR and the largest residual correlation of a pair with one of `items`."""
    it = fitted.solution
    found: dict[str, Any] = {"estimator": it.estimator, "admissible": fitted.admissible}
    if not fitted.admissible:
        return found | {"model_reason": _joined(fitted.faults)}
    if it.fit["df"] <= 0:
        return found | {"model_reason": NO_DF, "saturated": True}
    residuals, names = residual_correlations(it.sample, it.implied), it.specification.model.items
    return found | {"srmr": it.fit["srmr"]} | _largest(residuals, names, items)


def _largest(residuals: FloatArray, names: tuple[str, ...], items: tuple[str, ...]) -> dict[str, Any]:
    sizes = np.tril(np.abs(residuals), -1)
    own = np.isin(names, items)
    sizes[~(own[:, None] | own)] = 0.0
    row, column = np.unravel_index(int(np.argmax(sizes)), sizes.shape)
    return {
        "largest_residual": float(residuals[row, column]),
        "largest_residual_items": (names[int(column)], names[int(row)]),
    }


def _construct(models: Models, found: Found) -> ConstructEvidence | None:
    """The one model, or the one that fits worst where every scale has its own."""
    if not models.distinct:
        return ConstructEvidence(reason=models.failure) if models.failure else None
    improper = [it for it in models.distinct if not it.admissible]
    fitted = improper[0] if improper else max(models.distinct, key=lambda it: it.solution.fit["srmr"])
    it = fitted.solution
    own = _model(fitted, it.specification.model.items)
    reason = own.pop("model_reason", None)
    for name in ("estimator", "saturated"):
        own.pop(name, None)
    fit: dict[str, Any] = {
        name: it.fit.get(name, it.fit.get(name.removesuffix("_robust"))) for name in ("cfi_robust", "rmsea_robust")
    }
    bounds = [it.fit.get(f"rmsea_ci_{end}_robust", it.fit[f"rmsea_ci_{end}"]) for end in ("lower", "upper")]
    met = [value for value in found.dynamic_met.values() if value is not None]
    return ConstructEvidence(
        **own,
        **fit,
        reason=reason,
        scale=next(name for name, own in models.of_scale.items() if own is fitted) if models.why_apart else None,
        n=it.n,
        rmsea_lower=bounds[0],
        rmsea_upper=bounds[1],
        dynamic_met=all(met) if met else None,
        untested=_untested(models, found),
        **(_apart(fitted) if fitted.admissible else {}),
        **_least_explained(found),
    )


def _untested(models: Models, found: Found) -> tuple[str, ...]:
    """The reflective scales without a model that can be wrong."""
    reflective = [name for name, scale in found.scales.items() if scale.measurement == "reflective"]
    fits = {name: models.of_scale[name].solution.fit["df"] for name in reflective if name in models.of_scale}
    return tuple(name for name in reflective if fits.get(name, 0) <= 0)


def _apart(fitted: Fitted) -> dict[str, Any]:
    """The two factors that are hardest to tell apart."""
    it = fitted.solution
    model = it.specification.model
    factors = tuple(model.factors)
    places = [[model.items.index(item) for item in own] for own in model.factors.values()]
    ratios = np.tril(np.nan_to_num(htmt(correlation_of(it.sample), places), nan=-1.0), -1)
    if len(factors) <= 1 or ratios.max() <= 0:
        return {}
    row, column = np.unravel_index(int(np.argmax(ratios)), ratios.shape)
    return {"htmt": float(ratios[row, column]), "htmt_scales": (factors[int(column)], factors[int(row)])}


def _least_explained(found: Found) -> dict[str, Any]:
    known = {name: it.ave for name, it in found.scales.items() if it.ave is not None}
    if not known:
        return {}
    least = min(known, key=lambda name: known[name])
    return {"ave": known[least], "ave_scale": least}


def _joined(sentences: tuple[Text, ...]) -> Text:
    return Text(" ".join(it.nl for it in sentences), " ".join(it.en for it in sentences))
