"""Excel: text is always text, numbers and days are what they are, and a sheet says what the columns mean."""

import datetime as dt
import gc
import io
import re
from zipfile import ZipFile

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from reintegratie_cli.errors import UsageError
from reintegratie_cli.models.score_result import OutputColumn
from reintegratie_cli.outputs import xlsx
from reintegratie_cli.outputs.xlsx import open_writer
from reintegratie_cli.text import Text

NOTHING = Text("", "")
ID = OutputColumn("id", NOTHING, origin="input")
TYPED = [
    ID,
    OutputColumn("s.score", NOTHING, 4),
    OutputColumn("s.t", NOTHING, 1),
    OutputColumn("s.answered", NOTHING),
    OutputColumn("sol.ambiguous", NOTHING),
    OutputColumn("measured", NOTHING),
]
FORMULAS = ["=1+1", "+31 6", "-5", "@SUM(A1)", '=HYPERLINK("http://x")', "=cmd|' /C calc'!A0", "\t=1", "\r=1"]
HOSTILE = [
    *FORMULAS,
    "00012",
    "1e5",
    "http://example.org",
    "a\nb",
    " x ",
    "",
    "<b>&amp;",
    "'=1",
    "_x0041_",
    "é😀",
    "#N/A",
]


def texts(*values: str | None) -> pl.DataFrame:
    """A batch with these ids."""
    return pl.DataFrame({"id": pl.Series(values, dtype=pl.String)})


def typed(n: int = 1) -> pl.DataFrame:
    """A batch with a column of every type; the last row of several has nothing but its id."""
    frame = pl.DataFrame(
        {
            "id": [str(number) for number in range(n)],
            "s.score": [-1.25] * n,
            "s.t": [50.5] * n,
            "s.answered": [3] * n,
            "sol.ambiguous": [True] * n,
            "measured": [dt.date(2026, 10, 5)] * n,
        }
    )
    last = pl.int_range(pl.len()) == max(n - 1, 1)
    return frame.with_columns(pl.when(~last).then(pl.exclude("id")).name.keep())


def written(columns, *batches: pl.DataFrame, language="nl") -> bytes:
    """What the batches become; they are encoded out of order."""
    stream = io.BytesIO()
    writer = open_writer(stream, columns, language=language)
    places = [*range(1, len(batches)), 0]
    encoded = {place: writer.encode(batches[place], first=place == 0) for place in places}
    for place in range(len(batches)):
        writer.append(encoded[place])
    writer.finish()
    return stream.getvalue()


def sheet(content: bytes, name: str = "scores") -> list[list[object]]:
    """The cells of a sheet, as another program reads them."""
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name(name).to_python()


def part(content: bytes, name: str) -> str:
    """A file of the workbook."""
    with ZipFile(io.BytesIO(content)) as book:
        return book.read(name).decode()


@pytest.mark.parametrize("text", HOSTILE)
def test_text_is_read_back_as_it_came(text):
    """No formula, no link, no number, no apostrophe before it."""
    assert sheet(written([ID], texts(text)))[1:] == [[text]]


@given(st.text(st.characters(codec="utf-8", exclude_characters="\ufffe\uffff"), min_size=1, max_size=60))
@settings(derandomize=True, deadline=None, max_examples=300)
def test_any_text_is_read_back(text):
    """Whatever is in it: control characters are escaped in the way of Excel, and so is what looks escaped already."""
    assert sheet(written([ID], texts(text)))[1:] == [[text]]


@pytest.mark.parametrize("character", ["\ufffe", "\uffff"])
def test_what_is_no_character_is_escaped(character):
    """XML forbids it; Excel writes its code."""
    assert f"_x{ord(character):04X}_" in part(written([ID], texts(character)), "xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("formula", FORMULAS)
def test_there_is_no_formula_anywhere(formula):
    """Not in an id, not in the name of a kept column and not in its cells."""
    kept = OutputColumn(formula, NOTHING, origin="kept")
    content = written([ID, kept], pl.DataFrame({"id": [formula], formula: [formula]}))
    with ZipFile(io.BytesIO(content)) as book:
        found = [name for name in book.namelist() if re.search(rb"<f[ >]|<hyperlink", book.read(name))]

    assert found == []
    assert sheet(content) == [["id", formula], [formula, formula]]


def test_types_are_kept():
    """Numbers, whole numbers, yes or no and days; nothing is an empty cell."""
    rows = sheet(written(TYPED, typed(2)))

    assert rows[1] == ["0", -1.25, 50.5, 3.0, True, dt.date(2026, 10, 5)]
    assert rows[2] == ["1", *[""] * 5]


def test_numbers_show_their_decimals():
    """A score of 2 shows as 2.0000, a T score as 50.0; the number in the cell is whole."""
    content = written(TYPED, typed())
    codes = re.findall(r'formatCode="([^"]+)"', part(content, "xl/styles.xml"))

    assert codes == ["yyyy-mm-dd", "0.0", "0.0000"]
    assert re.findall(r'<c r="([B-F]2)"( s="\d")?', part(content, "xl/worksheets/sheet1.xml")) == [
        ("B2", ' s="4"'),
        ("C2", ' s="3"'),
        ("D2", ""),
        ("E2", ""),
        ("F2", ' s="2"'),
    ]


def test_a_day_that_excel_does_not_know_is_text():
    """Excel counts from 1900, and takes that for a leap year."""
    days = pl.DataFrame({"measured": [dt.date(1899, 12, 31), dt.date(1900, 2, 28), dt.date(1900, 3, 1)]})

    assert [row[0] for row in sheet(written([TYPED[-1]], days))[1:]] == [
        "1899-12-31",
        "1900-02-28",
        dt.date(1900, 3, 1),
    ]


def test_an_infinite_number_is_text():
    """There is no such number in Excel, and a file with one is broken."""
    infinite = pl.DataFrame({"s.score": [float("inf"), 1.0]})

    assert sheet(written([TYPED[1]], infinite))[1:] == [["inf"], [1.0]]


def test_the_names_stay_in_sight_and_filter():
    """The first row is frozen, and has a filter over all rows."""
    xml = part(written(TYPED, typed()), "xl/worksheets/sheet1.xml")

    assert 'ySplit="1"' in xml
    assert '<autoFilter ref="A1:F2"/>' in xml


def test_the_same_bytes_whatever_the_batches():
    """And whenever they are written."""
    rows = typed(20)

    assert len({written(TYPED, *rows.iter_slices(size)) for size in (1, 3, 20)}) == 1


def test_rows_go_on_where_a_sheet_is_full(monkeypatch):
    """On the next sheet, under the same names; the explanation says so."""
    monkeypatch.setattr(xlsx, "MOST_ROWS", 2)
    content = written([ID], texts("a", "b", "c"), texts("d", "e"))

    assert [sheet(content, name) for name in ("scores", "scores 2", "scores 3")] == [
        [["id"], ["a"], ["b"]],
        [["id"], ["c"], ["d"]],
        [["id"], ["e"]],
    ]
    assert any("3 bladen" in row[0] for row in sheet(content, "uitleg"))


def test_a_sheet_is_full_too_when_it_has_many_bytes(monkeypatch):
    """Excel refuses sheets above 2 GiB."""
    monkeypatch.setattr(xlsx, "MOST_BYTES", 1)

    assert sheet(written([ID], texts("a", "b")), "scores 2") == [["id"], ["b"]]


def test_too_many_columns_are_refused():
    """Before anything is written."""
    columns = [OutputColumn(str(place), NOTHING) for place in range(16_385)]

    with pytest.raises(UsageError, match=r"16385 columns and a sheet of Excel 16384"):
        open_writer(io.BytesIO(), columns, language="nl")


@pytest.mark.parametrize("text", ["x" * 32_768, "😀" * 16_384])
def test_a_text_that_does_not_fit_is_refused(text):
    """It is never cut, and never shown."""
    with pytest.raises(UsageError, match=r"Column id has a text of 32768 characters and xlsx can hold 32767"):
        written([ID], texts(text))


def test_a_name_that_does_not_fit_is_refused():
    """Names stand in cells too."""
    with pytest.raises(UsageError, match="32768 characters"):
        open_writer(io.BytesIO(), [OutputColumn("x" * 32_768, NOTHING)], language="nl")


def test_a_text_that_just_fits_is_written():
    """32,767 is what a cell holds."""
    assert sheet(written([ID], texts("x" * 32_767)))[1:] == [["x" * 32_767]]


def test_nobody_still_has_columns_and_their_explanation():
    """A file without rows is no empty file."""
    content = written(TYPED, typed().clear())

    assert sheet(content) == [[column.name for column in TYPED]]
    assert [row[0] for row in sheet(content, "uitleg")][-len(TYPED) :] == [column.name for column in TYPED]


def test_the_explanation_follows_the_language():
    """Names and values of columns do not."""
    column = OutputColumn("row.status", Text("toestand", "state"), values={"ok": Text("gelezen", "read")})
    content = written([column], pl.DataFrame({"row.status": ["ok"]}), language="en")

    assert sheet(content, "explanation")[-1] == ["row.status", "state", "text", "ok = read"]


def test_the_versions_stand_in_the_explanation():
    """Also when the first batch has nobody of those who were asked for."""
    columns = [ID, OutputColumn("provenance", NOTHING, listed=True)]
    rows = pl.DataFrame({"id": ["a"], "provenance": ["reintegratie 9"]})

    assert ["Gemaakt door: reintegratie 9", "", "", ""] in sheet(written(columns, rows.clear(), rows), "uitleg")


def test_a_writer_that_stops_halfway_writes_no_more(recwarn):
    """What the stream has is thrown away; nothing is said about it."""
    stream = io.BytesIO()
    writer = open_writer(stream, [ID], language="nl")
    writer.append(writer.encode(texts("a"), first=True))
    before = stream.getvalue()
    del writer
    gc.collect()

    assert stream.getvalue() == before
    assert list(recwarn) == []


def test_it_can_be_written_into_a_pipe():
    """It is only ever written onwards."""

    class Pipe(io.RawIOBase):
        def __init__(self):
            self.content = b""

        def writable(self):
            return True

        def write(self, content):
            self.content += bytes(content)
            return len(content)

    pipe = Pipe()
    writer = open_writer(pipe, [ID], language="nl")
    writer.append(writer.encode(texts("a"), first=True))
    writer.finish()

    assert pipe.content == written([ID], texts("a"))
