"""Sol's six groups: the rule on the observed scores, and the probability of each group given measurement error."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

import numpy as np

from reintegratie_cli.decisions.diagram import Atom, Diagram, Formula, Threshold, compile_gates
from reintegratie_cli.decisions.entered import Entered, conditions_in
from reintegratie_cli.decisions.scored import IndicatorScores
from reintegratie_cli.models.responses import BoolArray, FloatArray, IntArray
from reintegratie_cli.models.rules import (
    AllOf,
    AnyOf,
    AtLeast,
    Condition,
    CountIndicator,
    FactCondition,
    Gate,
    IndicatorCondition,
    SolGroup,
    SolRule,
)
from reintegratie_cli.psychometrics.classification import Cut

Held = Mapping[Condition, BoolArray]
"""For each condition of a rule, where it holds."""


def gate_holds(gate: Gate, held: Held) -> BoolArray:
    """Where a gate holds, (n_persons,), given where each condition does."""
    match gate:
        case AllOf(all=parts):
            return reduce(and_, (gate_holds(part, held) for part in parts))
        case AnyOf(any=parts):
            return reduce(or_, (gate_holds(part, held) for part in parts))
        case AtLeast(at_least=k, of=parts):
            return np.asarray(np.sum([gate_holds(part, held) for part in parts], axis=0) >= k)
        case _:
            return held[gate]


def reasons_in(gate: Gate, held: Held) -> dict[Condition, BoolArray]:
    """For each condition of a gate, where it is a reason: where it holds and so does every gate around it."""
    here = gate_holds(gate, held)
    match gate:
        case AllOf(all=parts) | AnyOf(any=parts) | AtLeast(of=parts):
            found: dict[Condition, BoolArray] = {}
            for part in parts:
                for condition, where in reasons_in(part, held).items():
                    found[condition] = found.get(condition, np.False_) | (where & here)
            return found
        case _:
            return {gate: here}


def conditions_held(
    conditions: Sequence[Condition], indicators: Mapping[str, IndicatorScores], facts: Entered
) -> dict[Condition, BoolArray]:
    """Where each condition holds on the observed scores; without a score it does not."""
    held: dict[Condition, BoolArray] = {}
    for condition in conditions:
        if isinstance(condition, FactCondition):
            held[condition] = facts.meets(condition)
        else:
            indicator = indicators[condition.indicator]
            score, cut = indicator.true.observed, condition_cut(condition)
            held[condition] = indicator.known & (score > cut.value if cut.inclusive else score < cut.value)
    return held


def condition_cut(condition: IndicatorCondition) -> Cut:
    """The cut of a condition: `below` leaves a score equal to it above, `above` leaves it below."""
    if condition.below is not None:
        return Cut(condition.below)
    return Cut(float("inf") if condition.above is None else condition.above, inclusive=True)


@dataclass(frozen=True)
class CompiledRule:
    """A rule made ready: its groups with a gate, the diagram over them, and the variables that the diagram asks.

    `observed`: the same over observed scores, where each indicator has one outcome more: no score, which meets no
    condition. `cut_sd`: how unsure each of the cuts in `indicator_cuts` is, in raw points; a count is certain.
    """

    rule: SolRule
    gated: tuple[SolGroup, ...]
    remaining: SolGroup
    undetermined: SolGroup
    conditions: tuple[Condition, ...]
    indicator_cuts: Mapping[str, tuple[Cut, ...]]
    facts: tuple[FactCondition, ...]
    diagram: Diagram
    observed: Diagram
    cut_sd: Mapping[str, tuple[float, ...]]

    @property
    def groups(self) -> tuple[SolGroup, ...]:
        """The six groups in the rule's order, as the columns of probabilities are."""
        return (*self.gated, self.remaining)

    def fact_outcomes(self, held: Held) -> list[FloatArray]:
        """Per fact condition (n_persons, 2): whether it holds, and whether it does not."""
        return [np.stack([held[fact], ~held[fact]]).astype(np.float64).T for fact in self.facts]

    def rule_group(self, indicators: Mapping[str, IndicatorScores], held: Held, n: int) -> IntArray:
        """(n_persons,): the place in `groups` of the rule's group on the observed scores; -1 = undetermined."""
        place = np.full(n, len(self.gated))
        undetermined = [g.requires for g in self.rule.groups if g.requires]
        lacking = reduce(
            or_,
            (~indicators[name].known for requires in undetermined for name in requires),
            np.full(n, fill_value=False),
        )
        for group in reversed(self.rule.groups):
            if group.requires:
                place[lacking] = -1
            elif group.when is not None:
                place[gate_holds(group.when, held)] = self.gated.index(group)
        return place


def compile_rule(rule: SolRule) -> CompiledRule:
    """Make a rule ready; it must have passed the checks on rules."""
    gated = tuple(group for group in rule.groups if group.when is not None)
    conditions = tuple(conditions_in(group.when for group in gated))
    facts = tuple(c for c in conditions if isinstance(c, FactCondition))
    cuts: dict[str, set[Cut]] = {}
    for condition in conditions:
        if isinstance(condition, IndicatorCondition):
            cuts.setdefault(condition.indicator, set()).add(condition_cut(condition))
    ordered = {name: tuple(sorted(of_indicator)) for name, of_indicator in cuts.items()}
    gates = [group.when for group in gated if group.when is not None]
    return CompiledRule(
        rule=rule,
        gated=gated,
        remaining=next(group for group in rule.groups if group.when is None and not group.requires),
        undetermined=next(group for group in rule.groups if group.requires),
        conditions=conditions,
        indicator_cuts=ordered,
        facts=facts,
        diagram=_compiled(gates, conditions, facts, ordered, no_score=False),
        observed=_compiled(gates, conditions, facts, ordered, no_score=True),
        cut_sd={name: tuple(_cut_sd(rule, name, cut) for cut in of_it) for name, of_it in ordered.items()},
    )


def _compiled(
    gates: Sequence[Gate],
    conditions: Sequence[Condition],
    facts: Sequence[FactCondition],
    cuts: Mapping[str, tuple[Cut, ...]],
    *,
    no_score: bool,
) -> Diagram:
    """The diagram of a rule's gates; its variables are the facts, then the indicators."""
    variables = {fact: place for place, fact in enumerate(facts)}
    atoms = {c: _atom(c, variables, cuts, no_score=no_score) for c in conditions}
    n_values = [2] * len(facts) + [len(of_indicator) + 1 + no_score for of_indicator in cuts.values()]
    return compile_gates([_formula(gate, atoms) for gate in gates], n_values)


def _cut_sd(rule: SolRule, indicator: str, cut: Cut) -> float:
    """How unsure a cut is; the largest where the rule's conditions on it differ."""
    of_rule = 0.0 if isinstance(rule.indicators[indicator], CountIndicator) else rule.cut_sd
    conditions = conditions_in(group.when for group in rule.groups)
    here = (c for c in conditions if isinstance(c, IndicatorCondition) and c.indicator == indicator)
    return max(of_rule if c.cut_sd is None else c.cut_sd for c in here if condition_cut(c) == cut)


def _atom(
    condition: Condition,
    facts: Mapping[FactCondition, int],
    cuts: Mapping[str, tuple[Cut, ...]],
    *,
    no_score: bool,
) -> Atom:
    if isinstance(condition, FactCondition):
        return Atom(facts[condition], (True, False))
    of_indicator = cuts[condition.indicator]
    interval = of_indicator.index(condition_cut(condition))
    below = condition.below is not None
    holds = tuple((place <= interval) == below for place in range(len(of_indicator) + 1))
    return Atom(len(facts) + list(cuts).index(condition.indicator), (*holds, False) if no_score else holds)


def _formula(gate: Gate, atoms: Mapping[Condition, Atom]) -> Formula:
    match gate:
        case AllOf(all=parts):
            return Threshold(len(parts), tuple(_formula(part, atoms) for part in parts))
        case AnyOf(any=parts):
            return Threshold(1, tuple(_formula(part, atoms) for part in parts))
        case AtLeast(at_least=k, of=parts):
            return Threshold(k, tuple(_formula(part, atoms) for part in parts))
        case _:
            return atoms[gate]
