"""How far the groups that a rule suggests can be trusted, in the population of a norm."""

from dataclasses import dataclass

import numpy as np

from reintegratie_cli.models.responses import FloatArray


@dataclass(frozen=True)
class Agreement:
    """Of two classifications of the same persons, the share in each pair of groups: (n_groups, n_groups), sum 1."""

    table: FloatArray

    @property
    def share(self) -> float:
        """The share of persons whom both put in the same group."""
        return float(np.trace(self.table))

    @property
    def kappa(self) -> float:
        """Cohen's (1960) kappa, Educational and Psychological Measurement 20, 37-46; nan where all are in one group."""
        chance = float(self.table.sum(axis=1) @ self.table.sum(axis=0))
        return (self.share - chance) / (1 - chance) if chance < 1 else float("nan")

    @property
    def of_rows(self) -> FloatArray:
        """(n_groups,): of those whom the first puts in a group, the share whom the second does too; nan of nobody."""
        return _of(self.table.diagonal(), self.table.sum(axis=1))

    @property
    def of_columns(self) -> FloatArray:
        """(n_groups,): of those whom the second puts in a group, the share whom the first does too; nan of nobody."""
        return _of(self.table.diagonal(), self.table.sum(axis=0))


def _of(part: FloatArray, whole: FloatArray) -> FloatArray:
    share = np.full(len(whole), np.nan)
    np.divide(part, whole, out=share, where=whole > 0)
    return share


@dataclass(frozen=True)
class Classification:
    """One way to put people in groups: rows of `accuracy` are the true groups, of `consistency` a first measurement."""

    accuracy: Agreement
    consistency: Agreement


@dataclass(frozen=True)
class Accuracy:
    """What a norm says of the groups of its population, given answers to everything and no facts.

    `true_shares`, (n_groups,): how many belong in each group. `suggested`: the most probable group; `by_rule`: the rule
    on the observed scores. `clear`: the share whose suggestion is clear-cut, and `clear_accuracy` how many of these are
    rightly classified. `n` persons were simulated from `seed`; `standard_error` is that of the share rightly
    suggested. `largest_residual`: the largest correlation in size that the prior's common factors leave out.
    """

    groups: tuple[str, ...]
    true_shares: FloatArray
    suggested: Classification
    by_rule: Classification
    clear: float
    clear_accuracy: float
    n: int
    seed: int
    standard_error: float
    n_factors: int
    largest_residual: float
