"""Factor models beside lavaan 0.6-14 and semTools 0.5-6, whose figures `make_gold.R` and `make_cfa.R` wrote."""

import json
from pathlib import Path

import numpy as np
import pytest

from reintegratie_cli.psychometrics.cfa.validity import average_variance_extracted, htmt
from reintegratie_cli.psychometrics.fit_indices import residual_correlations

REFERENCE = Path(__file__).parents[2] / "reference"
CASES = json.loads((REFERENCE / "cfa.json").read_text(encoding="utf-8"))["cases"]
GOLD = {
    "hs_ml": ("hs", "three", "ML", "listwise"),
    "hs_mlr": ("hs", "three", "MLR", "listwise"),
    "hs_fiml": ("hs_missing", "three", "ML", "fiml"),
    "hs_fiml_mlr": ("hs_missing", "three", "MLR", "fiml"),
    "hs_wlsmv": ("hs_ordinal", "three", "WLSMV", "listwise"),
    "likert_ml": ("likert", "four", "ML", "listwise"),
    "likert_mlr": ("likert", "four", "MLR", "listwise"),
    "likert_wlsmv": ("likert", "four", "WLSMV", "listwise"),
    "likert_missing_wlsmv": ("gaps", "four", "WLSMV", "pairwise"),
    "likert_missing_fiml_mlr": ("gaps", "four", "MLR", "fiml"),
}
INEXACT = {("hs_fiml", "rmsea_pvalue_robust"), ("hs_fiml_mlr", "rmsea_pvalue_robust")}
"""Where lavaan's EM algorithm stops too early for four digits; `make_cfa.R` lets it go on, and we equal that."""


def told(name):
    """The figures of a case of either file, and what it is: data, model, estimator, missing."""
    if name in GOLD:
        return json.loads((REFERENCE / "gold.json").read_text(encoding="utf-8"))[name], GOLD[name]
    case = CASES[int(name.split()[0])]
    return case, (case["data"], case["model"], case["estimator"], case["missing"])


def names_with(figure):
    """A name for each case of `make_cfa.R` that has this figure: its place and what it is."""
    return [
        f"{place} {case['data']} {case['model']} {case['estimator']} {case['missing']}"
        for place, case in enumerate(CASES)
        if figure in case
    ]


every_case = pytest.mark.parametrize("name", [*GOLD, *names_with("fit")])
with_indices = pytest.mark.parametrize("name", names_with("mi"))
with_omega = pytest.mark.parametrize("name", names_with("omega"))
with_ave = pytest.mark.parametrize("name", names_with("ave"))


def rows_of(table):
    """A table as dictionaries, whether it is written by row or by column."""
    if isinstance(table, list):
        return table
    return [dict(zip(table, row, strict=True)) for row in zip(*table.values(), strict=True)]


def tolerance(estimator):
    """The largest relative difference."""
    return 1e-3 if estimator == "WLSMV" else 1e-4


def beside(found, table, ours, theirs):
    """Our figures and theirs of the parameters that both have, leaving out what they do not estimate."""
    own = {frozenset({(p.lhs, p.rhs), (p.rhs, p.lhs)}) | {p.op}: getattr(p, ours) for p in found.parameters}
    pairs = []
    for row in rows_of(table):
        key = frozenset({(row["lhs"], row["rhs"]), (row["rhs"], row["lhs"])}) | {row["op"]}
        if key in own and row[theirs] and not (theirs == "se" and row[theirs] == 0):
            pairs.append((own[key], row[theirs]))
    return np.array(pairs).T


@every_case
def test_fit_measures_equal_those_of_lavaan(name, solution):
    """Chi-squares, scaling factors, CFI, TLI, RMSEA with interval and p, SRMR, likelihoods and criteria."""
    figures, case = told(name)
    expected = {key.replace(".", "_"): value for key, value in figures["fit"].items() if value is not None}
    found = {key: value for key, value in solution(*case).fit.items() if key in expected and not np.isnan(value)}
    limit = tolerance(case[2])
    wrong = {
        key: (value, expected[key])
        for key, value in found.items()
        if (name, key) not in INEXACT and value != pytest.approx(float(expected[key]), rel=limit, abs=1e-7)
    }

    assert wrong == {}


@every_case
def test_every_fit_measure_of_ours_is_one_of_lavaan(name, solution):
    """Names are lavaan's; and what is not a number is so because the model has no degrees of freedom."""
    figures, case = told(name)
    names = {key.replace(".", "_") for key in figures["fit"]} | {"ntotal"}
    found = solution(*case).fit
    unknown = {key for key, value in found.items() if key not in names or (np.isnan(value) and found["df"] > 0)}

    assert unknown == set()


@every_case
@pytest.mark.parametrize(("ours", "theirs"), [("estimate", "est"), ("se", "se")])
def test_estimates_equal_those_of_lavaan(name, ours, theirs, solution):
    """Loadings, residual and factor covariances, thresholds and intercepts in the units of the items."""
    figures, case = told(name)
    found, expected = beside(solution(*case), figures["parameters"], ours, theirs)

    np.testing.assert_allclose(found, expected, rtol=tolerance(case[2]), atol=1e-6)


@every_case
@pytest.mark.parametrize(("ours", "theirs"), [("standardized", "est.std"), ("standardized_se", "se")])
def test_standardised_estimates_equal_those_of_lavaan(name, ours, theirs, solution):
    """Divided by standard deviations, with errors by the delta method."""
    figures, case = told(name)
    found, expected = beside(solution(*case), figures["standardized"], ours, theirs)

    np.testing.assert_allclose(found, expected, rtol=tolerance(case[2]), atol=1e-6)


def indices_of(found):
    """Modification index and expected change in the units of the items, by the names of the parameter."""
    it, model, scale = found.modification_indices, found.specification.model, found.scale
    factors = tuple(model.factors)
    named = {}
    for is_loading, row, column, index, change in zip(
        it.is_loading, it.row, it.column, it.index, it.change, strict=True
    ):
        if is_loading:
            named[factors[column], "=~", model.items[row]] = index, change * scale[row]
        else:
            named[model.items[column], "~~", model.items[row]] = index, change * scale[row] * scale[column]
    return named


@with_indices
def test_modification_indices_equal_those_of_lavaan(name, solution):
    """Of every cross-loading and every residual covariance."""
    figures, case = told(name)
    found, expected = indices_of(solution(*case)), rows_of(figures["mi"])
    index = [found[row["lhs"], row["op"], row["rhs"]][0] for row in expected]

    limit = tolerance(case[2])
    np.testing.assert_allclose(index, [row["mi"] for row in expected], rtol=limit, atol=limit)


@with_indices
def test_expected_changes_equal_those_of_lavaan(name, solution):
    """Of ordered answers lavaan multiplies the step by (n - 1) / n; ours is the step itself."""
    figures, case = told(name)
    them, expected = solution(*case), rows_of(figures["mi"])
    n = them.n
    factor = (n - 1) / n if case[2] == "WLSMV" else 1.0
    named = indices_of(them)
    found = [factor * named[row["lhs"], row["op"], row["rhs"]][1] for row in expected]

    np.testing.assert_allclose(found, [row["epc"] for row in expected], rtol=1e-4, atol=1e-5)


@with_indices
def test_there_are_as_many_modification_indices_as_lavaan_has(name, solution):
    """No candidate is left out."""
    figures, case = told(name)

    assert len(solution(*case).modification_indices.index) == len(rows_of(figures["mi"]))


def test_modification_indices_of_hs_equal_those_of_lavaan(gold, solution):
    """The fifteen largest of the example of lavaan."""
    found = indices_of(solution("hs", "three", "ML", "listwise"))
    index = [found[row["lhs"], row["op"], row["rhs"]] for row in gold["hs_mi"]]

    np.testing.assert_allclose(index, [(row["mi"], row["epc"]) for row in gold["hs_mi"]], rtol=1e-4)


@with_omega
def test_omegas_equal_those_of_semtools(name, solution):
    """compRelSEM: the observed variance below, categorical omega for ordered answers, cross-loadings left out."""
    figures, case = told(name)
    found = {key: omega.value for key, omega in solution(*case).omegas.items()}

    assert found == pytest.approx(figures["omega"], rel=1e-5)


@pytest.mark.parametrize(("key", "name"), [("hs_omega", "hs_ml"), ("hs_omega", "hs_mlr"), ("hs_catomega", "hs_wlsmv")])
def test_omegas_of_hs_equal_those_of_semtools(key, name, gold, solution):
    """Of the example of lavaan, as it is and cut into quartiles."""
    found = {scale: omega.value for scale, omega in solution(*GOLD[name]).omegas.items()}

    assert found == pytest.approx(gold[key], rel=1e-5)


def extracted(found):
    """AVE of every factor, by name."""
    model, variances = found.specification.model, np.diag(found.sample) * found.scale**2
    loadings = found.at.loadings * found.scale[:, None]
    ave = {}
    for place, (factor, items) in enumerate(model.factors.items()):
        own = [model.items.index(item) for item in items]
        ave[factor] = average_variance_extracted(loadings[own, place], variances[own])
    return ave


@with_ave
def test_variance_extracted_equals_that_of_semtools(name, solution):
    """From loadings and the observed variances: sample, saturated, or 1 for ordered answers."""
    figures, case = told(name)

    assert extracted(solution(*case)) == pytest.approx(figures["ave"], rel=1e-5)


def test_variance_extracted_of_hs_equals_that_of_semtools(gold, solution):
    """Of the example of lavaan."""
    assert extracted(solution(*GOLD["hs_ml"])) == pytest.approx(gold["hs_ave"], rel=1e-5)


@with_indices
def test_residual_correlations_equal_those_of_lavaan(name, solution):
    """lavResiduals(type = "cor.bollen")."""
    figures, case = told(name)
    them = solution(*case)

    np.testing.assert_allclose(residual_correlations(them.sample, them.implied), figures["residuals"], atol=1e-5)


def ratios(answers, model):
    """HTMT of the persons who answered everything."""
    complete = answers[~np.isnan(answers).any(axis=1)]
    factors = [[model.items.index(item) for item in own] for own in model.factors.values()]
    return htmt(np.corrcoef(complete.T), factors)


def test_htmt_of_hs_equals_that_of_semtools(gold, answers, model):
    """Of the example of lavaan."""
    three = model("three")

    np.testing.assert_allclose(ratios(answers("hs", three.items), three), gold["hs_htmt"], rtol=1e-6)


@pytest.mark.parametrize("place", [0, 1])
def test_htmt_equals_that_of_semtools(place, reference, answers, model):
    """With an item that is keyed the other way, and of who answered everything."""
    case, four = reference["htmt"][place], model("four")
    given = answers(case["data"], four.items)
    if "reversed" in case:
        given[:, four.items.index(case["reversed"])] *= -1

    np.testing.assert_allclose(ratios(given, four), case["htmt"], rtol=1e-6)
