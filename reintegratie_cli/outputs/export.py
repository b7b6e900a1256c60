"""A simulated export in the form that a municipality gets: semicolons, labels, gaps, and some bad rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np

from reintegratie_cli.errors import UsageError
from reintegratie_cli.text import Text, visible

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
    lines = [joined(["clientnummer", "datum", *items, "herkomst"], style.delimiter)]
    spoiled = _spoiled_rows(n, style.bad_rows)
    for person in range(n):
        gaps = random.random(len(items)) < style.missing
        cells = ["" if gap else answers[item][person] for item, gap in zip(items, gaps, strict=True)]
        day = int(random.random() * 28) + 1
        row = [simulated_id(person), f"{day:02}-10-2026", *cells, SIMULATED]
        lines.append(joined(_spoil(row, spoiled[person]) if person in spoiled else row, style.delimiter))
    return lines


def joined(cells: Sequence[str], delimiter: str) -> str:
    """The cells as a line, between quotes where a delimiter or a quote stands in one."""
    return delimiter.join(
        '"' + cell.replace('"', '""') + '"' if delimiter in cell or '"' in cell else cell for cell in cells
    )


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
    """Write the lines as Windows programs do. UsageError where the encoding is none, or lacks a character."""
    try:
        content = "".join(f"{line}\r\n" for line in lines).encode(encoding)
    except (LookupError, UnicodeError):
        shown = visible(encoding)
        raise UsageError(
            Text(
                f"--encoding {shown}: daarin is dit bestand niet te schrijven; gebruikelijk zijn utf-8 en cp1252.",
                f"--encoding {shown}: this file cannot be written in it; common ones are utf-8 and cp1252.",
            )
        ) from None
    stream.write(content)
