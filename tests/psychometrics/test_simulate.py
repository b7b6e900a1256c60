"""Simulated answers have the reliability that was asked for."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reintegratie_cli.psychometrics.simulate import (
    even_thresholds,
    loading_for_reliability,
    one_common_factor,
    ordered_responses,
    scored_reliability,
    standard_normal,
)


def alpha(answers):
    """Cronbach's alpha: the reliability, for parallel items. `answers` is (n_persons, n_items)."""
    n_items = answers.shape[1]
    covariances = np.cov(answers.T)
    return n_items / (n_items - 1) * (1 - np.trace(covariances) / covariances.sum())


@pytest.mark.parametrize(
    ("n_items", "n_categories", "shift", "reliability"),
    [(3, 5, 0.45, 0.75), (6, 5, 0.45, 0.85), (10, 4, 0.0, 0.845), (4, 2, -0.45, 0.5), (9, 12, 1.0, 0.9)],
)
def test_ordered_answers_have_the_reliability_that_was_asked_for(n_items, n_categories, shift, reliability):
    """Alpha of 20,000 simulated persons, within four standard errors of it."""
    n = 20_000
    thresholds = [even_thresholds(n_categories, shift)] * n_items
    loading = loading_for_reliability(reliability, thresholds)
    random = np.random.default_rng(11)
    factor = standard_normal(random, n, 1)
    latent = loading * factor + standard_normal(random, n, n_items) * np.sqrt(1 - loading**2)
    found = alpha(ordered_responses(latent, thresholds[0].tolist()))
    # Feldt (1965): (1 - reliability) / (1 - alpha) has an F distribution, so that alpha's standard error is about this.
    error = (1 - reliability) * np.sqrt(2 * n_items / ((n_items - 1) * n))
    assert found == pytest.approx(reliability, abs=4 * error + 0.002)


def test_the_reliability_of_one_two_valued_item_by_hand():
    """Cut in the middle: var(Phi(f * l / sqrt(1 - l^2))) is asin(l^2) / (2 pi), of a variance of 1/4 in all."""
    loading = 0.7
    expected = np.arcsin(loading**2) / (2 * np.pi) / 0.25
    assert scored_reliability(loading, [np.array([0.0])]) == pytest.approx(expected, rel=1e-9)


def test_many_categories_come_close_to_spearman_brown():
    """With 60 narrow categories hardly anything is lost: n l^2 / (1 + (n - 1) l^2)."""
    found = scored_reliability(0.6, [even_thresholds(60, spread=0.1)] * 5)
    assert found == pytest.approx(5 * 0.36 / (1 + 4 * 0.36), abs=0.001)


@settings(max_examples=25)
@given(st.floats(0.1, 0.95), st.lists(st.integers(2, 7), min_size=1, max_size=8), st.floats(-1, 1))
def test_the_loading_gives_back_the_reliability(reliability, categories, shift):
    """Also where the items of a scale have different numbers of answers."""
    thresholds = [even_thresholds(n, shift) for n in categories]
    loading = loading_for_reliability(reliability, thresholds)
    assert scored_reliability(loading, thresholds) == pytest.approx(reliability, abs=1e-6)


def test_without_reliability_items_share_nothing():
    """A loading of 0, to nine places."""
    assert loading_for_reliability(0.0, [even_thresholds(5)]) == pytest.approx(0.0, abs=1e-8)


def test_normal_numbers_are_standard_normal():
    """Mean 0, variance 1, and as many beyond 1.96 as there should be, in 100,000."""
    found = standard_normal(np.random.default_rng(5), 100_000)
    assert found.mean() == pytest.approx(0.0, abs=4 / np.sqrt(1e5))
    assert found.var() == pytest.approx(1.0, abs=4 * np.sqrt(2 / 1e5))
    assert (np.abs(found) > 1.96).mean() == pytest.approx(0.05, abs=4 * np.sqrt(0.05 * 0.95 / 1e5))


@pytest.mark.parametrize("uniform", [0.0, 1 - 2**-53])
def test_the_outermost_uniform_numbers_give_finite_normal_ones(uniform):
    """0 would be minus infinity."""

    class Outermost:
        """Draws the same number always."""

        def random(self, shape):
            """The number, in that shape."""
            return np.full(shape, uniform)

    assert np.isfinite(standard_normal(Outermost(), 2)).all()


def test_factors_correlate_by_the_product_of_their_loadings_on_the_common_one():
    """.8 * .5 = .4 and .8 * -.5 = -.4; each has variance 1."""
    found = one_common_factor(np.random.default_rng(2), 200_000, [0.8, 0.5, -0.5])
    expected = [[1, 0.4, -0.4], [0.4, 1, -0.25], [-0.4, -0.25, 1]]
    np.testing.assert_allclose(np.cov(found.T), expected, atol=4 / np.sqrt(2e5) * 1.5)


def test_an_answer_is_the_number_of_thresholds_exceeded():
    """Equal to a threshold does not exceed it; any shape."""
    found = ordered_responses(np.array([[-2.0, -1.0], [0.5, 9.0]]), [-1.0, 0.0, 1.0])
    assert found.tolist() == [[0, 0], [2, 3]]


def test_thresholds_lie_evenly_around_the_middle():
    """Five answers have four thresholds; a shift moves people up, so the thresholds down."""
    assert even_thresholds(5).tolist() == [-1.5, -0.5, 0.5, 1.5]
    assert even_thresholds(2).tolist() == [0.0]
    np.testing.assert_allclose(even_thresholds(4, shift=0.5, spread=2.0), [-2.5, -0.5, 1.5])


def test_the_same_seed_draws_the_same_numbers():
    """And another seed others."""
    draw = [standard_normal(np.random.default_rng(seed), 5).tolist() for seed in (1, 1, 2)]
    assert draw[0] == draw[1]
    assert draw[0] != draw[2]
