"""What the judges of the criteria have in common: what they look at, and what they give back."""

from dataclasses import dataclass

from reintegratie_cli.decisions.verdict.evidence import InstrumentEvidence, ScaleEvidence
from reintegratie_cli.decisions.verdict.words import cited, figure, fill
from reintegratie_cli.models.criteria import ConclusionRule, Criteria, Cuts
from reintegratie_cli.models.verdict import Grade
from reintegratie_cli.text import Text


@dataclass(frozen=True, slots=True)
class Judged:
    """A grade, the figure that decided, the cut-off that it reached or missed, the source of that, and a sentence."""

    grade: Grade
    value: float | None
    threshold: float | None
    source: str
    reason: Text


@dataclass(frozen=True, slots=True)
class Case:
    """A questionnaire, and what it is held against."""

    evidence: InstrumentEvidence
    criteria: Criteria
    rule: ConclusionRule

    @property
    def used(self) -> tuple[ScaleEvidence, ...]:
        """The scales that the decision uses."""
        return tuple(scale for scale in self.evidence.scales if scale.used)

    def name_of(self, scale: str) -> Text:
        """The title of a scale by its id."""
        return next((it.name for it in self.evidence.scales if it.scale == scale), Text(scale, scale))

    @property
    def general_source(self) -> str:
        """Where the criteria come from for which the standard has no figures."""
        return self.criteria.criteria_source.source

    def cuts_said(self, cuts: Cuts, decimals: int = 2) -> Text:
        """The cut-offs of the decision as a sentence."""
        return fill(
            _CUTS,
            decision=self.criteria.decisions[self.evidence.decision],
            sufficient=figure(cuts.sufficient, decimals=decimals),
            good=figure(cuts.good, decimals=decimals),
        )

    def too_few(self, n: int) -> Text | None:
        """That so many persons are too few to grade anything on, or nothing when they are not."""
        least = self.rule.persons_at_least
        if n >= least.value:
            return None
        return fill(_TOO_FEW, n=str(n), least=f"{least.value:g}", source=cited(least))


def not_assessed(reason: Text, source: str) -> Judged:
    """No grade, and why."""
    return Judged("not_assessed", None, None, source, reason)


def grade_of(value: float, cuts: Cuts) -> tuple[Grade, float]:
    """The grade of a figure, with the cut-off that it reached, or missed when it is insufficient."""
    if value >= cuts.good:
        return "good", cuts.good
    return ("sufficient" if value >= cuts.sufficient else "insufficient"), cuts.sufficient


_CUTS = Text(
    "Voor {decision} is {sufficient} voldoende en {good} goed.",
    "For {decision} {sufficient} is sufficient and {good} is good.",
)
_TOO_FEW = Text(
    "Op {n} personen wordt niets beoordeeld; verzamel er ten minste {least} ({source}).",
    "Nothing is graded on {n} persons; collect at least {least} ({source}).",
)
