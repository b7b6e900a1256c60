"""Delimited text comes out exactly as it stands in the file, or not at all."""

import csv
import io
import os
import re
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from reintegratie_cli.errors import FileError, ReintegratieError, ResponsesError
from reintegratie_cli.inputs import encoding as encodings
from reintegratie_cli.inputs.delimited import file as delimited
from reintegratie_cli.inputs.delimited import survey
from reintegratie_cli.inputs.delimited.file import (
    MALFORMED,
    DelimitedFile,
    MisreadError,
    guard_cells,
    unguard,
)
from reintegratie_cli.inputs.delimited.quoting import Grammar, UnclearRowError
from reintegratie_cli.inputs.formats import open_answers
from reintegratie_cli.inputs.reading_options import ReadingOptions
from reintegratie_cli.outputs.csv import FORMULA

Row = Sequence[str | None]
CANARY = "ZZKANARIEZZ"
NOISE = ',;\t|"\'"\n\r\r\n=+-@ aé€x^\x01\ufeff09'
CELLS = (
    st.none()
    | st.text(st.sampled_from(NOISE), max_size=6)
    | st.text(st.characters(exclude_characters="\0", codec="utf-8"), max_size=5)
)
QUOTING = st.sampled_from(["all", "needed", "stray"])


@contextmanager
def file_of(
    content: str | bytes, encoding: str | None = None, delimiter: str | None = None, known=("c0", "c1", "c2")
) -> Iterator[DelimitedFile]:
    """The content, written to a file and opened."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.csv")
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        with open_answers(path, known, ReadingOptions(encoding=encoding, delimiter=delimiter)) as file:
            yield file


def rows_of(content: str | bytes, size: int = 50_000, **how) -> list[Row]:
    """All cells of a file."""
    with file_of(content, **how) as file:
        return [row for batch in file.batches(size=size) for row in batch.frame.rows()]


def refused(content: str | bytes, **how) -> str:
    """What is said of a file that is not read; both languages name the same figures, and no cell."""
    with pytest.raises(ReintegratieError) as caught, file_of(content, **how):
        pass
    (sentence,) = caught.value.sentences
    assert re.findall(r"\d+", sentence.nl) == re.findall(r"\d+", sentence.en)
    assert CANARY not in sentence.nl + sentence.en
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
    return sentence.en


def cell_text(cell: str | None, delimiter: str, quoting: str) -> str:
    """A cell as a program would write it; None is an empty cell without quotes."""
    if cell is None:
        return ""
    bare = cell and not re.search(f"[{re.escape(delimiter)}\r\n]", cell)
    if quoting != "all" and bare and ('"' not in cell or (quoting == "stray" and cell[0] != '"')):
        return cell
    return '"' + cell.replace('"', '""') + '"'


def text_of(table: Sequence[Row], delimiter: str = ",", quoting: str = "needed") -> list[str]:
    """The rows of a file with the header c0, c1 ..., without their line ends."""
    header = [f"c{n}" for n in range(len(table[0]) if table else 2)]
    return [delimiter.join(cell_text(cell, delimiter, quoting) for cell in row) for row in [header, *table]]


def unguarded(cell: str | None) -> str | None:
    """What our own readers make of a cell."""
    return cell[1:] if cell and re.match(r"'+[=+\-@\t\r\n\0]", cell) else cell


@st.composite
def tables(draw, cells=CELLS) -> list[Row]:
    """Tables of one to four columns."""
    n = draw(st.integers(1, 4))
    table = draw(st.lists(st.tuples(*[cells] * n), max_size=8))
    while n == 1 and table and table[-1] == (None,):
        # Blank lines at the end of a file are no rows.
        table.pop()
    return table


WRITING = st.fixed_dictionaries(
    {
        "delimiter": st.sampled_from(",;\t|"),
        "line_end": st.sampled_from(["\n", "\r\n", "\r"]),
        "quoting": QUOTING,
        "encoding": st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le"]),
        "ends": st.booleans(),
    }
)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tables(), WRITING, st.integers(1, 9), st.sampled_from([17, 64, 2**23]))
def test_what_is_written_is_read(table, writing, size, chunk):
    """Any cells in any dialect come back exactly, as csv.reader reads them, with the line each row begins on."""
    delimiter, line_end, encoding = writing["delimiter"], writing["line_end"], writing["encoding"]
    lines = text_of(table, delimiter, writing["quoting"])
    content = line_end.join(lines) + line_end * writing["ends"]
    how = {"delimiter": delimiter, "encoding": encoding if encoding == "utf-16-le" else None}
    with mock.patch.object(encodings, "CHUNK_BYTES", chunk), file_of(content.encode(encoding), **how) as file:
        batches = list(file.batches(size=size))
    read = [row for batch in batches for row in batch.frame.rows()]
    assert read == [tuple(map(unguarded, row)) for row in table]
    assert all(len(batch.frame) == size for batch in batches[:-1])
    reference = list(csv.reader(io.StringIO(content, newline=""), delimiter=delimiter))[1 : len(read) + 1]
    blank = [[cell or "" for cell in row] for row in read]
    assert blank == [[unguarded(cell) or "" for cell in row] or [""] for row in reference]
    cells = {cell for row in table for cell in row if len(row) > 1}
    assert file.dialect.tells_not_shown is ({"", None} <= cells)
    assert file.n_rows == len(table)
    assert [width for batch in batches for width in batch.width] == [len(row) for row in table]
    starts = np.cumsum([1] + [1 + line.count(line_end[-1]) for line in lines])[1:-1]
    assert [line for batch in batches for line in batch.line] == list(starts)
    assert [batch.raw(n) for batch in batches for n in range(len(batch.frame))] == lines[1:]


@settings(max_examples=100, deadline=None)
@given(tables(st.text(st.sampled_from(NOISE.replace("\ufeff", "")), max_size=6)), QUOTING)
def test_one_table_in_all_dialects(table, quoting):
    """The same table gives the same cells in every delimiter, encoding and line end, and its delimiter is found."""
    dialects = [(",", "utf-8", "\n"), (";", "cp1252", "\r\n"), ("\t", "utf-16", "\r"), ("|", "utf-8-sig", "\n")]
    columns = len(table[0]) if table else 2
    read = [
        rows_of(
            end.join([*text_of(table, delimiter, quoting), ""]).encode(encoding),
            delimiter=delimiter if columns == 1 else None,
            encoding=encoding,
        )
        for delimiter, encoding, end in dialects
    ]
    assert read.count(read[0]) == len(dialects)


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from('",\n\r1a'), max_size=40), st.sampled_from([11, 2**23]), st.integers(1, 5))
def test_any_text_is_read_or_refused(body, chunk, size):
    """Whatever stands in a file, rows of the right width hold what csv.reader finds in them; or the file is refused."""
    try:
        with mock.patch.object(encodings, "CHUNK_BYTES", chunk), file_of("c0,c1\n" + body, delimiter=",") as file:
            batches = list(file.batches(size=size))
    except ResponsesError:
        return
    for batch in batches:
        for n, (cells, width) in enumerate(zip(batch.frame.rows(), batch.width, strict=True)):
            if width == 2:
                (expected,) = csv.reader(io.StringIO(batch.raw(n), newline=""), strict=True)
                assert [cell or "" for cell in cells] == expected
            else:
                assert cells == (None, None)


def scanned(scan) -> tuple:
    """All that a scan finds, or the place where it gives up."""
    try:
        rows = scan()
    except UnclearRowError as error:
        return error.at, error.mixed
    arrays = [array.tolist() for array in (rows.starts, rows.ends, rows.widths, rows.lines, rows.strays)]
    return rows.text, rows.line, rows.empty_quoted, rows.empty_bare, arrays


@settings(max_examples=500, deadline=None)
@given(
    st.text(st.sampled_from('",\n\r1'), max_size=40).map(str.encode),
    st.sampled_from([b"\n", b"\r"]),
    st.integers(1, 3),
)
@example(b"\n1\r", b"\n", 2)
@example(b"1,,1\n", b"\n", 3)
@example(b'"",\n""', b"\n", 2)
@example(b'5",\n1,,1\n', b"\n", 2)
def test_all_bytes_at_once_or_row_by_row(piece, line_end, columns):
    """The quick way finds the same rows as the slow one, whatever the quotes and line ends."""
    grammar = Grammar(b",", line_end, columns)
    slow = scanned(lambda: grammar._one_by_one(piece, 0, 1, len(piece) + 1))
    assert scanned(lambda: grammar.scan(piece, 1)) == slow


@settings(max_examples=60, deadline=None)
@given(tables(), st.integers(1, 9), QUOTING)
def test_only_some_columns(table, size, quoting):
    """Asking for some columns gives those of all columns, in the order asked."""
    content = "\n".join(text_of(table, quoting=quoting))
    wanted = list(range(len(table[0]) if table else 2))[::-2]
    with file_of(content, delimiter=",") as file:
        frames = [batch.frame for batch in file.batches(wanted, size)]
        whole = [batch.frame.select(map(str, wanted)) for batch in file.batches(size=size)]
    assert [frame.columns for frame in frames] == [list(map(str, wanted))] * len(frames)
    assert [frame.rows() for frame in frames] == [frame.rows() for frame in whole]


def test_no_columns():
    """Without columns there are still lines and widths."""
    with file_of("c0,c1\n1,2\n") as file:
        (batch,) = file.batches([])
    assert (batch.frame.width, list(batch.width), list(batch.line)) == (0, [2], [2])


def test_a_row_of_another_width_stays_as_an_empty_one():
    """A row of wrong width has its place, its line, its width and its own text, and no cells."""
    with file_of('c0,c1\n1,2\n3\n4,5,6\n\n"7"x,8\n"9\n",5" pipe\n' + "1,2\n" * 74) as file:
        batch, *_ = file.batches(size=6)
    assert list(batch.width) == [2, 1, 3, 0, MALFORMED, 2]
    assert list(batch.line) == [2, 3, 4, 5, 6, 7]
    nothing = (None, None)
    assert batch.frame.rows() == [("1", "2"), nothing, nothing, nothing, nothing, ("9\n", '5" pipe')]
    assert [batch.raw(n) for n in (1, 2, 3, 4, 5)] == ["3", "4,5,6", "", '"7"x,8', '"9\n",5" pipe']
    assert set(batch.frame.dtypes) == {pl.String}


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_many_odd_rows(line_end):
    """Odd rows among thousands of others change nothing for those, in pieces of any size."""
    odd = {7: '5" pipe', 8: '"a"b', 5000: 'x"', 5001: "'=1", 9000: '"é""\n"'}
    lines = [f"{n},{odd.get(n, 'x' if n % 3 else '')}" for n in range(10_000)]
    expected = [(str(n), "x" if n % 3 else None) for n in range(10_000)]
    expected[7], expected[8], expected[5000] = ("7", '5" pipe'), (None, None), ("5000", 'x"')
    expected[5001], expected[9000] = ("5001", "=1"), ("9000", 'é"\n')
    content = line_end.join(["c0,c1", *lines])
    for chunk, size in [(2**23, 50_000), (4099, 777), (50_000, 10_000)]:
        with mock.patch.object(encodings, "CHUNK_BYTES", chunk):
            assert rows_of(content, size=size) == expected
            with file_of(content) as file:
                assert [len(batch.frame) for batch in file.batches(size=size)][:-1] == [size] * (9_999 // size)


def test_cells_that_look_like_rows():
    """Megabytes of cells that hold whole rows, quotes and all, are cells, whichever way the engine divides its work."""
    rows = [(str(n), "1,2\n3,4\n" * (n % 40) + '"5","6"\n' * (n % 7)) for n in range(20_000)]
    content = io.StringIO(newline="")
    csv.writer(content, lineterminator="\n").writerows([("c0", "c1"), *rows])
    assert [tuple(cell or "" for cell in row) for row in rows_of(content.getvalue())] == rows


def test_blank_lines():
    """Blank lines at the end are no rows, one between rows is a row of no cells."""
    for line_end in ("\n", "\r\n", "\r"):
        assert rows_of(line_end.join(["c0,c1", "1,2", "", "3,4", "", "", ""])) == [("1", "2"), (None, None), ("3", "4")]
    assert rows_of("c0\n1\n\n2\n\n\n", delimiter=",") == [("1",), (None,), ("2",)]
    assert rows_of("c0,c1\n\n\n") == []


def test_few_rows():
    """A header alone, with or without its line end, is a file of no rows; one row is one."""
    for content in ("c0,c1", "c0,c1\n", "c0,c1\r\n", "c0,c1\r", "c0,c1\n\n", "c0"):
        assert rows_of(content) == []
    for content in ("c0,c1\n1,", "c0,c1\n1,\n", "c0,c1\r1,", "c0,c1\n1,\r"):
        assert rows_of(content) == [("1", None)]


def test_the_engine_takes_nothing_for_something_else():
    """A cell that looks like compressed data or a byte order mark is a cell; so is a zero byte, and NA and null."""
    cells = [
        "x\x01",
        "x^a",
        "x\u069a",
        "\ufeff",
        "\ufeffa",
        "a\0",
        "NA",
        "null",
        "NaN",
        "#",
        " 1 ",
        "1e5",
        "007",
        "1_000",
    ]
    for cell in cells:
        assert rows_of(f"c0,c1\n{cell},padding\n") == [(cell, "padding")]
    assert rows_of('c0,c1\n"\ufeff",\n') == [("\ufeff", None)]


def test_not_shown_is_not_not_answered():
    """An empty cell in quotes stays apart from one without, and the dialect says when a file uses both."""
    both = 'c0;c1\n"1";""\n"2";\n'
    assert rows_of(both) == [("1", ""), ("2", None)]
    cases = {
        both: True,
        'c0;c1\n"1";""\n"2";""\n': False,
        "c0;c1\n1;\n": False,
        'c0;c1\n;1\n"";1\n': True,
        'c0;c1;c2\n1;;2\n"1";"";"2"\n': True,
        'c0;c1\n"a;;b";""""\n"x;"""";y";\n': False,
        'c0;c1\n5" p;\n"";1\n': True,
        'c0;c1\n5" p;1\n;1\n"";"5"\n': True,
        'c0;c1\n5" p;1\n1;""\n': False,
    }
    for content, tells in cases.items():
        for chunk in (13, 2**23):
            with mock.patch.object(encodings, "CHUNK_BYTES", chunk), file_of(content) as file:
                assert file.dialect.tells_not_shown is tells, content


def test_a_file_read_in_the_wrong_dialect_is_refused():
    """More than one in twenty rows, and at least three, of another width: it says how it was read, and where."""
    good, bad = ["1,2\n"] * 57, ["1,2,3\n"] * 3
    assert len(rows_of("".join(["c0,c1\n", *good, *bad]))) == 60
    said = refused("".join(["c0,c1\n", *good[1:], *bad]))
    assert ": 3 of the 59 rows do not have the 2 cells of the header" in said
    assert "utf-8 with comma as delimiter: line 58 has 3, line 59 has 3, line 60 has 3." in said
    assert "--delimiter or --encoding" in said
    assert len(rows_of("c0,c1\n1\n2\n")) == 2
    assert "3 of the 4 rows" in refused("c0\n1\n2,\n3,\n4,\n\n\n\n", delimiter=",")
    assert "line 2 has wrong quotes, line 3 has 0, line 4 has 1" in refused(f'c0,c1\n"{CANARY}"x,1\n\n{CANARY}\n1,2\n')


def test_a_quote_that_is_never_closed():
    """It swallows no rows: the file is refused with the line where the quote opened."""
    text = f'c0,c1\n1,2\n"{CANARY}\n",3\n4,"{CANARY}\n5,6\n'
    assert "line 5: a quote that opens a cell here" in refused(text)
    assert "line 5: a quote that opens a cell here" in refused(text + '7,"8"\n')
    assert "line 2: a quote that opens a cell here" in refused(f'c0,c1\r"{CANARY}\r1,2\r')
    with mock.patch.object(encodings, "CHUNK_BYTES", 8):
        assert "line 5: a quote that opens a cell here" in refused(text + '7,"8"\n')


def test_rows_that_end_in_two_ways():
    """Where a file changes its line ends halfway, no rows are taken together."""
    assert "line 2: lines end in two ways" in refused(f"c0,c1\n1,{CANARY}\r3,4\r5,6\n")
    assert "line 3: lines end in two ways" in refused(f"c0,c1\r0,0\r1,{CANARY}\n3,4\n5,6\r")
    assert rows_of("c0,c1\n1,te\rxt\n2,3\r\n") == [(None, None), ("2", "3")]


def test_long_rows_are_refused(monkeypatch):
    """A row longer than the limit is refused with its line, whether it ends or not."""
    monkeypatch.setattr(survey, "MAX_ROW_BYTES", 100)
    monkeypatch.setattr(encodings, "CHUNK_BYTES", 64)
    assert "line 3: the row that begins here is longer than 16 MB" in refused(f"c0,c1\n1,2\n3,{CANARY * 10}\n")
    assert "line 3: the row that begins here is longer than 16 MB" in refused(f'c0,c1\n1,2\n3,"{CANARY * 100}\n')
    monkeypatch.setattr(encodings, "CHUNK_BYTES", 2**20)
    assert "line 3: the row that begins here is longer than 16 MB" in refused(f"c0,c1\n1,2\n3,{CANARY * 10}\n4,5")


def test_long_rows_make_small_batches(monkeypatch):
    """A batch ends early where its rows are long, so that memory stays bounded."""
    monkeypatch.setattr(delimited, "_BATCH_BYTES", 50)
    monkeypatch.setattr(encodings, "CHUNK_BYTES", 64)
    with file_of("c0,c1\n" + "1,abcdefgh\n" * 40) as file:
        heights = [len(batch.frame) for batch in file.batches()]
    assert sum(heights) == 40
    assert max(heights) < 20


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.text(st.sampled_from("='+-@\t\r\" ,;a\n"), max_size=6), min_size=1, max_size=4),
    st.sampled_from(",;\t|"),
    QUOTING,
)
def test_guarding_and_reading_again_changes_nothing(cells, delimiter, quoting):
    """What is guarded for a spreadsheet is read as it would have been and is no formula; all else is byte-true."""
    raw = text_of([cells], delimiter, quoting)
    guarded = [guard_cells(line, delimiter) for line in raw]
    if cells != (None,):
        assert rows_of("\n".join(guarded), delimiter=delimiter) == [tuple(map(unguarded, cells))]
    shown = next(csv.reader(io.StringIO(guarded[1], newline=""), delimiter=delimiter), [""])
    assert not any(cell[:1] in tuple("=+-@\t\r\n\0") for cell in shown)
    if not re.search(r"[=+\-@\t\r\n\x00]", "".join(cells)):
        assert guarded == raw


def test_guarding_stays_within_quotes():
    """The apostrophe goes inside the quotes of a quoted cell; what has one already stays as it was."""
    assert guard_cells("""=1,"=1","a,=1",'=1,'a,-2,"" """, ",") == """'=1,"'=1","a,=1",'=1,'a,'-2,"" """
    frame = pl.DataFrame({"a": ["'=1", "''=1", "'a", "=1", None, "'", "a'=1", "'\0", "'\n"]})
    assert frame.select(unguard(pl.col("a")))["a"].to_list() == ["=1", "'=1", "'a", "=1", None, "'", "a'=1", "\0", "\n"]


def test_what_is_guarded_in_the_output_is_read_back():
    """Writing and reading agree on what a spreadsheet would run, apostrophes before it and all."""
    cells = [before + sign + after for before in ("", "'", "''") for sign in "=+-@\t\r\n\0a" for after in ("1", "")]
    written = pl.DataFrame({"a": cells}).with_columns(risky=pl.col("a").str.contains(FORMULA))
    guarded = written.select(pl.when("risky").then("'" + pl.col("a")).otherwise("a").alias("a"))
    alone = guarded["a"].str.contains("^-$")

    assert guarded.select(unguard(pl.col("a")))["a"].to_list() == cells
    assert not guarded["a"].filter(~alone).str.contains(r"^[=+\-@\t\r\n\x00]").any()


def test_an_engine_that_disagrees_is_never_believed(monkeypatch):
    """When the engine finds other rows or fails, that is an error of ours without a word of the file."""
    engine = pl.read_csv

    def failing(*_, **__):
        raise pl.exceptions.ComputeError(CANARY)

    for wrong in (lambda *a, **k: engine(*a, **k)[1:], lambda *a, **k: engine(*a, **k)[:, 1:], failing):
        monkeypatch.setattr(pl, "read_csv", wrong)
        with file_of(f"c0,c1\n{CANARY},1\n") as file, pytest.raises(MisreadError) as caught:
            list(file.batches())
        assert CANARY not in str(caught.value)
        assert caught.value.__suppress_context__ or caught.value.__context__ is None


def test_a_file_that_changes_meanwhile_is_refused(tmp_path):
    """Rows that were not looked at are not handed out: a file that somebody writes to is refused."""
    path = tmp_path / "a.csv"
    path.write_text("c0,c1\n1,2\n")
    with open_answers(path, (), ReadingOptions()) as file:
        path.write_text("c0,c1\n1,2\n3,4\n")
        with pytest.raises(FileError, match="was changed while it was being read"):
            list(file.batches())


def test_files_that_cannot_be_opened(tmp_path):
    """A missing file and a folder are named as such, in both languages."""
    for path, why in ((tmp_path / "weg.csv", "bestaat niet"), (tmp_path, "is een map")):
        with pytest.raises(FileError) as caught, open_answers(path, (), ReadingOptions()):
            pass
        assert why in caught.value.sentences[0].nl


def test_what_is_not_a_file_is_read_once(tmp_path):
    """A pipe by name is put aside first, since it can be read only once."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = subprocess.Popen([sys.executable, "-c", f"open({str(pipe)!r}, 'w').write('c0,c1\\n1,2\\n')"])
    with writer, open_answers(pipe, (), ReadingOptions()) as file:
        assert [batch.frame.rows() for batch in file.batches()] == [[("1", "2")]]


def test_standard_input(monkeypatch, tmp_path):
    """It is named "-", copied to a file without a name that only this process can read, and that is gone afterwards."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"c0,c1\n1,2\n")))
    with open_answers(None, (), ReadingOptions()) as file:
        assert file.name == "-"
        assert [batch.frame.rows() for batch in file.batches()] == [[("1", "2")]]
        state = os.fstat(file._source.file.fileno())
        assert stat.S_IMODE(state.st_mode) == 0o600
        assert list(tmp_path.iterdir()) == []
    assert file._source.file.closed


def test_no_standard_input(monkeypatch):
    """Where the caller closed standard input, that is said."""
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(FileError, match="- cannot be read"), open_answers(None, (), ReadingOptions()):
        pass


def test_a_full_disk(monkeypatch):
    """When the copy of standard input does not fit, that is said."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"c0,c1\n1,2\n")))
    with open("/dev/full", "wb") as full:  # noqa: PTH123 - a device
        monkeypatch.setattr(tempfile, "TemporaryFile", lambda: full)
        with pytest.raises(FileError, match="the disk is full"), open_answers(None, (), ReadingOptions()):
            pass


def test_refusing_leaves_nothing_open(tmp_path):
    """A refused file is closed; the warnings that Python gives otherwise are errors here."""
    path = tmp_path / "a.csv"
    path.write_bytes("c0,c1\né,\n1\n2\n3\n".encode("cp1252"))
    with pytest.raises(ResponsesError), open_answers(path, (), ReadingOptions()):
        pass


@pytest.mark.parametrize("chunk", [1, 5, 2**23])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_blank_lines_at_the_end_are_nobody_and_empty_cells_are_a_row(chunk, line_end):
    """A line without anything is no person; a row of empty cells is a row wherever it stands."""
    lines = ["c0;c1;c2", "1;2;3", ";;", "4;5;6", ";;", "", "", ""]
    with mock.patch.object(encodings, "CHUNK_BYTES", chunk), file_of(line_end.join(lines)) as file:
        assert [row for batch in file.batches() for row in batch.frame.rows()] == [
            ("1", "2", "3"),
            (None, None, None),
            ("4", "5", "6"),
            (None, None, None),
        ]


def test_an_export_with_three_header_rows():
    """What Qualtrics writes under its header is no person, and the rejects file gets it as it came."""
    content = 'c0,c1\nVraag,"Tweede, vraag"\n"{""ImportId"":""QID1""}","{""ImportId"":""QID2""}"\n1,2\n'
    for text in (content, content.replace('"{""ImportId"":""QID1""}"', '{"ImportId":"QID1"}')):
        with file_of(text) as file:
            (batch,) = file.batches()
            assert (file.n_rows, batch.frame.rows(), batch.line.tolist()) == (1, [("1", "2")], [4])
            assert file.written(()).header == text.removesuffix("\n1,2\n").replace("\n", "\r\n")
