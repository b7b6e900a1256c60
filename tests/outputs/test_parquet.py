"""Parquet: the columns of the CSV with their types, batches joined in their order."""

import datetime as dt
import io
import stat

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


def written(*batches: pl.DataFrame) -> pl.DataFrame:
    """What the batches become, read back."""
    stream = io.BytesIO()
    writer = open_writer(stream, COLUMNS, raw_text=False)
    encoded = [writer.encode(frame, first=place == 0) for place, frame in enumerate(batches)]
    for one in encoded:
        writer.append(one)
    writer.finish()
    return pl.read_parquet(io.BytesIO(stream.getvalue()))


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


def test_the_private_folder_is_gone(tmp_path, monkeypatch):
    """The parts hold answers of people, and stay nowhere."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    written(batch("1"), batch("2"))

    assert list(tmp_path.iterdir()) == []


def test_the_private_folder_is_gone_when_nothing_was_finished(tmp_path, monkeypatch):
    """Also when something went wrong halfway; meanwhile nobody else can look into it."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    writer = open_writer(io.BytesIO(), COLUMNS, raw_text=False)
    writer.append(writer.encode(batch("1"), first=True))
    (folder,) = tmp_path.iterdir()
    mode = stat.S_IMODE(folder.stat().st_mode)
    del writer

    assert (mode, list(tmp_path.iterdir())) == (0o700, [])


def test_without_room_for_the_private_folder_it_is_refused(tmp_path, monkeypatch):
    """With the system's own reason."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "gone"))

    with pytest.raises(FileError, match=r"cannot be written \(No such file or directory\)"):
        open_writer(io.BytesIO(), COLUMNS, raw_text=False)
