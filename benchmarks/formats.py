"""Every format in and out: seconds, rows per second, and peak memory for so many persons and for fewer.

Where the two peaks are alike, memory does not grow with the rows (a batch is 30,000 persons, and a few are held). "The
library alone" reads the same file, or writes a ready-made table of the same size, with the library of the format and
does nothing else: what no program that uses it can go below. It holds all rows at once. All runs are fresh processes
on this machine, page cache warm.

A sheet ends at 1,048,576 rows, and the libraries for Excel and SPSS take long to make a file with so many people; so
those formats are measured with fewer, as the table says.

    python3 tasks.py bench-formats [PERSONS] [--runs N] [--read FORMAT ...] [--write FORMAT ...]
"""

import argparse
import importlib.util
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from run import Run, answers_file, in_turns, measure, reintegratie

PERSONS, RUNS = 1_000_000, 1
FEWER = {"xlsx": 100_000, "sav": 100_000}
"""At most so many persons, by format."""

# In processes of their own, as all that is measured: the peak of a process is never below that of its parent.
SCANNED = "import polars; answers = polars.scan_csv(given, separator=';', infer_schema=False); "
MADE = {
    "csv": "import shutil; shutil.copyfile(given, target)",
    "csv.gz": "import gzip, shutil; shutil.copyfileobj(open(given, 'rb'), gzip.open(target, 'wb', compresslevel=1))",
    "parquet": SCANNED + "answers.sink_parquet(target)",
    "jsonl": SCANNED + "answers.sink_ndjson(target)",
    "xlsx": SCANNED + "answers.collect().write_excel(target)",
    "sav": SCANNED + "import pyreadstat; pyreadstat.write_sav(answers.collect().to_pandas(), target)",
}
"""Format in -> what makes the file `target` of the CSV file `given`."""

READ = {
    "csv": "import polars; polars.read_csv(given, separator=';', infer_schema=False)",
    "csv.gz": "import polars; polars.read_csv(given, separator=';', infer_schema=False)",
    "parquet": "import polars; polars.read_parquet(given)",
    "jsonl": "import polars; polars.read_ndjson(given)",
    "xlsx": "import python_calamine as c; c.CalamineWorkbook.from_path(given).get_sheet_by_index(0).to_python()",
    "sav": "import pyreadstat; pyreadstat.read_sav(given)",
}
WRITTEN = {
    "csv": "import polars; polars.read_parquet(given).write_csv(target)",
    "excel-nl": "import polars; polars.read_parquet(given).write_csv(target, separator=';', include_bom=True)",
    "jsonl": "import polars; polars.read_parquet(given).write_ndjson(target)",
    "parquet": "import polars; polars.read_parquet(given).write_parquet(target)",
    "xlsx": "import polars; polars.read_parquet(given).write_excel(target)",
    "sav": "import polars, pyreadstat; pyreadstat.write_sav(polars.read_parquet(given).to_pandas(), target)",
}
"""Format -> what its library does alone with the file `given`, and the file `target` where it writes."""

ASKED = {"excel-nl": ("-f", "csv", "--excel-nl")}
"""Format out -> the options that ask for it, where -f alone does not."""


@dataclass(frozen=True)
class Bench:
    """What every line of the tables needs."""

    folder: Path
    persons: int
    runs: int

    def size(self, name: str) -> int:
        """How many persons a format is measured with."""
        return min(self.persons, FEWER.get(name, self.persons))

    def fewer(self, name: str) -> int:
        """How many of them show whether memory grows: a tenth; half where even all of them are only a few batches."""
        return max(self.size(name) // (2 if name in FEWER else 10), 1)

    def answers(self, persons: int) -> Path:
        """The export of so many persons as CSV, made once."""
        path = self.folder / f"answers-{persons}.csv"
        return path if path.is_file() else answers_file(self.folder, persons)

    def reading(self, name: str) -> dict[str, Run]:
        """The same answers from a file of this format, to CSV."""
        many = self._file(name, self.size(name))
        few = self._file(name, self.fewer(name))
        target = str(self.folder / "scores.csv")
        runs = in_turns(
            {
                "fewer": reintegratie("score", str(few), "-i", "intake", "-o", target),
                "whole": reintegratie("score", str(many), "-i", "intake", "-o", target),
                "alone": _alone(READ[name], many),
            },
            self.runs,
            warm_ups=0,
        )
        for path in (many, few):
            path.unlink()
        return runs

    def writing(self, name: str) -> dict[str, Run]:
        """The same answers from CSV, to a file of this format."""
        many, few = self.answers(self.size(name)), self.answers(self.fewer(name))
        ready, target = self.folder / "ready.parquet", str(self.folder / "scores")
        measure(reintegratie("score", str(many), "-i", "intake", "-o", str(ready)))
        asked = ASKED.get(name, ("-f", name))
        runs = in_turns(
            {
                "fewer": reintegratie("score", str(few), "-i", "intake", *asked, "-o", target),
                "whole": reintegratie("score", str(many), "-i", "intake", *asked, "-o", target),
                "alone": _alone(WRITTEN[name], ready, Path(f"{target}.{name}")),
            },
            self.runs,
            warm_ups=0,
        )
        for path in (ready, Path(target), Path(f"{target}.{name}")):
            path.unlink(missing_ok=True)
        return runs

    def _file(self, name: str, persons: int) -> Path:
        path = self.folder / f"read-{persons}.{name}"
        measure(_alone(MADE[name], self.answers(persons), path))
        return path


def _alone(code: str, given: Path, target: Path = Path()) -> list[str]:
    return [sys.executable, "-c", f"given, target = {str(given)!r}, {str(target)!r}; {code}"]


def show(title: str, names: Sequence[str], bench: Bench, runs_of: Callable[[str], dict[str, Run]]) -> None:
    """Print a table, each line as soon as it is known: the next may take minutes."""
    print(f"\n{title}\n")
    print("|          |            |         |          |          |         of | peak MiB | the library | its      |")
    print("| format   |    persons | seconds |   rows/s | peak MiB |      fewer | of these | alone, s    | peak MiB |")
    print("|----------|-----------:|--------:|---------:|---------:|-----------:|---------:|------------:|---------:|")
    for name in names:
        runs, persons = runs_of(name), bench.size(name)
        whole, few, alone = runs["whole"], runs["fewer"], runs["alone"]
        print(
            f"| {name:<8} | {persons:>10,} | {whole.seconds:>7.1f} | {persons / whole.seconds:>8,.0f} "
            f"| {whole.mebibytes:>8.0f} | {bench.fewer(name):>10,} | {few.mebibytes:>8.0f} "
            f"| {alone.seconds:>11.1f} | {alone.mebibytes:>8.0f} |",
            flush=True,
        )


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(prog="tasks.py bench-formats", description=__doc__)
    parser.add_argument("persons", type=int, nargs="?", default=PERSONS, help=f"default {PERSONS:,}")
    parser.add_argument("--runs", type=int, default=RUNS, help=f"of each, in turns (default {RUNS})")
    parser.add_argument("--read", nargs="*", choices=READ, default=list(READ), help="formats in (default: all)")
    parser.add_argument("--write", nargs="*", choices=WRITTEN, default=list(WRITTEN), help="formats out (default: all)")
    asked = parser.parse_args()
    if importlib.util.find_spec("pyreadstat") is None:
        sys.exit("The formats of SPSS need pyreadstat: pip install 'reintegratie[spss]'")
    with tempfile.TemporaryDirectory(prefix="reintegratie-bench-") as name:
        bench = Bench(Path(name), asked.persons, asked.runs)
        show("From each format to CSV", asked.read, bench, bench.reading)
        show("From CSV to each format", asked.write, bench, bench.writing)


if __name__ == "__main__":
    main()
