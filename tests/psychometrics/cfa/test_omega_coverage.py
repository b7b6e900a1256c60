"""How often the 95 % interval of omega holds the true omega, of many simulated samples."""

import numpy as np
import pytest

from reintegratie_cli.psychometrics.cfa.specification import FactorModel
from reintegratie_cli.psychometrics.green_yang import categorical_omega

pytestmark = pytest.mark.simulation

ITEMS = tuple("abcdef")
MODEL = FactorModel(ITEMS, {"one": ITEMS})
LOADINGS = np.array([0.8, 0.7, 0.6, 0.75, 0.65, 0.55])
THRESHOLDS = np.array([-1.5, -0.7, 0.1, 0.9])
N_SAMPLES = 1000
SHARE_MISSING = 0.05


def sample(rng, n):
    """Answers of n persons to six items of unit variance and one factor."""
    return rng.normal(size=(n, 1)) * LOADINGS + rng.normal(size=(n, 6)) * np.sqrt(1 - LOADINGS**2)


def ordered(rng, n):
    """The same in five categories."""
    return np.searchsorted(THRESHOLDS, sample(rng, n)).astype(np.float64)


def with_gaps(rng, n):
    """The same with answers missing at random."""
    items = sample(rng, n)
    items[rng.random(items.shape) < SHARE_MISSING] = np.nan
    return items


def true_omega(*, categorical):
    """Of the sum of the answers in the population."""
    if not categorical:
        return LOADINGS.sum() ** 2 / (LOADINGS.sum() ** 2 + (1 - LOADINGS**2).sum())
    common = np.outer(LOADINGS, LOADINGS)
    correlation = np.where(np.eye(6) == 1, 1.0, common)
    return categorical_omega(common, (THRESHOLDS,) * 6, correlation, (np.ones(4),) * 6)


def share_held(estimate, make, estimator, missing, n):
    """The share of intervals that hold the true omega, which is printed too."""
    rng = np.random.default_rng(20261122)
    truth = true_omega(categorical=estimator == "WLSMV")
    held = 0
    for _ in range(N_SAMPLES):
        lower, upper = estimate(make(rng, n), MODEL, estimator, missing).omegas["one"].interval()
        held += lower <= truth <= upper
    print(f"\n{estimator}, {missing}, n = {n}: {held / N_SAMPLES:.3f} of {N_SAMPLES} intervals hold {truth:.4f}")  # noqa: T201
    return held / N_SAMPLES


@pytest.mark.parametrize(
    ("make", "estimator", "missing", "n"),
    [
        (sample, "MLR", "listwise", 200),
        (sample, "MLR", "listwise", 500),
        (ordered, "WLSMV", "pairwise", 500),
        (with_gaps, "MLR", "fiml", 200),
        (with_gaps, "MLR", "fiml", 500),
    ],
)
def test_the_interval_of_omega_holds_the_true_omega_as_often_as_it_says(make, estimator, missing, n, estimate):
    """Between 93 and 97 times in a hundred."""
    assert 0.93 <= share_held(estimate, make, estimator, missing, n) <= 0.97


def test_the_interval_of_categorical_omega_is_a_little_short_of_few_persons(estimate):
    """Of 200 persons 92.5 in a hundred hold (5000 samples): omega is .003 too high, its error 7 % too small."""
    assert 0.90 <= share_held(estimate, ordered, "WLSMV", "pairwise", 200) <= 0.95
