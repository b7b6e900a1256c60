"""What only the answers themselves can tell: sums over persons, at parameters that are given.

Whoever holds the rows evaluates these functions; the sums of several holders add up to the sum of all their persons.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reintegratie_cli.psychometrics.cfa.matrices import inverse
from reintegratie_cli.psychometrics.cfa.moments import GroupMoments
from reintegratie_cli.psychometrics.cfa.pattern_information import lower_triangle, pattern_inverses
from reintegratie_cli.psychometrics.cfa.patterns import PatternMoments, block_algebra
from reintegratie_cli.psychometrics.cfa.specification import FloatArray, IntArray
from reintegratie_cli.psychometrics.cfa.structure import GroupStructure, Matrices

_CELLS = 4_000_000
"""How many numbers are held at a time."""


@dataclass(frozen=True)
class CompleteSums:
    """Sums over the persons of a group who answered everything.

    `scores` (n_free + n_composites, the same): the cross-product of each person's score vector (the slope of the
    person's log-likelihood) with, for every composite w, (w'e)^2 - w'S w beside it. `distance`: (e' S^-1 e)^2.
    `fourth` (n_items,): e^4.
    """

    n: int
    scores: FloatArray
    distance: float
    fourth: FloatArray


def complete_sums(
    items: FloatArray, structure: GroupStructure, at: Matrices, moments: GroupMoments, composites: FloatArray
) -> CompleteSums:
    """The sums of `items` (n_persons, n_items); `moments` of all persons, `composites` (n_composites, n_items).

    The casewise scores are those of Yuan & Bentler (2000), Sociological Methodology 30, 165-200.
    """
    precision, sample = inverse(at.implied), inverse(moments.covariance)
    constant = structure.pull_back(precision, at)
    spread = np.einsum("ci,ij,cj->c", composites, moments.covariance, composites)
    size = structure.n_free + len(composites)
    scores, distance, fourth = np.zeros((size, size)), 0.0, np.zeros(len(moments.mean))
    for part in _parts(len(items), size):
        centred = items[part] - moments.mean
        away = items[part] - at.intercepts if structure.has_means else centred
        weighted = away @ precision
        score = structure.quadratic_scores(weighted, at) - constant
        score[:, structure.mean_numbers()] += weighted if structure.has_means else 0.0
        joint = np.hstack([score, (centred @ composites.T) ** 2 - spread])
        scores += joint.T @ joint
        distance += float((((centred @ sample) * centred).sum(axis=1) ** 2).sum())
        fourth += (centred**4).sum(axis=0)
    return CompleteSums(len(items), scores, distance, fourth)


@dataclass(frozen=True)
class IncompleteSums:
    """Sums over the persons of a group who may have skipped items.

    `scores` (n_free + n_moments, the same): the cross-product of each person's score vector under the model with that
    under the saturated model beside it, its (mu, vech Sigma). `fourth` (n_items,): (x - mean)^4 of who answered.
    """

    n: int
    scores: FloatArray
    fourth: FloatArray


def incomplete_sums(
    items: FloatArray, structure: GroupStructure, at: Matrices, saturated: GroupMoments, item_means: FloatArray
) -> IncompleteSums:
    """The sums of `items` (n_persons, n_items), nan = no answer, at the model's and the saturated moments.

    `item_means` (n_items,): the mean of each item over all who answered it.
    """
    n_items = structure.n_items
    size = structure.n_free + n_items * (n_items + 3) // 2
    answered = ~np.isnan(items)
    rows = answered.any(axis=1)
    scores = np.zeros((size, size))
    patterns, of = np.unique(answered[rows], axis=0, return_inverse=True)
    model = _persons(items[rows], at.intercepts, patterns, of.reshape(-1))
    full = _persons(items[rows], saturated.mean, patterns, of.reshape(-1))
    for score in _casewise(structure, at, saturated, model, full):
        scores += score.T @ score
    fourth = np.nansum((items[rows] - item_means) ** 4, axis=0)
    return IncompleteSums(int(rows.sum()), scores, fourth)


def _parts(n: int, width: int) -> Iterator[slice]:
    size = max(_CELLS // max(width, 1), 1)
    yield from (slice(first, min(first + size, n)) for first in range(0, n, size))


def _persons(items: FloatArray, mean: FloatArray, patterns: npt.NDArray[np.bool_], of: IntArray) -> PatternMoments:
    """Every person as a row of the scatter about `mean`, so that the algebra of patterns gives each one's A e."""
    away = np.where(np.isnan(items), 0.0, items - mean)
    n = np.bincount(of, minlength=len(patterns))
    return PatternMoments(patterns, n, np.where(patterns, mean, 0.0), away, of)


def _casewise(
    structure: GroupStructure, at: Matrices, saturated: GroupMoments, model: PatternMoments, full: PatternMoments
) -> Iterator[FloatArray]:
    """The score vectors of some persons at a time: (n, n_free + n_moments)."""
    rows, columns = lower_triangle(structure.n_items)
    once = np.where(rows == columns, 0.5, 1.0)
    first, second = inverse(at.implied), inverse(saturated.covariance)
    pairs = zip(block_algebra(model, first, at.intercepts), block_algebra(full, second, saturated.mean), strict=True)
    for here, there in pairs:
        for part in _parts(len(here.block.patterns), len(rows)):
            constant = structure.pull_back(pattern_inverses(here, first, part), at)
            inverses = pattern_inverses(there, second, part)[:, rows, columns]
            inside = (here.block.root_place >= part.start) & (here.block.root_place < part.stop)
            place = here.block.root_place[inside] - part.start
            for some in _parts(len(place), len(rows)):
                mine, theirs, of = here.roots[inside][some], there.roots[inside][some], place[some]
                score = structure.quadratic_scores(mine, at) - constant[of]
                score[:, structure.mean_numbers()] += mine
                squares = once * (theirs[:, rows] * theirs[:, columns] - inverses[of])
                yield np.hstack([score, theirs, squares])
