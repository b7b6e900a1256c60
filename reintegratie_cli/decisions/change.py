"""What may be said of a person at a second measurement: per scale, and of Sol's groups."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from reintegratie_cli.decisions.coding import chosen, listed
from reintegratie_cli.decisions.entered import conditions_in, describe
from reintegratie_cli.decisions.scored import IndicatorScores
from reintegratie_cli.decisions.sol import CompiledRule, Held
from reintegratie_cli.models.change_result import VERDICTS, Verdict
from reintegratie_cli.models.instrument import Scale
from reintegratie_cli.models.responses import NO_ANSWER, BoolArray, Coded, FloatArray, IntArray, Table
from reintegratie_cli.models.rules import IndicatorCondition
from reintegratie_cli.psychometrics.change import ReliableChange, differs_beyond_error

CLEAR_FROM = 0.80
"""The probability that a group has to have, before and after, for a person to have changed groups."""

_WORDS: Mapping[str, tuple[Verdict, Verdict]] = {
    "favourable": ("worse", "improved"),
    "unfavourable": ("improved", "worse"),
    "neither": ("lower", "higher"),
}
"""What a fall and what a rise is called, by which side of the scale is the favourable one."""


def verdicts(
    scale: Scale, change: ReliableChange, pvalue: FloatArray, first: FloatArray, ends: tuple[float, float]
) -> Coded:
    """The verdict on each person's change, (n_persons,); empty where its error or a score is not known.

    `cannot_be_shown`: not changed, and even the largest possible improvement from the first score on would have been
    within the error. Where neither side is favourable that is said where no change at all could be shown.
    """
    fall, rise = (VERDICTS.index(word) for word in _WORDS[scale.high])
    direction = change.direction(pvalue)
    up, down = change.reachable(ends[1] - first), change.reachable(ends[0] - first)
    shown = {"favourable": up, "unfavourable": down, "neither": up | down}[scale.high]
    still = np.where(shown, VERDICTS.index("unchanged"), VERDICTS.index("cannot_be_shown"))
    places = np.select([direction > 0, direction < 0], [rise, fall], still)
    return chosen(np.where(np.isnan(change.index), NO_ANSWER, places), VERDICTS)


@dataclass(frozen=True)
class Standing:
    """Where n persons stand in Sol's groups at one measurement.

    `group`: (n_persons,) names as they are written, empty for nobody suggested; `probability` of that group, nan where
    none is; `held`: where each condition of the rule holds on the observed scores; `indicators`: what it reads.
    """

    group: Coded
    probability: FloatArray
    held: Held
    indicators: Mapping[str, IndicatorScores]


def sol_columns(compiled: CompiledRule, first: Standing, second: Standing) -> Table:
    """The `sol.*` columns for the same persons at two measurements.

    A group has changed where both had a probability of at least .80, and a condition that separates the two groups
    changed reliably: one in the gate of the group that goes first in the rule, which holds one time and not the other,
    by more than the error of both scores. Facts are certain. Empty where there is no group or no probability.
    """
    names = [group.group for group in compiled.groups]
    places = [_places(standing.group, names) for standing in (first, second)]
    known = ~np.isnan(first.probability) & ~np.isnan(second.probability) & (places[0] >= 0) & (places[1] >= 0)
    clear = (np.fmin(first.probability, second.probability) >= CLEAR_FROM) & (places[0] != places[1]) & known
    earlier = np.minimum(*places)
    held: dict[str, BoolArray] = {}
    for place, group in enumerate(compiled.gated):
        for condition in conditions_in([group.when]):
            flipped = first.held[condition] != second.held[condition]
            if isinstance(condition, IndicatorCondition):
                flipped &= _differs(first.indicators[condition.indicator], second.indicators[condition.indicator])
            name = describe(condition)
            held[name] = held.get(name, np.False_) | (flipped & clear & (earlier == place))
    changed = np.any(np.stack(list(held.values())), axis=0)
    return {
        "sol.first": first.group,
        "sol.first_probability": first.probability,
        "sol.second": second.group,
        "sol.second_probability": second.probability,
        "sol.changed": chosen(np.where(known, changed.astype(np.int64), NO_ANSWER), ("false", "true")),
        "sol.condition": listed(held, len(changed)),
    }


def _places(group: Coded, names: Sequence[str]) -> IntArray:
    """The place of each person's group in the rule, -1 for none and for a group that is no place in it."""
    table = np.array([names.index(label) if label in names else NO_ANSWER for label in group.labels] + [NO_ANSWER])
    return np.asarray(table[group.places])


def _differs(first: IndicatorScores, second: IndicatorScores) -> BoolArray:
    """Where an indicator changed beyond error; a rating beside the client's own answers is no change."""
    differs = differs_beyond_error(first.true.observed, first.true.error, second.true.observed, second.true.error)
    return np.asarray(differs & (first.rated == second.rated))
