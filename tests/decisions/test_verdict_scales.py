"""Our conclusion about a scale: each branch, each boundary, and what may never matter."""

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reintegratie_cli.decisions.verdict.advice import put_together
from reintegratie_cli.decisions.verdict.evidence import ScaleEvidence
from reintegratie_cli.decisions.verdict.scales import judge_scale
from reintegratie_cli.inputs import catalogue
from reintegratie_cli.models.verdict import CONCLUSIONS
from reintegratie_cli.text import Text

CRITERIA, RULE = catalogue.load_criteria(), catalogue.load_conclusion()
GOOD = ScaleEvidence(
    scale="s",
    measurement="reflective",
    coefficient_name="omega",
    coefficient=0.80,
    lower=0.70,
    upper=0.85,
    estimator="MLR",
    n=200,
    admissible=True,
    srmr=0.08,
    largest_residual=-0.10,
    largest_residual_items=("a", "b"),
)
"""Exactly at every cut-off for `individual`: .70, SRMR .08, residual .10 in size, 200 persons."""
WHY = Text("Omdat.", "Because.")


def judged(decision="individual", **changed):
    """The verdict on the good scale with some figures changed."""
    return judge_scale(replace(GOOD, **changed), decision, CRITERIA, RULE).verdict


def advised(decision="individual", **changed):
    """What to do about it, in English."""
    return [it.en for it in put_together(judge_scale(replace(GOOD, **changed), decision, CRITERIA, RULE).advice)]


def sentences(decision="individual", **changed):
    """Its reasons in English, after each other."""
    found = judged(decision, **changed)
    return " ".join(said.en for said in (*found.reasons, *found.notes))


def test_exactly_at_every_cutoff_a_scale_is_usable():
    """A cut-off is reached by what equals it."""
    assert judged().conclusion == "usable"


@pytest.mark.parametrize(
    "worse",
    [
        {"lower": 0.6999},
        {"lower": None},
        {"lower": math.nan},
        {"negative_items": ("c",)},
        {"srmr": 0.0801},
        {"largest_residual": 0.1001},
        {"largest_residual": -0.1001},
        {"srmr": None, "largest_residual": None, "admissible": None},
        {"srmr": math.nan},
        {"n": 199},
        {"estimator": "WLSMV", "n": 299},
    ],
)
def test_each_condition_that_fails_alone_asks_care(worse):
    """The point estimate reaches what is sufficient and one other thing does not."""
    assert judged(**worse).conclusion == "with_care"


@pytest.mark.parametrize("enough", [{"estimator": "WLSMV", "n": 300}, {"estimator": "ML"}, {"estimator": None}])
def test_wlsmv_asks_more_persons(enough):
    """300 beside 200."""
    assert judged(**enough).conclusion == "usable"


@pytest.mark.parametrize(
    ("decision", "coefficient", "expected"),
    [
        ("individual-important", 0.80, "with_care"),
        ("individual-important", 0.7999, "not_usable"),
        ("individual", 0.70, "usable"),
        ("individual", 0.6999, "not_usable"),
        ("group", 0.60, "usable"),
        ("group", 0.5999, "not_usable"),
    ],
)
def test_the_decision_says_what_is_sufficient(decision, coefficient, expected):
    """COTAN: .80, .70 and .60; the interval starts at .70 or, where the estimate is lower, at the estimate."""
    assert judged(decision, coefficient=coefficient, lower=min(coefficient, 0.70)).conclusion == expected


@pytest.mark.parametrize(
    "nothing",
    [
        {"admissible": False},
        {"n": 99},
        {"n": None},
        {"coefficient": None},
        {"coefficient": math.nan},
    ],
)
def test_without_a_proper_model_persons_or_a_figure_there_is_no_conclusion(nothing):
    """Even where the coefficient would be too low: nothing is known then."""
    assert judged(**nothing).conclusion == "none"
    assert judged(**{"coefficient": 0.1, **nothing}).conclusion == "none"


def test_a_hundred_persons_are_enough_to_conclude_anything():
    """At the boundary there is a conclusion, with care."""
    assert judged(n=100).conclusion == "with_care"


def test_dynamic_cutoffs_that_are_met_are_enough():
    """Where the fixed ones are not; and what was large is still said."""
    assert judged(srmr=0.12, largest_residual=0.3, dynamic_met=True).conclusion == "usable"
    assert "SRMR of the model is 0.120" in sentences(srmr=0.12, dynamic_met=True)


def test_dynamic_cutoffs_that_are_missed_are_said():
    """They do not make worse what the fixed ones allow."""
    assert judged(dynamic_met=False).conclusion == "usable"
    assert "does not meet the cut-offs that were simulated" in sentences(dynamic_met=False)
    assert "does not meet the cut-offs that were simulated" in sentences(dynamic_met=False, negative_items=("c",))


def test_dynamic_cutoffs_do_not_stand_in_for_a_model():
    """Without SRMR there was nothing to simulate for."""
    assert judged(srmr=None, dynamic_met=True).conclusion == "with_care"


@pytest.mark.parametrize("kind", ["formative", "single"])
def test_what_has_no_internal_consistency_is_not_assessed(kind):
    """Whatever its figures; and it says what to do instead."""
    assert judged(measurement=kind, coefficient=0.1, n=3).conclusion == "not_assessed"
    assert judged(measurement=kind).suitable_for == ()
    assert "retest" in sentences(measurement=kind)


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        ({"coefficient": 0.92, "lower": 0.90}, ("individual-important", "individual", "group")),
        ({}, ("individual", "group")),
        ({"coefficient": 0.68, "lower": 0.62}, ("group",)),
        ({"coefficient": 0.50, "lower": 0.40}, ()),
        ({"negative_items": ("c",)}, ()),
    ],
)
def test_a_scale_says_for_which_decisions_it_is_usable(figures, expected):
    """Whatever decision was asked about."""
    assert judged("individual-important", **figures).suitable_for == expected


def test_the_lesser_use_is_said_where_the_decision_asks_too_much():
    """The weightiest decision for which the scale is usable."""
    assert "Usable for less important decisions about persons." in sentences("individual-important")


def test_a_lesser_use_with_care_is_said_where_there_is_no_better():
    """An estimate of .62 with a lower end of .55."""
    assert "Usable with care for statements about groups" in sentences(coefficient=0.62, lower=0.55)


def test_no_lesser_use_is_said_where_it_would_not_help():
    """A negative item is one for every decision."""
    assert "Use the scale for that alone" not in sentences(negative_items=("c",))


def test_a_scale_that_the_decision_does_not_use_says_so():
    """It is judged all the same."""
    assert judged(used=False).conclusion == "usable"
    assert "does not use this scale" in sentences(used=False)


def test_a_low_coefficient_is_told_with_figure_interval_cutoff_source_and_advice():
    """All that a reader needs in one sentence."""
    assert sentences(coefficient=0.65, lower=0.55, upper=0.74).startswith(
        "The reliability is 0.65 (omega, 95 % interval 0.55 to 0.74), below 0.70, which is sufficient for less "
        "important decisions about persons (COTAN 2010, 5.2). Add items that measure the same"
    )


def test_dutch_figures_have_a_comma():
    """In Dutch sentences alone."""
    first = judged(coefficient=0.65, lower=0.55, upper=0.74).reasons[0]

    assert "0,65 (omega, 95 %-interval 0,55 tot 0,74), onder 0,70" in first.nl


def test_rounding_never_makes_a_figure_equal_to_its_cutoff():
    """0.6996 would be told as 0.70, below 0.70."""
    assert "is 0.6996 " in sentences(coefficient=0.6996)


def test_a_negative_item_is_told_by_name():
    """With what to do, and never flipped in silence."""
    assert "Item c correlates negatively" in sentences(negative_items=("c",))
    assert "The items c and d correlate negatively" in sentences(negative_items=("c", "d"))


def test_items_that_share_too_much_ask_for_another_remedy_than_items_that_share_too_little():
    """One of two that repeat each other can go; two that are about something else cannot be mended so."""
    more, less = sentences(largest_residual=0.2), sentences(largest_residual=-0.2)

    assert "So they share something that the scale does not measure. Leave one of the two out" in more
    assert "they go together less than the model expects. See whether they are about the same thing" in less
    assert "Leave one" not in less


def test_a_misfit_is_a_caution_about_omega():
    """Omega comes from that model; alpha does not."""
    assert "The reliability (omega) comes from this model" in sentences(srmr=0.09)
    assert "comes from this model" not in sentences(srmr=0.09, coefficient_name="alpha")
    assert "comes from this model" not in sentences()


def test_a_pair_of_two_scales_can_be_chance():
    """There are many such pairs; nothing is to be left out for that, and omega of the scale is not touched by it."""
    said = sentences(items=("a", "c"), largest_residual=0.2)

    assert "They are of different scales, and of so many pairs one can be so large by chance." in said
    assert "Leave one" not in said
    assert "comes from this model" not in said


PARTS = (("a", "b"), ("c", "d", "e"))


def test_a_scale_that_falls_apart_is_said_with_its_groups():
    """It is no condition of the rule, and there is something to do about it."""
    found = judged(parts=PARTS)

    assert found.conclusion == "usable"
    assert "more than one dimension (a and b against c, d and e)" in found.notes[0].en
    assert advised(parts=PARTS)[0].endswith("more than one thing: s (a and b against c, d and e).")


def test_of_a_scale_that_falls_apart_no_single_pair_is_to_be_mended():
    """Two of its items share too little because there are two groups."""
    assert len(advised(parts=PARTS, largest_residual=-0.2)) == 1


def test_a_residual_correlation_is_told_with_its_pair():
    """Signed, and held against the cut-off in size."""
    assert "The residual correlation of the items a and b is -0.20, in size above 0.10 (Kline 2016)" in sentences(
        largest_residual=-0.2
    )


def test_too_few_persons_are_told_how_many_are_needed():
    """A hundred to conclude anything, and what the estimator asks."""
    assert "99 persons are too few for a conclusion; at least 100" in sentences(n=99)
    assert "at least 300 are needed" in sentences(estimator="WLSMV", n=250)
    assert "Collect at least 300 answers" in sentences(estimator="WLSMV", n=250)


@pytest.mark.parametrize(
    "figures",
    [
        {"admissible": False, "model_reason": WHY},
        {"n": None, "model_reason": WHY},
        {"coefficient": None, "coefficient_reason": WHY},
        {"srmr": None, "admissible": None, "model_reason": WHY},
    ],
)
def test_the_reason_that_was_given_is_told(figures):
    """Why there is no model or no figure comes from where it was found out."""
    assert "Because." in sentences(**figures)


def test_a_title_is_shown_and_its_control_characters_are_not():
    """Text from a file goes to a terminal."""
    assert advised(n=150, title=Text("Vertrouwen", "Trust\x1b"))[0].endswith(": Trust\\x1b.")


def test_a_title_with_braces_is_no_place_to_fill():
    """It comes from a file."""
    assert advised(srmr=0.12, title=Text("a", "{about}"))[0].endswith("({about}).")


def test_three_items_alone_are_told_that_fit_cannot_be_tested():
    """With the ways out."""
    said = sentences(saturated=True, n_items=3, n_for_one_model=1245)

    assert "With three items alone it cannot be tested whether they measure one thing" in said
    assert "Add an item, or collect at least 1245 answers" in said


def test_more_persons_are_no_way_out_where_there_is_one_scale():
    """There is no larger model to test it in."""
    assert sentences(saturated=True, n_items=3).endswith("Add an item.")


def test_the_reasons_are_what_falls_short():
    """What holds is no reason for care."""
    assert [it.en[:31] for it in judged(negative_items=("c",)).reasons] == ["Item c correlates negatively wi"]
    assert len(judged().reasons) == 3


def test_a_usable_scale_asks_for_nothing():
    """No advice for its own sake."""
    assert advised() == []


def test_a_low_coefficient_says_how_many_items_it_takes():
    """Spearman-Brown: four items of .60 need 4 (.7 x .4 / (.6 x .3) - 1) = 2.2 more to reach .70."""
    assert "s (0.60; 3 more items as good reach 0.70)" in advised(coefficient=0.6, lower=0.5, n_items=4)[0]


def test_weak_items_come_before_more_items():
    """More of what is weak does not help."""
    assert "s (0.60; c fits the scale weakly)" in advised(coefficient=0.6, lower=0.5, n_items=4, weak_items=("c",))[0]


def test_a_low_bound_says_how_many_answers_it_takes():
    """200 (ln(.35 / .25) / ln(.30 / .25))^2 = 681.3, upwards in two digits."""
    assert advised(coefficient=0.75, lower=0.65)[0].endswith(": s (about 690 answers).")


PROPORTION = st.floats(0, 1)
SCALES = st.builds(
    ScaleEvidence,
    scale=st.just("s"),
    measurement=st.just("reflective"),
    coefficient_name=st.just("omega"),
    coefficient=st.none() | PROPORTION | st.just(math.nan),
    lower=st.none() | PROPORTION,
    upper=st.none() | PROPORTION,
    negative_items=st.sampled_from([(), ("a",)]),
    estimator=st.sampled_from(["ML", "MLR", "WLSMV", None]),
    n=st.none() | st.integers(0, 500),
    admissible=st.sampled_from([True, True, False, None]),
    srmr=st.none() | st.floats(0, 0.2),
    largest_residual=st.none() | st.floats(-0.3, 0.3),
    dynamic_met=st.sampled_from([None, True, False]),
)


def rank(scale, decision="individual"):
    """0 for usable, up to 3 for none."""
    return CONCLUSIONS.index(judge_scale(scale, decision, CRITERIA, RULE).verdict.conclusion)


@given(SCALES, PROPORTION, st.floats(0, 0.5))
def test_a_higher_coefficient_never_makes_it_worse(scale, coefficient, more):
    """With the lower end of its interval moving along."""
    low = None if scale.lower is None else scale.lower + more
    before, after = replace(scale, coefficient=coefficient), replace(scale, coefficient=coefficient + more, lower=low)

    assert rank(after) <= rank(before)


@given(SCALES)
def test_a_negative_item_never_makes_it_better(scale):
    """Whatever else holds."""
    assert rank(replace(scale, negative_items=(*scale.negative_items, "z"))) >= rank(scale)


@given(SCALES, st.integers(0, 500))
def test_more_persons_never_make_it_worse(scale, more):
    """With the same figures."""
    assert rank(replace(scale, n=(scale.n or 0) + more)) <= rank(replace(scale, n=scale.n or 0))


@given(SCALES)
def test_a_decision_that_weighs_less_never_makes_it_worse(scale):
    """What is good enough for a person is good enough for a group."""
    assert rank(scale, "individual-important") >= rank(scale, "individual") >= rank(scale, "group")


@given(SCALES)
def test_asking_for_dynamic_cutoffs_never_makes_it_worse(scale):
    """Met or missed."""
    unasked = rank(replace(scale, dynamic_met=None))

    assert all(rank(replace(scale, dynamic_met=met)) <= unasked for met in (True, False))


@given(SCALES)
def test_every_conclusion_has_whole_sentences_in_both_languages(scale):
    """No place in a template is left open, no sentence is empty."""
    found = judge_scale(scale, "individual", CRITERIA, RULE)
    said = (*found.verdict.reasons, *found.verdict.notes, *put_together(found.advice))

    assert found.verdict.reasons
    assert all(text.endswith(".") and "{" not in text for it in said for text in (it.nl, it.en))


@given(SCALES)
def test_whatever_is_not_usable_says_what_to_do(scale):
    """And what is usable asks for nothing."""
    found = judge_scale(scale, "individual", CRITERIA, RULE)

    assert bool(found.advice) == (found.verdict.conclusion != "usable")
