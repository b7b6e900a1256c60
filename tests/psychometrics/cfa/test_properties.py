"""What must not matter to a factor model, and what it must find."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reintegratie_cli.psychometrics.cfa.specification import FactorModel

ITEMS = tuple("abcdef")
MODEL = FactorModel(ITEMS, {"one": ITEMS[:3], "two": ITEMS[3:]})
KINDS = [("ML", "listwise"), ("MLR", "listwise"), ("ML", "fiml"), ("MLR", "fiml"), ("WLSMV", "pairwise")]
LOADINGS = np.array([0.8, 0.7, 0.6, 0.75, 0.65, 0.55])
BETWEEN = 0.4

few = settings(max_examples=5)
every_kind = pytest.mark.parametrize(("estimator", "missing"), KINDS)
of_numbers = pytest.mark.parametrize(("estimator", "missing"), KINDS[:4])
UNITLESS = ("chisq", "cfi", "tli", "rmsea", "srmr", "rmsea_ci_upper")


def simulated(n, seed, *, gaps=0.0, points=0):
    """Answers to six items of two factors, cut into `points` categories and with a share of gaps if asked."""
    rng = np.random.default_rng(seed)
    factors = rng.multivariate_normal([0.0, 0.0], [[1.0, BETWEEN], [BETWEEN, 1.0]], size=n)
    items = np.repeat(factors, 3, axis=1) * LOADINGS + rng.normal(size=(n, 6)) * np.sqrt(1 - LOADINGS**2)
    if points:
        items = np.searchsorted(np.linspace(-1.2, 1.0, points - 1), items).astype(np.float64)
    items[rng.random(items.shape) < gaps] = np.nan
    return items


def data_for(estimator, missing, n=150, seed=1):
    """Answers as the estimator takes them."""
    return simulated(n, seed, gaps=0.0 if missing == "listwise" else 0.1, points=4 if estimator == "WLSMV" else 0)


def standardised(found):
    """Standardised estimates by what they are."""
    return {(p.lhs, p.op, p.rhs): p.standardized for p in found.parameters if p.op != "~1"}


def same_fit(found, expected):
    """Whether every fit measure that knows no units is the same."""
    names = [name for name in expected.fit if name.startswith(UNITLESS) and not np.isnan(expected.fit[name])]
    return {name: found.fit[name] for name in names} == pytest.approx(
        {name: expected.fit[name] for name in names}, rel=1e-6, abs=1e-9
    )


@of_numbers
@given(units=st.lists(st.sampled_from([0.2, 1.0, 3.0, 50.0, 1e-4]), min_size=6, max_size=6))
@few
def test_units_change_neither_fit_nor_standardised_estimates(estimator, missing, units, estimate):
    """Answers from 0 to 1 and from 0 to 250 are the same answers."""
    items = data_for(estimator, missing)
    expected, found = (estimate(x, MODEL, estimator, missing) for x in (items, items * np.array(units)))

    assert same_fit(found, expected)
    assert standardised(found) == pytest.approx(standardised(expected), rel=1e-6)


@of_numbers
@given(constant=st.sampled_from([-50.0, 3.0, 1e4]))
@few
def test_a_constant_changes_neither_fit_nor_standardised_estimates(estimator, missing, constant, estimate):
    """Where the numbering of answers begins is arbitrary, also far away."""
    items = data_for(estimator, missing)
    expected, found = (estimate(x, MODEL, estimator, missing) for x in (items, items + constant))

    assert same_fit(found, expected)
    assert standardised(found) == pytest.approx(standardised(expected), rel=1e-6)


def test_a_constant_moves_the_intercepts(estimate):
    """And nothing else: the intercept of an item is higher by the constant, its error the same."""
    items = data_for("ML", "fiml")
    plain, moved = (
        [p for p in estimate(x, MODEL, "ML", "fiml").parameters if p.op == "~1"] for x in (items, items + 7)
    )

    np.testing.assert_allclose([p.estimate for p in moved], [p.estimate + 7 for p in plain], rtol=1e-8)
    np.testing.assert_allclose([p.se for p in moved], [p.se for p in plain], rtol=1e-6)


@every_kind
@given(seed=st.integers(0, 100))
@few
def test_the_order_of_persons_does_not_matter(estimator, missing, seed, estimate):
    """A file may be sorted in any way."""
    items = data_for(estimator, missing)
    order = np.random.default_rng(seed).permutation(len(items))
    expected, found = (estimate(x, MODEL, estimator, missing) for x in (items, items[order]))

    assert same_fit(found, expected)


@every_kind
@given(order=st.permutations(range(6)))
@few
def test_the_order_of_items_does_not_matter(estimator, missing, order, estimate):
    """Nor may the columns."""
    items = data_for(estimator, missing)
    names = tuple(ITEMS[place] for place in order)
    factors = {"one": tuple(n for n in names if n in "abc"), "two": tuple(n for n in names if n in "def")}
    expected = estimate(items, MODEL, estimator, missing)
    found = estimate(items[:, order], FactorModel(names, factors), estimator, missing)

    assert same_fit(found, expected)
    assert standardised(found) == pytest.approx(standardised(expected), rel=1e-6)


@every_kind
def test_the_order_of_factors_does_not_matter(estimator, missing, estimate):
    """Which scale comes first is arbitrary."""
    items = data_for(estimator, missing)
    other = FactorModel(ITEMS, {"two": ITEMS[3:], "one": ITEMS[:3]})
    expected, found = (estimate(items, model, estimator, missing) for model in (MODEL, other))

    assert same_fit(found, expected)
    assert found.omegas["one"].value == pytest.approx(expected.omegas["one"].value, rel=1e-6)
    assert found.omegas["one"].se == pytest.approx(expected.omegas["one"].se, rel=1e-6)


@every_kind
def test_reversing_all_items_of_a_factor_reverses_its_correlation(estimator, missing, estimate):
    """The factor is turned back so that its loadings are positive; fit and loadings stay."""
    items = data_for(estimator, missing)
    turned = items.copy()
    turned[:, :3] *= -1
    expected, found = (estimate(x, MODEL, estimator, missing) for x in (items, turned))

    assert same_fit(found, expected)
    np.testing.assert_allclose(found.at.loadings, expected.at.loadings, rtol=1e-6)
    np.testing.assert_allclose(found.at.factor_covariances[0, 1], -expected.at.factor_covariances[0, 1], rtol=1e-6)


@every_kind
def test_reversing_one_item_reverses_its_loading(estimator, missing, estimate):
    """A reverse-keyed item that was forgotten shows as a negative loading."""
    items = data_for(estimator, missing)
    turned = items.copy()
    turned[:, 1] *= -1
    expected, found = (estimate(x, MODEL, estimator, missing) for x in (items, turned))

    assert same_fit(found, expected)
    np.testing.assert_allclose(found.at.loadings[1, 0], -expected.at.loadings[1, 0], rtol=1e-6)


@pytest.mark.parametrize("estimator", ["ML", "MLR"])
def test_fiml_without_gaps_is_complete_ml(estimator, estimate):
    """The chi-square of the covariances, as means that are free fit perfectly."""
    items = data_for(estimator, "listwise")
    expected, found = (estimate(items, MODEL, estimator, missing) for missing in ("listwise", "fiml"))
    names = ("chisq", "df", "cfi", "tli", "rmsea", "baseline_chisq", "logl")

    assert {n: found.fit[n] for n in names} == pytest.approx({n: expected.fit[n] for n in names}, rel=1e-8)
    np.testing.assert_allclose(found.at.loadings, expected.at.loadings, rtol=1e-7)


def test_mlr_without_gaps_has_the_same_scaling_either_way(estimate):
    """The means add as much to the saturated trace as to the model's."""
    items = data_for("MLR", "listwise")
    expected, found = (estimate(items, MODEL, "MLR", missing) for missing in ("listwise", "fiml"))

    assert found.fit["chisq_scaling_factor"] == pytest.approx(expected.fit["chisq_scaling_factor"], rel=1e-6)


@every_kind
def test_known_parameters_are_found(estimator, missing, estimate):
    """Of twenty thousand simulated persons loadings and correlation come back to the second decimal."""
    found = estimate(data_for(estimator, missing, n=20_000, seed=3), MODEL, estimator, missing)
    std = standardised(found)
    loadings = [std["one" if item in "abc" else "two", "=~", item] for item in ITEMS]

    np.testing.assert_allclose([*loadings, std["one", "~~", "two"]], [*LOADINGS, BETWEEN], atol=0.02)


@every_kind
def test_standard_errors_shrink_with_the_root_of_n(estimator, missing, estimate):
    """The same persons four times have half the error; of ordered answers it is N - 1 that counts."""
    items = data_for(estimator, missing)
    once, often = (estimate(x, MODEL, estimator, missing) for x in (items, np.tile(items, (4, 1))))
    n = len(items) - (estimator == "WLSMV")
    expected = np.sqrt(n / (4 * len(items) - (estimator == "WLSMV")))

    np.testing.assert_allclose(np.sqrt(np.diag(often.covariance) / np.diag(once.covariance)), expected, rtol=1e-5)


@of_numbers
def test_modification_index_is_about_the_fall_in_chi_square(estimator, missing, estimate):
    """Freeing the parameter lowers chi-square by what its index said, to a tenth."""
    rng = np.random.default_rng(5)
    items = data_for(estimator, missing, n=1000)
    items[:, :2] += 0.3 * rng.normal(size=(1000, 1))
    freed = FactorModel(ITEMS, MODEL.factors, (("a", "b"),))
    without, found = (estimate(items, model, estimator, missing) for model in (MODEL, freed))
    it = without.modification_indices
    index = it.index[~it.is_loading & (it.row == 1) & (it.column == 0)][0]

    assert without.fit["chisq"] - found.fit["chisq"] == pytest.approx(index, rel=0.1)
