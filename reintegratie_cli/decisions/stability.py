"""How far the rule's group depends on where exactly its cuts lie, which nobody knows."""

from collections.abc import Mapping, Sequence

import numpy as np

from reintegratie_cli.decisions.scored import IndicatorScores
from reintegratie_cli.decisions.sol import CompiledRule
from reintegratie_cli.models.responses import FloatArray, IntArray
from reintegratie_cli.psychometrics.classification import Cut, between, normal_at_most


def stability(
    compiled: CompiledRule,
    indicators: Mapping[str, IndicatorScores],
    facts: Sequence[FloatArray],
    rule_place: IntArray,
) -> FloatArray:
    """(n_persons,): the share of cut-off sets that keep the rule's group on the observed scores; nan without a group.

    Each cut is normal around where the rule has it, with the rule's `cut_sd`. The cuts of one indicator move together
    and never change places, since whoever sets one a bit stricter reads the scale so; those of different indicators
    move apart. A moved cut is the same as a fixed one under a score with that normal error, so one pass through the
    diagram gives the share exactly. Facts and counts are certain; without a score no condition on it holds.
    """
    n = len(rule_place)
    outcomes = [
        _moved(indicators[name], cuts, compiled.cut_sd[name], n) for name, cuts in compiled.indicator_cuts.items()
    ]
    start = compiled.observed.reached(facts, n, before=len(facts))
    shares = compiled.observed.probabilities([*facts, *outcomes], n, start)
    kept = shares[np.arange(n), np.maximum(rule_place, 0)]
    return np.where(rule_place < 0, np.nan, kept)


def _moved(indicator: IndicatorScores, cuts: Sequence[Cut], sds: Sequence[float], n: int) -> FloatArray:
    """(n_persons, n_cuts + 2): the share of cuts that leave the score in each interval; last, that there is none."""
    score, known = indicator.true.observed, indicator.known
    cumulative: list[FloatArray] = []
    for cut, sd in zip(cuts, sds, strict=True):
        if sd > 0:
            below = normal_at_most((cut.value - score) / sd)
        else:
            below = (score <= cut.value if cut.inclusive else score < cut.value).astype(np.float64)
        below[~known] = 0.0
        cumulative.append(np.maximum(below, cumulative[-1]) if cumulative else below)
    intervals = between(cumulative, n).T
    intervals[-1, ~known] = 0.0
    return np.concatenate([intervals, ~known[None, :]]).T
