"""A simulated export in the form that a municipality gets: semicolons, labels, gaps, and some bad rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np

SIMULATED = "gesimuleerd"
"""Stands in every row, so that nobody takes the file for answers of people."""

BAD_ROWS = ("unknown answer", "too few cells", "no id", "nothing filled in", "id of an earlier row")
"""What is wrong with the bad rows, in turn."""


@dataclass(frozen=True)
class ExportStyle:
    """How the file looks: `missing` is the share of answers left out, `bad_rows` how many rows are spoiled."""

    delimiter: str
    encoding: str
    missing: float
    bad_rows: int
    seed: int


def export_lines(answers: Mapping[str, Sequence[str]], style: ExportStyle) -> list[str]:
    """The header and a line per person; `answers` is item -> what each person's cell says."""
    random = np.random.default_rng([style.seed, 1])
    items = list(answers)
    n = len(answers[items[0]])
    lines = [style.delimiter.join(["clientnummer", "datum", *items, "herkomst"])]
    spoiled = _spoiled_rows(n, style.bad_rows)
    for person in range(n):
        gaps = random.random(len(items)) < style.missing
        cells = ["" if gap else answers[item][person] for item, gap in zip(items, gaps, strict=True)]
        day = int(random.random() * 28) + 1
        row = [simulated_id(person), f"{day:02}-10-2026", *cells, SIMULATED]
        lines.append(style.delimiter.join(_spoil(row, spoiled[person]) if person in spoiled else row))
    return lines


def simulated_id(person: int) -> str:
    """The id of a simulated person, which says so."""
    return f"SIM-{person + 1:06}"


def _spoiled_rows(n: int, bad_rows: int) -> dict[int, str]:
    """Which rows are spoiled and how, spread over the file; never the first, of which one takes the id."""
    step = max(n // (bad_rows + 1), 1)
    return {place * step: BAD_ROWS[(place - 1) % len(BAD_ROWS)] for place in range(1, bad_rows + 1) if place * step < n}


def _spoil(row: list[str], how: str) -> list[str]:
    match how:
        case "unknown answer":
            return [*row[:9], "8", *row[10:]]
        case "too few cells":
            return row[:-3]
        case "no id":
            return ["", *row[1:]]
        case "nothing filled in":
            return [*row[:2], *[""] * (len(row) - 3), row[-1]]
        case _:
            return [simulated_id(0), *row[1:]]


def write_lines(stream: BinaryIO, lines: Sequence[str], encoding: str) -> None:
    """Write the lines as Windows programs do."""
    stream.write("".join(f"{line}\r\n" for line in lines).encode(encoding))
