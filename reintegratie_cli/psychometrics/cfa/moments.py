"""What a model without missing answers is estimated from: means and covariances of each group."""

from dataclasses import dataclass

import numpy as np

from reintegratie_cli.psychometrics.cfa.specification import FloatArray


@dataclass(frozen=True)
class GroupMoments:
    """`n` persons, `mean` (n_items,) and `covariance` (n_items, n_items) with divisor n."""

    n: int
    mean: FloatArray
    covariance: FloatArray

    def rescaled(self, scale: FloatArray) -> "GroupMoments":
        """The moments of the items divided by `scale` (n_items,)."""
        return GroupMoments(self.n, self.mean / scale, self.covariance / np.outer(scale, scale))


def complete_moments(items: FloatArray) -> GroupMoments:
    """The moments of `items` (n_persons, n_items), in which nothing is missing."""
    mean = items.mean(axis=0)
    centred = items - mean
    return GroupMoments(len(items), mean, centred.T @ centred / len(items))
