"""In which format the rows come out, and that every format holds the same."""

import json
import os
import subprocess
from pathlib import Path

import polars as pl
import pytest

HEAD = {"csv": b"id,row.file", "jsonl": b'{"id":"1"', "parquet": b"PAR1", "table": b"3 personen"}
COMMAND = "reintegratie"


def format_of(content: bytes) -> str:
    """The format that a content begins like."""
    return next(name for name, head in HEAD.items() if content.startswith(head))


def test_in_a_pipe_it_is_csv(answers, call):
    """What another program reads most easily."""
    assert format_of(call("score", answers).output) == "csv"


def test_on_a_terminal_it_is_a_table(answers, environment):
    """What a person reads most easily."""
    reader, writer = pytest.importorskip("pty").openpty()
    command = [COMMAND, "score", str(answers)]
    subprocess.run(command, stdout=writer, stderr=subprocess.DEVNULL, env=environment, check=True)
    shown = os.read(reader, 1000)
    for end in (reader, writer):
        os.close(end)

    assert format_of(shown) == "table"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("scores.csv", "csv"),
        ("scores.JSONL", "jsonl"),
        ("scores.ndjson", "jsonl"),
        ("scores.parquet", "parquet"),
        ("scores", "csv"),
        ("scores.txt", "csv"),
    ],
)
def test_the_suffix_of_the_file_chooses(answers, folder, call, name, expected):
    """And a suffix that says nothing is CSV."""
    call("score", answers, "-o", name)

    assert format_of((folder / name).read_bytes()) == expected


@pytest.mark.parametrize("asked", HEAD)
def test_the_option_goes_before_the_suffix(answers, folder, call, asked):
    """-f wins."""
    call("score", answers, "-o", "scores.csv", "-f", asked)

    assert format_of((folder / "scores.csv").read_bytes()) == asked


def test_an_unknown_format_is_refused(answers, folder, call):
    """With those there are, and before a file is made."""
    ran = call("score", answers, "-f", "xlsx", "-o", "scores.xlsx")

    assert (ran.code, ran.error) == (2, "-f xlsx bestaat niet; kies table, csv, jsonl, parquet.\n")
    assert not (folder / "scores.xlsx").exists()


def flat(branch: dict, path: str = "") -> dict[str, object]:
    """Objects within objects as names with points; kept columns by their own names."""
    found: dict[str, object] = {}
    for name, value in branch.items():
        found |= (
            flat(value, "" if name == "keep" else f"{path}{name}.") if isinstance(value, dict) else {path + name: value}
        )
    return found


def as_csv(value: object) -> str:
    """A value as the CSV has it."""
    if isinstance(value, list):
        return ";".join(value)
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def test_json_lines_holds_what_csv_holds(trial, call):
    """Cell by cell, with lists and objects for what has ; and points there."""
    rows = call("score", *trial, "--keep", "wijk", "--raw-text", "-f", "csv").rows
    lines = call("score", *trial, "--keep", "wijk", "-f", "jsonl").text.splitlines()

    assert [{name: as_csv(value) for name, value in flat(json.loads(line)).items()} for line in lines] == rows


def test_parquet_holds_what_csv_holds(trial, folder, call):
    """Column by column, in the same order."""
    rows = call("score", *trial, "--keep", "wijk", "--raw-text", "-f", "csv").rows
    call("score", *trial, "--keep", "wijk", "-o", "scores.parquet")
    frame = pl.read_parquet(folder / "scores.parquet")

    assert frame.columns == list(rows[0])
    assert [{name: as_csv(value) for name, value in row.items()} for row in frame.rows(named=True)] == rows


def test_nothing_but_data_on_standard_output(trial, reintegratie, folder):
    """Whatever there is to say is said on standard error."""
    ran = reintegratie("score", *trial, "-f", "jsonl", cwd=folder)

    assert [set(json.loads(line)) >= {"id", "sol"} for line in ran.text.splitlines()] == [True] * 10
    assert "10 personen" in ran.error


def test_data_to_a_file_leaves_standard_output_empty(answers, call):
    """And standard error says where they are."""
    ran = call("score", answers, "-o", "scores.csv")

    assert ran.output == b""
    assert "Uitkomst: scores.csv." in ran.error
    assert Path("scores.csv").read_bytes().count(b"\n") == 4
