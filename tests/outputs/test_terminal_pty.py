"""The installed command on a real terminal: what it writes to one, and what not."""

import os
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest

pty = pytest.importorskip("pty", reason="a terminal can only be had on a system like Unix")

COMMAND = Path(sys.executable).parent / "reintegratie"
ESCAPE = b"\x1b"
ROWS = 60_000


@pytest.fixture(scope="module")
def large(tmp_path_factory) -> Path:
    """A file that takes long enough to be told of."""
    path = tmp_path_factory.mktemp("large") / "answers.csv"
    path.write_text("id;wv_1;wv_2;wv_3\n" + "".join(f"{row};1;2;3\n" for row in range(ROWS)), encoding="utf-8")
    return path


def on_terminal(*arguments, interrupt_at: bytes | None = None, **variables: str) -> tuple[int, bytes]:
    """The exit code, and all that came to the terminal; interrupted once this came."""
    ours, theirs = pty.openpty()
    plain = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR", "COLUMNS")}
    environment = {**plain, "TERM": "xterm-256color", **variables}
    process = subprocess.Popen([COMMAND, *arguments], stdin=theirs, stdout=theirs, stderr=theirs, env=environment)
    os.close(theirs)
    got = b""
    while process.poll() is None or select.select([ours], [], [], 0)[0]:
        if not select.select([ours], [], [], 0.1)[0]:
            continue
        try:
            piece = os.read(ours, 65536)
        except OSError:
            # So Linux says that the other side has gone.
            break
        if not piece:
            break
        got += piece
        if interrupt_at is not None and interrupt_at in got:
            process.send_signal(signal.SIGINT)
            interrupt_at = None
    os.close(ours)
    return process.wait(), got


def test_headings_are_bold_on_a_terminal():
    """The tests below can fail."""
    assert b"\x1b[1m" in on_terminal("instruments", "list")[1]


@pytest.mark.parametrize("variables", [{"NO_COLOR": "1"}, {"TERM": "dumb"}], ids=str)
@pytest.mark.parametrize(
    "arguments", [("instruments", "list"), ("interventions", "show", "jobs"), ("--help",), ("scoer",)], ids=" ".join
)
def test_no_escape_codes_where_they_are_not_wanted(arguments, variables):
    """Whatever is shown, also help and refusals."""
    assert ESCAPE not in on_terminal(*arguments, **variables)[1]


def test_a_pipe_gets_no_escape_codes(reintegratie):
    """And no line is longer than a page because of a terminal that is not there."""
    ran = reintegratie("interventions", "show", "jobs")

    assert ESCAPE not in ran.output
    assert max(map(len, ran.text.splitlines())) > 80


def test_progress_is_seen_and_gone_at_the_end(large):
    """Reading is told, and what stays is the summary."""
    code, got = on_terminal("doctor", str(large), "-i", "werkvermogen", NO_COLOR="1")

    assert code == 0
    assert "Bestanden lezen …".encode() in got
    assert ESCAPE not in got
    assert got.rsplit(b"\r", 1)[0].count(b"Score kan dit helemaal lezen.") == 1


def test_an_interrupt_leaves_a_clean_line(large):
    """What is said last does not stand behind a half line."""
    code, got = on_terminal("doctor", str(large), "-i", "werkvermogen", interrupt_at=b"Kolommen doorzien")

    assert code == 130
    assert got.replace(b"\r\n", b"\n").endswith(b"\rOnderbroken; er is niets veranderd.\n")


def test_scoring_is_told_from_the_first_look_on(large, tmp_path):
    """Reading, looking through the columns, then how far it is."""
    code, got = on_terminal("score", str(large), "-i", "werkvermogen", "-o", str(tmp_path / "scores.csv"))
    told = [got.find(what.encode()) for what in ("Bestanden lezen …", "Kolommen doorzien …")]

    assert code == 0
    assert -1 < told[0] < told[1]
