"""One normal prior for the true scores of everybody, reduced to common factors."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from reintegratie_cli.psychometrics.prior import (
    MOST_COMMUNALITY,
    NormalPrior,
    mean_of,
    minimum_residual,
    nodes,
)

NAN = np.nan
LOADINGS = np.array([0.8, 0.7, 0.6, -0.5, 0.3])
NAMES = ("a", "b", "c", "d", "e")


def implied(loadings):
    """The correlations that loadings give, ones on the diagonal."""
    loadings = np.atleast_2d(np.asarray(loadings, dtype=float).T).T
    found = loadings @ loadings.T
    np.fill_diagonal(found, 1.0)
    return found


def prior(loadings=LOADINGS, reliability=0.8, mean=3.5, sd=0.8):
    """A prior whose true scores have these loadings."""
    k = len(loadings)
    reliabilities = np.full(k, reliability)
    observed = implied(loadings) * np.sqrt(np.outer(reliabilities, reliabilities))
    np.fill_diagonal(observed, 1.0)
    return NormalPrior(NAMES[:k], np.full(k, mean), np.full(k, sd), reliabilities, observed)


def given_scores(normal, observed, error):
    """Mean and covariance of the true scores given some observed scores, by the multivariate normal distribution."""
    reduced = normal.reduced()
    covariance = implied(reduced.loadings) * np.outer(reduced.true_sd, reduced.true_sd)
    seen = np.flatnonzero(np.isfinite(observed))
    total = covariance[np.ix_(seen, seen)] + np.diag(error[seen] ** 2)
    slopes = np.linalg.solve(total, covariance[seen]).T
    return reduced.mean + slopes @ (observed[seen] - reduced.mean[seen]), covariance - slopes @ covariance[seen]


def summed(normal, observed, error):
    """The same from the factors: mean and covariance over their posterior distribution, written out."""
    posterior = normal.reduced().posterior(
        {name: np.array([x]) for name, x in zip(normal.names, observed, strict=True)},
        {name: np.array([e]) for name, e in zip(normal.names, error, strict=True)},
        1,
    )
    parts = [
        posterior.true_score(name, np.array([x]), np.array([e]))
        for name, x, e in zip(normal.names, observed, error, strict=True)
    ]
    mean = np.array([part.centre[0] for part in parts])
    slopes = np.array([[part.slopes[0][0], part.slopes[1][0]] for part in parts])
    return mean, slopes @ slopes.T + np.diag([part.variance[0] for part in parts])


def test_true_correlations_are_corrected_for_attenuation():
    """.40 / sqrt(.64 * .81) = .5556; above 1 they are 1, of an unknown one nothing is known."""
    observed = np.array([[1.0, 0.4, 0.8], [0.4, 1.0, NAN], [0.8, NAN, 1.0]])
    normal = NormalPrior(NAMES[:3], np.zeros(3), np.ones(3), np.array([0.64, 0.81, 0.9]), observed)
    expected = [[1.0, 0.4 / 0.72, 1.0], [0.4 / 0.72, 1.0, 0.0], [1.0, 0.0, 1.0]]

    np.testing.assert_allclose(normal.true_correlations(), expected, rtol=1e-12)


def test_a_scale_without_reliability_correlates_with_nothing():
    """What is not measured has no true score to correlate."""
    normal = NormalPrior(NAMES[:2], np.zeros(2), np.ones(2), np.array([0.0, 0.8]), np.array([[1.0, 0.3], [0.3, 1.0]]))

    np.testing.assert_array_equal(normal.true_correlations(), np.eye(2))


def test_one_factor_is_found_back():
    """Up to its sign."""
    found = minimum_residual(implied(LOADINGS), 1)[:, 0]

    np.testing.assert_allclose(found * np.sign(found[0]), LOADINGS, atol=1e-9)


def test_minimum_residuals_are_those_of_psych():
    """psych::fa(r, 1, fm = "minres") 2.2.9 on a matrix that one factor does not fit."""
    correlations = np.array(
        [[1.0, 0.5, 0.4, 0.3], [0.5, 1.0, 0.35, 0.2], [0.4, 0.35, 1.0, 0.45], [0.3, 0.2, 0.45, 1.0]]
    )
    found = np.abs(minimum_residual(correlations, 1)[:, 0])

    np.testing.assert_allclose(found, [0.68789563, 0.58250795, 0.66338591, 0.49608801], atol=1e-4)


def test_the_residuals_are_at_their_minimum():
    """No small step to any side makes them smaller."""
    correlations = np.corrcoef(np.random.default_rng(1).normal(size=(6, 40)))
    found = minimum_residual(correlations, 1)[:, 0]

    def residual(loadings):
        left = correlations - np.outer(loadings, loadings)
        return (left[np.triu_indices(6, 1)] ** 2).sum()

    steps = np.random.default_rng(2).normal(scale=1e-3, size=(50, 6))
    assert min(residual(found + step) for step in steps) > residual(found)


def test_a_residual_above_a_fifth_asks_for_a_second_factor():
    """Two clusters of three scales; with one factor they are not told apart."""
    loadings = np.zeros((6, 2))
    loadings[:3, 0] = loadings[3:, 1] = 0.8
    normal = NormalPrior(tuple("abcdef"), np.zeros(6), np.ones(6), np.ones(6), implied(loadings))
    found = normal.reduced()

    assert found.loadings.shape == (6, 2)
    assert found.largest_residual < 1e-6


def test_one_factor_stays_one_where_it_fits():
    """With its largest residual."""
    found = prior().reduced()

    assert found.loadings.shape == (5, 1)
    assert found.largest_residual < 1e-9


def test_no_communality_reaches_one():
    """Three scales of which one is all that the others share, and more."""
    found = minimum_residual(np.array([[1.0, 0.9, 0.9], [0.9, 1.0, 0.5], [0.9, 0.5, 1.0]]), 1)

    assert (found**2).sum(axis=1).max() <= MOST_COMMUNALITY + 1e-9


@given(st.permutations(range(5)), st.lists(st.floats(0.3, 0.9), min_size=5, max_size=5))
@settings(max_examples=20)
def test_the_order_of_the_scales_makes_no_difference(order, loadings):
    """The reproduced correlations are those of the same scales."""
    order, correlations = list(order), implied(np.array(loadings) * [1, 1, -1, 1, -1])
    found, moved = (implied(minimum_residual(it, 1)) for it in (correlations, correlations[np.ix_(order, order)]))

    np.testing.assert_allclose(moved, found[np.ix_(order, order)], atol=1e-5)


@given(
    st.lists(st.one_of(st.floats(1, 5), st.just(NAN)), min_size=5, max_size=5),
    st.lists(st.floats(0.05, 1.0), min_size=5, max_size=5),
)
def test_the_posterior_is_that_of_the_multivariate_normal_distribution(observed, error):
    """With any scales unanswered and each error its own: means and covariances of all five true scores."""
    observed, error = np.array(observed), np.array(error)
    for found, expected in zip(summed(prior(), observed, error), given_scores(prior(), observed, error), strict=True):
        np.testing.assert_allclose(found, expected, atol=1e-9)


def test_the_posterior_with_two_factors_is_as_well():
    """Loadings on both."""
    loadings = np.array([[0.8, 0.0], [0.75, 0.3], [0.2, 0.7], [0.0, 0.85], [-0.5, 0.6]])
    normal = prior(loadings)
    observed, error = np.array([2.0, NAN, 4.0, 1.5, NAN]), np.array([0.3, NAN, 0.4, 0.5, NAN])

    assert normal.reduced().loadings.shape == (5, 2)
    for found, expected in zip(summed(normal, observed, error), given_scores(normal, observed, error), strict=True):
        np.testing.assert_allclose(found, expected, atol=1e-9)


def test_one_scale_alone_is_kelleys_regressed_score():
    """M + r (x - M), with variance r (1 - r) sd^2: here 3.5 + .8 (2 - 3.5) and .16 * .64."""
    mean, covariance = summed(prior([0.0]), np.array([2.0]), np.array([0.8 * np.sqrt(0.2)]))

    np.testing.assert_allclose([mean[0], covariance[0, 0]], [2.3, 0.16 * 0.64], rtol=1e-12)


def test_without_error_the_score_is_the_true_score():
    """Whatever the norm expects."""
    mean, covariance = summed(prior(), np.array([1.0, 3.0, NAN, NAN, NAN]), np.array([0.0, 0.3, NAN, NAN, NAN]))

    assert (mean[0], covariance[0, 0]) == (1.0, 0.0)


def test_who_answered_nothing_is_as_the_norm_says():
    """Mean, and reliability * sd^2."""
    mean, covariance = summed(prior(), np.full(5, NAN), np.full(5, NAN))

    np.testing.assert_allclose(mean, 3.5, rtol=1e-12)
    np.testing.assert_allclose(covariance.diagonal(), 0.8 * 0.64, rtol=1e-12)


def test_a_scale_without_true_variance_is_at_its_mean():
    """Reliability 0: the score says nothing of anything."""
    normal = prior([0.0], reliability=0.0)
    mean, covariance = summed(normal, np.array([1.0]), np.array([0.8]))

    assert (mean[0], covariance[0, 0]) == (3.5, 0.0)


def test_the_mean_of_true_scores_keeps_what_they_share():
    """Its variance given the factors is that of independent parts over their number squared, its slope the mean."""
    posterior = prior().reduced().posterior({}, {}, 1)
    parts = [posterior.true_score(name, np.array([NAN]), np.array([NAN])) for name in ("a", "b")]
    found = mean_of(parts)

    np.testing.assert_allclose(found.variance, (parts[0].variance + parts[1].variance) / 4)
    np.testing.assert_allclose(found.slopes[0], (parts[0].slopes[0] + parts[1].slopes[0]) / 2)


@pytest.mark.parametrize("loading", [0.1, 0.5, 0.7, 0.8, 0.9, 0.95, 0.974])
def test_the_nodes_sum_five_steep_steps_to_three_places(loading):
    """The mean of a product of five normal probabilities, beside 4,001 places."""
    steep = loading / np.sqrt(1 - loading**2)

    def summed_over(places, weights):
        return sum(
            w * np.prod(norm.cdf(steep * z - np.linspace(-1, 1, 5))) for w, z in zip(weights, places, strict=True)
        )

    fine = np.linspace(-8, 8, 4001)
    expected = summed_over(fine, norm.pdf(fine) * (fine[1] - fine[0]))
    found = nodes(np.full((5, 1), loading))

    assert summed_over([z for _, (z, _) in found], [w for w, _ in found]) == pytest.approx(expected, abs=1e-3)


def test_the_weights_of_the_nodes_sum_to_one():
    """With one factor and with two; without loadings there is one node."""
    assert sum(w for w, _ in nodes(np.full((3, 1), 0.7))) == pytest.approx(1.0, rel=1e-12)
    assert sum(w for w, _ in nodes(np.full((3, 2), 0.6))) == pytest.approx(1.0, rel=1e-12)
    assert nodes(np.zeros((3, 1))) == ((1.0, (0.0, 0.0)),)
