"""What `score` makes of files: the same answers give the same result, however they are written down."""

import csv
import io
import socket
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reintegratie_cli.inputs.responses import ResponseFiles

INTAKE = "intake-gesimuleerd.csv"
ABOUT_THE_FILE = ("row.file", "row.number")


def results(rows) -> list[dict[str, str]]:
    """The rows without what says where they stood."""
    return [{name: cell for name, cell in row.items() if name not in ABOUT_THE_FILE} for row in rows]


def table_of(path) -> list[list[str]]:
    """An export of ours as cells."""
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""), delimiter=";"))


def text_of(table, delimiter=";") -> str:
    """Cells as an export."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(table)
    return text.getvalue()


@pytest.fixture
def export(root):
    """The first rows of the example, with some of its bad rows."""
    return table_of(root / "examples" / INTAKE)[:110]


@pytest.fixture
def scored(folder, call) -> Callable[..., list[dict[str, str]]]:
    """Scores bytes as `intake`; gives the rows without where they stood."""

    def score(content: bytes, *options: str) -> list[dict[str, str]]:
        (folder / "export.csv").write_bytes(content)
        return results(call("score", "export.csv", "-i", "intake", "--id", "clientnummer", *options).rows)

    return score


def test_standard_input_is_read_as_a_file_is(answers, reintegratie):
    """`-` is standard input."""
    from_file = reintegratie("score", answers)
    from_pipe = reintegratie("score", "-", stdin=answers.read_bytes())

    assert from_pipe.text == from_file.text.replace(str(answers), "-")


def test_standard_input_can_be_read_once(answers, call):
    """Not as answers and as facts at once."""
    ran = call("score", "-", "--facts", "-", "-i", "werkvermogen", stdin=answers.read_bytes())

    assert ran.code == 2
    assert "kan maar een keer worden gelezen" in ran.error


@pytest.mark.usefixtures("answers")
def test_several_files_come_one_after_the_other(folder, call):
    """Each row says which file it is from, and where it stands in that file."""
    (folder / "more.csv").write_text("id;wv_3;wv_2;wv_1\n9;3;3;3\n", encoding="utf-8")
    rows = call("score", "answers.csv", "more.csv").rows

    assert [(row["row.file"], row["row.number"], row["id"]) for row in rows] == [
        ("answers.csv", "2", "1"),
        ("answers.csv", "3", "2"),
        ("answers.csv", "4", "3"),
        ("more.csv", "2", "9"),
    ]


def test_an_id_in_two_files_is_said_of_both_rows(answers, folder, call):
    """Nothing is merged."""
    (folder / "more.csv").write_text("id,wv_1,wv_2,wv_3\n2,1,1,1\n", encoding="utf-8")
    rows = call("score", answers, "more.csv").rows

    assert [row["flags"] for row in rows] == ["", "duplicate_id", "", "duplicate_id"]


def test_files_with_other_items_are_refused(answers, folder, call):
    """They were not made by the same form."""
    (folder / "more.csv").write_text("id,wv_1,wv_2\n2,1,1\n", encoding="utf-8")
    ran = call("score", answers, "more.csv")

    assert ran.code == 2
    assert "heeft niet dezelfde kolommen" in ran.error


def test_the_same_input_gives_the_same_bytes(root, reintegratie):
    """No clock, no chance, no order of threads."""
    examples = root / "examples"
    arguments = ("score", examples / INTAKE, "--facts", examples / "feiten.csv", "-f", "jsonl")

    assert reintegratie(*arguments).output == reintegratie(*arguments).output


@pytest.mark.parametrize("size", [1, 7, 64])
def test_the_size_of_a_batch_makes_no_difference(trial, call, monkeypatch, size):
    """Persons never touch each other."""
    at_once = call("score", *trial, "-f", "csv").output
    batches = ResponseFiles.batches
    monkeypatch.setattr(ResponseFiles, "batches", lambda self: batches(self, size))

    assert call("score", *trial, "-f", "csv").output == at_once


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_makes_no_difference(export, scored, delimiter):
    """It is found out."""
    plain = scored(text_of(export).encode())

    assert scored(text_of(export, delimiter).encode()) == plain


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_the_encoding_makes_no_difference(export, scored, encoding):
    """It is found out, also where a label has an accent."""
    export[1][2] = "één"
    plain = scored(text_of(export).encode(), "--keep", "wens_werk")

    assert scored(text_of(export).encode(encoding), "--keep", "wens_werk") == plain
    assert plain[0]["wens_werk"] == "één"


def test_the_order_of_columns_makes_no_difference(export, scored):
    """Columns are known by their names."""
    n = len(export[0])
    order = [place * 5 % n for place in range(n)]
    whole = [row for row in export if len(row) == n]

    shuffled = scored(text_of([[row[place] for place in order] for row in whole]).encode())

    assert shuffled == scored(text_of(whole).encode())


def test_other_columns_make_no_difference(export, scored):
    """What nobody asked for is not read."""
    wider = [[*row, "opmerking" if at == 0 else "=1;\n"] for at, row in enumerate(export) if len(row) == len(export[0])]
    plain = [row[:-1] for row in wider]

    assert scored(text_of(wider).encode()) == scored(text_of(plain).encode())


def test_codes_make_no_difference_to_labels(scored, call):
    """Dutch labels, English labels and codes mean the same answers."""
    made = ("simulate", "intake", "-N", "40", "--delimiter", ",")
    labels, codes = (call(*made, *options).output for options in (("--labels",), ()))

    assert scored(labels) == scored(codes)


@settings(max_examples=15, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(
        st.tuples(
            st.text('ab1=+-é;," \n\u202e', max_size=4),
            *[st.sampled_from(["", "1", "5", "6", "99", "veel", "heel weinig", "x", "3,0"])] * 3,
        ),
        max_size=12,
    )
)
def test_every_row_comes_out_in_order(folder, call, rows):
    """Whatever stands in a cell: as many rows out as in, in their order; the last one is filled in, or it is none."""
    table = [("id", "wv_1", "wv_2", "wv_3"), *rows, ("laatste", "1", "1", "1")]
    (folder / "export.csv").write_text(text_of(table, ","), encoding="utf-8", newline="")
    found = call("score", "export.csv", "-i", "werkvermogen", "--delimiter", ",", "--raw-text").rows

    assert [row["id"] for row in found] == [row[0].strip() for row in table[1:]]
    assert {row["row.status"] for row in found} <= {"ok", "partial", "rejected", "empty"}


@pytest.mark.parametrize(("form", "head"), [("csv", "id,row.file"), ("jsonl", ""), ("table", "0 personen")])
def test_a_file_without_rows_is_done(folder, call, form, head):
    """It still has its columns, and nobody in it."""
    (folder / "empty.csv").write_text("id,wv_1,wv_2,wv_3\n", encoding="utf-8")
    ran = call("score", "empty.csv", "-f", form)

    assert ran.code == 0
    assert ran.text.startswith(head)
    assert ran.rows == [] or form != "csv"


def test_one_row_is_scored(folder, call):
    """One person is enough, without a line end too."""
    (folder / "one.csv").write_text("id,wv_1,wv_2,wv_3\n7,1,2,3", encoding="utf-8")
    ran = call("score", "one.csv")

    assert [(row["id"], row["werkvermogen.score"]) for row in ran.rows] == [("7", "2.0")]
    assert "1 persoon: 1 volledig gelezen" in ran.error


def test_no_network_is_touched(trial, call, monkeypatch):
    """A socket is never made."""

    def refuse(*_args, **_kwargs):
        raise AssertionError

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)

    assert call("score", *trial, "-f", "jsonl").code == 3
