"""A run that is ended at any moment: the old file or the whole new one, and nothing else of ours anywhere."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="files without a name and these signals are Linux's")

ROWS, TROUBLED = 20_000, 500
FORMATS = ("csv", "jsonl", "parquet", "xlsx", "sav")
ENDS = {signal.SIGKILL: -9, signal.SIGTERM: 143, signal.SIGINT: 130}
MANY = int(os.environ.get("REINTEGRATIE_KILLS", "100"))
SLOWEST = 1.2
"""The last moment, as a share of how long a whole run takes."""


@pytest.fixture(scope="module")
def export(tmp_path_factory) -> Path:
    """Rows for about a second, some of which are to be mended."""
    path = tmp_path_factory.mktemp("kills") / "export.csv"
    rows = "".join(f"{row},{9 if row % TROUBLED == 0 else row % 5 + 1},2,3\n" for row in range(ROWS))
    path.write_text(f"id,wv_1,wv_2,wv_3\n{rows}", encoding="utf-8")
    return path


class Run:
    """Scores an export into a folder with an old output and an old rejects file, and can be ended on its way."""

    def __init__(self, folder: Path, environment: dict[str, str], export: Path, form: str) -> None:
        self.names = {f"scores.{form}": b"old scores", "mend.csv": b"old rows"}
        self.out, self.temporary = folder / "out", folder / "tmp"
        self.temporary.mkdir(parents=True)
        self.out.mkdir()
        self._environment = {**environment, "TMPDIR": str(self.temporary)}
        self._command = ["reintegratie", "score", str(export), "-i", "werkvermogen"]
        self._command += ["-o", f"scores.{form}", "--rejects", "mend.csv"]

    def start(self) -> subprocess.Popen:
        """With the old files in their places."""
        for name, content in self.names.items():
            (self.out / name).write_bytes(content)
        return subprocess.Popen(self._command, cwd=self.out, env=self._environment, stderr=subprocess.PIPE, text=True)

    def whole(self) -> tuple[float, dict[str, bytes]]:
        """How long all of it takes, and what it makes."""
        began = time.monotonic()
        with self.start() as process:
            process.communicate()
        return time.monotonic() - began, self.left

    @property
    def left(self) -> dict[str, bytes]:
        """What is in the folder."""
        return {path.name: path.read_bytes() for path in self.out.iterdir()}


def end_at(run: Run, moment: float, sent: signal.Signals) -> tuple[int, str]:
    """Exit code and messages of a run that gets a signal some seconds after its start."""
    with run.start() as process:
        time.sleep(moment)
        process.send_signal(sent)
        _, error = process.communicate()
    return process.returncode, error


def is_starting(code: int, error: str) -> bool:
    """Whether Python itself was still starting when it was interrupted: not ours to word."""
    return code in {1, -signal.SIGINT} and "Traceback" in error and "Onderbroken" not in error


def check(run: Run, new: dict[str, bytes], ended: tuple[int, str], sent: signal.Signals) -> str:
    """Raise where anything is amiss; `old` or `new`, as the files are now."""
    code, error = ended
    left = run.left
    assert left in (run.names, new), sorted(left)
    assert os.listdir(run.temporary) == []  # noqa: PTH208 - names are what a failure shows
    if not is_starting(code, error):
        assert code in (ENDS[sent], 3, -sent), error
        assert "Traceback" not in error
    assert code != 3 or left == new
    return "new" if left == new else "old"


def kill(folder: Path, environment: dict[str, str], export: Path, form: str, seeds: range) -> list[str]:
    """End as many runs as there are seeds, each at its own moment in its own way."""
    run = Run(folder / form, environment, export, form)
    lasts, new = run.whole()
    found = []
    for seed in seeds:
        by_chance = random.Random(seed)  # noqa: S311 - the same moments every time
        moment, sent = by_chance.uniform(0, SLOWEST * lasts), by_chance.choice(list(ENDS))
        found.append(f"{sent.name}:{check(run, new, end_at(run, moment, sent), sent)}")
    return found


@pytest.mark.parametrize("form", FORMATS)
def test_whenever_a_run_is_ended_its_files_are_whole(tmp_path, environment, export, form):
    """The old ones or the new ones, both of them; nothing half, nothing beside them, no temporary file."""
    assert len(kill(tmp_path, environment, export, form, range(3))) == 3


@pytest.mark.simulation
@pytest.mark.parametrize("form", FORMATS)
def test_many_times(tmp_path, environment, export, form, capsys):
    """As above, a hundred times for each format, or as often as is asked."""
    found = kill(tmp_path, environment, export, form, range(100, 100 + MANY))

    with capsys.disabled():
        print(form, {one: found.count(one) for one in sorted(set(found))})  # noqa: T201 - the figures
    assert len(found) == MANY
