"""Which help is recommended, in what order, why, and what never is."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reintegratie_cli.decisions.recommend import Persons, Recommendations
from reintegratie_cli.models.intervention import Intervention, Offer

GROUPS = ["participatie", "compenseren", "werknemersvaardigheden", "matchen", "stimuleren", "banen"]
BY_FACT = frozenset({"participatie", "compenseren"})
KINDS = ["training", "werkplek", "scholing", "coach", "werkgevers", "gezondheid", "schulden", "vrijwillig"]
EVIDENCE = {"design": "expert", "n": None, "effect": "e", "comparison": None}


def intervention(name, grade=None, **more):
    """An intervention for people who are to be matched, unless said otherwise; it acts on the network."""
    made = {
        "intervention": name,
        "version": "1.0.0",
        "name": name,
        "description": name,
        "level": "client",
        "per_placement": False,
        "help": None,
        "acts_on": {"scales": ["netwerk"]},
        "grade": grade or {"matchen": "promising"},
        "conditions": [],
        "evidence": [{**EVIDENCE, "source": f"source of {name}"}, {**EVIDENCE, "source": "another"}],
        "cautions": {"nl": [], "en": []},
        "unknown": {"nl": [], "en": []},
    }
    return Intervention.model_validate(made | more)


class GivenNeeds:
    """Needs as a test gives them: a number per scale, for everybody the same or one each."""

    def __init__(self, n, needs):
        self.n, self.needs = n, needs

    def of(self, acts_on):
        """As `Needs.of`."""
        names = [name for name in acts_on.scales if name in self.needs]
        if not names:
            return np.zeros(self.n), np.zeros(self.n, dtype=np.int64), ("",)
        table = np.stack([np.broadcast_to(self.needs[name], self.n) for name in names], axis=1).astype(float)
        return table.max(axis=1), table.argmax(axis=1), names


@pytest.fixture(scope="session")
def recommend(shipped, show):
    """The recommendations for persons with these groups' probabilities, needs, wishes and facts."""

    def of(interventions, *persons, offer=None):
        n = len(persons)
        probabilities = np.array([[p.get(g, 0.0 if "none" not in p else math.nan) for g in GROUPS] for p in persons])
        names = {name for person in persons for name in person.get("need", {"netwerk": 1.0})}
        needs = {name: np.array([p.get("need", {"netwerk": 1.0}).get(name, 0.0) for p in persons]) for name in names}
        wishes = [
            {kind: np.array([kind in p.get(word, ()) for p in persons]) for kind in KINDS}
            for word in ("wants", "refuses")
        ]
        facts = shipped.entered(*(person.get("facts", {}) for person in persons))
        made = Persons(GROUPS, probabilities, BY_FACT, GivenNeeds(n, needs), facts, *wishes)
        found = Recommendations(shipped.recommend, interventions, offer, made)
        main, details = found.columns()
        flags = found.flags()
        rows = [
            {
                name: (show(column, row) or "").split(";") if show(column, row) else []
                for name, column in (main | details).items()
            }
            for row in range(n)
        ]
        for row, said in enumerate(rows):
            said["flags"] = [name for name, where in flags.items() if where[row]]
        return rows

    return of


MATCH = {"matchen": 1.0}
OFFER = {"offer": "hier", "interventions": {}}


def test_a_recommendation_says_how_well_it_is_proven_why_and_by_whom(recommend):
    """The grade in the person's group, the need, and the first source."""
    assert recommend([intervention("a")], MATCH)[0] == {
        "interventions": ["a"],
        "not_offered": [],
        "intervention_grades": ["promising"],
        "intervention_reasons": ["netwerk"],
        "intervention_sources": ["source of a"],
        "flags": [],
    }


def test_the_order_is_need_times_fit_times_grade(recommend):
    """By hand: a 1 x .4 x 2 = .8; b .9 x .6 x 3 = 1.62; c .6 x 1 x 1 = .6; d .5 x .4 x 3 = .6."""
    rows = recommend(
        [
            intervention("a", {"matchen": "promising"}, acts_on={"scales": ["full"]}),
            intervention("b", {"stimuleren": "strong"}, acts_on={"scales": ["high"]}),
            intervention("c", {"matchen": "mixed", "stimuleren": "mixed"}, acts_on={"scales": ["some"]}),
            intervention("d", {"matchen": "strong"}, acts_on={"scales": ["half"]}),
        ],
        {"matchen": 0.4, "stimuleren": 0.6, "need": {"full": 1.0, "high": 0.9, "some": 0.61, "half": 0.5}},
    )
    assert rows[0]["interventions"] == ["b", "a", "c"]
    assert rows[0]["intervention_grades"] == ["strong", "promising", "mixed"]
    assert rows[0]["intervention_reasons"] == ["high", "full", "some"]


def test_equal_values_keep_the_order_of_the_ids(recommend):
    """Sorted by id before, so that ties are stable."""
    rows = recommend([intervention(name) for name in "abcd"], MATCH)
    assert rows[0]["interventions"] == ["a", "b", "c"]


def test_one_that_fits_nobody_s_group_is_not_recommended(recommend):
    """A probability of at least .25 of the groups that it is for, together."""
    only_one = [intervention("a", {"matchen": "strong"})]
    both = [intervention("a", {"matchen": "strong", "stimuleren": "strong"})]
    person = {"matchen": 0.24, "stimuleren": 0.01, "banen": 0.75}
    assert recommend(only_one, person)[0]["interventions"] == []
    assert recommend(both, person)[0]["interventions"] == ["a"]


def test_without_enough_need_nothing_is_recommended(recommend):
    """One half is enough."""
    rows = recommend([intervention("a")], MATCH | {"need": {"netwerk": 0.499}}, MATCH | {"need": {"netwerk": 0.5}})
    assert [row["interventions"] for row in rows] == [[], ["a"]]


def test_the_grade_is_that_of_the_most_probable_group_that_it_is_for(recommend):
    """Not of a group that it is not for, however probable."""
    grades = {"matchen": "mixed", "stimuleren": "promising"}
    rows = recommend([intervention("a", grades)], {"matchen": 0.2, "stimuleren": 0.3, "banen": 0.5})
    assert rows[0]["intervention_grades"] == ["promising"]


@pytest.mark.parametrize("group", sorted(BY_FACT))
def test_where_a_fact_decides_the_finding_is_the_need(recommend, group):
    """No scale has to be low."""
    rows = recommend([intervention("a", {group: "mixed"})], {group: 1.0, "need": {"netwerk": 0.0}})
    assert (rows[0]["interventions"], rows[0]["intervention_reasons"]) == (["a"], ["fact"])


def test_where_the_need_is_as_large_as_the_finding_the_need_is_the_reason(recommend):
    """It says more."""
    rows = recommend([intervention("a", {"compenseren": "mixed"})], {"compenseren": 1.0})
    assert rows[0]["intervention_reasons"] == ["netwerk"]


def test_nobody_without_a_group_gets_advice(recommend):
    """Whatever is needed or wished."""
    rows = recommend([intervention("a", help="coach")], {"none": True, "wants": ["coach"]})
    assert rows[0]["interventions"] == rows[0]["not_offered"] == rows[0]["flags"] == []


def test_what_does_harm_is_never_recommended_and_is_named_where_it_would_fit(recommend):
    """And is not named where nothing speaks for it."""
    harmful = [intervention("a", {"matchen": "harmful"}), intervention("b")]
    there, elsewhere, no_need = recommend(harmful, MATCH, {"stimuleren": 1.0}, MATCH | {"need": {"netwerk": 0.0}})
    assert (there["interventions"], there["flags"]) == (["b"], ["harmful:a"])
    assert (elsewhere["interventions"], elsewhere["flags"]) == ([], [])
    assert no_need["flags"] == []


def test_what_harms_one_of_two_likely_groups_is_not_recommended(recommend):
    """However well it is proven for the other."""
    grades = {"matchen": "strong", "stimuleren": "harmful"}
    likely, unlikely = recommend(
        [intervention("a", grades)], {"matchen": 0.75, "stimuleren": 0.25}, {"matchen": 0.76, "stimuleren": 0.24}
    )
    assert (likely["interventions"], likely["flags"]) == ([], ["harmful:a"])
    assert (unlikely["interventions"], unlikely["flags"]) == (["a"], [])


def test_a_wish_raises_what_fits(recommend):
    """One and a half times: before another of the same value, not before one that is proven three times as well."""
    same = [intervention("a"), intervention("b", help="coach")]
    better = [intervention("a", {"matchen": "strong"}), intervention("b", {"matchen": "mixed"}, help="coach")]
    wish = MATCH | {"wants": ["coach"]}
    assert recommend(same, wish)[0]["interventions"] == ["b", "a"]
    assert recommend(same, wish)[0]["intervention_reasons"] == ["netwerk+wish", "netwerk"]
    assert recommend(better, wish)[0]["interventions"] == ["a", "b"]
    assert recommend(same, MATCH)[0]["interventions"] == ["a", "b"]


def test_a_wish_does_not_make_fit_what_does_not(recommend):
    """Neither the need nor the group."""
    help_ = [intervention("a", help="coach")]
    wish = {"wants": ["coach"]}
    rows = recommend(help_, MATCH | wish | {"need": {"netwerk": 0.4}}, {"banen": 1.0} | wish)
    assert [row["interventions"] for row in rows] == [[], []]


def test_refused_help_is_not_recommended(recommend):
    """Also where it is wished as well; help of no kind cannot be refused."""
    rows = recommend(
        [intervention("a", help="coach"), intervention("b", help="training"), intervention("c")],
        MATCH | {"refuses": ["coach"]},
        MATCH | {"refuses": ["coach"], "wants": ["coach"]},
    )
    assert [row["interventions"] for row in rows] == [["b", "c"], ["b", "c"]]


def test_a_condition_that_is_not_known_is_not_met(recommend):
    """Neither is one that is denied."""
    asked = intervention("a", conditions=[{"fact": "onder_27", "is": True}])
    facts = [{"onder_27": True}, {"onder_27": False}, {}]
    rows = recommend([asked], *(MATCH | {"facts": fact} for fact in facts))
    assert [row["interventions"] for row in rows] == [["a"], [], []]


def test_all_conditions_must_be_met(recommend):
    """One of two is not enough."""
    conditions = [{"fact": "onder_27", "is": True}, {"fact": "loonwaarde", "below": 100}]
    asked = intervention("a", conditions=conditions)
    facts = [{"onder_27": True}, {"onder_27": True, "loonwaarde": 80}]
    rows = recommend([asked], *(MATCH | {"facts": fact} for fact in facts))
    assert [row["interventions"] for row in rows] == [[], ["a"]]


def test_what_fits_and_is_not_on_offer_is_shown_as_such(recommend):
    """And what is offered moves up."""
    four = [intervention(name) for name in "abcd"]
    offer = Offer.model_validate({"offer": "hier", "interventions": {"b": {}, "d": {}}})
    rows = recommend(four, MATCH, offer=offer)
    assert (rows[0]["interventions"], rows[0]["not_offered"]) == (["b", "d"], ["a", "c"])
    assert rows[0]["intervention_sources"] == ["source of b", "source of d"]


def test_an_offer_has_conditions_of_its_own(recommend):
    """Not known is not met: it is shown as not offered."""
    offer = Offer.model_validate(
        {"offer": "hier", "interventions": {"a": {"conditions": [{"fact": "maanden_zonder_werk", "at_least": 12}]}}}
    )
    facts = [{"maanden_zonder_werk": 12}, {"maanden_zonder_werk": 11}, {}]
    rows = recommend([intervention("a")], *(MATCH | {"facts": fact} for fact in facts), offer=offer)
    assert [row["interventions"] for row in rows] == [["a"], [], []]
    assert [row["not_offered"] for row in rows] == [[], ["a"], ["a"]]


def test_an_empty_offer_offers_nothing(recommend):
    """Everything that fits is shown as not offered; nothing harmful is named that nobody does."""
    harmful = intervention("z", {"matchen": "harmful"})
    rows = recommend([intervention("a"), harmful], MATCH, offer=Offer.model_validate(OFFER))
    assert (rows[0]["interventions"], rows[0]["not_offered"], rows[0]["flags"]) == ([], ["a"], [])


def test_an_unproven_best_is_said(recommend):
    """Only where nothing better comes first."""
    unproven, mixed = intervention("a", {"matchen": "none_found"}), intervention("b", {"matchen": "mixed"})
    assert recommend([unproven], MATCH)[0]["flags"] == ["best_none_found"]
    assert recommend([unproven, mixed], MATCH)[0]["flags"] == []
    assert recommend([unproven], {"banen": 1.0})[0]["flags"] == []


@st.composite
def persons(draw):
    """Anybody: probabilities that sum to 1 or none at all, needs, wishes and facts."""
    weights = draw(st.lists(st.integers(0, 9), min_size=6, max_size=6).filter(any))
    scales = ["netwerk", "intentie", "werkvermogen", "belemmeringen", "economische_prikkels", "controle_autonomie"]
    facts = st.fixed_dictionaries({}, optional={"onder_27": st.booleans(), "zorg_en_werk_samen": st.booleans()})
    kinds = st.lists(st.sampled_from(KINDS), max_size=2)
    person = {group: weight / sum(weights) for group, weight in zip(GROUPS, weights, strict=True)}
    person |= {"need": {name: draw(st.floats(0, 1)) for name in scales}, "facts": draw(facts)}
    person |= {"wants": draw(kinds), "refuses": draw(kinds)}
    return {"none": True} if draw(st.integers(0, 9)) == 0 else person


@pytest.fixture(scope="session")
def knowledge(shipped):
    """What is shipped for persons, by id, in the order of the ids."""
    mine = sorted((i for i in shipped.interventions if i.for_a_person), key=lambda i: i.intervention)
    return {one.intervention: one for one in mine}


@given(st.lists(persons(), min_size=1, max_size=4))
def test_of_what_is_shipped_never_more_than_three_are_recommended(recommend, knowledge, people):
    """And each with its grade, reason and source."""
    for row in recommend(list(knowledge.values()), *people):
        names = row["interventions"]
        assert len(names) <= 3
        assert [len(row[f"intervention_{what}"]) for what in ("grades", "reasons", "sources")] == [len(names)] * 3
        assert row["intervention_sources"] == [knowledge[name].evidence[0].source for name in names]


@given(persons())
def test_of_what_is_shipped_nothing_harmful_is_recommended(recommend, knowledge, person):
    """To anybody."""
    row = recommend(list(knowledge.values()), person)[0]
    assert "harmful" not in row["intervention_grades"]
    assert not [name for name in row["interventions"] if "harmful" in knowledge[name].grade.values()]


@given(persons())
def test_of_what_is_shipped_nothing_refused_is_recommended(recommend, knowledge, person):
    """Whatever else is wished."""
    row = recommend(list(knowledge.values()), person)[0]
    assert not [name for name in row["interventions"] if knowledge[name].help in person.get("refuses", ())]


@given(persons(), st.sampled_from(KINDS))
def test_a_wish_never_lowers_or_removes_what_is_wished(recommend, knowledge, person, kind):
    """The place of the first of that kind is no later with the wish than without."""
    wishing = person | {"wants": [kind], "refuses": []}
    without, wished = recommend(list(knowledge.values()), wishing | {"wants": []}, wishing)
    first = [
        next((place for place, name in enumerate(row["interventions"]) if knowledge[name].help == kind), 3)
        for row in (without, wished)
    ]
    assert first[1] <= first[0]


@given(st.lists(persons(), min_size=2, max_size=4))
def test_persons_do_not_influence_each_other(recommend, knowledge, people):
    """Together they get what each gets alone."""
    help_ = list(knowledge.values())
    assert recommend(help_, *people) == [recommend(help_, person)[0] for person in people]
