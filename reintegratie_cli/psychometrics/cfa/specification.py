"""What a factor model says: which items load on which factor, and which numbers are to be estimated."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

FIXED = -1
"""The number of a parameter that is not estimated."""


@dataclass(frozen=True)
class FactorModel:
    """Factors with their items; residual covariances between pairs of items. Factors correlate, their variance is 1."""

    items: tuple[str, ...]
    factors: Mapping[str, tuple[str, ...]]
    residual_covariances: tuple[tuple[str, str], ...] = ()

    @property
    def pattern(self) -> npt.NDArray[np.bool_]:
        """(n_items, n_factors): which item loads on which factor."""
        return np.array([[item in own for own in self.factors.values()] for item in self.items], dtype=np.bool_)

    @property
    def residual_pairs(self) -> tuple[tuple[int, int], ...]:
        """The places of the items whose residuals covary, the later item first."""
        place = {item: at for at, item in enumerate(self.items)}
        return tuple((max(place[a], place[b]), min(place[a], place[b])) for a, b in self.residual_covariances)


@dataclass(frozen=True)
class GroupPattern:
    """The parameter numbers of one group, matrix by matrix, as in LISREL; FIXED where `values` holds a fixed value.

    `loadings` (n_items, n_factors), `factor_covariances` (n_factors, n_factors), `residuals` (n_items, n_items) and,
    with a mean structure, `intercepts` (n_items,). Groups that share a number share the parameter.
    """

    loadings: IntArray
    factor_covariances: IntArray
    residuals: IntArray
    intercepts: IntArray
    fixed_factor_covariances: FloatArray


@dataclass(frozen=True)
class Specification:
    """All groups of a model, and how many parameters there are."""

    model: FactorModel
    groups: tuple[GroupPattern, ...]
    n_free: int
    has_means: bool
    residuals_free: bool
    """Whether residual variances are estimated; for ordered answers they are what the unit variance leaves."""


def specify(
    model: FactorModel, *, n_groups: int = 1, has_means: bool = False, residuals_free: bool = True
) -> Specification:
    """A model whose parameters are free in every group: the configural model.

    Numbers run through loadings (factor by factor), residual variances and covariances, factor covariances and
    intercepts; group after group.
    """
    groups: list[GroupPattern] = []
    free = 0
    for _ in range(n_groups):
        group, free = _number(model, free, has_means=has_means, residuals_free=residuals_free)
        groups.append(group)
    return Specification(model, tuple(groups), free, has_means, residuals_free)


def _number(model: FactorModel, free: int, *, has_means: bool, residuals_free: bool) -> tuple[GroupPattern, int]:
    """Number the parameters of one group from `free` on; also the next free number."""
    pattern = model.pattern
    n_items, n_factors = pattern.shape
    factor, item = np.nonzero(pattern.T)
    loadings = np.full(pattern.shape, FIXED)
    loadings[item, factor] = free + np.arange(len(item))
    free += len(item)
    residuals = np.full((n_items, n_items), FIXED)
    if residuals_free:
        np.fill_diagonal(residuals, free + np.arange(n_items))
        free += n_items
    for row, column in model.residual_pairs:
        residuals[row, column] = residuals[column, row] = free
        free += 1
    covariances = np.full((n_factors, n_factors), FIXED)
    for column in range(n_factors):
        for row in range(column + 1, n_factors):
            covariances[row, column] = covariances[column, row] = free
            free += 1
    intercepts = np.full(n_items, FIXED)
    if has_means:
        intercepts = free + np.arange(n_items)
        free += n_items
    return GroupPattern(loadings, covariances, residuals, intercepts, np.eye(n_factors)), free
