"""How `score` ends: an exit code to trust, one sentence, and never half a file. All with the installed command."""

import os
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path

import pytest

posix = pytest.mark.skipif(os.name != "posix", reason="signals are those of POSIX")
has_full_device = pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")

ROWS = 400_000
COMMAND = "reintegratie"


def started(environment, *arguments: str, **how) -> subprocess.Popen:
    """The command, running."""
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **how}
    return subprocess.Popen([COMMAND, *arguments], env=environment, text=True, **pipes)


@pytest.fixture
def many(folder) -> Path:
    """So many rows that there is time to stop."""
    path = folder / "many.csv"
    path.write_text("id,wv_1,wv_2,wv_3\n" + "".join(f"{row},1,2,3\n" for row in range(ROWS)), encoding="utf-8")
    return path


def has_opened(process: subprocess.Popen, folder: Path) -> bool:
    """Whether a run has an output in the folder: on Linux one without a name, elsewhere one beside its place."""
    open_files = []
    with suppress(OSError):
        open_files = [str(path.readlink()) for path in Path(f"/proc/{process.pid}/fd").iterdir()]
    return any(name.startswith(f"{folder}/#") for name in open_files) or list(folder.glob(".*.part")) != []


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("id,wv_1,wv_2,wv_3\n1,1,2,3\n", 0),
        ("id,wv_1,wv_2,wv_3\n1,,,\n", 0),
        ("id,wv_1,wv_2,wv_3\n1,9,2,3\n", 3),
        ("id,wv_1,wv_2,wv_3\n1,1,2\n2,1,2,3\n", 3),
        ("id,leeftijd\n1,40\n", 2),
    ],
    ids=["done", "an empty row", "a partial row", "a rejected row", "nothing to score"],
)
def test_the_exit_code(reintegratie, content, code):
    """0 done, 3 done with rows that were not read in full, 2 the call or a file is wrong."""
    assert reintegratie("score", "-", stdin=content.encode()).code == code


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("score",),
        ("scor",),
        ("score", "a.csv", "--fatcs", "b.csv"),
        ("score", "gone.csv"),
        ("interventions", "show", "x"),
    ],
    ids=" ".join,
)
def test_a_wrong_call_ends_with_2_and_a_sentence(reintegratie, arguments):
    """No traceback."""
    ran = reintegratie(*arguments)

    assert ran.code == 2
    assert (ran.error + ran.text).strip() != ""
    assert "Traceback" not in ran.error


def test_the_sentence_is_in_the_language_asked_for(reintegratie):
    """Also where the call fails before it is read."""
    dutch, english = (reintegratie("score", "gone.csv", *lang).error for lang in ((), ("--lang", "en")))

    assert (dutch, english) == (
        "gone.csv kan niet gelezen worden: het bestaat niet.\n",
        "gone.csv cannot be read: it does not exist.\n",
    )


def test_only_debug_shows_where_an_error_comes_from(reintegratie):
    """A traceback is for whoever asks for one."""
    ran = reintegratie("--debug", "score", "gone.csv")

    assert "Traceback (most recent call last)" in ran.error


@has_full_device
@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet", "table"])
def test_a_full_disk_ends_with_2_and_a_sentence(answers, environment, form):
    """Where standard output cannot be written."""
    command = ("score", str(answers), "-f", form)
    with Path("/dev/full").open("wb") as full, started(environment, *command, stdout=full) as process:
        _, error = process.communicate()

    assert process.returncode == 2
    assert error.splitlines()[-1] == "stdout kan niet worden geschreven (de schijf is vol); er is niets veranderd."


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_a_reader_that_has_seen_enough_is_no_error(many, environment, form):
    """`| head -1` ends with 0, and complains of nothing."""
    with started(environment, "score", str(many), "-f", form) as process:
        first = process.stdout.readline()
        process.stdout.close()
        error = process.stderr.read()

    assert process.returncode == 0
    assert first != ""
    assert "rror" not in error


@has_full_device
def test_a_full_standard_error_is_no_reason_to_lose_the_result(answers, folder, environment):
    """What is said beside the data may be lost; the data are not."""
    with (
        Path("/dev/full").open("wb") as full,
        started(environment, "score", str(answers), "-o", "scores.csv", cwd=folder, stderr=full) as process,
    ):
        process.communicate()

    assert (process.returncode, (folder / "scores.csv").exists()) == (0, True)


def test_nobody_who_reads_along_is_no_reason_to_lose_the_result(answers, folder, environment):
    """The reader of standard error has gone before the first word."""
    reader, writer = os.pipe()
    os.close(reader)
    with started(environment, "score", str(answers), "-o", "scores.csv", cwd=folder, stderr=writer) as process:
        os.close(writer)
        process.communicate()

    assert (process.returncode, (folder / "scores.csv").exists()) == (0, True)


def test_a_table_that_nobody_reads_is_no_error(environment):
    """Also where only something is shown."""
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as closed, started(environment, "interventions", "list", stdout=closed) as process:
        _, error = process.communicate()

    assert (process.returncode, error) == (0, "")


@posix
@pytest.mark.parametrize("how", [(signal.SIGTERM, 143), (signal.SIGINT, 130)], ids=["ended", "interrupted"])
@pytest.mark.parametrize("name", ["scores.csv", "scores.parquet"])
def test_when_it_is_stopped_nothing_has_changed(many, environment, how, name):
    """The old file is intact, and nothing of ours stays beside it or among the temporary files."""
    folder, (sent, code) = many.parent, how
    (folder / name).write_bytes(b"old")
    (folder / "tmp").mkdir()
    with started({**environment, "TMPDIR": str(folder / "tmp")}, "score", str(many), "-o", name, cwd=folder) as process:
        while not has_opened(process, folder) and process.poll() is None:
            time.sleep(0.005)
        process.send_signal(sent)
        _, error = process.communicate()

    assert process.returncode == code
    assert "Traceback" not in error
    assert sorted(path.name for path in folder.iterdir()) == ["many.csv", name, "tmp"]
    assert ((folder / name).read_bytes(), list((folder / "tmp").iterdir())) == (b"old", [])
