"""How accurate and consistent the groups are in the population of a norm, beside counting."""

import numpy as np
import pytest

from reintegratie_cli.decisions.accuracy import NoNorm, Population, accuracy, scales_asked
from reintegratie_cli.decisions.sol import compile_rule
from reintegratie_cli.models.accuracy import Agreement
from reintegratie_cli.models.rules import SolRule
from reintegratie_cli.psychometrics.prior import NormalPrior

LOADINGS = {
    "werknemersvaardigheden": 0.6,
    "intentie": 0.7,
    "attitude_instrumenteel": 0.7,
    "attitude_affectief": 0.7,
    "netwerk": 0.5,
    "discriminatie": -0.4,
}
MATCHEN, BANEN = 3, 5


def norm(reliability=0.8, names=tuple(LOADINGS)):
    """A norm of these scales, most people above the cuts."""
    weights = np.array([LOADINGS[name] for name in names])
    correlations = reliability * np.outer(weights, weights)
    np.fill_diagonal(correlations, 1.0)
    mean = np.array([2.4 if name == "discriminatie" else 3.3 for name in names])
    return NormalPrior(names, mean, np.full(len(names), 0.8), np.full(len(names), reliability), correlations)


def population(shipped, prior=None, rule=None):
    """The people of a norm, with the shipped questionnaire."""
    compiled = shipped.compiled if rule is None else compile_rule(rule)
    return Population(compiled, norm() if prior is None else prior, shipped.instrument, shipped.facts)


def counted(people, n, seed):
    """True groups of n persons and what two measurements say, by counting: no probability is taken from anywhere."""
    random = np.random.default_rng(seed)
    true = people.true_scores(random, n)
    error = people.error[:, None]
    without = [true + error * random.normal(size=true.shape) for _ in range(2)]
    names = people.prior.names

    def groups(scores):
        of = dict(zip(names, scores, strict=True))
        attitude = (of["attitude_instrumenteel"] + of["attitude_affectief"]) / 2
        conditions = [
            of["werknemersvaardigheden"] < 2.5,
            (of["netwerk"] < 2.5) | (of["discriminatie"] > 3.5),
            (of["intentie"] < 2.5) | (attitude < 2.5),
        ]
        return np.select(conditions, [2, 3, 4], 5)

    return groups(true), *map(groups, without)


@pytest.fixture(scope="module")
def figures(shipped):
    """Of 100,000 persons."""
    return accuracy(population(shipped), n=100_000, seed=1)


def test_the_shares_are_those_of_the_true_scores(shipped, figures):
    """To four standard errors of a share of 100,000."""
    true, _, _ = counted(population(shipped), 100_000, seed=5)
    expected = np.bincount(true, minlength=6) / 100_000

    np.testing.assert_allclose(figures.true_shares, expected, atol=4 * 0.5 / np.sqrt(100_000))


def test_the_rules_accuracy_and_consistency_are_those_of_counting(shipped, figures):
    """The rule on the observed scores of 100,000 others, against their true groups and a second measurement."""
    true, first, second = counted(population(shipped), 100_000, seed=6)
    found = figures.by_rule
    error = 4 * 0.5 / np.sqrt(100_000) * 2

    assert found.accuracy.share == pytest.approx((true == first).mean(), abs=error)
    assert found.consistency.share == pytest.approx((first == second).mean(), abs=error)


def test_the_accuracy_of_each_group_is_that_of_counting(shipped, figures):
    """Of those who belong, and of those who get it."""
    true, first, _ = counted(population(shipped), 100_000, seed=7)
    found = figures.by_rule.accuracy
    for place in range(2, 6):
        assert found.of_rows[place] == pytest.approx((first == place)[true == place].mean(), abs=0.03)
        assert found.of_columns[place] == pytest.approx((true == place)[first == place].mean(), abs=0.03)


def test_the_most_probable_group_is_right_more_often_than_any_other_rule(figures):
    """Than the rule on the observed scores as well: what is stated is the probability of being right."""
    assert figures.suggested.accuracy.share > figures.by_rule.accuracy.share


def test_what_is_clear_cut_is_right_more_often(figures):
    """And not everybody is."""
    assert 0 < figures.clear < 1
    assert figures.clear_accuracy > figures.suggested.accuracy.share


def test_the_same_seed_gives_the_same_figures(shipped, figures):
    """To the last bit; another seed gives others."""
    again, other = (accuracy(population(shipped), n=100_000, seed=seed) for seed in (1, 2))

    np.testing.assert_array_equal(again.suggested.accuracy.table, figures.suggested.accuracy.table)
    assert other.suggested.accuracy.share != figures.suggested.accuracy.share


def test_two_seeds_differ_by_no_more_than_the_standard_error_says(shipped):
    """Four times the error of a difference."""
    first, second = (accuracy(population(shipped), n=20_000, seed=seed) for seed in (3, 4))
    difference = abs(first.suggested.accuracy.share - second.suggested.accuracy.share)

    assert difference < 4 * np.hypot(first.standard_error, second.standard_error)


def test_better_measurement_is_more_accurate_and_more_consistent(shipped):
    """Reliability .6, .8 and .95 of the same scales."""
    found = [accuracy(population(shipped, norm(r)), n=20_000).suggested for r in (0.6, 0.8, 0.95)]

    assert found[0].accuracy.share < found[1].accuracy.share < found[2].accuracy.share
    assert found[0].consistency.kappa < found[1].consistency.kappa < found[2].consistency.kappa


def test_nearly_without_error_nearly_everybody_is_right(shipped):
    """Reliability .9999."""
    found = accuracy(population(shipped, norm(0.9999)), n=20_000)

    assert found.suggested.accuracy.share > 0.98
    assert found.by_rule.consistency.share > 0.98


def test_every_table_sums_to_one(figures):
    """All persons are somewhere."""
    for way in (figures.suggested, figures.by_rule):
        assert way.accuracy.table.sum() == pytest.approx(1.0, rel=1e-9)
        assert way.consistency.table.sum() == pytest.approx(1.0, rel=1e-9)


def test_groups_by_facts_hold_nobody(figures):
    """Nothing is known of facts, so that nothing can be said of these groups."""
    assert figures.true_shares[:2].tolist() == [0.0, 0.0]
    assert np.isnan(figures.suggested.accuracy.of_rows[:2]).all()


def test_a_scale_without_a_norm_is_named(shipped):
    """No figure is made up."""
    names = tuple(name for name in LOADINGS if name not in ("netwerk", "attitude_affectief"))

    with pytest.raises(NoNorm) as found:
        accuracy(population(shipped, norm(names=names)))
    assert set(found.value.scales) == {"netwerk", "attitude_affectief"}


def test_a_checklist_that_is_counted_is_named(shipped):
    """What people tick is not of the norm's measurement model."""
    written = shipped.rule.model_dump(by_alias=True, exclude_none=True)
    written["indicators"]["zwaar"] = {"count_of": "belemmeringen", "from": 3}
    for group in written["groups"]:
        if group["group"] == "matchen":
            group["when"] = {"indicator": "zwaar", "above": 1, "basis": "expert"}
    people = population(shipped, rule=SolRule.model_validate(written))

    assert "belemmeringen" in scales_asked(people.compiled)
    with pytest.raises(NoNorm, match="belemmeringen"):
        accuracy(people)


def test_agreement_by_hand():
    """Of ten: four and three in the same group, one and two in another; chance .5 * .6 + .5 * .4."""
    found = Agreement(np.array([[0.4, 0.1], [0.2, 0.3]]))

    assert found.share == pytest.approx(0.7)
    assert found.kappa == pytest.approx((0.7 - 0.5) / 0.5)
    np.testing.assert_allclose(found.of_rows, [0.8, 0.6])
    np.testing.assert_allclose(found.of_columns, [4 / 6, 3 / 4])


def test_where_all_are_in_one_group_kappa_says_nothing():
    """Chance alone would give the same."""
    found = Agreement(np.array([[1.0, 0.0], [0.0, 0.0]]))

    assert np.isnan(found.kappa)
    assert np.isnan(found.of_rows[1])
