"""Parquet files: typed columns come out as text, a batch at a time, and a damaged file in one sentence."""

import decimal
import io
import sys
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reintegratie_cli.errors import FileError, ResponsesError
from reintegratie_cli.inputs.formats import open_answers, parquet
from reintegratie_cli.inputs.reading_options import ReadingOptions
from reintegratie_cli.inputs.responses import ResponseFiles
from reintegratie_cli.models.instrument import Instrument

CANARY = "ZZKANARIEZZ"
INSTRUMENT = Instrument.model_validate(
    {
        "instrument": "proef",
        "version": "1.0.0",
        "answers": {"vijf": {"type": "ordinal", "values": [1, 2, 3, 4, 5]}},
        "items": {"v1": {"answers": "vijf"}, "v2": {"answers": "vijf"}},
        "scales": {"s": {"items": ["v1", "v2"], "measurement": "reflective", "score": "mean"}},
    }
)


CRASHES = parquet._crashes


@pytest.fixture(autouse=True)
def _no_trial(monkeypatch):
    """Most files of these tests are whole; a process for each would take most of the time."""
    monkeypatch.setattr(parquet, "_crashes", lambda _: False)


@pytest.fixture
def trial(monkeypatch):
    """Each file is tried in a process of its own first, as it is outside these tests."""
    monkeypatch.setattr(parquet, "_crashes", CRASHES)


@pytest.fixture
def write(tmp_path):
    """Write a Parquet file with these columns."""

    def writer(columns, **how):
        path = tmp_path / "in.parquet"
        pl.DataFrame(columns).write_parquet(path, **how)
        return path

    return writer


@contextmanager
def opened(path):
    """The file as it is read."""
    with open_answers(path, (), ReadingOptions()) as file:
        yield file


def rows(path, columns=None, size=50_000):
    """All cells of a file."""
    with opened(path) as file:
        return [row for batch in file.batches(columns, size) for row in batch.frame.rows()]


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        (pl.Series([4, None], dtype=pl.Int8), ["4", None]),
        (pl.Series([2**64 - 1, 0], dtype=pl.UInt64), ["18446744073709551615", "0"]),
        (pl.Series([4.0, 2.5, float("nan"), None]), ["4", "2.5", None, None]),
        (pl.Series([0.1, 3], dtype=pl.Float32), ["0.1", "3"]),
        (pl.Series([True, False, None]), ["true", "false", None]),
        (pl.Series(["a", "", None]), ["a", "", None]),
        (pl.Series(["a", None], dtype=pl.Categorical), ["a", None]),
        (pl.Series(["b", "a"], dtype=pl.Enum(["a", "b"])), ["b", "a"]),
        (pl.Series([date(2026, 1, 2), None]), ["2026-01-02", None]),
        (pl.Series([datetime(2026, 1, 2, 3, 4, 5)]), ["2026-01-02 03:04:05"]),  # noqa: DTZ001
        (pl.Series([time(3, 4, 5)]), ["03:04:05"]),
        (pl.Series([decimal.Decimal("1.10"), decimal.Decimal("4.00")]), ["1.1", "4"]),
        (pl.Series([None, None]), [None, None]),
    ],
    ids=lambda column: str(getattr(column, "dtype", "")),
)
def test_every_type_is_text(write, column, expected):
    """As the person who made the export sees it."""
    assert rows(write({"c": column})) == [(cell,) for cell in expected]


@pytest.mark.parametrize(
    "column",
    [
        pl.Series([[1, 2], None]),
        pl.Series([{"a": 1}, None]),
        pl.Series([b"\xff\x00", None]),
        pl.Series([[1, 2]], dtype=pl.Array(pl.Int8, 2)),
    ],
    ids=lambda column: str(column.dtype),
)
def test_what_is_no_answer_to_anything_does_no_harm(write, column):
    """A list, a struct or bytes beside the answers: the answers are read."""
    path = write({"v1": [1] * len(column), "extra": column})

    assert [row[0] for row in rows(path)] == ["1"] * len(column)


def test_ids_that_a_float_cannot_hold_are_nobodys(write):
    """Several persons could share what is left of them."""
    with ResponseFiles([write({"id": [118273.0, 2.0**53, 1.5e17], "v1": [1, 2, 3]})], ReadingOptions()) as files:
        files.bind(INSTRUMENT)
        ids = next(files.batches()).rows["id"].to_list()

    assert ids == ["118273", None, None]


def test_single_floats_hold_less(write):
    """16777217 would be kept as 16777216 there."""
    path = write({"id": pl.Series([16777215, 16777216], dtype=pl.Float32)})

    assert rows(path) == [("16777215",), ("1.67772160E+07",)]


TABLES = st.lists(
    st.tuples(st.none() | st.integers(-(2**63), 2**63 - 1), st.none() | st.text(max_size=5), st.none() | st.booleans()),
    max_size=20,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    table=TABLES, size=st.integers(1, 21), group=st.integers(1, 21), columns=st.lists(st.integers(0, 2), unique=True)
)
def test_batches_never_change_the_result(write, table, size, group, columns):
    """Whatever the size of batches and of row groups, and which columns are asked for."""
    schema = {"n": pl.Int64, "s": pl.String, "b": pl.Boolean}
    path = write(pl.DataFrame(table, schema=schema, orient="row"), row_group_size=group)
    with opened(path) as file:
        batches = list(file.batches(columns or None, size))
        lines = [int(line) for batch in batches for line in batch.line]
        found = [row for batch in batches for row in batch.frame.rows()]
    texts = [tuple(None if cell is None else str(cell) for cell in row) for row in table]
    texts = [(n, s, b and b.lower()) for n, s, b in texts]

    assert found == [tuple(row[place] for place in columns or range(3)) for row in texts]
    assert lines == list(range(1, len(table) + 1))
    assert all(len(batch.line) <= size for batch in batches)


def test_a_row_is_written_again_in_all_its_columns(write):
    """Also where only one of them was asked for."""
    path = write({"id": [1, 2, 3], "s": ['a;"b"', None, "c\nd"], "v1": [1.0, 2.0, None]})
    with opened(path) as file:
        batches = list(file.batches([2], 2))
        raws = [batch.raw(place) for batch in batches for place in range(len(batch.line))]

    assert raws == ['1;"a;""b""";1', "2;;2", '3;"c\nd";']


def test_it_is_said_what_was_read(write):
    """In both languages."""
    path = write({"v1": [1]})
    with opened(path) as file:
        assert file.notes[0].nl == f"{path}: Parquet, 1 kolom, 1 rij."
        assert file.notes[0].en == f"{path}: Parquet, 1 column, 1 row."


def test_from_standard_input(write, monkeypatch):
    """A file that is no file on disk, in several batches."""
    content = write({"v1": [1, 2, 3]}).read_bytes()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))

    assert rows(None, size=2) == [("1",), ("2",), ("3",)]


def test_a_file_without_rows(write):
    """Columns without anybody."""
    assert rows(write({"v1": pl.Series([], dtype=pl.Int64)})) == []


@pytest.mark.parametrize("keep", [4, 11, 60, -1, -30])
def test_a_damaged_file_is_refused_in_one_sentence(write, keep, capfd):
    """Without the words of the engine, which can hold what people answered."""
    path = write({"s": [CANARY] * 50})
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(ResponsesError, match=r"begins as a file of Parquet does, but is damaged") as caught:
        rows(path)

    assert CANARY not in str(caught.value)
    assert "\n" not in str(caught.value)
    assert capfd.readouterr() == ("", "")


@pytest.mark.usefixtures("trial")
@pytest.mark.parametrize("end", ["os.abort()", "os.kill(os.getpid(), 9)", "sys.exit(1)"])
def test_a_file_that_takes_its_reader_down(write, monkeypatch, end):
    """A page that says to be of a terabyte ends the process, whatever is caught; it is another process that ends."""
    monkeypatch.setattr(parquet, "_TRIAL", f"import os, sys; assert sys.stdin.buffer.read(4) == b'PAR1'; {end}")
    with pytest.raises(ResponsesError, match="begins as a file of Parquet does, but is damaged"):
        rows(write({"v1": [1, 2, 3]}))


@pytest.mark.usefixtures("trial")
def test_a_whole_file_is_read_after_its_trial(write):
    """From the beginning, though another process has read it."""
    assert rows(write({"v1": [1, 2]})) == [("1",), ("2",)]


@pytest.mark.usefixtures("trial")
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_bytes_that_fell_over(write, capfd, data):
    """One byte otherwise: it is read as something, or refused in one sentence; the engine says nothing itself."""
    path = write({"s": ["a", "b", None] * 5, "n": list(range(15))})
    content = bytearray(path.read_bytes())
    content[data.draw(st.integers(4, len(content) - 1))] ^= data.draw(st.integers(1, 255))
    path.write_bytes(content)
    try:
        rows(path, size=4)
    except ResponsesError as error:
        assert "\n" not in str(error)  # noqa: PT017 - both ends are right

    assert capfd.readouterr() == ("", "")


def test_a_file_that_is_cut_off_while_it_is_read(write):
    """What is said is that it was changed."""
    path = write({"s": np.arange(10_000).astype(str)}, row_group_size=1000)
    with opened(path) as file:
        batches = file.batches(size=1000)
        next(batches)
        path.write_bytes(path.read_bytes()[:1000])
        with pytest.raises(FileError, match="changed while it was being read"):
            list(batches)


def test_too_many_columns_are_refused(write, monkeypatch):
    """As in any format."""
    monkeypatch.setattr("reintegratie_cli.inputs.formats.typed_table.MAX_COLUMNS", 2)
    with pytest.raises(ResponsesError, match="more than 2 columns"):
        rows(write({"a": [1], "b": [1], "c": [1]}))


@pytest.mark.usefixtures("folder")
def test_the_same_scores_as_from_csv(call):
    """Through the command: one questionnaire, two formats, one result; a pandas index is a column nobody asked for."""
    frame = pl.DataFrame({"id": [1, 2, 3], "wv_1": [1, 4, 5], "wv_2": [2, 4, None], "wv_3": [3.0, 4.0, 4.0]})
    frame.write_csv(Path("in.csv"))
    frame.with_columns(pl.Series("__index_level_0__", [0, 1, 2])).write_parquet("in.parquet")
    csv, parquet = (call("score", name).rows for name in ("in.csv", "in.parquet"))

    assert [{**row, "row.file": "", "row.number": ""} for row in csv] == [
        {**row, "row.file": "", "row.number": ""} for row in parquet
    ]
    assert len(parquet) == 3
