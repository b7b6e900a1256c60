"""Is a questionnaire good enough, and for which decision: from its file and answers to everything that is known."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

import numpy as np

from reintegratie_cli.decisions.questionnaire import check_questionnaire
from reintegratie_cli.decisions.verdict.judge import judge
from reintegratie_cli.models.instrument import Instrument
from reintegratie_cli.models.validation_result import (
    NOT_ASKED,
    CheckedInstrument,
    Criterion,
    Dimensionality,
    Efa,
    Missing,
    Retest,
    ScaleResult,
    ValidationResult,
    figure,
)
from reintegratie_cli.models.verdict import Verdict
from reintegratie_cli.text import Text
from reintegratie_cli.workflows.answer_matrix import AnswerMatrix, Answers
from reintegratie_cli.workflows.validate_options import Knowledge, Part, ValidateOptions
from reintegratie_cli.workflows.validation.dynamic import Dynamic, simulate_cutoffs
from reintegratie_cli.workflows.validation.evidence import Found, gather
from reintegratie_cli.workflows.validation.factor_model import cfa_section
from reintegratie_cli.workflows.validation.fitted import Models, fit_models
from reintegratie_cli.workflows.validation.parts import Parts, scale_parts
from reintegratie_cli.workflows.validation.plan import Choice, ModelPlan, choose, plan_model
from reintegratie_cli.workflows.validation.reasons import NO_ANSWERS
from reintegratie_cli.workflows.validation.relations import criterion_section, retest_section
from reintegratie_cli.workflows.validation.scale_sections import scale_sections
from reintegratie_cli.workflows.validation.structure import (
    Correlations,
    correlations,
    dimensionality_section,
    efa_section,
    factorability_section,
    parallel,
)

NO_RESPONSES = Text("Er zijn geen antwoorden meegegeven.", "No answers were given.")
OF_ANSWERS = (
    "n",
    "n_used",
    "missing",
    "scales",
    "factorability",
    "dimensionality",
    "efa",
    "cfa",
    "dynamic_cutoffs",
    "retest",
    "criterion",
    "verdict",
)
"""The sections that take answers."""

Show = Callable[[int, int], None]


def validate(
    instrument: Instrument, answers: Answers | None, options: ValidateOptions, knowledge: Knowledge, show: Show
) -> ValidationResult:
    """All that was asked for; `show` is told how many of all simulations are done."""
    findings = check_questionnaire(instrument, knowledge.wording) if options.wants("questionnaire") else None
    checked = CheckedInstrument(
        id=instrument.instrument, version=instrument.version, findings=findings, reasons={"findings": NOT_ASKED}
    )
    if answers is None:
        return ValidationResult(tool=options.tool, instrument=checked, reasons=dict.fromkeys(OF_ANSWERS, NO_RESPONSES))
    return _Validation(answers, options, knowledge, show).result(checked)


class _Validation:
    """The parts of one validation, each computed when it is first needed."""

    def __init__(self, answers: Answers, options: ValidateOptions, knowledge: Knowledge, show: Show) -> None:
        self.matrix, self.second = answers.matrix, answers.retest
        self.options, self.knowledge, self.show = options, knowledge, show

    def result(self, checked: CheckedInstrument) -> ValidationResult:
        """Every section, or why it is not there."""
        sections: dict[str, Any] = {
            "scales": self._asked(lambda: self.scales, "items", "reliability"),
            "factorability": self._asked(lambda: self._of_correlations(factorability_section), "dimensionality"),
            "dimensionality": self._asked(lambda: self._of_correlations(self._dimensionality), "dimensionality"),
            "efa": self._asked(lambda: self._of_correlations(self._efa), "efa"),
            "cfa": self._asked(lambda: cfa_section(self.models) or self.models.failure or NO_ANSWERS, "cfa"),
            "dynamic_cutoffs": self.dynamic.section if self.dynamic else NOT_ASKED,
            "retest": self.retest or NOT_ASKED,
            "criterion": self.criterion or NOT_ASKED,
            "verdict": self._asked(self._verdict, "verdict"),
        }
        counts: dict[str, Any] = {
            "n": self.matrix.rows.read,
            "n_used": self.matrix.n,
            "missing": _missing(self.matrix, self.choice),
        }
        there: dict[str, Any] = {name: None if isinstance(found, Text) else found for name, found in sections.items()}
        return ValidationResult(
            tool=self.options.tool,
            instrument=checked,
            reasons={name: found for name, found in sections.items() if isinstance(found, Text)},
            **counts,
            **there,
        )

    def _asked(self, section: Callable[[], object], *parts: Part) -> Any:  # noqa: ANN401 - any section, or a Text
        return section() if self.options.wants(*parts) else NOT_ASKED

    @cached_property
    def plan(self) -> ModelPlan:
        """Which model there is to estimate."""
        return plan_model(self.matrix.instrument, self.matrix)

    @cached_property
    def choice(self) -> Choice:
        """The estimator and what is done about missing answers."""
        return choose(self.matrix.instrument, self.matrix, self.plan, self.options)

    @cached_property
    def models(self) -> Models:
        """The estimated model or models."""
        least = self.knowledge.conclusion.persons_per_parameter.value
        return fit_models(self.matrix, self.plan, self.choice, least)

    @cached_property
    def scales(self) -> dict[str, ScaleResult]:
        """Every scale."""
        return scale_sections(self.matrix, self.plan, self.models, self.knowledge.conclusion)

    @cached_property
    def correlations(self) -> Correlations | Text:
        """The correlations of all items in the model, or why there are none."""
        return correlations(self.matrix, self.plan, polychoric=self.options.polychoric)

    @cached_property
    def parts(self) -> dict[str, Parts]:
        """The scales that fall apart, and into what."""
        if isinstance(self.correlations, Text):
            return {}
        return scale_parts(self.correlations, self.plan, tuple(self.plan.factor_of), self.options.seed)

    @cached_property
    def dynamic(self) -> Dynamic | None:
        """The simulated cut-offs, where they were asked for."""
        if not self.options.dynamic:
            return None
        return simulate_cutoffs(self.models, self.options.seed, self.show)

    @cached_property
    def retest(self) -> Retest | None:
        """The second measurement beside the first."""
        return None if self.second is None else retest_section(self.matrix, self.second)

    @cached_property
    def criterion(self) -> Criterion | None:
        """The scores beside the criterion."""
        column, values = self.options.criterion, self.matrix.criterion
        return None if column is None or values is None else criterion_section(self.matrix, values, column)

    def _of_correlations(self, section: Callable[[Correlations], object]) -> object:
        return self.correlations if isinstance(self.correlations, Text) else section(self.correlations)

    def _dimensionality(self, it: Correlations) -> Dimensionality:
        return dimensionality_section(it, parallel(it, self.options.seed), self.options.seed)

    def _efa(self, it: Correlations) -> Efa | Text:
        return efa_section(it, parallel(it, self.options.seed).n_factors)

    def _verdict(self) -> Verdict:
        met = self.dynamic.met if self.dynamic else {}
        found = Found(self.scales, self.retest, self.criterion, met, self.parts)
        evidence = gather(self.matrix, self.plan, self.models, found, self.options.decision)
        return judge(evidence, self.knowledge.criteria, self.knowledge.conclusion)


def _missing(matrix: AnswerMatrix, choice: Choice) -> Missing:
    """How much is missing over the items of the scales."""
    gaps = np.isnan(matrix.scores)
    complete = int((~gaps.any(axis=1)).sum())
    return Missing(
        method=choice.missing,
        n_complete=complete,
        share_complete=complete / matrix.n if matrix.n else None,
        share_missing=figure(gaps.mean()) if gaps.size else None,
        reasons=dict.fromkeys(("share_complete", "share_missing"), NO_ANSWERS),
    )
