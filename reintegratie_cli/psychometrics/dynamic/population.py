"""The populations that are simulated: a fitted model as if it were true, and with known paths left out of it.

Several factors: McNeish & Wolf (2023), Psychological Methods 28, 61-88; one: McNeish & Wolf (2022), Behavior Research
Methods 55, 1157-1174. From their own words (Wolf & McNeish, DFI cutoffs: a tutorial, chapter 4): the number of levels,
the size of what is left out, the most reliable factor, and one third, two thirds and all of the items. What the words
leave open is an own choice: see `populations`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from reintegratie_cli.psychometrics.cfa.solution import Solution
from reintegratie_cli.psychometrics.cfa.specification import FloatArray

RESIDUAL_CORRELATION = 0.3
"""Of items of a single factor, as in McNeish & Wolf (2022)."""
LARGEST_COMMUNALITY = 0.9
"""A cross-loading is no larger than this lets it be, so that every residual variance is clear of zero; own choice.

With it the cut-offs of Hu & Bentler's model are those of their own misspecification, in which the item's variance may
pass 1, or somewhat stricter.
"""
_THIRDS = 3
_PLACES = 9
"""Sizes that agree to so many places are equal: the first is taken, whatever rounding makes of them."""


@dataclass(frozen=True)
class Population:
    """A standardised factor model.

    `loadings` (n_items, n_factors), `factor_correlations` (n_factors, n_factors) and `residual_correlations` (n_items,
    n_items) with ones on the diagonal; items have unit variance, so that residual variances are what the factors leave.
    """

    loadings: FloatArray
    factor_correlations: FloatArray
    residual_correlations: FloatArray

    @property
    def common(self) -> FloatArray:
        """Lambda Phi Lambda': (n_items, n_items)."""
        return np.asarray(self.loadings @ self.factor_correlations @ self.loadings.T)

    @property
    def correlation(self) -> FloatArray:
        """The correlations of the items: (n_items, n_items)."""
        common = self.common
        spread = np.sqrt(np.maximum(1 - np.diag(common), 0.0))
        found = common + self.residual_correlations * np.outer(spread, spread)
        np.fill_diagonal(found, 1.0)
        return np.asarray(found)


def fitted_population(solution: Solution) -> Population:
    """The standardised solution of a single group, taken to be true; the solution must be a proper one."""
    spread = np.sqrt(np.diag(solution.implied))
    residual = np.sqrt(solution.residual_variances)
    correlations = solution.at.residuals / np.outer(residual, residual)
    np.fill_diagonal(correlations, 1.0)
    return Population(solution.at.loadings / spread[:, None], solution.at.factor_covariances, correlations)


def populations(solution: Solution) -> tuple[Population, ...]:
    """The fitted model and after it, level by level, the same with ever more that the model leaves out.

    Several factors: up to n_factors - 1 levels, each with one more cross-loading. The item of lowest loading of each
    factor also loads, by as much, on the most reliable factor; the lowest comes first. Own choices: reliability is
    coefficient H (Hancock & Mueller, 2001), which grows with the sum of l^2 / (1 - l^2); the factor that others load on
    gives no item of its own; only items of one factor are taken; a cross-loading has the sign of the loading, and is
    made smaller where the communality would pass `LARGEST_COMMUNALITY`.

    One factor: up to three levels, with residual correlations of `RESIDUAL_CORRELATION` that the model leaves out in
    about one third, two thirds and all of the items, each item in one pair. Own choices: level k has n_items k / 6
    pairs, rounded down, and a level with no more pairs than the one before is left out; items are paired from the
    lowest loading up; an item whose residual the model lets correlate is left alone. This gives the published cut-offs
    of a scale of ten items back to within .001 (see the tests).
    """
    correct = fitted_population(solution)
    several = correct.loadings.shape[1] > 1
    levels = _cross_loadings(solution, correct) if several else _residual_correlations(solution, correct)
    return correct, *levels


def _cross_loadings(solution: Solution, correct: Population) -> Iterator[Population]:
    pattern = solution.specification.model.pattern
    size = np.round(np.abs(correct.loadings), _PLACES)
    target = int(np.argmax(np.round((size**2 / (1 - size**2)).sum(axis=0), _PLACES)))
    candidates = []
    for factor in range(pattern.shape[1]):
        own = np.flatnonzero(pattern[:, factor] & (pattern.sum(axis=1) == 1))
        if factor != target and len(own):
            candidates.append((int(own[np.argmin(size[own, factor])]), factor))
    it = correct
    for item, factor in sorted(candidates, key=lambda pair: float(size[pair])):
        added = _size_of_cross_loading(correct, item, factor, target)
        if added > 0:
            loadings = it.loadings.copy()
            loadings[item, target] = np.copysign(added, loadings[item, factor])
            it = replace(it, loadings=loadings)
            yield it


def _size_of_cross_loading(correct: Population, item: int, factor: int, target: int) -> float:
    """That of the loading l, or what l^2 + c^2 + 2 l c phi = `LARGEST_COMMUNALITY` allows for c."""
    loading = float(np.abs(correct.loadings[item, factor]))
    phi = float(correct.factor_correlations[factor, target])
    left = LARGEST_COMMUNALITY - loading**2 * (1 - phi**2)
    return min(loading, float(np.sqrt(left)) - loading * phi) if left > 0 else 0.0


def _residual_correlations(solution: Solution, correct: Population) -> Iterator[Population]:
    taken = {place for pair in solution.specification.model.residual_pairs for place in pair}
    n_items = len(correct.loadings)
    size = np.round(np.abs(correct.loadings[:, 0]), _PLACES)
    free = [int(place) for place in np.argsort(size, kind="stable") if int(place) not in taken]
    pairs = list(zip(free[::2], free[1::2], strict=False))
    before = 0
    for level in range(1, _THIRDS + 1):
        n_pairs = min(n_items * level // (2 * _THIRDS), len(pairs))
        if n_pairs > before:
            correlations = correct.residual_correlations.copy()
            for first, second in pairs[:n_pairs]:
                correlations[first, second] = correlations[second, first] = RESIDUAL_CORRELATION
            yield replace(correct, residual_correlations=correlations)
            before = n_pairs
