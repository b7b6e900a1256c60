"""What `validate-instrument` says of a questionnaire: one object, whose fields are the names in the JSON."""

from collections.abc import Mapping
from dataclasses import dataclass

from reintegratie_cli.models.finding import Finding
from reintegratie_cli.models.validation_result.scale import (
    RELIABILITY,
    Coefficient,
    CoefficientName,
    Criterion,
    CriterionScale,
    Interval,
    ItemFlag,
    ItemResult,
    Retest,
    RetestScale,
    ScaleResult,
)
from reintegratie_cli.models.validation_result.section import FIXED, NOT_ASKED, Section, figure, holes
from reintegratie_cli.models.validation_result.structure import (
    FIT,
    Bartlett,
    Cfa,
    CfaPerScale,
    CutoffLevel,
    Dimensionality,
    DynamicCutoffs,
    DynamicPerScale,
    Efa,
    Factorability,
    Fit,
    ModificationIndex,
    Parameter,
    Triangle,
)
from reintegratie_cli.models.verdict import Verdict

FORMAT = 1
"""The number of the JSON's shape: another one when a name goes or changes its meaning, the same when one is added."""


@dataclass(frozen=True)
class Tool:
    """What made the result."""

    name: str
    version: str


@dataclass(frozen=True, kw_only=True)
class CheckedInstrument(Section):
    """The questionnaire, and what was found in it before any answers were looked at; none where it was not checked."""

    id: str
    version: str
    findings: tuple[Finding, ...] | None = ()


@dataclass(frozen=True, kw_only=True)
class Missing(Section):
    """Answers that are not there: `method` is the CFA's; all else counts over the items of the scales.

    `n_complete` persons with every answer, `share_complete` of all, `share_missing` of all answers.
    """

    method: str | None = None
    n_complete: int
    share_complete: float | None = None
    share_missing: float | None = None


@dataclass(frozen=True, kw_only=True)
class ValidationResult(Section):
    """All that was computed; a part that is None has its reason, such as NOT_ASKED, in `reasons`.

    `n` persons in the answers, of whom `n_used` gave at least one answer to an item of a scale.
    """

    format: int = FORMAT
    tool: Tool
    instrument: CheckedInstrument
    n: int | None = None
    n_used: int | None = None
    missing: Missing | None = None
    scales: Mapping[str, ScaleResult] | None = None
    factorability: Factorability | None = None
    dimensionality: Dimensionality | None = None
    efa: Efa | None = None
    cfa: Cfa | CfaPerScale | None = None
    dynamic_cutoffs: DynamicCutoffs | DynamicPerScale | None = None
    retest: Retest | None = None
    criterion: Criterion | None = None
    verdict: Verdict | None = None


__all__ = [
    "FIT",
    "FIXED",
    "FORMAT",
    "NOT_ASKED",
    "RELIABILITY",
    "Bartlett",
    "Cfa",
    "CfaPerScale",
    "CheckedInstrument",
    "Coefficient",
    "CoefficientName",
    "Criterion",
    "CriterionScale",
    "CutoffLevel",
    "Dimensionality",
    "DynamicCutoffs",
    "DynamicPerScale",
    "Efa",
    "Factorability",
    "Finding",
    "Fit",
    "Interval",
    "ItemFlag",
    "ItemResult",
    "Missing",
    "ModificationIndex",
    "Parameter",
    "Retest",
    "RetestScale",
    "ScaleResult",
    "Section",
    "Tool",
    "Triangle",
    "ValidationResult",
    "Verdict",
    "figure",
    "holes",
]
