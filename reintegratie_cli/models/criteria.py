"""Criteria for questionnaires as people write them: what a standard asks, and our own rule for what is usable.

Every figure says where it comes from and whether that was checked.
"""

from typing import Annotated, Literal

from pydantic import Field

from reintegratie_cli.models.base import Bilingual, FileId, Model, Name, Number, Problem, Problems, Version, Whole
from reintegratie_cli.models.instrument_checks import check_file_id
from reintegratie_cli.models.verdict import DECISIONS, Decision
from reintegratie_cli.text import Text

Checked = Literal["original", "secondary", "memory", "own"]
"""Whether a figure was read in the original, in another publication, not at all, or is our own choice."""

JudgedOn = Literal["nothing", "norms", "reliability", "retest", "construct", "criterion"]
"""The kind of evidence that a criterion is graded on; `nothing` where data cannot show it."""

Words = Annotated[str, Field(min_length=1)]


class Sourced(Model):
    """A figure or table, where it comes from, and whether that was checked."""

    source: Words
    checked: Checked


class Cuts(Model):
    """From where a figure is sufficient and from where it is good, for these decisions."""

    decisions: tuple[Decision, ...] = Field(min_length=1)
    sufficient: Number = Field(gt=0)
    good: Number = Field(gt=0)


class CutTable(Sourced):
    """The cut-offs of a standard; every decision has one row."""

    rows: tuple[Cuts, ...] = Field(min_length=1)

    def of(self, decision: Decision) -> Cuts:
        """The row of a decision."""
        return next(row for row in self.rows if decision in row.decisions)


class NormAge(Sourced):
    """From how many years on norms are outdated, and no longer usable."""

    outdated_after: Whole = Field(gt=0)
    unusable_after: Whole = Field(gt=0)


class Criterion(Model):
    """One criterion of a standard; `why` says why data cannot show it, or where the standard gives no number."""

    criterion: Name
    title: Bilingual
    judged_on: JudgedOn
    why: Bilingual | None = None


class Criteria(Model):
    """A standard for questionnaires: what it judges, and from where on each figure is sufficient and good."""

    standard: FileId
    version: Version
    title: Bilingual
    abbreviation: Words
    sources: tuple[Words, ...] = Field(min_length=1)
    unchecked: Bilingual
    """What could not be checked against the original."""
    criteria_source: Sourced
    criteria: tuple[Criterion, ...] = Field(min_length=1)
    decisions: dict[Decision, Bilingual]
    reliability: CutTable
    retest: CutTable | None = None
    norm_size: CutTable
    norm_age: NormAge | None = None
    criterion_validity: CutTable | None = None

    @property
    def label(self) -> str:
        """The id with the version, as the output names it."""
        return f"{self.standard} {self.version}"

    @property
    def parts(self) -> dict[str, Sourced]:
        """Everything in the file that has a source, by its key."""
        found = {name: getattr(self, name) for name in type(self).model_fields}
        return {name: part for name, part in found.items() if isinstance(part, Sourced)}


class Cut(Sourced):
    """One cut-off of our own rule."""

    value: Number = Field(gt=0)


class ConclusionRule(Model):
    """Our own rule for usable, with care, not usable and none; the reliability that it asks is the standard's."""

    rule: Name
    version: Version
    sources: tuple[Words, ...] = Field(min_length=1)
    confidence: Cut
    """The level of the interval whose lower end must reach the standard's `sufficient`."""
    persons_at_least: Cut
    """With fewer persons nothing is concluded or graded."""
    persons_enough: Cut
    persons_enough_wlsmv: Cut
    persons_per_parameter: Cut
    """With fewer persons than this per free parameter each scale gets a model of its own."""
    srmr_at_most: Cut
    residual_at_most: Cut
    cfi_at_least: Cut
    rmsea_at_most: Cut
    htmt_below: Cut
    ave_at_least: Cut
    item_rest_at_least: Cut
    """An item that goes less with the rest of its scale is flagged as weak."""
    floor_at_most: Cut
    """The share of answers on the lowest or the highest score, above which an item is flagged."""
    skew_at_most: Cut
    alpha_gain_at_most: Cut
    """An item without which alpha rises more is flagged."""

    def enough(self, estimator: str | None) -> Cut:
        """How many persons an estimator asks."""
        return self.persons_enough_wlsmv if estimator == "WLSMV" else self.persons_enough


def check_criteria(criteria: Criteria, file_id: str | None = None) -> Problems:
    """Every problem of a standard; `file_id` is the name of its file without `.yaml`."""
    if file_id is not None:
        yield from check_file_id("standard", criteria.standard, file_id)
    for decision in DECISIONS:
        if decision not in criteria.decisions:
            what = Text(f"de beslissing {decision} ontbreekt.", f"the decision {decision} is missing.")
            yield Problem(("decisions",), what)
    for name, part in criteria.parts.items():
        if isinstance(part, CutTable):
            yield from _check_table(name, part)
    age = criteria.norm_age
    if age is not None and age.unusable_after <= age.outdated_after:
        yield Problem(
            ("norm_age", "unusable_after"),
            Text("dit moet hoger zijn dan outdated_after.", "this must be higher than outdated_after."),
        )
    for place, criterion in enumerate(criteria.criteria):
        if criterion.judged_on == "nothing" and criterion.why is None:
            yield Problem(
                ("criteria", place),
                Text("zeg met why waarom gegevens dit niet laten zien.", "say with why this is not for data to show."),
            )


def _check_table(name: str, table: CutTable) -> Problems:
    """Every decision stands in one row, and good asks more than sufficient."""
    named = [decision for row in table.rows for decision in row.decisions]
    for decision in DECISIONS:
        if named.count(decision) != 1:
            yield Problem(
                (name, "rows"),
                Text(
                    f"de beslissing {decision} moet in precies één rij staan.",
                    f"the decision {decision} must stand in exactly one row.",
                ),
            )
    for place, row in enumerate(table.rows):
        if row.good <= row.sufficient:
            yield Problem(
                (name, "rows", place, "good"),
                Text("dit moet hoger zijn dan sufficient.", "this must be higher than sufficient."),
            )
