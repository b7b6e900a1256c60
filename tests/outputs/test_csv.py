"""CSV that is safe to open in a spreadsheet: foreign text guarded and counted, our own numbers bare."""

import csv
import io

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reintegratie_cli.inputs.formats import open_answers
from reintegratie_cli.inputs.reading_options import ReadingOptions
from reintegratie_cli.models.score_result import OutputColumn
from reintegratie_cli.outputs.csv import open_writer
from reintegratie_cli.text import Text

NOTHING = Text("", "")
ID = OutputColumn("id", NOTHING, origin="input")
SCORE = OutputColumn("s.score", NOTHING, 4)
REASON = OutputColumn("sol.reason", NOTHING)
RISKY = ["=1+1", "+31 6", "-5", "@SUM(A1)", "\tx", "\rx", '=HYPERLINK("http://x")', "'=1+1", "''-1", "'-", "--", "="]
HARMLESS = ["", "-", "a=1", "'t Gooi", "'", "1-2", " =1", "é", "A-001"]


def written(columns, rows, *, raw_text=False) -> tuple[str, int]:
    """What a batch becomes, and how many texts were guarded."""
    stream = io.BytesIO()
    writer = open_writer(stream, columns, raw_text=raw_text)
    encoded = writer.encode(pl.DataFrame(rows, orient="row", schema=[column.name for column in columns]), first=True)
    writer.append(encoded)
    writer.finish()
    return stream.getvalue().decode(), encoded.guarded


def cells(text: str) -> list[list[str]]:
    """The cells as another program reads them."""
    return list(csv.reader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("text", RISKY)
def test_foreign_text_that_looks_like_a_formula_is_guarded(text):
    """An apostrophe goes before = + - @ tab and CR, also when apostrophes stand there already."""
    content, guarded = written([ID], [(text,)])

    assert cells(content) == [["id"], [f"'{text}"]]
    assert guarded == 1


@pytest.mark.parametrize("text", HARMLESS)
def test_other_text_stays_as_it_is(text):
    """No apostrophe where a spreadsheet runs nothing."""
    content, guarded = written([ID, REASON], [(text, "x")])

    assert cells(content)[1] == [text, "x"]
    assert guarded == 0


def test_computed_values_are_never_guarded():
    """A negative score is a number, and an id of ours that begins with a minus would be our own."""
    content, guarded = written([SCORE, REASON], [(-1.25, "-x")])

    assert content == "s.score,sol.reason\n-1.25,-x\n"
    assert guarded == 0


def test_raw_text_leaves_everything_as_it_came():
    """--raw-text is for programs that run nothing."""
    content, guarded = written([ID], [(text,) for text in RISKY], raw_text=True)

    assert cells(content)[1:] == [[text] for text in RISKY]
    assert guarded == 0


def test_the_name_of_a_kept_column_is_guarded_too():
    """A header is foreign text as well."""
    kept = OutputColumn("=cmd", NOTHING, origin="kept")

    content, _ = written([ID, kept], [("1", "a")])

    assert content == "id,'=cmd\n1,a\n"


def test_the_header_stands_once():
    """Above the first batch, and never again."""
    stream = io.BytesIO()
    writer = open_writer(stream, [ID], raw_text=False)
    for place, name in enumerate(("a", "b")):
        writer.append(writer.encode(pl.DataFrame({"id": [name]}), first=place == 0))

    assert stream.getvalue() == b"id\na\nb\n"


def test_nothing_is_an_empty_cell():
    """No score is nothing, and a yes or no is true or false."""
    clear = OutputColumn("sol.ambiguous", NOTHING)

    content, _ = written([ID, SCORE, clear], [("a", None, True), (None, 2.0, False)])

    assert content == "id,s.score,sol.ambiguous\na,,true\n,2.0,false\n"


@settings(derandomize=True, deadline=None)
@given(texts=st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0")), min_size=1, max_size=5))
def test_our_own_reader_takes_the_guard_off_again(tmp_path_factory, texts):
    """Whatever an id or kept text is, what was written is read back as the same."""
    path = tmp_path_factory.mktemp("csv") / "scores.csv"
    path.write_bytes(
        written([ID, OutputColumn("x", NOTHING, origin="kept")], [(text, "1") for text in texts])[0].encode()
    )
    with open_answers(path, ["id", "x"], ReadingOptions(encoding="utf-8", delimiter=",")) as file:
        read = pl.concat(batch.frame for batch in file.batches())

    assert read["0"].fill_null("").to_list() == texts
