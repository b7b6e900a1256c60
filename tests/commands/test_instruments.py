"""`reintegratie instruments`: what people read, what programs read, and that neither can be fooled by a file."""

import json
import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
import typer
import yaml
from typer.testing import CliRunner

from reintegratie_cli.commands import instruments
from reintegratie_cli.errors import UsageError
from reintegratie_cli.inputs import catalogue
from reintegratie_cli.models.base import fold
from reintegratie_cli.resources import shipped

NAMES = sorted(path.stem for path in shipped("instruments").glob("*.yaml"))
MARKUP = r"""
instrument: eng
version: 1.0.0
title: "[/] [bold]Titel[/bold] :warning:"
answers:
  zeker: {type: ordinal, values: {1: "[link=x]niet", 2: wel}}
items:
  a: {text: "Vraag [sq001] met *sterren* en <b>", answers: zeker}
scales:
  s: {measurement: single, items: [a], score: mean}
sources: ["[red]bron"]
licence: "[/]"
"""


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    """A folder of its own, and a page of 80 columns."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")


def run(*arguments: str) -> str:
    """What a call writes on standard output."""
    app = typer.Typer()
    instruments.register(app)
    result = CliRunner().invoke(app, ["instruments", *arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_the_list_has_every_questionnaire():
    """Id, title, who fills it in, how many items and scales."""
    shown = run("list")

    assert all(re.search(rf"^{name} ", shown, re.MULTILINE) for name in NAMES)
    assert re.search(r"^intake +cliënt +\d+ +\d+", shown, re.MULTILINE)
    assert "Intake: u en werk" in shown
    assert "Intake: you and work" in run("list", "--lang", "en")


def test_the_list_for_programs():
    """The same as JSON, with the names of the scales."""
    found = {it["id"]: it for it in json.loads(run("list", "-f", "json"))}

    assert list(found) == NAMES
    assert found["werkvermogen"] == {
        "id": "werkvermogen",
        "version": "1.0.0",
        "title": {"nl": "Wat u nu aankunt", "en": "What you can handle now"},
        "respondent": "client",
        "items": 3,
        "scales": ["werkvermogen"],
    }


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_questionnaire_is_shown(name, lang):
    """Scales, items, answers, sources and licence, within the width of a page."""
    found = catalogue.find_instrument(name)
    shown = run("show", name, "--lang", lang)

    for part in (*found.items, *found.scales):
        assert part in shown
    assert found.sources[0].split()[0] in shown
    assert max(map(len, shown.splitlines())) <= 110


@pytest.mark.parametrize("name", NAMES)
def test_what_people_write_for_no_answer_is_no_answer(name):
    """Every way to say that there is no answer, for every question, once."""
    found = catalogue.find_instrument(name)
    ways = {"n.v.t", "n.v.t.", "nvt", "niet van toepassing", "weet niet", "geen antwoord", "-99", "dk", "99"}

    for item in found.items:
        codes = [fold(str(code)) for code in found.missing_codes(item)]
        assert ways <= set(codes), item
        assert len(codes) == len(set(codes)), item


@pytest.mark.parametrize("name", NAMES)
def test_what_is_shown_as_yaml_can_be_read_in_again(name, tmp_path):
    """A battery as one file, with everything that it includes."""
    path = tmp_path / f"{name}.yaml"
    path.write_text(run("show", name, "-f", "yaml"), encoding="utf-8")

    assert catalogue.find_instrument(str(path)) == catalogue.find_instrument(name)


def test_what_is_shown_as_json_is_everything():
    """Defaults are written out, so that a program need not know them."""
    found = json.loads(run("show", "werkvermogen", "-f", "json"))

    assert found["scales"]["werkvermogen"]["high"] == "favourable"
    assert found["items"]["wv_1"]["text"]["nl"]


def as_json_keys(data):
    """Data as an editor sees it: every key is text."""
    if isinstance(data, dict):
        return {str(key): as_json_keys(value) for key, value in data.items()}
    return [as_json_keys(value) for value in data] if isinstance(data, list) else data


@pytest.mark.parametrize("name", NAMES)
def test_the_schema_accepts_every_questionnaire(name):
    """An editor that checks against the schema has nothing to say about what is shipped."""
    schema = json.loads(run("schema"))
    data = yaml.safe_load((shipped("instruments") / f"{name}.yaml").read_text(encoding="utf-8"))

    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(as_json_keys(data), schema)


@pytest.mark.parametrize(
    "change",
    [{"langauge": "nl"}, {"version": 1.0}, {"scales": {"s": {"measurement": "x", "items": [], "score": "mean"}}}],
)
def test_the_schema_refuses_what_the_loader_refuses(change):
    """An editor sees a misspelt key, a number for a version, a wrong choice, while it is typed."""
    schema = json.loads(run("schema"))
    data = yaml.safe_load((shipped("instruments") / "gse.yaml").read_text(encoding="utf-8"))

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(as_json_keys({**data, **change}), schema)


def test_a_form_is_written_to_a_file(tmp_path):
    """The suffix chooses the format, -f wins, and others cannot read the file."""
    run("form", "werkvermogen", "-o", "vragen.md")
    run("form", "werkvermogen", "-o", "antwoorden.csv")
    run("form", "werkvermogen", "-o", "toch.csv", "-f", "markdown")

    assert (tmp_path / "antwoorden.csv").read_text(encoding="utf-8") == "id;datum;wv_1;wv_2;wv_3\n"
    assert (tmp_path / "vragen.md").read_text(encoding="utf-8").startswith("> **Lees dit eerst**")
    assert (tmp_path / "toch.csv").read_bytes() == (tmp_path / "vragen.md").read_bytes()
    assert stat.S_IMODE((tmp_path / "vragen.md").stat().st_mode) == 0o600


def test_a_folder_of_ones_own_goes_first(tmp_path):
    """--instruments names it."""
    (tmp_path / "eigen").mkdir()
    text = (shipped("instruments") / "werkvermogen.yaml").read_text(encoding="utf-8")
    (tmp_path / "eigen" / "werkvermogen.yaml").write_text(text.replace("Wat u nu aankunt", "Eigen"), encoding="utf-8")

    for call in (("list",), ("show", "werkvermogen"), ("form", "werkvermogen")):
        assert "Eigen" in run(*call, "--instruments", "eigen")
        assert "Eigen" not in run(*call)


def test_nothing_in_a_file_is_markup(tmp_path):
    """Brackets, colons and stars of a file come out as they are."""
    (tmp_path / "eng.yaml").write_text(MARKUP, encoding="utf-8")
    shown = run("show", "eng.yaml")

    for text in ("[/] [bold]Titel[/bold] :warning:", "Vraag [sq001] met *sterren* en <b>", "[link=x]niet", "[red]bron"):
        assert text in shown
    assert r"Vraag \[sq001\] met \*sterren\* en \<b\>" in run("form", "eng.yaml")


def test_an_unknown_questionnaire_is_refused():
    """With the nearest one."""
    with pytest.raises(UsageError, match="Did you mean intake"):
        run("show", "intkae")


@pytest.mark.parametrize("call", [("list",), ("show", "intake"), ("form", "intake"), ("schema",)])
def test_in_a_pipe_there_is_no_colour(call):
    """Bytes for people and programs, without a single escape."""
    assert "\x1b" not in run(*call)


def test_help_starts_without_the_heavy_libraries():
    """Only Typer is loaded before a command runs."""
    code = (
        "import sys; from reintegratie_cli.commands import instruments, interventions;"
        "print([name for name in ('yaml', 'pydantic', 'rich', 'numpy', 'polars') if name in sys.modules])"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )

    assert ran.stdout.strip() == "[]"
