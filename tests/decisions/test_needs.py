"""How much a person needs what an intervention acts on."""

import math

import numpy as np
import pytest

from reintegratie_cli.decisions.needs import Needs
from reintegratie_cli.decisions.scored import Scored
from reintegratie_cli.decisions.working_points import unfavourable_probabilities
from reintegratie_cli.models.intervention import ActsOn


@pytest.fixture(scope="session")
def needs(shipped):
    """The needs of these persons, whose scores have no error."""

    def of(*persons):
        scored = shipped.scored(*persons, error=0.0)
        return Needs(unfavourable_probabilities(scored), scored, heavy_from=3)

    return of


def said(found):
    """Each person's need and what it comes from."""
    need, place, names = found
    return [(value, names[at]) for value, at in zip(need.tolist(), place.tolist(), strict=True)]


LOW_NETWORK, HIGH_DISCRIMINATION = {"netwerk": 1.0}, {"discriminatie": 5.0}


def test_the_largest_need_counts_and_is_named(needs):
    """Of the scales that the intervention names; of equal ones the first."""
    acts_on = ActsOn(scales=("netwerk", "discriminatie"))
    persons = (
        LOW_NETWORK | {"discriminatie": 1.0},
        {"netwerk": 5.0} | HIGH_DISCRIMINATION,
        LOW_NETWORK | HIGH_DISCRIMINATION,
    )
    assert said(needs(*persons).of(acts_on)) == [(1.0, "netwerk"), (1.0, "discriminatie"), (1.0, "netwerk")]


def test_a_heavy_barrier_is_a_need(needs):
    """Where an intervention is for that one: 3 or more."""
    acts_on = ActsOn(items=("belemmering_schulden",))
    persons = [{"belemmering_schulden": 3}, {"belemmering_schulden": 2}, {}]
    assert [need for need, _ in said(needs(*persons).of(acts_on))] == [1.0, 0.0, 0.0]


def test_what_was_not_measured_is_not_known_to_be_needed(needs):
    """A need of nothing, whether the scale was not answered or is not in any questionnaire."""
    found = needs({"intentie": 1.0})
    assert said(found.of(ActsOn(scales=("netwerk",)))) == [(0.0, "netwerk")]
    assert said(found.of(ActsOn(scales=("controle_autonomie",)))) == [(0.0, "")]


def test_components_are_asked_only_where_no_scale_or_item_was(needs):
    """A low network is no need of an intervention for discrimination, whatever components it names."""
    acts_on = ActsOn(components=("social_capital",), scales=("discriminatie",))
    assert said(needs(LOW_NETWORK | {"discriminatie": 1.0}).of(acts_on)) == [(0.0, "discriminatie")]
    assert said(needs(LOW_NETWORK).of(ActsOn(components=("social_capital",)))) == [(1.0, "social_capital")]


def test_a_component_is_the_mean_of_its_scales_that_have_a_score(needs):
    """One low and one high make a half; a scale that was left out does not count as one without need."""
    acts_on = ActsOn(components=("human_capital",))
    persons = [
        {"human_capital": 1.0, "werknemersvaardigheden": 5.0},
        {"human_capital": 1.0},
        {"human_capital": 5.0},
        {},
    ]
    assert [need for need, _ in said(needs(*persons).of(acts_on))] == [0.5, 1.0, 0.0, 0.0]


def test_a_component_and_a_scale_of_one_name_are_told_apart():
    """`human_capital` is both."""
    unfavourable = {"human_capital": np.array([0.2]), "skills": np.array([0.8])}

    class Scale:
        """A scale of the component."""

        component = "human_capital"

    class OfScale:
        """A scored scale."""

        scale = Scale()

    scored = Scored(1, dict.fromkeys(unfavourable, OfScale()), {})
    needs = Needs(unfavourable, scored, heavy_from=3)
    assert said(needs.of(ActsOn(scales=("human_capital",)))) == [(0.2, "human_capital")]
    assert said(needs.of(ActsOn(components=("human_capital",)))) == [(0.5, "human_capital")]


def test_a_scale_of_no_component_is_a_need_of_its_own(shipped):
    """A questionnaire of one's own may name no component."""
    scale = shipped.instrument.scales["netwerk"].model_copy(update={"component": None})
    other = shipped.instrument.model_copy(update={"scales": {"netwerk": scale}})
    scored = shipped.scored(LOW_NETWORK, error=0.0, instrument=other)
    found = Needs(unfavourable_probabilities(scored), scored, heavy_from=3)
    assert said(found.of(ActsOn(scales=("netwerk",)))) == [(1.0, "netwerk")]
    assert said(found.of(ActsOn(components=("social_capital",)))) == [(0.0, "")]


def test_a_need_is_a_probability_of_the_true_score(shipped):
    """With error, that of the unfavourable band; nan is nothing."""
    scored = shipped.scored({"netwerk": 2.5}, {"netwerk": math.nan})
    unfavourable = unfavourable_probabilities(scored)
    found = Needs(unfavourable, scored, heavy_from=3).of(ActsOn(scales=("netwerk",)))[0]
    assert found.tolist() == [unfavourable["netwerk"][0], 0.0]
    assert 0.49 < found[0] < 0.51
