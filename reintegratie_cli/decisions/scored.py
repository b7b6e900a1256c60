"""The scored scales of a batch, and the indicators that a rule reads from them."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from reintegratie_cli.models.instrument import Scale
from reintegratie_cli.models.responses import BoolArray, FloatArray, IntArray
from reintegratie_cli.models.rules import CountIndicator, Indicator, MeanIndicator, ScaleIndicator
from reintegratie_cli.psychometrics.classification import Cut, TrueScore


@dataclass(frozen=True)
class ScoredScale:
    """One scale of n persons: its definition, raw score, items answered, and what is known of the true score."""

    scale: Scale
    answered: IntArray
    true: TrueScore

    @property
    def score(self) -> FloatArray:
        """The observed raw score, (n_persons,), nan where there is none."""
        return self.true.observed

    @property
    def has_ends(self) -> bool:
        """Whether the scale has a lowest and a highest score: a count without a maximum has no highest."""
        return bool(np.isfinite(self.true.high - self.true.low))

    def unfavourable(self) -> FloatArray | None:
        """P(true score in the unfavourable band), (n_persons,), nan without a score; none where no band is that."""
        if self.scale.anchors is None or self.scale.error is None or self.scale.high == "neither":
            return None
        if self.scale.high == "favourable":
            probability = self.true.at_most(Cut(self.scale.anchors.low))
        else:
            probability = 1.0 - self.true.at_most(Cut(self.scale.anchors.high, inclusive=True))
        return np.where(np.isnan(self.score), np.nan, probability)


@dataclass(frozen=True)
class Scored:
    """All scales of a batch of n persons, and the item scores that checklists are counted from."""

    n: int
    scales: Mapping[str, ScoredScale]
    items: Mapping[str, FloatArray]

    def twin_of(self, scale: str) -> ScoredScale | None:
        """The professional's rating of a scale, where the instruments hold one."""
        return next((s for s in self.scales.values() if s.scale.twin_of == scale), None)


@dataclass(frozen=True)
class IndicatorScores:
    """An indicator of n persons; `rated`: where it rests on a professional's rating; `known`: where it has a score."""

    true: TrueScore
    known: BoolArray
    rated: BoolArray


def read_indicator(indicator: Indicator, scored: Scored) -> IndicatorScores:
    """The scores of one indicator; a scale that the instruments do not hold is an unanswered one."""
    match indicator:
        case ScaleIndicator():
            return _one_scale(indicator, scored)
        case MeanIndicator():
            return _mean(indicator, scored)
        case CountIndicator():
            return _count(indicator, scored)


def _unanswered(n: int, low: float, high: float) -> TrueScore:
    return TrueScore(np.full(n, np.nan), np.full(n, np.nan), low, high)


def _one_scale(indicator: ScaleIndicator, scored: Scored) -> IndicatorScores:
    own, rating = scored.scales.get(indicator.scale), None
    if indicator.prefer_twin:
        rating = scored.twin_of(indicator.scale)
    true = own.true if own else _unanswered(scored.n, *indicator.range)
    rated = np.full(scored.n, fill_value=False)
    if rating is not None:
        rated = ~np.isnan(rating.score)
        observed, error = (
            np.where(rated, of_rating, of_client)
            for of_rating, of_client in ((rating.true.observed, true.observed), (rating.true.error, true.error))
        )
        true = TrueScore(observed, error, true.low, true.high)
    return IndicatorScores(true, ~np.isnan(true.observed), rated)


def _mean(indicator: MeanIndicator, scored: Scored) -> IndicatorScores:
    """The mean of independent scores: its error variance is the mean error variance over the number of scales."""
    parts = [
        scored.scales[scale].true if scale in scored.scales else _unanswered(scored.n, *indicator.range)
        for scale in indicator.mean_of
    ]
    # Rounded far beyond any score's own decimals, so that a mean that lies on a cut is equal to it: (1.2 + 2.2) / 2
    # is 1.7000000000000002 else.
    observed = np.asarray(np.round(np.sum([part.observed for part in parts], axis=0) / len(parts), 12))
    error = np.sqrt(np.sum([part.error**2 for part in parts], axis=0)) / len(parts)
    true = TrueScore(observed, error, *indicator.range)
    return IndicatorScores(true, ~np.isnan(observed), np.full(scored.n, fill_value=False))


def _count(indicator: CountIndicator, scored: Scored) -> IndicatorScores:
    """How many items reach the value, as answered: what a person ticks has no error here.

    An item without an answer is not counted; without any answer there is no count.
    """
    scale = scored.scales.get(indicator.count_of)
    listed = scale.scale.items if scale else ()
    nobody = np.full(scored.n, np.nan)
    items = np.stack([scored.items.get(item, nobody) for item in listed or ("",)])
    known = ~np.isnan(items).all(axis=0)
    count = np.where(known, (items >= indicator.from_).sum(axis=0, dtype=np.float64), np.nan)
    true = TrueScore(count, np.zeros(scored.n), 0.0, float(len(items)))
    return IndicatorScores(true, known, np.full(scored.n, fill_value=False))
