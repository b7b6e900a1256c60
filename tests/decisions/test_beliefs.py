"""Group probabilities with one prior for everybody, beside the multivariate normal distribution itself."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import multivariate_normal

from reintegratie_cli.models.rules import SolRule
from reintegratie_cli.psychometrics.prior import NormalPrior

SCALES = {
    "werknemersvaardigheden": 0.7,
    "intentie": 0.8,
    "attitude_instrumenteel": 0.6,
    "attitude_affectief": 0.7,
    "netwerk": 0.5,
    "discriminatie": -0.4,
    "human_capital": 0.75,
}
RATING = "werknemersvaardigheden_professional"
READ = tuple(SCALES)[:6]
PERSON = {
    "werknemersvaardigheden": 2.7,
    "intentie": 2.3,
    "attitude_instrumenteel": 2.6,
    "attitude_affectief": 3.0,
    "netwerk": 2.6,
    "discriminatie": 3.2,
    "human_capital": 4.0,
}
GROUPS = ("participatie", "compenseren", "werknemersvaardigheden", "matchen", "stimuleren", "banen")
scores = st.fixed_dictionaries({name: st.floats(1, 5) for name in READ}, optional={"human_capital": st.floats(1, 5)})


def norm(loadings=None, reliability=0.75, more=None):
    """A prior of these scales: mean 3.4, sd .8, the same reliability for all."""
    loadings = (SCALES if loadings is None else loadings) | (more or {})
    of_scale = np.array(list(loadings.values()))
    correlations = reliability * np.outer(of_scale, of_scale)
    np.fill_diagonal(correlations, 1.0)
    k = len(loadings)
    return NormalPrior(tuple(loadings), np.full(k, 3.4), np.full(k, 0.8), np.full(k, reliability), correlations)


def exact(prior, person, error):
    """The probabilities of the four groups that scales decide about, from the normal distribution of true scores.

    `error`: per scale. What the rule asks is whether a normal vector (skills, network, -discrimination, intention,
    attitude) exceeds its cuts.
    """
    reduced = prior.reduced()
    shared = reduced.loadings @ reduced.loadings.T
    np.fill_diagonal(shared, 1.0)
    covariance = shared * np.outer(reduced.true_sd, reduced.true_sd)
    seen = [place for place, name in enumerate(prior.names) if name in person]
    noise = np.diag([error(prior.names[place]) ** 2 for place in seen])
    slopes = np.linalg.solve(covariance[np.ix_(seen, seen)] + noise, covariance[seen]).T
    observed = np.array([person[prior.names[place]] for place in seen])
    mean = reduced.mean + slopes @ (observed - reduced.mean[seen])
    covariance -= slopes @ covariance[seen]
    asked = np.zeros((5, len(prior.names)))
    for row, (name, weight) in enumerate(
        (("werknemersvaardigheden", 1), ("netwerk", 1), ("discriminatie", -1), ("intentie", 1))
    ):
        asked[row, prior.names.index(name)] = weight
    asked[4, [prior.names.index(name) for name in READ[2:4]]] = 0.5
    above = asked @ mean - np.array([2.5, 2.5, -3.5, 2.5, 2.5])
    spread = asked @ covariance @ asked.T

    def all_of(places):
        zero = np.zeros(len(places))
        return multivariate_normal.cdf(above[places], zero, spread[np.ix_(places, places)], abseps=1e-4, rng=1)

    skills, met, willing = all_of([0]), all_of([0, 1, 2]), all_of([0, 1, 2, 3, 4])
    return np.array([1 - skills, skills - met, met - willing, willing])


def stated(shipped, *persons, **options):
    """The probabilities of all six groups, (n_persons, 6)."""
    return shipped.suggestion(*persons, **options).probabilities


@given(scores)
@settings(max_examples=10)
def test_the_probabilities_are_those_of_the_multivariate_normal_distribution(shipped, person):
    """To three places, for whoever answered what the rule reads; a scale that it does not read tells as well."""
    found = stated(shipped, person, prior=norm().reduced())[0]

    np.testing.assert_allclose(found[2:], exact(norm(), person, shipped.error), atol=1e-3)


@pytest.mark.parametrize("unanswered", [["netwerk"], ["discriminatie", "netwerk"], ["human_capital", "netwerk"]])
def test_an_unanswered_scale_is_as_the_others_lead_to_expect(shipped, unanswered):
    """Not spread over its range, but as the norm says of somebody with these other scores."""
    person = {name: score for name, score in PERSON.items() if name not in unanswered}
    found = stated(shipped, person, prior=norm().reduced())[0]

    np.testing.assert_allclose(found[2:], exact(norm(), person, shipped.error), atol=1e-3)


@pytest.mark.parametrize("loading", [0.0, 0.9, 0.97])
def test_the_probabilities_hold_for_steep_factors_too(shipped, loading):
    """And without any: true scores that are independent."""
    prior = norm(dict.fromkeys(SCALES, loading))
    found = stated(shipped, PERSON, prior=prior.reduced())[0]

    np.testing.assert_allclose(found[2:], exact(prior, PERSON, shipped.error), atol=1e-3)


def test_the_probabilities_hold_for_two_factors(shipped):
    """Skills, network and experience on one, the rest on the other."""
    loadings = np.zeros((7, 2))
    loadings[[0, 4, 6], 0] = 0.8, 0.7, 0.75
    loadings[[1, 2, 3, 5], 1] = 0.8, 0.6, 0.7, -0.6
    correlations = 0.75 * loadings @ loadings.T
    np.fill_diagonal(correlations, 1.0)
    flat = norm()
    prior = NormalPrior(flat.names, flat.mean, flat.sd, flat.reliability, correlations)
    found = stated(shipped, PERSON, prior=prior.reduced())[0]

    assert prior.reduced().loadings.shape == (7, 2)
    np.testing.assert_allclose(found[2:], exact(prior, PERSON, shipped.error), atol=1e-3)


@given(scores, st.permutations(range(7)))
@settings(max_examples=8)
def test_the_order_of_the_scales_in_the_norm_makes_no_difference(shipped, person, order):
    """To rounding of the minimum residuals."""
    order, prior = list(order), norm()
    moved = NormalPrior(
        tuple(prior.names[place] for place in order),
        prior.mean[order],
        prior.sd[order],
        prior.reliability[order],
        prior.correlations[np.ix_(order, order)],
    )

    found = stated(shipped, person, prior=moved.reduced())
    np.testing.assert_allclose(found, stated(shipped, person, prior=prior.reduced()), atol=1e-6)


@given(st.lists(scores, min_size=2, max_size=5))
@settings(max_examples=8)
def test_persons_do_not_influence_each_other(shipped, persons):
    """Each gets what it gets alone."""
    together = stated(shipped, *persons, prior=norm().reduced())
    alone = np.concatenate([stated(shipped, person, prior=norm().reduced()) for person in persons])

    np.testing.assert_allclose(together, alone, atol=1e-14)


def test_facts_are_certain_with_a_norm_too(shipped):
    """Whoever a fact places is there with a probability of 1, with or without a questionnaire."""
    found = stated(
        shipped, {"geen_arbeidsvermogen": True}, PERSON | {"geen_arbeidsvermogen": True}, prior=norm().reduced()
    )

    np.testing.assert_allclose(found[:, 0], 1.0, rtol=1e-12)


def test_without_measurement_error_the_rules_group_is_certain(shipped):
    """Whatever the norm expects."""
    found = shipped.suggestion(PERSON, error=0.0, prior=norm().reduced())

    assert found.probabilities[0, found.rule_place[0]] == pytest.approx(1.0, rel=1e-12)


def test_with_a_reliability_near_one_the_norm_hardly_counts(shipped):
    """True scores that vary as observed ones do, and errors of .02."""
    prior = norm(dict.fromkeys(SCALES, 0.0), reliability=0.999)
    found = shipped.suggestion(PERSON, error=0.02, prior=prior.reduced())

    assert found.probabilities[0, found.rule_place[0]] == pytest.approx(1.0, abs=1e-3)


def test_a_norm_that_spreads_true_scores_widely_is_a_flat_prior(shipped):
    """With a standard deviation of 100 points; away from the ends, where the flat prior is cut off."""
    prior = norm(dict.fromkeys(SCALES, 0.0))
    wide = NormalPrior(prior.names, prior.mean, np.full(7, 100.0), prior.reliability, prior.correlations)
    person = dict.fromkeys(SCALES, 3.0)

    np.testing.assert_allclose(stated(shipped, person, prior=wide.reduced()), stated(shipped, person), atol=1e-3)


def test_a_scale_without_a_norm_stays_flat(shipped):
    """Its indicator is as it was, the others are not."""
    without = norm({name: 0.0 for name in SCALES if name != "netwerk"})
    person = {name: score for name, score in PERSON.items() if name != "netwerk"}
    found = stated(shipped, person, prior=without.reduced())[0]
    skills, met = found[2], (1 - (2.5 - 1) / 4)

    assert found[3] >= (1 - skills) * (1 - met) - 1e-9


@pytest.mark.parametrize(
    ("scales", "expected"),
    [(READ, "norm"), (("human_capital",), "flat"), (READ[:1], "mixed"), (READ[:3], "mixed"), (READ[2:3], "flat")],
)
def test_what_is_assumed_is_said(shipped, scales, expected):
    """`norm` where all that decides has one, `flat` where nothing has, the mean of two scales only with both."""
    prior = norm({name: SCALES[name] for name in scales})

    assert shipped.sol(PERSON, prior=prior.reduced())[0]["prior"] == expected


def test_a_rating_without_a_norm_of_its_own_stays_flat(shipped):
    """The client's own norm does not speak for a professional's rating."""
    rated = PERSON | {RATING: 3.0}
    found = shipped.suggestion(rated, prior=norm().reduced())
    flat = shipped.suggestion(rated)

    assert found.probabilities[0, 2] == pytest.approx(flat.probabilities[0, 2], rel=1e-12)
    assert shipped.sol(rated, PERSON, prior=norm().reduced())[0]["prior"] == "mixed"
    assert shipped.sol(rated, PERSON, prior=norm().reduced())[1]["prior"] == "norm"


def test_a_rating_with_a_norm_of_its_own_speaks_for_the_skills(shipped):
    """Its own true score decides, with the client's scale telling of the common factor."""
    prior = norm(more={RATING: 0.6})
    rated = PERSON | {RATING: 3.0}
    turned = prior.names.index(RATING)
    names = tuple("own" if name == "werknemersvaardigheden" else name for name in prior.names)
    names = (*names[:turned], "werknemersvaardigheden")
    as_own = NormalPrior(names, prior.mean, prior.sd, prior.reliability, prior.correlations)
    person = {("own" if name == "werknemersvaardigheden" else name): score for name, score in PERSON.items()}
    expected = exact(
        as_own, person | {"werknemersvaardigheden": 3.0}, lambda name: shipped.error(RATING if name == "own" else name)
    )

    np.testing.assert_allclose(stated(shipped, rated, prior=prior.reduced())[0, 2:], expected, atol=1e-3)


def test_a_count_is_certain_with_a_norm_too(shipped):
    """Two heavy barriers are two."""
    written = shipped.rule.model_dump(by_alias=True, exclude_none=True)
    written["indicators"]["zwaar"] = {"count_of": "belemmeringen", "from": 3}
    for group in written["groups"]:
        if group["group"] == "matchen":
            group["when"] = {"indicator": "zwaar", "above": 1, "basis": "expert"}
    person = PERSON | {"werknemersvaardigheden": 4.9, "belemmering_taal": 4, "belemmering_schulden": 3}
    found = shipped.suggestion(person, rule=SolRule.model_validate(written), prior=norm().reduced())

    assert found.probabilities[0, 3] == pytest.approx(1 - found.probabilities[0, 2], rel=1e-12)


def test_a_cut_at_the_end_of_a_scale_holds_for_nobody(shipped):
    """No score lies below 1, so that no true score does either."""
    written = shipped.rule.model_dump(by_alias=True, exclude_none=True)
    for group in written["groups"]:
        if group["group"] == "werknemersvaardigheden":
            group["when"]["below"] = 1.0
    found = stated(shipped, PERSON, rule=SolRule.model_validate(written), prior=norm().reduced())

    assert found[0, 2] == 0.0
