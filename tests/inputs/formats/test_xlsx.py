"""A sheet comes out as a person sees it in Excel, with its own row numbers; a hostile workbook ends nothing."""

import gzip
import io
import struct
import subprocess
import sys
import zipfile
import zlib
from datetime import date, datetime, time, timedelta

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reintegratie_cli.errors import ReintegratieError, ResponsesError, UsageError
from reintegratie_cli.inputs.formats import open_answers, sheets, xlsx_guard, zip_parts
from reintegratie_cli.inputs.formats.xlsx_cells import text_of
from reintegratie_cli.inputs.reading_options import ReadingOptions

KNOWN = ("id", "wv_1", "wv_2", "wv_3")
CANARY = "ZZKANARIEZZ"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TO = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="a" Type="{TO}/officeDocument" '
    'Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{TO}"><sheets><sheet name="Blad1" sheetId="1" r:id="a"/>'
    "</sheets></workbook>",
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="a" Type="{TO}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="b" Type="{TO}/sharedStrings" Target="sharedStrings.xml"/>'
    f'<Relationship Id="c" Type="{TO}/styles" Target="styles.xml"/></Relationships>',
}
SHEET = "xl/worksheets/sheet1.xml"


def raw(rows, **parts):
    """A workbook with these rows of XML; a part whose name is a keyword goes beside the sheet, or in its place."""
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    named = {SHEET: sheet, **{f"xl/{name}.xml": text for name, text in parts.items()}}
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in {**PARTS, **named}.items():
            package.writestr(name, text)
    return content.getvalue()


def texts(*items, said=""):
    """The part with shared texts."""
    return f'<sst xmlns="{MAIN}" {said}>{"".join(f"<si><t>{item}</t></si>" for item in items)}</sst>'


def cell(place, value="1", more=""):
    """A cell with a number."""
    return f'<c r="{place}"{more}><v>{value}</v></c>'


def row(number, *cells):
    """A row of cells."""
    return f'<row r="{number}">{"".join(cells)}</row>'


def written(*sheets, hidden=()):
    """A workbook with these sheets: a title, the place of the first cell, and rows."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_urls": False})
    days, moments = book.add_format({"num_format": "dd-mm-yyyy"}), book.add_format({"num_format": "d-m-yyyy h:mm"})
    for title, (down, right), rows in sheets:
        sheet = book.add_worksheet(title)
        for y, cells in enumerate(rows, down):
            for x, value in enumerate(cells, right):
                if isinstance(value, str):
                    sheet.write_string(y, x, value)
                elif isinstance(value, datetime):
                    sheet.write_datetime(y, x, value, moments)
                elif isinstance(value, date):
                    sheet.write_datetime(y, x, value, days)
                elif value is not None:
                    sheet.write(y, x, value)
        if title in hidden:
            sheet.hide()
    book.close()
    return content.getvalue()


def simple(rows, at=(0, 0)):
    """A workbook of one sheet."""
    return written(("Blad1", at, rows))


@pytest.fixture
def read(folder):
    """Lines and rows of a workbook, and what is said of it."""

    def run(content, **options):
        path = folder / "a.xlsx"
        path.write_bytes(content)
        with open_answers(path, KNOWN, ReadingOptions(**options)) as file:
            batches = list(file.batches())
            lines = [int(line) for batch in batches for line in batch.line]
            rows = [cells for batch in batches for cells in batch.frame.rows()]
            assert len(rows) == file.n_rows
            return file.heading.names, lines, rows, [note.en.removeprefix(f"{path}: ") for note in file.notes]

    return run


def test_a_sheet_with_a_title_above(read):
    """The header is found lower down; rows keep the number they have in Excel; empty rows in between stay."""
    rows = [["Export 2026"], [], ["id", "wv_1"], ["a", 4], [], ["b", None]]
    names, lines, cells, notes = read(simple(rows, at=(2, 1)))

    assert names == ("id", "wv_1")
    assert lines == [6, 7, 8]
    assert cells == [("a", "4"), (None, None), ("b", None)]
    assert notes == ["Excel, sheet Blad1, header in row 5, 2 columns, 3 rows."]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (4, "4"),
        (-3.25, "-3.25"),
        (0.1 + 0.2, "0.3"),
        (0.00001, "0.00001"),
        (123456789012345, "123456789012345"),
        (1234567890123456, "1.23456789012346E+15"),
        (True, "true"),
        (date(2026, 11, 3), "2026-11-03"),
        (datetime(2026, 11, 3, 10, 12), "2026-11-03 10:12:00"),  # noqa: DTZ001 - Excel has no zones
        ("  a\nb ", "  a\nb "),
        ("=1+1", "=1+1"),
        ("0123", "0123"),
    ],
)
def test_a_cell_is_what_is_seen(read, value, text):
    """One text for each kind of value, also among others."""
    assert read(simple([["id", "wv_1"], [1, value], ["x", value]]))[2] == [("1", text), ("x", text)]


def test_times_and_large_numbers():
    """What the library gives for cells with only a time, or hours beyond a day."""
    assert [text_of(value) for value in (time(9, 5), timedelta(1.6), -0.0, 0.0, 1e300, "", 7)] == [
        *("09:05:00", "38:24:00", "0", "0", "1.00000000000000E+300"),
        *(None, "7"),
    ]


def test_an_error_in_a_formula_is_no_empty_cell(read):
    """#N/A stands for no answer, as in every export; another error is shown as it is, and so cannot be read."""
    error = ' t="e"'
    content = raw(
        row(1, cell("B1", "0", ' t="s"'), cell("C1", "1", ' t="s"'), cell("D1", "2", ' t="s"'))
        + row(2, cell("B2"), cell("C2", "#DIV/0!", error), "<c r='D2' t = 'e'><f>NA()</f><v>#N/A</v></c>")
        + row(3, cell("B3", "#REF!", error), cell("C3", "5"), cell("D3", " t='e' ", ' t="str"')),
        sharedStrings=texts("id", "wv_1", "wv_2"),
    )

    assert read(content)[2] == [("1", "#DIV/0!", "#N/A"), ("#REF!", "5", " t='e' ")]


def test_rows_and_columns_without_content(read):
    """At the end they are nothing; a column beyond the header that holds something has no name."""
    names, lines, cells, _ = read(
        simple([["title", None, None, "x"], ["id", "wv_1", ""], [1, 2], [3, 4], ["", " "[:0]]])
    )
    more, _, wider, _ = read(simple([["id", "wv_1"], [1, 2, None, "note"]]))

    assert (names, lines, cells) == (("id", "wv_1"), [3, 4], [("1", "2"), ("3", "4")])
    assert (more, wider) == (("id", "wv_1", "", ""), [("1", "2", None, "note")])


def test_the_sheet_with_the_items(read):
    """Of several the one whose header has most known names; hidden ones are read only when named."""
    answers = [["id", "wv_1", "wv_2"], [1, 2, 3]]
    sheets = (("Uitleg", (0, 0), [["id", "tekst"], [1, "x"]]), ("Data", (0, 0), answers), ("Leeg", (0, 0), []))
    content = written(*sheets, ("Oud", (0, 0), [["id", "wv_1", "wv_2", "wv_3"], [9, 9, 9, 9]]), hidden=("Oud",))

    assert read(content)[2] == [("1", "2", "3")]
    assert read(content, sheet="oud")[2] == [("9", "9", "9", "9")]
    assert read(content, sheet="Uitleg")[2] == [("1", "x")]


def test_no_sheet_with_items(read):
    """The first one is read, and that is said."""
    *_, rows, notes = read(written(("P", (0, 0), []), ("Q", (0, 0), [["a"], [1]]), ("R", (0, 0), [["b"], [2]])))

    assert rows == [("1",)]
    assert notes[1] == "no sheet has known columns; sheet Q was read. Name the sheet with --sheet."


def test_two_sheets_that_fit(refused, read):
    """Which of two measurements was meant is not guessed."""
    content = written(("Voor", (0, 0), [["id", "wv_1"], [1, 2]]), ("Na", (0, 0), [["id", "wv_1"], [1, 3]]))

    assert refused(content) == "the sheets Voor, Na fit equally well. Name the sheet with --sheet."
    assert read(content, sheet="Na")[2] == [("1", "3")]


def test_a_sheet_that_is_not_there(read):
    """The names that are there, and the nearest."""
    with pytest.raises(UsageError, match=r"there is no sheet Antwoord \(--sheet\); .* Did you mean Antwoorden\?"):
        read(written(("Antwoorden", (0, 0), [["id"], [1]])), sheet="Antwoord")


def test_nothing_on_it(refused):
    """An empty workbook has no header to look for."""
    assert refused(simple([])) == "there is nothing on the visible sheets."


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.lists(
            st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]), min_size=1, max_size=6).filter(
                lambda text: "_x" not in text and text.isprintable()
            ),
            min_size=3,
            max_size=3,
        ),
        min_size=1,
        max_size=6,
    )
)
def test_texts_come_back(read, rows):
    """Whatever is written as text is read as that text."""
    assert read(simple([["id", "wv_1", "wv_2"], *rows]))[2] == [tuple(cells) for cells in rows]


def test_as_csv_and_as_workbook(read, folder):
    """The same table in both gives the same rows."""
    table = [["id", "wv_1", "wv_2", "wv_3"], *([str(n), n % 5, None if n % 7 == 0 else 3, "x;y"] for n in range(300))]
    text = "\n".join(",".join("" if value is None else str(value) for value in cells) for cells in table)
    (folder / "a.csv").write_text(text, encoding="utf-8")
    with open_answers(folder / "a.csv", KNOWN, ReadingOptions()) as file:
        of_text = [
            (int(line), *cells) for b in file.batches() for line, cells in zip(b.line, b.frame.rows(), strict=True)
        ]
    _, lines, cells, _ = read(simple(table))

    assert [(line, *one) for line, one in zip(lines, cells, strict=True)] == of_text


def test_parts_do_not_show(read, monkeypatch):
    """The rows are the same however many are taken at once."""
    content = simple([["id", "wv_1"], *([n, n % 5] for n in range(50))], at=(3, 2))
    whole = read(content)
    monkeypatch.setattr(sheets, "_PART_ROWS", 7)

    assert read(content) == whole


def test_cells_without_a_place(read):
    """Some programs leave out where a cell stands, or write the names of tags with a prefix."""
    plain = "<row><c t='inlineStr'><is><t>id</t></is></c></row><row><c><v>7</v></c></row>"
    prefixed = (
        f"<x:worksheet xmlns:x='{MAIN}'><x:sheetData><x:row r='1'><x:c r='A1' t='str'><x:v>id</x:v></x:c></x:row>"
        "<x:row r='2'><x:c r='A2'><x:v>7</x:v></x:c><x:c r='B2' t='e'><x:v>#N/A</x:v></x:c></x:row>"
        "</x:sheetData></x:worksheet>"
    )

    assert read(raw(plain))[2] == [("7",)]
    assert read(raw("", **{"worksheets/sheet1": prefixed}))[2] == [("7", "#N/A")]


def test_colour_to_the_last_corner_is_no_cell(read):
    """People colour whole rows and columns; what holds nothing takes no room."""
    blank = row(2, cell("A2"), '<c r="XFD2" s="0"/>') + row(2**20, '<c r="XFD1048576" s="0"/>')

    assert read(raw(row(1, '<c r="A1" t="str"><v>id</v></c>') + blank))[2] == [("1",)]


def test_a_drawing_has_no_cells(read):
    """Its attributes are called as those of cells are, and hold names."""
    shape = '<a:rect xmlns:a="a" l="0" r="connsiteX0"/><a:fillToRect xmlns:a="a" r="9999999"/>'
    cells = row(1, '<c r="A1" t="str"><v>id</v></c>') + row(2, cell("A2"))

    assert read(raw(cells, **{"drawings/drawing1": f"<d>{shape}</d>"}))[2] == [("1",)]


def test_the_survey_program_can_be_named(read):
    """--from names either a format or a program, whose export can be a workbook."""
    header = ["ID", "Begintijd", "Tijd van voltooien", "E-mail", "Naam", "wv_1"]
    rows = [[7, "x", "y", "anonymous", None, 3]]

    for source in (None, "microsoft-forms", "xlsx"):
        assert read(simple([header, *rows]), source=source)[2] == [("7", "x", "y", "anonymous", None, "3")]


TOO_MANY = "which are too many cells. Copy only the answers to a new workbook."
DAMAGED = "this Excel file is damaged or incomplete. Save it in Excel again as .xlsx, or as CSV UTF-8."
TOO_LARGE = "unpacked, this Excel file is far larger than answers are; save only the sheet with the answers."
HOSTILE = {
    "a cell in the last corner": (raw(row(1, cell("A1")) + row(2**20, cell("XFD1048576"))), TOO_MANY),
    "small letters": (raw(row(1, cell("a1")) + row(2**20, cell("xfd1048576"))), TOO_MANY),
    "other quotes and spaces": (raw(row(1, cell("A1")) + "<row><c\nr = 'XFD1048576'><v>1</v></c></row>"), TOO_MANY),
    "a row out of order": (raw(row(2**20, cell("A1048576")) + row(1, cell("XFD1"))), TOO_MANY),
    "no places": (raw(row(1, *["<c><v>1</v></c>"] * 90) + row(2**20, "<c><v>1</v></c>")), TOO_MANY),
    "beyond the last row": (raw(row(1, cell("A4294967297"))), DAMAGED),
    "a row far away": (raw('<row r="99999999999999"><c><v>1</v></c></row>'), DAMAGED),
    "zeros before the row": (raw(row(1, cell("A00000000000000001048577"))), DAMAGED),
    "beyond the last column": (raw(row(1, cell("ZZZZZZZZZ1"))), DAMAGED),
    "a count that is not true": (
        raw(row(1, cell("A1", "0", ' t="s"')), sharedStrings=texts("id", said='uniqueCount="4000000000000"')),
        DAMAGED,
    ),
    "a text that all cells share": (
        raw(
            "".join(row(n, cell(f"A{n}", "1", ' t="s"')) for n in range(1, 40_000)),
            sharedStrings=texts("id", CANARY * 3000),
        ),
        TOO_LARGE,
    ),
    "a text that is no text": (raw(row(1, cell("A1", "9", ' t="s"')), sharedStrings=texts("id")), DAMAGED),
    "texts in the sheet": (raw(texts(CANARY)), DAMAGED),
    "an unknown error": (raw(row(1, cell("A1", "#ZZKANARIEZZ!", ' t="e"'))), DAMAGED),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_workbook_is_refused(refused, name):
    """Each would make the library reserve more memory than there is, misplace cells, or show its own words."""
    content, said = HOSTILE[name]

    assert refused(content).endswith(said)


@pytest.mark.parametrize("name", ["a cell in the last corner", "a count that is not true"])
def test_the_library_alone_would_end_the_process(tmp_path, name):
    """Why there is a guard: without it this is no error that can be caught."""
    (tmp_path / "a.xlsx").write_bytes(HOSTILE[name][0])
    limited = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_AS, (2**33, 2**33))\n"
        "from python_calamine import load_workbook as load\n"
        "load(sys.argv[1]).get_sheet_by_index(0)"
    )
    ran = subprocess.run([sys.executable, "-c", limited, tmp_path / "a.xlsx"], capture_output=True, check=False)

    assert ran.returncode < 0


def test_a_panic_of_the_library_is_refused(refused, capfd):
    """A number that is no date in a column of dates; what the library says of it on standard error is not seen."""
    styles = (
        f'<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="200" formatCode="yyyy-mm-dd"/></numFmts>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="200"/></cellXfs></styleSheet>'
    )

    assert refused(raw(row(1, cell("A1", "-1e300", ' s="1"')), styles=styles)) == DAMAGED
    assert capfd.readouterr() == ("", "")


def patched(content, name, **fields):
    """The workbook with other figures in its directory for this part."""
    content, name = bytearray(content), name.encode()
    at = content.rindex(name) - 46
    for field, value in fields.items():
        offset, form = {"size": (24, "<I"), "crc": (16, "<I"), "flags": (8, "<H")}[field]
        struct.pack_into(form, content, at + offset, value)
    return bytes(content)


def test_more_than_the_directory_says(refused):
    """A part that says to be small, with the right checksum for that much of it."""
    content = raw(row(1, cell("A1")) + " " * 100_000)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        crc = zlib.crc32(package.read(SHEET)[:100])

    assert refused(patched(content, SHEET, size=100, crc=crc)) == TOO_LARGE


def test_a_password_on_a_part(refused):
    """Excel does not write these, and the library does not read them."""
    assert refused(patched(raw(row(1, cell("A1"))), SHEET, flags=1)) == DAMAGED


def test_a_part_twice(refused):
    """The library could read the other one than was looked at."""
    content = io.BytesIO(raw(row(1, cell("A1"))))
    with zipfile.ZipFile(content, "a") as package:
        package.writestr("xl/worksheets/Sheet1.xml", package.read(SHEET))

    assert refused(content.getvalue()) == DAMAGED


def test_a_bomb(refused, monkeypatch):
    """What unpacks to far more than any sheet does, above what is never suspected."""
    monkeypatch.setattr(zip_parts, "UNSUSPECTED_BYTES", 2**20)

    assert refused(raw(row(1, cell("A1")) + " " * 2**23)) == TOO_LARGE


def test_too_many_parts(refused, monkeypatch):
    """A directory that is longer than any workbook's."""
    monkeypatch.setattr(zip_parts, "MOST_PARTS", 4)

    assert refused(raw(row(1, cell("A1")))) == TOO_LARGE


def test_a_workbook_that_ends_too_early(refused):
    """Without its directory at the end it is no workbook, nor a zip."""
    assert "is damaged or incomplete." in refused(simple([["id"], [1]])[:-30])


def test_an_old_workbook_or_one_with_a_password(refused):
    """Both begin alike, and both can be saved again."""
    assert refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600).startswith(
        "this is an old Excel file (.xls) or one with a password, not text; save it in Excel without"
    )


def test_other_files_are_no_workbook(refused):
    """--from xlsx does not make a text one."""
    assert refused(b"id;wv_1\n1;2\n", source="xlsx") == "this is no xlsx; leave --from out."


def test_chunks_do_not_show(monkeypatch, read):
    """However the look at a workbook is cut, it finds the same errors and corners."""
    content = raw(
        row(1, '<c r="A1" t="str"><v>id</v></c>', '<c r="B1" t="str"><v>wv_1</v></c>')
        + "".join(row(n, cell(f"A{n}"), cell(f"B{n}", "#NUM!", ' t="e"')) for n in range(2, 400))
    )
    whole = read(content)
    monkeypatch.setattr(xlsx_guard, "_CHUNK", 512)
    monkeypatch.setattr(zip_parts, "_READ", 64)

    assert whole[2] == [("1", "#NUM!")] * 398
    assert read(content) == whole


def test_from_standard_input_and_packed(reintegratie, tmp_path):
    """A workbook gives what its CSV gives, whichever way it comes."""
    rows = [["id", "wv_1", "wv_2", "wv_3"], [1, 1, 2, 3], [2, 4, 4, 4], [3, 5, None, 4]]
    (tmp_path / "a.xlsx").write_bytes(simple(rows))
    (tmp_path / "a.xlsx.gz").write_bytes(gzip.compress(simple(rows)))
    (tmp_path / "a.csv").write_text("id,wv_1,wv_2,wv_3\n1,1,2,3\n2,4,4,4\n3,5,,4\n", encoding="utf-8")
    call = ("score", "-i", "werkvermogen", "--lang", "en")
    of_csv = reintegratie(*call, "a.csv")
    ran = reintegratie(*call, "a.xlsx")

    assert ran.code == 0, ran.error
    assert "a.xlsx: Excel, sheet Blad1, header in row 1, 4 columns, 3 rows." in ran.error
    assert ran.text.replace("a.xlsx", "a.csv") == of_csv.text
    assert reintegratie(*call, "-", stdin=simple(rows)).text.replace(",-,", ",a.csv,") == of_csv.text
    assert reintegratie(*call, "a.xlsx.gz").text.replace("a.xlsx.gz", "a.csv") == of_csv.text


def test_changed_while_it_was_read(folder, monkeypatch):
    """The file itself is watched."""
    path = folder / "a.xlsx"
    path.write_bytes(simple([["id"], [1]]))
    look = sheets._extent

    def meddle(*given):
        path.write_bytes(simple([["id"], [2], [3]]))
        return look(*given)

    monkeypatch.setattr(sheets, "_extent", meddle)
    with pytest.raises(ReintegratieError, match="was changed while it was being read"):
        open_answers(path, KNOWN, ReadingOptions()).__enter__()


def test_a_part_before_the_file_begins(folder):
    """A directory that says to be longer than it is puts all parts too early."""
    path, whole = folder / "a.xlsx", bytearray(simple([["id", "wv_1"], [1, 2]]))
    whole[whole.rindex(b"PK\x05\x06") + 12 + 1] += 1
    path.write_bytes(whole)
    with pytest.raises(ResponsesError, match="damaged or incomplete"):
        open_answers(path, KNOWN, ReadingOptions()).__enter__()


def test_any_damage_is_read_or_refused(folder):
    """A changed byte anywhere gives rows or a sentence; nothing else happens."""
    whole = simple([["id", "wv_1"], [1, 2], ["x", date(2026, 11, 3)]])
    path = folder / "a.xlsx"
    for place in range(0, len(whole), 23):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
        try:
            with open_answers(path, KNOWN, ReadingOptions()) as file:
                assert sum(len(batch.frame) for batch in file.batches()) == file.n_rows
        except ResponsesError:
            pass
