"""Files of SPSS: every cell as a person sees it there, and what SPSS calls missing is never an answer."""

import io
import math
import sys
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path

import polars as pl
import pyreadstat
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reintegratie_cli.errors import ResponsesError, UsageError
from reintegratie_cli.inputs.formats import open_answers, readstat
from reintegratie_cli.inputs.reading_options import ReadingOptions
from reintegratie_cli.inputs.responses import ResponseFiles
from reintegratie_cli.models.instrument import Instrument
from reintegratie_cli.models.responses import NO_ANSWER

CANARY = "ZZKANARIEZZ"
INSTRUMENT = Instrument.model_validate(
    {
        "instrument": "proef",
        "version": "1.0.0",
        "answers": {
            "vijf": {"type": "ordinal", "values": [1, 2, 3, 4, 5]},
            "brieven": {"type": "count", "min": 0, "max": 200},
            "hulp": {"type": "choice", "values": ["coach", "training"]},
        },
        "items": {"v1": {"answers": "vijf"}, "n1": {"answers": "brieven"}, "h1": {"answers": "hulp"}},
        "scales": {"s": {"items": ["v1"], "measurement": "reflective", "score": "mean"}},
    }
)


@pytest.fixture
def write(tmp_path):
    """Write a file of SPSS with these columns."""

    def writer(columns, name="in.sav", **how):
        path = tmp_path / name
        pyreadstat.write_sav(pl.DataFrame(columns, strict=False), path, **how)
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
        frames = [batch.frame for batch in file.batches()]
        names = file.heading.names
    if not frames:
        return {name: [] for name in names}
    return {name: pl.concat(frames)[str(place)].to_list() for place, name in enumerate(names)}


def answers(path, item, **options):
    """The answers to one item, none where there is none; and how many cells held what stands for none."""
    with ResponseFiles([path], ReadingOptions(**options), list(INSTRUMENT.items)) as files:
        files.bind(INSTRUMENT)
        found = [value for batch in files.batches() for value in batch.responses.answers[item].tolist()]
        unreadable = sum(files.problems.counts.values())
        return [None if value == NO_ANSWER or math.isnan(value) else value for value in found], {
            **files.missing_counts,
            **({"unreadable": unreadable} if unreadable else {}),
        }


# What SPSS calls missing.


@pytest.mark.parametrize(
    ("missing", "expected"),
    [
        ([5], [0, 1, None, None, 3]),
        ([1, 5], [None, 1, None, None, 3]),
        ([2, 4, 5], [0, None, None, None, None]),
        ([{"lo": 4, "hi": 5}], [0, 1, None, None, None]),
        ([{"lo": 4, "hi": math.inf}], [0, 1, None, None, None]),
        ([{"lo": -math.inf, "hi": 2}], [None, None, None, 4, 3]),
        ([{"lo": 4, "hi": 9}, 1], [None, 1, None, None, None]),
    ],
)
def test_a_user_missing_value_is_never_an_answer(write, missing, expected):
    """Also where the questionnaire has that code: single values, ranges, half-open ranges, both at once."""
    path = write({"id": [1, 2, 3, 4, 5], "v1": [1.0, 2, None, 5, 4]}, missing_ranges={"v1": missing})
    found, counts = answers(path, "v1")

    assert found == expected
    assert counts == {"not_answered": 1, "user_missing": expected.count(None) - 1}


def test_user_missing_and_system_missing_are_counted_apart(write):
    """99 was chosen, an empty cell was not: a reader of the counts sees both."""
    path = write({"id": [1, 2, 3, 4], "v1": [99.0, 99, None, 3]}, missing_ranges={"v1": [99]})

    assert answers(path, "v1") == ([None, None, None, 2], {"not_answered": 1, "user_missing": 2})


def test_user_missing_values_of_an_open_item(write):
    """99 letters could have been written: only the file tells that nobody did."""
    path = write({"id": [1, 2, 3], "n1": [99.0, 12, -8]}, missing_ranges={"n1": [99, {"lo": -9, "hi": -1}]})

    assert answers(path, "n1") == ([None, 12, None], {"user_missing": 2})


def test_user_missing_texts(write):
    """Texts can be missing too, whatever spaces pad them."""
    path = write({"id": [1, 2, 3], "h1": ["coach", "training", "coach "]}, missing_ranges={"h1": ["coach"]})

    assert answers(path, "h1") == ([None, 1, None], {"user_missing": 2})


def test_a_label_on_the_missing_code_alone(write):
    """The usual file: only 99 has a label. It changes nothing of the other codes."""
    path = write(
        {"id": [1, 2, 3], "v1": [99.0, 1, 5]},
        missing_ranges={"v1": [99]},
        variable_value_labels={"v1": {99: "1"}},
    )

    assert answers(path, "v1") == ([None, 0, 4], {"user_missing": 1})


def test_a_code_that_is_not_declared_missing_is_said(write):
    """99 without a declaration is no answer either: it could not be read, as in any file."""
    assert answers(write({"id": [1, 2], "v1": [99.0, 1]}), "v1") == ([None, 0], {"unreadable": 1})


def test_a_user_missing_id_is_nobody(write):
    """Two persons whose id is missing are not one person."""
    path = write({"id": [999.0, 999, 3], "v1": [1.0, 2, 3]}, missing_ranges={"id": [999]})
    with ResponseFiles([path], ReadingOptions(), list(INSTRUMENT.items)) as files:
        files.bind(INSTRUMENT)
        batch = next(files.batches())

    assert batch.rows["id"].to_list() == [None, None, "3"]
    assert batch.responses.duplicate.tolist() == [False] * 3


def test_a_user_missing_date_is_no_date(write):
    """The days of SPSS are numbers, and can be missing by their number."""
    first = (date(1900, 1, 1) - date(1582, 10, 14)).days * 86400
    days = [date(1900, 1, 1), date(2026, 1, 2)]
    path = write({"datum": days, "v1": [1.0, 2]}, missing_ranges={"datum": [first]})

    assert cells(path)["datum"] == [readstat.USER_MISSING, "2026-01-02"]


# Cells as text.


def test_cells_are_as_people_see_them(write):
    """Whole numbers without a point, days and moments as ISO, texts without padding; what is not there is none."""
    path = write(
        {
            "n": [4.0, 2.5, None, -0.0, 1e-7],
            "s": ["a  ", "", None, "  b", "é"],
            "d": [date(2026, 1, 2), date(1582, 10, 15), None, date(9999, 12, 31), date(1969, 12, 31)],
            "dt": [datetime(2026, 1, 2, 3, 4, 5), None, None, None, datetime(1900, 1, 1)],  # noqa: DTZ001
            "t": [time(3, 4, 5), None, None, None, time(0, 0)],
            "b": [True, False, None, None, None],
        }
    )

    assert cells(path) == {
        "n": ["4", "2.5", None, "0", "1e-7"],
        "s": ["a", None, None, "  b", "é"],
        "d": ["2026-01-02", "1582-10-15", None, "9999-12-31", "1969-12-31"],
        "dt": ["2026-01-02 03:04:05", None, None, None, "1900-01-01 00:00:00"],
        "t": ["03:04:05", None, None, None, "00:00:00"],
        "b": ["1", "0", None, None, None],
    }


@pytest.mark.parametrize("form", ["DATE11", "ADATE10", "EDATE10", "SDATE10", "JDATE7", "MOYR8", "QYR8", "WKYR10"])
def test_every_form_of_a_day(write, form):
    """However SPSS shows a day, it is the same one."""
    seconds = (date(2026, 1, 2) - date(1582, 10, 14)).days * 86400.0
    path = write({"d": [seconds]}, variable_format={"d": form})

    assert cells(path) == {"d": ["2026-01-02"]}


def test_a_day_outside_the_calendar_stays_its_number(write):
    """Nothing is made up, and nothing crashes."""
    path = write({"d": [-5.0, 1e15, 4e14]}, variable_format={"d": "DATE11"})

    assert cells(path) == {"d": ["-5", "1000000000000000", "400000000000000"]}


def test_ids_are_whole_or_nobodys(write):
    """118273 and not 118273.0; what a float cannot hold exactly could be two persons."""
    path = write({"id": [118273.0, 2.0**53 - 1, 2.0**53, 1.23456789012e17], "v1": [1.0] * 4})
    with ResponseFiles([path], ReadingOptions(), list(INSTRUMENT.items)) as files:
        files.bind(INSTRUMENT)
        rows = next(files.batches()).rows

    assert rows["id"].to_list() == ["118273", "9007199254740991", None, None]
    assert rows["row.problems"].to_list() == [None, None, *["id: cut off by a spreadsheet (E+)"] * 2]


NUMBERS = st.none() | st.integers(-(2**53) + 1, 2**53 - 1).map(float) | st.floats(-1e9, 1e9).map(lambda x: round(x, 3))
TEXTS = st.none() | st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(NUMBERS, TEXTS), min_size=1, max_size=12), size=st.integers(1, 13))
def test_what_is_written_is_read(tmp_path, rows, size):
    """Numbers and texts come back, whatever the size of the slices and of the batches."""
    path = tmp_path / "in.sav"
    numbers, texts = (list(column) for column in zip(*rows, strict=True))
    frame = pl.DataFrame({"n": pl.Series(numbers, dtype=pl.Float64), "s": pl.Series(texts, dtype=pl.String)})
    pyreadstat.write_sav(frame, path, row_compress=size % 2 == 0)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(readstat, "_LEAST_ROWS", size)
        patch.setattr(readstat, "_SLICE_CELLS", 1)
        with opened(path) as file:
            batches = list(file.batches(size=size))
    found = pl.concat([batch.frame for batch in batches])

    assert [None if cell is None else float(cell) for cell in found["0"]] == numbers
    assert found["1"].to_list() == [None if text is None else text.rstrip(" ") or None for text in texts]
    assert [int(line) for batch in batches for line in batch.line] == list(range(1, len(rows) + 1))


# Files.


@pytest.mark.parametrize("how", [{}, {"row_compress": True}, {"compress": True}])
def test_every_kind_of_file(write, how):
    """Plain, compressed by row, and zsav are recognised by their first bytes, whatever they are called."""
    path = write({"v1": [1.0, 2, 3]}, name="in.dat", **how)

    assert cells(path) == {"v1": ["1", "2", "3"]}


def test_what_is_known_of_the_columns(write):
    """The labels of variables are what else they are called; it is said what was read."""
    path = write({"v1": [1.0], "v2": [2.0]}, column_labels=["Ik durf te bellen", None])
    with opened(path) as file:
        assert file.heading.texts == ("Ik durf te bellen", "")
        assert file.notes[0].nl == f"{path}: SPSS, 2 variabelen, 1 rij."
        assert file.notes[0].en == f"{path}: SPSS, 2 variables, 1 row."


@pytest.mark.usefixtures("trial")
def test_from_standard_input(write, monkeypatch):
    """A file that is no file on disk is read as well, and leaves none."""
    content = write({"v1": [1.0, 2]}).read_bytes()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))

    assert cells(None) == {"v1": ["1", "2"]}


def test_a_file_without_rows(write):
    """Columns without anybody."""
    assert cells(write({"v1": pl.Series([], dtype=pl.Float64)})) == {"v1": []}


def test_slices_that_end_with_the_file(write, monkeypatch):
    """The last slice is full: what follows is nothing."""
    monkeypatch.setattr(readstat, "_SLICE_CELLS", 1)
    monkeypatch.setattr(readstat, "_LEAST_ROWS", 2)

    assert cells(write({"v1": [1.0, 2, 3, 4]})) == {"v1": ["1", "2", "3", "4"]}


def test_a_code_page(write, tmp_path):
    """--encoding names the code page of a file that names another one."""
    path = write({"s": ["café"]})
    content = path.read_bytes().replace("café".encode(), "caf\xe9 ".encode("latin-1"))
    (tmp_path / "oud.sav").write_bytes(content)

    assert cells(tmp_path / "oud.sav", encoding="windows-1252") == {"s": ["café"]}


@pytest.mark.parametrize("keep", [4, 100, 400, -8])
@pytest.mark.usefixtures("trial")
def test_a_damaged_file_is_refused_in_one_sentence(write, keep, capfd):
    """Without a word of the library, and without what anybody answered."""
    path = write({"s": [CANARY] * 20, "v1": [1.0] * 20})
    capfd.readouterr()
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(ResponsesError, match=r"damaged or incomplete") as caught, opened(path):
        pass

    assert CANARY not in str(caught.value)
    assert capfd.readouterr() == ("", "")


@pytest.mark.usefixtures("trial")
def test_a_file_that_would_take_the_process_down_is_refused(write, monkeypatch):
    """What crashes the library crashes a process of its own, and is damaged."""
    monkeypatch.setattr(readstat, "_TRIAL", "import os; os.abort()")
    with pytest.raises(ResponsesError, match="damaged or incomplete"), opened(write({"v1": [1.0]})):
        pass


@pytest.mark.usefixtures("trial")
def test_a_file_on_which_the_library_hangs_is_refused(write, monkeypatch):
    """Nobody waits for ever."""
    monkeypatch.setattr(readstat, "_TRIAL", "import time; time.sleep(60)")
    monkeypatch.setattr(readstat, "_TRIAL_SECONDS", 0.2)
    with pytest.raises(ResponsesError, match="damaged or incomplete"), opened(write({"v1": [1.0]})):
        pass


@pytest.mark.usefixtures("trial")
def test_no_program_beside_the_answers_is_run(write, folder):
    """A file of the name of the library in the folder of the answers is no part of it."""
    (folder / "pyreadstat.py").write_text("open('ran', 'w')", encoding="utf-8")
    with opened(write({"v1": [1.0]})):
        pass

    assert not (folder / "ran").exists()


def test_without_pyreadstat_it_says_what_to_install(write, monkeypatch):
    """The extra is named; nothing crashes."""
    path = write({"v1": [1.0]})
    monkeypatch.setitem(sys.modules, "pyreadstat", None)
    with pytest.raises(UsageError, match=r"pip install 'reintegratie\[spss\]'"), opened(path):
        pass


def test_too_many_columns_are_refused(write, monkeypatch):
    """As in any format."""
    monkeypatch.setattr("reintegratie_cli.inputs.formats.typed_table.MAX_COLUMNS", 2)
    with (
        pytest.raises(ResponsesError, match="more than 2 columns"),
        opened(write({"a": [1.0], "b": [1.0], "c": [1.0]})),
    ):
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
    rows = {"id": [1, 2, 3], "wv_1": [1, 4, 5], "wv_2": [2, 4, None], "wv_3": [3, 4, 4]}
    frame = pl.DataFrame(rows)
    frame.write_csv(Path("in.csv"))
    pyreadstat.write_sav(frame, "in.sav")
    csv, spss = (call("score", name).rows for name in ("in.csv", "in.sav"))

    assert [{**row, "row.file": "", "row.number": ""} for row in csv] == [
        {**row, "row.file": "", "row.number": ""} for row in spss
    ]
    assert len(spss) == 3
