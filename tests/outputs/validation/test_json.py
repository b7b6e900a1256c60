"""The result for programs: the names and order that other programs rely on, every digit, and no silent null."""

import json
import math

import pytest

DESIGNED = {
    "": "format tool instrument n n_used missing scales factorability dimensionality efa cfa retest criterion verdict",
    "tool": "name version",
    "instrument": "id version findings",
    "scales.zoeken": "measurement n_items n mean sd alpha alpha_ci alpha_standardized alpha_ordinal omega omega_ci"
    " omega_categorical lambda2 lambda6 average_r split_half sem ave coefficient items",
    "scales.zoeken.coefficient": "name value ci",
    "scales.zoeken.items.zoek_1": "n mean sd skew missing floor ceiling item_rest_r alpha_if_deleted loading",
    "factorability": "kmo kmo_items bartlett",
    "factorability.bartlett": "chisq df pvalue",
    "dimensionality": "parallel_analysis map eigenvalues",
    "efa": "n_factors rotation loadings factor_correlations",
    "cfa": "estimator missing converged admissible n fit parameters modification_indices residual_correlations htmt",
    "cfa.fit": "chisq df pvalue cfi tli rmsea rmsea_ci_lower rmsea_ci_upper rmsea_pvalue srmr aic bic chisq_scaled"
    " chisq_scaling_factor pvalue_scaled cfi_scaled",
    "cfa.parameters.0": "lhs op rhs group estimate se z pvalue standardized",
    "cfa.modification_indices.0": "lhs op rhs mi epc standardized_epc",
    "verdict": "decision criteria_version conclusion reasons advice caveats sufficient rule scales criteria",
    "verdict.scales.zoeken": "conclusion reasons suitable_for notes",
    "verdict.criteria.0": "criterion grade value threshold source reason",
}
"""Place -> the names there that other programs read, in their order; others may stand between them."""

NO_FIGURES = ("item", "scale")
"""Where a finding is: no figure, and null where it is about the whole questionnaire."""


def at(data, place: str):
    """What is in a place."""
    for key in filter(None, place.split(".")):
        data = data[int(key)] if isinstance(data, list) else data[key]
    return data


def silent(data, place: str = "") -> list[str]:
    """The places of nulls without a reason: their own, or that of the list or mapping they are in."""
    if isinstance(data, list):
        return [found for number, inner in enumerate(data) for found in silent(inner, f"{place}.{number}")]
    if not isinstance(data, dict):
        return [place] if data is None else []
    told = [name for name in data if isinstance(data.get(f"{name}_reason"), str) or name in NO_FIGURES]
    return [found for name, inner in data.items() if name not in told for found in silent(inner, f"{place}.{name}")]


@pytest.mark.parametrize("place", DESIGNED)
def test_the_names_are_those_of_the_design(written, made, place):
    """In their order, with nothing left out."""
    names = DESIGNED[place].split()
    found = at(json.loads(written("json", made("complete"))), place)

    assert [name for name in found if name in names] == names


def test_no_null_is_silent(written, result, language):
    """Each has its reason in a sibling."""
    assert silent(json.loads(written("json", result, language))) == []


def test_a_silent_null_is_found():
    """The test above can fail."""
    assert silent({"a": None, "b": [{"c": None}], "d": None, "d_reason": "x"}) == [".a", ".b.0.c"]


def test_a_reason_stands_right_after_its_figure(written, made):
    """In the language that was asked for."""
    scale = json.loads(written("json", made("complete"), "en"))["scales"]["zoeken"]

    assert list(scale.items())[9:11] == [("omega", None), ("omega_reason", "This exists for a linear model only.")]


def test_a_part_that_was_not_asked_for_says_so(written, made):
    """Null with its reason, not left out."""
    data = json.loads(written("json", made("gapped"), "en"))

    assert (data["efa"], data["efa_reason"]) == (None, "This was not asked for.")


def test_a_gap_within_a_mapping_has_the_reason_of_the_mapping(written, made):
    """One pair of scales without its figure."""
    cfa = json.loads(written("json", made("gapped"), "en"))["cfa"]

    assert cfa["htmt"] == {"zoeken": {}, "netwerk": {"zoeken": None}}
    assert cfa["htmt_reason"] == "The average correlation in a scale is negative."


def test_one_model_per_scale_has_the_same_names(written, made):
    """The fields of the one model, under each scale."""
    one = json.loads(written("json", made("complete")))["cfa"]
    several = json.loads(written("json", made("per_scale")))["cfa"]

    assert list(several) == ["per_scale", "why", "not_fitted"]
    assert list(several["per_scale"]["zoeken"]) == list(one)


def test_simulated_cutoffs_of_each_scale_say_which_have_none(written, made):
    """And why."""
    found = json.loads(written("json", made("per_scale"), "en"))["dynamic_cutoffs"]

    assert list(found["per_scale"]["zoeken"]) == ["levels", "met", "replications", "seed"]
    assert found["not_simulated"] == {"netwerk": "This model always fits."}


def test_every_digit_is_kept(written, made):
    """A number read back is the same number."""
    it = made("complete")
    data = json.loads(written("json", it))

    assert data["missing"]["share_complete"] == it.missing.share_complete
    assert data["factorability"]["bartlett"]["pvalue"] == 1.9e-166


def test_no_number_is_anything_but_a_number(written, result):
    """Strict JSON: no NaN and no Infinity."""

    def refuse(name):
        raise AssertionError(name)

    read = json.loads(written("json", result), parse_constant=refuse)

    assert math.isfinite(read["format"])


def test_ids_do_not_follow_the_language(written, made):
    """Only sentences do."""
    dutch, english = (json.loads(written("json", made("complete"), language)) for language in ("nl", "en"))

    assert list(dutch["scales"]) == list(english["scales"]) == ["zoeken", "netwerk", "belemmeringen"]
    assert dutch["verdict"]["conclusion"] == english["verdict"]["conclusion"] == "not_usable"
    assert dutch["verdict"]["reasons"] != english["verdict"]["reasons"]


def test_it_is_one_object_with_an_end_of_line(written, result):
    """As other tools that read lines expect."""
    text = written("json", result)

    assert text.endswith("}\n")
