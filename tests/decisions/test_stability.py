"""How far the rule's group depends on where its cuts lie."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.special import ndtr

from reintegratie_cli.decisions.sol import compile_rule
from reintegratie_cli.models.rules import SolRule

SCALES = (
    "werknemersvaardigheden",
    "intentie",
    "attitude_instrumenteel",
    "attitude_affectief",
    "netwerk",
    "discriminatie",
)
CUT = {"basis": "expert"}
complete = st.fixed_dictionaries(
    {name: st.floats(1, 5) for name in SCALES[:4]},
    optional={
        "netwerk": st.floats(1, 5),
        "discriminatie": st.floats(1, 5),
        "maanden_actief_zoeken": st.sampled_from([2, 8]),
        "sollicitatiegesprekken": st.sampled_from([0, 3]),
    },
)


def changed(shipped, gates=None, **more):
    """The shipped rule with other gates for some groups, and other settings."""
    written = shipped.rule.model_dump(by_alias=True, exclude_none=True) | more
    for group in written["groups"]:
        group["when"] = (gates or {}).get(group["group"], group.get("when"))
        if group["when"] is None:
            del group["when"]
    return SolRule.model_validate(written)


def stable(shipped, *persons, rule=None):
    """The share of cut-off sets that keep the rule's group, of each person."""
    return shipped.suggestion(*persons, rule=rule).stability


def simulated(shipped, rule, person, moves):
    """The share of cut-off sets that keep the rule's group, by moving the cuts of each indicator: (n_sets,) each."""
    written = rule.model_dump(by_alias=True, exclude_none=True)
    place = shipped.suggestion(person, rule=rule).rule_place[0]
    kept = 0
    for number in range(len(next(iter(moves.values())))):
        by = {name: float(of_indicator[number]) for name, of_indicator in moves.items()}
        moved = SolRule.model_validate(written | {"groups": [_moved(group, by) for group in written["groups"]]})
        scored = shipped.suggestion(person, rule=moved)
        kept += scored.rule_place[0] == place
    return kept / len(next(iter(moves.values())))


def _moved(part, by):
    if isinstance(part, list | tuple):
        return [_moved(one, by) for one in part]
    if not isinstance(part, dict):
        return part
    found = {key: _moved(value, by) for key, value in part.items()}
    if "indicator" in part:
        for key in ("below", "above"):
            if key in part:
                found[key] = part[key] + by[part["indicator"]]
    return found


def by_hand(person, n=20_000, sd=0.3):
    """The share of 20,000 sets of cuts, drawn for the shipped rule, that keep its group: written out."""
    random = np.random.default_rng(20261122)
    low = {name: 2.5 + sd * random.normal(size=n) for name in ("skills", "network", "intention", "attitude")}
    high = 3.5 + sd * random.normal(size=n)
    attitude = (person["attitude_instrumenteel"] + person["attitude_affectief"]) / 2
    searched = person.get("maanden_actief_zoeken", 0) >= 6 and person.get("sollicitatiegesprekken", 9) <= 0

    def group(skills, network, discrimination, intention, attitude_cut):
        meets = (person.get("netwerk", 9) < network) | (person.get("discriminatie", 0) > discrimination) | searched
        will = (person["intentie"] < intention) | (attitude < attitude_cut)
        return np.select([person["werknemersvaardigheden"] < skills, meets, will], [0, 1, 2], 3)

    now = group(2.5, 2.5, 3.5, 2.5, 2.5)
    return np.mean(group(low["skills"], low["network"], high, low["intention"], low["attitude"]) == now)


@given(complete)
@settings(max_examples=40)
def test_the_share_is_that_of_cuts_that_are_drawn(shipped, person):
    """To 4.5 standard errors of a share of 20,000, with scales unanswered and facts certain."""
    assert stable(shipped, person)[0] == pytest.approx(by_hand(person), abs=4.5 * 0.5 / np.sqrt(20_000))


def test_the_share_by_hand(shipped, well):
    """`banen` where no cut comes so high: intention .2 above its cut, network .4, the rest far off."""
    found = stable(shipped, well | {"intentie": 2.7, "netwerk": 2.9})[0]
    far = ndtr(2 / 0.3)

    assert found == pytest.approx(ndtr(0.2 / 0.3) * ndtr(0.4 / 0.3) * far**3, rel=1e-9)


def test_a_score_on_its_cut_is_as_likely_to_stay(shipped, well):
    """Half of the cuts lie below it."""
    assert stable(shipped, well | {"intentie": 2.5})[0] == pytest.approx(0.5, abs=1e-9)


def test_the_cuts_of_one_indicator_move_together(shipped, well):
    """Below 2.5 or above 2.8: whoever lies between needs both to move less than .05 and .25, never apart."""
    gates = {
        "stimuleren": {
            "any": [{"indicator": "intentie", "below": 2.5, **CUT}, {"indicator": "intentie", "above": 2.8, **CUT}]
        }
    }
    found = stable(shipped, well | {"intentie": 2.55}, rule=changed(shipped, gates))[0]

    assert found == pytest.approx(ndtr(0.05 / 0.3) - ndtr(-0.25 / 0.3), rel=1e-6)


def test_cuts_never_change_places(shipped, well):
    """A cut that may move much does not pass one above it that may not."""
    gates = {
        "stimuleren": {"indicator": "intentie", "below": 2.5, "cut_sd": 5.0, **CUT},
        "matchen": {"indicator": "intentie", "below": 3.0, "cut_sd": 0.0, **CUT},
    }
    found = stable(shipped, well | {"intentie": 4.0}, rule=changed(shipped, gates))[0]

    assert found == pytest.approx(1 - ndtr(-1.5 / 5.0), abs=1e-9)


def test_a_condition_can_be_surer_than_the_rule(shipped, well):
    """Its own `cut_sd` counts for it alone."""
    gates = {"stimuleren": {"indicator": "intentie", "below": 2.5, "cut_sd": 0.1, **CUT}}
    found = stable(shipped, well | {"intentie": 2.7, "netwerk": 2.9}, rule=changed(shipped, gates))[0]

    assert found == pytest.approx(ndtr(0.2 / 0.1) * ndtr(0.4 / 0.3), rel=1e-6)


def test_without_uncertainty_every_group_is_stable(shipped, well):
    """cut_sd 0, on the cut or off it."""
    persons = [well, well | {"intentie": 2.5}, well | {"netwerk": 1.0}, well | {"discriminatie": 3.5}]

    assert stable(shipped, *persons, rule=changed(shipped, cut_sd=0.0)).tolist() == [1.0] * 4


def test_an_unanswered_scale_meets_no_condition(shipped, well):
    """Wherever the cuts are, also where one condition asks for less and one for more."""
    gates = {
        "matchen": {
            "any": [{"indicator": "netwerk", "below": 4.5, **CUT}, {"indicator": "netwerk", "above": 1.5, **CUT}]
        }
    }
    person = {name: score for name, score in well.items() if name != "netwerk"}

    assert stable(shipped, person, rule=changed(shipped, gates))[0] == pytest.approx(1.0, abs=1e-9)


def test_who_is_placed_by_a_fact_is_stable(shipped, well):
    """No cut has anything to do with it."""
    found = stable(shipped, {"geen_arbeidsvermogen": True}, well | {"intentie": 2.5, "advies_beschut_werk": True})

    assert found.tolist() == [1.0, 1.0]


def test_without_a_group_there_is_no_stability(shipped):
    """Nor for a row that could not be read."""
    assert np.isnan(stable(shipped, {})[0])
    assert np.isnan(shipped.suggestion({}, readable=False).stability[0])


def test_a_count_is_certain(shipped):
    """Two heavy barriers are two, unless the condition says how unsure it is."""
    rule = changed(shipped, {"matchen": {"indicator": "zwaar", "above": 1, **CUT}})
    written = rule.model_dump(by_alias=True, exclude_none=True)
    written["indicators"]["zwaar"] = {"count_of": "belemmeringen", "from": 3}

    assert compile_rule(SolRule.model_validate(written)).cut_sd["zwaar"] == (0.0,)


@given(complete)
@settings(max_examples=5)
@example({"werknemersvaardigheden": 3.0, "intentie": 3.0, "attitude_instrumenteel": 1.0, "attitude_affectief": 4.0})
def test_the_share_is_that_of_rules_with_other_cuts(shipped, person):
    """200 rules whose cuts differ, each applied as it is: to 4.5 standard errors."""
    random = np.random.default_rng(1)
    names = ("werknemersvaardigheden", "netwerk", "discriminatie", "intentie", "attitude", "werkvermogen")
    share = simulated(shipped, shipped.rule, person, {name: 0.3 * random.normal(size=200) for name in names})

    assert stable(shipped, person)[0] == pytest.approx(share, abs=4.5 * 0.5 / np.sqrt(200))


def test_a_group_that_few_cuts_keep_is_ambiguous(shipped, well):
    """.80 of the cut-off sets: intention .3 and .2 above its cut, with a standard error of .01."""
    said = shipped.sol(well | {"intentie": 2.8}, well | {"intentie": 2.7}, error=0.01)

    assert [one["probability"] > 0.99 for one in said] == [True, True]
    assert [round(one["stability"], 3) for one in said] == [0.841, 0.748]
    assert [one["ambiguous"] for one in said] == ["false", "true"]
