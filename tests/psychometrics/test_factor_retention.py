"""Eigenvalues and MAP equal R's; parallel analysis draws what real persons would give, at a cost without persons."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reintegratie_cli.psychometrics.correlation import pairwise_moments
from reintegratie_cli.psychometrics.factor_retention import (
    eigenvalues,
    parallel_analysis,
    parallel_analysis_ordinal,
    velicer_map,
)

FOLDER = Path(__file__).parents[1] / "reference"
CLASSICAL = json.loads((FOLDER / "classical.json").read_text(encoding="utf-8"))
ANSWERS = np.genfromtxt(FOLDER / "likert16_missing.csv", delimiter=",", skip_header=1)
ANSWERS[:, 1] = 6 - ANSWERS[:, 1]
MOMENTS = pairwise_moments(ANSWERS)
HS = np.genfromtxt(FOLDER / "hs1939.csv", delimiter=",", skip_header=1)[:, 6:]
HOLES = np.array([[1.0, np.nan], [np.nan, np.nan]])

seeds = st.integers(0, 2**32 - 1)


def simple_structure(n_factors, per_factor, loading):
    """Correlations of items that load on one of the uncorrelated factors each."""
    within = np.full((per_factor, per_factor), loading**2)
    np.fill_diagonal(within, 1)
    return np.kron(np.eye(n_factors), within)


def correlations(seed):
    """Correlations of 2 to 7 items that have something in common, of 50 persons."""
    random = np.random.default_rng(seed)
    k = random.integers(2, 8)
    return pairwise_moments(random.normal(size=(50, 1)) + random.normal(size=(50, k))).correlation


def test_eigenvalues_equal_those_of_r():
    """Of correlations with answers missing, the largest first."""
    np.testing.assert_allclose(eigenvalues(MOMENTS.correlation), CLASSICAL["eigenvalues"], rtol=1e-9)


def test_average_squared_partial_correlations_equal_those_of_r():
    """psych::vss's map begins with one component."""
    found = velicer_map(MOMENTS.correlation).average_squared_partials

    np.testing.assert_allclose(found[1:9], CLASSICAL["map"], rtol=1e-9)


def test_without_components_the_average_is_of_the_squared_correlations_themselves():
    """By definition."""
    between = MOMENTS.correlation[~np.eye(16, dtype=bool)]

    assert velicer_map(MOMENTS.correlation).average_squared_partials[0] == pytest.approx((between**2).mean())


def test_map_of_two_items_by_hand():
    """Without components r^2; one component leaves each item the opposite of the other: 1."""
    found = velicer_map(np.array([[1.0, 0.6], [0.6, 1.0]]))

    np.testing.assert_allclose(found.average_squared_partials, [0.36, 1.0])
    assert found.n_factors == 0


@pytest.mark.parametrize("n_factors", [1, 2, 3])
def test_map_finds_the_factors_of_a_population(n_factors):
    """Six items that load .7 on each."""
    assert velicer_map(simple_structure(n_factors, 6, 0.7)).n_factors == n_factors


def test_map_finds_no_factor_where_nothing_correlates():
    """0, which the list of psych does not have."""
    assert velicer_map(np.eye(5)).n_factors == 0


@pytest.mark.parametrize("n_factors", [1, 2, 3])
def test_parallel_analysis_finds_the_factors_of_a_population(n_factors):
    """Six items that load .7 on each, 300 persons."""
    assert parallel_analysis(simple_structure(n_factors, 6, 0.7), 300, seed=1).n_factors == n_factors


def test_parallel_analysis_finds_four_factors_in_the_simulated_answers():
    """As they were made, with answers missing and an item keyed the wrong way."""
    assert parallel_analysis(MOMENTS.correlation, 500, seed=1).n_factors == 4


def test_parallel_analysis_finds_three_factors_in_holzinger_and_swineford():
    """As psych::fa.parallel does for components."""
    assert parallel_analysis(pairwise_moments(HS).correlation, len(HS), seed=1).n_factors == 3


@pytest.mark.parametrize(("n", "k"), [(200, 8), (12, 10), (6, 10), (2, 3)])
def test_the_reference_is_that_of_real_persons(n, k):
    """Beside 2,000 samples of n persons with k normal items, also with fewer persons than items."""
    random = np.random.default_rng(4)
    samples = [np.corrcoef(random.normal(size=(k, n))) for _ in range(2000)]
    values = np.linalg.eigvalsh(samples)[:, ::-1]
    found = parallel_analysis(np.eye(k), n, seed=1, draws=2000).reference
    # The standard error of a 95th percentile is about 2.1 standard deviations / sqrt(2000), on either side.
    error = 2.1 * values.std(axis=0) * np.sqrt(2 / 2000)

    np.testing.assert_array_less(np.abs(found - np.quantile(values, 0.95, axis=0)), 4 * error + 1e-9)


@pytest.mark.parametrize("case", list(CLASSICAL["ordinal_null"]))
@pytest.mark.parametrize(("quantile", "figure"), [(0.95, "q95"), (0.5, "median")])
def test_the_ordinal_reference_is_that_of_polychorics_of_real_persons(case, quantile, figure):
    """Beside lavaan's lavCor of independent items: five even categories, four skewed ones, 30 items of 150 persons."""
    expected = CLASSICAL["ordinal_null"][case]
    k, thresholds = expected["k"], np.array(expected["thresholds"])
    found = parallel_analysis_ordinal(
        np.eye(k), (thresholds,) * k, expected["n"], seed=1, draws=1000, quantile=quantile
    ).reference
    # Four standard errors of R's percentile, and 1 % for what the first order leaves out.
    error = 4 * 2.1 * np.array(expected["sd"]) / np.sqrt(expected["draws"]) + 0.01 * found[0]

    np.testing.assert_array_less(np.abs(found - expected[figure])[: k // 2], error[: k // 2])


def test_with_many_even_categories_ordinal_and_normal_items_have_one_reference():
    """Nothing is lost by cutting into 60."""
    thresholds = (np.linspace(-3, 3, 59),) * 6
    one = parallel_analysis(np.eye(6), 200, seed=1)
    other = parallel_analysis_ordinal(np.eye(6), thresholds, 200, seed=1)

    np.testing.assert_allclose(one.reference, other.reference, atol=0.01)


def test_fewer_categories_ask_for_more():
    """Polychoric correlations of two-valued items vary more, and so do the eigenvalues of unrelated ones."""
    two = parallel_analysis_ordinal(np.eye(6), (np.array([1.0]),) * 6, 200, seed=1)

    assert two.reference[0] > parallel_analysis(np.eye(6), 200, seed=1).reference[0] + 0.1


def test_what_exceeds_its_reference_after_one_that_did_not_is_no_factor():
    """Equal correlations of .1: the first eigenvalue is above it, the second is not, the last of five equal ones is."""
    found = parallel_analysis(simple_structure(1, 6, np.sqrt(0.1)), 100, seed=1)

    assert found.n_factors == 1
    assert (found.observed > found.reference).sum() > 1


def test_a_seed_gives_these_figures_on_any_computer():
    """Of uniform numbers, that every version of NumPy draws alike; the figures are those of the first run."""
    found = parallel_analysis(np.eye(3), 50, seed=1, draws=20).reference

    np.testing.assert_allclose(found, [1.3948960524170375, 1.0425486193955371, 0.8900482185078709], rtol=1e-9)


def test_another_seed_gives_other_figures():
    """Close by."""
    one, other = (parallel_analysis(np.eye(3), 50, seed=seed).reference for seed in (1, 2))

    assert 0 < np.abs(one - other).max() < 0.1


def test_a_million_persons_cost_no_more_than_a_hundred():
    """They are not drawn: their reference is there at once, and close to 1."""
    found = parallel_analysis(np.eye(10), 10**9, seed=1).reference

    np.testing.assert_allclose(found, 1, atol=0.001)


@given(seeds)
@settings(max_examples=20)
def test_the_order_and_key_of_items_do_not_matter(seed):
    """Eigenvalues, MAP and parallel analysis stay as they are."""
    correlation = correlations(seed)
    sign = np.where(np.arange(len(correlation)) % 2, -1, 1)
    turned = (correlation * np.outer(sign, sign))[::-1, ::-1]

    np.testing.assert_allclose(eigenvalues(turned), eigenvalues(correlation), atol=1e-9)
    np.testing.assert_allclose(
        velicer_map(turned).average_squared_partials, velicer_map(correlation).average_squared_partials, atol=1e-6
    )
    assert parallel_analysis(turned, 50, seed=3).n_factors == parallel_analysis(correlation, 50, seed=3).n_factors


@given(seeds)
def test_eigenvalues_add_up_to_the_number_of_items(seed):
    """And descend."""
    found = eigenvalues(correlations(seed))

    assert found.sum() == pytest.approx(len(found))
    assert (np.diff(found) <= 0).all()


def test_one_item_has_no_factor_in_common():
    """Its eigenvalue is 1, and so is the reference; there are no partial correlations."""
    found = parallel_analysis(np.ones((1, 1)), 100, seed=1)

    assert (found.n_factors, found.observed.tolist(), found.reference.tolist()) == (0, [1], [1])
    assert velicer_map(np.ones((1, 1))).n_factors is None


def test_no_items_have_no_factors():
    """Nor eigenvalues."""
    empty = np.empty((0, 0))

    assert eigenvalues(empty).shape == (0,)
    assert velicer_map(empty).n_factors is None
    assert parallel_analysis(empty, 100, seed=1).n_factors == 0


def test_an_undefined_correlation_leaves_nothing_defined():
    """Nan and None, without a warning."""
    assert np.isnan(eigenvalues(HOLES)).all()
    assert velicer_map(HOLES).n_factors is None
    assert parallel_analysis(HOLES, 100, seed=1).n_factors is None


@pytest.mark.parametrize("n", [0, 1])
def test_below_two_persons_there_is_no_reference(n):
    """The observed eigenvalues are there."""
    found = parallel_analysis(np.eye(2), n, seed=1)

    assert found.n_factors is None
    assert found.observed.tolist() == [1, 1]
    assert np.isnan(found.reference).all()


@pytest.mark.parametrize("thresholds", [np.array([]), np.array([np.inf]), np.array([0.0, 0.0])])
def test_an_item_with_one_category_or_an_empty_one_has_no_ordinal_reference(thresholds):
    """None, without a warning."""
    found = parallel_analysis_ordinal(np.eye(2), (np.array([0.0]), thresholds), 100, seed=1)

    assert found.n_factors is None
    assert np.isnan(found.reference).all()


def test_items_that_correlate_wholly_have_one_component_after_which_nothing_is_left():
    """No partial correlations there: nan."""
    found = velicer_map(np.ones((3, 3)))

    assert found.average_squared_partials[0] == pytest.approx(1)
    assert np.isnan(found.average_squared_partials[1:]).all()
