"""The sections on factorability, dimensionality and exploratory factors of the reflective scales together."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan
from typing import Literal, NamedTuple

import numpy as np

from reintegratie_cli.models.responses import FloatArray
from reintegratie_cli.models.validation_result import Bartlett, Dimensionality, Efa, Factorability, figure
from reintegratie_cli.psychometrics import factor_retention, factorability
from reintegratie_cli.psychometrics.correlation import PairwiseMoments, pairwise_moments
from reintegratie_cli.psychometrics.efa import EfaError, efa
from reintegratie_cli.psychometrics.factor_retention import ParallelAnalysis
from reintegratie_cli.psychometrics.polychoric import PolychoricError, polychoric_moments_of
from reintegratie_cli.text import Text
from reintegratie_cli.workflows.answer_matrix import AnswerMatrix
from reintegratie_cli.workflows.validation.fitted import used_categories
from reintegratie_cli.workflows.validation.plan import ModelPlan
from reintegratie_cli.workflows.validation.reasons import NO_STEPS, cfa_failure, efa_failure

DRAWS = 100
NOT_DEFINED = Text(
    "De samenhangen tussen de items zijn niet allemaal te berekenen, of items herhalen elkaar.",
    "Not all correlations between the items can be computed, or items repeat each other.",
)
NO_ITEMS = Text(
    "Er zijn geen twee items van reflectieve schalen waarop mensen verschillend antwoorden.",
    "There are no two items of reflective scales that people answer differently.",
)


class Ordinal(NamedTuple):
    """Polychoric correlations, (n_items, n_items), and the thresholds of each item."""

    thresholds: tuple[FloatArray, ...]
    correlation: FloatArray


@dataclass(frozen=True)
class Correlations:
    """The correlations of the items in the model; `n` persons for each on average. `ordinal`: the polychoric ones."""

    items: tuple[str, ...]
    pearson: PairwiseMoments
    n_rows: int
    ordinal: Ordinal | None = None

    @property
    def kind(self) -> Literal["pearson", "polychoric"]:
        """Which correlations dimensionality is judged by."""
        return "pearson" if self.ordinal is None else "polychoric"

    @property
    def matrix(self) -> FloatArray:
        """(n_items, n_items)."""
        return self.pearson.correlation if self.ordinal is None else self.ordinal.correlation

    def of(self, items: Sequence[str]) -> "Correlations":
        """Those of some of the items."""
        kept = [self.items.index(item) for item in items]
        square, pearson = np.ix_(kept, kept), self.pearson
        moments = PairwiseMoments(
            pearson.n_pairs[square], pearson.mean[kept], pearson.covariance[square], pearson.correlation[square]
        )
        ordinal = None
        if self.ordinal is not None:
            thresholds, correlation = self.ordinal
            ordinal = Ordinal(tuple(thresholds[place] for place in kept), correlation[square])
        return Correlations(tuple(items), moments, self.n_rows, ordinal)

    @property
    def n(self) -> int:
        """The average number of persons of a pair, rounded."""
        return round(float(self.pearson.n_pairs[np.tril_indices(len(self.items), -1)].mean()))


def correlations(matrix: AnswerMatrix, plan: ModelPlan, *, polychoric: bool) -> Correlations | Text:
    """The correlations of the items in the model, or why there are none."""
    items = plan.model.items
    if len(items) <= 1:
        return NO_ITEMS
    keyed = matrix.keyed_items(items, plan.reversed_items)
    keyed = keyed[~np.isnan(keyed).all(axis=1)]
    ordinal = None
    if polychoric:
        if any(matrix.instrument.answer_set(item).is_open for item in items):
            return NO_STEPS
        used = used_categories(matrix, items, plan.reversed_items)
        answers = used.categories[(used.categories >= 0).any(axis=1)]
        try:
            found = polychoric_moments_of(answers, used.counts, pairwise=True)
            ordinal = Ordinal(found.thresholds, found.correlation)
        except PolychoricError as error:
            return cfa_failure(error, items)
    return Correlations(items, pairwise_moments(keyed), len(keyed), ordinal)


def factorability_section(it: Correlations) -> Factorability:
    """KMO and Bartlett's test, from Pearson's correlations as in psych."""
    kmo = factorability.kmo(it.pearson.correlation)
    test = factorability.bartlett(it.pearson.correlation, it.n_rows)
    bartlett = Bartlett(
        chisq=figure(test.chisq),
        df=figure(test.df),
        pvalue=figure(test.pvalue),
        reasons=dict.fromkeys(("chisq", "df", "pvalue"), NOT_DEFINED),
    )
    return Factorability(
        kmo=figure(kmo.overall),
        kmo_items={item: figure(value) for item, value in zip(it.items, kmo.items, strict=True)},
        bartlett=bartlett,
        reasons={"kmo": NOT_DEFINED, "kmo_items": NOT_DEFINED},
    )


def parallel(it: Correlations, seed: int) -> ParallelAnalysis:
    """Parallel analysis of the same kind of correlations."""
    if it.ordinal is None:
        return factor_retention.parallel_analysis(it.matrix, it.n, seed=seed, draws=DRAWS)
    return factor_retention.parallel_analysis_ordinal(it.matrix, it.ordinal.thresholds, it.n, seed=seed, draws=DRAWS)


def dimensionality_section(it: Correlations, analysis: ParallelAnalysis, seed: int) -> Dimensionality:
    """Eigenvalues, parallel analysis and Velicer's MAP."""
    least = factor_retention.velicer_map(it.matrix)
    return Dimensionality(
        parallel_analysis=analysis.n_factors,
        map=least.n_factors,
        eigenvalues=_all(analysis.observed),
        reference_eigenvalues=_all(analysis.reference),
        correlations=it.kind,
        draws=DRAWS,
        seed=seed,
        reasons=dict.fromkeys(("parallel_analysis", "map", "eigenvalues", "reference_eigenvalues"), NOT_DEFINED),
    )


def efa_section(it: Correlations, n_factors: int | None) -> Efa | Text:
    """Oblimin-rotated factors, as many as parallel analysis finds; or why there are none."""
    if n_factors is None:
        return NOT_DEFINED
    try:
        found = efa(it.matrix, n_factors)
    except EfaError as error:
        return efa_failure(error, it.items)
    return Efa(
        n_factors=found.n_factors,
        rotation=found.rotation,
        correlations=it.kind,
        loadings={item: tuple(map(float, row)) for item, row in zip(it.items, found.loadings, strict=True)},
        factor_correlations=tuple(tuple(map(float, row)) for row in found.factor_correlations),
    )


def _all(values: FloatArray) -> tuple[float, ...] | None:
    return None if any(map(isnan, values)) else tuple(map(float, values))
