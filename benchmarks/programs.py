"""The programs that are timed beside each other: ours, ours with one thread, and R where it is installed."""

import os
import shutil
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from math import inf, isfinite, isnan, nan
from pathlib import Path

import numpy as np
from simulated import Sample

FOLDER = Path(__file__).resolve().parent
R_SCRIPT = str(FOLDER / "worker.R")
SLOW = 20.0
FIT = ("chisq", "chisq_scaled", "cfi", "cfi_robust", "rmsea_robust", "srmr")
CLOSED, ITERATED, TWO_STEP = 1e-6, 1e-4, 1e-3
"""How close to R the tests want closed formulae; maximum likelihood; WLSMV and exploratory factors."""
TOLERANCE = {"alpha": CLOSED, "KMO": CLOSED, "EFA": TWO_STEP, "WLSMV": TWO_STEP}


@dataclass(frozen=True)
class Answer:
    """What one run took, in seconds, and what came out."""

    seconds: float
    figures: Mapping[str, float]


Side = Callable[[], Answer]


@dataclass(frozen=True)
class Row:
    """One line of a table: the answers of every side, by its name; R's is called R, ours is called ours."""

    label: str
    task: str
    answers: Mapping[str, Sequence[Answer]]

    def median(self, side: str, figure: str | None = None) -> float:
        """Seconds, or the figure that is named; nan for a side that is not there."""
        found = [it.seconds if figure is None else it.figures[figure] for it in self.answers.get(side, ())]
        return statistics.median(found) if found else nan

    @property
    def difference(self) -> float:
        """The largest relative difference between our figures and R's; nan without R."""
        if "R" not in self.answers:
            return nan
        theirs, ours = (self.answers[side][0].figures for side in ("R", "ours"))
        shared = [name for name in ours if name in theirs and not name.endswith("seconds")]
        names = [name for name in shared if name in FIT] or shared
        return max(_relative(ours[name], theirs[name]) for name in names)

    @property
    def agrees(self) -> bool:
        """Whether that is within what the tests allow, or there is nothing to compare with."""
        return isnan(self.difference) or self.difference <= TOLERANCE.get(self.task, ITERATED)


class Worker:
    """A program that stays and answers tasks one by one."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def ask(self, task: str, file: Path, number: int) -> Answer:
        """One answer; ends the benchmark where there is none."""
        sent, received = self._process.stdin, self._process.stdout
        if sent is None or received is None:
            raise TypeError
        sent.write(f"{task}\t{file}\t{number}\n")
        sent.flush()
        line = received.readline().rstrip("\n").split("\t")
        if line[:1] != ["ANSWER"]:
            sys.exit(f"{self._process.args!r} could not do {task}; its message stands above.")
        figures = {name: float(value) for name, value in (cell.split("=") for cell in line[1:])}
        return Answer(figures["seconds"], figures)


@dataclass(frozen=True)
class Programs:
    """The sides that take part, and whether R has lavaan and psych."""

    workers: Mapping[str, Worker]
    rscript: str
    lavaan: bool
    psych: bool

    def time(self, task: str, sample: Sample, file: Path, runs: int, *, with_r: bool) -> Row:
        """One task on one file by every side, or by ours alone."""
        taking_part = {name: it for name, it in self.workers.items() if with_r or name != "R"}
        sides = {name: _asking(it, task, file, sample.factors) for name, it in taking_part.items()}
        return Row(sample.label, task, in_turns(sides, runs))


@contextmanager
def programs() -> Iterator[Programs]:
    """Start every side that there is, and say with what each computes; they end when this does."""
    rscript = shutil.which("Rscript") or ""
    about = [""] * 4
    if rscript:
        asked = subprocess.run([rscript, R_SCRIPT, "about"], capture_output=True, text=True, check=True)
        about = asked.stdout.split("\n")
    version, lavaan, psych, blas = about[:4]
    _say(version, lavaan, psych, blas)
    ours = (sys.executable, str(FOLDER / "worker.py"))
    with ExitStack() as stack:
        workers = {
            "ours": stack.enter_context(_worker(ours)),
            "one thread": stack.enter_context(_worker(ours, OPENBLAS_NUM_THREADS="1")),
        }
        if lavaan or psych:
            workers = {"R": stack.enter_context(_worker((rscript, R_SCRIPT, "serve")))} | workers
        yield Programs(workers, rscript, bool(lavaan), bool(psych))


def in_turns(sides: Mapping[str, Side], runs: int) -> dict[str, list[Answer]]:
    """Each side so many times, in turns, so that a busy moment touches all; once where it is slow."""
    answers: dict[str, list[Answer]] = {name: [] for name in sides}
    for turn in range(runs):
        for name, side in sides.items():
            if not turn or answers[name][0].seconds < SLOW:
                answers[name].append(side())
    return answers


@contextmanager
def _worker(command: Sequence[str], **environment: str) -> Iterator[Worker]:
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, env=os.environ | environment) as process:
        yield Worker(process)


def _say(version: str, lavaan: str, psych: str, blas: str) -> None:
    own = np.show_config(mode="dicts")["Build Dependencies"]["blas"]
    print(
        f"{os.cpu_count()} cores. Ours: NumPy {np.__version__}, {own['name']} {own['version']}, with as many threads as"
    )
    print("it takes of its own accord (OPENBLAS_NUM_THREADS, else one per core), and beside it with one.")
    if not version:
        print("Rscript is not installed here: our own times stand alone.")
        return
    print(f"R {version}, lavaan {lavaan or 'absent'}, psych {psych or 'absent'}, as installed; its BLAS: {blas}")
    print("(a plain libblas is the reference library, of one thread).")
    absent = [name for name, found in (("lavaan", lavaan), ("psych", psych)) if not found]
    if absent:
        print(f"R has no {' and no '.join(absent)} here: our own times stand alone in those tables.")


def _asking(it: Worker, task: str, file: Path, number: int) -> Side:
    return lambda: it.ask(task, file, number)


def _relative(ours: float, theirs: float) -> float:
    if not (isfinite(ours) and isfinite(theirs)):
        return 0.0 if isnan(ours) and isnan(theirs) else inf
    return abs(ours - theirs) / max(abs(theirs), 1e-3)
