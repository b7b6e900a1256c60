"""Persons with missing answers as moments per pattern of what was answered.

A pattern's scatter is kept as rows whose cross-product it is, at most as many as it has persons or items. So moments of
several sources can be pooled, and the algebra below costs no more for a pattern of one person than for a row.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from reintegratie_cli.psychometrics.cfa.matrices import inverse
from reintegratie_cli.psychometrics.cfa.specification import FloatArray, IntArray


@dataclass(frozen=True)
class PatternMoments:
    """What FIML needs of one group.

    `answered` (n_patterns, n_items), `n` persons and `mean` (n_patterns, n_items; 0 where not answered) of each;
    `roots` (n_roots, n_items; 0 where not answered): the sum over persons of (x - mean)(x - mean)' of pattern g is the
    cross-product of the rows of `roots` whose `root_pattern` is g.
    """

    answered: npt.NDArray[np.bool_]
    n: IntArray
    mean: FloatArray
    roots: FloatArray
    root_pattern: IntArray

    @property
    def n_persons(self) -> int:
        """How many persons answered at least one item."""
        return int(self.n.sum())

    @cached_property
    def blocks(self) -> tuple["Block", ...]:
        """The patterns by how many items they miss, so that each block is one array."""
        n_missing = (~self.answered).sum(axis=1)
        found = []
        for k in np.unique(n_missing):
            patterns = np.flatnonzero(n_missing == k)
            missing = np.nonzero(~self.answered[patterns])[1].reshape(len(patterns), k)
            rows = np.flatnonzero(n_missing[self.root_pattern] == k)
            place = np.full(len(self.n), -1)
            place[patterns] = np.arange(len(patterns))
            found.append(Block(patterns, missing, rows, place[self.root_pattern[rows]]))
        return tuple(found)

    def rescaled(self, scale: FloatArray) -> "PatternMoments":
        """The moments of the items divided by `scale` (n_items,)."""
        return PatternMoments(self.answered, self.n, self.mean / scale, self.roots / scale, self.root_pattern)


@dataclass(frozen=True)
class Block:
    """Patterns that miss equally many items: which, what each misses, and their rows of `roots`."""

    patterns: IntArray
    missing: IntArray
    roots: IntArray
    root_place: IntArray
    """The place in `patterns` of each row of `roots`."""


def pattern_moments(items: FloatArray) -> PatternMoments:
    """The moments per pattern of `items` (n_persons, n_items), nan = no answer; who answered nothing is left out."""
    answered = ~np.isnan(items)
    rows = answered.any(axis=1)
    patterns, of = np.unique(answered[rows], axis=0, return_inverse=True)
    of = of.reshape(-1)
    values = np.where(answered[rows], items[rows], 0.0)
    n = np.bincount(of, minlength=len(patterns))
    sums = [np.bincount(of, weights=column, minlength=len(patterns)) for column in values.T]
    mean = np.stack(sums, axis=1) / n[:, None]
    order = np.argsort(of, kind="stable")
    roots = np.where(patterns[of], values - mean[of], 0.0)[order]
    kept, kept_pattern = zip(*_reduced(roots, n), strict=True)
    return PatternMoments(patterns, n, mean, np.concatenate(kept), np.concatenate(kept_pattern))


def _reduced(roots: FloatArray, n: IntArray) -> Iterator[tuple[FloatArray, IntArray]]:
    """The centred rows of each pattern: none for one person, the triangular factor where they are more than items."""
    ends = np.cumsum(n)
    few = (n <= roots.shape[1]) & (n > 1)
    for pattern in np.flatnonzero(n > roots.shape[1]):
        factor = np.asarray(np.linalg.qr(roots[ends[pattern] - n[pattern] : ends[pattern]], mode="r"))
        yield factor, np.full(len(factor), pattern)
    of = np.repeat(np.arange(len(n)), n)
    yield roots[few[of]], of[few[of]]


@dataclass(frozen=True)
class PatternSums:
    """The log-likelihood of all persons at given moments, with its slopes.

    `weighted_scatter` = sum of A C A and `precision` = sum of n A over patterns, A = Sigma^-1 of what was answered and
    0 elsewhere, C = the sum over persons of (x - mu)(x - mu)'; `mean_slope` = sum of A (x - mu) over persons.
    """

    log_likelihood: float
    weighted_scatter: FloatArray
    precision: FloatArray
    mean_slope: FloatArray

    @property
    def covariance_slope(self) -> FloatArray:
        """Twice the derivative with respect to the covariance matrix: sum of A C A - n A."""
        return self.weighted_scatter - self.precision


@dataclass(frozen=True)
class BlockAlgebra:
    """One block at given moments.

    `inverse` (n_patterns, k, k) = (K_mm)^-1, K = Sigma^-1 of all items; `roots` and `means` (rows, n_items) = A e for
    the rows of the scatter and for sqrt(n) (mean - mu).
    """

    block: Block
    inverse: FloatArray
    log_determinants: FloatArray
    roots: FloatArray
    means: FloatArray


def block_algebra(
    moments: PatternMoments, precision: FloatArray, mean: FloatArray, blocks: tuple[Block, ...] | None = None
) -> Iterator[BlockAlgebra]:
    """A e for every block, from the precision matrix K of all items (n_items, n_items).

    (Sigma_oo)^-1 = K_oo - K_om K_mm^-1 K_mo and ln|Sigma_oo| = ln|Sigma| + ln|K_mm|: only the few missing items are
    inverted for each pattern, and A e = K (e - z) with z = K_mm^-1 (K e)_m at the missing items.
    """
    for block in moments.blocks if blocks is None else blocks:
        rows = np.arange(len(block.patterns))
        inner = precision[block.missing[:, :, None], block.missing[:, None, :]]
        inner_inverse = np.asarray(np.linalg.inv(inner))
        # A mean belongs to every pattern, so that it comes first in each.
        away = np.where(moments.answered[block.patterns], moments.mean[block.patterns] - mean, 0.0)
        means = _weighted(
            away * np.sqrt(moments.n[block.patterns])[:, None], precision, block.missing, inner_inverse, rows
        )
        roots = _weighted(moments.roots[block.roots], precision, block.missing, inner_inverse, block.root_place)
        yield BlockAlgebra(block, inner_inverse, np.linalg.slogdet(inner)[1], roots, means)


def _weighted(
    rows: FloatArray, precision: FloatArray, missing: IntArray, inverse: FloatArray, place: IntArray
) -> FloatArray:
    through = rows @ precision
    at = missing[place]
    along = np.arange(len(rows))[:, None]
    imputed = np.zeros_like(rows)
    imputed[along, at] = np.einsum("rab,rb->ra", inverse[place], through[along, at])
    return np.asarray(through - imputed @ precision)


def pattern_sums(moments: PatternMoments, covariance: FloatArray, mean: FloatArray) -> PatternSums:
    """The log-likelihood and its slopes at a covariance matrix and mean (Arbuckle, 1996)."""
    n_items = len(mean)
    precision = inverse(covariance)
    n_missed = np.zeros((n_items, n_items))
    scatter, slope = np.zeros((n_items, n_items)), np.zeros(n_items)
    log_determinants = moments.n_persons * float(np.linalg.slogdet(covariance)[1])
    for it in block_algebra(moments, precision, mean):
        n = moments.n[it.block.patterns]
        scatter += it.roots.T @ it.roots + it.means.T @ it.means
        slope += np.sqrt(n) @ it.means
        log_determinants += float(n @ it.log_determinants)
        at = it.block.missing
        np.add.at(n_missed, (at[:, :, None], at[:, None, :]), n[:, None, None] * it.inverse)
    sum_precision = moments.n_persons * precision - precision @ n_missed @ precision
    # tr(A C) for each pattern, as A Sigma_oo A = A.
    distance = float((scatter * covariance).sum())
    n_answers = float(moments.n @ moments.answered.sum(axis=1))
    log_likelihood = -(n_answers * np.log(2 * np.pi) + log_determinants + distance) / 2
    return PatternSums(float(log_likelihood), scatter, sum_precision, slope)
