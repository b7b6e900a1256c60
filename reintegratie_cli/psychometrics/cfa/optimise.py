"""Finding the parameters at which a discrepancy is least: Fisher scoring, then Newton, with halved steps."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from reintegratie_cli.psychometrics.cfa.specification import FloatArray

TOLERANCE = 1e-9
"""The largest slope, on items of unit variance, at which the parameters are found."""

_MOST_STEPS, _MOST_HALVINGS, _FISHER_STEPS = 200, 30, 5

_ROUNDING = 1e-13
"""Discrepancies of order one that differ by less are the same."""


class Problem(Protocol):
    """A discrepancy with its slope and curvature."""

    def value(self, theta: FloatArray) -> float:
        """The discrepancy; infinite where the implied moments are impossible."""

    def gradient(self, theta: FloatArray) -> FloatArray:
        """Its slope: (n_free,)."""

    def expected(self, theta: FloatArray) -> FloatArray:
        """Its expected second derivatives: (n_free, n_free), never indefinite."""

    def observed(self, theta: FloatArray) -> FloatArray:
        """Its second derivatives: (n_free, n_free)."""


@dataclass(frozen=True)
class Optimum:
    """Where the search ended, and whether that is a minimum."""

    theta: FloatArray
    converged: bool
    n_steps: int


def minimise(problem: Problem, start: FloatArray) -> Optimum:
    """The least discrepancy from `start` (n_free,) on.

    Fisher scoring alone converges slowly where a model misfits, which is the normal case; Newton steps finish it.
    """
    theta, value = start, problem.value(start)
    for step in range(_MOST_STEPS):
        slope = problem.gradient(theta)
        if np.abs(slope).max(initial=0.0) < TOLERANCE:
            return Optimum(theta, converged=True, n_steps=step)
        curvature = problem.expected(theta) if step < _FISHER_STEPS else _convex(problem, theta)
        found = _descend(problem, theta, value, slope, curvature)
        if found is None:
            break
        theta, value = found
    return Optimum(theta, converged=_is_least(problem, theta, value), n_steps=step + 1)


def _is_least(problem: Problem, theta: FloatArray, value: float) -> bool:
    """Whether all that another step could gain is lost in rounding, as with items of hardly any residual variance."""
    slope, observed = problem.gradient(theta), problem.observed(theta)
    try:
        factor = np.linalg.cholesky(observed)
    except np.linalg.LinAlgError:
        return False
    gain = float((np.linalg.solve(factor, slope) ** 2).sum()) / 2
    return gain < _ROUNDING * (1 + abs(value))


def _convex(problem: Problem, theta: FloatArray) -> FloatArray:
    """The second derivatives, or the expected ones where the discrepancy is not convex."""
    observed = problem.observed(theta)
    try:
        np.linalg.cholesky(observed)
    except np.linalg.LinAlgError:
        return problem.expected(theta)
    return observed


def _descend(
    problem: Problem, theta: FloatArray, value: float, slope: FloatArray, curvature: FloatArray
) -> tuple[FloatArray, float] | None:
    """A step that does not raise the discrepancy, halved until it does not; none when there is no such step."""
    direction = -_solved(curvature, slope)
    # What rounding makes of a discrepancy that no longer changes.
    slack = _ROUNDING * (1 + abs(value))
    for halving in range(_MOST_HALVINGS):
        there = theta + direction / 2**halving
        found = problem.value(there)
        if found <= value + slack:
            return there, found
    return None


def _solved(curvature: FloatArray, slope: FloatArray) -> FloatArray:
    """Curvature^-1 slope, with a small ridge where the curvature is singular."""
    try:
        factor = np.linalg.cholesky(curvature)
    except np.linalg.LinAlgError:
        ridge = 1e-6 * max(float(np.diag(curvature).max()), 1e-6)
        return np.asarray(np.linalg.lstsq(curvature + ridge * np.eye(len(slope)), slope, rcond=None)[0])
    return np.asarray(np.linalg.solve(factor.T, np.linalg.solve(factor, slope)))
