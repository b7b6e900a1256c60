"""What to ask next: the unknown scale or fact whose answer is expected to tell most about the group.

The gain is the mutual information between the group and the answer: the entropy over the groups now, less the mean of
the entropies after each answer, each weighed by its probability (Lindley, 1956, Annals of Mathematical Statistics 27,
986-1005). An unknown scale has the probabilities that the groups' own have; an unknown fact holds with the rule's base
rate, all facts apart from each other. The answer counts as free of error, so that the gain of a scale is its most.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log

import numpy as np

from reintegratie_cli.decisions.beliefs import Beliefs
from reintegratie_cli.decisions.entered import Entered
from reintegratie_cli.decisions.sol import CompiledRule, Held
from reintegratie_cli.models.responses import NO_ANSWER, BoolArray, FloatArray, IntArray

LEAST = 1e-300
UNKNOWN = 2
"""Beside 0, a fact's condition does not hold, and 1, it does."""


@dataclass(frozen=True)
class Situation:
    """What is known of n persons; `known`: per indicator where it has a score.

    `unclear`: whose group is ambiguous; `undetermined`: who has none for want of a required scale.
    """

    beliefs: Beliefs
    held: Held
    facts: Entered
    known: Mapping[str, BoolArray]
    unclear: BoolArray
    undetermined: BoolArray


@dataclass(frozen=True)
class NextQuestion:
    """`place`: (n_persons,), in `names`, of what to ask, NO_ANSWER where nothing is; `gain`: in bits, nan there."""

    names: tuple[str, ...]
    place: IntArray
    gain: FloatArray


class Asking:
    """What a rule can ask for."""

    def __init__(self, compiled: CompiledRule) -> None:
        """Find the facts with a base rate, and where persons can be once all facts are known: nodes and outcomes."""
        self.compiled, self.rule = compiled, compiled.rule.asking
        rates = self.rule.base_rates
        self.rates = [rates.get(fact.fact) if fact.known is None else None for fact in compiled.facts]
        required = compiled.undetermined.requires
        self.indicators = tuple(dict.fromkeys([*compiled.indicator_cuts, *required]))
        self.names = (*(fact.fact for fact in compiled.facts), *self.indicators)
        self.optional = np.array([True] * len(self.rates) + [name not in required for name in self.indicators])
        both = [np.full((1, 2), 0.5)] * len(self.rates)
        self.entries = tuple(compiled.diagram.reached(both, 1, before=len(self.rates)))

    def next(self, situation: Situation) -> NextQuestion:
        """What to ask each person of whom the group is not clear."""
        n = len(situation.unclear)
        place, gain = np.full(n, NO_ANSWER, dtype=np.int64), np.full(n, np.nan)
        rows = np.flatnonzero(situation.unclear | situation.undetermined)
        if len(rows):
            gains, undetermined = self._gains(situation, rows), situation.undetermined[rows]
            # Without the scales that are required nothing else helps, and each of them does.
            gains[np.ix_(undetermined, self.optional)] = -1.0
            best = gains.argmax(axis=1)
            largest = gains[np.arange(len(rows)), best]
            asked = largest >= np.where(undetermined, 0.0, self.rule.gain_at_least)
            place[rows], gain[rows] = np.where(asked, best, NO_ANSWER), np.where(asked, largest, np.nan)
        return NextQuestion(self.names, place, gain)

    def _gains(self, situation: Situation, rows: IntArray) -> FloatArray:
        """(n_rows, n_names): the gain of each question in bits, -1 where its answer is known or can tell too little."""
        gains = np.full((len(rows), len(self.names)), -1.0)
        unknown = {name: np.flatnonzero(~situation.known[name][rows]) for name in self.indicators}
        values, joint = self._values(situation.beliefs.among(rows), unknown)
        states, of_row = self._states(situation, rows)
        mixed = self._mixtures(states)
        before = _entropy(_mixed(mixed, values, of_row))
        for fact, rate in enumerate(self.rates):
            # No answer tells more than how uncertain it is itself.
            if rate is None or _entropy(np.array([[rate], [1.0 - rate]]))[0] < self.rule.gain_at_least:
                continue
            here = np.flatnonzero(states[fact, of_row] == UNKNOWN)
            if len(here):
                after = (
                    share * self._entropy_once(self._mixtures(states, fact, answer), values, of_row, here)
                    for share, answer in ((rate, 1.0), (1.0 - rate, 0.0))
                )
                gains[here, fact] = np.maximum(before[here] - sum(after), 0.0)
        for place, (name, here) in enumerate(unknown.items(), start=len(self.rates)):
            after = (_entropy_of_joint(_mixed(mixed, of_answer, of_row[here])) for of_answer in joint.get(name, ()))
            gains[here, place] = np.maximum(before[here] - sum(after), 0.0) if name in joint else 0.0
        return gains

    def _entropy_once(self, mixed: FloatArray, values: FloatArray, of_row: IntArray, here: IntArray) -> FloatArray:
        """The entropy over the groups of the rows `here`; once per state where it is the same for all who share it."""
        if any(mixed[:, place].any() for place, entry in enumerate(self.entries) if entry >= 0):
            return _entropy(_mixed(mixed, values[:, :, here], of_row[here]))
        return _entropy(_mixed(mixed, values[:, :, :1], np.arange(len(mixed))))[of_row[here]]

    def _values(
        self, beliefs: Beliefs, unknown: Mapping[str, IntArray]
    ) -> tuple[FloatArray, dict[str, list[FloatArray]]]:
        """P(group | entry), (n_entries, n_groups, n_rows); per unknown indicator P(group, answer | entry) likewise."""
        n, groups = len(beliefs.prior), self.compiled.diagram.n_outcomes
        values: FloatArray = np.zeros((len(self.entries), groups, n))
        joint: dict[str, list[FloatArray]] = {}
        asked = [(place, name, unknown[name]) for place, name in enumerate(self.compiled.indicator_cuts)]
        for weight, outcomes in beliefs.at_nodes():
            values += weight * self._from_entries(outcomes, n)
            for place, name, here in asked:
                few = [table.T[:, here].T for table in outcomes] if len(here) else []
                for answer in range(few[place].shape[1] if few else 0):
                    certain = np.zeros_like(few[place])
                    certain[:, answer] = 1.0
                    found = self._from_entries([*few[:place], certain, *few[place + 1 :]], len(here))
                    found *= weight * few[place][:, answer]
                    of_name = joint.setdefault(name, [])
                    if answer < len(of_name):
                        of_name[answer] += found
                    else:
                        of_name.append(found)
        return values, joint

    def _from_entries(self, outcomes: Sequence[FloatArray], n: int) -> FloatArray:
        """P(group | entry), (n_entries, n_groups, n): from each place where the facts leave people."""
        facts = [np.zeros((0, 2))] * len(self.rates)
        diagram, everybody = self.compiled.diagram, np.ones(n)
        return np.stack([diagram.probabilities([*facts, *outcomes], n, {it: everybody}).T for it in self.entries])

    def _states(self, situation: Situation, rows: IntArray) -> tuple[IntArray, IntArray]:
        """Every combination of what is known of the facts, (n_facts, n_states), and the place of each row's."""
        keys = np.zeros(len(rows), dtype=np.int64)
        states = np.zeros((len(self.rates), len(rows)), dtype=np.int64)
        for place, (fact, rate) in enumerate(zip(self.compiled.facts, self.rates, strict=True)):
            states[place] = situation.held[fact][rows]
            if rate is not None:
                states[place, ~situation.facts.known(fact.fact)[rows]] = UNKNOWN
            # Numbered anew each time, so that no number of facts is too large.
            keys = np.unique(3 * keys + states[place], return_inverse=True)[1]
        _, first = np.unique(keys, return_index=True)
        return states[:, first], keys

    def _mixtures(self, states: IntArray, known: int | None = None, answer: float = 0.0) -> FloatArray:
        """(n_states, n_entries): the chance of each entry; with one fact given its answer, whatever the state says."""
        n, facts = states.shape[1], []
        for place, rate in enumerate(self.rates):
            holds = np.where(states[place] == UNKNOWN, rate or 0.0, states[place])
            holds = np.full(n, answer) if place == known else holds
            facts.append(np.stack([holds, 1.0 - holds], axis=1))
        reached = self.compiled.diagram.reached(facts, n, before=len(facts))
        return np.stack([reached.get(entry, np.zeros(n)) for entry in self.entries], axis=1)


def _mixed(weights: FloatArray, values: FloatArray, of_row: IntArray) -> FloatArray:
    """(n_groups, n_rows): `values` (n_entries, n_groups, n_rows) weighed by `weights[of_row]`."""
    used = np.flatnonzero(weights.any(axis=0))
    return np.asarray(sum(weights[of_row, entry] * values[entry] for entry in used))


def _entropy(probabilities: FloatArray) -> FloatArray:
    """-sum p log2 p over the groups, (n_groups, n_rows); 0 log 0 is 0."""
    return np.asarray(-(probabilities * np.log(np.maximum(probabilities, LEAST))).sum(axis=0) / log(2))


def _entropy_of_joint(joint: FloatArray) -> FloatArray:
    """P(answer) times the entropy over the groups given the answer, from P(group, answer): (n_groups, n_rows)."""
    return _entropy(joint) - _entropy(joint.sum(axis=0)[None, :])
