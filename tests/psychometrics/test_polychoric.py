"""Polychoric correlations: by hand, their properties, recovery of what was simulated, and data that have none."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import ndtri

from reintegratie_cli.psychometrics.contingency import contingency_tables
from reintegratie_cli.psychometrics.polychoric import (
    BOUND,
    PolychoricError,
    polychoric_moments,
    polychoric_moments_of,
)

NONE = -1
CUTS = np.array([-0.9, 0.1, 1.0])
LOADINGS = np.array([0.8, 0.7, -0.6, 0.5])


def simulated(n_persons, seed, missing=0.0):
    """Answers in four categories to four items of one factor, the third reverse-keyed."""
    random = np.random.default_rng(seed)
    error = random.normal(size=(n_persons, len(LOADINGS))) * np.sqrt(1 - LOADINGS**2)
    latent = random.normal(size=(n_persons, 1)) * LOADINGS + error
    categories = np.searchsorted(CUTS, latent)
    return np.where(random.random(categories.shape) < missing, NONE, categories)


def moments(categories, *, pairwise=True):
    """Of answers in as many categories as are used."""
    return polychoric_moments_of(categories, categories.max(axis=0) + 1, pairwise=pairwise)


def from_table(table):
    """Answers of persons that make this table."""
    return np.repeat(np.argwhere(np.ones_like(table)), np.ravel(table), axis=0)


samples = st.builds(simulated, st.just(150), st.integers(0, 10**6), st.sampled_from([0.0, 0.1]))


def test_items_cut_at_their_middle_have_the_correlation_of_sheppard():
    """40, 10, 10, 40 of 100: sin(2 pi (.4 - .25)) = sin(.3 pi), and thresholds of 0."""
    found = moments(from_table(np.array([[40, 10], [10, 40]])))

    assert found.correlation[1, 0] == pytest.approx(math.sin(0.3 * math.pi), rel=1e-9)
    np.testing.assert_allclose(np.concatenate(found.thresholds), [0, 0], atol=1e-15)


def test_independent_answers_have_no_correlation():
    """Every row of the table the same."""
    assert moments(from_table(np.tile([4, 8, 2], (3, 1)))).correlation[1, 0] == pytest.approx(0, abs=1e-12)


def test_thresholds_are_the_normal_deviates_of_cumulative_shares():
    """Of 10, 20, 30 and 40 in a hundred: those of .1, .3 and .6, whoever answered the other item."""
    first = np.repeat([0, 1, 2, 3], [10, 20, 30, 40])
    second = np.where(np.arange(100) % 3 == 0, NONE, np.arange(100) % 2)

    np.testing.assert_allclose(moments(np.stack([first, second], axis=1)).thresholds[0], ndtri([0.1, 0.3, 0.6]))


def test_counts_are_of_persons_items_and_pairs():
    """Six persons, one of whom answered nothing and two one item."""
    categories = np.array([[0, 0], [1, 1], [0, 1], [1, NONE], [NONE, 0], [NONE, NONE]])
    found = moments(categories)

    assert found.n == 5
    np.testing.assert_array_equal(found.n_pairs, [[4, 3], [3, 4]])
    np.testing.assert_array_equal(found.empty_cells, [[0, 1], [1, 0]])


def test_empty_cells_are_counted_among_the_cells_that_there_are():
    """An item of two categories beside one of three has six cells, five of them used."""
    found = moments(from_table(np.array([[3, 2, 0], [1, 2, 4]])))

    np.testing.assert_array_equal(found.empty_cells, [[0, 1], [1, 0]])


@pytest.mark.parametrize("missing", [0.0, 0.2])
def test_what_was_simulated_is_found_back(missing):
    """20,000 persons: correlations within .03 of the products of loadings, thresholds of the cuts."""
    found = moments(simulated(20_000, 7, missing))
    expected = np.outer(LOADINGS, LOADINGS) + np.diag(1 - LOADINGS**2)

    np.testing.assert_allclose(found.correlation, expected, atol=0.03)
    np.testing.assert_allclose(np.stack(found.thresholds), np.tile(CUTS, (4, 1)), atol=0.03)


def test_the_asymptotic_variance_is_that_of_repeated_samples():
    """Of 400 samples of 500 persons, within a quarter: its own standard error is 7 %."""
    found = [moments(simulated(500, seed)) for seed in range(400)]
    spread = 500 * np.var([each.correlation[1, 0] for each in found])

    assert spread == pytest.approx(np.mean([each.gamma_diagonal[0] for each in found]), rel=0.25)


@given(samples)
def test_a_correlation_matrix_is_symmetric_with_ones(categories):
    """And between the bounds."""
    found = moments(categories).correlation

    np.testing.assert_array_equal(found, found.T)
    np.testing.assert_array_equal(np.diag(found), 1)
    assert (np.abs(found[~np.eye(4, dtype=bool)]) <= BOUND).all()


@given(samples, st.integers(0, 10**6))
def test_the_order_of_persons_makes_no_difference(categories, seed):
    """The tables are the same, and so is everything."""
    shuffled = np.random.default_rng(seed).permutation(categories)

    np.testing.assert_array_equal(moments(shuffled).correlation, moments(categories).correlation)
    np.testing.assert_array_equal(moments(shuffled).gamma_diagonal, moments(categories).gamma_diagonal)


@given(samples, st.permutations(range(4)))
def test_the_order_of_items_is_the_order_of_their_correlations(categories, order):
    """Thresholds too."""
    found, whole = moments(categories[:, order]), moments(categories)

    np.testing.assert_allclose(found.correlation, whole.correlation[np.ix_(order, order)], atol=1e-9)
    np.testing.assert_array_equal(np.stack(found.thresholds), np.stack([whole.thresholds[j] for j in order]))


@given(samples)
def test_reversing_an_item_turns_its_correlations_and_mirrors_its_thresholds(categories):
    """The sign of one row and column; minus the thresholds, from the other end; the variances stay."""
    turned = categories.copy()
    turned[:, 0] = np.where(categories[:, 0] < 0, NONE, 3 - categories[:, 0])
    found, whole, sign = moments(turned), moments(categories), np.array([-1, 1, 1, 1])

    np.testing.assert_allclose(found.correlation, whole.correlation * np.outer(sign, sign), atol=1e-9)
    np.testing.assert_allclose(found.thresholds[0], -whole.thresholds[0][::-1], atol=1e-12)
    np.testing.assert_allclose(found.gamma_diagonal, whole.gamma_diagonal, rtol=1e-6)


@given(samples, st.integers(1, 149))
def test_tables_of_two_sites_give_what_all_persons_give(categories, cut):
    """No person has to leave the site."""
    n_categories = categories.max(axis=0) + 1
    sites = [contingency_tables(part, n_categories) for part in (categories[:cut], categories[cut:])]
    found = polychoric_moments(sites[0] + sites[1])

    np.testing.assert_array_equal(found.correlation, moments(categories).correlation)
    np.testing.assert_array_equal(found.gamma_diagonal, moments(categories).gamma_diagonal)


def test_everybody_twice_has_the_same_correlations_and_variances():
    """The asymptotic variance is times n, so that it does not shrink."""
    categories = simulated(150, 3, 0.1)
    once, twice = moments(categories), moments(np.tile(categories, (2, 1)))

    np.testing.assert_allclose(twice.correlation, once.correlation, atol=1e-9)
    np.testing.assert_allclose(twice.gamma_diagonal, once.gamma_diagonal, rtol=1e-6)


def test_without_missing_answers_pairwise_is_listwise():
    """There is one sample."""
    categories = simulated(150, 4)
    pairwise, listwise = moments(categories), moments(categories, pairwise=False)

    np.testing.assert_array_equal(pairwise.correlation, listwise.correlation)


@pytest.mark.parametrize("n_categories", [2, 3, 5])
@pytest.mark.parametrize("sign", [1, -1])
def test_a_perfect_correlation_stops_at_the_bound_and_has_not_converged(n_categories, sign):
    """Two times the same answers, or the opposite; its variance is not known, and the rest goes on."""
    same = np.arange(60) % n_categories
    categories = np.stack([same, same[::sign] if sign > 0 else n_categories - 1 - same, np.arange(60) // 30], axis=1)
    found = moments(categories)

    assert found.correlation[1, 0] == pytest.approx(sign * BOUND, abs=0.01)
    assert found.converged.tolist() == [[True, False, True], [False, True, True], [True, True, True]]
    np.testing.assert_array_equal(np.isnan(found.gamma_diagonal), [True, False, False])


def test_two_persons_who_differ_have_no_correlation_that_can_be_found():
    """A table of one in each corner: at the bound, and said so."""
    found = moments(np.array([[0, 0], [1, 1]]))

    assert not found.converged[1, 0]


def test_one_item_has_thresholds_alone():
    """No pairs, no correlations."""
    found = moments(np.array([[0], [1], [2], [0]]))

    assert found.gamma_diagonal.shape == (0,)
    assert found.correlation.tolist() == [[1.0]]


@pytest.mark.parametrize(
    ("categories", "n_categories", "code", "items"),
    [
        ([[0, 0], [1, 0], [0, 0]], [2, 2], "one_category", (1,)),
        ([[0, 0], [1, 0], [0, 0]], [2, 1], "one_category", (1,)),
        ([[0, NONE], [1, NONE]], [2, 2], "one_category", (1,)),
        ([[0, 0], [2, 1], [0, 1]], [3, 2], "empty_category", (0,)),
        ([[0, 0], [1, 1], [0, 1]], [3, 2], "empty_category", (0,)),
        ([[0, NONE], [1, NONE], [NONE, 1], [NONE, 0]], [2, 2], "no_common_answers", (1, 0)),
    ],
)
def test_answers_without_a_correlation_are_refused(categories, n_categories, code, items):
    """With a code, and the item or the pair."""
    with pytest.raises(PolychoricError) as refused:
        polychoric_moments_of(np.array(categories), np.array(n_categories), pairwise=True)

    assert (refused.value.code, refused.value.items) == (code, items)


def test_nobody_is_refused():
    """No answers, no categories in use."""
    with pytest.raises(PolychoricError, match="one_category"):
        polychoric_moments_of(np.empty((0, 2), dtype=np.int64), np.array([2, 2]), pairwise=True)


def test_missing_answers_are_refused_unless_pairwise():
    """Whoever calls says which of the two is meant; the items are named."""
    with pytest.raises(PolychoricError) as refused:
        moments(np.array([[0, 0], [1, NONE], [1, 1]]), pairwise=False)

    assert (refused.value.code, refused.value.items) == ("missing_answers", (1,))


@settings(max_examples=200)
@given(st.integers(0, 10**6), st.integers(2, 12), st.sampled_from([0.0, 0.4]))
def test_few_persons_give_numbers_or_a_refusal(seed, n_persons, missing):
    """No nan but the variance of what has not converged, no warning, no endless loop."""
    categories = simulated(n_persons, seed, missing)
    for j, item in enumerate(categories.T):
        categories[item >= 0, j] = np.unique(item[item >= 0], return_inverse=True)[1]
    try:
        found = polychoric_moments_of(categories, np.maximum(categories.max(axis=0) + 1, 1), pairwise=True)
    except PolychoricError:
        return

    assert np.isfinite(found.correlation).all()
    assert np.isfinite(found.influences.rho(categories)).all()
    np.testing.assert_array_equal(np.isnan(found.gamma_diagonal), ~found.converged.T[np.triu_indices(4, 1)])
