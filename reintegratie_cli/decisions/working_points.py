"""Working points: what can be worked on first, in every group; and the barriers that weigh heavily."""

from collections.abc import Mapping

import numpy as np

from reintegratie_cli.decisions.coding import largest, listed, ranked
from reintegratie_cli.decisions.scored import Scored
from reintegratie_cli.models.responses import NO_ANSWER, BoolArray, Coded, FloatArray
from reintegratie_cli.models.rules import WorkingPointRule


def unfavourable_probabilities(scored: Scored) -> dict[str, FloatArray]:
    """Per scale that has an unfavourable band: P(the true score lies in it), (n_persons,), nan without a score.

    Where a professional rated the same thing, the rating speaks for the scale, and the client's own answers do not.
    """
    found: dict[str, FloatArray] = {}
    for name, scale in scored.scales.items():
        probability = scale.unfavourable()
        if probability is not None:
            found[name] = probability
    for scale in scored.scales.values():
        twin = scale.scale.twin_of
        if twin in found and (rating := scale.unfavourable()) is not None:
            found[twin] = np.where(np.isnan(rating), found[twin], rating)
    return {name: p for name, p in found.items() if scored.scales[name].scale.twin_of not in found}


def working_points(rule: WorkingPointRule, unfavourable: Mapping[str, FloatArray], n: int) -> Coded:
    """At most `rule.most` scales per person, the most probably unfavourable ones first."""
    names = tuple(unfavourable)
    if not names:
        return ranked(np.full((n, 1), NO_ANSWER), lambda _place, _rank: "")
    table = np.nan_to_num(np.stack([unfavourable[name] for name in names], axis=1))
    table[table < rule.probability_at_least] = 0.0
    return ranked(largest(table, rule.most), lambda place, _rank: names[place])


def heavy_barriers(rule: WorkingPointRule, scored: Scored) -> Coded:
    """The items of unfavourable checklists that weigh `rule.heavy_from` or more, in the order of the questionnaire."""
    heavy: dict[str, BoolArray] = {}
    for scale in scored.scales.values():
        if scale.scale.measurement == "formative" and scale.scale.high == "unfavourable":
            heavy |= {item: scored.items[item] >= rule.heavy_from for item in scale.scale.items if item in scored.items}
    return listed(heavy, scored.n)
