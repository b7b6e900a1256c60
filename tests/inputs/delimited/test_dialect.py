"""How a file is written is found out from its bytes, said, and never guessed in silence."""

import codecs
import io
import itertools
import re
from contextlib import ExitStack
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reintegratie_cli.errors import ReintegratieError, ResponsesError, UsageError
from reintegratie_cli.inputs import encoding as encodings
from reintegratie_cli.inputs.delimited import dialect
from reintegratie_cli.inputs.formats import open_answers
from reintegratie_cli.inputs.reading_options import ReadingOptions

CANARY = "ZZKANARIEZZ"
DUTCH = "id;naam;bedrag\n1;café “Zoë”;€ 12,50\n2;'s-Gravenhage;€ 3\n"


@pytest.fixture
def opened(tmp_path):
    """What a content is read as: its dialect and all cells."""

    def opened(content, known=("id",), encoding=None, delimiter=None):
        path = tmp_path / "antwoorden.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        with open_answers(path, known, ReadingOptions(encoding=encoding, delimiter=delimiter)) as file:
            return file.dialect, [row for batch in file.batches() for row in batch.frame.rows()]

    return opened


@pytest.fixture
def refused(opened):
    """What is said of a content that is not read: the same in both languages, and no cell."""

    def refused(content, kind=ResponsesError, **how):
        with pytest.raises(ReintegratieError) as caught:
            opened(content, **how)
        (sentence,) = caught.value.sentences
        assert type(caught.value) is kind
        assert re.findall(r"\d+", sentence.nl) == re.findall(r"\d+", sentence.en)
        assert CANARY not in sentence.nl + sentence.en
        return sentence.en

    return refused


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "cp1252"]
)
def test_encodings_are_recognised(opened, encoding):
    """A byte order mark, else strict UTF-8, else Windows-1252: the same text in each; only the last is a guess."""
    mark = "" if encoding in ("utf-8", "utf-8-sig", "cp1252") else "\ufeff"
    found, rows = opened((mark + DUTCH).encode(encoding))
    assert (found.encoding, found.guessed) == (encoding, encoding == "cp1252")
    assert found.header == ("id", "naam", "bedrag")
    assert rows == [("1", "café “Zoë”", "€ 12,50"), ("2", "'s-Gravenhage", "€ 3")]


def test_windows_1252_leaves_no_byte_unread(opened):
    """Every byte has its character in a guessed file, also the five that Windows-1252 leaves undefined."""
    some = bytes(set(range(0x80, 0x100)))
    _, rows = opened(b"id,t\n1," + some + b"\n")
    expected = "".join(bytes([b]).decode("cp1252", "ignore") or chr(b) for b in some)
    assert rows == [("1", expected)]
    assert {"\x81", "\x8d", "\x8f", "\x90", "\x9d"} < set(rows[0][1])


def test_the_whole_file_decides(opened):
    """One byte at the end that is no UTF-8 makes all of it Windows-1252, also where characters lie across chunks."""
    for chunk in range(1, 12):
        with mock.patch.object(encodings, "CHUNK_BYTES", chunk):
            assert not opened("id,t\n1,é€é€\n")[0].guessed
            assert opened("id,t\n1,é€é€\n".encode() + b"2,\xe9")[0].guessed
            assert opened("id,t\n1,é€é€\n".encode() + b"2,\xe2\x82")[0].guessed


def test_a_given_encoding_decides(opened):
    """With --encoding nothing is guessed; UTF-16 without its mark is read in the right byte order."""
    assert opened("id,t\n1,€\n".encode("iso8859-15"), encoding="ISO8859-15")[1] == [("1", "€")]
    assert opened(b"id,t\n1,\xe9\n", encoding="cp850")[1] == [("1", "Ú")]
    for codec in ("utf-16-le", "utf-16-be"):
        for encoding in ("utf-16", "UTF16", codec):
            found, rows = opened(DUTCH.encode(codec), encoding=encoding)
            assert (found.encoding, rows[1][2]) == (encoding, "€ 3")
    for content, encoding in itertools.product(
        [DUTCH.encode(), DUTCH.encode("utf-8-sig")], ["utf-8", "utf-8-sig", "U8"]
    ):
        assert opened(content, encoding=encoding)[0].header[0] == "id"


@pytest.mark.parametrize("chunk", [1, 7, 2**23])
def test_bytes_that_the_encoding_does_not_have(refused, chunk):
    """What is no valid text in the encoding that was given, or that its mark names, is refused with its line."""
    with mock.patch.object(encodings, "CHUNK_BYTES", chunk):
        bad = f"id,t\n1,\n2,{CANARY}".encode() + b"\xe9\n3,\n"
        assert "antwoorden.csv, line 3: this is not valid utf-8." in refused(bad, encoding="utf-8")
        assert "line 3: this is not valid utf-8-sig." in refused(codecs.BOM_UTF8 + bad)
        assert "line 3: this is not valid ascii." in refused(bad, encoding="ascii")
        assert "line 2: this is not valid cp1252." in refused(b"id,t\n1,\x81\n", encoding="cp1252")
        assert "line 3: this is not valid utf-8." in refused(bad.replace(b"\n", b"\r"), encoding="utf-8")
        assert "line 2: this is not valid utf-16-le." in refused("\ufeffid\n1".encode("utf-16-le") + b"\0")
        assert "line 2: this is not valid utf-16." in refused(
            "id\n".encode("utf-16-le") + b"\0\xd8a\0", encoding="utf-16"
        )


def test_a_mark_and_a_given_encoding_that_disagree(refused):
    """A file that begins with a mark is never read as something else."""
    said = refused(DUTCH.encode("utf-8-sig"), encoding="cp1252")
    assert "it begins with the mark of utf-8-sig, so it is not cp1252; leave --encoding out" in said
    assert "the mark of utf-16-le" in refused(("\ufeff" + DUTCH).encode("utf-16-le"), encoding="utf-16-be")


@pytest.mark.parametrize(
    "name", ["nee", "", "hex", "rot13", "idna", "unicode_escape", "raw_unicode_escape", "undefined", "a\0", "é"]
)
def test_unknown_encodings(refused, name):
    """What is no encoding of files is refused by its name."""
    assert "that encoding is not known; common ones are utf-8" in refused(DUTCH, UsageError, encoding=name)


def test_zero_bytes(opened, refused):
    """UTF-16 without its mark is refused with the way to read it; a single zero byte is content."""
    for codec in ("utf-16-le", "utf-16-be"):
        assert "try --encoding utf-16." in refused(DUTCH.encode(codec))
    assert opened("id,t\n1,a\0b,\n1,long enough\n".replace("b,", "b"))[1][0] == ("1", "a\0b")


@pytest.mark.parametrize(
    ("content", "known", "delimiter", "columns"),
    [
        ("id,a;b\n1,2\n", ("id",), ",", 2),
        ("id;a,b,c,d\n1;2\n", ("id",), ";", 2),
        ("ID ;V1;a,b,c\n1;2;3\n", ("id", "v1"), ";", 3),
        ("id\tv1,v2\n1\t2\n", ("v1",), "\t", 2),
        ("id|v1|v2\n1|2,3,4,5|3\n", ("id", "v2"), "|", 3),
        ("x;y,z\n3,5;1\n2,5;2\n1,5;2\n2;3\n", (), ";", 2),
        ("x;y,z,u\n1;2,3,4\n1;2,3,4\n", (), ",", 3),
        ("x;y\n1;2,5\n1;2,5\n", (), ";", 2),
        ('"x,y";"z"\n"a,b";"c"\n', (), ";", 2),
        ('"id","v1"\n"1","2;3;4"\n', (), ",", 2),
        ("id\n1\n2\n", ("id",), ",", 1),
        ("id\n1,5\n2,5\n3,5\n", ("id",), ";", 1),
        ("id", (), ",", 1),
        ("id;v1,x\n1;2,5\n", ("id",), ";", 2),
        ('id,"v1\nx",v2\n1,2,3\n', (), ",", 3),
    ],
)
def test_the_delimiter(opened, content, known, delimiter, columns):
    """Most known names in the header, then equal row widths, then most columns."""
    found, _ = opened(content, known=known)
    assert (found.delimiter, len(found.header)) == (delimiter, columns)


def test_a_given_delimiter_decides(opened):
    """With --delimiter nothing is guessed; tab may be written out."""
    for given_one in ("\t", "tab", r"\t"):
        assert opened("id;a\tb\n1\t2\n", delimiter=given_one)[1] == [("1", "2")]
    for character in ":^]-\\.*'~":
        found, rows = opened(f'id{character}"b{character}"\n1{character}"2""{character}"\n', delimiter=character)
        assert (found.header, rows) == (("id", f"b{character}"), [("1", f'2"{character}')])


@pytest.mark.parametrize("wrong", ["", ",,", '"', "\n", "\r", "é", "\0", "komma"])
def test_no_delimiter(refused, wrong):
    """A delimiter is one ASCII character that is no quote or line end."""
    assert "a delimiter is one ASCII character" in refused(DUTCH, UsageError, delimiter=wrong)


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_the_line_that_excel_writes(opened, line_end):
    """A first line sep=; is no header, and decides, unless --delimiter does."""
    for first in ("sep=|", '"sep=|"', "SEP=|"):
        found, rows = opened(line_end.join([first, "id|v1,v2,v3", "1|2", ""]), known=("v1", "v2", "v3"))
        assert (found.delimiter, found.header, found.header_line) == ("|", ("id", "v1,v2,v3"), 2)
        assert rows == [("1", "2")]
    assert opened(line_end.join(["sep=|", "id,v1", "1,2"]), delimiter=",")[1] == [("1", "2")]
    assert opened("sep=;;\n1;2;3\n")[0].header == ("sep=", "", "")


def test_blank_lines_before_the_header(opened):
    """They are skipped, and counted in the numbers of the lines."""
    for line_end in ("\n", "\r\n", "\r"):
        found, rows = opened(line_end.join(["", "  ", "id,v1", "1,2"]))
        assert (found.header_line, found.begin_line, found.line_end, rows) == (3, 4, line_end, [("1", "2")])


def test_names_are_cleaned(opened):
    """Quotes, one protecting apostrophe, a byte order mark and white space around a name are no part of it."""
    header = '\ufeff"id" ,"a ""b""", c\u00a0\u200b,\'=d,"\'\'-e","\'\t f",\'g,"h\ni",,id'.replace('"id" ', '"id"')
    found, _ = opened(f"{header}\n")
    assert found.header == ("id", 'a "b"', "c", "=d", "'-e", "f", "'g", "h\ni", "", "id")
    assert found.raw_header == header.removeprefix("\ufeff")
    assert (found.header_line, found.begin_line) == (1, 3)


@pytest.mark.parametrize(
    "content", [b"", b"\n", b"\r\n \r\n", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, b"  ", b"sep=;\n", b"\r\r"]
)
def test_no_header(refused, content):
    """A file without a header line is refused as such."""
    assert "antwoorden.csv: there is no line with the names of the columns." in refused(content)


@pytest.mark.parametrize("header", [f'"{CANARY},b', f'id,"{CANARY}', f'"{CANARY}"x,b', f'"{CANARY}"x;b,"c\n"d'])
def test_a_header_with_wrong_quotes(refused, header):
    """A header of which nobody can tell the cells is refused with its line; it is not taken for a single column."""
    assert "line 2: the header line has wrong quotes" in refused(f"\n{header}\n1,2\n", known=())


def test_a_header_that_ends_otherwise_than_the_rows(refused):
    r"""When the header ends in \r and a row in \n, nobody can tell what belongs to which."""
    assert "line 2: lines end in two ways here (CR and LF)" in refused(f"id,{CANARY}\rc\n1,2\n")
    assert "lines end in two ways here (CR and LF)" in refused(f"id\r\r\n{CANARY}\r\r\n")


def test_limits(refused, monkeypatch):
    """A header that does not end within the limit, or has too many columns, is refused."""
    assert "line 1: more than 20000 columns, with comma as delimiter" in refused("," * 20_000 + "\n")
    monkeypatch.setattr(dialect, "MAX_ROW_BYTES", 100)
    assert "line 1: the header line has wrong quotes or is longer than 16 MB" in refused("a," * 60)


def test_what_is_said(opened):
    """One line names encoding, delimiter, columns and rows; a guess is called one; the name is safe to show."""
    found, _ = opened(DUTCH.encode("cp1252"))
    said = found.said("a\x1b[31m.csv")
    assert said.nl == (
        r"a\x1b[31m.csv: cp1252 (aangenomen: geen geldige UTF-8), scheidingsteken puntkomma, 3 kolommen, 2 rijen."
    )
    assert said.en == r"a\x1b[31m.csv: cp1252 (assumed: not valid UTF-8), delimiter semicolon, 3 columns, 2 rows."
    assert opened("id\n1\n")[0].said("-").en == "-: utf-8, delimiter comma, 1 column, 1 row."
    assert opened("id:b\n1:2\n", delimiter=":")[0].said("-").nl == "-: utf-8, scheidingsteken “:”, 2 kolommen, 1 rij."


@settings(max_examples=400, deadline=None)
@given(st.binary(max_size=60), st.sampled_from([None, "utf-8", "utf-16", "cp1252", "shift_jis", "utf-7", "iso2022_jp"]))
def test_any_bytes_are_read_or_refused(tmp_path_factory, content, encoding):
    """Whatever bytes a file has, it is read or refused in a sentence; nothing else happens."""
    path = tmp_path_factory.mktemp("any") / "a.csv"
    path.write_bytes(content)
    try:
        with open_answers(path, ("id",), ReadingOptions(encoding=encoding)) as file:
            assert sum(len(batch.frame) for batch in file.batches()) == file.n_rows
    except ResponsesError:
        pass


@pytest.mark.parametrize(
    ("head", "said"),
    [
        (
            b"PK\x03\x04\x14\x00\x06\x00[Content_Types].xml \xa2",
            "this is an Excel file, not text; save it in Excel with",
        ),
        (
            b"PK\x03\x04" + b"\0" * 26 + b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet",
            "an OpenDocument file",
        ),
        (b"PK\x03\x04" + b"\0" * 26 + b"in.csv", "a zip file, not text; unpack it"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel file (.xls)"),
        (b"$FL2@(#) SPSS DATA FILE\0\0", "an SPSS file, not text; save it as CSV"),
        (b"PAR1\x15\x04\x15", "a Parquet file, not text; save it as CSV"),
        (b"\x1f\x8b\x08\0\0", "a gzip file, not text; unpack it"),
        (b"%PDF-1.7\n", "a PDF file, not text"),
        (b"\xef\xbb\xbf\r\n <!DOCTYPE html><html>", "a web page (HTML), not text"),
        (b"<HTML><table>", "a web page (HTML), not text"),
    ],
)
def test_what_is_no_text_is_named(head, said):
    """What is read as text and is another format by its first bytes is refused by name, whatever --encoding says."""
    for encoding in (None, "cp1252"):
        with pytest.raises(ResponsesError, match=re.escape(said)) as caught, ExitStack() as stack:
            encodings.as_utf8(io.BytesIO(head + CANARY.encode()), "a.csv", encoding, stack)
        (sentence,) = caught.value.sentences
        assert CANARY not in sentence.nl + sentence.en
        assert "--encoding" not in sentence.nl + sentence.en


def test_columns_with_the_name_of_a_format(opened):
    """A header that only begins like another format is read."""
    assert opened("PAR1;PK\n1;2\n")[0].header == ("PAR1", "PK")
    assert opened("PK;id\n1;2\n")[0].header == ("PK", "id")


def test_a_header_of_texts_tells_the_delimiter(opened):
    """A text of an item is a known name, with a no-break space or without its full stop too."""
    content = 'a,b;c,d;"Ik bel, en ik mail\u00a0"\n1,2;3,4;5\n6,7;8,9;10\n'
    assert opened(content, known=("Ik bel, en ik mail.",))[0].delimiter == ";"


def test_all_rows_of_a_header_tell_the_delimiter(opened):
    """The codes of a VV file stand in its second row; its texts are full of commas."""
    found, rows = opened("a, b\tc, d, e\nid\tsubmitdate\n1\t2\n", known=("id", "submitdate"))
    assert (found.delimiter, found.raw_header, found.begin_line) == ("\t", "a, b\tc, d, e\r\nid\tsubmitdate", 3)
    assert (rows, found.header) == ([("1", "2")], ("id", "submitdate"))


def test_a_header_without_rows(opened):
    """Of any program: nobody, and no row that is not there."""
    for content in ("id,submitdate,seed", "Respondent ID,Collector ID,a\n", "x\tid\nid\tsubmitdate", "a,b\n,\n"):
        found, rows = opened(content)
        assert len(rows) <= 1
        assert found.heading.rows <= content.count("\n") + 1


@pytest.mark.parametrize("encoding", ["mac_roman", "cp850"])
def test_an_old_encoding_is_suspected(opened, encoding):
    """Signs within words that Dutch in Windows-1252 does not have; foto’s and names in capitals are no sign."""
    found, _ = opened("id;t\n1;één café\n".encode(encoding))
    assert found.is_doubtful
    assert "probeer --encoding mac_roman of cp850" in found.said("a").nl
    assert "try --encoding mac_roman or cp850" in found.said("a").en
    plain, _ = opened("id;t\n1;foto’s van café ‘Zoë’, Žižek, „nee” – €\n".encode("cp1252"))
    assert plain.guessed
    assert not plain.is_doubtful


def test_a_given_encoding_is_not_advised_again(refused):
    """Who named an encoding that does not fit is told to leave it out."""
    said = refused(b"id\n\xd8\0", encoding="utf-16")
    assert "Leave --encoding out" in said
    assert "with --encoding" not in said
