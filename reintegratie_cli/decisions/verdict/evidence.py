"""What the verdict rests on: figures that were computed elsewhere, nan or none where there is no figure."""

import math
from dataclasses import dataclass
from typing import Literal

from reintegratie_cli.models.verdict import Decision
from reintegratie_cli.text import Text, visible


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleEvidence:
    """The figures of one scale of these `items`.

    `used`: the decision uses this scale. `coefficient` with the ends of its interval: the reliability of the score.
    `n`: the persons in the model. `admissible`: none where no model was fitted, and `model_reason` says why; false
    where it has no proper solution. `saturated`: the scale's own model has no degrees of freedom, and
    `n_for_one_model` persons would take one model of all scales. `srmr`: of the model that the scale is in;
    `largest_residual`: the residual correlation that is largest in size, of the pairs with an item of this scale.
    `dynamic_met`: none when not asked. `parts`: the groups of items that the scale falls apart into, empty where
    parallel analysis of its own items finds one dimension.
    """

    scale: str
    measurement: Literal["reflective", "formative", "single"]
    title: Text | None = None
    used: bool = True
    items: tuple[str, ...] = ()
    n_items: int | None = None
    coefficient_name: str | None = None
    coefficient: float | None = None
    lower: float | None = None
    upper: float | None = None
    coefficient_reason: Text | None = None
    negative_items: tuple[str, ...] = ()
    weak_items: tuple[str, ...] = ()
    estimator: str | None = None
    n: int | None = None
    admissible: bool | None = None
    saturated: bool = False
    n_for_one_model: int | None = None
    model_reason: Text | None = None
    srmr: float | None = None
    largest_residual: float | None = None
    largest_residual_items: tuple[str, str] | None = None
    dynamic_met: bool | None = None
    parts: tuple[tuple[str, ...], ...] = ()
    retest: float | None = None
    retest_icc: float | None = None
    n_retest: int | None = None
    criterion_r: float | None = None
    criterion_lower: float | None = None
    criterion_upper: float | None = None
    n_criterion: int | None = None

    @property
    def name(self) -> Text:
        """The title, or the id of a scale without one."""
        title = self.title or Text(self.scale, self.scale)
        return Text(visible(title.nl, 80), visible(title.en, 80))


@dataclass(frozen=True, slots=True, kw_only=True)
class ConstructEvidence:
    """The figures of the model of all scales; of the worst one, that of `scale`, where every scale has its own.

    Indices are the robust ones. `untested`: the scales whose items no model with degrees of freedom tests. `htmt`: the
    largest, with its two scales, none where it was not computed; `ave`: the smallest, with its scale.
    """

    admissible: bool | None = None
    reason: Text | None = None
    scale: str | None = None
    n: int | None = None
    cfi_robust: float | None = None
    rmsea_robust: float | None = None
    rmsea_lower: float | None = None
    rmsea_upper: float | None = None
    srmr: float | None = None
    largest_residual: float | None = None
    largest_residual_items: tuple[str, str] | None = None
    dynamic_met: bool | None = None
    untested: tuple[str, ...] = ()
    htmt: float | None = None
    htmt_scales: tuple[str, str] | None = None
    ave: float | None = None
    ave_scale: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NormEvidence:
    """The smallest of the norm groups that would be used.

    `age`: full years from its data to the answers, none when not known. `use`: what the norms' own file admits.
    """

    n: int
    use: Literal["individual", "group", "none"]
    age: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InstrumentEvidence:
    """All that the verdict on a questionnaire rests on; `criterion` names the column that scores are held against."""

    decision: Decision
    scales: tuple[ScaleEvidence, ...]
    construct: ConstructEvidence | None = None
    norms: NormEvidence | None = None
    criterion: str | None = None


def known(value: float | None) -> float | None:
    """The figure, or none where it is nan."""
    return None if value is None or math.isnan(value) else value
