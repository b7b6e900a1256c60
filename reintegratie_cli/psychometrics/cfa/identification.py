"""What can be told of a model before and after its estimation: can it be estimated, and is the answer a proper one."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from reintegratie_cli.psychometrics.cfa.matrices import is_singular
from reintegratie_cli.psychometrics.cfa.optimise import Optimum, minimise
from reintegratie_cli.psychometrics.cfa.optimise import Problem as Discrepancy
from reintegratie_cli.psychometrics.cfa.solution import CfaError, Solution
from reintegratie_cli.psychometrics.cfa.specification import FloatArray
from reintegratie_cli.psychometrics.cfa.start import even_values
from reintegratie_cli.psychometrics.cfa.structure import GroupStructure

Problem = Literal[
    "not_converged", "negative_residual", "factor_correlation", "factors_not_positive_definite", "implied_not_definite"
]


@dataclass(frozen=True)
class Improper:
    """Why a solution cannot be used, with the places of the items or factors that it is about."""

    problem: Problem
    places: tuple[int, ...] = ()


def checked_items(items: FloatArray) -> None:
    """Refuse what no model can be estimated from. Raises CfaError.

    `items` (n_persons, n_items); nan = no answer.
    """
    if len(items) <= 1:
        raise CfaError("too_few_persons")
    spread = np.nanmax(items, axis=0, initial=-np.inf) - np.nanmin(items, axis=0, initial=np.inf)
    constant = np.flatnonzero(~(spread > 0))
    if len(constant):
        raise CfaError("constant_item", tuple(constant.tolist()))
    if len(items) <= items.shape[1]:
        raise CfaError("too_few_persons")


def identified_minimum(problem: Discrepancy, structure: GroupStructure, start: FloatArray) -> Optimum:
    """The least discrepancy of a model from `start` (n_free,) on, with every factor turned to positive loadings.

    A search that leads nowhere is begun anew elsewhere, as a minimum may yet exist; else the first search counts.
    Raises CfaError where the model is not identified: at the start, as a search that leads nowhere may end where the
    parameters of any model cannot be told apart, or at a minimum.
    """
    if is_singular(problem.expected(start)):
        raise CfaError("not_identified")
    found = minimise(problem, start)
    if not found.converged:
        again = minimise(problem, even_values(structure, start))
        found = again if again.converged else found
    theta = positive_loadings(structure, found.theta)
    if found.converged and is_singular(problem.expected(theta)):
        raise CfaError("not_identified")
    return Optimum(theta, found.converged, found.n_steps)


def positive_loadings(structure: GroupStructure, theta: FloatArray) -> FloatArray:
    """The same solution with every factor turned so that its loadings sum to more than zero: (n_free,)."""
    at = structure.matrices(theta)
    sign = np.where(at.loadings.sum(axis=0) < 0, -1.0, 1.0)
    turned = theta.copy()
    load, cov = structure.loadings, structure.factor_covariances
    turned[load.number] *= sign[load.column]
    turned[cov.number] *= sign[cov.row] * sign[cov.column]
    return turned


def improper(solution: Solution) -> tuple[Improper, ...]:
    """Everything that makes a solution inadmissible; nothing for a proper one."""
    found: list[Improper] = []
    if not solution.converged:
        found.append(Improper("not_converged"))
    negative = np.flatnonzero(solution.residual_variances < 0)
    if len(negative):
        found.append(Improper("negative_residual", tuple(negative.tolist())))
    psi = solution.at.factor_covariances
    rows, columns = np.nonzero(np.tril(np.abs(psi) > 1, -1))
    found += [Improper("factor_correlation", (int(a), int(b))) for a, b in zip(columns, rows, strict=True)]
    if not found and np.linalg.eigvalsh(psi)[0] <= 0:
        found.append(Improper("factors_not_positive_definite"))
    if not found and np.linalg.eigvalsh(solution.implied)[0] <= 0:
        found.append(Improper("implied_not_definite"))
    return tuple(found)
