"""The first flow: answers and facts -> scale scores -> Wanberg profile and Sol group -> interventions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

import numpy as np

from reintegratie_cli.decisions.coding import chosen, listed, nothing
from reintegratie_cli.decisions.diagram import TooManyNodes
from reintegratie_cli.decisions.entered import Entered, conditions_in, entered_facts
from reintegratie_cli.decisions.needs import Needs
from reintegratie_cli.decisions.norm_prior import admitted_prior
from reintegratie_cli.decisions.recommend import Persons, Recommendations
from reintegratie_cli.decisions.scored import Scored, ScoredScale
from reintegratie_cli.decisions.sol import CompiledRule, compile_rule
from reintegratie_cli.decisions.suggestion import SolSuggestion
from reintegratie_cli.decisions.wanberg import BANDS, level, wanberg_columns
from reintegratie_cli.decisions.working_points import heavy_barriers, unfavourable_probabilities, working_points
from reintegratie_cli.errors import RuleError
from reintegratie_cli.models.facts import FactList
from reintegratie_cli.models.instrument import Instrument, WishKind
from reintegratie_cli.models.intervention import Intervention, Offer
from reintegratie_cli.models.responses import NO_ANSWER, BoolArray, Coded, FloatArray, Joined, Responses, Table
from reintegratie_cli.models.rules import (
    CountIndicator,
    FactCondition,
    MeanIndicator,
    RecommendRule,
    ScaleIndicator,
    SolRule,
    WanbergRule,
)
from reintegratie_cli.text import Text
from reintegratie_cli.workflows.case_system import CaseSystem
from reintegratie_cli.workflows.norm_scores import (
    NORM_COLUMNS,
    WITHOUT_NORMS,
    Normed,
    NormedScale,
    normed_scales,
    with_norm_errors,
)
from reintegratie_cli.workflows.scales import score_scales

STATUSES = ("ok", "partial", "rejected", "empty")


@dataclass(frozen=True)
class RuleBook:
    """Everything that is decided by: the rules, the facts, the knowledge base, what is on offer."""

    sol: SolRule
    wanberg: WanbergRule
    recommend: RecommendRule
    facts: FactList
    interventions: Sequence[Intervention]
    offer: Offer | None = None
    facts_given: bool = False


class ScoreWorkflow:
    """Made once per run; `score` turns one batch into its result, and persons never touch each other."""

    def __init__(
        self,
        instrument: Instrument,
        rules: RuleBook,
        provenance: str,
        case_system: CaseSystem | None = None,
        normed: Normed = WITHOUT_NORMS,
    ) -> None:
        """Compile the rule; `provenance` stands in every row, `case_system` says what stays out.

        `normed`: the norms that were named, which fill columns; the admitted ones among them also measure errors.

        Raises:
            RuleError: the rule is too large to compute with.
        """
        self.case_system = case_system
        self.norms, self.normed = normed.book, normed_scales(instrument, normed.book, normed.interval)
        self.instrument, self.rules, self.provenance = with_norm_errors(instrument, normed.book), rules, provenance
        self.compiled = _compiled(rules.sol)
        prior = admitted_prior(normed.book, instrument.scales)
        self.prior = None if prior is None else prior.reduced()
        self.for_persons = sorted((i for i in rules.interventions if i.for_a_person), key=lambda i: i.intervention)
        self.sol_applies = rules.facts_given or bool(scales_read(rules.sol) & set(instrument.scales))
        self.by_fact = frozenset(
            group.group
            for group in self.compiled.gated
            if all(isinstance(condition, FactCondition) for condition in conditions_in([group.when]))
        )

    def score(self, responses: Responses) -> Table:
        """The result columns of a batch, in the order of the output, `row.status` first."""
        scored = score_scales(self.instrument, responses)
        facts = entered_facts(self.rules.facts.facts, responses.facts, responses.measured)
        suggestion = SolSuggestion(self.compiled, scored, facts, responses, applies=self.sol_applies, prior=self.prior)
        unfavourable = unfavourable_probabilities(scored)
        rule = self.rules.wanberg.working_points
        persons = self._persons(responses, suggestion, facts, Needs(unfavourable, scored, rule.heavy_from))
        recommended = Recommendations(self.rules.recommend, self.for_persons, self.rules.offer, persons)
        interventions, details = recommended.columns()
        table: Table = {"row.status": _status(scored, responses)}
        for name, scale in scored.scales.items():
            table |= scale_columns(name, scale, self.normed.get(name))
        table |= {
            **suggestion.columns(),
            **wanberg_columns(self.rules.wanberg, scored, responses.readable),
            "working_points": self._working_points(unfavourable, scored),
            **interventions,
            "flags": self._flags(responses, facts, suggestion, recommended),
            "norms": self._constant(self.norms.ids, scored.n),
            "norm_status": self._constant(self.norms.status, scored.n),
            "provenance": chosen(np.zeros(scored.n, dtype=np.int64), (self.provenance,)),
            "wishes": self._wishes(responses),
            **details,
        }
        if self.case_system is None:
            return table
        return {name: column for name, column in table.items() if not self.case_system.leaves_out(name)}

    def _constant(self, words: Sequence[str], n: int) -> Coded:
        """The same list for everybody."""
        return chosen(np.zeros(n, dtype=np.int64), (";".join(words),)) if words else nothing(n)

    def _working_points(self, unfavourable: Mapping[str, FloatArray], scored: Scored) -> Joined:
        rule = self.rules.wanberg.working_points
        if self.case_system is None:
            return Joined((working_points(rule, unfavourable, scored.n), heavy_barriers(rule, scored)))
        private = self.case_system.private_scales
        shown = {name: probability for name, probability in unfavourable.items() if name not in private}
        return Joined((working_points(rule, shown, scored.n),))

    def _persons(self, responses: Responses, suggestion: SolSuggestion, facts: Entered, needs: Needs) -> Persons:
        return Persons(
            groups=[group.group for group in self.compiled.groups],
            probabilities=suggestion.probabilities,
            by_fact=self.by_fact,
            needs=needs,
            facts=facts,
            wanted=self._help("help_wanted", responses),
            refused=self._help("help_refused", responses),
        )

    def _wish_items(self) -> list[tuple[str, WishKind]]:
        return [(name, item.wish) for name, item in self.instrument.items.items() if item.wish is not None]

    def _wishes(self, responses: Responses) -> Coded | Joined:
        """What the person wants, where the instrument asks for it."""
        asked = tuple(self._wish(item, kind, responses) for item, kind in self._wish_items())
        return Joined(asked) if asked else nothing(responses.n)

    def _wish(self, item: str, kind: WishKind, responses: Responses) -> Coded:
        """The answer to one wish as `<kind>:<code>`."""
        places = responses.answers.get(item)
        if places is None or self.instrument.answer_set(item).is_open:
            return nothing(responses.n)
        return chosen(places.astype(np.int64), [f"{kind}:{code}" for code in self.instrument.answer_set(item).codes])

    def _help(self, kind: WishKind, responses: Responses) -> dict[str, BoolArray]:
        """Per kind of help, who wants or refuses it."""
        wished: dict[str, BoolArray] = {}
        for item, of_kind in self._wish_items():
            if of_kind == kind and item in responses.answers:
                for place, code in enumerate(self.instrument.answer_set(item).codes):
                    here = responses.answers[item] == place
                    wished[str(code)] = wished.get(str(code), np.False_) | here
        return wished

    def _flags(
        self, responses: Responses, facts: Entered, suggestion: SolSuggestion, recommended: Recommendations
    ) -> Coded:
        assisted = facts.values.get("hulp_bij_invullen", np.full(responses.n, np.nan)) == 1
        twice = responses.facts.twice
        flags = {
            "duplicate_id": responses.duplicate,
            "facts_twice": np.full(responses.n, fill_value=False) if twice is None else twice,
            "self_report_only": suggestion.self_report_only(),
            "assisted": assisted & responses.readable,
            **recommended.flags(),
        }
        return listed(flags, responses.n)


def _compiled(rule: SolRule) -> CompiledRule:
    try:
        return compile_rule(rule)
    except TooManyNodes:
        raise RuleError(
            Text(
                f"De regel {rule.rule} combineert te veel voorwaarden om kansen te berekenen. Maak haar eenvoudiger.",
                f"The rule {rule.rule} combines too many conditions to compute probabilities. Make it simpler.",
            )
        ) from None


def scales_read(rule: SolRule) -> set[str]:
    """The scales that the rule's indicators read."""
    read: set[str] = set()
    for indicator in rule.indicators.values():
        match indicator:
            case ScaleIndicator(scale=name) | CountIndicator(count_of=name):
                read.add(name)
            case MeanIndicator(mean_of=names):
                read |= set(names)
    return read


def scale_columns(name: str, scale: ScoredScale, normed: NormedScale | None = None) -> Table:
    """The columns of one scale; those of a norm are empty where it has none."""
    n, anchors = len(scale.score), scale.scale.anchors
    band = level(scale.score, anchors.low, anchors.high) if anchors else np.full(n, NO_ANSWER)
    known = np.where(np.isnan(scale.true.error), NO_ANSWER, 0)
    source = scale.scale.error.source if scale.scale.error else ""
    empty: Table = {f"{name}.{column}": nothing(n) for column in NORM_COLUMNS}
    return {
        f"{name}.score": scale.score,
        f"{name}.answered": scale.answered,
        f"{name}.se": scale.true.error,
        **(normed.columns(name, scale) if normed else empty),
        f"{name}.band": chosen(band, BANDS),
        f"{name}.error_source": chosen(known, (source,)),
    }


def _status(scored: Scored, responses: Responses) -> Coded:
    """What became of each row: nothing scored for unreadable cells is rejected, nothing answered is empty."""
    nobody = np.full(scored.n, fill_value=False)
    any_score = reduce(or_, (~np.isnan(scale.score) for scale in scored.scales.values()), nobody)
    spoiled = reduce(or_, responses.unreadable.values(), nobody)
    place = np.zeros(scored.n, dtype=np.int64)
    place[~responses.answered] = STATUSES.index("empty")
    place[responses.troubled] = STATUSES.index("partial")
    place[~responses.readable | (spoiled & ~any_score)] = STATUSES.index("rejected")
    return chosen(place, STATUSES)


def check_rule_fits(rule: SolRule, instrument: Instrument) -> None:
    """Raise RuleError where a scale that the rule reads has other ends than the rule's cuts are meant for, or no error.

    A cut of 2.5 says something else on a scale from 0 to 10, and a scale without an error cannot say how sure it is.
    """
    for indicator in rule.indicators.values():
        if isinstance(indicator, CountIndicator):
            continue
        names = indicator.mean_of if isinstance(indicator, MeanIndicator) else (indicator.scale,)
        twins = [name for name, scale in instrument.scales.items() if scale.twin_of in names]
        for name in (*names, *twins):
            if name in instrument.scales:
                _check_indicator(name, instrument, indicator.range)


def _check_indicator(name: str, instrument: Instrument, expected: tuple[float, float]) -> None:
    low, high = instrument.scale_range(name)
    if (low, high) != expected:
        raise RuleError(
            Text(
                f"Schaal {name} loopt van {low:g} tot {high:g}; de regel is gemaakt voor {expected[0]:g} tot"
                f" {expected[1]:g}. Geef een regel voor deze schaal met --rule.",
                f"Scale {name} runs from {low:g} to {high:g}; the rule is made for {expected[0]:g} to"
                f" {expected[1]:g}. Give a rule for this scale with --rule.",
            ),
        )
    if instrument.scales[name].error is None:
        raise RuleError(
            Text(
                f"Schaal {name} heeft geen `error`, dus de regel kan niet zeggen hoe zeker een groep is. Vul die in.",
                f"Scale {name} has no `error`, so the rule cannot say how sure a group is. Fill it in.",
            ),
        )
