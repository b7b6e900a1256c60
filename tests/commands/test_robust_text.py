"""Text that means something elsewhere - HTML, XML, formulas, the end of a C string - is text, in every output."""

import io
import json
import re
import zipfile

import polars as pl
import pyreadstat
import pytest
import python_calamine

HTML = "<script>alert('x')</script>"
CELLS = {"markup": HTML, "entities": "&lt;b&gt; &amp; &#0;", "xml": "]]></t><f>1+1</f>", "rich": "[bold]x[/bold] [/]"}
NUL = "a\0b"
FORMATS = ("csv", "jsonl", "parquet", "xlsx", "sav")


def read(path, form: str, column: str) -> list[str]:
    """The texts of a column, as other programs read them."""
    match form:
        case "csv":
            return pl.read_csv(path, infer_schema=False)[column].to_list()
        case "jsonl":
            lines = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n")[:-1]]
            return [line[column] if column == "id" else line["keep"][column] for line in lines]
        case "parquet":
            return pl.read_parquet(path)[column].to_list()
        case "xlsx":
            names, *rows = python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
            return [row[names.index(column)] for row in rows]
        case _:
            frame, meta = pyreadstat.read_sav(path)
            labels = dict(zip(meta.column_names_to_labels.values(), meta.column_names, strict=True))
            return list(frame[column if column in frame.columns else labels[column]])


def score(folder, call, cell: str, form: str, *options):
    """Score one person who has this text as id and in a column that is kept."""
    quoted = '"' + cell.replace('"', '""') + '"'
    (folder / "export.csv").write_text(f"id,vrij,wv_1,wv_2,wv_3\n{quoted},{quoted},1,2,3\n", encoding="utf-8")
    return call("score", "export.csv", "-i", "werkvermogen", "--keep", "vrij", "-f", form, "-o", "out", *options)


@pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)
@pytest.mark.parametrize("form", FORMATS)
def test_markup_is_text(folder, call, cell, form):
    """As it came, as an id and in any other column."""
    ran = score(folder, call, cell, form)

    assert ran.code == 0, ran.error
    assert read(folder / "out", form, "id") == [cell]
    assert read(folder / "out", form, "vrij") == [cell]


def test_no_markup_of_a_cell_is_in_the_xml_of_a_workbook(folder, call):
    """Where a program would take it for its own."""
    for cell in CELLS.values():
        score(folder, call, cell, "xlsx")
        with zipfile.ZipFile(io.BytesIO((folder / "out").read_bytes())) as package:
            content = b"".join(package.read(name) for name in package.namelist())

        assert b"<script" not in content
        assert b"<f>" not in content


@pytest.mark.parametrize("name", [HTML, "]]></t><f>1+1</f>", "=cmd|' /C calc'!A0", "[/bold]"])
@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet", "xlsx"])
def test_markup_in_a_name_is_text(folder, call, name, form):
    """The header is as foreign as the cells; CSV guards what would be a formula."""
    (folder / "export.csv").write_text(f'id,"{name}",wv_1,wv_2,wv_3\n1,x,1,2,3\n', encoding="utf-8")
    ran = call("score", "export.csv", "-i", "werkvermogen", "--keep", name, "-f", form, "-o", "out")
    shown = f"'{name}" if form == "csv" and name.startswith("=") else name

    assert ran.code == 0, ran.error
    assert read(folder / "out", form, shown) == ["x"]


@pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)
def test_markup_on_a_page_is_text(folder, call, cell):
    """Where a person reads it."""
    ran = score(folder, call, cell, "table", "--client", cell)

    assert ran.code == 0, ran.error
    assert cell in (folder / "out").read_text(encoding="utf-8")


@pytest.mark.parametrize("form", [*FORMATS, "table"])
def test_a_nul_byte_ends_no_text(folder, call, form):
    """Nor the run, whatever the format can hold; no control character gets into a page or a sheet."""
    ran = score(folder, call, NUL, form)
    content = (folder / "out").read_bytes()

    assert ran.code == 0, ran.error
    if form in FORMATS:
        assert re.fullmatch(r"a.*b", read(folder / "out", form, "vrij")[0], re.DOTALL)
    if form in {"table", "jsonl"}:
        assert b"\0" not in content


def test_what_begins_with_a_nul_or_a_line_end_is_guarded(folder, call):
    """Some spreadsheets skip it and run the rest; our own reader takes the apostrophe off again."""
    for cell in ("\0=1+1", "\n=1+1"):
        score(folder, call, cell, "csv")
        once = (folder / "out").read_bytes()
        assert b"'" + cell.encode() in once
        guarded = f"'{cell}"
        score(folder, call, guarded, "csv")
        assert (folder / "out").read_bytes() == once
