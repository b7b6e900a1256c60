"""Speed and memory of the whole command beside the floor, and its start beside `import typer`.

The floor is a plain Polars script that reads the same answers as text and writes a ready-made table with the columns
and the size of our output: what no scoring program that reads and writes with Polars can go below. All runs are fresh
processes on this machine, in turns, page cache warm; the table gives medians.

    python3 tasks.py bench [PERSONS] [RUNS]
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PERSONS, RUNS, START_RUNS = 1_000_000, 5, 15

FLOOR = """
import sys
import polars as pl
answers = pl.read_csv(sys.argv[1], separator=";", infer_schema=False)
ready = pl.read_parquet(sys.argv[2])
ready.write_csv(sys.argv[3])
"""


@dataclass(frozen=True)
class Run:
    """One process: seconds on the clock, and its largest memory in MiB."""

    seconds: float
    mebibytes: float


def measure(command: Sequence[str]) -> Run:
    """Run a command to its end; the exit codes of a run with bad rows are fine."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 3):
        sys.exit(f"{' '.join(command)} ended with {process.returncode}")
    return Run(seconds, usage.ru_maxrss / 1024)


def medians(runs: Sequence[Run]) -> Run:
    """The median of each figure."""
    return Run(statistics.median(r.seconds for r in runs), statistics.median(r.mebibytes for r in runs))


def in_turns(commands: dict[str, Sequence[str]], times: int, warm_ups: int = 1) -> dict[str, Run]:
    """Each command so many times, in turns, so that a busy moment touches all; one round first to warm up."""
    runs: dict[str, list[Run]] = {name: [] for name in commands}
    for turn in range(warm_ups + times):
        for name, command in commands.items():
            run = measure(command)
            if turn >= warm_ups:
                runs[name].append(run)
    return {name: medians(of_name) for name, of_name in runs.items()}


def reintegratie(*arguments: str) -> list[str]:
    """The installed command with these arguments."""
    return [str(Path(sys.executable).with_name("reintegratie")), *arguments]


def answers_file(folder: Path, persons: int) -> Path:
    """A simulated export of so many persons: the same 10,000 again and again, each with an id of its own."""
    few, many = folder / "few.csv", folder / f"answers-{persons}.csv"
    measure(reintegratie("simulate", "intake", "-N", "10000", "--missing", "0.03", "-o", str(few)))
    lines = few.read_text(encoding="utf-8-sig").splitlines()
    rest = [line.split(";", 1)[1] for line in lines[1:]]
    with many.open("w", encoding="utf-8", newline="") as out:
        out.write(lines[0] + "\n")
        for start in range(0, persons, len(rest)):
            block = rest[: persons - start]
            out.writelines(f"SIM-{start + place:08};{cells}\n" for place, cells in enumerate(block))
    return many


def score_beside_floor(folder: Path, persons: int, times: int) -> None:
    """The whole command beside the floor."""
    answers, output, ready = answers_file(folder, persons), folder / "scores.csv", folder / "ready.parquet"
    score = reintegratie("score", str(answers), "-i", "intake", "-o")
    measure([*score, str(ready)])
    measured = in_turns(
        {
            "the floor: Polars reads, writes a ready-made table": [
                *(sys.executable, "-c", FLOOR, str(answers), str(ready), str(folder / "floor.csv")),
            ],
            "reintegratie score, CSV": [*score, str(output)],
            "reintegratie score, Parquet": [*score, str(folder / "scores.parquet")],
        },
        times,
    )
    floor = next(iter(measured.values()))
    mebibytes = answers.stat().st_size / 2**20, output.stat().st_size / 2**20
    print(f"\n{persons:,} persons, {mebibytes[0]:.0f} MiB in, {mebibytes[1]:.0f} MiB out, medians of {times}\n")
    table(measured, floor)
    tenth = answers_file(folder, max(persons // 10, 1))
    small = measure([*reintegratie("score", str(tenth), "-i", "intake", "-o"), str(output)])
    print(f"\nPeak memory with a tenth of the persons: {small.mebibytes:.0f} MiB.")


def start_beside_typer(times: int) -> None:
    """The start of the command beside the import of the library that it is made with."""
    measured = in_turns(
        {
            'python -c "import typer"': [sys.executable, "-c", "import typer"],
            "reintegratie --help": reintegratie("--help"),
        },
        times,
    )
    print(f"\nStart, medians of {times}\n")
    table(measured, next(iter(measured.values())))


def table(measured: dict[str, Run], floor: Run) -> None:
    """Print what was measured, each beside the first."""
    print(f"| {'command':<52} | {'seconds':>8} | {'ratio':>6} | {'peak MiB':>8} |")
    print(f"|{'-' * 54}|{'-' * 9}:|{'-' * 7}:|{'-' * 9}:|")
    for name, run in measured.items():
        print(f"| {name:<52} | {run.seconds:>8.2f} | {run.seconds / floor.seconds:>6.2f} | {run.mebibytes:>8.0f} |")


def main() -> None:
    """Print both tables."""
    numbers = [int(argument) for argument in sys.argv[1:]]
    persons, times = [*numbers, PERSONS, RUNS][:2] if not numbers else [*numbers, RUNS][:2]
    parts: list[Callable[[], None]] = [lambda: start_beside_typer(START_RUNS)]
    with tempfile.TemporaryDirectory(prefix="reintegratie-bench-") as folder:
        parts.append(lambda: score_beside_floor(Path(folder), persons, times))
        for part in parts:
            part()


if __name__ == "__main__":
    main()
