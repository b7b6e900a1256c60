"""What is said besides the rule's group: probabilities, what is missing, signals, until when."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm, truncnorm

from reintegratie_cli.models.rules import SolRule

GROUPS = ["participatie", "compenseren", "werknemersvaardigheden", "matchen", "stimuleren", "banen"]
SCALES = ("intentie", "attitude_instrumenteel", "attitude_affectief", "netwerk", "discriminatie", "werkvermogen")
EVERY_FACT = {
    "geen_arbeidsvermogen": False,
    "advies_beschut_werk": False,
    "ook_niet_met_steun": False,
    "loonwaarde": 100,
    "loonwaarde_blijvend": False,
    "maanden_actief_zoeken": 2,
    "sollicitatiegesprekken": 1,
    "doelgroepregister": False,
    "praktijkroute": False,
}
RATING = "werknemersvaardigheden_professional"

complete = st.fixed_dictionaries(
    {name: st.floats(1, 5) for name in (*SCALES, "werknemersvaardigheden")}, optional={RATING: st.floats(1, 5)}
)


def below(cut, score, error):
    """P(true < cut) on a scale from 1 to 5."""
    return truncnorm.cdf(cut, (1 - score) / error, (5 - score) / error, loc=score, scale=error)


def of_groups(said):
    """The six probabilities, in the order of the output."""
    return [said[name] for name in said if name.startswith("p.") and name != "p.distance"]


def test_the_groups_have_their_own_order(shipped, well):
    """That of the rule: never by how probable, or how far, they are."""
    said = shipped.sol(well)[0]
    expected = [*(f"p.{group}" for group in GROUPS), "p.distance"]
    assert [name for name in said if name.startswith("p.")] == expected
    assert [group.group for group in shipped.compiled.groups] == GROUPS


def test_probabilities_by_hand(shipped, well):
    """Skills first; then the meeting; then intention or attitude; the rest is `banen`."""
    person = well | {"werknemersvaardigheden": 2.7, "netwerk": 2.6, "discriminatie": 3.2, "intentie": 2.3}
    person |= {"attitude_instrumenteel": 2.6, "attitude_affectief": 3.0}
    skills = below(2.5, 2.7, shipped.error("werknemersvaardigheden"))
    met = (1 - below(2.5, 2.6, shipped.error("netwerk"))) * below(3.5, 3.2, shipped.error("discriminatie"))
    both = math.hypot(shipped.error("attitude_instrumenteel"), shipped.error("attitude_affectief")) / 2
    willing = (1 - below(2.5, 2.3, shipped.error("intentie"))) * (1 - below(2.5, 2.8, both))
    expected = [
        0,
        0,
        skills,
        (1 - skills) * (1 - met),
        (1 - skills) * met * (1 - willing),
        (1 - skills) * met * willing,
    ]
    np.testing.assert_allclose(of_groups(shipped.sol(person)[0]), expected, rtol=1e-9, atol=1e-15)


@given(complete)
def test_the_six_probabilities_sum_to_one(shipped, person):
    """For everybody who is placed."""
    assert sum(of_groups(shipped.sol(person)[0])) == pytest.approx(1.0, rel=1e-12)


@given(complete)
def test_the_probability_of_a_distance_is_that_of_three_groups(shipped, person):
    """Participation, compensation and employee skills have a distance."""
    said = shipped.sol(person | {"loonwaarde": 50})[0]
    expected = said["p.participatie"] + said["p.compenseren"] + said["p.werknemersvaardigheden"]
    assert said["p.distance"] == pytest.approx(expected, rel=1e-12)


@given(complete)
def test_the_first_two_are_the_most_probable_ones(shipped, person):
    """With their probabilities, in that order."""
    said = shipped.sol(person)[0]
    ordered = sorted(of_groups(said), reverse=True)
    assert said["probability"] == ordered[0] == said[f"p.{said['group']}"]
    if said["second"] is None:
        assert ordered[1] < 0.0005
        assert said["second_probability"] is None
    else:
        assert said["second_probability"] == ordered[1] == said[f"p.{said['second']}"]


def test_without_error_the_rules_group_is_certain(shipped, well):
    """Every gate, with an error of 0."""
    persons = [
        well,
        well | {"intentie": 2.0},
        well | {"netwerk": 2.5, "discriminatie": 3.6},
        well | {"werknemersvaardigheden": 1.0, "netwerk": 1.0},
        well | {"advies_beschut_werk": True},
        well | {"loonwaarde": 80, "loonwaarde_blijvend": True},
    ]
    for said in shipped.sol(*persons, error=0.0):
        assert (said["group"], said["probability"], said["ambiguous"]) == (said["rule_group"], 1.0, "false")


@pytest.mark.parametrize(
    ("fact", "expected"),
    [
        ({"geen_arbeidsvermogen": True}, "participatie"),
        ({"loonwaarde": 99, "loonwaarde_blijvend": True}, "compenseren"),
    ],
)
def test_facts_are_certain(shipped, well, fact, expected):
    """Whoever a fact places is there with a probability of 1, with or without a questionnaire."""
    for said in shipped.sol(fact, well | fact):
        assert (said["group"], said["probability"], said["p.distance"], said["second"]) == (expected, 1.0, 1.0, None)
        assert said["ambiguous"] == "false"


def test_a_scale_that_was_not_answered_is_spread_over_its_range(shipped, well):
    """P(network < 2.5) = (2.5 - 1) / 4, although the rule's gate does not hold."""
    person = {name: score for name, score in well.items() if name != "netwerk"}
    said = shipped.sol(person)[0]
    skills = below(2.5, 4.5, shipped.error("werknemersvaardigheden"))
    contacts_or_discrimination = 1 - (1 - 0.375) * below(3.5, 1.5, shipped.error("discriminatie"))
    assert said["p.matchen"] == pytest.approx((1 - skills) * contacts_or_discrimination, rel=1e-9)
    assert said["rule_group"] == "banen"
    assert "netwerk" in said["missing"]


def test_a_questionnaire_without_a_scale_is_one_in_which_it_was_not_answered(shipped, well):
    """The rule's own range takes the place of the scale's."""
    person = {name: score for name, score in well.items() if name != "netwerk"}
    without = shipped.instrument.model_copy(
        update={"scales": {name: scale for name, scale in shipped.instrument.scales.items() if name != "netwerk"}}
    )
    assert shipped.sol(person, instrument=without) == shipped.sol(person)


def test_below_the_limit_a_suggestion_is_ambiguous(shipped, well):
    """.60 for the first group, here with the rule's group agreeing and its cuts taken as certain."""
    error = shipped.error("intentie")
    # Where P(true < 2.5) is p, as good as untruncated: 2.5 - z * error.
    unclear, clear = (well | {"intentie": 2.5 - error * norm.ppf(p)} for p in (0.58, 0.64))
    said = shipped.sol(unclear, clear, rule=shipped.rule.model_copy(update={"cut_sd": 0.0}))
    assert [one["group"] for one in said] == [one["rule_group"] for one in said] == ["stimuleren"] * 2
    assert said[0]["probability"] < 0.60 < said[1]["probability"]
    assert [one["ambiguous"] for one in said] == ["true", "false"]


def test_a_rule_that_says_otherwise_makes_a_suggestion_ambiguous(shipped, well):
    """Several scales just above their cuts: the rule says `banen`, and that is not the most probable group."""
    said = shipped.sol(well | {"netwerk": 2.5, "discriminatie": 3.5})[0]
    assert (said["rule_group"], said["group"]) == ("banen", "matchen")
    assert said["probability"] > 0.60
    assert said["ambiguous"] == "true"


def test_a_tie_goes_to_the_group_that_the_rule_reads_first(shipped, well):
    """Two groups with half each: certain that it is one of two, and the order is the rule's."""
    groups = shipped.rule.model_copy(update={"ambiguous_below": 0.5})
    person = {name: score for name, score in well.items() if name != "netwerk"}
    half = groups.model_dump(by_alias=True, exclude_none=True)
    for group in half["groups"]:
        if group["group"] == "matchen":
            group["when"] = {"indicator": "netwerk", "below": 3.0, "basis": "expert"}
    said = shipped.sol(person, error=0.0, rule=SolRule.model_validate(half))[0]
    assert (said["p.matchen"], said["p.banen"]) == (0.5, 0.5)
    assert (said["group"], said["second"]) == ("matchen", "banen")


def test_every_unknown_fact_and_scale_that_the_rule_reads_is_listed(shipped, well):
    """Those that only signals read as well; with all of them known nothing is."""
    person = {name: score for name, score in well.items() if name not in ("netwerk", "werkvermogen")}
    nothing, everything = shipped.sol(person, well | EVERY_FACT)
    assert sorted(nothing["missing"]) == sorted(["netwerk", "werkvermogen", *EVERY_FACT])
    assert everything["missing"] == []


def test_an_outdated_fact_counts_as_unknown_and_is_listed_as_outdated(shipped, well):
    """An advice of more than 60 months ago places nobody."""
    facts = EVERY_FACT | {"advies_beschut_werk": True, "advies_beschut_werk.datum": "2021-11-21"}
    said = shipped.sol(well | facts)[0]
    assert (said["group"], said["missing"]) == ("banen", ["advies_beschut_werk:outdated"])


def test_a_fact_holds_on_its_last_day(shipped, well):
    """Sixty months after it was established."""
    facts = EVERY_FACT | {"advies_beschut_werk": True, "advies_beschut_werk.datum": "2021-11-22"}
    assert shipped.sol(well | facts)[0]["group"] == "participatie"


def test_a_difference_between_client_and_professional_beyond_error_is_a_signal(shipped, well):
    """1.96 * sqrt(2) times the error of both; less is no signal, nor is one rating alone."""
    limit = 1.959963984540054 * math.hypot(shipped.error("werknemersvaardigheden"), shipped.error(RATING))
    assert 0.9 < limit < 1.1
    beyond, within = (well | {RATING: 4.5 - limit + step} for step in (-0.001, 0.001))
    said = shipped.sol(beyond, within, well)
    expected = ["zelf_en_professional_verschillen:werknemersvaardigheden"]
    assert [one["signals"] for one in said] == [expected, [], []]


def test_only_the_clients_own_view_of_employee_skills_is_flagged(shipped, well):
    """Not where a professional rated them, nor where nobody did."""
    nobody = {name: score for name, score in well.items() if name != "werknemersvaardigheden"}
    suggestion = shipped.suggestion(well, well | {RATING: 3.0}, nobody)
    assert suggestion.self_report_only().tolist() == [True, False, False]


def test_a_self_report_holds_for_six_months(shipped, well, day):
    """From the day of measurement; the last day of a shorter month where there is no such day."""
    measured = ["2026-11-22", "2026-08-31", "2027-08-31", "2026-12-31"]
    said = shipped.sol(*(well | {"measured": one} for one in measured))
    expected = [day("2027-05-22"), day("2027-02-28"), day("2028-02-29"), day("2027-06-30")]
    assert [one["expires"] for one in said] == expected


def test_a_group_by_a_rating_holds_for_twelve_months(shipped, well, day):
    """Employee skills as a professional saw them; as the client did, six."""
    rated, own = shipped.sol(well | {RATING: 1.5}, well | {"werknemersvaardigheden": 1.5})
    assert (rated["group"], rated["expires"]) == ("werknemersvaardigheden", day("2027-11-22"))
    assert (own["group"], own["expires"]) == ("werknemersvaardigheden", day("2027-05-22"))


def test_a_group_that_rests_on_other_scales_as_well_holds_for_six(shipped, well, day):
    """A rating of the skills does not make the client's intention last."""
    said = shipped.sol(well | {RATING: 4.5, "intentie": 1.5})[0]
    assert (said["group"], said["expires"]) == ("stimuleren", day("2027-05-22"))


def test_the_most_probable_group_expires_and_not_the_rules(shipped, well, day):
    """The rule says employee skills by a rating; what is suggested rests on self-report."""
    said = shipped.sol(well | {RATING: 2.45, "netwerk": 1.2})[0]
    suggested = shipped.sol(well | {RATING: 2.55, "netwerk": 1.2})[0]
    assert said["rule_group"] == said["group"] == "werknemersvaardigheden"
    assert said["expires"] == day("2027-11-22")
    assert (suggested["group"], suggested["expires"]) == ("matchen", day("2027-05-22"))


def test_a_group_by_facts_holds_as_long_as_a_rating(shipped, day):
    """A finding is a professional's as well: twelve months, also where it is valid for longer or has no date."""
    dated = {"geen_arbeidsvermogen": True, "geen_arbeidsvermogen.datum": "2026-01-31"}
    said = shipped.sol(dated, {"geen_arbeidsvermogen": True})
    assert [one["expires"] for one in said] == [day("2027-11-22")] * 2


def test_a_group_by_facts_ends_with_the_first_fact_that_it_rests_on(shipped, well, day):
    """Sixty months for the one, 24 for the other, from their own dates; a finding that was denied does not count."""
    facts = {
        "advies_beschut_werk": True,
        "advies_beschut_werk.datum": "2022-02-28",
        "ook_niet_met_steun": True,
        "ook_niet_met_steun.datum": "2024-12-31",
        "geen_arbeidsvermogen": False,
        "geen_arbeidsvermogen.datum": "2021-12-01",
    }
    assert shipped.sol(well | facts)[0]["expires"] == day("2026-12-31")
    assert shipped.sol(well | facts | {"ook_niet_met_steun": None})[0]["expires"] == day("2027-02-28")


def test_a_fact_among_the_reasons_can_end_before_the_scales_do(shipped, well, day):
    """Six months of search, established five months ago, hold for one month more."""
    facts = {"maanden_actief_zoeken": 8, "sollicitatiegesprekken": 0}
    dates = {f"{fact}.datum": "2026-06-22" for fact in facts}
    said = shipped.sol(well | facts | dates, well | facts, well | {"netwerk": 1.0})
    assert [one["expires"] for one in said] == [day("2026-12-22"), day("2027-05-22"), day("2027-05-22")]


def test_without_a_date_of_measurement_a_suggestion_has_no_end(shipped, well):
    """Neither by scales nor by facts, even dated ones: nothing is made up."""
    dated = {"geen_arbeidsvermogen": True, "geen_arbeidsvermogen.datum": "2026-01-31"}
    said = shipped.sol(well | {"measured": "NaT"}, dated | {"measured": "NaT"})
    assert [one["expires"] for one in said] == [None, None]


@pytest.mark.parametrize("silence", [{"applies": False}, {"readable": False}])
def test_nothing_is_said_where_nothing_can_be(shipped, well, silence):
    """Neither where the rule's scales were not asked, nor of a row that could not be read: every column is empty."""
    said = shipped.sol(well, well | {"geen_arbeidsvermogen": True}, {}, **silence)
    assert {str(value) for one in said for value in one.values()} == {"None", "[]"}


def test_every_suggestion_says_that_it_is_one(shipped, well):
    """And on what assumption; without a group there is no assumption."""
    placed, undetermined = shipped.sol(well, {})
    assert (placed["status"], placed["prior"]) == ("suggestion", "flat")
    assert (undetermined["status"], undetermined["prior"]) == ("suggestion", None)


@given(complete, st.floats(0.01, 2.0))
def test_better_skills_make_a_distance_no_more_probable(shipped, person, step):
    """Monotone, all else equal."""
    own = {name: score for name, score in person.items() if name != RATING}
    levels = np.arange(1.0, 5.0, step + 0.3)
    said = shipped.sol(*(own | {"werknemersvaardigheden": level} for level in levels))
    assert all(lower["p.distance"] >= higher["p.distance"] - 1e-12 for lower, higher in pairwise(said))


@given(st.lists(complete, min_size=2, max_size=5))
def test_persons_do_not_influence_each_other(shipped, persons):
    """Together they get what each gets alone."""
    assert shipped.sol(*persons) == [shipped.sol(person)[0] for person in persons]
