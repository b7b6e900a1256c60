"""What files with typed columns have in common: how wide they may be, what is said of them, their largest numbers."""

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from reintegratie_cli.errors import ResponsesError
from reintegratie_cli.inputs.cells import SPACES
from reintegratie_cli.inputs.delimited.dialect import MAX_COLUMNS
from reintegratie_cli.inputs.encoding import refusal
from reintegratie_cli.inputs.layouts import Heading, heading_of
from reintegratie_cli.text import Text, visible

_EXACT: dict[type[pl.DataType], float] = {pl.Float32: 2.0**24}
_EXACT_DOUBLE = 2.0**53


def shape_said(name: str, kind: str, columns: Text, n_columns: int, n_rows: int) -> Text:
    """One line on what was read of file `name`, which is of this kind; `columns`: what its columns are called."""
    at, row = visible(name, 200), Text("rij" if n_rows == 1 else "rijen", "row" if n_rows == 1 else "rows")
    return Text(
        f"{at}: {kind}, {n_columns} {columns.nl}, {n_rows} {row.nl}.",
        f"{at}: {kind}, {n_columns} {columns.en}, {n_rows} {row.en}.",
    )


def columns_said(n: int) -> Text:
    """The word for `n` columns."""
    return Text("kolom", "column") if n == 1 else Text("kolommen", "columns")


def check_columns(name: str, n: int) -> None:
    """ResponsesError where file `name` has more columns than anybody's export."""
    if n > MAX_COLUMNS:
        raise refusal(
            name, 0, f"het heeft meer dan {MAX_COLUMNS} kolommen.", f"it has more than {MAX_COLUMNS} columns."
        )


def damaged(name: str, kind: str, advice: Text) -> ResponsesError:
    """File `name` begins as this kind of file does, but cannot be read as one. The engine's own words are not shown."""
    nl = f"het begint als een bestand van {kind}, maar is beschadigd of niet volledig. {advice.nl}"
    en = f"it begins as a file of {kind} does, but is damaged or incomplete. {advice.en}"
    return refusal(name, 0, nl, en)


def heading_of_names(names: Sequence[str], texts: Sequence[str] = (), wanted: str | None = None) -> Heading:
    """What columns are called that have names, and perhaps texts, of their own, by whose export they seem to be.

    A program that writes several rows above the answers cannot be known by names alone. `wanted`: the survey program
    that the call names. Raises UsageError as `heading_of`.
    """
    header = tuple(name.strip(SPACES) for name in names)
    recognised = heading_of([header], wanted)
    return replace(recognised if recognised.rows == 1 else Heading(header), texts=tuple(texts))


def cut_off(typed: pl.DataFrame, texts: pl.DataFrame) -> pl.DataFrame:
    """The texts of typed columns, with each float that is too large to be exact written as 1.2E+17.

    So as a spreadsheet writes a number that it cut off: several persons may share such an id, and it is none.
    """
    columns = []
    for number, text in zip(typed, texts, strict=True):
        exact = _EXACT.get(type(number.dtype), _EXACT_DOUBLE)
        if number.dtype.is_float() and (number.abs() >= exact).any():
            cells = [_written(one, said, exact) for one, said in zip(number, text, strict=True)]
            columns.append(pl.Series(text.name, cells, dtype=pl.String))
        else:
            columns.append(text)
    return pl.DataFrame(columns)


def _written(number: float | None, text: str | None, exact: float) -> str | None:
    return f"{number:.8E}" if number is not None and abs(number) >= exact else text
