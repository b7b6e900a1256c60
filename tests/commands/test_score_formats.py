"""In which format the rows come out, and that every format holds the same."""

import io
import json
import os
import subprocess
from pathlib import Path

import polars as pl
import pyreadstat
import pytest
from python_calamine import CalamineWorkbook

from reintegratie_cli import outputs
from reintegratie_cli.inputs.formats import open_answers
from reintegratie_cli.inputs.reading_options import ReadingOptions
from reintegratie_cli.outputs.spss_names import spss_names

HEAD = {
    "csv": b"id,row.file",
    "jsonl": b'{"id":"1"',
    "parquet": b"PAR1",
    "xlsx": b"PK\x03\x04",
    "sav": b"$FL2",
    "table": b"3 personen",
}
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
        ("scores.xlsx", "xlsx"),
        ("scores.SAV", "sav"),
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
    ran = call("score", answers, "-f", "spss", "-o", "scores.csv")

    assert (ran.code, ran.error) == (2, "-f spss bestaat niet; kies table, csv, jsonl, parquet, xlsx, sav.\n")
    assert not (folder / "scores.csv").exists()


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


def bare(value: object) -> str:
    """As the CSV has it, but a whole number without its point: Excel and SPSS have one kind of number."""
    return f"{value:.4f}".rstrip("0").removesuffix(".") if isinstance(value, float) else as_csv(value)


def with_bare_numbers(row: dict[str, str]) -> dict[str, str]:
    """A row of the CSV with its scores written as those of formats that have one kind of number."""
    scores = {name for name in row if "." in name and row[name].replace(".", "", 1).lstrip("-").isdigit()}
    return {name: bare(float(cell)) if name in scores else cell for name, cell in row.items()}


def dutch(row: dict[str, str]) -> dict[str, str]:
    """A row of the CSV with decimal commas."""
    numbers = (".score", ".se", "probability", "stability", "ask_gain")
    return {
        name: cell.replace(".", ",") if name.endswith(numbers) or name.startswith("sol.p.") else cell
        for name, cell in row.items()
    }


def sheet(content: bytes, name: str = "scores") -> list[list[object]]:
    """The cells of a sheet of Excel."""
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name(name).to_python()


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


def test_excel_holds_what_csv_holds(trial, folder, call):
    """Cell by cell, with hostile ids and kept cells as text."""
    rows = call("score", *trial, "--keep", "wijk", "--raw-text", "-f", "csv").rows
    call("score", *trial, "--keep", "wijk", "-o", "scores.xlsx")
    names, *cells = sheet((folder / "scores.xlsx").read_bytes())

    assert names == list(rows[0])
    assert [dict(zip(names, map(bare, row), strict=True)) for row in cells] == [*map(with_bare_numbers, rows)]


def test_spss_holds_what_csv_holds(trial, folder, call):
    """Cell by cell, under the names that SPSS takes; yes and no are 1 and 0."""
    rows = call("score", *trial, "--keep", "wijk", "--raw-text", "-f", "csv").rows
    call("score", *trial, "--keep", "wijk", "-o", "scores.sav")
    frame, meta = pyreadstat.read_sav(folder / "scores.sav", output_format="polars")
    yes_no = [name for name, labels in meta.variable_value_labels.items() if labels == {0.0: "nee", 1.0: "ja"}]
    frame = frame.with_columns(pl.col(yes_no).cast(pl.Boolean))

    assert frame.columns == spss_names(list(rows[0]))
    assert [[*map(bare, row)] for row in frame.rows()] == [[*with_bare_numbers(row).values()] for row in rows]


def test_spss_knows_what_values_mean(trial, folder, call):
    """Groups, bands and sources have the words of the rules, in the language of the run."""
    call("score", *trial, "-o", "scores.sav", "--lang", "en")
    _, meta = pyreadstat.read_sav(folder / "scores.sav")

    assert meta.variable_value_labels["sol.group"]["banen"] == "Only jobs are lacking"
    assert meta.variable_value_labels["intentie.band"]["mid"] == "middle"
    assert meta.column_names_to_labels["sol.p.banen"] == "Only jobs are lacking: the group's probability"


def test_dutch_csv_holds_what_csv_holds(trial, folder, call):
    """With semicolons and decimal commas; our own reader takes it without being told."""
    rows = call("score", *trial, "--keep", "wijk", "--raw-text", "-f", "csv").rows
    call("score", *trial, "--keep", "wijk", "--excel-nl", "-o", "scores.csv")
    with open_answers(folder / "scores.csv", ["id"], ReadingOptions()) as file:
        read = pl.concat(batch.frame for batch in file.batches())
        names = [cell.removeprefix("'") for cell in file.heading.names]
    cells = read.select(str(place) for place in range(len(names))).fill_null("").rows()

    assert [dict(zip(names, row, strict=True)) for row in cells] == [*map(dutch, rows)]


@pytest.mark.parametrize(
    ("arguments", "name"),
    [(("-o", "scores.xlsx"), "xlsx"), (("-f", "jsonl"), "jsonl")],
)
def test_only_csv_can_be_dutch(answers, call, arguments, name):
    """Another format has no decimal commas to choose."""
    ran = call("score", answers, "--excel-nl", *arguments)

    assert (ran.code, ran.error) == (
        2,
        f"--excel-nl is een vorm van csv en gaat niet samen met {name}; kies -f csv of --no-excel-nl.\n",
    )


def test_a_table_for_people_is_dutch_already(answers, call):
    """A project can have Dutch CSV as its default, and still look at a table."""
    assert call("score", answers, "--excel-nl", "-f", "table").code == 0


def test_without_its_library_spss_is_refused_before_anything_is_read(folder, call, monkeypatch):
    """With how to install it."""
    monkeypatch.setattr(outputs, "find_spec", lambda _: None)
    ran = call("score", "nowhere.csv", "-o", "scores.sav")

    assert ran.code == 2
    assert ran.error.endswith("Installeer het met: pip install 'reintegratie[spss]'\n")
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("name", ["xlsx", "sav"])
def test_a_pipe_gets_the_bytes_of_the_file(answers, folder, reintegratie, name):
    """Excel and SPSS files are written onwards only."""
    reintegratie("score", answers.name, "-o", f"scores.{name}", cwd=folder)

    assert (
        reintegratie("score", answers.name, "-f", name, cwd=folder).output == (folder / f"scores.{name}").read_bytes()
    )


@pytest.mark.parametrize("name", ["xlsx", "sav"])
def test_standard_output_can_be_appended_to_a_file(answers, folder, environment, name):
    """The shell's >> writes at the end of the file only, wherever a program goes back to."""
    target = folder / "all"
    target.write_bytes(b"before")
    with target.open("ab") as end:
        command = [COMMAND, "score", answers.name, "-f", name]
        subprocess.run(command, stdout=end, stderr=subprocess.DEVNULL, env=environment, check=True, cwd=folder)

    assert (
        target.read_bytes()
        == b"before" + subprocess.run(command, capture_output=True, env=environment, check=True, cwd=folder).stdout
    )


@pytest.mark.parametrize("name", ["xlsx", "sav"])
def test_the_rows_of_one_person(trial, folder, call, name):
    """--client holds for every format."""
    call("score", *trial, "--client", "0009", "-o", f"scores.{name}")
    content = folder / f"scores.{name}"
    ids = (
        [row[0] for row in sheet(content.read_bytes())[1:]]
        if name == "xlsx"
        else pyreadstat.read_sav(content, output_format="polars")[0]["id"].to_list()
    )

    assert ids == ["0009"]


def test_what_a_case_system_does_not_get_is_not_explained_either(trial, folder, call):
    """Neither its column nor its row in the explanation."""
    call("score", *trial, "--for", "case-system", "-o", "scores.xlsx")
    content = (folder / "scores.xlsx").read_bytes()
    explained = [row[0] for row in sheet(content, "uitleg")]

    assert explained[explained.index("kolom") + 1 :] == sheet(content)[0]
    assert not any(name.startswith("intentie.") for name in explained)


@pytest.mark.parametrize("name", ["xlsx", "sav"])
def test_a_file_without_rows_has_columns(folder, call, name):
    """And they are those of the CSV."""
    (folder / "nobody.csv").write_text("id,wv_1,wv_2,wv_3\n", encoding="utf-8")
    expected = call("score", "nobody.csv", "-f", "csv").text.strip().split(",")
    content = call("score", "nobody.csv", "-f", name).output
    (folder / "scores.sav").write_bytes(content)

    assert (sheet(content)[0] if name == "xlsx" else pyreadstat.read_sav("scores.sav")[1].column_names) == expected


@pytest.mark.parametrize("name", ["xlsx", "sav"])
def test_the_same_bytes_every_time(answers, call, name):
    """The moment at which a file was made is not in it."""
    ran = [call("score", answers, "-f", name).output for _ in range(2)]

    assert ran[0] == ran[1]


def test_change_writes_them_too(folder, call):
    """With the words for its own verdicts."""
    for name, answer in (("first", 1), ("second", 5)):
        (folder / f"{name}.csv").write_text(f"id,wv_1,wv_2,wv_3\n1,{answer},{answer},{answer}\n", encoding="utf-8")
    for target in ("change.xlsx", "change.sav"):
        assert call("change", "first.csv", "second.csv", "-o", target).code == 0
    rows = sheet((folder / "change.xlsx").read_bytes())
    frame, meta = pyreadstat.read_sav(folder / "change.sav", output_format="polars")

    assert rows[0] == frame.columns
    assert rows[1][rows[0].index("werkvermogen.first")] == frame["werkvermogen.first"].item() == 1.0
    assert meta.variable_value_labels["werkvermogen.verdict"]["improved"] == "aantoonbaar beter"


def test_change_writes_dutch_csv(folder, call):
    """As score does."""
    for name, answer in (("first", "1,2,2"), ("second", "5,5,5")):
        (folder / f"{name}.csv").write_text(f"id,wv_1,wv_2,wv_3\n1,{answer}\n", encoding="utf-8")
    ran = call("change", "first.csv", "second.csv", "--excel-nl", "-f", "csv")

    assert ran.output.startswith(b"\xef\xbb\xbfid;werkvermogen.first;")
    assert ran.output.splitlines()[1].startswith(b"1;1,6667;5,0;")


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
