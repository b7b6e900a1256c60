"""`reintegratie.toml`: the project's defaults, which the call wins from, and which never run anything."""

import re

import pytest

from reintegratie_cli.models.configuration import NEVER, PROJECT

NAME = "reintegratie.toml"
PARTS = (("has the option:\n", ".\nOf these"), ("should say it:", "\n\n"))
"""Where the page lists keys: those that may stand at the top of the file, and those that never may."""


@pytest.fixture
def settings(folder):
    """Writes the file."""

    def write(content, name=NAME):
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())

    return write


def test_what_the_file_says_holds(settings, answers, call):
    """And one line says what it decided."""
    settings('instrument = "werkvermogen"\nlang = "en"\nkeep = ["wv_1"]\n')
    ran = call("score", answers, "-f", "csv")

    assert ran.error.splitlines()[0] == "Settings from reintegratie.toml: instrument=werkvermogen, keep=wv_1, lang=en"
    assert "wv_1" in ran.rows[0]
    assert ran.code == 0


def test_the_call_wins(settings, answers, call):
    """And what the file did not decide is not said."""
    settings('instrument = "intake"\nlang = "en"\n')
    ran = call("score", answers, "-i", "werkvermogen", "--lang", "nl", "-f", "csv")

    assert ran.code == 0
    assert "Instellingen" not in ran.error


def test_none_leaves_it_out(settings, call):
    """For a run that must be the same everywhere."""
    settings('lang = "en"\n')

    assert call("--config", "none", "instruments", "list").text == call("instruments", "list", "--lang", "nl").text


def test_another_file_can_be_named(settings, answers, call):
    """Paths in it count from where it is."""
    settings('map = "wv.yaml"\n', "project/own.toml")
    settings("columns: {wv_1: wv_2, wv_2: wv_1}\n", "project/wv.yaml")
    ran = call("--config", "project/own.toml", "score", answers, "-f", "csv")

    assert (ran.code, ran.error.splitlines()[0]) == (0, "Instellingen uit project/own.toml: map=project/wv.yaml")


@pytest.mark.usefixtures("folder")
def test_a_file_that_is_named_has_to_be_there(call):
    """The one that is looked for has not."""
    ran = call("--config", "weg.toml", "instruments", "list")

    assert (ran.code, ran.error) == (2, "weg.toml bestaat niet.\n")


def test_a_table_holds_for_one_command(settings, call):
    """And goes before what holds for all."""
    settings('lang = "en"\n["instruments list"]\nlang = "nl"\nformat = "json"\n')

    assert call("instruments", "list").text.startswith("[")
    assert call("interventions", "list").error == "Settings from reintegratie.toml: lang=en\n"


def test_what_simulate_writes_is_not_what_is_read(settings, call):
    """The encoding of the project's exports is no wish for made-up answers."""
    settings('encoding = "cp1252"\ndelimiter = "|"\n')

    assert "|" not in call("simulate", "werkvermogen", "-N", "1").text


def test_a_command_without_the_option_does_without(settings, call):
    """The project's facts are none of the list of questionnaires."""
    settings('facts = "feiten.csv"\n')

    assert call("instruments", "list").error == ""


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('\ninstrumnt = "intake"', f"{NAME}, regel 2: instrumnt is geen instelling. Bedoelde u instrument? Mogelijk: "),
        ('[scor]\nid = "x"', f"{NAME}, regel 1: scor is geen instelling. Bedoelde u score? Mogelijk: "),
        ('[score]\nintervl = "x"', f"{NAME}, regel 2: intervl is geen instelling. Bedoelde u interval? Mogelijk: "),
        ('estimator = "ML"', f"{NAME}, regel 1: estimator is geen instelling."),
        ('output = "x"', f"{NAME}, regel 1: output hoort in de aanroep, niet hier."),
        ('[score]\nrejects = "x"', f"{NAME}, regel 2: rejects hoort in de aanroep, niet hier."),
        ("[score]\nshow-values = true", f"{NAME}, regel 2: show-values hoort in de aanroep, niet hier."),
        ("id = [1]", f"{NAME}, regel 1, id: hier hoort tekst tussen aanhalingstekens"),
        ("id = true", f"{NAME}, regel 1, id: hier hoort tekst tussen aanhalingstekens"),
        ("id = 2026-01-01", f"{NAME}, regel 1, id: hier hoort tekst tussen aanhalingstekens"),
        ('lang = "de"', f'{NAME}, regel 1, lang: hier hoort "nl" of "en".'),
        ('[validate-instrument]\ndynamic = "ja"', f"{NAME}, regel 2, dynamic: hier hoort true of false."),
        ("id = ", f"{NAME}, regel 1: dit is geen geldige TOML. Schrijf elke instelling als: instrument = "),
        ("id = 1\nid = 2", f"{NAME}, regel 2: dit is geen geldige TOML."),
        (b"id = '\xff'", f"{NAME}, regel 1: dit is geen UTF-8."),
        ("a=" + "[" * 20_000, f"{NAME}, regel 1: dit is geen geldige TOML."),
        ("#" * 100_001, f"{NAME} is groter dan 100 kB"),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(settings, call, content, said):
    """With the line, and what comes nearest; whatever the command is."""
    settings(content)
    ran = call("instruments", "list")

    assert (ran.code, ran.text) == (2, "")
    assert ran.error.startswith(said)
    assert ran.error.count("\n") == 1


def test_help_does_not_depend_on_it(settings, call):
    """Whoever made a mistake in the file can read what options there are."""
    settings("id = ")

    assert call("score", "--help").code == 0


def test_a_refusal_is_in_the_language_of_the_file(settings, reintegratie, folder):
    """Also where the call itself is wrong."""
    settings('lang = "en"\n')

    assert reintegratie("scoer", cwd=folder).error.startswith("There is no command scoer. Did you mean score?")
    assert "cannot be read" in reintegratie("score", "weg.csv", cwd=folder).error


def test_the_page_names_every_key(root):
    """What may stand in the file, and what may not."""
    page = (root / "docs" / "configuration.md").read_text(encoding="utf-8")
    allowed, never = (re.findall(r"`([a-z-]+)`", page.partition(start)[2].partition(end)[0]) for start, end in PARTS)

    assert allowed == list(PROJECT)
    assert never == [key for key in NEVER if key != "help"]


def test_the_example_of_the_page_is_read(root, settings, call):
    """As it stands there."""
    page = (root / "docs" / "configuration.md").read_text(encoding="utf-8")
    settings(page.partition("```toml\n")[2].partition("```")[0])

    assert call("interventions", "list").code == 0
