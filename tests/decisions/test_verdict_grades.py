"""The grade of each criterion: what data can speak to, beside the standard's cut-off."""

import math
from dataclasses import replace

import pytest

from reintegratie_cli.decisions.verdict.evidence import (
    ConstructEvidence,
    InstrumentEvidence,
    NormEvidence,
    ScaleEvidence,
)
from reintegratie_cli.decisions.verdict.grades import grade_criteria
from reintegratie_cli.inputs import catalogue
from reintegratie_cli.text import Text

COTAN, EFPA, RULE = catalogue.load_criteria(), catalogue.load_criteria("efpa-2013"), catalogue.load_conclusion()
SCALE = ScaleEvidence(
    scale="s",
    measurement="reflective",
    coefficient_name="omega",
    coefficient=0.75,
    n=250,
    admissible=True,
    retest=0.65,
    retest_icc=0.64,
    n_retest=120,
    criterion_r=-0.25,
    criterion_lower=-0.36,
    criterion_upper=-0.13,
    n_criterion=250,
)
MODEL = ConstructEvidence(admissible=True, n=250, cfi_robust=0.95, rmsea_robust=0.06, srmr=0.08, htmt=0.8999)
NORMS = NormEvidence(n=250, use="individual", age=5)
EVERYTHING = InstrumentEvidence(decision="individual", scales=(SCALE,), construct=MODEL, norms=NORMS, criterion="werk")


def grade(criterion, criteria=COTAN, **changed):
    """What is said of one criterion, with some of the evidence changed."""
    graded = grade_criteria(replace(EVERYTHING, **changed), criteria, RULE)
    return next(it for it in graded if it.criterion == criterion)


def with_scale(**changed):
    """The only scale with some figures changed."""
    return {"scales": (replace(SCALE, **changed),)}


def with_model(**changed):
    """The model with some figures changed."""
    return {"construct": replace(MODEL, **changed)}


def with_norms(**changed):
    """The norms with some figures changed."""
    return {"norms": replace(NORMS, **changed)}


@pytest.mark.parametrize("criteria", [COTAN, EFPA], ids=["cotan", "efpa"])
def test_every_criterion_is_there_once_in_its_order(criteria):
    """Graded or not assessed, with a reason in both languages and a source."""
    found = grade_criteria(EVERYTHING, criteria, RULE)

    assert [it.criterion for it in found] == [it.criterion for it in criteria.criteria]
    assert all(it.reason.nl != it.reason.en and it.source for it in found)


@pytest.mark.parametrize("criterion", ["uitgangspunten", "testmateriaal", "handleiding"])
def test_what_data_cannot_show_is_not_assessed(criterion):
    """However much evidence there is."""
    assert grade(criterion).grade == "not_assessed"


@pytest.mark.parametrize("criteria", [COTAN, EFPA], ids=["cotan", "efpa"])
def test_without_evidence_nothing_is_assessed(criteria):
    """And every criterion says why."""
    found = grade_criteria(InstrumentEvidence(decision="group", scales=()), criteria, RULE)

    assert {it.grade for it in found} == {"not_assessed"}
    assert all(it.reason.nl and it.value is None and it.threshold is None for it in found)


@pytest.mark.parametrize(
    ("coefficient", "expected", "threshold"),
    [
        (0.6999, "insufficient", 0.70),
        (0.70, "sufficient", 0.70),
        (0.7999, "sufficient", 0.70),
        (0.80, "good", 0.80),
    ],
)
def test_reliability_is_graded_on_the_point_estimate(coefficient, expected, threshold):
    """COTAN for less important decisions: .70 and .80, each reached by what equals it."""
    found = grade("betrouwbaarheid", **with_scale(coefficient=coefficient))

    assert (found.grade, found.value, found.threshold) == (expected, coefficient, threshold)


def test_the_least_reliable_of_the_used_reflective_scales_decides():
    """An unused one and a formative one do not count."""
    scales = (
        replace(SCALE, coefficient=0.9),
        replace(SCALE, scale="t", coefficient=0.72, coefficient_name="alpha"),
        replace(SCALE, scale="u", coefficient=0.3, used=False),
        replace(SCALE, scale="f", coefficient=0.2, measurement="formative"),
    )
    found = grade("betrouwbaarheid", scales=scales)

    assert (found.grade, found.value) == ("sufficient", 0.72)
    assert "t, alpha 0.72." in found.reason.en


@pytest.mark.parametrize("unknown", [{"admissible": False}, {"n": 99}, {"coefficient": math.nan}])
def test_a_used_scale_without_a_figure_leaves_reliability_open(unknown):
    """The worst is not known then."""
    scales = (SCALE, replace(SCALE, scale="t", **unknown))
    found = grade("betrouwbaarheid", scales=scales)

    assert (found.grade, found.value) == ("not_assessed", None)
    assert "No reliability that can be graded: t." in found.reason.en


def test_one_scale_that_is_too_low_decides_whatever_is_unknown():
    """It cannot get better."""
    scales = (replace(SCALE, coefficient=0.5), replace(SCALE, scale="t", n=None))

    assert grade("betrouwbaarheid", scales=scales).grade == "insufficient"


def test_cotan_shows_a_retest_beside_the_reliability():
    """It has no criterion of its own for it."""
    assert "Test-retest: s r 0.65, ICC 0.64, n 120." in grade("betrouwbaarheid").reason.en


@pytest.mark.parametrize(
    ("retest", "expected"), [(0.5999, "insufficient"), (0.60, "sufficient"), (0.6999, "sufficient"), (0.70, "good")]
)
def test_efpa_grades_a_retest_on_its_own(retest, expected):
    """EFPA: .60 and .70; of a formative scale as well."""
    found = grade("hertest", EFPA, **with_scale(retest=retest, measurement="formative"))

    assert (found.grade, found.value) == (expected, retest)


@pytest.mark.parametrize("scale", [{"retest": None}, {"n_retest": 99}, {"n_retest": None}])
def test_a_retest_of_few_persons_or_none_is_not_assessed(scale):
    """Fewer than 100."""
    assert grade("hertest", EFPA, **with_scale(**scale)).grade == "not_assessed"


@pytest.mark.parametrize(
    ("n", "expected", "threshold"), [(199, "insufficient", 200), (200, "sufficient", 200), (300, "good", 300)]
)
def test_norms_are_graded_on_their_size(n, expected, threshold):
    """COTAN for less important decisions: 200 and 300."""
    found = grade("normen", **with_norms(n=n))

    assert (found.grade, found.value, found.threshold) == (expected, n, threshold)


@pytest.mark.parametrize(
    ("age", "expected", "outdated"),
    [(15, "sufficient", False), (16, "sufficient", True), (20, "sufficient", True), (21, "insufficient", False)],
)
def test_norms_grow_old(age, expected, outdated):
    """Outdated after 15 years, which is said; insufficient after 20."""
    found = grade("normen", **with_norms(age=age))

    assert found.grade == expected
    assert ("outdated" in found.reason.en) is outdated


def test_norms_past_use_show_their_age():
    """The figure and the cut-off are years then."""
    found = grade("normen", **with_norms(age=21))

    assert (found.value, found.threshold, found.source) == (21, 20, "cotandocumentatie.nl")


def test_norms_of_an_unknown_age_say_so():
    """The year belongs in the norm file."""
    assert "How old the norms are is not known" in grade("normen", **with_norms(age=None)).reason.en


def test_the_age_of_norms_is_the_cotans_alone():
    """The file of EFPA has no such row."""
    assert grade("normen", EFPA, **with_norms(age=40)).grade == "sufficient"


def test_norms_that_may_not_be_used_are_not_assessed():
    """Illustrative norms are no norms."""
    assert grade("normen", **with_norms(use="none", n=5000)).grade == "not_assessed"


@pytest.mark.parametrize(("decision", "expected"), [("individual", "insufficient"), ("group", "good")])
def test_norms_for_groups_serve_groups_alone(decision, expected):
    """Whatever their size."""
    assert grade("normen", decision=decision, **with_norms(use="group", n=5000)).grade == expected


def test_a_factor_structure_is_never_better_than_sufficient():
    """Even a perfect one; and it says that fixed cut-offs mislead."""
    found = grade("begripsvaliditeit", **with_model(cfi_robust=1.0, rmsea_robust=0.0, srmr=0.0, htmt=0.1))

    assert (found.grade, found.value, found.threshold) == ("sufficient", 0.0, 0.08)
    assert "Fixed cut-offs for fit mislead" in found.reason.en
    assert "never good" in found.reason.en


@pytest.mark.parametrize("enough", [{}, {"cfi_robust": 0.90}, {"rmsea_robust": 0.10}, {"cfi_robust": None}])
def test_the_model_fits_at_its_cutoffs_and_with_one_of_cfi_and_rmsea(enough):
    """CFI falls with low loadings and RMSEA rises with few degrees of freedom, whatever the misfit."""
    assert grade("begripsvaliditeit", **with_model(**enough)).grade == "sufficient"


@pytest.mark.parametrize(
    ("worse", "value", "threshold"),
    [
        ({"srmr": 0.0801}, 0.0801, 0.08),
        ({"cfi_robust": 0.9499, "rmsea_robust": 0.0601}, 0.9499, 0.95),
        ({"cfi_robust": None, "rmsea_robust": 0.0601}, 0.0601, 0.06),
        ({"htmt": 0.90, "htmt_scales": ("s", "t")}, 0.90, 0.90),
    ],
)
def test_a_model_that_does_not_fit_or_scales_that_overlap_are_insufficient(worse, value, threshold):
    """The figure that decides is the one that is shown."""
    found = grade("begripsvaliditeit", **with_model(**worse))

    assert (found.grade, found.value, found.threshold) == ("insufficient", value, threshold)


def test_dynamic_cutoffs_that_are_met_are_enough_for_the_model():
    """But not for scales that overlap."""
    bad = {"srmr": 0.2, "cfi_robust": 0.8, "rmsea_robust": 0.2, "dynamic_met": True}

    found = grade("begripsvaliditeit", **with_model(**bad))

    assert (found.grade, found.threshold) == ("sufficient", None)
    assert grade("begripsvaliditeit", **with_model(**bad, htmt=0.95)).grade == "insufficient"


@pytest.mark.parametrize(
    "nothing",
    [
        {"admissible": False, "reason": Text("Omdat.", "Because.")},
        {"srmr": math.nan},
        {"cfi_robust": None, "rmsea_robust": None},
        {"n": 99},
        {"n": None},
    ],
)
def test_without_a_proper_model_of_enough_persons_construct_validity_is_not_assessed(nothing):
    """Nothing is known then."""
    assert grade("begripsvaliditeit", **with_model(**nothing)).grade == "not_assessed"


def test_an_inadmissible_model_says_why():
    """The reason comes from where it was found."""
    reason = Text("Omdat.", "Because.")

    assert "Because." in grade("begripsvaliditeit", **with_model(admissible=False, reason=reason)).reason.en


def test_a_large_residual_and_a_low_ave_are_said_and_do_not_count():
    """They belong to the items."""
    found = grade(
        "begripsvaliditeit",
        **with_model(largest_residual=0.2, largest_residual_items=("a", "b"), ave=0.4, ave_scale="s"),
    )

    assert found.grade == "sufficient"
    assert "of the items a and b is 0.20" in found.reason.en
    assert "The AVE of s is 0.40" in found.reason.en


SPLIT = {"parts": (("a", "b"), ("c", "d")), "largest_residual": -0.19, "largest_residual_items": ("a", "c")}


def test_a_scale_that_falls_apart_is_insufficient():
    """Whatever the fit of the model as a whole; the residual correlation is the figure, in size."""
    found = grade("begripsvaliditeit", **with_scale(**SPLIT))

    assert (found.grade, found.value, found.threshold, found.source) == ("insufficient", 0.19, 0.10, "Kline 2016")
    assert "The scale s falls apart" in found.reason.en
    assert "a and b against c and d" in found.reason.en


@pytest.mark.parametrize("mild", [{"parts": ()}, {"largest_residual": -0.05}, {"used": False}])
def test_either_sign_alone_is_not_enough_to_fall_apart(mild):
    """Nor does a scale that the decision does not use count."""
    assert grade("begripsvaliditeit", **with_scale(**SPLIT | mild)).grade == "sufficient"


def test_dynamic_cutoffs_that_are_met_excuse_a_scale_with_two_dimensions():
    """As they do for its conclusion; that there are two is said."""
    found = grade("begripsvaliditeit", **with_scale(**SPLIT), **with_model(dynamic_met=True))

    assert found.grade == "sufficient"
    assert "the items of s finds more than one dimension" in found.reason.en


@pytest.mark.parametrize(
    ("figures", "said", "unsaid"),
    [
        ({}, "The items hang together as", "On the whole"),
        ({"cfi_robust": 0.943}, "The CFI does not reach 0.95, but the RMSEA is at most 0.06", "hang together as"),
        ({"rmsea_robust": 0.07}, "The RMSEA does not stay within 0.06, but the CFI reaches", "hang together as"),
        ({"largest_residual": 0.2}, "On the whole the model fits", "hang together as"),
    ],
)
def test_the_sentence_promises_no_more_than_the_figures(figures, said, unsaid):
    """Every one of these is sufficient, and they are not all as good."""
    found = grade("begripsvaliditeit", **with_model(**figures))

    assert found.grade == "sufficient"
    assert said in found.reason.en
    assert unsaid not in found.reason.en


TWO = (SCALE, replace(SCALE, scale="t"))


@pytest.mark.parametrize(
    ("model", "said"),
    [
        ({"untested": ("t",)}, "Whether the items of t measure one thing was not tested"),
        ({"untested": ("s", "t")}, "Of 2 scales it was not tested"),
        ({"htmt": None}, "HTMT cannot be computed"),
        ({"htmt": None, "scale": "s"}, "that takes one model of all scales"),
    ],
)
def test_what_was_not_tested_leaves_no_grade(model, said):
    """A scale whose model always fits is no evidence."""
    found = grade("begripsvaliditeit", scales=TWO, **with_model(**model))

    assert (found.grade, found.value) == ("not_assessed", None)
    assert said in found.reason.en


def test_what_was_tested_and_failed_is_insufficient_whatever_was_not_tested():
    """One model that does not fit is evidence enough."""
    found = grade("begripsvaliditeit", scales=TWO, **with_model(untested=("t",), htmt=None, srmr=0.2))

    assert found.grade == "insufficient"


def test_one_scale_needs_no_telling_apart():
    """HTMT is of two scales."""
    assert grade("begripsvaliditeit", **with_model(htmt=None)).grade == "sufficient"


def test_the_scale_with_an_inadmissible_model_is_named():
    """Where each has its own."""
    found = grade("begripsvaliditeit", **with_model(admissible=False, scale="s"))

    assert "The factor model of s has no admissible solution" in found.reason.en


def test_dynamic_cutoffs_that_are_missed_are_said_of_the_model():
    """In the reason of construct validity."""
    assert (
        "does not meet the cut-offs that were simulated"
        in grade("begripsvaliditeit", **with_model(dynamic_met=False)).reason.en
    )


@pytest.mark.parametrize(
    ("ends", "expected"),
    [
        ((-0.36, -0.13), "sufficient"),
        ((0.01, 0.9), "sufficient"),
        ((-0.4, 0.0), "insufficient"),
        ((None, None), "insufficient"),
    ],
)
def test_under_cotan_a_criterion_is_at_most_sufficient(ends, expected):
    """It gives no number, so it is whether a correlation was shown."""
    low, high = ends
    found = grade("criteriumvaliditeit", **with_scale(criterion_r=0.9, criterion_lower=low, criterion_upper=high))

    assert (found.grade, found.value, found.threshold) == (expected, 0.9, None)
    assert "COTAN gives no numbers" in found.reason.en


@pytest.mark.parametrize(
    ("r", "expected"), [(0.1999, "insufficient"), (0.20, "sufficient"), (-0.34, "sufficient"), (-0.35, "good")]
)
def test_under_efpa_a_criterion_is_graded_on_its_size(r, expected):
    """.20 and .35; the direction is for people to judge."""
    assert grade("criteriumvaliditeit", EFPA, **with_scale(criterion_r=r)).grade == expected


def test_the_scale_that_goes_least_with_the_criterion_decides():
    """In size; a formative scale counts here, an unused one does not."""
    scales = (
        SCALE,
        replace(SCALE, scale="f", criterion_r=0.21, measurement="formative"),
        replace(SCALE, scale="u", criterion_r=0.0, used=False),
    )

    assert grade("criteriumvaliditeit", EFPA, scales=scales).value == 0.21


@pytest.mark.parametrize("n", [99, None])
def test_a_criterion_of_few_persons_is_not_assessed(n):
    """The figure is still told."""
    found = grade("criteriumvaliditeit", **with_scale(n_criterion=n))

    assert found.grade == "not_assessed"
    assert "r -0.25" in found.reason.en
