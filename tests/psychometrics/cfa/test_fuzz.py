"""Hundreds of small hostile data sets: every one ends in a solution or in an error of ours, never in a warning."""

from collections import Counter

import numpy as np
import pytest

from reintegratie_cli.psychometrics.cfa.identification import improper
from reintegratie_cli.psychometrics.cfa.solution import CfaError
from reintegratie_cli.psychometrics.cfa.specification import FactorModel
from reintegratie_cli.psychometrics.polychoric import PolychoricError

N_SETS, N_BLOCKS = 200, 5
KINDS = [("ML", "listwise"), ("MLR", "listwise"), ("MLR", "fiml"), ("WLSMV", "pairwise")]


def hostile(seed):
    """Answers of few persons: rounded, doubled, constant, far from zero, in odd units, with many gaps."""
    rng = np.random.default_rng(seed)
    n, p = int(rng.integers(3, 60)), int(rng.integers(3, 8))
    noise, strength = rng.choice([0.0, 0.01, 0.3, 1.0]), rng.choice([0.2, 1.0, 3.0])
    items = rng.normal(size=(n, 2)) @ (1 + strength * rng.normal(size=(2, p))) + noise * rng.normal(size=(n, p))
    kind = rng.integers(8)
    if kind == 0:
        items = rng.normal(size=(n, p))
    elif kind == 1:
        items[:, 0] = items[:, 1]
    elif kind == 2:
        items[:, 0] = 3.0
    elif kind == 3:
        items = np.clip(np.round(items), -2, 2)
    elif kind == 4:
        items = (items > 0).astype(np.float64)
    elif kind == 5:
        items = items * 10.0 ** rng.integers(-6, 7, size=p) + 10.0 ** rng.integers(-3, 6)
    if rng.random() < 0.5:
        items[rng.random((n, p)) < rng.choice([0.05, 0.2, 0.5])] = np.nan
    return items, model_for(rng, p)


def model_for(rng, p):
    """One or two factors, now and then with a residual covariance or a factor that is too short."""
    items = tuple(f"v{place}" for place in range(p))
    own = rng.integers(rng.integers(1, 3), size=p) if rng.random() < 0.3 else np.arange(p) % (1 + (p > 5))
    factors = {f"f{k}": tuple(items[j] for j in np.flatnonzero(own == k)) for k in np.unique(own)}
    pairs = ((items[0], items[1]),) if rng.random() < 0.25 else ()
    return FactorModel(items, factors, pairs)


def cut(items):
    """At most four ordered answers of each item, at its own quantiles where it has more."""
    found = items.copy()
    for column in range(items.shape[1]):
        given = ~np.isnan(items[:, column])
        values = items[given, column]
        if len(np.unique(values)) > 5:
            found[given, column] = np.searchsorted(np.quantile(values, [0.3, 0.6]), values)
    return found


def outcome(estimate, seed, estimator, missing):
    """What one data set comes to: the problem of its solution, or the code of the error."""
    items, model = hostile(seed)
    if missing == "listwise":
        items = items[~np.isnan(items).any(axis=1)]
    try:
        found = estimate(cut(items) if estimator == "WLSMV" else items, model, estimator, missing)
    except (CfaError, PolychoricError) as error:
        return error.code
    problems = improper(found)
    touched = [(p.z, p.pvalue, p.standardized_se) for p in found.parameters], found.modification_indices
    intervals = [omega.interval() for omega in found.omegas.values()]
    assert touched
    assert intervals
    assert problems or np.isfinite(found.theta).all()
    assert found.fit["chisq"] >= -1e-6
    return problems[0].problem if problems else "proper"


@pytest.mark.parametrize("block", range(N_BLOCKS))
@pytest.mark.parametrize(("estimator", "missing"), KINDS)
def test_hostile_answers_end_in_a_solution_or_an_error_of_ours(estimator, missing, block, estimate):
    """And solutions that are proper ones are among them, so that something was tried."""
    size = N_SETS // N_BLOCKS
    seen = Counter(outcome(estimate, seed, estimator, missing) for seed in range(block * size, (block + 1) * size))

    assert seen["proper"] > 0
