"""Log-linear smoothing: it keeps the moments of the sample, and equals R's Poisson regression."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reintegratie_cli.psychometrics.log_linear import log_linear, smooth

REFERENCE = json.loads((Path(__file__).parents[1] / "reference" / "norms.json").read_text(encoding="utf-8"))
POSSIBLE, COUNTS = (np.array(REFERENCE[name]) for name in ("possible", "counts"))


@pytest.mark.parametrize("r", REFERENCE["smoothed"], ids=lambda r: f"degree {r['moments']}")
def test_the_fit_equals_that_of_r(r):
    """glm(counts ~ poly(possible, degree), family = poisson), fitted values over n."""
    found = log_linear(POSSIBLE.astype(float), COUNTS, r["moments"])

    assert found.shares == pytest.approx(r["shares"], rel=1e-6, abs=1e-11)


def test_the_degree_is_that_of_the_lowest_aic():
    """R's AIC: 102.51 for two moments, 103.82 for three, 105.53 for four."""
    lowest = min(REFERENCE["smoothed"], key=lambda r: r["aic"])

    assert smooth(POSSIBLE.astype(float), COUNTS).moments == lowest["moments"]


@pytest.mark.parametrize("degree", [1, 2, 3, 4])
def test_the_moments_are_those_of_the_sample(degree):
    """What makes the method smooth without bias: the first moments stay as they were."""
    found, x = log_linear(POSSIBLE.astype(float), COUNTS, degree), POSSIBLE / 10

    for power in range(1, degree + 1):
        assert found.shares @ x**power == pytest.approx(COUNTS @ x**power / COUNTS.sum(), rel=1e-7)


def test_a_saturated_fit_is_the_sample():
    """By hand: three scores and two moments leave no room, so the shares are those counted."""
    found = log_linear(np.array([1.0, 2.0, 3.0]), np.array([10, 60, 30]), 2)

    assert found.shares == pytest.approx([0.1, 0.6, 0.3])
    assert found.percentiles == pytest.approx([5, 40, 85])


@given(st.lists(st.integers(0, 30), min_size=5, max_size=12).filter(lambda counts: np.count_nonzero(counts) > 3))
def test_percentiles_rise_and_stay_inside(counts):
    """Whatever the sample, the smoothed percentiles are those of a distribution."""
    found = smooth(np.arange(len(counts), dtype=float), np.array(counts))

    if found is not None:
        assert found.shares.sum() == pytest.approx(1)
        assert (np.diff(found.percentiles) >= 0).all()
        assert 0 <= found.percentiles.min() <= found.percentiles.max() <= 100


def test_the_unit_of_the_scores_makes_no_difference():
    """A mean of ten items and their sum have the same percentiles."""
    raw, scaled = smooth(POSSIBLE.astype(float), COUNTS), smooth(POSSIBLE / 10, COUNTS)

    assert scaled.percentiles == pytest.approx(raw.percentiles)


@pytest.mark.parametrize("counts", [[0, 0, 0, 0], [0, 50, 0, 0], [50, 0, 50, 0]])
def test_fewer_than_three_different_scores_are_not_smoothed(counts):
    """There is no shape to keep."""
    assert smooth(np.arange(4.0), np.array(counts)) is None


@pytest.mark.parametrize("moments", [4, 5])
def test_more_moments_than_scores_are_not_fitted(moments):
    """As many parameters as scores would leave the model undetermined."""
    assert log_linear(np.arange(4.0), np.array([5, 5, 5, 5]), moments) is None
