"""Columns with the words of their questionnaire and rules: titles before meanings, and what each value means."""

import pytest

from reintegratie_cli.inputs import catalogue
from reintegratie_cli.models.change_result import change_columns
from reintegratie_cli.models.score_result import OutputColumn, output_columns
from reintegratie_cli.outputs.described import described
from reintegratie_cli.outputs.profile import Vocabulary
from reintegratie_cli.text import Text


@pytest.fixture(scope="module")
def vocabulary(root):
    """The words of `werkvermogen` and of the rules that are shipped."""
    return Vocabulary(
        catalogue.read_instrument(root / "instruments" / "werkvermogen.yaml"),
        catalogue.load_rule(),
        catalogue.load_wanberg(),
        catalogue.load_facts(),
        catalogue.load_interventions(),
    )


@pytest.fixture(scope="module")
def columns(vocabulary):
    """Every column of `score`, by its name."""
    groups = [group.group for group in vocabulary.sol.groups if not group.requires]
    plain = output_columns(("wijk",), list(vocabulary.instrument.scales), groups, list(vocabulary.wanberg.components))
    return {column.name: column for column in described(plain, vocabulary)}


@pytest.mark.parametrize(
    ("name", "meaning"),
    [
        ("werkvermogen.score", "Werkvermogen volgens uzelf: de ruwe score"),
        ("sol.p.banen", "Alleen banen nodig: de kans op de groep"),
        ("sol.p.distance", "de kans op de groep"),
        ("wijk", "overgenomen uit het bestand"),
    ],
)
def test_a_title_goes_before_the_meaning(columns, name, meaning):
    """Where what the column is about has one."""
    assert columns[name].meaning.nl == meaning


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("row.status", "partial", "read in part"),
        ("werkvermogen.band", "mid", "middle"),
        ("werkvermogen.error_source", "assumed", "assumed, not measured"),
        ("sol.group", "banen", "Only jobs are lacking"),
        ("sol.second", "banen", "Only jobs are lacking"),
        ("sol.prior", "flat", "every true score is as probable"),
        ("wanberg.zoekgedrag", "need", "needs attention"),
        ("intervention_grades", "none_found", "no evidence found"),
        ("norm_status", "national", "national"),
    ],
)
def test_the_values_of_a_column_have_their_meaning(columns, name, value, said):
    """In the words that people see elsewhere."""
    assert columns[name].values[value].en == said


@pytest.mark.parametrize("name", ["interventions", "not_offered"])
def test_interventions_have_their_names(columns, vocabulary, name):
    """All that there are."""
    assert columns[name].values == {one.intervention: one.name for one in vocabulary.interventions}


@pytest.mark.parametrize("name", ["id", "wijk", "werkvermogen.score", "provenance"])
def test_other_columns_have_no_list_of_values(columns, name):
    """What can hold anything is not explained value by value."""
    assert columns[name].values == {}


def test_a_kept_column_is_never_taken_for_one_of_ours(vocabulary):
    """It may have any name."""
    kept = OutputColumn("werkvermogen.band", Text("overgenomen", "kept"), origin="kept")

    assert described([kept], vocabulary) == [kept]
    assert described([kept], vocabulary)[0].values == {}


def test_the_verdicts_of_change_have_theirs(vocabulary):
    """Each of them."""
    columns = {column.name: column for column in described(change_columns(["werkvermogen"]), vocabulary)}

    assert columns["werkvermogen.verdict"].values["worse"].nl == "aantoonbaar slechter"
    assert "banen" in columns["sol.first"].values
