"""SPSS: variables with labels and formats, and a file that is the same whether it was written in parts or at once."""

import datetime as dt
import io

import polars as pl
import pyreadstat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reintegratie_cli.errors import FileError, UsageError
from reintegratie_cli.models.score_result import OutputColumn
from reintegratie_cli.outputs import sav
from reintegratie_cli.outputs.sav import open_writer
from reintegratie_cli.text import Text

NOTHING = Text("niets", "nothing")
GROUP = OutputColumn(
    "sol.group",
    Text("de groep", "the group"),
    values={"banen": Text("Alleen banen", "Only jobs"), "werknemersvaardigheden": Text("Leren", "Learning")},
)
COLUMNS = [
    OutputColumn("id", Text("de id", "the id"), origin="input"),
    OutputColumn("s.score", Text("de score", "the score"), 4),
    OutputColumn("s.answered", NOTHING),
    OutputColumn("s.band", NOTHING),
    OutputColumn("sol.ambiguous", NOTHING),
    OutputColumn("measured", NOTHING),
    GROUP,
    OutputColumn("flags", NOTHING, listed=True, values={"x": NOTHING}),
    OutputColumn("Leeftijd (jr)", NOTHING, origin="kept"),
]


def rows(*ids: str | None) -> pl.DataFrame:
    """A row for each id, with a cell of every type; the first has nothing but its id."""
    n = len(ids)
    frame = pl.DataFrame(
        {
            "id": pl.Series(ids, dtype=pl.String),
            "s.score": [-1.25] * n,
            "s.answered": [3] * n,
            "s.band": ["low"] * n,
            "sol.ambiguous": [True] * n,
            "measured": [dt.date(2026, 10, 5)] * n,
            "sol.group": ["banen"] * n,
            "flags": ["x;y"] * n,
            "Leeftijd (jr)": ["=1+1"] * n,
        }
    )
    first = pl.int_range(pl.len()) == 0
    return frame.with_columns(pl.when(~first).then(pl.exclude("id")).name.keep())


def written(*batches: pl.DataFrame, columns=COLUMNS, language="nl") -> bytes:
    """What the batches become; they are encoded out of order."""
    stream = io.BytesIO()
    writer = open_writer(stream, columns, language=language)
    places = [*range(1, len(batches)), 0]
    encoded = {place: writer.encode(batches[place], first=place == 0) for place in places}
    for place in range(len(batches)):
        writer.append(encoded[place])
    writer.finish()
    return stream.getvalue()


@pytest.fixture
def read(tmp_path):
    """Reads a file back: the rows, and what SPSS knows of the variables."""

    def back(content: bytes):
        path = tmp_path / "scores.sav"
        path.write_bytes(content)
        return pyreadstat.read_sav(path, output_format="polars")

    return back


def test_cells_are_read_back(read):
    """Numbers, days and texts; yes is 1; nothing is system-missing, or a text without characters."""
    frame, _ = read(written(rows("a", "b")))

    assert frame.row(0) == ("a", None, None, "", None, None, "", "", "")
    assert frame.row(1) == ("b", -1.25, 3.0, "low", 1.0, dt.date(2026, 10, 5), "banen", "x;y", "=1+1")


def test_labels_are_in_the_language_of_the_run(read):
    """The meaning of each variable; with the name of its column where SPSS does not take that."""
    labels = read(written(rows("a"), language="en"))[1].column_names_to_labels

    assert (labels["id"], labels["s.score"]) == ("the id", "the score")
    assert labels["Leeftijd__jr_"] == "Leeftijd (jr): nothing"


def test_known_values_have_labels(read):
    """Also those of more than eight characters; the values of a list cannot have them."""
    assert read(written(rows("a")))[1].variable_value_labels == {
        "sol.group": {"banen": "Alleen banen", "werknemersvaardigheden": "Leren"},
        "sol.ambiguous": {0.0: "nee", 1.0: "ja"},
    }


def test_formats_and_levels(read):
    """As many decimals as the column has, ISO-like days, and what may be computed with."""
    meta = read(written(rows("a")))[1]

    assert meta.original_variable_types["s.score"] == "F8.4"
    assert meta.original_variable_types["measured"] == "SDATE10"
    assert [meta.variable_measure[name] for name in ("id", "s.score", "s.band", "sol.ambiguous")] == [
        "nominal",
        "scale",
        "ordinal",
        "nominal",
    ]


def test_the_file_says_what_it_is_never_for(read):
    """And by which versions it was made."""
    columns = [*COLUMNS, OutputColumn("provenance", NOTHING, listed=True)]
    with_versions = rows("a").with_columns(provenance=pl.lit("reintegratie 9"))
    notes = " ".join(read(written(with_versions, columns=columns))[1].notes)

    assert "Nooit voor recht op uitkering, sancties, fraude of rangorde." in notes
    assert "reintegratie 9" in notes


@pytest.mark.parametrize("size", [1, 2, 7, 30])
def test_parts_become_the_file_that_is_written_at_once(size, monkeypatch, tmp_path):
    """Byte for byte but for the moment at which it was made, with texts longer than SPSS has segments."""
    monkeypatch.setattr(sav, "ROWS_AT_ONCE", 4)
    ids = (str(number) * 17 * number for number in range(29))
    frame = rows(*ids, "w" * 600).with_columns(pl.lit("werknemersvaardigheden").alias("sol.group"))
    writer = open_writer(io.BytesIO(), COLUMNS, language="nl")
    whole = pl.read_ipc(writer.encode(frame, first=True).content)
    pyreadstat.write_sav(whole, tmp_path / "whole.sav", **writer._dictionary)
    at_once = (tmp_path / "whole.sav").read_bytes()

    assert written(*frame.iter_slices(size)) == at_once[:92] + b"01 Jan 8000:00:00" + at_once[109:]


def test_nothing_says_that_the_rows_end_before_they_do():
    """Each part of pyreadstat ends with such a code; only the last one keeps it."""
    numbers = [OutputColumn("n", NOTHING)]
    frame = pl.DataFrame({"n": [1.5, 2.5, 3.5]})

    assert written(*frame.iter_slices(1), columns=numbers) == written(frame, columns=numbers)
    assert written(frame, columns=numbers).count(b"\xfc\0\0\0") <= 1


def test_the_moment_is_not_in_the_file():
    """The same input gives the same bytes, whenever."""
    assert written(rows("a"))[92:109] == b"01 Jan 8000:00:00"


def test_nobody_still_has_variables(read):
    """A file without rows is no empty file."""
    frame, meta = read(written(rows()))

    assert frame.shape == (0, len(COLUMNS))
    assert meta.column_labels[0] == "de id"


def test_a_text_that_does_not_fit_is_refused():
    """It is never cut, and never shown; SPSS counts bytes."""
    with pytest.raises(UsageError, match=r"Column id has a text of 32768 characters and SPSS can hold 32767"):
        written(rows("é" * 16_384))


@given(st.text(st.characters(codec="utf-8"), max_size=40))
@settings(derandomize=True, deadline=None, max_examples=60)
def test_any_text_is_read_back(tmp_path_factory, text):
    """But for spaces at the end, which SPSS fills texts up with, and NUL, of which a sign is left."""
    path = tmp_path_factory.mktemp("sav") / "scores.sav"
    path.write_bytes(written(rows(text, "b")))
    frame, _ = pyreadstat.read_sav(path, output_format="polars")

    assert frame["id"].to_list() == [text.replace("\0", "�").rstrip(" "), "b"]


def test_nothing_stays_on_disk(tmp_path, monkeypatch):
    """The parts have no name, also while they are there."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    writer = open_writer(io.BytesIO(), COLUMNS, language="nl")
    writer.append(writer.encode(rows("a"), first=True))
    during = list(tmp_path.iterdir())
    writer.finish()

    assert (during, list(tmp_path.iterdir())) == ([], [])


def test_a_full_disk_is_told(tmp_path, monkeypatch):
    """With the folder that is full, as for other formats."""
    for number in range(64):
        (tmp_path / str(number)).symlink_to("/dev/full")
    monkeypatch.setattr(sav, "OWN_FILES", tmp_path)

    with pytest.raises(FileError, match=r"cannot be written to \(the disk is full\)"):
        written(rows("a"))


def test_where_files_without_a_name_have_no_path_a_private_folder_serves(tmp_path, monkeypatch):
    """As on Windows; the folder is gone afterwards."""
    expected = written(rows("a", "b"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr(sav, "OWN_FILES", tmp_path / "none")

    assert written(rows("a", "b")) == expected
    assert list(tmp_path.iterdir()) == []
