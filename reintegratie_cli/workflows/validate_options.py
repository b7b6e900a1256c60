"""What is asked of a validation, and by what its outcome is judged."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal, get_args

from reintegratie_cli.models.criteria import ConclusionRule, Criteria
from reintegratie_cli.models.validation_result import Tool
from reintegratie_cli.models.verdict import Decision
from reintegratie_cli.models.wording import Wording

Estimator = Literal["ML", "MLR", "WLSMV"]
MissingMethod = Literal["listwise", "fiml", "pairwise"]
Part = Literal["questionnaire", "items", "reliability", "dimensionality", "efa", "cfa", "verdict"]

ESTIMATORS: tuple[Estimator, ...] = get_args(Estimator)
MISSING_METHODS: tuple[MissingMethod, ...] = get_args(MissingMethod)
PARTS: tuple[Part, ...] = get_args(Part)

GOES_WITH: dict[Estimator, tuple[MissingMethod, ...]] = {
    "ML": ("listwise", "fiml"),
    "MLR": ("listwise", "fiml"),
    "WLSMV": ("listwise", "pairwise"),
}
"""Estimator -> what can be done about missing answers with it."""

SEED = 1


@dataclass(frozen=True)
class ValidateOptions:
    """What the call asks.

    `estimator`, `missing`: none = the default for these answers; both together go with each other. `only`: the parts to
    show. `criterion`: the name of the column that the matrix's criterion comes from. `dynamic`: simulate the cut-offs
    for fit. `polychoric`: dimensionality from polychoric correlations. `tool`: what the result says made it.
    """

    tool: Tool
    estimator: Estimator | None = None
    missing: MissingMethod | None = None
    only: Collection[Part] = PARTS
    decision: Decision = "individual"
    criterion: str | None = None
    dynamic: bool = False
    polychoric: bool = False
    seed: int = SEED

    def wants(self, *parts: Part) -> bool:
        """Whether any of these parts is to be shown."""
        return any(part in self.only for part in parts)


@dataclass(frozen=True)
class Knowledge:
    """What is judged by: wording that is known to go wrong, a standard's criteria, and our own rule beside it."""

    wording: Wording
    criteria: Criteria
    conclusion: ConclusionRule
