"""Many rows: constant memory, and the same bytes wherever batches end."""

import gzip
import os
import subprocess
import sys
from pathlib import Path

import polars as pl
import pyreadstat
import pytest

from reintegratie_cli import outputs
from reintegratie_cli.inputs import duplicates, responses
from reintegratie_cli.inputs.delimited import file as delimited
from reintegratie_cli.inputs.responses import ResponseFiles

EXAMPLES = Path(__file__).parents[2] / "examples"
SIZES = (7, 64)
COMMAND = Path(sys.executable).parent / "reintegratie"
LITTLE = 64
"""Bytes of text after which a batch ends, where it is to end often."""


def as_sav(table: pl.DataFrame, path: Path) -> None:
    """A table as SPSS has it."""
    pyreadstat.write_sav(table.to_pandas(), str(path))


WRITTEN = {
    "csv": lambda table, path: table.write_csv(path, separator=";"),
    "csv.gz": lambda table, path: path.write_bytes(gzip.compress(table.write_csv().encode())),
    "parquet": pl.DataFrame.write_parquet,
    "jsonl": pl.DataFrame.write_ndjson,
    "xlsx": pl.DataFrame.write_excel,
    "sav": as_sav,
}
"""Format of a file with answers -> what writes one."""


def intake() -> pl.DataFrame:
    """The simulated export, with its bad rows."""
    table = pl.read_csv(EXAMPLES / "intake-gesimuleerd.csv", separator=";", infer_schema=False)
    return table.filter(pl.col("herkomst").is_not_null())


@pytest.fixture
def batches_of(monkeypatch):
    """Lets a batch end after so many rows, and after a little text."""

    def end(rows: int) -> None:
        for module in (duplicates, responses):
            monkeypatch.setattr(module, "BATCH_ROWS", rows)
        monkeypatch.setattr(ResponseFiles.batches, "__defaults__", (rows,))
        monkeypatch.setattr(delimited, "_BATCH_BYTES", LITTLE * rows)

    return end


def made(call, folder: Path, name: str, *options: str) -> tuple[bytes, bytes, str]:
    """What a call writes: the scores, what is to be mended, and what it says."""
    facts = str(EXAMPLES / "feiten.csv")
    ran = call("score", name, "-i", "intake", "--facts", facts, "--rejects", "mend.csv", "-o", "scores", *options)
    assert ran.code == 3, ran.error
    return (folder / "scores").read_bytes(), (folder / "mend.csv").read_bytes(), ran.error


@pytest.mark.parametrize("form", outputs.FORMATS)
def test_the_output_is_the_same_wherever_batches_end(folder, call, batches_of, form):
    """Byte for byte in every format, with all that is said."""
    WRITTEN["csv"](intake(), folder / "answers.csv")
    expected = made(call, folder, "answers.csv", "-f", form)

    for size in SIZES:
        batches_of(size)
        assert made(call, folder, "answers.csv", "-f", form) == expected


@pytest.mark.parametrize("form", WRITTEN)
def test_the_input_is_the_same_wherever_batches_end(folder, call, batches_of, form):
    """Every format is read the same in batches of any size."""
    name = f"answers.{form}"
    WRITTEN[form](intake(), folder / name)
    expected = made(call, folder, name, "-f", "csv")

    for size in SIZES:
        batches_of(size)
        assert made(call, folder, name, "-f", "csv") == expected


def peak(folder: Path, form: str, rows: int, environment) -> float:
    """The largest memory, in MiB, of a run over so many rows."""
    path = folder / f"{rows}.{form}"
    number = pl.int_range(rows, eager=True)
    answers = {f"wv_{item}": (number * (item + 6)) % 6 for item in range(1, 4)}
    WRITTEN[form](pl.DataFrame({"id": number.cast(pl.String), **answers}), path)
    command = [str(COMMAND), "score", str(path), "-o", str(folder / f"{rows}.scores.{form}")]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode in (0, 3)
    return usage.ru_maxrss / 1024


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not tell the memory of a process that has ended")
@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_memory_does_not_grow_with_the_rows(folder, environment, form):
    """Six times as many rows, of which the scores take some 300 MiB more, take no more but for what malloc keeps."""
    few, many = (peak(folder, form, rows, environment) for rows in (150_000, 900_000))

    assert many < 1.25 * few + 30
