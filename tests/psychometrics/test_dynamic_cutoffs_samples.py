"""The samples behind dynamic cut-offs: drawn as they should be, and fitted as an analysis fits them."""

import sys
from dataclasses import replace

import numpy as np
import pytest

from reintegratie_cli.psychometrics.cfa.estimate_complete import estimate_complete
from reintegratie_cli.psychometrics.cfa.estimate_ordinal import estimate_ordinal
from reintegratie_cli.psychometrics.cfa.specification import FactorModel
from reintegratie_cli.psychometrics.dynamic import ordinal
from reintegratie_cli.psychometrics.dynamic.continuous import continuous_indices, wishart_correlation
from reintegratie_cli.psychometrics.dynamic.cutoffs import dynamic_cutoffs
from reintegratie_cli.psychometrics.dynamic.ordinal import ordinal_indices
from reintegratie_cli.psychometrics.dynamic.population import populations
from reintegratie_cli.psychometrics.polychoric import polychoric_moments_of
from reintegratie_cli.psychometrics.simulate import standard_normal

ITEMS = tuple(f"x{place}" for place in range(8))
MODEL = FactorModel(ITEMS, {"a": ITEMS[:4], "b": ITEMS[4:]})
CUTS = np.array([-1.0, -0.3, 0.4, 1.1])


def correlation_of_two_factors():
    """Two factors that correlate .4, with loadings from .5 to .8."""
    loadings = np.zeros((8, 2))
    loadings[:4, 0], loadings[4:, 1] = np.linspace(0.55, 0.8, 4), np.linspace(0.5, 0.75, 4)
    found = loadings @ np.array([[1, 0.4], [0.4, 1]]) @ loadings.T
    np.fill_diagonal(found, 1.0)
    return found


TRUE = correlation_of_two_factors()


def answered(correlation, cuts, n, seed):
    """The answers that the seed gives: latent normals cut into categories."""
    latent = standard_normal(np.random.default_rng(seed), n, 8) @ np.linalg.cholesky(correlation).T
    return np.searchsorted(cuts, latent)


def sampled(solution, correlation, seed):
    """The answers of the first sample, cut at the solution's own thresholds."""
    latent = standard_normal(np.random.default_rng(seed), solution.n, 8) @ np.linalg.cholesky(correlation).T
    return np.column_stack([np.searchsorted(own, latent[:, j]) for j, own in enumerate(solution.thresholds)])


def ordered(n=400, seed=3, cuts=CUTS):
    """WLSMV of simulated answers."""
    return of_categories(answered(TRUE, cuts, n, seed))


def of_categories(categories):
    """WLSMV of these answers."""
    return estimate_ordinal(
        categories, polychoric_moments_of(categories, categories.max(axis=0) + 1, pairwise=True), MODEL
    )


def of_n(solution, n):
    """The same solution as if of n persons."""
    return replace(solution, n=n)


@pytest.fixture(scope="module")
def solution():
    """Four hundred persons, five categories."""
    return ordered()


def test_wishart_correlations_scatter_as_those_of_persons():
    """Variance (1 - rho^2)^2 / n and bias -rho (1 - rho^2) / 2n, Fisher (1915); 20,000 samples of 100 persons."""
    random, root = np.random.default_rng(1), np.linalg.cholesky(np.array([[1, 0.6], [0.6, 1]]))
    drawn = np.array([wishart_correlation(random, 100, root)[1, 0] for _ in range(20_000)])

    assert drawn.mean() == pytest.approx(0.6 - 0.6 * 0.64 / 200, abs=0.0015)
    assert drawn.std() == pytest.approx(0.64 / np.sqrt(99), rel=0.02)


def test_wishart_correlations_exist_for_one_person_more_than_items():
    """Singular but for rounding when n equals the number of items."""
    found = wishart_correlation(np.random.default_rng(1), 9, np.linalg.cholesky(TRUE))

    assert np.linalg.eigvalsh(found)[0] > 0


def test_the_indices_of_normal_samples_are_those_of_an_analysis_of_them():
    """Persons with exactly the drawn correlations, fitted by `estimate_complete`."""
    drawn = wishart_correlation(np.random.default_rng(5), 200, np.linalg.cholesky(TRUE))
    persons = np.random.default_rng(2).normal(size=(200, 8))
    persons -= persons.mean(axis=0)
    white = persons @ np.linalg.inv(np.linalg.cholesky(persons.T @ persons / 200)).T
    analysed = estimate_complete(white @ np.linalg.cholesky(drawn).T, MODEL, robust=False)

    (found,) = continuous_indices(analysed, TRUE, 1, 5)
    assert found == pytest.approx(tuple(analysed.fit[name] for name in ("srmr", "rmsea", "cfi")), rel=1e-6)


def test_the_indices_of_ordered_samples_are_those_of_an_analysis_of_them(solution):
    """The same answers, fitted by `estimate_ordinal`, from a population that the model does not fit."""
    wrong = populations(solution)[1].correlation
    analysed = of_categories(sampled(solution, wrong, 5)).fit

    (found,) = ordinal_indices(solution, wrong, 1, 5)
    assert found == pytest.approx(tuple(analysed[it] for it in ("srmr", "rmsea_robust", "cfi_robust")), rel=1e-6)


def test_without_robust_indices_those_of_weighted_least_squares_are_taken(solution):
    """The flavour is the one of the observed indices, which lack the robust ones."""
    naive = {name: value for name, value in solution.fit.items() if not name.endswith("_robust")}
    analysed = of_categories(sampled(solution, TRUE, 5)).fit

    (found,) = ordinal_indices(replace(solution, fit=naive), TRUE, 1, 5)
    assert found == pytest.approx(tuple(analysed[name] for name in ("srmr", "rmsea", "cfi")), rel=1e-6)


def test_a_category_that_nobody_chose_in_a_sample_is_closed_up():
    """Forty persons and a category of one in a hundred: most samples lack it, and all have an SRMR."""
    few = ordered(n=1000, cuts=np.array([-0.5, 0.5, 2.3]))
    found = np.array(list(ordinal_indices(of_n(few, 60), TRUE, 20, 1)))

    assert np.isfinite(found).all(axis=1).sum() >= 18


def test_an_item_that_all_answer_alike_in_a_sample_is_a_failed_fit():
    """Eight persons of whom almost all choose the lowest category: nan, and no exception."""
    rare = ordered(n=2000, cuts=np.array([2.0]))

    assert np.isnan(list(ordinal_indices(of_n(rare, 10), TRUE, 20, 1))).all(axis=1).any()


def test_ordered_answers_have_reproducible_cutoffs(solution):
    """The same seed, the same figures."""
    first, again = (dynamic_cutoffs(solution, replications=20, seed=4, progress=lambda *_: None) for _ in range(2))

    assert first == again


def test_ordered_answers_of_the_model_itself_meet_its_cutoffs(solution):
    """One level, all three indices, none of the fits failing."""
    found = dynamic_cutoffs(solution, replications=60, seed=4, progress=lambda *_: None)

    assert (len(found.levels), found.met, found.n_failed, found.reason) == (1, True, 0, None)


def test_the_cutoffs_of_ordered_answers_miss_a_model_that_leaves_out_residual_correlations():
    """Two pairs of items of different factors correlate .25 more than the model allows."""
    correlation = TRUE.copy()
    for pair in ((0, 4), (1, 5)):
        correlation[pair] = correlation[pair[::-1]] = correlation[pair] + 0.25
    found = dynamic_cutoffs(
        of_categories(answered(correlation, CUTS, 400, 9)), replications=60, seed=4, progress=lambda *_: None
    )

    assert (found.met, found.reason) == (False, None)


@pytest.mark.simulation
def test_a_shared_scaling_factor_hardly_moves_the_indices_of_many_persons(solution, monkeypatch):
    """At 2000 persons the quantiles of RMSEA and CFI differ by less than .002 from those with each sample's own."""
    many, wrong = of_n(solution, 2000), populations(solution)[1].correlation
    shared = np.array(list(ordinal_indices(many, wrong, 300, 1)))
    monkeypatch.setattr(ordinal, "MANY", 10_000)
    own = np.array(list(ordinal_indices(many, wrong, 300, 1)))
    difference = np.quantile(shared, [0.05, 0.5, 0.95], axis=0) - np.quantile(own, [0.05, 0.5, 0.95], axis=0)
    sys.stdout.write(f"\nshared minus own: {np.round(difference, 5).tolist()}\n")

    assert np.abs(difference).max() < 0.002
