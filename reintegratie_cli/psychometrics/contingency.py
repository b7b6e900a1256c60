"""How often answers to two questions go together: the tables of all pairs of items, and of each item alone."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.integer[Any]]

CHUNK = 4096
"""Persons counted at a time: few enough for single precision to be exact and for memory not to grow."""


@dataclass(frozen=True)
class ContingencyTables:
    """Counts, without persons: the tables of two groups of persons added are those of both together.

    `margins`: (n_items, most categories) answers of each item in each category; `pairs`: (n_pairs, most categories,
    most categories) for the pairs of `pair_indices`, the category of the row item first; both are padded with zeros.
    `n_categories`: (n_items,). `n`: persons with at least one answer.
    """

    margins: FloatArray
    pairs: FloatArray
    n_categories: IntArray
    n: int

    def __add__(self, other: "ContingencyTables") -> "ContingencyTables":
        """The tables of both groups of persons together; `n_categories` must be the same."""
        if not np.array_equal(self.n_categories, other.n_categories):
            raise ValueError("tables of different categories cannot be added")
        return ContingencyTables(
            self.margins + other.margins, self.pairs + other.pairs, self.n_categories, self.n + other.n
        )


def pair_indices(n_items: int) -> tuple[IntArray, IntArray]:
    """Row and column of each pair of items: (1, 0), (2, 0), ..., (p - 1, 0), (2, 1), ...; both (p (p - 1) / 2,).

    The lower triangle column by column, as vech without its diagonal and lavaan's lav_matrix_vech(diagonal = FALSE).
    """
    columns, rows = np.triu_indices(n_items, 1)
    return rows, columns


def contingency_tables(categories: IntArray, n_categories: IntArray) -> ContingencyTables:
    """All tables of one and of two items, from one cross-product of the answers as zeros and ones.

    `categories`: (n_persons, n_items), 0, 1, ... and -1 for no answer. Equals base::table of every pair.
    """
    most, n_items = int(n_categories.max()), len(n_categories)
    total = np.zeros((most * n_items, most * n_items))
    for start in range(0, len(categories), CHUNK):
        chunk = categories[start : start + CHUNK]
        chosen = np.empty((len(chunk), most, n_items), dtype=np.float32)
        for category in range(most):
            chosen[:, category] = chunk == category
        answers = chosen.reshape(len(chunk), -1)
        total += answers.T @ answers
    rows, columns = pair_indices(n_items)
    together = total.reshape(most, n_items, most, n_items)
    return ContingencyTables(
        margins=total.diagonal().reshape(most, n_items).T.copy(),
        pairs=together[:, rows, :, columns],
        n_categories=n_categories,
        n=int((categories >= 0).any(axis=1).sum()),
    )


def pairwise_tables(categories: IntArray, n_categories: IntArray) -> FloatArray:
    """(n_pairs, most categories, most categories): the `pairs` of `contingency_tables`."""
    return contingency_tables(categories, n_categories).pairs
