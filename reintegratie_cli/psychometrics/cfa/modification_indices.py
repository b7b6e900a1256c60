"""What freeing a parameter would do: cross-loadings and residual covariances that the model fixes at zero.

Sorbom (1989), Psychometrika 54, 371-384.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from reintegratie_cli.psychometrics.cfa.matrices import at_minimum
from reintegratie_cli.psychometrics.cfa.specification import FIXED, FloatArray, IntArray
from reintegratie_cli.psychometrics.cfa.structure import GroupStructure, Matrices
from reintegratie_cli.psychometrics.contingency import pair_indices

Weigh = Callable[[FloatArray], FloatArray]
"""From dSigma (n, n_items, n_items) to W such that half the sum of W and another dSigma is their information."""

_CELLS = 4_000_000
"""How many numbers of the candidates are held at a time."""


@dataclass(frozen=True)
class Misfit:
    """Where the discrepancy of a person, F / 2, still slopes: half the trace of `slope` dSigma for every parameter.

    `weigh` gives the expected information, `n` is the number of persons that multiplies it.
    """

    slope: FloatArray
    weigh: Weigh
    n: float


@dataclass(frozen=True)
class ModificationIndices:
    """First all cross-loadings, then all residual covariances; each array is (n_candidates,).

    `row` is the place of the item; `column` that of the factor, or of the other item where `is_loading` is false.
    `index`: the fall in chi-square; `change`: the parameter's expected value; nan where it cannot be freed.
    """

    is_loading: np.ndarray
    row: IntArray
    column: IntArray
    index: FloatArray
    change: FloatArray


def modification_indices(structure: GroupStructure, at: Matrices, misfit: Misfit) -> ModificationIndices:
    """N g^2 / (I22 - I21 I11^-1 I12) and -g / (the same without N), with g the slope and I the expected information.

    Equals lavaan::modificationIndices, for missing answers the information that the patterns leave.
    """
    # Intercepts and covariances carry no expected information of each other.
    free = np.delete(structure.derivatives(at), structure.mean_numbers(), axis=0)
    flat = free.reshape(len(free), -1)
    information = at_minimum(misfit.weigh(free).reshape(len(free), -1) @ flat.T / 2)
    item, factor = np.nonzero(structure.pattern.loadings == FIXED)
    rows, columns = pair_indices(structure.n_items)
    pinned = structure.pattern.residuals[rows, columns] == FIXED
    row, column = np.concatenate([item, rows[pinned]]), np.concatenate([factor, columns[pinned]])
    is_loading = np.arange(len(row)) < len(item)
    slope, own = np.empty((2, len(row)))
    shared = np.empty((len(free), len(row)))
    for part, slopes in _candidates(at, row, column, is_loading):
        weighted = misfit.weigh(slopes)
        slope[part] = np.einsum("ij,kij->k", misfit.slope, slopes) / 2
        own[part] = np.einsum("kij,kij->k", weighted, slopes) / 2
        shared[:, part] = flat @ weighted.reshape(len(slopes), -1).T / 2
    left = own - (shared * np.linalg.solve(information, shared)).sum(axis=0)
    # What the free parameters already explain has no information of its own: all of it is rounding error.
    left = np.where(left > 1e-9 * own, left, np.nan)
    return ModificationIndices(is_loading, row, column, misfit.n * slope**2 / left, -slope / left)


def _candidates(
    at: Matrices, row: IntArray, column: IntArray, is_loading: np.ndarray
) -> Iterator[tuple[slice, FloatArray]]:
    """DSigma of some candidates at a time: e_i v' + v e_i', with v = Lambda Psi of the factor, or e_j of the item."""
    n_items = len(at.loadings)
    other = np.hstack([at.loadings @ at.factor_covariances, np.eye(n_items)])
    place = np.where(is_loading, column, column + at.loadings.shape[1])
    size = max(_CELLS // n_items**2, 1)
    for first in range(0, len(row), size):
        part = slice(first, min(first + size, len(row)))
        slopes = np.zeros((part.stop - part.start, n_items, n_items))
        slopes[np.arange(len(slopes)), row[part]] = other[:, place[part]].T
        yield part, slopes + slopes.transpose(0, 2, 1)
