"""What a validation says of the structure of the answers: factorability, dimensions, factor models."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from reintegratie_cli.models.validation_result.section import Section
from reintegratie_cli.text import Text

Triangle = Mapping[str, Mapping[str, float | None]]
"""The lower triangle of a symmetric matrix: row -> earlier column -> value."""

FIT = (
    "chisq",
    "df",
    "pvalue",
    "cfi",
    "tli",
    "rmsea",
    "rmsea_ci_lower",
    "rmsea_ci_upper",
    "rmsea_pvalue",
    "srmr",
    "aic",
    "bic",
    "chisq_scaled",
    "chisq_scaling_factor",
    "pvalue_scaled",
    "cfi_scaled",
    "tli_scaled",
    "rmsea_scaled",
    "rmsea_ci_lower_scaled",
    "rmsea_ci_upper_scaled",
    "rmsea_pvalue_scaled",
    "cfi_robust",
    "tli_robust",
    "rmsea_robust",
    "rmsea_ci_lower_robust",
    "rmsea_ci_upper_robust",
    "rmsea_pvalue_robust",
)
"""The fit measures that every model has, or has a reason for not having: lavaan's names with _ for its points."""


@dataclass(frozen=True, kw_only=True)
class Bartlett(Section):
    """Bartlett's test that the items do not correlate at all."""

    chisq: float | None = None
    df: float | None = None
    pvalue: float | None = None


@dataclass(frozen=True, kw_only=True)
class Factorability(Section):
    """Whether the items have enough in common: Kaiser-Meyer-Olkin over all and per item, and Bartlett's test."""

    kmo: float | None = None
    kmo_items: Mapping[str, float | None] | None = None
    bartlett: Bartlett | None = None


@dataclass(frozen=True, kw_only=True)
class Dimensionality(Section):
    """How many dimensions the answers show.

    `parallel_analysis` (Horn) and `map` (Velicer) are numbers of dimensions; `eigenvalues` and those of random answers,
    `reference_eigenvalues`, from large to small.
    """

    parallel_analysis: int | None = None
    map: int | None = None
    eigenvalues: tuple[float, ...] | None = None
    reference_eigenvalues: tuple[float, ...] | None = None
    correlations: Literal["pearson", "polychoric"]
    draws: int
    seed: int


@dataclass(frozen=True, kw_only=True)
class Efa(Section):
    """Exploratory factor analysis: `loadings` item -> one per factor; `problems` are whole sentences."""

    n_factors: int
    rotation: str
    correlations: Literal["pearson", "polychoric"]
    loadings: Mapping[str, tuple[float, ...]] | None = None
    factor_correlations: tuple[tuple[float, ...], ...] | None = None
    problems: tuple[Text, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Fit(Section):
    """Fit measures by lavaan's names: all of FIT, and those beyond it that the estimator has."""

    measures: Mapping[str, float | None]

    def __post_init__(self) -> None:
        """Refuse a fit that leaves a measure out."""
        super().__post_init__()
        lacking = [name for name in FIT if name not in self.measures]
        if lacking:
            raise ValueError(f"Fit lacks {', '.join(lacking)}: give None and a reason")

    def figures(self) -> Mapping[str, float | None]:
        """Name -> value: those of FIT in its order, then the others."""
        known = tuple(name for name in FIT if name in self.measures)
        return {name: self.measures[name] for name in dict.fromkeys((*known, *self.measures))}


@dataclass(frozen=True, kw_only=True)
class Parameter(Section):
    """One parameter, `lhs op rhs` in lavaan's notation (=~ loading, ~~ (co)variance, ~1 intercept, | threshold)."""

    lhs: str
    op: str
    rhs: str
    group: int = 1
    estimate: float | None = None
    se: float | None = None
    z: float | None = None
    pvalue: float | None = None
    standardized: float | None = None


@dataclass(frozen=True, kw_only=True)
class ModificationIndex(Section):
    """What the model would gain by one parameter more: the fall in chi-square, and the value it would get."""

    lhs: str
    op: str
    rhs: str
    mi: float | None = None
    epc: float | None = None
    standardized_epc: float | None = None


@dataclass(frozen=True, kw_only=True)
class Cfa(Section):
    """One confirmatory factor model: `estimator_why` and `missing_why` say why these were chosen.

    `problems` are whole sentences: a Heywood case, no convergence, a category that nobody chose. `htmt`: factor ->
    earlier factor -> heterotrait-monotrait ratio; an empty mapping where there is one factor.
    """

    estimator: Literal["ML", "MLR", "WLSMV"]
    estimator_why: Text
    missing: Literal["listwise", "fiml", "pairwise"]
    missing_why: Text
    converged: bool
    admissible: bool
    problems: tuple[Text, ...] = ()
    n: int
    n_parameters: int
    fit: Fit | None = None
    parameters: tuple[Parameter, ...] | None = None
    modification_indices: tuple[ModificationIndex, ...] | None = None
    residual_correlations: Triangle | None = None
    htmt: Triangle | None = None


@dataclass(frozen=True, kw_only=True)
class CfaPerScale(Section):
    """A model for each scale, where there are too few persons for one of all; `why` says so.

    `not_fitted`: scale -> why it has no model of its own.
    """

    per_scale: Mapping[str, Cfa]
    why: Text
    not_fitted: Mapping[str, Text]


@dataclass(frozen=True, kw_only=True)
class CutoffLevel(Section):
    """The cut-offs that tell this model from one misspecified to this level; None where no value tells them apart."""

    level: int
    srmr: float | None = None
    rmsea: float | None = None
    cfi: float | None = None


@dataclass(frozen=True, kw_only=True)
class DynamicCutoffs(Section):
    """Cut-offs simulated for this model and sample (McNeish & Wolf, 2023); `met` against the first level."""

    levels: tuple[CutoffLevel, ...]
    met: bool | None = None
    replications: int
    seed: int


@dataclass(frozen=True, kw_only=True)
class DynamicPerScale(Section):
    """The simulated cut-offs of each scale's own model; `not_simulated`: scale -> why it has none."""

    per_scale: Mapping[str, DynamicCutoffs]
    not_simulated: Mapping[str, Text]
