"""What an estimation ends with: the same for every estimator."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from math import isfinite, nan, sqrt
from typing import Literal

import numpy as np
from scipy import special

from reintegratie_cli.psychometrics.cfa.modification_indices import Misfit, ModificationIndices, modification_indices
from reintegratie_cli.psychometrics.cfa.specification import FloatArray, Specification
from reintegratie_cli.psychometrics.cfa.standardise import Standardised, standardise
from reintegratie_cli.psychometrics.cfa.structure import GroupStructure, Matrices, group_structures

Estimator = Literal["ML", "MLR", "WLSMV"]
Missing = Literal["listwise", "fiml", "pairwise"]
Fault = Literal[
    "too_few_persons",
    "constant_item",
    "not_positive_definite",
    "not_identified",
    "never_together",
    "too_many_patterns",
    "saturated_not_converged",
]


_FAR = 700.0
"""Beyond this exp has no number."""


class CfaError(ValueError):
    """No estimation is possible: `code` says why, `items` are the places of the items that it is about."""

    def __init__(self, code: Fault, items: tuple[int, ...] = ()) -> None:
        super().__init__(f"{code}: items {items}")
        self.code, self.items = code, items


@dataclass(frozen=True)
class Parameter:
    """One row of the solution, as lavaan names it; `group` counts from 1.

    `se`, `z` and `pvalue` are nan for what is fixed or follows from the others.
    """

    lhs: str
    op: str
    rhs: str
    group: int
    estimate: float
    se: float
    standardized: float
    standardized_se: float

    @property
    def z(self) -> float:
        """The estimate over its standard error."""
        return self.estimate / self.se if self.se > 0 else nan

    @property
    def pvalue(self) -> float:
        """Two-sided, from the normal distribution."""
        return 2 * float(special.ndtr(-abs(self.z))) if isfinite(self.z) else nan


@dataclass(frozen=True)
class Omega:
    """McDonald's omega of one scale, with its standard error; nan where there is none."""

    value: float
    se: float

    def interval(self, z: float = 1.959963984540054) -> tuple[float, float]:
        """On the scale of ln(1 - omega), whose distribution is closer to the normal one (Bonett, 2002)."""
        if not (isfinite(self.value) and isfinite(self.se)) or self.value >= 1:
            return nan, nan
        # With an error so large that there is no number for it, nothing is known.
        spread = min(z * self.se / (1 - self.value), _FAR)
        return 1 - (1 - self.value) * float(np.exp(spread)), 1 - (1 - self.value) * float(np.exp(-spread))


@dataclass(frozen=True)
class Solution:
    """The estimates of one model; arrays are of items divided by `scale` (n_items,).

    `theta` (n_free,) with the covariance matrix of its estimates; `sample` the moments the model was fitted to (S,
    saturated with missing answers, or polychoric); `thresholds` and their standard errors for ordered answers; `fit` by
    lavaan's names with _ for the dot; `omegas` by scale.
    """

    specification: Specification
    estimator: Estimator
    missing: Missing
    n: int
    n_parameters: int
    converged: bool
    theta: FloatArray
    covariance: FloatArray
    scale: FloatArray
    sample: FloatArray
    misfit: Misfit
    fit: dict[str, float]
    thresholds: tuple[FloatArray, ...] = ()
    threshold_se: tuple[FloatArray, ...] = ()
    omegas: dict[str, Omega] = field(default_factory=dict)

    @property
    def structure(self) -> GroupStructure:
        """The structure of the first group."""
        return self.structures[0]

    @cached_property
    def structures(self) -> tuple[GroupStructure, ...]:
        """The structure of every group."""
        return group_structures(self.specification)

    @cached_property
    def at(self) -> Matrices:
        """Lambda, Psi, Theta and nu of the first group."""
        return self.structure.matrices(self.theta)

    @cached_property
    def residual_variances(self) -> FloatArray:
        """(n_items,): estimated, or what the unit variance of ordered answers leaves."""
        if self.specification.residuals_free:
            return np.diag(self.at.residuals)
        return np.asarray(1 - np.diag(self.at.common))

    @cached_property
    def implied(self) -> FloatArray:
        """The implied covariance matrix, with unit variances for ordered answers: (n_items, n_items)."""
        residuals = self.at.residuals.copy()
        np.fill_diagonal(residuals, self.residual_variances)
        return self.at.common + residuals

    @cached_property
    def standardised(self) -> Standardised:
        """The standardised solution of the first group."""
        free = self.specification.residuals_free
        return standardise(self.structure, self.theta, self.covariance, residuals_free=free)

    @cached_property
    def modification_indices(self) -> ModificationIndices:
        """Of the first group, for items in units of `scale`."""
        return modification_indices(self.structure, self.at, self.misfit)

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """Every parameter in the units of the items, in lavaan's order."""
        return tuple(_rows(self))


def _rows(it: Solution) -> Iterator[Parameter]:
    """Loadings, residual covariances and variances, factor variances and covariances, thresholds, intercepts."""
    model, structure = it.specification.model, it.structure
    factors, scale = tuple(model.factors), it.scale
    load, res, cov = structure.loadings, structure.residuals, structure.factor_covariances
    for item, factor, number in zip(load.row, load.column, load.number, strict=True):
        yield _row(it, (factors[factor], "=~", model.items[item]), number, scale[item])
    numbers = {(r, c): n for r, c, n in zip(res.row, res.column, res.number, strict=True)}
    for (later, earlier), (first, second) in zip(model.residual_pairs, model.residual_covariances, strict=True):
        yield _row(it, (first, "~~", second), numbers[later, earlier], scale[later] * scale[earlier])
    yield from _residual_variances(it, numbers)
    for factor in factors:
        yield Parameter(factor, "~~", factor, 1, 1.0, nan, 1.0, nan)
    for later, earlier, number in zip(cov.row, cov.column, cov.number, strict=True):
        yield _row(it, (factors[earlier], "~~", factors[later]), number, 1.0)
    for item, own, errors in zip(model.items, it.thresholds, it.threshold_se, strict=False):
        for k, (threshold, error) in enumerate(zip(own, errors, strict=True), start=1):
            yield Parameter(item, "|", f"t{k}", 1, float(threshold), float(error), float(threshold), float(error))
    for place, number in enumerate(structure.mean_numbers()):
        yield _row(it, (model.items[place], "~1", ""), number, scale[place])


def _row(it: Solution, names: tuple[str, str, str], number: int, unit: float) -> Parameter:
    """A parameter that is estimated; `unit` brings it back to the units of the items."""
    variance, std = float(it.covariance[number, number]), it.standardised
    error = sqrt(variance) if variance > 0 else nan
    estimate, standardized = float(it.theta[number] * unit), float(std.estimates[number])
    return Parameter(*names, 1, estimate, error * float(unit), standardized, float(std.se[number]))


def _residual_variances(it: Solution, numbers: Mapping[tuple[int, int], int]) -> Iterator[Parameter]:
    for place, item in enumerate(it.specification.model.items):
        if it.specification.residuals_free:
            yield _row(it, (item, "~~", item), numbers[place, place], it.scale[place] ** 2)
        else:
            left = float(it.residual_variances[place])
            yield Parameter(item, "~~", item, 1, left, nan, left, float(it.standardised.residual_se[place]))
