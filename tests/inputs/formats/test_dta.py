"""Files of Stata: every cell as a person sees it there, and what Stata calls missing is never an answer."""

import random
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path

import polars as pl
import pyreadstat
import pytest

from reintegratie_cli.errors import ResponsesError, UsageError
from reintegratie_cli.inputs.formats import open_answers, readstat
from reintegratie_cli.inputs.reading_options import ReadingOptions

CANARY = "ZZKANARIEZZ"


@pytest.fixture
def write(tmp_path):
    """Write a file of Stata with these columns."""

    def writer(columns, **how):
        path = tmp_path / "in.dta"
        pyreadstat.write_dta(pl.DataFrame(columns, strict=False), path, **how)
        return path

    return writer


@contextmanager
def opened(path, **options):
    """The file as it is read."""
    with open_answers(path, (), ReadingOptions(**options)) as file:
        yield file


def cells(path, **options):
    """Every column of a file: name -> its cells."""
    with opened(path, **options) as file:
        frame = pl.concat([batch.frame for batch in file.batches()])
        return {name: frame[str(place)].to_list() for place, name in enumerate(file.heading.names)}


def with_letters(write, **more):
    """Answers of which two are missing in the way of Stata."""
    column = pl.Series("v1", [1, "a", 5, "z", None], dtype=pl.Object)
    return write({"id": [1, 2, 3, 4, 5], "v1": column}, missing_user_values={"v1": ["a", "z"]}, **more)


def test_cells_are_as_people_see_them(write):
    """Whole numbers without a point, days and moments as ISO, texts without padding; what is not there is none."""
    path = write(
        {
            "n": [4.0, 2.5, None],
            "s": ["a  ", "", "é"],
            "d": [date(2026, 1, 2), date(1959, 12, 31), None],
            "dt": [datetime(2026, 1, 2, 3, 4, 5), None, datetime(1900, 1, 1)],  # noqa: DTZ001
            "t": [time(3, 4, 5), None, time(0, 0)],
            "b": [True, False, None],
        }
    )

    assert cells(path) == {
        "n": ["4", "2.5", None],
        "s": ["a", None, "é"],
        "d": ["2026-01-02", "1959-12-31", None],
        "dt": ["2026-01-02 03:04:05", None, "1900-01-01 00:00:00"],
        "t": ["03:04:05", None, "00:00:00"],
        "b": ["1", "0", None],
    }


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("%td", "2026-01-02"),
        ("%d", "2026-01-02"),
        ("%tdDD/NN/CCYY", "2026-01-02"),
        ("%tm", "24108"),
        ("%9.0g", "24108"),
    ],
)
def test_the_forms_of_a_day(write, form, text):
    """However Stata shows a day, it is the same one; a month or a number is none."""
    assert cells(write({"d": [24108.0]}, variable_format={"d": form})) == {"d": [text]}


@pytest.mark.parametrize(
    ("form", "text"),
    [("%tc", "1960-01-01 03:04:05"), ("%tCHH:MM", "03:04:05"), ("%tcDDmonCCYY_HH:MM", "1960-01-01 03:04:05")],
)
def test_the_forms_of_a_moment(write, form, text):
    """A form that has no part of the day is a time of day."""
    assert cells(write({"t": [11_045_000.0]}, variable_format={"t": form})) == {"t": [text]}


def test_a_day_outside_the_calendar_stays_its_number(write):
    """Nothing is made up, and nothing crashes."""
    assert cells(write({"d": [-1e9, 1e15]}, variable_format={"d": "%td"})) == {"d": ["-1000000000", "1000000000000000"]}


def test_single_numbers_are_as_short_as_they_are(write, monkeypatch):
    """Stata keeps most numbers in four bytes: 3.1 is no 3.0999999046; what these cannot hold exactly is cut off."""
    path, read = write({"f": [1.0, 2.0, 3.0]}), pyreadstat.read_dta

    def as_float(*given, **how):
        found, about = read(*given, **how)
        about.readstat_variable_types = {"f": "float"}
        return {"f": [3.0999999046325684, 16777216.0, None][: len(found["f"])]}, about

    monkeypatch.setattr(pyreadstat, "read_dta", as_float)

    assert cells(path) == {"f": ["3.1", "1.67772160E+07", None]}


@pytest.mark.parametrize("version", [8, 10, 13, 15])
def test_missing_values_are_never_answers(write, version):
    """.a and .z of every version, with a label or without; the label of one is no label of an answer."""
    path = with_letters(write, version=version, variable_value_labels={"v1": {1: "nooit", "a": "weigert"}})
    with opened(path) as file:
        assert file.labels == {1: {"1": "nooit"}}
    assert cells(path)["v1"] == ["1", readstat.USER_MISSING, "5", readstat.USER_MISSING, None]


def test_a_missing_id_is_nobody(write):
    """Two persons whose id is missing are not one person."""
    assert cells(with_letters(write), id="v1")["v1"] == ["1", None, "5", None, None]


def test_missing_values_in_slices(write, monkeypatch):
    """A slice without any has none."""
    monkeypatch.setattr(readstat, "_SLICE_CELLS", 1)
    monkeypatch.setattr(readstat, "_LEAST_ROWS", 1)

    assert cells(with_letters(write))["v1"] == ["1", readstat.USER_MISSING, "5", readstat.USER_MISSING, None]


@pytest.mark.parametrize("version", [8, 10, 13, 15])
def test_what_is_known_of_the_columns(write, version):
    """The labels of variables are what else they are called; it is said what was read."""
    path = write({"v1": [1.0], "v2": [2.0]}, column_labels=["Ik durf te bellen", None], version=version)
    with opened(path) as file:
        assert (file.heading.texts, file.format) == (("Ik durf te bellen", ""), "dta")
        assert file.notes[0].nl == f"{path}: Stata, 2 variabelen, 1 rij."


@pytest.mark.parametrize("keep", [11, 100, 400, -200])
@pytest.mark.usefixtures("trial")
def test_a_damaged_file_is_refused_in_one_sentence(write, keep, capfd):
    """Without a word of the library, and without what anybody answered."""
    path = write({"s": [CANARY] * 20, "v1": [1.0] * 20})
    capfd.readouterr()
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(ResponsesError, match="of Stata does, but is damaged or incomplete") as caught, opened(path):
        pass

    assert CANARY not in str(caught.value)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("version", [8, 15])
def test_it_is_no_text(write, version):
    """Whoever names it so is told what it is."""
    with (
        pytest.raises(ResponsesError, match="this is a Stata file, not text; save it as CSV"),
        opened(write({"v1": [1.0]}, version=version), source="csv"),
    ):
        pass


def test_any_damage_is_read_or_refused(write):
    """A changed byte anywhere gives rows or a sentence; nothing else happens."""
    path = write({"s": ["a", "b"], "v1": [1.0, 2.0]}, variable_value_labels={"v1": {1: "nee"}}, version=10)
    whole, chance = path.read_bytes(), random.Random(1)  # noqa: S311 - no secret
    for place in range(0, len(whole), 11):
        path.write_bytes(whole[:place] + bytes([chance.randrange(256)]) + whole[place + 1 :])
        try:
            with opened(path) as file:
                assert sum(len(batch.frame) for batch in file.batches()) == file.n_rows
        except (ResponsesError, UsageError):
            pass


def test_it_leaves_no_file(write, tmp_path, monkeypatch):
    """Neither while it is open nor afterwards."""
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    with opened(write({"s": [CANARY]})):
        assert list(folder.iterdir()) == []


@pytest.mark.usefixtures("folder", "trial")
def test_the_same_scores_as_from_csv(call):
    """Through the command: one questionnaire, two formats, one result."""
    frame = pl.DataFrame({"id": [1, 2, 3], "wv_1": [1, 4, 5], "wv_2": [2, 4, None], "wv_3": [3, 4, 4]})
    frame.write_csv(Path("in.csv"))
    pyreadstat.write_dta(frame, "in.dta")
    csv, stata = (call("score", name).rows for name in ("in.csv", "in.dta"))

    assert [{**row, "row.file": "", "row.number": ""} for row in csv] == [
        {**row, "row.file": "", "row.number": ""} for row in stata
    ]
    assert len(stata) == 3


@pytest.mark.parametrize("names", [[None, "v1"], ["v1", "v1"]])
def test_names_that_are_none_are_damage(write, monkeypatch, names):
    """A damaged file can have columns without a name, or two of one name."""
    path, read = write({"a": [1.0], "v1": [1.0]}), pyreadstat.read_dta

    def as_damaged(*given, **how):
        found, about = read(*given, **how)
        about.column_names = names
        return found, about

    monkeypatch.setattr(pyreadstat, "read_dta", as_damaged)
    with pytest.raises(ResponsesError, match="damaged or incomplete"), opened(path):
        pass
