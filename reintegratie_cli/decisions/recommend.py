"""Which help fits a person: need x fit x grade, the client's own wish on top, never what does harm."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_

import numpy as np

from reintegratie_cli.decisions.coding import largest, ranked
from reintegratie_cli.decisions.entered import Entered
from reintegratie_cli.decisions.needs import Needs
from reintegratie_cli.models.intervention import Intervention, Offer
from reintegratie_cli.models.responses import NO_ANSWER, BoolArray, FloatArray, IntArray, Table
from reintegratie_cli.models.rules import FactCondition, RecommendRule

WISH = "wish"
FACT = "fact"


@dataclass(frozen=True)
class Persons:
    """What recommending reads of n persons.

    `groups`: the six ids in the order of `probabilities` (n_persons, 6), nan where no group is suggested.
    `by_fact`: the groups that a fact decides; there the finding itself is the need.
    `wanted`, `refused`: per kind of help, (n_persons,).
    """

    groups: Sequence[str]
    probabilities: FloatArray
    by_fact: frozenset[str]
    needs: Needs
    facts: Entered
    wanted: Mapping[str, BoolArray]
    refused: Mapping[str, BoolArray]


@dataclass(frozen=True)
class _Weighed:
    """One intervention for n persons: every array is (n_persons,).

    `value`: need x fit x grade, 0 where it is not for the person. `reason`: twice the place of the largest need in
    `sources`, plus one where the client wished it. `harmful`: it would fit, and does harm.
    """

    value: FloatArray
    reason: IntArray
    sources: Sequence[str]
    harmful: BoolArray
    offered: BoolArray


class Recommendations:
    """The recommendations of a batch; `interventions` are those for a person, sorted by id so that ties are stable."""

    def __init__(
        self, rule: RecommendRule, interventions: Sequence[Intervention], offer: Offer | None, persons: Persons
    ) -> None:
        """Weigh every intervention for every person."""
        self.rule, self.interventions, self.offer, self.persons = rule, interventions, offer, persons
        self.n = len(persons.probabilities)
        # A column at a time: the whole table of persons by interventions would leave the processor's cache.
        self._known = dict(zip(persons.groups, np.nan_to_num(persons.probabilities).T.copy(), strict=True))
        self._weighed = [self._weigh(intervention) for intervention in interventions]
        self._most_sources = max((len(one.sources) for one in self._weighed), default=1)
        self._of_all = largest(np.stack([one.value for one in self._weighed], axis=1), rule.most)
        self._best = self._of_all
        if offer is not None:
            self._best = largest(np.stack([one.value * one.offered for one in self._weighed], axis=1), rule.most)

    def _weigh(self, intervention: Intervention) -> "_Weighed":
        """One intervention for all persons."""
        need, reason, sources = self._need(intervention)
        wished, refused = (kinds.get(intervention.help or "") for kinds in (self.persons.wanted, self.persons.refused))
        fits = (self._probability(intervention.grade) >= self.rule.fit_at_least) & (need >= self.rule.need_at_least)
        fits &= self._meets(intervention.conditions)
        harmful_in = [group for group, grade in intervention.grade.items() if grade == "harmful"]
        harms = self._probability(harmful_in) >= self.rule.fit_at_least
        value = need * sum(self.rule.weights[g] * self._known[group] for group, g in intervention.grade.items())
        if wished is not None:
            value *= np.where(wished, self.rule.wish_times, 1.0)
        value[~fits | harms | (np.False_ if refused is None else refused)] = 0.0
        nobody = np.full(self.n, fill_value=False)
        return _Weighed(
            value=value,
            reason=reason * 2 + (nobody if wished is None else wished),
            sources=(*sources, FACT),
            harmful=fits & harms,
            offered=self._is_offered(intervention),
        )

    def _probability(self, groups: Iterable[str]) -> FloatArray:
        """P(one of these groups)."""
        return sum((self._known[group] for group in groups), np.zeros(self.n))

    def columns(self) -> tuple[Table, Table]:
        """`interventions` and `not_offered`, and what stands at the end of the row: grades, reasons, sources."""
        best, everything = self._best, self._of_all
        lacking = everything != NO_ANSWER
        offered = np.stack([one.offered for one in self._weighed], axis=1)
        lacking &= ~np.take_along_axis(offered, np.maximum(everything, 0), axis=1)
        names = [i.intervention for i in self.interventions]
        main: Table = {
            "interventions": ranked(best, lambda place, _: names[place]),
            "not_offered": ranked(np.where(lacking, everything, NO_ANSWER), lambda place, _: names[place]),
        }
        details: Table = {
            "intervention_grades": ranked(self._with_group(best), self._grade),
            "intervention_reasons": ranked(self._with_reason(best), self._reason_text),
            "intervention_sources": ranked(best, lambda place, _: self.interventions[place].evidence[0].source),
        }
        return main, details

    def flags(self) -> dict[str, BoolArray]:
        """`best_none_found` where the best that fits is unproven, `harmful:<id>` where a harmful one would have fit."""
        best = self._with_group(self._best)[:, 0]
        unproven = np.array([self._grade(place, 0) == "none_found" for place in range(best.max(initial=0) + 1)])
        flags = {"best_none_found": (best != NO_ANSWER) & unproven[np.maximum(best, 0)]}
        for intervention, one in zip(self.interventions, self._weighed, strict=True):
            if "harmful" in intervention.grade.values():
                flags[f"harmful:{intervention.intervention}"] = one.harmful & one.offered
        return flags

    def _need(self, intervention: Intervention) -> tuple[FloatArray, IntArray, Sequence[str]]:
        need, reason, sources = self.persons.needs.of(intervention.acts_on)
        # Help with one barrier is for who has that barrier, whatever else was found.
        of_finding = () if intervention.acts_on.items else self.persons.by_fact & intervention.grade.keys()
        by_fact = self._probability(of_finding)
        return np.maximum(need, by_fact), np.where(by_fact > need, len(sources), reason), sources

    def _meets(self, conditions: Sequence[FactCondition]) -> BoolArray:
        met = (self.persons.facts.meets(condition) for condition in conditions)
        return reduce(and_, met, np.full(self.n, fill_value=True))

    def _is_offered(self, intervention: Intervention) -> BoolArray:
        if self.offer is None:
            return np.full(self.n, fill_value=True)
        offered = self.offer.interventions.get(intervention.intervention)
        return self._meets(offered.conditions) if offered else np.full(self.n, fill_value=False)

    def _with_group(self, best: IntArray) -> IntArray:
        """The place of the intervention together with that of the most probable group that it is for."""
        groups = self.persons.groups
        likeliest = np.empty((len(self.interventions), self.n), dtype=np.int8)
        for place, intervention in enumerate(self.interventions):
            own = [group for group in groups if group in intervention.grade]
            at = np.argmax([self._known[group] for group in own], axis=0)
            likeliest[place] = np.array([groups.index(group) for group in own])[at]
        together = best * len(groups) + likeliest[np.maximum(best, 0), np.arange(self.n)[:, None]]
        return np.where(best == NO_ANSWER, NO_ANSWER, together)

    def _grade(self, place: int, _rank: int) -> str:
        intervention, group = divmod(place, len(self.persons.groups))
        return self.interventions[intervention].grade.get(self.persons.groups[group], "")

    def _with_reason(self, best: IntArray) -> IntArray:
        """The place of the intervention together with that of its largest need, and whether the client wished it."""
        reasons = np.stack([one.reason for one in self._weighed])
        together = best * self._most_sources * 2 + reasons[np.maximum(best, 0), np.arange(self.n)[:, None]]
        return np.where(best == NO_ANSWER, NO_ANSWER, together)

    def _reason_text(self, place: int, _rank: int) -> str:
        rest, wished = divmod(place, 2)
        intervention, source = divmod(rest, self._most_sources)
        return self._weighed[intervention].sources[source] + (f"+{WISH}" if wished else "")
