"""Files of every format with anything wrong in them: read, or refused in a sentence that holds no cell."""

import gzip
import io
import json
import os
import zipfile
from pathlib import Path

import polars as pl
import pyreadstat
import pytest
import xlsxwriter
from hypothesis import HealthCheck, Phase, settings
from hypothesis import given as forall
from hypothesis import strategies as st

from reintegratie_cli.errors import ReintegratieError
from reintegratie_cli.inputs import catalogue
from reintegratie_cli.inputs.reading_options import ReadingOptions
from reintegratie_cli.inputs.responses import ResponseFiles
from reintegratie_cli.outputs.trouble import trouble

CANARY = "ZZKANARIEZZ"
HEADER = ("id", "naam", "wv_1", "wv_2", "wv_3")
ROWS = [(f"{CANARY}{row}", f"{CANARY} x", str(row % 5 + 1), CANARY if row == 3 else "2", "") for row in range(8)]
QUALTRICS = "StartDate,ResponseId,wv_1,wv_2,wv_3\nStart,Response ID,een,twee,drie\n" + ",".join(
    f'"{{""ImportId"":""q{place}""}}"' for place in range(5)
)

EVERYTHING = list(HealthCheck)
FEW = settings(max_examples=40, deadline=None, suppress_health_check=EVERYTHING)
MANY = settings(
    max_examples=int(os.environ.get("REINTEGRATIE_FUZZ", "20000")),
    deadline=None,
    suppress_health_check=EVERYTHING,
    phases=[Phase.generate],
    database=None,
)


def delimited(delimiter: str, encoding: str, header: str = "") -> bytes:
    """The rows as text."""
    lines = [header or delimiter.join(HEADER), *(delimiter.join(f'"{cell}"' for cell in row) for row in ROWS)]
    return "\r\n".join([*lines, ""]).encode(encoding)


def workbook() -> bytes:
    """The rows as a sheet."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate([HEADER, *ROWS]):
            sheet.write_row(place, 0, row)
    return content.getvalue()


def spss(folder: Path) -> bytes:
    """The rows as SPSS keeps them."""
    path, frame = folder / "seed.sav", pl.DataFrame(ROWS, schema=list(HEADER), orient="row")
    frame = frame.with_columns(pl.col("wv_1").cast(pl.Float64))
    pyreadstat.write_sav(frame, str(path), variable_value_labels={"wv_1": {1.0: "een", 2.0: "twee"}})
    return path.read_bytes()


def table() -> bytes:
    """The rows as Parquet."""
    content = io.BytesIO()
    pl.DataFrame(ROWS, schema=list(HEADER), orient="row").write_parquet(content)
    return content.getvalue()


def packed(name: str, content: bytes) -> bytes:
    """A file in a zip file."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as whole:
        whole.writestr(name, content)
    return archive.getvalue()


@pytest.fixture(scope="module")
def seeds(tmp_path_factory) -> dict[str, bytes]:
    """A good file of each format."""
    lines = "".join(json.dumps(dict(zip(HEADER, row, strict=True))) + "\n" for row in ROWS)
    return {
        "csv": delimited(",", "utf-8"),
        "semicolon.csv": delimited(";", "cp1252"),
        "utf-16.csv": delimited("\t", "utf-16"),
        "qualtrics.csv": delimited(",", "utf-8", QUALTRICS),
        "jsonl": lines.encode(),
        "xlsx": workbook(),
        "sav": spss(tmp_path_factory.mktemp("seeds")),
        "parquet": table(),
        "gz": gzip.compress(delimited(",", "utf-8"), mtime=0),
        "zip": packed("export.csv", delimited(";", "utf-8")),
    }


FORMATS = ("csv", "semicolon.csv", "utf-16.csv", "qualtrics.csv", "jsonl", "xlsx", "parquet", "gz", "zip")
TOKENS = [
    b'"',
    b"'",
    b",",
    b";",
    b"\t",
    b"\n",
    b"\r",
    b"\0",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"{",
    b"}",
    b"[",
    b"]",
    b"1e999",
]
TOKENS += [
    b"<",
    b"&",
    b"\xff" * 8,
    b"\0" * 64,
    b"\x7f\xff\xff\xff",
    b"\x80\0\0\0",
    b"XFD1048576",
    b"A1",
    b"null",
    b"NaN",
    b"=",
]
MUTATION = st.tuples(
    st.sampled_from(["flip", "insert", "delete", "repeat", "cut"]),
    st.floats(0, 1, exclude_max=True),
    st.integers(1, 64),
    st.one_of(st.sampled_from(TOKENS), st.binary(min_size=1, max_size=8)),
)
MUTATIONS = st.lists(MUTATION, min_size=1, max_size=5)


def mutated(content: bytes, mutations) -> bytes:
    """The content with each of these things done to it."""
    for kind, share, length, token in mutations:
        at = int(share * len(content))
        before, rest = content[:at], content[at:]
        content = {
            "flip": before + token + rest[len(token) :],
            "insert": before + token + rest,
            "delete": before + rest[length:],
            "repeat": before + rest[:length] * 3 + rest,
            "cut": before,
        }[kind]
    return content


def within(content: bytes, member: float, mutations) -> bytes:
    """An archive with the mutations in one of its files; packed again, so that a reader comes as far as that."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    chosen = sorted(files)[int(member * len(files))]
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as whole:
        for name, inner in files.items():
            whole.writestr(name, mutated(inner, mutations) if name == chosen else inner)
    return archive.getvalue()


INSTRUMENT = catalogue.find_instrument("werkvermogen")


def keeps_header(seed: bytes, content: bytes) -> bool:
    """Whether all before the first cell is as it was, so that no cell became the name of a column, which is told."""
    first = min(at for at in (seed.find(CANARY.encode()), seed.find(CANARY.encode("utf-16-le")), len(seed)) if at >= 0)
    return not seed.startswith(b"{") and content.startswith(seed[:first])


def check(path: Path, content: bytes, *, is_secret: bool = True) -> None:
    """Raise where the file is neither read whole nor refused, or where a cell that `is_secret` is told."""
    path.write_bytes(content)
    said = []
    try:
        with ResponseFiles([path], ReadingOptions(), INSTRUMENT.items) as files:
            files.bind(INSTRUMENT)
            n_rows = sum(len(batch.rows) for batch in files.batches(3))
            assert n_rows == sum(file.n_rows for file in files.files)
            is_secret = is_secret and not any(CANARY in name for header in files.headers for name in header.names)
            said = [*files.notes, *trouble(files.problems.first, n_rows, files.missing_counts)]
    except ReintegratieError as error:
        said = list(error.sentences)
    for sentence in said:
        assert sentence.nl.isprintable()
        assert sentence.en.isprintable()
        assert not is_secret or CANARY not in sentence.nl + sentence.en


@FEW
@forall(MUTATIONS, st.floats(0, 1, exclude_max=True), st.booleans())
@pytest.mark.parametrize("form", FORMATS)
def test_a_damaged_file_is_read_or_refused(seeds, tmp_path, form, mutations, member, inside):  # noqa: PLR0913, PLR0917 - fixtures
    """Nothing else happens, whatever is wrong with it."""
    damage(seeds[form], tmp_path / f"export.{form}", mutations, member, inside=inside)


@settings(FEW, max_examples=5)
@forall(MUTATIONS)
def test_a_damaged_spss_file_is_read_or_refused(seeds, tmp_path, mutations):
    """Fewer of these, for each takes seconds: a process of its own reads it."""
    damage(seeds["sav"], tmp_path / "export.sav", mutations, 0, inside=False)


@pytest.mark.simulation
@settings(MANY, max_examples=MANY.max_examples // 20)
@forall(MUTATIONS)
def test_very_many_damaged_spss_files(seeds, tmp_path, mutations):
    """As above."""
    damage(seeds["sav"], tmp_path / "export.sav", mutations, 0, inside=False)


@pytest.mark.simulation
@MANY
@forall(MUTATIONS, st.floats(0, 1, exclude_max=True), st.booleans())
@pytest.mark.parametrize("form", FORMATS)
def test_very_many_damaged_files(seeds, tmp_path, form, mutations, member, inside):  # noqa: PLR0913, PLR0917 - fixtures
    """As above."""
    damage(seeds[form], tmp_path / f"export.{form}", mutations, member, inside=inside)


def damage(seed: bytes, path: Path, mutations, member: float, *, inside: bool) -> None:
    """Check a good file with the mutations, of itself or of a file within it."""
    is_archive = seed.startswith(b"PK")
    content = within(seed, member, mutations) if inside and is_archive else mutated(seed, mutations)
    check(path, content, is_secret=keeps_header(seed, content))


@FEW
@forall(st.binary(max_size=300))
@pytest.mark.parametrize("head", [b"", b"PK\x03\x04", b"\x1f\x8b", b"PAR1", b'{"id":', b"id,wv_1\n"], ids=repr)
def test_any_bytes_are_read_or_refused(tmp_path, head, content):
    """Also after the first bytes of a format."""
    check(tmp_path / "export", head + content)


@settings(FEW, max_examples=5)
@forall(st.binary(max_size=300))
def test_any_bytes_of_spss_are_read_or_refused(tmp_path, content):
    """Fewer of these too."""
    check(tmp_path / "export", b"$FL2" + content)


@pytest.mark.simulation
@MANY
@forall(st.sampled_from([b"", b"PK\x03\x04", b"\x1f\x8b", b"PAR1", b"$FL2", b'{"id":', b"id,wv_1\n"]), st.binary())
def test_very_many_bytes(tmp_path, head, content):
    """As above."""
    check(tmp_path / "export", head + content)
