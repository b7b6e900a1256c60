"""Outputs of whole runs: two at once, links, and what is said when a run is interrupted."""

import os
import signal
import subprocess
import sys

import pytest

from reintegratie_cli import commands
from reintegratie_cli.__main__ import main
from reintegratie_cli.outputs import files

posix = pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
COMMAND = "reintegratie"


@posix
@pytest.mark.parametrize("name", ["scores.csv", "scores.parquet", "scores.xlsx"])
def test_two_runs_to_one_output_leave_one_whole_result(folder, environment, name):
    """That of the one or of the other, with nothing beside it."""
    results = []
    for export, answer in (("first.csv", 1), ("second.csv", 5)):
        rows = "".join(f"{row},{answer},2,3\n" for row in range(4_000))
        (folder / export).write_text(f"id,wv_1,wv_2,wv_3\n{rows}", encoding="utf-8")
        subprocess.run([COMMAND, "score", export, "-o", name, "-i", "werkvermogen"], env=environment, check=True)
        results.append((folder / name).read_bytes())
    both = [
        subprocess.Popen([COMMAND, "score", export, "-o", name, "-i", "werkvermogen"], env=environment)
        for export in ("first.csv", "second.csv")
    ]
    codes = [one.wait() for one in both]

    assert codes == [0, 0]
    assert (folder / name).read_bytes() in results
    assert {path.name for path in folder.iterdir()} == {"first.csv", "second.csv", name}


@posix
def test_a_link_as_output_stays_a_link(answers, folder, call):
    """To a file in another folder, which is what is replaced."""
    (folder / "elsewhere").mkdir()
    there = folder / "elsewhere" / "scores.csv"
    there.write_bytes(b"old")
    (folder / "link.csv").symlink_to(there)
    ran = call("score", answers, "-o", "link.csv")

    assert (ran.code, (folder / "link.csv").is_symlink()) == (0, True)
    assert there.read_bytes() != b"old"


@posix
def test_a_link_into_a_folder_that_is_not_there_is_refused(answers, folder, call):
    """No folder is made."""
    (folder / "link.csv").symlink_to(folder / "nowhere" / "scores.csv")
    ran = call("score", answers, "-o", "link.csv")

    assert ran.code == 2
    assert {path.name for path in folder.iterdir()} == {"answers.csv", "link.csv"}


@posix
def test_a_link_to_an_input_is_refused(answers, folder, call):
    """It would be overwritten."""
    before = answers.read_bytes()
    (folder / "link.csv").symlink_to(answers)

    assert call("score", answers, "-o", "link.csv").code == 2
    assert answers.read_bytes() == before


@pytest.fixture
def interrupted(as_a_program, monkeypatch, capsys):  # noqa: ARG001 - it puts back what this changes
    """What is said, and the exit code, of a run that is interrupted outside the app."""
    monkeypatch.setattr("sys.argv", ["reintegratie", "--lang", "en"])

    def run():
        def make_app():
            raise KeyboardInterrupt

        monkeypatch.setattr(commands, "make_app", make_app)
        with pytest.raises(SystemExit) as end:
            main()
        return end.value.code, capsys.readouterr().err, signal.getsignal(signal.SIGINT)

    return run


def test_an_interruption_is_a_sentence_from_the_start(interrupted):
    """Whatever was loaded by then; after it Python is left to clear away."""
    assert interrupted() == (130, "Interrupted; nothing was changed.\n", signal.SIG_IGN)


def test_an_interruption_says_what_was_done_already(interrupted, monkeypatch):
    """Nobody has to look which of the files are new."""
    monkeypatch.setattr(files, "replaced", ["scores.csv", "mend.csv"])

    assert interrupted()[1] == "Interrupted; scores.csv, mend.csv was done already.\n"


@posix
def test_a_run_that_ignores_the_end_of_its_terminal_goes_on(folder, environment):
    """As nohup asks."""
    code = "import signal; from reintegratie_cli.__main__ import _prepare; _prepare(); print(signal.getsignal(1).name)"
    ran = subprocess.run(
        [sys.executable, "-c", code],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN),
    )

    assert ran.stdout == "SIG_IGN\n"
    assert os.listdir(folder) == []  # noqa: PTH208 - names are what a failure shows
