"""What could not be read: where, what kind, and a value only where values may be shown."""

from dataclasses import dataclass

from reintegratie_cli.outputs.trouble import MOST, trouble


@dataclass(frozen=True)
class Seen:
    """One cell or row that could not be read."""

    line: int
    column: str = "q1"
    kind: str = "unreadable"
    found: str | None = None
    file: str = "a.csv"


def said(first, total, missing=None) -> list[str]:
    """The lines in Dutch."""
    return [line.nl for line in trouble(first, total, missing or {})]


def test_it_says_where_and_what_kind():
    """File, line and column; no column where it is the whole row."""
    assert said([Seen(4), Seen(2, column="", kind="width")], 2) == [
        "  a.csv, regel 2: een ander aantal cellen dan de kopregel",
        "  a.csv, regel 4, kolom q1: staat niet bij de antwoorden",
    ]


def test_a_value_is_shown_where_it_may_be():
    """Safe for a terminal."""
    assert said([Seen(4, found="7\x1b[31m")], 1) == [
        r"  a.csv, regel 4, kolom q1: staat niet bij de antwoorden: 7\x1b[31m"
    ]


def test_only_the_first_are_told():
    """A file full of mistakes does not fill the screen, and what is left out is counted."""
    lines = said([Seen(line) for line in range(2, 20)], 500)

    assert len(lines) == MOST + 1
    assert lines[-1] == f"  en nog {500 - MOST}; ze staan in row.problems"


def test_a_name_with_controls_is_shown_harmlessly():
    """Of a file and of a column."""
    (line,) = said([Seen(4, column="\x1b[31m", file="\u202e.csv")], 1)

    assert line.isprintable()


def test_missing_codes_are_counted():
    """Each text that meant no answer, and empty cells by name."""
    assert said([], 0, {"not_answered": 3, "99": 1, "not_shown": 2}) == [
        "Geen antwoord: 1 × '99', 3 × leeg gelaten, 2 × niet getoond"
    ]


def test_no_trouble_is_not_told():
    """Nothing to say is nothing said."""
    assert said([], 0) == []
