"""How accurate and how consistent the groups are in the population of a norm, before anybody is measured.

Accuracy is the share of persons who get the group that the rule gives their true scores; consistency the share who get
the same group from two measurements with independent errors. As defined by Livingston & Lewis (1995), Journal of
Educational Measurement 32, 179-197, here for groups by several scales at once. Observed scores are drawn from the
norm's measurement model; what the true group is given the scores is not drawn but computed, as for real persons.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from reintegratie_cli.decisions.beliefs import group_probabilities, norm_beliefs
from reintegratie_cli.decisions.entered import NO_DATE, conditions_in, entered_facts
from reintegratie_cli.decisions.scored import Scored, ScoredScale, read_indicator
from reintegratie_cli.decisions.sol import CompiledRule, conditions_held
from reintegratie_cli.decisions.stability import stability
from reintegratie_cli.models.accuracy import Accuracy, Agreement, Classification
from reintegratie_cli.models.facts import FactDefinition
from reintegratie_cli.models.instrument import Instrument
from reintegratie_cli.models.responses import BoolArray, Facts, FloatArray, IntArray
from reintegratie_cli.models.rules import CountIndicator, MeanIndicator, ScaleIndicator
from reintegratie_cli.psychometrics.classification import TrueScore
from reintegratie_cli.psychometrics.prior import FactorPrior, NormalPrior
from reintegratie_cli.psychometrics.simulate import standard_normal

BATCH = 20_000


class NoNorm(LookupError):  # noqa: N818 - it says what is the matter
    """The rule reads scales of which the prior says nothing: `scales`."""

    def __init__(self, scales: tuple[str, ...]) -> None:
        super().__init__(*scales)
        self.scales = scales


@dataclass(frozen=True)
class Population:
    """Persons whose true scores have a prior, and a rule that puts them in groups; nothing is known of `facts`."""

    compiled: CompiledRule
    prior: NormalPrior
    instrument: Instrument
    facts: Mapping[str, FactDefinition]

    @cached_property
    def reduced(self) -> FactorPrior:
        """The prior with its common factors, which is that of the persons here."""
        return self.prior.reduced()

    @cached_property
    def error(self) -> FloatArray:
        """(k,): the standard error of each scale with all items answered."""
        return np.asarray(self.prior.sd * np.sqrt(1.0 - self.prior.reliability))

    def true_scores(self, random: np.random.Generator, n: int) -> FloatArray:
        """(k, n) true scores."""
        prior = self.reduced
        factors = prior.loadings @ standard_normal(random, prior.loadings.shape[1], n)
        own = np.sqrt(prior.own_variance)[:, None] * standard_normal(random, len(prior.names), n)
        return np.asarray(prior.mean[:, None] + prior.true_sd[:, None] * factors + own)

    def measured(self, random: np.random.Generator, true: FloatArray) -> "Measured":
        """What one measurement of these true scores, (k, n), says; the persons' own answers, no professional's."""
        scores = true + self.error[:, None] * standard_normal(random, *true.shape)
        n, compiled, rule = true.shape[1], self.compiled, self.compiled.rule
        scored = Scored(n, dict(self._scales(scores)), {})
        indicators = {name: read_indicator(it, scored) for name, it in rule.indicators.items()}
        entered = entered_facts(self.facts, Facts(), np.full(n, NO_DATE))
        held = conditions_held(conditions_in(group.when for group in compiled.gated), indicators, entered)
        certain = compiled.fact_outcomes(held)
        beliefs = norm_beliefs(compiled, indicators, scored, self.reduced)
        probabilities = group_probabilities(compiled, beliefs, certain, n)
        by_rule = compiled.rule_group(indicators, held, n)
        suggested, kept = probabilities.argmax(axis=1), stability(compiled, indicators, certain, by_rule)
        sure = (probabilities.max(axis=1) >= rule.ambiguous_below) & (kept >= rule.stable_from)
        return Measured(probabilities, suggested, by_rule, sure & (suggested == by_rule))

    def _scales(self, scores: FloatArray) -> Iterator[tuple[str, ScoredScale]]:
        for place, name in enumerate(self.prior.names):
            scale = self.instrument.scales[name]
            if scale.twin_of is None:
                error = np.full(scores.shape[1], self.error[place])
                true = TrueScore(scores[place], error, *self.instrument.scale_range(name))
                yield name, ScoredScale(scale, np.full(scores.shape[1], len(scale.items)), true)


@dataclass(frozen=True)
class Measured:
    """What one measurement says of n persons: P(group), the most probable one, the rule's, whether it is clear-cut."""

    probabilities: FloatArray
    suggested: IntArray
    by_rule: IntArray
    clear: BoolArray

    @property
    def right(self) -> FloatArray:
        """(n,): the probability that the suggested group is the true one."""
        return np.asarray(self.probabilities[np.arange(len(self.suggested)), self.suggested])


def scales_asked(compiled: CompiledRule) -> tuple[str, ...]:
    """The scales whose scores decide about groups, in the order of the rule."""
    asked: dict[str, None] = {}
    for name in compiled.indicator_cuts:
        match compiled.rule.indicators[name]:
            case ScaleIndicator(scale=scale) | CountIndicator(count_of=scale):
                asked[scale] = None
            case MeanIndicator(mean_of=scales):
                asked |= dict.fromkeys(scales)
    return tuple(asked)


def accuracy(population: Population, *, n: int = 200_000, seed: int = 1) -> Accuracy:
    """Accuracy and consistency of the groups: `n` persons, each measured twice with all items answered.

    Raises:
        NoNorm: a scale that decides about groups has no norm, or is a checklist of which items are counted.
    """
    compiled = population.compiled
    counted = {it.count_of for it in compiled.rule.indicators.values() if isinstance(it, CountIndicator)}
    asked = scales_asked(compiled)
    if without := tuple(name for name in asked if name not in population.prior.names or name in counted):
        raise NoNorm(without)
    sums, random = _Sums(len(compiled.groups)), np.random.default_rng(seed)
    for start in range(0, n, BATCH):
        true = population.true_scores(random, min(BATCH, n - start))
        sums.add(population.measured(random, true), population.measured(random, true))
    suggested, by_rule = sums.classifications
    share = suggested.accuracy.share
    return Accuracy(
        groups=tuple(group.group for group in compiled.groups),
        true_shares=suggested.accuracy.table.sum(axis=1),
        suggested=suggested,
        by_rule=by_rule,
        clear=sums.clear / sums.n,
        clear_accuracy=sums.clear_right / sums.clear if sums.clear else float("nan"),
        n=n,
        seed=seed,
        # As of n persons: the two measurements of one are not independent.
        standard_error=float(np.sqrt(max(sums.squares / sums.n - share**2, 0.0) / n)),
        n_factors=population.reduced.loadings.shape[1],
        largest_residual=population.reduced.largest_residual,
    )


class _Sums:
    """What is counted of all measurements; `n` of them."""

    def __init__(self, n_groups: int) -> None:
        self.tables, self.pairs = np.zeros((2, n_groups, n_groups)), np.zeros((2, n_groups, n_groups))
        self.n, self.clear, self.clear_right, self.squares = 0, 0.0, 0.0, 0.0

    def add(self, first: Measured, second: Measured) -> None:
        """Two measurements of the same persons."""
        for one in (first, second):
            self.n += len(one.suggested)
            self.squares += float(one.right @ one.right)
            self.clear += float(one.clear.sum())
            self.clear_right += float(one.right[one.clear].sum())
            for place, group in enumerate((one.suggested, one.by_rule)):
                np.add.at(self.tables[place].T, group, one.probabilities)
        for place, both in enumerate(((first.suggested, second.suggested), (first.by_rule, second.by_rule))):
            np.add.at(self.pairs[place], both, 1.0)
            np.add.at(self.pairs[place], both[::-1], 1.0)

    @property
    def classifications(self) -> tuple[Classification, Classification]:
        """By the most probable group, and by the rule."""
        suggested, by_rule = (
            Classification(Agreement(table / self.n), Agreement(pairs / self.n))
            for table, pairs in zip(self.tables, self.pairs, strict=True)
        )
        return suggested, by_rule
