"""What each command prints and writes, as files to read; `pytest --accept` rewrites them.

The digests of the rule and the knowledge base are left out here: they change with every word of these, and
`examples/verwacht` has them.
"""

import json
import re
from pathlib import Path

import polars as pl
import pytest
from python_calamine import CalamineWorkbook

GOLDEN = Path(__file__).parent / "golden"
INPUT = GOLDEN / "input"
SCORE = ("score", "antwoorden.csv", "-i", "proef.yaml", "--facts", "feiten.csv", "--offer", "aanbod.yaml")

SCORED = {
    "scores.csv": (3, (*SCORE, "--keep", "wijk", "-f", "csv")),
    "scores-excel-nl.csv": (3, (*SCORE, "--keep", "wijk", "--excel-nl", "-f", "csv")),
    "scores.jsonl": (3, (*SCORE, "--keep", "wijk", "-f", "jsonl")),
    "scores.nl.txt": (3, (*SCORE, "-f", "table")),
    "scores.en.txt": (3, (*SCORE, "-f", "table", "--lang", "en")),
    "values-shown.txt": (3, (*SCORE, "-f", "table", "--show-values")),
    "client.nl.txt": (0, (*SCORE, "--client", "0009", "-f", "table")),
    "client.en.txt": (0, (*SCORE, "--client", "0009", "-f", "table", "--lang", "en")),
    "client-partial.txt": (3, (*SCORE, "--client", "0003", "-f", "table")),
    "client.csv": (0, (*SCORE, "--client", "0009", "-f", "csv")),
    "case-system.csv": (3, (*SCORE, "--for", "case-system", "-f", "csv")),
    "case-system.txt": (0, (*SCORE, "--for", "case-system", "--client", "0009", "-f", "table")),
    "pseudonyms.csv": (3, (*SCORE, "--pseudonymise", "sleutel.txt", "-f", "csv")),
    "intake.csv": (0, ("score", "intake.csv", "-i", "intake", "-f", "csv")),
    "intake.txt": (0, ("score", "intake.csv", "-i", "intake", "--client", "E-2", "-f", "table")),
    "doctor.nl.txt": (3, ("doctor", "antwoorden.csv", "-i", "proef.yaml")),
    "doctor.en.txt": (3, ("doctor", "antwoorden.csv", "-i", "proef.yaml", "--show-values", "--lang", "en")),
    "doctor.json": (3, ("doctor", "antwoorden.csv", "-i", "proef.yaml", "-f", "json")),
    "doctor-nothing.txt": (3, ("doctor", "feiten.csv")),
}
"""Golden file -> exit code and call; what is said on standard error stands beside it, in `<name>.stderr`."""

VALIDATE = ("validate-instrument", "klein.yaml", "klein.csv")
FEW = (*("validate-instrument", "klein.yaml", "te-weinig.csv"), *("--only", "reliability,verdict"))
VALIDATED = {
    "validation.nl.txt": (0, (*VALIDATE, "-f", "table")),
    "validation.en.txt": (0, (*VALIDATE, "-f", "table", "--lang", "en")),
    "validation.json": (0, (*VALIDATE, "-f", "json")),
    "validation.nl.md": (0, (*VALIDATE, "-f", "markdown", "--decision", "group")),
    "validation.en.md": (0, (*VALIDATE, "-f", "markdown", "--criteria", "efpa-2013", "--lang", "en")),
    "validation-inadmissible.txt": (
        1,
        ("validate-instrument", "zwak.yaml", "zwak.csv", "-f", "table", "--fail-below", "with_care"),
    ),
    "validation-few.txt": (3, (*FEW, "-f", "table")),
    "validation-questionnaire.nl.txt": (0, ("validate-instrument", "klein.yaml", "-f", "table")),
    "validation-questionnaire.en.txt": (0, ("validate-instrument", "klein.yaml", "-f", "table", "--lang", "en")),
    "validation-questionnaire.json": (0, ("validate-instrument", "klein.yaml", "-f", "json")),
}
"""As SCORED. The files with answers are simulated, by the command that stands in their questionnaire."""

SHOWN = {
    "instruments-list.nl.txt": ("instruments", "list"),
    "instruments-list.en.txt": ("instruments", "list", "--lang", "en"),
    "instruments-list.json": ("instruments", "list", "-f", "json"),
    "instruments-show.nl.txt": ("instruments", "show", "proef.yaml"),
    "instruments-show.en.txt": ("instruments", "show", "proef.yaml", "--lang", "en"),
    "instruments-show.json": ("instruments", "show", "proef.yaml", "-f", "json"),
    "instruments-show.yaml": ("instruments", "show", "proef.yaml", "-f", "yaml"),
    "instruments-schema.json": ("instruments", "schema"),
    "instruments-form.nl.md": ("instruments", "form", "proef.yaml"),
    "instruments-form.en.md": ("instruments", "form", "proef.yaml", "--lang", "en"),
    "instruments-form.csv": ("instruments", "form", "proef.yaml", "-f", "csv"),
    "interventions-list.nl.txt": ("interventions", "list", "--group", "participatie"),
    "interventions-list.en.txt": ("interventions", "list", "--component", "social_capital", "--lang", "en"),
    "interventions-list.json": ("interventions", "list", "--component", "discriminatie", "-f", "json"),
    "interventions-show.nl.txt": ("interventions", "show", "jobs"),
    "interventions-show.en.txt": ("interventions", "show", "jobs", "--lang", "en"),
    "interventions-show.json": ("interventions", "show", "jobs", "-f", "json"),
    "interventions-harmful.txt": ("interventions", "show", "sanctie"),
    "simulate.csv": ("simulate", "proef.yaml", "-N", "8", "--seed", "7", "--missing", "0.1", "--bad-rows", "5"),
    "simulate-labels.csv": ("simulate", "proef.yaml", "-N", "3", "--labels", "--delimiter", ","),
}
"""Golden file -> call; it ends with 0 and says nothing on standard error."""


@pytest.fixture(autouse=True)
def among_the_inputs(monkeypatch):
    """In the folder with the inputs, so that file names are short."""
    monkeypatch.chdir(INPUT)


def readable(text: str) -> str:
    """Without the digests."""
    return re.sub(r"sha256:[0-9a-f]{12}", "sha256:…", text)


@pytest.mark.parametrize("name", SCORED)
def test_what_score_writes(name, call, expected):
    """Every status, labels and codes side by side, hostile cells, facts and an offer: byte for byte."""
    code, arguments = SCORED[name]

    ran = call(*arguments)

    assert expected(GOLDEN / name, readable(ran.text)) == readable(ran.text)
    assert expected(GOLDEN / f"{name}.stderr", readable(ran.error)) == readable(ran.error)
    assert code == ran.code


def to_four_places(text: str) -> str:
    """JSON with its figures rounded: the last digits of an estimate are not the same on every machine."""
    rounded = json.loads(text, parse_float=lambda figure: round(float(figure), 4) + 0.0)
    return json.dumps(rounded, ensure_ascii=False, indent=2) + "\n"


@pytest.mark.parametrize("name", VALIDATED)
def test_what_validate_instrument_writes(name, call, expected):
    """A scale that is usable, one that is not, a formative one; an inadmissible model; few persons; no answers."""
    code, arguments = VALIDATED[name]

    ran = call(*arguments)
    made = to_four_places(ran.text) if name.endswith(".json") else ran.text

    assert expected(GOLDEN / name, made) == made
    assert expected(GOLDEN / f"{name}.stderr", ran.error) == ran.error
    assert code == ran.code


def test_what_score_writes_as_parquet(call, expected, tmp_path):
    """A typed column for every column of the CSV."""
    target = tmp_path / "scores.parquet"
    ran = call(*SCORE, "--keep", "wijk", "-o", target)
    frame = pl.read_parquet(target)
    made = "".join(f"{name} ({frame.schema[name]}): {frame[name].to_list()}\n" for name in frame.columns)

    assert expected(GOLDEN / "scores.parquet.txt", readable(made)) == readable(made)
    assert ran.code == 3


@pytest.mark.parametrize(("name", "language"), [("explanation.nl.txt", "nl"), ("explanation.en.txt", "en")])
def test_what_goes_with_the_scores_in_excel(name, language, call, expected, tmp_path):
    """A row for every column, under what the file is and is never for."""
    target = tmp_path / "scores.xlsx"
    ran = call(*SCORE, "--keep", "wijk", "-o", target, "--lang", language)
    page = CalamineWorkbook.from_path(target).get_sheet_by_index(1).to_python()
    made = "".join(" | ".join(filter(None, row)) + "\n" for row in page)

    assert expected(GOLDEN / name, readable(made)) == readable(made)
    assert ran.code == 3


def test_what_is_to_be_mended(call, expected, tmp_path):
    """The rows that were read in part or not at all, as they came, under the header of the input."""
    ran = call(*SCORE, "-o", tmp_path / "scores.csv", "--rejects", "-")

    assert expected(GOLDEN / "rejects.csv", ran.text) == ran.text
    assert ran.code == 3


@pytest.mark.parametrize("name", SHOWN)
def test_what_a_command_shows(name, call, expected):
    """Questionnaires, interventions and made-up answers: byte for byte, and nothing besides."""
    ran = call(*SHOWN[name])

    assert expected(GOLDEN / name, ran.text) == ran.text
    assert (ran.code, ran.error) == (0, "")


def test_the_installed_command_writes_the_same(reintegratie):
    """What holds in this process holds for the program as people start it."""
    code, arguments = SCORED["scores.csv"]

    ran = reintegratie(*arguments, cwd=INPUT)

    assert (GOLDEN / "scores.csv").read_bytes().decode() == readable(ran.text)
    assert (GOLDEN / "scores.csv.stderr").read_bytes().decode() == readable(ran.error)
    assert code == ran.code


def test_every_golden_file_is_made_by_a_test():
    """A file that no test looks at proves nothing."""
    with_messages = {*SCORED, *VALIDATED}
    made = {*with_messages, *(f"{name}.stderr" for name in with_messages), *SHOWN, "scores.parquet.txt", "rejects.csv"}
    made |= {"explanation.nl.txt", "explanation.en.txt"}

    assert made == {path.name for path in GOLDEN.iterdir() if path.is_file()}
