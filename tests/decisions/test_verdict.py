"""The verdict on a questionnaire: the worst of the scales that count, an indication and never a review."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reintegratie_cli.decisions.verdict.evidence import InstrumentEvidence, ScaleEvidence
from reintegratie_cli.decisions.verdict.judge import judge
from reintegratie_cli.inputs import catalogue
from reintegratie_cli.models.verdict import DECISIONS

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
    indication, unchecked = (it.en for it in verdict(*scales).caveats)

    assert "criteria of COTAN 2010, not a review by or on behalf of that organisation" in indication
    assert unchecked == COTAN.unchecked.en


def test_figures_that_were_all_read_in_the_original_ask_no_warning():
    """The sentence goes when somebody has checked them."""
    read = {name: part.model_copy(update={"checked": "original"}) for name, part in COTAN.parts.items()}
    found = judge(InstrumentEvidence(decision="group", scales=()), COTAN.model_copy(update=read), RULE)

    assert COTAN.unchecked not in found.caveats


def test_the_first_reason_is_the_conclusion_with_the_scales_that_decide():
    """Then the main reason of each of these, and nothing of the others."""
    found = english(verdict(USABLE, CARE, NOT_USABLE))

    assert found[0] == "Not usable for less important decisions about persons: the reliability is too low (laag)."
    assert [it.split(".")[0] for it in found[1:]] == ["laag: The reliability is 0"]


def test_what_fails_is_the_main_reason():
    """Not that the reliability is high enough, which comes after it."""
    assert english(verdict(CARE))[1].startswith("voorbehoud: Item c correlates negatively")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"n": 50}, "there are too few answers (goed)"),
        ({"admissible": False}, "the factor model has no admissible solution (goed)"),
        ({"coefficient": None}, "the reliability cannot be computed (goed)"),
        ({"n": 50, "admissible": False}, "too few answers and the factor model has no admissible solution (goed)"),
    ],
)
def test_why_there_is_no_conclusion_is_in_the_first_sentence(changed, said):
    """Too few persons is something else than a model that cannot be."""
    assert said in english(verdict(replace(USABLE, **changed)))[0]


def test_a_pair_of_items_in_two_scales_is_named_once():
    """It has one residual correlation."""
    pair = [replace(USABLE, scale=name, largest_residual=0.2) for name in ("een", "twee")]

    assert [it.en.split(": ")[1] for it in verdict(*pair).advice] == ["a and b."]


def test_many_deciding_scales_are_counted():
    """A sentence of twelve titles is not read."""
    scales = [replace(CARE, scale=f"s{n}") for n in range(6)]

    assert "(all 6 scales that can be assessed)" in english(verdict(*scales, FORMATIVE))[0]
    assert "(s0, s1, s2 and 3 more)" in english(verdict(*scales, USABLE))[0]


def test_what_several_scales_ask_for_is_said_once():
    """With the scales that it is about, the most serious first."""
    few = [replace(USABLE, scale=name, saturated=True, n_items=3, n_for_one_model=900) for name in ("a", "b")]
    advice = [it.en for it in verdict(*few, NOT_USABLE, CARE, USABLE).advice]

    assert [it.split(",")[0] for it in advice] == [
        "See whether this must be scored in reverse; if not",
        "Add items that measure the same or rewrite the weakest",
        "Add an item",
    ]
    assert "for one model of all scales" in advice[2]
    assert advice[2].endswith("it cannot be tested whether they measure one thing: a and b.")


def test_a_scale_that_does_not_count_asks_for_nothing():
    """It decides nothing."""
    assert verdict(USABLE, replace(CARE, used=False)).advice == ()


def test_what_is_sufficient_is_that_of_the_decision():
    """0.80, 0.70 and 0.60."""
    assert [verdict(USABLE, decision=it).sufficient for it in DECISIONS] == [0.80, 0.70, 0.60]


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
