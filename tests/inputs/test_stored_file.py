"""Rows that are kept in a private file come back as they were put in, in batches of any size, and leave nothing."""

import csv
import io
import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack, contextmanager

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reintegratie_cli.errors import FileError
from reintegratie_cli.inputs.delimited.quoting import MALFORMED
from reintegratie_cli.inputs.layouts import Heading
from reintegratie_cli.inputs.stored_file import ENCODING, LINE, RAW, WIDTH, StoredFile
from reintegratie_cli.text import Text

CELLS = st.none() | st.text(st.characters(codec="utf-8"), max_size=4) | st.sampled_from([";", '"', "\r\n", 'a;"b"'])
ROWS = st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=15)


def part(rows, first=1, **more):
    """Rows as a part."""
    frame = pl.DataFrame(rows, schema={"0": pl.String, "1": pl.String, "2": pl.String}, orient="row")
    lines = pl.Series(LINE, range(first, first + len(rows)), dtype=pl.Int64)
    return frame.with_columns(lines, *(pl.Series(name, cells) for name, cells in more.items()))


@contextmanager
def stored(*parts, names=("a", "b", "c")):
    """A file that keeps these parts."""
    with ExitStack() as stack:
        yield StoredFile("in.dat", Heading(names), parts, [Text("Gelezen.", "Read.")], stack)


@settings(max_examples=100, deadline=None)
@given(
    parts=st.lists(ROWS, max_size=4), size=st.integers(1, 40), columns=st.permutations(range(3)), n=st.integers(0, 3)
)
def test_batches_never_change_the_rows(parts, size, columns, n):
    """Whatever their size, the size of the parts, and which columns are asked for; and they can be read again."""
    rows = [row for some in parts for row in some]
    firsts = [1 + sum(map(len, parts[:place])) for place in range(len(parts))]
    wanted = columns[: n + 1]
    with stored(*(part(some, first) for some, first in zip(parts, firsts, strict=True))) as file:
        for _ in range(2):
            batches = list(file.batches(wanted, size))

            assert [row for one in batches for row in one.frame.rows()] == [
                tuple(row[c] for c in wanted) for row in rows
            ]
            assert [line for one in batches for line in one.line] == list(range(1, len(rows) + 1))
            assert [len(one.line) for one in batches[:-1]] == [size] * (len(batches) - 1)
            assert all(one.width.tolist() == [3] * len(one.line) for one in batches)
    assert file.n_rows == len(rows)


@settings(max_examples=100, deadline=None)
@given(parts=st.lists(ROWS, min_size=1, max_size=3), size=st.integers(1, 20))
def test_rows_are_written_again_as_delimited_text(parts, size):
    """Every cell of every row, also of those that were not asked for; an empty cell as nothing."""
    with stored(*map(part, parts)) as file:
        lines = [one.raw(place) for one in file.batches([1], size) for place in range(len(one.line))]
        header = file.written(("x", "y;z", "a")).header
    read = [next(csv.reader(io.StringIO(line, newline=""), delimiter=";", strict=True)) for line in [header, *lines]]

    assert read[0] == ["x", "y;z", "a"]
    assert read[1:] == [[cell or "" for cell in row] for some in parts for row in some]


def test_labels_stand_for_their_texts():
    """From then on, in batches and in rows written again; other texts and columns stay, and it can be undone."""
    with stored(part([("1", "1", None), ("2", "2", None), (None, "3", "x")])) as file:
        file.relabel({0: {"1": "eens", "2": "on;eens"}})
        (batch,) = file.batches([0, 1])
        raws = [batch.raw(place) for place in range(3)]
        file.relabel({})
        (before,) = file.batches()

    assert batch.frame.rows() == [("eens", "1"), ("on;eens", "2"), (None, "3")]
    assert raws == ["eens;1;", '"on;eens";2;', ";3;x"]
    assert before.frame.rows() == [("1", "1", None), ("2", "2", None), (None, "3", "x")]


def test_a_column_that_a_part_does_not_have_is_empty_there():
    """So a format whose columns appear on the way needs no second look."""
    early = pl.DataFrame({"0": ["1"], LINE: [1]})
    with stored(early, part([("2", "3", "4")], first=2)) as file:
        (batch,) = file.batches()

        assert batch.frame.rows() == [("1", None, None), ("2", "3", "4")]
        assert batch.raw(0) == "1;;"


def test_a_row_of_another_width():
    """It is marked, and one whose cells could not be told apart is written again as it came."""
    rows = [(None, None, None), ("1", "2", "3"), (None, None, None)]
    widths = pl.Series([MALFORMED, None, 2], dtype=pl.Int32)
    with stored(part(rows, **{WIDTH: widths, RAW: ['{"a";', None, None]}), part(rows)) as file:
        (batch,) = file.batches([0])

        assert batch.width.tolist() == [MALFORMED, 3, 2, 3, 3, 3]
        assert batch.raw(0) == '"{""a"";"'
        assert batch.raw(1) == "1;2;3"


def test_it_is_written_as_a_dutch_spreadsheet_opens_it():
    """Semicolons, UTF-8 with its mark."""
    with stored(part([])) as file:
        written = file.written(file.heading.names)

    assert (written.header, written.delimiter, written.encoding) == ("a;b;c", ";", ENCODING)


def test_it_says_what_it_is():
    """As whoever opened it said."""
    with stored() as file:
        assert (file.name, file.n_rows, file.tells_not_shown, dict(file.labels)) == ("in.dat", 0, False, {})
        assert [note.en for note in file.notes] == ["Read."]
        assert list(file.batches()) == []


def test_nothing_is_left_on_disk(tmp_path, monkeypatch):
    """Neither while it is open nor afterwards."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with stored(part([("ZZKANARIEZZ", None, None)] * 1000)) as file:
        assert len(list(file.batches(size=100))) == 10
        assert list(tmp_path.iterdir()) == []


def test_nothing_is_left_on_disk_when_it_is_killed(tmp_path):
    """The system removes what has no name, whatever ends the process."""
    code = """
import os, signal
from contextlib import ExitStack
import polars as pl
from reintegratie_cli.inputs.layouts import Heading
from reintegratie_cli.inputs.stored_file import LINE, StoredFile
part = pl.DataFrame({"0": ["ZZKANARIEZZ"] * 1000, LINE: [1] * 1000})
file = StoredFile("in.dat", Heading(("a",)), [part], [], ExitStack())
os.kill(os.getpid(), signal.SIGKILL)
"""
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    ran = subprocess.run([sys.executable, "-c", code], env=environment, check=False, capture_output=True)

    assert ran.returncode < 0
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_said(monkeypatch):
    """When the rows do not fit, in one sentence."""
    with open("/dev/full", "r+b", buffering=0) as full:  # noqa: PTH123 - a device
        monkeypatch.setattr(tempfile, "TemporaryFile", lambda: full)
        with (
            pytest.raises(FileError, match=r"in\.dat cannot be read: .* \(the disk is full\)"),
            stored(part([("1",) * 3])),
        ):
            pass


def test_a_full_disk_is_said_when_it_shows_late(monkeypatch):
    """What was held back is written before the first row is handed out."""
    full = open("/dev/full", "wb")  # noqa: PTH123, SIM115 - a device, which the file closes
    monkeypatch.setattr(tempfile, "TemporaryFile", lambda: full)
    with pytest.raises(FileError, match="the disk is full"), stored(part([("1",) * 3])):
        pass


def test_a_disk_that_fails_is_said():
    """When what was kept cannot be read again."""
    with stored(part([("1", "2", "3")])) as file:
        broken = OSError(5, "Input/output error")

        class Broken(io.BytesIO):
            def read(self, *_):
                raise broken

        file._file = Broken()
        with pytest.raises(FileError, match="the disk reports an error"):
            list(file.batches())
