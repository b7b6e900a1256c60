"""The shipped rule, line by line of the table in the design: which group the observed scores and facts give."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

FINDINGS = ("geen_arbeidsvermogen", "advies_beschut_werk", "ook_niet_met_steun")
REQUIRED = ("werknemersvaardigheden", "intentie", "attitude_instrumenteel", "attitude_affectief")
LOW_WAGE_VALUE = {"loonwaarde": 60, "loonwaarde_blijvend": True}
SIX_MONTHS = {"maanden_actief_zoeken": 6, "sollicitatiegesprekken": 0}

scale_scores = st.fixed_dictionaries(
    {},
    optional={
        name: st.integers(10, 50).map(lambda tenths: tenths / 10)
        for name in (*REQUIRED, "netwerk", "discriminatie", "werkvermogen", "werknemersvaardigheden_professional")
    },
)
other_facts = st.fixed_dictionaries(
    {},
    optional={
        "doelgroepregister": st.booleans(),
        "praktijkroute": st.booleans(),
        "maanden_actief_zoeken": st.integers(0, 60),
        "sollicitatiegesprekken": st.integers(0, 3),
    },
)


@pytest.fixture(scope="session")
def group(shipped):
    """The rule's group of one person, and why."""

    def of(person):
        said = shipped.sol(person)[0]
        return said["rule_group"], said["reason"]

    return of


def test_with_nothing_in_the_way_only_jobs_are_lacking(group, well):
    """`banen` is what remains."""
    assert group(well) == ("banen", ["otherwise"])


@pytest.mark.parametrize("finding", FINDINGS)
def test_any_one_finding_means_participation(group, well, finding):
    """Also where every scale is high."""
    assert group(well | {finding: True}) == ("participatie", [f"{finding}=true"])


def test_all_findings_are_named(group):
    """Each of them is a reason."""
    assert group(dict.fromkeys(FINDINGS, True)) == ("participatie", [f"{finding}=true" for finding in FINDINGS])


@pytest.mark.parametrize("finding", FINDINGS)
def test_a_finding_that_was_denied_means_nothing(group, well, finding):
    """False is not true, and the scales decide."""
    assert group(well | {finding: False})[0] == "banen"


@pytest.mark.parametrize(
    ("facts", "expected"), [({"geen_arbeidsvermogen": True}, "participatie"), (LOW_WAGE_VALUE, "compenseren")]
)
def test_whoever_a_fact_places_needs_no_questionnaire(group, facts, expected):
    """Facts are read before it is asked whether enough was filled in."""
    assert group(facts)[0] == expected


def test_a_finding_goes_before_a_wage_value(group):
    """Participation is read first."""
    assert group(LOW_WAGE_VALUE | {"ook_niet_met_steun": True})[0] == "participatie"


@given(scale_scores, other_facts)
def test_without_a_finding_no_answers_at_all_give_participation(shipped, scores, facts):
    """Whatever is answered: its probability is zero too."""
    said = shipped.sol(scores | facts)[0]
    assert said["rule_group"] != "participatie"
    assert said["group"] != "participatie"
    assert said["p.participatie"] in (0.0, None)


@given(scale_scores, other_facts, st.sampled_from([{}, {"loonwaarde": 40}, {"loonwaarde_blijvend": True}]))
def test_compensation_needs_both_facts(shipped, scores, facts, one_of_two):
    """A wage value alone, or that it lasts alone, gives it to nobody."""
    said = shipped.sol(scores | facts | one_of_two)[0]
    assert said["rule_group"] != "compenseren"
    assert said["p.compenseren"] in (0.0, None)


def test_a_low_wage_value_that_lasts_is_compensated(group, well):
    """Also where every scale is high."""
    assert group(well | LOW_WAGE_VALUE) == ("compenseren", ["loonwaarde<100", "loonwaarde_blijvend=true"])


@pytest.mark.parametrize(
    "facts",
    [
        {"loonwaarde": 100, "loonwaarde_blijvend": True},
        {"loonwaarde": 60, "loonwaarde_blijvend": False},
    ],
)
def test_a_full_wage_value_or_one_that_does_not_last_is_not_compensated(group, well, facts):
    """Below 100, and lasting: both."""
    assert group(well | facts)[0] == "banen"


@pytest.mark.parametrize("register", ["doelgroepregister", "praktijkroute"])
def test_the_register_alone_only_raises_the_question(shipped, well, register):
    """It is a signal to measure the wage value, and no group."""
    said = shipped.sol(well | {register: True})[0]
    assert (said["rule_group"], said["group"], said["signals"]) == ("banen", "banen", ["overweeg_loonwaardemeting"])


def test_a_register_entry_with_a_wage_value_raises_no_question(shipped, well):
    """It has been answered."""
    assert shipped.sol(well | {"doelgroepregister": True, "loonwaarde": 100})[0]["signals"] == []


def test_a_register_entry_with_an_outdated_wage_value_raises_the_question(shipped, well):
    """What is too old is not known."""
    facts = {"doelgroepregister": True, "loonwaarde": 100, "loonwaarde.datum": "2020-01-01"}
    assert shipped.sol(well | facts)[0]["signals"] == ["overweeg_loonwaardemeting"]


def test_low_work_ability_is_a_signal_and_never_a_group(shipped, well):
    """Below 2.0, and not at it."""
    low, at = shipped.sol(well | {"werkvermogen": 1.9}, well | {"werkvermogen": 2.0})
    assert (low["group"], low["signals"]) == ("banen", ["overweeg_loonwaardemeting"])
    assert (at["group"], at["signals"]) == ("banen", [])


@pytest.mark.parametrize("lacking", REQUIRED)
def test_without_a_required_scale_the_conversation_comes_first(shipped, well, lacking):
    """Employee skills, intention, and both halves of the attitude: no group, no probability, and the reason."""
    said = shipped.sol({name: score for name, score in well.items() if name != lacking})[0]
    assert (said["group"], said["rule_group"]) == ("onbepaald", "onbepaald")
    assert said["reason"] == ["missing:attitude" if lacking.startswith("attitude") else f"missing:{lacking}"]
    assert said["probability"] is None
    assert [said[name] for name in said if name.startswith("p.")] == [None] * 7
    assert said["second"] is None
    assert said["ambiguous"] == "true"
    assert said["expires"] is None


@pytest.mark.parametrize("lacking", ["netwerk", "discriminatie", "werkvermogen"])
def test_a_scale_that_is_not_required_may_lack(group, well, lacking):
    """What is not known fires no gate."""
    assert group({name: score for name, score in well.items() if name != lacking})[0] == "banen"


def test_low_employee_skills_come_before_the_meeting_and_the_will(shipped, well):
    """They are a distance; the other two are not. That their gates hold as well is said."""
    said = shipped.sol(well | {"werknemersvaardigheden": 2.4, "netwerk": 1.5, "intentie": 1.5})[0]
    assert said["rule_group"] == "werknemersvaardigheden"
    assert said["reason"] == ["werknemersvaardigheden<2.5"]
    assert said["signals"] == ["ook_matchen", "ook_stimuleren"]


def test_the_professionals_rating_goes_before_the_clients_own(group, well):
    """In both directions."""
    low, high = {"werknemersvaardigheden_professional": 2.0}, {"werknemersvaardigheden_professional": 4.0}
    assert group(well | low)[0] == "werknemersvaardigheden"
    assert group(well | high | {"werknemersvaardigheden": 2.0})[0] == "banen"


def test_a_rating_alone_is_enough(group, well):
    """The client's own answers to that scale are not required then."""
    own = {name: score for name, score in well.items() if name != "werknemersvaardigheden"}
    assert group(own | {"werknemersvaardigheden_professional": 4.0})[0] == "banen"


@pytest.mark.parametrize(
    ("found", "reason"),
    [({"netwerk": 2.4}, "netwerk<2.5"), ({"discriminatie": 3.6}, "discriminatie>3.5")],
)
def test_few_contacts_or_discrimination_ask_for_matching(group, well, found, reason):
    """The meeting fails."""
    assert group(well | found) == ("matchen", [reason])


def test_six_months_of_search_without_an_interview_ask_for_matching(group, well):
    """By facts alone."""
    expected = ["maanden_actief_zoeken>=6", "sollicitatiegesprekken<=0"]
    assert group(well | SIX_MONTHS) == ("matchen", expected)


@pytest.mark.parametrize(
    "facts",
    [
        {"maanden_actief_zoeken": 5, "sollicitatiegesprekken": 0},
        {"maanden_actief_zoeken": 60, "sollicitatiegesprekken": 1},
        {"maanden_actief_zoeken": 60},
        {"sollicitatiegesprekken": 0},
    ],
)
def test_less_search_or_an_interview_or_not_knowing_asks_for_nothing(group, well, facts):
    """Unknown is not no."""
    assert group(well | facts)[0] == "banen"


def test_a_reason_is_only_what_makes_the_gate_hold(group, well):
    """A year of search is no reason where there were interviews: it is the contacts."""
    facts = {"maanden_actief_zoeken": 12, "sollicitatiegesprekken": 3}
    assert group(well | facts | {"netwerk": 2.0}) == ("matchen", ["netwerk<2.5"])


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        ({"intentie": 2.4}, "intentie<2.5"),
        ({"attitude_instrumenteel": 2.0, "attitude_affectief": 2.9}, "attitude<2.5"),
        ({"attitude_instrumenteel": 1.0, "attitude_affectief": 3.9}, "attitude<2.5"),
    ],
)
def test_a_small_plan_or_wish_to_search_asks_for_encouragement(group, well, found, reason):
    """The attitude is the mean of its two halves."""
    assert group(well | found) == ("stimuleren", [reason])


def test_matching_goes_before_encouragement_and_the_tie_is_said(shipped, well):
    """Where both gates hold."""
    said = shipped.sol(well | {"netwerk": 1.5, "intentie": 1.5})[0]
    assert (said["rule_group"], said["signals"]) == ("matchen", ["ook_stimuleren"])


@pytest.mark.parametrize(
    ("on_the_cut", "beyond", "expected"),
    [
        ({"werknemersvaardigheden": 2.5}, {"werknemersvaardigheden": 2.499}, "werknemersvaardigheden"),
        ({"netwerk": 2.5}, {"netwerk": 2.499}, "matchen"),
        ({"discriminatie": 3.5}, {"discriminatie": 3.501}, "matchen"),
        ({"intentie": 2.5}, {"intentie": 2.499}, "stimuleren"),
        (
            {"attitude_instrumenteel": 7 / 3, "attitude_affectief": 8 / 3},
            {"attitude_instrumenteel": 7 / 3, "attitude_affectief": 7.9 / 3},
            "stimuleren",
        ),
    ],
)
def test_a_score_exactly_on_a_cut_is_not_beyond_it(group, well, on_the_cut, beyond, expected):
    """Below means below, above means above."""
    assert group(well | on_the_cut)[0] == "banen"
    assert group(well | beyond)[0] == expected


def test_self_efficacy_and_search_decide_no_group(shipped):
    """They are working points: the rule does not read them."""
    read = {
        scale for indicator in shipped.rule.indicators.values() for scale in indicator.model_dump().values() if scale
    }
    assert not [scale for scale in read if "zelfvertrouwen" in str(scale) or "zoek" in str(scale)]
