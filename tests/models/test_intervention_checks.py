"""An entry of the knowledge base claims no more than its evidence, and names only what exists."""

import pytest

from reintegratie_cli.models.facts import FactList
from reintegratie_cli.models.intervention import Intervention, Offer
from reintegratie_cli.models.intervention_checks import Known, check_intervention, check_offer

FACTS = FactList.model_validate(
    {
        "version": "1.0.0",
        "facts": {"beschut": {"label": "x", "answers": {"type": "yes_no"}, "months_valid": 12}},
    }
).facts
KNOWN = Known(FACTS, scales=["intentie"], items=["belemmering_taal"])
TRIAL = {"design": "rct", "n": 100, "effect": "x", "comparison": "x", "source": "x"}
MONITOR = {"design": "uncontrolled", "n": None, "effect": "x", "comparison": None, "source": "x"}
RIGHT = {
    "intervention": "jobs",
    "version": "1.0.0",
    "name": "x",
    "description": "x",
    "level": "client",
    "per_placement": False,
    "help": None,
    "acts_on": {"components": ["zoekgedrag"], "scales": ["intentie"], "items": ["belemmering_taal"]},
    "grade": {"stimuleren": "strong", "banen": "harmful"},
    "conditions": [{"fact": "beschut", "is": True}],
    "evidence": [TRIAL, MONITOR],
    "cautions": {"nl": [], "en": []},
    "unknown": {"nl": [], "en": []},
}


def problems(**changes):
    """Place and English sentence of every problem, after changes."""
    entry = Intervention.model_validate({**RIGHT, **changes})
    return [(p.at, p.what.en) for p in check_intervention(entry, KNOWN, "jobs")]


def test_a_right_entry_has_no_problems():
    """Everything that an entry may use, used rightly."""
    assert problems() == []


@pytest.mark.parametrize(
    ("changes", "at", "words"),
    [
        ({"intervention": "job"}, ("intervention",), "the id is job but the file is called jobs.yaml"),
        (
            {"acts_on": {"scales": ["intenti"]}},
            ("acts_on", "scales", 0),
            "intenti does not exist. Did you mean intentie?",
        ),
        ({"acts_on": {"items": ["x"]}}, ("acts_on", "items", 0), "the item x does not exist"),
        ({"grade": {"stimulren": "mixed"}}, ("grade", "stimulren"), "Did you mean stimuleren?"),
        ({"grade": {"onbepaald": "mixed"}}, ("grade", "onbepaald"), "the group onbepaald does not exist"),
        ({"conditions": [{"fact": "x", "is": True}]}, ("conditions", 0, "fact"), "the fact x does not exist"),
        ({"conditions": [{"fact": "beschut", "below": 2}]}, ("conditions", 0, "below"), "does not fit this fact"),
        (
            {"evidence": [TRIAL, {**MONITOR, "comparison": "x"}]},
            ("evidence", 1, "comparison"),
            "uncontrolled has no comparison group",
        ),
        ({"evidence": [{**TRIAL, "n": 0}]}, ("evidence", 0, "n"), "n is at least 1"),
    ],
)
def test_a_mistake_is_found_at_its_place(changes, at, words):
    """One mistake is told once, where it stands."""
    found = problems(**changes)

    assert [place for place, _ in found] == [at]
    assert words in found[0][1]


@pytest.mark.parametrize("design", ["uncontrolled", "qualitative", "expert"])
@pytest.mark.parametrize("grade", ["strong", "promising"])
def test_a_grade_above_mixed_needs_a_comparison(design, grade):
    """Without a comparison group nothing is called strong or promising."""
    found = problems(grade={"stimuleren": grade}, evidence=[{**MONITOR, "design": design}])

    assert [at for at, _ in found] == [("grade", "stimuleren")]


@pytest.mark.parametrize("design", ["meta", "rct", "quasi"])
def test_compared_research_without_the_words_is_no_problem(design):
    """A review need not name one comparison group."""
    assert problems(evidence=[{**TRIAL, "design": design, "comparison": None}]) == []


@pytest.mark.parametrize("grade", ["mixed", "none_found", "harmful"])
def test_other_grades_need_no_comparison(grade):
    """What is not claimed need not be proven."""
    assert problems(grade={"stimuleren": grade}, evidence=[MONITOR]) == []


def test_a_file_id_is_compared_only_when_there_is_a_file():
    """An entry or offer that was made in Python has no file."""
    offer = Offer.model_validate({"offer": "ons", "interventions": {}})

    assert list(check_intervention(Intervention.model_validate(RIGHT), KNOWN)) == []
    assert list(check_offer(offer, ["jobs"], FACTS)) == []


def test_an_offer_names_what_exists():
    """What a municipality offers is in the knowledge base, under conditions that can be met."""
    right = Offer.model_validate({"offer": "ons", "interventions": {"jobs": {"conditions": RIGHT["conditions"]}}})
    wrong = Offer.model_validate(
        {"offer": "ons", "interventions": {"job": {}, "jobs": {"conditions": [{"fact": "x", "is": True}]}}}
    )

    assert list(check_offer(right, ["jobs"], FACTS)) == []
    assert [(p.at, "Did you mean" in p.what.en) for p in check_offer(wrong, ["jobs"], FACTS)] == [
        (("interventions", "job"), True),
        (("interventions", "jobs", "conditions", 0, "fact"), False),
    ]
