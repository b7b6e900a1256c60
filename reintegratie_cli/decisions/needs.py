"""How much a person needs what an intervention acts on."""

from collections.abc import Mapping, Sequence

import numpy as np

from reintegratie_cli.decisions.scored import Scored
from reintegratie_cli.models.intervention import ActsOn
from reintegratie_cli.models.responses import FloatArray, IntArray


class Needs:
    """The sources of need of n persons, each a number from 0 to 1: scales, components and heavy barriers.

    A scale: P(the true score is unfavourable). A checklist item: 1 where it weighs `heavy_from` or more. A component:
    the mean of the probabilities over its scales that have a score, asked only where an intervention names no scale or
    item that was asked.
    """

    def __init__(self, unfavourable: Mapping[str, FloatArray], scored: Scored, heavy_from: float) -> None:
        """Bring all sources to one table; what was not measured is 0: nothing is known to be needed."""
        sources = {name: np.nan_to_num(probability) for name, probability in unfavourable.items()}
        by_component: dict[str, list[FloatArray]] = {}
        for name, probability in unfavourable.items():
            component = scored.scales[name].scale.component
            if component is not None:
                by_component.setdefault(component, []).append(probability)
        components = {name: _mean_of_known(np.stack(parts)) for name, parts in by_component.items()}
        barriers = {name: (score >= heavy_from).astype(np.float64) for name, score in scored.items.items()}
        # A component may carry the name of a scale; they are told apart by where an intervention names them.
        self._scales, self._components, self._items, self._n = sources, components, barriers, scored.n

    def of(self, acts_on: ActsOn) -> tuple[FloatArray, IntArray, Sequence[str]]:
        """The largest need, its place among the sources' names, and these names, for one intervention."""
        found = [(name, self._scales[name]) for name in acts_on.scales if name in self._scales]
        found += [(name, self._items[name]) for name in acts_on.items if name in self._items]
        found = found or [(name, self._components[name]) for name in acts_on.components if name in self._components]
        if not found:
            return np.zeros(self._n), np.zeros(self._n, dtype=np.int64), ("",)
        largest, at = found[0][1].copy(), np.zeros(self._n, dtype=np.int64)
        for place, (_, need) in enumerate(found[1:], start=1):
            larger = need > largest
            largest[larger], at[larger] = need[larger], place
        return largest, at, [name for name, _ in found]


def _mean_of_known(parts: FloatArray) -> FloatArray:
    """The mean of (n_parts, n_persons) over the parts that are known; 0 where none is."""
    known = ~np.isnan(parts)
    return np.asarray(np.nan_to_num(parts).sum(axis=0) / np.maximum(known.sum(axis=0), 1))
