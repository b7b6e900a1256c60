"""What is known of the true scores behind a rule's indicators, and the probability of each group that follows.

Without an admitted norm each scale stands alone with a flat prior. With one, all scales of the norm that a person
answered tell of the common factors, and each indicator's true score is normal given the factors: see
`psychometrics.prior`. Indicators of which the norm holds not every scale stay flat, and so does a professional's
rating without a norm of its own; what is counted from a checklist is certain.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from reintegratie_cli.decisions.scored import IndicatorScores, Scored
from reintegratie_cli.decisions.sol import CompiledRule
from reintegratie_cli.models.responses import BoolArray, FloatArray, IntArray
from reintegratie_cli.models.rules import CountIndicator, Indicator, MeanIndicator
from reintegratie_cli.psychometrics.classification import (
    Cut,
    TrueScore,
    between,
    interval_probabilities,
    normal_at_most,
)
from reintegratie_cli.psychometrics.prior import FactorPrior, Posterior, TrueGivenFactors, mean_of, nodes

NodePlace = tuple[float, float]
PRIORS = ("flat", "norm", "mixed")
ONE_NODE = ((1.0, (0.0, 0.0)),)


@dataclass(frozen=True)
class FlatBelief:
    """The intervals of an indicator by themselves: (n_persons, n_intervals), whatever the factors are."""

    table: FloatArray

    def at(self, _place: NodePlace) -> FloatArray:
        """The probability of each interval."""
        return self.table

    def among(self, rows: IntArray) -> "FlatBelief":
        """The same of some of the persons."""
        return FlatBelief(self.table.T[:, rows].T)


@dataclass(frozen=True)
class NormalBelief:
    """The intervals of an indicator whose true score is normal given the factors.

    `distance`: (n_cuts, n_persons), from the mean at z = 0 to each cut, in standard deviations; `steps`: how much a
    step of each z takes away from it; `flat`: where the `table` of the indicator by itself counts instead, which is
    none where nobody needs it.
    """

    distance: FloatArray
    steps: tuple[FloatArray, FloatArray]
    flat: BoolArray
    table: FloatArray | None

    def at(self, place: NodePlace) -> FloatArray:
        """The probability of each interval at a node of the factors."""
        away = self.distance - self.steps[0] * place[0]
        if place[1]:
            away -= self.steps[1] * place[1]
        found = between([*normal_at_most(away)], len(self.flat))
        return found if self.table is None else np.where(self.flat[:, None], self.table, found)

    def among(self, rows: IntArray) -> "NormalBelief":
        """The same of some of the persons."""
        first, second = self.steps
        table = None if self.table is None else self.table.T[:, rows].T
        return NormalBelief(self.distance[:, rows], (first[rows], second[rows]), self.flat[rows], table)


Belief = FlatBelief | NormalBelief


@dataclass(frozen=True)
class Beliefs:
    """The beliefs about the indicators that a rule's diagram asks, in its order, and the nodes to sum them over.

    `prior`: (n_persons,), the place in PRIORS of what they rest on.
    """

    indicators: tuple[Belief, ...]
    nodes: Sequence[tuple[float, NodePlace]]
    prior: IntArray

    def among(self, rows: IntArray) -> "Beliefs":
        """The same of some of the persons."""
        return Beliefs(tuple(one.among(rows) for one in self.indicators), self.nodes, self.prior[rows])

    def at_nodes(self) -> Iterator[tuple[float, list[FloatArray]]]:
        """Per node its weight, and the probability of each interval of each indicator."""
        for weight, place in self.nodes:
            yield weight, [belief.at(place) for belief in self.indicators]


def flat_beliefs(compiled: CompiledRule, indicators: Mapping[str, IndicatorScores], n: int) -> Beliefs:
    """Each indicator by itself with a flat prior."""
    tables = (interval_probabilities(indicators[name].true, cuts) for name, cuts in compiled.indicator_cuts.items())
    return Beliefs(tuple(FlatBelief(table) for table in tables), ONE_NODE, np.zeros(n, dtype=np.int64))


def norm_beliefs(
    compiled: CompiledRule, indicators: Mapping[str, IndicatorScores], scored: Scored, prior: FactorPrior
) -> Beliefs:
    """All indicators with one prior for everybody, where the norms have their scales."""
    scales = {name: scored.scales[name].true for name in prior.names if name in scored.scales}
    posterior = prior.posterior(
        {name: scale.observed for name, scale in scales.items()},
        {name: scale.error for name, scale in scales.items()},
        scored.n,
    )
    found: list[Belief] = []
    under_norm, uncertain = np.zeros(scored.n, dtype=np.int64), 0
    for name, cuts in compiled.indicator_cuts.items():
        indicator, scores = compiled.rule.indicators[name], indicators[name]
        true, where = _true_score(indicator, scores, scored, posterior)
        table = None if where.all() else interval_probabilities(scores.true, cuts)
        uncertain += not isinstance(indicator, CountIndicator)
        under_norm += where
        if true is not None:
            found.append(_normal(true, scores.true, cuts, ~where, table))
        elif table is not None:
            found.append(FlatBelief(table))
    place = np.where(under_norm == 0, 0, np.where(under_norm == uncertain, 1, 2))
    return Beliefs(tuple(found), nodes(prior.loadings), place)


def group_probabilities(compiled: CompiledRule, beliefs: Beliefs, facts: Sequence[FloatArray], n: int) -> FloatArray:
    """(n_persons, n_groups): the probability of each group; errors are independent, `facts` certain."""
    start = compiled.diagram.reached(facts, n, before=len(facts))
    if len(beliefs.nodes) == 1:
        ((_, outcomes),) = beliefs.at_nodes()
        return compiled.diagram.probabilities([*facts, *outcomes], n, start)
    total = np.zeros((compiled.diagram.n_outcomes, n))
    for weight, outcomes in beliefs.at_nodes():
        total += weight * compiled.diagram.probabilities([*facts, *outcomes], n, start).T
    return total.T


def _true_score(
    indicator: Indicator, scores: IndicatorScores, scored: Scored, posterior: Posterior
) -> tuple[TrueGivenFactors | None, BoolArray]:
    """An indicator's true score given the factors, and for whom that is known; none where no norm has its scales."""
    names = posterior.prior.names
    nobody = np.full(scored.n, fill_value=False)
    if isinstance(indicator, CountIndicator):
        return None, nobody
    if isinstance(indicator, MeanIndicator):
        if not set(indicator.mean_of) <= set(names):
            return None, nobody
        return mean_of([_of_scale(name, scored, posterior) for name in indicator.mean_of]), ~nobody
    own = _of_scale(indicator.scale, scored, posterior) if indicator.scale in names else None
    twin = next((name for name, it in scored.scales.items() if it.scale.twin_of == indicator.scale), None)
    if not scores.rated.any() or twin is None:
        return own, nobody if own is None else ~nobody
    if twin not in names:
        return own, nobody if own is None else ~scores.rated
    rating = _of_scale(twin, scored, posterior)
    return (rating, scores.rated) if own is None else (_either(scores.rated, rating, own), ~nobody)


def _of_scale(name: str, scored: Scored, posterior: Posterior) -> TrueGivenFactors:
    nothing = np.full(scored.n, np.nan)
    true = scored.scales[name].true if name in scored.scales else None
    return posterior.true_score(name, true.observed if true else nothing, true.error if true else nothing)


def _either(first: BoolArray, one: TrueGivenFactors, other: TrueGivenFactors) -> TrueGivenFactors:
    return TrueGivenFactors(
        centre=np.where(first, one.centre, other.centre),
        slopes=(
            np.where(first, one.slopes[0], other.slopes[0]),
            np.where(first, one.slopes[1], other.slopes[1]),
        ),
        variance=np.where(first, one.variance, other.variance),
    )


def _normal(
    true: TrueGivenFactors, ends: TrueScore, cuts: Sequence[Cut], flat: BoolArray, table: FloatArray | None
) -> NormalBelief:
    """Distances to the cuts in standard deviations; infinite from a certain score, and to a cut beyond the ends."""
    sd = np.sqrt(true.variance)
    certain = sd == 0
    scale = np.where(certain, 1.0, sd)
    distance = np.empty((len(cuts), len(sd)))
    for place, cut in enumerate(cuts):
        if cut.value <= ends.low and not (cut.inclusive and cut.value == ends.low):
            distance[place] = -np.inf
        elif cut.value > ends.high or (cut.inclusive and cut.value == ends.high):
            distance[place] = np.inf
        else:
            below = true.centre <= cut.value if cut.inclusive else true.centre < cut.value
            distance[place] = np.where(certain, np.where(below, np.inf, -np.inf), (cut.value - true.centre) / scale)
    first, second = true.slopes
    return NormalBelief(distance, (first / scale, second / scale), flat, table)
