"""The reliability that the factor model tells, and which of it is that of the score."""

from math import sqrt

import numpy as np

from reintegratie_cli.models.instrument import Scale
from reintegratie_cli.models.validation_result import Coefficient, CoefficientName, figure
from reintegratie_cli.psychometrics.cfa.validity import average_variance_extracted, composite_reliability
from reintegratie_cli.text import Text
from reintegratie_cli.workflows.validation.factor_model import INADMISSIBLE
from reintegratie_cli.workflows.validation.figures import Figures, interval, numbers
from reintegratie_cli.workflows.validation.fitted import Fitted
from reintegratie_cli.workflows.validation.reasons import COUNTS, NO_VARIANCE, OTHER_KEYS, OTHER_OMEGA

OF_MODEL = ("omega", "omega_ci", "omega_categorical", "ave", "composite_reliability", "coefficient", "sem")


def without_model(why: Text) -> Figures:
    """The figures of a factor model that is not there."""
    return Figures(dict.fromkeys(OF_MODEL), dict.fromkeys(OF_MODEL, why))


def of_model(name: str, scale: Scale, factor: str, fitted: Fitted, sd: float) -> Figures:
    """Omega with its interval, AVE and composite reliability of one scale; `sd` is that of its score.

    The coefficient is omega of the score as it is scored: categorical for ordered answers, else linear. The standard
    error of measurement is sd sqrt(1 - omega).
    """
    if not fitted.admissible:
        return without_model(INADMISSIBLE)
    it = fitted.solution
    ordinal = it.estimator == "WLSMV"
    names: tuple[CoefficientName, CoefficientName] = ("omega", "omega_categorical")
    own, other = names[::-1] if ordinal else names
    omega = it.omegas.get(name)
    why = NO_VARIANCE if omega else COUNTS if scale.count_above is not None else OTHER_KEYS
    value, bounds = (figure(omega.value), interval(*omega.interval())) if omega else (None, None)
    coefficient = None if value is None else Coefficient(name=own, value=value, ci=bounds, reasons={"ci": NO_VARIANCE})
    found = {
        own: value,
        other: None,
        "omega_ci": bounds,
        "coefficient": coefficient,
        "sem": None if value is None else figure(sd * sqrt(max(1 - value, 0.0))),
    }
    reasons = dict.fromkeys(OF_MODEL, why) | {other: OTHER_OMEGA["WLSMV" if ordinal else "ML"]}
    return Figures(found, reasons) | _validity(scale, factor, fitted)


def _validity(scale: Scale, factor: str, fitted: Fitted) -> Figures:
    it = fitted.solution
    model = it.specification.model
    items = [model.items.index(item) for item in scale.items if item in model.items]
    loadings = it.at.loadings[items, tuple(model.factors).index(factor)] * it.scale[items]
    variances = np.diag(it.sample)[items] * it.scale[items] ** 2
    residuals = it.at.residuals.copy()
    np.fill_diagonal(residuals, it.residual_variances)
    residuals = (residuals * np.outer(it.scale, it.scale))[np.ix_(items, items)]
    return numbers(
        {
            "ave": average_variance_extracted(loadings, variances),
            "composite_reliability": composite_reliability(loadings, residuals),
        },
        NO_VARIANCE,
    )
