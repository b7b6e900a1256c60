"""Answers and models of which nothing can be estimated, and solutions that cannot be right: never in silence."""

import numpy as np
import pytest

from reintegratie_cli.psychometrics.cfa.composites import standard_error
from reintegratie_cli.psychometrics.cfa.identification import improper
from reintegratie_cli.psychometrics.cfa.solution import CfaError, Omega
from reintegratie_cli.psychometrics.cfa.specification import FactorModel
from reintegratie_cli.psychometrics.polychoric import PolychoricError

FOUR = tuple("abcd")
ONE = FactorModel(FOUR, {"one": FOUR})
SIX = tuple("abcdef")
TWO = FactorModel(SIX, {"one": SIX[:3], "two": SIX[3:]})

NUMBERS = [("ML", "listwise"), ("MLR", "listwise"), ("ML", "fiml"), ("MLR", "fiml")]
of_numbers = pytest.mark.parametrize(("estimator", "missing"), NUMBERS)
every_kind = pytest.mark.parametrize(("estimator", "missing"), [*NUMBERS, ("WLSMV", "pairwise")])


def simulated(n, n_items=4, seed=1):
    """Answers to items with one thing in common."""
    rng = np.random.default_rng(seed)
    return rng.normal(size=(n, n_items)) + rng.normal(size=(n, 1))


def exactly(correlation, n=300, seed=1):
    """Answers of n persons whose covariance matrix is this correlation matrix."""
    rng = np.random.default_rng(seed)
    raw = rng.normal(size=(n, len(correlation)))
    raw -= raw.mean(axis=0)
    raw = raw @ np.linalg.inv(np.linalg.cholesky(raw.T @ raw / n)).T
    return raw @ np.linalg.cholesky(np.array(correlation)).T


def suited(items, estimator):
    """Answers as the estimator takes them: cut into five categories for ordered ones."""
    return np.searchsorted([-1.2, -0.4, 0.4, 1.2], items).astype(np.float64) if estimator == "WLSMV" else items


def code_of(estimate, items, model, estimator, missing):
    """The code of the error that is raised."""
    with pytest.raises((CfaError, PolychoricError)) as caught:
        estimate(items, model, estimator, missing)
    return caught.value.code


def problems_of(found):
    """What makes a solution improper."""
    return {it.problem for it in improper(found)}


@of_numbers
def test_an_item_to_which_all_answer_the_same_is_named(estimator, missing, estimate):
    """It cannot go together with anything."""
    items = simulated(50)
    items[:, 2] = 3.0
    with pytest.raises(CfaError) as caught:
        estimate(items, ONE, estimator, missing)

    assert (caught.value.code, caught.value.items) == ("constant_item", (2,))


@of_numbers
def test_an_item_that_nobody_answered_is_named(estimator, missing, estimate):
    """As one to which all answer the same; with listwise deletion nobody is left."""
    items = simulated(50)
    items[:, 1] = np.nan
    given = items if missing == "fiml" else items[~np.isnan(items).any(axis=1)]

    assert code_of(estimate, given, ONE, estimator, missing) == (
        "constant_item" if missing == "fiml" else "too_few_persons"
    )


@of_numbers
@pytest.mark.parametrize("n", [0, 1, 2, 4])
def test_fewer_persons_than_a_covariance_matrix_needs_are_refused(estimator, missing, n, estimate):
    """No more persons than items leave it without an inverse."""
    assert code_of(estimate, simulated(n), ONE, estimator, missing) == "too_few_persons"


@of_numbers
def test_one_person_more_than_items_is_enough(estimator, missing, estimate):
    """An answer exists, whatever it is worth: proper, or said to be improper."""
    found = estimate(simulated(6, seed=6), ONE, estimator, missing)

    assert np.isfinite(found.theta).all()


@of_numbers
def test_persons_who_all_answer_the_same_are_refused(estimator, missing, estimate):
    """Nobody differs from anybody."""
    assert code_of(estimate, np.tile([1.0, 2.0, 3.0, 4.0], (50, 1)), ONE, estimator, missing) == "constant_item"


@every_kind
def test_items_that_go_together_perfectly_are_refused(estimator, missing, estimate):
    """One tells nothing that the other does not."""
    items = suited(simulated(80), estimator)
    items[:, 1] = items[:, 0]

    assert code_of(estimate, items, ONE, estimator, missing) == "not_positive_definite"


@pytest.mark.parametrize("estimator", ["ML", "MLR"])
def test_items_that_add_up_are_refused_with_gaps_too(estimator, estimate):
    """Where answers are missing, the search for the saturated moments runs into it."""
    items = simulated(120)
    items[:, 3] = items[:, :3].sum(axis=1)
    items[np.random.default_rng(2).random(items.shape) < 0.1] = np.nan

    assert code_of(estimate, items, ONE, estimator, "fiml") == "not_positive_definite"


@pytest.mark.parametrize(("estimator", "code"), [("MLR", "never_together"), ("WLSMV", "no_common_answers")])
def test_a_pair_that_nobody_answered_together_is_named(estimator, code, estimate):
    """Its correlation is unknown."""
    items = suited(simulated(100), estimator)
    items[:50, 0] = items[50:, 3] = np.nan
    with pytest.raises((CfaError, PolychoricError)) as caught:
        estimate(items, ONE, estimator, "fiml" if estimator == "MLR" else "pairwise")

    assert (caught.value.code, set(caught.value.items)) == (code, {0, 3})


@every_kind
def test_a_factor_of_two_items_alone_is_not_identified(estimator, missing, estimate):
    """One correlation cannot tell two loadings."""
    model = FactorModel(("a", "b"), {"one": ("a", "b")})

    assert code_of(estimate, suited(simulated(80, 2), estimator), model, estimator, missing) == "not_identified"


@every_kind
def test_a_factor_of_one_item_is_not_identified(estimator, missing, estimate):
    """Its loading and its residual variance cannot be told apart."""
    model = FactorModel(FOUR, {"one": FOUR[:3], "two": FOUR[3:]})

    assert code_of(estimate, suited(simulated(80), estimator), model, estimator, missing) == "not_identified"


@every_kind
def test_a_residual_covariance_too_many_is_not_identified(estimator, missing, estimate):
    """Three items have no correlation left for it."""
    model = FactorModel(FOUR[:3], {"one": FOUR[:3]}, (("a", "b"),))

    assert code_of(estimate, suited(simulated(80, 3), estimator), model, estimator, missing) == "not_identified"


@pytest.mark.parametrize("seed", range(6))
@every_kind
def test_a_small_weak_sample_is_no_unidentified_model(estimator, missing, seed, estimate):
    """Where the search leads nowhere that is said, and not that the model could never be estimated."""
    rng = np.random.default_rng(seed)
    items = suited(0.5 * rng.normal(size=(40, 1)) + rng.normal(size=(40, 4)), estimator)
    found = estimate(items, ONE, estimator, missing)

    assert found.converged or "not_converged" in problems_of(found)


@every_kind
def test_a_negative_residual_variance_is_reported(estimator, missing, estimate):
    """Correlations of .8, .8 and .4 ask for a loading of 1.26."""
    items = suited(exactly([[1, 0.8, 0.8], [0.8, 1, 0.4], [0.8, 0.4, 1]]), estimator)
    found = estimate(items, FactorModel(FOUR[:3], {"one": FOUR[:3]}), estimator, missing)

    assert [(it.problem, it.places) for it in improper(found)] == [("negative_residual", (0,))]


def test_the_loading_of_a_negative_residual_variance_is_exact(estimate):
    """The root of .8 times .8 over .4."""
    items = exactly([[1, 0.8, 0.8], [0.8, 1, 0.4], [0.8, 0.4, 1]])
    found = estimate(items, FactorModel(FOUR[:3], {"one": FOUR[:3]}), "ML", "listwise")

    assert found.at.loadings[0, 0] == pytest.approx(1.6**0.5, rel=1e-6)


@every_kind
def test_a_factor_correlation_beyond_one_is_reported(estimator, missing, estimate):
    """Items that go together more with those of the other factor than with their own."""
    correlation = np.full((6, 6), 0.5)
    correlation[:3, :3] = correlation[3:, 3:] = 0.3
    np.fill_diagonal(correlation, 1.0)
    # Persons enough for the categories to show it.
    found = estimate(suited(exactly(correlation, 2000), estimator), TWO, estimator, missing)

    assert [(it.problem, it.places) for it in improper(found)] == [("factor_correlation", (0, 1))]


@every_kind
def test_factors_that_contradict_each_other_are_reported(estimator, missing, estimate):
    """Correlations of .9, .9 and .3: each is possible, all three are not."""
    names = tuple("abcdefghi")
    model = FactorModel(names, {"one": names[:3], "two": names[3:6], "three": names[6:]})
    between = np.array([[1.0, 0.9, 0.9], [0.9, 1.0, 0.3], [0.9, 0.3, 1.0]])
    correlation = 0.49 * np.repeat(np.repeat(between, 3, axis=0), 3, axis=1)
    np.fill_diagonal(correlation, 1.0)
    found = estimate(suited(exactly(correlation, 2000), estimator), model, estimator, missing)

    assert problems_of(found) == {"factors_not_positive_definite"}


def endless():
    """Two items that go together with a third and against each other, as no single factor allows."""
    correlation = np.array([[1, 0.5, 0.5, 0.1], [0.5, 1, -0.3, 0.1], [0.5, -0.3, 1, 0.1], [0.1, 0.1, 0.1, 1]])
    return exactly(correlation)


@every_kind
def test_a_search_without_end_is_reported(estimator, missing, estimate):
    """It stops, and the solution says that it did not converge or that it is no proper one."""
    assert improper(estimate(suited(endless(), estimator), ONE, estimator, missing))


@every_kind
def test_a_solution_has_no_error_of_zero(estimator, missing, estimate):
    """Errors that cannot be computed are nan."""
    found = estimate(suited(endless(), estimator), ONE, estimator, missing)
    errors = np.array([p.se for p in found.parameters])

    assert not (errors == 0).any()


@every_kind
def test_a_saturated_model_has_no_fit(estimator, missing, estimate):
    """Three items of one factor fit always, so that nothing was tested."""
    found = estimate(suited(simulated(100, 3), estimator), FactorModel(FOUR[:3], {"one": FOUR[:3]}), estimator, missing)
    names = [n for n in found.fit if n.startswith(("cfi", "tli", "rmsea", "pvalue"))]

    assert found.fit["df"] == 0
    assert all(np.isnan(found.fit[name]) for name in names)


@every_kind
def test_a_saturated_model_has_no_modification_indices(estimator, missing, estimate):
    """Nothing can be freed that is still fixed."""
    found = estimate(suited(simulated(100, 3), estimator), FactorModel(FOUR[:3], {"one": FOUR[:3]}), estimator, missing)

    assert np.isnan(found.modification_indices.index).all()


def test_robust_indices_of_impossible_correlations_are_nan(estimate):
    """Pairwise correlations that no persons could have together: the indices are there, and unknown."""
    rng = np.random.default_rng(0)
    parts = []
    for pair, r in (((0, 1), 0.85), ((0, 2), 0.85), ((1, 2), -0.85), ((0, 3), 0.3), ((1, 3), 0.3), ((2, 3), 0.3)):
        part = np.full((150, 4), np.nan)
        part[:, pair] = rng.multivariate_normal([0, 0], [[1, r], [r, 1]], size=150) > 0
        parts.append(part)
    found = estimate(np.concatenate(parts), ONE, "WLSMV", "pairwise")

    assert np.linalg.eigvalsh(found.sample)[0] < 0
    assert np.isnan(found.fit["cfi_robust"])


@pytest.mark.parametrize("omega", [Omega(float("nan"), 0.1), Omega(0.8, float("nan")), Omega(1.2, 0.1)])
def test_an_omega_without_error_or_beyond_one_has_no_interval(omega):
    """There is no logarithm of what is not there."""
    assert np.isnan(omega.interval()).all()


def test_the_interval_of_an_omega_that_is_not_known_at_all_reaches_far_down():
    """An error too large for numbers is no error of the program."""
    assert Omega(0.8, 1e9).interval()[0] < -1e100


def test_an_error_that_is_lost_in_rounding_is_nan():
    """The root of a square that came out below zero, and not an error of zero."""
    assert np.isnan(standard_error(np.array([1.0, -1.0]), np.array([[1.0, 1.0], [1.0, 1.0 - 1e-15]]), 10))


def test_a_minimum_that_the_first_search_misses_is_found(estimate):
    """A small sample of three weak factors, where the way from the centroid loadings leads to no minimum."""
    rng = np.random.default_rng(199)
    n, n_factors, size = (int(rng.integers(*ends)) for ends in ((25, 80), (1, 4), (3, 5)))
    n_items = n_factors * size
    loadings = np.zeros((n_items, n_factors))
    loadings[np.arange(n_items), np.arange(n_items) // size] = rng.uniform(0.25, 0.6, n_items)
    between = np.where(np.eye(n_factors) == 1, 1.0, 0.4)
    factors = rng.multivariate_normal(np.zeros(n_factors), between, size=n)
    items = factors @ loadings.T + rng.normal(size=(n, n_items)) * np.sqrt(1 - (loadings**2).sum(axis=1))
    names = tuple(f"v{place}" for place in range(n_items))
    model = FactorModel(names, {f"f{k}": names[k * size : (k + 1) * size] for k in range(n_factors)})
    found = estimate(items, model, "ML", "listwise")

    # lavaan 0.6-14, which has another start.
    assert found.fit["chisq"] == pytest.approx(50.5144081, rel=1e-6)
