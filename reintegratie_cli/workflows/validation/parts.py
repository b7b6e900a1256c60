"""Whether the items of one scale fall apart into groups, whatever the scale says."""

from collections.abc import Sequence

import numpy as np

from reintegratie_cli.models.responses import FloatArray
from reintegratie_cli.psychometrics.efa import EfaError, efa
from reintegratie_cli.workflows.validation.plan import ModelPlan
from reintegratie_cli.workflows.validation.structure import Correlations, parallel

FEWEST_ITEMS, FEWEST_TOGETHER = 4, 2
"""One item is no group, so that fewer than four items have no two groups."""

Parts = tuple[tuple[str, ...], ...]


def scale_parts(it: Correlations, plan: ModelPlan, scales: Sequence[str], seed: int) -> dict[str, Parts]:
    """Scale -> the groups that its items make; only scales in which parallel analysis finds more than one dimension."""
    found = {name: parts_of(it, plan.model.factors[plan.factor_of[name]], seed) for name in scales}
    return {name: parts for name, parts in found.items() if parts}


def parts_of(it: Correlations, items: Sequence[str], seed: int) -> Parts:
    """The groups of `items`, in their order; empty where they have one dimension, or too few items to have more.

    Horn's (1965) parallel analysis of the correlations of these items alone says how many there are; exploratory
    factors which item goes where: with that on which it loads most. Where these cannot be had, the signs on the second
    principal component part the items in two.
    """
    if len(items) < FEWEST_ITEMS:
        return ()
    own = it.of(items)
    n_parts = parallel(own, seed).n_factors or 1
    if n_parts == 1:
        return ()
    place = _places(own.matrix, n_parts)
    groups = [tuple(item for item, own in zip(items, place, strict=True) if own == at) for at in dict.fromkeys(place)]
    groups = [group for group in groups if len(group) >= FEWEST_TOGETHER]
    return tuple(groups) if len(groups) > 1 else ()


def _places(correlation: FloatArray, n_parts: int) -> list[int]:
    """The group of each item."""
    try:
        loadings = efa(correlation, n_parts).loadings
    except EfaError:
        return [int(weight > 0) for weight in np.linalg.eigh(correlation)[1][:, -2]]
    return [int(at) for at in np.argmax(np.abs(loadings), axis=1)]
