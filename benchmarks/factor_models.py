"""Factor models, and the statistics around them, beside R's lavaan and psych: seconds, and whether the answers agree.

Both sides read the same simulated answers, in one run and in turns. R runs once where it takes longer than 20 seconds.
Nothing is installed: without R, lavaan or psych it says so and shows our own times. Ends with exit code 1 where the
two sides give different answers, since their times would then say nothing.

    python3 tasks.py bench-cfa [--quick] [--runs N] [--parts models psych whole]
"""

import argparse
import json
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isnan, nan
from pathlib import Path

from programs import R_SCRIPT, Answer, Programs, Row, Side, in_turns, programs
from run import measure, reintegratie
from simulated import Sample, write, write_instrument

RUNS = 5
FULL = (
    Sample(10_000, 50, 10, 0.0, ("ML", "MLR", "WLSMV")),
    Sample(2_000, 30, 6, 0.0, ("ML", "MLR", "WLSMV")),
    Sample(2_000, 60, 6, 0.0, ("WLSMV",)),
    Sample(1_000, 40, 4, 0.05, ("FIML",)),
)
QUICK = (
    Sample(1_000, 16, 4, 0.0, ("ML", "MLR", "WLSMV")),
    Sample(500, 12, 3, 0.05, ("FIML",)),
)
CLASSICAL = ("alpha", "KMO", "EFA", "parallel analysis")
DRAWN_FOR = (1_000, 100_000)
OPTIONS = {
    "ML": ("ML", "listwise"),
    "MLR": ("MLR", "listwise"),
    "WLSMV": ("WLSMV", "pairwise"),
    "FIML": ("MLR", "fiml"),
}


@dataclass(frozen=True)
class Bench:
    """What every table needs."""

    programs: Programs
    files: dict[Sample, Path]
    folder: Path
    runs: int

    @property
    def tasks(self) -> Iterator[tuple[Sample, str]]:
        """Every size with every estimator that it is timed with."""
        return ((sample, task) for sample in self.files for task in sample.tasks)


def warm_up(bench: Bench) -> None:
    """Let every side do the small cases first, so that no import and no compilation is timed."""
    for sample in QUICK:
        file = write(bench.folder, sample)
        for name, it in bench.programs.workers.items():
            has_psych, has_lavaan = (name != "R" or found for found in (bench.programs.psych, bench.programs.lavaan))
            for task in (*CLASSICAL * has_psych, *sample.tasks * has_lavaan):
                it.ask(task, file, sample.factors)
    speeds = {
        name: it.ask("product", file, 0).figures["product_seconds"] for name, it in bench.programs.workers.items()
    }
    print("One product of two 1,000 x 1,000 matrices: " + ", ".join(f"{n} {s:.3f} s" for n, s in speeds.items()) + ".")


def models(bench: Bench) -> list[Row]:
    """The model and its fit measures, in process."""
    print("\nThe model and its fit measures, in process: medians of seconds; CPU time: ours with one thread\n")
    heads = ("answers", "estimator", "R cfa()", "+ fitMeasures()", "R runs", "ours", "times", "one thread", "times")
    head((*heads, "R CPU", "our CPU", "times", "difference"))
    rows = []
    for sample, task in bench.tasks:
        row = bench.programs.time(task, sample, bench.files[sample], bench.runs, with_r=bench.programs.lavaan)
        fit = row.median("R", "model_seconds")
        cells = (seconds(fit), seconds(row.median("R") - fit), str(len(row.answers.get("R", ()))))
        spent = [row.median(side, "cpu_seconds") for side in ("R", "one thread")]
        line((row.label, task, *cells, *beside(row), *map(seconds, spent), times(*spent), difference(row)))
        rows.append(row)
    return rows


def whole(bench: Bench) -> list[Row]:
    """The whole command beside a whole script."""
    print("\n`reintegratie validate-instrument --only cfa -f json` beside an R script: fresh processes, medians\n")
    head(("answers", "estimator", "R", "R runs", "ours", "times", "R MiB", "our MiB", "difference"))
    rows = []
    for side in whole_sides(bench, QUICK[-1], write(bench.folder, QUICK[-1]), "FIML").values():
        side()
    for sample, task in bench.tasks:
        row = Row(sample.label, task, in_turns(whole_sides(bench, sample, bench.files[sample], task), bench.runs))
        theirs, ours = row.median("R"), row.median("ours")
        cells = (seconds(theirs), str(len(row.answers.get("R", ()))), seconds(ours), times(theirs, ours))
        memory = (f"{row.median(side, 'mebibytes'):.0f}" for side in ("R", "ours"))
        line((row.label, task, *cells, *memory, difference(row)))
        rows.append(row)
    return rows


def whole_sides(bench: Bench, sample: Sample, file: Path, task: str) -> dict[str, Side]:
    """R reads the answers, fits, prints; the command does that and checks, standardises and writes all it knows."""
    result, measures = bench.folder / "result.json", bench.folder / "measures.tsv"
    estimator, missing = OPTIONS[task]
    answers = (str(write_instrument(bench.folder, sample)), str(file), "--id", "id")
    ours = reintegratie("validate-instrument", *answers, "--only", "cfa", "-f", "json", "-o", str(result))
    ours += ["--estimator", estimator, "--missing", missing]
    theirs = [bench.programs.rscript, R_SCRIPT, "whole", task, str(file), str(sample.factors), str(measures)]

    def run_ours() -> Answer:
        run = measure(ours)
        fit = json.loads(result.read_text(encoding="utf-8"))["cfa"]["fit"]
        found = {name: nan if value is None else value for name, value in fit.items() if not isinstance(value, str)}
        return Answer(run.seconds, found | {"mebibytes": run.mebibytes})

    def run_theirs() -> Answer:
        run = measure(theirs)
        cells = (it.split("\t") for it in measures.read_text(encoding="utf-8").splitlines())
        found = {name: nan if value.strip() == "NA" else float(value) for name, value in cells}
        return Answer(run.seconds, found | {"mebibytes": run.mebibytes})

    return ({"R": run_theirs} if bench.programs.lavaan else {}) | {"ours": run_ours}


def psych(bench: Bench) -> list[Row]:
    """Reliability of a scale, factorability, exploratory factors and parallel analysis, in process."""
    print("\nBeside psych, in process: medians of seconds (fa.parallel also resamples the answers in its 100 draws)\n")
    head(("answers", "statistic", "R", "ours", "times", "one thread", "times", "difference"))
    rows = []
    for sample, file in list(bench.files.items())[:2]:
        for task in CLASSICAL:
            row = bench.programs.time(task, sample, file, bench.runs, with_r=bench.programs.psych)
            line((row.label, task, seconds(row.median("R")), *beside(row), difference(row)))
            rows.append(row)
    drawn(bench)
    return rows


def drawn(bench: Bench) -> None:
    """The cost of parallel analysis alone, which must not grow with the number of persons."""
    sample, file = next(iter(bench.files.items()))
    ours, found = bench.programs.workers["ours"], []
    for n in DRAWN_FOR:
        median = statistics.median(ours.ask("drawn", file, n).figures["drawn_seconds"] for _ in range(bench.runs))
        found.append(f"{n:,} persons {median:.4f} s")
    print(f"\nParallel analysis alone, {sample.items} items, 100 draws: {', '.join(found)}.")


def head(cells: Sequence[str]) -> None:
    """The first two lines of a table."""
    line(cells)
    line(["---"] * len(cells))


def line(cells: Sequence[str]) -> None:
    """One line of a table, shown at once: the next may take minutes."""
    print(f"| {' | '.join(cells)} |", flush=True)


def beside(row: Row) -> Iterator[str]:
    """Our seconds with threads and with one, each with how many times as long R took."""
    for side in ("ours", "one thread"):
        yield from (seconds(row.median(side)), times(row.median("R"), row.median(side)))


def seconds(value: float) -> str:
    """Three digits that matter."""
    return "" if isnan(value) else f"{value:.4f}" if value < 0.1 else f"{value:.2f}"  # noqa: PLR2004 - only a layout


def times(theirs: float, ours: float) -> str:
    """How many times as long R took."""
    ratio = theirs / ours
    return "" if isnan(ratio) else f"{ratio:.1f}" if ratio < 10 else f"{ratio:.0f}"  # noqa: PLR2004 - only a layout


def difference(row: Row) -> str:
    """The largest relative one, marked where it is too large."""
    return "" if isnan(row.difference) else f"{row.difference:.0e}" + ("" if row.agrees else " **differs**")


def main() -> None:
    """Print the tables that are asked for."""
    parser = argparse.ArgumentParser(prog="tasks.py bench-cfa", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small sizes, to see that it works")
    parser.add_argument("--runs", type=int, default=RUNS, help=f"of each, in turns (default {RUNS})")
    parser.add_argument("--parts", nargs="+", choices=TABLES, default=TABLES, help="tables (default: all)")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="reintegratie-bench-") as name, programs() as sides:
        folder = Path(name)
        files = {sample: write(folder, sample) for sample in (QUICK if asked.quick else FULL)}
        bench = Bench(sides, files, folder, asked.runs)
        warm_up(bench)
        rows = [row for part in asked.parts for row in TABLES[part](bench)]
    bad = [f"{row.label} {row.task}" for row in rows if not row.agrees]
    if bad:
        sys.exit(f"\nNot the same answers as R, so these times say nothing: {'; '.join(bad)}.")


TABLES = {"models": models, "psych": psych, "whole": whole}


if __name__ == "__main__":
    main()
