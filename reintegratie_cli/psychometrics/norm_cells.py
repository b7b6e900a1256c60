"""Frequencies of scores that tell nothing of any one person: neighbouring scores together until a cell has enough."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.integer[Any]]


@dataclass(frozen=True)
class Cells:
    """(n_cells,) each: the lowest and the highest possible score in a cell, and the persons with one of its scores."""

    low: FloatArray
    high: FloatArray
    n: IntArray


def counts_of(score: FloatArray, possible: FloatArray) -> IntArray:
    """How many persons have each of the possible scores: (n_possible,), which is of rising order.

    `score`: (n_persons,) without nan. A score between two possible ones counts as the nearest, halfway as the higher.
    """
    between = (possible[:-1] + possible[1:]) / 2
    return np.bincount(np.searchsorted(between, score, side="right"), minlength=len(possible))


def merged(possible: FloatArray, counts: IntArray, fewest: int) -> Cells:
    """Cells of neighbouring scores with at least `fewest` persons each, that hold every possible score.

    The cell with the fewest persons goes together with the smaller of its neighbours, again and again (the lower one
    first where they are equal), so that scores stay apart where they can. No cells where all persons together are too
    few.
    """
    if counts.sum() < fewest:
        return Cells(np.empty(0), np.empty(0), np.empty(0, dtype=np.int64))
    n = counts.tolist()
    first = list(range(len(n)))
    while min(n) < fewest:
        at = n.index(min(n))
        below = n[at - 1] if at else np.inf
        above = n[at + 1] if at + 1 < len(n) else np.inf
        other = at if above < below else at - 1
        n[other : other + 2] = [n[other] + n[other + 1]]
        del first[other + 1]
    last = [*(place - 1 for place in first[1:]), len(possible) - 1]
    return Cells(possible[first], possible[last], np.array(n, dtype=np.int64))
