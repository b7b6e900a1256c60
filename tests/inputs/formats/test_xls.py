"""An old workbook gives what a new one gives; one that would end the process is refused."""

import struct
from pathlib import Path

import pytest

from reintegratie_cli.errors import ReintegratieError
from reintegratie_cli.inputs.formats import open_answers, xls
from reintegratie_cli.inputs.reading_options import ReadingOptions

KNOWN = ("id", "wv_1", "wv_2", "wv_3")
CANARY = "ZZKANARIEZZ"
SECTOR, NONE, END, OF_FAT = 512, 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
DAMAGED = (
    "this old Excel file (.xls) is damaged or has a password. "
    "Save it in Excel without a password as .xlsx, or as CSV UTF-8."
)


def record(kind, form, *fields, rest=b""):
    """A record of a workbook: its kind, and what it says."""
    content = struct.pack(f"<{form}", *fields) + rest
    return struct.pack("<HH", kind, len(content)) + content


def begin(kind):
    """Where the workbook (5) or a sheet (16) begins."""
    return record(0x809, "HHHHII", 0x600, kind, 0, 0, 0, 0)


def cell(y, x, value):
    """A text, a truth, a number, or a formula whose result is an error, which is given as bytes."""
    if isinstance(value, bytes):
        return record(0x6, "HHHBBBBBBHHIH", y, x, 0, 2, 0, value[0], 0, 0, 0, 0xFFFF, 0, 0, 0)
    if isinstance(value, bool):
        return record(0x205, "HHHBB", y, x, 0, value, 0)
    if isinstance(value, str):
        return record(0x204, "HHHHB", y, x, 0, len(value), 1, rest=value.encode("utf-16-le"))
    return record(0x203, "HHHd", y, x, 0, value)


def workbook(*sheets):
    """The stream of a workbook with these sheets: a title, whether it is hidden, and cells by row and column."""
    end, at = record(0xA, ""), len(begin(5)) + len(record(0xA, ""))
    at += sum(12 + len(title) for title, _, _ in sheets)
    bodies = [begin(16) + b"".join(cell(y, x, value) for (y, x), value in cells.items()) + end for *_, cells in sheets]
    content = begin(5)
    for (title, is_hidden, _), body in zip(sheets, bodies, strict=True):
        content += record(0x85, "IBBBB", at, is_hidden, 0, len(title), 0, rest=title.encode())
        at += len(body)
    return content + end + b"".join(bodies)


def compound(content, name="Workbook"):
    """A file that holds this one stream."""
    content = content.ljust(max(4096, -(-len(content) // SECTOR) * SECTOR), b"\0")
    n = len(content) // SECTOR
    n_fat = -(-(n + 1) // 127)
    chain = [OF_FAT] * n_fat + [END, *range(n_fat + 2, n_fat + n + 1), END]
    fat = struct.pack(f"<{len(chain)}I", *chain).ljust(n_fat * SECTOR, b"\xff")
    head = struct.pack("<8s16xHHHHH6x", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<9I", 0, n_fat, n_fat, 0, 4096, END, 0, END, 0) + struct.pack(f"<{n_fat}I", *range(n_fat))
    folder = entry("Root Entry", 5, 1, END, 0) + entry(name, 2, NONE, n_fat + 1, len(content))
    return head.ljust(SECTOR, b"\xff") + fat + folder.ljust(SECTOR, b"\0") + content


def entry(name, kind, child, start, size):
    """What stands of a stream, or of the whole, in the directory."""
    title = f"{name}\0".encode("utf-16-le")
    return struct.pack("<64sHBBIII36xIQ", title, len(title), kind, 1, NONE, NONE, child, start, size)


def placed(rows):
    """Cells by row and column."""
    return {(y, x): value for y, row in enumerate(rows) for x, value in enumerate(row) if value is not None}


def simple(rows):
    """A workbook of one sheet."""
    return compound(workbook(("Blad1", False, placed(rows))))


@pytest.fixture
def read(folder):
    """Names, lines and rows of a workbook, and what is said of it."""

    def run(content, **options):
        path = folder / "a.xls"
        path.write_bytes(content)
        with open_answers(path, KNOWN, ReadingOptions(**options)) as file:
            batches = list(file.batches())
            lines = [int(line) for batch in batches for line in batch.line]
            rows = [cells for batch in batches for cells in batch.frame.rows()]
            return file.heading.names, lines, rows, [note.en.removeprefix(f"{path}: ") for note in file.notes]

    return run


def test_a_sheet_with_a_title_above(read):
    """Rows keep the number they have in Excel, and cells are what is seen."""
    rows = [[None, "Export"], [], [None, "id", "wv_1"], [None, "é", 4.0], [], [None, 7.0, True], [None, 0.5]]
    names, lines, cells, notes = read(simple(rows))

    assert names == ("id", "wv_1")
    assert lines == [4, 5, 6, 7]
    assert cells == [("é", "4"), (None, None), ("7", "true"), ("0.5", None)]
    assert notes == ["Excel, sheet Blad1, header in row 3, 2 columns, 4 rows."]


def test_the_sheet_with_the_items(read):
    """Of several the one whose header has most known names; hidden ones are read only when named."""
    sheets = ("Uitleg", False, placed([["id", "x"], [1, 2]])), ("Data", False, placed([["id", "wv_1"], [3, 4]]))
    content = compound(workbook(*sheets, ("Oud", True, placed([["id", "wv_1", "wv_2"], [9, 9, 9]]))))

    assert read(content)[2] == [("3", "4")]
    assert read(content, sheet="oud")[2] == [("9", "9", "9")]


@pytest.mark.parametrize(("error", "is_said"), [(0x07, True), (0x17, True), (0x2A, False)])
def test_an_error_of_a_formula_is_said(read, error, is_said):
    """It comes as an empty cell; #N/A stands for no answer in any file."""
    *_, rows, notes = read(simple([["id", "wv_1"], [1, bytes([error])]]))

    assert rows == [("1", None)]
    assert ("formulas in this file give an error; these cells were read as empty." in notes) is is_said


def test_corners_of_many_sheets_are_refused(refused, monkeypatch):
    """Each takes the room of a full sheet: that ends a process of its own, and not this one."""
    monkeypatch.setattr(xls, "_TRIAL", xls._TRIAL.replace(str(xls._MOST_MEMORY), str(2**30)))
    sheets = [(f"B{n}", False, {(0, 0): "id", (65535, 255): 1.0}) for n in range(9)]

    assert refused(compound(workbook(*sheets))) == DAMAGED


@pytest.mark.parametrize("keep", [600, 1600, 2100])
def test_a_damaged_workbook_is_refused_in_one_sentence(refused, keep, capfd):
    """What the library says of it is not seen, nor what anybody answered."""
    content = simple([["id", "wv_1"], [CANARY, 2]])
    said = refused(content[:keep])

    assert said == DAMAGED or said.startswith("this is an old Excel file (.xls) or one with a password, not text;")
    assert capfd.readouterr() == ("", "")


def test_a_password(refused):
    """A new workbook with a password looks like an old one, and holds no workbook that can be seen."""
    said = refused(compound(b"\x55" * 5000, name="EncryptedPackage"))

    assert said.startswith("this is an old Excel file (.xls) or one with a password, not text; save it in Excel")
    assert refused(compound(begin(5) + record(0x2F, "HHH", 1, 1, 1) + workbook())) == DAMAGED


def test_other_files_are_no_workbook(refused):
    """--from xls does not make a text one."""
    assert refused(b"id;wv_1\n1;2\n", source="xls") == "this is no xls; leave --from out."


def test_any_damage_is_read_or_refused(folder):
    """A changed byte anywhere gives rows or a sentence; nothing else happens."""
    whole, path = simple([["id", "wv_1"], [1, 2], ["x", 3]]), folder / "a.xls"
    for place in (*range(24, 80, 9), *range(512, 540, 7), *range(1024, 1300, 31), *range(1536, 1800, 13)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
        try:
            with open_answers(path, KNOWN, ReadingOptions()) as file:
                assert sum(len(batch.frame) for batch in file.batches()) == file.n_rows
        except ReintegratieError:
            pass


def test_the_same_scores_as_from_csv(reintegratie, tmp_path):
    """Through the command: one questionnaire, two formats, one result; nothing is left beside the answers."""
    rows = [["id", "wv_1", "wv_2", "wv_3"], [1, 1, 2, 3], [2, 4, 4, 4], [3, 5, None, 4]]
    (tmp_path / "a.xls").write_bytes(simple(rows))
    Path(tmp_path / "a.csv").write_text("id,wv_1,wv_2,wv_3\n1,1,2,3\n2,4,4,4\n3,5,,4\n", encoding="utf-8")
    there = set(tmp_path.iterdir())
    call = ("score", "-i", "werkvermogen", "--lang", "en")
    of_csv, of_xls = reintegratie(*call, "a.csv"), reintegratie(*call, "a.xls")

    assert of_xls.code == 0, of_xls.error
    assert of_xls.text.replace("a.xls", "a.csv") == of_csv.text
    assert set(tmp_path.iterdir()) == there
