"""What to ask next: the unknown scale or fact that is expected to tell most about the group."""

from itertools import product
from math import log2

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reintegratie_cli.models.rules import SolRule
from reintegratie_cli.psychometrics.prior import NormalPrior

NO_FACT = {
    "geen_arbeidsvermogen": False,
    "advies_beschut_werk": False,
    "ook_niet_met_steun": False,
    "loonwaarde": 100,
    "loonwaarde_blijvend": False,
    "maanden_actief_zoeken": 2,
    "sollicitatiegesprekken": 1,
}
HOLDS = {
    "geen_arbeidsvermogen": True,
    "advies_beschut_werk": True,
    "ook_niet_met_steun": True,
    "loonwaarde": 50,
    "loonwaarde_blijvend": True,
    "maanden_actief_zoeken": 8,
    "sollicitatiegesprekken": 0,
}
UNSURE = {
    "werknemersvaardigheden": 2.9,
    "intentie": 2.6,
    "attitude_instrumenteel": 2.7,
    "attitude_affectief": 3.2,
    "netwerk": 2.7,
    "discriminatie": 3.2,
}


def entropy(probabilities):
    """In bits."""
    return -sum(p * log2(p) for p in probabilities if p > 0)


def of_groups(shipped, person, **options):
    """The six probabilities of one person."""
    return shipped.suggestion(person, **options).probabilities[0]


def mixture(shipped, person, unknown):
    """The probabilities of the groups where each unknown fact holds with its base rate, by trying everything."""
    rates = shipped.rule.asking.base_rates
    total = np.zeros(6)
    for answers in product((True, False), repeat=len(unknown)):
        facts = {fact: (HOLDS if holds else NO_FACT)[fact] for fact, holds in zip(unknown, answers, strict=True)}
        weight = np.prod([rates[f] if holds else 1 - rates[f] for f, holds in zip(unknown, answers, strict=True)])
        total += weight * of_groups(shipped, person | facts)
    return total


def gain_of_fact(shipped, person, unknown, fact):
    """The entropy now, less the mean entropy once the fact is known."""
    rest, rate = [one for one in unknown if one != fact], shipped.rule.asking.base_rates[fact]
    after = [entropy(mixture(shipped, person | {fact: facts[fact]}, rest)) for facts in (HOLDS, NO_FACT)]
    return entropy(mixture(shipped, person, unknown)) - rate * after[0] - (1 - rate) * after[1]


def asked(shipped, *persons, **options):
    """What is to be asked of each person, and its gain."""
    return [(said["ask_next"], said["ask_gain"]) for said in shipped.sol(*persons, **options)]


def rule_with(shipped, **asking):
    """The shipped rule with other settings of what to ask."""
    written = shipped.rule.model_dump(by_alias=True, exclude_none=True)
    written["asking"] |= asking
    return SolRule.model_validate(written)


@given(
    st.lists(st.sampled_from(sorted(NO_FACT)), min_size=1, max_size=3, unique=True),
    st.fixed_dictionaries({name: st.floats(2, 3.5) for name in UNSURE}),
)
@settings(max_examples=20)
def test_the_gain_of_a_fact_is_by_trying_everything(shipped, unknown, scores):
    """The largest of all unknown facts, where it is .05 bit or more and the group is not clear-cut."""
    person = scores | {fact: value for fact, value in NO_FACT.items() if fact not in unknown}
    said = shipped.sol(person)[0]
    gains = {fact: gain_of_fact(shipped, person, unknown, fact) for fact in unknown}
    largest = max(gains.values())

    if said["ambiguous"] == "false" or largest < 0.05:
        assert said["ask_next"] is None
    else:
        assert said["ask_gain"] == pytest.approx(largest, abs=1e-9)
        assert gains[said["ask_next"]] == pytest.approx(largest, abs=1e-9)


@given(st.fixed_dictionaries({name: st.floats(2, 3.5) for name in UNSURE}))
@settings(max_examples=20)
def test_the_gain_of_a_scale_is_by_hand(shipped, scores):
    """Network: 3/8 of its range lies below 2.5, and then the group is known as far as the rest goes."""
    person = {name: score for name, score in scores.items() if name != "netwerk"} | NO_FACT
    said = shipped.sol(person)[0]
    # So far beyond the ends that the error leaves no doubt on which side of the cut the true score lies.
    low, high = (of_groups(shipped, person | {"netwerk": score}) for score in (-2.0, 8.0))
    expected = entropy(of_groups(shipped, person)) - 0.375 * entropy(low) - 0.625 * entropy(high)

    if said["ambiguous"] == "true" and expected >= 0.05:
        assert said["ask_next"] == "netwerk"
        assert said["ask_gain"] == pytest.approx(expected, abs=1e-6)
    else:
        assert said["ask_next"] is None


def test_of_two_unknown_scales_the_one_that_tells_most_is_asked(shipped):
    """Network and discrimination: both alike but for their cuts, 3/8 of the range and 3/8 of the range."""
    person = {name: score for name, score in UNSURE.items() if name not in ("netwerk", "discriminatie")} | NO_FACT
    ((name, gain),) = asked(
        shipped, person | {"werknemersvaardigheden": 4.5, "intentie": 4.5, "attitude_affectief": 4.5}
    )

    assert name in ("netwerk", "discriminatie")
    assert gain == pytest.approx(entropy([39 / 64, 25 / 64]) - 0.625 * entropy([0.375, 0.625]), abs=0.02)


def test_where_all_is_known_nothing_is_asked(shipped):
    """However unsure the group is."""
    said = shipped.sol(UNSURE | NO_FACT)[0]

    assert (said["ambiguous"], said["ask_next"], said["ask_gain"]) == ("true", None, None)


def test_where_the_group_is_clear_nothing_is_asked(shipped, well):
    """Although no fact is known."""
    said = shipped.sol(well)[0]

    assert (said["ambiguous"], said["ask_next"], said["ask_gain"]) == ("false", None, None)


def test_what_tells_too_little_is_not_asked(shipped):
    """The rule says from which gain on."""
    person = {name: score for name, score in UNSURE.items() if name != "netwerk"}
    ((_, gain),) = asked(shipped, person)

    assert gain > 0.05
    assert asked(shipped, person, rule=rule_with(shipped, gain_at_least=gain + 1e-9)) == [(None, None)]
    assert asked(shipped, person, rule=rule_with(shipped, gain_at_least=gain))[0][1] == gain


def test_a_fact_without_a_base_rate_is_not_asked(shipped):
    """How much it would tell is not known."""
    rule = rule_with(shipped, base_rates={}, gain_at_least=0.0)

    assert asked(shipped, UNSURE, rule=rule) == [(None, None)] or asked(shipped, UNSURE, rule=rule)[0][1] == 0.0


def test_an_outdated_fact_can_be_asked_again(shipped):
    """It counts as unknown: here whether the finding that places somebody still holds."""
    person = UNSURE | NO_FACT | {"advies_beschut_werk": True, "advies_beschut_werk.datum": "2020-01-01"}
    rule = rule_with(shipped, base_rates={"advies_beschut_werk": 0.5})

    assert asked(shipped, person, rule=rule)[0][0] == "advies_beschut_werk"


def test_who_lacks_a_required_scale_is_asked_for_it(shipped):
    """Nothing else would help, whatever it tells."""
    person = {name: score for name, score in UNSURE.items() if name not in ("netwerk", "intentie")}
    ((name, gain),) = asked(shipped, person, rule=rule_with(shipped, gain_at_least=5.0))

    assert name == "intentie"
    assert gain > 0.0


def test_of_more_required_scales_the_one_that_tells_most_is_asked(shipped):
    """Skills come first in the rule: they decide whatever the rest is."""
    ((name, _),) = asked(shipped, NO_FACT | {"netwerk": 4.9, "discriminatie": 1.1})

    assert name == "werknemersvaardigheden"


def test_who_is_placed_by_a_fact_is_asked_nothing(shipped):
    """Although nothing was answered."""
    assert asked(shipped, {"geen_arbeidsvermogen": True}) == [(None, None)]


@pytest.mark.parametrize("silence", [{"applies": False}, {"readable": False}])
def test_nothing_is_asked_where_nothing_is_said(shipped, silence):
    """Neither of a row that could not be read, nor where the rule's scales were not asked."""
    assert asked(shipped, {}, UNSURE, **silence) == [(None, None)] * 2


def test_the_gain_follows_the_norm(shipped):
    """With a prior for everybody: the mean over the factors of what each answer leaves, by trying both."""
    names = (*UNSURE,)
    loadings = np.array([0.7, 0.8, 0.6, 0.7, 0.5, -0.4])
    correlations = 0.75 * np.outer(loadings, loadings)
    np.fill_diagonal(correlations, 1.0)
    prior = NormalPrior(names, np.full(6, 3.4), np.full(6, 0.8), np.full(6, 0.75), correlations).reduced()
    person = {name: score for name, score in UNSURE.items() if name != "netwerk"} | NO_FACT
    ((name, gain),) = asked(shipped, person, prior=prior)

    # P(group, network below its cut) is what the rule with a gate on network alone takes from the others.
    now = of_groups(shipped, person, prior=prior)
    written = shipped.rule.model_dump(by_alias=True, exclude_none=True)
    first = next(group for group in written["groups"] if group["group"] == "compenseren")
    first["when"] = {"indicator": "netwerk", "below": 2.5, "basis": "expert"}
    above = of_groups(shipped, person, prior=prior, rule=SolRule.model_validate(written))
    low, high = now.copy(), above.copy()
    high[1] = 0.0
    low -= high
    expected = entropy(now) - sum(part.sum() * entropy(part / part.sum()) for part in (low, high))

    assert name == "netwerk"
    assert gain == pytest.approx(expected, abs=1e-9)


@given(st.lists(st.fixed_dictionaries({}, optional={name: st.floats(1, 5) for name in UNSURE}), min_size=2, max_size=4))
@settings(max_examples=20)
def test_persons_do_not_influence_each_other(shipped, persons):
    """Each is asked what it is asked alone."""
    together, alone = asked(shipped, *persons), [asked(shipped, person)[0] for person in persons]

    assert [name for name, _ in together] == [name for name, _ in alone]
    np.testing.assert_allclose([gain or 0.0 for _, gain in together], [gain or 0.0 for _, gain in alone], atol=1e-12)


def test_everything_that_can_be_asked_has_its_question(shipped):
    """In plain words, for every indicator and every fact that the rule reads."""
    assert set(shipped.rule.asking.questions) == set(shipped.rule.indicators)
    assert [name for name, fact in shipped.facts.items() if fact.question is None] == []
