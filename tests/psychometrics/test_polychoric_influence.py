"""Influence functions of thresholds and polychoric correlations: what they add up to, and what one person more does."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reintegratie_cli.psychometrics.contingency import contingency_tables, pair_indices
from reintegratie_cli.psychometrics.polychoric import polychoric_moments, polychoric_moments_of

NONE = -1
N_CATEGORIES = np.array([4, 3, 2])
CUTS = (np.array([-0.9, 0.1, 1.0]), np.array([-0.5, 0.6]), np.array([0.2]))


def simulated(n_persons, seed, missing):
    """Answers to three items with four, three and two categories."""
    random = np.random.default_rng(seed)
    latent = random.normal(size=(n_persons, 1)) * 0.7 + random.normal(size=(n_persons, 3)) * 0.7
    categories = np.stack([np.searchsorted(cuts, item) for cuts, item in zip(CUTS, latent.T, strict=True)], axis=1)
    return np.where(random.random(categories.shape) < missing, NONE, categories)


samples = st.builds(simulated, st.just(200), st.integers(0, 10**6), st.sampled_from([0.0, 0.15]))


def found(categories):
    """The moments, and the influences of the same persons: thresholds and then correlations."""
    moments = polychoric_moments_of(categories, N_CATEGORIES, pairwise=True)
    return moments, moments.influences.tau(categories), moments.influences.rho(categories)


@given(samples)
def test_influences_add_up_to_nothing(categories):
    """At the estimates nobody together moves them."""
    _, tau, rho = found(categories)

    np.testing.assert_allclose(tau.mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(rho.mean(axis=0), 0, atol=1e-7)


@given(samples)
def test_variances_from_tables_are_the_mean_squares_of_influences(categories):
    """Of persons who skipped an item too."""
    moments, _, rho = found(categories)

    np.testing.assert_allclose(moments.gamma_diagonal, (rho**2).sum(axis=0) / moments.n, rtol=1e-9)


@pytest.mark.parametrize("answer", [(3, 0, 1), (0, 2, 0), (1, NONE, 1), (NONE, 1, NONE)])
def test_an_influence_is_what_a_little_of_one_person_more_does(answer):
    """The derivative, by difference, with respect to the weight of one more person who answers so.

    Of 100,000 simulated persons, whom the model fits: there it matters little which information is taken.
    """
    tables = contingency_tables(simulated(100_000, 5, 0.1), N_CATEGORIES)
    person = contingency_tables(np.array([answer]), N_CATEGORIES)
    whole = polychoric_moments(tables)
    more = polychoric_moments(tables + person)
    n = tables.n + 1
    rows, columns = pair_indices(3)
    of_rho = n * (more.correlation - whole.correlation)[rows, columns]
    of_tau = n * (np.concatenate(more.thresholds) - np.concatenate(whole.thresholds))

    np.testing.assert_allclose(whole.influences.tau(np.array([answer]))[0], of_tau, rtol=0.01, atol=0.01)
    np.testing.assert_allclose(whole.influences.rho(np.array([answer]))[0], of_rho, rtol=0.03, atol=0.03)


def test_who_answered_neither_moves_nothing():
    """Exactly 0, and not nan."""
    moments, _, _ = found(simulated(200, 1, 0.1))
    nothing = np.full((1, 3), NONE)

    np.testing.assert_array_equal(moments.influences.rho(nothing), np.zeros((1, 3)))
    np.testing.assert_array_equal(moments.influences.tau(nothing), np.zeros((1, 6)))


def test_who_answered_one_of_two_moves_the_correlation_by_its_threshold():
    """For then the threshold is of more persons than the correlation."""
    moments, _, _ = found(simulated(200, 1, 0.1))
    rho = moments.influences.rho(np.array([[0, NONE, NONE]]))[0]

    assert (rho[:2] != 0).all()
    assert rho[2] == 0


def test_influences_of_persons_do_not_depend_on_the_chunk():
    """One by one or together."""
    categories = simulated(20, 2, 0.1)
    moments, tau, rho = found(np.vstack([simulated(200, 1, 0.1), categories]))
    alone = [moments.influences.rho(person[None])[0] for person in categories]

    np.testing.assert_array_equal(alone, rho[200:])
    np.testing.assert_array_equal(moments.influences.tau(categories), tau[200:])


@pytest.mark.parametrize("kind", [np.int8, np.int16, np.int64])
def test_small_integers_do_not_overflow(kind):
    """Thirty items of four categories have more cells than eight bits count."""
    categories = np.tile(simulated(60, 4, 0.0)[:, [0]], (1, 30)) ^ (np.arange(60)[:, None] // 2 + np.arange(30)) % 2
    moments = polychoric_moments_of(categories, np.full(30, 4), pairwise=False)
    expected = moments.influences.rho(categories)

    np.testing.assert_array_equal(moments.influences.rho(categories.astype(kind)), expected)


def test_the_matrix_is_ready_to_be_multiplied():
    """In rows of doubles, one behind the other."""
    _, _, rho = found(simulated(50, 6, 0.0))

    assert rho.flags.c_contiguous
    assert rho.dtype == np.float64
