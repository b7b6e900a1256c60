"""What follows a person into a case system, and what stays out."""

import pytest

from reintegratie_cli.workflows.case_system import CaseSystem

PRIVATE = (
    "attitude_instrumenteel",
    "attitude_affectief",
    "intentie",
    "zelfvertrouwen_zoekgedrag",
    "zoekintensiteit_voorbereidend",
    "zoekintensiteit_actief",
    "zoekkwaliteit",
    "helderheid",
)
SHOWN = (
    "werknemersvaardigheden",
    "werkvermogen",
    "human_capital",
    "netwerk",
    "vraag",
    "belemmeringen",
    "discriminatie",
)


@pytest.fixture(scope="session")
def shown(book, answered, well):
    """What is shown of somebody with a low intention and heavy debts, and what there is in all."""
    person = well | {"int_1": 1, "int_2": 1, "int_3": 1, "net_1": 1, "net_2": 1, "net_3": 1, "net_4": 1}
    person |= {"belemmering_schulden": 4, "wens_hulp": "coach"}
    batch = answered(book.intake, person)
    return book.score(batch, case_system=CaseSystem(book.intake))[0], book.score(batch)[0]


def test_the_scores_on_intention_attitude_and_search_stay_out(shown):
    """With everything that is said of them: errors, bands, norm scores, the component that they inform."""
    row, whole = shown
    gone = {name for name in whole if name not in row}
    of_scales = {name for name in whole if name.startswith(tuple(f"{scale}." for scale in PRIVATE))}
    assert of_scales <= gone
    assert "wanberg.zoekgedrag" in gone
    assert not [name for name in row if name.startswith(tuple(f"{scale}." for scale in PRIVATE))]


def test_answers_stay_out(shown):
    """What was wished, what could not be read, and reasons that repeat answers."""
    row, _ = shown
    for column in ("row.problems", "sol.reason", "wishes", "intervention_reasons"):
        assert column not in row
        assert CaseSystem.leaves_out(_nothing_private(), column)


def _nothing_private():
    """A case system for a questionnaire without scales."""
    case_system = object.__new__(CaseSystem)
    case_system.private_scales = frozenset()
    return case_system


def test_a_heavy_barrier_is_an_answer_and_stays_out(shown):
    """And so does a working point on intention; one on the network is there."""
    row, whole = shown
    assert whole["working_points"] == "intentie;netwerk;belemmering_schulden"
    assert row["working_points"] == "netwerk"


def test_what_leads_to_help_is_there(shown):
    """Unchanged: the group, its probability and until when it holds, what is recommended, the other scales."""
    row, whole = shown
    there = ("row.status", "sol.group", "sol.probability", "sol.expires", "interventions", "not_offered", "flags")
    assert {name: row[name] for name in there} == {name: whole[name] for name in there}
    assert row["interventions"] is not None
    for scale in SHOWN:
        assert row[f"{scale}.score"] == whole[f"{scale}.score"]


def test_nothing_else_stays_out(shown):
    """The columns that are there keep their order."""
    row, whole = shown
    gone = {"sol.reason", "wishes", "intervention_reasons", "wanberg.zoekgedrag"}
    expected = [name for name in whole if name not in gone and name.split(".")[0] not in PRIVATE]
    assert list(row) == expected


def test_a_group_is_the_same_whether_its_scales_are_shown_or_not(shown):
    """What stays out is not left out of the reckoning."""
    row, whole = shown
    names = [name for name in row if name.startswith("sol.p.")]
    assert [row[name] for name in names] == [whole[name] for name in names]
