"""The observed information of means and covariances when answers are missing."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from reintegratie_cli.psychometrics.cfa.matrices import inverse as matrix_inverse
from reintegratie_cli.psychometrics.cfa.patterns import BlockAlgebra, PatternMoments, block_algebra
from reintegratie_cli.psychometrics.cfa.specification import FloatArray, IntArray

_CELLS = 4_000_000
"""How many numbers of a chunk of patterns are held at a time."""


def lower_triangle(n_items: int) -> tuple[IntArray, IntArray]:
    """Rows and columns of a symmetric matrix, each element once, column by column (vech)."""
    columns, rows = np.triu_indices(n_items)
    return rows, columns


def saturated_information(moments: PatternMoments, covariance: FloatArray, mean: FloatArray) -> FloatArray:
    """Minus the second derivatives of the log-likelihood by (mu, vech Sigma), summed over persons.

    (n_items + n_items (n_items + 1) / 2, the same). Between elements k and l of Sigma: tr(Sk A Sl M) with
    M = A C A - n A / 2, summed over patterns; between mu and Sk: A Sk A (sum of x - mu); between means: n A.
    """
    n_items = len(mean)
    rows, columns = lower_triangle(n_items)
    product = np.zeros((len(rows), len(rows)))
    crossed = np.zeros((len(rows), n_items))
    precision = np.zeros(len(rows))
    for part in _patterns(moments, covariance, mean):
        product += part.inverse.T @ part.middle
        crossed += part.inverse.T @ part.slope
        precision += part.n @ part.inverse
    place = _places(n_items)
    once = np.where(rows == columns, 0.5, 1.0)
    mixed = once[:, None] * (crossed[place[rows], columns[:, None]] + crossed[place[columns], rows[:, None]])
    found = np.empty((n_items + len(rows),) * 2)
    found[:n_items, :n_items] = precision[place]
    found[n_items:, :n_items], found[:n_items, n_items:] = mixed, mixed.T
    found[n_items:, n_items:] = _between(product, n_items)
    return found


def expected_information(moments: PatternMoments, covariance: FloatArray) -> FloatArray:
    """The expected information of vech Sigma given who answered what: n / 2 tr(Sk A Sl A), summed over patterns."""
    n_items = len(covariance)
    product = np.zeros((n_items * (n_items + 1) // 2,) * 2)
    for part in _patterns(moments, covariance, np.zeros(n_items)):
        product += part.inverse.T @ (part.n[:, None] * part.inverse) / 2
    return _between(product, n_items)


def _places(n_items: int) -> IntArray:
    """The place in vech of each element of a matrix: (n_items, n_items)."""
    rows, columns = lower_triangle(n_items)
    place = np.zeros((n_items, n_items), dtype=np.int64)
    place[rows, columns] = place[columns, rows] = np.arange(len(rows))
    return place


def _between(product: FloatArray, n_items: int) -> FloatArray:
    """tr(Sk A Sl M) for all elements k and l, from `product` = sum of vech A (vech M)'.

    A variance stands once in Sigma, a covariance twice.
    """
    rows, columns = lower_triangle(n_items)
    place, once = _places(n_items), np.where(rows == columns, 0.5, 1.0)
    a, b, c, d = rows[:, None], columns[:, None], rows[None, :], columns[None, :]
    found = product[place[b, c], place[d, a]] + product[place[b, d], place[c, a]]
    found += product[place[a, c], place[d, b]] + product[place[a, d], place[c, b]]
    return np.asarray(found * np.outer(once, once))


@dataclass(frozen=True)
class _Part:
    """vech A, vech M, A (sum of x - mu) and n of some patterns."""

    inverse: FloatArray
    middle: FloatArray
    slope: FloatArray
    n: IntArray


def _patterns(moments: PatternMoments, covariance: FloatArray, mean: FloatArray) -> Iterator[_Part]:
    rows, columns = lower_triangle(len(mean))
    precision = matrix_inverse(covariance)
    size = max(_CELLS // len(rows), 1)
    for it in block_algebra(moments, precision, mean):
        count = len(it.block.patterns)
        for first in range(0, count, size):
            part = slice(first, min(first + size, count))
            n = moments.n[it.block.patterns[part]]
            inverse = pattern_inverses(it, precision, part)[:, rows, columns]
            mid = it.means[part][:, rows] * it.means[part][:, columns] - n[:, None] * inverse / 2
            inside = (it.block.root_place >= part.start) & (it.block.root_place < part.stop)
            roots = it.roots[inside]
            np.add.at(mid, it.block.root_place[inside] - part.start, roots[:, rows] * roots[:, columns])
            yield _Part(inverse, mid, it.means[part] * np.sqrt(n)[:, None], n)


def pattern_inverses(it: BlockAlgebra, precision: FloatArray, part: slice) -> FloatArray:
    """A of some patterns of a block: Sigma^-1 of what was answered, 0 elsewhere; (n_patterns, n_items, n_items)."""
    missing = precision[it.block.missing[part]]
    return np.asarray(precision - missing.transpose(0, 2, 1) @ it.inverse[part] @ missing)
