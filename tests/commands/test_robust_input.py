"""Input that is no file, or that changes while it is read: a sentence, and no output from a mixture."""

import os
import socket
import sys
import threading

import pytest

from reintegratie_cli.inputs import responses
from reintegratie_cli.inputs.responses import ResponseFiles

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pipes and sockets under a name are those of POSIX")

HEADER, ROWS = "id,wv_1,wv_2,wv_3\n", "".join(f"{row},1,2,3\n" for row in range(200))
CHANGES = {
    "longer": lambda path: path.write_text(HEADER + ROWS + "x,1,2,3\n", encoding="utf-8"),
    "shorter": lambda path: os.truncate(path, 100),
    "empty": lambda path: os.truncate(path, 0),
    "another": lambda path: path.write_text("a;b\n" + "1;2\n" * 300, encoding="utf-8"),
    "as long": lambda path: path.write_text(HEADER + ROWS.replace("2", "4"), encoding="utf-8"),
}


@pytest.fixture
def export(folder):
    """Two hundred persons, and an output of yesterday."""
    path = folder / "export.csv"
    path.write_text(HEADER + ROWS, encoding="utf-8")
    os.utime(path, ns=(0, 0))
    (folder / "scores.csv").write_bytes(b"old")
    return path


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
@pytest.mark.parametrize("moment", ["before the rows", "between the rows"])
def test_a_file_that_changes_while_it_is_read_is_refused(export, call, monkeypatch, change, moment):
    """Whoever writes to it, and whatever: no row of the output is made of two files."""
    batches = ResponseFiles.batches

    def changed(self):
        if moment == "before the rows":
            change(export)
        for batch in batches(self, 50):
            if moment == "between the rows":
                change(export)
            yield batch

    monkeypatch.setattr(responses.ResponseFiles, "batches", changed)
    ran = call("score", export, "-i", "werkvermogen", "-o", "scores.csv")

    assert (ran.code, export.with_name("scores.csv").read_bytes()) == (2, b"old")
    assert "is veranderd terwijl het gelezen werd. Probeer het opnieuw." in ran.error


def test_a_file_that_is_removed_while_it_is_read_is_read_all_the_same(export, folder, call, monkeypatch):
    """It is open already, and whole."""
    batches = ResponseFiles.batches

    def removed(self):
        export.unlink()
        yield from batches(self, 50)

    monkeypatch.setattr(responses.ResponseFiles, "batches", removed)
    ran = call("score", export, "-i", "werkvermogen", "-o", "scores.csv")

    assert (ran.code, (folder / "scores.csv").read_text().count("\n")) == (0, 201)


def test_a_pipe_under_a_name_is_read_as_a_file_is(export, folder, call):
    """Once, into a private copy."""
    pipe = folder / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=lambda: pipe.write_bytes(export.read_bytes()))
    writer.start()
    ran = call("score", pipe, "-i", "werkvermogen", "-f", "csv")
    writer.join()

    assert (ran.code, len(ran.rows)) == (0, 200)


def test_what_is_no_file_is_refused_in_a_sentence(folder, call):
    """A folder, nothing at all, a socket, a name that no file can have."""
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(folder / "socket"))
        for name in (folder, "/dev/null", "socket", "n" * 300):
            ran = call("score", name, "-i", "werkvermogen", "-o", "scores.csv")

            assert ran.code == 2
            assert ran.error.strip().endswith(".")
            assert not (folder / "scores.csv").exists()
