"""CSV for Excel with Dutch settings: opens with a double click, and is read back by ourselves."""

import datetime as dt
import io

import polars as pl

from reintegratie_cli.inputs.formats import open_answers
from reintegratie_cli.inputs.reading_options import ReadingOptions
from reintegratie_cli.models.score_result import OutputColumn
from reintegratie_cli.outputs.dutch_csv import open_writer
from reintegratie_cli.text import Text

NOTHING = Text("", "")
COLUMNS = [
    OutputColumn("id", NOTHING, origin="input"),
    OutputColumn("s.score", NOTHING, 4),
    OutputColumn("flags", NOTHING, listed=True),
    OutputColumn("sol.ambiguous", NOTHING),
    OutputColumn("measured", NOTHING),
    OutputColumn("=wijk", NOTHING, origin="kept"),
]
ROWS = pl.DataFrame(
    [("0001", -1.25, "a;b", True, dt.date(2026, 10, 5), "1,5"), ("=1+1", None, None, False, None, "x\ny")],
    schema=[column.name for column in COLUMNS],
    orient="row",
)


def written(*batches: pl.DataFrame, raw_text=False) -> bytes:
    """What the batches become."""
    stream = io.BytesIO()
    writer = open_writer(stream, COLUMNS, raw_text=raw_text)
    for place, batch in enumerate(batches):
        writer.append(writer.encode(batch, first=place == 0))
    writer.finish()
    return stream.getvalue()


def test_what_it_looks_like():
    """A byte order mark, semicolons, commas in numbers, a guard before formulas; lists between quotes, ISO days."""
    assert written(ROWS).decode() == (
        "\ufeffid;s.score;flags;sol.ambiguous;measured;'=wijk\r\n"
        '0001;-1,25;"a;b";true;2026-10-05;1,5\r\n'
        '\'=1+1;;;false;;"x\ny"\r\n'
    )


def test_the_same_bytes_whatever_the_batches():
    """The mark and the names stand once."""
    assert written(*ROWS.iter_slices(1)) == written(ROWS)


def test_raw_text_leaves_the_guard_out():
    """As in CSV."""
    assert b"\r\n=1+1;" in written(ROWS, raw_text=True)


def test_our_own_reader_reads_it(tmp_path):
    """Without being told how it was written; the guard is taken off, a comma in a number is left to who reads it."""
    path = tmp_path / "scores.csv"
    path.write_bytes(written(ROWS))
    with open_answers(path, ["id"], ReadingOptions()) as file:
        read = pl.concat(batch.frame for batch in file.batches())

    assert read.select("0", "1", "2", "5").rows() == [
        ("0001", "-1,25", "a;b", "1,5"),
        ("=1+1", None, None, "x\ny"),
    ]
