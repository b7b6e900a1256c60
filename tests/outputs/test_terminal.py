"""What people see: never markup, never an escape from a file, readable on a page and in a pipe."""

import io
import sys

import pytest

from reintegratie_cli.outputs.terminal import (
    NARROWEST,
    PAGE,
    WIDEST,
    Progress,
    as_text,
    console,
    harmless,
    plain_table,
    say,
)
from reintegratie_cli.text import Text

HOSTILE = {
    "[/]": "[/]",
    "[red]x[/red]": "[red]x[/red]",
    "[link=http://x]y": "[link=http://x]y",
    ":warning:": ":warning:",
    "\x1b[31mrood": r"\x1b[31mrood",
    "\x1b]8;;http://x\x07y": r"\x1b]8;;http://x\x07y",
    "\x9b2J": r"\x9b2J",
    "a\u202eb": r"a\u202eb",
    "a\rb": r"a\rb",
    "10\u00a0%": "10 %",
}
"""What stands in a file -> what people see of it."""


class Terminal(io.StringIO):
    """Text as a terminal takes it."""

    def isatty(self) -> bool:
        """It is one."""
        return True


@pytest.fixture
def plain(monkeypatch):
    """Whatever the terminal of the tests is."""
    for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")


def printed(what, stream=None) -> str:
    """What a console makes of something."""
    stream = io.StringIO() if stream is None else stream
    console(stream).print(what)
    return stream.getvalue()


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_a_line_from_a_file_is_shown_as_it_is(text):
    """Brackets are no markup, and what controls a terminal is shown, not done."""
    assert printed(text) == HOSTILE[text] + "\n"


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_a_cell_of_a_table_is_shown_as_it_is(text):
    """Also in a heading."""
    table = plain_table(text, "b")
    table.add_row(text, "c")

    assert printed(table).split() == [*HOSTILE[text].split(), "b", *HOSTILE[text].split(), "c"]


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_what_is_said_is_shown_as_it_is(text, capsys):
    """Standard error is a terminal too."""
    say(text)

    assert capsys.readouterr().err == HOSTILE[text] + "\n"


def test_lines_have_no_spaces_at_their_end():
    """A table can be copied into a letter."""
    table = plain_table("", "")
    table.add_row("a", "bbb")
    table.add_row("aaa", "b")

    assert printed(table) == "a    bbb\naaa  b\n"


def test_in_a_pipe_it_is_a_page_without_colours():
    """As wide as a page, whatever the terminal it was started from."""
    assert printed("x" * 150) == "x" * PAGE + "\n" + "x" * (150 - PAGE) + "\n"


@pytest.mark.usefixtures("plain")
@pytest.mark.parametrize(("columns", "width"), [("40", NARROWEST), ("80", 80), ("300", WIDEST)])
def test_on_a_terminal_it_is_as_wide_as_can_be_read(monkeypatch, columns, width):
    """As wide as the terminal, between what a table needs and what an eye can follow."""
    monkeypatch.setenv("COLUMNS", columns)

    assert console(Terminal()).width == width


@pytest.mark.usefixtures("plain")
def test_headings_are_bold_on_a_terminal():
    """The terminal gets a style where it can show one."""
    stream = Terminal()
    console(stream).print("Scores", style="bold")

    assert stream.getvalue() == "\x1b[1mScores\x1b[0m\n"


@pytest.mark.usefixtures("plain")
def test_no_color_is_heeded(monkeypatch):
    """No colours where the user says so."""
    monkeypatch.setenv("NO_COLOR", "1")
    stream = Terminal()
    console(stream).print("Scores", style="bold red")

    assert stream.getvalue() == "\x1b[1mScores\x1b[0m\n"


def test_text_is_utf_8_whatever_the_system_thinks():
    """And the stream stays open for whoever it belongs to."""
    stream = io.BytesIO()
    with as_text(stream) as page:
        page.write("één\n")

    assert (stream.getvalue(), stream.closed) == ("één\n".encode(), False)


def test_harmless_text_keeps_its_lines():
    """Only the end of a line may do what it does."""
    assert harmless("a\nb\x1bc\n") == "a\nb\\x1bc\n"


def test_progress_is_silent_in_a_pipe(capsys):
    """A log file holds no progress."""
    progress = Progress(10, Text("personen", "persons"), "nl")
    progress.advance(5)
    progress.finish()

    assert capsys.readouterr().err == ""


def test_progress_is_one_line_on_a_terminal(monkeypatch):
    """It says how far it is, and is cleared at the end."""
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    progress = Progress(200, Text("personen", "persons"), "en")
    progress.advance(50)
    progress.advance(50)
    progress.finish()

    assert terminal.getvalue() == "\r50 / 200 persons (25 %)\r100 / 200 persons (50 %)\r\x1b[K"
