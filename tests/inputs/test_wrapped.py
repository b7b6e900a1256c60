"""Gzip and zip: what is in them is read as if it stood alone, and is refused where it is more than answers."""

import contextlib
import gzip
import io
import os
import zipfile

import pytest

from reintegratie_cli.errors import ReintegratieError, ResponsesError
from reintegratie_cli.inputs import wrapped
from reintegratie_cli.inputs.formats import open_answers
from reintegratie_cli.inputs.reading_options import ReadingOptions

CSV = b"id;wv_1;wv_2\n1;4;\n2;;5\n"
KNOWN = ("id", "wv_1", "wv_2")
CASTOR = {
    "study/werkvermogen_export_options.csv": b"Option group;Value\neens;1\n",
    "study/werkvermogen_results.csv": CSV,
    "study/werkvermogen_contact.csv": b"id;contact\n1;ja\n",
}


def zip_of(members):
    """A zip with these members."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in members.items():
            package.writestr(name, text)
    return content.getvalue()


@pytest.fixture
def read(folder):
    """All rows of a file with this content, and what is said of it."""

    def run(content, name="packed", **options):
        path = folder / name
        path.write_bytes(content)
        with open_answers(path, KNOWN, ReadingOptions(**options)) as file:
            assert file.name == str(path)
            rows = [row for batch in file.batches() for row in batch.frame.rows()]
            return rows, [note.en.removeprefix(f"{path}: ") for note in file.notes]

    return run


@pytest.fixture
def refused(read):
    """What is said of a file that is not read; both languages begin with the same name."""

    def run(content, **options):
        with pytest.raises(ReintegratieError) as caught:
            read(content, **options)
        (sentence,) = caught.value.sentences
        assert sentence.nl.split(": ")[0] == sentence.en.split(": ")[0]
        return sentence.en.split(": ", 1)[1]

    return run


@pytest.fixture
def plain(read):
    """The rows of the CSV itself."""
    return read(CSV)[0]


def test_a_packed_csv_is_that_csv(read, plain):
    """Gzip and zip change nothing in the rows; the notes say what was unpacked."""
    rows, notes = read(gzip.compress(CSV))
    zipped, of_zip = read(zip_of({"Werkvermogen.csv": CSV}))

    assert rows == zipped == plain
    assert notes[0] == "unpacked (gzip)."
    assert of_zip[0] == "Werkvermogen.csv was read from the zip."


def test_gzip_in_two_parts(read, plain):
    """Log rotation and `cat` make files of several gzip members."""
    assert read(gzip.compress(CSV[:12]) + gzip.compress(CSV[12:]))[0] == plain


def test_the_member_with_the_items_is_read(read, plain):
    """A Castor export holds more CSVs than the one with answers."""
    rows, notes = read(zip_of(CASTOR))

    assert rows == plain
    assert notes[0] == "study/werkvermogen_results.csv was read from the zip."


def test_what_is_no_data_does_not_count(read, plain):
    """Folders, the extras of a Mac, hidden files and a manual are not looked at."""
    extras = {"a/": b"", "__MACOSX/._a.csv": CSV, ".b.csv": CSV, "lees mij.pdf": b"%PDF"}

    assert read(zip_of({**extras, "a/c.CSV": CSV}))[0] == plain


def test_several_that_fit_are_refused(refused):
    """Two files with the same columns could be two measurements."""
    said = refused(zip_of({"a.csv": CSV, "b\x1b[1m.csv": CSV, "c.txt": b"x"}))

    assert said == (
        r"the files a.csv, b\x1b[1m.csv in this zip fit equally well; unpack it and name the file with the answers."
    )


def test_none_that_fits_is_refused(refused):
    """Which one was meant is not guessed."""
    said = refused(zip_of({"a.csv": b"p;q\n1;2\n", "b.csv": b"r;s\n1;2\n"}))

    assert said.startswith("no file in this zip has known columns (a.csv, b.csv);")


@pytest.mark.parametrize("content", [zip_of({}), zip_of({"a.docx": b"x"}), zip_of({"a.csv.gz": gzip.compress(CSV)})])
def test_a_zip_without_data(refused, content):
    """An empty zip, one of another kind, and one whose files are packed again."""
    assert refused(content) == "this zip holds no file with data, such as a CSV or .xlsx."


@pytest.mark.parametrize(
    "members", [{"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}, {"[Content_Types].xml": b""}]
)
def test_another_office_file(refused, members):
    """OpenDocument, .xlsb and .docx are zips too."""
    said = "this is another Office file than .xlsx; save the answers as .xlsx or as CSV UTF-8."

    assert refused(zip_of({**members, "xl/workbook.bin": b"", "data.txt": CSV})) == said


def test_packed_twice_is_refused(refused):
    """One level is unpacked."""
    assert "is a zip file" in refused(gzip.compress(zip_of({"a.csv": CSV})))
    assert "is a gzip file" in refused(gzip.compress(gzip.compress(CSV)))


def test_a_password(refused):
    """A member with the flag of encryption."""
    content = bytearray(zip_of({"a.csv": CSV}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + at] |= 1

    assert refused(bytes(content)).startswith("this zip has a password;")


@pytest.mark.parametrize("size", [12, 30, 40, -1, -9])
def test_a_file_that_ends_too_early(refused, size):
    """What a broken download leaves is not read as if it were all."""
    said = "this packed file is damaged or incomplete."

    assert refused(gzip.compress(CSV * 9)[:size]).startswith(said)
    assert refused(zip_of({"a.csv": CSV * 9})[:size]).startswith(said)


def test_damage_within(refused):
    """A byte that changed is noticed by the checksum."""
    for content in (bytearray(gzip.compress(os.urandom(5000))), bytearray(zip_of({"a.csv": os.urandom(5000)}))):
        content[len(content) // 2] ^= 255

        assert refused(bytes(content)).startswith("this packed file is damaged")


def test_one_byte_less_anywhere(read):
    """A zip that lost a byte says that its members are elsewhere, even before the file begins."""
    content = zip_of({"a.csv": CSV})
    for place in range(4, len(content)):
        with contextlib.suppress(ResponsesError):
            read(content[:place] + content[place + 1 :])


@pytest.mark.parametrize("pack", [gzip.compress, lambda content: zip_of({"a.csv": content})])
def test_a_bomb_is_not_unpacked(refused, monkeypatch, pack):
    """Far more than any answers pack to, above what is never suspected."""
    monkeypatch.setattr(wrapped, "UNSUSPECTED_BYTES", 2**20)
    monkeypatch.setattr(wrapped, "CHUNK_BYTES", 2**16)

    assert refused(pack(b"\n" * 2**23)).startswith("unpacked it is far larger than answers are;")


def test_a_bomb_among_others(refused, monkeypatch):
    """It is no member that merely does not fit."""
    monkeypatch.setattr(wrapped, "UNSUSPECTED_BYTES", 2**20)

    assert refused(zip_of({"a.csv": CSV, "b.csv": b"\n" * 2**23})).startswith("unpacked it is far larger")


def test_no_more_than_most_bytes(refused, monkeypatch):
    """However little it is packed."""
    monkeypatch.setattr(wrapped, "UNSUSPECTED_BYTES", 10)
    monkeypatch.setattr(wrapped, "MOST_BYTES", 5000)

    assert refused(gzip.compress(os.urandom(6000))).startswith("unpacked it is far larger")


@pytest.mark.parametrize("name", ["../../x.csv", "/x.csv", "C:\\x.csv", "..\\x.csv"])
def test_a_member_name_is_no_path(read, plain, folder, name):
    """Nothing is written anywhere, whatever a member is called."""
    rows, _ = read(zip_of({name: CSV}))

    assert rows == plain
    assert [found for place in (folder, *folder.parents[:2]) for found in place.glob("*x.csv")] == []


def test_a_csv_that_begins_as_a_zip_does(read):
    """Only the bytes of a zip make a zip."""
    assert read(b"PK;wv_1\n1;2\n")[0] == [("1", "2")]


def test_a_packed_file_from_standard_input(reintegratie):
    """It is stored first, and then read as any other."""
    content = b"id,wv_1,wv_2,wv_3\n1,1,2,3\n2,4,4,4\n"
    plain = reintegratie("score", "-", "-i", "werkvermogen", stdin=content)

    assert reintegratie("score", "-", "-i", "werkvermogen", stdin=gzip.compress(content)).output == plain.output
    assert plain.code == 0


def test_the_installed_command_reads_gzip(reintegratie, tmp_path):
    """As the name of the call, in every row."""
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(b"id,wv_1,wv_2,wv_3\n1,1,2,3\n2,4,4,4\n"))
    ran = reintegratie("score", "a.csv.gz", "-i", "werkvermogen")

    assert ran.code == 0, ran.error
    assert [row["row.file"] for row in ran.rows] == ["a.csv.gz"] * 2
    assert "a.csv.gz: uitgepakt (gzip)." in ran.error
