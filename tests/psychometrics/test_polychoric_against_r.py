"""Thresholds, polychoric correlations, their Gamma and categorical omega beside lavaan 0.6-14 and semTools 0.5-6.

`tests/reference/make_polychoric.R` and `make_gold.R` made the figures.
"""

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from reintegratie_cli.psychometrics.green_yang import categorical_omega
from reintegratie_cli.psychometrics.polychoric import polychoric_moments_of

FOLDER = Path(__file__).parents[1] / "reference"
REFERENCE = json.loads((FOLDER / "polychoric.json").read_text(encoding="utf-8"))
GOLD = json.loads((FOLDER / "gold.json").read_text(encoding="utf-8"))
HS_ITEMS = [f"x{j}" for j in range(1, 10)]
HS_SCALES = {"visual": slice(0, 3), "textual": slice(3, 6), "speed": slice(6, 9)}

cases = pytest.mark.parametrize("case", ["complete", "pairwise", "mixed", "empty_cell", "sparse"])
with_gamma = pytest.mark.parametrize("case", ["complete", "pairwise", "mixed", "empty_cell"])


def answers(data, items, persons=None):
    """(n_persons, n_items) as the file has them, 0 for no answer."""
    with (FOLDER / data).open(encoding="utf-8") as file:
        rows = [[int(row[item] or 0) for item in items] for row in csv.DictReader(file)]
    return np.array(rows[:persons])


def as_categories(raw):
    """Categories 0, 1, ... of what is used, -1 for no answer, and how many each item has."""
    categories = np.full(raw.shape, -1)
    for j, item in enumerate(raw.T):
        categories[item > 0, j] = np.unique(item[item > 0], return_inverse=True)[1]
    return categories, categories.max(axis=0) + 1


def case_data(case):
    """The categories of a case, its answers put together as R did."""
    told = REFERENCE[case]
    raw = answers(told["data"], told["items"], told.get("persons"))
    if "highest" in told:
        raw = np.minimum(raw, told["highest"])
    if "at_least" in told:
        raw = np.where(raw > 0, 1 + (raw >= told["at_least"]), 0)
    return as_categories(raw)


def moments_of(case):
    """The categories of a case and the moments of them."""
    categories, n_categories = case_data(case)
    return categories, polychoric_moments_of(categories, n_categories, pairwise=True)


def gamma_of(case):
    """All of Gamma, thresholds first, as lavaan has it."""
    categories, found = moments_of(case)
    influence = np.hstack([found.influences.tau(categories), found.influences.rho(categories)])
    return influence.T @ influence / found.n


@cases
def test_thresholds_equal_those_of_lavaan(case):
    """Of items with as many and with different numbers of categories, with and without missing answers."""
    found = np.concatenate(moments_of(case)[1].thresholds)

    np.testing.assert_allclose(found, REFERENCE[case]["thresholds"], rtol=1e-6, atol=1e-12)


@cases
def test_correlations_equal_those_of_lavaan(case):
    """To the precision with which lavaan stops, with many empty cells and few persons too."""
    found = moments_of(case)[1].correlation

    np.testing.assert_allclose(found, REFERENCE[case]["correlation"], rtol=1e-6, atol=1e-7)


@cases
def test_as_many_persons_count_as_lavaan_counts(case):
    """Everybody who answered anything."""
    assert moments_of(case)[1].n == REFERENCE[case]["nobs"]


@with_gamma
def test_gamma_equals_that_of_lavaan(case):
    """Thresholds, correlations and what they have in common, also of answers missing pair by pair."""
    expected = np.array(REFERENCE[case]["gamma"])
    size = np.sqrt(np.diag(expected))

    np.testing.assert_allclose(gamma_of(case) / np.outer(size, size), expected / np.outer(size, size), atol=1e-6)


@with_gamma
def test_weights_need_no_persons(case):
    """The variances from the tables alone are one over lavaan's weights of the correlations."""
    found = moments_of(case)[1].gamma_diagonal

    np.testing.assert_allclose(1 / found, REFERENCE[case]["weights"][-len(found) :], rtol=1e-6)


@pytest.mark.parametrize("told", REFERENCE["empty_cell_pairwise"]["pairs"])
def test_an_empty_cell_of_four_is_filled_as_lavaan_does(told):
    """Half a person is added to it, and the margins stay; the thresholds are of everybody who answered the item."""
    raw = answers(REFERENCE["empty_cell_pairwise"]["data"], told["items"], told["persons"])
    categories, n_categories = as_categories(np.where(raw > 0, 1 + (raw >= told["at_least"]), 0))
    found = polychoric_moments_of(categories, n_categories, pairwise=True)

    assert found.correlation[1, 0] == pytest.approx(told["correlation"], rel=1e-6, abs=1e-7)


def test_all_nine_items_of_holzinger_and_swineford_equal_those_of_lavaan():
    """Thresholds and correlations of the answers cut at their quartiles."""
    found = polychoric_moments_of(*as_categories(answers("hs1939_ordinal.csv", HS_ITEMS)), pairwise=False)
    thresholds = list(GOLD["hs_polychoric"]["thresholds"].values())

    np.testing.assert_allclose(np.concatenate(found.thresholds), thresholds, rtol=1e-6)
    np.testing.assert_allclose(found.correlation, GOLD["hs_polychoric"]["R"], rtol=1e-6)


@pytest.mark.parametrize("case", ["complete", "pairwise", "mixed"])
def test_categorical_omega_equals_that_of_semtools(case):
    """Of one factor, with lavaan's loadings; also of items with different numbers of categories."""
    found = moments_of(case)[1]
    loadings = np.array(REFERENCE[case]["loadings"])
    steps = tuple(np.ones_like(each) for each in found.thresholds)
    omega = categorical_omega(np.outer(loadings, loadings), found.thresholds, found.correlation, steps)

    assert omega == pytest.approx(REFERENCE[case]["omega"], rel=1e-6)


@pytest.mark.parametrize("scale", HS_SCALES)
def test_categorical_omega_of_three_factors_equals_that_of_semtools(scale):
    """Each scale of Holzinger & Swineford, with lavaan's loadings."""
    chosen = HS_SCALES[scale]
    found = polychoric_moments_of(*as_categories(answers("hs1939_ordinal.csv", HS_ITEMS[chosen])), pairwise=False)
    parameters = GOLD["hs_wlsmv"]["parameters"]
    loadings = np.array([each["est"] for each in parameters if each["op"] == "=~" and each["lhs"] == scale])
    steps = tuple(np.ones(3) for _ in loadings)
    omega = categorical_omega(np.outer(loadings, loadings), found.thresholds, found.correlation, steps)

    assert omega == pytest.approx(GOLD["hs_catomega"][scale], rel=1e-6)
