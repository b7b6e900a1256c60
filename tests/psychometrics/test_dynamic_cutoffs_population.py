"""What is left out of a model on purpose: which paths, how large, and never more than a population can hold."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reintegratie_cli.psychometrics.cfa.estimate_complete import estimate_complete
from reintegratie_cli.psychometrics.cfa.specification import FactorModel
from reintegratie_cli.psychometrics.correlation import correlation_of
from reintegratie_cli.psychometrics.dynamic.population import (
    LARGEST_COMMUNALITY,
    RESIDUAL_CORRELATION,
    fitted_population,
    populations,
)

HOLZINGER = ([0.772, 0.424, 0.581], [0.852, 0.855, 0.838], [0.570, 0.723, 0.665])
HOLZINGER_FACTORS = np.array([[1, 0.459, 0.471], [0.459, 1, 0.283], [0.471, 0.283, 1]])


def model_of(sizes, residual_covariances=()):
    """Factors f0, f1, ... of so many items each; the items are x0, x1, ..."""
    items = tuple(f"x{place}" for place in range(sum(sizes)))
    starts = np.cumsum([0, *sizes])
    factors = {f"f{j}": items[starts[j] : starts[j + 1]] for j in range(len(sizes))}
    return FactorModel(items, factors, residual_covariances)


def implied_by(loadings, factor_correlations):
    """The correlations of items that each load on one factor."""
    sizes = [len(own) for own in loadings]
    matrix = np.zeros((sum(sizes), len(sizes)))
    matrix[np.arange(sum(sizes)), np.repeat(np.arange(len(sizes)), sizes)] = np.concatenate(loadings)
    found = matrix @ factor_correlations @ matrix.T
    np.fill_diagonal(found, 1.0)
    return found


def items_with(correlation, n, seed=1):
    """Answers (n, n_items) whose own covariances are exactly `correlation`."""
    drawn = np.random.default_rng(seed).normal(size=(n, len(correlation)))
    drawn -= drawn.mean(axis=0)
    white = drawn @ np.linalg.inv(np.linalg.cholesky(drawn.T @ drawn / n)).T
    return white @ np.linalg.cholesky(correlation).T


def solved(loadings, factor_correlations, n=300, **options):
    """The solution of a model that fits perfectly."""
    correlation = implied_by(loadings, np.asarray(factor_correlations))
    model = model_of([len(own) for own in loadings], **options)
    return estimate_complete(items_with(correlation, n), model, robust=False)


def one_factor(loadings, n=300, **options):
    """The solution of one factor that fits perfectly."""
    return solved((loadings,), [[1.0]], n, **options)


def added_pairs(population):
    """The pairs of items whose residuals correlate, the lower place first."""
    rows, columns = np.nonzero(np.triu(population.residual_correlations, 1))
    return set(zip(rows.tolist(), columns.tolist(), strict=True))


@pytest.fixture(scope="module")
def holzinger():
    """Three factors with the standardised estimates of Holzinger and Swineford's data (lavaan's tutorial)."""
    return solved(HOLZINGER, HOLZINGER_FACTORS, 301)


def test_the_first_population_is_the_model_itself(holzinger):
    """What counts as correct has the correlations that the solution implies."""
    found = fitted_population(holzinger).correlation

    np.testing.assert_allclose(found, correlation_of(holzinger.implied), atol=1e-12)


@pytest.mark.parametrize(("level", "item", "size"), [(1, 1, 0.424), (2, 6, 0.570)])
def test_the_lowest_loading_of_a_factor_is_repeated_on_the_most_reliable_one(holzinger, level, item, size):
    """x2 first, then x7, on the textual factor: the sizes .424 and .570 are those of the vignette of R's `dynamic`."""
    before, after = populations(holzinger)[level - 1 : level + 1]
    expected = np.zeros((9, 3))
    expected[item, 1] = size

    np.testing.assert_allclose(after.loadings - before.loadings, expected, atol=1e-6)


def test_there_is_a_level_less_than_there_are_factors():
    """Two factors have one level (besides the correct model), as the tutorial's chapter 4 says."""
    assert len(populations(solved(([0.6, 0.7, 0.8], [0.5, 0.6, 0.7]), [[1, 0.3], [0.3, 1]]))) == 2


def test_a_cross_loading_that_would_leave_no_residual_is_made_smaller():
    """.7 twice with factors that correlate .5 explains 147 %; by hand: c = -.35 + sqrt(.9 - .49 * .75)."""
    level = populations(solved(([0.8, 0.8, 0.8], [0.7, 0.75, 0.75]), [[1, 0.5], [0.5, 1]]))[1]

    assert level.loadings[3, 0] == pytest.approx(-0.35 + np.sqrt(0.9 - 0.49 * 0.75), abs=1e-6)


@settings(max_examples=30)
@given(
    st.lists(st.floats(0.3, 0.9), min_size=9, max_size=9),
    st.floats(-0.4, 0.8),
    st.sampled_from([1.0, -1.0]),
)
def test_every_population_can_exist(loadings, between, sign):
    """No communality above the largest allowed, save those of the model itself, and a positive definite matrix."""
    phi = np.full((3, 3), between) + (1 - between) * np.eye(3)
    own = np.array(loadings).reshape(3, 3) * np.array([[sign], [1.0], [1.0]])
    for population in populations(solved(tuple(own), phi)):
        communality = np.diag(population.common)

        assert communality.max() <= LARGEST_COMMUNALITY + 1e-6
        assert np.linalg.eigvalsh(population.correlation)[0] > 0


def test_an_item_of_two_factors_takes_no_further_loading():
    """The lowest loading of the second factor is x3's, which is on both: the next lowest is taken."""
    items = tuple(f"x{place}" for place in range(7))
    model = FactorModel(items, {"a": items[:4], "b": items[3:]})
    loadings = np.zeros((7, 2))
    loadings[:4, 0], loadings[3:, 1] = (0.8, 0.8, 0.8, 0.4), (0.3, 0.6, 0.5, 0.7)
    correlation = loadings @ np.array([[1, 0.3], [0.3, 1]]) @ loadings.T
    np.fill_diagonal(correlation, 1.0)
    correct, level = populations(estimate_complete(items_with(correlation, 300), model, robust=False))

    assert np.argwhere(np.abs(level.loadings - correct.loadings) > 1e-9).tolist() == [[5, 0]]


@pytest.mark.parametrize(
    ("n_items", "pairs"), [(4, [1, 2]), (5, [1, 2]), (6, [1, 2, 3]), (8, [1, 2, 4]), (10, [1, 3, 5]), (12, [2, 4, 6])]
)
def test_a_third_two_thirds_and_all_items_of_one_factor_are_in_a_pair(n_items, pairs):
    """Pairs of items: n / 6, n / 3 and n / 2, rounded down, without levels that add nothing."""
    levels = populations(one_factor(np.linspace(0.5, 0.8, n_items)))[1:]

    assert [len(added_pairs(level)) for level in levels] == pairs


def test_the_items_of_lowest_loading_are_paired_first():
    """By size, whatever the sign: .4 with -.5, .6 with .7, .75 with .8."""
    last = populations(one_factor([0.8, 0.6, 0.4, 0.75, -0.5, 0.7]))[-1]

    assert added_pairs(last) == {(2, 4), (1, 5), (0, 3)}


def test_the_residuals_of_a_pair_correlate_as_much_as_in_the_paper():
    """The item's correlation rises by .30 times the residual standard deviations of both; by hand for .4 and .5."""
    correct, level = populations(one_factor([0.8, 0.6, 0.4, 0.75, 0.5, 0.7]))[:2]

    expected = RESIDUAL_CORRELATION * np.sqrt((1 - 0.4**2) * (1 - 0.5**2))
    assert (level.correlation - correct.correlation)[2, 4] == pytest.approx(expected, abs=1e-6)


def test_a_residual_that_the_model_frees_is_left_alone():
    """x2 and x4 may correlate in the model, so that they cannot show a misfit."""
    solution = one_factor([0.8, 0.6, 0.4, 0.75, 0.5, 0.7], residual_covariances=(("x2", "x4"),))
    new = set.union(*(added_pairs(level) - added_pairs(populations(solution)[0]) for level in populations(solution)))

    assert new == {(1, 5), (0, 3)}
