"""`reintegratie interventions`: every claim with its evidence, and harm said first."""

import json

import pytest
import typer
from typer.testing import CliRunner

from reintegratie_cli.commands import interventions
from reintegratie_cli.errors import UsageError
from reintegratie_cli.inputs import catalogue

READ_ONCE = ("load_interventions", "list_instruments", "load_rule", "load_wanberg", "load_facts")
FILES = {name: getattr(catalogue, name)() for name in READ_ONCE}
ENTRIES = {it.intervention: it for it in FILES["load_interventions"]}


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    """A folder of its own, a page of 80 columns, and files that are read once for all tests."""
    monkeypatch.chdir(tmp_path)
    for name, content in FILES.items():
        monkeypatch.setattr(catalogue, name, lambda content=content: content)
    monkeypatch.setenv("COLUMNS", "80")


def run(*arguments: str) -> str:
    """What a call writes on standard output."""
    app = typer.Typer()
    interventions.register(app)
    result = CliRunner().invoke(app, ["interventions", *arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def words(text: str) -> str:
    """Text as one line, so that where a line breaks makes no difference."""
    return " ".join(text.split())


def test_the_list_has_every_intervention():
    """Each with its name and its grade per group."""
    shown = words(run("list"))

    assert all(name in shown and words(it.name.nl) in shown for name, it in ENTRIES.items())
    assert "schadelijk: " in shown
    assert "harmful: " in run("list", "--lang", "en")


def test_the_list_can_be_of_one_group_or_component():
    """Only what has a grade for the group, or acts on the component."""
    of_group = {it["intervention"] for it in json.loads(run("list", "--group", "matchen", "-f", "json"))}
    of_component = {it["intervention"] for it in json.loads(run("list", "--component", "discriminatie", "-f", "json"))}

    assert of_group == {name for name, it in ENTRIES.items() if "matchen" in it.grade}
    assert of_component == {name for name, it in ENTRIES.items() if "discriminatie" in it.acts_on.components}


@pytest.mark.parametrize(
    ("call", "near"),
    [
        (("list", "--group", "matche"), "matchen"),
        (("list", "--component", "zoekgedrg"), "zoekgedrag"),
        (("show", "jbos"), "jobs"),
    ],
)
def test_an_unknown_name_is_refused_with_the_nearest(call, near):
    """An empty list would look like an answer."""
    with pytest.raises(UsageError, match=f"Did you mean {near}"):
        run(*call)


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("name", sorted(ENTRIES))
def test_everything_about_an_intervention_is_shown(name, lang):
    """Every study with n, effect, comparison or its absence, and source; cautions; what is unknown."""
    it = ENTRIES[name]
    shown = words(run("show", name, "--lang", lang)).replace(" - ", " ")

    for evidence in it.evidence:
        assert words(evidence.effect.to(lang)).replace(" - ", " ") in shown
        assert words(evidence.source) in shown
        assert evidence.n is None or f"n = {evidence.n}" in shown
        if evidence.comparison is not None:
            assert words(evidence.comparison.to(lang)) in shown
    without = "zonder vergelijkingsgroep" if lang == "nl" else "without a comparison group"
    assert shown.count(without) == sum(evidence.comparison is None for evidence in it.evidence)
    for listed in (it.cautions, it.unknown):
        assert all(words(line).replace(" - ", " ") in shown for line in (listed.nl if lang == "nl" else listed.en))


def test_harm_is_said_first():
    """Whoever reads one line reads that it does harm."""
    harmful = [name for name, it in ENTRIES.items() if "harmful" in it.grade.values()]

    assert harmful
    for name in harmful:
        assert run("show", name).startswith("SCHADELIJK")
        assert run("show", name, "--lang", "en").startswith("HARMFUL")
    assert not run("show", "jobs").startswith("SCHADELIJK")


def test_an_intervention_for_programs():
    """The entry as it stands in the knowledge base."""
    found = json.loads(run("show", "jobs", "-f", "json"))

    assert found["intervention"] == "jobs"
    assert found["grade"]["stimuleren"] == ENTRIES["jobs"].grade["stimuleren"]
    assert len(found["evidence"]) == len(ENTRIES["jobs"].evidence)
