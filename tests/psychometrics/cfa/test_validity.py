"""Convergent and discriminant validity by hand; beside semTools in `test_against_r.py`."""

import numpy as np
import pytest

from reintegratie_cli.psychometrics.cfa.validity import average_variance_extracted, composite_reliability, htmt

CORRELATION = np.array(
    [
        [1.0, 0.5, 0.2, 0.3],
        [0.5, 1.0, 0.25, 0.1],
        [0.2, 0.25, 1.0, 0.4],
        [0.3, 0.1, 0.4, 1.0],
    ]
)
TWO = [[0, 1], [2, 3]]


def test_variance_extracted_by_hand():
    """(.64 + .36) / 2."""
    assert average_variance_extracted(np.array([0.8, 0.6]), np.ones(2)) == pytest.approx(0.5)


def test_composite_reliability_by_hand():
    """1.4 squared over itself plus .36 + .64."""
    found = composite_reliability(np.array([0.8, 0.6]), np.diag([0.36, 0.64]))

    assert found == pytest.approx(1.96 / 2.96)


def test_residual_covariance_lowers_composite_reliability():
    """What two items share beside their factor is no true variance: .2 counts twice."""
    residuals = np.array([[0.36, 0.2], [0.2, 0.64]])

    assert composite_reliability(np.array([0.8, 0.6]), residuals) == pytest.approx(1.96 / 3.36)


def test_htmt_by_hand():
    """The geometric mean of four correlations over the root of .5 times .4."""
    expected = (0.2 * 0.3 * 0.25 * 0.1) ** 0.25 / np.sqrt(0.5 * 0.4)

    assert htmt(CORRELATION, TWO)[1, 0] == pytest.approx(expected)


def test_htmt_does_not_change_when_items_are_reversed():
    """Only the sizes of correlations count."""
    sign = np.array([1.0, -1.0, 1.0, -1.0])

    np.testing.assert_allclose(htmt(CORRELATION * np.outer(sign, sign), TWO), htmt(CORRELATION, TWO))


def test_htmt_of_a_factor_of_one_item_does_not_exist():
    """There is no correlation within it."""
    assert np.isnan(htmt(CORRELATION, [[0, 1], [2]])[1, 0])


def test_htmt_with_a_correlation_of_zero_does_not_exist():
    """The geometric mean would be zero whatever the others are."""
    correlation = CORRELATION.copy()
    correlation[2, 0] = correlation[0, 2] = 0.0

    assert np.isnan(htmt(correlation, TWO)[1, 0])
