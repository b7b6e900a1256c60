"""Parquet: the columns of the CSV with their types, batches joined in their order."""

import datetime as dt
import errno
import io
import os
import signal
import threading

import numpy as np
import polars as pl
import pytest

from reintegratie_cli.errors import FileError
from reintegratie_cli.models.score_result import OutputColumn
from reintegratie_cli.outputs.parquet import open_writer
from reintegratie_cli.text import Text

COLUMNS = [OutputColumn("id", Text("", ""), origin="input")]


def batch(*ids: str | None) -> pl.DataFrame:
    """Some rows of every type."""
    n = len(ids)
    day = pl.Series("measured", [dt.date(2026, 10, 5)] * n, dtype=pl.Date)
    frame = {"id": pl.Series(ids, dtype=pl.String), "s.score": [-1.25] * n, "s.answered": [3] * n}
    return pl.DataFrame({**frame, "sol.ambiguous": pl.Series([True] * n, dtype=pl.Boolean), "measured": day})


def as_bytes(*batches: pl.DataFrame) -> bytes:
    """What the batches become."""
    stream = io.BytesIO()
    writer = open_writer(stream, COLUMNS, raw_text=False)
    encoded = [writer.encode(frame, first=place == 0) for place, frame in enumerate(batches)]
    for one in encoded:
        writer.append(one)
    writer.finish()
    return stream.getvalue()


def written(*batches: pl.DataFrame) -> pl.DataFrame:
    """What the batches become, read back."""
    return pl.read_parquet(io.BytesIO(as_bytes(*batches)))


def test_types_are_kept():
    """Numbers, whole numbers, dates and yes or no are what they are, not text."""
    assert dict(written(batch("1")).schema) == {
        "id": pl.String,
        "s.score": pl.Float64,
        "s.answered": pl.Int64,
        "sol.ambiguous": pl.Boolean,
        "measured": pl.Date,
    }


def test_text_stands_as_it_came():
    """No apostrophe before what looks like a formula; no id is null, and an empty text stays one."""
    assert written(batch("=1+1", None, ""))["id"].to_list() == ["=1+1", None, ""]


def test_batches_are_joined_in_order():
    """Twelve parts, more than sort well by name without their zeros."""
    ids = [str(number) for number in range(24)]

    assert written(*(batch(*ids[at : at + 2]) for at in range(0, 24, 2)))["id"].to_list() == ids


def test_nobody_still_has_columns():
    """A file without rows becomes a table without rows."""
    assert written(batch()).shape == (0, 5)


def test_the_size_of_the_batches_does_not_show():
    """The same rows in one part, in twelve and in parts of all sizes are the same bytes."""
    frame = batch(*map(str, range(120_000)))
    sizes = [[120_000], [10_000] * 12, [1, 49_999, 50_001, 19_999]]

    made = set()
    for parts in sizes:
        starts = np.cumsum([0, *parts])
        made.add(as_bytes(*(frame.slice(start, size) for start, size in zip(starts, parts, strict=False))))

    assert len(made) == 1


def test_nothing_is_kept_in_the_open(tmp_path, monkeypatch):
    """The parts hold answers of people, and have no name, so that no end of the program leaves them."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    writer = open_writer(io.BytesIO(), COLUMNS, raw_text=False)
    writer.append(writer.encode(batch("1"), first=True))

    assert list(tmp_path.iterdir()) == []


def test_without_room_for_parts_it_is_refused(tmp_path, monkeypatch):
    """With the system's own reason, and where to make room."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "gone"))

    with pytest.raises(FileError, match=r"temporary files, .*gone, cannot be written to \(it does not exist\)"):
        open_writer(io.BytesIO(), COLUMNS, raw_text=False)


@pytest.mark.parametrize(
    "refusal",
    [BrokenPipeError(errno.EPIPE, "Broken pipe"), FileError(Text("vol", "full")), OSError(errno.ENOSPC, "full")],
    ids=["nobody reads", "refused", "full"],
)
def test_what_the_stream_refuses_is_what_is_raised(refusal):
    """Not what the engine makes of it."""

    class Refusing(io.BytesIO):
        def write(self, _content):
            raise refusal

    writer = open_writer(Refusing(), COLUMNS, raw_text=False)
    writer.append(writer.encode(batch("1"), first=True))
    with pytest.raises(type(refusal)) as raised:
        writer.finish()

    assert raised.value is refusal


@pytest.mark.skipif(os.name != "posix", reason="signals are those of POSIX")
def test_joining_can_be_interrupted():
    """A signal is answered while the engine works, not after it."""
    answered, in_time = threading.Event(), []

    class Waiting(io.BytesIO):
        def write(self, content):
            in_time.append(answered.wait(10))
            return len(content)

    def end(*_):
        answered.set()
        raise KeyboardInterrupt

    writer = open_writer(Waiting(), COLUMNS, raw_text=False)
    writer.append(writer.encode(batch("1"), first=True))
    before = signal.signal(signal.SIGALRM, end)
    signal.setitimer(signal.ITIMER_REAL, 0.2)
    with pytest.raises(KeyboardInterrupt):
        writer.finish()
    signal.signal(signal.SIGALRM, before)

    assert in_time[0]
