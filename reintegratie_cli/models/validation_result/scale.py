"""What a validation says of scales and items."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from reintegratie_cli.models.validation_result.section import Section

Interval = tuple[float, float]
"""The lower and upper 95 % bound."""

ItemFlag = Literal["constant", "negative", "weak", "floor", "ceiling", "unused_category", "skewed", "raises_alpha"]
"""What stands out in an item; the cut-offs are the caller's. `negative` and `weak` are its item-rest correlation."""

CoefficientName = Literal["omega", "omega_categorical", "alpha"]

RELIABILITY = (
    "alpha",
    "alpha_ci",
    "alpha_standardized",
    "alpha_ordinal",
    "omega",
    "omega_ci",
    "omega_categorical",
    "lambda2",
    "lambda6",
    "average_r",
    "split_half",
    "sem",
    "ave",
    "composite_reliability",
    "coefficient",
)
"""The fields of a scale that a formative or single one has none of, all for one reason."""


@dataclass(frozen=True, kw_only=True)
class ItemResult(Section):
    """One item as it is scored (reverse-keyed items reversed).

    `n` persons who answered and `missing` who did not; `floor` and `ceiling` the shares of answers on the lowest and
    highest score; `item_rest_r` the correlation with the scale without this item; `loading` standardised, of the CFA;
    `categories` answer code -> how often it was chosen.
    """

    n: int
    mean: float | None = None
    sd: float | None = None
    skew: float | None = None
    missing: int
    floor: float | None = None
    ceiling: float | None = None
    item_rest_r: float | None = None
    alpha_if_deleted: float | None = None
    loading: float | None = None
    categories: Mapping[str, int] | None = None
    flags: tuple[ItemFlag, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Coefficient(Section):
    """The reliability that verdict and standard error use: `ci` is its 95 % interval."""

    name: CoefficientName
    value: float | None = None
    ci: Interval | None = None


@dataclass(frozen=True, kw_only=True)
class ScaleResult(Section):
    """One scale: `mean`, `sd` and `sem` are of the score as `score` gives it, all else of its items.

    `ave` is the average variance extracted. `omega` is of a linear model, `omega_categorical` of one of ordered answers
    (Green & Yang, 2009); the one that does not apply is None. `alpha_ordinal` is not the reliability of the score.
    """

    measurement: Literal["reflective", "formative", "single"]
    n_items: int
    n: int
    mean: float | None = None
    sd: float | None = None
    alpha: float | None = None
    alpha_ci: Interval | None = None
    alpha_standardized: float | None = None
    alpha_ordinal: float | None = None
    omega: float | None = None
    omega_ci: Interval | None = None
    omega_categorical: float | None = None
    lambda2: float | None = None
    lambda6: float | None = None
    average_r: float | None = None
    split_half: float | None = None
    sem: float | None = None
    ave: float | None = None
    composite_reliability: float | None = None
    coefficient: Coefficient | None = None
    items: Mapping[str, ItemResult]


@dataclass(frozen=True, kw_only=True)
class RetestScale(Section):
    """One scale measured twice: `n` persons with both scores, Pearson's `r`, and the intraclass correlation."""

    n: int
    r: float | None = None
    r_ci: Interval | None = None
    icc: float | None = None
    icc_ci: Interval | None = None


@dataclass(frozen=True, kw_only=True)
class Retest(Section):
    """Two measurements matched on id: `n` persons in both; `icc_type` as McGraw and Wong (1996) write it, ICC(A,1)."""

    n: int
    icc_type: str
    scales: Mapping[str, RetestScale]


@dataclass(frozen=True, kw_only=True)
class CriterionScale(Section):
    """Pearson's correlation of one scale's score with the criterion, over `n` persons with both."""

    n: int
    r: float | None = None
    r_ci: Interval | None = None


@dataclass(frozen=True, kw_only=True)
class Criterion(Section):
    """How the scores go with the `column` of the answers that they ought to go with."""

    column: str
    scales: Mapping[str, CriterionScale]
