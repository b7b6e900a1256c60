"""What is said of a questionnaire: whether it is good enough, for which decision, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from reintegratie_cli.text import Text

Decision = Literal["individual-important", "individual", "group"]
"""What the scores are used for, the decision that asks most first: the values of `--decision`."""

Conclusion = Literal["usable", "with_care", "not_usable", "none"]
"""Our own conclusion, best first.

`none` is the worst: of a questionnaire that was found too unreliable something is known, of one whose model is
inadmissible or that too few people answered nothing is. So `none` fails any bar.
"""

ScaleConclusion = Conclusion | Literal["not_assessed"]
"""A formative or single scale is `not_assessed`: internal consistency says nothing about it."""

Grade = Literal["insufficient", "sufficient", "good", "not_assessed"]

DECISIONS: tuple[Decision, ...] = get_args(Decision)
CONCLUSIONS: tuple[Conclusion, ...] = get_args(Conclusion)


@dataclass(frozen=True, slots=True)
class CriterionGrade:
    """One criterion of the standard.

    `value` is the figure that decided and `threshold` the cut-off that it reached, or missed when the grade is
    insufficient; both are none where the standard gives no number or nothing could be judged.
    """

    criterion: str
    title: Text
    grade: Grade
    value: float | None
    threshold: float | None
    source: str
    reason: Text


@dataclass(frozen=True, slots=True)
class ScaleVerdict:
    """Our conclusion about one scale, why, and for which decisions it is usable; no sentence names the scale.

    `notes`: what else is to be minded, whatever the conclusion.
    """

    conclusion: ScaleConclusion
    reasons: tuple[Text, ...]
    suitable_for: tuple[Decision, ...]
    notes: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """Our conclusion about a questionnaire, per scale, and the grades per criterion of the standard.

    `reasons`: the conclusion in a sentence, then the main reason of each scale that decides it. `advice`: what to do,
    the most important first. `caveats`: what it is not, and what was not checked. `sufficient`: the reliability that
    the standard calls sufficient for the decision. `rule`: what each conclusion means.
    """

    decision: Decision
    criteria_version: str
    conclusion: Conclusion
    reasons: tuple[Text, ...]
    advice: tuple[Text, ...]
    caveats: tuple[Text, ...]
    sufficient: float
    rule: tuple[Text, ...]
    scales: Mapping[str, ScaleVerdict]
    criteria: tuple[CriterionGrade, ...]


def worst(conclusions: tuple[Conclusion, ...]) -> Conclusion:
    """The worst of the conclusions; of no conclusions at all it is `none`."""
    return max(conclusions, key=CONCLUSIONS.index, default="none")


def falls_below(conclusion: Conclusion, bar: Conclusion) -> bool:
    """Whether a conclusion is worse than the bar that was asked (`--fail-below`); `none` fails any bar."""
    return conclusion == "none" or CONCLUSIONS.index(conclusion) > CONCLUSIONS.index(bar)
