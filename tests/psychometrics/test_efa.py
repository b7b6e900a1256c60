"""Exploratory factor analysis equals psych::fa up to the order and signs of factors, and says why where it fails."""

import json
import sys
import warnings
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reintegratie_cli.psychometrics.correlation import pairwise_moments
from reintegratie_cli.psychometrics.efa import EfaError, efa

FOLDER = Path(__file__).parents[1] / "reference"
CLASSICAL = json.loads((FOLDER / "classical.json").read_text(encoding="utf-8"))
GOLD = json.loads((FOLDER / "gold.json").read_text(encoding="utf-8"))
_answers = np.genfromtxt(FOLDER / "likert16_missing.csv", delimiter=",", skip_header=1)
_answers[:, 1] = 6 - _answers[:, 1]
LIKERT = pairwise_moments(_answers).correlation
HS = pairwise_moments(np.genfromtxt(FOLDER / "hs1939.csv", delimiter=",", skip_header=1)[:, 6:]).correlation

FACTORS = {"one": 1, "two": 2, "three": 3, "four": 4}
CASES = [
    pytest.param(correlation, figures, FACTORS[number], id=f"{name}-{number}")
    for name, correlation, kind in (("likert", LIKERT, "efa"), ("hs", HS, "efa_hs"))
    for number, figures in CLASSICAL[kind].items()
]


def in_order(figures):
    """R's loadings and factor correlations, the factor that explains most first."""
    loadings, factors = np.array(figures["loadings"]), np.array(figures["factors"])
    order = np.argsort(-(factors @ loadings.T @ loadings).diagonal())
    return loadings[:, order], factors[np.ix_(order, order)]


def population(seed):
    """Correlations of 8 items, four on each of two correlated factors, one item of each keyed the wrong way."""
    random = np.random.default_rng(seed)
    loadings = np.zeros((8, 2))
    loadings[:4, 0], loadings[4:, 1] = random.uniform(0.4, 0.8, 4), random.uniform(0.4, 0.8, 4)
    loadings[[0, 4]] *= -1
    correlation = loadings @ np.array([[1, 0.3], [0.3, 1]]) @ loadings.T
    np.fill_diagonal(correlation, 1)
    return loadings, correlation


@pytest.mark.parametrize(("correlation", "figures", "n_factors"), CASES)
def test_loadings_and_factor_correlations_equal_those_of_r(correlation, figures, n_factors):
    """psych::fa(fm = "minres", rotate = "oblimin"), which gives its factors a positive sum of loadings too."""
    found = efa(correlation, n_factors)
    loadings, factors = in_order(figures)

    np.testing.assert_allclose(found.loadings, loadings, atol=1e-3)
    np.testing.assert_allclose(found.factor_correlations, factors, atol=1e-3)


@pytest.mark.parametrize(("correlation", "figures", "n_factors"), CASES)
def test_communalities_equal_those_of_r(correlation, figures, n_factors):
    """With the correlations between the factors, that factor_analyzer's own leave out."""
    np.testing.assert_allclose(efa(correlation, n_factors).communalities, figures["communalities"], atol=1e-3)


def test_three_factors_of_holzinger_and_swineford_are_those_of_the_gold_file():
    """Loadings and uniquenesses."""
    found = efa(HS, 3)
    loadings, _ = in_order({"loadings": GOLD["hs_efa"]["loadings"], "factors": GOLD["hs_efa"]["phi"]})

    np.testing.assert_allclose(found.loadings, loadings, atol=1e-3)
    np.testing.assert_allclose(1 - found.communalities, list(GOLD["hs_efa"]["uniq"].values()), atol=1e-3)


def test_one_factor_is_not_rotated():
    """It correlates with itself alone, and its communalities are its squared loadings."""
    found = efa(LIKERT, 1)

    assert found.rotation == "none"
    assert found.factor_correlations.tolist() == [[1]]
    np.testing.assert_allclose(found.communalities, found.loadings[:, 0] ** 2)


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=20)
def test_it_finds_the_communalities_and_the_correlations_of_a_population_back(seed):
    """Two factors reproduce what two factors made."""
    loadings, correlation = population(seed)
    found = efa(correlation, 2)
    reproduced = found.loadings @ found.factor_correlations @ found.loadings.T
    apart = ~np.eye(8, dtype=bool)

    np.testing.assert_allclose(found.communalities, (loadings**2).sum(axis=1), atol=1e-3)
    np.testing.assert_allclose(reproduced[apart], correlation[apart], atol=1e-3)


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=20)
def test_the_order_and_key_of_items_are_those_of_the_loadings(seed):
    """Items turned round and in another order have the same loadings, but for the sign of the factor."""
    _, correlation = population(seed)
    order = np.random.default_rng(seed).permutation(8)
    sign = np.where(np.arange(8) % 3, 1, -1)
    one, other = efa(correlation, 2), efa((correlation * np.outer(sign, sign))[np.ix_(order, order)], 2)

    np.testing.assert_allclose(np.abs(other.loadings), np.abs(one.loadings[order]), atol=1e-3)
    np.testing.assert_allclose(other.communalities, one.communalities[order], atol=1e-3)


@pytest.mark.parametrize(("correlation", "n_factors"), [(LIKERT, 1), (LIKERT, 4), (HS, 3)])
def test_factors_come_by_the_variance_they_explain_with_positive_sums(correlation, n_factors):
    """So that two runs and two programs can be laid beside each other."""
    found = efa(correlation, n_factors)
    explained = (found.factor_correlations @ found.loadings.T @ found.loadings).diagonal()

    assert (np.diff(explained) <= 0).all()
    assert (found.loadings.sum(axis=0) > 0).all()


def test_it_is_the_same_every_time():
    """Nothing in it is drawn."""
    np.testing.assert_array_equal(efa(LIKERT, 4).loadings, efa(LIKERT, 4).loadings)


def test_it_says_nothing(capfd):
    """Neither factor_analyzer nor scikit-learn prints or warns."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        efa(HS, 3)

    assert not caught
    assert capfd.readouterr() == ("", "")


def code_of(correlation, n_factors):
    """Why there is no solution, and of which items."""
    with pytest.raises(EfaError) as raised:
        efa(correlation, n_factors)
    return raised.value.code, raised.value.items


@pytest.mark.parametrize(("n_items", "n_factors"), [(0, 1), (1, 1), (2, 1), (4, 2), (5, 3), (3, 3)])
def test_more_parameters_than_correlations_are_refused(n_items, n_factors):
    """Any solution would do."""
    assert code_of(np.eye(n_items) * 0.5 + 0.5, n_factors) == ("too_few_items", ())


@pytest.mark.parametrize("n_factors", [0, -1])
def test_no_factors_are_refused(n_factors):
    """There is nothing to find."""
    assert code_of(HS, n_factors) == ("too_few_factors", ())


def test_an_undefined_correlation_is_refused_with_the_item():
    """As of an item to which all gave one answer."""
    correlation = HS.copy()
    correlation[4] = correlation[:, 4] = np.nan

    assert code_of(correlation, 2) == ("undefined_correlation", (4,))


def test_items_that_correlate_wholly_are_refused():
    """Their matrix is singular."""
    assert code_of(np.ones((6, 6)), 1) == ("not_positive_definite", ())


def test_an_item_without_variance_of_its_own_is_refused_with_the_item():
    """Heywood (1931): .9 with two items that correlate .5 with each other asks for a communality of 1.62."""
    correlation = np.array([[1, 0.8, 0.8, 0.3], [0.8, 1, 0.5, 0.2], [0.8, 0.5, 1, 0.2], [0.3, 0.2, 0.2, 1]])

    assert code_of(correlation, 1) == ("heywood", (0,))


def test_an_extraction_that_is_not_at_its_minimum_is_refused(monkeypatch):
    """factor_analyzer would not say so."""

    class Unfinished:
        def __init__(self, **options):
            self.loadings_ = np.full((9, options["n_factors"]), 0.5)

        def fit(self, _):
            return self

    monkeypatch.setattr("factor_analyzer.FactorAnalyzer", Unfinished)

    assert code_of(HS, 1) == ("not_converged", ())


def test_an_extraction_that_breaks_off_is_refused(monkeypatch):
    """With a code of ours."""

    class Broken:
        def __init__(self, **_):
            pass

        def fit(self, _):
            raise np.linalg.LinAlgError

    monkeypatch.setattr("factor_analyzer.FactorAnalyzer", Broken)

    assert code_of(HS, 1) == ("not_converged", ())


def test_a_rotation_that_is_not_at_its_minimum_is_refused(monkeypatch):
    """Here it has not begun."""

    class Unmoved:
        def __init__(self, **_):
            self.phi_ = np.eye(3)

        def fit_transform(self, loadings):
            return loadings

    monkeypatch.setattr("factor_analyzer.Rotator", Unmoved)

    assert code_of(HS, 3) == ("rotation_not_converged", ())


def test_factors_that_correlate_wholly_are_refused(monkeypatch):
    """They are one factor."""

    class Collapsed:
        def __init__(self, **_):
            self.phi_ = np.ones((2, 2))

        def fit_transform(self, loadings):
            return loadings[:, [0, 0]] / 2

    monkeypatch.setattr("factor_analyzer.Rotator", Collapsed)

    assert code_of(np.where(np.eye(6), 1, 0.36), 2) == ("rotation_not_converged", ())


def test_without_factor_analyzer_it_says_so(monkeypatch):
    """It has no release for the newest Python."""
    monkeypatch.setitem(sys.modules, "factor_analyzer", None)

    assert code_of(HS, 3) == ("not_installed", ())
