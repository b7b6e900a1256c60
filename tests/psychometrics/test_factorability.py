"""KMO and Bartlett's test equal those of psych, and are nan for correlations that cannot be inverted."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reintegratie_cli.psychometrics.correlation import pairwise_moments
from reintegratie_cli.psychometrics.factorability import bartlett, kmo

FOLDER = Path(__file__).parents[1] / "reference"
CLASSICAL = json.loads((FOLDER / "classical.json").read_text(encoding="utf-8"))
GOLD = json.loads((FOLDER / "gold.json").read_text(encoding="utf-8"))
ANSWERS = np.genfromtxt(FOLDER / "likert16_missing.csv", delimiter=",", skip_header=1)
ANSWERS[:, 1] = 6 - ANSWERS[:, 1]
HS = np.genfromtxt(FOLDER / "hs1939.csv", delimiter=",", skip_header=1)[:, 6:]

seeds = st.integers(0, 2**32 - 1)
UNDEFINED = pytest.mark.parametrize(
    "matrix",
    [
        np.ones((3, 3)),
        np.array([[1.0, np.nan], [np.nan, np.nan]]),
        np.array([[1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1]]),
        np.ones((1, 1)),
        np.empty((0, 0)),
    ],
    ids=["perfect correlation", "constant item", "indefinite", "one item", "nothing"],
)


def correlations(seed):
    """Correlations of 2 to 7 items that have something in common, of 50 persons."""
    random = np.random.default_rng(seed)
    k = random.integers(2, 8)
    return pairwise_moments(random.normal(size=(50, 1)) + random.normal(size=(50, k))).correlation


def test_with_answers_missing_kmo_equals_that_of_r():
    """psych::KMO takes pairwise-complete correlations."""
    found = kmo(pairwise_moments(ANSWERS).correlation)

    assert found.overall == pytest.approx(CLASSICAL["kmo"]["overall"], rel=1e-9)
    np.testing.assert_allclose(found.items, CLASSICAL["kmo"]["items"], rtol=1e-9)


def test_kmo_equals_that_of_r_on_holzinger_and_swineford():
    """Overall, and for each item."""
    found = kmo(pairwise_moments(HS).correlation)

    assert found.overall == pytest.approx(GOLD["hs_kmo"]["MSA"], rel=1e-9)
    np.testing.assert_allclose(found.items, list(GOLD["hs_kmo"]["MSAi"].values()), rtol=1e-9)


def test_bartletts_test_equals_that_of_r_on_holzinger_and_swineford():
    """psych::cortest.bartlett."""
    found = bartlett(pairwise_moments(HS).correlation, len(HS))

    assert found.chisq == pytest.approx(GOLD["hs_bartlett"]["chisq"], rel=1e-9)
    assert found.df == GOLD["hs_bartlett"]["df"]


def test_with_answers_missing_bartletts_test_equals_that_of_r():
    """Psych takes pairwise-complete correlations and all persons."""
    found = bartlett(pairwise_moments(ANSWERS).correlation, len(ANSWERS))

    assert found.chisq == pytest.approx(CLASSICAL["bartlett"]["chisq"], rel=1e-9)


def test_bartletts_p_value_equals_that_of_r():
    """Of three items of 40 persons that hardly correlate."""
    found = bartlett(pairwise_moments(HS[:40, [0, 3, 6]]).correlation, 40)
    expected = CLASSICAL["bartlett_small"]

    assert (found.chisq, found.pvalue) == pytest.approx((expected["chisq"], expected["pvalue"]), rel=1e-9)


def test_kmo_of_two_items_by_hand():
    """Nothing is left to partial out: half of it."""
    found = kmo(np.array([[1.0, 0.3], [0.3, 1.0]]))

    assert found.overall == pytest.approx(0.5)


def test_kmo_of_three_equal_correlations_by_hand():
    """R = .5: the partial correlation is r / (1 + r) = 1 / 3, so that KMO is (1 / 4) / (1 / 4 + 1 / 9) = 9 / 13."""
    found = kmo(np.full((3, 3), 0.5) + np.eye(3) / 2)

    np.testing.assert_allclose(found.items, 9 / 13)


def test_bartletts_test_of_two_items_by_hand():
    """The determinant is 1 - r^2 = .75: -(100 - 1 - 9 / 6) ln .75, one degree of freedom."""
    found = bartlett(np.array([[1.0, 0.5], [0.5, 1.0]]), 100)

    assert found.chisq == pytest.approx(-97.5 * np.log(0.75))
    assert found.df == 1


def test_items_that_do_not_correlate_at_all_have_no_kmo_and_no_chi_square():
    """0 / 0; and p = 1."""
    assert np.isnan(kmo(np.eye(3)).overall)
    assert (bartlett(np.eye(3), 50).chisq, bartlett(np.eye(3), 50).pvalue) == (0, 1)


def test_one_item_that_correlates_with_nothing_leaves_the_others_theirs():
    """Its own is nan."""
    correlation = np.eye(4)
    correlation[:3, :3] += 0.5 - np.eye(3) / 2
    found = kmo(correlation)

    assert np.isnan(found.items).tolist() == [False, False, False, True]
    assert found.overall == pytest.approx(9 / 13)


@given(seeds)
def test_kmo_is_a_share(seed):
    """Between 0 and 1."""
    found = kmo(correlations(seed))

    assert 0 <= min(found.items) <= found.overall <= max(found.items) <= 1


@given(seeds)
def test_the_order_of_items_is_the_order_of_their_kmo(seed):
    """And does not matter for what is overall."""
    correlation = correlations(seed)
    one, other = kmo(correlation), kmo(correlation[::-1, ::-1])

    np.testing.assert_allclose(one.items, other.items[::-1], rtol=1e-9)
    assert bartlett(correlation, 50).chisq == pytest.approx(bartlett(correlation[::-1, ::-1], 50).chisq)


@given(seeds)
def test_reversing_some_items_changes_nothing(seed):
    """Correlations come in squared."""
    correlation = correlations(seed)
    sign = np.where(np.arange(len(correlation)) % 2, -1, 1)
    turned = correlation * np.outer(sign, sign)

    np.testing.assert_allclose(kmo(turned).items, kmo(correlation).items, rtol=1e-9)
    assert bartlett(turned, 50).chisq == pytest.approx(bartlett(correlation, 50).chisq)


def test_bartletts_test_rejects_as_often_as_it_says():
    """Of 2,000 samples of 100 persons with five independent items about 5 %; the standard error is .5 %."""
    random = np.random.default_rng(3)
    rejected = sum(bartlett(np.corrcoef(random.normal(size=(5, 100))), 100).pvalue < 0.05 for _ in range(2000))

    assert rejected / 2000 == pytest.approx(0.05, abs=0.02)


@UNDEFINED
def test_kmo_of_what_cannot_be_inverted_is_nan(matrix):
    """Overall and for every item."""
    found = kmo(matrix)

    assert np.isnan(found.overall)
    assert found.items.shape == (len(matrix),)
    assert np.isnan(found.items).all()


@UNDEFINED
def test_bartletts_test_of_what_cannot_be_inverted_is_nan(matrix):
    """Chi-square and p; the degrees of freedom are those of the number of items."""
    found = bartlett(matrix, 100)

    assert np.isnan([found.chisq, found.pvalue]).all()
    assert found.df == len(matrix) * (len(matrix) - 1) // 2


@pytest.mark.parametrize("n", [0, 2])
def test_bartletts_test_of_too_few_persons_is_nan(n):
    """The factor before the logarithm would be negative."""
    assert np.isnan(bartlett(np.array([[1.0, 0.5], [0.5, 1.0]]), n).chisq)
