"""Full-information maximum likelihood: every answer counts, also of persons who skipped some (Arbuckle, 1996)."""

from collections.abc import Sequence

import numpy as np

from reintegratie_cli.psychometrics.cfa.pattern_information import lower_triangle, saturated_information
from reintegratie_cli.psychometrics.cfa.patterns import PatternMoments, PatternSums, pattern_sums
from reintegratie_cli.psychometrics.cfa.specification import FloatArray, Specification
from reintegratie_cli.psychometrics.cfa.structure import GroupStructure, Matrices, group_structures


class FullInformation:
    """Minus the log-likelihood of a person: value and derivatives of -l / N.

    The search begins near its end, at the maximum of the likelihood of the saturated moments, so that the information
    found at the beginning serves as curvature for the next steps too.
    """

    def __init__(self, specification: Specification, moments: Sequence[PatternMoments]) -> None:
        self.structures = group_structures(specification)
        self.moments = tuple(moments)
        self.n = sum(group.n_persons for group in moments)
        self._last: tuple[FloatArray, list[tuple[Matrices, PatternSums]] | None] | None = None
        self._curvature: FloatArray | None = None

    def value(self, theta: FloatArray) -> float:
        """-l / N; infinite where an implied covariance matrix is not positive definite."""
        groups = self._groups(theta)
        return float("inf") if groups is None else -sum(sums.log_likelihood for _, sums in groups) / self.n

    def gradient(self, theta: FloatArray) -> FloatArray:
        """The slope of -l / N: (n_free,)."""
        found = np.zeros(len(theta))
        for structure, (at, sums) in zip(self.structures, self._groups(theta) or [], strict=False):
            found -= structure.pull_back(sums.covariance_slope, at)
            found[structure.mean_numbers()] -= sums.mean_slope
        return found / self.n

    def expected(self, theta: FloatArray) -> FloatArray:
        """The curvature where the search began, which needs no patterns to be taken up again."""
        if self._curvature is None:
            self._curvature = self.observed(theta)
        return self._curvature

    def observed(self, theta: FloatArray) -> FloatArray:
        """The second derivatives of -l / N: (n_free, n_free)."""
        found = np.zeros((len(theta), len(theta)))
        for structure, moments, (at, sums) in zip(
            self.structures, self.moments, self._groups(theta) or [], strict=False
        ):
            information = saturated_information(moments, at.implied, at.intercepts)
            slopes = moment_slopes(structure, at)
            found += slopes.T @ information @ slopes - structure.curvature(at, sums.covariance_slope) / 2
        return found / self.n

    def _groups(self, theta: FloatArray) -> list[tuple[Matrices, PatternSums]] | None:
        if self._last is None or not np.array_equal(self._last[0], theta):
            self._last = (theta.copy(), self._at(theta))
        return self._last[1]

    def _at(self, theta: FloatArray) -> list[tuple[Matrices, PatternSums]] | None:
        found = []
        for structure, moments in zip(self.structures, self.moments, strict=True):
            at = structure.matrices(theta)
            try:
                np.linalg.cholesky(at.implied)
            except np.linalg.LinAlgError:
                return None
            found.append((at, pattern_sums(moments, at.implied, at.intercepts)))
        return found


def moment_slopes(structure: GroupStructure, at: Matrices) -> FloatArray:
    """Delta, the derivatives of (mu, vech Sigma): (n_items + n_items (n_items + 1) / 2, n_free).

    Without a mean structure the rows of the means are left out.
    """
    rows, columns = lower_triangle(structure.n_items)
    slopes = structure.derivatives(at)[:, rows, columns].T
    if not structure.has_means:
        return np.asarray(slopes)
    means = np.zeros((structure.n_items, structure.n_free))
    means[np.arange(structure.n_items), structure.mean_numbers()] = 1.0
    return np.vstack([means, slopes])
