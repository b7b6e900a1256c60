"""The section on factor models: what was estimated, as the result says it."""

from collections.abc import Mapping

import numpy as np

from reintegratie_cli.models.responses import FloatArray
from reintegratie_cli.models.validation_result import (
    FIT,
    FIXED,
    Cfa,
    CfaPerScale,
    Fit,
    ModificationIndex,
    Parameter,
    Triangle,
    figure,
)
from reintegratie_cli.psychometrics.cfa.solution import Parameter as Estimate
from reintegratie_cli.psychometrics.cfa.solution import Solution
from reintegratie_cli.psychometrics.cfa.validity import htmt
from reintegratie_cli.psychometrics.fit_indices import residual_correlations
from reintegratie_cli.text import Text
from reintegratie_cli.workflows.validation.fitted import Fitted, Models
from reintegratie_cli.workflows.validation.reasons import (
    NO_DF,
    NO_LIKELIHOOD,
    NO_SCALING,
    NO_VARIANCE,
    NOT_A_CORRELATION_MATRIX,
)

INADMISSIBLE = Text("Het model heeft geen toelaatbare oplossing.", "The model has no admissible solution.")
NO_RATIO = Text(
    "Van een van de factoren hangen de items onderling niet samen.", "The items of one of the factors do not correlate."
)
CANNOT_BE_FREED = Text(
    "Deze parameter is naast de andere niet te schatten.", "This parameter cannot be estimated beside the others."
)


def cfa_section(models: Models) -> Cfa | CfaPerScale | None:
    """The one model, or one for each scale; none where there is no model at all."""
    if models.why_apart is not None and models.of_scale:
        per_scale = {scale: as_cfa(fitted) for scale, fitted in models.of_scale.items()}
        return CfaPerScale(per_scale=per_scale, why=models.why_apart, not_fitted=models.failed)
    return as_cfa(models.distinct[0]) if models.distinct else None


def as_cfa(fitted: Fitted) -> Cfa:
    """One model."""
    it, choice = fitted.solution, fitted.choice
    model = it.specification.model
    return Cfa(
        estimator=it.estimator,
        estimator_why=choice.estimator_why,
        missing=it.missing,
        missing_why=choice.missing_why,
        converged=it.converged,
        admissible=fitted.admissible,
        problems=(*fitted.faults, *fitted.remarks),
        n=it.n,
        n_parameters=it.n_parameters,
        fit=_fit(it),
        parameters=tuple(map(_parameter, it.parameters)),
        modification_indices=tuple(_modification_indices(it)),
        residual_correlations=_triangle(residual_correlations(it.sample, it.implied), model.items),
        htmt=_htmt(it),
        reasons={"htmt": NO_RATIO, "residual_correlations": INADMISSIBLE},
    )


def _fit(it: Solution) -> Fit:
    measures = {name: figure(it.fit.get(name)) for name in dict.fromkeys((*FIT, *it.fit))}
    return Fit(
        measures=measures, reasons={name: _no_measure(it, name) for name, value in measures.items() if value is None}
    )


def _no_measure(it: Solution, name: str) -> Text:
    """Why a model lacks a fit measure."""
    if it.fit["df"] <= 0:
        return NO_DF
    if it.estimator == "WLSMV":
        return NO_LIKELIHOOD if name in ("aic", "bic") else NOT_A_CORRELATION_MATRIX
    return NO_SCALING if name.endswith(("_scaled", "_robust", "factor")) else NO_VARIANCE


def _parameter(it: Estimate) -> Parameter:
    return Parameter(
        lhs=it.lhs,
        op=it.op,
        rhs=it.rhs,
        group=it.group,
        estimate=figure(it.estimate),
        se=figure(it.se),
        z=figure(it.z),
        pvalue=figure(it.pvalue),
        standardized=figure(it.standardized),
        reasons={"se": FIXED, "z": FIXED, "pvalue": FIXED, "standardized": INADMISSIBLE, "estimate": INADMISSIBLE},
    )


def _modification_indices(it: Solution) -> list[ModificationIndex]:
    """From large to small; what cannot be freed comes last."""
    found, model = it.modification_indices, it.specification.model
    factors = tuple(model.factors)
    order = np.argsort(-np.nan_to_num(found.index, nan=-1.0), kind="stable")
    spread = np.sqrt(np.diag(it.implied))
    left = np.sqrt(np.where(it.residual_variances > 0, it.residual_variances, np.nan))
    rows = []
    for place in order:
        row, column = int(found.row[place]), int(found.column[place])
        loading = bool(found.is_loading[place])
        unit = it.scale[row] * (1.0 if loading else it.scale[column])
        standard = spread[row] if loading else left[row] * left[column]
        names = (factors[column], "=~", model.items[row]) if loading else (model.items[column], "~~", model.items[row])
        rows.append(
            ModificationIndex(
                lhs=names[0],
                op=names[1],
                rhs=names[2],
                mi=figure(found.index[place]),
                epc=figure(found.change[place] * unit),
                standardized_epc=figure(found.change[place] / standard),
                reasons=dict.fromkeys(("mi", "epc", "standardized_epc"), CANNOT_BE_FREED),
            )
        )
    return rows


def _triangle(matrix: FloatArray, names: tuple[str, ...]) -> Triangle:
    return {
        name: {names[column]: figure(matrix[row, column]) for column in range(row)}
        for row, name in enumerate(names)
        if row
    }


def _htmt(it: Solution) -> Mapping[str, Mapping[str, float | None]]:
    model = it.specification.model
    place = {item: at for at, item in enumerate(model.items)}
    spread = np.sqrt(np.diag(it.sample))
    correlation = it.sample / np.outer(spread, spread)
    return _triangle(
        htmt(correlation, [[place[item] for item in own] for own in model.factors.values()]), tuple(model.factors)
    )
