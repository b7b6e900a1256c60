"""A disk that is full, wherever it is: one sentence that says which, the old files intact, nothing left behind."""

import os
import resource
import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="limits are those of POSIX")

COMMAND = "reintegratie"
ROWS, MOST_BYTES = 3_000, 20_000


@pytest.fixture
def limited(folder, environment):
    """Runs the command where no file can become larger than a few rows; gives exit code, messages, what is left."""
    (folder / "temp").mkdir()
    for name in ("scores.csv", "mend.csv"):
        (folder / name).write_bytes(b"old")

    def run(export: bytes, *arguments: str):
        (folder / "export.csv").write_bytes(export)
        ran = subprocess.run(
            [COMMAND, "score", "export.csv", "-i", "werkvermogen", *arguments],
            env={**environment, "TMPDIR": str(folder / "temp")},
            capture_output=True,
            check=False,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (MOST_BYTES, MOST_BYTES)),
        )
        left = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file() and path.suffix != ".py"}
        assert left.pop("export.csv") == export
        assert os.listdir(folder / "temp") == []  # noqa: PTH208 - names are what a failure shows
        return ran.returncode, ran.stderr.decode(), left

    return run


def export(answer: str = "1", encoding: str = "utf-8") -> bytes:
    """Rows whose output and copies are too large."""
    rows = "".join(f"{row},één,{answer},2,3\n" for row in range(ROWS))
    return f"id,naam,wv_1,wv_2,wv_3\n{rows}".encode(encoding)


OLD = {"scores.csv": b"old", "mend.csv": b"old"}


@pytest.mark.parametrize(
    ("given", "arguments", "said"),
    [
        (export(), ("-o", "scores.csv"), "scores.csv kan niet worden geschreven"),
        (export(), ("-o", "new.jsonl"), "new.jsonl kan niet worden geschreven"),
        (export("9"), ("-o", "/dev/null", "-f", "csv", "--rejects", "mend.csv"), "mend.csv kan niet worden geschreven"),
        (export("9"), ("-o", "scores.csv", "--rejects", "/dev/full"), "kan niet worden geschreven"),
        (export(), ("-o", "/dev/full", "-f", "csv", "--rejects", "mend.csv"), "/dev/full kan niet worden geschreven"),
        (export(), ("-o", "new.parquet"), "temp, kan niet worden geschreven (een bestand mag er niet zo groot worden)"),
        (export(encoding="cp1252"), ("-o", "/dev/null", "-f", "csv"), "temp is geen plaats voor een tijdelijke kopie"),
    ],
    ids=["csv", "jsonl", "rejects", "rejects on a full device", "a full device", "parts of parquet", "a copy of input"],
)
def test_a_full_disk_is_a_sentence_that_says_which(limited, given, arguments, said):
    """Exit code 2, and nothing has changed."""
    code, error, left = limited(given, *arguments)

    assert (code, left) == (2, OLD)
    assert said in error.splitlines()[-1]
