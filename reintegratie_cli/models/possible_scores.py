"""The scores that a scale can have when every item is answered."""

from math import isfinite

import numpy as np

from reintegratie_cli.models.instrument import Instrument
from reintegratie_cli.models.responses import FloatArray

MOST = 1000
"""More different scores than these are no steps that anybody sees."""
EQUAL_PARTS = 100
FEWEST_WHOLE_STEPS = 20
DECIMALS = 6


def possible_scores(instrument: Instrument, scale: str) -> FloatArray | None:
    """The possible scores of a complete set of answers, rising: (n_scores,), to six decimals.

    Where answers are numbers, these are whole answers; where that makes over 1,000 different scores, or under 20 for a
    number that need not be whole, a hundred equal parts of the range. None for a scale without a highest score.
    """
    low, high = instrument.scale_range(scale)
    if not (isfinite(low) and isfinite(high)):
        return None
    it = instrument.scales[scale]
    if it.count_above is not None:
        return np.arange(len(it.items) + 1, dtype=np.float64)
    sums = _sums(instrument, it.items, it.reversed)
    if sums is None or (len(sums) < FEWEST_WHOLE_STEPS and _has_numbers(instrument, it.items)):
        return np.round(np.linspace(low, high, EQUAL_PARTS + 1), DECIMALS)
    return sums if it.score == "sum" else np.round(sums / len(it.items), DECIMALS)


def _sums(instrument: Instrument, items: tuple[str, ...], reversed_items: tuple[str, ...]) -> FloatArray | None:
    """Every possible sum of the items, or none where there are too many."""
    sums = np.zeros(1)
    for item in items:
        answers = instrument.answer_set(item)
        if answers.is_open and answers.highest - answers.lowest > MOST:
            return None
        own = np.arange(answers.lowest, answers.highest + 1) if answers.is_open else np.unique(answers.scores)
        own = answers.lowest + answers.highest - own if item in reversed_items else own
        sums = np.unique(np.round(np.add.outer(sums, own), DECIMALS))
        if len(sums) > MOST:
            return None
    return sums


def _has_numbers(instrument: Instrument, items: tuple[str, ...]) -> bool:
    return any(instrument.answer_set(item).type == "number" for item in items)
