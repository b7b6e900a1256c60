"""Wanberg's seven components: need, middle or strength; and the topics that are neither."""

from collections.abc import Mapping

import numpy as np

from reintegratie_cli.decisions.coding import chosen, listed
from reintegratie_cli.decisions.scored import Scored, ScoredScale
from reintegratie_cli.models.responses import NO_ANSWER, BoolArray, Coded, FloatArray, IntArray, Table
from reintegratie_cli.models.rules import WanbergRule

LEVELS = ("need", "middle", "strength")
BANDS = ("low", "mid", "high")


def share_of_range(scale: ScoredScale) -> FloatArray:
    """The score as a share of the scale's finite range, in the favourable direction: (n_persons,), 0 to 1."""
    low, high = scale.true.low, scale.true.high
    share = (scale.score - low) / (high - low)
    return 1.0 - share if scale.scale.high == "unfavourable" else share


def level(composite: FloatArray, low: float, high: float) -> IntArray:
    """0 below `low`, 2 above `high`, 1 between; NO_ANSWER without a score. (n_persons,)."""
    return np.where(np.isnan(composite), NO_ANSWER, 1 - 1 * (composite < low) + (composite > high))


def wanberg_columns(rule: WanbergRule, scored: Scored, readable: BoolArray) -> Table:
    """A column per component and one that lists the missing parts as `<component>:<scale>`.

    The composite is the mean of the component's reflective scales that have a score. Where it has no reflective
    scale, the formative ones speak: an index of needs is still one. A professional's twin counts beside the scale.
    A formative scale in its unfavourable band beside it keeps a component from being a strength: whoever has many
    barriers is not helped by hearing that constraints are none. A scale that is neither favourable nor unfavourable
    counts only where all are, one without a highest score never.
    """
    columns: Table = {}
    missing: dict[str, BoolArray] = {}
    for component in rule.components:
        scales = {name: s for name, s in scored.scales.items() if s.scale.component == component and s.has_ends}
        directed = {name: s for name, s in scales.items() if s.scale.high != "neither"} or scales
        parts = {name: s for name, s in directed.items() if s.scale.measurement == "reflective"} or directed
        missing |= {f"{component}:{name}": np.isnan(s.score) & readable for name, s in parts.items()}
        if not parts:
            missing[component] = readable
        columns[f"wanberg.{component}"] = _component(rule, parts, _burdened(scales, scored.n))
    return {**columns, "wanberg.missing": listed(missing, scored.n)}


def _burdened(scales: Mapping[str, ScoredScale], n: int) -> BoolArray:
    """Where a formative scale lies in its unfavourable band."""
    burdened = np.full(n, fill_value=False)
    for scale in scales.values():
        if scale.scale.measurement == "formative" and scale.scale.anchors is not None:
            if scale.scale.high == "unfavourable":
                burdened |= scale.score > scale.scale.anchors.high
            elif scale.scale.high == "favourable":
                burdened |= scale.score < scale.scale.anchors.low
    return burdened


def _component(rule: WanbergRule, parts: Mapping[str, ScoredScale], burdened: BoolArray) -> Coded:
    n = len(burdened)
    if not parts:
        return chosen(np.full(n, NO_ANSWER), LEVELS)
    shares = np.stack([share_of_range(part) for part in parts.values()])
    known = ~np.isnan(shares)
    composite = np.full(n, np.nan)
    np.divide(np.where(known, shares, 0.0).sum(axis=0), known.sum(axis=0), out=composite, where=known.any(axis=0))
    topic = all(part.scale.high == "neither" for part in parts.values())
    levels = level(composite, rule.need_below, rule.strength_above)
    if topic:
        return chosen(levels, BANDS)
    strength = LEVELS.index("strength")
    return chosen(np.where(burdened & (levels == strength), LEVELS.index("middle"), levels), LEVELS)
