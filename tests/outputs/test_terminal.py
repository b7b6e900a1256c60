"""What people see: never markup, never an escape from a file, readable on a page and in a pipe."""

import io
from types import SimpleNamespace

import pytest

from reintegratie_cli.outputs import terminal as terminal_module
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
    working,
)
from reintegratie_cli.text import Text

PERSONS = Text("personen", "persons")
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
@pytest.mark.parametrize(("name", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_no_style_where_it_is_not_wanted(monkeypatch, name, value):
    """Neither colour nor bold where the user says so, or where the terminal cannot show it."""
    monkeypatch.setenv(name, value)
    stream = Terminal()
    console(stream).print("Scores", style="bold red")

    assert stream.getvalue() == "Scores\n"


@pytest.mark.usefixtures("plain")
def test_a_pipe_has_no_style_whatever_is_forced(monkeypatch):
    """What other programs read is plain text."""
    monkeypatch.setenv("FORCE_COLOR", "1")

    stream = io.StringIO()
    console(stream).print("Scores", style="bold red")

    assert stream.getvalue() == "Scores\n"


def test_text_is_utf_8_whatever_the_system_thinks():
    """And the stream stays open for whoever it belongs to."""
    stream = io.BytesIO()
    with as_text(stream) as page:
        page.write("één\n")

    assert (stream.getvalue(), stream.closed) == ("één\n".encode(), False)


def test_harmless_text_keeps_its_lines():
    """Only the end of a line may do what it does."""
    assert harmless("a\nb\x1bc\n") == "a\nb\\x1bc\n"


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 100.0

    def monotonic(self) -> float:
        """Seconds from some moment."""
        return self.now


@pytest.fixture
def clock(monkeypatch) -> Clock:
    """The clock of the progress line."""
    made = Clock()
    monkeypatch.setattr(terminal_module, "time", made)
    return made


@pytest.fixture
def terminal(monkeypatch) -> Terminal:
    """Standard error, as a terminal."""
    made = Terminal()
    monkeypatch.setattr(terminal_module, "sys", SimpleNamespace(stderr=made))
    monkeypatch.setenv("TERM", "xterm")
    return made


def test_progress_is_silent_in_a_pipe(capsys, clock):
    """A log file holds no progress."""
    progress = Progress(10, PERSONS, "nl")
    clock.now += 9
    progress.advance(5)
    progress.finish()

    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("nl", "50.000 / 200.000 personen (25 %), 5.000 per seconde, nog 30 s"),
        ("en", "50,000 / 200,000 persons (25 %), 5,000 per second, 30 s left"),
    ],
)
def test_progress_is_one_line_on_a_terminal(clock, terminal, language, said):
    """How far, how fast, how long still; cleared at the end without an escape code."""
    progress = Progress(200_000, PERSONS, language)
    clock.now += 10
    progress.advance(50_000)
    progress.finish()

    assert terminal.getvalue() == f"\r{said}\r{' ' * len(said)}\r"


@pytest.mark.parametrize(
    ("total", "left"), [(1_000, "98 s"), (3_000, "5 min"), (100_000, "2,8 uur"), (20, "0 s"), (5, "0 s")]
)
def test_how_long_it_takes(clock, terminal, total, left):
    """No more precise than anybody wants to know; more than was expected is no time below nothing."""
    progress = Progress(total, PERSONS, "nl")
    clock.now += 2
    progress.advance(20)

    assert terminal.getvalue().endswith(f"nog {left}")
    progress.finish()


def test_a_slow_speed_has_a_decimal(clock, terminal):
    """Half a simulation a second is not none."""
    progress = Progress(100, PERSONS, "nl")
    clock.now += 10
    progress.advance(5)

    assert "0,5 per seconde" in terminal.getvalue()
    progress.finish()


def test_progress_is_renewed_five_times_a_second(clock, terminal):
    """A thousand batches are not a thousand lines."""
    progress = Progress(1_000, PERSONS, "nl")
    for _ in range(1_000):
        clock.now += 0.001
        progress.advance(1)

    assert terminal.getvalue().count("\r") in (4, 5)
    progress.finish()


def test_a_shorter_line_covers_the_longer_one(clock, terminal):
    """Nothing of what was there is left."""
    progress = Progress(100, PERSONS, "nl")
    clock.now += 100
    progress.advance(1)
    first = len(terminal.getvalue())
    clock.now += 1
    progress.advance(99)

    assert len(terminal.getvalue()) == 2 * first
    progress.finish()


def test_progress_clears_its_line_on_an_error(clock, terminal):
    """The message does not stand behind half a line."""

    def fail() -> None:
        with Progress(10, PERSONS, "nl") as progress:
            clock.now += 1
            progress.advance(5)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()

    assert terminal.getvalue().endswith(" \r")


def test_what_is_said_stands_on_its_own_line(clock, terminal):
    """Also while something is under way."""
    progress = Progress(10, PERSONS, "nl")
    clock.now += 1
    progress.advance(5)
    say("klaar")

    assert terminal.getvalue().endswith(" \rklaar\n")


def test_what_takes_long_without_steps_is_said(terminal):
    """Nobody waits in the dark."""
    with working(Text("Bestanden lezen", "Reading files"), "nl"):
        shown = terminal.getvalue()

    assert shown == "\rBestanden lezen …"
    assert terminal.getvalue().endswith(" \r")


def test_a_dumb_terminal_has_no_progress(monkeypatch, clock, terminal):
    """It may not go back to the begin of a line."""
    monkeypatch.setenv("TERM", "dumb")
    with Progress(10, PERSONS, "nl") as progress:
        clock.now += 1
        progress.advance(5)

    assert terminal.getvalue() == ""
