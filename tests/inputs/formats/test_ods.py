"""An OpenDocument sheet comes out as a person sees it there; nothing that it says of its size fills the memory."""

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reintegratie_cli.errors import ResponsesError
from reintegratie_cli.inputs.formats import ods_cells, open_answers, zip_parts
from reintegratie_cli.inputs.reading_options import ReadingOptions

KNOWN = ("id", "wv_1", "wv_2", "wv_3")
CANARY = "ZZKANARIEZZ"
OASIS = "urn:oasis:names:tc:opendocument:xmlns"
SPACES = " ".join(f'xmlns:{name}="{OASIS}:{name}:1.0"' for name in ("office", "table", "text", "style", "calcext"))
TYPE = "application/vnd.oasis.opendocument.spreadsheet"
HIDDEN = (
    '<style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style>'
)
DAMAGED = "this OpenDocument file is damaged or incomplete. Save it again as .ods, or as CSV UTF-8."
TOO_LARGE = "this OpenDocument file is far larger than answers are; save only the sheet with the answers."


def cell(value, more=""):
    """A cell as LibreOffice writes it."""
    if value is None:
        return f"<table:table-cell{more}/>"
    if isinstance(value, str):
        shown = value.replace("&", "&amp;").replace("<", "&lt;")
        return f'<table:table-cell office:value-type="string"{more}><text:p>{shown}</text:p></table:table-cell>'
    number = f'office:value-type="float" office:value="{value}"'
    return f"<table:table-cell {number}{more}><text:p>{value}</text:p></table:table-cell>"


def row(*cells, times=1):
    """A row of cells, or of values."""
    written = "".join(one if isinstance(one, str) and one.startswith("<") else cell(one) for one in cells)
    return f'<table:table-row table:number-rows-repeated="{times}">{written}</table:table-row>'


def table(*rows, name="Blad1", style="ta1"):
    """A sheet."""
    return f'<table:table table:name="{name}" table:style-name="{style}">{"".join(rows)}</table:table>'


def package(**parts):
    """The zip, with these parts besides what it says to be."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), TYPE)
        for name, text in parts.items():
            archive.writestr({"manifest": "META-INF/manifest.xml"}.get(name, f"{name}.xml"), text)
    return content.getvalue()


def document(*tables, before=""):
    """A spreadsheet with these sheets; `before`: what stands before the first element."""
    body = f"<office:body><office:spreadsheet>{''.join(tables)}</office:spreadsheet></office:body>"
    styles = f"<office:automatic-styles>{HIDDEN}</office:automatic-styles>"
    return package(content=f"{before}<office:document-content {SPACES}>{styles}{body}</office:document-content>")


def simple(rows):
    """A spreadsheet of one sheet of values."""
    return document(table(*(row(*cells) for cells in rows)))


@pytest.fixture
def read(folder):
    """Names, lines and rows of a spreadsheet, and what is said of it."""

    def run(content, **options):
        path = folder / "a.ods"
        path.write_bytes(content)
        with open_answers(path, KNOWN, ReadingOptions(**options)) as file:
            batches = list(file.batches())
            lines = [int(line) for batch in batches for line in batch.line]
            rows = [cells for batch in batches for cells in batch.frame.rows()]
            return file.heading.names, lines, rows, [note.en.removeprefix(f"{path}: ") for note in file.notes]

    return run


def test_a_sheet_as_libreoffice_writes_it(read):
    """A title above, columns that begin further on, and nothing to the last row and column of the sheet."""
    far = ' table:number-columns-repeated="16384"'
    content = document(
        table(
            row(cell(None, far), times=2),
            row(None, "Export 2026"),
            row(None, "id", "wv_1", cell(None, ' table:number-columns-repeated="16381"')),
            row(None, "a", 4),
            row(cell(None, far), times=2),
            row(None, "b"),
            row(cell(None, far), times=1048568),
        )
    )
    names, lines, cells, notes = read(content)

    assert names == ("id", "wv_1")
    assert lines == [5, 6, 7, 8]
    assert cells == [("a", "4"), (None, None), (None, None), ("b", None)]
    assert notes == ["OpenDocument, sheet Blad1, header in row 4, 2 columns, 4 rows."]


def valued(kind, said, shown, more=""):
    """A cell of another kind than text."""
    return f'<table:table-cell office:value-type="{kind}" {said}{more}><text:p>{shown}</text:p></table:table-cell>'


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (cell(4), "4"),
        (cell("4.0"), "4.0"),
        (cell(-3.25), "-3.25"),
        (cell(1234567890123456), "1.23456789012346E+15"),
        (valued("percentage", 'office:value="0.5"', "50%"), "0.5"),
        (valued("currency", 'office:value="5"', "€ 5,00"), "5"),
        (valued("float", 'office:value="1e999"', "veel"), "veel"),
        (valued("boolean", 'office:boolean-value="true"', "WAAR"), "true"),
        (valued("boolean", 'office:boolean-value="false"', "ONWAAR"), "false"),
        (valued("date", 'office:date-value="2026-11-03"', "3 nov"), "2026-11-03"),
        (valued("date", 'office:date-value="2026-11-03T10:12:00.000"', "3 nov"), "2026-11-03 10:12:00"),
        (valued("date", 'office:date-value="ooit"', "ooit"), "ooit"),
        (valued("time", 'office:time-value="PT09H05M00S"', "9:05"), "09:05:00"),
        (valued("time", 'office:time-value="PT38H24M00S"', "38:24"), "38:24:00"),
        (valued("string", 'office:string-value=""', "#DEEL/0!", ' calcext:value-type="error"'), "#DEEL/0!"),
        (valued("float", 'office:value="0"', "Err:502", ' table:formula="of:=1"'), "Err:502"),
        (valued("float", 'office:value="0"', "#N/B", ' table:formula="of:=NA()"'), "#N/B"),
        (
            valued("string", "", 'a<text:s text:c="2"/>b<text:tab/><text:span>c</text:span></text:p><text:p>d'),
            "a  b\tc\nd",
        ),
        (
            valued("string", "", "x</text:p><office:annotation><text:p>let op</text:p></office:annotation><text:p>y"),
            "x\ny",
        ),
        ('<table:table-cell office:value-type="string" office:string-value="x"/>', "x"),
        ('<table:covered-table-cell office:value-type="string"><text:p>x</text:p></table:covered-table-cell>', None),
    ],
)
def test_a_cell_is_what_is_seen(read, value, text):
    """One text for each kind of value; a note at a cell is no part of it, an error of a formula is no number."""
    content = document(table(row("id", "wv_1"), row(1, value), row(2, "z")))

    assert read(content)[2][0] == ("1", text)


def test_cells_and_rows_that_are_repeated(read):
    """Same as written out."""
    twice = ' table:number-columns-repeated="2"'
    content = document(
        table(row("id", "wv_1", "wv_2", "wv_3"), row("a", cell(5, twice), 1, times=3), row("b", cell(None, twice), 2))
    )

    assert read(content)[2] == [("a", "5", "5", "1")] * 3 + [("b", None, None, "2")]


def test_the_sheet_with_the_items(read):
    """Of several the one whose header has most known names; hidden ones are read only when named."""
    answers = table(row("id", "wv_1"), row(1, 2), name="Data")
    hidden = table(row("id", "wv_1", "wv_2"), row(9, 9, 9), name="Oud", style="ta2")
    content = document(table(row("id", "tekst"), row(1, "x"), name="Uitleg"), answers, hidden, table(name="Leeg"))

    assert read(content)[2] == [("1", "2")]
    assert read(content, sheet="oud")[2] == [("9", "9", "9")]


def test_rows_in_a_header_or_group(read):
    """Rows that are repeated on paper, or can be folded away, are rows; what was deleted is none."""
    head = f"<table:table-header-rows>{row('id', 'wv_1')}</table:table-header-rows>"
    gone = (
        f"<table:tracked-changes><table:deletion>{table(row('x'), name='Weg')}</table:deletion></table:tracked-changes>"
    )

    assert read(document(gone, table(head, f"<table:table-row-group>{row(1, 2)}</table:table-row-group>")))[2] == [
        ("1", "2")
    ]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.text("aé;\"<&'x", min_size=1, max_size=5), min_size=3, max_size=3), min_size=1, max_size=6))
def test_texts_come_back(read, rows):
    """Whatever is written as text is read as that text."""
    assert read(document(table(row("id", "wv_1", "wv_2"), *(row(*map(cell, cells)) for cells in rows))))[2] == [
        tuple(cells) for cells in rows
    ]


REPEATED = ' table:number-{}-repeated="{}"'
HOSTILE = {
    "too many columns": (document(table(row("id", cell(1, REPEATED.format("columns", 2_000_000_000))))), DAMAGED),
    "a column far away": (document(table(row(cell(None, REPEATED.format("columns", 20_000)), "id"))), DAMAGED),
    "too many rows": (document(table(row("id", times=2_000_000))), DAMAGED),
    "a row far away": (document(table(row(None, times=2_000_000_000), row("id"))), DAMAGED),
    "no number of times": (document(table(row("id", times="veel"))), DAMAGED),
    "no times": (document(table(row("id", times=0))), DAMAGED),
    "too many cells": (
        document(table(row(cell(1, REPEATED.format("columns", 16_384)), times=1_000_000))),
        TOO_LARGE,
    ),
    "too many rows together": (document(*(table(row(1, times=1_000_000), name=f"B{n}") for n in range(5))), TOO_LARGE),
    "too many spaces": (
        document(
            table(
                row(
                    '<table:table-cell office:value-type="string"><text:p>'
                    + '<text:s text:c="9999999"/>' * 3
                    + "</text:p></table:table-cell>"
                )
            )
        ),
        TOO_LARGE,
    ),
    "entities of its own": (document(table(row("id")), before=f'<!DOCTYPE x [<!ENTITY a "{CANARY}">]>'), DAMAGED),
    "a row in no table": (document(row("id")), DAMAGED),
    "a cell in no row": (document(table(cell("id"))), DAMAGED),
    "a number that is none": (document(table(row(valued("float", f'office:value="{CANARY}"', "1")))), DAMAGED),
    "two sheets of one name": (document(table(row("id")), table(row("id"))), DAMAGED),
    "no XML": (package(content=CANARY), DAMAGED),
    "half of it": (package(content=f"<office:document-content {SPACES}><office:body>"), DAMAGED),
    "a password": (
        package(content=CANARY, manifest="<m:manifest xmlns:m='m'><m:encryption-data/></m:manifest>"),
        "this OpenDocument file has a password; save it without a password.",
    ),
    "nothing on it": (document(table()), "there is nothing on the visible sheets."),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_spreadsheet_is_refused(refused, name):
    """In one sentence, without reserving what it says to need."""
    content, said = HOSTILE[name]

    assert refused(content) == said


@pytest.mark.parametrize(("limit", "n"), [("_MOST_TABLES", 0), ("MOST_TEXT", 1), ("MOST_CELLS", 1)])
def test_every_limit_holds(refused, monkeypatch, limit, n):
    """Sheets, signs and cells are counted together."""
    monkeypatch.setattr(ods_cells, limit, n)

    assert refused(simple([["id", "wv_1"]])) == TOO_LARGE


def test_a_bomb(refused, monkeypatch):
    """What unpacks to far more than any sheet does, above what is never suspected."""
    monkeypatch.setattr(zip_parts, "UNSUSPECTED_BYTES", 2**20)

    assert refused(document(table(row("id")), " " * 2**23)) == TOO_LARGE


def test_it_can_be_named(read, refused):
    """--from ods, and only for what is one."""
    assert read(simple([["id"], [1]]), source="ods")[2] == [("1",)]
    assert refused(b"id;wv_1\n1;2\n", source="ods") == "this is no ods; leave --from out."


def test_other_documents_are_no_spreadsheet(refused):
    """A text is another Office file."""
    for content in (simple([["id"]]).replace(b"spreadsheet", b"texts_sheet"), package(styles="<x/>")):
        assert refused(content).startswith("this is another Office file")


def test_any_damage_is_read_or_refused(folder):
    """A changed byte anywhere gives rows or a sentence; nothing else happens."""
    whole = simple([["id", "wv_1"], [1, 2], ["x", 3]])
    path = folder / "a.ods"
    for place in range(0, len(whole), 7):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
        try:
            with open_answers(path, KNOWN, ReadingOptions()) as file:
                assert sum(len(batch.frame) for batch in file.batches()) == file.n_rows
        except ResponsesError:
            pass


def test_the_same_scores_as_from_csv(reintegratie, tmp_path):
    """Through the command: one questionnaire, two formats, one result; nothing is left beside the answers."""
    rows = [["id", "wv_1", "wv_2", "wv_3"], ["1", 1, 2, 3], ["2", 4, 4, 4], ["3", 5, None, 4]]
    (tmp_path / "a.ods").write_bytes(simple(rows))
    Path(tmp_path / "a.csv").write_text("id,wv_1,wv_2,wv_3\n1,1,2,3\n2,4,4,4\n3,5,,4\n", encoding="utf-8")
    there = set(tmp_path.iterdir())
    call = ("score", "-i", "werkvermogen", "--lang", "en")
    of_csv, of_ods = reintegratie(*call, "a.csv"), reintegratie(*call, "a.ods")

    assert of_ods.code == 0, of_ods.error
    assert of_ods.text.replace("a.ods", "a.csv") == of_csv.text
    assert set(tmp_path.iterdir()) == there
