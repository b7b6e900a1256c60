"""Dynamic fit index cut-offs: published ones found back, by hand from known indices, and where there are none."""

import sys
from dataclasses import replace

import numpy as np
import pytest

from reintegratie_cli.psychometrics.cfa.estimate_complete import estimate_complete
from reintegratie_cli.psychometrics.cfa.estimate_incomplete import estimate_incomplete
from reintegratie_cli.psychometrics.cfa.specification import FactorModel, specify
from reintegratie_cli.psychometrics.dynamic import cutoffs as module
from reintegratie_cli.psychometrics.dynamic.cutoffs import CutoffLevel, dynamic_cutoffs

HOLZINGER = ([0.772, 0.424, 0.581], [0.852, 0.855, 0.838], [0.570, 0.723, 0.665])
HOLZINGER_FACTORS = np.array([[1, 0.459, 0.471], [0.459, 1, 0.283], [0.471, 0.283, 1]])
HU_BENTLER = ([0.7, 0.7, 0.75, 0.8, 0.8],) * 3
HU_BENTLER_FACTORS = np.array([[1, 0.5, 0.4], [0.5, 1, 0.3], [0.4, 0.3, 1]])
EXTRAVERSION = ([0.671, -0.705, 0.704, -0.702, 0.750, -0.572, 0.744, -0.514, 0.605, -0.703],)
PUBLISHED = [(0.025, 0.040, 0.986), (0.037, 0.075, 0.953), (0.043, 0.095, 0.928)]
"""Ten items on extraversion, 1222 persons: Wolf & McNeish, DFI cutoffs: a tutorial, chapters 6 and 10."""
ALONE = np.ones((1, 1))


def items_with(correlation, n, seed=1):
    """Answers (n, n_items) whose own covariances are exactly `correlation`."""
    drawn = np.random.default_rng(seed).normal(size=(n, len(correlation)))
    drawn -= drawn.mean(axis=0)
    white = drawn @ np.linalg.inv(np.linalg.cholesky(drawn.T @ drawn / n)).T
    return white @ np.linalg.cholesky(correlation).T


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


def solved(loadings, factor_correlations=ALONE, n=300, *, robust=False, **options):
    """The solution of a model that fits perfectly."""
    model = model_of([len(own) for own in loadings], **options)
    return estimate_complete(items_with(implied_by(loadings, factor_correlations), n), model, robust=robust)


def cut(solution, replications=200, seed=1):
    """Cut-offs without an eye on progress."""
    return dynamic_cutoffs(solution, replications=replications, seed=seed, progress=lambda *_: None)


def figures(found):
    """SRMR, RMSEA and CFI by level: (n_levels, 3)."""
    return np.array([(level.srmr, level.rmsea, level.cfi) for level in found.levels])


def written(title, found):
    """A line for who runs the long simulations."""
    sys.stdout.write(f"\n{title}: {np.round(figures(found), 4).tolist()}\n")
    return figures(found)


@pytest.fixture(scope="module")
def holzinger():
    """Three factors with the standardised estimates of Holzinger and Swineford's data (lavaan's tutorial)."""
    return solved(HOLZINGER, HOLZINGER_FACTORS, 301)


@pytest.fixture(scope="module")
def short():
    """A scale of six items."""
    return solved(([0.5, 0.55, 0.6, 0.65, 0.7, 0.75],), n=400)


@pytest.fixture
def with_indices(monkeypatch, short):
    """The cut-offs of `short` from given SRMRs of each population; RMSEA is twice the SRMR, CFI one minus it."""

    def given_indices(*srmr):
        remaining = [np.asarray(own, dtype=float) for own in srmr]

        def fake(*_):
            yield from ((value, 2 * value, 1 - value) for value in remaining.pop(0))

        monkeypatch.setattr(module, "continuous_indices", fake)
        return cut(short, replications=len(srmr[0]))

    return given_indices


def test_the_published_cutoffs_of_one_factor_are_found_back():
    """All nine cut-offs of the tutorial's questionnaire, to what 200 samples allow."""
    found = figures(cut(solved(EXTRAVERSION, n=1222)))

    np.testing.assert_allclose(found, PUBLISHED, atol=0.004)


@pytest.mark.simulation
def test_the_published_cutoffs_of_one_factor_are_found_back_to_the_last_place():
    """With 4000 samples none of the nine is further off than the published one, of 500 samples, may be."""
    found = written("extraversion", cut(solved(EXTRAVERSION, n=1222), 4000))

    np.testing.assert_allclose(found, PUBLISHED, atol=0.0016)


@pytest.mark.simulation
def test_the_published_cutoffs_of_three_factors_are_found_back(holzinger):
    """SRMR .040, RMSEA .044, CFI .984: the first vignette of R's `dynamic`, of a single level and few samples."""
    found = written("Holzinger and Swineford", cut(holzinger, 2000))

    np.testing.assert_allclose(found[0], [0.040, 0.044, 0.984], atol=0.003)


@pytest.mark.parametrize("n", [500, 1000])
def test_the_model_of_hu_and_bentler_has_cutoffs_near_theirs(n):
    """RMSEA .06 and CFI .95-.96 near the first level, SRMR .08 near the second: .04-.07 here (see `populations`)."""
    first, second = figures(cut(solved(HU_BENTLER, HU_BENTLER_FACTORS, n)))

    np.testing.assert_allclose(first, [0.042, 0.052, 0.970], atol=0.008)
    np.testing.assert_allclose(second, [0.070, 0.085, 0.930], atol=0.012)


def test_a_higher_level_has_laxer_cutoffs(holzinger):
    """More misfit is left out: SRMR and RMSEA may be higher, CFI lower."""
    first, second = figures(cut(holzinger))

    assert ((second - first) * [1, 1, -1] > 0).all()


def test_the_same_seed_gives_the_same_cutoffs(holzinger):
    """To the last bit."""
    assert cut(holzinger, 40, seed=7) == cut(holzinger, 40, seed=7)


def test_another_seed_gives_other_cutoffs(holzinger):
    """The figures come from the samples."""
    assert cut(holzinger, 40, seed=7) != cut(holzinger, 40, seed=8)


def test_robust_maximum_likelihood_has_the_cutoffs_of_maximum_likelihood():
    """The samples are normal, where both estimate the same."""
    plain, robust = (solved(HOLZINGER, HOLZINGER_FACTORS, 301, robust=it) for it in (False, True))

    np.testing.assert_allclose(figures(cut(plain, 40)), figures(cut(robust, 40)), rtol=1e-6)


def test_with_a_mean_structure_the_srmr_counts_the_means_that_fit(short):
    """21 moments of six items and 6 means: the SRMR is the root of 21 / 27 of that without means."""
    items = items_with(implied_by(([0.5, 0.55, 0.6, 0.65, 0.7, 0.75],), ALONE), 400)
    with_means = estimate_incomplete(items, model_of([6]), robust=True)

    expected = figures(cut(short, 40)) * [np.sqrt(21 / 27), 1, 1]
    np.testing.assert_allclose(figures(cut(with_means, 40)), expected, rtol=1e-5)


def test_a_model_that_fits_meets_its_cutoffs(holzinger):
    """It fits perfectly."""
    assert cut(holzinger).met is True


def test_a_model_that_leaves_out_two_residual_correlations_misses_its_cutoffs():
    """Two pairs of items of different factors correlate .2 more than the model allows."""
    correlation = implied_by(HOLZINGER, HOLZINGER_FACTORS)
    for pair in ((1, 6), (2, 8)):
        correlation[pair] = correlation[pair[::-1]] = correlation[pair] + 0.2
    found = cut(estimate_complete(items_with(correlation, 301), model_of([3, 3, 3]), robust=False))

    assert (found.met, found.reason) == (False, None)


def test_progress_is_told_of_every_sample(short):
    """Of the correct model and of three levels."""
    told = []
    dynamic_cutoffs(short, replications=5, seed=1, progress=lambda done, total: told.append((done, total)))

    assert told == [(done, 20) for done in range(1, 21)]


def test_the_cutoff_rejects_95_of_100_misspecified_samples(with_indices):
    """Of 1, 2, ..., 100 thousandths the fifth, which no correct sample passes."""
    found = with_indices(np.zeros(100), *[np.arange(1, 101) / 1000] * 3)

    assert found.levels[0] == CutoffLevel(1, 0.005, 0.01, 0.995)


def test_the_cutoff_is_relaxed_to_90_of_100_where_more_than_5_correct_samples_pass_it(with_indices):
    """Six correct samples lie above the fifth misspecified one, none above the tenth."""
    correct = np.repeat([0.0, 0.006], [94, 6])

    assert with_indices(correct, *[np.arange(1, 101) / 1000] * 3).levels[0].srmr == 0.010


def test_there_is_no_cutoff_where_more_than_10_of_100_correct_samples_pass_it(with_indices):
    """Eleven correct samples lie above the tenth misspecified one: nothing tells them apart."""
    correct = np.repeat([0.0, 0.02], [89, 11])
    found = with_indices(correct, *[np.arange(1, 101) / 1000] * 3)

    assert (np.isnan(figures(found)).all(), found.met, found.reason) == (True, None, "not_separable")


def test_many_samples_with_the_same_index_give_no_cutoff(with_indices):
    """Half of the misspecified samples have an index of zero: 95 of 100 cannot lie above the fifth."""
    wrong = np.repeat([0.0, 0.1], [50, 50])

    assert with_indices(np.zeros(100), *[wrong] * 3).reason == "not_separable"


def test_meeting_the_second_level_alone_settles_nothing(with_indices):
    """The first level cannot be told from a correct model, so that a misfit of its size may be there."""
    found = with_indices(np.full(100, 0.01), np.full(100, 0.01), *[np.arange(101, 201) / 1000] * 2)

    assert (np.isnan(figures(found)[0]).all(), found.met, found.reason) == (True, None, None)


def test_a_few_samples_without_a_fit_are_counted(with_indices):
    """Two in a hundred; the 98 others are used, of which the fourth may pass."""
    wrong = np.where(np.arange(100) < 2, np.nan, np.arange(100) / 1000)
    found = with_indices(np.zeros(100), *[wrong] * 3)

    assert (found.n_failed, found.levels[0].srmr) == (6, 0.005)


def test_many_samples_without_a_fit_leave_no_cutoffs(with_indices):
    """Eleven in a hundred."""
    wrong = np.where(np.arange(100) < 11, np.nan, np.arange(100) / 1000)
    found = with_indices(np.zeros(100), *[wrong] * 3)

    assert (found.levels, found.met, found.n_failed, found.reason) == ((), None, 33, "too_many_failed")


def test_a_handful_of_persons_cannot_tell_models_apart():
    """Twenty persons, nine items."""
    found = cut(solved(HOLZINGER, HOLZINGER_FACTORS, 20), 40)

    assert (found.met, found.reason in {"not_separable", "too_many_failed"}) == (None, True)


def test_a_model_without_degrees_of_freedom_has_no_cutoffs():
    """Three items of one factor always fit."""
    assert cut(solved(([0.6, 0.7, 0.8],))).reason == "no_degrees_of_freedom"


def test_an_improper_solution_has_no_cutoffs(holzinger):
    """No population has its parameters."""
    assert cut(replace(holzinger, converged=False)).reason == "improper_solution"


def test_several_groups_have_no_cutoffs(holzinger):
    """The method is for one group."""
    both = specify(model_of([3, 3, 3]), n_groups=2)

    assert cut(replace(holzinger, specification=both)).reason == "several_groups"


def test_a_model_that_nothing_can_be_left_out_of_has_no_cutoffs():
    """Of five items four have residuals that the model lets correlate: there is no pair left."""
    free = (("x0", "x1"), ("x2", "x3"))
    solution = solved(([0.5, 0.6, 0.7, 0.8, 0.65],), residual_covariances=free)

    assert cut(solution).reason == "no_misspecification"


def test_fewer_persons_than_items_have_no_cutoffs(holzinger):
    """No covariance matrix of so few is positive definite."""
    assert cut(replace(holzinger, n=9)).reason == "too_few_persons"
