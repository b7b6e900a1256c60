"""Packed files that unpack to very much: refused in a sentence, before the disk or the memory is full."""

import gzip
import io
import zipfile

import pytest
import xlsxwriter

from reintegratie_cli.inputs import wrapped
from reintegratie_cli.inputs.formats import zip_parts

HEADER, ROW = b"id,wv_1,wv_2,wv_3\n", b"1,1,2,3\n"
LARGE = HEADER + ROW * 500_000
FEW = 100_000
"""Bytes from which on a file is suspected in these tests; in use it is 100 MB."""


def packed(name: str, content: bytes) -> bytes:
    """A file in a zip file."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as whole:
        whole.writestr(name, content)
    return archive.getvalue()


def workbook(*changes: tuple[bytes, bytes]) -> bytes:
    """A workbook with something else in its XML than a spreadsheet would write."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["id", "wv_1", "wv_2", "wv_3"])
        sheet.write_row(1, 0, ["1", "1", "2", "3"])
    archive = io.BytesIO()
    with zipfile.ZipFile(content) as given, zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as whole:
        for name in given.namelist():
            inner = given.read(name)
            for find, put in changes if name.startswith("xl/") else ():
                inner = inner.replace(find, put)
            whole.writestr(name, inner)
    return archive.getvalue()


ENTITIES = b'standalone="yes"?><!DOCTYPE a [<!ENTITY a "LACH"><!ENTITY b "&a;&a;&a;&a;">]>'
BOMBS = {
    "gzip": gzip.compress(LARGE, mtime=0),
    "gzip in gzip": gzip.compress(gzip.compress(LARGE, mtime=0), mtime=0),
    "zip": packed("export.csv", LARGE),
    "zip in zip": packed("export.zip", packed("export.csv", LARGE)),
    "a workbook": workbook((b"</sst>", b" " * 40 * FEW + b"</sst>")),
}
WIDE = workbook((b'r="D2"', b'r="XFD1048576"'))
"""The last cell of all in a sheet of two rows."""
LAUGHS = workbook((b'standalone="yes"?>', ENTITIES), (b"<t>wv_2</t>", b"<t>wv_&b;</t>"))
"""Text that stands for more text, and that for more."""


@pytest.fixture
def suspicious(monkeypatch):
    """As it is for large files."""
    for module in (wrapped, zip_parts):
        monkeypatch.setattr(module, "UNSUSPECTED_BYTES", FEW)


@pytest.mark.usefixtures("suspicious")
@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
def test_a_bomb_is_refused(folder, call, bomb):
    """With exit code 2, and nothing is written."""
    (folder / "export").write_bytes(bomb)
    ran = call("score", "export", "-i", "werkvermogen", "-o", "out.csv")

    assert ran.code == 2
    assert ran.error.splitlines()[-1].startswith("export")
    assert [path.name for path in folder.iterdir()] == ["export"]


def test_a_sheet_of_all_cells_is_refused(folder, call):
    """Though it is small: a reader would make room for all that it could hold."""
    (folder / "export.xlsx").write_bytes(WIDE)
    ran = call("score", "export.xlsx", "-i", "werkvermogen", "-o", "out.csv")

    assert ran.code == 2
    assert [path.name for path in folder.iterdir()] == ["export.xlsx"]


def test_entities_are_never_filled_in(folder, call):
    """Of XML those of the file itself are not read."""
    (folder / "export.xlsx").write_bytes(LAUGHS)
    ran = call("score", "export.xlsx", "-i", "werkvermogen", "-f", "jsonl")

    assert ran.code == 2
    assert "LACH" not in ran.error


@pytest.mark.usefixtures("suspicious")
def test_what_packs_as_answers_do_is_no_bomb(folder, call):
    """Though it is larger than what is suspected."""
    rows = b"".join(b"%d,%d,2,%d\n" % (row * 7919 % 100_003, row % 5 + 1, row % 3 + 1) for row in range(20_000))
    (folder / "export.gz").write_bytes(gzip.compress(HEADER + rows, mtime=0))
    ran = call("score", "export.gz", "-i", "werkvermogen", "-o", "out.csv")

    assert ran.code == 0, ran.error
