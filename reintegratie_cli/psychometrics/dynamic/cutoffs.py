"""Dynamic fit index cut-offs: the values of SRMR, RMSEA and CFI that tell a model from one with a known misfit.

McNeish & Wolf (2023), Dynamic fit index cutoffs for confirmatory factor analysis models, Psychological Methods 28,
61-88; for one factor McNeish & Wolf (2022), Behavior Research Methods 55, 1157-1174; for ordered answers McNeish
(2023), American Psychologist 78, 1061-1075. Fixed cut-offs come from the one model and the sample sizes of Hu & Bentler
(1999); these come from the model and the sample at hand.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import nan
from typing import Literal

import numpy as np

from reintegratie_cli.psychometrics.cfa.identification import improper
from reintegratie_cli.psychometrics.cfa.matrices import is_positive_definite
from reintegratie_cli.psychometrics.cfa.solution import Solution
from reintegratie_cli.psychometrics.cfa.specification import FloatArray
from reintegratie_cli.psychometrics.dynamic.continuous import continuous_indices
from reintegratie_cli.psychometrics.dynamic.ordinal import ordinal_indices
from reintegratie_cli.psychometrics.dynamic.population import populations

MOST_FAILED = 10
"""Of a hundred samples of a population, how many may have no fit; own choice."""
_ERRORS = (20, 10)
"""One in so many misspecified samples passes, and one in so many correct ones does not: 95/5, else 90/10."""
_UPWARD = np.array([1.0, 1.0, -1.0])
"""SRMR and RMSEA rise with misfit, CFI falls."""

Reason = Literal[
    "several_groups",
    "improper_solution",
    "no_degrees_of_freedom",
    "too_few_persons",
    "no_misspecification",
    "too_many_failed",
    "not_separable",
]
"""Why there are no cut-offs. `no_misspecification`: too few items, or none that could take a path that is left out;
`not_separable`: the indices of correct and misspecified samples overlap at every level."""


@dataclass(frozen=True)
class CutoffLevel:
    """The cut-offs that find a misfit of this level; nan where no value of the index tells it from a correct model.

    SRMR and RMSEA are reached up to and including theirs, CFI from it on.
    """

    level: int
    srmr: float
    rmsea: float
    cfi: float


@dataclass(frozen=True)
class DynamicCutoffs:
    """`levels`, the smallest misfit first; `replications` samples of each population, `n_failed` of all without a fit.

    `met`: whether the observed indices reach every cut-off of the first level. When that has none: False if they miss
    one of a higher level, else None, since reaching those leaves a misfit of the first level possible. `reason`: why
    there is no cut-off at all, and none when there is one.
    """

    levels: tuple[CutoffLevel, ...]
    met: bool | None
    replications: int
    n_failed: int
    reason: Reason | None = None


def dynamic_cutoffs(
    solution: Solution, *, replications: int = 200, seed: int, progress: Callable[[int, int], None]
) -> DynamicCutoffs:
    """Cut-offs for this model, its standardised estimates and this number of persons.

    Samples are drawn from the fitted model and from the same with paths that the model leaves out (see `populations`);
    the model is fitted to all. A cut-off rejects at least 95 % of the samples of its level and at most 5 % of those of
    the correct model; if there is none, 90 and 10 %; else it is nan. 200 replications are enough
    for them to be stable (the simulation study in PMC11562945). All populations share their random numbers, so that
    levels differ by their misfit alone. The same seed gives the same cut-offs. `progress(done, total)` is called after
    every sample.

    Estimator and indices are those of the solution: ML for ML and MLR on normal data, where robust and naive indices
    agree; WLSMV with the robust indices. Approximations: with missing answers the samples are complete ones of the same
    number of persons, so that their indices vary somewhat less than the observed; and ordered answers that were
    treated as numbers (MLR) are simulated as normal ones with the correlations as estimated.

    Meeting the first level says that the model as a whole fits better than one that leaves out a single cross-loading
    (or, of one factor, residual correlations of .30 in a third of the items) would. It can stand for a fixed cut-off of
    SRMR, RMSEA or CFI. It does not say that no two items have a large residual correlation: in a long
    questionnaire one pair hardly moves the indices, and that is to be looked at apart.
    """
    reason = _why_not(solution)
    if reason is not None:
        return DynamicCutoffs((), None, 0, 0, reason)
    matrices = [it.correlation for it in populations(solution)]
    if len(matrices) == 1 or not all(is_positive_definite(it) for it in matrices):
        return DynamicCutoffs((), None, 0, 0, "no_misspecification")
    total = len(matrices) * replications
    found = np.empty((len(matrices), replications, 3))
    for done, indices in enumerate(_simulated(solution, matrices, replications, seed)):
        found[divmod(done, replications)] = indices
        progress(done + 1, total)
    failed = np.isnan(found).any(axis=2).sum(axis=1)
    if (failed * 100 > replications * MOST_FAILED).any():
        return DynamicCutoffs((), None, replications, int(failed.sum()), "too_many_failed")
    levels = tuple(_level(number, it, found[0]) for number, it in enumerate(found[1:], start=1))
    separable = any(not np.isnan(_values(it)).all() for it in levels)
    reason = None if separable else "not_separable"
    return DynamicCutoffs(levels, _met(levels, _observed(solution)), replications, int(failed.sum()), reason)


def _why_not(solution: Solution) -> Reason | None:
    if len(solution.specification.groups) > 1:
        return "several_groups"
    if improper(solution):
        return "improper_solution"
    if solution.fit["df"] <= 0:
        return "no_degrees_of_freedom"
    if solution.estimator != "WLSMV" and solution.n <= len(solution.sample):
        return "too_few_persons"
    return None


def _simulated(
    solution: Solution, matrices: list[FloatArray], replications: int, seed: int
) -> Iterator[tuple[float, float, float]]:
    """The indices of every sample, population after population."""
    indices = ordinal_indices if solution.estimator == "WLSMV" else continuous_indices
    for matrix in matrices:
        yield from indices(solution, matrix, replications, seed)


def _level(number: int, misspecified: FloatArray, correct: FloatArray) -> CutoffLevel:
    """From the indices (replications, 3) of a level and of the correct model."""
    wrong, right = (it[~np.isnan(it).any(axis=1)] * _UPWARD for it in (misspecified, correct))
    srmr, rmsea, cfi = (_cutoff(wrong[:, index], right[:, index]) for index in range(3))
    return CutoffLevel(number, srmr, rmsea, -cfi)


def _cutoff(misspecified: FloatArray, correct: FloatArray) -> float:
    """The largest value that few enough misspecified samples reach, if few enough correct ones pass it; else nan."""
    ascending = np.sort(misspecified)
    for one_in in _ERRORS:
        allowed = len(ascending) // one_in
        if allowed == 0:
            continue
        value = ascending[allowed - 1]
        if (misspecified <= value).sum() <= allowed and (correct > value).sum() * one_in <= len(correct):
            return float(value)
    return nan


def _observed(solution: Solution) -> FloatArray:
    """SRMR, RMSEA and CFI, the robust ones where there are any."""
    fit = solution.fit
    return np.array([fit["srmr"], fit.get("rmsea_robust", fit["rmsea"]), fit.get("cfi_robust", fit["cfi"])])


def _values(level: CutoffLevel) -> FloatArray:
    return np.array([level.srmr, level.rmsea, level.cfi])


def _met(levels: tuple[CutoffLevel, ...], observed: FloatArray) -> bool | None:
    reached = [_reached(level, observed) for level in levels]
    if reached[0] is not None:
        return reached[0]
    return False if False in reached else None


def _reached(level: CutoffLevel, observed: FloatArray) -> bool | None:
    """Whether the observed indices reach each cut-off that there is; none without a cut-off."""
    cutoffs = _values(level)
    there = ~np.isnan(cutoffs)
    return bool((observed * _UPWARD <= cutoffs * _UPWARD)[there].all()) if there.any() else None
