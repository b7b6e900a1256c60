"""Portable files of SPSS give what its other files give; what SPSS calls missing is never an answer."""

import random
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path

import polars as pl
import pyreadstat
import pytest

from reintegratie_cli.errors import ResponsesError
from reintegratie_cli.inputs.formats import open_answers, readstat
from reintegratie_cli.inputs.reading_options import ReadingOptions

CANARY = "ZZKANARIEZZ"
WIDTH = 80


@pytest.fixture
def write(tmp_path):
    """Write a portable file with these columns; `after`: what is put in it, after which text."""

    def writer(columns, after=(), **how):
        path = tmp_path / "in.por"
        pyreadstat.write_por(pl.DataFrame(columns, strict=False), path, **how)
        if after:
            text = "".join(line.ljust(WIDTH) for line in path.read_text("latin-1").splitlines()).rstrip("Z")
            for place, more in after:
                assert text.count(place) == 1
                text = text.replace(place, place + more)
            text += "Z" * (WIDTH - len(text) % WIDTH)
            lines = (text[start : start + WIDTH] for start in range(0, len(text), WIDTH))
            path.write_text("".join(f"{line}\r\n" for line in lines), "latin-1", newline="")
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


def test_cells_are_as_people_see_them(write):
    """Whole numbers without a point, days and moments as ISO, texts without padding; what is not there is none."""
    path = write(
        {
            "n": [4.0, 2.5, None],
            "s": ["a  ", "", "b"],
            "d": [date(2026, 1, 2), date(1959, 12, 31), None],
            "dt": [datetime(2026, 1, 2, 3, 4, 5), None, datetime(1900, 1, 1)],  # noqa: DTZ001
            "t": [time(3, 4, 5), None, time(0, 0)],
        }
    )

    assert cells(path) == {
        "N": ["4", "2.5", None],
        "S": ["a", None, "b"],
        "D": ["2026-01-02", "1959-12-31", None],
        "DT": ["2026-01-02 03:04:05", None, "1900-01-01 00:00:00"],
        "T": ["03:04:05", None, "00:00:00"],
    }


NUMBER = "70/2/V15/8/2/5/8/2/"
"""How a file says that a variable V1 follows, with its form; what is missing stands after it."""


@pytest.mark.parametrize(
    ("missing", "expected"),
    [
        ("89/", ["1", "3", "5", None, None]),
        ("89/81/", [None, "3", "5", None, None]),
        ("93/", [None, None, "5", "9", None]),
        ("A5/", ["1", "3", None, None, None]),
        ("B3/5/", ["1", None, None, "9", None]),
        ("B3/5/89/", ["1", None, None, None, None]),
    ],
)
def test_missing_values_are_never_answers(write, missing, expected):
    """One value, two, all up to one, all from one, or a range and one."""
    path = write({"id": [1.0, 2, 3, 4, 5], "v1": [1.0, 3, 5, 9, None]}, after=[(NUMBER, missing)])

    assert cells(path)["V1"] == expected


def test_missing_texts(write):
    """Texts can be missing too."""
    path = write({"id": [1.0, 2, 3], "s": ["a", "zz", "b"]}, after=[("72/1/S1/2/0/1/2/0/", "82/zz")])

    assert cells(path)["S"] == ["a", None, "b"]


def test_value_labels(write):
    """What the codes stand for."""
    path = write({"id": [1.0], "v1": [2.0]}, after=[(NUMBER, "D1/2/V12/1/3/nee2/2/ja")])
    with opened(path) as file:
        assert file.labels == {1: {"1": "nee", "2": "ja"}}


def test_what_is_known_of_the_columns(write):
    """The labels of variables are what else they are called; it is said what was read."""
    path = write({"v1": [1.0], "v2": [2.0]}, column_labels=["Ik durf te bellen", None])
    with opened(path) as file:
        assert (file.heading.texts, file.format) == (("Ik durf te bellen", ""), "por")
        assert file.notes[0].nl == f"{path}: SPSS, 2 variabelen, 1 rij."


def test_slices_and_line_ends(write, monkeypatch):
    """Lines may end as on any system, and slices where they will."""
    path = write({"v1": [1.0, 2, 3, 4]})
    monkeypatch.setattr(readstat, "_SLICE_CELLS", 1)
    monkeypatch.setattr(readstat, "_LEAST_ROWS", 2)
    content = path.read_bytes().replace(b"\r\n", b"\n")
    for end in (b"\n", b"\r\n"):
        path.write_bytes(content.replace(b"\n", end))
        assert cells(path) == {"V1": ["1", "2", "3", "4"]}


@pytest.mark.parametrize("keep", [500, 600, -100])
@pytest.mark.usefixtures("trial")
def test_a_damaged_file_is_refused_in_one_sentence(write, keep, capfd):
    """Without a word of the library, and without what anybody answered."""
    path = write({"s": [CANARY] * 20, "v1": [1.0] * 20})
    capfd.readouterr()
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(ResponsesError, match="of SPSS does, but is damaged or incomplete") as caught, opened(path):
        pass

    assert CANARY not in str(caught.value)
    assert capfd.readouterr() == ("", "")


def test_any_damage_is_read_or_refused(write):
    """A changed byte anywhere gives rows or a sentence; nothing else happens."""
    path = write({"s": ["a", "b"], "v1": [1.0, 2.0]})
    whole, chance = path.read_bytes(), random.Random(1)  # noqa: S311 - no secret
    for place in range(0, len(whole), 7):
        path.write_bytes(whole[:place] + bytes([chance.randrange(128)]) + whole[place + 1 :])
        try:
            with opened(path, source="por" if place > 2 * WIDTH else None) as file:
                assert sum(len(batch.frame) for batch in file.batches()) == file.n_rows
        except ResponsesError:
            pass


@pytest.mark.usefixtures("folder", "trial")
def test_the_same_scores_as_from_csv(call):
    """Through the command: one questionnaire, two formats, one result, whatever letters its names have."""
    frame = pl.DataFrame({"id": [1, 2, 3], "wv_1": [1, 4, 5], "wv_2": [2, 4, None], "wv_3": [3, 4, 4]})
    frame.write_csv(Path("in.csv"))
    pyreadstat.write_por(frame, "in.por")
    csv, spss = (call("score", name).rows for name in ("in.csv", "in.por"))

    assert [{**row, "row.file": "", "row.number": ""} for row in csv] == [
        {**row, "row.file": "", "row.number": ""} for row in spss
    ]
    assert len(spss) == 3
