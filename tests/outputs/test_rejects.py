"""The rows to be mended: as they came, in the encoding of the input, so that they can be fed in again."""

import io

import pytest

from reintegratie_cli.inputs.formats import open_answers
from reintegratie_cli.inputs.reading_options import ReadingOptions
from reintegratie_cli.outputs.rejects import RejectsFile

HEADER, ROW = "id;naam;v", "1;één;9"


def written(encoding: str, *rows: str, guard=str) -> bytes:
    """A file with rows to be mended."""
    stream = io.BytesIO()
    RejectsFile(stream, HEADER, encoding, guard).add(rows)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("encoding", "mark", "codec"),
    [
        ("utf-8", b"", "utf-8"),
        ("utf-8-sig", b"\xef\xbb\xbf", "utf-8"),
        ("cp1252", b"", "cp1252"),
        ("utf-16-le", b"\xff\xfe", "utf-16-le"),
        ("utf-16-be", b"\xfe\xff", "utf-16-be"),
        ("UTF-16LE", b"\xff\xfe", "utf-16-le"),
        ("utf-16", b"\xff\xfe", "utf-16-le"),
    ],
)
def test_a_mark_stands_once_where_it_is_needed(encoding, mark, codec):
    """Before the header and nowhere else; without one nobody could tell what UTF-16 is."""
    lines = "".join(f"{line}\r\n" for line in (HEADER, ROW, ROW))

    assert written(encoding, ROW, ROW) == mark + lines.encode(codec)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16-le", "utf-16-be", "utf-16"])
def test_our_own_reader_reads_it_again(tmp_path, encoding):
    """Without being told how it was written."""
    path = tmp_path / "mend.csv"
    path.write_bytes(written(encoding, ROW))
    with open_answers(path, HEADER.split(";"), ReadingOptions()) as file:
        (batch,) = file.batches()

    assert batch.frame.rows() == [("1", "één", "9")]


def test_a_byte_that_windows_1252_leaves_undefined_comes_back():
    """It was read as the control character of that number, and is written as the same byte."""
    assert written("cp1252", "1;\x81é;9").splitlines()[1] == b"1;\x81\xe9;9"


def test_a_row_is_guarded_as_the_caller_says():
    """The header too."""
    assert written("utf-8", ROW, guard=str.upper) == "ID;NAAM;V\r\n1;ÉÉN;9\r\n".encode()


def test_rows_are_counted():
    """Each row once, the header not."""
    rejects = RejectsFile(io.BytesIO(), HEADER, "utf-8", str)
    rejects.add([ROW, ROW])
    rejects.add([ROW])

    assert rejects.count == 3
