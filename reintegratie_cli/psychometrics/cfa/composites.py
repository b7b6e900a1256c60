"""McDonald's omega of the scores that are made of a model's items, with the slopes its standard error needs."""

from dataclasses import dataclass
from math import nan, sqrt

import numpy as np

from reintegratie_cli.psychometrics.cfa.specification import FloatArray, IntArray
from reintegratie_cli.psychometrics.cfa.structure import GroupStructure, Matrices


@dataclass(frozen=True)
class Composite:
    """A scale: the places of its items, and of its factor.

    `steps`: for ordered answers, how many points the score rises at each threshold of each item.
    """

    name: str
    items: IntArray
    factor: int
    steps: tuple[FloatArray, ...] | None = None

    def weights(self, scale: FloatArray) -> FloatArray:
        """The weight of each item in the sum, for items divided by `scale` (n_items,)."""
        found = np.zeros(len(scale))
        found[self.items] = scale[self.items]
        return found


@dataclass(frozen=True)
class LinearOmega:
    """Omega with its slopes by the parameters (n_free,) and by the variance of the sum."""

    value: float
    by_parameters: FloatArray
    by_variance: float


def linear_omega(
    it: Composite, scale: FloatArray, structure: GroupStructure, at: Matrices, sample: FloatArray
) -> LinearOmega:
    """(Sum of loadings)^2 over the observed variance of the sum; residual covariances are no true variance.

    McDonald (1999), equation 6.20b, with the observed denominator, as semTools::compRelSEM. `sample` (n_items, n_items)
    has divisor N.
    """
    weights = it.weights(scale)
    true = float(weights @ at.loadings[:, it.factor])
    variance = float(weights @ sample @ weights)
    value = true**2 / variance
    slopes = np.zeros(structure.n_free)
    load = structure.loadings
    own = load.column == it.factor
    slopes[load.number[own]] = 2 * true / variance * weights[load.row[own]]
    return LinearOmega(value, slopes, -value / variance)


def standard_error(slopes: FloatArray, scores: FloatArray, n: int) -> float:
    """The root of s'Bs over n, with B the cross-product of the scores of n persons; nan where rounding leaves none."""
    total = float(slopes @ scores @ slopes)
    return sqrt(total) / n if total > 0 else nan
