"""A municipality's own rule: gates of every kind, counts from a checklist, the same cut from both sides."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reintegratie_cli.decisions.sol import reasons_in
from reintegratie_cli.models.rule_checks import check_rule
from reintegratie_cli.models.rules import AllOf, AnyOf, AtLeast, FactCondition, SolRule

BARRIERS = ("belemmering_lichaam", "belemmering_schulden", "belemmering_taal")
EXPERT = {"basis": "expert"}
SKILLS = {
    "at_least": 2,
    "of": [
        {"indicator": "werknemersvaardigheden", "below": 2.5, **EXPERT},
        {"indicator": "werkvermogen", "below": 3.0, **EXPERT},
        {"all": [{"indicator": "zwaar", "above": 1, **EXPERT}, {"fact": "maanden_zonder_werk", "at_least": 24}]},
    ],
}
MEETING = {
    "any": [
        {"indicator": "netwerk", "below": 2.5, **EXPERT},
        {
            "all": [
                {"indicator": "netwerk", "below": 3.5, **EXPERT},
                {"indicator": "discriminatie", "above": 2.5, **EXPERT},
            ]
        },
    ]
}
WILL = {"any": [{"indicator": "intentie", "below": 2.5, **EXPERT}, {"indicator": "intentie", "above": 4.5, **EXPERT}]}

people = st.fixed_dictionaries(
    {
        name: st.integers(2, 10).map(lambda halves: halves / 2)
        for name in (
            "werknemersvaardigheden",
            "werkvermogen",
            "netwerk",
            "discriminatie",
            "intentie",
            "attitude_instrumenteel",
            "attitude_affectief",
        )
    }
    | {name: st.integers(0, 4) for name in BARRIERS},
    optional={"maanden_zonder_werk": st.sampled_from([6, 24]), "geen_arbeidsvermogen": st.booleans()},
)


@pytest.fixture(scope="session")
def own(shipped):
    """The shipped rule with three other gates and a count."""
    written = shipped.rule.model_dump(by_alias=True, exclude_none=True)
    written["indicators"]["zwaar"] = {"count_of": "belemmeringen", "from": 3}
    gates = {"werknemersvaardigheden": SKILLS, "matchen": MEETING, "stimuleren": WILL}
    for group in written["groups"]:
        group["when"] = gates.get(group["group"], group.get("when"))
        if group["when"] is None:
            del group["when"]
    return SolRule.model_validate(written)


def test_the_rule_is_one_that_is_accepted(own, shipped):
    """Else what follows would be about a rule that nobody can give."""
    assert list(check_rule(own, shipped.facts)) == []


def by_hand(person):
    """The group, in plain conditions."""
    heavy = sum(person[name] >= 3 for name in BARRIERS)
    skills = [
        person["werknemersvaardigheden"] < 2.5,
        person["werkvermogen"] < 3.0,
        heavy > 1 and person.get("maanden_zonder_werk", 0) >= 24,
    ]
    if person.get("geen_arbeidsvermogen"):
        return "participatie"
    if sum(skills) >= 2:
        return "werknemersvaardigheden"
    if person["netwerk"] < 2.5 or (person["netwerk"] < 3.5 and person["discriminatie"] > 2.5):
        return "matchen"
    return "stimuleren" if person["intentie"] < 2.5 or person["intentie"] > 4.5 else "banen"


@given(people)
def test_the_gates_are_read_as_they_are_written(own, shipped, person):
    """On the observed scores; and without error the diagram says the same with certainty."""
    said = shipped.sol(person, rule=own, error=0.0)[0]
    assert said["rule_group"] == by_hand(person)
    assert (said["group"], said["probability"]) == (by_hand(person), 1.0)


@settings(max_examples=20)
@given(people, st.integers(0, 2**32 - 1))
def test_probabilities_equal_those_of_drawing_true_scores(own, shipped, person, seed):
    """4,000 true scores of each scale, drawn from what is known of it: to within six standard errors."""
    n = 4_000
    random = np.random.default_rng(seed)
    observed = shipped.scored(person)
    true = {name: _draw(random, observed.scales[name].true, n) for name in person if name in observed.scales}
    drawn = [person | {name: float(scores[row]) for name, scores in true.items()} for row in range(n)]
    said = shipped.sol(person, rule=own)[0]
    groups = [by_hand(one) for one in drawn]
    for group in ("participatie", "werknemersvaardigheden", "matchen", "stimuleren", "banen"):
        stated = said[f"p.{group}"]
        error = np.sqrt(max(stated * (1 - stated), 0.01) / n)
        assert np.mean([one == group for one in groups]) == pytest.approx(stated, abs=6 * error)


def _draw(random, true, n):
    """True scores of one person: normal around the observed one, between the ends."""
    found = np.empty(0)
    while len(found) < n:
        more = true.observed[0] + true.error[0] * random.normal(size=4 * n)
        found = np.concatenate([found, more[(more >= true.low) & (more <= true.high)]])
    return found[:n]


def test_a_condition_is_a_reason_where_every_gate_around_it_holds():
    """Persons: all hold; only the first; the first and the last."""
    a, b, c = (FactCondition.model_validate({"fact": name, "known": True}) for name in "abc")
    held = {
        a: np.array([True, True, True]),
        b: np.array([True, False, False]),
        c: np.array([True, False, True]),
    }
    both = AllOf(all=(a, b))
    assert _reasons(AnyOf(any=(both, c)), held) == {"a": [1, 0, 0], "b": [1, 0, 0], "c": [1, 0, 1]}
    assert _reasons(AtLeast(at_least=2, of=(a, b, c)), held) == {"a": [1, 0, 1], "b": [1, 0, 0], "c": [1, 0, 1]}
    assert _reasons(AnyOf(any=(both, a)), held) == {"a": [1, 1, 1], "b": [1, 0, 0]}
    assert _reasons(a, held) == {"a": [1, 1, 1]}


def _reasons(gate, held):
    return {condition.fact: where.astype(int).tolist() for condition, where in reasons_in(gate, held).items()}
