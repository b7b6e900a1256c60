"""Several groups in one model, and several holders of the answers of one group."""

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from reintegratie_cli.psychometrics.cfa.cross_products import complete_sums, incomplete_sums
from reintegratie_cli.psychometrics.cfa.estimate_ordinal import estimate_ordinal
from reintegratie_cli.psychometrics.cfa.ml import MaximumLikelihood
from reintegratie_cli.psychometrics.cfa.moments import complete_moments
from reintegratie_cli.psychometrics.cfa.optimise import minimise
from reintegratie_cli.psychometrics.cfa.patterns import pattern_moments
from reintegratie_cli.psychometrics.cfa.robust import complete_scaling
from reintegratie_cli.psychometrics.cfa.saturated import observed_moments, saturated_moments
from reintegratie_cli.psychometrics.cfa.specification import Specification, specify
from reintegratie_cli.psychometrics.cfa.start import start_values
from reintegratie_cli.psychometrics.cfa.wlsmv import ordinal_gamma
from reintegratie_cli.psychometrics.contingency import contingency_tables
from reintegratie_cli.psychometrics.polychoric import polychoric_moments, polychoric_moments_of

HS = Path(__file__).parents[2] / "reference" / "hs1939.csv"


def metric(model):
    """Two groups with means and the same loadings; the factor variances of the second are free."""
    free = specify(model, n_groups=2, has_means=True)
    first, second = free.groups
    variances = second.factor_covariances.copy()
    np.fill_diagonal(variances, free.n_free + np.arange(len(variances)))
    second = replace(second, loadings=first.loadings, factor_covariances=variances)
    unused = len(np.flatnonzero(first.loadings >= 0))
    # The numbers of the loadings that the second group no longer has are closed up.
    start = int(free.groups[1].loadings[free.groups[1].loadings >= 0].min())

    def closed(numbers):
        return np.where(numbers >= start, numbers - unused, numbers)

    second = replace(
        second,
        factor_covariances=closed(second.factor_covariances),
        residuals=closed(second.residuals),
        intercepts=closed(second.intercepts),
    )
    n_free = free.n_free - unused + len(variances)
    return Specification(model, (first, second), n_free, has_means=True, residuals_free=True)


def configural(model):
    """Two groups with means, nothing in common."""
    return specify(model, n_groups=2, has_means=True)


@pytest.fixture(scope="module")
def schools(model):
    """The answers of the pupils of both schools, in units of the items' standard deviations."""
    with HS.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    items = np.array([[float(row[item]) for item in model("three").items] for row in rows])
    school = np.array([row["school"] for row in rows])
    items /= items.std(axis=0)
    return [items[school == "Pasteur"], items[school == "Grant-White"]]


def fitted(specification, groups):
    """The problem of both groups, and where it is least."""
    moments = [complete_moments(items) for items in groups]
    problem = MaximumLikelihood(specification, moments)
    start = np.zeros(specification.n_free)
    for structure, own in zip(reversed(problem.structures), reversed(moments), strict=True):
        spread = np.sqrt(np.diag(own.covariance))
        values = start_values(structure, own.covariance / np.outer(spread, spread), own.mean)
        start = np.where(values != 0, values, start)
    return problem, minimise(problem, start)


@pytest.mark.parametrize(("build", "key"), [(configural, "hs_mg_configural"), (metric, "hs_mg_metric")])
def test_chi_square_of_two_groups_equals_that_of_lavaan(build, key, gold, schools, model):
    """With nothing in common, and with shared loadings."""
    problem, found = fitted(build(model("three")), schools)

    assert 2 * problem.n * problem.value(found.theta) == pytest.approx(gold[key]["fit"]["chisq"], rel=1e-6)


@pytest.mark.parametrize(("build", "key"), [(configural, "hs_mg_configural"), (metric, "hs_mg_metric")])
def test_two_groups_leave_as_many_degrees_of_freedom_as_lavaan(build, key, gold, model):
    """54 means and covariances of each group less the parameters."""
    assert 2 * 54 - build(model("three")).n_free == gold[key]["fit"]["df"]


@pytest.mark.parametrize(("build", "key"), [(configural, "hs_mg_mlr_configural"), (metric, "hs_mg_mlr_metric")])
def test_scaling_factor_of_two_groups_equals_that_of_lavaan(build, key, gold, schools, model):
    """From the cross-products of each group on its own."""
    problem, found = fitted(build(model("three")), schools)
    sums = [
        complete_sums(items, structure, structure.matrices(found.theta), moments, np.zeros((0, 9)))
        for items, structure, moments in zip(schools, problem.structures, problem.moments, strict=True)
    ]
    scaling = complete_scaling(sums, problem.moments, problem.observed(found.theta), has_means=True)

    assert scaling.factor(gold[key]["df"]) == pytest.approx(gold[key]["chisq.scaling.factor"], rel=1e-5)


def test_equal_groups_have_equal_parameters(schools, model):
    """The same pupils twice are estimated as once, and the free variances of the second group are 1."""
    problem, found = fitted(metric(model("three")), [schools[0], schools[0]])
    second = problem.structures[1].matrices(found.theta)

    np.testing.assert_allclose(np.diag(second.factor_covariances), 1.0, rtol=1e-6)


def test_cross_products_of_complete_answers_add_up(solution, answers, model):
    """Two holders of rows together know what one holder of all rows knows."""
    found = solution("likert", "four", "MLR", "listwise")
    items = answers("likert", model("four").items) / found.scale
    moments, weights = complete_moments(items), np.ones((1, 16))
    whole, *halves = (
        complete_sums(part, found.structure, found.at, moments, weights) for part in (items, items[:203], items[203:])
    )

    np.testing.assert_allclose(halves[0].scores + halves[1].scores, whole.scores, rtol=1e-9, atol=1e-9)
    assert halves[0].distance + halves[1].distance == pytest.approx(whole.distance)
    np.testing.assert_allclose(halves[0].fourth + halves[1].fourth, whole.fourth)


def test_cross_products_of_answers_with_gaps_add_up(solution, answers, model):
    """Also where patterns of missing answers differ between the holders."""
    found = solution("gaps", "four", "MLR", "fiml")
    items = answers("gaps", model("four").items) / found.scale
    patterns = pattern_moments(items)
    saturated, mean = saturated_moments(patterns).moments, observed_moments(patterns)[0]
    whole, *halves = (
        incomplete_sums(part, found.structure, found.at, saturated, mean) for part in (items, items[:203], items[203:])
    )

    np.testing.assert_allclose(halves[0].scores + halves[1].scores, whole.scores, rtol=1e-9, atol=1e-7)
    np.testing.assert_allclose(halves[0].fourth + halves[1].fourth, whole.fourth)
    assert halves[0].n + halves[1].n == whole.n


def test_added_tables_give_the_same_wlsmv_solution(solution, answers, categories, composites, model):
    """Tables of two holders added are those of all persons, and so are the estimates and every fit measure."""
    expected, four = solution("gaps", "four", "WLSMV", "pairwise"), model("four")
    given, counts = categories(answers("gaps", four.items))
    tables = contingency_tables(given[:203], counts) + contingency_tables(given[203:], counts)
    found = estimate_ordinal(given, polychoric_moments(tables), four, composites(four, counts))

    assert found.fit == pytest.approx(expected.fit, rel=1e-9)


def test_gamma_of_two_holders_adds_up(answers, categories, model):
    """The influences of persons need only the tables of all."""
    given, counts = categories(answers("gaps", model("four").items))
    influences = polychoric_moments_of(given, counts, pairwise=True).influences
    halves = ordinal_gamma(given[:203], influences, 120) + ordinal_gamma(given[203:], influences, 120)

    np.testing.assert_allclose(halves, ordinal_gamma(given, influences, 120), rtol=1e-9, atol=1e-7)
