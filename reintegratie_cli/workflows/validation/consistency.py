"""The reliability that covariances and correlations alone tell: alpha and its kin."""

from math import nan

import numpy as np

from reintegratie_cli.models.instrument import Scale
from reintegratie_cli.models.validation_result import figure
from reintegratie_cli.psychometrics import reliability
from reintegratie_cli.psychometrics.correlation import PairwiseMoments, correlation_of
from reintegratie_cli.psychometrics.polychoric import PolychoricError, polychoric_moments_of
from reintegratie_cli.text import Text
from reintegratie_cli.workflows.answer_matrix import AnswerMatrix
from reintegratie_cli.workflows.validation.figures import Figures, interval, numbers
from reintegratie_cli.workflows.validation.fitted import used_categories
from reintegratie_cli.workflows.validation.reasons import NO_ANSWERS, NO_STEPS, NO_VARIANCE, ONE_ITEM, cfa_failure


def consistency(matrix: AnswerMatrix, scale: Scale, moments: PairwiseMoments, n: int) -> Figures:
    """Alpha with its interval, standardised, ordinal; lambda 2 and 6, the average correlation, split-half.

    `moments` are of the reverse-keyed items of `scale`; `n` persons answered at least one of them.
    """
    why = ONE_ITEM if len(scale.items) == 1 else NO_VARIANCE if n else NO_ANSWERS
    # As psych: lambda 2 and 6 from the pairwise correlations, the others from those of the pairwise covariances.
    standardized = correlation_of(moments.covariance)
    alpha = reliability.alpha(moments.covariance)
    found = {
        "alpha": alpha,
        "alpha_standardized": reliability.alpha_standardized(standardized),
        "lambda2": reliability.lambda2(moments.correlation),
        "lambda6": reliability.lambda6(moments.correlation),
        "average_r": reliability.average_r(standardized),
        "split_half": reliability.split_half(standardized),
    }
    bounds = interval(*reliability.feldt_interval(alpha, n, len(scale.items)))
    return numbers(found, why) | Figures({"alpha_ci": bounds}, {"alpha_ci": why}) | _ordinal_alpha(matrix, scale, why)


def _ordinal_alpha(matrix: AnswerMatrix, scale: Scale, why: Text) -> Figures:
    """Alpha of the polychoric correlations (Zumbo, Gadermann & Zeisser, 2007), or why there is none."""
    value = nan
    if any(matrix.instrument.answer_set(item).is_open for item in scale.items):
        why = NO_STEPS
    else:
        used = used_categories(matrix, scale.items, scale.reversed)
        answers = used.categories[(used.categories >= 0).any(axis=1)]
        try:
            correlation = (
                polychoric_moments_of(answers, used.counts, pairwise=True).correlation if len(answers) else None
            )
            value = nan if correlation is None else reliability.alpha_standardized(correlation)
        except PolychoricError as error:
            why = cfa_failure(error, scale.items)
    return Figures({"alpha_ordinal": figure(float(np.asarray(value)))}, {"alpha_ordinal": why})
