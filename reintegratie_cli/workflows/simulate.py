"""Simulated answers to a questionnaire, in the codes of its answer sets."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from reintegratie_cli.models.instrument import AnswerSet, Instrument, Scale
from reintegratie_cli.psychometrics.simulate import (
    even_thresholds,
    loading_for_reliability,
    one_common_factor,
    ordered_responses,
    standard_normal,
)

Places = npt.NDArray[np.int64]

COMMON = 0.45
"""How strongly every scale hangs together with the others."""
FAVOURABLE_SHIFT = 0.45
"""People answer on the favourable side of the middle: so many standard deviations."""
INDEX_RELIABILITY = 0.60
"""An index has no reliability of its own; its items hang together about as a short scale of this reliability."""
MOST_CATEGORIES = 12


def simulate_answers(instrument: Instrument, n_persons: int, seed: int) -> Mapping[str, Places]:
    """Item -> (n_persons,) the place of the answer in its set, in the order of the questionnaire.

    One common factor over all scales, parallel items within a scale with the reliability that the scale assumes.
    """
    random = np.random.default_rng(seed)
    signs = [-1.0 if scale.high == "unfavourable" else 1.0 for scale in instrument.scales.values()]
    factors = one_common_factor(random, n_persons, [COMMON * sign for sign in signs])
    answers: dict[str, Places] = {}
    for place, scale in enumerate(instrument.scales.values()):
        _add_scale(answers, random, instrument, scale, factors[:, place])
    for item in instrument.items:
        if item not in answers:
            choices = len(_categories(instrument.answer_set(item)))
            answers[item] = (random.random(n_persons) * choices).astype(np.int64)
    return {item: answers[item] for item in instrument.items}


def _add_scale(
    answers: dict[str, Places],
    random: np.random.Generator,
    instrument: Instrument,
    scale: Scale,
    factor: npt.NDArray[np.float64],
) -> None:
    reliability = scale.error.reliability if scale.error and scale.measurement == "reflective" else INDEX_RELIABILITY
    shift = {"favourable": FAVOURABLE_SHIFT, "unfavourable": -FAVOURABLE_SHIFT, "neither": 0.0}[scale.high]
    thresholds = [even_thresholds(len(_categories(instrument.answer_set(item))), shift) for item in scale.items]
    loading = loading_for_reliability(reliability, thresholds)
    for item, cuts in zip(scale.items, thresholds, strict=True):
        unique = standard_normal(random, len(factor)) * np.sqrt(1 - loading**2)
        place = ordered_responses(loading * factor + unique, cuts.tolist())
        answers[item] = len(cuts) - place if item in scale.reversed else place


def _categories(answers: AnswerSet) -> list[str]:
    if answers.is_open:
        highest = min(answers.highest, answers.lowest + MOST_CATEGORIES)
        return [f"{value:g}" for value in np.arange(answers.lowest, highest + 1)]
    return [str(code) for code in answers.codes]


def written(answers: AnswerSet, *, labels: bool) -> list[str]:
    """What stands in a cell for each place: the Dutch label where there is one and `labels`, else the code."""
    if answers.is_open or not labels:
        return _categories(answers)
    return [answer.label.nl if answer.label else str(code) for code, answer in answers.values.items()]
