"""What the tool never does, as far as code can show it.

Never: eligibility, sanctions, fraud, ranking of people, a personal chance of a job, the unbridgeable by questionnaire.
"""

import ast
import re
from pathlib import Path

import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import reintegratie_cli
from reintegratie_cli.models.responses import Coded
from reintegratie_cli.models.score_result import output_columns
from reintegratie_cli.workflows.simulate import simulate_answers

PACKAGE = Path(reintegratie_cli.__file__).parent
WRITTEN = sorted([*PACKAGE.rglob("*.yaml"), *(PACKAGE.parent / "instruments").glob("*.yaml")])
SIX = ["participatie", "compenseren", "werknemersvaardigheden", "matchen", "stimuleren", "banen"]
UNWILLING = re.compile(r"onwil|unwilling|werkschuw|work-?shy|lui\b|lazy", re.IGNORECASE)
JUDGING = re.compile(
    r"eligib|rechtmatig|sanctie|sanction|maatregel|boete|fraud|misbruik|risico_?score|rang|rank|percentage"
    r"|baankans|job_?chance|werkkans|uitstroomkans|employab|p_?job|kans_op_(werk|baan)",
    re.IGNORECASE,
)


@pytest.fixture(scope="session")
def columns(book):
    """Every column of the output, for everything that is shipped."""
    groups = [group.group for group in book.rules.sol.groups if not group.requires]
    return list(output_columns((), list(book.rated.scales), groups, list(book.rules.wanberg.components)))


@pytest.fixture(scope="session")
def everything_said(book, answered):
    """Every text that stands in the result of 2,000 simulated persons with facts."""
    random = np.random.default_rng(4)
    flips = {name: np.where(random.random(2000) < 0.3, 1.0, np.nan) for name in book.rules.facts.facts}
    batch = answered(book.rated, *[{}] * 2000, facts=flips)
    answers = simulate_answers(book.rated, 2000, seed=4)
    table = book.workflow(book.rated).score(_with(batch, answers))
    parts = [part for column in table.values() for part in getattr(column, "parts", (column,))]
    return {label for part in parts if isinstance(part, Coded) for label in part.labels}


def _with(batch, answers):
    """The batch with these answers."""
    return type(batch)(**{**vars(batch), "answers": answers, "answered": ~batch.duplicate})


def test_no_label_calls_anybody_unwilling(book):
    """In no rule, intervention or questionnaire, in either language: not as an id and not in its words.

    But for the list of words that no questionnaire should use.
    """
    assert WRITTEN
    found = [
        (path.name, text)
        for path in WRITTEN
        if path.parent.name != "interventions" and path.name != "wording.yaml"
        for text in _texts(yaml.safe_load(path.read_text(encoding="utf-8")))
        if UNWILLING.search(text)
    ]
    assert found == []
    ids = [one.intervention for one in book.rules.interventions]
    names = [name for one in book.rules.interventions for name in (one.name.nl, one.name.en)]
    assert [name for name in (*ids, *names) if UNWILLING.search(name)] == []


def _texts(tree):
    """Every text in a file: keys and values."""
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield str(key)
            yield from _texts(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from _texts(value)
    elif isinstance(tree, str):
        yield tree


def test_no_column_is_an_eligibility_a_sanction_a_rank_or_a_job_chance(columns):
    """Neither by its name nor by its meaning, in either language."""
    said = [text for column in columns for text in (column.name, column.meaning.nl, column.meaning.en)]
    assert [text for text in said if JUDGING.search(text) or UNWILLING.search(text)] == []


def test_nothing_that_is_said_of_a_person_judges_willingness_or_a_job_chance(everything_said):
    """Of everything that stands in any cell of 2,000 persons."""
    sources = re.compile(r"[(]\d{4}[)]")
    said = {text for text in everything_said if not sources.search(text)}
    assert len(said) > 200
    assert {text for text in said if UNWILLING.search(text) or JUDGING.search(text)} == set()


def test_every_probability_is_one_of_a_group(columns):
    """The only probabilities of a person are those of the six groups, of a distance, and of the first two groups."""
    probabilities = {
        column.name for column in columns if re.search("probab|kans", f"{column.name} {column.meaning.nl}")
    }
    expected = {f"sol.p.{group}" for group in (*SIX, "distance")}
    assert probabilities == expected | {"sol.probability", "sol.second_probability"}


def test_groups_stand_in_the_rules_order(book, columns):
    """In the rule, in the output: never by how far, how probable or how many."""
    assert [group.group for group in book.rules.sol.groups if not group.requires] == SIX
    names = [column.name for column in columns if column.name.startswith("sol.p.")]
    assert names == [f"sol.p.{group}" for group in (*SIX, "distance")]


def test_no_decision_sorts_persons_or_groups():
    """All that is sorted: nodes of the diagram, cuts, interventions by id, measurements by date, groups by name."""
    sorting = {"sort", "sorted", "argsort", "lexsort", "partition", "argpartition", "rankdata", "rank"}
    found = set()
    for path in (one for folder in ("decisions", "workflows") for one in sorted((PACKAGE / folder).glob("*.py"))):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in sorting:
                found.add((path.stem, ast.unparse(node.args[0] if node.args else node.func.value)))
    assert found == {
        ("diagram", "self.nodes"),
        ("sol", "of_indicator"),
        ("score", "(i for i in rules.interventions if i.for_a_person)"),
        ("answer_collector", "names"),
        ("change", "of.items()"),
    }


def test_nobody_is_recommended_a_sanction_or_a_duty(book):
    """What does harm is known of, and of none of it could a person be advised: all its grades are harmful."""
    harmful = [one for one in book.rules.interventions if "harmful" in one.grade.values()]
    assert {one.intervention for one in harmful} >= {"sanctie", "sollicitatieplicht", "verplicht_vrijwillig"}
    assert [one.intervention for one in harmful if set(one.grade.values()) != {"harmful"}] == []
    assert book.rules.recommend.weights["harmful"] == 0


@settings(max_examples=60)
@given(st.integers(0, 2**32 - 1))
def test_no_answers_whatever_make_anybody_unbridgeable(book, answered, seed):
    """Random answers of 40 persons, a rating too, without facts: never participation, never compensation."""
    random = np.random.default_rng(seed)
    sets = {item: book.rated.answer_set(item) for item in book.rated.items}
    answers = {item: random.integers(-1, len(one.codes), 40).astype(np.int8) for item, one in sets.items()}
    table = book.workflow(book.rated).score(_with(answered(book.rated, *[{}] * 40), answers))
    for group in ("participatie", "compenseren"):
        assert np.nan_to_num(table[f"sol.p.{group}"]).max() == 0.0
        for column in ("sol.group", "sol.second", "sol.rule_group"):
            here = table[column]
            assert group not in {here.labels[place] for place in here.places if place >= 0}


def test_every_suggestion_is_called_one(book, answered, well):
    """There is no other status: a person decides."""
    assert {row["sol.status"] for row in book.score(answered(book.intake, well, {}))} == {"suggestion"}


def test_a_group_column_decides_no_group(book):
    """No fact that says what a person is stands in the rule; to have it refused is tested with the rule's checks."""
    of_persons = {name for name, fact in book.rules.facts.facts.items() if fact.group_column}
    assert of_persons
    assert [name for name in of_persons if name in str(book.rules.sol.model_dump())] == []


@pytest.mark.parametrize("fact", ["onder_27", "opleiding", "jaren_werkervaring", "maanden_zonder_werk"])
def test_age_schooling_and_time_out_of_work_change_no_group(book, answered, well, fact):
    """Whatever is entered, the group and all probabilities stay the same."""
    batch = [answered(book.intake, well, facts={fact: [value]}) for value in (np.nan, 0.0, 1.0)]
    rows = [book.score(one)[0] for one in batch]
    said = [{name: row[name] for name in row if name.startswith("sol.")} for row in rows]
    assert said[0] == said[1] == said[2]


def test_debts_and_health_change_no_group(book, answered, well):
    """Heavy barriers are working points, in every group; they are no distance."""
    barriers = [item for item in book.intake.items if item.startswith("belemmering_")]
    heavy = well | dict.fromkeys(barriers, 4)
    without, with_ = book.score(answered(book.intake, well, heavy))
    assert {name for name in without if name.startswith("sol.") and without[name] != with_[name]} == set()
    assert "belemmering_schulden" in with_["working_points"]
