"""Files to score: a few rows, and the small questionnaire of the golden files with facts and an offer."""

import shutil
import signal
import sys
from dataclasses import fields
from pathlib import Path
from types import ModuleType, SimpleNamespace

import polars as pl
import pyreadstat
import pytest
import xlsxwriter

from reintegratie_cli.models.validation_result import NOT_ASKED, CheckedInstrument, ValidationResult
from reintegratie_cli.models.verdict import Verdict
from reintegratie_cli.outputs import files
from reintegratie_cli.text import Text

INPUT = Path(__file__).parents[1] / "golden" / "input"
ANSWERS = "id,wv_1,wv_2,wv_3\n1,1,2,3\n2,4,4,4\n3,5,,4\n"

OWN = """
instrument: own
version: "1.0.0"
answers:
  five: {type: ordinal, values: [1, 2, 3, 4, 5]}
  help: {type: choice, values: [coach, training]}
missing: [99]
items:
  a: {answers: five}
  b: {answers: five}
  c: {answers: five}
  wish: {answers: help}
scales:
  s: {measurement: reflective, items: [a, b, c], reversed: [b], score: mean}
"""


@pytest.fixture
def answers(folder) -> Path:
    """Three persons who filled in `werkvermogen`, in a folder of their own."""
    path = folder / "answers.csv"
    path.write_text(ANSWERS, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def write_as():
    """Writes a table in a format, as other programs do."""

    def write(form: str, path: Path, frame: pl.DataFrame) -> None:
        match form:
            case "csv":
                frame.write_csv(path)
            case "jsonl":
                frame.write_ndjson(path)
            case "parquet":
                frame.write_parquet(path)
            case "sav":
                pyreadstat.write_sav(frame, str(path))
            case _:
                with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
                    sheet = book.add_worksheet()
                    for place, row in enumerate([tuple(frame.columns), *frame.rows()]):
                        sheet.write_row(place, 0, row)

    return write


@pytest.fixture
def as_a_program(monkeypatch):
    """`main` can run in this process: it finds no output of another test, and its signals are put back."""
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    monkeypatch.setattr(files, "replaced", [])
    monkeypatch.setattr(files, "asked_to_end", [])
    yield
    for number, handler in handlers.items():
        signal.signal(number, handler)


@pytest.fixture
def trial(folder) -> tuple[str, ...]:
    """The options that score the export of the golden files, which are in the folder now."""
    for path in INPUT.iterdir():
        shutil.copy(path, folder)
    return ("antwoorden.csv", "-i", "proef.yaml", "--facts", "feiten.csv", "--offer", "aanbod.yaml")


def result_of(instrument, options, conclusion=None) -> ValidationResult:
    """A validation in which nothing was computed, with this conclusion."""
    verdict = conclusion and Verdict(
        decision=options.decision,
        criteria_version="cotan-2010 1.0.0",
        conclusion=conclusion,
        reasons=(Text("Daarom.", "Because."),),
        advice=(),
        caveats=(),
        sufficient=0.7,
        rule=(),
        scales={},
        criteria=(),
    )
    lacking = {field.name for field in fields(ValidationResult) if field.default is None}
    checked = CheckedInstrument(id=instrument.instrument, version=instrument.version)
    reasons = dict.fromkeys(lacking, NOT_ASKED)
    return ValidationResult(tool=options.tool, instrument=checked, verdict=verdict, reasons=reasons)


@pytest.fixture
def validation(folder, call, monkeypatch):
    """Calls `validate-instrument own.yaml` with a workflow that computes nothing and shows what it was given.

    Each keyword is a file: its name without `.csv`, and what is in it.
    """
    (folder / "own.yaml").write_text(OWN, encoding="utf-8")

    def run(*arguments, conclusion=None, simulations=(), **files):
        for name, content in files.items():
            (folder / f"{name}.csv").write_text(content, encoding="utf-8")
        seen = SimpleNamespace(matrix=None, retest=None, options=None, knowledge=None)

        def validate(*given):
            instrument, answers, seen.options, seen.knowledge, progress = given
            seen.matrix, seen.retest = (answers.matrix, answers.retest) if answers else (None, None)
            for done in simulations:
                progress(done, max(simulations))
            return result_of(instrument, seen.options, conclusion)

        stand_in = ModuleType("reintegratie_cli.workflows.validate")
        stand_in.validate = validate
        monkeypatch.setitem(sys.modules, stand_in.__name__, stand_in)
        seen.ran = call("validate-instrument", "own.yaml", *arguments)
        return seen

    return run
