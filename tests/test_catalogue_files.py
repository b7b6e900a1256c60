"""Every file that comes with the program: it loads, says everything, and its references resolve."""

from typing import get_args

import pytest

from reintegratie_cli.inputs import catalogue
from reintegratie_cli.models.instrument import Component, Instrument, WishKind
from reintegratie_cli.models.intervention import Intervention
from reintegratie_cli.models.rule_checks import SOL_GROUPS
from reintegratie_cli.models.rules import CountIndicator, MeanIndicator
from reintegratie_cli.resources import shipped

INSTRUMENTS = sorted(path.stem for path in shipped("instruments").glob("*.yaml"))
INTERVENTIONS = sorted(path.stem for path in (shipped("rules") / "interventions").glob("*.yaml"))
MOST_QUESTIONS = 70
NOT_OURS = ("gse",)
"""Questionnaires whose item texts belong to others and are left out."""


@pytest.fixture(autouse=True, scope="module")
def elsewhere(tmp_path_factory):
    """Away from a folder ./instruments, which would go first."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp("leeg"))
        yield


@pytest.fixture(scope="module")
def intake() -> Instrument:
    """The questionnaire for the first conversation."""
    return catalogue.find_instrument("intake")


@pytest.fixture(scope="module")
def interventions() -> dict[str, Intervention]:
    """The knowledge base."""
    return {it.intervention: it for it in catalogue.load_interventions()}


def file_of(name: str) -> Instrument:
    """A shipped questionnaire as its file has it."""
    return catalogue.read_instrument(shipped("instruments") / f"{name}.yaml")


@pytest.mark.parametrize("name", INSTRUMENTS)
def test_every_questionnaire_loads_with_all_it_includes(name):
    """The catalogue finds it by its id, and no check has anything to say."""
    assert catalogue.find_instrument(name).items


@pytest.mark.parametrize("name", INSTRUMENTS)
def test_every_questionnaire_says_what_it_is(name):
    """Title, purpose and instruction in both languages; who fills it in; sources; licence."""
    found = file_of(name)

    for text in (found.title, found.purpose, found.instruction):
        assert text is not None
        assert text.nl
        assert text.en
        assert text.nl != text.en
    assert found.sources
    assert found.licence


@pytest.mark.parametrize("name", INSTRUMENTS)
def test_every_scale_says_what_it_is(name):
    """Title, construct, component, anchors and error of every scale."""
    for scale_id, scale in file_of(name).scales.items():
        assert scale.title is not None, scale_id
        assert scale.title.nl != scale.title.en, scale_id
        assert scale.construct_name, scale_id
        assert scale.component, scale_id
        assert scale.anchors is not None, scale_id
        assert scale.error is not None, scale_id


@pytest.mark.parametrize("name", INSTRUMENTS)
def test_every_item_has_its_text_and_labels_in_both_languages(name):
    """Only a questionnaire whose texts are not ours leaves them out."""
    found = file_of(name)

    for item_id, item in found.items.items():
        assert (item.text is None) == (name in NOT_OURS), item_id
        if item.text is not None:
            assert item.text.nl != item.text.en, item_id
    if name not in NOT_OURS:
        labels = [answer for answers in found.answers.values() for answer in answers.values.values()]
        assert all(answer.nl and answer.en for answer in labels)


@pytest.mark.parametrize("name", INSTRUMENTS)
def test_no_answer_set_is_left_over(name):
    """An answer set that no item uses is a slip."""
    found = file_of(name)

    assert set(found.answers) == {item.answers for item in found.items.values()}


@pytest.mark.parametrize("name", INSTRUMENTS)
def test_every_item_counts_somewhere(name):
    """An item is in a scale or is a wish, or nobody need be asked."""
    found = catalogue.find_instrument(name)
    counted = {item for scale in found.scales.values() for item in scale.items}

    assert [item for item, it in found.items.items() if item not in counted and it.wish is None] == []


def test_twins_exist():
    """A scale that mirrors another mirrors one of ours, of the same range."""
    everything = catalogue.list_instruments()
    home = {scale: it for it in everything for scale in it.scales}
    twins = [(it, name, scale) for it in everything for name, scale in it.scales.items() if scale.twin_of]

    assert twins
    for it, name, scale in twins:
        assert it.scale_range(name) == home[scale.twin_of].scale_range(scale.twin_of)


def test_the_intake_is_short_enough(intake):
    """At most 70 questions, wishes included."""
    assert len(intake.items) <= MOST_QUESTIONS


def test_the_intake_holds_what_the_rule_reads(intake):
    """Every indicator of the Sol rule rests on scales of the intake, with the range for which its cuts were chosen."""
    for name, indicator in catalogue.load_rule().indicators.items():
        if isinstance(indicator, CountIndicator):
            assert indicator.count_of in intake.scales, name
            continue
        for scale in indicator.mean_of if isinstance(indicator, MeanIndicator) else (indicator.scale,):
            assert intake.scale_range(scale) == tuple(indicator.range), name


def test_the_intake_informs_all_seven_components(intake):
    """No component of Wanberg is empty after an intake."""
    assert {scale.component for scale in intake.scales.values()} == set(get_args(Component))


def test_the_intake_asks_all_wishes_first(intake):
    """Which work, how many hours, which help, which help not: before anything else."""
    wishes = [item.wish for item in intake.items.values()]

    assert set(wishes[:4]) == set(get_args(WishKind))
    assert set(wishes[4:]) == {None}


def test_a_wished_help_can_be_given(intake):
    """Every kind of help that can be wished for exists among the interventions, and the other way round."""
    asked = {
        str(code)
        for item, it in intake.items.items()
        if it.wish == "help_wanted"
        for code in intake.answer_set(item).codes
    }
    given = {it.help for it in catalogue.load_interventions() if it.help is not None}

    assert given <= asked
    assert asked - given <= {"geen"}


def test_the_groups_are_the_six_and_the_undecided_one():
    """Sol's six groups, each with words in both languages."""
    groups = catalogue.load_rule().groups

    assert {it.group for it in groups} == {*SOL_GROUPS, "onbepaald"}
    assert all(it.label.nl != it.label.en and it.meaning.nl != it.meaning.en for it in groups)


def test_the_other_rules_load():
    """Facts, components and the rule for recommending."""
    assert catalogue.load_facts().facts
    assert set(catalogue.load_wanberg().components) == set(get_args(Component))
    assert catalogue.load_recommend().most == 3


def test_every_intervention_loads():
    """The knowledge base has each file once, in the order of the ids."""
    assert [it.intervention for it in catalogue.load_interventions()] == INTERVENTIONS


@pytest.mark.parametrize("name", INTERVENTIONS)
def test_every_intervention_says_what_is_known_and_what_is_not(name, interventions):
    """Words in both languages, what it acts on, for whom, cautions and unknowns of equal length."""
    found = interventions[name]

    assert found.name.nl
    assert found.name.en
    assert found.description.nl != found.description.en
    assert found.acts_on.components
    assert found.grade
    for listed in (found.cautions, found.unknown):
        assert len(listed.nl) == len(listed.en) > 0
    for evidence in found.evidence:
        assert evidence.effect.nl != evidence.effect.en
        assert evidence.source


def test_every_group_has_help_that_can_be_offered():
    """For each of the six groups something can be recommended to a person, except where only jobs are lacking."""
    offered = {
        group
        for it in catalogue.load_interventions()
        if it.for_a_person
        for group, grade in it.grade.items()
        if grade != "harmful"
    }

    assert {*SOL_GROUPS} - {"banen"} <= offered


def test_every_grade_is_used_with_its_meaning():
    """`harmful` and `none_found` are told as such: the knowledge base is no sales brochure."""
    grades = {grade for it in catalogue.load_interventions() for grade in it.grade.values()}

    assert {"harmful", "none_found"} <= grades
