"""What a rule may not be: incomplete, ambiguous, or resting on norm scores or on who a person is."""

from copy import deepcopy
from typing import get_args

import pytest
from pydantic import ValidationError

from reintegratie_cli.models.fact_checks import check_facts
from reintegratie_cli.models.facts import FactList
from reintegratie_cli.models.instrument import Component
from reintegratie_cli.models.rule_checks import SOL_GROUPS, check_recommend, check_rule, check_wanberg
from reintegratie_cli.models.rules import Grade, RecommendRule, SolRule, WanbergRule

FACTS = FactList.model_validate(
    {
        "version": "1.0.0",
        "facts": {
            "loonwaarde": {"label": "x", "answers": {"type": "number", "min": 0, "max": 100}, "months_valid": 12},
            "beschut": {"label": "x", "answers": {"type": "yes_no"}, "months_valid": 12},
            "opleiding": {"label": "x", "answers": {"type": "choice", "values": ["vmbo", "hbo"]}, "months_valid": 12},
            "onder_27": {"label": "x", "answers": {"type": "yes_no"}, "months_valid": 12, "group_column": True},
        },
    }
)
CUT = {"indicator": "plan", "below": 2.5, "basis": "expert"}
FACT = {"fact": "beschut", "is": True}


def group(name, **more):
    """A group with the words that every group needs."""
    return {"group": name, "label": "x", "meaning": "x", **more}


RIGHT = {
    "rule": "sol",
    "version": "1.0.0",
    "source": "x",
    "ambiguous_below": 0.6,
    "months_valid": {"self_report": 6, "rating": 12},
    "indicators": {
        "plan": {"scale": "intentie", "range": [1, 5]},
        "attitude": {"mean_of": ["att_i", "att_a"], "range": [1, 5]},
        "zwaar": {"count_of": "belemmeringen", "from": 3},
    },
    "groups": [
        group(
            "participatie",
            when={"any": [FACT, {"fact": "beschut", "known": False}, {"fact": "opleiding", "is": "vmbo"}]},
        ),
        group(
            "compenseren", when={"all": [{"fact": "loonwaarde", "below": 100}, {"fact": "loonwaarde", "known": True}]}
        ),
        group("onbepaald", requires=["plan", "attitude"]),
        group("werknemersvaardigheden", when=CUT),
        group("matchen", when={"at_least": 1, "of": [CUT, {"indicator": "zwaar", "above": 7, "basis": "expert"}]}),
        group("stimuleren", when={"indicator": "attitude", "above": 3.5, "basis": "expert"}),
        group("banen"),
    ],
    "signals": [{"signal": "let_op", "label": "x", "when": CUT}],
}
GATE = ("groups", 3, "when")


def problems(*keys_and_value):
    """Place and English sentence of every problem, after one change (keys from the top, new value)."""
    raw = deepcopy(RIGHT)
    if keys_and_value:
        *keys, last, value = keys_and_value
        place = raw
        for key in keys:
            place = place[key]
        place[last] = value
    return [(p.at, p.what.en) for p in check_rule(SolRule.model_validate(raw), FACTS.facts)]


def test_a_right_rule_has_no_problems():
    """Every kind of gate and indicator, used rightly."""
    assert problems() == []


@pytest.mark.parametrize(
    ("gate", "at", "words"),
    [
        ({**CUT, "indicator": "plann"}, (*GATE, "indicator"), "plann does not exist. Did you mean plan?"),
        ({**CUT, "above": 3}, GATE, "asks exactly one thing; here is: below, above"),
        ({"indicator": "plan", "basis": "expert"}, GATE, "asks exactly one thing; here is: -"),
        ({**CUT, "below": float("inf")}, (*GATE, "below"), "the cut must be an ordinary number"),
        ({**CUT, "below": 5.1}, (*GATE, "below"), "5.1 is not between 1 and 5"),
        ({"fact": "beschutt", "is": True}, (*GATE, "fact"), "beschutt does not exist. Did you mean beschut?"),
        ({"fact": "beschut"}, GATE, "here is: -. Choose one: is, below, above, at_least, at_most, known"),
        ({"fact": "beschut", "is": True, "known": True}, GATE, "here is: is, known"),
        ({"fact": "beschut", "is": "ja"}, (*GATE, "is"), "is: ja does not fit this fact (yes_no)"),
        ({"fact": "beschut", "above": 1}, (*GATE, "above"), "above: 1.0 does not fit this fact (yes_no)"),
        ({"fact": "loonwaarde", "is": True}, (*GATE, "is"), "is: true does not fit this fact (number)"),
        ({"fact": "loonwaarde", "below": float("nan")}, (*GATE, "below"), "the cut must be an ordinary number"),
        ({"fact": "opleiding", "is": "mbo"}, (*GATE, "is"), "Allowed: is: vmbo, hbo; known"),
        ({"fact": "opleiding", "is": "HBO"}, (*GATE, "is"), "is: HBO does not fit"),
        ({"fact": "opleiding", "is": True}, (*GATE, "is"), "is: true does not fit this fact (choice)"),
        ({"fact": "opleiding", "at_least": 1}, (*GATE, "at_least"), "does not fit this fact (choice)"),
        ({"at_least": 3, "of": [CUT, FACT]}, (*GATE, "at_least"), "3 of 2 conditions can never hold"),
        ({"all": [FACT, {"any": [{**CUT, "indicator": "x"}]}]}, (*GATE, "all", 1, "any", 0, "indicator"), "x does not"),
    ],
)
def test_a_mistake_in_a_gate_is_found_at_its_place(gate, at, words):
    """One mistake in a condition is told once, however deep it stands."""
    found = [said for place, said in problems(*GATE, gate) if place == at]

    assert len(found) == 1
    assert words in found[0]


def test_signals_are_checked_as_groups_are():
    """A gate of a signal is held to the same."""
    assert [at for at, _ in problems("signals", 0, "when", {**CUT, "indicator": "x"})] == [
        ("signals", 0, "when", "indicator")
    ]


@pytest.mark.parametrize(
    "name",
    ["intentie.t", "intentie.percentile_low", "intentie_t", "intentie_T", "x_percentile", "x_stanine", "x_tscore"],
)
def test_norm_scores_are_refused_with_the_reason(name):
    """A norm score depends on who else was measured; nobody is placed because of that."""
    for indicator, at in (
        ({"scale": name, "range": [1, 5]}, ("indicators", "plan", "scale")),
        ({"mean_of": ["a", name], "range": [1, 5]}, ("indicators", "plan", "mean_of", 1)),
        ({"count_of": name, "from": 1}, ("indicators", "plan", "count_of")),
    ):
        assert (at, True) in {
            (place, "is a norm score" in said) for place, said in problems("indicators", "plan", indicator)
        }


@pytest.mark.parametrize(
    "name",
    [
        *(
            "geslacht",
            "geslacht_man",
            "sekse",
            "sex",
            "Gender",
            "gender2",
            "leeftijd",
            "leeftijdsgroep",
            "age",
            "age_group",
        ),
        *("nationaliteit", "nationality", "herkomst", "land_van_herkomst", "afkomst", "origin", "geboorteland"),
        *("etniciteit", "ethnicity", "is_vrouw", "race"),
    ],
)
def test_group_columns_are_refused_with_the_reason(name):
    """Sex, age and origin place nobody in a group, as a scale or as a fact."""
    as_scale = problems("indicators", "plan", {"scale": name, "range": [1, 5]})
    as_fact = problems(*GATE, {"fact": name, "is": True})

    assert any(said.startswith(f"{name} tells what") for at, said in as_scale if at == ("indicators", "plan", "scale"))
    assert any(said.startswith(f"{name} tells what") for at, said in as_fact if at == (*GATE, "fact"))


@pytest.mark.parametrize(
    "name", ["human_capital", "intentie", "netwerk", "manage", "originaliteit", "t", "racen", "test"]
)
def test_other_names_are_not_taken_for_a_group_column(name):
    """Only the words themselves are refused."""
    assert problems("indicators", "plan", {"scale": name, "range": [1, 5]}) == []


def test_a_fact_that_stands_for_age_is_refused():
    """The list of facts says which ones are group columns."""
    for place in (GATE, ("groups", 0, "when"), ("signals", 0, "when")):
        assert any(
            "onder_27 tells what a person is" in said for _, said in problems(*place, {"fact": "onder_27", "is": True})
        )


@pytest.mark.parametrize("scale", ["intentie", "att_a"])
def test_a_scale_enters_through_one_indicator_only(scale):
    """Two indicators of one scale would be taken for independent."""
    found = problems("indicators", "nog_een", {"scale": scale, "range": [1, 5]})

    assert len(found) == 1
    assert "already counts in the indicator" in found[0][1]


def test_a_scale_counts_once_in_a_mean():
    """Nor does a mean hold a scale twice."""
    assert "already counts" in problems("indicators", "attitude", {"mean_of": ["x", "x"], "range": [1, 5]})[0][1]


@pytest.mark.parametrize("ends", [[5, 1], [1, 1], [1, float("inf")], [float("nan"), 5]])
def test_the_range_of_an_indicator_has_two_ends(ends):
    """The ends of a range are two different ordinary numbers in order."""
    assert (("indicators", "attitude", "range"), "give [lowest, highest].") in problems(
        "indicators", "attitude", {"mean_of": ["att_i", "att_a"], "range": ends}
    )


def test_what_counts_begins_at_an_ordinary_number():
    """A count from infinity on counts nothing."""
    found = problems("indicators", "zwaar", {"count_of": "b", "from": float("inf")})

    assert found == [(("indicators", "zwaar", "from"), "the cut must be an ordinary number.")]


def test_a_base_rate_is_of_a_fact_that_exists():
    """The nearest one is named."""
    ((at, said),) = problems("asking", {"base_rates": {"beschutt": 0.1}})

    assert at == ("asking", "base_rates", "beschutt")
    assert said.startswith("the fact beschutt does not exist. Did you mean beschut?")


def test_a_base_rate_may_be_of_one_condition_beside_whether_the_fact_is_known():
    """And of a fact on which the groups have no condition: it is not used."""
    assert problems("asking", {"base_rates": {"beschut": 0.1, "loonwaarde": 0.2, "opleiding": 0.3}}) == []


def test_a_base_rate_is_not_of_two_conditions():
    """It would not be clear which share it is."""
    groups = deepcopy(RIGHT["groups"])
    groups[3]["when"] = {"any": [CUT, {"fact": "beschut", "is": False}]}
    raw = {**RIGHT, "groups": groups, "asking": {"base_rates": {"beschut": 0.1}}}
    ((at, said),) = [(p.at, p.what.en) for p in check_rule(SolRule.model_validate(raw), FACTS.facts)]

    assert at == ("asking", "base_rates", "beschut")
    assert said == "the groups have 2 conditions on this fact. A base rate belongs to one condition."


@pytest.mark.parametrize(
    "wrong",
    [
        {"cut_sd": -0.1},
        {"cut_sd": float("inf")},
        {"stable_from": 1.2},
        {"asking": {"gain_at_least": -1.0}},
        {"asking": {"base_rates": {"beschut": 0.0}}},
        {"asking": {"base_rates": {"beschut": 1.0}}},
    ],
)
def test_what_is_unsure_has_its_bounds(wrong):
    """No negative spread, no share above 1, no base rate of a certainty."""
    with pytest.raises(ValidationError):
        SolRule.model_validate({**RIGHT, **wrong})


def test_participation_never_comes_from_a_questionnaire():
    """Only an entered finding may place somebody in `participatie`."""
    found = problems("groups", 0, "when", {"any": [FACT, CUT]})

    assert found == [
        (
            ("groups", 0, "when", "any", 1, "indicator"),
            "participatie never comes from a questionnaire, only from an entered finding (fact:).",
        )
    ]


@pytest.mark.parametrize("missing", range(7))
def test_every_group_is_there(missing):
    """Each of the six groups and the undecided one."""
    groups = [it for place, it in enumerate(RIGHT["groups"]) if place != missing]
    name = RIGHT["groups"][missing]["group"]

    assert any(f"{name} is there 0 times" in said for _, said in problems("groups", groups))


def test_no_group_is_there_twice():
    """A group that stands in two places has no one gate."""
    groups = [*RIGHT["groups"][:6], RIGHT["groups"][3], RIGHT["groups"][6]]

    assert any("werknemersvaardigheden is there 2 times" in said for _, said in problems("groups", groups))


def test_other_groups_are_unknown():
    """A seventh group would have no meaning to anyone."""
    found = problems("groups", 3, "group", "matcheen")

    assert (("groups", 3, "group"), True) in {(at, "Did you mean matchen?" in said) for at, said in found}


@pytest.mark.parametrize(
    ("place", "changed", "at", "words"),
    [
        (6, group("banen", when=CUT), ("groups", 6, "when"), "the last group is what remains"),
        (3, group("werknemersvaardigheden"), ("groups", 3), "so the groups after it are never reached"),
        (2, group("onbepaald", when=CUT), ("groups", 2), "onbepaald has requires: and no when:"),
        (2, group("onbepaald"), ("groups", 2), "onbepaald has requires: and no when:"),
        (2, group("onbepaald", requires=["plan"], when=CUT), ("groups", 2), "onbepaald has requires:"),
        (2, group("onbepaald", requires=["plann"]), ("groups", 2, "requires", 0), "Did you mean plan?"),
        (
            3,
            group("werknemersvaardigheden", when=CUT, requires=["plan"]),
            ("groups", 3, "requires"),
            "belongs to onbepaald",
        ),
    ],
)
def test_gates_stand_where_they_mean_something(place, changed, at, words):
    """All groups but the last have a gate; only the undecided one requires scales."""
    found = [said for where, said in problems("groups", place, changed) if where == at]

    assert len(found) == 1
    assert words in found[0]


def test_the_groups_are_sols_six():
    """The six groups of Sol & Kok (2014), as the design names them."""
    assert set(SOL_GROUPS) == {it["group"] for it in RIGHT["groups"]} - {"onbepaald"}


def test_facts_have_right_answers():
    """A fact's answers are held to what those of an item are."""
    raw = FACTS.model_dump(by_alias=True)
    raw["facts"]["opleiding"]["answers"]["values"] = ["vmbo"]

    assert list(check_facts(FACTS)) == []
    assert [p.at for p in check_facts(FactList.model_validate(raw))] == [("facts", "opleiding", "answers", "values")]


WANBERG = {
    "rule": "wanberg",
    "version": "1.0.0",
    "source": "x",
    "basis": "expert",
    "need_below": 0.4,
    "strength_above": 0.6,
    "components": {name: {"label": "x", "about": "x"} for name in get_args(Component)},
    "working_points": {"most": 3, "probability_at_least": 0.5, "heavy_from": 3},
}


def test_all_seven_components_have_their_words():
    """A component without words could not be shown."""
    components = {name: it for name, it in WANBERG["components"].items() if name != "discriminatie"}
    missing = WanbergRule.model_validate({**WANBERG, "components": components})

    assert list(check_wanberg(WanbergRule.model_validate(WANBERG), get_args(Component))) == []
    assert [p.what.en for p in check_wanberg(missing, get_args(Component))] == [
        "the component discriminatie is missing."
    ]


def test_need_lies_below_strength():
    """Nothing is a need and a strength at once."""
    crossed = WanbergRule.model_validate({**WANBERG, "need_below": 0.7})

    assert [p.at for p in check_wanberg(crossed, get_args(Component))] == [("need_below",)]


RECOMMEND = {
    "rule": "recommend",
    "version": "1.0.0",
    "source": "x",
    "basis": "expert",
    "most": 3,
    "need_at_least": 0.5,
    "fit_at_least": 0.25,
    "wish_times": 1.5,
    "weights": {"strong": 3, "promising": 2, "mixed": 1, "none_found": 0.5, "harmful": 0},
}


def test_every_grade_has_a_weight():
    """A grade without a weight could not be ranked."""
    weights = {"strong": 3, "promising": 2, "mixed": 1, "none_found": 0.5}
    rule = RecommendRule.model_validate({**RECOMMEND, "weights": weights})

    assert list(check_recommend(RecommendRule.model_validate(RECOMMEND), get_args(Grade))) == []
    assert [p.what.en for p in check_recommend(rule, get_args(Grade))] == ["harmful has no weight."]


def test_what_does_harm_has_no_weight():
    """Nothing harmful is ever recommended, whatever a rule file says."""
    rule = RecommendRule.model_validate({**RECOMMEND, "weights": {**RECOMMEND["weights"], "harmful": 0.1}})

    assert [p.at for p in check_recommend(rule, get_args(Grade))] == [("weights", "harmful")]
