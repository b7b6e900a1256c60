"""The verdict on a questionnaire: the worst of the scales that count, an indication and never a review."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reintegratie_cli.decisions.verdict.evidence import InstrumentEvidence, ScaleEvidence
from reintegratie_cli.decisions.verdict.judge import judge
from reintegratie_cli.inputs import catalogue

COTAN, RULE = catalogue.load_criteria(), catalogue.load_conclusion()
USABLE = ScaleEvidence(
    scale="goed",
    measurement="reflective",
    coefficient_name="omega",
    coefficient=0.85,
    lower=0.82,
    upper=0.88,
    estimator="MLR",
    n=400,
    admissible=True,
    srmr=0.04,
    largest_residual=0.05,
    largest_residual_items=("a", "b"),
)
CARE = replace(USABLE, scale="voorbehoud", negative_items=("c",))
NOT_USABLE = replace(USABLE, scale="laag", coefficient=0.5, lower=0.4)
NONE = replace(USABLE, scale="geen", admissible=False)
FORMATIVE = ScaleEvidence(scale="lijst", measurement="formative")
SINGLE = ScaleEvidence(scale="los", measurement="single")


def verdict(*scales, decision="individual"):
    """The verdict on a questionnaire with these scales."""
    return judge(InstrumentEvidence(decision=decision, scales=scales), COTAN, RULE)


def english(found):
    """The reasons in English."""
    return [reason.en for reason in found.reasons]


@pytest.mark.parametrize(
    ("scales", "expected"),
    [
        ((USABLE,), "usable"),
        ((USABLE, CARE), "with_care"),
        ((USABLE, CARE, NOT_USABLE), "not_usable"),
        ((NOT_USABLE, NONE), "none"),
    ],
)
def test_the_worst_scale_decides(scales, expected):
    """None goes below not usable: nothing is known of it."""
    assert verdict(*scales).conclusion == expected


@pytest.mark.parametrize("bad", [CARE, NOT_USABLE, NONE])
def test_a_scale_that_the_decision_does_not_use_does_not_count(bad):
    """It has its own verdict all the same."""
    found = verdict(USABLE, replace(bad, used=False))

    assert found.conclusion == "usable"
    assert found.scales[bad.scale].conclusion != "usable"


@pytest.mark.parametrize("scales", [(), (FORMATIVE, SINGLE), (replace(USABLE, used=False),)])
def test_without_a_reflective_scale_that_is_used_there_is_no_conclusion(scales):
    """Nothing shows that the scores are reliable."""
    found = verdict(*scales)

    assert found.conclusion == "none"
    assert "uses no scale whose items measure one thing" in english(found)[0]


def test_every_scale_has_its_own_verdict():
    """Formative ones as well."""
    found = verdict(USABLE, CARE, FORMATIVE)

    assert {scale: it.conclusion for scale, it in found.scales.items()} == {
        "goed": "usable",
        "voorbehoud": "with_care",
        "lijst": "not_assessed",
    }


@pytest.mark.parametrize("scales", [(), (USABLE,), (CARE,), (NOT_USABLE,), (NONE,)])
def test_it_says_that_it_is_an_indication_and_no_review(scales):
    """Whatever the conclusion, with what could not be checked."""
    found = english(verdict(*scales))

    assert (
        "This is an indication along the criteria of COTAN 2010, not a review by or on behalf of that organisation."
        in found
    )
    assert COTAN.unchecked.en in found


def test_figures_that_were_all_read_in_the_original_ask_no_warning():
    """The sentence goes when somebody has checked them."""
    read = {name: part.model_copy(update={"checked": "original"}) for name, part in COTAN.parts.items()}
    found = judge(InstrumentEvidence(decision="group", scales=()), COTAN.model_copy(update=read), RULE)

    assert COTAN.unchecked not in found.reasons


def test_the_first_reason_is_the_conclusion_with_the_scales_that_decide():
    """Then what is wrong with each scale that falls short, and nothing of those that do not."""
    found = english(verdict(USABLE, CARE, NOT_USABLE))

    assert found[0] == "Not usable for less important decisions about persons: the reliability is too low (laag)."
    assert any(it.startswith("Scale voorbehoud: ") for it in found)
    assert not any(it.startswith("Scale goed: ") for it in found)


def test_the_version_of_the_criteria_is_named():
    """Id and version of the file."""
    assert verdict(USABLE).criteria_version == f"cotan-2010 {COTAN.version}"


def test_the_grades_are_those_of_the_standard():
    """All seven criteria stand beside the conclusion."""
    assert len(verdict(USABLE).criteria) == 7


SOME = st.lists(
    st.sampled_from([USABLE, CARE, NOT_USABLE, NONE, FORMATIVE, SINGLE]), unique_by=lambda it: it.scale, max_size=6
)


@given(SOME, st.data())
def test_the_order_of_the_scales_does_not_matter(scales, data):
    """Same conclusion, same scales, same grades."""
    other = data.draw(st.permutations(scales))
    one, two = verdict(*scales), verdict(*other)

    assert one.conclusion == two.conclusion
    assert one.scales == two.scales
    assert [(it.grade, it.value) for it in one.criteria] == [(it.grade, it.value) for it in two.criteria]


@given(SOME, st.floats(0, 1), st.integers(0, 50))
def test_formative_and_single_scales_never_matter(scales, coefficient, n):
    """Whatever figures come with them."""
    without = [it for it in scales if it.measurement == "reflective"]
    with_them = [*without, replace(FORMATIVE, coefficient=coefficient, n=n), replace(SINGLE, admissible=False)]

    assert verdict(*with_them).conclusion == verdict(*without).conclusion
