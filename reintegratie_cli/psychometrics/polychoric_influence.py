"""What every answer does to each threshold and polychoric correlation: influence functions as tables to look up."""

from dataclasses import dataclass
from math import pi, sqrt
from typing import Any

import numpy as np
import numpy.typing as npt

from reintegratie_cli.psychometrics.bivariate_normal import rectangle_derivatives, rectangle_probabilities
from reintegratie_cli.psychometrics.contingency import ContingencyTables, pair_indices

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.integer[Any]]

SMALLEST = 1e-16
"""Probabilities are differences of numbers up to 1: below this nothing is known of them."""
FLAT = 1e-8
"""With less information per person than this the answers do not determine a correlation."""


@dataclass(frozen=True)
class InfluenceTables:
    """Casewise influence on thresholds and polychoric correlations, so that (1 / n) sum of IF' IF is their Gamma.

    `of_thresholds`: per item (categories + 1, thresholds); `of_correlations`: (n_pairs, most categories + 1, most
    categories + 1), pairs and their order as `pair_indices`. The last category is no answer: who answered one of two
    items moves that item's thresholds, and by them the correlation; who answered neither moves nothing.
    """

    of_thresholds: tuple[FloatArray, ...]
    of_correlations: FloatArray

    def tau(self, categories: IntArray) -> FloatArray:
        """(n_persons, all thresholds, item by item): the influence of each person on each threshold.

        `categories`: (n_persons, n_items), 0, 1, ... and -1 for no answer.
        """
        return np.concatenate([table[categories[:, j]] for j, table in enumerate(self.of_thresholds)], axis=1)

    def rho(self, categories: IntArray) -> FloatArray:
        """(n_persons, n_pairs), C-contiguous: the influence of each person on each polychoric correlation.

        `categories` as in `tau`. Meant for some thousands of persons at a time.
        """
        n_persons, n_items = categories.shape
        n_pairs, size, _ = self.of_correlations.shape
        column_part = np.where(categories < 0, size - 1, categories).astype(np.intp)
        row_part = column_part * size
        index = np.empty((n_persons, n_pairs), dtype=np.intp)
        start = 0
        for column in range(n_items - 1):
            stop = start + n_items - 1 - column
            np.add(row_part[:, column + 1 :], column_part[:, column, None], out=index[:, start:stop])
            start = stop
        index += np.arange(n_pairs) * size**2
        return np.take(self.of_correlations.ravel(), index)


def influence_tables(tables: ContingencyTables, bounds: FloatArray, rho: FloatArray) -> InfluenceTables:
    """The influence of each answer on thresholds and polychoric correlations estimated in two steps.

    IF(tau_k)(a) = (1[a <= k] - P_k) / phi(tau_k), and IF(rho)(a, b) = (s(a, b) - sum over the thresholds of both items
    of A_tau IF(tau)) / A, where s is the derivative of the log likelihood, A = sum p_ab s^2 and A_tau = sum p_ab s
    d log pi_ab / d tau, with p_ab the observed proportions: Muthen & Satorra (1995), Psychometrika, 60, 489-503;
    Muthen (1984), Psychometrika, 49, 115-132. Of those who did not answer everything, each sum is over who
    answered, so that s is times n / n_ij and IF(tau) times n / n_i. Equals lavInspect(fit, "gamma"), also with
    missing = "pairwise".

    `bounds`: (n_items, most categories + 1) thresholds between infinite bounds; `rho`: (n_pairs,), |rho| < 1.
    """
    answered = tables.margins.sum(axis=1)
    scale = tables.n / answered
    below = np.cumsum(tables.margins, axis=1)[:, :-1] / answered[:, None]
    steps = np.arange(below.shape[1] + 1)[:, None] <= np.arange(below.shape[1])
    # (n_items, categories + 1, thresholds); no answer moves no threshold.
    moved = np.zeros((len(answered), below.shape[1] + 2, below.shape[1]))
    moved[:, :-1] = (steps - below[:, None, :]) * scale[:, None, None]
    return InfluenceTables(
        of_thresholds=tuple(
            moved[j, [*range(k), -1], : k - 1] / _density(bounds[j, 1:k]) for j, k in enumerate(tables.n_categories)
        ),
        of_correlations=_of_correlations(tables, bounds, rho, moved),
    )


def variance_of_correlations(tables: ContingencyTables, influences: InfluenceTables) -> FloatArray:
    """(n_pairs,): the asymptotic variance of each correlation times n, the diagonal of Gamma, without the persons."""
    rows, columns = pair_indices(len(tables.margins))
    together = tables.pairs
    counts = np.zeros(influences.of_correlations.shape)
    counts[:, :-1, :-1] = together
    counts[:, :-1, -1] = tables.margins[rows] - together.sum(axis=2)
    counts[:, -1, :-1] = tables.margins[columns] - together.sum(axis=1)
    return np.asarray(np.einsum("pab,pab->p", counts, influences.of_correlations**2) / tables.n)


def _density(x: FloatArray) -> FloatArray:
    return np.asarray(np.exp(-(x**2) / 2.0) / sqrt(2.0 * pi))


def _of_correlations(tables: ContingencyTables, bounds: FloatArray, rho: FloatArray, moved: FloatArray) -> FloatArray:
    """(n_pairs, categories + 1, categories + 1); `moved`: the influence on cumulative proportions, phi(tau) IF(tau)."""
    rows, columns = pair_indices(len(bounds))
    h, k = bounds[rows], bounds[columns]
    probability = np.maximum(rectangle_probabilities(h, k, rho), SMALLEST)
    score = rectangle_derivatives(h, k, rho)[0] / probability
    together = tables.pairs.sum(axis=(1, 2))
    weighted = tables.pairs * score / together[:, None, None]
    information = (weighted * score).sum(axis=(1, 2))
    weighted /= probability
    of_row = _cross_information(weighted, h, k, rho)
    of_column = _cross_information(weighted.transpose(0, 2, 1), k, h, rho)
    found = np.zeros((len(rho), *(size + 1 for size in score.shape[1:])))
    found[:, :-1, :-1] = score * (tables.n / together)[:, None, None]
    found -= np.einsum("pak,pk->pa", moved[rows], of_row)[:, :, None]
    found -= np.einsum("pbk,pk->pb", moved[columns], of_column)[:, None, :]
    known = information > FLAT
    return np.asarray(np.where(known, 1.0 / np.where(known, information, 1.0), 0.0)[:, None, None] * found)


def _cross_information(weighted: FloatArray, h: FloatArray, k: FloatArray, rho: FloatArray) -> FloatArray:
    """(n_pairs, thresholds of h): A_tau over phi(tau); `weighted` is p_ab s / pi_ab.

    d pi_ab / d tau_a = phi(tau_a) [Phi((k_b - rho tau_a) / sqrt(1 - rho^2)) - the same at k_(b-1)], and minus that for
    the category above: Olsson (1979), Psychometrika, 44, 443-460.
    """
    from scipy.special import ndtr  # noqa: PLC0415 - SciPy takes a third of a second to import

    correlation = rho[:, None, None]
    left = np.sqrt((1.0 - correlation) * (1.0 + correlation))
    share = np.diff(ndtr((k[:, None, :] - correlation * h[:, 1:-1, None]) / left), axis=2)
    return np.asarray(np.einsum("pab,pab->pa", share, weighted[:, :-1] - weighted[:, 1:]))
