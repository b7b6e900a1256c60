"""What is said of a person about Sol's groups: the columns `sol.*` of a batch."""

from functools import reduce
from operator import and_, or_

import numpy as np

from reintegratie_cli.decisions.asking import Asking, Situation
from reintegratie_cli.decisions.beliefs import PRIORS, flat_beliefs, group_probabilities, norm_beliefs
from reintegratie_cli.decisions.coding import chosen, listed
from reintegratie_cli.decisions.entered import NO_DATE, Entered, add_months, conditions_in, describe
from reintegratie_cli.decisions.scored import Scored, read_indicator
from reintegratie_cli.decisions.sol import CompiledRule, Held, conditions_held, gate_holds, reasons_in
from reintegratie_cli.decisions.stability import stability
from reintegratie_cli.models.responses import (
    NO_ANSWER,
    BoolArray,
    Coded,
    DateArray,
    FloatArray,
    IntArray,
    Responses,
    Table,
)
from reintegratie_cli.models.rules import FactCondition, IndicatorCondition, ScaleIndicator, SolGroup
from reintegratie_cli.psychometrics.change import differs_beyond_error
from reintegratie_cli.psychometrics.prior import FactorPrior

OTHERWISE = "otherwise"
"""The reason of the group that remains when no gate holds."""


class SolSuggestion:
    """The groups of a batch: built once per batch, read by the recommendations, written as columns."""

    def __init__(  # noqa: PLR0913 - what is known of the persons, and what is known beforehand
        self,
        compiled: CompiledRule,
        scored: Scored,
        facts: Entered,
        responses: Responses,
        *,
        applies: bool,
        prior: FactorPrior | None = None,
    ) -> None:
        """Apply the rule; `prior` is that of an admitted norm, none for a flat one.

        Persons whose row could not be read (`responses.readable`) get nothing, and nobody does unless the rule
        `applies`: where nothing that it reads was asked, "too little was filled in" would not be true.
        """
        rule = compiled.rule
        self.compiled, self.scored, self.facts, self.responses = compiled, scored, facts, responses
        self.indicators = {name: read_indicator(indicator, scored) for name, indicator in rule.indicators.items()}
        conditions = conditions_in([g.when for g in rule.groups] + [s.when for s in rule.signals])
        self.held: Held = conditions_held(conditions, self.indicators, facts)
        self.rule_place: IntArray = compiled.rule_group(self.indicators, self.held, scored.n)
        self.undetermined: BoolArray = self.rule_place == NO_ANSWER
        self.said: BoolArray = responses.readable & applies
        certain = compiled.fact_outcomes(self.held)
        self.beliefs = (
            flat_beliefs(compiled, self.indicators, scored.n)
            if prior is None
            else norm_beliefs(compiled, self.indicators, scored, prior)
        )
        probabilities = group_probabilities(compiled, self.beliefs, certain, scored.n)
        # Whoever cannot be placed gets no probabilities either: numbers beside "talk first" would be read as an answer.
        silent = self.undetermined | ~self.said
        self.probabilities: FloatArray = np.where(silent[:, None], np.nan, probabilities)
        kept = stability(compiled, self.indicators, certain, self.rule_place)
        self.stability: FloatArray = np.where(silent, np.nan, kept)

    @property
    def first(self) -> IntArray:
        """(n_persons,): the place of the most probable group, -1 when none is suggested."""
        return np.where(np.isnan(self.probabilities[:, 0]), NO_ANSWER, np.nan_to_num(self.probabilities).argmax(axis=1))

    def columns(self) -> Table:
        """The `sol.*` columns, in the order of the output."""
        groups = self.compiled.groups
        names = [group.group for group in groups] + [self.compiled.undetermined.group]
        n_groups, first = len(groups), self.first
        at_first, second, at_second = self._two_largest(first)
        rule_group = np.where(self.said, np.where(self.undetermined, n_groups, self.rule_place), NO_ANSWER)
        unclear = self._unclear(first, at_first)
        distance = [place for place, group in enumerate(groups) if group.distance]
        own = {f"sol.p.{group.group}": self.probabilities[:, place] for place, group in enumerate(groups)}
        return {
            "sol.group": chosen(np.where(self.undetermined & self.said, n_groups, first), names),
            "sol.probability": at_first,
            "sol.second": chosen(second, names),
            "sol.second_probability": at_second,
            "sol.ambiguous": self._where_said(unclear),
            "sol.rule_group": chosen(rule_group, names),
            "sol.reason": self._reasons(),
            "sol.missing": self._missing(),
            "sol.signals": self._signals(),
            "sol.prior": chosen(np.where(np.isnan(at_first), NO_ANSWER, self.beliefs.prior), PRIORS),
            "sol.expires": self._expires(),
            "sol.status": self._constant("suggestion", self.said),
            "sol.stability": self.stability,
            **self._ask_next(unclear),
            **own,
            "sol.p.distance": self.probabilities[:, distance].sum(axis=1),
        }

    def _unclear(self, first: IntArray, at_first: FloatArray) -> BoolArray:
        """Where the group is not clear-cut: improbable, another than the rule's, kept by few of the moved cuts."""
        rule = self.compiled.rule
        unsure = (at_first < rule.ambiguous_below) | (self.stability < rule.stable_from)
        return np.asarray(unsure | (first != self.rule_place) | self.undetermined)

    def _ask_next(self, unclear: BoolArray) -> Table:
        """What to ask those whose group is not clear-cut, and its gain; rounded as it is written."""
        known = {name: indicator.known for name, indicator in self.indicators.items()}
        undetermined = self.undetermined & self.said
        unclear = unclear & self.said & ~undetermined
        situation = Situation(self.beliefs, self.held, self.facts, known, unclear, undetermined)
        asked = Asking(self.compiled).next(situation)
        return {"sol.ask_next": chosen(asked.place, asked.names), "sol.ask_gain": asked.gain}

    def _two_largest(self, first: IntArray) -> tuple[FloatArray, IntArray, FloatArray]:
        """The largest probability, the place of the second one and that one; a second of zero is none."""
        everyone = np.arange(self.scored.n)
        rest = self.probabilities.copy()
        rest[everyone, first] = -1.0
        rest = np.nan_to_num(rest, nan=-1.0)
        second = rest.argmax(axis=1)
        at_second = rest[everyone, second]
        # Rounded to the three places that are written: a second group at 0.000 is none.
        none = at_second < 0.0005  # noqa: PLR2004 - half of the last place that is written
        at_first = np.where(first == NO_ANSWER, np.nan, self.probabilities[everyone, first])
        return at_first, np.where(none, NO_ANSWER, second), np.where(none, np.nan, at_second)

    def _where_said(self, holds: BoolArray) -> Coded:
        return chosen(np.where(self.said, holds.astype(np.int64), NO_ANSWER), ("false", "true"))

    def _constant(self, word: str, where: BoolArray) -> Coded:
        return chosen(np.where(where, 0, NO_ANSWER), (word,))

    def _reasons(self) -> Coded:
        """The conditions by which the gate of the rule's group holds, or the scales that lack a score."""
        holds: dict[str, BoolArray] = {}
        for place, group in enumerate(self.compiled.gated):
            here = (self.rule_place == place) & self.said
            for condition, where in self._reasons_of(group).items():
                holds[describe(condition)] = holds.get(describe(condition), np.False_) | (here & where)
        for name in self.compiled.undetermined.requires:
            holds[f"missing:{name}"] = self.undetermined & self.said & ~self.indicators[name].known
        holds[OTHERWISE] = (self.rule_place == len(self.compiled.gated)) & self.said
        return listed(holds, self.scored.n)

    def _missing(self) -> Coded:
        """Indicators without a score and facts that are unknown or outdated, of all that the rule reads."""
        read = conditions_in([g.when for g in self.compiled.rule.groups] + [s.when for s in self.compiled.rule.signals])
        asked = dict.fromkeys(c.fact for c in read if isinstance(c, FactCondition))
        holds = {name: ~indicator.known & self.said for name, indicator in self.indicators.items()}
        holds |= {fact: ~self.facts.known(fact) & ~self.facts.outdated[fact] & self.said for fact in asked}
        holds |= {f"{fact}:outdated": self.facts.outdated[fact] & self.said for fact in asked}
        return listed(holds, self.scored.n)

    def _signals(self) -> Coded:
        """The rule's signals, the later groups whose gate holds too, and ratings that differ beyond error."""
        holds = {signal.signal: gate_holds(signal.when, self.held) for signal in self.compiled.rule.signals}
        for place, group in enumerate(self.compiled.gated):
            if group.when is not None:
                earlier = (self.rule_place < place) & ~self.undetermined
                holds[f"ook_{group.group}"] = gate_holds(group.when, self.held) & earlier
        for name, indicator in self.compiled.rule.indicators.items():
            if isinstance(indicator, ScaleIndicator) and indicator.prefer_twin:
                holds[f"zelf_en_professional_verschillen:{name}"] = self._twins_differ(indicator.scale)
        return listed({name: where & self.said for name, where in holds.items()}, self.scored.n)

    def _twins_differ(self, scale: str) -> BoolArray:
        own, rating = self.scored.scales.get(scale), self.scored.twin_of(scale)
        if own is None or rating is None:
            return np.full(self.scored.n, fill_value=False)
        return differs_beyond_error(own.true.observed, own.true.error, rating.true.observed, rating.true.error)

    def self_report_only(self) -> BoolArray:
        """Where a scale of which a professional's rating would go first rests on the client's own answers."""
        asked = [
            self.indicators[name]
            for name, i in self.compiled.rule.indicators.items()
            if isinstance(i, ScaleIndicator) and i.prefer_twin
        ]
        return reduce(or_, (self.said & i.known & ~i.rated for i in asked), np.full(self.scored.n, fill_value=False))

    def _reasons_of(self, group: SolGroup) -> Held:
        return reasons_in(group.when, self.held) if group.when is not None else {}

    def _expires(self) -> DateArray:
        """When the first of what the suggested group rests on ends.

        Its scales hold for the months of a self-report, or of a rating where professionals rated all of them, as a
        finding does; a fact among its reasons can end before that. Without a date of measurement it is empty.
        """
        months = self.compiled.rule.months_valid
        by_client, by_rating = (add_months(self.responses.measured, m) for m in (months.self_report, months.rating))
        first, ends = self.first, by_client
        for place, group in enumerate(self.compiled.gated):
            scales = [c.indicator for c in conditions_in([group.when]) if isinstance(c, IndicatorCondition)]
            rated = reduce(and_, (self.indicators[name].rated for name in scales), np.asarray(a=True))
            holds = np.where(rated, by_rating, by_client)
            until = self._facts_until(self._reasons_of(group))
            ends = np.where(first == place, np.where(np.isnat(until), holds, np.minimum(holds, until)), ends)
        return np.where(first == NO_ANSWER, NO_DATE, ends)

    def _facts_until(self, reasons: Held) -> DateArray:
        """The day on which the first of the facts among the reasons ends, (n_persons,); NaT where none has a date."""
        until = np.full(self.scored.n, NO_DATE)
        for condition, where in reasons.items():
            if isinstance(condition, FactCondition):
                until = np.fmin(until, np.where(where, self.facts.until[condition.fact], NO_DATE))
        return until
