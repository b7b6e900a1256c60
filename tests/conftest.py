"""What all outer tests share: the installed command, the same command in this process, and files that are expected."""

import csv
import io
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from reintegratie_cli.commands import make_app
from reintegratie_cli.errors import ReintegratieError

ROOT = Path(__file__).parents[1]
COMMAND = Path(sys.executable).parent / "reintegratie"
PLAIN = {"COLUMNS": "100", "TERM": "dumb", "NO_COLOR": "1", "PYTHONUTF8": "1"}


def pytest_addoption(parser):
    """--accept: what is made now becomes what is expected; read it before it is committed."""
    parser.addoption("--accept", action="store_true", help="rewrite golden files and generated documents")


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config):
    """What is accepted is made in one process, in the order of the tests: some files are made from others."""
    if config.getoption("accept"):
        config.option.numprocesses = None


@dataclass(frozen=True)
class Ran:
    """What came of a call."""

    code: int
    output: bytes
    error: str

    @property
    def text(self) -> str:
        """Standard output as text."""
        return self.output.decode()

    @property
    def rows(self) -> list[dict[str, str]]:
        """Standard output as CSV: column -> cell, for each row."""
        return list(csv.DictReader(io.StringIO(self.text, newline="")))


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    """An empty folder, in which the test is."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def environment() -> dict[str, str]:
    """As a pipe without colours has it, with the installed command first among the programs."""
    return {**os.environ, **PLAIN, "PATH": os.pathsep.join([str(COMMAND.parent), os.environ["PATH"]])}


@pytest.fixture
def reintegratie(tmp_path, environment) -> Callable[..., Ran]:
    """Runs the installed command in a folder of its own."""

    def run(*arguments, stdin: bytes = b"", cwd: Path = tmp_path) -> Ran:
        command = [str(COMMAND), *map(str, arguments)]
        ran = subprocess.run(command, input=stdin, capture_output=True, cwd=cwd, env=environment, check=False)
        return Ran(ran.returncode, ran.stdout, ran.stderr.decode())

    return run


@pytest.fixture(scope="session")
def call() -> Callable[..., Ran]:
    """Runs the command in this process, which takes a third of the time; a refusal is exit code 2, as in `main`."""

    def run(*arguments, stdin: bytes = b"") -> Ran:
        given = [str(argument) for argument in arguments]
        ran = CliRunner(env=PLAIN).invoke(make_app(), given, input=stdin, prog_name="reintegratie")
        if isinstance(ran.exception, ReintegratieError):
            language = "en" if "en" in given else "nl"
            sentences = "".join(f"{sentence.to(language)}\n" for sentence in ran.exception.sentences)
            return Ran(2, ran.stdout_bytes, ran.stderr + sentences)
        if ran.exception is not None and not isinstance(ran.exception, SystemExit):
            raise ran.exception
        return Ran(ran.exit_code, ran.stdout_bytes, ran.stderr)

    return run


@pytest.fixture
def expected(request) -> Callable[[Path, str], str]:
    """What a file says is expected; with --accept it first becomes what was made."""

    def read(path: Path, made: str) -> str:
        if request.config.getoption("accept"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(made.encode())
        return path.read_bytes().decode() if path.is_file() else ""

    return read
