"""A simulated export: it looks like what a municipality gets, says that it is made up, and is spoiled on purpose."""

import io

import pytest

from reintegratie_cli.errors import UsageError
from reintegratie_cli.outputs.export import SIMULATED, ExportStyle, export_lines, joined, write_lines

ANSWERS = {f"q{item}": ["goed"] * 30 for item in range(1, 9)}
STYLE = {"delimiter": ";", "encoding": "utf-8", "missing": 0.0, "bad_rows": 0, "seed": 1}


def lines(**style) -> list[list[str]]:
    """The cells of the lines after the header."""
    return [line.split(";") for line in export_lines(ANSWERS, ExportStyle(**STYLE | style))[1:]]


def test_every_row_says_that_it_is_made_up():
    """In a cell of its own and in the id, so that nobody takes it for answers of people."""
    rows = lines()

    assert {row[-1] for row in rows} == {SIMULATED}
    assert [row[0] for row in rows] == [f"SIM-{number:06}" for number in range(1, 31)]


def test_the_five_bad_rows():
    """An answer that does not exist, too few cells, no id, nothing filled in, an id of an earlier row."""
    good, bad = lines(), lines(bad_rows=5)
    spoiled = [row for row, whole in zip(bad, good, strict=True) if row != whole]

    assert spoiled[0].count("8") == 1
    assert len(spoiled[1]) == len(good[0]) - 3
    assert spoiled[2][0] == ""
    assert set(spoiled[3][2:-1]) == {""}
    assert spoiled[4][0] == good[0][0]
    assert len(spoiled) == 5


def test_gaps_are_the_share_that_was_asked_for():
    """Of 240 answers, about a quarter is left out."""
    gaps = sum(row[2:-1].count("") for row in lines(missing=0.25))

    assert 40 <= gaps <= 80


def test_the_same_seed_gives_the_same_lines():
    """And another seed gives others."""
    assert lines(missing=0.2, seed=3) == lines(missing=0.2, seed=3)
    assert lines(missing=0.2, seed=3) != lines(missing=0.2, seed=4)


@pytest.mark.parametrize(("cell", "written"), [("a;b", '"a;b"'), ('a"b', '"a""b"'), ("a,b", "a,b"), ("", "")])
def test_a_cell_with_a_delimiter_stands_between_quotes(cell, written):
    """So that the row keeps its width."""
    assert joined([cell, "x"], ";") == f"{written};x"


def test_lines_end_as_on_windows():
    """In the encoding that was asked for."""
    stream = io.BytesIO()
    write_lines(stream, ["a;é"], "cp1252")

    assert stream.getvalue() == b"a;\xe9\r\n"


@pytest.mark.parametrize("encoding", ["nope", "ascii"])
def test_an_encoding_that_cannot_hold_the_file_is_refused(encoding):
    """Unknown, or without a character that is needed."""
    with pytest.raises(UsageError, match=f"--encoding {encoding}"):
        write_lines(io.BytesIO(), ["é"], encoding)
