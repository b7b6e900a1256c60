"""The result of a batch as a table: the rows of the input and the computed columns, in the order of the output."""

from collections.abc import Sequence

import numpy as np
import polars as pl

from reintegratie_cli.models.responses import NO_ANSWER, Coded, Column, Joined, Table
from reintegratie_cli.models.score_result import OutputColumn

BETWEEN = ";"


def result_frame(rows: pl.DataFrame, table: Table, columns: Sequence[OutputColumn]) -> pl.DataFrame:
    """All output columns of a batch, each typed and rounded as it is written; (n_persons, n_columns)."""
    series = [
        rows[column.name] if column.name in rows.columns else as_series(column, table[column.name])
        for column in columns
    ]
    return pl.DataFrame(series)


def as_series(column: OutputColumn, values: Column) -> pl.Series:
    """One computed column; nan and NO_ANSWER become null."""
    if isinstance(values, Joined):
        return _joined(column.name, values)
    if isinstance(values, Coded):
        # A score or probability that nobody has is still a number.
        empty = not values.labels and column.decimals is not None
        return _coded(column.name, values).cast(pl.Float64) if empty else _coded(column.name, values)
    series = pl.Series(column.name, values, nan_to_null=True)
    if series.dtype.is_integer():
        series = series.set(series == NO_ANSWER, None)
    return series if column.decimals is None else series.round(column.decimals)


def _coded(name: str, values: Coded) -> pl.Series:
    if not values.labels:
        return pl.Series(name, [None], dtype=pl.String).new_from_index(0, len(values.places))
    # One more label, null, for those who have none.
    labels = pl.Series(name, [*values.labels, None], dtype=pl.String)
    texts = labels.gather(np.where(values.places < 0, len(values.labels), values.places))
    return texts == "true" if values.labels == ("false", "true") else texts


def _joined(name: str, values: Joined) -> pl.Series:
    if not values.parts:
        raise ValueError(name)
    parts = pl.DataFrame([_coded(str(place), part) for place, part in enumerate(values.parts)])
    text = pl.concat_str(pl.all(), separator=BETWEEN, ignore_nulls=True)
    return parts.select(pl.when(text != "").then(text).alias(name))[name]
