"""Which help fits a person: need x fit x grade, the client's own wish on top, never what does harm."""

from collections.abc import Mapping, Sequence
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


class Recommendations:
    """The recommendations of a batch; `interventions` are those for a person, sorted by id so that ties are stable."""

    def __init__(
        self, rule: RecommendRule, interventions: Sequence[Intervention], offer: Offer | None, persons: Persons
    ) -> None:
        """Weigh every intervention for every person."""
        self.rule, self.interventions, self.offer, self.persons = rule, interventions, offer, persons
        self.n = len(persons.probabilities)
        known = np.nan_to_num(persons.probabilities)
        self._for = np.array([[g in i.grade for i in interventions] for g in persons.groups], dtype=np.float64)
        weight = [[rule.weights.get(i.grade.get(g, "harmful"), 0.0) for i in interventions] for g in persons.groups]
        harm = np.array(
            [[i.grade.get(g) == "harmful" for i in interventions] for g in persons.groups], dtype=np.float64
        )
        weighed = [self._need(i) for i in interventions]
        self._reason = np.stack([reason for _, reason, _ in weighed], axis=1)
        self._sources = [(*sources, FACT) for _, _, sources in weighed]
        self._most_sources = max((len(sources) for sources in self._sources), default=1)
        need = np.stack([n for n, _, _ in weighed], axis=1)
        self._wished = self._help(persons.wanted)
        fits = (known @ self._for >= rule.fit_at_least) & (need >= rule.need_at_least)
        fits &= np.stack([self._meets(i.conditions) for i in interventions], axis=1)
        harms = known @ harm >= rule.fit_at_least
        self._harmful = fits & harms
        self._value = known @ np.array(weight) * need * np.where(self._wished, rule.wish_times, 1.0)
        self._value[~fits | harms | self._help(persons.refused)] = 0.0
        self._offered = np.stack([self._is_offered(i) for i in interventions], axis=1)
        self._of_all = largest(self._value, rule.most)
        self._best = self._of_all if offer is None else largest(np.where(self._offered, self._value, 0.0), rule.most)

    def columns(self) -> tuple[Table, Table]:
        """`interventions` and `not_offered`, and what stands at the end of the row: grades, reasons, sources."""
        best, everything = self._best, self._of_all
        lacking = everything != NO_ANSWER
        lacking &= ~np.take_along_axis(self._offered, np.maximum(everything, 0), axis=1)
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
        for place, intervention in enumerate(self.interventions):
            if "harmful" in intervention.grade.values():
                flags[f"harmful:{intervention.intervention}"] = self._harmful[:, place] & self._offered[:, place]
        return flags

    def _need(self, intervention: Intervention) -> tuple[FloatArray, IntArray, Sequence[str]]:
        need, reason, sources = self.persons.needs.of(intervention.acts_on)
        decided = [
            place
            for place, group in enumerate(self.persons.groups)
            if group in self.persons.by_fact and group in intervention.grade
        ]
        by_fact = np.nan_to_num(self.persons.probabilities[:, decided]).sum(axis=1)
        return np.maximum(need, by_fact), np.where(by_fact > need, len(sources), reason), sources

    def _help(self, kinds: Mapping[str, BoolArray]) -> BoolArray:
        nobody = np.full(self.n, fill_value=False)
        return np.stack([kinds.get(i.help or "", nobody) for i in self.interventions], axis=1)

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
        fit = np.nan_to_num(self.persons.probabilities)[:, None, :] * self._for.T[np.maximum(best, 0)]
        return np.where(best == NO_ANSWER, NO_ANSWER, best * len(self.persons.groups) + fit.argmax(axis=2))

    def _grade(self, place: int, _rank: int) -> str:
        intervention, group = divmod(place, len(self.persons.groups))
        return self.interventions[intervention].grade.get(self.persons.groups[group], "")

    def _with_reason(self, best: IntArray) -> IntArray:
        """The place of the intervention together with that of its largest need, and whether the client wished it."""
        at = np.maximum(best, 0)
        reason = np.take_along_axis(self._reason, at, axis=1)
        wished = np.take_along_axis(self._wished, at, axis=1)
        together = np.asarray((best * self._most_sources + reason) * 2 + wished, dtype=np.int64)
        return np.where(best == NO_ANSWER, NO_ANSWER, together)

    def _reason_text(self, place: int, _rank: int) -> str:
        rest, wished = divmod(place, 2)
        intervention, source = divmod(rest, self._most_sources)
        return self._sources[intervention][source] + (f"+{WISH}" if wished else "")
