"""Maximum likelihood from means and covariances (Joreskog, 1969, Psychometrika 34, 183-202)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from reintegratie_cli.psychometrics.cfa.matrices import inverse, log_determinant
from reintegratie_cli.psychometrics.cfa.moments import GroupMoments
from reintegratie_cli.psychometrics.cfa.specification import FloatArray, Specification
from reintegratie_cli.psychometrics.cfa.structure import GroupStructure, Matrices, group_structures


@dataclass(frozen=True)
class _Group:
    """One group at given parameters: its weight n_g / N, what is implied, and how far the moments are from it."""

    structure: GroupStructure
    moments: GroupMoments
    weight: float
    at: Matrices
    implied: FloatArray
    inverse: FloatArray
    distance: FloatArray
    """m - mu; zero without a mean structure."""

    @property
    def sample(self) -> FloatArray:
        """S + dd'."""
        return self.moments.covariance + np.outer(self.distance, self.distance)


class MaximumLikelihood:
    """F = sum of n_g / N {ln|Sigma| + tr((S + dd') Sigma^-1) - ln|S| - p}; value and derivatives are of F / 2."""

    def __init__(self, specification: Specification, moments: Sequence[GroupMoments]) -> None:
        self.structures = group_structures(specification)
        self.moments = tuple(moments)
        self.n = sum(group.n for group in moments)
        self._last: tuple[FloatArray, list[_Group] | None] | None = None

    def value(self, theta: FloatArray) -> float:
        """F / 2; infinite where an implied covariance matrix is not positive definite."""
        groups = self._groups(theta)
        if groups is None:
            return float("inf")
        return float(sum(group.weight * _discrepancy(group) for group in groups)) / 2

    def gradient(self, theta: FloatArray) -> FloatArray:
        """The slope of F / 2: (n_free,)."""
        found = np.zeros(len(theta))
        for group in self._groups(theta) or []:
            misfit = group.inverse - group.inverse @ group.sample @ group.inverse
            found += group.weight * group.structure.pull_back(misfit, group.at)
            numbers = group.structure.mean_numbers()
            if len(numbers):
                found[numbers] -= group.weight * group.inverse @ group.distance
        return found

    def expected(self, theta: FloatArray) -> FloatArray:
        """The expected second derivatives of F / 2, the information of one person: (n_free, n_free)."""
        found = np.zeros((len(theta), len(theta)))
        for group in self._groups(theta) or []:
            found += group.weight * _expected(group)
        return found

    def observed(self, theta: FloatArray) -> FloatArray:
        """The second derivatives of F / 2: (n_free, n_free).

        1/2 tr(A Sk A Sl) + tr(A Sk A Sl A R) - 1/2 tr(A R A Skl) with A = Sigma^-1 and R = S + dd' - Sigma, and what
        the means add.
        """
        found = np.zeros((len(theta), len(theta)))
        for group in self._groups(theta) or []:
            found += group.weight * _observed(group)
        return found

    def _groups(self, theta: FloatArray) -> list[_Group] | None:
        """Every group at `theta`; none where an implied covariance matrix is not positive definite."""
        if self._last is None or not np.array_equal(self._last[0], theta):
            self._last = (theta.copy(), self._at(theta))
        return self._last[1]

    def _at(self, theta: FloatArray) -> list[_Group] | None:
        groups = []
        for structure, moments in zip(self.structures, self.moments, strict=True):
            at = structure.matrices(theta)
            implied = at.implied
            try:
                np.linalg.cholesky(implied)
            except np.linalg.LinAlgError:
                return None
            distance = moments.mean - at.intercepts if structure.has_means else np.zeros(structure.n_items)
            groups.append(_Group(structure, moments, moments.n / self.n, at, implied, inverse(implied), distance))
        return groups


def _discrepancy(group: _Group) -> float:
    trace = float((group.sample * group.inverse).sum())
    saturated = log_determinant(group.moments.covariance) + group.structure.n_items
    return float(log_determinant(group.implied) + trace - saturated)


def _expected(group: _Group) -> FloatArray:
    slopes = group.structure.derivatives(group.at)
    weighted = group.inverse @ slopes @ group.inverse
    flat = (len(slopes), -1)
    found = weighted.reshape(flat) @ slopes.reshape(flat).T / 2
    numbers = group.structure.mean_numbers()
    if len(numbers):
        found[np.ix_(numbers, numbers)] += group.inverse
    return np.asarray(found)


def _observed(group: _Group) -> FloatArray:
    slopes = group.structure.derivatives(group.at)
    weighted = group.inverse @ slopes @ group.inverse
    residual = group.sample - group.implied
    misfit = group.inverse @ residual @ group.inverse
    flat = (len(slopes), -1)
    turned = weighted @ residual @ group.inverse
    found = weighted.reshape(flat) @ slopes.reshape(flat).T / 2
    crossed = slopes.reshape(flat) @ turned.transpose(0, 2, 1).reshape(flat).T
    found += (crossed + crossed.T) / 2
    found -= group.structure.curvature(group.at, misfit) / 2
    numbers = group.structure.mean_numbers()
    if len(numbers):
        found[np.ix_(numbers, numbers)] += group.inverse
        between = weighted @ group.distance
        found[numbers] += between.T
        found[:, numbers] += between
    return np.asarray(found)
