"""JSON Lines: one nested object per person, text as it came, an empty list for none."""

import io
import json

import polars as pl
import pytest

from reintegratie_cli.errors import UsageError
from reintegratie_cli.models.score_result import OutputColumn, output_columns
from reintegratie_cli.outputs.jsonl import open_writer
from reintegratie_cli.text import Text

NOTHING = Text("", "")
COLUMNS = [
    OutputColumn("id", NOTHING, origin="input"),
    OutputColumn("wijk", NOTHING, origin="kept"),
    OutputColumn("s.score", NOTHING, 4),
    OutputColumn("sol.p.banen", NOTHING, 3),
    OutputColumn("flags", NOTHING, listed=True),
]


def written(columns, rows) -> list[str]:
    """The lines that a batch becomes."""
    stream = io.BytesIO()
    writer = open_writer(stream, columns, raw_text=False)
    frame = pl.DataFrame(rows, orient="row", schema={c.name: pl.Float64 if c.decimals else pl.String for c in columns})
    writer.append(writer.encode(frame, first=True))
    writer.finish()
    return stream.getvalue().decode().splitlines()


def test_points_in_a_name_become_objects_within_objects():
    """`sol.p.banen` is p within sol, and kept columns stand together under keep."""
    (line,) = written(COLUMNS, [("1", "Oost", 2.5, 0.625, "a;b")])

    assert line == '{"id":"1","keep":{"wijk":"Oost"},"s":{"score":2.5},"sol":{"p":{"banen":0.625}},"flags":["a","b"]}'


def test_nothing_is_null_and_no_values_are_an_empty_list():
    """A program need not know which columns can be empty."""
    (line,) = written(COLUMNS, [(None, None, None, None, None)])

    assert json.loads(line) == {
        "id": None,
        "keep": {"wijk": None},
        "s": {"score": None},
        "sol": {"p": {"banen": None}},
        "flags": [],
    }


def test_text_stands_as_it_came():
    """No apostrophe before what looks like a formula, and control characters as JSON escapes them."""
    (line,) = written(COLUMNS[:1], [('=1+1 "é"\n\x1b',)])

    assert json.loads(line) == {"id": '=1+1 "é"\n\x1b'}
    assert "\x1b" not in line


def test_kept_columns_with_points_or_our_names_are_no_objects():
    """Whatever a column of the export is called, it stands under keep by that very name."""
    columns = [COLUMNS[0], *(OutputColumn(name, NOTHING, origin="kept") for name in ("a.b", "keep", "sol"))]

    (line,) = written(columns, [("1", "x", "y", "z")])

    assert json.loads(line)["keep"] == {"a.b": "x", "keep": "y", "sol": "z"}


@pytest.mark.parametrize("names", [("flags.score", "flags"), ("flags", "flags.score")])
def test_a_scale_with_the_name_of_a_column_is_refused(names):
    """One of the two would be lost without a word."""
    columns = [OutputColumn(name, NOTHING) for name in names]

    with pytest.raises(UsageError, match="scale flags"):
        written(columns, [("1", "2")])


def test_no_column_has_the_name_of_a_group_of_others():
    """All columns of the output fit in one tree."""
    columns = list(output_columns((), ("schaal",), ("banen",), ("zoekgedrag",)))

    (line,) = written(columns, [tuple(None for _ in columns)])

    assert {*json.loads(line)} == {column.name.split(".")[0] for column in columns}
