"""Names and cells that would do something to a terminal, a spreadsheet or a table: shown and written as they are."""

import csv
import json
import os

import pytest

ESCAPES = {"colour": "\x1b[31m", "title": "\x1b]0;x\x07", "link": "\x1b]8;;http://x\x1b\\", "eight bits": "\x9b31m"}
HOSTILE = {**ESCAPES, "direction": "\u202egnp", "markup": "[/][red]", "picture": ":warning:", "return": "a\rb"}


USUAL = {"name": "export.csv", "column": "wijk", "identity": "1", "cell": "Oost", "answer": "9"}


def export(folder, **places):
    """An export with one person, of whom an answer cannot be read; gives its name, which has no slash."""
    said = USUAL | places
    name = said["name"].replace("/", "")
    header, row = ("id", said["column"]), (said["identity"], said["cell"], said["answer"])
    with (folder / name).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([(*header, "wv_1", "wv_2", "wv_3"), (*row, "2", "2")])
    return name


def is_harmless(text: str) -> bool:
    """Whether nothing in it does more than end a line."""
    return text.replace("\n", "").isprintable()


@pytest.mark.skipif(os.name != "posix", reason="elsewhere no file can have such a name")
@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE)
def test_nothing_from_a_file_controls_the_terminal(folder, call, hostile):
    """The name of a file or column, an id, a found value: in the summary, in a profile, in a refusal."""
    text = f"{hostile}x"
    given = export(folder, name=text, column=text, identity=text, answer=text)
    options = ("-i", "werkvermogen", "--show-values")

    for ran in (
        call("score", given, *options, "-f", "table"),
        call("score", given, *options, "--client", text, "-f", "table"),
        call("score", given, *options, "--keep", "wijkk"),
    ):
        assert is_harmless(ran.text + ran.error)


@pytest.mark.parametrize("hostile", ["[/]", "[red]x[/red]", "[link=http://x]y"])
def test_brackets_are_no_markup(folder, call, hostile):
    """LimeSurvey calls its columns g1q1[sq001], and nothing of that is lost."""
    ran = call("score", export(folder, identity=hostile), "-i", "werkvermogen", "--client", hostile, "-f", "table")

    assert ran.text.startswith(f"Profiel van {hostile}\n")


@pytest.mark.parametrize("hostile", ["=1+1", "+1", "-1", "@x", "\t=1", '=HYPERLINK("http://x")'])
def test_no_cell_becomes_a_formula(folder, call, hostile):
    """Ids and kept cells get an apostrophe in CSV, and how many is said."""
    ran = call("score", export(folder, identity=hostile, cell=hostile), "-i", "werkvermogen", "--keep", "wijk")
    shown = hostile.strip()

    assert (ran.rows[0]["id"], ran.rows[0]["wijk"]) == (f"'{shown}", f"'{hostile}")
    assert "2 teksten die op een formule lijken kregen een ' vooraan" in ran.error


def test_no_column_becomes_a_formula(folder, call):
    """The name of a kept column neither."""
    ran = call("score", export(folder, column="=cmd"), "-i", "werkvermogen", "--keep", "=cmd")

    assert ran.rows[0]["'=cmd"] == "Oost"


@pytest.mark.parametrize("hostile", [*HOSTILE.values(), "=1+1", 'a"b', "a;b", "\u2028", "é\U0001f600"], ids=ascii)
def test_json_lines_holds_every_text_as_it_came(folder, call, hostile):
    """One line per person, whatever stands in it."""
    ran = call("score", export(folder, cell=hostile), "-i", "werkvermogen", "--keep", "wijk", "-f", "jsonl")

    assert [json.loads(line)["keep"]["wijk"] for line in ran.text.removesuffix("\n").split("\n")] == [hostile]
