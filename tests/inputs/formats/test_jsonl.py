"""JSON Lines: one object is one row, numbers stay as they are written, and what is no object is a row all the same."""

import json
import tempfile
from contextlib import contextmanager
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reintegratie_cli.errors import ResponsesError
from reintegratie_cli.inputs.delimited.quoting import MALFORMED
from reintegratie_cli.inputs.formats import jsonl, open_answers
from reintegratie_cli.inputs.reading_options import ReadingOptions

CANARY = "ZZKANARIEZZ"


@contextmanager
def opened(*lines):
    """The lines as a file."""
    content = b"\n".join(line if isinstance(line, bytes) else line.encode() for line in lines)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "in.jsonl")
        path.write_bytes(content)
        with open_answers(path, (), ReadingOptions()) as file:
            yield file


def table(*lines, size=50_000):
    """The names of the columns, and all rows."""
    with opened(*lines) as file:
        return file.heading.names, [row for batch in file.batches(size=size) for row in batch.frame.rows()]


def test_keys_are_columns():
    """In the order in which they appear first, over the whole file; what is not there is no cell."""
    assert table('{"a": "1", "c": "2"}', '{"c": "3", "b": "4"}', '{"a": null}') == (
        ("a", "c", "b"),
        [("1", "2", None), (None, "3", "4"), (None, None, None)],
    )


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("1.10", "1.10"),
        ("4.0", "4.0"),
        ("-0", "-0"),
        ("1E5", "1E5"),
        ("123456789012345678901234567890", "123456789012345678901234567890"),
        ("true", "true"),
        ("false", "false"),
        ("null", None),
        ("NaN", None),
        ('""', ""),
        ('" a;b "', " a;b "),
        ('"\\u00e9\\ud83d\\ude00"', "é😀"),
        ("[]", None),
        ('["a", 1.50, true, null]', "a;1.50;true;"),
        ('[["a"]]', '[["a"]]'),
        ('[{"b": 1}]', '[{"b": "1"}]'),
    ],
)
def test_values_are_text(value, cell):
    """As they are written: no number is rounded, no digit lost."""
    assert table(f'{{"a": {value}, "z": "1"}}') == (("a", "z"), [(cell, "1")])


def test_objects_within_objects():
    """Both names, with a point between them, as our own output has it."""
    assert table('{"a": {"b": 1, "c": {"d": [1, 2]}}, "e": {}}') == (("a.b", "a.c.d"), [("1", "1;2")])


@pytest.mark.parametrize(
    "line",
    [
        '{"a": 1',
        "1",
        '"a"',
        "[1]",
        '{"a": 1} {"a": 2}',
        '{"a": 1, "a": 2}',
        '{"a": {"b": 1}, "a": {"c": 1}}',
        '{"a.b": 1, "a": {"b": 2}}',
        '{"a": "\\ud800"}',
        '{"\\udfff": 1}',
        "{'a': 1}",
        '{"a": 01}',
        '{"a": "\x01"}',
        '{"a":' * 30 + "1" + "}" * 30,
        "[" * 100_000,
        '{"a":' * 100_000,
        CANARY,
    ],
    ids=range(17),
)
def test_a_line_that_is_no_such_object_is_a_row(line):
    """It stays in its place, without cells, marked; the rows after it are read."""
    good = ['{"a": 1, "b": 2}'] * 30
    with opened(*good, line, *good) as file:
        (batch,) = file.batches()

        assert file.n_rows == 61
        assert batch.frame.row(30) == (None, None)
        assert batch.width.tolist() == [2] * 30 + [MALFORMED] + [2] * 30
        assert batch.frame.row(31) == ("1", "2")
        assert batch.raw(31) == "1;2"


def test_a_line_that_is_no_object_is_written_again_as_it_came():
    """In one cell, so that who mends it sees it."""
    good = ['{"a": 1, "b": 2}'] * 30
    with opened(*good, '{"a": 1; "b') as file:
        (batch,) = file.batches()

        assert batch.raw(30) == '"{""a"": 1; ""b"'


def test_too_many_such_lines_are_refused():
    """More than one in twenty, and at least three: it is another kind of file. No word of it is told."""
    with (
        pytest.raises(
            ResponsesError, match=r"3 of the 33 lines are no JSON object \(such as lines 31, 32, 33\)"
        ) as said,
        opened(*['{"a": 1}'] * 30, *[CANARY] * 3),
    ):
        pass

    assert CANARY not in str(said.value)


def test_blank_lines_are_none():
    """Wherever they stand; the lines after them keep their numbers."""
    with opened("", '{"a": 1}', "", "  \r", '{"a": 2}\r', "") as file:
        (batch,) = file.batches()

        assert batch.frame.rows() == [("1",), ("2",)]
        assert batch.line.tolist() == [2, 5]


def test_a_byte_order_mark_is_allowed():
    """Windows programs write one."""
    assert table(b'\xef\xbb\xbf{"a": 1}') == (("a",), [("1",)])


def test_other_encodings_are_refused():
    """JSON is UTF-8; the line is named."""
    with (
        pytest.raises(ResponsesError, match="line 2: this is not valid UTF-8"),
        opened('{"a": 1}', b'{"a": "caf\xe9"}'),
    ):
        pass


@pytest.mark.parametrize("text", ['[{"a": 1},\n{"a": 2}]', " [\n\n  {", "[[1, 2], [3, 4]]", '\ufeff[{"a": 1}]'])
def test_a_list_is_refused_with_advice(text):
    """The other way of writing rows as JSON is one file, not lines."""
    with pytest.raises(ResponsesError, match=r"this is a JSON list\. Save it as JSON Lines"), opened(text):
        pass


def test_a_text_that_begins_with_a_bracket_is_delimited_text():
    """LimeSurvey's names have brackets."""
    with opened("[a];[b]", "1;2") as file:
        assert file.heading.names == ("[a]", "[b]")


def test_a_line_that_would_fill_the_memory_is_refused(monkeypatch):
    """Whatever is on it."""
    monkeypatch.setattr(jsonl, "MAX_ROW_BYTES", 20)
    with pytest.raises(ResponsesError, match="line 2: this line is longer"), opened('{"a": 1}', '{"a": "' + "x" * 30):
        pass


def test_too_many_columns_are_refused(monkeypatch):
    """Also when each line has a few of its own."""
    monkeypatch.setattr("reintegratie_cli.inputs.formats.typed_table.MAX_COLUMNS", 3)
    with pytest.raises(ResponsesError, match="more than 3 columns"), opened(*(f'{{"a{n}": 1}}' for n in range(4))):
        pass


def test_it_is_said_what_was_read():
    """In both languages."""
    with opened('{"a": 1, "b": 2}') as file:
        assert file.notes[0].nl.endswith("in.jsonl: JSON Lines, 2 kolommen, 1 rij.")
        assert file.notes[0].en.endswith("in.jsonl: JSON Lines, 2 columns, 1 row.")


NAMES = st.sampled_from(["a", "b", "c", "d e"])
VALUES = st.none() | st.integers() | st.text(max_size=6) | st.booleans()
ROWS = st.lists(st.dictionaries(NAMES, VALUES, min_size=1), min_size=1, max_size=15)


def as_cell(value):
    """What a value is as text."""
    return value if isinstance(value, str | None) else json.dumps(value)


@settings(max_examples=100, deadline=None)
@given(rows=ROWS, size=st.integers(1, 16), part=st.integers(1, 16), ascii_only=st.booleans())
def test_what_is_written_is_read(rows, size, part, ascii_only):
    """Whatever the size of the parts in which it is kept and of the batches."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jsonl, "_PART_CELLS", part)
        names, found = table(*(json.dumps(row, ensure_ascii=ascii_only) for row in rows), size=size)

    assert names == tuple(dict.fromkeys(name for row in rows for name in row))
    assert found == [tuple(as_cell(row.get(name)) for name in names) for row in rows]


@settings(max_examples=200, deadline=None)
@given(content=st.binary(max_size=60) | st.text('{}[]":,\\u0d18a1.\n ', max_size=60).map(str.encode))
def test_any_bytes(content):
    """After an open brace anything can follow: rows, or one sentence."""
    try:
        table(b"{" + content)
    except ResponsesError as error:
        assert "\n" not in str(error)  # noqa: PT017 - both ends are right


@pytest.mark.usefixtures("folder")
def test_the_same_scores_as_from_csv(call):
    """Through the command: one questionnaire, two formats, one result."""
    frame = pl.DataFrame({"id": [1, 2, 3], "wv_1": [1, 4, 5], "wv_2": [2, 4, None], "wv_3": [3, 4, 4]})
    frame.write_csv(Path("in.csv"))
    frame.write_ndjson("in.jsonl")
    csv, lines = (call("score", name).rows for name in ("in.csv", "in.jsonl"))

    assert [{**row, "row.file": "", "row.number": ""} for row in csv] == [
        {**row, "row.file": "", "row.number": ""} for row in lines
    ]
    assert len(lines) == 3
